"""Every required element is in its paper, or the paper is refused with the cell named.

The map (``requirement_maps/``) is not believed: each cell it names is emptied and changed here,
and real papers are made of the real templates.
"""

from __future__ import annotations

import dataclasses
import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from docgen.checks.rules import RULES, check_all
from docgen.documents.acts import citations
from docgen.documents.kinds import Kind, load_kinds
from docgen.documents.plan import build_context, plan_papers
from docgen.documents.requirements import Cell, Requirement, load_requirements
from docgen.passport import Passport
from docgen.records.schema import ColumnType, Record
from docgen.records.tables import Tables
from docgen.records.vocabulary import Funding, LegalForm, PartyRole
from docgen.rendering.template import Template, compile_template
from docgen.russian import FILTERS
from tests.documents.factories import (
    amendment,
    cooperation,
    district,
    network,
    network_rows,
    organisation,
    party,
    person,
    programme,
    pupil,
    resource,
    supplementary,
    tables,
)

FOLDER = Path(__file__).parents[2] / "templates_docx"
TODAY = datetime.date(2026, 8, 20)
REQUIREMENTS = load_requirements()
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _authority() -> list[Record]:
    return [
        organisation(
            "УО",
            8,
            full_name="Управление образования администрации Заречногорского муниципального района",
            short_name="Управление образования",
            legal_form=LegalForm.AUTHORITY,
            teaches=False,
            licence_number=None,
        ),
        person("Г-УО", 8, surname="Дзюба", post="начальник", organisation="УО"),
        person("З-УО", 9, surname="Мороз", post="заместитель начальника", organisation="УО"),
    ]


def _networks() -> list[Record]:
    second = [
        network("Д-02", 3, programme="ДИЗАЙН", funding=Funding.FREE, assessment=False),
        party("Д-02", "СОШ5", PartyRole.BASE, 8),
        party("Д-02", "ТЕХНО", PartyRole.TEACHING, 9),
    ]
    return [
        *network_rows(),
        programme(
            code="ДИЗАЙН",
            title="Дизайн",
            approval_number="114-од",
            approval_date=datetime.date(2026, 8, 19),
        ),
        organisation("МУЗЕЙ", 7, full_name="муниципальный музей «Горница»", teaches=False),
        person("Г-МУЗЕЙ", 7, surname="Белых", organisation="МУЗЕЙ"),
        resource("Д-01", "СОШ5", 4, name="кабинет технологии"),
        pupil("Д-01"),
        supplementary(line=5),
        amendment("ДС-01"),
        *second,
    ]


def _cooperations() -> list[Record]:
    return district(
        *_authority(),
        organisation("МУЗЕЙ", 7, full_name="муниципальный музей «Горница»"),
        person("Г-МУЗЕЙ", 7, surname="Белых", organisation="МУЗЕЙ"),
        organisation("ЧУЖАЯ", 9, full_name="муниципальный театр «Маска»"),
        person("Г-ЧУЖАЯ", 10, surname="Гром", organisation="ЧУЖАЯ"),
        cooperation(approver="Г-УО"),
        party("С-01", "СОШ5", PartyRole.COORDINATOR, 2),
        party("С-01", "ТЕХНО", PartyRole.MEMBER, 3),
        party("С-01", "МУЗЕЙ", PartyRole.MEMBER, 4),
    )


@cache
def _kinds() -> Mapping[str, Kind]:
    kinds, faults = load_kinds(FOLDER)
    assert faults == []
    return kinds


@cache
def _template(kind: str) -> Template:
    found = _kinds()[kind]
    template, diagnostics = compile_template(
        found.template,
        found.context_class,
        filters=FILTERS,
        keys={"акты": citations().keys()},
    )
    assert template is not None, [d.message for d in diagnostics]
    return template


def _rows_of(requirement: Requirement) -> list[Record]:
    return _cooperations() if "cooperation-agreement" in requirement.kinds[:1] else _networks()


def _papers(kind: str, found: Tables) -> Iterator[str]:
    """The words of every paper of a kind that these rows give."""
    papers, _ = plan_papers(found, _kinds(), "agreements", [kind])
    for paper in papers:
        context, _ = build_context(paper, found)
        if context is not None:
            passport = Passport(paper.identity, kind, "0", "0", "0", "0")
            content, faults = _template(kind).render(context, passport)
            assert content is not None, [f.message for f in faults]
            yield _words(content)


