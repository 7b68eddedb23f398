"""Сопроводительное письмо «О направлении договора»: one agreement to one addressee.

norms/office.md 1.3, 1.4: addressee in the dative, a title, what is sent and what is asked for,
the mark of the enclosure, the signature, who prepared it with a telephone.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.agreement import in_copies
from docgen.documents.agreement_names import agreement_name, kind_name
from docgen.documents.blanks import date_or_blank, number_or_blank, year_near
from docgen.documents.builder import Builder, distinct
from docgen.documents.officials import OfficialContext, official_context
from docgen.documents.seating import agreement_sources, party_rows
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import (
    Wording,
    is_acting,
    names_organisation,
    sex_of,
    upper_first,
)
from docgen.records.agreements import main_of
from docgen.records.directory import Organisation, Person, Settings
from docgen.records.letters import Dispatch, sender_of
from docgen.records.partners import Agreement
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import AgreementKind, DispatchMethod, DispatchStage, Signing
from docgen.russian import EMPTY, Case, Dictionary, Gender

_PAPERS: Mapping[AgreementKind, str] = {
    AgreementKind.NETWORK: "network-agreement",
    AgreementKind.COOPERATION: "cooperation-agreement",
    AgreementKind.SUPPLEMENTARY: "supplementary-agreement",
}
"""The kind of paper that is sent, by the kind of agreement."""


@dataclass(frozen=True, kw_only=True)
class CoverLetterContext:
    """Terms of the cover letter."""

    dispatch: Dispatch = term("отправка", "Строка листа «Отправки».")
    agreement: Agreement = term("договор", "Строка листа «Договоры».")
    settings: Settings | None = term("настройки", "Лист «Настройки».")
    acts: Mapping[str, str] = term("акты", "Ссылки на акты по ключу.")
    sender: Organisation = term("отправитель", "Строка листа «Организации»: чей бланк.")
    number: str = term("номер", "Исходящий номер или «____».")
    date_line: str = term("дата_строкой", "Дата отправки или «__» __________ 2026 г.")
    addressee: tuple[str, ...] = term(
        "адресат", "Строки адресата в дательном падеже: должность, организация, имя, адрес."
    )
    greeting: str = term("обращение", "«Уважаемая Марина Петровна!»")
    title: str = term("заголовок", "«О направлении проекта договора».")
    agreement_name: str = term(
        "название", "Что направляется, винительный падеж: «договор о сетевой форме … № 12»."
    )
    agreement_name_genitive: str = term("название_род", "«договора о сетевой форме …».")
    reply_by: datetime.date | None = term("ответ_до", "К какому дню; пусто, если ответ не нужен.")
    sent_draft: bool = term("проект", "Направляется проект на согласование.")
    sent_to_sign: bool = term("на_подпись", "Направляются экземпляры на подпись.")
    sent_signed: bool = term("подписан", "Направляется подписанный экземпляр.")
    electronic: bool = term("электронно", "Договор подписывается электронной подписью.")
    as_file: bool = term("файлом", "Прилагается файл, а не листы.")
    two_parties: bool = term("две_стороны", "Сторон ровно две.")
    sheets: str = term("листов", "Число листов приложения или «__».")
    copies: int = term("экземпляров", "Сколько экземпляров прилагается.")
    in_copies: str = term("в_экземплярах", "«в двух экземплярах».")
    signatory: OfficialContext = term("подписант")
    executor: OfficialContext = term("исполнитель", "Кто готовил письмо.")
    executor_phone: str = term("телефон_исполнителя")


def build(
    subject: Dispatch, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[CoverLetterContext | None, list[Diagnostic]]:
    """The context of one letter, or ``None`` and what it lacks, cell by cell."""
    gaps, wording = Shortfalls(), Wording(dictionary)
    gaps.check_required(subject)
    agreement = gaps.follow(subject, "agreement", tables)
    addressee = gaps.follow(subject, "addressee", tables)
    executor = gaps.follow(subject, "executor", tables)
    sender = tables.find(Organisation, sender_of(subject, tables))
    if sender is None:
        gaps.say(subject, "sender", "не понять, от чьего имени письмо", "укажите отправителя")
    signatory = _signatory(subject, sender, tables, gaps)
    receiver = None
    if isinstance(addressee, Organisation):
        receiver = gaps.follow(addressee, "head", tables)
    phone = executor.phone if isinstance(executor, Person) else None
    if isinstance(executor, Person) and phone is None:
        gaps.say(
            subject,
            "executor",
            "у исполнителя нет телефона",
            "впишите телефон этого человека на лист «Люди»",
            "REP-09",
        )
    for person in (signatory, receiver, executor):
        if isinstance(person, Person):
            gaps.check_required(person)
    if gaps.stop or not (
        isinstance(agreement, Agreement)
        and isinstance(addressee, Organisation)
        and isinstance(executor, Person)
        and isinstance(receiver, Person)
        and sender is not None
        and signatory is not None
    ):
        return None, gaps.diagnostics
    electronic = agreement.signing is Signing.ELECTRONIC
    parties = len(party_rows(agreement, tables))
    to_sign = subject.stage is DispatchStage.TO_SIGN
    copies = subject.copies or ((agreement.copies or parties) if to_sign else 1)
    context = CoverLetterContext(
        dispatch=subject,
        agreement=agreement,
        settings=tables.only(Settings),
        acts=citations(tables),
        sender=sender,
        number=number_or_blank(subject.number),
        date_line=date_or_blank(subject.date, year_near(subject.reply_by or agreement.start)),
        addressee=_addressee(subject, addressee, receiver, wording),
        greeting=_greeting(receiver),
        title=_title(subject, agreement),
        agreement_name=_named(agreement, tables, genitive=False),
        agreement_name_genitive=_named(agreement, tables, genitive=True),
        reply_by=subject.reply_by,
        sent_draft=subject.stage is DispatchStage.DRAFT,
        sent_to_sign=to_sign,
        sent_signed=subject.stage is DispatchStage.SIGNED,
        electronic=electronic,
        as_file=electronic or subject.method in (DispatchMethod.EMAIL, DispatchMethod.EXCHANGE),
        two_parties=parties == 2,
        sheets=_sheets(subject, agreement, tables),
        copies=copies,
        in_copies=in_copies(copies),
        signatory=official_context(signatory, tables, wording, at=sender),
        executor=official_context(executor, tables, wording, at=sender),
        executor_phone=phone or "",
    )
    return context, [*gaps.diagnostics, *wording.diagnostics]


def _sheets(subject: Dispatch, agreement: Agreement, tables: Tables) -> str:
    """What the row says, else the pages of the agreement's PDF (a page to a sheet), else «__»."""
    pages = tables.pages_of(f"{_PAPERS[agreement.kind]}:{agreement.code}")
    return str(subject.sheets or pages or "__")


