"""The builder of registers: one paper of one row, over all rows of other sheets, without code.

A kind names the sheets in its description (``rows = ["Направления", "Программы"]``). Its template
then sees, besides all that it sees of its own row (``rows``), every row of those sheets by the
title of the sheet, with references resolved. A row of one of these sheets also lists the rows of
the others that refer to it, so that a register is grouped by a loop in a loop:
``организация.дефициты``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import cache
from typing import Any

from docgen.diagnostics import Diagnostic
from docgen.documents.builder import Builder, distinct
from docgen.documents.rows import (
    DEPTH,
    attribute_of,
    build_row,
    children_of,
    many,
    referring,
    row_context,
    row_sources,
    seen,
    targets_of,
    view,
)
from docgen.documents.wording import Wording
from docgen.records.schema import Record, columns_of, template_field
from docgen.records.tables import Tables
from docgen.records.terms import term, terms_of
from docgen.russian import EMPTY, Dictionary


def whole(rows: Sequence[type[Record]]) -> Builder:
    """The builder of papers over all rows of these sheets.

    The first of them is what the paper is about: while it has no rows, no paper is due.
    """
    listed = tuple(rows)

    def build(
        subject: Record, tables: Tables, dictionary: Dictionary = EMPTY
    ) -> tuple[object | None, list[Diagnostic]]:
        own, diagnostics = build_row(subject, tables, dictionary)
        wording = Wording(dictionary)
        kind: Any = type(subject)
        context = _whole_context(kind, tuple(tables), listed)
        values = {field.name: getattr(own, field.name) for field in dataclasses.fields(own)}  # type: ignore[arg-type]
        for sheet in listed:
            values[attribute_of(sheet)] = tuple(
                _grouped_row(row, listed, tables, wording) for row in tables.of(sheet)
            )
        return context(**values), [*diagnostics, *wording.diagnostics]

    def sources(subject: Record, tables: Tables) -> tuple[Record, ...]:
        own: list[Record | None] = [*row_sources(subject, tables)]
        reached: list[Record] = [row for sheet in listed for row in tables.of(sheet)]
        own += reached
        for _ in range(DEPTH):
            reached = [
                target
                for row in reached
                for column in columns_of(type(row))
                if column.refers_to
                for target in targets_of(row, column, tables)
            ]
            own += reached
        return distinct(own)

    def due(subject: Record, tables: Tables) -> tuple[bool, list[Diagnostic]]:
        return not listed or bool(tables.of(listed[0])), []

    return Builder(
        record=None,
        context_of=lambda record, sheets: whole_context(record, sheets, listed),
        build=build,
        sources=sources,
        due=due,
    )


def whole_context(
    record: type[Record], sheets: Sequence[type[Record]], rows: Sequence[type[Record]]
) -> type[Any]:
    """The context class of papers made of a row of ``record`` over all rows of ``rows``.

    Its terms: those of ``row_context`` and, by the title of each sheet, all its rows.
    """
    key: Any = record
    return _whole_context(key, tuple(sheets), tuple(rows))


@cache
def _whole_context(record: Any, sheets: Any, rows: Any) -> type[Any]:
    fields: list[tuple[str, Any, Any]] = []
    for sheet in rows:
        name = template_field(sheet.SHEET.title)
        hint = f"Все строки листа «{sheet.SHEET.title}»."
        key: Any = sheet
        fields.append((attribute_of(sheet), many(_grouped(key, rows)), term(name, hint)))
    return dataclasses.make_dataclass(
        f"{record.__name__}WholeContext",
        fields,
        bases=(row_context(record, sheets),),
        frozen=True,
        kw_only=True,
        namespace={"__doc__": f"Terms of a paper of «{record.SHEET.title}» over whole sheets."},
    )


@cache
def _grouped(sheet: Any, rows: Any) -> Any:
    """The view of a row with the rows of the other sheets that refer to it.

    A column of the sheet keeps its name: rows that would take it are not listed.
    """
    seen_class = view(sheet, DEPTH)
    taken = terms_of(seen_class)
    fields = [
        (attribute_of(child), many(_plain(child)), term(name, f"Строки «{child.SHEET.title}»."))
        for child, _ in children_of(sheet, rows)
        if (name := template_field(child.SHEET.title)) not in taken
    ]
    if not fields:
        return seen_class
    return dataclasses.make_dataclass(
        f"{sheet.__name__}Grouped", fields, bases=(seen_class,), frozen=True, kw_only=True
    )


def _plain(sheet: type[Record]) -> Any:
    key: Any = sheet  # mypy takes a class for its instances when it asks for a hash
    return view(key, 1)


def _grouped_row(
    row: Record, listed: tuple[type[Record], ...], tables: Tables, wording: Wording
) -> Record:
    kind: Any = type(row)
    whole_view = _grouped(kind, listed)
    plain = seen(row, tables, DEPTH, wording)
    if type(plain) is whole_view:
        return plain
    values: dict[str, Any] = {f.name: getattr(plain, f.name) for f in dataclasses.fields(plain)}
    for child, columns in children_of(kind, listed):
        if attribute_of(child) in whole_view.__dataclass_fields__:
            values[attribute_of(child)] = tuple(
                seen(found, tables, 1, wording) for found in referring(child, columns, row, tables)
            )
    made: Record = whole_view(**values)
    return made


WHOLE = whole(())
"""What stands in the list of builders: a kind's own is made of its ``rows``."""