def _words(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
    return "\n".join(paragraphs).replace("\xa0", " ")


@cache
def _unchanged(kind: str, cooperation: bool) -> tuple[str, ...]:
    return tuple(_papers(kind, tables(_cooperations() if cooperation else _networks())))


def _sources(requirement: Requirement, rows: Sequence[Record], cell: Cell) -> list[Record]:
    """Rows of the cell's sheet that papers of the requirement are made of."""
    papers, _ = plan_papers(tables(rows), _kinds(), "agreements", requirement.kinds)
    sources = {id(source): source for paper in papers for source in paper.sources}
    return [row for row in sources.values() if type(row) is cell.record]


def _with(rows: Sequence[Record], old: Record, attribute: str, value: Any) -> Tables:
    new = dataclasses.replace(old, **{attribute: value})
    return tables([new if row is old else row for row in rows])


_OTHERS: Mapping[ColumnType, tuple[Any, ...]] = {
    ColumnType.DATE: (datetime.date(2026, 10, 15), datetime.date(2027, 3, 3)),
    ColumnType.INTEGER: (77,),
    ColumnType.MONEY: (Decimal("777.00"),),
    ColumnType.ITEMS: (("совсем иное дело",),),
    ColumnType.YES_NO: (True, False),
}


def _others(cell: Cell, rows: Sequence[Record], value: Any) -> list[Any]:
    """Values of the right type that the cell might hold instead."""
    column = cell.column
    if column.choices is not None:
        found: Sequence[Any] = tuple(column.choices)
    elif column.refers_to:
        target = column.refers_to
        found = [row.code for row in rows if isinstance(row, target)]  # type: ignore[attr-defined]
    else:
        found = _OTHERS.get(column.cell_type, ("Петров", "центр «Иное»"))
    return [other for other in found if other != value]


CELLS = [(r.id, cell) for r in REQUIREMENTS.values() for cell in r.cells]
PRINTED = [
    (r.id, cell)
    for r in REQUIREMENTS.values()
    for cell in (*r.cells, *r.shown)
    if cell not in r.unprinted
]


def _name(value: object) -> str | None:
    return f"{value.record.__name__}.{value.column.attribute}" if isinstance(value, Cell) else None


@pytest.mark.parametrize(("norm", "cell"), CELLS, ids=_name)
def test_an_empty_cell_refuses_the_paper_and_is_named(norm: str, cell: Cell) -> None:
    requirement = REQUIREMENTS[norm]
    rows = _rows_of(requirement)
    attribute = cell.column.attribute
    empty = () if isinstance(getattr(rows[0], attribute, None), tuple) else None
    candidates = _sources(requirement, rows, cell)
    assert candidates, "no paper of the requirement is made of this sheet"
    refused = []
    for row in candidates:
        faults = check_all(_with(rows, row, attribute, empty), TODAY)
        place = row.origin.at(attribute)
        assert place.cell
        refused.append(any(fault.is_error and fault.origin == place for fault in faults))
    assert any(refused)


@pytest.mark.parametrize(("norm", "cell"), PRINTED, ids=_name)
def test_a_cell_of_the_map_is_in_the_paper(norm: str, cell: Cell) -> None:
    requirement = REQUIREMENTS[norm]
    rows = _rows_of(requirement)
    attribute = cell.column.attribute
    cooperative = "cooperation-agreement" in requirement.kinds[:1]
    for row in _sources(requirement, rows, cell):
        for other in _others(cell, rows, getattr(row, attribute)):
            changed = _with(rows, row, attribute, other)
            for kind in requirement.kinds:
                made = tuple(_papers(kind, changed))
                before = _unchanged(kind, cooperative)
                if len(made) == len(before) and made != before:
                    return
    pytest.fail("whatever stands in the cell, the papers are the same")


@pytest.mark.parametrize(
    ("norm", "words"), [(r.id, words) for r in REQUIREMENTS.values() for words in r.words]
)
def test_the_constant_words_stand_in_a_paper(norm: str, words: str) -> None:
    requirement = REQUIREMENTS[norm]
    cooperative = "cooperation-agreement" in requirement.kinds[:1]
    papers = [p for kind in requirement.kinds for p in _unchanged(kind, cooperative)]
    assert papers
    assert any(words in paper for paper in papers)


def test_every_rule_that_the_map_names_is_run() -> None:
    known = {rule.__name__ for rule in RULES}
    named = {rule for requirement in REQUIREMENTS.values() for rule in requirement.rules}
    assert named <= known


def test_no_element_of_the_checklist_is_left_out() -> None:
    wanted = {f"NET-{n:02}" for n in range(1, 25)} | {f"MUL-{n:02}" for n in range(1, 12)}
    # are looks and marks of orders: layout, not rows, answers for them.
    wanted |= {f"X-{n:02}" for n in range(1, 17)} - {"X-09", "X-10", "X-11"}
    assert set(REQUIREMENTS) == wanted


@pytest.mark.parametrize("requirement", REQUIREMENTS.values(), ids=lambda r: r.id)
def test_a_requirement_is_met_somehow(requirement: Requirement) -> None:
    assert requirement.cells or requirement.shown or requirement.words or requirement.rules


def test_kinds_and_map_say_the_same() -> None:
    by_kind = {
        kind.id: {n for n in kind.norms if re.match("NET|MUL", n)} for kind in _kinds().values()
    }
    for requirement in REQUIREMENTS.values():
        if not requirement.id.startswith("X-"):
            assert any(requirement.id in by_kind[kind] for kind in requirement.kinds)
    assert set().union(*by_kind.values()) <= set(REQUIREMENTS)


def test_the_whole_sample_of_this_test_is_free_of_gaps() -> None:
    """Otherwise an emptied cell could be refused for another reason."""
    for rows in (_networks(), _cooperations()):
        found = tables(rows)
        papers, _ = plan_papers(found, _kinds(), "agreements")
        assert papers
        assert all(build_context(paper, found)[0] is not None for paper in papers)
