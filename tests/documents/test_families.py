"""The matrix of conditions (norms/content.md 3.1) on the sample's pupils, with the real templates.

For a pupil of 13, 14 and 18, for a guardian, a social certificate, a paid and a networked
programme: which papers he gets, what stands in them, and what stands in none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pytest

from docgen.documents.plan import plan_papers
from docgen.records.directory import Organisation
from docgen.records.pupils import Enrolment, Pupil, age_on, read_payment
from docgen.records.vocabulary import GuardianStatus
from tests.golden.sample import Chosen, draft_papers, sample_kinds, sample_plan, sample_tables
from tests.golden.visible import visible_parts

APPLICATION, EDUCATION, PAID = "admission-application", "education-contract", "paid-contract"
CONSENT, PUBLICATION = "personal-data-consent", "publication-consent"
KINDS = (APPLICATION, EDUCATION, PAID, CONSENT, PUBLICATION)
NO_SUCH_PAPER = ("согласие на обработку", "диагноз", "СНИЛС", "бессрочн", "аккредитац")
"""What neither an application nor a contract may say, whoever the pupil is."""


@cache
def _papers() -> Mapping[Chosen, str]:
    chosen = [place for place in sample_plan() if place[0] in KINDS]
    made = draft_papers(sample_tables(), chosen)
    return {
        place: "\n".join(visible_parts(content)["document"]).replace("␣", " ")
        for place, content in made.items()
    }


def _papers_of(code: str) -> Mapping[Chosen, str]:
    """Papers of an enrolment, with the consents that its pupil is asked for by its school."""
    enrolment = sample_tables().get(Enrolment, code)
    return {
        place: said
        for place, said in _papers().items()
        if place[1].split()[0] in (code, enrolment.pupil)
    }


@dataclass(frozen=True)
class Family:
    """``says`` and ``silent``: kind → words that stand there, words that do not."""

    enrolment: str
    papers: frozenset[Chosen]
    says: Mapping[str, tuple[str, ...]]
    silent: Mapping[str, tuple[str, ...]]


def _set(*papers: str) -> frozenset[Chosen]:
    return frozenset((kind, codes) for kind, _, codes in (p.partition(":") for p in papers))


FAMILIES: Mapping[str, Family] = {
    "13 years, networked, by municipal task": Family(
        "З-09",
        _set(
            f"{APPLICATION}:З-09",
            f"{EDUCATION}:З-09",
            f"{CONSENT}:У-09 СОШ5 НАВИГАТОР",
            f"{CONSENT}:З-09 ПАРТНЁР",
            f"{PUBLICATION}:У-09 СОШ5",
        ),
        {
            APPLICATION: (
                "Прошу принять моего сына",
                "Заявитель: Кокшарова Анна Петровна (мать)",
                "в сетевой форме с участием организации: ГАУ ДО СО «Квантолаб»",
            ),
            EDUCATION: (
                "в интересах несовершеннолетнего Кокшарова Егора Витальевича",
                "на основании свидетельства о рождении V-АИ № 500109",
                "именуемая в дальнейшем «Представитель»",
                "в двух экземплярах",
                "Программа реализуется в сетевой форме",
                "Модуль «Программирование роботов» (36 академических часов",
                "муниципального (государственного) задания",
            ),
            CONSENT: ("А.П. Кокшарова, законный представитель (мать)",),
            PUBLICATION: ("А.П. Кокшарова, законный представитель (мать)",),
        },
        {
            APPLICATION: ("____ Е.В. Кокшаров", "Прошу принять меня", "С поданным заявлением"),
            EDUCATION: ("____ Е.В. Кокшаров", "стоимость", "руб.", "сертификат"),
            CONSENT: ("____ Е.В. Кокшаров", "Я, обучающийся"),
            PUBLICATION: ("____ Е.В. Кокшаров", "Я, обучающийся"),
        },
    ),
    "14 years on the very day, networked, from a distance": Family(
        "З-16",
        _set(
            f"{APPLICATION}:З-16",
            f"{EDUCATION}:З-16",
            f"{CONSENT}:У-16 СОШ1 НАВИГАТОР",
            f"{CONSENT}:З-16 ПАРТНЁР",
            f"{PUBLICATION}:У-16 СОШ1",
        ),
        {
            APPLICATION: (
                "Прошу принять меня",
                "Заявитель: Лобанов Артём Игоревич",
                "паспорт 65 25 000216",
                "____ А.И. Лобанов",
                "С поданным заявлением согласна. Законный представитель: Лобанова Вера",
                "____ В.Н. Лобанова",
            ),
            EDUCATION: (
                "именуемая в дальнейшем «Представитель»",
                "именуемый в дальнейшем «Обучающийся»",
                "____ А.И. Лобанов",
                "____ В.Н. Лобанова",
                "в трёх экземплярах",
                "дистанционные образовательные технологии",
                "№ 1678",
            ),
            CONSENT: ("____ А.И. Лобанов, обучающийся", "____ В.Н. Лобанова, законный"),
            PUBLICATION: ("____ А.И. Лобанов, обучающийся", "____ В.Н. Лобанова, законный"),
        },
        {
            APPLICATION: ("моего сына", "свидетельство о рождении V-АИ № 500116, выдано"),
            EDUCATION: ("в интересах", "№ 816"),
            CONSENT: ("Я, законный представитель",),
            PUBLICATION: ("Я, законный представитель",),
        },
    ),
    "17 years, a trustee": Family(
        "З-18",
        _set(
            f"{APPLICATION}:З-18",
            f"{EDUCATION}:З-18",
            f"{CONSENT}:У-18 СОШ1 НАВИГАТОР",
            f"{CONSENT}:З-18 ПАРТНЁР",
            f"{PUBLICATION}:У-18 СОШ1",
        ),
        {
            APPLICATION: ("акт о назначении попечителя от 19.11.2021 № 64",),
            EDUCATION: ("на основании акта о назначении попечителя от 19.11.2021 № 64",),
            CONSENT: ("Полномочия: акт о назначении попечителя",),
            PUBLICATION: ("Полномочия: акт о назначении попечителя",),
        },
        dict.fromkeys(KINDS, ("свидетельство о рождении", "свидетельства о рождении")),
    ),
    "18 years, free": Family(
        "З-30",
        _set(
            f"{APPLICATION}:З-30",
            f"{EDUCATION}:З-30",
            f"{CONSENT}:У-29 ЦДТ НАВИГАТОР",
            f"{PUBLICATION}:У-29 ЦДТ",
        ),
        {
            APPLICATION: ("Прошу принять меня", "____ В.А. Сычёва"),
            EDUCATION: (
                "Сычёва Василиса Андреевна, 21.03.2008 года рождения, именуемая в дальнейшем "
                "«Обучающийся»",
                "в двух экземплярах",
                "по инициативе Обучающегося",
            ),
            CONSENT: ("обработку персональных данных обучающегося", "____ В.А. Сычёва, обуч"),
            PUBLICATION: ("____ В.А. Сычёва, обучающийся",),
        },
        dict.fromkeys(KINDS, ("редставител", "несовершеннолетн", "Данные представителя")),
    ),
    "a guardian, a social certificate": Family(
        "З-26",
        _set(
            f"{APPLICATION}:З-26",
            f"{EDUCATION}:З-26",
            f"{CONSENT}:У-25 ЦДТ НАВИГАТОР",
        ),
        {
            APPLICATION: (
                "моего подопечного",
                "Ощепкова Лидия Васильевна (опекун)",
                "акт о назначении опекуна от 14.06.2023 № 31",
                "по социальному сертификату № 6600014525",
            ),
            EDUCATION: (
                "на основании акта о назначении опекуна от 14.06.2023 № 31",
                "социальным сертификатом № 6600014525",
                "По сертификату проводится 72 академических часа",
                "№ 189-ФЗ",
            ),
            CONSENT: ("Полномочия: акт о назначении опекуна",),
        },
        {
            APPLICATION: ("полномочиях представителя (свидетельство", "сетевой форме"),
            EDUCATION: (
                "свидетельства о рождении",
                "стоимость",
                "руб.",
                "рублей",
                "оплат",
                "сетевой форме",
                "муниципального (государственного) задания",
            ),
            CONSENT: ("Полномочия: свидетельство",),
        },
    ),
    "special needs, an adapted programme": Family(
        "З-27",
        _set(
            f"{APPLICATION}:З-27",
            f"{EDUCATION}:З-27",
            f"{CONSENT}:У-26 ЦДТ НАВИГАТОР",
            f"{CONSENT}:У-26 ЦДТ УСЛОВИЯ",
        ),
        {
            APPLICATION: (
                "заключение ПМПК от 22.05.2026 № 214",
                "С обучением по адаптированной программе согласна",
            ),
            EDUCATION: ("Обучение организуется по адаптированной программе",),
        },
        {EDUCATION: ("ПМПК", "214"), CONSENT: ("ПМПК от", "№ 214")},
    ),
    "sport, where no contract is asked for": Family(
        "З-20",
        _set(
            f"{APPLICATION}:З-20",
            f"{CONSENT}:У-20 СОШ12 НАВИГАТОР",
            f"{CONSENT}:У-20 СОШ12 ЗДОРОВЬЕ",
            f"{CONSENT}:З-20 ПАРТНЁР",
            f"{PUBLICATION}:У-20 СОШ12",
        ),
        {APPLICATION: ("медицинское заключение от 12.08.2026 прилагаю",)},
        {APPLICATION: ("по договору",)},
    ),
    "paid, 13 years": Family(
        "З-31",
        _set(f"{APPLICATION}:З-31", f"{PAID}:З-31", f"{CONSENT}:У-30 ТЕХН НАВИГАТОР"),
        {
            APPLICATION: ("за плату, по договору об оказании платных образовательных услуг",),
            PAID: (
                "именуемый в дальнейшем «Заказчик»",
                "18 000 (восемнадцать тысяч) рублей 00 копеек",
                "не позднее 1 февраля 2027 года — 9 000 рублей 00 копеек",
                "№ 1441",
                "в двух экземплярах",
            ),
        },
        {
            APPLICATION: ("бесплатно", "сертификат"),
            PAID: ("____ Н.И. Кривоногова", "безвозмездное", "муниципального задания", "скидк"),
        },
    ),
    "paid with a discount, 16 years": Family(
        "З-32",
        _set(
            f"{APPLICATION}:З-32",
            f"{PAID}:З-32",
            f"{CONSENT}:У-31 ТЕХН НАВИГАТОР",
            f"{PUBLICATION}:У-31 ТЕХН",
        ),
        {
            PAID: (
                "____ М.О. Белоус",
                "____ Р.Д. Белоус",
                "скидки 1 800 (одна тысяча восемьсот) рублей 00 копеек",
                "пункт 4.2 Положения о платных услугах",
                "в трёх экземплярах",
            )
        },
        {PAID: ("в интересах",)},
    ),
    "paid, 18 years": Family(
        "З-34",
        _set(f"{APPLICATION}:З-34", f"{PAID}:З-34", f"{CONSENT}:У-33 ТЕХН НАВИГАТОР"),
        {PAID: ("Обучающийся оплачивает обучение частями", "____ О.Т. Гордеев")},
        dict.fromkeys(KINDS, ("редставителя обучающегося", "Заказчик", "законный")),
    ),
    "one child in two organisations": Family(
        "З-25",
        _set(
            f"{APPLICATION}:З-25",
            f"{EDUCATION}:З-25",
            f"{CONSENT}:У-05 СОШ5 НАВИГАТОР",
            f"{CONSENT}:У-05 ЦДТ НАВИГАТОР",
            f"{PUBLICATION}:У-05 СОШ5",
            f"{PUBLICATION}:У-05 ЦДТ",
        ),
        {EDUCATION: ("«Керамика»",)},
        {EDUCATION: ("сетевой форме",)},
    ),
}


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_each_pupil_gets_his_set_of_papers_and_no_other(family: Family) -> None:
    assert set(_papers_of(family.enrolment)) == family.papers


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_the_right_blocks_stand_in_them_and_the_forbidden_do_not(family: Family) -> None:
    for (kind, codes), said in _papers_of(family.enrolment).items():
        if kind in (APPLICATION, EDUCATION, PAID):
            missing = [words for words in family.says.get(kind, ()) if words not in said]
            assert missing == [], codes
        found = [words for words in family.silent.get(kind, ()) if words in said]
        assert found == [], (kind, codes)
    for kind in (CONSENT, PUBLICATION):
        consents = [s for (k, _), s in _papers_of(family.enrolment).items() if k == kind]
        for words in family.says.get(kind, ()):
            assert consents
            assert all(words in said for said in consents), words


@pytest.mark.parametrize("kind", [APPLICATION, EDUCATION, PAID])
def test_no_application_and_no_contract_holds_what_belongs_elsewhere(kind: str) -> None:
    said = [text.lower() for (k, _), text in _papers().items() if k == kind]
    assert said
    for words in NO_SUCH_PAPER:
        assert not any(words.lower() in text for text in said), words


def test_a_fault_of_any_row_behind_a_consent_would_hold_it() -> None:
    sources = sample_plan()[CONSENT, "З-16 ПАРТНЁР"].sources
    kinds = {type(source).__name__ for source in sources}
    assert {"ConsentPurpose", "Pupil", "Guardian", "Group", "Programme", "Agreement"} <= kinds
    codes = {source.code for source in sources if isinstance(source, Organisation)}
    assert {"СОШ1", "СТАРТ"} <= codes, "the operator and the receiver"


def test_all_papers_of_a_pupil_are_asked_for_by_his_code() -> None:
    papers, faults = plan_papers(sample_tables(), sample_kinds(), "contracts", ["У-05"])
    assert faults == []
    assert len(papers) == 9
    assert {p.subject.pupil for p in papers if isinstance(p.subject, Enrolment)} == {"У-05"}


def test_who_signs_follows_from_the_age() -> None:
    signed = {"до 14": 0, "14–17": 0, "с 18": 0}
    for (kind, codes), said in _papers().items():
        planned = sample_plan()[kind, codes]
        enrolment = planned.subject
        assert isinstance(enrolment, Enrolment)
        pupil = sample_tables().get(Pupil, enrolment.pupil)
        day = {
            EDUCATION: enrolment.contract_date,
            PAID: enrolment.contract_date,
        }.get(kind, enrolment.application_date)
        age = age_on(pupil.birth_date, day or enrolment.start)
        initials = "".join(f"{part[0]}." for part in (pupil.first_name, pupil.patronymic) if part)
        by_pupil = f"_ {initials} {pupil.surname}" in said
        by_parent = "редставител" in said or "Заказчик" in said
        assert by_pupil is (age >= 14), (kind, codes)
        assert by_parent is (age < 18), (kind, codes)
        signed["до 14" if age < 14 else "14–17" if age < 18 else "с 18"] += 1
    assert all(signed.values())


def test_a_guardian_shows_his_appointment_and_nothing_else() -> None:
    appointed = {
        GuardianStatus.GUARDIAN: "назначении опекуна",
        GuardianStatus.TRUSTEE: "назначении попечителя",
        GuardianStatus.FOSTER: "о приёмной семье",
    }
    checked = 0
    for (kind, codes), said in _papers().items():
        for status, act in appointed.items():
            if f"({status})" in said:
                checked += 1
                assert act in said, (kind, codes)
                assert not re.search(r"основании свидетельства|Полномочия: свидетельство", said)
    assert checked > len(appointed)


def test_nothing_is_ticked_beforehand() -> None:
    for (kind, codes), said in _papers().items():
        if kind == PUBLICATION:
            choices = [line for line in said.splitlines() if re.match(r"\| (Фам|Фот|Вид|Тв)", line)]
            assert len(choices) == 4, codes
            assert all(line.endswith("|  |  |") for line in choices)


def test_a_sum_is_the_sum_of_its_payments() -> None:
    for enrolment in sample_tables().of(Enrolment):
        payments = [read_payment(text) for text in enrolment.schedule]
        total = sum(payment.amount for payment in payments if payment is not None)
        assert total == (enrolment.cost or 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01.10.2026 — 9000,00", ("2026-10-01", "9000.00")),
        ("до 1.2.2027 г. – 9 000 рублей", ("2027-02-01", "9000")),
        ("01.10.2026: 9000.5 руб.", ("2026-10-01", "9000.5")),
        ("31.02.2027 — 9000", None),
        ("октябрь — 9000", None),
        ("01.10.2026", None),
    ],
)
def test_a_payment_is_read_as_clerks_write_it(text: str, expected: tuple[str, str] | None) -> None:
    found = read_payment(text)
    assert (found and (found.due.isoformat(), str(found.amount))) == expected
