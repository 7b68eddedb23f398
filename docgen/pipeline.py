"""The order of stations and nothing else.

``xlsx → records → checks → plan of papers → contexts → docx → proof → register + out/``
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from docgen import __version__
from docgen.checks import check_all
from docgen.diagnostics import Diagnostic, held_rows
from docgen.documents.kinds import Kind, load_kinds
from docgen.documents.plan import PlannedPaper, build_context, plan_papers
from docgen.norms.acts import load_acts
from docgen.norms.layout import load_layout
from docgen.passport import Passport
from docgen.records.directory import Settings
from docgen.records.linking import link
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.workbooks import SHEETS
from docgen.register import Draft, Placement, Shelf, document_id, open_shelf
from docgen.rendering import Template, compile_template, prove
from docgen.russian import FILTERS
from docgen.workbook import read_tables


@dataclass(frozen=True)
class Order:
    """What a command asks for; every folder and the moment of the run come in here."""

    family: str
    workbooks: tuple[Path, ...]
    templates: Path
    out: Path
    moment: datetime.datetime
    directory: Path | None = None
    only: tuple[str, ...] = ()
    rehearsal: bool = False


@dataclass
class Outcome:
    """What a run came to. ``laid`` is ``None`` for a paper that a rehearsal would make."""

    diagnostics: list[Diagnostic]
    sources: Mapping[type[Record], str] = field(default_factory=dict)
    planned: list[PlannedPaper] = field(default_factory=list)
    made: list[tuple[PlannedPaper, Placement | None]] = field(default_factory=list)
    refused: list[PlannedPaper] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)


def read_and_check(
    workbooks: Sequence[Path], directory: Path | None, on: datetime.date
) -> tuple[Tables, Outcome]:
    """Workbooks → linked records and everything that is wrong with them."""
    reading = read_tables(workbooks, directory, SHEETS)
    tables, broken_references = link(reading.tables)
    faults = [*reading.diagnostics, *broken_references, *check_all(tables, on)]
    return tables, Outcome(faults, reading.sources)
