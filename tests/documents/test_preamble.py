"""Preambles: legal form × sex × basis of authority × acting × what the participle agrees with.

The expected sentences are written by hand as a lawyer would write them.
"""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from docgen.documents.shortfalls import Shortfalls
from docgen.documents.signatories import Signing, join_preambles, preamble
from docgen.documents.wording import Wording
from docgen.records.directory import Organisation, Person
from docgen.records.vocabulary import (
    Authority,
    LegalForm,
    NameGender,
    ParticipleAgreement,
    Sex,
)
from tests.documents.factories import organisation, person

DAY = datetime.date
SCHOOL = "муниципальное бюджетное общеобразовательное учреждение «Школа № 5»"
BY_POST = ParticipleAgreement.BY_POST

MARIA: dict[str, Any] = {}
SERGEY: dict[str, Any] = {
    "surname": "Орлов",
    "first_name": "Сергей",
    "patronymic": "Ильич",
    "sex": Sex.MALE,
}
KIM: dict[str, Any] = {
    "surname": "Ким",
    "first_name": "Олег",
    "patronymic": "Викторович",
    "sex": Sex.MALE,
    "post": "индивидуальный предприниматель",
    "authority": Authority.EGRIP,
    "authority_date": DAY(2019, 4, 3),
}
WITH_PROXY: dict[str, Any] = {
    "authority": Authority.POWER_OF_ATTORNEY,
    "authority_number": "12",
    "authority_date": DAY(2026, 9, 1),
}
BY_ORDER: dict[str, Any] = {
    "acting": True,
    "authority": Authority.ORDER,
    "authority_number": "45-к",
    "authority_date": DAY(2026, 8, 3),
}
AO: dict[str, Any] = {"legal_form": LegalForm.COMPANY}
IP: dict[str, Any] = {"legal_form": LegalForm.ENTREPRENEUR, "kpp": None, "ogrn": "304660000000016"}

