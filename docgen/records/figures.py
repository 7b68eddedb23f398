"""Figures of a period, counted from the rows of the year: what reports say and checks compare.

A figure is ``None`` where the rows that would tell it are not there: «сведений нет» is another
thing than nought.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from docgen.records.agreements import parties_of
from docgen.records.directory import Organisation, Programme
from docgen.records.network import Indicator
from docgen.records.partners import Agreement, ProgrammePart
from docgen.records.pupils import Enrolment, Group
from docgen.records.tables import Tables
from docgen.records.vocabulary import (
    AgreementKind,
    Direction,
    LicenceStatus,
    Measured,
    PartyRole,
)


@dataclass(frozen=True)
class Coverage:
    """One направленность in a period.

    ``pupils`` are those that the agreements provide for, ``enrolled`` those who study by name
    (``None`` when there is no sheet of enrolments); ``partner_hours`` are taught by participants.
    """

    direction: Direction
    programmes: int
    agreements: int
    pupils: int
    enrolled: int | None
    partner_hours: int


def network_agreements(
    tables: Tables, start: datetime.date | None, end: datetime.date | None
) -> tuple[Agreement, ...]:
    """Network agreements whose lessons fall at least partly into the period.

    A bound that is not known, of the period or of the lessons, leaves nothing out.
    """
    return tuple(
        agreement
        for agreement in tables.of(Agreement)
        if agreement.kind is AgreementKind.NETWORK
        and _in_order(agreement.teaching_start or agreement.start, end)
        and _in_order(start, agreement.teaching_end or agreement.end)
    )


def _in_order(first: datetime.date | None, second: datetime.date | None) -> bool:
    return first is None or second is None or first <= second


def is_registered(agreement: Agreement) -> bool:
    """Whether the agreement has been signed and numbered: a draft has neither."""
    return bool(agreement.number and agreement.date)


def programme_of(agreement: Agreement, tables: Tables) -> Programme | None:
    """The programme of an agreement, ``None`` for a code that leads nowhere."""
    return tables.find(Programme, agreement.programme)


def coverage(tables: Tables, agreements: Sequence[Agreement]) -> tuple[Coverage, ...]:
    """The six направленности in the order of the Порядок, those without agreements too."""
    by_direction: dict[Direction, list[Agreement]] = {direction: [] for direction in Direction}
    for agreement in agreements:
        programme = programme_of(agreement, tables)
        if programme is not None:
            by_direction[programme.direction].append(agreement)
    return tuple(
        Coverage(
            direction=direction,
            programmes=len({agreement.programme for agreement in own}),
            agreements=len(own),
            pupils=sum(agreement.pupils_count or 0 for agreement in own),
            enrolled=enrolled(tables, own),
            partner_hours=partner_hours(tables, own),
        )
        for direction, own in by_direction.items()
    )


def enrolled(tables: Tables, agreements: Sequence[Agreement]) -> int | None:
    """Children who study in groups of these agreements, each once; ``None`` when no row tells."""
    if not tables.of(Enrolment):
        return None
    codes = {agreement.code for agreement in agreements}
    groups = {group.code for group in tables.of(Group) if group.agreement in codes}
    return len({row.pupil for row in tables.of(Enrolment) if row.group in groups and row.pupil})


def partner_hours(tables: Tables, agreements: Sequence[Agreement]) -> int:
    """Hours of the parts that other organisations than the base teach."""
    hours = 0
    for agreement in agreements:
        bases = {p.organisation for p in parties_of(agreement, tables) if p.role is PartyRole.BASE}
        parts = tables.referring(ProgrammePart, "agreement", agreement.code)
        hours += sum(part.hours or 0 for part in parts if part.organisation not in bases)
    return hours


def partners(tables: Tables, agreements: Sequence[Agreement]) -> tuple[str, ...]:
    """Codes of the organisations that take part in somebody else's programme, in row order."""
    return tuple(
        dict.fromkeys(
            party.organisation
            for agreement in agreements
            for party in parties_of(agreement, tables)
            if party.role in (PartyRole.TEACHING, PartyRole.RESOURCE) and party.organisation
        )
    )


def teaching(tables: Tables) -> tuple[Organisation, ...]:
    """Organisations that teach: each needs a licence."""
    return tuple(o for o in tables.of(Organisation) if o.teaches)


def is_licensed(organisation: Organisation) -> bool:
    """Whether a licence in force covers «Дополнительное образование детей и взрослых»."""
    return bool(organisation.licence_covers_additional) and (
        organisation.licence_status is LicenceStatus.ACTIVE
    )


_Count = Callable[[Tables, Sequence[Agreement]], int | None]

_MEASURES: Mapping[Measured, _Count] = {
    Measured.ENROLLED: enrolled,
    Measured.PUPILS: lambda tables, found: sum(a.pupils_count or 0 for a in found),
    Measured.AGREEMENTS: lambda tables, found: len(found),
    Measured.PROGRAMMES: lambda tables, found: len({a.programme for a in found if a.programme}),
    Measured.PARTNER_HOURS: partner_hours,
    Measured.PARTNERS: lambda tables, found: len(partners(tables, found)),
}


def fact_of(indicator: Indicator, tables: Tables) -> int | None:
    """The fact of an indicator: counted when its row says of what, else as typed.

    ``None`` when nothing tells it. Rows of the year tell nothing of a period in which they have
    no agreement.
    """
    counted = counted_fact(indicator, tables)
    return indicator.fact if counted is None else counted


def counted_fact(indicator: Indicator, tables: Tables) -> int | None:
    """The fact as the rows tell it; ``None`` when it is not counted or they can't tell."""
    if indicator.measured is None or not (indicator.period_start and indicator.period_end):
        return None
    if indicator.measured is Measured.LICENSED:
        found = teaching(tables)
        return sum(is_licensed(organisation) for organisation in found) if found else None
    agreements = network_agreements(tables, indicator.period_start, indicator.period_end)
    return _MEASURES[indicator.measured](tables, agreements) if agreements else None


def indicators_of(
    tables: Tables, start: datetime.date, end: datetime.date
) -> tuple[Indicator, ...]:
    """Indicators whose period lies within this one, in the order of rows."""
    return tuple(
        row
        for row in tables.of(Indicator)
        if row.period_start
        and row.period_end
        and start <= row.period_start
        and row.period_end <= end
    )


def before(indicator: Indicator, tables: Tables) -> Indicator | None:
    """The same indicator of the period that ended last before this one began."""
    earlier = [
        row
        for row in tables.of(Indicator)
        if row.name == indicator.name
        and row.unit == indicator.unit
        and row.period_end
        and row.period_end < indicator.period_start
    ]
    return max(earlier, key=lambda row: row.period_end, default=None)
