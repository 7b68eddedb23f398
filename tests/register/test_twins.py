"""A register is laid as a Word paper and as a workbook: what is done with the one is done with
both."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.passport import Passport, is_untouched, read_passport
from docgen.rendering.reading_back import tables_of
from docgen.workbook.registers import typed
from tests.desk import Desk, new_desk
from tests.register.test_registration import change_cell

REGISTER = "directions-register"
NUMBERED = "network-agreement"
SEPTEMBER = ("--date", "01.09.2026")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_desk(tmp_path_factory.mktemp("таблицы") / "район")
    # No kind of ours has both a number and a workbook.
    kind = desk.folder / "templates_docx" / f"{NUMBERED}.toml"
    kind.write_text(kind.read_text("utf-8") + '\nalso = ["xlsx"]\n', "utf-8")
    assert desk.docgen("make", REGISTER).code == 0
    said = desk.docgen("make", NUMBERED, "--only", "Д-03")
    assert said.code == 0, said.text
    return desk


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(made.folder, tmp_path / "район")))


def found(desk: Desk, kind: str, ending: str) -> Path:
    [path] = (
        path
        for path in desk.out.rglob(f"*{ending}")
        if (own := read_passport(path)) and own.kind == kind and "прежние" not in str(path)
    )
    return path


def both(desk: Desk, kind: str = REGISTER) -> tuple[Path, Path]:
    return found(desk, kind, ".docx"), found(desk, kind, ".xlsx")


def passport(path: Path) -> Passport:
    own = read_passport(path)
    assert own is not None
    return own


def same_tables(word: Path, book: Path) -> bool:
    sheets = openpyxl.load_workbook(book).worksheets
    tables = tables_of(word.read_bytes())
    assert tables
    return [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in sheets] == [
        [list(table.heading), *([typed(text) or None for text in row] for row in table.rows)]
        for table in tables
    ]


def marks(book: Path) -> set[str]:
    sheets = openpyxl.load_workbook(book).worksheets
    return {str(header.right.text or "") for sheet in sheets if (header := sheet.oddHeader)}


def edit(book: Path) -> bytes:
    """Save a workbook with a word of the clerk's own; its bytes."""
    opened: Any = openpyxl.load_workbook(book)
    opened.active["A2"] = "правка"
    opened.save(book)
    return book.read_bytes()


def states(desk: Desk, kind: str = REGISTER) -> dict[str, str]:
    said = json.loads(desk.docgen("status", "inputs", "--json").out)
    return {Path(p["path"]).suffix: p["state"] for p in said["papers"] if p["kind"] == kind}


def row_changes(desk: Desk) -> None:
    source = desk.folder / "inputs" / "network.xlsx"
    table: Any = openpyxl.load_workbook(source)
    sheet = table["Направления"]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("Спрос, чел.") + 1).value = 4321
    table.save(source)


def test_approving_the_paper_freezes_its_workbook(desk: Desk) -> None:
    word, book = both(desk)
    assert marks(book) == {"ПРОЕКТ"}
    said = desk.docgen("approve", str(word))
    assert said.code == 0, said.text
    assert (
        "Согласовано бумаг: 1" in said.out
        and f"таблица Excel: {book.relative_to(desk.folder)}" in said.out
    )
    assert marks(book) == {""} and same_tables(word, book) and is_untouched(book.read_bytes())
    assert passport(book).state == "согласован"
    assert states(desk) == {".docx": "согласован", ".xlsx": "согласован"}
    for file in (word, book):
        assert "состояние: согласован" in desk.docgen("verify", str(file)).out
    assert "таблица Excel при ней" in desk.docgen("verify", str(book)).out
    before = (word.read_bytes(), book.read_bytes())
    again = desk.docgen("make", REGISTER)
    assert "frozen-paper" not in again.text and "согласован, не меняется: 2" in again.out
    assert (word.read_bytes(), book.read_bytes()) == before


