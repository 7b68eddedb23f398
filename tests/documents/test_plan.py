"""Which papers the rows ask for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.diagnostics import Origin
from docgen.documents.builders import BUILDERS
from docgen.documents.kinds import Condition, Kind
from docgen.documents.plan import PlannedPaper, build_context, plan_papers
from docgen.records.directory import Organisation, Person, Settings
from docgen.records.partners import Agreement, ListedPupil, Party, ProgrammePart, Resource
from docgen.records.schema import Record
from docgen.records.vocabulary import NameGender, PartyRole, PersonalDataTransfer
from tests.documents.factories import (
    amendment,
    cooperation,
    network_rows,
    organisation,
    party,
    pupil,
    settings,
    supplementary,
    tables,
)


def kind(id: str, order: int, value: str = "", record: type[Record] = Agreement) -> Kind:
    return Kind(
        id=id,
        title=f"Вид {id}",
        gender=NameGender.MASCULINE,
        family="agreements",
        record=record,
        conditions=(Condition("kind", (value,)),) if value else (),
        template=Path("x.docx"),
        builder=id if id in BUILDERS else "row",
        name="{код} – {участники}" if id in BUILDERS else "{договор} {организация}",
        folder="Договоры",
        origin=Origin(f"{id}.toml"),
        order=order,
    )


KINDS: Mapping[str, Kind] = {
    k.id: k
    for k in (
        kind("network-agreement", 10, "договор о сетевой форме"),
        kind("cooperation-agreement", 10, "соглашение о сотрудничестве"),
        kind("supplementary-agreement", 10, "дополнительное соглашение"),
        kind("pupil-list", 20, "договор о сетевой форме"),
        kind("approval-sheet", 30),
    )
}

ROWS: list[Record] = [
    *network_rows(),
    cooperation(line=3),
    supplementary(line=4),
    amendment("ДС-01"),
    party("С-01", "СОШ5", PartyRole.COORDINATOR, 5),
    party("С-01", "ТЕХНО", PartyRole.MEMBER, 6),
    pupil("Д-01"),
]


def _plan(rows: list[Record], *only: str) -> list[PlannedPaper]:
    papers, diagnostics = plan_papers(tables(rows), KINDS, "agreements", only)
    assert diagnostics == []
    return papers


def _identities(papers: list[PlannedPaper]) -> list[str]:
    return [paper.identity for paper in papers]


def test_every_row_gives_its_paper_its_annex_and_its_approval_sheet() -> None:
    assert _identities(_plan(ROWS)) == [
        "network-agreement:Д-01",
        "pupil-list:Д-01",
        "approval-sheet:Д-01",
        "cooperation-agreement:С-01",
        "approval-sheet:С-01",
        "supplementary-agreement:ДС-01",
        "approval-sheet:ДС-01",
    ]


def test_every_planned_paper_can_be_composed() -> None:
    found = tables(ROWS)
    for paper in _plan(ROWS):
        context, diagnostics = build_context(paper, found)
        assert diagnostics == []
        assert type(context) is paper.kind.context_class


def test_the_name_of_a_file_says_what_it_is() -> None:
    names = [paper.file_name for paper in _plan(ROWS)]
    assert names[0] == "Д-01 – МБОУ ТЕХНО.docx"


def test_no_list_is_made_for_a_participant_that_only_lends_resources() -> None:
    rows = [
        dataclasses.replace(row, role=PartyRole.RESOURCE)
        if isinstance(row, Party) and row.role is PartyRole.TEACHING
        else row
        for row in network_rows()
    ]
    assert "pupil-list:Д-01" not in _identities(_plan(rows))


def test_no_list_is_made_where_nothing_is_passed() -> None:
    rows = network_rows(personal_data=PersonalDataTransfer.NONE, list_days=None)
    assert "pupil-list:Д-01" not in _identities(_plan(rows))


def test_without_visas_there_is_no_approval_sheet_and_a_note_says_so() -> None:
    rows = [row for row in network_rows() if not isinstance(row, Settings)]
    papers, diagnostics = plan_papers(tables([*rows, settings(visas=())]), KINDS, "agreements")
    assert "approval-sheet:Д-01" not in _identities(papers)
    assert [d.code for d in diagnostics] == ["approval-sheet-without-visas"]
    assert not diagnostics[0].is_error


@pytest.mark.parametrize(
    ("only", "identities"),
    [
        (("Д-01",), ["network-agreement:Д-01", "pupil-list:Д-01", "approval-sheet:Д-01"]),
        (("pupil-list",), ["pupil-list:Д-01"]),
        (("Вид pupil-list",), ["pupil-list:Д-01"]),
        (("д-01", "network-agreement"), ["network-agreement:Д-01"]),
        (("network-agreement; pupil-list",), ["network-agreement:Д-01", "pupil-list:Д-01"]),
        (
            ("С-01", "ДС-01", "approval-sheet"),
            ["approval-sheet:С-01", "approval-sheet:ДС-01"],
        ),
        (("МБОУ ТЕХНО", "network-agreement"), ["network-agreement:Д-01"]),
    ],
)
def test_the_clerk_can_name_rows_organisations_and_kinds(
    only: tuple[str, ...], identities: list[str]
) -> None:
    assert _identities(_plan(ROWS, *only)) == identities


def test_an_organisation_without_papers_gives_none() -> None:
    assert _plan([*ROWS, organisation("МУЗЕЙ", 9)], "МУЗЕЙ") == []


def test_an_unknown_name_makes_nothing_and_is_told_with_its_likeness() -> None:
    papers, (told,) = plan_papers(tables(ROWS), KINDS, "agreements", ["Д-0l", "Д-01"])
    assert papers == []
    assert told.code == "only-unknown"
    assert "Д-01" in told.hint


def test_sources_are_every_row_the_paper_rests_on() -> None:
    agreement, listed, sheet, *_ = _plan(ROWS)
    classes = {type(source) for source in agreement.sources}
    assert {Agreement, Settings, Party, Organisation, Person, ProgrammePart, Resource} <= classes
    assert ListedPupil not in classes
    assert ListedPupil in {type(source) for source in listed.sources}
    visas = {source.code for source in sheet.sources if isinstance(source, Person)}
    assert {"Л-1", "Л-2"} <= visas


def test_a_row_given_twice_is_an_error_and_not_two_papers() -> None:
    again = cooperation("Д-01", line=9)
    papers, diagnostics = plan_papers(tables([*ROWS, again]), KINDS, "agreements")
    assert len(_identities(papers)) == len(set(_identities(papers)))
    assert [d.origin.row for d in diagnostics] == [9]
    assert diagnostics[0].related[0].row == 2


def test_a_broken_row_is_planned_all_the_same() -> None:
    """Held papers are known by their sources, so a plan is made before the faults are judged."""
    rows: list[Record] = [
        Agreement(origin=ROWS[0].origin),
        Party(origin=ROWS[0].origin),
        ProgrammePart(origin=ROWS[0].origin),
        *network_rows(programme=None, safety_person="НЕТ", timetable_by=None, start=None),
    ]
    papers, _ = plan_papers(tables(rows), KINDS, "agreements")
    assert "network-agreement:Д-01" in _identities(papers)


@given(st.permutations(ROWS))
def test_identity_and_name_do_not_depend_on_the_order_of_rows(rows: list[Record]) -> None:
    def known(papers: list[PlannedPaper]) -> set[tuple[str, str, str]]:
        return {(paper.identity, paper.folder, paper.file_name) for paper in papers}

    papers, _ = plan_papers(tables(rows), KINDS, "agreements")
    expected, _ = plan_papers(tables(ROWS), KINDS, "agreements")
    assert known(papers) == known(expected)


@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=6), st.text(max_size=8))
def test_identities_are_unique_and_do_not_know_the_file(codes: list[str], file: str) -> None:
    rows = [
        dataclasses.replace(row, origin=dataclasses.replace(row.origin, file=file))
        for row in (cooperation(code, line) for line, code in enumerate(codes, start=2))
    ]
    here, _ = plan_papers(tables([settings(), *rows]), KINDS, "agreements")
    identities = _identities(here)
    assert len(identities) == len(set(identities))
    elsewhere = [cooperation(code, 100 + line) for line, code in enumerate(codes)]
    there, _ = plan_papers(tables([settings(), *elsewhere]), KINDS, "agreements")
    assert _identities(there) == identities


def test_a_row_without_a_code_is_known_by_what_it_refers_to() -> None:
    one = kind("party-card", 10, record=Party)
    papers, diagnostics = plan_papers(tables(ROWS), {one.id: one}, "agreements")
    assert diagnostics == []
    assert set(_identities(papers)) == {
        "party-card:Д-01:ТЕХНО",
        "party-card:Д-01:СОШ5",
        "party-card:С-01:СОШ5",
        "party-card:С-01:ТЕХНО",
    }
