"""The papers of the sample, as the clerk gets them: conditions, tables, forty parties."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

import pytest
from lxml import etree

from docgen.documents.acts import citations
from docgen.documents.kinds import load_kinds
from docgen.documents.plan import build_context, plan_papers
from docgen.norms.layout import load_layout
from docgen.passport import Passport
from docgen.records.directory import Organisation
from docgen.records.linking import link
from docgen.records.partners import Agreement, Party
from docgen.records.tables import Tables
from docgen.records.vocabulary import AgreementKind, Funding, PartyRole, Signing
from docgen.records.workbooks import SHEETS
from docgen.rendering.template import Template, compile_template
from docgen.russian.filters import FILTERS
from docgen.workbook.reading import read_tables
from templates_docx.press import TEMPLATES
from tests.templates.test_press import W, text
from tests.workbook.renew_sample import BOOKS

KINDS, _ = load_kinds(TEMPLATES)


@cache
def sample() -> Tables:
    reading = read_tables(BOOKS, None, SHEETS)
    tables, diagnostics = link(reading.tables)
    assert diagnostics == []
    return tables


@cache
def template(kind: str) -> Template:
    compiled, diagnostics = compile_template(
        KINDS[kind].template,
        KINDS[kind].context_class,
        filters=FILTERS,
        keys={"акты": citations().keys()},
        profile=load_layout(),
    )
    assert compiled is not None, diagnostics
    return compiled


def papers_of(tables: Tables) -> Mapping[tuple[str, str], etree._Element]:
    """Kind and code of the agreement → the body of the paper."""
    planned, diagnostics = plan_papers(tables, KINDS, "agreements", ())
    assert diagnostics == []
    made = {}
    for paper in planned:
        context, faults = build_context(paper, tables)
        assert faults == []
        passport = Passport(paper.identity, paper.kind.id, "", "", "", "")
        content, faults = template(paper.kind.id).render(context, passport)
        assert content is not None, faults
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            body = etree.fromstring(package.read("word/document.xml"))
        assert isinstance(paper.subject, Agreement)
        made[paper.kind.id, paper.subject.code] = body
    return made


@cache
def sample_papers() -> Mapping[tuple[str, str], etree._Element]:
    return papers_of(sample())


def words(body: etree._Element) -> str:
    return "\n".join(text(p) for p in body.iter(f"{W}p")).replace("\u00a0", " ")


def agreements(condition: Callable[[Agreement, set[PartyRole]], bool]) -> list[str]:
    roles: dict[str, set[PartyRole]] = {}
    for party in sample().of(Party):
        roles.setdefault(party.agreement, set()).add(party.role)
    return [a.code for a in sample().of(Agreement) if condition(a, roles.get(a.code, set()))]


def network(condition: Callable[[Agreement, set[PartyRole]], bool]) -> list[str]:
    """Texts of the sample's network agreements for which the condition holds."""
    codes = agreements(lambda a, r: a.kind is AgreementKind.NETWORK and condition(a, r))
    assert codes, "the sample shows no such agreement"
    return [words(sample_papers()["network-agreement", code]) for code in codes]


def test_where_nobody_but_the_base_teaches_no_word_says_that_somebody_does() -> None:
    for paper in network(lambda a, roles: PartyRole.TEACHING not in roles):
        assert "реализует часть" not in paper
        assert "переводом" not in paper and "порядке перевода" not in paper
        assert "Список обучающихся" not in paper
        assert "образовательную деятельность по Программе не ведёт" in paper


def test_a_participant_that_teaches_takes_pupils_by_transfer_and_gets_the_list() -> None:
    for paper in network(lambda a, roles: PartyRole.TEACHING in roles):
        assert "без отчисления из Базовой организации" in paper
        assert "реализует часть Программы" in paper


def test_a_free_agreement_names_no_sum_no_act_of_services_and_no_purchase() -> None:
    for paper in network(lambda a, _: a.funding is Funding.FREE):
        assert "Договор безвозмездный" in paper
        assert not re.search(r"рубл|акту об оказанных|закупк|44-ФЗ", paper)


def test_a_paid_agreement_has_its_sum_in_words_and_what_it_was_bought_by() -> None:
    for paper in network(lambda a, _: a.funding is Funding.PAYMENT):
        assert re.search(r"Цена Договора — [\d ]+ \([а-яё ]+\) рубл\w+ \d\d копе", paper)
        assert "Основание закупки:" in paper and "акту об оказанных услугах" in paper
        assert "безвозмездный" not in paper


