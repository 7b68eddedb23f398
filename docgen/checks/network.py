"""Rules for network.xlsx: deficits, potential, staff, indicators, meetings, questionnaires."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from docgen.checks.facts import Facts, name_of, place, say
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.figures import counted_fact, fact_of, teaching
from docgen.records.network import (
    Decision,
    Deficit,
    DirectionDemand,
    Indicator,
    Meeting,
    NetworkMember,
    NetworkModel,
    Potential,
    Report,
    StaffFigure,
)
from docgen.records.schema import Record
from docgen.records.spelling import name_key
from docgen.records.vocabulary import BetterWhen, NetworkRole, ReportKind

R = TypeVar("R", bound=Record)

_LICENCE_CHECK_LASTS = datetime.timedelta(days=90)
"""How long a look into the register of licences stays good: our own practice, no norm's."""


def periods_of_reports_are_in_order(facts: Facts) -> Iterator[Diagnostic]:
    """A period ends after it begins: of a report, of an indicator, of the model.

    Norm: REP-01, REP-06, REP-07.
    Bad: Показатели: Начало периода 31.12.2026 | Окончание периода 01.09.2026
    Good: Показатели: Начало периода 01.09.2026 | Окончание периода 31.12.2026
    """
    dated: list[Report | Indicator] = [*facts.tables.of(Report), *facts.tables.of(Indicator)]
    spans: list[tuple[Record, str, datetime.date, datetime.date]] = [
        (row, "period_end", row.period_start, row.period_end) for row in dated
    ]
    spans += [(row, "end", row.start, row.end) for row in facts.tables.of(NetworkModel)]
    for row, attribute, start, end in spans:
        if start and end and end < start:
            yield diagnose(
                "period-reversed",
                row.origin.at(attribute),
                f"период кончается {say(end)}, раньше начала {say(start)}",
                hint="исправьте одну из дат",
                value=say(end),
                norm="REP-01, REP-06, REP-07",
            )


def deficit_is_filled_by_another(facts: Facts) -> Iterator[Diagnostic]:
    """Who lacks a resource can't be the one who supplies it.

    Norm: REP-01, REP-03.
    Bad: Дефициты: Организация СОШ5 | Может восполнить СОШ5
    Good: Дефициты: Организация СОШ5 | Может восполнить КВАНТ
    """
    for row in facts.tables.of(Deficit):
        if row.organisation and row.organisation == row.filled_by:
            yield diagnose(
                "deficit-own-help",
                row.origin.at("filled_by"),
                "организация восполняет собственный дефицит",
                hint="назовите партнёра, у которого ресурс есть, или оставьте ячейку пустой",
                value=row.filled_by,
                norm="REP-01, REP-03",
            )


def deficit_is_told_once(facts: Facts) -> Iterator[Diagnostic]:
    """A deficit counts once: the same words of the same organisation make the totals too large.

    Norm: REP-01.
    Bad: Дефициты: СОШ5 | кадровый | нет педагога — дважды
    Good: Дефициты: СОШ5 | кадровый | нет педагога; ГИМН2 | кадровый | нет педагога
    """
    yield from _twice(
        facts.tables.of(Deficit),
        lambda row: (row.organisation, row.kind, _words(row.description), row.programme or "-"),
        "deficit-twice",
        "description",
        "тот же дефицит",
        "REP-01",
    )


def direction_is_told_once(facts: Facts) -> Iterator[Diagnostic]:
    """One direction stands in one row: its demand would be added up twice.

    Norm: REP-02.
    Bad: Направления: техническая | робототехника | 60 — дважды
    Good: Направления: техническая | робототехника; техническая | трёхмерное моделирование
    """
    yield from _twice(
        facts.tables.of(DirectionDemand),
        lambda row: (row.direction, _words(row.content)),
        "direction-twice",
        "content",
        "то же направление",
        "REP-02",
    )


