"""Многостороннее соглашение о сотрудничестве (MUL): what its template sees."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.agreement import AgreementContext, Drafting, agreement_period, duration
from docgen.documents.builder import Builder
from docgen.documents.parties import PartyContext, PersonContext
from docgen.documents.seating import agreement_sources, participants_named
from docgen.documents.wording import Wording, names_organisation, signature_post
from docgen.records.directory import Organisation, Person
from docgen.records.partners import Agreement
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import Funding, Renewal, VoteRule
from docgen.russian import EMPTY, Case, Dictionary


@dataclass(frozen=True, kw_only=True)
class CooperationAgreementContext(AgreementContext):
    """Terms of the framework agreement of any number of parties."""

    coordinator: PartyContext = term("координатор", "Сторона-координатор.")
    participants: tuple[PartyContext, ...] = term("участники", "Все, кроме координатора.")
    free: bool = term("безвозмездно")
    paid: bool = term("оплата", "Оплата услуг по отдельным договорам.")
    reimbursed: bool = term("возмещение", "Возмещение затрат по отдельным договорам.")
    council: bool = term("совет", "Действует совет сети.")
    unanimous: bool = term("единогласно", "Совет решает единогласно, иначе большинством.")
    renewed: bool = term("продлевается", "Продлевается на тот же срок.")
    joining_considered_in: str = term("срок_заявки", "После «в течение»: «15 рабочих дней».")
    notice_before: str = term("срок_выхода", "После «не позднее чем за»: «30 календарных дней».")
    claim_answered_in: str = term("срок_претензии", "После «в течение»: «10 рабочих дней».")
    approver: PersonContext | None = term(
        "согласует", "Гриф «СОГЛАСОВАНО» учредителя; пусто, если он сам сторона."
    )
    approver_post: str | None = term(
        "согласует_должность", "Должность с организацией: «Начальник Управления образования»."
    )
    copy_for_approver: bool = term(
        "экземпляр_согласующему", "Экземпляров на один больше, чем сторон, и кто-то согласует."
    )


def build(
    subject: Agreement, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[CooperationAgreementContext | None, list[Diagnostic]]:
    """The context of one framework agreement, or ``None`` and what it lacks, cell by cell."""
    draft = Drafting(subject, tables, dictionary)
    if draft.failed:
        return None, draft.diagnostics
    leading = [p for p in draft.parties if p.is_coordinator] or [
        p for p in draft.parties if p.is_base
    ]
    coordinator = draft.first(leading, "координатор")
    approver = draft.person("approver")
    for attribute in ("start", "end", "join_days", "claim_days", "notice_days"):
        draft.shortfalls.need(subject, attribute, getattr(subject, attribute))
    if draft.failed or coordinator is None:
        return None, draft.diagnostics
    person = tables.find(Person, subject.approver)
    common = draft.common()
    context = CooperationAgreementContext(
        **common,
        coordinator=coordinator,
        participants=tuple(party for party in draft.parties if party is not coordinator),
        free=subject.funding is Funding.FREE,
        paid=subject.funding is Funding.PAYMENT,
        reimbursed=subject.funding is Funding.REIMBURSEMENT,
        council=bool(subject.council),
        unanimous=bool(subject.council) and subject.vote_rule is VoteRule.UNANIMOUS,
        renewed=subject.renewal is Renewal.SAME_TERM,
        joining_considered_in=duration(subject.join_days, "рабочий", Case.GEN) or "",
        notice_before=duration(subject.notice_days, "календарный", Case.ACC) or "",
        claim_answered_in=duration(subject.claim_days, "рабочий", Case.GEN) or "",
        approver=approver,
        approver_post=_post_with_organisation(person, tables, draft.wording) if person else None,
        copy_for_approver=bool(approver) and common["copies"] == len(draft.parties) + 1,
    )
    return context, draft.diagnostics


def _post_with_organisation(person: Person, tables: Tables, wording: Wording) -> str:
    """«Начальник Управления образования …»: a гриф names the organisation with the post.

    A post that already says of what («начальник отдела кадров») is left as it is.
    """
    post = signature_post(person, wording)
    organisation = tables.find(Organisation, person.organisation)
    if organisation is None or names_organisation(person, organisation):
        return post
    return f"{post} {wording.organisation(organisation, Case.GEN)}"


COOPERATION_AGREEMENT = Builder(
    record=Agreement,
    context_of=lambda record, sheets: CooperationAgreementContext,
    build=build,
    sources=agreement_sources,
    names=lambda subject, tables: {"участники": participants_named(subject, tables)},
    name_fields=("участники",),
    period=agreement_period,
)
