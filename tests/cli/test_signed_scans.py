"""``docgen signed`` with scans: whose they are by the code, which version, a stack by papers."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from docgen.opc.finished import paper_of
from docgen.passport import read_passport
from docgen.printed_code import PrintedCode, Stage, mark_of, paper_letters, read_code
from docgen.register import open_shelf
from docgen.rendering.code_picture import picture_of, picture_part, printed_on
from tests.delivery.sheets import as_pdf, as_picture, sheet, turned, turned_over
from tests.desk import Desk, new_desk
from tests.rendering.building import packed, parts_of

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
FIRST, OTHER = "Д-03", "Д-02"
"""The first takes its number from the journal, the other has it in its row."""
SIGNED = "Подписанные экземпляры"


def switch_on(desk: Desk) -> None:
    """The clerk asks for codes on the papers."""
    book = load_workbook(desk.directory)
    for row in book["Настройки"].iter_rows():
        if row[0].value == "QR-код на бумагах":
            row[1].value = "да"
    book.save(desk.directory)


def paper_file(desk: Desk, code: str) -> Path:
    (found,) = (desk.out / "Договоры о сетевой форме").glob(f"{code} *.docx")
    return found


def code_on(desk: Desk, code: str) -> str:
    """The code on the contract of a row, as its file says now."""
    text = printed_on(paper_file(desk, code).read_bytes())
    assert read_code(text) is not None
    return text


def done(desk: Desk, *words: str) -> None:
    said = desk.docgen(*words)
    assert said.code == 0, said.text


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Two contracts, both registered, and the codes that each bore on its way."""
    desk = new_desk(tmp_path_factory.mktemp("made"))
    switch_on(desk)
    codes = {}
    done(desk, "agreements", "inputs/partners.xlsx", "--only", FIRST, "--only", OTHER)
    codes["draft"] = code_on(desk, FIRST)
    for code in (FIRST, OTHER):
        done(desk, "approve", f"network-agreement {code}", "--who", "Крылова")
    codes["approved"] = code_on(desk, FIRST)
    for code in (FIRST, OTHER):
        done(desk, "register", f"network-agreement {code}", "--who", "К")
    codes["registered"], codes["other"] = code_on(desk, FIRST), code_on(desk, OTHER)
    return desk.folder, codes


@pytest.fixture
def codes(made: tuple[Path, dict[str, str]]) -> dict[str, str]:
    return made[1]


@pytest.fixture
def desk(made: tuple[Path, dict[str, str]], tmp_path: Path) -> Desk:
    shutil.copytree(made[0] / "out", tmp_path / "out")
    (tmp_path / "came").mkdir()
    return Desk(tmp_path)


def came(desk: Desk, name: str, content: bytes) -> str:
    path = desk.folder / "came" / name
    path.write_bytes(content)
    return str(path)


def signed(desk: Desk, *arguments: str, code: int = 0) -> dict[str, Any]:
    said = desk.docgen("signed", *arguments, "--who", "Крылова", "--json")
    assert said.code == code, said.text
    answer: dict[str, Any] = json.loads(said.out)
    return answer


def told(answer: dict[str, Any]) -> list[str]:
    return [d["code"] for d in answer["diagnostics"]]


def states(desk: Desk) -> dict[str, str]:
    with open_shelf(desk.out, NOW) as shelf:
        return {p.identity or "": p.state for p in shelf.papers()}


def test_each_step_of_a_paper_has_its_own_code(codes: dict[str, str]) -> None:
    stages = {name: read_code(text) for name, text in codes.items()}
    assert [s.stage for s in stages.values() if s] == ["D", "A", "R", "R"]
    assert len(set(codes.values())) == 4


@pytest.mark.parametrize("form", ["PDF", "JPEG", "PNG", "TIFF"])
def test_a_scan_without_a_telling_name_is_known_by_its_code(
    desk: Desk, codes: dict[str, str], form: str
) -> None:
    page = turned_over(turned(sheet(codes["registered"]), 2), 2)
    content = as_pdf([page, sheet()]) if form == "PDF" else as_picture(page, form)
    name = f"scan0001.{form.lower()}"
    answer = signed(desk, came(desk, name, content))
    (file,) = answer["files"]
    assert file["known_by"] == "QR-код" and told(answer) == []
    assert states(desk)["network-agreement:Д-03"] == "подписан"
    assert (desk.folder / "out" / file["path"]).read_bytes() == content


def test_the_code_is_right_where_the_name_is_wrong(desk: Desk, codes: dict[str, str]) -> None:
    signed(desk, came(desk, f"{OTHER} скан.pdf", as_pdf([sheet(codes["registered"])])))
    after = states(desk)
    assert after["network-agreement:Д-03"] == "подписан"
    assert after["network-agreement:Д-02"] == "зарегистрирован"