def potential_is_told_once(facts: Facts) -> Iterator[Diagnostic]:
    """An organisation's potential stands in one row: registers would take the first alone.

    Norm: REP-04.
    Bad: Потенциал: КВАНТ; КВАНТ
    Good: Потенциал: КВАНТ; МУЗЕЙ
    """
    yield from _twice(
        facts.tables.of(Potential),
        lambda row: (row.organisation,),
        "potential-twice",
        "organisation",
        "потенциал этой организации",
        "REP-04",
    )


def staff_of_a_post_stands_once(facts: Facts) -> Iterator[Diagnostic]:
    """People of one post of one organisation are counted in one row.

    Norm: REP-01.
    Bad: Кадры: ЦДТ | методист | 2; ЦДТ | методист | 2
    Good: Кадры: ЦДТ | методист | 2; ЦДТ | педагог | 14
    """
    yield from _twice(
        facts.tables.of(StaffFigure),
        lambda row: (row.organisation, _words(row.post)),
        "staff-twice",
        "post",
        "та же должность этой организации",
        "REP-01",
    )


def some_of_the_staff_are_no_more_than_all(facts: Facts) -> Iterator[Diagnostic]:
    """Those with a category, those trained, the young: each at most as many as work.

    Norm: REP-01.
    Bad: Кадры: Работает 5 | С квалификационной категорией 7
    Good: Кадры: Работает 5 | С квалификационной категорией 3
    """
    for row in facts.tables.of(StaffFigure):
        for attribute in ("qualified", "trained", "young"):
            part = getattr(row, attribute)
            if part is not None and row.working is not None and part > row.working:
                yield diagnose(
                    "staff-part-too-large",
                    row.origin.at(attribute),
                    f"здесь {part}, а работает {row.working}",
                    hint="исправьте одно из чисел",
                    value=part,
                    norm="REP-01",
                )


def member_stands_once_in_a_model(facts: Facts) -> Iterator[Diagnostic]:
    """An organisation has one role in a model.

    Norm: REP-06.
    Bad: Участники сети: М-1 | СОШ5 | базовая; М-1 | СОШ5 | организация-участник
    Good: Участники сети: М-1 | СОШ5 | базовая; М-2 | СОШ5 | организация-участник
    """
    yield from _twice(
        facts.tables.of(NetworkMember),
        lambda row: (row.model, row.organisation),
        "member-twice",
        "organisation",
        "эта организация той же модели",
        "REP-06",
    )


def model_has_one_coordinator(facts: Facts) -> Iterator[Diagnostic]:
    """Somebody coordinates the network (муниципальный опорный центр), and one alone.

    Norm: REP-06, MUL-02.
    Bad: Участники сети: М-1 — СОШ5 базовая, МУЗЕЙ ресурсная
    Good: Участники сети: М-1 — ЦДТ координатор, СОШ5 базовая
    """
    for model in facts.tables.of(NetworkModel):
        members = facts.tables.referring(NetworkMember, "model", model.code)
        found = [row for row in members if row.role is NetworkRole.COORDINATOR]
        if members and len(found) != 1 and all(row.role for row in members):
            how_many = "нет координатора" if not found else f"координаторов {len(found)}"
            yield diagnose(
                "model-coordinator",
                model.origin.at("code"),
                f"в модели {how_many}",
                hint="на листе «Участники сети» у одной организации роль «координатор»",
                value=model.code,
                norm="REP-06, MUL-02",
            )


def indicator_is_told_once(facts: Facts) -> Iterator[Diagnostic]:
    """An indicator of a period stands in one row.

    Norm: REP-07.
    Bad: Показатели: Охват | 01.09.2026–31.05.2027; Охват | 01.09.2026–31.05.2027
    Good: Показатели: Охват | 2025/2026; Охват | 2026/2027
    """
    yield from _twice(
        facts.tables.of(Indicator),
        lambda row: (_words(row.name), row.period_start, row.period_end),
        "indicator-twice",
        "name",
        "этот показатель того же периода",
        "REP-07",
    )


