"""Whose file came back: by text, by name, and never by a guess."""

from __future__ import annotations

import datetime

import pytest

from docgen.delivery.matching import Candidate, by_name, by_text, nearest_names

DAY = datetime.date(2026, 9, 1)
AGREEMENT = Candidate("1", ("Д-01 Договор – Квантолаб",), ("Д-01",), "12/2026-С", DAY)
LATER = Candidate("2", ("Д-012 Договор – Музей",), ("Д-012",), "12/2026", DAY)
ALL = (AGREEMENT, LATER)


@pytest.mark.parametrize(
    "text",
    [
        "ДОГОВОР № 12/2026-С\n«01» сентября 2026 г.",
        "Договор №12/2026-С от 01.09.2026",
        "договор № 12/2026-с от 1 сентября 2026 г.",
    ],
)
def test_number_and_date_in_the_text_tell_the_paper(text: str) -> None:
    assert by_text(text, ALL) == [AGREEMENT]


@pytest.mark.parametrize("text", ["№ 12/2026-С", "01.09.2026", "№ 12/2026-С/1 от 01.09.2026", ""])
def test_one_of_them_or_a_longer_number_does_not(text: str) -> None:
    assert by_text(text, ALL) == []


@pytest.mark.parametrize(
    ("stem", "found"),
    [
        ("Д-01 Договор – Квантолаб подписан скан (2)", [AGREEMENT]),
        ("д-01_подписан", [AGREEMENT]),
        ("Д-012 скан", [LATER]),
        ("Д-0123", []),
        ("скан 12", []),
        ("", []),
    ],
)
def test_a_name_is_told_whole_or_by_its_code(stem: str, found: list[Candidate]) -> None:
    assert by_name(stem, ALL) == found


def test_two_papers_of_one_code_are_both_named() -> None:
    other = Candidate("3", ("Д-01 Лист согласования",), ("Д-01",))
    assert by_name("Д-01 скан", (*ALL, other)) == [AGREEMENT, other]
    assert nearest_names("Договор Квантолаб", ALL)[0] == AGREEMENT.stems[0]
