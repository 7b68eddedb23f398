"""A new draft brought into a file that a person edited: a merge of three texts.

What only docgen changed goes into the edited file, what only the hand changed stays; where both
changed the same words, the hand's text stays and a conflict is told. The file keeps its looks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.comparison.adopting import Adoption
from docgen.comparison.alignment import Pair
from docgen.comparison.matching import matched, matched_in_cell, same_texts
from docgen.comparison.pen import Pen
from docgen.comparison.reading import Text, Unit, blocks
from docgen.comparison.tracked import fill_cell
from docgen.comparison.words import Span, changed_spans
from docgen.opc.wordprocessing import P, w

_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place of the edited file that both sides changed: as it was, by hand, in the draft.

    An empty text: there is no such paragraph or row on that side.
    """

    place: str
    was: str
    by_hand: str
    new: str


@dataclass
class Merge:
    """``changes``: places of the edited file that were renewed. ``both``: places where both have
    added something; all of it is in the file, only its order is a guess."""

    changes: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    both: list[Conflict] = field(default_factory=list)


def merge(
    base: Sequence[Text], ours: Sequence[Text], theirs: Sequence[Text], adoption: Adoption
) -> Merge:
    """Change the trees of the edited file (``ours``); what came of it."""
    result = Merge()
    edited = {id(old): new for old, new in same_texts(base, ours) if old is not None}
    drafted = {id(old): new for old, new in same_texts(base, theirs) if old is not None}
    for old in base:
        mine, other = edited.get(id(old)), drafted.get(id(old))
        if mine is not None and other is not None:
            _Merging(mine, adoption, result).merge(old, mine, other)
        elif other is not None and _keys(old.units) != _keys(other.units):
            result.conflicts.append(Conflict(old.words, _text(old.units), "", _text(other.units)))
        elif other is None and mine is not None and old.units:
            result.conflicts.append(Conflict(old.words, _text(old.units), _text(mine.units), ""))
    known = {id(text) for text in drafted.values()}
    for text in theirs:
        if id(text) not in known and text.units:
            result.conflicts.append(Conflict(text.words, "", "", _text(text.units)))
    return result


class _Merging:
    """One text of the edited file."""

    def __init__(self, text: Text, adoption: Adoption, result: Merge) -> None:
        self._adoption = adoption
        self._result = result
        self._pen = Pen(text.root, adoption, tracked=False)

    def merge(self, base: Text, ours: Text, theirs: Text) -> None:
        body = ours.root.find(w("body"))
        to_ours = matched(base.units, ours.units, whole_tables=False)
        to_theirs = matched(base.units, theirs.units, whole_tables=False)
        for a, b in matched(ours.units, theirs.units):
            if not ours.units[a].is_row and not theirs.units[b].is_row:
                self._adoption.learn_lists(ours.units[a].element, theirs.units[b].element)
        holder = ours.root if body is None else body
        sides = (base.units, ours.units, theirs.units)
        _Sequence(self, holder, "", *sides, to_ours, to_theirs).merge()

    def pair(self, base: Unit, ours: Unit, theirs: Unit) -> None:
        """A unit that all three sides have."""
        if theirs.key == base.key or ours.key == theirs.key:
            return
        if base.is_row:
            self._row(base, ours, theirs)
        else:
            self._paragraph(base, ours, theirs)

    def _row(self, base: Unit, ours: Unit, theirs: Unit) -> None:
        if len(base.cells) == len(ours.cells) == len(theirs.cells):
            for old, mine, other in zip(base.cells, ours.cells, theirs.cells, strict=True):
                if _keys(old.units) == _keys(other.units):
                    continue
                if _keys(mine.units) == _keys(other.units):
                    continue
                to_ours = matched_in_cell(old.units, mine.units)
                to_theirs = matched_in_cell(old.units, other.units)
                sides = (old.units, mine.units, other.units)
                _Sequence(self, mine.element, mine.place, *sides, to_ours, to_theirs).merge()
        elif ours.key == base.key:
            ours.element.addnext(self._pen.copy_of_row(theirs.element))
            self._pen.remove_row(ours.element)
            self._result.changes += 1
        else:
            self.conflict(ours.place, base.text, ours.text, theirs.text)

    def _paragraph(self, base: Unit, ours: Unit, theirs: Unit) -> None:
        by_hand = changed_spans(base.text, ours.text)
        wanted = [
            span
            for span in changed_spans(base.text, theirs.text)
            if not any(_same(span, theirs.text, other, ours.text) for other in by_hand)
        ]
        if any(_meet(span, other, base.text) for span in wanted for other in by_hand):
            self.conflict(ours.place, base.text, ours.text, theirs.text)
            return
        if wanted:
            shifted = [_shifted(span, by_hand) for span in wanted]
            self._pen.rewrite(ours.element, theirs.element, shifted)
            self._result.changes += 1

    def conflict(self, place: str, was: str, by_hand: str, new: str) -> None:
        """Note a place that both have changed."""
        self._result.conflicts.append(Conflict(place, was, by_hand, new))


