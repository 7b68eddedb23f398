"""Лист согласования: who looks at the draft before it is signed."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.diagnostics import Diagnostic, diagnose
from docgen.documents.agreement import agreement_period, person_context
from docgen.documents.agreement_names import agreement_name
from docgen.documents.builder import Builder, distinct
from docgen.documents.parties import PersonContext
from docgen.documents.seating import (
    agreement_sources,
    date_line,
    number_line,
    participants_named,
    short_names,
)
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import Wording
from docgen.records.agreements import main_of
from docgen.records.directory import Person, Settings
from docgen.records.partners import Agreement
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.russian import EMPTY, Dictionary


@dataclass(frozen=True, kw_only=True)
class VisaContext:
    """One visa: a line to sign and date."""

    number: int = term("номер", "С единицы.")
    person: PersonContext = term("человек")


@dataclass(frozen=True, kw_only=True)
class ApprovalSheetContext:
    """Terms of the approval sheet of one agreement."""

    agreement: Agreement = term("договор", "Строка листа «Договоры».")
    settings: Settings = term("настройки", "Лист «Настройки».")
    draft_name_genitive: str = term("название_род", "«договора о сетевой форме …».")
    parties: tuple[str, ...] = term("стороны", "Сокращённые наименования по порядку преамбулы.")
    visas: tuple[VisaContext, ...] = term("визы", "По порядку столбца «Визы».")


def build(
    subject: Agreement, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[ApprovalSheetContext | None, list[Diagnostic]]:
    """The context of one approval sheet, or ``None`` and what it lacks."""
    shortfalls, wording = Shortfalls(), Wording(dictionary)
    settings = tables.only(Settings)
    people = []
    for owner, code in visas_of(subject, tables):
        person = tables.find(Person, code)
        if person is None:
            shortfalls.say(owner, "visas", f"на листе «Люди» нет «{code}»", "исправьте код")
        else:
            shortfalls.check_required(person)
            people.append(person)
    if shortfalls.stop or settings is None:
        return None, shortfalls.diagnostics
    name = agreement_name(subject, tables).genitive
    main = main_of(subject, tables)
    if main is not None:
        name = (
            f"{name} к {agreement_name(main, tables).dative} "
            f"от\u00a0{date_line(main.date, main)} №\u00a0{number_line(main)}"
        )
    context = ApprovalSheetContext(
        agreement=subject,
        settings=settings,
        draft_name_genitive=name,
        parties=tuple(short_names(subject, tables)),
        visas=tuple(
            VisaContext(number=number, person=person_context(person, tables, wording))
            for number, person in enumerate(people, start=1)
        ),
    )
    return context, [*shortfalls.diagnostics, *wording.diagnostics]


def visas_of(subject: Agreement, tables: Tables) -> list[tuple[Record, str]]:
    """Codes of those whose visa is needed, with the row that names them."""
    settings = tables.only(Settings)
    if subject.visas or settings is None:
        return [(subject, code) for code in subject.visas]
    return [(settings, code) for code in settings.visas]


def _due(subject: Agreement, tables: Tables) -> tuple[bool, list[Diagnostic]]:
    if "visas" in subject.not_applicable:
        return False, []
    if visas_of(subject, tables):
        return True, []
    return False, [
        diagnose(
            "approval-sheet-without-visas",
            subject.origin.at("visas"),
            "лист согласования не составлен: не указано, чьи визы нужны",
            hint="заполните «Визы» здесь или в настройках; если виз не бывает — «не применяется»",
        )
    ]


def _sources(subject: Agreement, tables: Tables) -> tuple[Record, ...]:
    people = [tables.find(Person, code) for _, code in visas_of(subject, tables)]
    return distinct([*agreement_sources(subject, tables), *people])


APPROVAL_SHEET = Builder(
    record=Agreement,
    context_of=lambda record, sheets: ApprovalSheetContext,
    build=build,
    sources=_sources,
    due=_due,
    names=lambda subject, tables: {"участники": participants_named(subject, tables)},
    name_fields=("участники",),
    period=agreement_period,
)