def indicator_keeps_its_unit(facts: Facts) -> Iterator[Diagnostic]:
    """An indicator is measured in one unit in all periods, or its change says nothing.

    Norm: REP-07.
    Bad: Показатели: Охват | чел. (2025/2026); Охват | % (2026/2027)
    Good: Показатели: Охват | чел. (2025/2026); Охват | чел. (2026/2027)
    """
    first: dict[str, Indicator] = {}
    for row in facts.tables.of(Indicator):
        if not row.name or not row.unit:
            continue
        known = first.setdefault(name_key(row.name), row)
        if name_key(known.unit) != name_key(row.unit):
            yield diagnose(
                "indicator-unit-differs",
                row.origin.at("unit"),
                f"в другом периоде этот показатель измерен в «{known.unit}»",
                hint=f"пишите единицу одинаково; {place(known.origin.at('unit'))}",
                value=row.unit,
                norm="REP-07",
            )


def per_cent_is_within_a_hundred(facts: Facts) -> Iterator[Diagnostic]:
    """A share in per cent is at most a hundred.

    Norm: REP-07.
    Bad: Показатели: Удовлетворённость родителей | % | План 850
    Good: Показатели: Удовлетворённость родителей | % | План 85
    """
    for row in facts.tables.of(Indicator):
        if row.unit and row.unit.strip() in ("%", "процент", "проценты", "процентов"):
            for attribute in ("plan", "fact"):
                value = getattr(row, attribute)
                if value is not None and value > 100:
                    yield diagnose(
                        "per-cent-too-large",
                        row.origin.at(attribute),
                        f"{value} % больше ста",
                        hint="проверьте число; прирост в процентах назовите «ед.» или словами",
                        value=value,
                        norm="REP-07",
                    )


def typed_fact_is_what_the_rows_tell(facts: Facts) -> Iterator[Diagnostic]:
    """A fact that is counted from the rows of the year is not typed otherwise beside it.

    Norm: REP-07.
    Bad: Показатели: Факт 300 | Факт считается по: обучающиеся по договорам (их 278)
    Good: Показатели: Факт пусто | Факт считается по: обучающиеся по договорам
    """
    for row in facts.tables.of(Indicator):
        counted = counted_fact(row, facts.tables)
        if counted is not None and row.fact is not None and row.fact != counted:
            yield diagnose(
                "fact-differs",
                row.origin.at("fact"),
                f"вписано {row.fact}, а по строкам книг выходит {counted}: в справке будет "
                f"{counted}",
                hint="удалите число или поправьте строки, по которым оно считается",
                value=row.fact,
                norm="REP-07",
            )


def fact_is_of_a_period_that_has_begun(facts: Facts) -> Iterator[Diagnostic]:
    """Nobody knows the fact of a period that has not begun.

    Norm: REP-07.
    Bad: Показатели: Начало периода 01.09.2027 | Факт 5, а сегодня 22.11.2026
    Good: Показатели: Начало периода 01.09.2027 | Факт пусто
    """
    for row in facts.tables.of(Indicator):
        if row.fact is not None and row.period_start and row.period_start > facts.on:
            yield diagnose(
                "fact-too-early",
                row.origin.at("fact"),
                f"период начнётся {say(row.period_start)}, а факт уже вписан",
                hint="проверьте период или перенесите число в «План»",
                value=row.fact,
                norm="REP-07",
            )


