"""Required cells: one rule for every sheet, driven by the schema."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from docgen.checks.facts import Facts
from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.records.partners import Agreement
from docgen.records.schema import (
    Column,
    ColumnType,
    Record,
    columns_of,
    describe_required,
    required_now,
)

MAY_NOT_APPLY: Mapping[type[Record], frozenset[str]] = {
    Agreement: frozenset({"list_days", "purchase_code", "fallback", "approver"}),
}
"""Required columns where «не применяется» is an answer. Everywhere else it leaves a hole in
the paper, so it counts as empty (norms/content.md 8.2, point 4)."""


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
            yield from _report(kind, column, lacking, rows)


def _is_hole(record: Record, column: Column) -> bool:
    if getattr(record, column.attribute) not in (None, ()):
        return False
    allowed = column.attribute in MAY_NOT_APPLY.get(type(record), frozenset())
    return not (allowed and column.attribute in record.not_applicable)


def _report(
    kind: type[Record], column: Column, lacking: list[Record], rows: tuple[Record, ...]
) -> Iterator[Diagnostic]:
    without_column = [
        r for r in lacking if r.origin.columns and column.attribute not in r.origin.columns
    ]
    by_file: dict[str, list[Record]] = defaultdict(list)
    for record in without_column:
        by_file[record.origin.file].append(record)
    for file, records in by_file.items():
        # One message for the sheet, not one for each of its rows.
        yield diagnose(
            "required-column-absent",
            Origin(file, records[0].origin.sheet),
            f"на листе нет столбца «{column.heading}», а он нужен строкам: {_numbers(records)}",
            hint=f"добавьте столбец; заполняется {describe_required(kind, column)}"
            + _example(column),
            norm=column.norm or _NORM,
            related=[r.origin.at() for r in records],
        )
    for record in lacking:
        if record in without_column:
            continue
        refused = column.attribute in record.not_applicable
        yield diagnose(
            "not-applicable-refused" if refused else "value-missing",
            record.origin.at(column.attribute),
            f"«{column.heading}»: здесь нельзя написать «не применяется»"
            if refused
            else f"не заполнено «{column.heading}»",
            hint=_hint(kind, column),
            value="не применяется" if refused else "",
            norm=column.norm or _NORM,
            related=_meant_for(record, column, rows),
        )


def _hint(kind: type[Record], column: Column) -> str:
    when = describe_required(kind, column)
    parts = [f"заполняется {when}"]
    if column.hint:
        parts.append(column.hint[0].lower() + column.hint[1:].rstrip("."))
    return "; ".join(parts) + _example(column)


def _example(column: Column) -> str:
    return f"; например: {column.example}" if column.example else ""


def _numbers(records: list[Record]) -> str:
    shown = [str(r.origin.row) for r in records[:5]]
    return ", ".join(shown) + (" и другие" if len(records) > len(shown) else "")


def _meant_for(record: Record, column: Column, rows: tuple[Record, ...]) -> list[Origin]:
    """The row above, when a child row does not say whose it is.

    A clerk leaves the code out to mean «the same as above»; the agreement above must not
    come out without the party, part or pupil that was typed for it.
    """
    if column.cell_type is not ColumnType.REFERENCE or column.refers_to != "Agreement":
        return []
    if isinstance(record, Agreement):
        return []
    above = None
    for row in rows:
        if row is record:
            break
        above = row if getattr(row, column.attribute) else above
    return [above.origin.at()] if above else []


def already_told(diagnostic: Diagnostic, known: set[Origin]) -> bool:
    """Whether the emptiness of a cell follows from a fault that was reported before."""
    return (
        diagnostic.code in ("value-missing", "not-applicable-refused")
        and diagnostic.origin in known
    )
