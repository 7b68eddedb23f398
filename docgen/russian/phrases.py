"""Noun phrases of posts, organisations and counted things: the head is declined, the rest stays.

«заместитель начальника Управления образования»: the head is the first noun in the nominative
with the adjectives before it. What depends on it, stands in quotes or is a number never changes;
a second nominative in brackets, after a dash or after a comma is declined as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from docgen.russian.adjectives import adjective_gender, adjective_table, decline_adjective_all
from docgen.russian.grammar import OBLIQUE, Gender, Paradigm, frozen, keep_case, six
from docgen.russian.lexicon import (
    Reading,
    guessed_nouns,
    inflected,
    nominative_nouns,
    noun_forms,
    readings,
)
from docgen.russian.lists import word_list

Forms = tuple[str, ...]

NO_HEAD = "не удалось найти главное слово"
UNQUOTED = "название стоит без кавычек: как его склонять, смотрите в уставе"
UNKNOWN_WORD = "слова нет в словаре, оно просклонено по образцу похожих"

_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_TOKEN = re.compile(r"«[^»]*»+|„[^“]*“|\"[^\"]*\"|[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*|\s+|.", re.DOTALL)
_DASHES = frozenset("–—-")


@dataclass(slots=True)
class _Found:
    """Forms by token, filled while the phrase is read; ``unsure`` where a word was guessed."""

    forms: dict[int, Forms]
    gender: Gender
    unsure: bool = False
    unquoted: bool = False


class Noun(NamedTuple):
    """A noun's six forms and its gender; ``unsure`` if the dictionary does not know the word."""

    forms: Forms
    gender: Gender
    unsure: bool = False


def tokens_of(text: str) -> list[str]:
    """Words, spaces, quoted names and single signs; joined again they are the text."""
    return _TOKEN.findall(text)


def is_word(token: str) -> bool:
    return _WORD.fullmatch(token) is not None


def _noun_candidates(word: str) -> tuple[Reading, ...]:
    return tuple(
        r for r in nominative_nouns(word) if not r.grammemes & {"Surn", "Name", "Patr", "Abbr"}
    )


def _agrees(reading: Reading, gender: Gender | None) -> bool:
    if gender is None or "ms-f" in reading.grammemes:
        return True
    return reading.gender in (gender, None)


# A masculine noun that ends so declines in one way only, known to the dictionary or not.
_PLAIN_ENDINGS = (*"бвгдзлмнпрстф", "щик", "чик", "ник")


@lru_cache(maxsize=4096)
def decline_noun(word: str, gender: Gender | None, animate: bool) -> Noun | None:
    """The six forms of a noun in the nominative and its gender; None if it is no such noun.

    ``gender`` is that of the adjectives before it. A hyphenated word is declined in both parts
    («учителя-логопеда») unless the first is of those that never change («шеф-повар»).
    """
    lower = word.lower()
    found = [r for r in _noun_candidates(lower) if _agrees(r, gender)]
    noun = _first_declined(found, gender, animate)
    if noun is not None:
        return noun
    if "-" in lower:
        return _decline_hyphenated(lower, gender, animate)
    if readings(lower) or len(lower) < 4:
        return None
    guessed = [r for r in guessed_nouns(lower) if _agrees(r, gender)]
    noun = _first_declined(guessed, gender, animate)
    plain = noun is not None and noun.gender is Gender.M and lower.endswith(_PLAIN_ENDINGS)
    return noun and noun._replace(unsure=not plain)


def _first_declined(found: list[Reading], gender: Gender | None, animate: bool) -> Noun | None:
    singular = [r for r in found if r.gender is not Gender.P] or found
    persons = [r for r in singular if ("anim" in r.grammemes) == animate]
    for reading in [*persons, *singular]:
        found_forms = noun_forms(reading)
        forms = found_forms and _as_written(found_forms, reading.word)
        if forms is not None:
            meant = reading.gender or gender or Gender.M
            return Noun(_with_accusative(forms, meant, animate), meant)
    return None


def _as_written(forms: Forms, word: str) -> Forms | None:
    """Forms with the letters of the sheet: the dictionary corrects «риэлтор» into «риелтор».

    None where it reads another word altogether: «шоурум» for «шоу-рум».
    """
    if forms[0].replace("ё", "е") == word.replace("ё", "е"):
        return forms
    if len(forms[0]) != len(word):
        return None
    written = []
    for form in forms:
        pairs = enumerate(zip(forms[0], form, strict=False))
        stem = next((place for place, (a, b) in pairs if a != b), min(len(word), len(form)))
        written.append(word[:stem] + form[stem:])
    return tuple(written)


def _with_accusative(forms: Forms, gender: Gender, animate: bool) -> Forms:
    """The accusative of a masculine or a plural follows what the phrase is: person or thing."""
    if gender is Gender.P or (gender is Gender.M and forms[0][-1] not in "ая"):
        accusative = forms[1] if animate else forms[0]
        return (*forms[:3], accusative, *forms[4:])
    return forms


