"""Letters, minutes, questionnaires and texts for sites: what templates see, from the sample."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from docgen.documents.cover_letter import CoverLetterContext
from docgen.documents.disagreement_protocol import DisagreementProtocolContext
from docgen.documents.minutes import MinutesContext
from docgen.documents.plan import build_context
from docgen.documents.questionnaire import QuestionnaireContext
from docgen.documents.site_text import SiteTextContext
from docgen.records.directory import Organisation, Person
from docgen.records.letters import Dispatch
from docgen.records.network import Meeting
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.vocabulary import DispatchMethod, DispatchStage
from tests.golden.sample import sample_plan, sample_tables


def with_changed(kind: type[Record], code: str, **values: Any) -> Tables:
    """The sample with one row changed."""
    sample = sample_tables()
    tables: dict[type[Record], list[Record]] = {k: list(sample.of(k)) for k in sample}
    tables[kind] = [
        dataclasses.replace(row, **values) if getattr(row, "code", "") == code else row
        for row in sample.of(kind)
    ]
    return Tables(tables)


def context_of(kind: str, code: str, tables: Tables | None = None) -> object:
    found = tables or sample_tables()
    paper = sample_plan()[kind, code]
    subject = found.find(type(paper.subject), code)
    assert subject is not None
    context, faults = build_context(dataclasses.replace(paper, subject=subject), found)
    assert [fault for fault in faults if fault.is_error] == []
    return context


def letter(tables: Tables | None = None, code: str = "П-01") -> CoverLetterContext:
    context = context_of("cover-letter", code, tables)
    assert isinstance(context, CoverLetterContext)
    return context


def letter_to(code: str) -> str:
    """The code of the first letter to this organisation."""
    return next(row.code for row in sample_tables().of(Dispatch) if row.addressee == code)


def test_the_addressee_stands_in_the_dative_with_his_organisation() -> None:
    lines = letter(code=letter_to("БИБЛ")).addressee
    assert lines[:2] == ("И.\u00a0о. директора", "МБУК «ЦБС»")
    assert lines[2].replace("\u00a0", " ") == "Гончаренко А.Ф."


def test_an_entrepreneur_is_addressed_by_himself() -> None:
    first, second, *_ = letter(code=letter_to("ИПМ")).addressee
    assert (first, second) == ("Индивидуальному предпринимателю", "Мирзоеву\u00a0Р.А.")


@pytest.mark.parametrize(
    ("method", "last"),
    [
        (DispatchMethod.POST, "620999, Свердловская область"),
        (DispatchMethod.EMAIL, "zarechnogorsk@kvantolab.example"),
        (DispatchMethod.COURIER, "Шевчуку Р.А."),
        (None, "Шевчуку Р.А."),
    ],
)
def test_the_address_is_that_of_the_way_it_goes(method: DispatchMethod | None, last: str) -> None:
    found = letter(with_changed(Dispatch, "П-01", method=method)).addressee[-1]
    assert found.replace("\u00a0", " ").startswith(last)


@pytest.mark.parametrize(
    ("code", "greeting"),
    [
        ("КВАНТ", "Уважаемый Роман Андреевич!"),
        ("МУЗЕЙ", "Уважаемая Ольга Юрьевна!"),
        ("СТАРТ", "Уважаемый господин Йенсен!"),
    ],
)
def test_the_greeting_agrees_with_the_sex(code: str, greeting: str) -> None:
    assert letter(code=letter_to(code)).greeting == greeting


def test_without_a_sex_the_greeting_names_nobody() -> None:
    tables = with_changed(Person, "Й-01", sex=None, first_name="Э.")
    assert letter(tables, letter_to("СТАРТ")).greeting == "Уважаемые коллеги!"


@pytest.mark.parametrize(
    ("stage", "title", "copies"),
    [
        (DispatchStage.DRAFT, "О\u00a0направлении проекта договора", 1),
        (DispatchStage.TO_SIGN, "О\u00a0направлении договора", 2),
        (DispatchStage.SIGNED, "О\u00a0направлении договора", 1),
    ],
)
def test_title_and_copies_follow_the_stage(stage: DispatchStage, title: str, copies: int) -> None:
    found = letter(with_changed(Dispatch, "П-01", stage=stage, copies=None))
    assert (found.title, found.copies) == (title, copies)


def test_a_draft_has_places_for_number_and_date() -> None:
    found = letter(with_changed(Dispatch, "П-01", number=None, date=None, sheets=None))
    assert (found.number, found.sheets) == ("____", "__")
    assert found.date_line == "«__»\u00a0__________\u00a02026\u00a0г."


def test_a_letter_may_go_from_another_office() -> None:
    found = letter(with_changed(Dispatch, "П-01", sender="УО"))
    assert found.sender.code == "УО"
    assert found.signatory.signature.replace("\u00a0", " ") == "О.В. Дзюба"


def test_who_has_no_telephone_prepares_no_letter() -> None:
    tables = with_changed(Person, "Ю-01", phone=None)
    paper = sample_plan()["cover-letter", "П-01"]
    context, faults = build_context(paper, tables)
    assert context is None
    assert [fault.origin for fault in faults] == [paper.subject.origin.at("executor")]


def test_only_agreements_somebody_objects_to_have_a_protocol() -> None:
    found = {code for kind, code in sample_plan() if kind == "disagreement-protocol"}
    assert found == {"Д-05", "Д-18"}
    first = context_of("disagreement-protocol", "Д-05")
    assert isinstance(first, DisagreementProtocolContext)
    assert not first.settled
    assert [row.agreed_wording is None for row in first.disagreements] == [False, True]


def minutes(tables: Tables | None = None, code: str = "СОВ-01") -> MinutesContext:
    context = context_of("minutes", code, tables)
    assert isinstance(context, MinutesContext)
    return context


def test_people_present_are_named_in_the_order_of_the_alphabet() -> None:
    names = [person.name.replace("\u00a0", " ") for person in minutes().present]
    assert names == sorted(names)
    assert len(names) == 10


def test_from_fifteen_people_on_their_list_is_attached() -> None:
    assert not minutes().list_attached
    assert minutes(code="СОВ-02").list_attached
    (meeting,) = [row for row in sample_tables().of(Meeting) if row.code == "СОВ-02"]
    fourteen = with_changed(Meeting, "СОВ-02", present=meeting.present[:12])
    assert not minutes(fourteen, "СОВ-02").list_attached


def test_decisions_are_numbered_within_their_items() -> None:
    numbers = [[d.number for d in item.decisions] for item in minutes().agenda]
    assert numbers == [["1.1", "1.2"], ["2.1", "2.2"]]


def test_an_item_without_a_decision_is_refused() -> None:
    tables = with_changed(Meeting, "СОВ-01", agenda=("О первом", "О втором", "О третьем"))
    paper = sample_plan()["minutes", "СОВ-01"]
    subject = tables.find(Meeting, "СОВ-01")
    assert subject is not None
    context, faults = build_context(dataclasses.replace(paper, subject=subject), tables)
    assert context is None
    assert [fault.origin for fault in faults] == [subject.origin.at("agenda")]


def test_each_question_is_of_one_kind() -> None:
    for kind, code in sample_plan():
        if kind.startswith("questionnaire"):
            context = context_of(kind, code)
            assert isinstance(context, QuestionnaireContext)
            for question in context.questions:
                assert [question.one, question.many, question.scale, question.open].count(True) == 1
                assert bool(question.options) is not question.open


def site(code: str, tables: Tables | None = None) -> SiteTextContext:
    context = context_of("site-text", code, tables)
    assert isinstance(context, SiteTextContext)
    return context


def test_the_base_publishes_the_places_of_its_partners_and_not_its_own() -> None:
    found = site("СОШ5")
    assert found.network_places
    assert all(place.partner != found.organisation.short_name for place in found.network_places)


def test_who_only_teaches_parts_has_no_programmes_of_its_own() -> None:
    found = site("КВАНТ")
    assert found.programmes == () and found.network_places == ()
    assert {part.programme for part in found.parts} == {
        "«Робототехника»",
        "«Беспилотные авиационные системы»",
    }


def test_who_only_lends_publishes_nothing() -> None:
    assert ("site-text", "МУЗЕЙ") not in sample_plan()
    lending = sample_tables().find(Organisation, "МУЗЕЙ")
    assert lending is not None and not lending.teaches


def test_pupils_are_counted_by_who_pays() -> None:
    for code in {code for kind, code in sample_plan() if kind == "site-text"}:
        for programme in site(code).programmes:
            if programme.counted:
                assert programme.pupils == programme.at_budget + programme.for_fee
                assert bool(programme.prices) is bool(programme.for_fee)
            else:
                assert programme.at_budget == programme.for_fee == 0
