"""The old file with tracked changes that make the new one of it.

Accepting them all gives the words of the new file, rejecting them all those of the old one. What
hangs on other parts of the new file (pictures, notes) is not brought over; blank paragraphs are
left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docgen.comparison.adopting import Adoption
from docgen.comparison.alignment import Pair, gaps
from docgen.comparison.differences import Difference, differences
from docgen.comparison.matching import matched, matched_in_cell, same_texts, with_tails
from docgen.comparison.pen import Pen
from docgen.comparison.reading import Text, Unit, blocks, rows, texts_of
from docgen.comparison.words import changed_spans
from docgen.opc.finished import FinishedPaper
from docgen.opc.wordprocessing import TBL, TC, P, w
from docgen.opc.writing import write_package
from docgen.passport import CUSTOM_PART, without_passport


def tracked_file(old: FinishedPaper, new: FinishedPaper) -> tuple[bytes, list[Difference]]:
    """The bytes of a Word file, and what differs. The trees of both papers are used up."""
    ours, theirs = texts_of(old), texts_of(new)
    found = differences(ours, theirs)
    adoption = Adoption(new.package, old.package)
    for mine, other in same_texts(ours, theirs):
        if mine is not None and other is not None:
            Tracking(mine, adoption).make_like(mine.units, other.units)
    return bytes_with(old, ours), found


def bytes_with(paper: FinishedPaper, texts: Sequence[Text], custom: bytes | None = None) -> bytes:
    """The container of a paper with these texts; no paper of docgen's any more unless its
    ``custom`` properties say so."""
    from lxml import etree

    parts = {name: paper.package.read(name) for name in paper.package.names()}
    for text in texts:
        tree: bytes = etree.tostring(
            text.root, encoding="UTF-8", xml_declaration=True, standalone=True
        )
        parts[_name_in(parts, text.name)] = tree
    if CUSTOM_PART in parts:
        parts[CUSTOM_PART] = custom or without_passport(parts[CUSTOM_PART]) or parts[CUSTOM_PART]
    return write_package(parts)


def _name_in(parts: dict[str, bytes], name: str) -> str:
    """Names of parts are found whatever their case."""
    if name in parts:
        return name
    return next((known for known in parts if known.casefold() == name.casefold()), name)


class Tracking:
    """One text that is made like another."""

    def __init__(self, text: Text, adoption: Adoption) -> None:
        holder = text.root.find(w("body"))
        self._holder = text.root if holder is None else holder
        self._adoption = adoption
        self._pen = Pen(text.root, adoption, tracked=True)

    def make_like(self, left: Sequence[Unit], right: Sequence[Unit]) -> None:
        """Track whatever differs."""
        pairs = with_tails(left, right, matched(left, right))
        for a, b in pairs:
            if not left[a].is_row and not right[b].is_row:
                self._adoption.learn_lists(left[a].element, right[b].element)
        self._sequence(self._holder, left, right, pairs)
        self._pen.move_end_marks(self._holder)

    def _sequence(
        self, holder: Any, left: Sequence[Unit], right: Sequence[Unit], pairs: Sequence[Pair]
    ) -> None:
        placing = Placing(self._pen, holder, left, right, pairs)
        between = list(gaps(pairs, (0, len(left), 0, len(right))))
        for a, b in pairs:
            self._pair(left[a], right[b], placing)
        for a, b, c, d in between:
            for unit in left[a:b]:
                if unit.is_row:
                    self._pen.remove_row(unit.element)
                else:
                    self._pen.remove_paragraph(unit.element)
            anchor = left[b - 1] if b else None
            for unit in right[c:d]:
                anchor = placing.add(unit, anchor, left[:b])

    def _pair(self, old: Unit, new: Unit, placing: Placing) -> None:
        if old.key == new.key:
            return
        if not old.is_row:
            self._pen.rewrite(old.element, new.element, changed_spans(old.text, new.text))
            return
        if len(old.cells) != len(new.cells):
            self._pen.remove_row(old.element)
            placing.add(new, old, [])
            return
        for mine, theirs in zip(old.cells, new.cells, strict=True):
            if not mine.units and theirs.units:
                fill_cell(self._pen, mine.element, theirs.units)
                continue
            pairs = with_tails(mine.units, theirs.units, matched_in_cell(mine.units, theirs.units))
            self._sequence(mine.element, mine.units, theirs.units, pairs)
            self._pen.move_end_marks(mine.element)


class Placing:
    """Where additions go in the old file."""

    def __init__(
        self,
        pen: Pen,
        holder: Any,
        left: Sequence[Unit],
        right: Sequence[Unit],
        pairs: Sequence[Pair],
    ) -> None:
        self._pen = pen
        self._holder = holder
        self._tables: dict[Any, Any] = {
            right[b].table: left[a].table for a, b in pairs if left[a].is_row and right[b].is_row
        }
        self._to_come: dict[Any, Unit] = {}
        for unit in reversed(right):
            if (table := self._tables.get(unit.table)) is not None:
                self._to_come[table] = unit
        self._order = {unit: number for number, unit in enumerate(right)}

    def add(self, unit: Unit, anchor: Unit | None, before: Sequence[Unit]) -> Unit:
        """Put a unit of the new file behind the anchor; the unit as it now stands here.

        ``before``: all units of the old file up to this place.
        """
        if unit.table is None:
            made = self._pen.copy_of_paragraph(unit.element)
            self._behind(anchor, made, unit)
            return Unit(made, None, unit.place, text=unit.text)
        row = self._pen.copy_of_row(unit.element)
        table = self._tables.get(unit.table)
        if table is None:
            table = self._pen.empty_table(unit.table)
            self._behind(anchor, table, unit)
            self._tables[unit.table] = table
            for neighbour in (table.getprevious(), table.getnext()):
                if neighbour is not None and neighbour.tag == TBL:
                    blank = self._pen.blank(table)
                    (table.addprevious if neighbour is table.getprevious() else table.addnext)(
                        blank
                    )
            table.append(row)
            return Unit(row, table, unit.place, text=unit.text)
        if anchor is None or anchor.table is not table:
            anchor = next((known for known in reversed(before) if known.table is table), None)
        if anchor is not None:
            _of_row(anchor.element).addnext(row)
        else:
            _of_row(next(rows(table))).addprevious(row)
        return Unit(row, table, unit.place, text=unit.text)

    def _behind(self, anchor: Unit | None, made: Any, unit: Unit) -> None:
        if anchor is not None:
            begins = self._to_come.get(anchor.table)
            if anchor.table is not None and begins and self._order[unit] < self._order[begins]:
                # The table has lost its first rows; on the other side it is still to come.
                anchor.table.addprevious(made)
                return
            (anchor.element if anchor.table is None else anchor.table).addnext(made)
            return
        first = next(blocks(self._holder), None)
        if first is not None:
            first.addprevious(made)
            return
        last = next((c for c in self._holder if c.tag == w("sectPr")), None)
        if last is not None:
            last.addprevious(made)
        else:
            self._holder.append(made)


def fill_cell(pen: Pen, cell: Any, units: Sequence[Unit]) -> None:
    """Write units into a blank cell: the first words go into the paragraph that is there."""
    blank = next((child for child in cell if child.tag == P), None)
    first, *others = units
    if blank is None or first.is_row:
        others = list(units)
        anchor = None
    else:
        pen.rewrite(blank, first.element, changed_spans("", first.text))
        anchor = Unit(blank, None, "")
    placing = Placing(pen, cell, [], [], [])
    for unit in others:
        anchor = placing.add(unit, anchor, [])
    pen.move_end_marks(cell)


def _of_row(row: Any) -> Any:
    """The row, or the content control that holds it."""
    while row.getparent().tag not in (TBL, TC):
        row = row.getparent()
    return row
