"""The messy workbook of an office: every row right or reported, and nothing wrong in silence."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from docgen.codes import CATALOGUE, Severity
from docgen.records.directory import Organisation, Person, Settings
from docgen.records.partners import Agreement, ProgrammePart, Resource
from docgen.records.pupils import Pupil
from docgen.records.schema import Record, columns_of
from docgen.records.vocabulary import (
    AgreementKind,
    Authority,
    Funding,
    LegalForm,
    LicenceStatus,
    ResourceKind,
    Sex,
    Signing,
)
from docgen.workbook.cells import column_letters, open_book
from docgen.workbook.reading import Reading, read_tables
from tests.desk import Desk
from tests.workbook import messy_book


def day(number: int, month: int, year: int) -> datetime.date:
    return datetime.date(year, month, number)


ROWS: Mapping[type[Record], Sequence[Mapping[str, Any]]] = {
    Settings: [
        {
            "academic_year": "2026/2027",
            "municipality": "Заречногорский муниципальный район",
            "city": "Заречногорск",
        },
    ],
    Organisation: [
        {
            "code": "СОШ5",
            "full_name": "муниципальное бюджетное общеобразовательное учреждение "
            '"Средняя школа № 5"',
            "short_name": "МБОУ СОШ № 5",
            "legal_form": LegalForm.INSTITUTION,
            "inn": "6600000010",
            "kpp": "660001001",
            "ogrn": "1026600000019",
            "legal_address": "г. Заречногорск, ул. Школьная, д. 5",
            "head": "Ж-01",
            "teaches": True,
            "licence_number": "Л035-01277-66/00190001",
            "licence_date": day(12, 3, 2021),
            "licence_covers_additional": True,
            "licence_status": LicenceStatus.ACTIVE,
            "settlement_account": "40102810645370000054",
            "phone": "8 (34398) 2-15-07; 8 (34398) 2-15-08; +7 (900) 000-00-01",
            "email": "school5@example.ru",
        },
        {
            "code": "ТЕХНО",
            "full_name": "ООО «Кванториум»",
            "short_name": "ООО Кванториум",
            "legal_form": LegalForm.COMPANY,
            "kpp": "660001001",
            "ogrn": "1026600000019",
            "legal_address": "г. Заречногорск, пр. Мира, 1",
            "head": "Ж-02",
            "teaches": False,
            "phone": "+7 (343) 982-15-07",
        },
        {
            "code": "ЦДТ",
            "short_name": "ЦДТ «Исток»",
            "ogrn": "1026600000019",
            "legal_address": "г. Заречногорск",
            "head": "Ж-03",
            "teaches": True,
            "licence_covers_additional": True,
            "licence_status": LicenceStatus.ACTIVE,
            "settlement_account": "40102810645370000054",
            "phone": "2-15-0",
        },
        {
            "code": "МУЗЕЙ",
            "full_name": "Музей",
            "short_name": "Музей",
            "legal_form": LegalForm.INSTITUTION,
            "inn": "6600000010",
            "legal_address": "Заречногорск",
            "head": "Ж-01",
            "teaches": True,
            "licence_number": "Л035-01277-66/00190003",
            "licence_date": day(12, 3, 2021),
            "licence_covers_additional": True,
        },
    ],
    Person: [
        {
            "code": "Ж-01",
            "surname": "Железняк",
            "first_name": "Марина",
            "patronymic": "Петровна",
            "sex": Sex.FEMALE,
            "post": "директор",
            "organisation": "СОШ5",
            "authority": Authority.ORDER,
            "authority_number": "12",
            "authority_date": day(1, 9, 2026),
        },
        {
            "code": "Ж-02",
            "surname": "Котова",
            "first_name": "Анна",
            "patronymic": "Юрьевна",
            "post": "директор",
            "organisation": "ТЕХНО",
            "authority": Authority.POWER_OF_ATTORNEY,
            "authority_number": "45-од",
            "authority_date": day(1, 9, 2026),
        },
        {
            "code": "Ж-03",
            "surname": "Ли",
            "first_name": "Сун",
            "sex": Sex.MALE,
            "post": "и. о. директора",
            "organisation": "ЦДТ",
            "authority": Authority.CHARTER,
            "authority_number": "45",
        },
        {
            "code": "Ж-04",
            "surname": "Kотов",
            "first_name": "А.",
            "patronymic": "Ю.",
            "sex": Sex.MALE,
            "post": "методист",
            "organisation": "ЦДТ",
        },
        {
            "code": "Ж-05",
            "post": "методист",
            "organisation": "ЦДТ",
        },
        {
            "code": "Ж-06",
            "post": "методист",
        },
        {
            "code": "Ж-07",
            "surname": "Мамедов",
            "first_name": "Али",
            "patronymic": "Вагиф оглы",
            "post": "бухгалтер",
        },
    ],
    Agreement: [
        {
            "code": "Д-01",
            "kind": AgreementKind.NETWORK,
            "programme": "РОБО",
            "number": "45",
            "date": day(12, 9, 2026),
            "start": day(1, 9, 2026),
            "end": day(31, 5, 2027),
            "pupils_count": 15,
            "funding": Funding.FREE,
            "amount": Decimal("48000.50"),
            "inform_date": day(25, 8, 2026),
            "signing": Signing.PAPER,
        },
        {
            "code": "Д-02",
            "kind": AgreementKind.NETWORK,
            "programme": "РОБО",
            "number": "45/1",
            "date": day(12, 9, 2026),
            "start": day(1, 9, 2026),
            "end": day(31, 5, 2027),
            "pupils_count": 12,
            "amount": Decimal("48000.50"),
            "inform_date": day(25, 8, 2026),
            "signing": Signing.PAPER,
        },
        {
            "code": "Д-03",
            "kind": AgreementKind.NETWORK,
            "programme": "РОБО",
            "start": day(1, 9, 2026),
            "end": day(31, 5, 2027),
            "pupils_count": 15,
            "inform_date": day(25, 8, 2026),
            "signing": Signing.PAPER,
        },
        {
            "code": "Д-04",
            "kind": AgreementKind.NETWORK,
            "programme": "РОБО",
            "number": "б/н",
            "start": day(1, 6, 2022),
            "end": day(31, 7, 2022),
            "inform_date": day(25, 8, 2026),
            "signing": Signing.PAPER,
        },
        {
            "code": "Д-05",
            "kind": AgreementKind.NETWORK,
            "programme": "РОБО",
            "signing": Signing.PAPER,
        },
        {
            "code": "Д-06",
            "kind": AgreementKind.NETWORK,
            "programme": "РОБО",
            "date": day(12, 9, 2026),
            "signing": Signing.PAPER,
        },
        {
            "code": "Д-07",
            "kind": AgreementKind.NETWORK,
            "programme": "РОБО",
            "number": "45",
            "date": day(12, 9, 2026),
            "end": day(31, 5, 2027),
            "inform_date": day(25, 8, 2026),
            "signing": Signing.PAPER,
        },
    ],
    ProgrammePart: [
        {
            "agreement": "Д-01",
            "organisation": "СОШ5",
            "title": "Основы",
            "hours": 36,
            "start": day(1, 9, 2026),
            "end": day(31, 12, 2026),
            "address": "ул. Школьная, 5",
        },
        {
            "agreement": "Д-01",
            "organisation": "ТЕХНО",
            "title": "Проект",
            "hours": 36,
            "start": day(11, 1, 2027),
            "end": day(31, 5, 2027),
            "address": "ул. Школьная, 5",
        },
        {
            "agreement": "Д-02",
            "title": "Основы",
            "hours": 12,
            "start": day(1, 9, 2026),
            "end": day(13, 12, 2026),
            "address": "ул. Мира, 1",
        },
        {
            "agreement": "Д-02",
            "organisation": "CОШ5",
            "title": "Проект",
            "hours": 12,
            "end": day(1, 2, 2027),
            "address": "ул. Мира, 1",
        },
    ],
    Pupil: [
        {
            "code": "У-01",
            "surname": "Абрамова",
            "first_name": "Варвара",
            "patronymic": "Ильинична",
            "sex": Sex.FEMALE,
            "birth_date": day(14, 3, 2014),
            "guardian": "П-01",
            "address": "г. Заречногорск, ул. Садовая, д. 12",
        },
        {
            "code": "У-02",
            "surname": "Котов",
            "first_name": "Пётр",
            "patronymic": "Ильич",
            "sex": Sex.MALE,
            "birth_date": day(15, 4, 2014),
            "guardian": "П-01",
            "address": "г. Заречногорск",
        },
        {
            "code": "У-03",
            "surname": "Ли",
            "first_name": "Сун",
            "sex": Sex.MALE,
            "birth_date": day(16, 5, 2014),
            "guardian": "П-01",
            "address": "г. Заречногорск",
        },
        {
            "code": "У-04",
            "surname": "Сид0ров",
            "first_name": "Иван",
            "sex": Sex.MALE,
            "guardian": "П-01",
            "address": "г. Зapeчногорск",
        },
        {
            "code": "У-05",
            "sex": Sex.MALE,
            "birth_date": day(17, 5, 2014),
            "guardian": "П-01",
            "address": "г. Заречногорск",
        },
    ],
    Resource: [
        {
            "agreement": "Д-01",
            "organisation": "СОШ5",
            "kind": ResourceKind.EQUIPMENT,
            "quantity": "12",
            "usage": "вторник",
        },
    ],
}
"""Every value of every record; what is not named is empty."""

TOLD: Mapping[str, Sequence[tuple[str, str]]] = {
    " НАСТРОЙКИ": [
        ("text-spaces", "B5"),
    ],
    "Партнёры": [
        ("heading-misspelt", "M4"),
        ("headings-absent", "4"),
        ("heading-own", "R4"),
        ("column-hidden", "S4"),
        ("cells-merged", "R7"),
        ("text-spaces", "C7"),
        ("line-break-joined", "C7"),
        ("text-trailing-mark", "I7"),
        ("leading-zero-lost", "F8"),
        ("empty-word", "O8"),
        ("number-too-long", "Q8"),
        ("empty-word", "S8"),
        ("formula-without-value", "C9"),
        ("formula-external", "D9"),
        ("choice-unknown", "E9"),
        ("identifier-invalid", "F9"),
        ("cell-error", "G9"),
        ("text-spaces", "I9"),
        ("phone-doubtful", "P9"),
        ("compound-unsplit", "L9"),
        ("identifier-invalid", "G10"),
        ("identifier-several", "H10"),
        ("choice-unknown", "O10"),
        ("row-total", "A11"),
        ("row-aside", "A13"),
        ("row-aside", "A14"),
        ("row-hidden", "9"),
    ],
    "Люди": [
        ("headings-absent", "1"),
        ("text-spaces", "C2"),
        ("date-short-year", "D2"),
        ("empty-word", "G3"),
        ("name-order", "C3"),
        ("mixed-alphabet", "C5"),
        ("compound-unsplit", "D5"),
        ("name-unsplit", "C6"),
        ("name-unsplit", "C7"),
        ("row-total", "A8"),
    ],
    "Соглашения": [
        ("headings-absent", "1"),
        ("date-short-year", "C3"),
        ("date-short-year", "D3"),
        ("date-as-number", "G4"),
        ("money-unreadable", "H4"),
        ("period-by-months", "D4"),
        ("number-unreadable", "F5"),
        ("date-short-year", "G5"),
        ("number-unreadable", "F6"),
        ("date-impossible", "G6"),
        ("compound-unsplit", "C6"),
        ("compound-unsplit", "D6"),
        ("cell-error", "F7"),
        ("date-impossible", "G7"),
        ("boolean-instead", "H7"),
        ("date-in-text", "C7"),
        ("compound-unsplit", "D7"),
        ("row-total", "A9"),
        ("row-hidden", "3"),
    ],
    "Части программ": [
        ("headings-absent", "1"),
        ("cells-merged", "C2"),
        ("cells-merged", "D4"),
        ("row-aside", "A5"),
        ("mixed-alphabet", "E6"),
        ("date-unreadable", "F6"),
        ("heading-empty", "H2"),
        ("date-ambiguous", "F4"),
    ],
    "Обучающиеся": [
        ("headings-absent", "1"),
        ("heading-own", "E1"),
        ("line-break-joined", "H2"),
        ("date-short-year", "F3"),
        ("compound-conflict", "E4"),
        ("name-with-digits", "C5"),
        ("date-unreadable", "F5"),
        ("mixed-alphabet-text", "H5"),
        ("name-unsplit", "E6"),
    ],
    "Ресурсы": [
        ("sheet-hidden", ""),
        ("heading-missing", "D1"),
        ("headings-absent", "1"),
    ],
    "Черновик": [
        ("sheet-unknown", ""),
    ],
}
"""Everything that is said of each sheet: the code and the cell, or the row."""


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_tables([messy_book.write(tmp_path_factory.mktemp("mess"))], None, list(ROWS))


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.SHEET.title)
def test_every_row_is_read_value_by_value(reading: Reading, kind: type[Record]) -> None:
    wanted = ROWS[kind]
    records = reading.tables.of(kind)
    assert len(records) == len(wanted)
    for record, values in zip(records, wanted, strict=True):
        got = {
            column.attribute: value
            for column in columns_of(kind)
            if (value := getattr(record, column.attribute)) not in (None, ())
        }
        assert got == values


def test_everything_that_was_not_plain_is_told_in_its_place(reading: Reading) -> None:
    told: dict[str, list[tuple[str, str]]] = {}
    for fault in reading.diagnostics:
        assert fault.origin.file == messy_book.NAME
        place = fault.origin.cell or (str(fault.origin.row) if fault.origin.row else "")
        told.setdefault(fault.origin.sheet, []).append((fault.code, place))
    assert told == TOLD


def test_no_cell_of_a_row_is_lost_in_silence(reading: Reading, tmp_path: Path) -> None:
    """A filled cell gives a value, is told of, or is one of the words for «nothing»."""
    book, _ = open_book(messy_book.write(tmp_path))
    assert book is not None
    said = {(f.origin.sheet, f.origin.cell) for f in reading.diagnostics}
    titles = {record.origin.sheet: record for kind in ROWS for record in reading.tables.of(kind)}
    lost = []
    for entry in book.sheets:
        if entry.title not in titles or titles[entry.title].SHEET.layout == "pairs":
            continue
        cells = book.read(entry).rows
        for record in reading.tables.of(type(titles[entry.title])):
            filled = {
                record.origin.at(attribute).cell
                for attribute in (*record.origin.cells, *record.origin.columns)
                if getattr(record, attribute, None) not in (None, ())
                or record.extra.get(attribute)
                or attribute in record.not_applicable
            }
            for cell in cells[record.origin.row]:
                address = f"{column_letters(cell.column)}{record.origin.row}"
                empty = cell.text.strip(" -").casefold() in ("", "нет", "н/д", "не указано")
                if not empty and address not in filled and (entry.title, address) not in said:
                    lost.append((entry.title, address, cell.text))
    assert lost == []


def test_digits_are_never_mended(reading: Reading) -> None:
    """A lost zero is offered where the key fits, and no more; a lost account is not guessed."""
    faults = {(f.origin.sheet, f.origin.cell): f for f in reading.diagnostics}
    offered = faults["Партнёры", "F8"]
    assert (offered.code, "ноль" in offered.hint) == ("leading-zero-lost", True)
    assert faults["Партнёры", "F9"].code == "identifier-invalid"
    assert faults["Партнёры", "Q8"].code == "number-too-long"
    _, techno, istok, _ = reading.tables.of(Organisation)
    assert (techno.inn, techno.settlement_account, istok.inn) == (None, None, None)
    errors = [f for f in reading.diagnostics if CATALOGUE[f.code].severity is Severity.ERROR]
    assert all(f.hint for f in errors), "every error says what to do"


def test_the_whole_check_tells_it_and_the_marked_copy_shows_it(desk: Desk) -> None:
    messy_book.write(desk.folder)
    said = desk.docgen("check", messy_book.NAME, "--mark")
    assert said.code == 1
    assert "внутренняя ошибка" not in said.text
    for sheet, faults in TOLD.items():
        for code, cell in faults:
            if CATALOGUE[code].severity is Severity.ERROR:
                assert f"ошибка[{code}] {messy_book.NAME}!{sheet}!{cell}" in said.out
    assert list((desk.out / "Что исправить").glob("*.xlsx"))
