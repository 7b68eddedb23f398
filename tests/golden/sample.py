"""Papers of the sample, as the program drafts them on a day that is given."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from docgen.diagnostics import Diagnostic
from docgen.documents.kinds import Kind, load_kinds
from docgen.documents.plan import PlannedPaper, plan_papers
from docgen.drafting import Drafts
from docgen.records.linking import link
from docgen.records.tables import Tables
from docgen.records.workbooks import FAMILIES, SHEETS
from docgen.workbook.reading import read_tables

ROOT = Path(__file__).parents[2]
DAY = datetime.date(2026, 8, 20)
"""No clock: what hangs on the day of the run must not change tomorrow."""

Chosen = tuple[str, str]
"""Id of the kind; the rest of the paper's identity, the codes of its rows."""

VARIANTS: tuple[Chosen, ...] = (
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
    ("admission-application", "З-01"),  # under 14, registered
    ("admission-application", "З-16"),  # 14 years, networked, from a distance
    ("admission-application", "З-27"),  # special needs, an adapted programme
    ("education-contract", "З-01"),  # under 14, networked
    ("education-contract", "З-16"),  # three parties
    ("education-contract", "З-26"),  # a guardian, a social certificate
    ("education-contract", "З-30"),  # 18 years
    ("paid-contract", "З-31"),  # under 14
    ("paid-contract", "З-32"),  # 16 years, a discount
    ("paid-contract", "З-34"),  # 18 years
    ("personal-data-consent", "У-01 СОШ5 НАВИГАТОР"),  # under 14
    ("personal-data-consent", "З-16 ПАРТНЁР"),  # 14 years, the partner is named
    ("order-network", "П-03"),  # a founder's resolution: institutions, all agreements
    ("order-network", "П-04"),  # a school's own agreements
    ("order-approve-programmes", "П-07"),  # registered, approved jointly
    ("order-approve-programmes", "П-08"),  # with local acts, an acting head, another place
    ("order-enrol", "П-09"),  # networked, registered
    ("order-enrol", "П-12"),  # paid, draft
    ("order-pupil-list", "П-09"),  # free
    ("order-pupil-list", "П-10"),  # of a participant: names only
    ("order-pupil-list", "П-12"),  # paid
    ("order-pupil-list", "П-13"),  # free and by certificate
    ("order-expel", "П-14"),  # the programme is completed, networked
    ("order-expel", "П-15"),  # by the family's wish
    ("order-expel", "П-16"),  # by the organisation, paid
    ("order-expel", "П-18"),  # beyond control
    ("cover-letter", "П-01"),  # on paper, registered, by post
    ("cover-letter", "П-02"),  # electronic
    ("cover-letter", "П-05"),  # a draft
    ("cover-letter", "П-14"),  # three parties, entrepreneur
    ("cover-letter", "П-45"),  # the signed copy
    ("disagreement-protocol", "Д-05"),  # two parties, a point not settled
    ("disagreement-protocol", "Д-18"),  # three parties
    ("parent-notice", "Д-01"),  # a participant teaches
    ("parent-notice", "Д-07"),  # resources only, parents bring the pupils
    ("stand-poster", "Д-02"),  # a long title
    ("roadmap", "ДК-22"),  # the first source document: two who approve, no acts
    ("roadmap", "ДК-26"),  # acts in force, two who agree
    ("annex-plan", "ПЛ-14"),  # the second source document
    ("annex-plan", "ПП-26"),  # sections with executors and terms, a numbered annex
    ("lna-net", "СОШ5-СЕТЬ"),  # base and participant
    ("lna-net", "КВАНТ-СЕТЬ"),  # participant only, nothing numbered yet
    ("lna-net", "МУЗЕЙ-СЕТЬ"),  # resources only, no council
    ("lna-adm", "КВАНТ-ПРИЁМ"),  # no contract without payment
    ("lna-adm", "СТАРТ-ПРИЁМ"),  # a company, no programmes for children with disabilities
    ("lna-reg", "КВАНТ-РЕЖИМ"),  # figures of its own over those for all
    ("lna-att", "СОШ1-АТТ"),  # distance learning
    ("lna-rel", "СТАРТ-ОТНОШ"),  # paid
    ("lna-pd", "СОШ5-ПДН"),
    ("site-text", "СОШ5"),  # base and participant, local acts
    ("site-text", "КВАНТ"),  # only a participant
    ("kug", "СОШ5-КУГ"),  # two programmes of its own, a part of another's
    ("kug", "КВАНТ-КУГ"),  # parts only, no lessons in the holidays
    ("network-programme", "СОШ5-ПР-РОБО"),
    ("network-programme", "ЦДТ-ПР-ТЕАТР"),  # joint approval, who lends resources only
    ("minutes", "СОВ-01"),  # few people, named in the text
    ("minutes", "СОВ-02"),  # many: their list is attached
)
"""Papers that take different turns in the templates."""


@cache
def sample_tables() -> Tables:
    """The checked-in sample, linked."""
    reading = read_tables(sorted((ROOT / "inputs").glob("*.xlsx")), None, SHEETS)
    tables, faults = link(reading.tables)
    assert [d for d in (*reading.diagnostics, *faults) if d.is_error] == []
    return tables


@cache
def sample_kinds() -> Mapping[str, Kind]:
    """The shipped kinds of paper."""
    kinds, faults = load_kinds(ROOT / "templates_docx")
    assert faults == []
    return kinds


@cache
def sample_plan() -> Mapping[Chosen, PlannedPaper]:
    """Every paper that the sample asks for."""
    plan: dict[Chosen, PlannedPaper] = {}
    for family in FAMILIES:
        planned, faults = plan_papers(sample_tables(), sample_kinds(), family)
        assert faults == []
        plan |= {_chosen(paper): paper for paper in planned}
    return plan


@cache
def golden() -> tuple[Chosen, ...]:
    """The variants, and the first paper of every kind that has none."""
    found = list(VARIANTS)
    for chosen in sample_plan():
        if chosen[0] not in {kind for kind, _ in found}:
            found.append(chosen)
    return tuple(found)


def _chosen(paper: PlannedPaper) -> Chosen:
    kind, _, codes = paper.identity.partition(":")
    return kind, codes


def draft_papers(tables: Tables, chosen: Sequence[Chosen]) -> dict[Chosen, bytes]:
    """The ``.docx`` of the chosen papers. Raises ``KeyError`` for one that is not planned."""
    told: list[Diagnostic] = []
    drafts = Drafts(tables, DAY, told)
    drafts.compile({kind: sample_kinds()[kind] for kind, _ in chosen}.values())
    made = {}
    for place in chosen:
        prepared = drafts.prepare(sample_plan()[place])
        draft = drafts.render(prepared) if prepared else None
        assert draft is not None, (place, [d for d in told if d.is_error])
        made[place] = draft.content
    return made
