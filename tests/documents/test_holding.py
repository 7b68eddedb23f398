"""A row that leads nowhere holds the papers that may lack it, and no others."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from docgen.documents.holding import Holding
from docgen.documents.plan import plan_papers
from docgen.records.directory import Organisation, Person
from docgen.records.linking import link
from docgen.records.partners import Party, Resource
from docgen.records.pupils import Enrolment, Pupil
from docgen.records.schema import Record
from docgen.records.tables import Tables
from tests.golden.sample import sample_kinds, sample_tables

CONTRACTS = frozenset(
    {
        "admission-application",
        "education-contract",
        "paid-contract",
        "personal-data-consent",
        "publication-consent",
    }
)


def held_by(kind: type[Record], code: str, **cells: Any) -> Mapping[str, set[str]]:
    """Kind of paper → codes of those that are held once cells of one row of the sample change.

    ``code``: the row's own, or the first value of a row without one.
    """
    tables = sample_tables()
    records: dict[type[Record], list[Record]] = {k: list(tables.of(k)) for k in tables}
    name = "code" if hasattr(records[kind][0], "code") else kind.SHEET.label_attributes[0]
    at = next(n for n, row in enumerate(records[kind]) if getattr(row, name) == code)
    records[kind][at] = dataclasses.replace(records[kind][at], **cells)
    linked, faults = link(Tables(records))
    assert [d.code for d in faults] == ["reference-unknown"]
    holding = Holding(faults, linked)
    held: dict[str, set[str]] = {}
    for paper in plan_papers(linked, sample_kinds())[0]:
        if holding.holds(paper):
            held.setdefault(paper.kind.id, set()).add(paper.codes)
    return held


def of_families(held: Mapping[str, set[str]]) -> set[str]:
    return {code for kind in CONTRACTS for code in held.get(kind, ())}


def test_an_enrolment_in_no_group_holds_its_own_papers_and_orders_over_its_likely_group() -> None:
    held = held_by(Enrolment, "З-01", group="РТ-9")
    assert {code.split()[0] for code in of_families(held)} <= {"З-01", "У-01"}
    assert "П-09" in held["order-enrol"]
    assert "П-09" in held["order-pupil-list"]
    assert "network-agreement" not in held


def test_a_party_of_no_agreement_holds_that_agreement_and_the_contracts_that_name_partners() -> (
    None
):
    held = held_by(Party, "Д-01", agreement="Д-1")
    assert "Д-01" in held["network-agreement"]
    assert "З-01" in held["education-contract"]


def test_a_resource_of_no_agreement_holds_no_contract_with_a_family() -> None:
    tables = sample_tables()
    first = tables.of(Resource)[0].agreement
    held = held_by(Resource, first, agreement=f"{first}5")
    assert first in held["network-agreement"]
    assert of_families(held) == set()


def test_a_pupil_of_no_representative_holds_no_other_family() -> None:
    pupil = sample_tables().of(Pupil)[0]
    held = held_by(Pupil, pupil.code, guardian="П-99")
    own = {e.code for e in sample_tables().referring(Enrolment, "pupil", pupil.code)}
    assert {code.split()[0] for code in of_families(held)} == {*own, pupil.code}


def test_a_person_of_no_organisation_holds_what_names_him_alone() -> None:
    heads = {row.head for row in sample_tables().of(Organisation)}
    person = next(p for p in sample_tables().of(Person) if p.code not in heads and p.organisation)
    held = held_by(Person, person.code, organisation=f"{person.organisation}9")
    assert len(held.get("network-agreement", ())) < 3


def test_without_errors_nothing_is_held() -> None:
    holding = Holding([], sample_tables())
    assert not any(map(holding.holds, plan_papers(sample_tables(), sample_kinds())[0]))