def missed_plan_has_its_reason(facts: Facts) -> Iterator[Diagnostic]:
    """When a period has ended and the plan was missed, the report says why.

    Norm: REP-07.
    Bad: Показатели: План 20 | Факт 15 | Причина отклонения пусто
    Good: Показатели: План 20 | Факт 15 | Причина отклонения «ремонт мастерской»
    """
    for row in facts.tables.of(Indicator):
        fact = fact_of(row, facts.tables)
        if fact is None or row.plan is None or row.reason or not row.period_end:
            continue
        missed = fact > row.plan if row.better is BetterWhen.LESS else fact < row.plan
        if missed and row.period_end < facts.on:
            yield diagnose(
                "reason-missing",
                row.origin.at("reason"),
                f"план {row.plan}, факт {fact}, а причина не названа",
                hint="впишите причину: без неё в справке будет «причина не указана»",
                norm="REP-07",
            )


def speakers_are_present(facts: Facts) -> Iterator[Diagnostic]:
    """Who reported or spoke is among those present.

    Norm: REP-05.
    Bad: Совещания: Присутствовали Ж-01; Решения: Слушали К-07
    Good: Совещания: Присутствовали Ж-01; К-07; Решения: Слушали К-07
    """
    for row, meeting in _decisions(facts):
        if not meeting.present:
            continue
        here = {*meeting.present, meeting.chair, meeting.secretary}
        for attribute, codes in (("heard", (row.heard,)), ("spoke", row.spoke)):
            for code in dict.fromkeys(codes):
                if code and code not in here:
                    yield diagnose(
                        "speaker-absent",
                        row.origin.at(attribute),
                        f"{name_of(facts.find_person(code), code)} выступает, но среди "
                        "присутствующих не назван",
                        hint="дополните список присутствующих; "
                        f"{place(meeting.origin.at('present'))}",
                        value=code,
                        norm="REP-05",
                    )


def licences_were_checked_for_the_register(facts: Facts) -> Iterator[Diagnostic]:
    """A register of licences is made of entries looked at not long before its date.

    Of those who teach by a network agreement another rule tells.
    Norm: X-03.
    Bad: Организации: Лицензия проверена 12.01.2026; реестр лицензий на 31.08.2026
    Good: Организации: Лицензия проверена 17.08.2026; реестр лицензий на 31.08.2026
    """
    days = [
        day
        for report in facts.tables.of(Report)
        if report.kind is ReportKind.LICENCES and (day := report.date or report.period_end)
    ]
    if not days:
        return
    on = max(days)
    parties = set().union(*(facts.party_codes(agreement) for agreement in facts.network))
    for organisation in teaching(facts.tables):
        checked = organisation.licence_checked_on
        if organisation.code in parties:
            continue
        if checked is None or checked < on - _LICENCE_CHECK_LASTS:
            told = f"проверена {say(checked)}" if checked else "не проверялась"
            yield diagnose(
                "licence-check-old",
                organisation.origin.at("licence_checked_on"),
                f"лицензия {told}, а реестр лицензий составлен на {say(on)}",
                hint="посмотрите запись в реестре лицензий и впишите дату",
                value=say(checked) if checked else "",
                norm="X-03",
            )


def _decisions(facts: Facts) -> Iterator[tuple[Decision, Meeting]]:
    """Decisions with their meetings; those of no meeting have been told of."""
    for row in facts.tables.of(Decision):
        meeting = facts.tables.find(Meeting, row.meeting)
        if meeting is not None:
            yield row, meeting


def _words(text: str | None) -> str | None:
    return name_key(text) if text else None


def _twice(
    rows: Iterable[R],
    key: Callable[[R], tuple[Hashable, ...]],
    code: str,
    attribute: str,
    what: str,
    norm: str,
) -> Iterator[Diagnostic]:
    """Rows whose key another row has already; a key with an empty part is no key."""
    seen: dict[tuple[Hashable, ...], R] = {}
    for row in rows:
        found = key(row)
        if None in found:
            continue
        first = seen.setdefault(found, row)
        if first is not row:
            yield diagnose(
                code,
                row.origin.at(attribute),
                f"{what} уже в строке {first.origin.row}",
                hint="удалите лишнюю строку или исправьте её",
                norm=norm,
                related=[first.origin.at(attribute)],
            )
