"""Who may get which paper, tried for every paper of the sample and every addressee in it."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from docgen.documents.kinds import Recipients
from docgen.documents.plan import PlannedPaper
from docgen.documents.recipients import Addressee, Family, addressee_of, agreement_of, why_not
from docgen.records.agreements import parties_of
from docgen.records.directory import Organisation
from docgen.records.letters import Dispatch
from docgen.records.partners import Agreement, ProgrammePart
from docgen.records.pupils import Enrolment, Guardian, Pupil
from docgen.records.vocabulary import PartyRole
from tests.golden.sample import sample_kinds, sample_plan, sample_tables

INTERNAL = frozenset(
    {
        *("order-network", "order-responsible", "order-approve-programmes", "order-approve-model"),
        *("order-approve-roadmap", "order-enrol", "order-transfer-partner", "order-expel"),
        *("order-results", "order-pupil-list", "lna-net", "lna-adm", "lna-rel", "lna-reg"),
        *("lna-cred", "lna-att", "lna-pd", "lna-paid", "minutes", "staff-analysis"),
        *("parent-notice", "dispatch-register", "partner-register", "monitoring-report"),
    }
)


@cache
def _addressees() -> dict[str, Addressee]:
    tables = sample_tables()
    codes = [organisation.code for organisation in tables.of(Organisation)]
    codes += [guardian.code for guardian in tables.of(Guardian)]
    codes += [pupil.code for pupil in tables.of(Pupil) if not pupil.guardian]
    found = {code: addressee_of(code, tables) for code in codes}
    return {code: addressee for code, addressee in found.items() if addressee is not None}


def _papers() -> list[PlannedPaper]:
    return list(sample_plan().values())


def test_the_sample_has_addressees_of_every_sort() -> None:
    sorts = Counter(
        type(a.person).__name__ if isinstance(a, Family) else "организация"
        for a in _addressees().values()
    )
    assert sorts["организация"] >= 15
    assert sorts["Guardian"] >= 5


def test_an_unknown_code_and_a_child_with_a_representative_are_no_addressees() -> None:
    tables = sample_tables()
    assert addressee_of("НЕТ", tables) is None
    child = next(pupil for pupil in tables.of(Pupil) if pupil.guardian)
    assert addressee_of(child.code, tables) is None


@pytest.mark.parametrize("code", sorted(_addressees()))
def test_names_of_pupils_go_to_those_who_teach_them_and_to_their_families_only(code: str) -> None:
    """The rule said anew from the raw rows, not by the functions under test."""
    tables, addressee = sample_tables(), _addressees()[code]
    for paper in _papers():
        if not paper.kind.personal or why_not(paper, addressee, tables) is not None:
            continue
        subject = paper.subject
        if isinstance(subject, Enrolment):
            assert isinstance(addressee, Family)
            pupil = tables.get(Pupil, subject.pupil)
            assert code == (pupil.guardian or pupil.code)
        else:
            assert isinstance(subject, Agreement)
            assert any(
                part.agreement == subject.code and part.organisation == code
                for part in tables.of(ProgrammePart)
            )
            roles = {p.organisation: p.role for p in parties_of(subject, tables)}
            assert roles[code] not in (PartyRole.BASE, PartyRole.COORDINATOR)


@pytest.mark.parametrize("code", sorted(_addressees()))
def test_no_paper_of_another_agreement_and_none_of_the_office_goes_out(code: str) -> None:
    tables, addressee = sample_tables(), _addressees()[code]
    for paper in _papers():
        if why_not(paper, addressee, tables) is not None:
            continue
        assert paper.kind.id not in INTERNAL
        if isinstance(addressee, Family):
            assert isinstance(paper.subject, Enrolment)
            continue
        agreement = agreement_of(paper, tables)
        assert agreement is not None
        assert code in {party.organisation for party in parties_of(agreement, tables)}
        if isinstance(paper.subject, Dispatch):
            assert paper.subject.addressee == code


def test_everything_that_may_go_has_somebody_to_go_to() -> None:
    """The gate is no wall: each kind that says «сторонам» reaches every party, and so on."""
    tables = sample_tables()
    reached: Counter[str] = Counter()
    for paper in _papers():
        may = {c for c, a in _addressees().items() if why_not(paper, a, tables) is None}
        reached[paper.kind.id] += len(may)
        if paper.kind.recipients is Recipients.PARTIES:
            agreement = agreement_of(paper, tables)
            assert agreement is not None
            assert may == {party.organisation for party in parties_of(agreement, tables)}
        if paper.kind.recipients in (Recipients.ADDRESSEE, Recipients.FAMILY):
            assert len(may) == 1, paper.identity
    for kind in sample_kinds().values():
        assert (reached[kind.id] > 0) == (kind.recipients is not Recipients.NOBODY), kind.id


def test_the_reason_is_said() -> None:
    tables = sample_tables()
    lists = next(p for p in _papers() if p.identity == "pupil-list:Д-01")
    museum = _addressees()["МУЗЕЙ"]
    assert why_not(lists, museum, tables) == "получатель — не сторона договора Д-01"
    order = next(p for p in _papers() if p.kind.id == "order-enrol")
    assert why_not(order, museum, tables) == "эта бумага остаётся в учреждении"
