"""Дорожная карта and the other plans of the network (MAP): one row of «Дорожные карты» each."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic
from docgen.documents.acts import citations
from docgen.documents.approvals import (
    AGREED,
    AnnexMarkContext,
    ApprovalContext,
    ApprovalRowContext,
    annex_mark,
    approved_word,
    by_paper,
    by_person,
    in_rows,
)
from docgen.documents.blanks import NO_YEAR
from docgen.documents.builder import Builder, distinct
from docgen.documents.shortfalls import Shortfalls
from docgen.documents.wording import Wording, signature, upper_first
from docgen.records.directory import Organisation, Person, Settings
from docgen.records.roadmap import Measure, Roadmap, RoadmapApproval, Task
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import ApprovalWay, ApprovingPaper, PlanKind
from docgen.russian import EMPTY, Case, Dictionary, Gender, date_long, initials_after


@dataclass(frozen=True, kw_only=True)
class MeasureContext:
    """Мероприятие: a row of the plan's table or one of its sections."""

    number: str = term("номер", "Как в столбце «Номер», без точки.")
    title: str = term("наименование", "Без знака в конце.")
    points: tuple[str, ...] = term("подпункты", "Без знаков в конце.")
    executors: str = term(
        "исполнители",
        "«Методист МОЦ – Косолапова В.Л., руководители ОО»: люди, за ними группы, через запятую.",
    )
    organisations: str = term("организации", "Сокращённые наименования через запятую.")
    period: str | None = term("срок", "Словами из столбца «Срок».")
    place: str | None = term("место")
    audience: str | None = term("участники")
    form: str | None = term("форма")
    result: str | None = term("результат")
    result_items: tuple[str, ...] = term("состав_результата", "Без знаков в конце.")


@dataclass(frozen=True, kw_only=True)
class AuthorContext:
    """Составитель, as he signs."""

    post: str = term("должность", "Для подписи, с прописной буквы.")
    signature: str = term("подпись", "«Е.В. Каргапольцева».")


@dataclass(frozen=True, kw_only=True)
class RoadmapContext:
    """Terms of a plan; whichever kind it is, the template takes what it shows."""

    plan: Roadmap = term("план", "Строка листа «Дорожные карты».")
    acts: Mapping[str, str] = term("акты", "Ссылки на акты по ключу.")
    approvals: tuple[ApprovalRowContext, ...] = term(
        "грифы", "«УТВЕРЖДАЮ» или «УТВЕРЖДЕНА …», по два на одном уровне."
    )
    agreed: tuple[ApprovalRowContext, ...] = term("согласования", "Грифы «СОГЛАСОВАНО».")
    annex_mark: AnnexMarkContext | None = term(
        "отметка", "Чьё это приложение; пусто у плана с грифом."
    )
    period: str = term("период", "«на 2026/2027 учебный год»; у плана без сроков пусто.")
    tasks: tuple[str, ...] = term("задачи", "По порядку, без знаков в конце.")
    measures: tuple[MeasureContext, ...] = term("мероприятия", "По порядку строк.")
    results_number: int = term("номер_итогов", "Следующий после последнего мероприятия.")
    author: AuthorContext | None = term("составитель", "Кто подписывает план внизу.")


def build(
    subject: Roadmap, tables: Tables, dictionary: Dictionary = EMPTY
) -> tuple[RoadmapContext | None, list[Diagnostic]]:
    """The context of one plan, or ``None`` and what it lacks."""
    return _Plan(subject, tables, dictionary).context()


