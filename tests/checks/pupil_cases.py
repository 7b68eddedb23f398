"""Cases of the rules for pupils, groups, enrolments and consents; see ``cases``."""

from __future__ import annotations

from decimal import Decimal

from docgen.records.directory import Organisation, Programme
from docgen.records.pupils import ConsentPurpose, Enrolment, Group, Guardian, Pupil
from docgen.records.vocabulary import (
    Direction,
    EnrolmentFunding,
    GuardianStatus,
    LicenceStatus,
    Sex,
)
from tests.checks.cases import Bad, Good
from tests.checks.district import add, change, day

_ALL = "З-1 З-2 З-3 З-4"

PUPIL_BAD: list[Bad] = [
    Bad(
        "pupil_stands_once",
        (add(Pupil, "У-1", code="У-9"),),
        "pupil-in-two-rows",
        (Pupil, "У-9", "surname"),
        "З-1",
    ),
    Bad(
        "minor_has_a_representative",
        (change(Pupil, "У-1", guardian=None),),
        "guardian-missing",
        (Pupil, "У-1", "guardian"),
        "З-1",
    ),
    Bad(  # fourteen on the first day of lessons
        "pupil_has_the_document_of_his_age",
        (change(Pupil, "У-1", birth_date=day("05.09.2012"), birth_certificate_date=None),),
        "identity-document-missing",
        (Pupil, "У-1", "passport"),
        "З-1",
        ("identity-document-missing", "identity-document-missing"),
    ),
    Bad(
        "pupil_has_the_document_of_his_age",
        (change(Pupil, "У-1", birth_certificate_issuer=None),),
        "identity-document-missing",
        (Pupil, "У-1", "birth_certificate_issuer"),
        "З-1",
    ),
    Bad(
        "parent_shows_the_birth_certificate",
        (change(Pupil, "У-2", guardian="Р-1"),),
        "authority-of-parent-missing",
        (Pupil, "У-2", "birth_certificate"),
        "З-2",
    ),
    Bad(
        "trustee_is_for_those_of_fourteen",
        (change(Pupil, "У-1", guardian="Р-2"),),
        "trustee-too-early",
        (Guardian, "Р-2", "status"),
    ),
    Bad(
        "documents_have_their_shape",
        (change(Pupil, "У-1", birth_certificate="АИ 50010"),),
        "document-shape",
        (Pupil, "У-1", "birth_certificate"),
    ),
    Bad(
        "documents_have_their_shape",
        (change(Guardian, "Р-1", passport="65 00 00010"),),
        "document-shape",
        (Guardian, "Р-1", "passport"),
    ),
    Bad(
        "documents_are_not_older_than_their_age",
        (change(Pupil, "У-2", passport_date=day("28.02.2025")),),
        "document-too-early",
        (Pupil, "У-2", "passport_date"),
    ),
    Bad(
        "documents_are_not_older_than_their_age",
        (change(Pupil, "У-4", birth_certificate_date=day("08.11.2015")),),
        "document-too-early",
        (Pupil, "У-4", "birth_certificate_date"),
    ),
    Bad(
        "sex_of_pupils_and_parents_is_known",
        (change(Pupil, "У-1", surname="Нго", first_name="Минь", patronymic=None),),
        "pupil-sex-unknown",
        (Pupil, "У-1", "sex"),
        "З-1",
    ),
    Bad(
        "no_diagnosis_is_written_down",
        (change(Group, "Г-1", conditions="занимаются дети с ДЦП"),),
        "diagnosis-written",
        (Group, "Г-1", "conditions"),
        "З-1 З-2",
    ),
    Bad(
        "no_diagnosis_is_written_down",
        (change(Pupil, "У-1", extra={"диагноз": "F80"}),),
        "diagnosis-written",
        (Pupil, "У-1", "диагноз"),
        "З-1",
    ),
    Bad(
        "group_stays_inside_its_programme",
        (change(Group, "Г-1", start=day("31.08.2026")),),
        "group-outside-programme",
        (Group, "Г-1", "start"),
        "З-1 З-2",
    ),
    Bad(
        "group_stays_inside_its_programme",
        (change(Group, "Г-2", end=day("29.05.2026")),),
        "dates-reversed",
        (Group, "Г-2", "end"),
        "З-3",
        ("enrolment-outside-group", "enrolment-outside-group"),
    ),
    Bad(
        "group_follows_its_own_agreement",
        (change(Group, "Г-1", agreement="Д-01"),),
        "group-of-another-agreement",
        (Group, "Г-1", "agreement"),
        "З-1 З-2",
    ),
    Bad(
        "group_follows_its_own_agreement",
        (change(Group, "Г-1", agreement="С-01"),),
        "group-of-another-agreement",
        (Group, "Г-1", "agreement"),
        "З-1 З-2",
    ),
    Bad(
        "group_is_taught_where_a_licence_allows",
        (change(Group, "Г-1", address="г. Заречногорск, ул. Дальняя, д. 1"),),
        "group-address-unknown",
        (Group, "Г-1", "address"),
        "З-1 З-2",
    ),
    Bad(
        "group_is_run_by_a_licensed_organisation",
        (change(Organisation, "ЦЕНТР", licence_status=LicenceStatus.SUSPENDED),),
        "group-unlicensed",
        (Group, "Г-1", "programme"),
        _ALL,
        ("group-unlicensed", "group-unlicensed"),
    ),
    Bad(
        "group_has_room",
        (change(Group, "Г-1", places=1),),
        "group-full",
        (Group, "Г-1", "places"),
    ),
    Bad(
        "group_is_paid_or_free",
        (change(Enrolment, "З-3", group="Г-1"), change(Group, "Г-1", places=None)),
        "group-paid-and-free",
        (Enrolment, "З-3", "funding"),
    ),
    Bad(
        "pupil_is_enrolled_once",
        (add(Enrolment, "З-1", code="З-9"), change(Group, "Г-1", places=9)),
        "enrolment-twice",
        (Enrolment, "З-9", "pupil"),
        "З-1 З-9",
    ),
    Bad(
        "pupil_is_of_the_programmes_age",
        (change(Programme, "ГЛИНА", age="7–14 лет"), change(Enrolment, "З-3", group="Г-3")),
        "pupil-outside-age",
        (Enrolment, "З-2", "pupil"),
        "",
        ("medical-note-missing", "group-paid-and-free"),
    ),
    Bad(
        "enrolment_stays_inside_the_group",
        (change(Enrolment, "З-1", end=day("30.05.2027")),),
        "enrolment-outside-group",
        (Enrolment, "З-1", "end"),
        "З-1",
    ),
    Bad(
        "enrolment_stays_inside_the_group",
        (change(Enrolment, "З-1", end=day("29.05.2026")),),
        "dates-reversed",
        (Enrolment, "З-1", "end"),
        "З-1",
    ),
    Bad(
        "papers_come_in_their_order",
        (change(Enrolment, "З-1", application_date=day("27.08.2026")),),
        "papers-out-of-order",
        (Enrolment, "З-1", "application_date"),
    ),
    Bad(
        "medical_note_is_there",
        (change(Enrolment, "З-4", medical_date=None),),
        "medical-note-missing",
        (Enrolment, "З-4", "medical_date"),
    ),
    Bad(
        "medical_note_is_there",
        (change(Enrolment, "З-4", medical_date=day("06.09.2026")),),
        "medical-note-missing",
        (Enrolment, "З-4", "medical_date"),
    ),
    Bad(
        "adapted_programme_has_its_paper",
        (change(Enrolment, "З-1", adapted=True),),
        "adapted-without-paper",
        (Enrolment, "З-1", "adapted"),
        "З-1",
    ),
    Bad(
        "paid_services_are_allowed",
        (change(Organisation, "ЦЕНТР", paid_allowed=False),),
        "paid-not-allowed",
        (Enrolment, "З-3", "funding"),
        "З-3",
    ),
    Bad(
        "payments_make_up_the_cost",
        (change(Enrolment, "З-3", schedule=("01.10.2026 — 8000,00", "01.02.2027 — 7000")),),
        "payments-sum",
        (Enrolment, "З-3", "schedule"),
        "З-3",
    ),
    Bad(
        "payments_make_up_the_cost",
        (change(Enrolment, "З-3", schedule=("31.02.2027 — 16000",)),),
        "payment-unreadable",
        (Enrolment, "З-3", "schedule"),
        "З-3",
    ),
    Bad(
        "payments_make_up_the_cost",
        (change(Enrolment, "З-3", schedule=("01.10.2027: 16 000 руб.",)),),
        "payment-late",
        (Enrolment, "З-3", "schedule"),
    ),
    Bad(
        "cost_is_more_than_nothing",
        (change(Enrolment, "З-3", cost=Decimal(0), schedule=("01.10.2026 — 0",)),),
        "cost-zero",
        (Enrolment, "З-3", "cost"),
        "З-3",
    ),
    Bad(
        "discount_has_its_basis",
        (change(Enrolment, "З-3", discount_basis=None),),
        "discount-without-basis",
        (Enrolment, "З-3", "discount_basis"),
        "З-3",
    ),
    Bad(
        "paid_contract_comes_before_the_order",
        (change(Enrolment, "З-3", order_date=day("27.08.2026")),),
        "contract-after-order",
        (Enrolment, "З-3", "contract_date"),
        "З-3",
    ),
    Bad(
        "free_enrolment_names_no_money",
        (change(Enrolment, "З-1", cost=Decimal("100.00")),),
        "money-in-free-enrolment",
        (Enrolment, "З-1", "cost"),
        "З-1",
    ),
    Bad(
        "certificate_pays_for_no_more_than_there_is",
        (change(Enrolment, "З-2", certificate_hours=73),),
        "certificate-hours",
        (Enrolment, "З-2", "certificate_hours"),
    ),
    Bad(
        "certificate_pays_for_no_more_than_there_is",
        (change(Enrolment, "З-1", certificate_number="6600014524"),),
        "certificate-unused",
        (Enrolment, "З-1", "certificate_number"),
    ),
    Bad(
        "consent_has_an_end",
        (change(ConsentPurpose, "НАВИГАТОР", until="бессрочно"),),
        "consent-endless",
        (ConsentPurpose, "НАВИГАТОР", "until"),
    ),
    Bad(
        "consent_lists_are_closed",
        (
            change(
                ConsentPurpose,
                "НАВИГАТОР",
                pupil_items=("имя", "дата рождения и др."),
            ),
        ),
        "consent-list-open",
        (ConsentPurpose, "НАВИГАТОР", "pupil_items"),
    ),
    Bad(
        "consent_has_one_purpose",
        (change(ConsentPurpose, "НАВИГАТОР", purpose="учёт, а также конкурсы"),),
        "consent-two-purposes",
        (ConsentPurpose, "НАВИГАТОР", "purpose"),
    ),
    Bad(
        "consent_is_not_asked_in_vain",
        (change(ConsentPurpose, "НАВИГАТОР", purpose="зачисление на обучение"),),
        "consent-needless",
        (ConsentPurpose, "НАВИГАТОР", "purpose"),
    ),
    Bad(
        "consent_names_who_gets_the_data",
        (change(ConsentPurpose, "НАВИГАТОР", recipients=()),),
        "consent-without-receiver",
        (ConsentPurpose, "НАВИГАТОР", "recipients"),
    ),
    Bad(
        "consent_names_who_gets_the_data",
        (change(ConsentPurpose, "НАВИГАТОР", actions=("хранение",)),),
        "consent-without-passing",
        (ConsentPurpose, "НАВИГАТОР", "actions"),
    ),
]

