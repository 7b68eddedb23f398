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
        self.citations = citations
        self.pages_of = pages_of
        self._records = {kind: tuple(rows) for kind, rows in records.items()}
        self._by_code: dict[type[Record], dict[str, Record]] = {}
        self._views: dict[frozenset[type[Record]], Tables] = {}
        self._referring: dict[tuple[type[Record], str], dict[str, list[Record]]] = {}
        for kind, rows in self._records.items():
            if _has_code(kind):
                by_code: dict[str, Record] = {}
                for row in rows:
                    by_code.setdefault(str(getattr(row, "code", "")), row)
                self._by_code[kind] = by_code

    def __iter__(self) -> Iterator[type[Record]]:
        return iter(self._records)

    def within(self, sheets: Collection[type[Record]]) -> Tables:
        """The records of these classes alone: what papers of one family may see."""
        if self._records.keys() <= set(sheets):
            return self
        key = frozenset(sheets)
        if key not in self._views:
            own = {kind: rows for kind, rows in self._records.items() if kind in key}
            self._views[key] = Tables(own, self.citations, self.pages_of)
        return self._views[key]

    def citing(self, citations: Mapping[str, str]) -> Tables:
        """The same records under another table of acts."""
        return Tables(self._records, citations, self.pages_of)

    def counting(self, pages_of: PagesOf) -> Tables:
        """The same records beside papers whose pages have been counted."""
        return Tables(self._records, self.citations, pages_of)

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a class; empty when its sheet was not read."""
        return self._records.get(kind, ())  # type: ignore[return-value]

    def find(self, kind: type[R], code: str | None) -> R | None:
        """The record with this code, or ``None``."""
        if code is None:
            return None
        return self._by_code.get(kind, {}).get(code)  # type: ignore[return-value]

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
        index = self._referring.get((kind, attribute))
        if index is None:
            index = self._referring[kind, attribute] = defaultdict(list)
            for row in self.of(kind):
                for named in dict.fromkeys(codes_in(getattr(row, attribute))):
                    index[named].append(row)
        return tuple(index.get(code, ())) if code else ()  # type: ignore[arg-type]

    def only(self, kind: type[R]) -> R | None:
        """The single record of a sheet of pairs, or ``None`` when it was not read."""
        rows = self.of(kind)
        return rows[0] if rows else None


def codes_in(value: object) -> tuple[str, ...]:
    """The codes in a cell of references: several, one, or none where it is empty."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (str(value),)


def _has_code(kind: type[Record]) -> bool:
    return any(c.cell_type is ColumnType.CODE for c in columns_of(kind))
