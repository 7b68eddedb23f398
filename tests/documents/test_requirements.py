"""Every required element is in its paper, or the paper is refused with the cell named.

The maps (``requirement_maps/``) are not believed: each cell they name is emptied and changed
here, and real papers of the sample are made with the real templates.
"""

from __future__ import annotations

import dataclasses
import datetime
import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from lxml import etree

from docgen.checks.facts import Facts
from docgen.checks.required import required_cells_are_filled
from docgen.checks.rules import RULES, check_all
from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.plan import PlannedPaper, build_context
from docgen.documents.requirements import Cell, Requirement, load_requirements
from docgen.norms.acts import load_acts
from docgen.passport import Passport
from docgen.records.partners import Agreement
from docgen.records.schema import ColumnType, Record
from docgen.records.tables import Tables
from docgen.rendering.template import Template, compile_template
from docgen.russian import FILTERS
from tests.golden.sample import DAY, ROOT, sample_kinds, sample_plan, sample_tables

REQUIREMENTS = load_requirements()
APPLICABLE = [r for r in REQUIREMENTS.values() if not r.not_applicable]
_TEXT = {
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t",
    "{http://schemas.openxmlformats.org/drawingml/2006/main}t",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}v",
}
_SEEN = re.compile(r"word/(document|header\d*|footer\d*|charts/[^/]+)\.xml")
_TRIES = 40
"""Places at which a cell is tried before it is given up: a whole register has thousands."""


def _numbered(prefix: str, last: int) -> set[str]:
    return {f"{prefix}-{n:02}" for n in range(1, last + 1)}


CHECKLIST = {
    *_numbered("X", 16),
    *_numbered("NET", 24),  # договор о сетевой форме
    *_numbered("MUL", 11),  # рамочное соглашение
    *_numbered("EDU", 14),  # бесплатный договор об образовании
    *_numbered("PAY", 25),  # платный договор
    *_numbered("APP", 13),  # заявление о приёме
    *_numbered("PDN", 12),  # согласие на обработку
    *_numbered("PDR", 2),  # согласие на распространение
    *_numbered("LNA", 8),  # every local act; below, the blocks of each
    *("LNA-NET", "LNA-ADM", "LNA-REL", "LNA-REG", "LNA-CRED", "LNA-ATT", "LNA-PD", "LNA-PAID"),
    "KUG",
    *_numbered("ORD", 6),  # every order; below, what each adds, in the order of the table
    *("ORD-ROADMAP", "ORD-MODEL", "ORD-RESPONSIBLE", "ORD-NETWORK"),
    *("ORD-ENROL", "ORD-TRANSFER", "ORD-EXPEL", "ORD-RESULTS"),
    *_numbered("MAP", 10),
    *_numbered("REP", 10),  # rows of the table in 7.3
    *_numbered("SITE", 5),  # rows of the table in 7.4
}
"""Every element of the content checklist; tables without ids are numbered by their rows."""


# --- papers of the sample ------------------------------------------------------------------------


@cache
def _template(kind: str) -> Template:
    found = sample_kinds()[kind]
    template, diagnostics = compile_template(
        found.template,
        found.context_class,
        filters=FILTERS,
        keys={"акты": citations().keys()},
        extra_names={
            name
            for sheet in sample_tables()
            for row in sample_tables().of(sheet)
            for name in row.extra
        },
    )
    assert template is not None, [d.message for d in diagnostics]
    return template


@cache
def _planned(kind: str) -> tuple[PlannedPaper, ...]:
    return tuple(paper for (name, _), paper in sample_plan().items() if name == kind)


def _make(paper: PlannedPaper, tables: Tables) -> tuple[str | None, list[Diagnostic]]:
    """What the paper says, or ``None`` with the faults that refuse it."""
    context, faults = build_context(paper, tables)
    if context is None or any(fault.is_error for fault in faults):
        return None, faults
    passport = Passport(paper.identity, paper.kind.id, "0", "0", "0", "0")
    content, told = _template(paper.kind.id).render(context, passport)
    return (_words(content) if content is not None else None), [*faults, *told]


def _words(content: bytes) -> str:
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(filter(_SEEN.fullmatch, package.namelist())):
            for paragraph in _paragraphs(etree.fromstring(package.read(name))):
                found.append(paragraph)
    return "\n".join(found).replace("\xa0", " ").replace("\u202f", " ")


def _paragraphs(root: etree._Element) -> Iterator[str]:
    line: list[str] = []
    for element in root.iter():
        if element.tag in _TEXT:
            line.append(element.text or "")
        elif isinstance(element.tag, str) and element.tag.endswith("}p") and line:
            yield "".join(line)
            line = []
    yield "".join(line)


