"""Surnames: the judgement over the petrovich rules, by classes of Russian grammar.

The rules know endings; they do not know where the stress falls, which vowel is fleeting, which
surname is foreign and which is also a common noun. For those classes a judgement stands here,
asking the dictionary for the common noun (never for the surname: it errs there), and says when
only a person can know. The grammar is that of norms/office 3.2; closed classes of words stand in
``lists.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from docgen.russian import rules
from docgen.russian.adjectives import adjective_table, decline_adjective_all
from docgen.russian.grammar import (
    INSTRUMENTAL,
    OBLIQUE,
    Case,
    Gender,
    Paradigm,
    capitalised,
    frozen,
    keep_case,
    six,
)
from docgen.russian.lexicon import Reading, inflected, is_known, nominative_nouns, readings
from docgen.russian.lists import word_list
from docgen.russian.rules import Mods, apply

VOWELS = frozenset("аеёиоуыэюя")

# Endings in the notation of the rules: gen dat acc ins pre.
_HARD: Mods = ("а", "у", "а", "ом", "е")
_HUSHING: Mods = ("а", "у", "а", "ем", "е")
_YOT: Mods = ("-я", "-ю", "-я", "-ем", "-е")
_IY_NOUN: Mods = ("-я", "-ю", "-я", "-ем", "-и")
_ETS_OM: Mods = ("--ца", "--цу", "--ца", "--цом", "--це")
_ETS_EM: Mods = ("--ца", "--цу", "--ца", "--цем", "--це")
_FLEETING_K: Mods = ("--ка", "--ку", "--ка", "--ком", "--ке")
_NOUN_A: Mods = ("-ы", "-е", "-у", "-ой", "-е")

# --- closed classes, each with its reason -------------------------------------------------------

# Насреддин, Садретдин are Arabic names without the Russian -ов.
_FOREIGN_ENDINGS = ("уин", "эин", "ффин", "ддин", "тдин")

# Adjective endings that are productive in surnames, so that no dictionary need know the word.
_PRODUCTIVE_ADJECTIVES = (
    *("ская", "цкая", "овая", "евая", "ивая", "авая", "ная", "няя"),
    *("чая", "жая", "шая", "щая"),
)
_ADJECTIVE_CHIY = ("дчий", "вчий", "ячий", "мчий")

# --- reasons a person reads -----------------------------------------------------------------------

STRESS = "творительный падеж зависит от ударения (-ом или -ем)"
FLEETING = "неясно, выпадает ли гласная в падежах"
NOUN_OR_POSSESSIVE = "фамилия совпадает с обычным словом: женская форма на -ой или на -ы"
NOUN_OR_ADJECTIVE = "неясно, склоняется фамилия как существительное или как прилагательное"
RUSSIAN_OR_FOREIGN = "неясно, русская это фамилия (-ым) или иностранная (-ом)"
RUSSIAN_OR_GERMAN = "неясно, русская это фамилия (не склоняется) или немецкая"
FEMININE_NOUN = "фамилия совпадает со словом женского рода"
ODD_PART = "неясно, склоняется ли первая часть двойной фамилии"
ODD_LETTERS = "такой фамилии по-русски быть не может: проверьте написание"
WRONG_SEX = "окончание фамилии не подходит к полу"


def _vowel_count(word: str) -> int:
    return sum(letter in VOWELS for letter in word)


def _common_nouns(word: str) -> tuple[Reading, ...]:
    """Readings as a common noun in the nominative singular: no names, surnames, places."""
    return tuple(
        r
        for r in nominative_nouns(word)
        if "sing" in r.grammemes and not r.grammemes & {"Surn", "Name", "Patr", "Geox", "Abbr"}
    )


def _engine(word: str, gender: Gender) -> Paradigm:
    # Whole-word exceptions of the surname rules freeze Гусь, Рева and Кива against the grammar.
    forms = rules.decline("lastname", word, gender, whole_words=False)
    return frozen(word, "engine") if forms is None else Paradigm(forms, "engine")


def _by(word: str, mods: Mods, doubt: str = "", cases: frozenset[Case] = OBLIQUE) -> Paradigm:
    return Paradigm(apply(word, mods), "rule", cases if doubt else frozenset(), doubt)


def _genitives(word: str) -> list[str]:
    """Genitives of the masculine common nouns that the surname may be."""
    found = [r for r in _common_nouns(word) if r.gender is Gender.M]
    return [genitive for r in found if (genitive := inflected(r, "gent", "sing"))]


def _genitive(word: str) -> str | None:
    return next(iter(_genitives(word)), None)


def _instrumental(word: str) -> str | None:
    for reading in _common_nouns(word):
        if reading.gender in (Gender.M, Gender.F) or "ms-f" in reading.grammemes:
            return inflected(reading, "ablt", "sing")
    return None


def _changes_stem(word: str) -> bool:
    """Whether the common noun loses or changes a vowel: орёл – орла, ёж – ежа."""
    stem = word[:-1] if word[-1] in "ьй" else word
    return any(not genitive.startswith(stem) for genitive in _genitives(word))


# --- men ------------------------------------------------------------------------------------------


def _fleeting_like_noun(word: str) -> Paradigm:
    """A surname that is a noun with a fleeting vowel: the noun's forms, shown to a person."""
    stem = word[:-1] if word[-1] in "ьй" else word
    reading = next(
        r
        for r in _common_nouns(word)
        if r.gender is Gender.M and not (inflected(r, "gent", "sing") or stem).startswith(stem)
    )
    forms = [
        inflected(reading, case, "sing") or word
        for case in ("gent", "datv", "gent", "ablt", "loct")
    ]
    return Paradigm(six((word, *forms)), "engine", OBLIQUE, FLEETING)


