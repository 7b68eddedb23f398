"""References between rows: what the clerk typed becomes the code of the row she meant.

A reference is a code or an unambiguous name. A row whose reference leads nowhere is reported
with its nearest candidates, and what lists such rows of a candidate is held too: a party that
belongs to nobody must not be missed silently in the agreement that it was meant for.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from docgen.diagnostics import Diagnostic, Origin, diagnose, nearest, perhaps
from docgen.records.schema import Column, Record, columns_of
from docgen.records.spelling import name_key
from docgen.records.tables import Tables, codes_in

_MOST_GUESSES = 200
"""Comparing every stray code with every row takes minutes in a workbook of another district."""
_COMPARED_WHOLE = 2000
_COMPARED_OF_MANY = 200


def names_of(record: Record) -> tuple[str, ...]:
    """Every name by which a row may be referred to besides its code."""
    parts = [str(getattr(record, a) or "") for a in record.SHEET.label_attributes if a != "code"]
    names = [" ".join(p for p in parts if p)]
    if len(parts) > 1:
        surname, *given = parts
        initials = "".join(f"{g[0]}." for g in given if g)
        names += [f"{surname} {initials}", f"{initials} {surname}"]
    names += [str(getattr(record, a, None) or "") for a in ("full_name", "title")]
    return tuple(n for n in dict.fromkeys(names) if n.strip())


class _Index:
    """Rows of one class by code and by name."""

    def __init__(self, rows: Sequence[Record]) -> None:
        self._rows = rows
        self.by_code: dict[str, Record] = {}
        self._guesses: dict[str, list[Record]] = {}
        for row in rows:
            if code := getattr(row, "code", None):
                self.by_code.setdefault(name_key(str(code)), row)

    @cached_property
    def by_name(self) -> dict[str, list[Record]]:
        """Rows by each of their names: made for the first reference that is no code."""
        found: dict[str, list[Record]] = defaultdict(list)
        for row in self._rows:
            for name in {name_key(n.replace(" .", ".")) for n in names_of(row)}:
                found[name].append(row)
        return found

    def find(self, text: str) -> list[Record]:
        key = name_key(text)
        if key in self.by_code:
            return [self.by_code[key]]
        return self.by_name.get(key, []) or self.by_name.get(key.replace(". ", "."), [])

    def nearest(self, text: str) -> list[Record]:
        """Up to three rows whose code or name looks like the text, the likest first."""
        key = name_key(text)
        if key not in self._guesses:
            if len(self._guesses) >= _MOST_GUESSES:
                return []
            known = self._known
            close = nearest(key, self._alike(key), key=str, most=3)
            self._guesses[key] = list({id(known[n]): known[n] for n in close}.values())
        return self._guesses[key]

    @cached_property
    def _known(self) -> dict[str, Record]:
        """Every code and name by which a row may be meant."""
        return {**{n: rows[0] for n, rows in self.by_name.items()}, **self.by_code}

    def _alike(self, key: str) -> Sequence[str]:
        """What is compared with a key letter by letter: on a large sheet not everything, but what
        has most threes of letters in common with it, the rare ones first."""
        known = list(self._known)
        if len(known) <= _COMPARED_WHOLE:
            return known
        lists = sorted((self._threes.get(three, ()) for three in _threes_of(key)), key=len)
        votes: Counter[int] = Counter()
        for places in lists:
            if votes and len(places) > _COMPARED_WHOLE:
                break  # «У-0» is in every code and tells nothing
            votes.update(places)
        return [known[place] for place, _ in votes.most_common(_COMPARED_OF_MANY)]

    @cached_property
    def _threes(self) -> dict[str, list[int]]:
        """Three letters on end → places in ``_known`` of what has them."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._known):
            for three in _threes_of(name):
                found[three].append(place)
        return found


def _threes_of(key: str) -> set[str]:
    marked = f" {key} "
    return {marked[place : place + 3] for place in range(len(marked) - 2)}


def link(tables: Tables) -> tuple[Tables, list[Diagnostic]]:
    """Replace every reference by the code it means.

    A reference that leads nowhere keeps its text and is reported; so is a code given twice.
    """
    links = _Links(tables)
    diagnostics = [d for kind in tables for d in _duplicates(tables.of(kind))]
    linked = {kind: links.resolve_sheet(kind, tables.of(kind)) for kind in tables}
    return Tables(linked, tables.citations), diagnostics + links.diagnostics


def _duplicates(rows: Sequence[Record]) -> list[Diagnostic]:
    seen: dict[str, Record] = {}
    found = []
    for row in rows:
        code = getattr(row, "code", None)
        if code is None:
            continue
        key = name_key(code)
        first = seen.setdefault(key, row)
        if first is not row:
            found.append(
                diagnose(
                    "code-duplicate",
                    row.origin.at("code"),
                    f"код «{code}» уже занят строкой {first.origin.row}",
                    hint="дайте одной из строк другой код",
                    value=code,
                    related=[first.origin.at("code")],
                )
            )
    return found


