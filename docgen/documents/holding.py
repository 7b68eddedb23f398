"""Which papers errors hold: those of the rows that they touch, and those that lack a row by them.

A row whose reference leads nowhere may belong to any of its nearest candidates. What is made of a
candidate and lists such rows (an agreement its parties, an order the pupils of a group) would come
out without it, and waits. What only names the candidate (the contract of another pupil of that
group) lacks nothing and is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docgen.diagnostics import Diagnostic, RowKey, touched_rows
from docgen.documents.kinds import Kind
from docgen.documents.plan import PlannedPaper
from docgen.records.schema import Record, columns_of
from docgen.records.tables import Tables, codes_in
from docgen.records.workbooks import with_referred


class Holding:
    """What the errors among some diagnostics hold."""

    def __init__(self, diagnostics: Iterable[Diagnostic], tables: Tables) -> None:
        errors = [diagnostic for diagnostic in diagnostics if diagnostic.is_error]
        self._tables = tables
        self._rows = touched_rows(errors)
        self._strays = _strays(errors, tables)
        self._reached: dict[str, frozenset[Any]] = {}

    def holds(self, paper: PlannedPaper) -> bool:
        """Whether the paper must not be made."""
        if not self._rows and not self._strays:
            return False
        sources = paper.sources
        keys = [row.origin.key for row in sources]
        if not self._rows.isdisjoint(keys):
            return True
        return any(
            key in self._strays and self._lists(paper, sources, row, self._strays[key])
            for key, row in zip(keys, sources, strict=True)
        )

    def _lists(
        self,
        paper: PlannedPaper,
        sources: Iterable[Record],
        owner: Record,
        strays: Iterable[Any],
    ) -> bool:
        """Whether the paper is also made of the owner's rows of one of the classes ``strays``.

        Those that it names itself are no list: an enrolment its pupil, not all the pupils of his
        representative. While the owner has no rows nobody knows, and the paper waits, unless it
        could only name such a row.
        """
        made_of = {id(row) for row in sources}
        for stray in strays:
            rows = {id(row) for row in self._rows_of(owner, stray)}
            if not rows and stray not in self._named_classes(paper.kind):
                return True
            if rows & made_of - self._named_rows(paper.subject):
                return True
        return False

    def _rows_of(self, owner: Record, stray: type[Record]) -> list[Record]:
        """The rows of a class that do refer to the owner."""
        return [
            row
            for column in columns_of(stray)
            if column.refers_to is not None and isinstance(owner, column.refers_to)
            for row in self._tables.referring(stray, column.attribute, getattr(owner, "code", None))
        ]

    def _named_classes(self, kind: Kind) -> frozenset[Any]:
        """Classes to which references lead from the rows of a kind, its own among them."""
        if kind.id not in self._reached:
            self._reached[kind.id] = frozenset(with_referred([kind.record], kind.sheets))
        return self._reached[kind.id]

    def _named_rows(self, subject: Record) -> set[int]:
        """Rows to which references lead from this one, itself among them."""
        waiting: list[Record | None] = [subject]
        found: set[int] = set()
        while waiting:
            row = waiting.pop()
            if row is None or id(row) in found:
                continue
            found.add(id(row))
            waiting += [
                self._tables.find(column.refers_to, code)
                for column in columns_of(type(row))
                if column.refers_to is not None
                for code in codes_in(getattr(row, column.attribute))
            ]
        return found


def _strays(errors: Iterable[Diagnostic], tables: Tables) -> dict[RowKey, set[Any]]:
    """Row that a faulty one may belong to → classes of the faulty ones."""
    faults = [fault for fault in errors if fault.candidates]
    sheets: dict[tuple[str, str], Any] = {}
    if faults:
        for kind in tables:
            sheets |= {(row.origin.file, row.origin.sheet): kind for row in tables.of(kind)}
    found: dict[RowKey, set[Any]] = {}
    for fault in faults:
        stray = sheets[fault.origin.file, fault.origin.sheet]
        for candidate in fault.candidates:
            found.setdefault(candidate.row_key, set()).add(stray)
    return found
