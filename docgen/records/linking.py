"""References between rows: what the clerk typed becomes the code of the row she meant.

A reference is a code or an unambiguous name. A row whose reference leads nowhere is reported
with its nearest candidates, and the candidates' papers are held too: a party that belongs to
nobody must not be missed silently in the agreement that it was meant for.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence

from docgen.diagnostics import Diagnostic, Origin, diagnose, nearest, perhaps
from docgen.records.schema import Column, ColumnType, Record, columns_of
from docgen.records.tables import Tables


def name_key(text: str) -> str:
    """How names are compared: case, ё/е, spaces and quotes do not count."""
    text = text.casefold().replace("ё", "е")
    for quote in "«»„“”\"'":
        text = text.replace(quote, "")
    return " ".join(text.split())


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
        self.by_code: dict[str, Record] = {}
        self.by_name: dict[str, list[Record]] = defaultdict(list)
        for row in rows:
            self.by_code.setdefault(name_key(str(getattr(row, "code", ""))), row)
            for name in {name_key(n.replace(" .", ".")) for n in names_of(row)}:
                self.by_name[name].append(row)

    def find(self, text: str) -> list[Record]:
        key = name_key(text)
        if key in self.by_code:
            return [self.by_code[key]]
        return self.by_name.get(key, []) or self.by_name.get(key.replace(". ", "."), [])

    def nearest(self, text: str) -> list[Record]:
        key = name_key(text)
        known = {**{n: rows[0] for n, rows in self.by_name.items()}, **self.by_code}
        close = nearest(key, known, key=str, most=3)
        return list({id(known[n]): known[n] for n in close}.values())


def link(tables: Tables) -> tuple[Tables, list[Diagnostic]]:
    """Replace every reference by the code it means.

    A reference that leads nowhere keeps its text and is reported; so is a code given twice.
    """
    diagnostics: list[Diagnostic] = []
    indexes = {kind: _Index(tables.of(kind)) for kind in tables}
    for kind in tables:
        diagnostics += _duplicates(tables.of(kind))
    linked: dict[type[Record], list[Record]] = {}
    for kind in tables:
        columns = [c for c in columns_of(kind) if c.refers_to]
        linked[kind] = [_link_row(row, columns, indexes, diagnostics) for row in tables.of(kind)]
    return Tables(linked), diagnostics


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


def _link_row(
    row: Record,
    columns: Sequence[Column],
    indexes: Mapping[type[Record], _Index],
    diagnostics: list[Diagnostic],
) -> Record:
    changed: dict[str, object] = {}
    for column in columns:
        value, target = getattr(row, column.attribute), column.refers_to
        if value is None or target is None:
            continue
        index = indexes.get(target) or _Index(())
        origin = row.origin.at(column.attribute)
        if column.cell_type is ColumnType.REFERENCES:
            changed[column.attribute] = tuple(
                _resolve(text, origin, target, index, diagnostics) for text in value
            )
        else:
            changed[column.attribute] = _resolve(value, origin, target, index, diagnostics)
    return dataclasses.replace(row, **changed) if changed else row  # type: ignore[arg-type]


def _resolve(
    text: str,
    origin: Origin,
    target: type[Record],
    index: _Index,
    diagnostics: list[Diagnostic],
) -> str:
    found = index.find(text)
    if len(found) == 1:
        return str(getattr(found[0], "code", text))
    sheet = target.SHEET.title
    if found:
        codes = ", ".join(str(getattr(r, "code", "")) for r in found)
        diagnostics.append(
            diagnose(
                "reference-ambiguous",
                origin,
                f"«{text}» подходит к нескольким строкам листа «{sheet}»: {codes}",
                hint="впишите код нужной строки",
                value=text,
                related=[r.origin.at() for r in found],
            )
        )
        return text
    near = index.nearest(text)
    hint = perhaps(str(getattr(row, "code", "")) for row in near)
    diagnostics.append(
        diagnose(
            "reference-unknown",
            origin,
            f"на листе «{sheet}» нет «{text}»",
            hint=hint or f"добавьте строку на лист «{sheet}» или исправьте код",
            value=text,
            related=[r.origin.at() for r in near],
        )
    )
    return text
