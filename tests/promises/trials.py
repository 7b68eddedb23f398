"""The commands that are put through the ordeal, each with the desk that it starts from.

To add one: a function that makes its desk in an empty folder, what is compared after it, and a
``Trial`` in ``TRIALS``.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection
from pathlib import Path

import openpyxl

from tests.desk import Desk, new_desk
from tests.promises.ordeal import Trial
from tests.promises.world import papers_of

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
    """Three agreements and their lists of pupils, none approved."""
    desk = small_desk(folder)
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
TRIALS = (APPROVE, REGISTER)
