"""Counted things: «72 часа», «2 рабочих дня», «0,5 ставки»."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from docgen.russian.adjectives import decline_adjective
from docgen.russian.grammar import INDEX, Case, Gender
from docgen.russian.lexicon import inflected, noun_forms, readings
from docgen.russian.numerals import plural_class
from docgen.russian.phrases import find_head, is_word, tokens_of

NBSP = "\u00a0"


class _Counted:
    """A noun phrase in the nominative singular, ready for any number."""

    def __init__(self, phrase: str) -> None:
        self.tokens = tokens_of(phrase)
        start = next((i for i, token in enumerate(self.tokens) if is_word(token)), None)
        head = find_head(self.tokens, start, animate=False) if start is not None else None
        self.head = head
        self.gender = head.gender if head else Gender.M
        self.noun = max(head.forms) if head else None

    def text(self, case: Case, plural: bool, noun_case: Case | None = None) -> str:
        """The phrase in a case; the noun alone may stand in another case (``noun_case``)."""
        if self.head is None:
            return "".join(self.tokens)
        words = list(self.tokens)
        for place, singular in self.head.forms.items():
            which = noun_case if place == self.noun and noun_case else case
            words[place] = self._word(place, singular, which, plural)
        return "".join(words)

    def _word(self, place: int, singular: tuple[str, ...], case: Case, plural: bool) -> str:
        if not plural:
            return singular[INDEX[case]]
        word = self.tokens[place].lower()
        if any(r.part in ("ADJF", "PRTF") for r in readings(word)) or place != self.noun:
            return decline_adjective(word, Gender.P, case, animate=False)
        forms = _plural(word)
        return forms[INDEX[case]] if forms else self.tokens[place]


# Nouns whose plural after a number is another word than the dictionary's plural.
_COUNTED_PLURALS: dict[str, tuple[str, ...]] = {
    "год": ("годы", "лет", "годам", "годы", "годами", "годах"),
    "человек": ("люди", "человек", "человекам", "люди", "человеками", "человеках"),
    "раз": ("разы", "раз", "разам", "разы", "разами", "разах"),
}


@lru_cache(maxsize=1024)
def _plural(noun: str) -> tuple[str, ...] | None:
    if noun in _COUNTED_PLURALS:
        return _COUNTED_PLURALS[noun]
    for reading in readings(noun):
        if reading.part == "NOUN" and reading.is_nominative and "sing" in reading.grammemes:
            return noun_forms(reading, "plur")
    return None


@lru_cache(maxsize=1024)
def _counted(noun: str) -> _Counted:
    return _Counted(noun)


def count(number: int | Decimal, noun: str, case: Case = Case.NOM) -> str:
    """«72 часа», «5 рабочих дней», «1,5 часа»: a number in digits with its noun.

    ``noun`` is given in the nominative singular, with or without adjectives. The number and the
    word after it cannot be torn over a line.
    """
    return f"{_digits(number)}{NBSP}{counted_noun(number, noun, case)}"


def counted_noun(number: int | Decimal, noun: str, case: Case = Case.NOM) -> str:
    """The noun alone, as it stands after ``number``."""
    phrase = _counted(noun)
    if number != int(number):
        # A fraction governs the genitive singular whatever its case: 0,5 ставки.
        return phrase.text(Case.GEN, plural=False)
    kind = plural_class(int(number))
    if kind == 0:
        return phrase.text(case, plural=False)
    if case not in (Case.NOM, Case.ACC):
        return phrase.text(case, plural=True)
    if kind == 2 or _is_adjectival(phrase):
        return phrase.text(Case.GEN, plural=True)
    return _after_two(phrase)


def _is_adjectival(phrase: _Counted) -> bool:
    """«два обучающихся»: a participle used as a noun takes the genitive plural after «два»."""
    if phrase.head is None or phrase.noun is None:
        return False
    word = phrase.tokens[phrase.noun].lower()
    return _plural(word) is None or any(
        r.part in ("ADJF", "PRTF") and r.is_nominative for r in readings(word)
    )


def _after_two(phrase: _Counted) -> str:
    """«два рабочих дня», «две образовательные программы»: after 2, 3, 4."""
    if phrase.head is None or phrase.noun is None:
        return "".join(phrase.tokens)
    words = list(phrase.tokens)
    adjective_case = Case.NOM if phrase.gender is Gender.F else Case.GEN
    for place, singular in phrase.head.forms.items():
        if place == phrase.noun:
            words[place] = singular[INDEX[Case.GEN]]
        else:
            words[place] = decline_adjective(
                words[place].lower(), Gender.P, adjective_case, animate=False
            )
    return "".join(words)


def _digits(number: int | Decimal) -> str:
    if number == int(number):
        return str(int(number))
    return format(Decimal(number).normalize(), "f").replace(".", ",")


def plural_of(noun: str) -> str | None:
    """The nominative plural of a noun the dictionary knows; None for any other word."""
    for reading in readings(noun):
        if reading.part == "NOUN" and reading.is_nominative:
            return inflected(reading, "nomn", "plur")
    return None
