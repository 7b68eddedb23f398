"""First names and patronymics: the petrovich rules with the corrections they need."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from docgen.russian import rules
from docgen.russian.grammar import OBLIQUE, Gender, Paradigm, frozen, keep_case, six
from docgen.russian.lexicon import readings
from docgen.russian.lists import word_list
from docgen.russian.rules import Mods, apply

DOUBLE_NAME = "неясно, склоняется ли первая часть двойного имени"
EASTERN_SOFT = "женское имя на -ь склоняют по-разному: «Гузели» или «Гузель»"

VOWELS = frozenset("аеёиоуыэюя")

# Corrections to the rules, each a class of names.
_WORDS: dict[tuple[str, Gender], Mods] = {
    # «Ильёй» is written without ё as well; ё stands only where the sheet has it.
    ("илья", Gender.M): ("-и", "-е", "-ю", "-ей", "-е"),
}
# Endings of patronymics by the sex; «-славич», «-славна» are the short ones: Ярославич.
_SONS = ("ович", "евич", "ёвич", "славич", "ьич", "мич", "кич", "иич", "ввич", "ыч", "тич", "сич")
_DAUGHTERS = ("овна", "евна", "ёвна", "славна", "ична", "инишна", "ишна")
# Kazakh and Kyrgyz patronymics are also written in one word: Нурланулы, Сериккызы.
_RUN_TOGETHER_SONS = ("улы", "ұлы", "оглы", "уулу")
_RUN_TOGETHER_DAUGHTERS = ("кызы", "қызы", "гызы")

# The last words of Eastern compound names, which are of one sex: Алтынгуль, Ярашбек. Those that
# both sexes bear (-жан, -нур, -хон) are not here.
_MENS_ENDINGS = (
    *("бек", "бай", "хан", "мурат", "мурад", "булат", "болат", "гали", "али", "слав", "мир"),
    *("султан", "берды", "берди", "темир", "тимур", "рахман", "хаджи", "магомед", "мухамед"),
    *("ахмед", "ахмет", "мамед", "гирей", "герей", "улла", "ддин", "тдин", "жон", "джон"),
)
_WOMENS_ENDINGS = (
    *("гуль", "гюль", "бану", "сылу", "бика", "бике", "ниса", "бегим", "жамал", "чачак", "пери"),
)

# Western Slavic Марек, Франтишек keep their vowel; the rules read them as Санёк.
_STABLE_EK: Mods = ("а", "у", "а", "ом", "е")


def _first_name(word: str, gender: Gender) -> Paradigm:
    if (word, gender) in _WORDS:
        return Paradigm(apply(word, _WORDS[word, gender]))
    if len(word) > 2 and word[-1] == "а" and word[-2] in VOWELS:
        # Чойганмаа, Элиа: a final -а after a vowel does not change.
        return frozen(word)
    if gender is Gender.M and word.endswith("ия") and len(word) > 3:
        # Илия, Закария: «-ии», as every noun in -ия has it.
        return Paradigm(apply(word, ("-и", "-и", "-ю", "-ей", "-и")))
    if gender is Gender.M and word in word_list("french_names"):
        return frozen(word)
    if word.endswith(("жа", "ча", "ща")):
        return Paradigm(apply(word, ("-и", "-е", "-у", "-ей", "-е")))
    if gender is Gender.M and word.endswith("ц"):
        return Paradigm(apply(word, ("а", "у", "а", "ем", "е")))
    if gender is Gender.M and word.endswith("ек") and not word.endswith("бек"):
        return Paradigm(apply(word, _STABLE_EK))
    if gender is Gender.F and word.endswith("ь") and word not in word_list("soft_feminine_names"):
        return frozen(word)._replace(doubtful=OBLIQUE, reason=EASTERN_SOFT)
    if gender is Gender.F and word in word_list("soft_feminine_names"):
        return Paradigm(apply(word, ("-и", "-и", ".", "ю", "-и")))
    forms = rules.decline("firstname", word, gender)
    if forms is None:
        return frozen(word, "engine")
    if "ё" not in word:
        # The rules write «Галиёй»; ё stands only where the sheet has it.
        forms = six([form.replace("ё", "е") for form in forms])
    return Paradigm(forms, "engine")


@lru_cache(maxsize=20_000)
def decline_first_name(text: str, gender: Gender) -> Paradigm:
    """All forms of a first name as written; a double one as ``_double_name`` says."""
    parts = text.split("-")
    if len(parts) > 1:
        return _double_name(parts, gender)
    paradigm = _first_name(text.lower(), gender)
    return paradigm._replace(forms=six([keep_case(text, form) for form in paradigm.forms]))


def _double_name(parts: list[str], gender: Gender) -> Paradigm:
    """«Анна-Мария» declines in both parts; «Жан-Поль», «Абдул-Азиз» in the last, with a doubt.

    A first part that is no woman's name in -а, -я (Кара-Кыс) does not change either.
    """
    last = _first_name(parts[-1].lower(), gender)
    fronts = [
        _first_name(part.lower(), gender) if _declines_in_front(part, gender) else None
        for part in parts[:-1]
    ]
    columns = [
        "-".join(
            [
                *(
                    keep_case(part, front.forms[place]) if front else part
                    for part, front in zip(parts[:-1], fronts, strict=True)
                ),
                keep_case(parts[-1], form),
            ]
        )
        for place, form in enumerate(last.forms)
    ]
    if None in fronts:
        return Paradigm(six(columns), last.source, OBLIQUE, DOUBLE_NAME)
    return Paradigm(six(columns), last.source, last.doubtful, last.reason)


def _declines_in_front(part: str, gender: Gender) -> bool:
    return gender is Gender.F and part[-1] in "ая" and first_name_gender(part) is Gender.F


@lru_cache(maxsize=20_000)
def decline_patronymic(text: str, gender: Gender) -> Paradigm:
    """All forms of a patronymic as written; a Turkic one («Али оглы», «Ибрагим-кызы») is frozen."""
    if is_turkic(text):
        return frozen(text)
    word = text.lower()
    if word.endswith(("ич", "ыч")) and gender is Gender.M:
        # The rules stress every «-кич» («Фокичом») and leave «Иваныч», «Силыч» as they are.
        stressed = word in word_list("stressed_ich")
        made = apply(word, ("а", "у", "а", "ом" if stressed else "ем", "е"))
        return Paradigm(six([keep_case(text, form) for form in made]))
    forms = rules.decline("middlename", word, gender)
    if forms is None:
        return frozen(text, "engine")
    kept = tuple(keep_case(text, form) for form in forms)
    return Paradigm(six(kept), "engine")


def is_turkic(text: str) -> bool:
    """Whether a patronymic ends in оглы, кызы or their kin: apart, hyphened or run together."""
    return _turkic_gender(text.lower()) is not None


def _turkic_gender(word: str) -> Gender | None:
    """The sex that the ending of a lower-case Turkic patronymic shows; None if it is none."""
    last = word.replace("-", " ").split(" ")[-1]
    if last in word_list("sons"):
        return Gender.M
    if last in word_list("daughters"):
        return Gender.F
    if last.endswith(_RUN_TOGETHER_SONS) and len(last) > 6:
        return Gender.M
    return Gender.F if last.endswith(_RUN_TOGETHER_DAUGHTERS) and len(last) > 6 else None


def ends_patronymic(word: str) -> bool:
    """Whether a lower-case word is the second half of «Али оглы», «Гусейн кызы»."""
    return word in word_list("sons") or word in word_list("daughters")


@lru_cache(maxsize=20_000)
def patronymic_gender(text: str) -> Gender | None:
    """The sex that a patronymic shows; None if the word is no patronymic."""
    word = text.lower()
    if word.endswith(_SONS):
        return Gender.M
    if word.endswith(_DAUGHTERS):
        return Gender.F
    return _turkic_gender(word)


class NameSex(NamedTuple):
    """The sex that a first name shows; ``sure`` if it may contradict a patronymic.

    ``known``: the word is a first name by the dictionary, the rules or a list. An unknown one
    may still show a sex by its ending.
    """

    gender: Gender | None
    sure: bool = False
    known: bool = True


@lru_cache(maxsize=20_000)
def first_name_sex(text: str) -> NameSex:
    """The sex of a first name: lists of the classes that engines confuse, dictionary, ending.

    None for names of both sexes (Саша) and for unknown ones.
    """
    word = text.lower().split("-")[-1]
    if word in word_list("eastern_surnames") or word in word_list("names_of_both_sexes"):
        return NameSex(None)
    if word in word_list("womens_names"):
        return NameSex(Gender.F)
    if word in word_list("mens_names"):
        return NameSex(Gender.M)
    readings_of_name = [
        r
        for r in readings(word)
        if "Name" in r.grammemes and r.is_nominative and "plur" not in r.grammemes
    ]
    if any("ms-f" in r.grammemes for r in readings_of_name):
        return NameSex(None)
    found = {r.gender for r in readings_of_name}
    if len(found) == 1:
        gender = found.pop()
        # The dictionary takes unchanging Eastern names of women for men's.
        fixed = all("Fixd" in r.grammemes for r in readings_of_name)
        return NameSex(gender, sure=not fixed)
    by_rules = rules.name_sexes()
    if word in by_rules:
        return NameSex(by_rules[word])
    return NameSex(None if found else _sex_by_ending(word), known=bool(found))


def _sex_by_ending(word: str) -> Gender | None:
    """The sex of a first name that nobody knows: «Замира» is a woman, «Ярашбек» a man.

    Men's names in -а, -я are few and stand in the lists. A short word shows nothing.
    """
    if len(word) < 4:
        return None
    if word.endswith(_MENS_ENDINGS):
        return Gender.M
    if word.endswith(_WOMENS_ENDINGS):
        return Gender.F
    feminine = word[-1] in "ая" and (word[-2] not in VOWELS or word.endswith(("ия", "ея")))
    return Gender.F if feminine and sum(letter in VOWELS for letter in word) > 1 else None


def first_name_gender(text: str) -> Gender | None:
    """``first_name_sex`` without its certainty."""
    return first_name_sex(text).gender
