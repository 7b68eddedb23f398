"""A part of the records of a run: sheets of a few rows whole, of the large ones what is given.

A paper is made of a handful of rows. Where it is made by another process, all the rows of a
district need not go there: it gets the short sheets once, and of the long ones the rows that the
paper is made of. Whatever else of a long sheet is asked for is not guessed: ``Elsewhere`` is
raised, and the paper is made where all rows are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NoReturn, TypeVar

from docgen.records.schema import Record
from docgen.records.tables import Tables

R = TypeVar("R", bound=Record)
LONG_SHEET = 300
"""Rows from which a sheet is not sent whole."""


class Elsewhere(Exception):
    """What is asked for is not among these records; it may be among those of the run."""


def long_sheets(tables: Tables) -> frozenset[type[Record]]:
    """The classes of which there are too many rows to be everywhere."""
    return frozenset(kind for kind in tables if len(tables.of(kind)) > LONG_SHEET)


class Excerpt(Tables):
    """Records of ``whole`` and, of the ``long`` classes, only ``rows``.

    ``whole`` names the long classes too, without rows. Answers are those of all records or none.
    """

    def __init__(
        self, whole: Tables, long: Collection[type[Record]], rows: Iterable[Record]
    ) -> None:
        found: dict[tuple[type[Record], str], Record] = {}
        for row in rows:
            found.setdefault((type(row), str(getattr(row, "code", ""))), row)
        self._take(whole, frozenset(long), found)

    def _take(
        self,
        whole: Tables,
        long: frozenset[type[Record]],
        rows: Mapping[tuple[type[Record], str], Record],
    ) -> None:
        self.citations = whole.citations
        self.pages_of = _nobody_counts
        self._whole = whole
        self._long = long
        self._rows = rows

    def __iter__(self) -> Iterator[type[Record]]:
        return iter(self._whole)

    def within(self, sheets: Collection[type[Record]]) -> Tables:
        """The records of these classes alone."""
        seen = self._whole.within(sheets)
        if seen is self._whole:
            return self
        narrower = Excerpt.__new__(Excerpt)
        narrower._take(seen, self._long & frozenset(sheets), self._rows)
        return narrower

    def citing(self, citations: Mapping[str, str]) -> NoReturn:
        """An excerpt is made of records whose acts are settled."""
        raise TypeError

    def counting(self, pages_of: Any) -> NoReturn:
        """Pages are counted where the papers lie."""
        raise TypeError

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a class. Raises ``Elsewhere`` for a long one, as all below do."""
        if kind in self._long:
            raise Elsewhere(kind.__name__)
        return self._whole.of(kind)

    def find(self, kind: type[R], code: str | None) -> R | None:
        """The record with this code, or ``None``."""
        if kind not in self._long or code is None:
            return self._whole.find(kind, code)
        found = self._rows.get((kind, code))
        if found is None:
            raise Elsewhere(kind.__name__)
        return found  # type: ignore[return-value]

    def referring(self, kind: type[R], attribute: str, code: str | None) -> tuple[R, ...]:
        """Rows of a class whose reference leads to this code."""
        if kind in self._long and code:
            raise Elsewhere(kind.__name__)
        return self._whole.referring(kind, attribute, code)


def _nobody_counts(_identity: str) -> int | None:
    raise Elsewhere("pages")
