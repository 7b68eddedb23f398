"""``docgen review``: whose a returned file is, what it says, in which state the paper is then."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.register import open_shelf
from docgen.register.states import Event
from docgen.review.remarks import Sort
from docgen.reviewing import ReviewOrder, ReviewRun, collect_returned
from tests.desk import Desk
from tests.register.papers import MOMENT
from tests.review.returning import about, comment, deleted, ins, marked, parts_of, run

ONLY = "Д-01"
WORDS = "Предмет Договора"


@pytest.fixture
def reviewed(desk: Desk) -> Desk:
    """A desk with the papers of one agreement and a folder for what comes back."""
    said = desk.docgen("agreements", "inputs/partners.xlsx", "--only", ONLY)
    assert said.code == 0, said.text
    (desk.folder / "вернулось").mkdir()
    return desk


def agreement(desk: Desk) -> Path:
    return next(path for path in desk.papers() if "Договор о сетевой" in path.name)


def with_remarks(paper: Path) -> bytes:
    body = about("0", run("Предмет ")) + deleted("Договора") + ins("сделки")
    return marked(paper.read_bytes(), WORDS, body, comment("0", "Проверьте сумму"))


def returned(desk: Desk, name: str, content: bytes) -> str:
    path = desk.folder / "вернулось" / name
    path.write_bytes(content)
    return f"вернулось/{name}"


def answer(desk: Desk, *arguments: str) -> dict[str, Any]:
    said = desk.docgen("review", *arguments, "--json", "--who", "Котова")
    return {"exit": said.code, **json.loads(said.out)}


def events(desk: Desk) -> list[Event]:
    with open_shelf(desk.out, MOMENT) as shelf:
        return shelf.ledger.events()


def test_a_file_with_remarks_puts_its_paper_into_remarks(reviewed: Desk) -> None:
    paper = agreement(reviewed)
    content = with_remarks(paper)
    before = paper.read_bytes()
    name = returned(reviewed, "как угодно.docx", content)
    found = answer(reviewed, name)
    (review,) = found["reviews"]
    assert found["exit"] == 0
    assert review["known_by"] == "паспорт"
    assert review["paper"] == paper.relative_to(reviewed.out).as_posix()
    assert (review["state"], review["version"], review["current"]) == ("замечания", 1, True)
    assert [r["sort"] for r in review["remarks"]] == ["примечание", "замена"]
    assert review["remarks"][0]["text"] == "Проверьте сумму"
    # Nothing is changed, and a copy is kept.
    assert (reviewed.folder / name).read_bytes() == content
    assert paper.read_bytes() == before
    kept = list((reviewed.out / ".docgen" / "returned").rglob("*.docx"))
    assert [path.read_bytes() for path in kept] == [content]
    assert kept[0].stem == review["sha256"]
    (event,) = events(reviewed)
    assert (event.who, event.before, event.after) == ("Котова", "проект", "замечания")
    assert event.content_hash == review["sha256"]


def test_the_same_file_counts_once(reviewed: Desk) -> None:
    name = returned(reviewed, "а.docx", with_remarks(agreement(reviewed)))
    assert answer(reviewed, name)["reviews"][0]["new"] is True
    again = answer(reviewed, name, "вернулось")["reviews"]
    assert [r["new"] for r in again] == [False]
    assert len(events(reviewed)) == 1


def test_a_run_killed_between_the_copy_and_the_record_is_made_good(reviewed: Desk) -> None:
    name = returned(reviewed, "а.docx", with_remarks(agreement(reviewed)))
    with open_shelf(reviewed.out, MOMENT) as shelf:
        registered = next(p for p in shelf.papers() if "Договор о сетевой" in p.path)
        shelf.returned.keep(registered.document_id, (reviewed.folder / name).read_bytes())
    assert answer(reviewed, name)["reviews"][0]["state"] == "замечания"
    assert [event.after for event in events(reviewed)] == ["замечания"]


def test_a_file_without_remarks_leaves_the_paper_in_review(reviewed: Desk) -> None:
    paper = agreement(reviewed)
    name = returned(reviewed, paper.name, paper.read_bytes())
    (review,) = answer(reviewed, name)["reviews"]
    assert (review["state"], review["untouched"], review["remarks"]) == (
        "на согласовании",
        True,
        [],
    )


@pytest.mark.parametrize("ending", ["", " (2)", " – копия", "_правки", " с замечаниями"])
def test_a_file_without_passport_is_known_by_its_name(reviewed: Desk, ending: str) -> None:
    paper = agreement(reviewed)
    parts = parts_of(with_remarks(paper))
    parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(b"docgen_", b"foreign_")
    from docgen.opc.writing import write_package

    name = returned(reviewed, f"{paper.stem}{ending}.docx", write_package(parts))
    (review,) = answer(reviewed, name)["reviews"]
    assert review["known_by"] == "имя"
    assert review["paper"].endswith(paper.name)


def test_a_file_that_is_nobodys_is_named_and_changes_nothing(reviewed: Desk) -> None:
    shutil.copy(reviewed.folder / "templates_docx" / "roadmap.docx", reviewed.folder / "вернулось")
    (reviewed.folder / "вернулось" / "скан.pdf").write_bytes(b"%PDF")
    found = answer(reviewed, "вернулось")
    assert found["exit"] == 1
    assert {d["code"] for d in found["diagnostics"]} == {"returned-unknown", "returned-skipped"}
    assert events(reviewed) == []


def test_a_broken_file_and_a_missing_one_do_not_stop_the_others(reviewed: Desk) -> None:
    good = returned(reviewed, "а.docx", with_remarks(agreement(reviewed)))
    bad = returned(reviewed, "б.docx", b"PK\x03\x04")
    found = answer(reviewed, bad, "вернулось/нет.docx", good)
    assert found["exit"] == 1
    assert len(found["reviews"]) == 1
    assert {"file-damaged", "file-missing"} <= {d["code"] for d in found["diagnostics"]}


def test_remarks_to_an_approved_paper_are_kept_and_change_no_state(reviewed: Desk) -> None:
    paper = agreement(reviewed)
    with open_shelf(reviewed.out, MOMENT) as shelf:
        registered = next(p for p in shelf.papers() if p.path.endswith(paper.name))
        moved = Event(registered.document_id, "2026-11-22", "Котова", "проект", "согласован")
        assert shelf.ledger.change_state(moved)
    found = answer(reviewed, returned(reviewed, "а.docx", with_remarks(paper)))
    assert found["reviews"][0]["state"] == "согласован"
    assert "returned-late" in {d["code"] for d in found["diagnostics"]}
    assert [e.after for e in events(reviewed)] == ["согласован", "согласован"]


def test_what_is_told_on_the_terminal_and_in_the_table(reviewed: Desk) -> None:
    paper = agreement(reviewed)
    returned(reviewed, "а.docx", with_remarks(paper))
    said = reviewed.docgen("review", "вернулось", "--xlsx", "замечания.xlsx")
    assert "примечание" in said.out and "сказано: Проверьте сумму" in said.out
    assert "было: Договора" in said.out and "стало: сделки" in said.out
    assert "замечаний открыто: 2" in said.out and "о словах: Предмет" in said.out
    book = openpyxl.load_workbook(reviewed.folder / "замечания.xlsx")
    texts = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert {"Проверьте сумму", "сделки", "Котова А. Ю."} <= set(texts)
    again = reviewed.docgen("review", "вернулось", "--xlsx", "замечания.xlsx")
    assert again.code == 2 and "уже есть" in again.err


def test_a_returned_copy_outside_the_folder_of_papers_is_never_followed(
    reviewed: Desk, tmp_path: Path
) -> None:
    """``.docgen/returned`` led elsewhere by a link: refused, nothing leaves the folder."""
    elsewhere = tmp_path / "чужое"
    elsewhere.mkdir()
    (reviewed.out / ".docgen" / "returned").symlink_to(elsewhere)
    name = returned(reviewed, "а.docx", with_remarks(agreement(reviewed)))
    assert reviewed.docgen("review", name).code == 3
    assert list(elsewhere.iterdir()) == []


def collect(desk: Desk, name: str) -> ReviewRun:
    return collect_returned(ReviewOrder((desk.folder / name,), desk.out, MOMENT, "Котова"))


def test_edits_without_a_mark_are_found_by_comparison(reviewed: Desk) -> None:
    paper = agreement(reviewed)
    silent = marked(paper.read_bytes(), WORDS, run("Предмет сделки") + ins(" новый"))
    (review,) = collect(reviewed, returned(reviewed, "а.docx", silent)).reviews
    assert review.compared and not review.untouched
    assert [(r.sort, r.quoted, r.text) for r in review.remarks] == [
        (Sort.INSERTION, "", " новый"),
        (Sort.UNMARKED, "Договора", "сделки"),
    ]
    assert review.state == "замечания"


def test_a_file_only_saved_anew_has_no_edits(reviewed: Desk) -> None:
    """What Word or LibreOffice write anew without a change of words is no remark."""
    paper = agreement(reviewed)
    anew = marked(paper.read_bytes(), WORDS, f"{run('Предмет ')}{run('Договора')}")
    (review,) = collect(reviewed, returned(reviewed, "а.docx", anew)).reviews
    assert (review.untouched, review.compared, review.remarks) == (False, True, ())
    assert review.state == "на согласовании"


def test_a_file_of_a_version_that_is_nowhere_is_said_not_to_have_been_compared(
    reviewed: Desk,
) -> None:
    paper = agreement(reviewed)
    content = marked(paper.read_bytes(), WORDS, run("Предмет договора"))
    paper.write_bytes(content)
    shutil.rmtree(reviewed.out / ".docgen" / "laid", ignore_errors=True)
    ran = collect(reviewed, returned(reviewed, "а.docx", content))
    assert [r.compared for r in ran.reviews] == [False]
    assert "returned-uncompared" in {d.code for d in ran.diagnostics}