class _Plan:
    """One plan being composed, and what went wrong so far."""

    def __init__(self, plan: Roadmap, tables: Tables, dictionary: Dictionary) -> None:
        self.plan = plan
        self.tables = tables
        self.wording = Wording(dictionary)
        self.shortfalls = Shortfalls()

    def context(self) -> tuple[RoadmapContext | None, list[Diagnostic]]:
        plan, tables = self.plan, self.tables
        self.shortfalls.check_required(plan)
        approvals = tables.referring(RoadmapApproval, "plan", plan.code)
        tasks = tables.referring(Task, "plan", plan.code)
        measures = tables.referring(Measure, "plan", plan.code)
        for row in (*approvals, *tasks, *measures):
            self.shortfalls.check_required(row)
        if not measures:
            self._say("в плане нет ни одного мероприятия", "лист «Мероприятия»", "MAP-06")
        if not any(row.way is not ApprovalWay.AGREED for row in approvals):
            self._say("не указано, кто утверждает план", "лист «Утверждение»", "MAP-01")
        author = self._person(plan, "author") if plan.author else None
        agreed = [self._by_person(row, AGREED) for row in approvals if _agrees(row)]
        approving = [self._approving(row) for row in approvals if _approves(row)]
        annex = [self._annex(row) for row in approvals if row.way is ApprovalWay.ANNEX]
        shown = tuple(self._measure(row) for row in measures)
        if self.shortfalls.stop:
            return None, self.shortfalls.diagnostics
        context = RoadmapContext(
            plan=plan,
            acts=citations(self.tables),
            approvals=in_rows([found for found in approving if found]),
            agreed=in_rows([found for found in agreed if found]),
            annex_mark=annex[0] if annex else None,
            period=period_words(plan),
            tasks=tuple(row.text for row in tasks),
            measures=shown,
            results_number=_next_number(shown),
            author=self._author(author) if author else None,
        )
        return context, self.wording.diagnostics

    def _say(self, message: str, place: str, norm: str) -> None:
        self.shortfalls.say(self.plan, "code", message, f"добавьте строку на {place}", norm)

    def _person(self, row: Record, attribute: str) -> Person | None:
        found = self.shortfalls.follow(row, attribute, self.tables)
        if not isinstance(found, Person):
            return None
        self.shortfalls.check_required(found)
        return found

    def _year(self) -> str:
        """The year of a blank date: a plan is approved before it begins, so not after it."""
        return f"{self.plan.start:%Y}" if self.plan.start else NO_YEAR

    def _by_person(self, row: RoadmapApproval, word: str) -> ApprovalContext | None:
        person = self._person(row, "person")
        if person is None:
            return None
        organisation = self.tables.find(Organisation, person.organisation)
        return by_person(
            person,
            organisation,
            self.wording,
            word=word,
            post=row.post,
            date=row.date,
            year=self._year(),
        )

    def _approving(self, row: RoadmapApproval) -> ApprovalContext | None:
        if row.way is ApprovalWay.PERSON:
            return self._by_person(row, str(ApprovalWay.PERSON))
        paper = _PAPERS[row.paper][Case.INS] if row.paper else ""
        return by_paper(
            approved_word(_GENDERS[self.plan.kind]),
            paper,
            self._issuer(row),
            number=row.number,
            date=row.date,
            year=self._year(),
        )

    def _annex(self, row: RoadmapApproval) -> AnnexMarkContext:
        return annex_mark(
            _PAPERS[row.paper][Case.DAT] if row.paper else "",
            self._issuer(row),
            annex_number=row.annex_number,
            number=row.number,
            date=row.date,
            year=self._year(),
        )

    def _issuer(self, row: RoadmapApproval) -> str:
        """Who issued the approving paper, in the genitive."""
        if row.issuer_genitive:
            return row.issuer_genitive
        settings = self.tables.only(Settings)
        code = row.issuer or (settings.authority if settings else None)
        organisation = self.tables.find(Organisation, code)
        if organisation is None:
            self.shortfalls.say(
                row,
                "issuer",
                "не указано, кто издал документ об утверждении",
                "впишите код организации или заполните «Орган управления» в настройках",
                "MAP-01, MAP-10",
            )
            return ""
        return self.wording.organisation(organisation, Case.GEN)

    def _author(self, person: Person) -> AuthorContext:
        organisation = self.tables.find(Organisation, person.organisation)
        post = self.plan.author_post or self.wording.post_in_text(person, organisation)
        return AuthorContext(post=upper_first(post), signature=signature(person))

    def _measure(self, row: Measure) -> MeasureContext:
        organisations = (self.tables.find(Organisation, code) for code in row.organisations)
        return MeasureContext(
            number=row.number.rstrip(".") if row.number else "",
            title=row.title,
            points=row.points,
            executors=upper_first(", ".join(executors_of(row, self.tables, self.wording))),
            organisations=", ".join(found.short_name for found in organisations if found),
            period=row.term,
            place=row.place,
            audience=row.audience,
            form=row.form,
            result=row.result,
            result_items=row.result_items,
        )