def _decline_hyphenated(word: str, gender: Gender | None, animate: bool) -> Noun | None:
    first, _, rest = word.partition("-")
    # «дом-школа»: the adjectives agree with the first part.
    second = decline_noun(rest, gender, animate) or decline_noun(rest, None, animate)
    if second is None:
        return None
    # «машино-место», «койко-день»: a linking vowel makes no noun.
    linked = first[-1:] in ("о", "е") and not readings(first)
    frozen_part = linked or first in word_list("frozen_post_parts")
    front = None if frozen_part else decline_noun(first, None, animate)
    if front is None:
        return second._replace(forms=tuple(f"{first}-{form}" for form in second.forms))
    forms = tuple(f"{a}-{b}" for a, b in zip(front.forms, second.forms, strict=True))
    if gender is not None and front.gender is not gender:
        return None
    return Noun(forms, front.gender, front.unsure or second.unsure)


def _is_adjective(word: str) -> Gender | None:
    """Gender of a word that can be an adjective or participle in the nominative; None if not."""
    lower = word.lower().rsplit("-", 1)[-1]
    gender = adjective_gender(lower)
    if gender is None or adjective_table(lower) is None:
        return None
    found = readings(lower)
    if not found:
        # An unknown word in -ие, -ее may as well be a noun, one in -ой a genitive.
        return None if lower.endswith(("ие", "ее", "ой", "ья", "ье", "ьи")) else gender
    adjectives = [r for r in found if r.part in ("ADJF", "PRTF")]
    if adjectives:
        # «учебной частью»: the ending of a nominative, but no nominative.
        return gender if any(r.is_nominative for r in adjectives) else None
    # «вожатая», «заведующий»: adjectives that the dictionary knows for nouns only.
    noun = next((r for r in found if r.part == "NOUN" and r.is_nominative), None)
    genitive = inflected(noun, "gent") if noun is not None else None
    adjectival = genitive is not None and genitive.endswith(("ого", "его", "ой", "ей", "ых", "их"))
    return gender if adjectival else None


def _is_governed(participle: str, word: str) -> bool:
    """Whether «мастерской» depends on «заведующий»: such participles govern the instrumental."""
    return participle.lower().startswith(("заведующ", "управляющ", "командующ")) and any(
        "ablt" in r.grammemes and r.part == "NOUN" for r in readings(word)
    )


def _is_adverb(word: str) -> bool:
    found = readings(word.lower())
    return bool(found) and found[0].part == "ADVB"


def _next_word(tokens: list[str], place: int) -> int | None:
    """The next word after a place, over spaces and brackets; None before any other sign."""
    for index in range(place + 1, len(tokens)):
        if is_word(tokens[index]):
            return index
        if not tokens[index].isspace() and tokens[index] not in "()":
            return None
    return None


def find_head(tokens: list[str], start: int, animate: bool) -> _Found | None:
    """The head phrase that begins at token ``start``, with the forms of its words."""
    adjectives: list[tuple[int, Gender]] = []
    place: int | None = start
    while place is not None:
        word = tokens[place]
        gender = _is_adjective(word)
        noun = None
        if adjectives and _is_governed(tokens[adjectives[-1][0]], word):
            break
        if gender is None:
            noun = decline_noun(word, adjectives[0][1] if adjectives else None, animate)
        if noun is not None:
            return _assembled(tokens, adjectives, place, noun, animate)
        if gender is not None and (not adjectives or adjectives[0][1] is gender):
            adjectives.append((place, gender))
        elif not (_is_adverb(word) and not adjectives):
            break
        place = _next_word(tokens, place)
    if adjectives:
        # «заведующий детским садом», «рабочий по ремонту»: the last adjective is the head.
        return _assembled(tokens, adjectives, -1, None, animate)
    return None


def _assembled(
    tokens: list[str],
    adjectives: list[tuple[int, Gender]],
    place: int,
    noun: Noun | None,
    animate: bool,
) -> _Found:
    # «главный судья», «должностное лицо»: the adjective shows the gender before the noun does.
    gender = adjectives[0][1] if adjectives else noun.gender if noun else Gender.M
    found = _Found({}, gender, unsure=noun is not None and noun.unsure)
    for where, _ in adjectives:
        found.forms[where] = _adjective_forms(tokens[where], gender, animate, noun is None)
    if noun is not None:
        found.forms[place] = noun.forms
    return found


def _adjective_forms(token: str, gender: Gender, animate: bool, head: bool = False) -> Forms:
    """Six forms of an adjective; of a hyphened one the last part changes.

    «спортсмен-ведущий» is the ``head`` of a post, and its noun in front changes as well.
    """
    front, hyphen, last = token.lower().rpartition("-")
    forms = decline_adjective_all(last, gender, animate=animate)
    noun = decline_noun(front, gender, animate) if head and animate and hyphen else None
    if noun is not None and not noun.unsure:
        return tuple(f"{a}-{b}" for a, b in zip(noun.forms, forms, strict=True))
    return tuple(front + hyphen + form for form in forms)