# organisation, signatory, rule → the phrase after the name in the role «Сторона»
CASES: list[tuple[dict[str, Any], dict[str, Any], ParticipleAgreement | None, str]] = [
    # учреждение, женщина и мужчина, Устав
    (
        {},
        MARIA,
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице директора Ивановой Марии Петровны, "
        "действующей на основании Устава",
    ),
    (
        {},
        SERGEY,
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице директора Орлова Сергея Ильича, "
        "действующего на основании Устава",
    ),
    # согласование по должности
    (
        {},
        MARIA,
        BY_POST,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице директора Ивановой Марии Петровны, "
        "действующего на основании Устава",
    ),
    (
        {},
        SERGEY,
        BY_POST,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице директора Орлова Сергея Ильича, "
        "действующего на основании Устава",
    ),
    (
        {},
        {"post": "заведующая"},
        BY_POST,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице заведующей Ивановой Марии Петровны, "
        "действующей на основании Устава",
    ),
    (
        {},
        {"post": "заведующий"},
        ParticipleAgreement.BY_NAME,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице заведующего Ивановой Марии Петровны, "
        "действующей на основании Устава",
    ),
    # доверенность
    (
        {},
        {"post": "заместитель директора", **WITH_PROXY},
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице заместителя директора Ивановой Марии "
        "Петровны, действующей на основании доверенности от 01.09.2026 № 12",
    ),
    (
        {},
        {**SERGEY, "post": "заместитель директора", **WITH_PROXY},
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице заместителя директора Орлова Сергея "
        "Ильича, действующего на основании доверенности от 01.09.2026 № 12",
    ),
    # исполняющий обязанности
    (
        {},
        BY_ORDER,
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице исполняющего обязанности директора "
        "Ивановой Марии Петровны, действующей на основании приказа от 03.08.2026 № 45-к",
    ),
    (
        {},
        {**SERGEY, **BY_ORDER},
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице исполняющего обязанности директора "
        "Орлова Сергея Ильича, действующего на основании приказа от 03.08.2026 № 45-к",
    ),
    (
        {},
        BY_ORDER,
        BY_POST,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице исполняющего обязанности директора "
        "Ивановой Марии Петровны, действующего на основании приказа от 03.08.2026 № 45-к",
    ),
    (
        {},
        {**BY_ORDER, "post": "и.о. директора", "acting": None},
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице исполняющего обязанности директора "
        "Ивановой Марии Петровны, действующей на основании приказа от 03.08.2026 № 45-к",
    ),
    (
        {},
        {"acting": True},
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице исполняющего обязанности директора "
        "Ивановой Марии Петровны, действующей на основании Устава",
    ),
    # орган управления
    (
        {
            "full_name": "Управление образования администрации Заречногорского муниципального "
            "района",
            "legal_form": LegalForm.AUTHORITY,
        },
        {**SERGEY, "post": "начальник", "authority": Authority.REGULATION},
        None,
        "Управление образования администрации Заречногорского муниципального района, именуемое в "
        "дальнейшем «Сторона», в лице начальника Орлова Сергея Ильича, действующего на основании "
        "Положения",
    ),
    (
        {
            "full_name": "администрация Заречногорского муниципального района",
            "legal_form": LegalForm.AUTHORITY,
        },
        {
            "post": "глава",
            "authority": Authority.REGULATION,
            "authority_number": "7",
            "authority_date": DAY(2020, 2, 5),
        },
        None,
        "администрация Заречногорского муниципального района, именуемая в дальнейшем «Сторона», в "
        "лице главы Ивановой Марии Петровны, действующей на основании Положения от 05.02.2020 № 7",
    ),
    (
        {
            "full_name": "отдел образования администрации города Заречногорска",
            "legal_form": LegalForm.AUTHORITY,
        },
        {"post": "начальник отдела", "authority": Authority.REGULATION},
        None,
        "отдел образования администрации города Заречногорска, именуемый в дальнейшем «Сторона», "
        "в лице начальника отдела Ивановой Марии Петровны, действующей на основании Положения",
    ),
    # общество
    (
        {**AO, "full_name": "Общество с ограниченной ответственностью «Вектор»"},
        {**SERGEY, "post": "генеральный директор"},
        None,
        "Общество с ограниченной ответственностью «Вектор», именуемое в дальнейшем «Сторона», в "
        "лице генерального директора Орлова Сергея Ильича, действующего на основании Устава",
    ),
    (
        {**AO, "full_name": "Общество с ограниченной ответственностью «Вектор»"},
        {"post": "генеральный директор"},
        BY_POST,
        "Общество с ограниченной ответственностью «Вектор», именуемое в дальнейшем «Сторона», в "
        "лице генерального директора Ивановой Марии Петровны, действующего на основании Устава",
    ),
    # некоммерческая организация
    (
        {
            "full_name": "автономная некоммерческая организация «Центр технического творчества»",
            "legal_form": LegalForm.NONPROFIT,
        },
        {"post": "президент"},
        None,
        "автономная некоммерческая организация «Центр технического творчества», именуемая в "
        "дальнейшем «Сторона», в лице президента Ивановой Марии Петровны, действующей на основании "
        "Устава",
    ),
    (
        {
            "full_name": "благотворительный фонд «Росток»",
            "legal_form": LegalForm.NONPROFIT,
        },
        {**SERGEY, "post": "председатель правления"},
        None,
        "благотворительный фонд «Росток», именуемый в дальнейшем «Сторона», в лице председателя "
        "правления Орлова Сергея Ильича, действующего на основании Устава",
    ),
    # учреждение, которое называется не учреждением
    (
        {"full_name": "государственный историко-краеведческий музей «Горница»"},
        MARIA,
        None,
        "государственный историко-краеведческий музей «Горница», именуемый в дальнейшем "
        "«Сторона», в лице директора Ивановой Марии Петровны, действующей на основании Устава",
    ),
    (
        {"full_name": "детская школа искусств № 2"},
        SERGEY,
        None,
        "детская школа искусств № 2, именуемая в дальнейшем «Сторона», в лице директора Орлова "
        "Сергея Ильича, действующего на основании Устава",
    ),
    (
        {"full_name": "«Кванториум»", "name_gender": NameGender.MASCULINE},
        SERGEY,
        None,
        "«Кванториум», именуемый в дальнейшем «Сторона», в лице директора Орлова Сергея Ильича, "
        "действующего на основании Устава",
    ),
    # индивидуальный предприниматель
    (
        {**IP, "full_name": "Индивидуальный предприниматель Ким Олег Викторович"},
        KIM,
        None,
        "индивидуальный предприниматель Ким Олег Викторович (ОГРНИП 304660000000016), именуемый в "
        "дальнейшем «Сторона», действующий на основании записи в Едином государственном реестре "
        "индивидуальных предпринимателей от 03.04.2019",
    ),
    (
        {**IP, "full_name": "ИП Ким Олег Викторович"},
        KIM,
        BY_POST,
        "индивидуальный предприниматель Ким Олег Викторович (ОГРНИП 304660000000016), именуемый в "
        "дальнейшем «Сторона», действующий на основании записи в Едином государственном реестре "
        "индивидуальных предпринимателей от 03.04.2019",
    ),
    (
        {**IP, "full_name": "Индивидуальный предприниматель Белова Анна Ильинична"},
        {
            **KIM,
            "surname": "Белова",
            "first_name": "Анна",
            "patronymic": "Ильинична",
            "sex": None,
        },
        None,
        "индивидуальный предприниматель Белова Анна Ильинична (ОГРНИП 304660000000016), именуемая "
        "в дальнейшем «Сторона», действующая на основании записи в Едином государственном реестре "
        "индивидуальных предпринимателей от 03.04.2019",
    ),
    # своя форма в таблице побеждает программу
    (
        {},
        {"surname": "Заяц", "name_genitive": "Заяц Марии Петровны"},
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице директора Заяц Марии Петровны, "
        "действующей на основании Устава",
    ),
    (
        {},
        {"post": "главный хранитель", "post_genitive": "главной хранительницы"},
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице главной хранительницы Ивановой Марии "
        "Петровны, действующей на основании Устава",
    ),
    # нет отчества, двойная и несклоняемая фамилии
    (
        {},
        {"surname": "Цой", "first_name": "Вера", "patronymic": None},
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице директора Цой Веры, действующей на "
        "основании Устава",
    ),
    (
        {},
        {"surname": "Мамина-Черных", "first_name": "Любовь", "patronymic": "Львовна"},
        None,
        f"{SCHOOL}, именуемое в дальнейшем «Сторона», в лице директора Маминой-Черных Любови "
        "Львовны, действующей на основании Устава",
    ),
]  # fmt: skip


