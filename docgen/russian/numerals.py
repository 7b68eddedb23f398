"""Numbers in words: cardinals and ordinals in every case and gender.

Written as tables: the set is closed, and the ready converter reads an integer as kopecks.
"""

from __future__ import annotations

from docgen.russian.adjectives import decline_adjective
from docgen.russian.grammar import INDEX, Case, Gender

_LIMIT = 10**15

# Forms in the order nom gen dat acc ins pre.
_ONE: dict[Gender, tuple[str, ...]] = {
    Gender.M: ("один", "одного", "одному", "один", "одним", "одном"),
    Gender.F: ("одна", "одной", "одной", "одну", "одной", "одной"),
    Gender.N: ("одно", "одного", "одному", "одно", "одним", "одном"),
    Gender.P: ("одни", "одних", "одним", "одни", "одними", "одних"),
}
_TWO_FEMININE = ("две", "двух", "двум", "две", "двумя", "двух")


def _soft(word: str) -> tuple[str, ...]:
    """пять, двадцать: declined as a feminine noun in ь."""
    stem = word[:-1]
    return (word, stem + "и", stem + "и", word, word + "ю", stem + "и")


def _tens(first: str, first_gen: str, first_ins: str) -> tuple[str, ...]:
    """пятьдесят … восемьдесят: both halves decline."""
    nom, gen = first + "десят", first_gen + "десяти"
    return (nom, gen, gen, nom, first_ins + "десятью", gen)


def _hundreds(first: str, gen: str, dat: str, ins: str, pre: str) -> tuple[str, ...]:
    return (first, gen + "сот", dat + "стам", first, ins + "стами", pre + "стах")


_SMALL: dict[int, tuple[str, ...]] = {
    0: ("ноль", "ноля", "нолю", "ноль", "нолём", "ноле"),
    2: ("два", "двух", "двум", "два", "двумя", "двух"),
    3: ("три", "трёх", "трём", "три", "тремя", "трёх"),
    4: ("четыре", "четырёх", "четырём", "четыре", "четырьмя", "четырёх"),
    8: ("восемь", "восьми", "восьми", "восемь", "восемью", "восьми"),
    40: ("сорок", "сорока", "сорока", "сорок", "сорока", "сорока"),
    50: _tens("пять", "пяти", "пятью"),
    60: _tens("шесть", "шести", "шестью"),
    70: _tens("семь", "семи", "семью"),
    80: _tens("восемь", "восьми", "восемью"),
    90: ("девяносто", "девяноста", "девяноста", "девяносто", "девяноста", "девяноста"),
    100: ("сто", "ста", "ста", "сто", "ста", "ста"),
    200: _hundreds("двести", "двух", "двум", "двумя", "двух"),
    300: _hundreds("триста", "трёх", "трём", "тремя", "трёх"),
    400: _hundreds("четыреста", "четырёх", "четырём", "четырьмя", "четырёх"),
    500: _hundreds("пятьсот", "пяти", "пяти", "пятью", "пяти"),
    600: _hundreds("шестьсот", "шести", "шести", "шестью", "шести"),
    700: _hundreds("семьсот", "семи", "семи", "семью", "семи"),
    800: _hundreds("восемьсот", "восьми", "восьми", "восемью", "восьми"),
    900: _hundreds("девятьсот", "девяти", "девяти", "девятью", "девяти"),
} | {
    number: _soft(word)
    for number, word in {
        5: "пять",
        6: "шесть",
        7: "семь",
        9: "девять",
        10: "десять",
        11: "одиннадцать",
        12: "двенадцать",
        13: "тринадцать",
        14: "четырнадцать",
        15: "пятнадцать",
        16: "шестнадцать",
        17: "семнадцать",
        18: "восемнадцать",
        19: "девятнадцать",
        20: "двадцать",
        30: "тридцать",
    }.items()
}

# Nouns of the great classes: gender, singular forms, plural forms.
_Noun = tuple[Gender, tuple[str, ...], tuple[str, ...]]


def _million(word: str) -> _Noun:
    return (
        Gender.M,
        tuple(word + ending for ending in ("", "а", "у", "", "ом", "е")),
        tuple(word + ending for ending in ("ы", "ов", "ам", "ы", "ами", "ах")),
    )


_CLASSES: tuple[tuple[int, _Noun], ...] = (
    (10**12, _million("триллион")),
    (10**9, _million("миллиард")),
    (10**6, _million("миллион")),
    (
        10**3,
        (
            Gender.F,
            ("тысяча", "тысячи", "тысяче", "тысячу", "тысячей", "тысяче"),
            ("тысячи", "тысяч", "тысячам", "тысячи", "тысячами", "тысячах"),
        ),
    ),
)

