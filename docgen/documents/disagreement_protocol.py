"""Протокол разногласий: clause by clause, what the draft says, what a party wants, what is agreed.

norms/office.md 4: the same parties and signatures as the agreement, of which it becomes a part.
"""

from __future__ import annotations

from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.agreement import AgreementContext, Drafting, agreement_period
from docgen.documents.agreement_names import agreement_name
from docgen.documents.builder import Builder, distinct
from docgen.documents.seating import agreement_sources, date_line, participants_named
from docgen.records.agreements import main_of
from docgen.records.directory import Organisation
from docgen.records.letters import Disagreement
from docgen.records.partners import Agreement
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.russian import EMPTY, Dictionary


@dataclass(frozen=True, kw_only=True)
class DisagreementContext:
    """Одно разногласие: a line of the protocol."""

    number: int = term("номер", "С единицы.")
    point: str = term("пункт", "«пункт 3.2».")
    draft_wording: str = term("редакция_проекта")
    party: str = term("сторона", "Кто возражает: сокращённое наименование.")
    own_wording: str = term("редакция_стороны")
    agreed_wording: str | None = term("согласованная_редакция", "Пусто, пока не договорились.")


@dataclass(frozen=True, kw_only=True)
class DisagreementProtocolContext(AgreementContext):
    """Terms of the protocol; parties and signatures are those of the agreement."""

    agreement_dative: str = term("название_дат", "К чему: «договору о сетевой форме …».")
    agreement_genitive: str = term("название_род", "«договора о сетевой форме …».")
    protocol_date_line: str = term("дата_протокола", "Место для даты: её ставят при подписании.")
    disagreements: tuple[DisagreementContext, ...] = term("разногласия", "По порядку строк.")
    settled: bool = term("всё_согласовано", "У каждого пункта есть согласованная редакция.")


def build(
    subject: Agreement, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[DisagreementProtocolContext | None, list[Diagnostic]]:
    """The context of the protocol to one agreement, or ``None`` and what it lacks."""
    draft = Drafting(subject, tables, dictionary)
    rows = _rows(subject, tables)
    lines = []
    for number, row in enumerate(rows, start=1):
        draft.shortfalls.check_required(row)
        party = draft.shortfalls.follow(row, "organisation", tables)
        if isinstance(party, Organisation):
            lines.append(
                DisagreementContext(
                    number=number,
                    point=row.point,
                    draft_wording=row.draft_wording,
                    party=party.short_name,
                    own_wording=row.own_wording,
                    agreed_wording=row.agreed_wording,
                )
            )
    if draft.failed:
        return None, draft.diagnostics
    name, main = agreement_name(subject, tables), main_of(subject, tables)
    tail = f" к {agreement_name(main, tables).dative}" if main is not None else ""
    context = DisagreementProtocolContext(
        **draft.common(),
        agreement_dative=f"{name.dative}{tail}",
        agreement_genitive=f"{name.genitive}{tail}",
        protocol_date_line=date_line(None, subject),
        disagreements=tuple(lines),
        settled=all(row.agreed_wording for row in rows),
    )
    return context, draft.diagnostics


def _rows(subject: Agreement, tables: Tables) -> tuple[Disagreement, ...]:
    return tables.referring(Disagreement, "agreement", subject.code)


def _due(subject: Agreement, tables: Tables) -> tuple[bool, list[Diagnostic]]:
    """Only an agreement that somebody objects to has a protocol."""
    return bool(_rows(subject, tables)), []


def _sources(subject: Agreement, tables: Tables) -> tuple[Record, ...]:
    return distinct([*agreement_sources(subject, tables), *_rows(subject, tables)])


DISAGREEMENT_PROTOCOL = Builder(
    record=Agreement,
    context_of=lambda record, sheets: DisagreementProtocolContext,
    build=build,
    sources=_sources,
    due=_due,
    names=lambda subject, tables: {"участники": participants_named(subject, tables)},
    name_fields=("участники",),
    period=agreement_period,
)