class _Sequence:
    """The units of a body, a header or a cell (which has a ``place``)."""

    def __init__(
        self,
        whole: _Merging,
        holder: Any,
        cell: str,
        base: Sequence[Unit],
        ours: Sequence[Unit],
        theirs: Sequence[Unit],
        to_ours: Sequence[Pair],
        to_theirs: Sequence[Pair],
    ) -> None:
        self._whole = whole
        self._pen = whole._pen
        self._result = whole._result
        self._holder = holder
        self._cell = cell
        self._base, self._ours, self._theirs = base, ours, theirs
        self._to_ours, self._to_theirs = dict(to_ours), dict(to_theirs)
        self._from_ours = {b: a for a, b in to_ours}
        self._from_theirs = {b: a for a, b in to_theirs}
        self._placed: dict[int, Unit] = {}
        self._tables: dict[Any, Any] = {}

    def merge(self) -> None:
        by_hand = {u.key for n, u in enumerate(self._ours) if n not in self._from_ours}
        for number, unit in enumerate(self._theirs):
            if number in self._from_theirs:
                continue
            if unit.key in by_hand:
                continue
            self._add(number, unit)
        for number, unit in enumerate(self._base):
            mine = self._to_ours.get(number)
            other = self._to_theirs.get(number)
            if mine is not None and other is not None:
                self._whole.pair(unit, self._ours[mine], self._theirs[other])
            elif mine is not None:
                self._remove(unit, self._ours[mine])
            elif other is not None and self._theirs[other].key != unit.key:
                place = self._cell or unit.place
                self._whole.conflict(place, unit.text, "", self._theirs[other].text)

    def _remove(self, base: Unit, ours: Unit) -> None:
        """The draft has it no more."""
        if ours.key != base.key:
            self._whole.conflict(ours.place, base.text, ours.text, "")
        elif ours.is_row:
            self._pen.remove_row(ours.element)
            self._result.changes += 1
        else:
            self._pen.remove_paragraph(ours.element)
            self._result.changes += 1

    # --- additions ---------------------------------------------------------------------------

    def _add(self, number: int, unit: Unit) -> None:
        """Something that the draft has anew."""
        anchor, at = self._anchor(number)
        beside = self._added_by_hand_after(at)
        place = self._cell or (anchor.place if anchor else unit.place)
        if beside and self._cell:
            self._whole.conflict(place, "", _text(beside), unit.text)
            return
        if not self._ours and self._cell:
            if number == 0:
                fill_cell(self._pen, self._holder, self._theirs)
                self._result.changes += 1
            return
        made = self._put(number, unit, anchor)
        if made is None:
            self._whole.conflict(place, "", "", unit.text)
            return
        self._placed[number] = made
        self._result.changes += 1
        if beside:
            self._result.both.append(Conflict(place, "", _text(beside), unit.text))

    def _anchor(self, number: int) -> tuple[Unit | None, int]:
        """The unit of the edited file behind which the addition belongs, and its number there,
        -1 for the beginning."""
        for before in range(number - 1, -1, -1):
            if before in self._placed:
                made = self._placed[before]
                return made, -2
            known = self._from_theirs.get(before)
            if known is not None and (mine := self._to_ours.get(known)) is not None:
                return self._ours[mine], mine
        return None, -1

    def _following(self, number: int) -> Unit | None:
        """The next unit of the draft that the edited file has too."""
        for after in range(number + 1, len(self._theirs)):
            known = self._from_theirs.get(after)
            if known is not None and (mine := self._to_ours.get(known)) is not None:
                return self._ours[mine]
        return None

    def _added_by_hand_after(self, at: int) -> list[Unit]:
        if at < -1:
            return []
        found = []
        for number in range(at + 1, len(self._ours)):
            if number in self._from_ours:
                break
            found.append(self._ours[number])
        return found

    def _put(self, number: int, unit: Unit, anchor: Unit | None) -> Unit | None:
        """Put an addition into the file; ``None`` when there is no place for it."""
        following = self._following(number)
        if unit.table is None:
            made = self._pen.copy_of_paragraph(unit.element)
            if anchor is None or anchor.table is None:
                self._behind(anchor, made)
            elif following is not None and following.table is anchor.table:
                return None
            else:
                anchor.table.addnext(made)
            return Unit(made, None, anchor.place if anchor else unit.place, text=unit.text)
        known = {
            self._theirs[b].table: self._ours[mine].table
            for b, a in self._from_theirs.items()
            if (mine := self._to_ours.get(a)) is not None
        }
        row = self._pen.copy_of_row(unit.element)
        if (
            anchor is not None
            and anchor.is_row
            and (unit.table in known or self._tables.get(unit.table) is anchor.table)
        ):
            anchor.element.addnext(row)
            return Unit(row, anchor.table, anchor.place, text=unit.text)
        if unit.table in known:
            if following is None or not following.is_row:
                return None
            following.element.addprevious(row)
            return Unit(row, following.table, following.place, text=unit.text)
        table = self._pen.empty_table(unit.table)
        if anchor is None or anchor.table is None:
            self._behind(anchor, table)
        else:
            anchor.table.addnext(table)
            table.addprevious(self._pen.blank(table))
        table.append(row)
        self._tables[unit.table] = table
        if (after := table.getnext()) is not None and after.tag != P:
            table.addnext(self._pen.blank(table))
        return Unit(row, table, unit.place, text=unit.text)

    def _behind(self, anchor: Unit | None, made: Any) -> None:
        if anchor is not None:
            anchor.element.addnext(made)
            return
        first = next(blocks(self._holder), None)
        if first is not None:
            first.addprevious(made)
        else:
            self._holder.insert(0, made)


def _keys(units: Sequence[Unit]) -> list[Any]:
    return [unit.key for unit in units]


def _text(units: Sequence[Unit]) -> str:
    return "\n".join(unit.text for unit in units)


def _same(span: Span, text: str, other: Span, other_text: str) -> bool:
    """Whether both sides made the same change."""
    return (span.start, span.end, text[span.new_start : span.new_end]) == (
        other.start,
        other.end,
        other_text[other.new_start : other.new_end],
    )


def _meet(span: Span, other: Span, base: str) -> bool:
    """Whether two changes have not a word of the old text between them."""
    first, second = sorted((span, other), key=lambda each: (each.start, each.end))
    return not _WORD.search(base[first.end : second.start])


def _shifted(span: Span, by_hand: Sequence[Span]) -> Span:
    """The span in a text that the hand has changed before it."""
    shift = sum(
        (other.new_end - other.new_start) - (other.end - other.start)
        for other in by_hand
        if other.end <= span.start
    )
    return Span(span.start + shift, span.end + shift, span.new_start, span.new_end)
