"""Books of registration: exported, taken over, numbers put aside and crossed out."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import openpyxl
import pytest

from tests.desk import Desk, new_desk

FORMER: list[list[object]] = [
    ["Журнал регистрации договоров"],
    ["№ п/п", "Рег. №", "Дата", "Контрагент", "Предмет", "Примечание"],
    [1, "1/2026-С", datetime.date(2026, 1, 12), "МБОУ СОШ № 9", "договор", None],
    [2, "2/2026-С", "15.02.2026", "МБОУ СОШ № 8", "договор", None],
    [3, "2/1/2026-С", "16.02.2026", "МБОУ СОШ № 8", "договор", "вставной"],
    [4, "5/2026-С", "20.03.2026", "МБОУ СОШ № 7", "договор", None],
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_desk(tmp_path_factory.mktemp("журналы") / "район")
    papers = ("agreements", "inputs/partners.xlsx", "--only", "Д-03", "--only", "Д-04")
    assert desk.docgen(*papers).code == 0
    assert desk.docgen("approve", "Д-03", "Д-04").code == 0
    return desk


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    import shutil

    return Desk(Path(shutil.copytree(made.folder, tmp_path / "район")))


def journal_in_excel(desk: Desk, rows: list[list[object]]) -> str:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(desk.folder / "прежний.xlsx")
    return "прежний.xlsx"


def numbers(desk: Desk) -> dict[str, str]:
    said = json.loads(desk.docgen("journal", "--json").out)
    return {n["text"]: n["standing"] for book in said["journals"] for n in book["numbers"]}


def test_a_journal_kept_in_excel_is_taken_over_once_and_goes_on(desk: Desk) -> None:
    book = journal_in_excel(desk, FORMER)
    said = desk.docgen("journal", "--take-over", book, "--journal", "ДОГ")
    assert said.code == 0, said.text
    assert "Записано номеров: 4" in said.out
    assert "пропущены номера: 3, 4" in said.err
    again = desk.docgen("journal", "--take-over", book, "--journal", "ДОГ")
    assert again.code == 0
    assert "Записано номеров: 0" in again.out
    taken = desk.docgen("register", "Д-03", "--date", "01.09.2026")
    assert "№ 6/2026-С от 01.09.2026" in taken.out


def test_lines_that_cannot_be_taken_are_told_with_their_cells(desk: Desk) -> None:
    rows = [*FORMER, [5, "б/н", "21.03.2026", "кто-то"], [6, "005/2026-С", "22.03.2026", "другой"]]
    book = journal_in_excel(desk, rows)
    said = desk.docgen("journal", "--take-over", book, "--journal", "ДОГ")
    assert said.code == 1
    assert "!B7" in said.err and "!B8" in said.err
    assert "это место занимает «5/2026-С»" in said.err
    assert len(numbers(desk)) == 4


def test_a_table_without_numbers_is_no_journal(desk: Desk) -> None:
    book = journal_in_excel(desk, [["Фамилия", "Класс"], ["Мухина", "5"]])
    said = desk.docgen("journal", "--take-over", book, "--journal", "ДОГ")
    assert said.code == 1
    assert "нет таблицы с номерами" in said.err


def test_numbers_put_aside_are_taken_by_name_and_void_ones_never(desk: Desk) -> None:
    aside = desk.docgen("journal", "--reserve", "2", "--journal", "ДОГ", "--year", "2026")
    assert aside.code == 0
    assert "1/2026-С, 2/2026-С" in aside.out
    taken = desk.docgen("register", "Д-03", "--number", "2/2026-С", "--date", "01.09.2026")
    assert taken.code == 0, taken.text
    crossed = ("journal", "--void", "1/2026-С", "--journal", "ДОГ", "--year", "2026")
    assert desk.docgen(*crossed).code == 2
    assert desk.docgen(*crossed, "--reason", "не понадобился").code == 0
    refused = desk.docgen("register", "Д-04", "--number", "1/2026-С", "--date", "02.09.2026")
    assert refused.code == 1
    assert "уже аннулирован" in refused.err
    assert "3/2026-С" in desk.docgen("register", "Д-04", "--date", "02.09.2026").out
    assert numbers(desk) == {"1/2026-С": "аннулирован", "2/2026-С": "занят", "3/2026-С": "занят"}


def test_to_cross_out_a_number_cancels_its_paper(desk: Desk) -> None:
    assert desk.docgen("register", "Д-03", "--date", "01.09.2026").code == 0
    crossed = ("journal", "--void", "1/2026-С", "--journal", "ДОГ", "--year", "2026")
    assert desk.docgen(*crossed, "--reason", "стороны передумали").code == 0
    [path] = (desk.out / "Договоры о сетевой форме").glob("Д-03*")
    assert "состояние: отменён" in desk.docgen("verify", str(path)).out


def test_the_book_of_registration_has_the_columns_of_an_office(desk: Desk) -> None:
    assert desk.docgen("register", "Д-03", "Д-04", "--date", "01.09.2026").code == 0
    assert desk.docgen("journal", "--year", "2026", "--xlsx", "книга.xlsx").code == 0
    sheet = openpyxl.load_workbook(desk.folder / "книга.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(n for n, row in enumerate(rows) if "Рег. №" in row)
    assert rows[head][:4] == ["№", "Рег. №", "Дата", "Контрагент (ИНН)"]
    first = rows[head + 1]
    assert first[1] == "1/2026-С"
    assert str(first[2]).startswith("2026-09-01")
    assert "ИНН" in str(first[3])
    assert "с 01.09.2026 по" in str(first[6])
    assert first[9] == "папка 01-05"
    again = desk.docgen("journal", "--xlsx", "книга.xlsx")
    assert again.code == 2


def test_an_empty_journal_says_so(tmp_path: Path) -> None:
    said = Desk(tmp_path).docgen("journal")
    assert (said.code, said.out) == (0, "В журналах ещё нет записей.\n")
    assert not (tmp_path / "out").exists()


def test_every_sender_has_a_journal_of_its_own(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "район")
    letters = ("П-08", "П-09", "П-10")
    only = [word for code in letters for word in ("--only", code)]
    assert desk.docgen("make", "cover-letter", *only).code == 0
    assert desk.docgen("approve", *letters).code == 0
    said = desk.docgen("register", *letters, "--date", "01.09.2026", "--json")
    assert said.code == 0, said.text
    taken = {p["identity"]: (p["journal"], p["number"]) for p in json.loads(said.out)["papers"]}
    assert taken == {
        "cover-letter:П-08": ("ИСХ-ООШ8", "01-14/1"),
        "cover-letter:П-09": ("ИСХ-ЦДТ", "01-14/1"),
        "cover-letter:П-10": ("ИСХ-ЦДТ", "01-14/2"),
    }
