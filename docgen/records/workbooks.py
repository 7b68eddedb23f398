"""Which record classes there are: the one list that a new sheet joins."""

from __future__ import annotations

from docgen.records.directory import Organisation, Person, Programme, Settings
from docgen.records.partners import (
    Agreement,
    Amendment,
    ListedPupil,
    Party,
    ProgrammePart,
    Resource,
)
from docgen.records.schema import Record

SHEETS: tuple[type[Record], ...] = (
    Settings,
    Organisation,
    Person,
    Programme,
    Agreement,
    Party,
    ProgrammePart,
    Resource,
    Amendment,
    ListedPupil,
)
"""Every sheet docgen knows, in the order in which a clerk would fill them."""


def sheets_of(workbook: str) -> tuple[type[Record], ...]:
    """Record classes whose sheets normally stand in this workbook (``partners``, …)."""
    return tuple(kind for kind in SHEETS if kind.SHEET.workbook == workbook)
