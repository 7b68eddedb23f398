"""A Word file as units that can be compared: paragraphs and table rows, in reading order.

Blank paragraphs are no units: they are set for looks, and programs add and drop them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from docgen.comparison.words import words_of
from docgen.opc.finished import FinishedPaper
from docgen.opc.wordprocessing import (
    CHARACTERS,
    PPR,
    RPR,
    SECTPR,
    TBL,
    TC,
    TR,
    TXBX,
    P,
    Places,
    R,
    T,
    local,
    w,
)
from docgen.printed_code import PICTURE_NAME

OBJECT = "\ufffc"
"""Stands in a text for what is no text: a picture, a formula, the mark of a footnote."""
_OBJECTS = {
    *map(w, ("drawing", "pict", "object", "sym", "footnoteReference", "endnoteReference")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara",
}
_CELL_BREAK = " | "
_WEIGHT = 3
"""A word is worth so many numbers when two units are compared."""
WORD_PARTS = ("header", "footer")
"""Parts beside the body whose text is compared; charts and schemes are drawn from data."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An element that shows characters, and where they stand in its paragraph's text."""

    element: Any
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def leaves(paragraph: Any) -> list[Leaf]:
    """What a paragraph shows, in order; text boxes count as objects."""
    found: list[Leaf] = []
    at = 0
    stack: list[Iterator[Any]] = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        text = None
        if child.tag == T:
            text = child.text or ""
        elif child.tag in _OBJECTS:
            text = None if _is_code(child) else OBJECT
        elif child.tag in CHARACTERS:
            text = CHARACTERS[child.tag]
        elif child.tag not in (PPR, RPR, P, TXBX) and len(child):
            stack.append(iter(child))
        if text is not None:
            found.append(Leaf(child, text, at))
            at += len(text)
    return found


def _is_code(drawing: Any) -> bool:
    """The QR code of a paper says what the paper says: another code is no difference."""
    return any(e.get("name") == PICTURE_NAME for e in drawing.iter("{*}docPr"))


def shown(paragraph: Any) -> str:
    """The text of a paragraph, with ``OBJECT`` for what is no text."""
    return "".join(leaf.text for leaf in leaves(paragraph))


@dataclass(eq=False)
class Unit:
    """A paragraph or a table row. ``table``: the table of a row; ``place`` as a clerk counts."""

    element: Any
    table: Any | None
    place: str
    cells: tuple[Cell, ...] = ()
    text: str = ""

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """Equal for units that say the same."""
        if self.is_row:
            return ("row", *(tuple(unit.key for unit in cell.units) for cell in self.cells))
        return ("paragraph", self.text)

    @property
    def is_row(self) -> bool:
        return self.table is not None

    @cached_property
    def words(self) -> Counter[str]:
        """How much each word says: numbers shift, marks say nothing."""
        found = Counter(word for word in words_of(self.text.casefold()) if word[0].isalnum())
        for word in found:
            if not word.isdecimal():
                found[word] *= _WEIGHT
        return found

    @cached_property
    def head(self) -> str:
        """What a row begins with."""
        return next((cell.text for cell in self.cells if cell.text.strip()), "")


@dataclass(eq=False)
class Cell:
    """A cell of a row: its own units, and a blank paragraph to write into when it has none."""

    element: Any
    place: str
    units: list[Unit] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(unit.text for unit in self.units)


@dataclass(eq=False)
class Text:
    """A part with text: ``kind`` is the last word of its relationship, empty for the body."""

    name: str
    kind: str
    words: str
    root: Any
    units: list[Unit]


def texts_of(paper: FinishedPaper) -> list[Text]:
    """The body, then headers and footers. The trees are changed: tracked changes are accepted."""
    from docgen.comparison.accepting import settle

    kinds = {
        relationship.target: relationship.type.rpartition("/")[2]
        for relationship in paper.package.relationships(paper.package.main_part)
    }
    found = []
    for part in paper.parts:
        kind = kinds.get(part.name, "") if part.words else ""
        if part.words and kind not in WORD_PARTS:
            continue
        settle(part.root)
        found.append(Text(part.name, kind, part.words, part.root, units_of(part.root, part.words)))
    return found


def all_keys(texts: Sequence[Text]) -> list[Any]:
    """Equal for files that say the same."""
    return [(text.kind, [unit.key for unit in text.units]) for text in texts]


def units_of(root: Any, part_words: str = "") -> list[Unit]:
    """The units of a part."""
    holder = root.find(w("body"))
    return list(_units(root if holder is None else holder, Places(root, part_words)))


def _units(holder: Any, places: Places) -> Iterator[Unit]:
    for block in blocks(holder):
        if block.tag == P:
            text = shown(block)
            if text.strip():
                yield Unit(block, None, places.of(block).words, text=text)
            continue
        for row in rows(block):
            cells = tuple(_cell(cell, places) for cell in _inside(row, TC))
            text = _CELL_BREAK.join(cell.text for cell in cells)
            yield Unit(row, block, places.of(row).words, cells, text)


def _cell(element: Any, places: Places) -> Cell:
    return Cell(element, places.of(element).words, list(_units(element, places)))


def blocks(holder: Any) -> Iterator[Any]:
    """Paragraphs and tables of a body, a cell or a header, those in content controls too."""
    for child in holder:
        if child.tag in (P, TBL):
            yield child
        elif local(child) in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
            yield from blocks(child)


def rows(table: Any) -> Iterator[Any]:
    """Rows of a table and not those of tables in its cells."""
    yield from _inside(table, TR)


def _inside(holder: Any, tag: str) -> Iterator[Any]:
    for child in holder:
        if child.tag == tag:
            yield child
        elif local(child) in ("sdt", "sdtContent", "customXml"):
            yield from _inside(child, tag)


def own_runs(paragraph: Any) -> list[Any]:
    """Runs of a paragraph, not those of text boxes in it."""
    found: list[Any] = []
    stack: list[Iterator[Any]] = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == R:
            found.append(child)
        elif child.tag not in (PPR, P, TXBX, SECTPR) and child.tag not in _OBJECTS and len(child):
            stack.append(iter(child))
    return found


def is_object(element: Any) -> bool:
    return element.tag in _OBJECTS


def readable(text: str) -> str:
    """A text as it is told: pictures and marks of notes have a word."""
    return text.replace(OBJECT, "[объект]").replace("\n", " ").replace("\t", " ")