# The form that ends an ordinal, and the genitive that a compound of a great class begins with.
_ORDINALS: dict[int, str] = {
    0: "нулевой",
    1: "первый",
    2: "второй",
    3: "третий",
    4: "четвёртый",
    5: "пятый",
    6: "шестой",
    7: "седьмой",
    8: "восьмой",
    9: "девятый",
    10: "десятый",
    11: "одиннадцатый",
    12: "двенадцатый",
    13: "тринадцатый",
    14: "четырнадцатый",
    15: "пятнадцатый",
    16: "шестнадцатый",
    17: "семнадцатый",
    18: "восемнадцатый",
    19: "девятнадцатый",
    20: "двадцатый",
    30: "тридцатый",
    40: "сороковой",
    50: "пятидесятый",
    60: "шестидесятый",
    70: "семидесятый",
    80: "восьмидесятый",
    90: "девяностый",
    100: "сотый",
    200: "двухсотый",
    300: "трёхсотый",
    400: "четырёхсотый",
    500: "пятисотый",
    600: "шестисотый",
    700: "семисотый",
    800: "восьмисотый",
    900: "девятисотый",
}
_GREAT_ORDINALS: dict[int, str] = {
    10**12: "триллионный",
    10**9: "миллиардный",
    10**6: "миллионный",
    10**3: "тысячный",
}


def plural_class(number: int) -> int:
    """Which form a counted noun takes: 0 «один час», 1 «два часа», 2 «пять часов»."""
    tail = abs(number) % 100
    if 11 <= tail <= 14:
        return 2
    tail %= 10
    if tail == 1:
        return 0
    return 1 if 2 <= tail <= 4 else 2


def governs_genitive(number: int) -> bool:
    """Whether a number takes «рублей» in every case: «двумя тысячами рублей», «нолём копеек».

    Its last word is the noun тысяча, миллион or ноль.
    """
    return number % 1000 == 0


def counted(
    number: int, case: Case, singular: tuple[str, ...], plural: tuple[str, ...], few: str = ""
) -> str:
    """The form of a noun after ``number``; ``few`` is its form after «два» if not the genitive."""
    kind = plural_class(number)
    if kind == 0:
        return singular[INDEX[case]]
    if governs_genitive(number):
        return plural[INDEX[Case.GEN]]
    if case in (Case.NOM, Case.ACC):
        if kind == 1:
            return few or singular[INDEX[Case.GEN]]
        return plural[INDEX[Case.GEN]]
    return plural[INDEX[case]]


def _parts(number: int) -> list[int]:
    """123 → 100, 20, 3; 15 → 15."""
    parts = [number // 100 * 100] if number >= 100 else []
    rest = number % 100
    if rest >= 20:
        parts.append(rest // 10 * 10)
        rest %= 10
    if rest:
        parts.append(rest)
    return parts


def _simple(number: int, gender: Gender, case: Case) -> str:
    if number == 1:
        return _ONE[gender][INDEX[case]]
    if number == 2 and gender is Gender.F:
        return _TWO_FEMININE[INDEX[case]]
    return _SMALL[number][INDEX[case]]


def number_words(number: int, gender: Gender = Gender.M, case: Case = Case.NOM) -> str:
    """«двадцать один», «двадцати одной»: a whole number in words.

    The accusative is that of things («двадцать один рубль»). Raises ``ValueError`` for a number
    of 10¹⁵ and more.
    """
    if abs(number) >= _LIMIT:
        raise ValueError("a number of 10**15 and more has no words here")
    if number == 0:
        return _SMALL[0][INDEX[case]]
    words = ["минус"] if number < 0 else []
    rest = abs(number)
    for size, (class_gender, singular, plural) in _CLASSES:
        group, rest = divmod(rest, size)
        if group:
            words += [_simple(part, class_gender, case) for part in _parts(group)]
            words.append(counted(group, case, singular, plural))
    words += [_simple(part, gender, case) for part in _parts(rest)]
    return " ".join(words)


def _compound_head(number: int) -> str:
    """двадцатипяти-, ста-, тысяче-: how an ordinal of thousands begins."""
    fixed = {1: "одно", 100: "сто", 90: "девяносто", 1000: "тысяче"}
    if number == 1:
        return ""
    return "".join(fixed.get(part) or _SMALL[part][INDEX[Case.GEN]] for part in _parts(number))


def ordinal_words(number: int, gender: Gender = Gender.M, case: Case = Case.NOM) -> str:
    """«двадцать третьего», «две тысячи двадцать шестой»: only the last word is declined.

    The accusative is that of things. Raises ``ValueError`` below 0 and from 10¹⁵ on.
    """
    if number < 0 or number >= _LIMIT:
        raise ValueError("an ordinal is between 0 and 10**15")
    for size, great in reversed(_GREAT_ORDINALS.items()):
        group, rest = divmod(number, size)
        if number and rest == 0 and group % 1000:
            # «двухтысячный», «один миллион пятисоттысячный»: the class closes the number.
            group %= 1000
            word = _compound_head(group) + great
            return _with_front(number - group * size, _ordinal(word, gender, case))
    last = _parts(number % 1000)[-1] if number else 0
    return _with_front(number - last, _ordinal(_ORDINALS[last], gender, case))


def _with_front(front: int, ordinal: str) -> str:
    return f"{number_words(front)} {ordinal}" if front else ordinal


def _ordinal(word: str, gender: Gender, case: Case) -> str:
    return decline_adjective(word, gender, case, animate=False)