def decline_phrase(text: str, *, animate: bool) -> tuple[Paradigm, Gender | None]:
    """All forms of a noun phrase in the nominative, and the gender of its head.

    ``animate``: the phrase names a person. A phrase without a head that can be read is left as
    it stands, and doubtful.
    """
    tokens = tokens_of(text)
    start = next((i for i, token in enumerate(tokens) if is_word(token)), None)
    found = find_head(tokens, start, animate) if start is not None else None
    if found is None:
        return frozen(text)._replace(doubtful=OBLIQUE, reason=NO_HEAD), None
    _add_adjectives_after(tokens, found, animate)
    _add_appositions(tokens, found, animate)
    columns = []
    for place, token in enumerate(tokens):
        forms = found.forms.get(place)
        columns.append([keep_case(token, form) for form in forms] if forms else [token] * 6)
    joined = ["".join(column) for column in zip(*columns, strict=True)]
    paradigm = Paradigm(six(joined), "engine")
    if found.unquoted and not animate:
        paradigm = paradigm._replace(doubtful=OBLIQUE, reason=UNQUOTED)
    if found.unsure:
        paradigm = paradigm._replace(doubtful=OBLIQUE, reason=UNKNOWN_WORD)
    return paradigm, found.gender


def _add_adjectives_after(tokens: list[str], found: _Found, animate: bool) -> None:
    """Adjectives behind the head: «врач-педиатр участковый», «лицей инновационный № 3».

    They agree with it, are not capital («Общество Российский Красный Крест») and have no noun of
    their own after them.
    """
    adjectives: list[int] = []
    place = max(found.forms)
    if found.gender is Gender.P or _is_adjective(tokens[place]) is not None:
        return
    while (following := _next_word(tokens, place)) is not None and following == place + 2:
        word = tokens[following]
        if not word.islower() or _is_adjective(word) is not found.gender:
            break
        adjectives.append(following)
        place = following
    beside = tokens[place + 2 : place + 3] if tokens[place + 1 : place + 2] == [" "] else []
    if any(_only_nominative(word) for word in beside):
        # «учреждение детский сад № 5», «Общество Российский Красный Крест»
        found.unquoted = True
        return
    for where in adjectives:
        found.forms[where] = _adjective_forms(tokens[where], found.gender, animate)


def _only_nominative(word: str) -> bool:
    """Whether a word can stand in the nominative alone, and so begins a name of its own."""
    if _is_adjective(word) is not None:
        return True
    found = [r for r in readings(word.lower()) if r.part == "NOUN"]
    return bool(found) and all(r.grammemes & {"nomn", "accs"} for r in found)


def _add_appositions(tokens: list[str], found: _Found, animate: bool) -> None:
    """Second nominatives: «ассистент (помощник)», «школа – детский сад», «директор, учитель»."""
    place = max(found.forms) + 1
    while place < len(tokens):
        token = tokens[place]
        # «директор и учредитель»: joined by «и» only where both are persons.
        opens = (
            token in ("(", ",")
            or (animate and token == "и")
            or (token in _DASHES and tokens[place - 1].isspace() and place + 1 < len(tokens))
        )
        following = _next_word(tokens, place) if opens else None
        if following is not None:
            more = find_head(tokens, following, animate)
            if more is not None and _certainly_nominative(tokens, more, animate):
                found.forms.update(more.forms)
                place = max(more.forms)
        place += 1


def _certainly_nominative(tokens: list[str], more: _Found, animate: bool) -> bool:
    """Whether a second phrase is a nominative singular and of one kind with the head.

    «учителя истории, обществознания» has no second head; «водитель (категория D)» and «Школа № 5,
    Пермь» have none that declines with the first.
    """
    return more.gender is not Gender.P and all(
        "-" in tokens[place] or any(_stands_beside(r, animate) for r in readings(tokens[place]))
        for place in more.forms
    )


def _stands_beside(reading: Reading, animate: bool) -> bool:
    if not reading.is_nominative or "plur" in reading.grammemes or "Geox" in reading.grammemes:
        return False
    return not animate or reading.part != "NOUN" or "anim" in reading.grammemes


def names_person(text: str) -> bool:
    """Whether the head of a phrase can be a person: «директор», «заведующая», «судья»."""
    tokens = tokens_of(text)
    start = next((i for i, token in enumerate(tokens) if is_word(token)), None)
    found = find_head(tokens, start, True) if start is not None else None
    if found is None:
        return False
    head = tokens[max(found.forms)].lower()
    nouns = _noun_candidates(head) or _noun_candidates(head.rsplit("-", 1)[-1])
    return not nouns or any("anim" in r.grammemes for r in nouns)