def _man_iy(word: str) -> Paradigm:
    if _vowel_count(word) == 1:
        return _by(word, _YOT)
    found = [r for r in readings(word) if r.is_nominative and "plur" not in r.grammemes]
    if any("Name" in r.grammemes and r.gender is Gender.M for r in found):
        return _by(word, _IY_NOUN)
    if word.endswith(("ский", "цкий")):
        return _engine(word, Gender.M)
    genitives = {inflected(r, "gent") or "" for r in found if r.gender is Gender.M}
    ordinal = any("Anum" in r.grammemes for r in found)
    if not ordinal and any(genitive.endswith("ьего") for genitive in genitives):
        return _by(word, _IY_NOUN, NOUN_OR_ADJECTIVE)
    adjectival = any(genitive.endswith(("ого", "его")) for genitive in genitives)
    # «Задорожний», «Верхний» are adjectives, «Корний» is a name.
    soft_adjective = word.endswith("ний") and word[-4] not in VOWELS and word[-4] != "р"
    if not adjectival and word.endswith("кий") and word[-4] in VOWELS:
        # Бокий, Мокий: an adjective in -кий has a consonant there or stands in the dictionary.
        return _by(word, _IY_NOUN, NOUN_OR_ADJECTIVE)
    if adjectival or soft_adjective or word.endswith(_ADJECTIVE_CHIY) or word[-3] in "гкхжшщ":
        return _adjective(word, Gender.M)
    return _by(word, _IY_NOUN, NOUN_OR_ADJECTIVE)


def _adjective(word: str, gender: Gender) -> Paradigm:
    forms = decline_adjective_all(word, gender, animate=True)
    return Paradigm(six(forms))


def _man_oy(word: str) -> Paradigm:
    found = [r for r in readings(word) if r.is_nominative]
    if any(r.part == "ADJF" for r in found):
        return _adjective(word, Gender.M)
    if _vowel_count(word) == 1 or any(
        r.part == "NOUN" and (inflected(r, "gent") or "").endswith("оя") for r in found
    ):
        return _by(word, _YOT)
    return _adjective(word, Gender.M)


def _man_yot(word: str) -> Paradigm:
    if word.endswith("ий"):
        return _man_iy(word)
    if word.endswith("ый"):
        return _adjective(word, Gender.M)
    if word.endswith("ой"):
        return _man_oy(word)
    if word.endswith("ей") and _changes_stem(word):
        return _fleeting_like_noun(word)
    return _by(word, _YOT)