class _Links:
    """The references of a run as they are resolved, and what is wrong with them."""

    def __init__(self, tables: Tables) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._indexes = {kind: _Index(tables.of(kind)) for kind in tables}

    def resolve_sheet(self, kind: type[Record], rows: Sequence[Record]) -> list[Record]:
        """The rows of a sheet with codes in the place of what was typed."""
        columns = [(c, c.refers_to) for c in columns_of(kind) if c.refers_to is not None]
        changes: dict[int, dict[str, object]] = {}
        for column, target in columns:
            index = self._indexes.get(target) or _Index(())
            given = [(n, row) for n, row in enumerate(rows) if getattr(row, column.attribute)]
            if not index.by_code and given:
                self._say_nothing_is_there(column, target, [row for _, row in given])
                continue
            beside = _Beside(rows, column, index)
            for number, row in given:
                value = getattr(row, column.attribute)
                codes = []
                for text in codes_in(value):
                    found = index.find(text)
                    if len(found) != 1:
                        place = row.origin.at(column.attribute)
                        self._tell(text, place, target, index, found, beside.owners(number))
                    codes.append(str(getattr(found[0], "code", text)) if len(found) == 1 else text)
                meant = tuple(codes) if isinstance(value, tuple) else codes[0]
                # Most references are typed as the code itself: their rows stay as they are.
                if meant != value:
                    changes.setdefault(number, {})[column.attribute] = meant
        return [
            dataclasses.replace(row, **changes[number]) if number in changes else row  # type: ignore[arg-type]
            for number, row in enumerate(rows)
        ]

    def _say_nothing_is_there(
        self, column: Column, target: type[Record], rows: Sequence[Record]
    ) -> None:
        """Say once that a whole sheet is not there: a message for each cell would hide it."""
        origins = [row.origin.at(column.attribute) for row in rows]
        sheet = target.SHEET.title
        more = f" (и ещё в {len(origins) - 1} яч. этого столбца)" if len(origins) > 1 else ""
        self.diagnostics.append(
            diagnose(
                "reference-unknown",
                origins[0],
                f"ссылка на лист «{sheet}», а на нём нет ни одной строки с кодом{more}",
                hint=f"добавьте лист «{sheet}» в эту книгу или положите рядом "
                f"{target.SHEET.workbook}.xlsx с заполненным столбцом «Код»",
                related=origins[1:],
            )
        )

    def _tell(
        self,
        text: str,
        origin: Origin,
        target: type[Record],
        index: _Index,
        found: Sequence[Record],
        around: Sequence[Record],
    ) -> None:
        """Say that a reference leads nowhere, or to several rows."""
        sheet = target.SHEET.title
        if found:
            codes = ", ".join(str(getattr(r, "code", "")) for r in found)
            self.diagnostics.append(
                diagnose(
                    "reference-ambiguous",
                    origin,
                    f"«{text}» подходит к нескольким строкам листа «{sheet}»: {codes}",
                    hint="впишите код нужной строки",
                    value=text,
                    candidates=[r.origin.at() for r in (*found, *around)],
                )
            )
            return
        likely = [row for row in around if _is_close(text, str(getattr(row, "code", "")))]
        near = likely + [row for row in index.nearest(text) if row not in around]
        hint = perhaps(str(getattr(row, "code", "")) for row in near[:3])
        self.diagnostics.append(
            diagnose(
                "reference-unknown",
                origin,
                f"на листе «{sheet}» нет «{text}»",
                hint=hint or f"добавьте строку на лист «{sheet}» или исправьте код",
                value=text,
                candidates=[r.origin.at() for r in (*near, *around)],
            )
        )


class _Beside:
    """Whose rows stand around a row, on a sheet where every row belongs to a row of another.

    A party whose agreement is mistyped stands among the other parties of that agreement: they
    tell whose papers must wait when the code itself tells nothing.
    """

    def __init__(self, rows: Sequence[Record], column: Column, index: _Index) -> None:
        self._rows = rows
        self._column = column
        self._index = index

    @cached_property
    def _around(self) -> list[list[Record]]:
        # Only a row that leads nowhere asks for it: on most sheets there is none.
        rows, attribute = self._rows, self._column.attribute
        kind = type(rows[0]) if rows else Record
        if not rows or attribute != next(iter(kind.SHEET.label_attributes), ""):
            return []
        found = [self._index.find(str(getattr(row, attribute) or "")) for row in rows]
        owners = [rows[0] if len(rows) == 1 else None for rows in found]
        above = list(accumulate(owners, _or_before))
        below = list(accumulate(reversed(owners), _or_before))[::-1]
        return [
            [] if own else list({id(owner): owner for owner in pair if owner}.values())
            for own, *pair in zip(owners, above, below, strict=True)
        ]

    def owners(self, number: int) -> list[Record]:
        """The owner of the nearest row above that has one, and of the nearest below."""
        return self._around[number] if self._around else []


def _or_before(before: Record | None, owner: Record | None) -> Record | None:
    return owner or before


def _is_close(one: str, other: str) -> bool:
    return bool(nearest(one, [other], key=name_key))
