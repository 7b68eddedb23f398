"""The door to the morphological dictionary (pymorphy3 with the OpenCorpora words).

Nothing here guesses: only words that stand in the dictionary are read, ё and е alike. What the
readings mean for a name or a post is decided by the modules that ask.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.russian.grammar import CASES, Case, Gender

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

_GRAMMEME: dict[Case, str] = {
    Case.NOM: "nomn",
    Case.GEN: "gent",
    Case.DAT: "datv",
    Case.ACC: "accs",
    Case.INS: "ablt",
    Case.PRE: "loct",
}
_GENDER: dict[str, Gender] = {"masc": Gender.M, "femn": Gender.F, "neut": Gender.N}


class Reading(NamedTuple):
    """One way to read a word: its grammemes and, for a nominative, what it declines into."""

    word: str
    part: str
    grammemes: frozenset[str]
    parse: Any

    @property
    def is_nominative(self) -> bool:
        return "nomn" in self.grammemes

    @property
    def gender(self) -> Gender | None:
        """Gender of a singular, ``p`` of a plural; None where the dictionary leaves it open."""
        if "plur" in self.grammemes:
            return Gender.P
        for name, gender in _GENDER.items():
            if name in self.grammemes:
                return gender
        return None


@cache
def analyser() -> MorphAnalyzer:
    """The analyser, loaded on first use (about 0.2 s), with the dictionary as its only unit."""
    from pymorphy3.units import DictionaryAnalyzer

    return _load([DictionaryAnalyzer()])


def _load(units: list[Any] | None) -> MorphAnalyzer:
    """An analyser with these units, or with all. Told where its dictionary is, it need not look
    through all installed packages for one."""
    import pymorphy3
    import pymorphy3_dicts_ru  # type: ignore[import-untyped]

    return pymorphy3.MorphAnalyzer(pymorphy3_dicts_ru.get_path(), lang="ru", units=units)


@lru_cache(maxsize=50_000)
def readings(word: str) -> tuple[Reading, ...]:
    """Every dictionary reading of a word, likeliest first; empty for an unknown word."""
    if not analyser().word_is_known(word.lower()):
        # Most surnames are unknown, and asking so is several times cheaper than parsing.
        return ()
    return tuple(
        Reading(word, str(parse.tag.POS or ""), frozenset(parse.tag.grammemes), parse)
        for parse in analyser().parse(word.lower())
    )


def nominative_nouns(word: str) -> tuple[Reading, ...]:
    """Readings of a word as a noun in the nominative, likeliest first."""
    return tuple(r for r in readings(word) if r.part == "NOUN" and r.is_nominative)


@cache
def _guesser() -> MorphAnalyzer:
    """The analyser with all its units: it also guesses words that it does not know."""
    return _load(None)


@lru_cache(maxsize=4096)
def guessed_nouns(word: str) -> tuple[Reading, ...]:
    """Readings of an unknown word as a noun in the nominative, by its likeness to known ones."""
    return tuple(
        Reading(word, "NOUN", frozenset(parse.tag.grammemes), parse)
        for parse in _guesser().parse(word.lower())
        if parse.tag.POS == "NOUN" and "nomn" in parse.tag and "plur" not in parse.tag
    )


def is_known(word: str) -> bool:
    """Whether the word, in any form, stands in the dictionary."""
    return bool(readings(word))


def inflected(reading: Reading, *grammemes: str) -> str | None:
    """The word of a reading with other grammemes; None if it has none.

    A word asked with «е» for the dictionary's «ё» («партнерство») gets no ё in any form: a paper
    keeps the spelling of the sheet.
    """
    form = reading.parse.inflect(frozenset(grammemes))
    if form is None:
        return None
    word = str(form.word)
    return word if reading.parse.word == reading.word.lower() else word.replace("ё", "е")


def noun_forms(reading: Reading, number: str | None = None) -> tuple[str, ...] | None:
    """The six forms of a noun in the number of the reading, or in ``sing`` / ``plur``.

    None if the dictionary lacks one of them.
    """
    if number is None:
        number = "plur" if "plur" in reading.grammemes else "sing"
    forms = [inflected(reading, _GRAMMEME[case], number) for case in CASES]
    found = tuple(form for form in forms if form is not None)
    return found if len(found) == len(CASES) else None