def _man_ets(word: str) -> Paradigm:
    genitive, instrumental = _genitive(word), _instrumental(word)
    if genitive is not None and instrumental is not None:
        if genitive == word + "а":
            # мудрец, чабрец: after two consonants the noun keeps its vowel, surnames waver.
            doubt = FLEETING if _vowel_count(word) > 1 else ""
            return _by(word, _HARD if instrumental.endswith("ом") else _HUSHING, doubt)
        if all("inan" in r.grammemes for r in _common_nouns(word)):
            # Перец, Рубец: named by a thing, a family keeps the vowel as often as it drops it.
            return _fleeting_like_noun(word)
        stem, ending = genitive[:-1], "ом" if instrumental.endswith("ом") else "ем"
        return Paradigm((word, stem + "а", stem + "у", stem + "а", stem + ending, stem + "е"))
    if _vowel_count(word) == 1:
        return _by(word, _HARD, STRESS, INSTRUMENTAL)
    before = word[-3]
    if before in VOWELS:
        return _by(word, ("--йца", "--йцу", "--йца", "--йцем", "--йце"))
    if word[-4] not in VOWELS and word[-4] != "ь":
        return _by(word, _ETS_OM, FLEETING)
    if before == "л":
        return _by(word, ("--ьца", "--ьцу", "--ьца", "--ьцом", "--ьце"), STRESS, INSTRUMENTAL)
    return _by(word, _ETS_OM, STRESS, INSTRUMENTAL)


def _man_hushing(word: str) -> Paradigm:
    if word.endswith("ец"):
        return _man_ets(word)
    if _changes_stem(word):
        return _fleeting_like_noun(word)
    instrumental = _instrumental(word)
    if instrumental is not None:
        return _by(word, _HARD if instrumental.endswith("ом") else _HUSHING)
    if word in word_list("stressed_ich"):
        return _by(word, _HARD)
    if word.endswith("ц") or (word.endswith("ич") and _vowel_count(word) > 1):
        return _by(word, _HUSHING)
    native = word[-2] == "ы" or (word.endswith("щ") and _vowel_count(word) == 1)
    if word.endswith("ач") or native:
        # Лукач, Кныш, Прищ: «ы» and «щ» are Russian, and Russian words so made stress the end.
        return _by(word, _HARD, STRESS, INSTRUMENTAL)
    return _by(word, _HUSHING, STRESS, INSTRUMENTAL)


def _man_k(word: str) -> Paradigm:
    if word.endswith(("енок", "ёнок")) and _vowel_count(word) > 2:
        return _by(word, _FLEETING_K)
    if word.endswith(("ок", "ек", "ёк")) and _vowel_count(word) > 1:
        if _changes_stem(word):
            return _fleeting_like_noun(word)
        if not word.endswith("ек") and _genitive(word) is None:
            return _by(word, _HARD, FLEETING)
    return _by(word, _HARD)


def _man_kh(word: str) -> Paradigm:
    # Черных, Польских do not change; German Фрёлих, Эрих do: before -их they have no letter
    # after which Russian writes «и» for «ы».
    if word.endswith("ых") and _vowel_count(word) > 1:
        return frozen(word)
    if word.endswith("их") and _vowel_count(word) > 1 and not _common_nouns(word):
        if word.endswith("них") and not is_known(word):
            # Кених, Минних; but Задорожних and Нижних are Russian.
            if word[-4] in VOWELS:
                return _by(word, _HARD, RUSSIAN_OR_GERMAN)
            if word[-4] in "лмнр":
                return frozen(word)._replace(doubtful=OBLIQUE, reason=RUSSIAN_OR_GERMAN)
        if word[-3] in "гкхжшщчн":
            return frozen(word)
    if word.endswith("ох") and _changes_stem(word):
        return _fleeting_like_noun(word)
    return _by(word, _HARD)


def _takes_ym(word: str) -> bool:
    """Whether the dictionary declines the surname as a Russian one: Чаплиным."""
    return any(
        "Surn" in r.grammemes and (inflected(r, "ablt") or "").endswith("ым")
        for r in nominative_nouns(word)
        if r.gender is Gender.M
    )


def _is_first_name(word: str) -> bool:
    """Whether the word is also a man's first name, which takes -ом: Яков, Иов."""
    return not _takes_ym(word) and any(
        "Name" in r.grammemes and (inflected(r, "ablt") or "").endswith("ом")
        for r in nominative_nouns(word)
        if r.gender is Gender.M
    )


