"""Rules for «Программы»."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from docgen.checks.facts import Facts, say
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.directory import Programme, Settings
from docgen.records.vocabulary import Direction, ProgrammeKind

_SPORT_TRAINING_SINCE = datetime.date(2023, 1, 1)
"""127-ФЗ: pre-professional programmes of sport became sports training (content.md 2)."""


def programme_dates_are_in_order(facts: Facts) -> Iterator[Diagnostic]:
    """A programme begins before it ends.

    Norm: X-14.
    Bad: Программы: Начало 01.09.2026 | Окончание 31.05.2026
    Good: Программы: Начало 01.09.2026 | Окончание 31.05.2027
    """
    for programme in facts.tables.of(Programme):
        if programme.start and programme.end and programme.end <= programme.start:
            yield diagnose(
                "dates-reversed",
                programme.origin.at("end"),
                f"окончание {say(programme.end)} не позже начала {say(programme.start)}",
                hint="проверьте годы",
                value=say(programme.end),
                norm="X-14",
            )


def programme_runs_in_the_academic_year(facts: Facts) -> Iterator[Diagnostic]:
    """A programme touches the academic year of «Настройки».

    A programme of several years may begin before it and end after it.
    Norm: X-14.
    Bad: Настройки: Учебный год 2026/2027; Программы: 01.09.2025–31.05.2026
    Good: Настройки: Учебный год 2026/2027; Программы: 01.09.2026–31.05.2028
    """
    settings = facts.tables.only(Settings)
    year = re.match(r"(\d{4})", settings.academic_year or "") if settings else None
    if year is None:
        return
    first = datetime.date(int(year.group(1)), 6, 1)
    last = datetime.date(int(year.group(1)) + 1, 8, 31)
    for programme in facts.tables.of(Programme):
        start, end = programme.start, programme.end
        if start and end and start <= end and (end < first or start > last):
            yield diagnose(
                "programme-in-another-year",
                programme.origin.at("start"),
                f"программа идёт {say(start)}–{say(end)}, а учебный год — {year.string}",
                hint="исправьте даты программы или учебный год в настройках",
                value=say(start),
                norm="X-14",
            )


def programme_has_hours(facts: Facts) -> Iterator[Diagnostic]:
    """The volume of a programme is more than nothing.

    Norm: NET-06.
    Bad: Программы: Объём, часов 0
    Good: Программы: Объём, часов 72
    """
    for programme in facts.tables.of(Programme):
        if programme.hours == 0:
            yield diagnose(
                "number-zero",
                programme.origin.at("hours"),
                "объём программы — ноль часов",
                hint="впишите число часов по учебному плану",
                value=0,
                norm="NET-06",
            )


def programme_title_has_no_quotes_of_its_own(facts: Facts) -> Iterator[Diagnostic]:
    """Papers put the quotation marks themselves.

    Norm: NET-05 (office.md 2).
    Bad: Программы: Наименование «"Робототехника"» в кавычках
    Good: Программы: Наименование «Робототехника» без кавычек
    """
    for programme in facts.tables.of(Programme):
        title = (programme.title or "").strip()
        outer = title[:1] + title[-1:]
        inner = title[1:-1]
        if outer in ("«»", '""', "“”", "„“") and not set(inner) & set(outer):
            yield diagnose(
                "title-in-quotes",
                programme.origin.at("title"),
                "наименование взято в кавычки, на бумаге они удвоятся",
                hint="уберите внешние кавычки: их поставит программа",
                value=title,
                norm="NET-05",
            )


def preprofessional_programmes_are_of_the_arts(facts: Facts) -> Iterator[Diagnostic]:
    """Since 2023 pre-professional programmes remain in the arts only.

    Norm: X-16 (127-ФЗ; content.md 2, unverified).
    Bad: Программы: Вид «предпрофессиональная» | Направленность «физкультурно-спортивная»
    Good: Программы: Вид «предпрофессиональная» | Направленность «художественная»
    """
    for programme in facts.tables.of(Programme):
        begun = programme.start or facts.on
        if (
            programme.kind is ProgrammeKind.PREPROFESSIONAL
            and programme.direction not in (None, Direction.ARTISTIC)
            and begun >= _SPORT_TRAINING_SINCE
        ):
            yield diagnose(
                "preprofessional-outside-arts",
                programme.origin.at("kind"),
                "предпрофессиональные программы с 2023 года остались только в области искусств",
                hint="выберите «общеразвивающая»; спортивная подготовка оформляется иначе",
                value=programme.kind,
                norm="X-16",
            )


def programme_is_approved_before_it_begins(facts: Facts) -> Iterator[Diagnostic]:
    """The order that approves a programme is not younger than its first lesson.

    Norm: NET-07, content.md 3.2 п. 2.
    Bad: Программы: Начало 01.09.2026 | Дата приказа об утверждении 15.10.2026
    Good: Программы: Начало 01.09.2026 | Дата приказа об утверждении 26.08.2026
    """
    for programme in facts.tables.of(Programme):
        approved, start = programme.approval_date, programme.start
        if approved and start and approved > start:
            yield diagnose(
                "approved-too-late",
                programme.origin.at("approval_date"),
                f"программа утверждена {say(approved)}, а начинается {say(start)}",
                hint="проверьте дату приказа",
                value=say(approved),
                norm="NET-07",
            )
