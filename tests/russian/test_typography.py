"""Typography: what is closed, what is never touched, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.russian import typography

# «~» shows a no-break space.
_CLOSED = [
    "№~5 и №~273-ФЗ, §~2",
    "М.П.~Иванова, М.~П.~Иванова, Иванова~М.П.",
    "1~сентября~2026~г., «01»~сентября~2026~года",
    "«__»~__________~2026~г. №~____",
    "72~часа, 15 000~рублей, 5~%, 10~экз.",
    "ст.~15, ч.~2, п.~3, пп.~4 и пункт~5",
    "г.~Нижние Серги, ул.~Мира, д.~5",
    "слово~— слово",
    "в~школе, с~1~сентября",
    "и.~о. директора, и т.~д.",
]


@pytest.mark.parametrize("shown", _CLOSED)
def test_a_line_cannot_break_where_the_norms_forbid_it(shown: str) -> None:
    assert typography(shown.replace("~", " ")).replace("\u00a0", "~") == shown


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('"Исток"', "«Исток»"),
        ('МАУ "Центр "Исток""', "МАУ «Центр „Исток“»"),
        ("«Детский сад «Солнышко»»", "«Детский сад „Солнышко“»"),
        ("“Исток”", "«Исток»"),
        ("«Центр „Исток“»", "«Центр „Исток“»"),
        ('("Исток")', "(«Исток»)"),
        ('"А"-"Б"', "«А»-«Б»"),
    ],
)
def test_quotes_become_russian(text: str, made: str) -> None:
    assert typography(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "01.09.2026-31.05.2027",
        "2022 – 2023",
        "123-456-789 00",
        "03234 643 65701000 6200",
        "+7 (343) 123 45 67",
        "school@example.org",
        "https://example.org/a-b?c=1&d=2",
        '5"',
        '"не закрыто',
        "«Детский сад «Солнышко»",
        "20626D12470",
    ],
)
def test_dates_ranges_and_identifiers_stay_letter_for_letter(text: str) -> None:
    assert typography(text) == text


_ANY = st.text(
    st.sampled_from('абвАБВ «»"„“”№§.,;-–—()/@_ 0123456789\u00a0\nгуиМсентября'), max_size=60
)


@settings(max_examples=400, deadline=None)
@given(_ANY)
def test_a_second_run_changes_nothing(text: str) -> None:
    assert typography(typography(text)) == typography(text)


@settings(max_examples=400, deadline=None)
@given(st.one_of(_ANY, st.text(max_size=60)))
def test_only_spaces_and_quotation_marks_change(text: str) -> None:
    made = typography(text)
    assert len(made) == len(text)
    for before, after in zip(text, made, strict=True):
        assert (
            before == after
            or (before, after) == (" ", "\u00a0")
            or {before, after} <= set('"«»„“”')
        )
