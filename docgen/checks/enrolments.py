"""Rules for «Группы», «Зачисления» and «Цели согласий»: who is taught what, for whose money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from docgen.checks.facts import Facts, place, say
from docgen.checks.premises import licence_fault, same_address
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.directory import Organisation, Programme
from docgen.records.enrolments import (
    age_at_enrolment,
    needs_medical_note,
    programme_of,
    school_of,
)
from docgen.records.partners import Agreement
from docgen.records.pupils import ConsentPurpose, Enrolment, Group, Pupil, read_payment
from docgen.records.vocabulary import (
    AgreementKind,
    ConsentScope,
    EnrolmentFunding,
    ResourceKind,
)

_AGES = re.compile(r"(\d{1,2})\s*(?:[-–—]|до)\s*(\d{1,2})")
_ENDLESS = re.compile(r"бессрочн|без\s+(?:ограничени|срока)|постоянно|навсегда", re.IGNORECASE)
_OPEN = re.compile(
    r"\bи\s+др(?:уг\w+|\.)|\bи\s+т\.?\s*[дп]\.?|\bин(?:ые|ых)\b|\bпроч(?:ие|их|ее)\b|\bлюбые\b",
    re.IGNORECASE,
)
_TWO_PURPOSES = re.compile(r";|\bа также\b|\bкроме того\b", re.IGNORECASE)
_BY_LAW = re.compile(
    r"^(?:зачислени|обучени\w+ по программе|реализаци\w+ программы|исполнени\w+ договора"
    r"|заключени\w+ (?:и исполнени\w+ )?договора|ведени\w+ (?:личн\w+ дел|журнал))",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(r"\bпередач|\bпредоставлени|\bдоступ", re.IGNORECASE)


# --- groups -------------------------------------------------------------------------------


def group_stays_inside_its_programme(facts: Facts) -> Iterator[Diagnostic]:
    """A group is taught within the term of its programme, and its days are in order.

    Norm: X-14, EDU-02.
    Bad: Группы: 01.08.2026–31.05.2027; Программы: 01.09.2026–31.05.2027
    Good: Группы: 05.09.2026–29.05.2027; Программы: 01.09.2026–31.05.2027
    """
    for group in facts.tables.of(Group):
        programme = facts.tables.find(Programme, group.programme)
        if group.start and group.end and group.end < group.start:
            yield diagnose(
                "dates-reversed",
                group.origin.at("end"),
                f"окончание {say(group.end)} раньше начала {say(group.start)}",
                hint="проверьте годы",
                value=say(group.end),
                norm="X-14",
            )
        elif programme and programme.start and programme.end:
            for attribute in ("start", "end"):
                day = getattr(group, attribute)
                if day and not programme.start <= day <= programme.end:
                    yield diagnose(
                        "group-outside-programme",
                        group.origin.at(attribute),
                        f"{say(day)} — вне срока программы: "
                        f"{say(programme.start)}–{say(programme.end)}",
                        hint="исправьте дату здесь или на листе «Программы»",
                        value=say(day),
                        norm="X-14, EDU-02",
                    )


def group_follows_its_own_agreement(facts: Facts) -> Iterator[Diagnostic]:
    """The network agreement of a group is one of its programme.

    Norm: EDU-04, APP-05.
    Bad: Группы: Л-1 | ЛЫЖИ | Сетевой договор Д-01; Договоры: Д-01 | РОБО
    Good: Группы: РТ-1 | РОБО | Сетевой договор Д-01; Договоры: Д-01 | РОБО
    """
    for group in facts.tables.of(Group):
        agreement = facts.tables.find(Agreement, group.agreement)
        if agreement is None or agreement.kind is None or not group.programme:
            continue
        network = agreement.kind is AgreementKind.NETWORK
        if not network or (agreement.programme and agreement.programme != group.programme):
            yield diagnose(
                "group-of-another-agreement",
                group.origin.at("agreement"),
                f"{agreement.code} — договор о программе {agreement.programme}"
                if network
                else f"{agreement.code} — не договор о сетевой форме",
                hint="укажите сетевой договор программы этой группы",
                value=agreement.code,
                norm="EDU-04, APP-05",
            )


def group_is_taught_where_a_licence_allows(facts: Facts) -> Iterator[Diagnostic]:
    """Lessons are held at an address of the organisation or of its partners.

    Norm: EDU-03, X-02, ошибка 1 (content.md 8).
    Bad: Группы: «ул. Дальняя, д. 1»; Организации: «ул. Школьная, д. 5»
    Good: Группы: «ул. Школьная, 5, каб. 12»; Организации: «ул. Школьная, д. 5»
    """
    for group in facts.tables.of(Group):
        programme = facts.tables.find(Programme, group.programme)
        school = facts.tables.find(Organisation, programme.organisation) if programme else None
        if school is None or not school.places or not group.address:
            continue
        known = list(school.places)
        agreement = facts.tables.find(Agreement, group.agreement)
        if agreement is not None:
            for party in facts.parties(agreement):
                partner = facts.find_organisation(party.organisation)
                known += partner.places if partner else ()
            known += [
                resource.address
                for resource in facts.resources(agreement)
                if resource.kind is ResourceKind.PREMISES and resource.address
            ]
        if not any(same_address(group.address, address) for address in known):
            yield diagnose(
                "group-address-unknown",
                group.origin.at("address"),
                f"этого адреса нет среди адресов занятий: {school.short_name}",
                hint=f"исправьте адрес или {place(school.origin.at('places'))}; "
                "адрес должен быть в лицензии",
                norm="EDU-03, X-02",
            )


def group_is_run_by_a_licensed_organisation(facts: Facts) -> Iterator[Diagnostic]:
    """Who enrols pupils holds a live licence for additional education.

    Norm: EDU-07, PAY-09, X-03, ошибки 2 и 3 (content.md 8).
    Bad: Группы: РТ-1 | РОБО | СОШ5; Организации: СОШ5 | Подвид ДОДиВ «нет»
    Good: Группы: РТ-1 | РОБО | СОШ5; Организации: СОШ5 | Подвид ДОДиВ «да»
    """
    for group in facts.tables.of(Group):
        programme = facts.tables.find(Programme, group.programme)
        school = facts.tables.find(Organisation, programme.organisation) if programme else None
        fault = licence_fault(school) if school else None
        if school and fault:
            message, attribute = fault
            yield diagnose(
                "group-unlicensed",
                group.origin.at("programme"),
                f"{school.short_name or school.code}: {message}",
                hint=f"исправьте {place(school.origin.at(attribute))}: без этого зачислять нельзя",
                value=group.programme,
                norm="EDU-07, PAY-09, X-03",
            )


def group_has_room(facts: Facts) -> Iterator[Diagnostic]:
    """No more pupils are enrolled than the group has places.

    Norm: EDU-03.
    Bad: Группы: Мест 2; Зачисления: трое
    Good: Группы: Мест 2; Зачисления: двое
    """
    for group in facts.tables.of(Group):
        enrolled = len(facts.tables.referring(Enrolment, "group", group.code))
        if group.places is not None and enrolled > group.places:
            yield diagnose(
                "group-full",
                group.origin.at("places"),
                f"зачислено {enrolled}, а мест {group.places}",
                hint="исправьте число мест или переведите кого-то в другую группу",
                value=group.places,
                norm="EDU-03",
            )


def group_is_paid_or_free(facts: Facts) -> Iterator[Diagnostic]:
    """Those who pay and those taught for the budget's money are not in one group.

    Norm: PAY-22 (ст. 101 273-ФЗ: платное не вместо бюджетного).
    Bad: Зачисления: группа А-1 — «плата» и «муниципальное задание»
    Good: Зачисления: группа А-1 — все «плата»
    """
    for group in facts.tables.of(Group):
        rows = facts.tables.referring(Enrolment, "group", group.code)
        paying = [row for row in rows if row.funding is EnrolmentFunding.FEE]
        if paying and any(row.funding is EnrolmentFunding.TASK for row in rows):
            yield diagnose(
                "group-paid-and-free",
                paying[0].origin.at("funding"),
                f"в группе {group.code} одни учатся за плату, другие по муниципальному заданию",
                hint="платная услуга не заменяет бесплатную: разведите обучающихся по группам",
                value=group.code,
                norm="PAY-22",
            )


# --- enrolments ---------------------------------------------------------------------------


def pupil_is_enrolled_once(facts: Facts) -> Iterator[Diagnostic]:
    """A pupil is enrolled in a group once.

    Norm: EDU-05, APP-03.
    Bad: Зачисления: З-01 | У-01 | РТ-1; З-09 | У-01 | РТ-1
    Good: Зачисления: З-01 | У-01 | РТ-1; З-09 | У-01 | К-1
    """
    seen: dict[tuple[str, str], Enrolment] = {}
    for enrolment in facts.tables.of(Enrolment):
        if not enrolment.pupil or not enrolment.group:
            continue
        first = seen.setdefault((enrolment.pupil, enrolment.group), enrolment)
        if first is not enrolment:
            yield diagnose(
                "enrolment-twice",
                enrolment.origin.at("pupil"),
                f"обучающийся уже зачислен в эту группу: строка {first.origin.row}",
                hint="удалите лишнюю строку",
                value=enrolment.pupil,
                norm="EDU-05, APP-03",
                related=[first.origin.at()],
            )


def pupil_is_of_the_programmes_age(facts: Facts) -> Iterator[Diagnostic]:
    """On the first day of lessons a pupil is of the age for which the programme is made.

    Norm: EDU-05, APP-04.
    Bad: Программы: 11–14 лет; обучающемуся в день начала занятий 9 лет
    Good: Программы: 11–14 лет; обучающемуся в день начала занятий 14 лет
    """
    for enrolment in facts.tables.of(Enrolment):
        programme = programme_of(enrolment, facts.tables)
        found = _AGES.search((programme.age if programme else None) or "")
        age = age_at_enrolment(enrolment, facts.tables)
        if found is None or age is None or programme is None:
            continue
        if not int(found[1]) <= age <= int(found[2]):
            yield diagnose(
                "pupil-outside-age",
                enrolment.origin.at("pupil"),
                f"возраст в день начала занятий — {age}, а программа для {found[1]}–{found[2]}",
                hint="проверьте дату рождения и группу",
                norm="EDU-05, APP-04",
            )


def enrolment_stays_inside_the_group(facts: Facts) -> Iterator[Diagnostic]:
    """A pupil is taught within the days of his group.

    Norm: EDU-02, PAY-12, X-14.
    Bad: Зачисления: по 30.06.2027; Группы: по 31.05.2027
    Good: Зачисления: с 10.01.2027; Группы: с 01.09.2026
    """
    for enrolment in facts.tables.of(Enrolment):
        group = facts.tables.find(Group, enrolment.group)
        if enrolment.start and enrolment.end and enrolment.end < enrolment.start:
            yield diagnose(
                "dates-reversed",
                enrolment.origin.at("end"),
                f"окончание {say(enrolment.end)} раньше начала {say(enrolment.start)}",
                hint="проверьте годы",
                value=say(enrolment.end),
                norm="EDU-02, PAY-12",
            )
        elif group and group.start and group.end:
            for attribute in ("start", "end"):
                day = getattr(enrolment, attribute)
                if day and not group.start <= day <= group.end:
                    yield diagnose(
                        "enrolment-outside-group",
                        enrolment.origin.at(attribute),
                        f"{say(day)} — вне занятий группы {group.code}: "
                        f"{say(group.start)}–{say(group.end)}",
                        hint="исправьте дату здесь или на листе «Группы»",
                        value=say(day),
                        norm="EDU-02, PAY-12, X-14",
                    )


def papers_come_in_their_order(facts: Facts) -> Iterator[Diagnostic]:
    """Application, then contract, then order, then lessons.

    Norm: content.md 3.2 п. 5 и 6, APP-11.
    Bad: Зачисления: Дата заявления 05.09.2026 | Дата приказа 31.08.2026
    Good: Зачисления: Дата заявления 24.08.2026 | Дата приказа 31.08.2026
    """
    names = {
        "application_date": "заявление",
        "contract_date": "договор",
        "order_date": "приказ о зачислении",
    }
    for enrolment in facts.tables.of(Enrolment):
        paid = enrolment.funding is EnrolmentFunding.FEE
        given = [(a, getattr(enrolment, a)) for a in names if getattr(enrolment, a)]
        for (earlier, first), (later, second) in pairwise(given):
            # For money this order is the law: a rule of its own stops the contract.
            if first > second and not (paid and earlier == "contract_date"):
                yield diagnose(
                    "papers-out-of-order",
                    enrolment.origin.at(earlier),
                    f"{names[earlier]} от {say(first)} позже, чем {names[later]} от {say(second)}",
                    hint="проверьте даты",
                    value=say(first),
                    norm="APP-11",
                )


def medical_note_is_there(facts: Facts) -> Iterator[Diagnostic]:
    """For sport, and where the rules of admission ask, a medical note comes before lessons.

    Norm: APP-07.
    Bad: Программы: «физкультурно-спортивная»; Зачисления: Дата медицинского заключения пусто
    Good: Программы: «физкультурно-спортивная»; Зачисления: 20.08.2026
    """
    for enrolment in facts.tables.of(Enrolment):
        programme = programme_of(enrolment, facts.tables)
        group = facts.tables.find(Group, enrolment.group)
        if programme is None or group is None or not needs_medical_note(group, programme):
            continue
        late = (
            enrolment.medical_date is not None
            and enrolment.start is not None
            and enrolment.medical_date > enrolment.start
        )
        if late or enrolment.medical_date is None:
            yield diagnose(
                "medical-note-missing",
                enrolment.origin.at("medical_date"),
                "медицинское заключение позже начала занятий"
                if late
                else "нет даты медицинского заключения, а для этих занятий оно нужно",
                hint="без заключения к занятиям не допускают; впишите дату, когда его принесут",
                norm="APP-07",
            )


def adapted_programme_has_its_paper(facts: Facts) -> Iterator[Diagnostic]:
    """An adapted programme is for a pupil whose special conditions a document names.

    Norm: APP-08 (ст. 55 ч. 3, ст. 79 273-ФЗ).
    Bad: Зачисления: Адаптированная программа «да»; Обучающиеся: ОВЗ или инвалидность «нет»
    Good: Зачисления: Адаптированная программа «да»; Обучающиеся: ОВЗ или инвалидность «да»
    """
    for enrolment in facts.tables.of(Enrolment):
        pupil = facts.tables.find(Pupil, enrolment.pupil)
        if enrolment.adapted and pupil and not pupil.special_needs:
            yield diagnose(
                "adapted-without-paper",
                enrolment.origin.at("adapted"),
                "программа адаптированная, а документа об особых условиях у обучающегося нет",
                hint=f"исправьте здесь или {place(pupil.origin.at('special_needs'))}",
                norm="APP-08",
            )


# --- money --------------------------------------------------------------------------------


def paid_services_are_allowed(facts: Facts) -> Iterator[Diagnostic]:
    """Only an organisation whose charter allows it sells services.

    Norm: PAY-23 (ст. 101 273-ФЗ, ГК ст. 298).
    Bad: Зачисления: «плата»; Организации: Платные услуги разрешены «нет»
    Good: Зачисления: «плата»; Организации: Платные услуги разрешены «да»
    """
    for enrolment in facts.tables.of(Enrolment):
        school = school_of(enrolment, facts.tables)
        paid = enrolment.funding is EnrolmentFunding.FEE
        if paid and school is not None and not school.paid_allowed:
            yield diagnose(
                "paid-not-allowed",
                enrolment.origin.at("funding"),
                f"не отмечено, что {school.short_name} вправе оказывать платные услуги",
                hint=f"если Устав разрешает, {place(school.origin.at('paid_allowed'))}: «да»",
                value=enrolment.funding,
                norm="PAY-23",
            )


def payments_make_up_the_cost(facts: Facts) -> Iterator[Diagnostic]:
    """The schedule of payments can be read, adds up to the cost and ends with the lessons.

    Norm: PAY-08.
    Bad: Зачисления: 18000,00 | «01.10.2026 — 9000,00; 01.02.2027 — 8000,00»
    Good: Зачисления: 18000,00 | «01.10.2026 — 9000,00; 01.02.2027 — 9000,00»
    """
    for enrolment in facts.tables.of(Enrolment):
        if enrolment.funding is not EnrolmentFunding.FEE or not enrolment.schedule:
            continue
        read = [read_payment(text) for text in enrolment.schedule]
        payments = [payment for payment in read if payment is not None]
        at = enrolment.origin.at("schedule")
        if len(payments) < len(read):
            yield diagnose(
                "payment-unreadable",
                at,
                f"не читается платёж по порядку № {read.index(None) + 1}",
                hint="пишите так: «01.10.2026 — 9000,00; 01.02.2027 — 9000,00»",
                norm="PAY-08",
            )
        elif enrolment.cost is not None:
            total = sum(payment.amount for payment in payments)
            if total != enrolment.cost:
                yield diagnose(
                    "payments-sum",
                    at,
                    f"платежи вместе — {total:.2f}, а полная стоимость — {enrolment.cost:.2f}",
                    hint="исправьте график или стоимость",
                    norm="PAY-08",
                )
            elif enrolment.end and max(p.due for p in payments) > enrolment.end:
                yield diagnose(
                    "payment-late",
                    at,
                    f"последний платёж позже окончания обучения {say(enrolment.end)}",
                    hint="проверьте годы в графике",
                    norm="PAY-08",
                )


def cost_is_more_than_nothing(facts: Facts) -> Iterator[Diagnostic]:
    """What is paid for costs something.

    Norm: PAY-08.
    Bad: Зачисления: «плата» | Полная стоимость 0
    Good: Зачисления: «плата» | Полная стоимость 18000,00
    """
    for enrolment in facts.tables.of(Enrolment):
        if enrolment.funding is EnrolmentFunding.FEE and enrolment.cost == 0:
            yield diagnose(
                "cost-zero",
                enrolment.origin.at("cost"),
                "полная стоимость — ноль рублей",
                hint="впишите стоимость; если обучение бесплатное, исправьте источник",
                norm="PAY-08",
            )


def discount_has_its_basis(facts: Facts) -> Iterator[Diagnostic]:
    """A discount is given on a ground of the organisation's own rules.

    Norm: PAY-25 (ст. 54 ч. 5 273-ФЗ).
    Bad: Зачисления: Скидка 1800,00 | Основание скидки пусто
    Good: Зачисления: Скидка 1800,00 | Основание «пункт 4.2 Положения о платных услугах»
    """
    for enrolment in facts.tables.of(Enrolment):
        if enrolment.discount and not enrolment.discount_basis:
            yield diagnose(
                "discount-without-basis",
                enrolment.origin.at("discount_basis"),
                "скидка есть, а её основания нет",
                hint="назовите пункт положения о платных услугах",
                norm="PAY-25",
            )


def paid_contract_comes_before_the_order(facts: Facts) -> Iterator[Diagnostic]:
    """Who pays is enrolled after the contract, not before it.

    Norm: PAY-21, ошибка 18 (content.md 8; ст. 53 ч. 2 273-ФЗ).
    Bad: Зачисления: «плата» | Дата договора 05.10.2026 | Дата приказа 30.09.2026
    Good: Зачисления: «плата» | Дата договора 15.09.2026 | Дата приказа 28.09.2026
    """
    for enrolment in facts.tables.of(Enrolment):
        signed, order = enrolment.contract_date, enrolment.order_date
        if enrolment.funding is EnrolmentFunding.FEE and signed and order and signed > order:
            yield diagnose(
                "contract-after-order",
                enrolment.origin.at("contract_date"),
                f"договор от {say(signed)} позже приказа о зачислении от {say(order)}",
                hint="при обучении за плату приказ издаётся после договора",
                value=say(signed),
                norm="PAY-21",
            )


def free_enrolment_names_no_money(facts: Facts) -> Iterator[Diagnostic]:
    """Where nothing is paid, nothing is said of money.

    Norm: EDU-09, content.md 3.1.
    Bad: Зачисления: «муниципальное задание» | Полная стоимость 18000,00
    Good: Зачисления: «муниципальное задание» | Полная стоимость пусто
    """
    for enrolment in facts.tables.of(Enrolment):
        if enrolment.funding in (None, EnrolmentFunding.FEE):
            continue
        for attribute in ("cost", "schedule", "discount"):
            if getattr(enrolment, attribute):
                yield diagnose(
                    "money-in-free-enrolment",
                    enrolment.origin.at(attribute),
                    f"обучение бесплатное ({enrolment.funding}), а в ячейке деньги",
                    hint="очистите ячейку или исправьте источник финансирования",
                    norm="EDU-09",
                )


def certificate_pays_for_no_more_than_there_is(facts: Facts) -> Iterator[Diagnostic]:
    """A social certificate is named where it pays, and for no more hours than are taught.

    Norm: EDU-09, APP-09 (189-ФЗ).
    Bad: Зачисления: Часов по сертификату 144; Программы: 72 часа
    Good: Зачисления: Часов по сертификату 36; Программы: 72 часа
    """
    for enrolment in facts.tables.of(Enrolment):
        programme = programme_of(enrolment, facts.tables)
        hours = programme.hours if programme else None
        by_certificate = enrolment.funding is EnrolmentFunding.CERTIFICATE
        if by_certificate and hours and (enrolment.certificate_hours or 0) > hours:
            yield diagnose(
                "certificate-hours",
                enrolment.origin.at("certificate_hours"),
                f"часов по сертификату {enrolment.certificate_hours}, а в программе {hours}",
                hint="проверьте число часов",
                value=enrolment.certificate_hours,
                norm="EDU-09",
            )
        if enrolment.funding and not by_certificate and enrolment.certificate_number:
            yield diagnose(
                "certificate-unused",
                enrolment.origin.at("certificate_number"),
                f"номер сертификата указан, а источник — {enrolment.funding}",
                hint="исправьте источник или очистите ячейку: в бумаги номер не попадёт",
                norm="EDU-09, APP-09",
            )


# --- consents -----------------------------------------------------------------------------


def consent_has_an_end(facts: Facts) -> Iterator[Diagnostic]:
    """A consent lasts to a date or an event.

    Norm: PDN-08 (152-ФЗ ст. 9 ч. 4).
    Bad: Цели согласий: Срок согласия «бессрочно»
    Good: Цели согласий: Срок согласия «до отчисления обучающегося»
    """
    for purpose in facts.tables.of(ConsentPurpose):
        if _ENDLESS.search(purpose.until or ""):
            yield diagnose(
                "consent-endless",
                purpose.origin.at("until"),
                "согласие без срока",
                hint="назовите дату или событие: «до отчисления обучающегося»",
                value=purpose.until,
                norm="PDN-08",
            )


def consent_lists_are_closed(facts: Facts) -> Iterator[Diagnostic]:
    """Data and actions are listed to the end.

    Norm: PDN-05, PDN-07.
    Bad: Цели согласий: Данные обучающегося «фамилия; дата рождения и др.»
    Good: Цели согласий: Данные обучающегося «фамилия; дата рождения; группа»
    """
    for purpose in facts.tables.of(ConsentPurpose):
        for attribute in ("pupil_items", "guardian_items", "actions"):
            if any(_OPEN.search(item) for item in getattr(purpose, attribute)):
                yield diagnose(
                    "consent-list-open",
                    purpose.origin.at(attribute),
                    "перечень не закрыт: «и другие», «и т. д.», «иные»",
                    hint="назовите всё, что нужно, и ничего больше",
                    norm="PDN-05, PDN-07",
                )


def consent_has_one_purpose(facts: Facts) -> Iterator[Diagnostic]:
    """One consent, one purpose; another purpose is another row and another sheet of paper.

    Norm: PDN-04.
    Bad: Цели согласий: Цель «учёт обучающихся, а также проведение конкурсов»
    Good: Цели согласий: Цель «учёт обучающихся»
    """
    for purpose in facts.tables.of(ConsentPurpose):
        if _TWO_PURPOSES.search(purpose.purpose or ""):
            yield diagnose(
                "consent-two-purposes",
                purpose.origin.at("purpose"),
                "похоже, целей две",
                hint="разделите их на две строки: у каждой цели своё согласие",
                norm="PDN-04",
            )


def consent_is_not_asked_in_vain(facts: Facts) -> Iterator[Diagnostic]:
    """No consent is asked for what the law or the contract requires anyway.

    Norm: PDN-11 (152-ФЗ ст. 6 ч. 1 п. 2 и 5).
    Bad: Цели согласий: Цель «зачисление на обучение»
    Good: Цели согласий: Цель «учёт обучающихся в информационной системе»
    """
    for purpose in facts.tables.of(ConsentPurpose):
        if _BY_LAW.search((purpose.purpose or "").strip()):
            yield diagnose(
                "consent-needless",
                purpose.origin.at("purpose"),
                "для этого согласие не нужно: данные обрабатываются по закону или договору",
                hint="удалите строку; лишнее согласие можно отозвать, а обработку не прекратить",
                norm="PDN-11",
            )


def consent_names_who_gets_the_data(facts: Facts) -> Iterator[Diagnostic]:
    """Who is given the data is named; for networked programmes it is the group's partners.

    Norm: PDN-06, PDN-12.
    Bad: Цели согласий: Действия «… передача …» | Получатели пусто | «всем»
    Good: Цели согласий: Действия «… передача …» | Получатели УО | «всем»
    """
    for purpose in facts.tables.of(ConsentPurpose):
        passed = any(_PASSED_ON.search(action) for action in purpose.actions)
        unnamed = not purpose.recipients and purpose.scope is not ConsentScope.NETWORK
        if passed and unnamed and purpose.scope is not None:
            yield diagnose(
                "consent-without-receiver",
                purpose.origin.at("recipients"),
                "данные передаются, а кому — не сказано",
                hint="укажите коды организаций или уберите передачу из действий",
                norm="PDN-06, PDN-12",
            )
        elif purpose.actions and purpose.recipients and not passed:
            yield diagnose(
                "consent-without-passing",
                purpose.origin.at("actions"),
                "получатели названы, а передачи среди действий нет",
                hint="добавьте действие «передача» или уберите получателей",
                norm="PDN-06, PDN-07",
            )
