"""Rules for local acts: order of dates, the obligatory set, parameters, calendars and plans."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator

from docgen.checks.facts import Facts, name_of, say
from docgen.diagnostics import Diagnostic, diagnose
from docgen.norms.act_parameters import Period, parameter_rules, settled, shown, wanted
from docgen.norms.teaching_weeks import calendar_of
from docgen.records.acts import ActParameter, LocalAct, PlanRow
from docgen.records.agreements import network_roles, role_in
from docgen.records.directory import Organisation, Programme
from docgen.records.partners import Agreement, ProgrammePart
from docgen.records.spelling import name_key
from docgen.records.vocabulary import ActKind, ActParameterName, AgreementKind, PartyRole

OBLIGATORY = (
    ActKind.ADMISSION,
    ActKind.REGIME,
    ActKind.ASSESSMENT,
    ActKind.RELATIONS,
)
"""Acts without which nobody may teach (статья 30 часть 2 273-ФЗ; «порядок оформления отношений»
holds перевод, отчисление and восстановление too)."""


def _acts(facts: Facts) -> tuple[LocalAct, ...]:
    return facts.tables.of(LocalAct)


# --- dates ----------------------------------------------------------------------------------


def act_is_approved_after_it_was_heard(facts: Facts) -> Iterator[Diagnostic]:
    """Protocols of councils are not later than the order that approves the act.

    Norm: LNA-03.
    Bad: Локальные акты: Дата протокола 30.08.2026 | Дата приказа 28.08.2026
    Good: Локальные акты: Дата протокола 27.08.2026 | Дата приказа 28.08.2026
    """
    for act in _acts(facts):
        for attribute in ("council_date", "parents_date", "students_date"):
            heard: datetime.date | None = getattr(act, attribute)
            if heard and act.order_date and heard > act.order_date:
                yield diagnose(
                    "act-heard-late",
                    act.origin.at(attribute),
                    f"протокол от {say(heard)} позже приказа от {say(act.order_date)}",
                    hint="акт сначала рассматривают, потом утверждают: проверьте обе даты",
                    value=say(heard),
                    norm="LNA-03",
                )


def act_begins_after_it_is_approved(facts: Facts) -> Iterator[Diagnostic]:
    """An act is in force no earlier than the order that approves it, and for some time.

    Norm: LNA-03, LNA-05.
    Bad: Локальные акты: Дата приказа 05.09.2026 | Дата введения 01.09.2026
    Good: Локальные акты: Дата приказа 28.08.2026 | Дата введения 01.09.2026
    """
    for act in _acts(facts):
        if act.order_date and act.effective and act.order_date > act.effective:
            yield diagnose(
                "act-begins-early",
                act.origin.at("effective"),
                f"вводится {say(act.effective)}, а приказ — от {say(act.order_date)}",
                hint="дата введения не раньше даты приказа",
                value=say(act.effective),
                norm="LNA-03",
            )
        if act.ends and act.effective and act.ends < act.effective:
            yield diagnose(
                "act-ends-before-it-begins",
                act.origin.at("ends"),
                f"действует по {say(act.ends)}, а вводится {say(act.effective)}",
                hint="исправьте одну из дат",
                value=say(act.ends),
                norm="LNA-05",
            )


def number_and_date_of_an_act_come_together(facts: Facts) -> Iterator[Diagnostic]:
    """An order or a protocol that has a number has a date, and the other way round.

    Norm: LNA-01, LNA-02.
    Bad: Локальные акты: Номер приказа 114-од | Дата приказа пусто
    Good: Локальные акты: Номер приказа 114-од | Дата приказа 28.08.2026
    """
    for act in _acts(facts):
        for paper, words in (
            ("order", "приказа"),
            ("council", "протокола"),
            ("parents", "протокола совета родителей"),
            ("students", "протокола совета обучающихся"),
        ):
            number, date = (getattr(act, f"{paper}_{part}") for part in ("number", "date"))
            if bool(number) == bool(date):
                continue
            lacking = "date" if number else "number"
            yield diagnose(
                "number-without-date",
                act.origin.at(f"{paper}_{lacking}"),
                f"у {words} есть {'номер' if number else 'дата'}, "
                f"а {'даты' if number else 'номера'} нет",
                hint="впишите оба значения или очистите оба, пока документ не издан",
                value=act.code,
                norm="LNA-01, LNA-02",
            )


# --- which acts -----------------------------------------------------------------------------


def obligatory_acts_are_there(facts: Facts) -> Iterator[Diagnostic]:
    """Who teaches in a network has the acts that the law asks for, and the one on the network.

    Nobody is asked while the sheet «Локальные акты» is empty.
    Norm: LNA-06, content.md 3.2 № 1 (статья 30 часть 2 273-ФЗ).
    Bad: Локальные акты: у ТЕХНО нет строки «режим занятий»
    Good: Локальные акты: у ТЕХНО есть все пять видов
    """
    if not _acts(facts):
        return
    for organisation in facts.tables.of(Organisation):
        roles = network_roles(organisation.code, facts.tables)
        if not organisation.teaches or not roles & {PartyRole.BASE, PartyRole.TEACHING}:
            continue
        own = facts.tables.referring(LocalAct, "organisation", organisation.code)
        kinds = {act.kind for act in own}
        if None in kinds:
            continue
        missing = [kind for kind in (ActKind.NETWORK, *OBLIGATORY) if kind not in kinds]
        if missing:
            yield diagnose(
                "act-missing",
                organisation.origin.at("code"),
                f"{name_of(organisation, organisation.code)}: нет локальных актов: "
                + ", ".join(missing),
                hint="добавьте строки на лист «Локальные акты»",
                value=organisation.code,
                norm="LNA-06",
            )


def act_of_a_kind_stands_once(facts: Facts) -> Iterator[Diagnostic]:
    """An organisation has one act of a kind at a time; plans and programmes, one for each.

    Norm: LNA-05, LNA-06.
    Bad: Локальные акты: СОШ5 | правила приёма — две строки, обе без «Действует по»
    Good: Локальные акты: СОШ5 | правила приёма — по 31.08.2026 и с 01.09.2026
    """
    first: dict[tuple[str, ActKind, str | None], LocalAct] = {}
    for act in _acts(facts):
        if not act.organisation or act.kind is None:
            continue
        other = first.setdefault((act.organisation, act.kind, act.programme), act)
        if other is act or not _overlap(other, act):
            continue
        yield diagnose(
            "act-twice",
            act.origin.at("kind"),
            f"такой акт этой организации уже есть: строка {other.origin.row}",
            hint="удалите лишнюю строку или впишите прежнему акту «Действует по»",
            value=act.code,
            norm="LNA-05, LNA-06",
        )


def _overlap(one: LocalAct, other: LocalAct) -> bool:
    earlier, later = sorted((one, other), key=lambda act: act.effective or datetime.date.min)
    return earlier.ends is None or later.effective is None or earlier.ends >= later.effective


# --- parameters -----------------------------------------------------------------------------


def act_has_its_parameters(facts: Facts) -> Iterator[Diagnostic]:
    """Whatever an act prints and the law leaves open has been settled.

    Norm: content.md 8.2 п. 4, LNA-05.
    Bad: Локальные акты: СОШ5 | правила приёма; в «Параметрах актов» нет «Период приёма заявлений»
    Good: Параметры актов: Период приёма заявлений | с 15 августа по 10 сентября
    """
    for act in _acts(facts):
        for rule in wanted(act, facts.tables):
            if not settled(act, rule.name, facts.tables):
                yield diagnose(
                    "act-parameter-missing",
                    act.origin.at("kind"),
                    f"нет параметра «{rule.name}»",
                    hint="добавьте строку на лист «Параметры актов», например: " + rule.wanting,
                    value=act.code,
                    norm=rule.norm,
                )


def parameter_can_be_read(facts: Facts) -> Iterator[Diagnostic]:
    """A parameter's value is of its type: a number without words, a time, a period.

    Norm: content.md 8.2 п. 4, LNA-05.
    Bad: Параметры актов: Срок решения о приёме, рабочих дней | три дня
    Good: Параметры актов: Срок решения о приёме, рабочих дней | 3
    """
    rules = parameter_rules()
    for row in facts.tables.of(ActParameter):
        if row.parameter is None or not row.value:
            continue
        rule = rules[row.parameter]
        if rule.read(row.value) is None:
            yield diagnose(
                "act-parameter-unreadable",
                row.origin.at("value"),
                f"здесь нужно: {rule.wanted_words}",
                hint=f"впишите, например: {rule.wanting}",
                value=row.value,
                norm=rule.norm,
            )


def parameter_keeps_to_the_norm(facts: Facts) -> Iterator[Diagnostic]:
    """A figure does not go beyond what a norm allows, as far as we know the norm.

    Norm: LNA-07 (content.md 6.2, LNA-REG; СП 2.4.3648-20, СанПиН 1.2.3685-21).
    Bad: Параметры актов: Окончание занятий | 22:00
    Good: Параметры актов: Окончание занятий | 19:30
    """
    rules = parameter_rules()
    for row in facts.tables.of(ActParameter):
        if row.parameter is None or not row.value:
            continue
        rule = rules[row.parameter]
        value = rule.read(row.value)
        if value is not None and rule.is_out_of_range(value):
            yield diagnose(
                "act-parameter-beyond-norm",
                row.origin.at("value"),
                f"«{rule.name}»: {shown(value)} — {rule.range_words}",
                hint="исправьте значение или сверьте норму: она могла измениться",
                value=shown(value),
                norm=rule.norm,
            )


def parameter_is_said_once(facts: Facts) -> Iterator[Diagnostic]:
    """For one act, organisation or everybody a parameter has one value of a kind.

    Norm: LNA-05.
    Bad: Параметры актов: Начало занятий | 8:00 и Начало занятий | 8:30, обе для всех
    Good: Параметры актов: Начало занятий | 8:00 для всех, 8:30 для СОШ5
    """
    rules = parameter_rules()
    first: dict[tuple[object, ...], ActParameter] = {}
    for row in facts.tables.of(ActParameter):
        if row.parameter is None:
            continue
        subject = name_key(row.subject or "") if rules[row.parameter].by else ""
        other = first.setdefault((row.parameter, row.organisation, row.act, subject), row)
        if other is not row:
            yield diagnose(
                "act-parameter-twice",
                row.origin.at("parameter"),
                f"«{row.parameter}»: значение уже дано в строке {other.origin.row}",
                hint="удалите лишнюю строку или впишите, для чего она",
                value=row.parameter,
                norm="LNA-05",
            )


def parameter_says_what_for(facts: Facts) -> Iterator[Diagnostic]:
    """«Для чего» is filled where a parameter has several rows, and names what there is.

    Norm: LNA-05.
    Bad: Параметры актов: Период аттестации | 17.05.2027–31.05.2027 | Для чего «РОБОТ»
    Good: Параметры актов: Период аттестации | 17.05.2027–31.05.2027 | Для чего «РОБО»
    """
    rules = parameter_rules()
    for row in facts.tables.of(ActParameter):
        if row.parameter is None:
            continue
        rule = rules[row.parameter]
        if rule.by and not row.subject:
            message, hint = f"не сказано, для чего: {rule.by}", f"например: {rule.wanting}"
        elif rule.by == "программа" and facts.tables.find(Programme, row.subject) is None:
            message = f"на листе «Программы» нет кода «{row.subject}»"
            hint = "впишите код программы"
        else:
            continue
        yield diagnose(
            "act-parameter-for-nothing",
            row.origin.at("subject"),
            message,
            hint=hint,
            value=row.subject or "",
            norm=rule.norm,
        )


# --- calendars ------------------------------------------------------------------------------


def holidays_are_inside_the_year(facts: Facts) -> Iterator[Diagnostic]:
    """Holidays, days off and attestation of a calendar schedule fall into its academic year.

    Norm: LNA-05 (content.md 6.2, KUG).
    Bad: Параметры актов: Каникулы | 26.10.2025–01.11.2025; учебный год — с 01.09.2026
    Good: Параметры актов: Каникулы | 26.10.2026–01.11.2026
    """
    names = (
        ActParameterName.HOLIDAYS,
        ActParameterName.DAYS_OFF,
        ActParameterName.INTERIM_PERIOD,
    )
    told: set[int] = set()
    for act in _acts(facts):
        year = _year_of(act, facts)
        if act.kind is not ActKind.CALENDAR or year is None:
            continue
        for one in (one for name in names for one in settled(act, name, facts.tables)):
            period, row = one.value, one.row
            if not isinstance(period, Period) or row is None or id(row) in told:
                continue
            if period.start not in year or period.end not in year:
                told.add(id(row))
                yield diagnose(
                    "calendar-outside-year",
                    row.origin.at("value"),
                    f"{period} — вне учебного года {year}",
                    hint="проверьте год в датах",
                    value=str(period),
                    norm="KUG",
                )


def weeks_add_up_to_the_programme(facts: Facts) -> Iterator[Diagnostic]:
    """The number of weeks that the clerk names is the one that the dates give.

    Norm: LNA-05 (content.md 6.2, KUG).
    Bad: Параметры актов: Учебных недель | 34 | РОБО; с 01.09.2026 по 31.05.2027 их 39
    Good: Параметры актов: Учебных недель | 39 | РОБО
    """
    for act in _acts(facts):
        if act.kind is not ActKind.CALENDAR:
            continue
        calendar = calendar_of(act, facts.tables)
        for one in settled(act, ActParameterName.WEEKS, facts.tables):
            programme = facts.tables.find(Programme, one.subject)
            if programme is None or one.row is None or not isinstance(one.value, int):
                continue
            if not programme.start or not programme.end or programme.start > programme.end:
                continue
            counted = calendar.weeks(programme.start, programme.end)
            if counted != one.value:
                yield diagnose(
                    "calendar-weeks-differ",
                    one.row.origin.at("value"),
                    f"недель {one.value}, а с {say(programme.start)} по {say(programme.end)} "
                    f"их {counted}",
                    hint="исправьте число недель, каникулы или даты программы",
                    value=str(one.value),
                    norm="KUG",
                )


def _year_of(act: LocalAct, facts: Facts) -> Period | None:
    found = [
        one.value
        for name in (ActParameterName.YEAR_START, ActParameterName.YEAR_END)
        for one in settled(act, name, facts.tables)
    ]
    if len(found) != 2:
        return None
    start, end = found
    if not isinstance(start, datetime.date) or not isinstance(end, datetime.date):
        return None
    return Period(start, end) if start <= end else None


# --- training plans -------------------------------------------------------------------------


def plan_makes_up_the_programme(facts: Facts) -> Iterator[Diagnostic]:
    """Hours of a training plan add up to the hours of the programme.

    Norm: NET-06, X-14 (content.md 6.2).
    Bad: Учебные планы: РОБО — 70 часов, в программе 72
    Good: Учебные планы: РОБО — 72 часа
    """
    for code, rows in _plans(facts).items():
        programme = facts.tables.find(Programme, code)
        if programme is None or programme.hours is None or not _have_hours(rows):
            continue
        total = sum(row.theory + row.practice for row in rows)
        if total != programme.hours:
            yield diagnose(
                "plan-hours-differ",
                rows[0].origin.at("theory"),
                f"в учебном плане «{programme.title}» часов {total}, в программе {programme.hours}",
                hint="исправьте часы разделов или объём программы",
                value=str(total),
                norm="NET-06",
            )


def plan_agrees_with_the_parts(facts: Facts) -> Iterator[Diagnostic]:
    """Each organisation has as many hours in the plan as in the parts that it teaches.

    Norm: NET-06.
    Bad: Учебные планы: РОБО, ТЕХНО — 30 часов; Части программ: Д-01, ТЕХНО — 36 часов
    Good: Учебные планы: РОБО, ТЕХНО — 36 часов; Части программ: Д-01, ТЕХНО — 36 часов
    """
    for code, rows in _plans(facts).items():
        agreement = _network_agreement(code, facts)
        if agreement is None or not _have_hours(rows):
            continue
        parts = facts.tables.referring(ProgrammePart, "agreement", agreement.code)
        if not parts or any(part.hours is None or not part.organisation for part in parts):
            continue
        agreed: Counter[str] = Counter()
        for part in parts:
            agreed[part.organisation] += part.hours
        planned: dict[str, list[PlanRow]] = defaultdict(list)
        for row in rows:
            planned[row.organisation].append(row)
        for organisation, own in planned.items():
            hours = sum(row.theory + row.practice for row in own)
            if organisation and organisation in agreed and hours != agreed[organisation]:
                named = name_of(facts.find_organisation(organisation), organisation)
                yield diagnose(
                    "plan-parts-differ",
                    own[0].origin.at("organisation"),
                    f"{named}: в учебном плане часов {hours}, в договоре {agreement.code} — "
                    f"{agreed[organisation]}",
                    hint="исправьте часы разделов или часы частей программы",
                    value=organisation,
                    norm="NET-06",
                )


def plan_is_taught_by_the_network(facts: Facts) -> Iterator[Diagnostic]:
    """Sections of a plan are taught by the base organisation and those who teach parts.

    Nothing is told while no agreements were read: who teaches is said there.
    Norm: NET-02, NET-06.
    Bad: Учебные планы: РОБО | Кто ведёт МУЗЕЙ, а в Д-01 музея нет
    Good: Учебные планы: РОБО | Кто ведёт ТЕХНО
    """
    for code, rows in _plans(facts).items():
        agreement = _network_agreement(code, facts)
        programme = facts.tables.find(Programme, code)
        if programme is None or not facts.agreements:
            continue
        for row in rows:
            if not row.organisation or facts.find_organisation(row.organisation) is None:
                continue
            if agreement is None:
                teaches = row.organisation == programme.organisation
            else:
                role = role_in(agreement, row.organisation, facts.tables)
                teaches = role in (PartyRole.BASE, PartyRole.TEACHING)
            if not teaches:
                named = name_of(facts.find_organisation(row.organisation), row.organisation)
                yield diagnose(
                    "plan-taught-by-stranger",
                    row.origin.at("organisation"),
                    f"{named} не ведёт программу «{programme.title}»",
                    hint="исправьте, кто ведёт раздел, или стороны договора о сетевой форме",
                    value=row.organisation,
                    norm="NET-02, NET-06",
                )


def plan_has_rows(facts: Facts) -> Iterator[Diagnostic]:
    """A training plan is made of the rows of its programme.

    Norm: NET-06, content.md 6.2.
    Bad: Локальные акты: учебный план | РОБО; на листе «Учебные планы» строк РОБО нет
    Good: Учебные планы: РОБО | Простые механизмы | СОШ5 | 4 | 8
    """
    for act in _acts(facts):
        if act.kind is not ActKind.TRAINING_PLAN or not act.programme:
            continue
        if not facts.tables.referring(PlanRow, "programme", act.programme):
            yield diagnose(
                "plan-empty",
                act.origin.at("programme"),
                f"на листе «Учебные планы» нет строк программы «{act.programme}»",
                hint="добавьте разделы программы: кто ведёт, сколько часов",
                value=act.programme,
                norm="NET-06",
            )


def programme_act_belongs_to_its_base(facts: Facts) -> Iterator[Diagnostic]:
    """A plan or a programme is approved by the base organisation of the programme.

    Norm: NET-07, LNA-01.
    Bad: Локальные акты: ТЕХНО | учебный план | РОБО, а базовая организация — СОШ5
    Good: Локальные акты: СОШ5 | учебный план | РОБО
    """
    for act in _acts(facts):
        programme = facts.tables.find(Programme, act.programme)
        if programme is None or not programme.organisation or not act.organisation:
            continue
        if act.organisation != programme.organisation:
            base = name_of(facts.find_organisation(programme.organisation), programme.organisation)
            yield diagnose(
                "act-of-another-programme",
                act.origin.at("programme"),
                f"программа «{programme.title}» — не этой организации, её ведёт {base}",
                hint="исправьте организацию или программу",
                value=programme.code,
                norm="NET-07, LNA-01",
            )


def programme_is_approved_by_one_order(facts: Facts) -> Iterator[Diagnostic]:
    """The order that approves a programme is the same in the directory and among the acts.

    Norm: NET-07, LNA-01.
    Bad: Программы: РОБО | приказ 114-од; Локальные акты: сетевая программа | РОБО | приказ 115-од
    Good: Программы: РОБО | приказ 114-од; Локальные акты: сетевая программа | РОБО | приказ 114-од
    """
    for act in _acts(facts):
        programme = facts.tables.find(Programme, act.programme)
        if act.kind is not ActKind.NETWORK_PROGRAMME or programme is None:
            continue
        for attribute, other in (
            ("order_number", programme.approval_number),
            ("order_date", programme.approval_date),
        ):
            own = getattr(act, attribute)
            if own and other and own != other:
                told = say(other) if isinstance(other, datetime.date) else f"№ {other}"
                yield diagnose(
                    "act-approval-differs",
                    act.origin.at(attribute),
                    f"на листе «Программы» у приказа об утверждении другое: {told}",
                    hint="исправьте на одном из листов",
                    value=programme.code,
                    norm="NET-07, LNA-01",
                )


def _plans(facts: Facts) -> dict[str, list[PlanRow]]:
    plans: dict[str, list[PlanRow]] = defaultdict(list)
    for row in facts.tables.of(PlanRow):
        if row.programme:
            plans[row.programme].append(row)
    return plans


def _have_hours(rows: list[PlanRow]) -> bool:
    return all(row.theory is not None and row.practice is not None for row in rows)


def _network_agreement(programme: str, facts: Facts) -> Agreement | None:
    """The network agreement of a programme, where there is just one and its parties are known."""
    found = [
        agreement
        for agreement in facts.tables.referring(Agreement, "programme", programme)
        if agreement.kind is AgreementKind.NETWORK
    ]
    return found[0] if len(found) == 1 and facts.knows_parties(found[0]) else None
