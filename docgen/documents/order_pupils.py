"""Orders about pupils: the group, the way of paying, and the list that is a file of its own.

The order itself names no child: those whom it concerns stand in its annex, so that the order may
be published and shown, and the list is kept as personal data (norms/content.md 7.1 and 8.2 p. 9).
The list gives the name and nothing else of the child; only namesakes are told apart by the year
of birth. There is no full date of birth, no address, no СНИЛС, no diagnosis and no number of a
certificate in it: an order needs none of them (152-ФЗ, ст. 5 ч. 5).
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docgen.documents.agreement_names import genitive_adjective
from docgen.documents.approvals import dated_and_numbered
from docgen.documents.blanks import date_or_blank, number_or_blank, reference_in_table, year_near
from docgen.documents.officials import OfficialContext
from docgen.documents.seating import part_rows, party_rows
from docgen.documents.wording import quoted
from docgen.records.acts import LocalAct
from docgen.records.directory import Organisation, Person, Programme
from docgen.records.orders import Order
from docgen.records.partners import Agreement, ListedPupil, ProgrammePart
from docgen.records.pupils import Enrolment, Group, Pupil
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import ActKind, EnrolmentFunding, OrderKind, PartyRole
from docgen.russian import count, date_verbal


@dataclass(frozen=True, kw_only=True)
class OrderPartContext:
    """Часть программы, которую ведёт тот, кто издаёт приказ о переводе."""

    title: str = term("наименование", "«Модуль „Программирование роботов“», как в договоре.")
    hours: str = term("часы", "«36 часов».")
    part: ProgrammePart = term("часть", "Строка листа «Части программ».")


@dataclass(frozen=True, kw_only=True)
class OrderGroupContext:
    """Группа, о которой приказ, с программой и договором."""

    group: Group | None = term("группа", "Строка листа «Группы»; может быть пусто.")
    programme: Programme = term("программа", "Строка листа «Программы».")
    name: str = term("название", "В кавычках: «Робототехника».")
    kind_genitive: str = term("вид_род", "«общеразвивающей».")
    direction_genitive: str = term("направленность_род", "«технической».")
    hours: str = term("часы", "«72 часа».")
    pupils_count: str = term("сколько", "«15 человек».")
    one_pupil: bool = term("один_обучающийся", "Приказ об одном: «обучающегося».")
    base: str = term("базовая", "Сокращённое наименование базовой организации.")
    partners: tuple[str, ...] = term("участники", "Участники договора, кроме базовой.")
    one_partner: bool = term("один_участник", "Участник, кроме базовой, один.")
    agreement: Agreement | None = term("договор", "Пусто, если программа не сетевая.")
    agreement_line: str = term("договор_от", "«от 28 августа 2026 г. № 17-с» или места для них.")
    parts: tuple[OrderPartContext, ...] = term("части", "Те, что ведёт издающий приказ.")
    enrol_order_line: str = term("приказ_о_зачислении", "Приказ базовой организации: «от … № …».")
    admission_rules: str | None = term(
        "правила_приёма", "«приказом от 28.08.2026 № 121-од»; пусто, если не утверждены."
    )
    teacher: OfficialContext | None = term("педагог", "Может быть пусто.")
    fundings: tuple[str, ...] = term("источники", "«муниципальное задание», «плата».")
    has_fee: bool = term("есть_плата", "Хотя бы один обучается за плату.")
    has_certificate: bool = term("есть_сертификат", "Хотя бы один — по сертификату.")


@dataclass(frozen=True, kw_only=True)
class ListedContext:
    """Строка поимённого списка."""

    number: int = term("номер", "С единицы.")
    full_name: str = term("фио", "Год рождения — только у полных тёзок.")
    funding: str = term("источник", "«муниципальное задание»; пусто в приказе участника.")
    contract: str = term("договор", "«от 15.09.2026 № 3-А»; у бесплатных пусто.")


def group_of(
    order: Order,
    tables: Tables,
    official: Callable[[Person], OfficialContext],
) -> OrderGroupContext | None:
    """What an order about pupils says of their group; ``None`` for every other order."""
    group = tables.find(Group, order.group)
    agreement = tables.find(Agreement, group.agreement if group else None)
    if order.kind is OrderKind.TRANSFER:
        agreement = tables.find(Agreement, next(iter(order.agreements), None))
    code = group.programme if group else agreement.programme if agreement else None
    programme = tables.find(Programme, code)
    if programme is None or order.kind not in _OF_PUPILS:
        return None
    parties = party_rows(agreement, tables) if agreement else ()
    base = next((row.organisation for row in parties if row.role is PartyRole.BASE), None)
    rows = enrolments_of(order, tables)
    pupils = len(listed_pupils(order, tables))
    fundings = tuple(dict.fromkeys(row.funding for row in rows if row.funding is not None))
    teacher = tables.find(Person, group.teacher if group else None)
    own_teacher = teacher is not None and teacher.organisation == order.issuer
    return OrderGroupContext(
        group=group,
        programme=programme,
        name=quoted(programme.title),
        kind_genitive=genitive_adjective(str(programme.kind)),
        direction_genitive=genitive_adjective(str(programme.direction)),
        hours=count(programme.hours, "час") if programme.hours else "",
        pupils_count=count(pupils, "человек"),
        one_pupil=pupils == 1,
        base=_short(base or programme.organisation, tables),
        partners=tuple(
            _short(row.organisation, tables) for row in parties if row.organisation != base
        ),
        one_partner=len(parties) == 2,
        agreement=agreement,
        agreement_line=_line(agreement.number, agreement.date, agreement.start)
        if agreement
        else "",
        parts=_parts(agreement, order, tables),
        enrol_order_line=_enrol_order(order, base, tables),
        admission_rules=_admission_rules(order, tables),
        teacher=official(teacher) if teacher is not None and own_teacher else None,
        fundings=tuple(str(funding) for funding in fundings),
        has_fee=EnrolmentFunding.FEE in fundings,
        has_certificate=EnrolmentFunding.CERTIFICATE in fundings,
    )


_OF_PUPILS = (OrderKind.ENROL, OrderKind.TRANSFER, OrderKind.EXPEL)


def enrolments_of(order: Order, tables: Tables) -> tuple[Enrolment, ...]:
    """The rows that the order is about: those it names, else all of its group."""
    if order.enrolments:
        found = (tables.find(Enrolment, code) for code in order.enrolments)
        return tuple(row for row in found if row is not None)
    return tables.referring(Enrolment, "group", order.group)


def listed_pupils(order: Order, tables: Tables) -> tuple[Pupil | ListedPupil, ...]:
    """The children of an order; a participant without the group has the list of the agreement."""
    rows = enrolments_of(order, tables)
    if rows:
        pupils = (tables.find(Pupil, row.pupil) for row in rows)
        return tuple(pupil for pupil in pupils if pupil is not None)
    if order.kind is not OrderKind.TRANSFER:
        return ()
    return tables.referring(ListedPupil, "agreement", next(iter(order.agreements), None))


def list_of(order: Order, tables: Tables) -> tuple[ListedContext, ...]:
    """The named list in the order of the alphabet."""
    pupils = listed_pupils(order, tables)
    rows = {row.pupil: row for row in enrolments_of(order, tables)}
    names = Counter(_full_name(pupil) for pupil in pupils)
    listed = []
    for pupil in sorted(pupils, key=lambda pupil: _alphabet(_full_name(pupil))):
        name = _full_name(pupil)
        row = rows.get(pupil.code) if isinstance(pupil, Pupil) else None
        if names[name] > 1 and pupil.birth_date:
            name += f", {pupil.birth_date:%Y} г. р."
        shown = row is not None and order.kind is OrderKind.ENROL
        listed.append((name, row if shown else None))
    return tuple(
        ListedContext(
            number=number,
            full_name=name,
            funding=str(row.funding or "") if row else "",
            contract=_contract(row) if row else "",
        )
        for number, (name, row) in enumerate(listed, start=1)
    )


def _contract(row: Enrolment) -> str:
    if row.funding is not EnrolmentFunding.FEE:
        return ""
    return reference_in_table(row.contract_number, row.contract_date, row.start)


def _full_name(pupil: Pupil | ListedPupil) -> str:
    return " ".join(p for p in (pupil.surname, pupil.first_name, pupil.patronymic) if p)


def _alphabet(name: str) -> str:
    return name.casefold().replace("ё", "е")


def _parts(
    agreement: Agreement | None, order: Order, tables: Tables
) -> tuple[OrderPartContext, ...]:
    if agreement is None:
        return ()
    return tuple(
        OrderPartContext(
            title=part.title, hours=count(part.hours, "час") if part.hours else "", part=part
        )
        for part in part_rows(agreement, tables)
        if part.organisation == order.issuer
    )


def enrol_order_of(order: Order, base: str | None, tables: Tables) -> Order | None:
    """The base organisation's order that enrolled the pupils of this one."""
    if order.group is None or base is None:
        return None
    return next(
        (
            other
            for other in tables.referring(Order, "group", order.group)
            if other.kind is OrderKind.ENROL and other.issuer == base
        ),
        None,
    )