def _man_n_v(word: str) -> Paradigm:
    if not word.endswith(("ов", "ев", "ёв", "ин", "ын")):
        # «Лён», «Бубен» lose a vowel as nouns; the Korean Сон is no noun.
        fleeting = word[-2:-1] in "оеё" and word not in word_list("eastern_surnames")
        return _fleeting_like_noun(word) if fleeting and _changes_stem(word) else _by(word, _HARD)
    if _changes_stem(word):
        return _fleeting_like_noun(word)
    if word in word_list("foreign_in_ov"):
        # Чаплин may be a Russian Чаплиным: the dictionary knows such a one.
        return _by(word, _HARD, RUSSIAN_OR_FOREIGN if _takes_ym(word) else "")
    short = _vowel_count(word) == 1
    if word.endswith(("ов", "ев", "ёв")):
        noun = bool(_common_nouns(word)) or _is_first_name(word) or (short and len(word) < 4)
        return _by(word, _HARD, RUSSIAN_OR_FOREIGN) if noun else _engine(word, Gender.M)
    if short or _common_nouns(word):
        return _by(word, _HARD, RUSSIAN_OR_FOREIGN)
    if word.endswith(_FOREIGN_ENDINGS) or any(
        # The dictionary gives the wife an unchanged surname: it knows the name as foreign.
        "Surn" in r.grammemes and "Fixd" in r.grammemes
        for r in nominative_nouns(word)
    ):
        return _by(word, _HARD)
    return _engine(word, Gender.M)


def _man_soft(word: str) -> Paradigm:
    if _changes_stem(word):
        return _fleeting_like_noun(word)
    nouns = _common_nouns(word)
    feminine = nouns and all(r.gender is Gender.F for r in nouns)
    mods: Mods = ("-а", "-у", "-а", "-ем", "-е") if word[-2] in "жшчщ" else _YOT
    return _by(word, mods, FEMININE_NOUN if feminine else "")


def _man_consonant(word: str) -> Paradigm:
    if word == "павел":
        # The surname of a family Павел keeps its vowel with some and drops it with others.
        return _by(word, ("--ла", "--лу", "--ла", "--лом", "--ле"), FLEETING)
    if (word[-2:-1] in ("о", "е", "ё") or "ё" in word) and _changes_stem(word):
        return _fleeting_like_noun(word)
    return _by(word, _HARD)


_MEN: dict[str, Callable[[str], Paradigm]] = {
    "й": _man_yot,
    **dict.fromkeys("жшщчц", _man_hushing),
    "к": _man_k,
    "х": _man_kh,
    **dict.fromkeys("нв", _man_n_v),
    "ь": _man_soft,
    **dict.fromkeys("бгдзлмпрстф", _man_consonant),
}

# --- both sexes -----------------------------------------------------------------------------------


def _hushing_a(word: str, gender: Gender) -> Paradigm:
    """Гаркуша – Гаркушей, Лапша – Лапшой: after a hushing letter and ц the stress decides."""
    instrumental = _instrumental(word)
    soft = ("-ы" if word[-2] == "ц" else "-и", "-е", "-у", "-ей", "-е")
    if instrumental is None:
        doubt = "" if word.endswith("ца") or _vowel_count(word) > 2 else STRESS
        return _by(word, soft, doubt, INSTRUMENTAL)
    if instrumental.endswith("ой"):
        return _by(word, (*soft[:3], "-ой", soft[4]))
    return _by(word, soft)


# What a living noun in -ова, -ина has made: калинка, долинный, осиновый, коровушка, дружинник.
_DERIVED = ("ка", "ный", "овый", "ский", "очка", "ушка", "ник")


@lru_cache(maxsize=4096)
def _is_living_noun(word: str) -> bool:
    """Whether a noun in -ова, -ина is a word that people use and so bear for a surname.

    The dictionary also keeps rare augmentatives (зарубина, хлебина) that nobody thinks of when
    reading Зарубина: a living noun has derivatives in the same dictionary.
    """
    if not any(r.gender is not Gender.P for r in _common_nouns(word)):
        return False
    stem = word[:-1]
    return word in word_list("nouns_without_derivatives") or any(
        is_known(stem + ending) for ending in _DERIVED
    )


def _possessive_or_noun(word: str) -> Paradigm:
    possessive = _engine(word, Gender.F)
    if word.endswith(("ова", "ева", "ёва", "ина", "ына")):
        # «Бова», «Шина»: one letter is no name to make a possessive of; «Львова» has its «Льв-».
        if _is_living_noun(word) or len(word) < 5:
            return possessive._replace(doubtful=OBLIQUE, reason=NOUN_OR_POSSESSIVE)
        return possessive
    return _by(word, _NOUN_A)


def _engine_noun(word: str) -> Paradigm:
    return _by(word, ("-и", "-е", "-ю", "-ей", "-е"))


