"""The catalogue of papers (DESIGN.md): every one has a kind, a template, a row, a golden paper,
and comes out of the one command of the year."""

from __future__ import annotations

import json
import re
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from docgen.documents.plan import WORD
from docgen.records.workbooks import FAMILIES
from tests.desk import Desk, new_desk
from tests.golden.renew import golden_path
from tests.golden.sample import golden, sample_kinds, sample_plan

CATALOGUE: Mapping[str, tuple[str, ...]] = {
    "roadmap": ("roadmap", "annex-plan", "interaction-plan", "events-schedule"),
    "acts": (
        *("lna-net", "lna-adm", "lna-rel", "lna-reg", "lna-cred", "lna-att", "lna-pd", "lna-paid"),
        *("kug", "network-programme", "training-plan"),
    ),
    "agreements": (
        *("network-agreement", "pupil-list", "cooperation-agreement"),
        *("supplementary-agreement", "approval-sheet"),
    ),
    "orders": (
        *("order-network", "order-responsible", "order-approve-programmes", "order-approve-model"),
        *("order-approve-roadmap", "order-enrol", "order-transfer-partner", "order-expel"),
        *("order-results", "order-pupil-list"),
    ),
    "contracts": (
        *("admission-application", "education-contract", "paid-contract"),
        *("personal-data-consent", "publication-consent"),
    ),
    "reports": (
        *("resource-analysis", "directions-register", "partner-register", "potential-note"),
        *("network-model", "monitoring-report", "staff-analysis", "licence-status", "minutes"),
        *("questionnaire-teacher", "questionnaire-pupil", "questionnaire-parent"),
    ),
    "letters": (
        *("cover-letter", "parent-notice", "site-text", "stand-poster", "dispatch-register"),
        "disagreement-protocol",
    ),
}
"""Family → ids of its kinds, in the order in which a year's papers are made."""

REGISTERS = ("directions-register", "partner-register", "licence-status", "dispatch-register")
"""Kinds that are laid as a workbook too."""

IDS = [(family, kind) for family, kinds in CATALOGUE.items() for kind in kinds]
_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bnan\b|_x[0-9A-F]{4}_|«\s*»")


# --- the kinds -----------------------------------------------------------------------------------


def test_every_kind_is_in_the_catalogue_and_belongs_to_its_family() -> None:
    declared = {(kind.family, kind.id) for kind in sample_kinds().values()}
    assert declared == set(IDS)


def test_families_are_made_in_the_order_of_the_year() -> None:
    assert list(FAMILIES) == list(CATALOGUE)


@pytest.mark.parametrize(("family", "kind"), IDS, ids=lambda value: value)
def test_a_paper_of_the_catalogue_is_there(family: str, kind: str) -> None:
    found = sample_kinds()[kind]
    assert found.family == family
    assert found.template.is_file()
    assert any(name == kind for name, _ in sample_plan()), "no row of the sample asks for it"
    (*_, chosen) = [chosen for chosen in golden() if chosen[0] == kind]
    assert golden_path(chosen).is_file()


@pytest.mark.parametrize("kind", REGISTERS)
def test_a_register_is_a_workbook_too(kind: str) -> None:
    assert sample_kinds()[kind].also == ("xlsx",)


# --- the year ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return new_desk(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="module")
def year(desk: Desk) -> Mapping[str, Any]:
    """What one run over the sample answered; all tests below look at its papers."""
    said = desk.docgen("year", "inputs", "--json")
    assert said.code == 0, said.text
    answer: dict[str, Any] = json.loads(said.out)
    return answer


def _laid(desk: Desk, year: Mapping[str, Any]) -> list[tuple[str, Path]]:
    return [(paper["kind"], desk.folder / paper["path"]) for paper in year["papers"]]


def test_the_year_makes_every_paper_of_the_catalogue(year: Mapping[str, Any]) -> None:
    made = {(paper["family"], paper["kind"]) for paper in year["papers"]}
    assert made == set(IDS)
    assert {paper["outcome"] for paper in year["papers"]} == {"new"}
    assert year["refused"] == year["orphans"] == year["left_out"] == []
    assert len(year["papers"]) == len(sample_plan())


def test_every_paper_is_whole_and_nothing_is_left_over(desk: Desk, year: Mapping[str, Any]) -> None:
    places = [path for _, path in _laid(desk, year)]
    assert len(set(places)) == len(places)
    for path in places:
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    said = "".join(map(str, etree.fromstring(package.read(name)).itertext()))
                    assert not _LEFTOVER.search(said), (path.name, name)


def test_a_paper_of_every_kind_is_opened_by_other_programs(
    desk: Desk, year: Mapping[str, Any]
) -> None:
    import docx

    for path in {(kind, path.suffix): path for kind, path in _laid(desk, year)}.values():
        if path.suffix == f".{WORD}":
            assert any(p.text for p in docx.Document(str(path)).paragraphs), path.name
        else:
            assert openpyxl.load_workbook(path).sheetnames, path.name


def test_personal_papers_lie_in_closed_folders_of_their_own(
    desk: Desk, year: Mapping[str, Any]
) -> None:
    personal = {kind.id for kind in sample_kinds().values() if kind.personal}
    folders = {True: set[Path](), False: set[Path]()}
    for kind, path in _laid(desk, year):
        folders[kind in personal].add(path.parent)
        if kind in personal:
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077
            assert not stat.S_IMODE(path.parent.stat().st_mode) & 0o077
    assert folders[True] and not folders[True] & folders[False]


def test_a_second_year_changes_nothing(desk: Desk, year: Mapping[str, Any]) -> None:
    before = {path: path.read_bytes() for _, path in _laid(desk, year)}
    again = json.loads(desk.docgen("year", "inputs", "--json").out)
    assert {paper["outcome"] for paper in again["papers"]} == {"unchanged"}
    assert [p["identity"] for p in again["papers"]] == [p["identity"] for p in year["papers"]]
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_alone_leaves_the_papers_of_the_year_alone(
    desk: Desk, year: Mapping[str, Any], family: str
) -> None:
    """Each kind sees the sheets of its own family, whatever else a run has read."""
    said = desk.docgen(family, f"inputs/{FAMILIES[family].workbook}.xlsx", "--json")
    assert said.code == 0, said.text
    papers = json.loads(said.out)["papers"]
    assert {paper["outcome"] for paper in papers} == {"unchanged"}
    assert [p["identity"] for p in papers] == [
        p["identity"] for p in year["papers"] if p["family"] == family
    ]
