"""The sample district: every paper of it is planned and composed without a single remark."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path, PurePosixPath

from docgen.documents.cooperation_agreement import CooperationAgreementContext
from docgen.documents.kinds import load_kinds
from docgen.documents.plan import PlannedPaper, build_context, plan_papers
from docgen.records.linking import link
from docgen.records.partners import Agreement
from docgen.records.tables import Tables
from docgen.records.workbooks import SHEETS
from docgen.register.names import paper_path
from docgen.workbook.reading import read_tables
from tests.workbook.renew_sample import BOOKS

ROOT = Path(__file__).parents[2]


@cache
def _tables() -> Tables:
    reading = read_tables(BOOKS, None, SHEETS)
    linked, diagnostics = link(reading.tables)
    assert diagnostics == []
    return linked


@cache
def _papers() -> tuple[PlannedPaper, ...]:
    kinds, faults = load_kinds(ROOT / "templates_docx")
    papers, notes = plan_papers(_tables(), kinds, "agreements")
    assert faults + notes == []
    return tuple(papers)


def test_every_agreement_has_its_paper_and_its_approval_sheet() -> None:
    made = Counter(paper.kind.id for paper in _papers())
    count = len(_tables().of(Agreement))
    assert count >= 24
    assert made["approval-sheet"] == count
    kinds = ("network-agreement", "cooperation-agreement", "supplementary-agreement")
    assert sum(made[kind] for kind in kinds) == count
    assert all(made[kind] for kind in (*kinds, "pupil-list"))


def test_personal_data_stand_in_folders_of_their_own() -> None:
    personal = {paper.folder for paper in _papers() if paper.kind.personal}
    assert personal
    assert personal.isdisjoint(paper.folder for paper in _papers() if not paper.kind.personal)


def test_every_paper_is_composed_without_a_remark() -> None:
    for paper in _papers():
        context, diagnostics = build_context(paper, _tables())
        assert diagnostics == []
        assert type(context) is paper.kind.context_class


def test_no_two_papers_want_one_name() -> None:
    names = [(paper.folder, paper.file_name.casefold()) for paper in _papers()]
    assert len(names) == len(set(names))


def test_the_disk_cuts_no_name_in_the_middle_of_a_word() -> None:
    for paper in _papers():
        laid = PurePosixPath(paper_path(paper.folder, paper.file_name)).name
        assert laid == paper.file_name


def test_a_copy_beyond_those_of_the_parties_is_the_approvers() -> None:
    spare = {}
    for paper in _papers():
        context, _ = build_context(paper, _tables())
        if isinstance(context, CooperationAgreementContext):
            spare[context.agreement.code] = context.copy_for_approver
            assert not context.copy_for_approver or context.copies == len(context.parties) + 1
    assert spare == {"С-01": False, "С-02": False, "С-03": True}
