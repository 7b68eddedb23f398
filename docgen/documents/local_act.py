"""Локальный нормативный акт: what the template of any of them sees (LNA).

One context for all положения, правила and порядки: their texts differ by template, by what the
organisation is in the network and by the parameters that it has settled.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.agreement import person_context
from docgen.documents.approvals import (
    ApprovalContext,
    ApprovalRowContext,
    approved_word,
    by_paper,
    dated_and_numbered,
    in_rows,
)
from docgen.documents.blanks import NO_YEAR
from docgen.documents.builder import Builder, distinct
from docgen.documents.parties import PersonContext
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import Wording
from docgen.norms.act_parameters import (
    ParameterRule,
    Settled,
    ValueType,
    parameter_rules,
    settled,
    shown,
    wanted,
)
from docgen.records.acts import LocalAct
from docgen.records.agreements import network_agreements_of, network_roles
from docgen.records.directory import Organisation, Person, Programme, Settings
from docgen.records.schema import Record, template_field
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import ActKind, ActParameterName, PartyRole
from docgen.russian import EMPTY, Case, Dictionary, Gender, agree_short, count

GENDERS: Mapping[ActKind, Gender] = {
    ActKind.NETWORK: Gender.N,
    ActKind.ADMISSION: Gender.P,
    ActKind.RELATIONS: Gender.M,
    ActKind.REGIME: Gender.M,
    ActKind.CREDIT: Gender.M,
    ActKind.ASSESSMENT: Gender.N,
    ActKind.PERSONAL_DATA: Gender.F,
    ActKind.PAID: Gender.N,
    ActKind.CALENDAR: Gender.M,
    ActKind.TRAINING_PLAN: Gender.M,
    ActKind.NETWORK_PROGRAMME: Gender.F,
}
"""What «утверждён» and «принят» agree with: the word that begins the title."""


@dataclass(frozen=True, kw_only=True)
class AmountContext:
    """A number with what it counts, in the cases in which sentences need it."""

    number: int = term("число")
    nominative: str = term("им", "«5 рабочих дней».")
    genitive: str = term("род", "После «в течение», «не более»: «5 рабочих дней».")
    accusative: str = term("вин", "После «за»: «5 рабочих дней», «21 рабочий день».")


def amount(number: int, unit: str) -> AmountContext:
    """A number of units; without a unit the number alone."""
    return AmountContext(
        number=number,
        nominative=count(number, unit) if unit else str(number),
        genitive=count(number, unit, Case.GEN) if unit else str(number),
        accusative=count(number, unit, Case.ACC) if unit else str(number),
    )


_TYPES: Mapping[ValueType, Any] = {
    ValueType.NUMBER: AmountContext | None,
    ValueType.TIME: str | None,
    ValueType.DATE: datetime.date | None,
    ValueType.TEXT: str | None,
    ValueType.ITEMS: tuple[str, ...],
    ValueType.EITHER: bool | None,
}


def _parameters_context() -> type[Any]:
    """The class of «параметры»: a term for every parameter that an act has one of.

    Made from the data file: a parameter added there can be named in a template at once.
    """
    fields: list[tuple[str, Any, Any]] = [
        (_attribute(rule), _TYPES[rule.value_type], term(template_field(rule.name), rule.wanting))
        for rule in parameter_rules().values()
        if not rule.by
    ]
    return dataclasses.make_dataclass(
        "ParametersContext",
        fields,
        frozen=True,
        kw_only=True,
        namespace={"__doc__": "Parameters of one act: what the organisation has settled."},
    )


def _attribute(rule: ParameterRule) -> str:
    return rule.name.name.lower()


Parameters: Any = _parameters_context()


@dataclass(frozen=True, kw_only=True)
class AgeContext:
    """Режим занятий одной возрастной группы."""

    age: str = term("возраст", "«7–10 лет».")
    lesson: int = term("занятие", "Минут.")
    rest: int = term("перерыв", "Минут.")
    lessons: int = term("занятий_в_день")
    group: int = term("наполняемость", "Не более человек.")


@dataclass(frozen=True, kw_only=True)
class ActContext:
    """Terms of every paper made of a row of «Локальные акты»."""

    act: LocalAct = term("акт", "Строка листа «Локальные акты».")
    settings: Settings = term("настройки", "Лист «Настройки».")
    acts: Mapping[str, str] = term("акты", "Ссылки на акты по ключу.")
    organisation: Organisation = term("организация", "Чей это акт.")
    organisation_genitive: str = term("организация_род", "Полное наименование: «учреждения …».")
    responsible: PersonContext = term("ответственный", "Кто отвечает за исполнение.")
    approvals: tuple[ApprovalRowContext, ...] = term(
        "грифы", "Кем принят и утверждён, чьё мнение учтено: для блока «грифы»."
    )


@dataclass(frozen=True, kw_only=True)
class LocalActContext(ActContext):
    """Terms of положения, правила and порядки."""

    parameters: Parameters = term("параметры", "Лист «Параметры актов».")
    is_base: bool = term("базовая", "Хотя бы в одном договоре — базовая организация.")
    teaches_part: bool = term("ведёт_часть", "Хотя бы в одном договоре ведёт часть программы.")
    lends: bool = term("даёт_ресурсы", "Хотя бы в одном договоре только предоставляет ресурсы.")
    distance: bool = term("дистанционно", "Среди её сетевых программ есть дистанционные.")
    paid: bool = term("платно", "Есть положение о платных услугах.")
    ages: tuple[AgeContext, ...] = term("возрасты", "Режим по возрастным группам.")


class ActDrafting:
    """One act being composed: its rows, its approvals, and what it lacks so far."""

    def __init__(self, act: LocalAct, tables: Tables, dictionary: Dictionary) -> None:
        self.act = act
        self.tables = tables
        self.wording = Wording(dictionary)
        self.shortfalls = Shortfalls()
        self.shortfalls.check_required(act)
        self.settings = self.shortfalls.settings_of(act, tables)
        found = self.shortfalls.follow(act, "organisation", tables)
        self.organisation = found if isinstance(found, Organisation) else None
        found = self.shortfalls.follow(act, "responsible", tables)
        self.responsible = found if isinstance(found, Person) else None

    @property
    def failed(self) -> bool:
        return self.shortfalls.stop

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return [*self.shortfalls.diagnostics, *self.wording.diagnostics]

    def common(self) -> dict[str, Any]:
        """Values of the fields of ``ActContext``; to be asked for only when nothing failed."""
        act, organisation, responsible = self.act, self.organisation, self.responsible
        if organisation is None or responsible is None:
            raise ValueError("an act that failed has no context")
        return {
            "act": act,
            "settings": self.settings,
            "acts": citations(self.tables),
            "organisation": organisation,
            "organisation_genitive": self.wording.organisation(organisation, Case.GEN),
            "responsible": person_context(responsible, self.tables, self.wording),
            "approvals": self._approvals(organisation),
        }

    def parameter(self, name: ActParameterName) -> tuple[Settled, ...]:
        """What holds for this act; a value that can't be read is a gap with its cell."""
        found = settled(self.act, name, self.tables)
        for one in found:
            if one.value is None and one.row is not None:
                self.shortfalls.say(
                    one.row,
                    "value",
                    f"«{name}»: в ячейке не {one.rule.wanted_words}",
                    f"впишите, например: {one.rule.wanting}",
                    one.rule.norm,
                )
        return found

    def lacking(self, rule: ParameterRule, what: str = "") -> None:
        """Say that a parameter is not settled; the row of the act is where the clerk looks."""
        self.shortfalls.say(
            self.act,
            "kind",
            f"нет параметра «{rule.name}»{what}",
            f"добавьте строку на лист «Параметры актов», например: {rule.wanting}",
            rule.norm,
        )

    def _approvals(self, organisation: Organisation) -> tuple[ApprovalRowContext, ...]:
        """Adopted and approved on one level, opinions under them (LNA-01, LNA-02)."""
        act = self.act
        gender = GENDERS[act.kind]
        approved = by_paper(
            approved_word(gender),
            "приказом",
            organisation.short_name,
            number=act.order_number,
            date=act.order_date,
            year=self._year,
        )
        rows = [ApprovalRowContext(left=self._adopted(gender), right=approved)]
        opinions = [
            self._decided("С УЧЁТОМ МНЕНИЯ", whose, number, date)
            for attribute, whose, number, date in (
                (
                    "students_number",
                    "совета обучающихся",
                    act.students_number,
                    act.students_date,
                ),
                (
                    "parents_number",
                    "совета родителей (законных представителей)",
                    act.parents_number,
                    act.parents_date,
                ),
            )
            if attribute not in act.not_applicable
        ]
        return (*rows, *in_rows(opinions))

    def _adopted(self, gender: Gender) -> ApprovalContext | None:
        council = self.act.council
        if not council:
            return None
        by = self.wording.dictionary.post(council[:1].lower() + council[1:], Case.INS).text
        word = agree_short("принят", gender).upper()
        return self._decided(word, by, self.act.council_number, self.act.council_date)

    def _decided(
        self, word: str, body: str, number: str | None, date: datetime.date | None
    ) -> ApprovalContext:
        paper = dated_and_numbered(number, date, self._year)
        return ApprovalContext(
            word=word, lines=(f"{body}, протокол",), signature=None, date_line=paper
        )

    @property
    def _year(self) -> str:
        """The year in the blank of a date that a person will write."""
        return f"{self.act.effective:%Y}" if self.act.effective else NO_YEAR