def _woman_adjective(word: str) -> Paradigm:
    known = any(r.part in ("ADJF", "PRTF") for r in readings(word))
    if not known and any(r.gender is Gender.F for r in _common_nouns(word)):
        # «Стая», «Шлея»: a noun that only looks like an adjective.
        return _engine_noun(word)
    usual = word.endswith(_PRODUCTIVE_ADJECTIVES)
    usual = usual or (word.endswith("кая") and word[-4] not in VOWELS)
    paradigm = _adjective(word, Gender.F)
    if known or usual:
        return paradigm
    return paradigm._replace(doubtful=OBLIQUE, reason=NOUN_OR_ADJECTIVE)


def _ending_in_a(word: str, gender: Gender) -> Paradigm:
    if (
        word in word_list("french_stressed")
        or len(word) < 3
        or (len(word) == 3 and _vowel_count(word) == 1)
    ):
        return frozen(word)
    if word.endswith(("ая", "яя")) and adjective_table(word):
        if gender is Gender.F:
            return _woman_adjective(word)
        return _by(word, ("-и", "-и", "-ю", "-ей", "-и"), NOUN_OR_ADJECTIVE)
    if word.endswith("ья") and any(r.part == "ADJF" for r in readings(word)):
        ordinal = any("Anum" in r.grammemes for r in readings(word))
        doubt = "" if ordinal and gender is Gender.F else NOUN_OR_ADJECTIVE
        return _adjective(word, Gender.F)._replace(
            doubtful=OBLIQUE if doubt else frozenset(), reason=doubt
        )
    if word[-2] in "жшчщц" and word[-1] == "а":
        return _hushing_a(word, gender)
    if word.endswith("орота"):
        # The rules freeze these against the grammar.
        return _by(word, _NOUN_A)
    if gender is Gender.F and word.endswith(("ва", "на")):
        return _possessive_or_noun(word)
    return _engine(word, gender)


def _piece(word: str, gender: Gender) -> Paradigm:
    """One lower-case surname without hyphens."""
    last = word[-1]
    if _vowel_count(word) == 0:
        return frozen(word)._replace(doubtful=OBLIQUE, reason=ODD_LETTERS)
    if last in "ая":
        return _ending_in_a(word, gender)
    if last in VOWELS or gender is Gender.F:
        return frozen(word)
    return _MEN[last](word) if last in _MEN else frozen(word)


class _Mould(NamedTuple):
    """How a piece as written relates to the lower-case word that was declined."""

    written: str
    paradigm: Paradigm

    def forms(self) -> tuple[str, ...]:
        return tuple(keep_case(self.written, form) for form in self.paradigm.forms)


_ONE_WORD = re.compile(r"[А-ЯЁ][а-яё]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё’'.]+")


_SURNAME_ENDINGS = (
    *("ов", "ев", "ёв", "ин", "ын", "ий", "ой", "ый", "ей", "ай", "ич", "ук", "юк", "ак", "як"),
    *("ик", "ян", "ан", "ман", "берг", "штейн", "ец"),
)


def is_usual_surname(text: str) -> bool:
    """Whether a word is a surname by its looks or by the dictionary: Мельник, Штейн, Мамедова."""
    word = text.lower().split("-")[-1]
    by_ending = word.endswith((*_SURNAME_ENDINGS, "енко", "швили", "дзе", "их", "ых"))
    return (
        (by_ending and _vowel_count(word) > 1)
        or surname_gender(word) is not None
        or any("Surn" in r.grammemes for r in readings(word))
    )


def _usual_first_part(word: str) -> bool:
    """Whether a man's first part is a surname by its looks, by the dictionary or by our list."""
    return (
        word[-1] in VOWELS
        or (word.endswith(_SURNAME_ENDINGS) and _vowel_count(word) > 1)
        or word in word_list("eastern_surnames")
        or any("Surn" in r.grammemes for r in readings(word))
    )


def _part_of_double(word: str, gender: Gender, last: bool, next_word: str) -> Paradigm:
    lower = word.lower()
    if last:
        return _piece(lower, gender)
    if (
        next_word[:1].islower()
        or lower in word_list("frozen_first_parts")
        or lower in rules.first_words()
    ):
        return frozen(lower)
    if lower == "тян" and next_word.lower().startswith("шанск"):
        # The title «Тян-Шанский» is one name of a place; Тян alone is a surname.
        return frozen(lower)
    if lower in word_list("titles_in_front"):
        return frozen(lower)._replace(doubtful=OBLIQUE, reason=ODD_PART)
    paradigm = _piece(lower, gender)
    if gender is Gender.M and not _usual_first_part(lower):
        return paradigm._replace(doubtful=OBLIQUE, reason=ODD_PART)
    return paradigm


