"""The commands that are put through the ordeal, each with the desk that it starts from.

To add one: a function that makes its desk in an empty folder, what is compared after it, and a
``Trial`` in ``TRIALS``.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
import sqlite3
import zipfile
from collections.abc import Collection
from pathlib import Path

import openpyxl

# What a command loads late must be there before its disk is replaced.
import docgen.dispatching  # noqa: F401
from docgen.records.vocabulary import DispatchStage
from docgen.register import disk as disk_room
from docgen.register import open_shelf
from docgen.register import shelf as shelf_room
from docgen.register.names import SIGNED_FOLDER
from docgen.register.outbox import Outbox, Sending
from tests.delivery.test_signatures import PDF
from tests.desk import ROOT, Desk, new_desk
from tests.promises.ordeal import KILLS, OWN_TRACE, Trial
from tests.promises.world import papers_of
from tests.register.papers import MOMENT
from tests.review.returning import about, comment, marked
from tests.review.returning import run as text

CODES = ("Д-03", "Д-04", "Д-05")
KINDS = ("network-agreement", "pupil-list")


def small_desk(
    folder: Path, codes: Collection[str] = CODES, kinds: Collection[str] = KINDS
) -> Desk:
    """The sample with a few agreements and a few kinds of papers: a run is soon over."""
    desk = new_desk(folder)
    for book in (desk.folder / "inputs").iterdir():
        if book not in (desk.directory, desk.partners):
            book.unlink()
    for file in (desk.folder / "templates_docx").iterdir():
        if file.is_file() and file.stem not in kinds:
            file.unlink()
    rows = openpyxl.load_workbook(desk.partners)
    for sheet in rows.worksheets:
        for row in range(sheet.max_row, 1, -1):
            if sheet.cell(row, 1).value not in codes:
                sheet.delete_rows(row)
    rows.save(desk.partners)
    return desk


def asked(desk: Desk, statement: str) -> list[tuple[object, ...]]:
    """What the register answers."""
    register = desk.out / ".docgen" / "register.sqlite3"
    with contextlib.closing(sqlite3.connect(register)) as opened:
        return opened.execute(statement).fetchall()


def kept_of_papers(desk: Desk) -> dict[str, object]:
    """Every paper to the byte, its state, its number, and each change of a state once."""
    return {
        **papers_of(desk.out),
        "states": asked(desk, "SELECT document_id, state, path FROM papers ORDER BY 1"),
        "numbers": asked(
            desk,
            "SELECT journal, year, text, standing, identity, dated, who FROM numbers ORDER BY 1, 2"
            ", ordinal, insertion",
        ),
        "events": asked(
            desk, "SELECT document_id, before, after, remark, who FROM events ORDER BY 1, ordinal"
        ),
    }


def drafts(folder: Path) -> Desk:
    """Three agreements with workbooks beside them and their lists of pupils, none approved."""
    desk = small_desk(folder)
    kind = desk.folder / "templates_docx" / f"{KINDS[0]}.toml"
    kind.write_text(f'{kind.read_text("utf-8")}\nalso = ["xlsx"]\n', "utf-8")
    said = desk.docgen("agreements", "inputs/partners.xlsx")
    assert said.code == 0, said.text
    return desk


def approved(folder: Path) -> Desk:
    """The same approved, and one agreement registered: the journal has its first line."""
    desk = drafts(folder)
    said = desk.docgen("approve", *CODES, "--who", "Мухина")
    assert said.code == 0, said.text
    said = desk.docgen("register", CODES[0], "--date", "01.09.2026", "--who", "Мухина")
    assert said.code == 0, said.text
    return desk


APPROVE = Trial(
    "approve",
    drafts,
    ("approve", *CODES[:2], "--who", "Мухина"),
    kept_of_papers,
    # Those that were approved before the fault are said to be so.
    codes=frozenset({0, 1}),
)
REGISTER = Trial(
    "register",
    approved,
    ("register", *CODES[1:], "--date", "02.09.2026", "--who", "Мухина"),
    kept_of_papers,
)


# --- what goes out and comes back ----------------------------------------------------------------


def to_send(folder: Path) -> Desk:
    """Three drafts of agreements that have each an addressee, who is to look at them."""
    desk = small_desk(folder, kinds=(*KINDS, "cover-letter"))
    said = desk.docgen("agreements", "inputs/partners.xlsx")
    assert said.code == 0, said.text
    path = desk.folder / "inputs" / "network.xlsx"
    rows = openpyxl.load_workbook(ROOT / "inputs" / "network.xlsx")
    for name in rows.sheetnames:
        if name not in ("Справки и реестры", "Отправки"):
            del rows[name]
    sheet = rows["Отправки"]
    places = {cell.value: number for number, cell in enumerate(sheet[1], 1)}
    for row in range(sheet.max_row, 1, -1):
        if sheet.cell(row, places["Договор"]).value in CODES:
            sheet.cell(row, places["Что направляется"]).value = DispatchStage.DRAFT
        else:
            sheet.delete_rows(row)
    rows.save(path)
    return desk


def packages(desk: Desk) -> list[Path]:
    """What lies in the folder of packages and is no unfinished one, each package once."""
    place = desk.folder / "отправка"
    found = sorted(place.glob("[!.]*")) if place.is_dir() else []
    unlike = {_any_attempt(path.name) for path in found}
    assert len(unlike) == len(found), f"a package lies there twice: {found}"
    return found


def _any_attempt(text: object) -> str:
    """A name or a remark without which attempt it was: one that failed has its own number."""
    return re.sub(r"\b([0-9a-f]{8,})-\d+", r"\1", str(text))


def packages_are_whole(desk: Desk) -> None:
    for package in packages(desk):
        files = sorted(package.iterdir()) if package.is_dir() else [package]
        assert files, f"{package} is empty"
        for file in files:
            assert file.stat().st_mode & 0o077 == 0, f"{file} is open to others"
            if file.suffix != ".eml":
                with zipfile.ZipFile(file) as container:
                    assert container.testzip() is None
            else:
                letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                assert len(list(letter.iter_attachments())) > 1, f"{file} is torn"


def sent(desk: Desk) -> dict[str, object]:
    """The papers, their events, the packages with what is in them, and how each stands."""
    settled = kept_of_papers(desk)
    events = settled["events"]
    assert isinstance(events, list)
    settled["events"] = [tuple(map(_any_attempt, event)) for event in events]
    for package in packages(desk):
        files = sorted(package.iterdir()) if package.is_dir() else [package]
        # A letter bears the moment at which it was made.
        content = [f.read_bytes() if f.suffix != ".eml" else b"" for f in files]
        settled[_any_attempt(package.name)] = content
    with open_shelf(desk.out, MOMENT) as shelf:
        parcels = Outbox(desk.out, shelf.disk).parcels()
    settled["parcels"] = sorted(
        (p.id, p.sending) for p in parcels if p.sending is not Sending.FAILED
    )
    assert list((desk.folder / "отправка").glob(".*")) == []
    return settled


UNMOVED = frozenset({"open in Word", "closed: Списки*"})
"""Troubles of papers that are only read."""


def sending(form: str) -> Trial:
    return Trial(
        f"send {form}",
        to_send,
        (
            *("send", "--drafts", "--as", form, "--who", "Мухина", "--without", "cover-letter"),
            *(word for code in CODES for word in ("--agreement", code)),
        ),
        sent,
        packages_are_whole,
        left=OWN_TRACE | {"outbox/*.json"},
        immune=UNMOVED,
        light=True,
    )


def came_signed(folder: Path) -> Desk:
    """Approved agreements of which the signed copies are there."""
    desk = approved(folder)
    (desk.folder / "сканы").mkdir()
    for paper in desk.papers():
        if "Договор о сетевой" in paper.name and "прежние версии" not in paper.parts:
            (desk.folder / "сканы" / f"{paper.stem}.pdf").write_bytes(PDF + paper.stem.encode())
    return desk


def taken(desk: Desk) -> dict[str, object]:
    """The papers and their events, the signed files, and that each of them is recorded."""
    signed = (desk.out / SIGNED_FOLDER).rglob("*.pdf")
    records = (desk.out / ".docgen" / "signed").rglob("*.json")
    settled = kept_of_papers(desk)
    events = settled["events"]
    assert isinstance(events, list)
    # A run that was cut off leaves the record, and the next one says that it went by that.
    settled["events"] = [
        (*event[:3], re.sub("^.*«(.*)».*$", r"\1", str(event[3])), event[4]) for event in events
    ]
    return {
        **settled,
        **{path.relative_to(desk.out).as_posix(): path.read_bytes() for path in signed},
        "records": sorted(path.name for path in records),
    }


def signed_are_whole(desk: Desk) -> None:
    for path in (desk.out / SIGNED_FOLDER).rglob("*.pdf"):
        assert path.read_bytes() == PDF + path.stem.encode(), f"{path} is torn"


SIGNED = Trial(
    "signed",
    came_signed,
    ("signed", "сканы", "--who", "Крылова"),
    taken,
    signed_are_whole,
    left=OWN_TRACE | {"signed/*"},
    immune=UNMOVED,
    light=True,
)


def came_back(folder: Path) -> Desk:
    """Drafts of which copies came back from review, one of them with a remark."""
    desk = drafts(folder)
    (desk.folder / "вернулось").mkdir()
    for number, paper in enumerate(desk.papers()):
        content = paper.read_bytes()
        if not number:
            words = "Предмет Договора"
            content = marked(content, words, about("0", text(words)), comment("0", "Уточните"))
        (desk.folder / "вернулось" / paper.name).write_bytes(content)
    return desk


def counted(desk: Desk) -> dict[str, object]:
    """The papers and their events, and the copies of what came back."""
    copies = (desk.out / ".docgen" / "returned").rglob("*.docx")
    return {
        **kept_of_papers(desk),
        "copies": sorted((path.parent.name, path.name, path.read_bytes()) for path in copies),
    }


REVIEW = Trial(
    "review",
    came_back,
    ("review", "вернулось", "--who", "Котова"),
    counted,
    left=OWN_TRACE | {"returned/*"},
    immune=UNMOVED,
    light=True,
)


# --- what is made ---------------------------------------------------------------------------------


def half_made(folder: Path) -> Desk:
    """Papers of two agreements out of six, and another place of signing in all of them."""
    desk = small_desk(folder, MADE, KINDS[:1])
    said = desk.docgen("agreements", "inputs/partners.xlsx", *(f"--only={c}" for c in MADE[:2]))
    assert said.code == 0, said.text
    rows = openpyxl.load_workbook(desk.partners)
    sheet = rows["Договоры"]
    place = [cell.value for cell in sheet[1]].index("Место заключения") + 1
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value in MADE:
            sheet.cell(row, place).value = "г. Новые Дали"
    rows.save(desk.partners)
    return desk


def all_at_once() -> None:
    """In the process of the run: papers are laid in one portion, though they are few, and wait
    for the disk one after the other, for strace counts the calls of each thread."""
    shelf_room._PORTIONS = 1
    disk_room._WORTH_THREADS = len(MADE) + 1


MADE = ("Д-03", "Д-04", "Д-05", "Д-06", "Д-07", "Д-08")
MAKE = Trial(
    "make",
    half_made,
    ("agreements", "inputs/partners.xlsx"),
    kept_of_papers,
    before=all_at_once,
    # On Linux a mark beside a paper keeps nobody from moving it.
    immune=UNMOVED,
)
FORMS = ("folder", "zip", "eml") if KILLS else ("folder",)
TRIALS = (
    *(APPROVE, REGISTER, *map(sending, FORMS), SIGNED),
    *([REVIEW] if KILLS else []),
    MAKE,
)
