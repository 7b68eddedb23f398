"""What a paper lacks, collected while it is composed: every gap in one go, each with its cell."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.directory import Settings
from docgen.records.schema import Record, When, column_of, columns_of
from docgen.records.tables import Tables

V = TypeVar("V")
R = TypeVar("R", bound=Record)


class Shortfalls:
    """Gaps of one paper. A value is asked for where it is used; ``None`` comes back for a gap."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    @property
    def stop(self) -> bool:
        """Whether the paper can't be made."""
        return any(diagnostic.is_error for diagnostic in self.diagnostics)

    def need(self, record: Record, attribute: str, value: V | None) -> V | None:
        """``value``, or ``None`` and a diagnostic that names the record's cell."""
        if value is None or value == ():
            self.lacking(record, attribute)
            return None
        return value

    def lacking(self, record: Record, attribute: str) -> None:
        """Say that the cell is empty, or that «не применяется» is no answer here."""
        column = column_of(type(record), attribute)
        told_not = attribute in record.not_applicable
        reason = "«не применяется» здесь не подходит" if told_not else "не заполнено"
        self.diagnostics.append(
            diagnose(
                "paper-lacks-value",
                record.origin.at(attribute),
                f"{reason}: «{column.heading}»",
                hint=column.hint or "впишите значение: без него бумагу не составить",
                norm=column.norm,
            )
        )

    def check_required(self, record: Record) -> None:
        """Every cell that this row must have."""
        kind: Any = type(record)  # mypy takes a class for its instances when it asks for a hash
        # Every paper asks this of every row that it is made of, and nearly all cells are filled.
        for attribute, conditions in _required(kind):
            value = getattr(record, attribute)
            if value is None or value == ():
                due = all(condition.holds(record) for condition in conditions)
                if due and record.lacks(attribute):
                    self.lacking(record, attribute)

    def say(self, record: Record, attribute: str, message: str, hint: str, norm: str = "") -> None:
        """Another reason why the paper can't be made, at a cell."""
        self.diagnostics.append(
            diagnose(
                "paper-lacks-value", record.origin.at(attribute), message, hint=hint, norm=norm
            )
        )

    def settings_of(self, subject: Record, tables: Tables) -> Settings | None:
        """The sheet «Настройки», or ``None`` and a diagnostic at the row of the paper."""
        settings = tables.only(Settings)
        if settings is None:
            self.say(subject, "", "не прочитан лист «Настройки»", "добавьте его в справочник")
        return settings

    def follow(self, record: Record, attribute: str, tables: Tables) -> Record | None:
        """The row that a reference leads to, or ``None`` and a diagnostic.

        Raises ``TypeError`` for an attribute that is no reference.
        """
        code = self.need(record, attribute, getattr(record, attribute))
        if code is None:
            return None
        column = column_of(type(record), attribute)
        target = column.refers_to
        if target is None:
            raise TypeError(f"{attribute} is no reference")
        found = tables.find(target, code)
        if found is None:
            self.say(
                record,
                attribute,
                f"на листе «{target.SHEET.title}» нет «{code}»",
                "добавьте строку или исправьте код",
                column.norm,
            )
        return found


@cache
def _required(kind: Any) -> tuple[tuple[str, tuple[When, ...]], ...]:
    """Attributes that a row of a class may have to fill, each with the conditions for it."""
    return tuple(
        (column.attribute, () if column.required is True else column.required)
        for column in columns_of(kind)
        if column.required is not False
    )
