"""Required cells: one rule for every sheet, driven by the schema."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from docgen.checks.facts import Facts
from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.records.acts import LocalAct
from docgen.records.partners import Agreement
from docgen.records.roadmap import Roadmap
from docgen.records.schema import (
    Column,
    Record,
    columns_of,
    describe_required,
    required_now,
)

MAY_NOT_APPLY: Mapping[type[Record], frozenset[str]] = {
    Agreement: frozenset({"list_days", "purchase_code", "fallback", "approver"}),
    LocalAct: frozenset({"council", "replaces"}),
}
"""Required columns where «не применяется» is an answer. Everywhere else it leaves a hole in
the paper, so it counts as empty (norms/content.md 8.2, point 4)."""


_OWNERS: tuple[type[Record], ...] = (Agreement, Roadmap)
"""Records whose papers are made of rows of other sheets that name them."""
_NORM = "content.md 8.2 п. 4"


def required_cells_are_filled(facts: Facts) -> Iterator[Diagnostic]:
    """Every column that is required in this row is filled.

    «Не применяется» counts as filled only where the schema's hint offers it.
    Norm: content.md 8.2 п. 4 (NET-05, 06, 10, 11, 14, 16 and the norm of each column).
    Bad: Договоры: Д-01 | Вид документа «договор о сетевой форме» | Программа пусто
    Good: Договоры: Д-01 | Вид документа «договор о сетевой форме» | Программа «РОБО»
    """
    for kind in facts.tables:
        rows = facts.tables.of(kind)
        for column in columns_of(kind):
            if column.required is False:
                continue
            lacking = [r for r in rows if required_now(r, column) and _is_hole(r, column)]
            without_column = [r for r in lacking if _column_is_absent(r, column)]
            yield from _columns_to_add(kind, column, without_column, facts)
            orphans = lacking and _names_its_owner(kind, column)
            meant = _meant_for(column, rows, facts) if orphans else {}
            for record in lacking:
                if not _column_is_absent(record, column):
                    yield _cell_to_fill(kind, column, record, meant.get(id(record), []))


def _is_hole(record: Record, column: Column) -> bool:
    if getattr(record, column.attribute) not in (None, ()):
        return False
    allowed = column.attribute in MAY_NOT_APPLY.get(type(record), frozenset())
    return not (allowed and column.attribute in record.not_applicable)


def _column_is_absent(record: Record, column: Column) -> bool:
    return bool(record.origin.columns) and column.attribute not in record.origin.columns


def _columns_to_add(
    kind: type[Record], column: Column, records: list[Record], facts: Facts
) -> Iterator[Diagnostic]:
    """One message for the sheet of a file, not one for each of its rows."""
    by_file: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_file[record.origin.file].append(record)
    for file, lacking in by_file.items():
        owned = _names_its_owner(kind, column)
        yield diagnose(
            "required-column-absent",
            Origin(file, lacking[0].origin.sheet),
            f"на листе нет столбца «{column.heading}», а он нужен строкам: {_numbers(lacking)}",
            hint=f"добавьте столбец; заполняется: {describe_required(kind, column)}"
            + _example(column),
            norm=column.norm or _NORM,
            related=[r.origin.at() for r in lacking],
            candidates=[owner.origin.at() for owner in _owners(column, facts)] if owned else (),
        )


def _cell_to_fill(
    kind: type[Record], column: Column, record: Record, meant: list[Origin]
) -> Diagnostic:
    refused = column.attribute in record.not_applicable
    return diagnose(
        "not-applicable-refused" if refused else "value-missing",
        record.origin.at(column.attribute),
        f"«{column.heading}»: здесь нельзя написать «не применяется»"
        if refused
        else f"не заполнено «{column.heading}»",
        hint=_hint(kind, column),
        value="не применяется" if refused else "",
        norm=column.norm or _NORM,
        candidates=meant,
    )


def _hint(kind: type[Record], column: Column) -> str:
    when = describe_required(kind, column)
    parts = [f"заполняется: {when}"]
    if column.hint:
        parts.append(column.hint[0].lower() + column.hint[1:].rstrip("."))
    return "; ".join(parts) + _example(column)


def _example(column: Column) -> str:
    return f"; например: {column.example}" if column.example else ""


def _numbers(records: list[Record]) -> str:
    shown = [str(r.origin.row) for r in records[:5]]
    return ", ".join(shown) + (" и другие" if len(records) > len(shown) else "")


def _names_its_owner(kind: type[Record], column: Column) -> bool:
    return column.refers_to in _OWNERS and kind is not column.refers_to


def _meant_for(column: Column, rows: Sequence[Record], facts: Facts) -> dict[int, list[Origin]]:
    """Row of a child that does not say whose it is → rows of the owners it may be typed for.

    A clerk leaves the code out to mean «the same as above», or before she knows it: neither
    the agreement of the row above nor that of the row below must come out without the party,
    part or pupil that may have been typed for it. With no row above, nobody knows whose it is,
    and every agreement waits. So it is with plans and their measures.
    """
    known = _owners(column, facts)
    target: Any = column.refers_to
    owners = [facts.tables.find(target, getattr(row, column.attribute)) for row in rows]
    above = accumulate(owners, _or_before)
    below = reversed(list(accumulate(reversed(owners), _or_before)))
    everyone = [owner.origin.at() for owner in known]
    meant = {}
    for row, before, after in zip(rows, above, below, strict=True):
        if not getattr(row, column.attribute):
            around = [owner.origin.at() for owner in (before, after) if owner]
            meant[id(row)] = around if before else everyone
    return meant


def _owners(column: Column, facts: Facts) -> Sequence[Record]:
    target: Any = column.refers_to
    rows: Sequence[Record] = facts.tables.of(target)
    return rows


def _or_before(before: Record | None, owner: Record | None) -> Record | None:
    return owner or before


def told_before(known: Iterable[Diagnostic]) -> frozenset[tuple[str, str, int, str]]:
    """Cells with an error of reading or linking: what a rule says of them follows from it."""
    return frozenset(_cell(d.origin) for d in known if d.is_error and d.origin.cell)


def follows(diagnostic: Diagnostic, told: Container[tuple[str, str, int, str]]) -> bool:
    """Whether a diagnostic only follows from a cell that could not be read.

    What is wrong with other rows because of it (``related``) is told all the same: those rows
    are not held by the fault of reading.
    """
    return _cell(diagnostic.origin) in told and (
        diagnostic.code == "value-missing" or not (diagnostic.related or diagnostic.candidates)
    )


def _cell(origin: Origin) -> tuple[str, str, int, str]:
    return (*origin.row_key, origin.cell)
