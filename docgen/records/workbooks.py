"""Which record classes there are, and which of them each family of papers is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from docgen.records.acts import ActParameter, LocalAct, PlanRow
from docgen.records.directory import Organisation, Person, Programme, Settings
from docgen.records.journals import JournalRules
from docgen.records.letters import Disagreement, Dispatch
from docgen.records.network import (
    Decision,
    Deficit,
    DirectionDemand,
    Indicator,
    Meeting,
    NetworkMember,
    NetworkModel,
    Potential,
    Question,
    Questionnaire,
    Report,
    Risk,
    StaffFigure,
)
from docgen.records.orders import Acknowledgement, Order, OrderAnnex, OrderItem
from docgen.records.partners import (
    Agreement,
    Amendment,
    ListedPupil,
    Party,
    ProgrammePart,
    Resource,
)
from docgen.records.pupils import ConsentPurpose, Enrolment, Group, Guardian, Pupil
from docgen.records.roadmap import Measure, Progress, Roadmap, RoadmapApproval, Task
from docgen.records.schema import Record, columns_of

SHEETS: tuple[type[Record], ...] = (
    Settings,
    Organisation,
    Person,
    Programme,
    JournalRules,
    Agreement,
    Party,
    ProgrammePart,
    Resource,
    Amendment,
    ListedPupil,
    Guardian,
    Pupil,
    Group,
    Enrolment,
    ConsentPurpose,
    LocalAct,
    ActParameter,
    PlanRow,
    Order,
    OrderItem,
    OrderAnnex,
    Acknowledgement,
    Report,
    Deficit,
    DirectionDemand,
    Potential,
    StaffFigure,
    NetworkModel,
    NetworkMember,
    Risk,
    Indicator,
    Meeting,
    Decision,
    Questionnaire,
    Question,
    Roadmap,
    RoadmapApproval,
    Task,
    Measure,
    Progress,
    Dispatch,
    Disagreement,
)
"""Every sheet docgen knows, in the order in which a clerk would fill them."""


@dataclass(frozen=True)
class Family:
    """The papers of one command: ``workbook`` is the one that the clerk fills for them.

    ``reads`` are workbooks whose rows its papers use besides: they are taken from the file of
    that name beside, and a run does without those that are not there.
    """

    workbook: str
    reads: tuple[str, ...] = ()


FAMILIES: Mapping[str, Family] = {
    "roadmap": Family("roadmap"),
    "acts": Family("acts", ("partners",)),
    "agreements": Family("partners"),
    "orders": Family("orders", ("partners", "pupils", "acts", "roadmap")),
    "contracts": Family("pupils", ("partners",)),
    "reports": Family("network", ("partners", "pupils", "acts", "roadmap", "orders")),
    "letters": Family("network", ("partners", "pupils", "acts")),
}
"""Command → what its papers are made from, in the order in which a year's papers are made.

Every family reads the directory."""


def sheets_of(workbook: str) -> tuple[type[Record], ...]:
    """Record classes whose sheets normally stand in this workbook (``partners``, …)."""
    return tuple(kind for kind in SHEETS if kind.SHEET.workbook == workbook)


def sheets_to_fill(family: str) -> tuple[type[Record], ...]:
    """The sheets that a clerk fills for a family, the directory's first.

    Raises ``KeyError`` for no such family.
    """
    return (*sheets_of("directory"), *sheets_of(FAMILIES[family].workbook))


def sheets_of_family(
    family: str, among: Sequence[type[Record]] = SHEETS
) -> tuple[type[Record], ...]:
    """The sheets ``among`` these that papers of a family may be made from, in their order.

    Raises ``KeyError`` for no such family.
    """
    known = {"directory", FAMILIES[family].workbook, *FAMILIES[family].reads}
    return with_referred([kind for kind in among if kind.SHEET.workbook in known], among)


def sheets_of_families(families: Iterable[str]) -> tuple[type[Record], ...]:
    """The sheets of several families, in the order of ``SHEETS``. Raises ``KeyError`` likewise."""
    wanted = {kind for family in families for kind in sheets_of_family(family)}
    return tuple(kind for kind in SHEETS if kind in wanted)


def sheets_judged_with(stems: Iterable[str]) -> tuple[type[Record], ...]:
    """The sheets of these workbooks and of all whose rows theirs refer to, in the order of
    ``SHEETS``.

    Whole workbooks: an agreement read without its parties would be told to have none.
    """
    known = set(stems)
    while True:
        sheets = with_referred(kind for kind in SHEETS if kind.SHEET.workbook in known)
        reached = {kind.SHEET.workbook for kind in sheets}
        if reached <= known:
            return sheets
        known |= reached


def with_referred(
    sheets: Iterable[type[Record]], among: Sequence[type[Record]] = SHEETS
) -> tuple[type[Record], ...]:
    """These sheets and all ``among`` which their rows refer to, however far, in that order."""
    found: set[type[Record]] = set()
    waiting = list(sheets)
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting += [target for c in columns_of(kind) if (target := c.refers_to) is not None]
    return tuple(kind for kind in among if kind in found)
