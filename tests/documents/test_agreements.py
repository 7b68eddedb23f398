"""Contexts of the five papers of an agreement."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from docgen.documents import (
    approval_sheet,
    cooperation_agreement,
    network_agreement,
    pupil_list,
    supplementary_agreement,
)
from docgen.documents.agreement import duration, in_copies
from docgen.documents.agreement_names import genitive_adjective
from docgen.documents.supplementary_agreement import instruction
from docgen.documents.wording import Wording
from docgen.records.partners import Agreement
from docgen.records.schema import Record
from docgen.records.vocabulary import (
    AmendmentAction,
    Direction,
    Funding,
    PartyRole,
    PersonalDataTransfer,
    ProgrammeKind,
    Signing,
    StudyForm,
    VoteRule,
)
from docgen.russian import Case
from tests.documents.factories import (
    amendment,
    cooperation,
    district,
    network_rows,
    organisation,
    part,
    party,
    person,
    pupil,
    supplementary,
    tables,
)

DAY = datetime.date


def _network(rows: Sequence[Record]) -> network_agreement.NetworkAgreementContext:
    found = tables(rows)
    context, diagnostics = network_agreement.build(found.of(Agreement)[0], found)
    assert diagnostics == []
    assert context is not None
    return context


def test_the_base_organisation_comes_first_whatever_the_order_of_rows() -> None:
    context = _network(network_rows())
    assert [p.organisation.code for p in context.parties] == ["СОШ5", "ТЕХНО"]
    assert [p.number for p in context.parties] == [1, 2]
    assert context.base is context.parties[0]
    assert context.preamble.startswith("Муниципальное бюджетное")


def test_parts_follow_their_dates_and_name_who_teaches_them() -> None:
    context = _network(network_rows())
    assert [(p.number, p.title, p.organisation) for p in context.parts] == [
        (1, "Введение", "МБОУ СОШ5"),
        (2, "Модуль «Программирование роботов»", "МБОУ ТЕХНО"),
    ]
    assert context.parts_hours == 72
    assert [p.hours for p in context.parties] == [36, 36]


def test_the_calendar_is_closed_by_the_assessment() -> None:
    context = _network(network_rows())
    assert [(row.period, row.content, row.hours) for row in context.calendar] == [
        ("01.09.2026 – 30.09.2026", "Введение", "36"),
        ("01.10.2026 – 31.01.2027", "Модуль «Программирование роботов»", "36"),
        ("до 31.05.2027", "Промежуточная аттестация: защита проекта", "—"),
    ]


def test_a_draft_has_lines_for_its_number_and_date() -> None:
    context = _network(network_rows())
    assert context.number == "____"
    assert context.date_line.replace("\xa0", " ") == "«__» __________ 2026 г."
    given = _network(network_rows(number="7", date=DAY(2026, 8, 28)))
    assert given.number == "7"
    assert given.date_line.replace("\xa0", " ") == "«28» августа 2026 г."


@pytest.mark.parametrize(
    ("given", "titles"),
    [
        ({}, ["Части программы", "Ресурсы Сторон", "Календарный график", "Список обучающихся"]),
        (
            {"personal_data": PersonalDataTransfer.NONE, "list_days": None},
            ["Части программы", "Ресурсы Сторон", "Календарный график"],
        ),
    ],
)
def test_annexes_are_numbered_without_gaps(given: dict[str, Any], titles: list[str]) -> None:
    not_applicable = {"not_applicable": frozenset({"list_days"})} if given else {}
    context = _network(network_rows(**given, **not_applicable))
    assert [annex.title for annex in context.annexes] == titles
    assert [annex.number for annex in context.annexes] == list(range(1, len(titles) + 1))
    assert [annex.title for annex in context.annexes if annex.own_file] == titles[3:]


def test_without_parts_the_calendar_shows_the_whole_programme() -> None:
    rows = [row for row in network_rows(assessment=False) if not _is_part(row)]
    context = _network(rows)
    assert context.parts_annex is None
    assert [annex.number for annex in context.annexes] == [1, 2, 3]
    (row,) = context.calendar
    assert (row.period, row.hours) == ("01.09.2026 – 31.05.2027", "72")


def _is_part(row: Record) -> bool:
    return row.SHEET.title == "Части программ"


def test_money_stands_only_where_there_is_any() -> None:
    paid = _network(network_rows())
    assert (paid.paid, paid.free, paid.reimbursed) == (True, False, False)
    assert paid.amount == Decimal("48000.00")
    assert paid.payer is paid.base
    free = _network(network_rows(funding=Funding.FREE))
    assert (free.free, free.amount, free.amount_full, free.payer) == (True, None, None, None)


def test_an_electronic_agreement_has_no_place_for_a_seal() -> None:
    context = _network(network_rows(signing=Signing.ELECTRONIC))
    assert context.electronic
    assert not any(p.has_seal for p in context.parties)


def test_an_organisation_outside_the_agreement_is_refused_with_the_cell() -> None:
    found = tables([*network_rows(timetable_by="ЧУЖАЯ"), organisation("ЧУЖАЯ", 9)])
    agreement = found.of(Agreement)[0]
    context, diagnostics = network_agreement.build(agreement, found)
    assert context is None
    assert [(d.code, d.origin) for d in diagnostics] == [
        ("reference-outside-agreement", agreement.origin.at("timetable_by"))
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "claim_days",
        "notice_days",
        "safety_person",
        "timetable_by",
        "start",
        "teaching_end",
        "programme",
        "amount",
        "court",
    ],
)
def test_an_empty_cell_that_the_paper_needs_is_refused_and_named(cell: str) -> None:
    found = tables(network_rows(**{cell: None}))
    agreement = found.of(Agreement)[0]
    context, diagnostics = network_agreement.build(agreement, found)
    assert context is None
    assert agreement.origin.at(cell) in [d.origin for d in diagnostics]
    assert all(d.is_error for d in diagnostics)


def test_all_gaps_are_told_in_one_go() -> None:
    found = tables(network_rows(court=None, claim_days=None, vat=None))
    _, diagnostics = network_agreement.build(found.of(Agreement)[0], found)
    assert len(diagnostics) == 3


def _many(count: int) -> list[Record]:
    rows: list[Record] = [cooperation()]
    for number in range(count):
        code = f"О-{number:02}"
        role = PartyRole.COORDINATOR if number == 0 else PartyRole.MEMBER
        rows += [
            organisation(code, 10 + number),
            person(f"Г-{code}", 10 + number, organisation=code),
            party("С-01", code, role, 10 + number),
        ]
    return rows


@pytest.mark.parametrize(
    ("count", "copies"),
    [(2, "в двух экземплярах"), (3, "в трёх экземплярах"), (40, "в сорока экземплярах")],
)
def test_a_framework_agreement_has_any_number_of_parties(count: int, copies: str) -> None:
    found = tables(district(*_many(count)))
    context, diagnostics = cooperation_agreement.build(found.of(Agreement)[0], found)
    assert diagnostics == []
    assert context is not None
    assert len(context.parties) == count
    assert context.coordinator is context.parties[0]
    assert len(context.participants) == count - 1
    assert context.in_copies == copies
    assert sum(1 + (pair.right is not None) for pair in context.pairs) == count
    assert all("лицензия" not in p.preamble for p in context.parties)
    assert context.others_dative == ("другой Стороне" if count == 2 else "другим Сторонам")


def test_a_framework_agreement_shows_its_founder_and_council() -> None:
    rows = [row for row in _many(3) if not isinstance(row, Agreement)]
    given = cooperation(vote_rule=VoteRule.UNANIMOUS)
    authority = organisation(
        "УО",
        8,
        full_name="Управление образования администрации Заречногорского муниципального района",
    )
    people = person("Н", 8, surname="Серова", post="начальник", organisation="УО")
    found = tables(district(given, *rows, authority, people))
    agreement = found.of(Agreement)[0]
    assert agreement.approver == "Л-1"
    context, _ = cooperation_agreement.build(_with(agreement, approver="Н"), found)
    assert context is not None
    assert context.unanimous
    assert context.approver_post == (
        "Начальник Управления образования администрации Заречногорского муниципального района"
    )


def _with(agreement: Agreement, **changes: Any) -> Agreement:
    return dataclasses.replace(agreement, **changes)


def test_one_party_is_no_agreement() -> None:
    found = tables(district(*_many(1)))
    context, diagnostics = cooperation_agreement.build(found.of(Agreement)[0], found)
    assert context is None
    assert "меньше двух сторон" in diagnostics[0].message


def test_a_supplement_has_the_parties_and_the_roles_of_its_main_agreement() -> None:
    rows = [*network_rows(number="7", date=DAY(2026, 8, 28)), supplementary(), amendment("ДС-01")]
    found = tables(rows)
    context, diagnostics = supplementary_agreement.build(found.of(Agreement)[1], found)
    assert diagnostics == []
    assert context is not None
    assert [p.role for p in context.parties] == ["Базовая организация", "Организация-участник"]
    assert context.main_number == "7"
    assert context.main_name_dative.replace("\xa0", " ") == (
        "договору о сетевой форме реализации дополнительной общеобразовательной "
        "общеразвивающей программы «Робототехника»"
    )


def test_a_supplement_that_changes_nothing_is_refused() -> None:
    found = tables([*network_rows(), supplementary()])
    context, diagnostics = supplementary_agreement.build(found.of(Agreement)[1], found)
    assert context is None
    assert ["«Изменения»" in d.hint for d in diagnostics] == [True]


def test_supplements_that_refer_to_each_other_are_refused() -> None:
    rows = [supplementary("А", main_agreement="Б"), supplementary("Б", main_agreement="А")]
    found = tables(district(*rows, amendment("А")))
    context, diagnostics = supplementary_agreement.build(found.of(Agreement)[0], found)
    assert context is None
    assert diagnostics


@pytest.mark.parametrize(
    ("point", "action", "sentence"),
    [
        ("пункт 3.2", AmendmentAction.REPLACE, "Пункт 3.2 изложить в следующей редакции"),
        ("3.2", AmendmentAction.REPLACE, "Пункт 3.2 изложить в следующей редакции"),
        ("Пункт 3.5", AmendmentAction.ADD, "Дополнить пунктом 3.5 следующего содержания"),
        ("строка 2 приложения № 1", AmendmentAction.DELETE, "Строку 2 приложения № 1 исключить"),
        ("раздел 7", AmendmentAction.DELETE, "Раздел 7 исключить"),
        ("статья 4", AmendmentAction.ADD, "Дополнить статьёй 4 следующего содержания"),
        ("преамбула", AmendmentAction.ADD, "Внести дополнение (преамбула) следующего содержания"),
    ],
)
def test_a_change_reads_as_an_order(point: str, action: AmendmentAction, sentence: str) -> None:
    assert instruction(amendment("ДС-01", point=point, action=action)) == sentence


def test_an_approval_sheet_names_the_draft_and_those_who_look_at_it() -> None:
    found = tables(network_rows())
    context, diagnostics = approval_sheet.build(found.of(Agreement)[0], found)
    assert diagnostics == []
    assert context is not None
    assert [visa.person.signature for visa in context.visas] == ["М.П.\xa0Белова", "М.П.\xa0Серова"]
    assert context.draft_name_genitive.replace("\xa0", " ").startswith("договора о сетевой форме")
    assert context.parties == ("МБОУ СОШ5", "МБОУ ТЕХНО")


def test_an_acting_head_signs_as_one() -> None:
    acting = person("Г-СОШ5", 2, acting=True, organisation="СОШ5")
    rows = [row for row in network_rows() if getattr(row, "code", "") != "Г-СОШ5"]
    context = _network([*rows, acting])
    assert context.base.signatory_post == "И.\xa0о. директора"


def test_a_list_without_names_has_a_line_for_every_pupil() -> None:
    found = tables(network_rows())
    context, _ = pupil_list.build(found.of(Agreement)[0], found)
    assert context is not None
    assert not context.is_filled
    assert [p.number for p in context.pupils] == list(range(1, 16))
    assert context.annex.number == 4


def test_a_list_with_names_shows_only_what_the_partner_may_see() -> None:
    found = tables([*network_rows(), pupil("Д-01"), pupil("Д-02", 3, surname="Чужой")])
    context, _ = pupil_list.build(found.of(Agreement)[0], found)
    assert context is not None
    (only,) = context.pupils
    assert (only.full_name, only.birth_date, only.group) == (
        "Соловьёва Анна Ильинична",
        "14.03.2014",
        "РТ-1",
    )


def test_two_participants_are_told_apart_by_numbers() -> None:
    rows = [
        *network_rows(),
        organisation("МУЗЕЙ", 4, short_name="МБУК МУЗЕЙ"),
        person("Г-МУЗЕЙ", 6),
        party("Д-01", "МУЗЕЙ", PartyRole.RESOURCE, 4),
        part("Д-01", "ТЕХНО", 4, start=DAY(2027, 2, 1), title="Проект"),
    ]
    context = _network(rows)
    assert [p.role for p in context.participants] == [
        "Организация-участник\xa01",
        "Организация-участник\xa02",
    ]
    assert [p.short_name for p in context.lending] == ["МБУК МУЗЕЙ"]
    assert "лицензия" not in context.lending[0].preamble
    assert not context.one_participant


@pytest.mark.parametrize(
    ("days", "kind", "case", "words"),
    [
        (1, "рабочий", Case.GEN, "1 рабочего дня"),
        (2, "рабочий", Case.GEN, "2 рабочих дней"),
        (5, "рабочий", Case.ACC, "5 рабочих дней"),
        (2, "рабочий", Case.ACC, "2 рабочих дня"),
        (1, "календарный", Case.ACC, "1 календарный день"),
        (21, "календарный", Case.GEN, "21 календарного дня"),
        (11, "календарный", Case.GEN, "11 календарных дней"),
    ],
)
def test_a_term_agrees_with_its_number(days: int, kind: str, case: Case, words: str) -> None:
    assert (duration(days, kind, case) or "").replace("\xa0", " ") == words


@pytest.mark.parametrize(
    ("copies", "words"),
    [
        (1, "в одном экземпляре"),
        (2, "в двух экземплярах"),
        (11, "в одиннадцати экземплярах"),
        (21, "в двадцати одном экземпляре"),
        (41, "в сорока одном экземпляре"),
    ],
)
def test_copies_agree_with_their_number(copies: int, words: str) -> None:
    assert in_copies(copies) == words


@pytest.mark.parametrize(
    ("word", "genitive"),
    [
        (ProgrammeKind.GENERAL, "общеразвивающей"),
        (ProgrammeKind.PREPROFESSIONAL, "предпрофессиональной"),
        (Direction.TECHNICAL, "технической"),
        (Direction.NATURAL_SCIENCE, "естественнонаучной"),
        (Direction.SPORT, "физкультурно-спортивной"),
        (Direction.ARTISTIC, "художественной"),
        (Direction.TOURISM, "туристско-краеведческой"),
        (Direction.SOCIAL, "социально-гуманитарной"),
        (StudyForm.PART_TIME, "очно-заочной"),
    ],
)
def test_kinds_and_directions_stand_in_the_genitive(word: str, genitive: str) -> None:
    assert genitive_adjective(str(word)) == genitive


@pytest.mark.parametrize(
    ("start", "line"),
    [
        (DAY(2026, 9, 1), "«__» __________ 2026 г."),
        (DAY(2027, 1, 11), "«__» __________ 20__ г."),
        (DAY(2027, 4, 1), "«__» __________ 2027 г."),
    ],
)
def test_the_year_of_an_empty_date_is_given_only_when_it_is_sure(
    start: datetime.date, line: str
) -> None:
    context = _network(network_rows(start=start))
    assert context.date_line.replace("\xa0", " ") == line


@pytest.mark.parametrize(
    ("post", "in_text"),
    [
        ("директор", "директор МБОУ СОШ № 5"),
        (
            "заместитель директора по безопасности",
            "заместитель директора по безопасности МБОУ СОШ № 5",
        ),
        ("директор школы", "директор школы"),
    ],
)
def test_a_post_in_the_text_names_the_organisation_once(post: str, in_text: str) -> None:
    own = organisation("СОШ5", short_name="МБОУ СОШ № 5")
    wording = Wording()
    told = wording.post_in_text(person("К", post=post), own)
    assert told.replace("\xa0", " ") == in_text
    assert wording.diagnostics == []
