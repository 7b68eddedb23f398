"""Which record classes there are, and which of them each family of papers is made from."""

from __future__ import annotations

from collections.abc import Mapping

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


FAMILIES: Mapping[str, tuple[str, ...]] = {"agreements": ("directory", "partners")}
"""Command → the workbooks that its papers are made from."""


def sheets_of(workbook: str) -> tuple[type[Record], ...]:
    """Record classes whose sheets normally stand in this workbook (``partners``, …)."""
    return tuple(kind for kind in SHEETS if kind.SHEET.workbook == workbook)


def sheets_of_family(family: str) -> tuple[type[Record], ...]:
    """The sheets that a family needs, directory first. Raises ``KeyError`` for no such family."""
    return tuple(kind for workbook in FAMILIES[family] for kind in sheets_of(workbook))
