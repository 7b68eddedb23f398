"""All records of one run, by class, with their codes as keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from docgen.records.schema import ColumnType, Record, columns_of

R = TypeVar("R", bound=Record)
PagesOf = Callable[[str], int | None]
"""Identity of a paper → its pages, ``None`` while nobody has counted them."""


def _uncounted(_identity: str) -> int | None:
    return None


class _Sheet:
    """The records of one class, with what finds them; shared by all tables that hold them."""

    __slots__ = ("_by_code", "_kind", "_referring", "rows")

    def __init__(self, kind: type[Record], rows: Iterable[Record]) -> None:
        self.rows = tuple(rows)
        self._kind = kind
        self._by_code: dict[str, Record] | None = None
        self._referring: dict[str, dict[str, tuple[Record, ...]]] = {}

    def find(self, code: str) -> Record | None:
        if self._by_code is None:
            self._by_code = {}
            if any(c.cell_type is ColumnType.CODE for c in columns_of(self._kind)):
                for row in self.rows:
                    self._by_code.setdefault(str(getattr(row, "code", "")), row)
        return self._by_code.get(code)

    def referring(self, attribute: str, code: str) -> tuple[Record, ...]:
        index = self._referring.get(attribute)
        if index is None:
            found: dict[str, list[Record]] = defaultdict(list)
            for row in self.rows:
                for named in dict.fromkeys(codes_in(getattr(row, attribute))):
                    found[named].append(row)
            index = {named: tuple(rows) for named, rows in found.items()}
            self._referring[attribute] = index
        return index.get(code, ())


class Tables:
    """Records by class, in the order of their rows. Nothing changes after construction.

    ``citations``: how papers of this run name acts, by the names that templates use; ``None``
    for the shipped table. ``pages_of``: how many pages a paper has that was made before.
    """

    def __init__(
        self,
        records: Mapping[type[Record], Iterable[Record]],
        citations: Mapping[str, str] | None = None,
        pages_of: PagesOf = _uncounted,
    ) -> None:
        sheets = {kind: _Sheet(kind, rows) for kind, rows in records.items()}
        self._hold(sheets, citations, pages_of)

    def _hold(
        self,
        sheets: Mapping[type[Record], _Sheet],
        citations: Mapping[str, str] | None,
        pages_of: PagesOf,
    ) -> None:
        self.citations = citations
        self.pages_of = pages_of
        self._sheets = sheets
        self._views: dict[tuple[type[Record], ...], Tables | None] = {}

    def _of(
        self,
        sheets: Mapping[type[Record], _Sheet],
        citations: Mapping[str, str] | None,
        pages_of: PagesOf,
    ) -> Tables:
        """Other tables over the same rows and the same ways to find them."""
        made = Tables.__new__(Tables)
        made._hold(sheets, citations, pages_of)
        return made

    def __iter__(self) -> Iterator[type[Record]]:
        return iter(self._sheets)

    def within(self, sheets: Collection[type[Record]]) -> Tables:
        """The records of these classes alone: what papers of one family may see."""
        key = tuple(sheets)
        if key not in self._views:
            own = {kind: rows for kind, rows in self._sheets.items() if kind in key}
            whole = len(own) == len(self._sheets)
            self._views[key] = None if whole else self._of(own, self.citations, self.pages_of)
        return self._views[key] or self

    def citing(self, citations: Mapping[str, str]) -> Tables:
        """The same records under another table of acts."""
        return self._of(self._sheets, citations, self.pages_of)

    def counting(self, pages_of: PagesOf) -> Tables:
        """The same records beside papers whose pages have been counted."""
        return self._of(self._sheets, self.citations, pages_of)

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a class; empty when its sheet was not read."""
        sheet = self._sheets.get(kind)
        return sheet.rows if sheet else ()  # type: ignore[return-value]

    def find(self, kind: type[R], code: str | None) -> R | None:
        """The record with this code, or ``None``."""
        sheet = self._sheets.get(kind)
        return sheet.find(code) if sheet and code is not None else None  # type: ignore[return-value]

    def get(self, kind: type[R], code: str | None) -> R:
        """The record with this code. Raises ``KeyError``: callers use it after linking."""
        found = self.find(kind, code)
        if found is None:
            raise KeyError(f"{kind.__name__} {code!r}")
        return found

    def referring(self, kind: type[R], attribute: str, code: str | None) -> tuple[R, ...]:
        """Rows of a class whose reference leads to this code, in the order of their rows.

        For a list of references it is enough that one of them does. Empty for no code.
        """
        sheet = self._sheets.get(kind)
        return sheet.referring(attribute, code) if sheet and code else ()  # type: ignore[return-value]

    def only(self, kind: type[R]) -> R | None:
        """The single record of a sheet of pairs, or ``None`` when it was not read."""
        rows = self.of(kind)
        return rows[0] if rows else None


def codes_in(value: object) -> tuple[str, ...]:
    """The codes in a cell of references: several, one, or none where it is empty."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (str(value),)