def test_a_reimbursement_is_no_purchase() -> None:
    for paper in network(lambda a, _: a.funding is Funding.REIMBURSEMENT):
        assert "Предельный размер возмещения" in paper
        assert not re.search(r"Цена Договора|закупк|акту об оказанных", paper)


def test_an_electronic_document_has_neither_copies_nor_a_seal() -> None:
    for paper in network(lambda a, _: a.signing is Signing.ELECTRONIC):
        assert "экземплярах" not in paper and "свой экземпляр" not in paper
        assert not re.search(r"^(М\.П\.|_{16} .*)$", paper, re.MULTILINE)
        assert "(электронная подпись)" in paper


def test_every_paper_is_clean() -> None:
    unwanted = re.compile(r"  | [,;]|\.\.|,,|;;|\(\)|«»|: ?\.$|None|\{[{%]|[%}]\}", re.MULTILINE)
    for place, body in sample_papers().items():
        paper = words(body)
        found = unwanted.search(paper)
        assert found is None, (place, paper[max(0, found.start() - 40) : found.end() + 20])


def test_no_paragraph_is_empty_where_a_condition_fell_away() -> None:
    in_cells = {"TableText", "PartyBlock", "Requisites", "RequisitesKept", "EndOfPaper"}
    for place, body in sample_papers().items():
        for paragraph in body.iter(f"{W}p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            # A cell in which every condition fell away is given the paragraph that it must have.
            parent = paragraph.getparent()
            if style is None and parent is not None and parent.tag == f"{W}tc":
                continue
            if not text(paragraph):
                assert style is not None and style.get(f"{W}val") in in_cells, place


def test_no_row_of_a_paper_can_tear() -> None:
    for place, body in sample_papers().items():
        for row in body.iter(f"{W}tr"):
            assert row.find(f"{W}trPr/{W}cantSplit") is not None, place


# --- any number of parties ----------------------------------------------------------------------


def with_parties(count: int) -> Tables:
    """The sample's framework agreement with this many parties, each an organisation of its own."""
    tables = sample()
    agreement = next(a for a in tables.of(Agreement) if a.kind is AgreementKind.COOPERATION)
    rows = [p for p in tables.of(Party) if p.agreement == agreement.code]
    leader = next(p for p in rows if p.role is PartyRole.COORDINATOR)
    member = next(p for p in rows if p.role is not PartyRole.COORDINATOR)
    known = tables.get(Organisation, member.organisation)
    added = [
        dataclasses.replace(
            known,
            code=f"Ш{number}",
            full_name=f"муниципальное учреждение «Школа № {number}»",
            short_name=f"МУ «Школа № {number}»",
        )
        for number in range(1, count)
    ]
    parties = [leader] + [
        dataclasses.replace(member, organisation=school.code, role=PartyRole.MEMBER)
        for school in added
    ]
    changed: dict[type, tuple[object, ...]] = {kind: tables.of(kind) for kind in tables}
    changed[Agreement] = (dataclasses.replace(agreement, signing=Signing.PAPER, copies=None),)
    changed[Organisation] = (*tables.of(Organisation), *added)
    changed[Party] = tuple(parties)
    return Tables(changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [2, 3, 40])
def test_every_party_is_introduced_described_and_signs_once(count: int) -> None:
    papers = papers_of(with_parties(count))
    (body,) = [body for (kind, _), body in papers.items() if kind == "cooperation-agreement"]
    paper = words(body)
    members = ["Участник"] if count == 2 else [f"Участник {n}" for n in range(1, count)]
    for member in members:
        assert paper.count(f"в дальнейшем «{member}»") == 1
    assert len(re.findall("ИНН / КПП:", paper)) == count
    if count == 2:
        assert "с одной стороны" in paper and "с другой стороны" in paper
        assert len(re.findall(r"^_{16} ", paper, re.MULTILINE)) >= 2
        assert paper.count("Дата подписания:") == 2
    else:
        assert "с одной стороны" not in paper
        signing = [
            row for row in body.iter(f"{W}tr") if row.find(f"{W}trPr/{W}trHeight") is not None
        ]
        assert len(signing) == count
    numbers = {2: "двух", 3: "трёх", 40: "сорока"}
    assert f"в {numbers[count]} экземплярах" in paper