_GENDERS: Mapping[PlanKind, Gender] = {
    PlanKind.ROADMAP: Gender.F,
    PlanKind.ANNEX: Gender.M,
    PlanKind.INTERACTION: Gender.M,
    PlanKind.EVENTS: Gender.M,
}
_PAPERS: Mapping[ApprovingPaper, Mapping[Case, str]] = {
    ApprovingPaper.ORDER: {Case.INS: "приказом", Case.DAT: "приказу"},
    ApprovingPaper.DIRECTIVE: {Case.INS: "распоряжением", Case.DAT: "распоряжению"},
    ApprovingPaper.RESOLUTION: {Case.INS: "постановлением", Case.DAT: "постановлению"},
    ApprovingPaper.PROTOCOL: {Case.INS: "протоколом", Case.DAT: "протоколу"},
}


def _next_number(measures: tuple[MeasureContext, ...]) -> int:
    """The number of what stands after the last section; sections without numbers are counted."""
    last = measures[-1].number if measures else ""
    return (int(last) if last.isdecimal() else len(measures)) + 1


def _agrees(row: RoadmapApproval) -> bool:
    return row.way is ApprovalWay.AGREED


def _approves(row: RoadmapApproval) -> bool:
    return row.way in (ApprovalWay.PERSON, ApprovalWay.PAPER)


def executors_of(measure: Measure, tables: Tables, wording: Wording) -> tuple[str, ...]:
    """Who answers for a measure: «методист МОЦ – Косолапова В.Л.», «руководители ОО».

    People first, in the order of their cell, then groups. Nobody for a code that leads nowhere.
    """
    people = []
    for code in measure.executors:
        person = tables.find(Person, code)
        if person is not None:
            organisation = tables.find(Organisation, person.organisation)
            name = initials_after(person.surname, person.first_name, person.patronymic or "")
            people.append(f"{wording.post_in_text(person, organisation)} – {name}")
    return (*people, *measure.groups)


def period_words(plan: Roadmap) -> str:
    """«на 2026/2027 учебный год», «на период с … по …»; empty where no dates are given."""
    if plan.period:
        return plan.period
    if plan.start is None or plan.end is None:
        return ""
    return f"на период с {date_long(plan.start)} по {date_long(plan.end)}"


def _sources(subject: Roadmap, tables: Tables) -> tuple[Record, ...]:
    """The plan with its rows and everybody named in them: a fault in any of them holds it."""
    approvals = tables.referring(RoadmapApproval, "plan", subject.code)
    measures = tables.referring(Measure, "plan", subject.code)
    people = [subject.author, *(row.person for row in approvals)]
    people += [code for row in measures for code in row.executors]
    organisations = [code for row in measures for code in row.organisations]
    organisations += [row.issuer for row in approvals if row.issuer]
    found: list[Record | None] = [subject, tables.only(Settings), *approvals]
    found += [*tables.referring(Task, "plan", subject.code), *measures]
    for person in (tables.find(Person, code) for code in people):
        found.append(person)
        if person is not None and person.organisation:
            found.append(tables.find(Organisation, person.organisation))
    found += [tables.find(Organisation, code) for code in organisations]
    return distinct(found)


def _period(plan: Roadmap, run_day: datetime.date) -> tuple[datetime.date, datetime.date | None]:
    return plan.judged_on(run_day), plan.end


ROADMAP = Builder(
    record=Roadmap,
    context_of=lambda record, sheets: RoadmapContext,
    build=build,
    sources=_sources,
    period=_period,
)