def _phrase(
    org: dict[str, Any],
    who: dict[str, Any],
    rule: ParticipleAgreement | None = None,
    licensed: bool = False,
) -> tuple[str, Shortfalls, Wording]:
    own: Organisation = organisation("СОШ5", **{"full_name": SCHOOL, **org})
    head: Person = person("Г-СОШ5", **who)
    shortfalls, wording = Shortfalls(), Wording()
    seat = Signing(own, head, head)
    text = preamble(seat, "Сторона", licensed, rule, wording, shortfalls)
    return text.replace("\xa0", " "), shortfalls, wording


@pytest.mark.parametrize(("org", "who", "rule", "expected"), CASES)
def test_a_preamble_reads_as_a_lawyer_would_write_it(
    org: dict[str, Any],
    who: dict[str, Any],
    rule: ParticipleAgreement | None,
    expected: str,
) -> None:
    phrase, shortfalls, _ = _phrase(org, who, rule)
    assert shortfalls.diagnostics == []
    assert phrase == expected


def test_a_party_that_teaches_shows_its_licence() -> None:
    phrase, _, _ = _phrase({}, {}, licensed=True)
    assert phrase.startswith(
        f"{SCHOOL} (лицензия на осуществление образовательной деятельности от 12.03.2021 "
        "№ Л035-01277-66/00190001, выданная Министерством образования Свердловской области), "
        "именуемое"
    )


def test_an_entrepreneur_with_a_licence_names_both_papers() -> None:
    phrase, _, _ = _phrase({**IP, "full_name": "ИП Ким Олег Викторович"}, KIM, licensed=True)
    assert "(ОГРНИП 304660000000016; лицензия на осуществление" in phrase


def test_a_representative_of_an_entrepreneur_is_introduced_with_his_power() -> None:
    own = organisation("ИП1", **{**IP, "full_name": "ИП Ким Олег Викторович"})
    owner, proxy = person("КИМ", **KIM), person("ПР", **WITH_PROXY, post="управляющий")
    seat = Signing(own, owner, proxy)
    phrase = preamble(seat, "Сторона", False, None, Wording(), Shortfalls())
    assert phrase.replace("\xa0", " ") == (
        "индивидуальный предприниматель Ким Олег Викторович (ОГРНИП 304660000000016), именуемый в "
        "дальнейшем «Сторона», в лице управляющего Ивановой Марии Петровны, действующей на "
        "основании доверенности от 01.09.2026 № 12"
    )


@pytest.mark.parametrize(
    ("org", "who", "cell"),
    [
        ({"licence_number": None}, {}, "licence_number"),
        ({"licence_date": None}, {}, "licence_date"),
        ({"licence_issuer": None}, {}, "licence_issuer"),
        ({"full_name": "«Кванториум»"}, {}, "name_gender"),
        ({}, {"authority": None}, "authority"),
        ({}, {"authority": Authority.POWER_OF_ATTORNEY}, "authority_number"),
        ({}, {"authority": Authority.EGRIP}, "authority"),
        ({}, {"sex": None, "patronymic": None, "surname": "Ким", "first_name": "А."}, "sex"),
        ({**IP, "full_name": "ИП Ким Олег Викторович"}, {**KIM, "authority_date": None},
         "authority_date"),
    ],
)  # fmt: skip
def test_what_a_preamble_lacks_is_refused_with_its_cell(
    org: dict[str, Any], who: dict[str, Any], cell: str
) -> None:
    own, head = organisation("СОШ5", **{"full_name": SCHOOL, **org}), person("Г-СОШ5", **who)
    _, shortfalls, _ = _phrase(org, who, licensed=True)
    places = {d.origin for d in shortfalls.diagnostics}
    assert shortfalls.stop
    assert places & {own.origin.at(cell), head.origin.at(cell)}


def test_a_doubtful_form_is_told_once_with_the_column_that_settles_it() -> None:
    who: dict[str, Any] = {"surname": "Заяц", **{k: v for k, v in SERGEY.items() if k != "surname"}}
    own, head = organisation("СОШ5"), person("Г-СОШ5", **who)
    wording = Wording()
    seat = Signing(own, head, head)
    for _ in range(2):
        preamble(seat, "Сторона", False, None, wording, Shortfalls())
    (told,) = wording.diagnostics
    assert told.code == "form-doubtful"
    assert not told.is_error
    assert told.origin == head.origin.at("surname")
    assert "ФИО (род. падеж)" in told.hint
    assert "Ильич" not in told.message


def test_two_parties_stand_on_two_sides_and_more_in_a_row() -> None:
    assert join_preambles(["а", "б"]) == "А, с одной стороны, и б, с другой стороны"
    assert join_preambles(["а", "б", "в"]) == "А, б, и в"