def test_a_stack_is_filed_paper_by_paper(desk: Desk, codes: dict[str, str]) -> None:
    stack = as_pdf([sheet(codes["registered"]), sheet(), sheet(codes["other"])])
    answer = signed(desk, came(desk, "стопка.pdf", stack))
    assert [f["file"] for f in answer["files"]] == ["стопка, с. 1–2.pdf", "стопка, с. 3.pdf"]
    assert {f["known_by"] for f in answer["files"]} == {"QR-код"}
    assert set(states(desk).values()) >= {"подписан"} and told(answer) == []
    again = signed(desk, str(desk.folder / "came" / "стопка.pdf"))
    assert [f["new"] for f in again["files"]] == [False, False]
    kept = sorted((desk.out / SIGNED).rglob("*.pdf"))
    assert len(kept) == 2


def test_sheets_before_the_first_code_of_a_stack_are_told(
    desk: Desk, codes: dict[str, str]
) -> None:
    stack = as_pdf([sheet(), sheet(codes["registered"]), sheet(codes["other"])])
    answer = signed(desk, came(desk, "стопка.pdf", stack), code=1)
    assert told(answer) == ["signed-stack"] and len(answer["files"]) == 2
    assert "листы 1" in answer["diagnostics"][0]["message"]


def test_a_stack_that_can_not_be_divided_is_told_sheet_by_sheet(
    desk: Desk, codes: dict[str, str]
) -> None:
    stack = as_picture(sheet(codes["registered"]), "TIFF", [sheet(), sheet(codes["other"])])
    answer = signed(desk, came(desk, "стопка.tif", stack), code=1)
    words = [d["message"] for d in answer["diagnostics"]]
    assert told(answer) == ["signed-stack"] * 2 and answer["files"] == []
    assert "листы 1–2" in words[0] and f"{OTHER} Договор" in words[1]


def test_a_draft_that_was_signed_is_told_and_not_taken(desk: Desk, codes: dict[str, str]) -> None:
    scan = came(desk, f"{FIRST} скан.pdf", as_pdf([sheet(codes["draft"])]))
    answer = signed(desk, scan, code=1)
    assert told(answer) == ["signed-old-version"] and answer["files"] == []
    assert "проект" in answer["diagnostics"][0]["message"]
    assert states(desk)["network-agreement:Д-03"] == "зарегистрирован"
    # She looks at it and says that this sheet will do.
    answer = signed(desk, scan, "--paper", f"network-agreement:{FIRST}")
    assert told(answer) == ["signed-other-version"] and len(answer["files"]) == 1


def test_the_approved_file_without_its_number_is_taken_with_a_word(
    desk: Desk, codes: dict[str, str]
) -> None:
    answer = signed(desk, came(desk, "скан.pdf", as_pdf([sheet(codes["approved"])])))
    assert told(answer) == ["signed-other-version"] and len(answer["files"]) == 1
    assert "до регистрации" in answer["diagnostics"][0]["message"]


def test_a_version_that_the_register_does_not_know_is_not_taken(
    desk: Desk, codes: dict[str, str]
) -> None:
    known = read_code(codes["registered"])
    assert known is not None
    strange = PrintedCode(known.paper, Stage.REGISTERED, mark_of("другая школа")).text
    answer = signed(desk, came(desk, "скан.pdf", as_pdf([sheet(strange)])), code=1)
    assert told(answer) == ["signed-old-version"] and answer["files"] == []