@cache
def _before(chosen: tuple[str, str]) -> str | None:
    return _make(sample_plan()[chosen], sample_tables())[0]


def _said(kind: str) -> Iterator[str]:
    """What each paper of a kind says."""
    for chosen in sample_plan():
        if chosen[0] == kind:
            found = _before(chosen)
            assert found is not None, chosen
            yield found


# --- one cell ------------------------------------------------------------------------------------


def _places(kind: str, cell: Cell) -> list[tuple[PlannedPaper, Record]]:
    """Papers of a kind with a row of the cell's sheet that each is made of.

    One row of every paper before a second of any, filled cells before empty ones.
    """
    columns = []
    for paper in _planned(kind):
        rows = [row for row in paper.sources if type(row) is cell.record]
        rows.sort(key=lambda row: row.lacks(cell.column.attribute))
        columns.append([(paper, row) for row in rows])
    turns = itertools.zip_longest(*columns)
    return [place for turn in turns for place in turn if place is not None][:_TRIES]


def _with(paper: PlannedPaper, old: Record, new: Record) -> tuple[PlannedPaper, Tables]:
    sample = sample_tables()
    tables: dict[type[Record], Sequence[Record]] = {kind: sample.of(kind) for kind in sample}
    tables[type(old)] = [new if row is old else row for row in sample.of(type(old))]
    changed = dataclasses.replace(paper, subject=new) if paper.subject is old else paper
    return changed, Tables(tables)


def _still_due(paper: PlannedPaper, tables: Tables) -> bool:
    conditions = paper.kind.conditions
    return (
        all(condition.holds(paper.subject) for condition in conditions)
        and paper.kind.makes.due(paper.subject, tables)[0]
    )


@cache
def _shows(kind: str, address: tuple[type[Record], str]) -> bool:
    """Whether a paper of the kind says something else when the cell does."""
    cell = _CELLS[address]
    attribute = cell.column.attribute
    for paper, row in _places(kind, cell):
        codes = paper.identity.partition(":")[2]
        before = _before((kind, codes))
        for other in _others(cell, getattr(row, attribute)):
            new = dataclasses.replace(
                row, **{attribute: other}, not_applicable=row.not_applicable - {attribute}
            )
            changed, tables = _with(paper, row, new)
            if _still_due(changed, tables):
                made, _ = _make(changed, tables)
                if made is not None and made != before:
                    return True
    return False


@cache
def _refuses(kind: str, address: tuple[type[Record], str]) -> bool:
    """Whether the emptied cell refuses a paper of the kind and is named.

    By the required cells, which cost nothing to ask; else by the paper itself; else by any rule.
    """
    cell = _CELLS[address]
    attribute = cell.column.attribute
    places = []
    for paper, row in _places(kind, cell):
        empty: Any = () if isinstance(getattr(row, attribute), tuple) else None
        new = dataclasses.replace(row, **{attribute: empty})
        place = row.origin.at(attribute)
        if not place.cell:
            continue
        places.append((paper, row, new, place))
        facts = Facts(
            Tables({Agreement: sample_tables().of(Agreement), type(row): [new]}),
            DAY,
            load_acts(),
        )
        if _names(place, required_cells_are_filled(facts)):
            return True
    changed = [(*_with(paper, row, new), place) for paper, row, new, place in places]
    return any(_names(place, _make(paper, tables)[1]) for paper, tables, place in changed) or any(
        _names(place, check_all(tables, DAY)) for _, tables, place in changed[:12]
    )


def _names(place: object, faults: Iterable[Diagnostic]) -> bool:
    return any(fault.is_error and fault.origin == place for fault in faults)


_OTHERS: Mapping[ColumnType, tuple[Any, ...]] = {
    ColumnType.DATE: (datetime.date(2026, 10, 15), datetime.date(2027, 3, 3)),
    ColumnType.INTEGER: (77, 3),
    ColumnType.MONEY: (Decimal("777.00"),),
    ColumnType.ITEMS: (("совсем иное дело",),),
    ColumnType.YES_NO: (True, False),
    ColumnType.ACADEMIC_YEAR: ("2031/2032",),
}


