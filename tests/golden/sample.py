"""Papers of the sample, as the program drafts them on a day that is given."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from docgen.diagnostics import Diagnostic
from docgen.documents.kinds import load_kinds
from docgen.documents.plan import plan_papers
from docgen.drafting import Drafts
from docgen.records.linking import link
from docgen.records.partners import Agreement
from docgen.records.tables import Tables
from docgen.records.workbooks import SHEETS
from docgen.workbook.reading import read_tables

ROOT = Path(__file__).parents[2]
DAY = datetime.date(2026, 8, 20)
"""No clock: what hangs on the day of the run must not change tomorrow."""

Chosen = tuple[str, str]
"""Id of the kind, code of the agreement."""

GOLDEN: tuple[Chosen, ...] = (
    ("network-agreement", "Д-01"),  # free, participant teaches, доверенность, registered
    ("network-agreement", "Д-02"),  # paid (44-ФЗ), joint approval, electronic
    ("network-agreement", "Д-03"),  # ООО, 223-ФЗ, distance learning
    ("network-agreement", "Д-04"),  # АНО, reimbursement, the participant brings the pupils
    ("network-agreement", "Д-07"),  # resources only, acting head, neither assessment nor paper
    ("network-agreement", "Д-08"),  # four parties, joint approval
    ("network-agreement", "Д-11"),  # entrepreneur, two who lend resources, paid
    ("pupil-list", "Д-01"),  # filled
    ("pupil-list", "Д-08"),  # empty lines, two receivers
    ("cooperation-agreement", "С-01"),  # two parties, electronic
    ("cooperation-agreement", "С-02"),  # three parties, paper, approved by the authority
    ("supplementary-agreement", "ДС-01"),  # to a network agreement
    ("supplementary-agreement", "ДС-03"),  # to a framework agreement
    ("approval-sheet", "ДС-01"),
)


def sample_tables() -> Tables:
    """The checked-in sample, linked."""
    reading = read_tables([ROOT / "inputs" / "partners.xlsx"], None, SHEETS)
    tables, faults = link(reading.tables)
    assert [d for d in (*reading.diagnostics, *faults) if d.is_error] == []
    return tables


def draft_papers(tables: Tables, chosen: Sequence[Chosen]) -> dict[Chosen, bytes]:
    """The ``.docx`` of the chosen papers. Raises ``KeyError`` for one that is not planned."""
    kinds, faults = load_kinds(ROOT / "templates_docx")
    planned, more = plan_papers(tables, kinds, "agreements", ())
    told: list[Diagnostic] = [*faults, *more]
    drafts = Drafts(tables, DAY, told)
    drafts.compile({kind: kinds[kind] for kind, _ in chosen}.values())
    by_place = {
        (paper.kind.id, paper.subject.code): paper
        for paper in planned
        if isinstance(paper.subject, Agreement)
    }
    made = {}
    for place in chosen:
        prepared = drafts.prepare(by_place[place])
        draft = drafts.render(prepared) if prepared else None
        assert draft is not None, [d for d in told if d.is_error]
        made[place] = draft.content
    return made
