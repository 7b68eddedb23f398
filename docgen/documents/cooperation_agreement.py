"""Многостороннее соглашение о сотрудничестве (MUL): what its template sees."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.documents.agreement import AgreementContext
from docgen.documents.parties import PartyContext, PersonContext
from docgen.records.terms import term


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
