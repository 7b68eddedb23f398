"""References: what the clerk typed becomes the code of the row she meant."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

from docgen.diagnostics import held_rows, nearest
from docgen.records.directory import Organisation, Person
from docgen.records.linking import link
from docgen.records.partners import Agreement, Party
from docgen.records.schema import RowOrigin
from docgen.records.tables import Tables


def at(sheet: str, row: int) -> RowOrigin:
    return RowOrigin(
        "книга.xlsx", sheet, row, columns={"code": "A", "organisation": "B", "agreement": "A"}
    )


def organisation(row: int, code: str, short: str, full: str = "") -> Organisation:
    return Organisation(
        origin=at("Организации", row), code=code, short_name=short, full_name=full or short
    )


def person(row: int, code: str, surname: str, first: str, patronymic: str | None) -> Person:
    return Person(
        origin=at("Люди", row), code=code, surname=surname, first_name=first, patronymic=patronymic
    )


ORGANISATIONS = [
    organisation(2, "СОШ5", "МБОУ СОШ № 5", "Муниципальное учреждение «Школа № 5»"),
    organisation(3, "СОШ6", "МБОУ СОШ № 6"),
    organisation(4, "ЁЛКА", "Клуб «Ёлочка»"),
    organisation(5, "А", "Клуб"),
    organisation(6, "Б", "Клуб"),
]
PEOPLE = [
    person(2, "Ж1", "Железняк", "Марина", "Петровна"),
    person(3, "К1", "Ким", "Олег", None),
]


def linked_organisation(text: str) -> tuple[str, list[str]]:
    party = Party(origin=at("Стороны", 9), agreement="Д-01", organisation=text)
    agreement = Agreement(origin=at("Договоры", 2), code="Д-01")
    tables = Tables(
        {Organisation: ORGANISATIONS, Person: [], Agreement: [agreement], Party: [party]}
    )
    linked, diagnostics = link(tables)
    return linked.of(Party)[0].organisation, [d.code for d in diagnostics]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("СОШ5", "СОШ5"),
        ("сош5", "СОШ5"),
        (" СОШ5 ", "СОШ5"),
        ("МБОУ СОШ № 5", "СОШ5"),
        ("мбоу  сош № 5", "СОШ5"),
        ("Муниципальное учреждение «Школа № 5»", "СОШ5"),
        ('Муниципальное учреждение "Школа № 5"', "СОШ5"),
        ("ЕЛКА", "ЁЛКА"),
        ("Клуб Елочка", "ЁЛКА"),
    ],
)
def test_a_code_or_an_unambiguous_name_finds_its_row(typed: str, code: str) -> None:
    assert linked_organisation(typed) == (code, [])


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("СОШ55", "reference-unknown"),
        ("Клуб", "reference-ambiguous"),
        ("Лицей", "reference-unknown"),
    ],
)
def test_what_leads_nowhere_is_reported_and_keeps_its_text(typed: str, fault: str) -> None:
    assert linked_organisation(typed) == (typed, [fault])


@pytest.mark.parametrize(
    "typed", ["Ж1", "Железняк Марина Петровна", "Железняк М.П.", "Железняк М. П.", "М.П. Железняк"]
)
def test_a_person_is_found_by_full_name_or_initials(typed: str) -> None:
    row = organisation(2, "СОШ5", "МБОУ СОШ № 5")
    school = Organisation(origin=row.origin, code="СОШ5", short_name="МБОУ СОШ № 5", head=typed)
    linked, diagnostics = link(Tables({Organisation: [school], Person: PEOPLE}))
    assert diagnostics == []
    assert linked.of(Organisation)[0].head == "Ж1"


def test_a_party_that_belongs_to_nobody_holds_the_agreement_it_was_meant_for() -> None:
    """Otherwise the agreement would come out with a party missing, in silence."""
    agreements = [
        Agreement(origin=at("Договоры", 2), code="Д-01"),
        Agreement(origin=at("Договоры", 3), code="СОГЛ-7"),
    ]
    party = Party(origin=at("Стороны", 9), agreement="Д-O1", organisation="СОШ5")
    tables = Tables({Agreement: agreements, Party: [party], Organisation: ORGANISATIONS})
    _, diagnostics = link(tables)
    held = held_rows(diagnostics)
    assert agreements[0].origin.at().row_key in held
    assert agreements[1].origin.at().row_key not in held


def test_a_code_given_twice_holds_both_rows() -> None:
    twins = [organisation(2, "СОШ5", "Первая"), organisation(7, "сош5", "Вторая")]
    _, diagnostics = link(Tables({Organisation: twins, Person: []}))
    assert [d.code for d in diagnostics] == ["code-duplicate"]
    assert {row for _, _, row in held_rows(diagnostics)} == {2, 7}


def parties_of(*agreements: str | None) -> list[Party]:
    return [
        Party(origin=at("Стороны", row), agreement=text or "", organisation="СОШ5")
        for row, text in enumerate(agreements, start=2)
    ]


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        (("Д-01", "ЙЦУ", "Д-02"), {2, 3}),
        (("Д-01", "ЙЦУ", "ЫВА", "Д-03"), {2, 4}),
        (("ЙЦУ", "Д-03"), {4}),
        (("Д-02", "ЙЦУ"), {3}),
    ],
)
def test_a_row_of_nobody_holds_the_agreements_that_it_stands_between(
    typed: tuple[str, ...], held: set[int]
) -> None:
    agreements = [
        Agreement(origin=at("Договоры", row), code=f"Д-0{row - 1}") for row in range(2, 5)
    ]
    tables = Tables({Agreement: agreements, Party: parties_of(*typed), Organisation: ORGANISATIONS})
    rows = held_rows(link(tables)[1])
    assert {row for _, sheet, row in rows if sheet == "Договоры"} == held


def test_a_sheet_that_is_not_there_is_told_of_once() -> None:
    parties = parties_of("Д-01", "Д-01", "Д-02")
    _, diagnostics = link(Tables({Agreement: [], Party: parties, Organisation: ORGANISATIONS}))
    assert [d.code for d in diagnostics] == ["reference-unknown"]
    assert {row for _, _, row in held_rows(diagnostics)} == {2, 3, 4}


@pytest.mark.parametrize("typed", ["ШК-0123", "ШК-012348", "ШК-10234", "Лицей имени 2718"])
def test_on_a_large_sheet_the_likest_are_found_without_comparing_all(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []

    def counted(text: str, known: Collection[str], **how: Any) -> list[str]:
        compared.append(len(known))
        return nearest(text, known, **how)

    monkeypatch.setattr("docgen.records.linking.nearest", counted)
    rows = [
        organisation(n, f"ШК-{n:05}", f"Лицей имени № {n:04} г. Заречногорска")
        for n in range(2, 3002)
    ]
    tables = Tables(
        {
            Organisation: rows,
            Agreement: [Agreement(origin=at("Договоры", 2), code="Д-01")],
            Party: [Party(origin=at("Стороны", 2), agreement="Д-01", organisation=typed)],
        }
    )
    told = link(tables)[1]
    monkeypatch.setattr("docgen.records.linking._COMPARED_WHOLE", 10_000)
    assert told == link(tables)[1]
    assert [fault.code for fault in told] == ["reference-unknown"]
    assert told[0].hint.startswith("возможно, это")
    assert compared[0] <= 200 < compared[1]