def _others(cell: Cell, value: Any) -> list[Any]:
    """Values of the right type that the cell might hold instead."""
    column = cell.column
    found: Sequence[Any]
    if column.choices is not None:
        found = tuple(column.choices)
    elif column.refers_to:
        rows = sample_tables().of(column.refers_to)
        codes = [row.code for row in rows if getattr(row, "code", None)]  # type: ignore[attr-defined]
        many = column.cell_type is ColumnType.REFERENCES
        found = [(code,) if many else code for code in (*codes[:3], *codes[-3:])]
    else:
        found = _OTHERS.get(column.cell_type, ("Петров", "центр «Иное»"))
    return [other for other in found if other != value]


# --- the proofs ----------------------------------------------------------------------------------


def _address(cell: Cell) -> tuple[type[Record], str]:
    return cell.record, cell.column.attribute


_CELLS: Mapping[tuple[Any, str], Cell] = {
    _address(cell): cell for r in REQUIREMENTS.values() for cell in (*r.cells, *r.shown)
}
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
    kinds = REQUIREMENTS[norm].kinds
    assert any(_places(kind, cell) for kind in kinds), "no paper is made of this sheet"
    assert any(_refuses(kind, _address(cell)) for kind in kinds)


@pytest.mark.parametrize(("norm", "cell"), PRINTED, ids=_name)
def test_a_cell_of_the_map_is_in_the_paper(norm: str, cell: Cell) -> None:
    kinds = REQUIREMENTS[norm].kinds
    assert any(_shows(kind, _address(cell)) for kind in kinds), (
        "whatever stands in the cell, the papers are the same"
    )


@pytest.mark.parametrize(
    ("norm", "words"), [(r.id, words) for r in APPLICABLE for words in r.words]
)
def test_the_constant_words_stand_in_a_paper(norm: str, words: str) -> None:
    assert any(words in said for kind in REQUIREMENTS[norm].kinds for said in _said(kind))


@pytest.mark.parametrize(
    ("norm", "words"), [(r.id, words) for r in APPLICABLE for words in r.absent]
)
def test_the_forbidden_words_stand_in_no_paper(norm: str, words: str) -> None:
    for kind in REQUIREMENTS[norm].kinds:
        said = [text.lower() for text in _said(kind)]
        assert said
        assert not any(words.lower() in text for text in said), kind


@pytest.mark.parametrize(
    ("norm", "kind"), [(r.id, kind) for r in APPLICABLE for kind in r.kinds if len(r.kinds) > 1]
)
def test_every_kind_that_is_named_has_a_part_in_it(norm: str, kind: str) -> None:
    requirement = REQUIREMENTS[norm]
    given = (*requirement.cells, *requirement.shown)
    printed = [cell for cell in given if cell not in requirement.unprinted]
    if printed or requirement.words:
        assert (
            requirement.absent
            or any(words in said for words in requirement.words for said in _said(kind))
            or any(_shows(kind, _address(cell)) for cell in printed)
        )


def test_every_rule_that_the_map_names_is_run() -> None:
    known = {rule.__name__ for rule in RULES}
    named = {rule for requirement in REQUIREMENTS.values() for rule in requirement.rules}
    assert named <= known


@pytest.mark.parametrize("named", sorted({test for r in APPLICABLE for test in r.tests}))
def test_a_test_that_the_map_names_is_there(named: str) -> None:
    path, _, function = named.partition("::")
    assert re.search(rf"^def {function}\(", (ROOT / path).read_text(encoding="utf-8"), re.M)


def test_no_element_of_the_checklist_is_left_out() -> None:
    assert set(REQUIREMENTS) == CHECKLIST


@pytest.mark.parametrize("requirement", REQUIREMENTS.values(), ids=lambda r: r.id)
def test_a_requirement_is_met_somehow(requirement: Requirement) -> None:
    by_rows = requirement.cells or requirement.shown or requirement.words or requirement.absent
    met = bool(by_rows or requirement.rules or requirement.tests)
    assert met != bool(requirement.not_applicable), "met, or a reason why it can't be"
    assert requirement.kinds or not by_rows
    assert all(kind in sample_kinds() for kind in requirement.kinds)


@pytest.mark.parametrize("kind", sample_kinds())
def test_kinds_and_map_say_the_same(kind: str) -> None:
    mapped = {r.id for r in APPLICABLE if kind in r.kinds}
    named = set(sample_kinds()[kind].norms)
    assert named <= mapped
    assert {norm for norm in mapped if not norm.startswith("X-")} <= named


@pytest.mark.parametrize("kind", sample_kinds())
def test_the_sample_of_this_test_is_free_of_gaps(kind: str) -> None:
    """Otherwise an emptied cell could be refused for another reason."""
    assert _planned(kind)
    assert all(_before((kind, paper.identity.partition(":")[2])) for paper in _planned(kind)[:3])
