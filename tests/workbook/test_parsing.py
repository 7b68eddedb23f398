"""Cell → value by the type of the column: every way to write it, every way to spoil it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.codes import CATALOGUE, Severity
from docgen.records.schema import Column, ColumnType, columns_of
from docgen.records.spelling import word_key
from docgen.records.vocabulary import LegalForm, Transport
from docgen.records.workbooks import SHEETS
from docgen.workbook.amounts import read_money
from docgen.workbook.cells import Cell, CellKind, Formula, NumberStyle
from docgen.workbook.cleaning import clean, mixed_words
from docgen.workbook.dates import date_of_serial, read_date
from docgen.workbook.parsing import Parsed, parse_cell, parse_text
from tests.identifiers.test_identifiers import inn_12, snils

T = ColumnType
DAY = datetime.date(2026, 9, 1)
DATED = NumberStyle(dated=True)


def column(kind: ColumnType, **more: Any) -> Column:
    choices = {"choices": LegalForm, "synonyms": {"ООО": "общество"}} if kind is T.CHOICE else {}
    return Column("code", "Столбец", kind, **{**choices, **more})


def text(value: str) -> Cell:
    return Cell(1, value, CellKind.TEXT)


def number(value: str) -> Cell:
    return Cell(1, value, CellKind.NUMBER)


def codes(parsed: Parsed) -> list[str]:
    return [finding.code for finding in parsed.findings]


INN = inn_12("0100000001")
SNILS = snils("001234567")

GOOD: list[tuple[ColumnType, Cell, Any]] = [
    (T.TEXT, text("  МБОУ СОШ № 5 "), "МБОУ СОШ № 5"),
    (T.TEXT, text("ООО «Рога & Копыта» <филиал>"), "ООО «Рога & Копыта» <филиал>"),
    (T.TEXT, text("{{ 7*7 }}{% for a in b %}"), "{{ 7*7 }}{% for a in b %}"),
    (T.TEXT, text("=cmd|' /C calc'!A0"), "=cmd|' /C calc'!A0"),
    (T.TEXT, text("я" * 32_767), "я" * 32_767),
    (T.TEXT, text("й"), "й"),
    (T.TEXT, text("😀 👨\u200d👩\u200d👧"), "😀 👨\u200d👩\u200d👧"),
    (T.TEXT, text("Wi-Fi, 3D-принтер, ТехноPARK"), "Wi-Fi, 3D-принтер, ТехноPARK"),
    (T.TEXT, number("12"), "12"),
    (T.TEXT, number("12.50"), "12,5"),
    (T.TEXT, number("0.30000000000000004"), "0,3"),
    (T.TEXT, number("1.2E3"), "1200"),
    (T.LONG_TEXT, text("один\r\nдва\x0bтри"), "один\nдва\nтри"),
    (T.ITEMS, text("- один; два\n3) три;;"), ("один", "два", "три")),
    (T.REFERENCES, text("ЮРИСТ; БУХ"), ("ЮРИСТ", "БУХ")),
    (T.CODE, text(" Д-01 "), "Д-01"),
    (T.CODE, number("5"), "5"),
    (T.CODE, number("5.0"), "5"),
    (T.REFERENCE, text("МБОУ СОШ № 5"), "МБОУ СОШ № 5"),
    (T.CHOICE, text("Учреждение"), LegalForm.INSTITUTION),
    (T.CHOICE, text("ооо"), LegalForm.COMPANY),
    (T.CHOICE, text("некоммерческая\nорганизация."), LegalForm.NONPROFIT),
    (T.YES_NO, text("Да"), True),
    (T.YES_NO, text("нет"), False),
    (T.YES_NO, text("+"), True),
    (T.YES_NO, text("-"), False),
    (T.YES_NO, text("−"), False),
    (T.YES_NO, text("✓"), True),
    (T.YES_NO, text("x"), True),
    (T.YES_NO, text("yes"), True),
    (T.YES_NO, number("1"), True),
    (T.YES_NO, number("0"), False),
    (T.YES_NO, Cell(1, "1", CellKind.BOOLEAN), True),
    (T.YES_NO, text("н/д"), None),
    (T.DATE, text("01.09.2026"), DAY),
    (T.DATE, text("1.9.2026 г."), DAY),
    (T.DATE, text("1 сентября 2026 г."), DAY),
    (T.DATE, text("«01» Сентября\u00a02026 года"), DAY),
    (T.DATE, text("2026-09-01"), DAY),
    (T.DATE, text("2026-09-01T00:00:00"), DAY),
    (T.DATE, text("01-09-2026"), DAY),
    (T.DATE, text("01,09,2026"), DAY),
    (T.DATE, text("01. 09. 2026"), DAY),
    (T.DATE, text("1 сен 2026"), DAY),
    (T.DATE, text("Sep 1, 2026"), DAY),
    (T.DATE, text("от 01.09.2026г"), DAY),
    (T.DATE, text("'01.09.2026"), DAY),
    (T.DATE, Cell(1, "2026-09-01", CellKind.ISO_DATE), DAY),
    (T.INTEGER, number("72"), 72),
    (T.INTEGER, number("72.0"), 72),
    (T.INTEGER, text("1 000"), 1000),
    (T.INTEGER, text("72 часа"), 72),
    (T.MONEY, number("48000"), Decimal("48000.00")),
    (T.MONEY, number("12500.499999999999"), Decimal("12500.50")),
    (T.MONEY, text("48 000,00 руб."), Decimal("48000.00")),
    (T.MONEY, text("48\u00a0000\u202f₽"), Decimal("48000.00")),
    (T.MONEY, text("1 500 р. 50 коп."), Decimal("1500.50")),
    (T.MONEY, text("5000-00"), Decimal("5000.00")),
    (T.MONEY, text("1.234.567,80"), Decimal("1234567.80")),
    (T.MONEY, text("15 000 (пятнадцать тысяч) рублей 00 копеек"), Decimal("15000.00")),
    (T.INN, text(" 66 0000 0010 "), "6600000010"),
    (T.INN, text("ИНН: 6600000010"), "6600000010"),
    (T.INN, text("6600000010.0"), "6600000010"),
    (T.INN, text("'6600000010"), "6600000010"),
    (T.INN, number("6600000010"), "6600000010"),
    (T.INN, number("6.60000001E9"), "6600000010"),
    (T.INN, text(INN), INN),
    (T.SNILS, text(SNILS), f"{SNILS[:3]}-{SNILS[3:6]}-{SNILS[6:9]} {SNILS[9:]}"),
    (T.OGRN, number("1026600000019"), "1026600000019"),
    (T.KPP, number("660001001"), "660001001"),
    (T.ACCOUNT, text("0323 4643 6570 1000 6200"), "03234643657010006200"),
    (T.BIK, text("016577551"), "016577551"),
    (T.LICENCE, text("Л035–01277–66/00190001"), "Л035-01277-66/00190001"),
    # Numbers of old paper forms are read; a check warns of them.
    (T.LICENCE, text("13388"), "13388"),
    (T.LICENCE, text("66Л01 № 0003847"), "66Л01 № 0003847"),
    (T.PHONE, number("89123456789"), "+7 (912) 345-67-89"),
    (T.PHONE, text("+7 (34398) 2-15-07"), "+7 (34398) 2-15-07"),
    (T.PHONE, text("8 343 111-22-33, доб. 12; 89123456789"),
     "8 343 111-22-33, доб. 12; +7 (912) 345-67-89"),
    (T.EMAIL, text("school5@example.ru"), "school5@example.ru"),
    (T.ACADEMIC_YEAR, text("2026/2027"), "2026/2027"),
    (T.ACADEMIC_YEAR, text("2026–27 учебный год"), "2026/2027"),
    *[(kind, text(dash), () if kind in (T.ITEMS, T.REFERENCES) else None)
      for kind in T if kind not in (T.YES_NO,) for dash in ("-", "—", " – ", "...", "\u00a0")],
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "cell", "value"), GOOD, ids=[f"{k.name}-{c.text[:20]!r}" for k, c, _ in GOOD]
)
def test_a_value_comes_out_without_a_word(kind: ColumnType, cell: Cell, value: Any) -> None:
    parsed = parse_cell(cell, column(kind))
    assert parsed.value == value
    assert [c for c in codes(parsed) if c != "line-break-joined"] == []
    assert not parsed.not_applicable


SAID: list[tuple[ColumnType, Cell, Any, str]] = [
    (T.TEXT, text("МБОУ\nСОШ № 5"), "МБОУ СОШ № 5", "line-break-joined"),
    (T.TEXT, text("  МБОУ\u00a0СОШ   № 5 "), "МБОУ СОШ № 5", "text-spaces"),
    (T.LONG_TEXT, text("один\tдва"), "один два", "text-spaces"),
    (T.TEXT, text("ул. Школьная, д. 5,"), "ул. Школьная, д. 5", "text-trailing-mark"),
    (T.TEXT, text("обще\u00adобразовательная"), "общеобразовательная", "text-invisible"),
    (T.TEXT, text("а\u200bб\ufeff"), "аб", "text-invisible"),
    (T.TEXT, text("а\u202eб"), "аб", "text-direction-marks"),
    (T.TEXT, text("а_x000D_б"), "а б", "text-escaped"),
    (T.TEXT, text("а\ufffdб"), "а\ufffdб", "text-damaged"),
    (T.TEXT, text("РўРµСЃС‚РѕРІР°"), "РўРµСЃС‚РѕРІР°", "text-damaged"),
    (T.TEXT, text("г. Мoсква"), "г. Мoсква", "mixed-alphabet-text"),
    (T.TEXT, text("нет"), None, "empty-word"),
    (T.TEXT, text("Не указано."), None, "empty-word"),
    (T.DATE, text("1.9.26"), DAY, "date-short-year"),
    (T.DATE, text("01.09.98"), datetime.date(1998, 9, 1), "date-short-year"),
    (T.DATE, text("01.09.2026 12:30"), DAY, "date-time-dropped"),
    (T.DATE, number("46266"), DAY, "date-as-number"),
    (T.PHONE, text("2-15-07"), "2-15-07", "phone-doubtful"),
    (T.PHONE, text("8 912 345 67 8"), "8 912 345 67 8", "phone-doubtful"),
]


@pytest.mark.parametrize(("kind", "cell", "value", "code"), SAID)
def test_a_value_comes_out_with_a_word_about_it(
    kind: ColumnType, cell: Cell, value: Any, code: str
) -> None:
    parsed = parse_cell(cell, column(kind))
    assert parsed.value == value
    assert code in codes(parsed)
    assert all(CATALOGUE[c].severity is not Severity.ERROR for c in codes(parsed))


REFUSED: list[tuple[ColumnType, Cell, str]] = [
    (T.TEXT, Cell(1, "#N/A", CellKind.ERROR), "cell-error"),
    (T.DATE, Cell(1, "#ССЫЛКА!", CellKind.ERROR), "cell-error"),
    (T.MONEY, Cell(1, "", CellKind.NO_VALUE, 0, Formula.OWN), "formula-without-value"),
    (T.TEXT, Cell(1, "причина", CellKind.BROKEN), "cell-broken"),
    (T.TEXT, text("а\x01б"), "text-forbidden-character"),
    (T.TEXT, text("а\ud800б"), "text-forbidden-character"),
    (T.TEXT, text("а\uffffб"), "text-forbidden-character"),
    (T.LONG_TEXT, text("я" * 32_768), "text-too-long"),
    (T.CODE, text("я" * 101), "text-too-long"),
    (T.TEXT, number("40102810645370000054"), "number-too-long"),
    (T.ACCOUNT, number("4.0102810645370000E+19"), "number-too-long"),
    (T.ACCOUNT, number("3234643657010006200"), "number-too-long"),
    (T.KBK, number("9.0607021210245E+19"), "number-too-long"),
    (T.TEXT, Cell(1, "1", CellKind.BOOLEAN), "boolean-instead"),
    (T.CODE, text("CОШ5"), "mixed-alphabet"),
    (T.REFERENCES, text("CОШ5; СОШ6"), "mixed-alphabet"),
    (T.CHOICE, text("учрежденье"), "choice-unknown"),
    (T.CHOICE, text("завод"), "choice-unknown"),
    (T.YES_NO, text("может быть"), "yes-no-unknown"),
    (T.YES_NO, number("2"), "yes-no-unknown"),
    (T.DATE, text("31.02.2026"), "date-impossible"),
    (T.DATE, text("09.13.2026"), "date-impossible"),
    (T.DATE, text("09/13/2026"), "date-impossible"),
    (T.DATE, text("01.09.0026"), "date-impossible"),
    (T.DATE, text("01.09.2226"), "date-impossible"),
    (T.DATE, text("с 01.09.2026 по 31.05.2027"), "date-unreadable"),
    (T.DATE, text("Июнь - июль 2022 года"), "date-unreadable"),
    (T.DATE, text("сентябрь 2026"), "date-unreadable"),
    (T.DATE, text("О1.09.2026"), "date-unreadable"),
    (T.DATE, text("01092026"), "date-unreadable"),
    (T.DATE, text("2026"), "date-unreadable"),
    (T.DATE, text("завтра"), "date-unreadable"),
    (T.DATE, number("2026"), "date-unreadable"),
    (T.DATE, number("1.09"), "date-unreadable"),
    (T.DATE, number("1092026"), "date-unreadable"),
    (T.DATE, number("-5"), "date-unreadable"),
    (T.DATE, Cell(1, "1", CellKind.BOOLEAN), "boolean-instead"),
    (T.INTEGER, number("72.5"), "number-unreadable"),
    (T.INTEGER, number("-1"), "number-unreadable"),
    (T.INTEGER, text("10–15"), "number-unreadable"),
    (T.INTEGER, text("много"), "number-unreadable"),
    (T.MONEY, number("-1"), "money-unreadable"),
    (T.MONEY, number("10.005"), "money-unreadable"),
    (T.MONEY, text("48.000"), "money-unreadable"),
    (T.MONEY, text("5 тыс."), "money-unreadable"),
    (T.MONEY, text("пять тысяч"), "money-unreadable"),
    (T.MONEY, text("-5000"), "money-unreadable"),
    (T.INN, text("6600000011"), "identifier-checksum"),
    (T.INN, number("6600000011"), "identifier-checksum"),
    (T.INN, number(INN[1:]), "leading-zero-lost"),
    (T.INN, text(INN[1:]), "leading-zero-lost"),
    (T.SNILS, number(SNILS[2:]), "leading-zero-lost"),
    (T.INN, number("660000001"), "identifier-invalid"),
    (T.INN, number("6600000010.5"), "identifier-invalid"),
    (T.INN, number("-6600000010"), "identifier-invalid"),
    (T.INN, text("6,6E+09"), "identifier-invalid"),
    (T.INN, text("66ОООООО1О"), "identifier-invalid"),
    (T.INN, text("6600000010/660001001"), "identifier-several"),
    (T.INN, text("6600000010, 6600000010"), "identifier-several"),
    (T.KPP, number("60001001"), "identifier-invalid"),
    (T.BIK, number("16577551"), "identifier-invalid"),
    (T.OKTMO, text("6570100"), "identifier-invalid"),
    (T.LICENCE, text("Л035-0127766/00190001"), "identifier-invalid"),
    (T.LICENCE, text("л035-01277-66/0019000"), "identifier-invalid"),
    (T.EMAIL, text("mail,ru"), "identifier-invalid"),
    (T.ACADEMIC_YEAR, text("2026"), "academic-year-unreadable"),
    (T.ACADEMIC_YEAR, text("2026/2028"), "academic-year-unreadable"),
    (T.ACADEMIC_YEAR, number("2026"), "academic-year-unreadable"),
]


@pytest.mark.parametrize(("kind", "cell", "code"), REFUSED)
def test_what_can_not_be_read_is_refused(kind: ColumnType, cell: Cell, code: str) -> None:
    parsed = parse_cell(cell, column(kind))
    assert code in codes(parsed)
    assert any(CATALOGUE[c].severity is Severity.ERROR for c in codes(parsed))
    if code != "mixed-alphabet":
        assert parsed.value in (None, ())
    for finding in parsed.findings:
        assert finding.message[0].islower() or finding.message[0] in "«ИОСКБ"
        assert not finding.message.endswith(".")
        digits = "".join(c for c in cell.text if c.isdigit())
        assert len(digits) < 9 or digits not in finding.message + finding.hint


@pytest.mark.parametrize("kind", list(T))
@pytest.mark.parametrize("words", ["не применяется", "Не применяется.", "НЕ ПРИМЕНИМО"])
def test_not_applicable_may_be_said_in_every_column(kind: ColumnType, words: str) -> None:
    parsed = parse_text(words, column(kind))
    assert parsed.not_applicable and parsed.findings == ()
    assert parsed.value in (None, ())


def test_a_word_that_the_list_holds_is_a_value_and_not_an_empty_cell() -> None:
    declared = Column(
        "x", "Доставка", T.CHOICE, choices=Transport, synonyms={"нет": "не требуется"}
    )
    assert parse_text("нет", declared).value is Transport.NONE


def test_latin_letters_in_names_are_an_error_and_elsewhere_a_warning() -> None:
    name = Column("surname", "Фамилия", T.TEXT)
    assert codes(parse_text("Ивaнов", name)) == ["mixed-alphabet"]
    assert codes(parse_text("Ивaнов", Column("bank", "Банк", T.TEXT))) == ["mixed-alphabet-text"]
    assert codes(parse_text("Ивaнов", Column("x", "ФИО родителя", T.TEXT))) == ["mixed-alphabet"]


@pytest.mark.parametrize(
    ("kind", "value", "codes_said"),
    [
        (T.DATE, DAY, []),
        (T.TEXT, "01.09.2026", ["date-in-text"]),
        (T.CODE, None, ["date-instead"]),
        (T.INN, None, ["date-instead"]),
        (T.MONEY, None, ["date-instead"]),
    ],
)
def test_a_number_shown_as_a_date(kind: ColumnType, value: Any, codes_said: list[str]) -> None:
    parsed = parse_cell(number("46266"), column(kind), DATED)
    assert parsed.value == value and codes(parsed) == codes_said


def test_zeros_that_the_format_shows_belong_to_the_value() -> None:
    parsed = parse_cell(number(INN[1:]), column(T.INN), NumberStyle(zeros=12))
    assert parsed.value == INN and parsed.findings == ()


def test_a_value_of_another_workbook_is_told() -> None:
    cell = Cell(1, "72", CellKind.NUMBER, 0, Formula.EXTERNAL)
    parsed = parse_cell(cell, column(T.INTEGER))
    assert parsed.value == 72 and codes(parsed) == ["formula-external"]


@pytest.mark.parametrize(
    ("raw", "dated", "epoch_1904", "day"),
    [
        ("46266", True, False, DAY),
        ("46266.5", True, False, DAY),
        ("44804", True, True, DAY),
        ("40972", True, False, datetime.date(2012, 3, 4)),
        ("367", True, False, datetime.date(1901, 1, 1)),
        ("60", True, False, None),
        ("0", True, False, None),
        ("-1", True, False, None),
        ("4000000", True, False, None),
        ("1e300", True, False, None),
        ("46266", False, False, DAY),
        ("2012", False, False, None),
        ("100", False, False, None),
    ],
)
def test_numbers_of_excel_as_dates(
    raw: str, dated: bool, epoch_1904: bool, day: datetime.date | None
) -> None:
    assert date_of_serial(raw, dated=dated, epoch_1904=epoch_1904).day == day


@pytest.mark.parametrize(
    ("written", "slashes"),
    [("01/09/2026", "doubt"), ("13/09/2026", "ru"), ("09/13/2026", "us"), ("05/05/2026", "")],
)
def test_dates_with_slashes_say_what_they_prove(written: str, slashes: str) -> None:
    assert read_date(written).slashes == slashes


def test_examples_of_the_schema_are_read_as_they_are_shown() -> None:
    for kind in SHEETS:
        for declared in columns_of(kind):
            if declared.example:
                parsed = parse_text(declared.example, declared)
                assert parsed.findings == (), (kind.__name__, declared.heading)
                assert parsed.value not in (None, ()), (kind.__name__, declared.heading)


# --- properties -------------------------------------------------------------------------------

MONTHS = [
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
]  # fmt: skip
days = st.dates(datetime.date(1901, 1, 1), datetime.date(2100, 12, 31))


@given(days, st.sampled_from(range(9)))
def test_a_date_comes_out_whatever_its_spelling(day: datetime.date, spelling: int) -> None:
    written = [
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%Y-%m-%d}",
        f"{day:%d-%m-%Y}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year} г.",
        f"«{day:%d}» {MONTHS[day.month - 1]} {day.year} года",
        f"{day:%d.%m.%Y} 0:00:00",
        f" {day:%d. %m. %Y}г.",
        f"{day:%Y-%m-%dT00:00:00}",
    ][spelling]
    parsed = parse_text(written, column(T.DATE))
    assert parsed.value == day and parsed.findings == ()


@given(days, st.booleans())
def test_a_serial_comes_back_as_its_day(day: datetime.date, epoch_1904: bool) -> None:
    base = datetime.date(1904, 1, 1) if epoch_1904 else datetime.date(1899, 12, 30)
    serial = (day - base).days
    if serial > 366:
        assert date_of_serial(str(serial), dated=True, epoch_1904=epoch_1904).day == day


@given(st.decimals("0", "999999999999.99", places=2), st.sampled_from(range(5)))
def test_money_comes_out_whatever_its_noise(amount: Decimal, spelling: int) -> None:
    spaced = f"{amount:,.2f}".replace(",", " ")
    roubles, kopecks = f"{amount:.2f}".split(".")
    written = [
        f"{amount:.2f}",
        spaced.replace(".", ","),
        f"{spaced} руб.",
        f"{roubles}-{kopecks}",
        f"{roubles} руб. {kopecks} коп.",
    ][spelling]
    assert read_money(written).number == amount


@given(st.from_regex(r"[0-9]{10}", fullmatch=True), st.sampled_from(["", " ", "\u00a0", "-"]))
def test_an_inn_comes_out_as_digits(ten: str, mark: str) -> None:
    good = inn_12("01" + ten[2:])
    written = mark.join((good[:4], good[4:8], good[8:]))
    assert parse_text(written, column(T.INN)).value == good
    assert parse_cell(number(good.lstrip("0")), column(T.INN)).value is None


@given(st.sampled_from(list(T)), st.text(max_size=60))
def test_any_text_is_a_value_or_a_finding(kind: ColumnType, value: str) -> None:
    parsed = parse_text(value, column(kind))
    if isinstance(parsed.value, str):
        assert "\x00" not in parsed.value and "\xa0" not in parsed.value
        assert parsed.value == parsed.value.strip()
        parsed.value.encode()


NUMBERS = st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,6})?(E-?[0-9]{1,3})?", fullmatch=True)


@given(st.sampled_from(list(T)), NUMBERS)
def test_any_number_is_a_value_or_a_finding(kind: ColumnType, value: str) -> None:
    for dated in (False, True):
        parsed = parse_cell(number(value), column(kind), NumberStyle(dated=dated))
        assert parsed.value is not None or parsed.findings or kind in (T.YES_NO,)


@given(st.text(max_size=80))
def test_clean_text_stays_clean(value: str) -> None:
    once = clean(value).text if value else ""
    again = clean(once).text if once else ""
    assert once == again


@given(st.text("АВСЕНКМОРТХасеорхАбвг ", max_size=20))
def test_words_of_one_alphabet_are_never_called_mixed(value: str) -> None:
    assert mixed_words(value) == ()


def test_keys_do_not_see_case_yo_spaces_and_twins() -> None:
    for one, other in (
        ("Фамилия ребёнка", "ФАМИЛИЯ  РЕБЕНКА"),
        ("СНИЛС", "CНИЛC"),
        ("№ п/п", "№ п / п."),
        ("E-mail", "e mail"),
        ("Сумма, руб.", "Сумма\n(руб)"),
    ):
        assert word_key(one) == word_key(other)


@pytest.mark.parametrize("kind", list(T))
def test_every_code_of_a_finding_is_in_the_catalogue(kind: ColumnType) -> None:
    for raw in ("x" * 40_000, "\x01", "Ивaн", "завтра", "12/13/2026", "-"):
        assert all(c in CATALOGUE for c in codes(parse_text(raw, column(kind))))