def test_a_row_that_changed_afterwards_is_told_once(desk: Desk) -> None:
    word, book = both(desk)
    assert desk.docgen("approve", str(word)).code == 0
    before = (word.read_bytes(), book.read_bytes())
    row_changes(desk)
    said = desk.docgen("make", REGISTER)
    assert said.text.count("[frozen-paper-changed]") == 1, said.text
    assert (word.read_bytes(), book.read_bytes()) == before
    assert list(desk.out.rglob("*новая версия*")) == []


def test_returning_for_work_releases_both(desk: Desk) -> None:
    word, book = both(desk)
    assert desk.docgen("approve", str(word)).code == 0
    row_changes(desk)
    said = desk.docgen("approve", str(word), "--undo")
    assert said.code == 0 and "таблица Excel" in said.out, said.text
    assert states(desk) == {".docx": "проект", ".xlsx": "проект"}
    assert desk.docgen("make", REGISTER).code == 0
    assert marks(book) == {"ПРОЕКТ"} and passport(book).state == ""
    values = {cell.value for row in openpyxl.load_workbook(book).worksheets[0] for cell in row}
    assert 4321 in values and same_tables(word, book)


def test_the_workbook_says_what_was_approved_hand_edits_included(desk: Desk) -> None:
    import docx

    word, book = both(desk)
    document: Any = docx.Document(str(word))
    [table] = (t for t in document.tables if "Спрос" in {c.text for c in t.rows[0].cells})
    table.rows[-1].cells[1].text = "правка в Word"
    document.save(str(word))
    said = desk.docgen("approve", str(word))
    assert said.code == 0, said.text
    assert same_tables(word, book)
    assert "правка в Word" in {
        c.value for r in openpyxl.load_workbook(book).worksheets[0] for c in r
    }


def test_a_workbook_edited_by_hand_is_told_and_stays(desk: Desk) -> None:
    word, book = both(desk)
    hand = edit(book)
    said = desk.docgen("approve", str(word))
    assert said.code == 0 and "[paper-workbook-edited]" in said.err, said.text
    assert book.read_bytes() == hand
    row_changes(desk)
    said = desk.docgen("make", REGISTER)
    assert said.text.count("[paper-workbook-edited]") == 1
    assert book.read_bytes() == hand and list(desk.out.rglob("*новая версия*")) == []
    book.unlink()
    said = desk.docgen("make", REGISTER)
    assert said.code == 0 and "[frozen-paper-finished]" in said.err, said.text
    assert same_tables(word, book) and marks(book) == {""}
    assert states(desk) == {".docx": "согласован", ".xlsx": "согласован"}
    assert "paper-workbook" not in desk.docgen("make", REGISTER).text


def test_a_workbook_sorted_after_approval_is_the_clerks_own(desk: Desk) -> None:
    word, book = both(desk)
    assert desk.docgen("approve", str(word)).code == 0
    hand = edit(book)
    said = desk.docgen("make", REGISTER)
    assert "paper-workbook" not in said.text and book.read_bytes() == hand


def test_a_workbook_is_approved_with_its_paper_only(desk: Desk) -> None:
    word, book = both(desk)
    said = desk.docgen("approve", str(book))
    assert said.code == 1 and word.name in said.err and "назовите саму бумагу" in said.err
    assert states(desk) == {".docx": "проект", ".xlsx": "проект"}


def test_a_run_that_died_between_the_two_is_finished(desk: Desk) -> None:
    word, book = both(desk)
    draft = book.read_bytes()
    assert desk.docgen("approve", str(word)).code == 0
    official = book.read_bytes()
    book.write_bytes(draft)
    said = desk.docgen("make", REGISTER)
    assert said.code == 0 and "[frozen-paper-finished]" in said.err
    assert book.read_bytes() == official
    book.write_bytes(draft)
    desk.docgen("approve", str(word))
    assert book.read_bytes() == official


