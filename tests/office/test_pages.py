"""Pages that somebody signs: nothing torn, numbered from the second, «ПРОЕКТ» on each, A4.

Skipped where LibreOffice or poppler is not installed, unless DOCGEN_REQUIRE_OFFICE is 1.
"""

from __future__ import annotations

import dataclasses
import os
import re

import pytest

from docgen.documents.agreement import AgreementContext
from docgen.documents.kinds import load_kinds
from docgen.documents.plan import build_context, plan_papers
from docgen.documents.pupil_list import PupilListContext
from docgen.records.directory import Organisation, Person
from docgen.records.partners import Agreement
from docgen.records.schema import Record
from docgen.records.tables import Tables
from tests.golden.sample import ROOT, Chosen, draft_papers, sample_tables
from tests.office.pages import (
    Pages,
    Party,
    cut_words,
    ends_with_heading,
    lay_out,
    missing_programs,
    torn_blocks,
    torn_rows,
)
from tests.templates.test_papers import with_parties

TWO: Chosen = ("network-agreement", "Д-01")
FOUR: Chosen = ("network-agreement", "Д-08")
LIST: Chosen = ("pupil-list", "Д-08")
THREE: Chosen = ("cooperation-agreement", "С-02")
THIRTEEN: Chosen = ("cooperation-agreement", "С-03")
PAIR: Chosen = ("cooperation-agreement", "С-01")
SUPPLEMENT: Chosen = ("supplementary-agreement", "ДС-03")
_FEWEST_LINES = 6


@dataclasses.dataclass(frozen=True)
class Case:
    """A paper to lay out; ``in_list``: the parties sign in one list, not in two columns."""

    name: str
    chosen: Chosen
    tables: Tables
    in_list: bool = False


def with_long_names(tables: Tables) -> Tables:
    """The same rows with names and posts as long as a ministry can make them."""
    tail = (
        " имени дважды Героя Советского Союза генерал-полковника авиации Александра Петровича"
        " Долгополова-Преображенского Заречногорского муниципального района Свердловской области"
    )
    changed: dict[type[Record], tuple[Record, ...]] = {kind: tables.of(kind) for kind in tables}
    changed[Organisation] = tuple(
        dataclasses.replace(
            row, full_name=row.full_name + tail, short_name=f"{row.short_name} имени А.П. Долгого"
        )
        for row in tables.of(Organisation)
    )
    changed[Person] = tuple(
        dataclasses.replace(
            row,
            post="заместитель директора по учебно-воспитательной работе и сетевому взаимодействию",
            post_genitive=(
                "заместителя директора по учебно-воспитательной работе и сетевому взаимодействию"
            ),
        )
        for row in tables.of(Person)
    )
    return Tables(changed)


def _cases() -> list[Case]:
    tables, forty = sample_tables(), with_parties(40)
    agreement = forty.of(Agreement)[0].code
    return [
        Case("two parties", TWO, tables),
        Case("four parties", FOUR, tables),
        Case("four parties with long names", FOUR, with_long_names(tables)),
        Case("list of pupils", LIST, tables),
        Case("framework of two, electronic", PAIR, tables),
        Case("framework of three", THREE, tables, in_list=True),
        Case("framework of thirteen", THIRTEEN, tables, in_list=True),
        Case("framework of forty", ("cooperation-agreement", agreement), forty, in_list=True),
        Case("supplement", SUPPLEMENT, tables, in_list=True),
    ]


CASES = _cases()


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pages]:
    missing = missing_programs()
    if missing:
        reason = f"not installed: {', '.join(missing)}"
        if os.environ.get("DOCGEN_REQUIRE_OFFICE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    papers = {case.name: draft_papers(case.tables, [case.chosen])[case.chosen] for case in CASES}
    return lay_out(papers, tmp_path_factory.mktemp("office"))


def parties_of(case: Case) -> list[Party]:
    """Who signs the paper, from the context of its template."""
    kinds, _ = load_kinds(ROOT / "templates_docx")
    planned, _ = plan_papers(case.tables, kinds, "agreements", ())
    for paper in planned:
        subject = paper.subject
        if isinstance(subject, Agreement) and (paper.kind.id, subject.code) == case.chosen:
            context, _ = build_context(paper, case.tables)
            if isinstance(context, AgreementContext):
                signing = list(context.parties)
            else:
                assert isinstance(context, PupilListContext)
                signing = [context.base, *context.participants]
            return [Party(_plain(p.role), _plain(p.signature)) for p in signing]
    raise AssertionError(case.chosen)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))