PUPIL_GOOD: list[Good] = [
    Good("pupil_stands_once", (add(Pupil, "У-1", code="У-9", birth_date=day("02.11.2016")),)),
    Good("minor_has_a_representative", (change(Pupil, "У-3", birth_date=day("05.09.2008")),)),
    Good(
        "pupil_has_the_document_of_his_age",
        (change(Pupil, "У-1", birth_date=day("06.09.2012")),),
    ),
    Good(
        "parent_shows_the_birth_certificate",
        (change(Pupil, "У-2", guardian="Р-1", birth_certificate="V-АИ № 500102"),),
    ),
    Good(
        "trustee_is_for_those_of_fourteen",
        (change(Guardian, "Р-2", status=GuardianStatus.GUARDIAN),),
    ),
    Good(
        "documents_have_their_shape",
        (
            change(Pupil, "У-1", birth_certificate="свидетельство о рождении № 12"),
            change(Pupil, "У-2", passport="6500 000201"),
            change(Pupil, "У-4", birth_certificate="III-ИВ 500102"),
        ),
    ),
    Good(
        "documents_are_not_older_than_their_age",
        (
            change(Pupil, "У-2", passport_date=day("01.03.2025")),
            change(
                Pupil,
                "У-3",
                passport="паспорт гражданина другого государства 12",
                passport_date=day("01.01.2015"),
            ),
        ),
    ),
    Good(
        "sex_of_pupils_and_parents_is_known",
        (change(Pupil, "У-1", surname="Нго", first_name="Минь", patronymic=None, sex=Sex.MALE),),
    ),
    Good(
        "no_diagnosis_is_written_down",
        (change(Group, "Г-1", conditions="занятия на первом этаже, раздатка в цвете"),),
    ),
    Good(
        "group_stays_inside_its_programme",
        (change(Group, "Г-1", start=day("01.09.2026"), end=day("31.05.2027")),),
    ),
    Good(
        "group_follows_its_own_agreement",
        (change(Group, "Г-1", programme="РОБО", agreement="Д-01"),),
    ),
    Good(  # a partner's address
        "group_is_taught_where_a_licence_allows",
        (
            change(
                Group,
                "Г-1",
                programme="РОБО",
                agreement="Д-01",
                address="г. Заречногорск, ул. Заводская, д. 10",
            ),
        ),
    ),
    Good(
        "group_is_run_by_a_licensed_organisation",
        (change(Organisation, "МУЗЕЙ", licence_covers_additional=False),),
    ),
    Good("group_has_room", (change(Group, "Г-1", places=None),)),
    Good(
        "group_is_paid_or_free",
        (change(Enrolment, "З-2", group="Г-2"),),
    ),
    Good("pupil_is_enrolled_once", (add(Enrolment, "З-1", code="З-9", group="Г-2"),)),
    Good("pupil_is_of_the_programmes_age", (change(Programme, "ГЛИНА", age="11–18 лет"),)),
    Good(
        "enrolment_stays_inside_the_group",
        (change(Enrolment, "З-1", start=day("11.01.2027")),),
    ),
    Good(
        "papers_come_in_their_order",
        (change(Enrolment, "З-1", application_date=day("26.08.2026")),),
    ),
    Good(
        "medical_note_is_there",
        (
            change(Programme, "БЕГ", direction=Direction.TOURISM),
            change(Enrolment, "З-4", medical_date=None),
        ),
    ),
    Good(
        "adapted_programme_has_its_paper",
        (change(Enrolment, "З-1", adapted=True), change(Pupil, "У-1", special_needs=True)),
    ),
    Good(
        "paid_services_are_allowed",
        (
            change(Organisation, "ЦЕНТР", paid_allowed=None),
            change(Enrolment, "З-3", funding=EnrolmentFunding.TASK),
        ),
    ),
    Good(
        "payments_make_up_the_cost",
        (
            change(
                Enrolment,
                "З-3",
                schedule=("до 01.10.2026 г. – 7 999,50 рублей", "1.2.2027: 8000.5"),
            ),
        ),
    ),
    Good(
        "cost_is_more_than_nothing",
        (change(Enrolment, "З-3", funding=EnrolmentFunding.TASK, cost=Decimal(0)),),
    ),
    Good(
        "discount_has_its_basis",
        (change(Enrolment, "З-3", discount=None, discount_basis=None),),
    ),
    Good(
        "paid_contract_comes_before_the_order",
        (change(Enrolment, "З-3", order_date=day("28.08.2026")),),
    ),
    Good("free_enrolment_names_no_money", (change(Enrolment, "З-1", discount=Decimal(0)),)),
    Good(
        "certificate_pays_for_no_more_than_there_is",
        (change(Enrolment, "З-2", certificate_hours=36),),
    ),
    Good("consent_has_an_end", (change(ConsentPurpose, "НАВИГАТОР", until="по 31.08.2027"),)),
    Good(
        "consent_lists_are_closed",
        (change(ConsentPurpose, "НАВИГАТОР", pupil_items=("имя", "другой телефон")),),
    ),
    Good(
        "consent_has_one_purpose",
        (change(ConsentPurpose, "НАВИГАТОР", purpose="учёт обучающихся и занятости"),),
    ),
    Good(
        "consent_is_not_asked_in_vain",
        (change(ConsentPurpose, "НАВИГАТОР", purpose="учёт зачислений в системе"),),
    ),
    Good(
        "consent_names_who_gets_the_data",
        (change(ConsentPurpose, "НАВИГАТОР", recipients=(), actions=("хранение",)),),
    ),
]
