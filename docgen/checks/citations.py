"""Rules for what the clerk cites in her own words, and for the table of acts itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from docgen.checks.facts import Facts
from docgen.diagnostics import Diagnostic
from docgen.norms.outdated import find_outdated
from docgen.records.directory import Programme
from docgen.records.partners import Agreement, Amendment, Party, ProgrammePart, Resource
from docgen.records.pupils import Enrolment, Group
from docgen.records.roadmap import Measure, Roadmap, RoadmapApproval, Task
from docgen.records.schema import ColumnType, Record, columns_of

_FREE_TEXT = (ColumnType.TEXT, ColumnType.LONG_TEXT, ColumnType.ITEMS)
_SHEETS: tuple[type[Record], ...] = (
    Agreement,
    Party,
    ProgrammePart,
    Resource,
    Amendment,
    Programme,
    Group,
    Enrolment,
    Roadmap,
    Task,
    Measure,
)


def free_text_cites_what_is_in_force(facts: Facts) -> Iterator[Diagnostic]:
    """What the clerk typed cites no repealed act, no wrong date, no abolished wording.

    Judged by the date of the paper into which the text goes.
    Norm: NET-23, content.md 2 и 8.1.
    Bad: Договоры: Примечание «по приказу Минпросвещения от 09.11.2018 № 196»
    Good: Договоры: Примечание «по приказу Минпросвещения от 27.07.2022 № 629»
    """
    for kind in _SHEETS:
        columns = [c for c in columns_of(kind) if c.cell_type in _FREE_TEXT]
        for record in facts.tables.of(kind):
            on, until = _dates(facts, record)
            for column in columns:
                value = getattr(record, column.attribute)
                for text in value if isinstance(value, tuple) else (value,):
                    if text:
                        origin = record.origin.at(column.attribute)
                        yield from find_outdated(text, on, origin, until=until, acts=facts.acts)
            for name, text in record.extra.items():
                origin = record.origin.at(name)
                yield from find_outdated(text, on, origin, until=until, acts=facts.acts)


def table_of_acts_is_fresh(facts: Facts) -> Iterator[Diagnostic]:
    """The table of acts was compared with the law not more than 90 days ago.

    Norm: content.md 8.2 п. 2.
    Bad: acts.toml: checked_on = 2026-01-10, день прогона 22.11.2026
    Good: acts.toml: checked_on = 2026-11-22, день прогона 22.11.2026
    """
    yield from facts.acts.check_age(facts.on)


def _dates(facts: Facts, record: Record) -> tuple[datetime.date, datetime.date | None]:
    if isinstance(record, Programme):
        start = record.start
        return (min(facts.on, start) if start else facts.on), record.end
    if isinstance(record, Roadmap | Task | Measure):
        return _dates_of_plan(facts, record)
    code = record.code if isinstance(record, Agreement) else getattr(record, "agreement", None)
    agreement = facts.find_agreement(code)
    if agreement is None:
        return facts.on, None
    return agreement.judged_on(facts.on), agreement.end


def _dates_of_plan(
    facts: Facts, record: Roadmap | Task | Measure
) -> tuple[datetime.date, datetime.date | None]:
    """A plan is judged by the day of its approval, an old one by what was in force then."""
    plan = record if isinstance(record, Roadmap) else facts.tables.find(Roadmap, record.plan)
    if plan is None:
        return facts.on, None
    approvals = facts.tables.referring(RoadmapApproval, "plan", plan.code)
    approved = [row.date for row in approvals if row.date]
    return max(approved, default=plan.judged_on(facts.on)), plan.end
