"""Rules for приказы: who issues and signs them, their items and annexes, dates in order (ORD)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.checks.facts import Facts, name_of, place, say
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.directory import Organisation, Programme
from docgen.records.orders import Acknowledgement, Order, OrderAnnex, OrderItem
from docgen.records.partners import Agreement
from docgen.records.pupils import Enrolment, Group
from docgen.records.spelling import name_key
from docgen.records.tables import codes_in
from docgen.records.vocabulary import (
    AnnexContent,
    DocumentKind,
    EnrolmentFunding,
    LegalForm,
    OrderKind,
    PartyRole,
)

_OF_PUPILS = (OrderKind.ENROL, OrderKind.TRANSFER, OrderKind.EXPEL)
_ITEM_NUMBER = re.compile(r"\d+(\.\d+)?\.?")
_ABOUT = ("о ", "об ", "обо ")


def _orders(facts: Facts, *kinds: OrderKind) -> list[Order]:
    every = facts.tables.of(Order)
    return [order for order in every if not kinds or order.kind in kinds]


def _items(facts: Facts, order: Order) -> tuple[OrderItem, ...]:
    return facts.tables.referring(OrderItem, "order", order.code)


def _may_issue(organisation: Organisation) -> set[str]:
    """What an organisation may issue, as the column says; an order where it says nothing."""
    return {name_key(kind) for kind in organisation.issues} or {name_key(str(DocumentKind.ORDER))}


def issuer_issues_known_documents(facts: Facts) -> Iterator[Diagnostic]:
    """What an organisation may issue is an order, a распоряжение or a постановление.

    Norm: ORD-01, content.md 7.1.
    Bad: Организации: УО | Виды распорядительных документов «указ»
    Good: Организации: УО | Виды распорядительных документов «приказ; распоряжение»
    """
    known = {name_key(str(kind)) for kind in DocumentKind}
    for organisation in facts.tables.of(Organisation):
        for kind in organisation.issues:
            if name_key(kind) not in known:
                yield diagnose(
                    "order-kind-unknown",
                    organisation.origin.at("issues"),
                    f"нет такого распорядительного документа: «{kind}»",
                    hint="бывает: " + ", ".join(str(kind) for kind in DocumentKind),
                    value=kind,
                    norm="ORD-01",
                )


def issuer_may_issue_the_document(facts: Facts) -> Iterator[Diagnostic]:
    """A school issues приказы, an administration постановления and распоряжения.

    Norm: ORD-01, content.md 7.1.
    Bad: Приказы: Издаёт СОШ5 | Вид документа «постановление»
    Good: Приказы: Издаёт СОШ5 | Вид документа «приказ»
    """
    for order in _orders(facts):
        issuer = facts.find_organisation(order.issuer)
        if issuer is None or order.document is None:
            continue
        if name_key(str(order.document)) not in _may_issue(issuer):
            yield diagnose(
                "order-kind-not-issued",
                order.origin.at("document"),
                f"{name_of(issuer, order.issuer)} не издаёт документ такого вида: {order.document}",
                hint="исправьте вид документа или дополните столбец «Виды распорядительных "
                f"документов»: {place(issuer.origin.at('issues'))}",
                value=str(order.document),
                norm="ORD-01",
            )


def number_and_date_of_an_order_come_together(facts: Facts) -> Iterator[Diagnostic]:
    """An order is registered with a number and a date at once.

    Norm: ORD-01, X-08.
    Bad: Приказы: П-01 | Номер 12 | Дата пусто
    Good: Приказы: П-01 | Номер 12 | Дата 31.08.2026
    """
    for order in _orders(facts):
        if bool(order.number) != bool(order.date):
            attribute = "date" if order.number else "number"
            yield diagnose(
                "order-number-without-date",
                order.origin.at(attribute),
                "у приказа есть номер, но нет даты"
                if order.number
                else "у приказа есть дата, но нет номера",
                hint="впишите оба или оставьте оба пустыми до регистрации",
                norm="ORD-01, X-08",
            )


def title_says_about_what(facts: Facts) -> Iterator[Diagnostic]:
    """The title answers «о чём?»: «О …» or «Об …», no quotes around it, no full stop.

    Norm: ORD-02, X-09 (ГОСТ Р 7.0.97, реквизит 17).
    Bad: Приказы: Заголовок «Зачисление на программу.»
    Good: Приказы: Заголовок «О зачислении на программу»
    """
    for order in _orders(facts):
        title = (order.title or "").strip()
        if title and (not title.lower().startswith(_ABOUT) or title.endswith(".")):
            yield diagnose(
                "order-title",
                order.origin.at("title"),
                "заголовок начинается не с «О» или «Об» либо кончается точкой",
                hint="например: «О зачислении на обучение»; если пусто, будет обычный заголовок",
                value=title,
                norm="ORD-02, X-09",
            )


def order_dates_are_in_order(facts: Facts) -> Iterator[Diagnostic]:
    """The period of an order does not end before it begins.

    Norm: ORD-03.
    Bad: Приказы: Дата начала 01.09.2026 | Дата окончания 31.05.2026
    Good: Приказы: Дата начала 01.09.2026 | Дата окончания 31.05.2027
    """
    for order in _orders(facts):
        if order.start and order.end and order.end < order.start:
            yield diagnose(
                "order-period",
                order.origin.at("end"),
                f"окончание ({say(order.end)}) раньше начала ({say(order.start)})",
                hint="исправьте одну из дат",
                norm="ORD-03",
            )


def order_is_dated_before_it_works(facts: Facts) -> Iterator[Diagnostic]:
    """Pupils are enrolled, transferred and expelled from a day that is not before the order.

    Norm: ORD-ENROL, ORD-EXPEL (273-ФЗ, ст. 53, 61); content.md 7.1.
    Bad: Приказы: О чём «о зачислении» | Дата 05.09.2026 | Дата начала 01.09.2026
    Good: Приказы: О чём «о зачислении» | Дата 31.08.2026 | Дата начала 01.09.2026
    """
    for order in _orders(facts, *_OF_PUPILS):
        if order.date and order.start and order.date > order.start:
            yield diagnose(
                "order-after-start",
                order.origin.at("start"),
                f"действует с {say(order.start)}, а издан {say(order.date)}",
                hint="права и обязанности возникают и прекращаются не раньше приказа: "
                "исправьте дату начала",
                norm="ORD-03, ORD-ENROL, ORD-EXPEL",
            )


def items_are_numbered_without_gaps(facts: Facts) -> Iterator[Diagnostic]:
    """Items are numbered 1, 2, 3 and their parts 1.1, 1.2, without gaps and repetitions.

    Norm: ORD-03.
    Bad: Пункты: П-01 | 1, 3
    Good: Пункты: П-01 | 1, 2, 2.1, 2.2
    """
    for order in _orders(facts):
        last: tuple[int, ...] = (0,)
        rows = [row for row in _items(facts, order) if row.number]
        unread = [row for row in rows if not _ITEM_NUMBER.fullmatch(row.number.strip())]
        for row in unread:
            yield _misnumbered(row, "это не номер пункта")
        if unread:
            continue
        for row in sorted(rows, key=lambda row: _parts_of(row.number)):
            number = _parts_of(row.number)
            if number not in _after(last):
                yield _misnumbered(row, f"после пункта {_shown(last)} не может идти этот номер")
            last = number


def _parts_of(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.strip().rstrip(".").split("."))


def _after(number: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """The numbers that may follow: the next one, the first part, the next part."""
    following: list[tuple[int, ...]] = [(number[0] + 1,)]
    if number[0]:
        following.append((number[0], number[1] + 1 if len(number) > 1 else 1))
    return tuple(following)


def _shown(number: tuple[int, ...]) -> str:
    return ".".join(map(str, number)) if number[0] else "«начало приказа»"


def _misnumbered(row: OrderItem, message: str) -> Diagnostic:
    return diagnose(
        "order-item-number",
        row.origin.at("number"),
        f"{message}: «{row.number}»",
        hint="нумеруйте по порядку: 1, 2, 3; подпункты — 1.1, 1.2",
        value=row.number,
        norm="ORD-03",
    )


def order_has_items(facts: Facts) -> Iterator[Diagnostic]:
    """An order whose items are all the clerk's own has at least one.

    Norm: ORD-03, ORD-RESPONSIBLE, ORD-RESULTS.
    Bad: Приказы: П-01 «о назначении ответственных»; на листе «Пункты» строк П-01 нет
    Good: Пункты: П-01 | 1 | назначить ответственным
    """
    for order in _orders(facts):
        own = order.kind in (OrderKind.RESPONSIBLE, OrderKind.RESULTS)
        if (own or order.standard_items is False) and not _items(facts, order):
            yield diagnose(
                "order-without-items",
                order.origin.at("code"),
                "в приказе нет ни одного поручения или назначения",
                hint="добавьте строки на лист «Пункты»",
                value=order.code,
                norm="ORD-03, ORD-RESPONSIBLE, ORD-RESULTS",
            )


def term_comes_after_the_order(facts: Facts) -> Iterator[Diagnostic]:
    """Nobody is told to do something before the order was issued.

    Norm: ORD-03.
    Bad: Приказы: П-01 | Дата 31.08.2026; Пункты: П-01 | Срок 20.08.2026
    Good: Приказы: П-01 | Дата 31.08.2026; Пункты: П-01 | Срок 10.09.2026
    """
    for order in _orders(facts):
        for row in _items(facts, order):
            if order.date and row.due and row.due < order.date:
                yield diagnose(
                    "order-term-before",
                    row.origin.at("due"),
                    f"срок {say(row.due)} раньше приказа ({say(order.date)})",
                    hint="исправьте срок пункта или дату приказа",
                    norm="ORD-03",
                    related=[order.origin.at("date")],
                )


def executors_belong_to_the_issuer(facts: Facts) -> Iterator[Diagnostic]:
    """A school gives tasks to its own people only; a founder may give them to all.

    Norm: ORD-03, content.md 7.1.
    Bad: Приказы: Издаёт СОШ5; Пункты: Ответственные — методист ЦДТ
    Good: Приказы: Издаёт СОШ5; Пункты: Ответственные — заместитель директора СОШ5
    """
    for order in _orders(facts):
        issuer = facts.find_organisation(order.issuer)
        if issuer is None or issuer.legal_form is LegalForm.AUTHORITY:
            continue
        yield from _strangers(facts, order, "control", issuer)
        for row in _items(facts, order):
            yield from _strangers(facts, row, "people", issuer)
            yield from _strangers(facts, row, "substitute", issuer)
            for code in row.organisations:
                if code != issuer.code:
                    yield diagnose(
                        "order-executor-elsewhere",
                        row.origin.at("organisations"),
                        f"{name_of(issuer, order.issuer)} не может поручать другой организации: "
                        f"{name_of(facts.find_organisation(code), code)}",
                        hint="поручение другой организации даёт договор или приказ учредителя",
                        value=code,
                        norm="ORD-03",
                    )


def _strangers(
    facts: Facts, row: Order | OrderItem | Acknowledgement, attribute: str, issuer: Organisation
) -> Iterator[Diagnostic]:
    for code in codes_in(getattr(row, attribute)):
        person = facts.find_person(code)
        if person and person.organisation and person.organisation != issuer.code:
            yield diagnose(
                "order-executor-elsewhere",
                row.origin.at(attribute),
                f"{name_of(person, code)} работает не в организации, которая издаёт приказ "
                f"({name_of(issuer, issuer.code)})",
                hint="назовите своего работника; поручение чужому даёт договор или приказ "
                "учредителя",
                value=code,
                norm="ORD-03, ORD-04",
            )


def readers_belong_to_the_issuer(facts: Facts) -> Iterator[Diagnostic]:
    """Those who sign a school's acquaintance sheet work there, each of them once.

    Norm: ORD-04.
    Bad: Ознакомление: П-01 (СОШ5) | методист ЦДТ
    Good: Ознакомление: П-01 (СОШ5) | заместитель директора СОШ5
    """
    for order in _orders(facts):
        issuer = facts.find_organisation(order.issuer)
        rows = facts.tables.referring(Acknowledgement, "order", order.code)
        seen: set[str] = set()
        for row in rows:
            if row.person and row.person in seen:
                yield diagnose(
                    "order-reader-twice",
                    row.origin.at("person"),
                    "этот человек уже есть в листе ознакомления",
                    hint="удалите лишнюю строку",
                    value=row.person,
                    norm="ORD-04",
                )
            seen.add(row.person)
            if issuer is not None and issuer.legal_form is not LegalForm.AUTHORITY:
                yield from _strangers(facts, row, "person", issuer)
            if order.date and row.date and row.date < order.date:
                yield diagnose(
                    "order-read-before",
                    row.origin.at("date"),
                    f"ознакомлен {say(row.date)}, раньше приказа ({say(order.date)})",
                    hint="исправьте дату ознакомления или дату приказа",
                    norm="ORD-04",
                )


def signatory_of_an_order_speaks_for_the_issuer(facts: Facts) -> Iterator[Diagnostic]:
    """An order is signed by the head of the issuer or by its deputy who has a paper of his own.

    Norm: ORD-05, X-05.
    Bad: Приказы: Издаёт СОШ5 | Подписывает — директор СОШ3
    Good: Приказы: Издаёт СОШ5 | Подписывает — директор СОШ5
    """
    for order in _orders(facts):
        issuer, person = facts.find_organisation(order.issuer), facts.find_person(order.signatory)
        if issuer is None or person is None or person.code == issuer.head:
            continue
        if person.organisation and person.organisation != issuer.code:
            yield diagnose(
                "order-signatory",
                order.origin.at("signatory"),
                f"{name_of(person, person.code)} не может подписать приказ за другую организацию",
                hint=f"укажите руководителя: {name_of(issuer, issuer.code)}",
                value=person.code,
                norm="ORD-05, X-05",
            )
        elif not (person.authority and person.authority_number and person.authority_date):
            yield diagnose(
                "order-signatory",
                order.origin.at("signatory"),
                f"{name_of(person, person.code)} — не руководитель, а документа о полномочиях нет",
                hint="впишите доверенность или приказ с номером и датой: "
                f"{place(person.origin.at('authority'))}",
                value=person.code,
                norm="ORD-05, X-05",
            )


def annexes_and_items_refer_to_each_other(facts: Facts) -> Iterator[Diagnostic]:
    """An annex that an item names is there; one with a text of its own is named by an item.

    Numbers of annexes run from 1. Lists and tables are named by the usual items.
    Norm: ORD-06.
    Bad: Пункты: П-01 | Приложение 2; Приложения: П-01 | 1
    Good: Пункты: П-01 | Приложение 1; Приложения: П-01 | 1
    """
    for order in _orders(facts):
        annexes = facts.tables.referring(OrderAnnex, "order", order.code)
        numbers = sorted(row.number for row in annexes if row.number is not None)
        usual = not annexes and order.standard_items is not False
        named = {row.annex for row in _items(facts, order) if row.annex is not None}
        for row in _items(facts, order):
            if row.annex is not None and row.annex not in numbers and not usual:
                yield diagnose(
                    "order-annex-missing",
                    row.origin.at("annex"),
                    f"у приказа нет приложения № {row.annex}",
                    hint="добавьте строку на лист «Приложения» или исправьте номер",
                    value=str(row.annex),
                    norm="ORD-06",
                )
        for annex in annexes:
            own = annex.content is AnnexContent.TEXT or (
                annex.content is AnnexContent.SEPARATE
                and order.kind not in (OrderKind.ROADMAP, OrderKind.MODEL)
            )
            if (own or order.standard_items is False) and annex.number not in named:
                yield diagnose(
                    "order-annex-unnamed",
                    annex.origin.at("number"),
                    "ни один пункт приказа не ссылается на это приложение",
                    hint="впишите номер приложения в пункт: столбец «Приложение»",
                    value=str(annex.number or ""),
                    norm="ORD-06",
                )
        if len(numbers) == len(annexes) and numbers != list(range(1, len(numbers) + 1)):
            yield diagnose(
                "order-annex-number",
                annexes[-1].origin.at("number"),
                "приложения пронумерованы не по порядку: " + ", ".join(map(str, numbers)),
                hint="номера — с единицы, без пропусков и повторов",
                norm="ORD-06",
            )


def enrolling_organisation_runs_the_programme(facts: Facts) -> Iterator[Diagnostic]:
    """Pupils are enrolled and expelled by the organisation whose programme it is.

    Norm: ORD-ENROL, ORD-EXPEL, NET-01.
    Bad: Приказы: О чём «о зачислении» | Издаёт СОШ3 | Группа РТ-1 (программа СОШ5)
    Good: Приказы: О чём «о зачислении» | Издаёт СОШ5 | Группа РТ-1 (программа СОШ5)
    """
    for order in _orders(facts, OrderKind.ENROL, OrderKind.EXPEL):
        group = facts.tables.find(Group, order.group)
        programme = facts.tables.find(Programme, group.programme if group else None)
        if programme is None or facts.find_organisation(order.issuer) is None:
            continue
        if programme.organisation and programme.organisation != order.issuer:
            base = facts.find_organisation(programme.organisation)
            yield diagnose(
                "order-of-another-school",
                order.origin.at("issuer"),
                "программу этой группы ведёт другая организация: "
                f"{name_of(base, programme.organisation)}",
                hint="исправьте «Издаёт» или группу; участник издаёт приказ о переводе",
                value=order.issuer,
                norm="ORD-ENROL, NET-01",
            )


def enrolments_are_of_the_group(facts: Facts) -> Iterator[Diagnostic]:
    """The enrolments that an order names are of its group.

    Norm: ORD-ENROL, ORD-06.
    Bad: Приказы: Группа РТ-1 | Зачисления З-24 (группа К-1)
    Good: Приказы: Группа РТ-1 | Зачисления З-01 (группа РТ-1)
    """
    for order in _orders(facts, *_OF_PUPILS):
        for code in order.enrolments:
            row = facts.tables.find(Enrolment, code)
            if row is not None and row.group and order.group and row.group != order.group:
                yield diagnose(
                    "order-pupil-of-another-group",
                    order.origin.at("enrolments"),
                    f"зачисление {code} — в группу {row.group}, а приказ о группе {order.group}",
                    hint="уберите код или исправьте группу",
                    value=code,
                    norm="ORD-ENROL, ORD-06",
                )


def _enrolments(facts: Facts, order: Order) -> list[Enrolment]:
    if order.enrolments:
        found = (facts.tables.find(Enrolment, code) for code in order.enrolments)
        return [row for row in found if row is not None]
    return list(facts.tables.referring(Enrolment, "group", order.group))


def paid_contract_is_older_than_the_enrolment(facts: Facts) -> Iterator[Diagnostic]:
    """Who pays is enrolled after the contract (273-ФЗ, ст. 53 ч. 2).

    Norm: ORD-ENROL, content.md 8 п. 18.
    Bad: Приказы: Дата 31.08.2026; Зачисления: плата | Дата договора 02.09.2026
    Good: Приказы: Дата 31.08.2026; Зачисления: плата | Дата договора 28.08.2026
    """
    for order in _orders(facts, OrderKind.ENROL):
        for row in _enrolments(facts, order):
            if order.date is None or row.funding is not EnrolmentFunding.FEE:
                continue
            if row.contract_date is None or row.contract_date > order.date:
                signed = (
                    f"договор от {say(row.contract_date)}" if row.contract_date else "договора нет"
                )
                yield diagnose(
                    "order-before-contract",
                    order.origin.at("date"),
                    f"приказ о зачислении за плату от {say(order.date)}, а {signed}: {row.code}",
                    hint="платный договор заключают до приказа: исправьте дату или уберите "
                    f"обучающегося из приказа; {place(row.origin.at('contract_date'))}",
                    value=row.code,
                    norm="ORD-ENROL, content.md 8 п. 18",
                )


def application_is_older_than_the_enrolment(facts: Facts) -> Iterator[Diagnostic]:
    """An application is filed before the order that it is the ground of.

    Norm: ORD-ENROL, content.md 3.2 п. 5–6.
    Bad: Приказы: Дата 31.08.2026; Зачисления: Дата заявления 02.09.2026
    Good: Приказы: Дата 31.08.2026; Зачисления: Дата заявления 24.08.2026
    """
    for order in _orders(facts, OrderKind.ENROL):
        for row in _enrolments(facts, order):
            if order.date and row.application_date and row.application_date > order.date:
                yield diagnose(
                    "order-before-application",
                    order.origin.at("date"),
                    f"приказ от {say(order.date)}, а заявление {row.code} — "
                    f"от {say(row.application_date)}",
                    hint="исправьте дату приказа или заявления: "
                    f"{place(row.origin.at('application_date'))}",
                    value=row.code,
                    norm="ORD-ENROL, content.md 3.2",
                )


def enrolment_follows_the_network_agreement(facts: Facts) -> Iterator[Diagnostic]:
    """A networked programme begins to enrol when its agreement is signed.

    Norm: content.md 3.2 п. 3 и 6, ORD-ENROL, ORD-TRANSFER.
    Bad: Договоры: Д-01 | Дата 05.09.2026; Приказы: о зачислении в РТ-1 | Дата 31.08.2026
    Good: Договоры: Д-01 | Дата 28.08.2026; Приказы: о зачислении в РТ-1 | Дата 31.08.2026
    """
    for order in _orders(facts, OrderKind.ENROL, OrderKind.TRANSFER):
        group = facts.tables.find(Group, order.group)
        codes = [*order.agreements, *codes_in(group.agreement if group else None)]
        for code in dict.fromkeys(codes):
            agreement = facts.find_agreement(code)
            if agreement and agreement.date and order.date and agreement.date > order.date:
                yield diagnose(
                    "order-before-agreement",
                    order.origin.at("date"),
                    f"приказ от {say(order.date)} раньше договора о сетевой форме {code} "
                    f"({say(agreement.date)})",
                    hint="сначала договор, затем приказ: исправьте одну из дат",
                    value=code,
                    norm="content.md 3.2, ORD-ENROL",
                    related=[agreement.origin.at("date")],
                )


def transfer_is_the_teaching_participants(facts: Facts) -> Iterator[Diagnostic]:
    """Only a participant that teaches a part takes pupils over.

    Norm: ORD-TRANSFER, NET-02, NET-09.
    Bad: Приказы: о переводе | Издаёт МУЗЕЙ (предоставляет ресурсы) | Договоры Д-01
    Good: Приказы: о переводе | Издаёт ТЕХНО (ведёт часть программы) | Договоры Д-01
    """
    for order in _orders(facts, OrderKind.TRANSFER):
        for code in order.agreements:
            agreement = facts.find_agreement(code)
            if agreement is None or not facts.knows_parties(agreement):
                continue
            if len(facts.parties_in_role(agreement, PartyRole.BASE)) != 1:
                continue
            teaching = facts.parties_in_role(agreement, PartyRole.TEACHING)
            if order.issuer and order.issuer not in {party.organisation for party in teaching}:
                yield diagnose(
                    "order-transfer-not-teaching",
                    order.origin.at("issuer"),
                    f"по договору {code} эта организация не ведёт часть программы",
                    hint="приказ о переводе издаёт участник, который ведёт часть программы",
                    value=order.issuer,
                    norm="ORD-TRANSFER, NET-02, NET-09",
                )


def transfer_follows_the_enrolment(facts: Facts) -> Iterator[Diagnostic]:
    """A participant takes over those whom the base organisation has enrolled.

    Norm: ORD-TRANSFER, NET-09, content.md 3.2 п. 6–7.
    Bad: Приказы: о зачислении с 01.09.2026; о переводе с 25.08.2026
    Good: Приказы: о зачислении с 01.09.2026; о переводе с 11.01.2027
    """
    enrolled = _orders(facts, OrderKind.ENROL)
    for order in _orders(facts, OrderKind.TRANSFER):
        for first in enrolled:
            if not order.group or first.group != order.group:
                continue
            early = order.start and first.start and order.start < first.start
            unordered = order.date and first.date and order.date < first.date
            if early or unordered:
                yield diagnose(
                    "order-transfer-before-enrolment",
                    order.origin.at("start" if early else "date"),
                    f"перевод раньше приказа базовой организации о зачислении ({first.code})",
                    hint="сначала зачисление в базовую организацию, затем перевод к участнику",
                    value=first.code,
                    norm="ORD-TRANSFER, NET-09",
                )


def expulsion_follows_the_enrolment(facts: Facts) -> Iterator[Diagnostic]:
    """Nobody is expelled before he began to learn.

    Norm: ORD-03, ORD-EXPEL (273-ФЗ, ст. 61).
    Bad: Приказы: об отчислении с 25.08.2026; Зачисления: Начало обучения 01.09.2026
    Good: Приказы: об отчислении с 31.05.2027; Зачисления: Начало обучения 01.09.2026
    """
    for order in _orders(facts, OrderKind.EXPEL):
        late = [
            row
            for row in _enrolments(facts, order)
            if order.start and row.start and order.start < row.start
        ]
        if late:
            yield diagnose(
                "order-expels-before",
                order.origin.at("start"),
                "отчисление раньше начала обучения: " + ", ".join(row.code for row in late[:3]),
                hint="исправьте дату отчисления или состав приказа",
                norm="ORD-EXPEL",
            )


def approved_programmes_are_the_issuers(facts: Facts) -> Iterator[Diagnostic]:
    """A school approves its own programmes, and the directory names the same order.

    Norm: ORD-03, NET-07, content.md 3.2 п. 2.
    Bad: Приказы: об утверждении программ | Издаёт СОШ3 | Программы РОБО (СОШ5)
    Good: Приказы: об утверждении программ | Издаёт СОШ5 | Программы РОБО (СОШ5)
    """
    for order in _orders(facts, OrderKind.PROGRAMMES):
        for code in order.programmes:
            programme = facts.tables.find(Programme, code)
            if programme is None or facts.find_organisation(order.issuer) is None:
                continue
            if programme.organisation and programme.organisation != order.issuer:
                yield diagnose(
                    "order-programme-of-another",
                    order.origin.at("programmes"),
                    f"программа {code} — другой организации",
                    hint="каждая организация утверждает свои программы",
                    value=code,
                    norm="NET-07",
                )
            elif order.number and programme.approval_number not in (None, order.number):
                yield diagnose(
                    "order-programme-number",
                    order.origin.at("number"),
                    f"у программы {code} указан другой приказ об утверждении: "
                    f"№ {programme.approval_number}",
                    hint=f"исправьте номер здесь или там: "
                    f"{place(programme.origin.at('approval_number'))}",
                    value=order.number,
                    norm="NET-07",
                )


def ordered_agreements_are_network_agreements(facts: Facts) -> Iterator[Diagnostic]:
    """An order speaks of agreements on the network form, not of framework ones.

    Norm: ORD-NETWORK, MUL-03.
    Bad: Приказы: о сетевом взаимодействии | Договоры С-01 (соглашение о сотрудничестве)
    Good: Приказы: о сетевом взаимодействии | Договоры Д-01 (договор о сетевой форме)
    """
    network = {agreement.code for agreement in facts.network}
    for order in _orders(facts):
        for code in order.agreements:
            agreement: Agreement | None = facts.find_agreement(code)
            if agreement is not None and agreement.kind and code not in network:
                yield diagnose(
                    "order-agreement-kind",
                    order.origin.at("agreements"),
                    f"{code} — не договор о сетевой форме",
                    hint="назовите договоры о сетевой форме: рамочное соглашение их не заменяет",
                    value=code,
                    norm="ORD-NETWORK, MUL-03",
                )