def _enrol_order(order: Order, base: str | None, tables: Tables) -> str:
    found = enrol_order_of(order, base, tables)
    if found is None:
        return _line(None, None, order.start)
    return _line(found.number, found.date, found.expected)


def _admission_rules(order: Order, tables: Tables) -> str | None:
    """What approved the issuer's rules of admission that work when the order does."""
    rules = [act for act in _admission_acts(order, tables) if act.order_number and act.order_date]
    if not rules:
        return None
    last = max(rules, key=lambda act: act.order_date or datetime.date.min)
    return f"приказом {dated_and_numbered(last.order_number, last.order_date)}"


def _admission_acts(order: Order, tables: Tables) -> list[LocalAct]:
    acts = tables.referring(LocalAct, "organisation", order.issuer)
    return [act for act in acts if act.kind is ActKind.ADMISSION]


def _line(number: str | None, date: datetime.date | None, near: datetime.date | None) -> str:
    day = date_verbal(date) if date else date_or_blank(None, year_near(near))
    return f"от\u00a0{day} №\u00a0{number_or_blank(number)}"


def _short(code: str | None, tables: Tables) -> str:
    organisation = tables.find(Organisation, code)
    return organisation.short_name if organisation else code or ""


def pupils_sources(order: Order, tables: Tables) -> list[Record | None]:
    """Rows of the group, its agreement and programme: what the text of the order is made of."""
    if order.kind not in _OF_PUPILS:
        return []
    group = tables.find(Group, order.group)
    found: list[Record | None] = [group, *enrolments_of(order, tables)]
    if order.kind is OrderKind.ENROL:
        found += _admission_acts(order, tables)
    codes: Sequence[str | None] = (group.agreement if group else None, *order.agreements)
    for agreement in (tables.find(Agreement, code) for code in codes):
        if agreement is not None:
            found += [agreement, tables.find(Programme, agreement.programme)]
            parties = party_rows(agreement, tables)
            found += parties
            found += [tables.find(Organisation, row.organisation) for row in parties]
            found += part_rows(agreement, tables)
    if group is not None:
        found += [tables.find(Programme, group.programme), tables.find(Person, group.teacher)]
    return found