def test_an_older_version_is_told(made: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    switch_on(desk)
    make = ("agreements", "inputs/partners.xlsx", "--only", FIRST)
    done(desk, *make)
    done(desk, "approve", f"network-agreement {FIRST}")
    old = code_on(desk, FIRST)
    done(desk, "approve", f"network-agreement {FIRST}", "--undo")
    set_city(desk, "г. Новозаречье")
    done(desk, *make)
    done(desk, "approve", f"network-agreement {FIRST}")
    assert code_on(desk, FIRST) != old
    answer = signed(desk, came_to(desk, as_pdf([sheet(old)])), code=1)
    assert told(answer) == ["signed-old-version"] and answer["files"] == []
    assert "подписан прежний вариант" in answer["diagnostics"][0]["message"]


def came_to(desk: Desk, content: bytes) -> str:
    (desk.folder / "came").mkdir()
    return came(desk, "скан.pdf", content)


def test_a_paper_of_another_folder_is_told(desk: Desk) -> None:
    foreign = PrintedCode(
        paper_letters("00000000-0000-5000-8000-000000000001"), Stage.REGISTERED, mark_of("слова")
    )
    # The name fits a paper of ours; the code does not, and the code is right.
    answer = signed(desk, came(desk, f"{FIRST}.pdf", as_pdf([sheet(foreign.text)])), code=1)
    assert told(answer) == ["signed-unknown"]
    assert "другой организации" in answer["diagnostics"][0]["message"]


def test_a_scan_whose_code_is_lost_is_known_by_name_and_that_is_told(desk: Desk) -> None:
    answer = signed(
        desk, came(desk, f"{paper_file(desk, FIRST).stem}.jpg", as_picture(sheet(), "JPEG"))
    )
    assert told(answer) == ["signed-code-unread"]
    assert [f["known_by"] for f in answer["files"]] == ["имя файла"]


def test_without_the_library_it_is_told_what_to_install(
    desk: Desk, codes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "zxingcpp", None)
    name = f"{paper_file(desk, FIRST).stem}.jpg"
    answer = signed(desk, came(desk, name, as_picture(sheet(codes["registered"]), "JPEG")))
    assert told(answer) == ["signed-code-unread"]
    assert "docgen[qr]" in answer["diagnostics"][0]["hint"]


def test_an_edited_contract_gets_a_code_of_its_words(tmp_path: Path) -> None:
    """Approved with hand edits, sent back, edited again: the first printing is an old one."""
    desk = new_desk(tmp_path)
    switch_on(desk)
    done(desk, "agreements", "inputs/partners.xlsx", "--only", FIRST)
    marks = []
    for words in ("Уговор", "Сговор"):
        path = paper_file(desk, FIRST)
        path.write_bytes(edited(path.read_bytes(), words))
        done(desk, "approve", f"network-agreement {FIRST}")
        marks.append(code_on(desk, FIRST))
        if words == "Уговор":
            done(desk, "approve", f"network-agreement {FIRST}", "--undo")
    assert marks[0] != marks[1]
    passport = read_passport(paper_file(desk, FIRST))
    assert passport is not None and passport.edited
    answer = signed(desk, came_to(desk, as_pdf([sheet(marks[0])])), code=1)
    assert told(answer) == ["signed-old-version"]
    signed(desk, came(desk, "верный.pdf", as_pdf([sheet(marks[1])])))
    assert states(desk)["network-agreement:Д-03"] == "подписан"


def test_a_hand_edited_draft_gets_the_code_of_the_row_that_was_brought_in(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    switch_on(desk)
    make = ("agreements", "inputs/partners.xlsx", "--only", FIRST)
    done(desk, *make)
    path, before = paper_file(desk, FIRST), code_on(desk, FIRST)
    path.write_bytes(edited(path.read_bytes(), "Уговор"))
    set_city(desk, "г. Новозаречье")
    said = desk.docgen(*make)
    assert said.code == 0 and len(list(path.parent.glob(f"{FIRST}*"))) == 1, said.text
    content = path.read_bytes()
    parts = parts_of(content)
    text = parts["word/document.xml"].decode()
    assert "Уговор Договора" in text and "Новозаречье" in text
    assert code_on(desk, FIRST) != before
    opened, _ = paper_of(content, "бумага")
    assert opened is not None
    assert parts[picture_part(opened)] == picture_of(code_on(desk, FIRST))


def test_papers_that_nobody_signs_bear_no_code(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    switch_on(desk)
    done(desk, "make", "stand-poster", "--only", FIRST)
    done(desk, "make", "parent-notice", "--only", FIRST)
    found = {p.parent.name: bool(printed_on(p.read_bytes())) for p in desk.papers()}
    assert found == {"Плакаты на стенд": False, "Уведомления родителей": True}


def test_without_the_library_no_paper_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk(tmp_path)
    switch_on(desk)
    monkeypatch.setitem(__import__("sys").modules, "segno", None)
    said = desk.docgen("agreements", "inputs/partners.xlsx", "--only", FIRST)
    assert said.code == 3 and "docgen[qr]" in said.text
    assert "Настройки" in said.text and desk.papers() == []


def set_city(desk: Desk, city: str) -> None:
    book = load_workbook(desk.directory)
    for row in book["Настройки"].iter_rows():
        if row[0].value == "Город":
            row[1].value = city
    book.save(desk.directory)


def edited(content: bytes, word: str) -> bytes:
    parts = parts_of(content)
    text = parts["word/document.xml"].decode()
    for before in ("Предмет", "Уговор"):
        text = text.replace(f"{before} Договора", f"{word} Договора")
    parts["word/document.xml"] = text.encode()
    return packed(parts)
