"""Counted things: «72 часа», «2 рабочих дня», «0,5 ставки»."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from docgen.russian.adjectives import adjective_gender, decline_adjective
from docgen.russian.grammar import INDEX, Case, Gender
from docgen.russian.lexicon import nominative_nouns, noun_forms, readings
from docgen.russian.lists import word_list
from docgen.russian.numerals import governs_genitive, plural_class
from docgen.russian.phrases import find_head, is_word, names_person, tokens_of

NBSP = "\u00a0"


class _Counted:
    """A noun phrase in the nominative, ready for any number."""

    def __init__(self, phrase: str) -> None:
        self.tokens = tokens_of(phrase)
        start = next((i for i, token in enumerate(self.tokens) if is_word(token)), None)
        self.animate = names_person(phrase) and _lives(self.tokens, start)
        self.head = None if start is None else find_head(self.tokens, start, self.animate)
        self.gender = self.head.gender if self.head else Gender.M
        self.noun = max(self.head.forms) if self.head else -1

    @property
    def adjectival(self) -> bool:
        """«два обучающихся», «двое суток»: no form of its own after «два»."""
        if self.head is None or self.gender is Gender.P:
            return True
        word = self.tokens[self.noun].lower()
        if self.gender is Gender.F and not self.animate and self._is_adjective(word):
            return False
        return _plural(word) is None or any(
            r.part in ("ADJF", "PRTF") and r.is_nominative for r in readings(word)
        )

    def _is_adjective(self, word: str) -> bool:
        """Whether the head is an adjective by its forms: «столовая», «обучающийся»."""
        if self.head is None or adjective_gender(word) is None:
            return False
        return self.head.forms[self.noun][INDEX[Case.GEN]].endswith(("ой", "ей", "ого", "его"))

    def text(self, case: Case, plural: bool) -> str:
        """The phrase in a case and number."""
        if self.head is None:
            return "".join(self.tokens)
        words = list(self.tokens)
        for place, given in self.head.forms.items():
            words[place] = self._word(place, given, case, plural)
        return "".join(words)

    def after_two(self) -> str:
        """«рабочих дня», «образовательные программы»: after 2, 3, 4."""
        if self.head is None:
            return "".join(self.tokens)
        words = list(self.tokens)
        adjective_case = Case.NOM if self.gender is Gender.F else Case.GEN
        if self.gender is Gender.F and self._is_adjective(words[self.noun].lower()):
            # «две столовые», «две запятые»: the feminine stands in the nominative plural.
            return self.text(Case.NOM, plural=True)
        for place, singular in self.head.forms.items():
            if place == self.noun:
                words[place] = singular[INDEX[Case.GEN]]
            else:
                words[place] = _plural_adjective(words[place].lower(), adjective_case)
        return "".join(words)

    def _word(self, place: int, given: tuple[str, ...], case: Case, plural: bool) -> str:
        if not plural or self.gender is Gender.P:
            return given[INDEX[case]]
        word = self.tokens[place].lower()
        if place != self.noun or any(r.part in ("ADJF", "PRTF") for r in readings(word)):
            return _plural_adjective(word, case)
        forms = _plural(word)
        return forms[INDEX[case]] if forms else self.tokens[place]


def _lives(tokens: list[str], start: int | None) -> bool:
    """Whether the likeliest reading of a counted noun lives: «метр» is a measure, not a maître."""
    head = find_head(tokens, start, True) if start is not None else None
    word = tokens[max(head.forms)].lower() if head else ""
    nouns = nominative_nouns(word)
    return not nouns or "anim" in nouns[0].grammemes or "inan" not in nouns[0].grammemes


def _plural_adjective(word: str, case: Case) -> str:
    return decline_adjective(word, Gender.P, case, animate=False)


# Nouns whose plural after a number is another word than the dictionary's plural.
_COUNTED_PLURALS: dict[str, tuple[str, ...]] = {
    "год": ("годы", "лет", "годам", "годы", "годами", "годах"),
    "человек": ("люди", "человек", "человекам", "люди", "человеками", "человеках"),
    "стул": ("стулья", "стульев", "стульям", "стулья", "стульями", "стульях"),
    "раз": ("разы", "раз", "разам", "разы", "разами", "разах"),
}


@lru_cache(maxsize=1024)
def _plural(noun: str) -> tuple[str, ...] | None:
    if noun in _COUNTED_PLURALS:
        return _COUNTED_PLURALS[noun]
    if "-" in noun and not nominative_nouns(noun):
        return _plural_of_both(noun)
    for reading in readings(noun):
        if reading.part == "NOUN" and reading.is_nominative and "sing" in reading.grammemes:
            return noun_forms(reading, "plur")
    return None


def _plural_of_both(noun: str) -> tuple[str, ...] | None:
    """«педагоги-организаторы», «шеф-повара»."""
    first, _, rest = noun.partition("-")
    second = _plural(rest)
    if second is None:
        return None
    front = None if first in word_list("frozen_post_parts") else _plural(first)
    fronts = front or (first,) * len(second)
    return tuple(f"{a}-{b}" for a, b in zip(fronts, second, strict=True))


@lru_cache(maxsize=1024)
def _counted(noun: str) -> _Counted:
    return _Counted(noun)


@lru_cache(maxsize=4096)
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
    if governs_genitive(int(number)):
        return phrase.text(Case.GEN, plural=True)
    if case not in (Case.NOM, Case.ACC):
        return phrase.text(case, plural=True)
    # «на двух учеников», but «на двадцать два ученика» and «на два дня».
    persons = case is Case.ACC and phrase.animate and abs(int(number)) < 5
    if kind == 2 or persons or phrase.adjectival:
        return phrase.text(Case.GEN, plural=True)
    return phrase.after_two()


def _digits(number: int | Decimal) -> str:
    if number == int(number):
        return str(int(number))
    return format(Decimal(number).normalize(), "f").replace(".", ",")
