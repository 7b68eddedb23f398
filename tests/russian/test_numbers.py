"""Numbers, sums and dates in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.russian import (
    Case,
    Gender,
    agree,
    agree_short,
    count,
    date_digits,
    date_long,
    date_words,
    money_digits,
    money_full,
    money_words,
    month_name,
    month_year,
    number_words,
    ordinal_words,
    school_year,
)
from tests.russian.tables import plain


@pytest.mark.parametrize(
    ("number", "gender", "case", "words"),
    [
        (0, Gender.M, Case.NOM, "ноль"),
        (-5, Gender.M, Case.NOM, "минус пять"),
        (1, Gender.F, Case.ACC, "одну"),
        (40, Gender.M, Case.INS, "сорока"),
        (90, Gender.M, Case.GEN, "девяноста"),
        (200, Gender.M, Case.DAT, "двумстам"),
        (500, Gender.M, Case.INS, "пятьюстами"),
        (1001, Gender.M, Case.NOM, "одна тысяча один"),
        (2002, Gender.F, Case.NOM, "две тысячи две"),
        (5_000_000, Gender.M, Case.GEN, "пяти миллионов"),
        (
            3_004_005_006,
            Gender.M,
            Case.NOM,
            "три миллиарда четыре миллиона пять тысяч шесть",
        ),
    ],
)
def test_a_number_is_written_in_words(number: int, gender: Gender, case: Case, words: str) -> None:
    assert number_words(number, gender, case) == words


@pytest.mark.parametrize(
    ("number", "gender", "case", "words"),
    [
        (3, Gender.F, Case.GEN, "третьей"),
        (13, Gender.M, Case.PRE, "тринадцатом"),
        (40, Gender.N, Case.NOM, "сороковое"),
        (100, Gender.M, Case.NOM, "сотый"),
        (1000, Gender.M, Case.NOM, "тысячный"),
        (2000, Gender.M, Case.GEN, "двухтысячного"),
        (2026, Gender.M, Case.PRE, "две тысячи двадцать шестом"),
        (1_500_000, Gender.M, Case.NOM, "один миллион пятисоттысячный"),
    ],
)
def test_an_ordinal_declines_its_last_word(
    number: int, gender: Gender, case: Case, words: str
) -> None:
    assert ordinal_words(number, gender, case) == words


@pytest.mark.parametrize("number", [10**15, -(10**15)])
def test_a_number_without_a_word_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=r"10\*\*15"):
        number_words(number)


@pytest.mark.parametrize(
    ("amount", "digits", "full"),
    [
        ("0", "0 рублей 00 копеек", "0 (ноль) рублей 00 копеек"),
        ("0.01", "0 рублей 01 копейка", "0 (ноль) рублей 01 копейка"),
        ("1", "1 рубль 00 копеек", "1 (один) рубль 00 копеек"),
        (
            "1234.5",
            "1 234 рубля 50 копеек",
            "1 234 (одна тысяча двести тридцать четыре) рубля 50 копеек",
        ),
        ("0.005", "0 рублей 01 копейка", "0 (ноль) рублей 01 копейка"),
        ("999999.999", "1 000 000 рублей 00 копеек", "1 000 000 (один миллион) рублей 00 копеек"),
    ],
)
def test_a_sum_of_money_has_kopecks_in_two_digits(amount: str, digits: str, full: str) -> None:
    assert plain(money_digits(Decimal(amount))) == digits
    assert plain(money_full(Decimal(amount))) == full


def test_a_round_thousand_governs_the_genitive_of_roubles() -> None:
    assert plain(money_words(Decimal(2000), Case.INS)) == "двумя тысячами рублей 00 копеек"
    assert money_words(Decimal(3_000_005), Case.DAT).startswith("трём миллионам пяти рублям")
    assert plain(count(1000, "учебный час", Case.INS)) == "1000 учебных часов"


def test_a_whole_sum_is_roubles_and_not_kopecks() -> None:
    assert plain(money_words(1500)) == "одна тысяча пятьсот рублей 00 копеек"


@pytest.mark.parametrize("amount", [Decimal("-1"), Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_sum_is_refused(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="sum of money"):
        money_full(amount)


def test_a_float_is_no_sum_of_money() -> None:
    with pytest.raises(TypeError):
        money_full(0.1)  # type: ignore[arg-type]


@given(st.integers(0, 10**12 - 1), st.sampled_from(list(Case)))
def test_numbers_are_never_empty_and_never_double_spaced(number: int, case: Case) -> None:
    words = number_words(number, Gender.F, case)
    assert words == " ".join(words.split())
    assert words.replace(" ", "").isalpha()


@given(st.integers(0, 999_999))
def test_different_numbers_have_different_words(number: int) -> None:
    assert number_words(number) != number_words(number + 1)
    assert ordinal_words(number) != ordinal_words(number + 1)


def test_dates_in_every_official_form() -> None:
    day = date(2026, 9, 1)
    assert plain(date_long(day)) == "1 сентября 2026 года"
    assert date_digits(day) == "01.09.2026"
    assert date_words(day, Case.GEN) == "первого сентября две тысячи двадцать шестого года"
    assert plain(month_year(2026, 10, Case.INS)) == "октябрём 2026 года"
    assert month_name(5, Case.PRE) == "мае"
    assert school_year(2026) == "2026/2027"


@pytest.mark.parametrize(
    ("phrase", "gender", "case", "agreed"),
    [
        ("действующий на основании Устава", Gender.F, Case.GEN, "действующей на основании Устава"),
        ("именуемый в дальнейшем", Gender.N, Case.NOM, "именуемое в дальнейшем"),
        ("именуемый", Gender.P, Case.NOM, "именуемые"),
        ("временно исполняющий", Gender.F, Case.ACC, "временно исполняющую"),
        ("обучающийся", Gender.N, Case.INS, "обучающимся"),
        (
            "зарегистрированный и проживающий",
            Gender.F,
            Case.DAT,
            "зарегистрированной и проживающей",
        ),
        ("ИМЕНУЕМЫЙ", Gender.F, Case.NOM, "ИМЕНУЕМАЯ"),
        ("не прошедший аттестацию", Gender.F, Case.GEN, "не прошедшей аттестацию"),
        ("свой", Gender.F, Case.INS, "своей"),
        ("весь", Gender.P, Case.PRE, "всех"),
        ("этот", Gender.N, Case.ACC, "это"),
    ],
)
def test_a_participle_agrees_and_keeps_its_tail(
    phrase: str, gender: Gender, case: Case, agreed: str
) -> None:
    assert agree(phrase, gender, case) == agreed


def test_the_accusative_of_a_thing_is_its_nominative() -> None:
    assert agree("именуемый", Gender.M, Case.ACC, animate=False) == "именуемый"
    assert agree("именуемый", Gender.M, Case.ACC) == "именуемого"


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("утверждён", ("утверждена", "утверждено", "утверждены")),
        ("ознакомлен", ("ознакомлена", "ознакомлено", "ознакомлены")),
        ("обратился", ("обратилась", "обратилось", "обратились")),
        ("пришёл", ("пришла", "пришло", "пришли")),
        ("убеждён", ("убеждена", "убеждено", "убеждены")),
        ("не явился", ("не явилась", "не явилось", "не явились")),
        ("был принят", ("была принята", "было принято", "были приняты")),
        ("согласен", ("согласна", "согласно", "согласны")),
        ("УТВЕРЖДЁН", ("УТВЕРЖДЕНА", "УТВЕРЖДЕНО", "УТВЕРЖДЕНЫ")),
        (
            "принят на обучение",
            ("принята на обучение", "принято на обучение", "приняты на обучение"),
        ),
    ],
)
def test_a_short_form_agrees(word: str, forms: tuple[str, str, str]) -> None:
    assert tuple(agree_short(word, g) for g in (Gender.F, Gender.N, Gender.P)) == forms
