"""Cases and agreement that a ready text gets wrong: «в лице директор», «на основании Устав».

Only what is certain is told: a word counts as wrong when the dictionary knows it and none of its
readings is the case that the sentence asks for, or when a patronymic stands in the nominative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docgen.russian.grammar import Gender
from docgen.russian.lexicon import readings
from docgen.russian.organisations import gender_of_organisation

_SPACE = "[ \u00a0]"
_WORDS = r"[А-Яа-яЁё-]+"
_REPRESENTED = re.compile(rf"\bв{_SPACE}+лице{_SPACE}+(?P<who>[^,;()]+)(?P<rest>,[^,;]*)?")
_GROUNDS = re.compile(rf"\bна{_SPACE}+основании{_SPACE}+(?P<word>{_WORDS})")
_ACTING = re.compile(r",\s*(?P<word>действующ[а-яё]+)", re.IGNORECASE)
_NAMED = re.compile(r"^(?P<name>[^;:]{5,400}?),\s+(?P<word>именуем(?P<ending>ый|ая|ое|ые))\b")
_PATRONYMIC = re.compile(r"(?:ович|евич|ьич|овна|евна|ична|инична)$")
_ENDINGS = {Gender.M: "ый", Gender.F: "ая", Gender.N: "ое", Gender.P: "ые"}


class WrongCase(NamedTuple):
    """``fragment`` of the text as it stands, what is wrong with it, what to do."""

    fragment: str
    message: str
    hint: str


def find_wrong_cases(text: str) -> Iterator[WrongCase]:
    """Every place of one paragraph where a case or a gender is certainly wrong."""
    for found in _REPRESENTED.finditer(text):
        yield from _represented(found)
    for found in _GROUNDS.finditer(text):
        if _never(found["word"], "gent"):
            yield WrongCase(
                found[0],
                f"после «на основании» нужен родительный падеж, а стоит «{found['word']}»",
                "на основании чего? Устава, доверенности, приказа",
            )
    named = _NAMED.match(text.strip())
    if named:
        gender = gender_of_organisation(named["name"])
        right = _ENDINGS.get(gender) if gender else None
        if right and right != named["ending"]:
            yield WrongCase(
                f"…, {named['word']}",
                f"«{named['word']}» не согласовано с наименованием",
                f"нужно «именуем{right}»",
            )


def _represented(found: re.Match[str]) -> Iterator[WrongCase]:
    words = re.findall(_WORDS, found["who"])
    hint = "в лице кого? директора Ивановой Марии Петровны"
    if words and _never(words[0], "gent"):
        yield WrongCase(
            found[0].partition(",")[0],
            f"после «в лице» нужен родительный падеж, а стоит «{words[0]}»",
            hint,
        )
    else:
        standing = next((w for w in words if _PATRONYMIC.search(w) and w[0].isupper()), None)
        if standing:
            yield WrongCase(
                found[0].partition(",")[0],
                f"после «в лице» имя стоит в именительном падеже: «{standing}»",
                hint,
            )
    acting = _ACTING.match(found["rest"] or "")
    if acting and _never(acting["word"], "gent"):
        yield WrongCase(
            acting[0].lstrip(", "),
            f"«{acting['word']}» не согласовано: нужен родительный падеж",
            "«действующего» или «действующей»",
        )


def _never(word: str, case: str) -> bool:
    """Whether the dictionary knows the word as a noun or an adjective, and never in this case."""
    known = [r for r in readings(word) if r.part in ("NOUN", "ADJF", "PRTF")]
    return bool(known) and not any(
        case in r.grammemes or "Fixd" in r.grammemes or "Abbr" in r.grammemes for r in known
    )
