"""What the page shows of a paper, as values, and a paper's text read for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docgen.diagnostics import Diagnostic
from docgen.opc.finished import FinishedPaper
from docgen.opc.wordprocessing import TBL, TC, TR, TXBX, P, enclosing, text_of
from docgen.review.remarks import Remark

MOST_BLOCKS = 3_000
"""Paragraphs and tables of one paper that the page shows as text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table as its rows; one of the two."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A place where the newest version differs from the one before."""

    place: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """One file that came back. ``note``: what should be known of it, «к версии 1, не последней»;
    ``when``: as it is shown."""

    title: str
    note: str
    when: str
    remarks: tuple[Remark, ...]

    @property
    def open_remarks(self) -> int:
        return sum(remark.is_open for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class Step:
    """One event in the life of a paper, in words; ``when``: as it is shown."""

    when: str
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A paper on the page.

    ``name``: of its file; ``place``: its folder; ``title``: of its kind; ``pictures``: its pages
    as PNG, empty when there are none and then ``text`` is shown; ``edits``: against version
    ``former``, 0 when there is nothing to compare with; ``decidable``: it may be approved or
    returned now.
    """

    document_id: str
    name: str
    place: str
    title: str
    state: str
    version: int
    signers: tuple[str, ...] = ()
    came_back: tuple[CameBack, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    former: int = 0
    edits: tuple[Edit, ...] = ()
    history: tuple[Step, ...] = ()
    to_do: tuple[str, ...] = ()
    text: tuple[Block, ...] = ()
    pictures: tuple[bytes, ...] = ()
    decidable: bool = False

    @property
    def open_remarks(self) -> int:
        return sum(came.open_remarks for came in self.came_back)


def text_blocks(paper: FinishedPaper) -> tuple[Block, ...]:
    """The body of a paper as paragraphs and tables, in reading order."""
    body = next((part.root for part in paper.parts if not part.words), None)
    blocks: list[Block] = []
    waiting: list[Any] = [body] if body is not None else []
    while waiting and len(blocks) < MOST_BLOCKS:
        element = waiting.pop()
        if element.tag == P:
            text = text_of(element)
            blocks += [Block(text)] if text.strip() else []
            boxes = [b for b in element.iter(TXBX) if enclosing(b.getparent(), TXBX) is None]
            waiting += reversed(boxes)
        elif element.tag == TBL:
            blocks.append(Block(rows=_rows(element)))
        elif isinstance(element.tag, str):
            waiting += reversed(list(element))
    return tuple(blocks)


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(
            "\n".join(filter(None, (text_of(p).strip() for p in cell.iter(P))))
            for cell in row.iter(TC)
            if enclosing(cell.getparent(), TR) is row
        )
        for row in table.iter(TR)
        if enclosing(row, TBL) is table
    )