def build(
    subject: LocalAct, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[LocalActContext | None, list[Diagnostic]]:
    """The context of one act, or ``None`` and what it lacks, cell by cell."""
    draft = ActDrafting(subject, tables, dictionary)
    parameters = parameters_of(draft)
    ages = _ages(draft) if subject.kind is ActKind.REGIME else ()
    if draft.failed:
        return None, draft.diagnostics
    roles = _roles(draft)
    own = [
        tables.find(Programme, agreement.programme)
        for agreement in network_agreements_of(subject.organisation, tables)
    ]
    context = LocalActContext(
        **draft.common(),
        parameters=parameters,
        is_base=PartyRole.BASE in roles,
        teaches_part=PartyRole.TEACHING in roles,
        lends=PartyRole.RESOURCE in roles,
        distance=any(programme.distance for programme in own if programme is not None),
        paid=any(
            act.kind is ActKind.PAID
            for act in tables.referring(LocalAct, "organisation", subject.organisation)
        ),
        ages=ages,
    )
    return context, draft.diagnostics


def act_sources(act: LocalAct, tables: Tables) -> tuple[Record, ...]:
    """The act's row, whose it is, who answers for it, and the parameters that hold for it."""
    organisation = tables.find(Organisation, act.organisation)
    parameters = [
        one.row
        for rule in parameter_rules().values()
        if act.kind in rule.acts
        for one in settled(act, rule.name, tables)
    ]
    return distinct(
        [
            act,
            tables.only(Settings),
            organisation,
            tables.find(Person, act.responsible),
            *parameters,
        ]
    )


def act_names(act: LocalAct, tables: Tables) -> Mapping[str, str]:
    """Words for the file name: whose act it is."""
    organisation = tables.find(Organisation, act.organisation)
    name = organisation.short_name if organisation else act.organisation
    return {"чей": str(name or "")}


def act_period(act: LocalAct, run_day: datetime.date) -> tuple[datetime.date, datetime.date | None]:
    """When the law of an act is judged and its last day in force, where it has one."""
    return act.judged_on(run_day), act.ends


def _roles(draft: ActDrafting) -> frozenset[PartyRole]:
    """What the organisation is in network agreements; before the first one, all it may become."""
    found = network_roles(draft.act.organisation, draft.tables)
    teaches = draft.organisation is not None and draft.organisation.teaches
    may_be = {PartyRole.BASE, PartyRole.TEACHING} if teaches else {PartyRole.RESOURCE}
    return found or frozenset(may_be)


def parameters_of(draft: ActDrafting) -> Any:
    """Values of «параметры»; those that acts of this kind don't print stay empty."""
    values: dict[str, Any] = {}
    needed = wanted(draft.act, draft.tables)
    for rule in parameter_rules().values():
        if rule.by:
            continue
        found = draft.parameter(rule.name) if draft.act.kind in rule.acts else ()
        if not found and rule in needed:
            draft.lacking(rule)
        value: Any = found[0].value if found else None
        if rule.value_type is ValueType.TIME and value is not None:
            value = shown(value)
        if rule.value_type is ValueType.NUMBER and value is not None:
            value = amount(value, rule.unit)
        if rule.value_type is ValueType.ITEMS and value is None:
            value = ()
        values[_attribute(rule)] = value
    return Parameters(**values)


def _ages(draft: ActDrafting) -> tuple[AgeContext, ...]:
    """A row for each age group; each of them needs all four figures."""
    figures = {
        "lesson": ActParameterName.LESSON_MINUTES,
        "rest": ActParameterName.BREAK_MINUTES,
        "lessons": ActParameterName.LESSONS_A_DAY,
        "group": ActParameterName.GROUP_SIZE,
    }
    found = {
        field: {one.subject: one.value for one in draft.parameter(name)}
        for field, name in figures.items()
    }
    ages = dict.fromkeys(age for values in found.values() for age in values)
    rules = parameter_rules()
    for field, name in figures.items():
        if not ages:
            draft.lacking(rules[name])
        for age in ages:
            if age not in found[field]:
                draft.lacking(rules[name], f" для возраста «{age}»" if age else "")
    if draft.failed:
        return ()
    rows: list[dict[str, Any]] = [
        {"age": age, **{field: found[field][age] for field in figures}} for age in ages
    ]
    return tuple(AgeContext(**row) for row in rows)


LOCAL_ACT = Builder(
    record=LocalAct,
    context_of=lambda record, sheets: LocalActContext,
    build=build,
    sources=act_sources,
    names=act_names,
    name_fields=("чей",),
    period=act_period,
)
"""Положения, правила и порядки организации."""
