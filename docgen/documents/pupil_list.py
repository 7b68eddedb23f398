"""Список обучающихся (NET-08): the annex that is a file of its own for its personal data."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.agreement import AnnexContext, Drafting, agreement_period
from docgen.documents.agreement_names import agreement_name
from docgen.documents.builder import Builder, distinct
from docgen.documents.network_agreement import PUPILS, annexes_of, list_is_due
from docgen.documents.parties import PairContext, PartyContext, in_pairs
from docgen.documents.seating import (
    agreement_sources,
    date_line,
    number_line,
    participants_named,
)
from docgen.documents.wording import quoted
from docgen.records.directory import Programme, Settings
from docgen.records.partners import Agreement, ListedPupil
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import Signing
from docgen.russian import EMPTY, Dictionary


@dataclass(frozen=True, kw_only=True)
class PupilContext:
    """Строка списка; in a list that is still to be written its values are empty."""

    number: int = term("номер", "С единицы.")
    full_name: str = term("фио", "Фамилия имя отчество; пусто в незаполненном списке.")
    birth_date: str = term("дата_рождения", "«14.03.2014»; пусто в незаполненном списке.")
    group: str = term("группа", "Пусто, если группы нет.")


@dataclass(frozen=True, kw_only=True)
class PupilListContext:
    """Terms of the list of pupils."""

    agreement: Agreement = term("договор", "Строка листа «Договоры».")
    settings: Settings = term("настройки", "Лист «Настройки».")
    programme: Programme = term("программа", "Строка листа «Программы».")
    programme_name: str = term("название_программы", "В кавычках: «Робототехника».")
    annex: AnnexContext = term("приложение", "Номер приложения в договоре.")
    number: str = term("номер", "Номер договора или «____».")
    date_line: str = term("дата_строкой", "Дата договора или «__» __________ 2026 г.")
    agreement_name_dative: str = term("название_дат", "«договору о сетевой форме …».")
    is_filled: bool = term("заполнен", "Список поимённый; иначе — пустые строки по числу.")
    pupils: tuple[PupilContext, ...] = term("обучающиеся", "По порядку строк листа.")
    base: PartyContext = term("базовая", "Кто передаёт список.")
    participants: tuple[PartyContext, ...] = term("участники", "Кому передаётся: ведут часть.")
    one_receiver: bool = term("получатель_один", "Список получает один участник.")
    pairs: tuple[PairContext, ...] = term("пары_сторон", "Кто подписывает, по двое.")
    electronic: bool = term("электронно", "Подписывается электронной подписью.")


def build(
    subject: Agreement, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[PupilListContext | None, list[Diagnostic]]:
    """The context of one list of pupils, or ``None`` and what it lacks.

    Without names yet, the list has as many empty lines as the agreement has pupils.
    """
    draft = Drafting(subject, tables, dictionary)
    if draft.failed:
        return None, draft.diagnostics
    base = draft.first([party for party in draft.parties if party.is_base], "базовая организация")
    programme = draft.shortfalls.follow(subject, "programme", tables)
    rows = _pupils(subject, tables)
    for row in rows:
        draft.shortfalls.check_required(row)
    if not rows:
        draft.shortfalls.need(subject, "pupils_count", subject.pupils_count)
    if draft.failed or base is None or not isinstance(programme, Programme):
        return None, draft.diagnostics
    filled = [
        PupilContext(
            number=number,
            full_name=" ".join(p for p in (row.surname, row.first_name, row.patronymic) if p),
            birth_date=f"{row.birth_date:%d.%m.%Y}",
            group=row.group or "",
        )
        for number, row in enumerate(rows, start=1)
    ]
    blank = [
        PupilContext(number=number, full_name="", birth_date="", group="")
        for number in range(1, (subject.pupils_count or 0) + 1)
    ]
    receivers = tuple(party for party in draft.parties if party.teaches_part)
    context = PupilListContext(
        agreement=subject,
        settings=draft.settings,
        programme=programme,
        programme_name=quoted(programme.title),
        annex=annexes_of(subject, tables)[PUPILS],
        number=number_line(subject),
        date_line=date_line(subject.date, subject),
        agreement_name_dative=agreement_name(subject, tables).dative,
        is_filled=bool(filled),
        pupils=tuple(filled or blank),
        base=base,
        participants=receivers,
        one_receiver=len(receivers) == 1,
        pairs=in_pairs([base, *receivers]),
        electronic=subject.signing is Signing.ELECTRONIC,
    )
    return context, draft.diagnostics


def _pupils(subject: Agreement, tables: Tables) -> list[ListedPupil]:
    return list(tables.referring(ListedPupil, "agreement", subject.code))


def _sources(subject: Agreement, tables: Tables) -> tuple[Record, ...]:
    return distinct([*agreement_sources(subject, tables), *_pupils(subject, tables)])


PUPIL_LIST = Builder(
    record=Agreement,
    context_of=lambda record, sheets: PupilListContext,
    build=build,
    sources=_sources,
    due=lambda subject, tables: (list_is_due(subject, tables), []),
    names=lambda subject, tables: {"участники": participants_named(subject, tables)},
    name_fields=("участники",),
    period=agreement_period,
)
