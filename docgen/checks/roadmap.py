"""Rules for «Дорожные карты» and what belongs to them: approval, numbers, terms, executors."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from docgen.checks.facts import Facts, place, say
from docgen.checks.people import surnames_alike
from docgen.diagnostics import Diagnostic, diagnose, shorten
from docgen.records.directory import Person
from docgen.records.orders import Order
from docgen.records.roadmap import Measure, Progress, Roadmap, RoadmapApproval, Task
from docgen.records.spelling import name_key
from docgen.records.vocabulary import ApprovalWay, PlanKind
from docgen.russian.periods import Period, read_period, term_dates

_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_SURNAME_FIRST = re.compile(rf"\b({_SURNAME})\s+([А-ЯЁ])\.(?:\s*([А-ЯЁ])\.)?")
_INITIALS_FIRST = re.compile(rf"(?<![А-ЯЁа-яё.])([А-ЯЁ])\.\s*(?:([А-ЯЁ])\.)?\s*({_SURNAME})")
_SECTIONS = (PlanKind.ANNEX,)
"""Plans in sections, without a table: an executor, a term and a result may be left out."""


def plan_is_approved_one_way(facts: Facts) -> Iterator[Diagnostic]:
    """A plan is approved by signatures or by one document, never by both, and by something.

    Norm: MAP-01, MAP-10, ошибка 19 (content.md 8).
    Bad: Утверждение: ДК-26 | УТВЕРЖДАЮ | Д-01 и ДК-26 | утверждён документом | приказ
    Good: Утверждение: ДК-26 | УТВЕРЖДАЮ | Д-01 и ДК-26 | СОГЛАСОВАНО | Ш-02
    """
    for plan in _plans(facts):
        rows = _approvals(facts, plan)
        papers = [row for row in rows if row.by_paper]
        signed = [row for row in rows if row.way is ApprovalWay.PERSON]
        if any(row.way is None for row in rows):
            continue
        if not papers and not signed:
            yield diagnose(
                "plan-unapproved",
                plan.origin.at("code"),
                "не указано, кто утверждает план",
                hint="добавьте строку на лист «Утверждение»",
                value=plan.code,
                norm="MAP-01",
            )
        elif papers and (signed or len(papers) > 1):
            extra = papers[0] if signed else papers[1]
            first = signed[0] if signed else papers[0]
            yield diagnose(
                "plan-approved-twice",
                extra.origin.at("way"),
                f"план {plan.code} утверждается второй раз: {extra.way}",
                hint=f"оставьте один способ: {place(first.origin.at('way'))} – {first.way}",
                value=extra.way,
                norm="MAP-01, MAP-10",
                related=[plan.origin.at(), first.origin.at("way")],
            )
        elif signed:
            for order in facts.tables.referring(Order, "plan", plan.code):
                yield diagnose(
                    "plan-approved-twice",
                    order.origin.at("plan"),
                    f"план {plan.code} утверждается подписью, а этот приказ утверждает его снова",
                    hint=f"оставьте один способ: {place(signed[0].origin.at('way'))} – "
                    "«утверждён документом», если утверждает приказ",
                    value=plan.code,
                    norm="MAP-01",
                    related=[signed[0].origin.at("way")],
                )


def plan_is_approved_before_it_begins(facts: Facts) -> Iterator[Diagnostic]:
    """A plan is approved by its first day, and what is being carried out has been approved.

    A draft may wait for its date as long as nobody reports on it.
    Norm: MAP-01 (гриф утверждения с датой).
    Bad: Дорожные карты: Начало 01.09.2026; Утверждение: Дата 15.10.2026
    Good: Дорожные карты: Начало 01.09.2026; Утверждение: Дата 25.08.2026
    """
    for plan in _plans(facts):
        for row in _approvals(facts, plan):
            if row.way is ApprovalWay.AGREED:
                continue
            if row.date is not None and plan.start and row.date > plan.start:
                yield diagnose(
                    "plan-approved-late",
                    row.origin.at("date"),
                    f"план утверждён {say(row.date)}, а начинается {say(plan.start)}",
                    hint="проверьте обе даты: план утверждают до начала работ",
                    value=say(row.date),
                    norm="MAP-01",
                )
            elif row.date is None and _is_carried_out(facts, plan):
                yield diagnose(
                    "plan-undated",
                    row.origin.at("date"),
                    f"план {plan.code} исполняется, а даты утверждения нет",
                    hint="впишите дату, когда план утверждён",
                    norm="MAP-01",
                )


def plan_dates_are_in_order(facts: Facts) -> Iterator[Diagnostic]:
    """A plan ends after it begins.

    Norm: MAP-04, MAP-09.
    Bad: Дорожные карты: Начало 30.06.2027 | Окончание 01.09.2026
    Good: Дорожные карты: Начало 01.09.2026 | Окончание 30.06.2027
    """
    for plan in _plans(facts):
        if plan.start and plan.end and plan.start > plan.end:
            yield diagnose(
                "dates-reversed",
                plan.origin.at("end"),
                f"план кончается {say(plan.end)}, раньше, чем начинается: {say(plan.start)}",
                hint="поменяйте даты местами или исправьте год",
                value=say(plan.end),
                norm="MAP-04, MAP-09",
            )


def plan_has_measures_and_tasks(facts: Facts) -> Iterator[Diagnostic]:
    """A plan has measures, a roadmap tasks too.

    Norm: MAP-05, MAP-06.
    Bad: Дорожные карты: ДК-26 (дорожная карта); на листе «Задачи» строк ДК-26 нет
    Good: Дорожные карты: ДК-26 (дорожная карта); Задачи: ДК-26 | Разработка модели
    """
    for plan in _plans(facts):
        wanted = [(Measure, "plan-without-measures", "MAP-06")]
        if plan.kind is PlanKind.ROADMAP:
            wanted.append((Task, "plan-without-tasks", "MAP-05"))  # type: ignore[arg-type]
        for kind, code, norm in wanted:
            if not facts.tables.referring(kind, "plan", plan.code):
                sheet = kind.SHEET.title
                yield diagnose(
                    code,
                    plan.origin.at("code"),
                    f"у плана нет ни одной строки на листе «{sheet}»",
                    hint=f"добавьте строки на лист «{sheet}»",
                    value=plan.code,
                    norm=norm,
                )


def measures_are_numbered_without_gaps(facts: Facts) -> Iterator[Diagnostic]:
    """Numbers go 1, 2, 3 in the order of rows: a gap is a row that was lost.

    Numbers of two levels («1.1») are compared level by level; other words are left alone.
    Norm: MAP-06, content.md 8 (в исходном плане после 6 стоит 8).
    Bad: Мероприятия: № 6, затем № 8
    Good: Мероприятия: № 6, затем № 7
    """
    for plan in _plans(facts):
        numbers = [(row, _number(row.number)) for row in _measures(facts, plan)]
        if any(not number for _, number in numbers):
            continue
        before: tuple[int, ...] = ()
        for row, number in numbers:
            expected = _next_numbers(before)
            if number not in expected:
                wanted = " или ".join(_shown(one) for one in expected)
                yield diagnose(
                    "measure-number-gap",
                    row.origin.at("number"),
                    f"после № {_shown(before)} стоит № {_shown(number)}"
                    if before
                    else f"план начинается с № {_shown(number)}",
                    hint=f"ожидается № {wanted}: проверьте, не потеряна ли строка",
                    value=row.number,
                    norm="MAP-06",
                )
            before = number


def measures_have_executors(facts: Facts) -> Iterator[Diagnostic]:
    """Somebody answers for every measure: a person of the directory or a group.

    Norm: MAP-06, MAP-09.
    Bad: Мероприятия: ДК-26-1 | Исполнители пусто | Группы исполнителей пусто
    Good: Мероприятия: ДК-26-1 | Исполнители пусто | Группы «руководители ОО»
    """
    for row in _rows_of_tables(facts):
        if not row.executors and not row.groups:
            yield diagnose(
                "measure-without-executor",
                row.origin.at("executors"),
                f"{_which(row)}: не указано, кто отвечает",
                hint="впишите код человека с листа «Люди» или группу: «руководители ОО»",
                norm="MAP-06, MAP-09",
            )


def measures_have_results(facts: Facts) -> Iterator[Diagnostic]:
    """Every measure ends in something that can be shown.

    Norm: MAP-06, MAP-07.
    Bad: Мероприятия: ДК-26-1 | Результат пусто
    Good: Мероприятия: ДК-26-1 | Результат «Аналитическая справка»
    """
    for row in _rows_of_tables(facts):
        if not row.result:
            yield diagnose(
                "measure-without-result",
                row.origin.at("result"),
                f"{_which(row)}: не указан результат",
                hint="впишите, чем оно кончается: справка, реестр, договоры, приказ",
                norm="MAP-06, MAP-07",
            )


def measures_have_terms(facts: Facts) -> Iterator[Diagnostic]:
    """Every measure has a term, and dates can be told from its words or stand beside them.

    Norm: MAP-06, MAP-09.
    Bad: Мероприятия: Срок «ежемесячно» | Начало пусто | Окончание пусто
    Good: Мероприятия: Срок «ежемесячно» | Начало 01.09.2026 | Окончание 31.05.2027
    """
    for row in _rows_of_tables(facts):
        if not row.term:
            yield diagnose(
                "measure-without-term",
                row.origin.at("term"),
                f"{_which(row)}: не указан срок",
                hint="впишите срок: «сентябрь 2026 года», «до 15 октября 2026 года»",
                norm="MAP-06, MAP-09",
            )
        elif _dates(row) is None:
            yield diagnose(
                "term-unreadable",
                row.origin.at("term"),
                f"из срока не понять дат: «{row.term}»",
                hint="впишите срок с месяцем и годом или заполните «Начало» и «Окончание»",
                value=row.term,
                norm="MAP-09",
            )


def terms_stay_inside_the_plan(facts: Facts) -> Iterator[Diagnostic]:
    """A measure begins and ends within the period of its plan, and ends after it begins.

    Norm: MAP-09.
    Bad: Дорожные карты: по 30.06.2027; Мероприятия: Срок «сентябрь 2027 года»
    Good: Дорожные карты: по 30.06.2027; Мероприятия: Срок «июнь 2027 года»
    """
    for plan in _plans(facts):
        for row in _measures(facts, plan):
            dates = _dates(row)
            if dates is None:
                continue
            attribute = "term" if row.term and read_period(row.term) else "ends"
            first, last = dates.begins or dates.ends, dates.ends
            if first > last:
                yield diagnose(
                    "dates-reversed",
                    row.origin.at("ends"),
                    f"{_which(row)} кончается раньше, чем начинается",
                    hint="исправьте «Начало» или «Окончание»",
                    value=say(last),
                    norm="MAP-09",
                    related=[plan.origin.at()],
                )
            elif plan.start and plan.end and not (plan.start <= first and last <= plan.end):
                yield diagnose(
                    "term-outside-plan",
                    row.origin.at(attribute),
                    f"{_which(row)}: срок выходит за период плана: "
                    f"{say(plan.start)} – {say(plan.end)}",
                    hint="исправьте срок мероприятия или период плана",
                    value=row.term or say(last),
                    norm="MAP-09",
                    related=[plan.origin.at()],
                )


def terms_go_forward(facts: Facts) -> Iterator[Diagnostic]:
    """Measures stand in the order in which they begin.

    Norm: MAP-09.
    Bad: Мероприятия: № 1 «июль 2026 года», № 2 «июнь 2026 года»
    Good: Мероприятия: № 1 «июнь 2026 года», № 2 «июнь – июль 2026 года»
    """
    for plan in _plans(facts):
        before: tuple[datetime.date, Measure] | None = None
        for row in _measures(facts, plan):
            dates = _dates(row)
            if dates is None:
                continue
            begins = dates.begins or dates.ends
            if before is not None and begins < before[0]:
                yield diagnose(
                    "terms-out-of-order",
                    row.origin.at("term"),
                    f"{_which(row)} начинается раньше, чем {_which(before[1])}",
                    hint="проверьте сроки или переставьте строки",
                    value=row.term,
                    norm="MAP-09",
                    related=[before[1].origin.at("term")],
                )
            if before is None or begins > before[0]:
                before = begins, row


def events_say_where_and_for_whom(facts: Facts) -> Iterator[Diagnostic]:
    """A schedule of events names form, place and audience of each.

    Norm: MAP-06 (исходный план, раздел 5: план-график мероприятий).
    Bad: Мероприятия: ПГ-26-1 (план-график) | Место пусто
    Good: Мероприятия: ПГ-26-1 (план-график) | Место «МБОУ СОШ № 5»
    """
    for plan in _plans(facts):
        if plan.kind is not PlanKind.EVENTS:
            continue
        for row in _measures(facts, plan):
            for attribute, words in (
                ("form", "в какой форме"),
                ("place", "где"),
                ("audience", "для кого"),
            ):
                if not getattr(row, attribute):
                    yield diagnose(
                        "event-incomplete",
                        row.origin.at(attribute),
                        f"{_which(row)}: не указано, {words} оно проводится",
                        hint="заполните «Форма проведения», «Место» и «Участники»",
                        norm="MAP-06",
                    )


def partners_of_interaction_are_named(facts: Facts) -> Iterator[Diagnostic]:
    """A plan of interaction says who acts together.

    Norm: MAP-06.
    Bad: Мероприятия: ПВ-26-1 (план взаимодействия) | Организации пусто
    Good: Мероприятия: ПВ-26-1 (план взаимодействия) | Организации «СОШ5; ТЕХН»
    """
    for plan in _plans(facts):
        for row in _measures(facts, plan) if plan.kind is PlanKind.INTERACTION else ():
            if not row.organisations:
                yield diagnose(
                    "event-incomplete",
                    row.origin.at("organisations"),
                    f"{_which(row)}: не указано, кто с кем взаимодействует",
                    hint="впишите коды организаций через «;»",
                    norm="MAP-06",
                )


def names_in_groups_are_those_of_the_directory(facts: Facts) -> Iterator[Diagnostic]:
    """A name typed among the groups is one of «Люди», in its spelling.

    Norm: MAP-09, X-13, ошибка 15 (content.md 8: Черткова / Чертова).
    Bad: Люди: «Черткова Т.И.»; Мероприятия: Группы исполнителей «начальник – Чертова Т.И.»
    Good: Люди: «Черткова Т.И.»; Мероприятия: Исполнители — её код
    """
    people = facts.tables.of(Person)
    for row in facts.tables.of(Measure):
        for surname, initials in (pair for text in row.groups for pair in _names_in(text)):
            known = [p for p in people if _initials(p).startswith(initials) or not _initials(p)]
            if any(name_key(p.surname) == name_key(surname) for p in known if p.surname):
                continue
            twins = [p for p in known if p.surname and surnames_alike(p.surname, surname)]
            shown = f"{surname} {'.'.join(initials.upper())}."
            if twins:
                yield diagnose(
                    "name-near-twin",
                    row.origin.at("groups"),
                    f"«{shown}» похоже на «{twins[0].surname}» с листа «Люди»",
                    hint=f"впишите код {twins[0].code} в «Исполнители», если это один человек",
                    value=shown,
                    norm="X-13, MAP-09",
                    related=[twins[0].origin.at("surname")],
                )
            else:
                yield diagnose(
                    "executor-unlisted",
                    row.origin.at("groups"),
                    f"«{shown}»: такого человека нет на листе «Люди»",
                    hint="добавьте его на лист «Люди» и впишите код в «Исполнители»",
                    value=shown,
                    norm="MAP-09",
                )


def progress_is_of_days_that_have_come(facts: Facts) -> Iterator[Diagnostic]:
    """An entry tells what has happened; a new term lies after the entry that sets it.

    Norm: MAP-09 (content.md 7.2: непротиворечивы по времени).
    Bad: Ход исполнения: ДК-26-1 | 01.02.2027 | исполнено; день прогона 22.11.2026
    Good: Ход исполнения: ДК-26-1 | 30.09.2026 | исполнено; день прогона 22.11.2026
    """
    for row in facts.tables.of(Progress):
        if row.date and row.date > facts.on:
            yield diagnose(
                "date-ahead",
                row.origin.at("date"),
                f"отметка об исполнении датирована {say(row.date)}, этот день не наступил",
                hint="исправьте дату",
                value=say(row.date),
                norm="MAP-09",
            )
        if row.date and row.new_end and row.new_end < row.date:
            yield diagnose(
                "dates-reversed",
                row.origin.at("new_end"),
                f"новый срок {say(row.new_end)} раньше самой отметки: {say(row.date)}",
                hint="исправьте новый срок или дату отметки",
                value=say(row.new_end),
                norm="MAP-09",
            )


def _plans(facts: Facts) -> Iterator[Roadmap]:
    """Plans that other rows can name; one without a code is told of as such."""
    return (plan for plan in facts.tables.of(Roadmap) if plan.code and plan.kind)


def _approvals(facts: Facts, plan: Roadmap) -> Sequence[RoadmapApproval]:
    return facts.tables.referring(RoadmapApproval, "plan", plan.code)


def _measures(facts: Facts, plan: Roadmap) -> Sequence[Measure]:
    return facts.tables.referring(Measure, "plan", plan.code)


def _is_carried_out(facts: Facts, plan: Roadmap) -> bool:
    """Whether somebody has entered what became of a measure."""
    return any(
        facts.tables.referring(Progress, "measure", row.code) for row in _measures(facts, plan)
    )


def _rows_of_tables(facts: Facts) -> Iterator[Measure]:
    """Measures of the plans that show executor, term and result of each."""
    for plan in _plans(facts):
        if plan.kind not in _SECTIONS:
            yield from _measures(facts, plan)


def _dates(row: Measure) -> Period | None:
    return term_dates(row.term, row.begins, row.ends)


def _which(row: Measure) -> str:
    """«мероприятие № 3», or its title where it has no number."""
    return f"мероприятие № {row.number}" if row.number else f"мероприятие «{shorten(row.title)}»"


def _number(text: str | None) -> tuple[int, ...]:
    """«1», «1.», «2.3»; empty for words."""
    parts = (text or "").strip().rstrip(".").split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


def _next_numbers(before: tuple[int, ...]) -> list[tuple[int, ...]]:
    """What may follow a number: one deeper, one more, one more of any level above."""
    if not before:
        return [(1,), (1, 1)]
    more = [(*before[:level], before[level] + 1) for level in reversed(range(len(before)))]
    return [*more, (*before, 1)] if len(before) == 1 else [*more, (before[0] + 1, 1)]


def _shown(number: tuple[int, ...]) -> str:
    return ".".join(map(str, number))


def _names_in(text: str) -> list[tuple[str, str]]:
    """Surnames with initials: («Чертова», «ти»)."""
    found = [(m[1], f"{m[2]}{m[3] or ''}") for m in _SURNAME_FIRST.finditer(text)]
    rest = _SURNAME_FIRST.sub(" ", text)
    found += [(m[3], f"{m[1]}{m[2] or ''}") for m in _INITIALS_FIRST.finditer(rest)]
    return [(surname, initials.casefold()) for surname, initials in found]


def _initials(person: Person) -> str:
    given = (person.first_name, person.patronymic)
    return "".join(name[0] for name in given if name).casefold()