def _signatory(
    subject: Dispatch, sender: Organisation | None, tables: Tables, gaps: Shortfalls
) -> Person | None:
    if subject.signatory:
        found = gaps.follow(subject, "signatory", tables)
    elif sender is not None:
        found = gaps.follow(sender, "head", tables)
    else:
        found = None
    return found if isinstance(found, Person) else None


def _addressee(
    subject: Dispatch, organisation: Organisation, head: Person, wording: Wording
) -> tuple[str, ...]:
    """Post and name in the dative; where the letter goes, by the way in which it goes."""
    name = wording.short_name(head, Case.DAT)
    if organisation.is_entrepreneur:
        lines = ["Индивидуальному предпринимателю", name]
    else:
        post = (
            f"И.\u00a0о. {wording.post(head, Case.GEN)}"
            if is_acting(head)
            else upper_first(wording.post(head, Case.DAT))
        )
        lines = [post]
        if not names_organisation(head, organisation):
            lines.append(_of_what(organisation, wording))
        lines.append(name)
    if subject.method is DispatchMethod.POST:
        lines.append(organisation.legal_address)
    elif subject.method is DispatchMethod.EMAIL and organisation.email:
        lines.append(organisation.email)
    return tuple(lines)


def _of_what(organisation: Organisation, wording: Wording) -> str:
    form = wording.dictionary.organisation(organisation.short_name, Case.GEN)
    return organisation.short_name if form.doubtful else form.text


def _greeting(person: Person) -> str:
    gender = sex_of(person)
    if gender is None:
        return "Уважаемые коллеги!"
    respected = "Уважаемая" if gender is Gender.F else "Уважаемый"
    if person.patronymic and not person.first_name.endswith("."):
        return f"{respected} {person.first_name} {person.patronymic}!"
    title = "госпожа" if gender is Gender.F else "господин"
    return f"{respected} {title} {person.surname}!"


def _title(subject: Dispatch, agreement: Agreement) -> str:
    draft = "проекта " if subject.stage is DispatchStage.DRAFT else ""
    return f"О\u00a0направлении {draft}{kind_name(agreement.kind).genitive}"


def _named(agreement: Agreement, tables: Tables, *, genitive: bool) -> str:
    forms = agreement_name(agreement, tables)
    name = forms.genitive if genitive else forms.nominative
    main = main_of(agreement, tables)
    if main is not None:
        name += f" к {agreement_name(main, tables).dative}"
        name += _registered(main)
    return name + _registered(agreement)


def _registered(agreement: Agreement) -> str:
    """« от 31.08.2026 № 12», or nothing while the agreement has neither."""
    if not (agreement.number and agreement.date):
        return ""
    return f" от\u00a0{agreement.date:%d.%m.%Y} №\u00a0{agreement.number}"


def _sources(subject: Dispatch, tables: Tables) -> tuple[Record, ...]:
    agreement = tables.find(Agreement, subject.agreement)
    sender = tables.find(Organisation, sender_of(subject, tables))
    addressee = tables.find(Organisation, subject.addressee)
    people = [tables.find(Person, code) for code in (subject.signatory, subject.executor)]
    people += [tables.find(Person, o.head) for o in (sender, addressee) if o is not None]
    rows = agreement_sources(agreement, tables) if agreement else ()
    return distinct([subject, *rows, sender, addressee, *people])


def _names(subject: Dispatch, tables: Tables) -> Mapping[str, str]:
    addressee = tables.find(Organisation, subject.addressee)
    return {"кому": addressee.short_name if addressee else subject.addressee or ""}


COVER_LETTER = Builder(
    record=Dispatch,
    context_of=lambda record, sheets: CoverLetterContext,
    build=build,
    sources=_sources,
    names=_names,
    name_fields=("кому",),
)