@lru_cache(maxsize=20_000)
def decline_surname(text: str, gender: Gender) -> Paradigm:
    """All forms of a surname as written: double («Салтыков-Щедрин»), with a particle («фон Штейн»).

    Capitals and ё stay as in ``text``. A surname with Latin letters or digits is left as it
    stands and doubtful.
    """
    if _ONE_WORD.fullmatch(text):
        # Nearly every surname: one word with one capital.
        paradigm = _piece(text.lower(), gender)
        return paradigm._replace(forms=capitalised(paradigm.forms))
    words = text.split(" ")
    parts = words[-1].split("-")
    if not all(_CYRILLIC.fullmatch(part) for part in parts):
        return frozen(text)._replace(doubtful=OBLIQUE, reason=ODD_LETTERS)
    moulds = [
        _Mould(part, _part_of_double(part, gender, last=i == len(parts) - 1, next_word=after))
        for i, (part, after) in enumerate(zip(parts, [*parts[1:], ""], strict=True))
    ]
    front = "".join(word + " " for word in words[:-1])
    columns = zip(*(mould.forms() for mould in moulds), strict=True)
    forms = tuple(front + "-".join(column) for column in columns)
    doubtful = frozenset().union(*(m.paradigm.doubtful for m in moulds))
    reason = next((m.paradigm.reason for m in moulds if m.paradigm.doubtful), "")
    source = moulds[-1].paradigm.source
    return Paradigm(six(forms), source, doubtful, reason)


_MALE_ENDINGS = ("ов", "ев", "ёв", "ский", "цкий", "ской", "цкой")
_FEMALE_ENDINGS = ("ова", "ева", "ёва", "ская", "цкая")
_MALE_IN = ("ин", "ын")
_FEMALE_INA = ("ина", "ына")


def apparent_gender(text: str) -> Gender | None:
    """The sex that the ending of a surname seems to show, before any dictionary is asked."""
    word = text.lower()
    if word.endswith((*_FEMALE_ENDINGS, *_FEMALE_INA)):
        return Gender.F
    return Gender.M if word.endswith((*_MALE_ENDINGS, *_MALE_IN)) else None


@lru_cache(maxsize=20_000)
def surname_gender(text: str) -> Gender | None:
    """The sex of a surname whose ending belongs to one sex alone; None for all the others.

    Foreign surnames (Дарвин) and those that are also nouns (Сова, Калина) show no sex.
    """
    word = text.lower().split("-")[-1].split(" ")[-1]
    if _vowel_count(word) < 2 or word in word_list("foreign_in_ov"):
        return None
    if word.endswith(("ая", "яя", "ый", "ий", "ой")):
        return _adjective_gender(word)
    if word.endswith(_FEMALE_ENDINGS) and _vowel_count(word) > 2:
        return None if _is_living_noun(word) else Gender.F
    if word.endswith(_MALE_ENDINGS):
        return None if _common_nouns(word) else Gender.M
    if word.endswith(_FEMALE_INA) and _vowel_count(word) > 2:
        return _known_surname(word, Gender.F)
    if word.endswith(_MALE_IN):
        return _known_surname(word, Gender.M)
    return None


def _adjective_gender(word: str) -> Gender | None:
    """The sex of a surname that is surely an adjective: Белая, Толстой, but not Цхакая, Топчий."""
    if word.endswith(("ая", "яя")):
        woman = _woman_adjective(word)
        return Gender.F if not woman.doubtful and woman.forms[1].endswith(("ой", "ей")) else None
    man = _man_yot(word)
    return Gender.M if not man.doubtful and man.forms[1].endswith(("ого", "его")) else None


def _known_surname(word: str, gender: Gender) -> Gender | None:
    """A surname in -ин/-ина shows its sex only where the dictionary knows it for Russian.

    Щербина and Дарвин end so as well, and are borne by both sexes.
    """
    nominative = nominative_nouns(word)
    if any(
        "Surn" in r.grammemes and r.gender is gender and "Fixd" not in r.grammemes
        for r in nominative
    ) and not _common_nouns(word):
        return gender
    return None