@every_case
def test_no_signature_is_torn_from_its_party(case: Case, laid: dict[str, Pages]) -> None:
    parties = parties_of(case)
    torn = torn_rows if case.in_list else torn_blocks
    pages = laid[case.name].texts
    for number, page in enumerate(pages, start=1):
        assert torn(page, parties) == [], f"page {number}"
    shown = "\n".join(line for page in pages for line in page)
    for party in parties:
        assert party.role in shown and party.shown in shown


@every_case
def test_pages_are_numbered_from_the_second_and_marked_as_a_draft(
    case: Case, laid: dict[str, Pages]
) -> None:
    first, *rest = laid[case.name].texts
    assert first[0].strip() == "ПРОЕКТ"
    for number, page in enumerate(rest, start=2):
        assert page[0].split() == [str(number), "ПРОЕКТ"]


@every_case
def test_sheets_are_a4(case: Case, laid: dict[str, Pages]) -> None:
    (size,) = laid[case.name].sizes
    width, height = (float(side) for side in size.split(" x "))
    assert abs(width - 595.3) < 1 and abs(height - 841.9) < 1


@every_case
def test_no_heading_is_left_alone_and_no_page_is_all_but_empty(
    case: Case, laid: dict[str, Pages]
) -> None:
    for number, page in enumerate(laid[case.name].texts, start=1):
        assert not ends_with_heading(page), f"page {number}"
        assert len(page) >= _FEWEST_LINES, f"page {number}: {page}"


@every_case
def test_no_cell_cuts_a_word(case: Case, laid: dict[str, Pages]) -> None:
    assert cut_words(laid[case.name]) == []


def test_the_mark_of_approval_stands_below_a_signature(laid: dict[str, Pages]) -> None:
    for name in ("framework of three", "framework of thirteen"):
        (page,) = [p for p in laid[name].texts if any(line.strip() == "СОГЛАСОВАНО" for line in p)]
        above = page[: [line.strip() for line in page].index("СОГЛАСОВАНО")]
        assert any(re.search(r"\(Участник \d+\)", line) for line in above)


# --- the eyes of these tests ----------------------------------------------------------------------

A, B = Party("Базовая организация", "М.П. Железняк"), Party("Организация-участник", "Р.А. Шевчук")


@pytest.mark.parametrize(
    ("page", "torn"),
    [
        (["Базовая организация     Организация-участник", "Директор   Директор"], [A.role, B.role]),
        (["___ М.П. Железняк      ___ Р.А. Шевчук", "М.П.     М.П."], [A.role, B.role]),
        (["Базовая организация", "________ Р.А. Шевчук"], [B.role, A.role]),
        (
            [
                "Базовая организация     Организация-участник",
                "Директор                Руководитель",
                "____ М.П. Железняк      ____ Р.А. Шевчук",
            ],
            [],
        ),
    ],
)
def test_a_torn_block_is_seen(page: list[str], torn: list[str]) -> None:
    assert torn_blocks(page, [A, B]) == torn


def test_a_cut_word_is_seen(laid: dict[str, Pages]) -> None:
    whole = laid["two parties"]
    page = tuple(line.replace("Робототехника", "Робототех ника") for line in whole.texts[0])
    cut = dataclasses.replace(whole, texts=(page, *whole.texts[1:]))
    assert any("Робототехника" in word for word in cut_words(cut))


def test_a_torn_row_is_seen() -> None:
    assert torn_rows(["1  МБОУ (Базовая организация)   М.П. Железняк"], [A, B]) == []
    assert torn_rows(["1  МБОУ (Базовая организация)"], [A, B]) == ["М.П. Железняк"]
    assert torn_rows(["Р.А. Шевчук"], [A, B]) == ["Р.А. Шевчук"]


def test_a_heading_at_the_foot_is_seen() -> None:
    assert ends_with_heading(["текст", "                    4. Обязанности Сторон"])
    assert not ends_with_heading(["4. Обязанности", "      4.1. Базовая организация обязуется"])