def test_a_lost_register_is_no_reason_to_give_the_number_twice(desk: Desk) -> None:
    word, book = both(desk, NUMBERED)
    assert desk.docgen("approve", str(word)).code == 0
    said = desk.docgen("register", str(word), *SEPTEMBER)
    assert said.code == 0, said.text
    assert (
        "Зарегистрировано бумаг: 1" in said.out and f"{book.relative_to(desk.folder)}" in said.out
    )
    assert passport(book).number == passport(word).number == "1/2026-С"
    assert marks(book) == {"№ 1/2026-С от 01.09.2026"} and same_tables(word, book)
    assert states(desk, NUMBERED) == {".docx": "зарегистрирован", ".xlsx": "зарегистрирован"}
    before = (word.read_bytes(), book.read_bytes())
    shutil.rmtree(desk.out / ".docgen")
    said = desk.docgen("make", NUMBERED, "--only", "Д-03")
    assert said.code == 0 and "number-twice" not in said.text, said.text
    assert (word.read_bytes(), book.read_bytes()) == before
    for file in (word, book):
        assert "номер: 1/2026-С от 01.09.2026, журнал ДОГ" in desk.docgen("verify", str(file)).out
    journal = json.loads(desk.docgen("journal", "--json").out)
    assert json.dumps(journal, ensure_ascii=False).count('"1/2026-С"') == 1
    change_cell(desk.partners, "Договоры", "Д-03", "Место заключения", "г. Новые Дали")
    said = desk.docgen("make", NUMBERED, "--only", "Д-03")
    assert said.text.count("[frozen-paper-changed]") == 1, said.text


@pytest.mark.parametrize("after", ["проект", "согласован"])
def test_a_workbook_whose_state_was_left_behind_follows_its_paper(desk: Desk, after: str) -> None:
    word, book = both(desk)
    assert desk.docgen("approve", str(word)).code == 0
    before = "согласован"
    if after == before:
        assert desk.docgen("approve", str(word), "--undo").code == 0
        before = "проект"
    with contextlib.closing(sqlite3.connect(desk.out / ".docgen" / "register.sqlite3")) as register:
        # As a colleague's run over the register of an office does, where no workbook lies.
        register.execute("UPDATE papers SET state = ? WHERE path LIKE '%.docx'", (after,))
        register.commit()
    assert desk.docgen("make", REGISTER).code == 0
    assert states(desk) == {".docx": after, ".xlsx": after}
    assert marks(book) == ({"ПРОЕКТ"} if after == "проект" else {""})


def test_a_void_number_cancels_both(desk: Desk) -> None:
    word, book = both(desk, NUMBERED)
    assert desk.docgen("approve", str(word)).code == 0
    assert desk.docgen("register", str(word), *SEPTEMBER).code == 0
    before = book.read_bytes()
    said = desk.docgen("journal", "--journal", "ДОГ", "--void", "1/2026-С", "--reason", "ошибка")
    assert said.code == 0, said.text
    assert states(desk, NUMBERED) == {".docx": "отменён", ".xlsx": "отменён"}
    desk.docgen("make", NUMBERED, "--only", "Д-03")
    assert book.read_bytes() == before


@pytest.mark.parametrize("lost", ["register.sqlite3", "."])
def test_a_workbook_that_the_register_does_not_know_is_made_official(desk: Desk, lost: str) -> None:
    word, book = both(desk)
    assert desk.docgen("approve", str(word)).code == 0
    official = book.read_bytes()
    book.unlink()
    if lost == ".":
        # What was approved is known only once the papers have been looked through.
        shutil.rmtree(desk.out / ".docgen")
        assert desk.docgen("make", REGISTER).code == 0
    else:
        (desk.out / ".docgen" / lost).unlink()
    said = desk.docgen("make", REGISTER)
    assert said.code == 0, said.text
    assert book.read_bytes() == official
    assert states(desk) == {".docx": "согласован", ".xlsx": "согласован"}
    assert "frozen-paper" not in desk.docgen("make", REGISTER).text
