"""Orders: items as sentences, people in cases, annexes with their numbers, lists without more
than names."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from docgen.documents.issuer import settlement_of
from docgen.documents.officials import official_context
from docgen.documents.order_items import item_number
from docgen.documents.order_pupils import list_of
from docgen.documents.orders import OrderContext, build
from docgen.documents.wording import Wording
from docgen.records.directory import Organisation, Person
from docgen.records.orders import Acknowledgement, Order, OrderAnnex, OrderItem
from docgen.records.pupils import Enrolment, Pupil
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.vocabulary import AnnexContent, DocumentKind, ItemAction, OrderKind
from docgen.russian import Case
from tests.golden.sample import sample_tables


def with_rows(**rows: list[Record]) -> Tables:
    """The sample with other rows on the sheets of orders, or of another class by its name."""
    sample = sample_tables()
    changed: dict[type[Record], Any] = {kind: sample.of(kind) for kind in sample}
    for kind in list(changed):
        if kind.__name__ in rows:
            changed[kind] = rows[kind.__name__]
    return Tables(changed)


def order(code: str, **values: Any) -> Order:
    return dataclasses.replace(sample_tables().get(Order, code), **values)


def item(**values: Any) -> OrderItem:
    blank: dict[str, Any] = {
        **dict.fromkeys(("action", "due", "due_words", "substitute", "annex")),
        **dict.fromkeys(("people", "organisations"), ()),
    }
    return dataclasses.replace(sample_tables().of(OrderItem)[0], **{**blank, **values})


def made(subject: Order, tables: Tables) -> OrderContext:
    context, faults = build(subject, tables)
    assert context is not None, faults
    return context


def said(*items: OrderItem, subject: Order | None = None) -> list[str]:
    """The items of П-02 (an order of a school without standard ones), as the paper says them."""
    subject = subject or order("П-02")
    rows: list[Record] = [dataclasses.replace(i, order=subject.code) for i in items]
    context = made(subject, with_rows(OrderItem=rows, OrderAnnex=[], Order=[subject]))
    found: list[str] = []
    for one in context.items:
        found += [one.text, *one.parts]
    return [text.replace("\u00a0", " ") for text in found]


# --- people ---------------------------------------------------------------------------------------


def test_an_official_is_named_in_the_cases_of_orders() -> None:
    tables, wording = sample_tables(), Wording()
    found = official_context(tables.get(Person, "Ю-01"), tables, wording)
    assert found.accusative == "Юдину\u00a0Г.Л., специалиста по кадрам МБОУ СОШ № 5"
    assert found.dative == "специалисту по кадрам МБОУ СОШ № 5 Юдиной\u00a0Г.Л."
    assert found.full_post == "Специалист по кадрам МБОУ СОШ № 5"


def test_on_its_own_paper_the_organisation_goes_without_saying() -> None:
    tables = sample_tables()
    school = tables.get(Organisation, "СОШ5")
    found = official_context(tables.get(Person, "Ю-01"), tables, Wording(), at=school)
    assert found.dative == "специалисту по кадрам Юдиной\u00a0Г.Л."


def test_an_acting_head_keeps_the_genitive_in_every_case() -> None:
    tables = sample_tables()
    found = official_context(tables.get(Person, "Г-01"), tables, Wording())
    assert found.dative == "и.\u00a0о. директора МКОУ ООШ № 8 Грицаю\u00a0А.С."


def test_a_mans_accusative_is_the_genitive_of_his_column_but_not_on_a() -> None:
    person = sample_tables().get(Person, "Т-01")
    typed = dataclasses.replace(person, name_genitive="Ткачука Андрея Мироныча")
    assert Wording().name(typed, Case.ACC) == "Ткачука Андрея Мироныча"
    pan = sample_tables().get(Person, "С-03")  # Сковорода Юрий Олегович
    typed = dataclasses.replace(pan, name_genitive="Сковороды Юрия Олеговича")
    assert Wording().short_name(typed, Case.ACC) == "Сковороду\u00a0Ю.О."


# --- items ----------------------------------------------------------------------------------------


def test_a_task_goes_to_its_people_in_the_dative() -> None:
    row = item(number="1", text="Составить расписание.", people=("Ф-01",))
    assert said(row) == [
        "Заместителю директора по безопасности Франчуку И.М. составить расписание."
    ]


def test_heads_of_organisations_are_addressed_in_brackets() -> None:
    one = item(number="1", text="представить отчёт", organisations=("СОШ5",))
    two = item(number="2", text="представить отчёт", organisations=("СОШ5", "ЦДТ"))
    assert said(one, two) == [
        "Руководителю организации (МБОУ СОШ № 5) представить отчёт.",
        "Руководителям организаций (МБОУ СОШ № 5, МБУ ДО ЦДТ «Радуга») представить отчёт.",
    ]


def test_one_who_answers_is_of_a_sex_several_are_many() -> None:
    def appoint(*people: str) -> OrderItem:
        return item(
            number="1", action=ItemAction.APPOINT, text="Безопасность обучающихся", people=people
        )

    subject = order("П-02", start=None, end=None)
    assert said(appoint("Ф-01"), subject=subject) == [
        "Назначить ответственным за безопасность обучающихся Франчука И.М., заместителя "
        "директора по безопасности."
    ]
    assert said(appoint("Ш-01"), subject=subject) == [
        "Назначить ответственной за безопасность обучающихся Штраус Э.Г., директора."
    ]
    assert said(appoint("Ш-01", "Ф-01"), subject=subject) == [
        "Назначить ответственными за безопасность обучающихся Штраус Э.Г., директора, и "
        "Франчука И.М., заместителя директора по безопасности."
    ]


def test_terms_are_said_in_a_sentence_of_their_own() -> None:
    day = item(number="1", text="составить план", due=order("П-09").date)
    words = item(number="2", text="вести журнал", due_words="ежедневно;")
    assert said(day, words) == [
        "Составить план. Срок — до 31 августа 2026 года.",
        "Вести журнал. Срок — ежедневно.",
    ]


def test_items_stand_by_number_and_parts_under_theirs() -> None:
    rows = [item(number=n, text=f"дело {n}") for n in ("10", "2", "2.2", "2.10", "1")]
    assert said(*rows) == ["Дело 1.", "Дело 2:", "Дело 2.2.", "Дело 2.10.", "Дело 10."]


@pytest.mark.parametrize(
    ("typed", "number"), [("2.1", (2, 1)), (" 3. ", (3,)), ("второй", ()), (None, ())]
)
def test_a_number_of_an_item_is_read(typed: str | None, number: tuple[int, ...]) -> None:
    assert item_number(typed) == number


def test_an_order_of_own_items_only_needs_one() -> None:
    subject = order("П-04", standard_items=False)
    context, faults = build(subject, with_rows(OrderItem=[], Order=[subject]))
    assert context is None
    assert [fault.origin for fault in faults] == [subject.origin.at("standard_items")]


# --- kinds of documents, annexes, readers ---------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "keyword", "of"),
    [
        (DocumentKind.ORDER, "ПРИКАЗЫВАЮ", "приказа"),
        (DocumentKind.RESOLUTION, "ПОСТАНОВЛЯЮ", "постановления"),
        (DocumentKind.INSTRUCTION, None, "распоряжения"),
    ],
)
def test_the_text_calls_itself_by_its_kind(
    document: DocumentKind, keyword: str | None, of: str
) -> None:
    form = made(order("П-03", document=document), sample_tables()).form
    assert (form.keyword, form.document_genitive) == (keyword, of)


def test_the_only_annex_has_no_number_several_have() -> None:
    one = made(order("П-04"), sample_tables())
    assert [annex.mark.heading for annex in one.annexes] == ["Приложение"]
    assert one.agreements_annex == "приложению"
    two = made(order("П-03"), sample_tables())
    assert (two.organisations_annex, two.agreements_annex) == (
        "приложению №\u00a01",
        "приложению №\u00a02",
    )


def test_annexes_of_the_sheet_take_the_place_of_the_usual_ones() -> None:
    own = dataclasses.replace(
        sample_tables().of(OrderAnnex)[0], order="П-03", number=1, content=AnnexContent.TEXT
    )
    context = made(order("П-03"), with_rows(OrderAnnex=[own]))
    assert [annex.title for annex in context.annexes] == [own.title]
    assert context.organisations_annex is None


def test_without_rows_all_whom_the_order_names_acquaint_themselves() -> None:
    subject = order("П-01", control="Ж-01")
    context = made(subject, with_rows(Acknowledgement=[], Order=[subject]))
    assert [reader.name_after for reader in context.readers] == [
        "Юдина\u00a0Г.Л.", "Ткачук\u00a0А.М.", "Железняк\u00a0М.П.",
    ]  # fmt: skip
    only = dataclasses.replace(sample_tables().of(Acknowledgement)[0], order="П-01", person="Т-01")
    context = made(subject, with_rows(Acknowledgement=[only], Order=[subject]))
    assert [reader.name_after for reader in context.readers] == ["Ткачук\u00a0А.М."]


def test_a_founder_orders_the_whole_network_a_school_its_own() -> None:
    founder = made(order("П-03"), sample_tables())
    school = made(order("П-04"), sample_tables())
    assert len(founder.network) == 18
    assert {n.members[0].short_name for n in school.network} == {"МБОУ СОШ № 5"}


# --- lists ----------------------------------------------------------------------------------------


def test_a_list_says_names_in_the_order_of_the_alphabet_and_no_more() -> None:
    rows = list_of(order("П-13"), sample_tables())
    assert [row.full_name.split()[0] for row in rows] == [
        "Дёмин", "Дёмина", "Жданова", "Коротаев", "Ощепков", "Сычёва", "Тиунова",
    ]  # fmt: skip
    assert not any(char.isdigit() for row in rows for char in row.full_name + row.funding)


def test_namesakes_are_told_apart_by_the_year_of_birth() -> None:
    first = sample_tables().get(Pupil, "У-01")
    twin = dataclasses.replace(
        sample_tables().get(Pupil, "У-02"),
        surname=first.surname, first_name=first.first_name, patronymic=first.patronymic,
    )  # fmt: skip
    pupils = [twin if p.code == "У-02" else p for p in sample_tables().of(Pupil)]
    rows = list_of(order("П-09"), with_rows(Pupil=list(pupils)))
    assert [row.full_name for row in rows[:2]] == [
        "Абрамова Варвара Ильинична, 2014 г. р.",
        "Абрамова Варвара Ильинична, 2013 г. р.",
    ]


def test_a_participant_without_the_group_has_the_list_of_the_agreement() -> None:
    rows = list_of(order("П-11"), sample_tables())
    assert len(rows) == 13
    assert {row.funding for row in rows} == {""}


def test_only_who_pays_has_a_contract_in_the_list() -> None:
    rows = list_of(order("П-12"), sample_tables())
    assert {row.contract for row in rows} == {"от\u00a0__.__.2026 №\u00a0____"}
    paid = sample_tables().get(Enrolment, "З-33")
    named = order("П-12", enrolments=(paid.code,))
    assert list_of(named, sample_tables())[0].contract == "от\u00a015.09.2026 №\u00a03-А"


def test_no_order_names_a_child() -> None:
    children = {pupil.surname for pupil in sample_tables().of(Pupil)}
    for subject in sample_tables().of(Order):
        if subject.kind in (OrderKind.ENROL, OrderKind.TRANSFER, OrderKind.EXPEL):
            context = made(subject, sample_tables())
            texts = [context.title, *(item.text for item in context.items), context.basis or ""]
            assert not any(child in text for text in texts for child in children)


# --- the place ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("623993, Свердловская область, с. Кедровое, ул. Советская, д. 20", "с. Кедровое"),
        ("623992, Заречногорский район, пос. Лесной Ключ, ул. Мира, д. 3", "пос. Лесной Ключ"),
        ("620999, г. Екатеринбург, ул. Изобретателей, д. 7, кв. 12", "г. Екатеринбург"),
        ("623000, г. о. Верхний, д. Малая, д. 2", "д. Малая"),
        ("623000, г. Верхний, с. Нижнее, ул. Мира, д. 1", None),
        ("623000, Свердловская область, ул. Садовая, д. 5А", None),
    ],
)
def test_a_settlement_is_read_only_where_there_is_no_doubt(address: str, place: str | None) -> None:
    assert settlement_of(address) == place


def test_an_order_is_issued_where_its_issuer_is() -> None:
    village = order("П-18", place=None)
    assert made(village, sample_tables()).form.place == "с. Кедровое"
    elsewhere = dataclasses.replace(village, place="г. Заречногорск")
    assert made(elsewhere, sample_tables()).form.place == "г. Заречногорск"
    issuer = sample_tables().get(Organisation, "СОШ12")
    unclear = dataclasses.replace(issuer, legal_address="623993, ул. Советская, д. 20")
    others = [o for o in sample_tables().of(Organisation) if o.code != "СОШ12"]
    assert made(village, with_rows(Organisation=[*others, unclear])).form.place == "г. Заречногорск"
