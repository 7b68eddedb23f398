"""Terms of plans as dates."""

from __future__ import annotations

from datetime import date

import pytest

from docgen.russian.periods import Period, read_period, term_dates

SPANS = [
    ("Июнь 2022 года", "01.06.2022", "30.06.2022"),
    ("Июнь - июль 2022 года", "01.06.2022", "31.07.2022"),
    ("Август – сентябрь 2022 года", "01.08.2022", "30.09.2022"),
    ("Сентябрь 2022 – май 2023 года", "01.09.2022", "31.05.2023"),
    ("февраль 2024 г.", "01.02.2024", "29.02.2024"),
    ("в\u00a0октябре 2026\u00a0года", "01.10.2026", "31.10.2026"),
    ("15 октября 2026 года", "15.10.2026", "15.10.2026"),
    ("с 1 по 15 октября 2026 года", "01.10.2026", "15.10.2026"),
    ("20–24 октября 2026 года", "20.10.2026", "24.10.2026"),
    ("с 25 августа по 5 сентября 2026 года", "25.08.2026", "05.09.2026"),
    ("12.10.2026 – 16.10.2026", "12.10.2026", "16.10.2026"),
    ("IV квартал 2026 года", "01.10.2026", "31.12.2026"),
    ("1-е полугодие 2027 года", "", ""),
    ("I полугодие 2027 года", "01.01.2027", "30.06.2027"),
    ("2026/2027 учебный год", "01.09.2026", "31.08.2027"),
    ("в течение 2026/2027 учебного года", "01.09.2026", "31.08.2027"),
    ("2026 год", "01.01.2026", "31.12.2026"),
]
NO_DATES = [
    "ежемесячно",
    "по мере необходимости",
    "5 октября",
    "сентябрь",
    "31 июня 2026 года",
    "31.06.2026",
    "июль – июнь 2022 года",
    "V квартал 2026 года",
    "2026/2028 учебный год",
    "до октября 2026 года",
    "",
]


def day(text: str) -> date:
    number, month, year = map(int, text.split("."))
    return date(year, month, number)


@pytest.mark.parametrize(("text", "begins", "ends"), SPANS, ids=[s[0] for s in SPANS])
def test_a_term_has_a_first_and_a_last_day(text: str, begins: str, ends: str) -> None:
    assert read_period(text) == (Period(day(begins), day(ends)) if begins else None)


@pytest.mark.parametrize(
    "text", ["до 15 октября 2026 года", "не позднее 15.10.2026", "к 15.10.2026"]
)
def test_until_a_day_has_only_an_end(text: str) -> None:
    assert read_period(text) == Period(None, date(2026, 10, 15))


@pytest.mark.parametrize("text", NO_DATES)
def test_what_names_no_days_is_not_guessed(text: str) -> None:
    assert read_period(text) is None


def test_dates_typed_beside_the_words_win() -> None:
    assert term_dates("ежемесячно", date(2026, 9, 1), date(2027, 5, 31)) == Period(
        date(2026, 9, 1), date(2027, 5, 31)
    )
    assert term_dates("сентябрь 2026 года", None, date(2026, 9, 20)) == Period(
        date(2026, 9, 1), date(2026, 9, 20)
    )
    assert term_dates("ежемесячно", None, None) is None
    assert term_dates(None, None, None) is None
