"""How far the measures of a plan have come: terms, executors, papers due and made, what is late.

Pure: what has been made is an argument, so that the command ``status``, the monitoring report and
a test ask the same question. «Виды бумаг» of a measure name the kinds that are its result (MAP-07).
"""

from __future__ import annotations

import datetime
import enum
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from docgen.diagnostics import Diagnostic, diagnose
from docgen.documents.kinds import Kind, load_kinds, meant
from docgen.documents.plan import PlannedPaper
from docgen.documents.roadmap import executors_of
from docgen.documents.wording import Wording, upper_first
from docgen.records.directory import Settings
from docgen.records.roadmap import Measure, Progress, Roadmap
from docgen.records.spelling import name_key
from docgen.records.tables import Tables
from docgen.records.terms import term
from docgen.records.vocabulary import MeasureState
from docgen.russian import EMPTY, Dictionary
from docgen.russian.periods import term_dates


class PaperStage(enum.IntEnum):
    """How far a paper has come; a later stage includes the earlier ones."""

    DRAFTED = 1
    APPROVED = 2
    SIGNED = 3


def stage_of(state: str) -> PaperStage | None:
    """The stage of a paper in this state of the register; ``None`` for one that was cancelled."""
    if state == "отменён":
        return None
    later = {
        "согласован": PaperStage.APPROVED,
        "зарегистрирован": PaperStage.APPROVED,
        "отправлен": PaperStage.APPROVED,
        "подписан": PaperStage.SIGNED,
    }
    return later.get(state, PaperStage.DRAFTED)


class MeasureStanding(enum.StrEnum):
    """What is to be said of a measure on a day."""

    AHEAD = "не начато"
    UNDER_WAY = "в работе"
    DONE = "исполнено"
    CANCELLED = "отменено"


@dataclass(frozen=True, kw_only=True)
class MeasurePapers:
    """Papers of one kind that are the result of a measure; each count includes the next."""

    kind: str = term("вид", "Код вида бумаги.")
    title: str = term("наименование")
    due: int = term("нужно", "Сколько таких бумаг просят таблицы.")
    drafted: int = term("составлено")
    approved: int = term("согласовано")
    signed: int = term("подписано")


@dataclass(frozen=True, kw_only=True)
class MeasureStatus:
    """One measure on one day."""

    measure: Measure = term("строка", "Строка листа «Мероприятия».")
    number: str = term("номер")
    title: str = term("наименование")
    executors: str = term("исполнители", "Должности и фамилии через запятую.")
    period: str | None = term("срок", "Словами из плана.")
    begins: datetime.date | None = term("начало", "По сроку; пусто, если сказано только «до».")
    ends: datetime.date | None = term("окончание", "По сроку или по новому сроку.")
    standing: MeasureStanding = term("состояние", "«не начато», «в работе», «исполнено» …")
    late_days: int = term("просрочено_дней", "0, если срок не нарушен.")
    done_on: datetime.date | None = term("исполнено_когда")
    comment: str | None = term("примечание", "Из последней отметки.")
    paper: str | None = term("документ", "Из последней отметки.")
    papers: tuple[MeasurePapers, ...] = term("бумаги", "По видам из столбца «Виды бумаг».")

    @property
    def late(self) -> bool:
        return self.late_days > 0


_NO_KINDS: Mapping[str, Kind] = MappingProxyType({})
_NOTHING_MADE: Mapping[str, PaperStage] = MappingProxyType({})


def measure_statuses(
    plan: Roadmap,
    tables: Tables,
    on: datetime.date,
    *,
    kinds: Mapping[str, Kind] = _NO_KINDS,
    planned: Collection[str] = (),
    made: Mapping[str, PaperStage] = _NOTHING_MADE,
    dictionary: Dictionary = EMPTY,
) -> tuple[MeasureStatus, ...]:
    """Every measure of a plan as it stands on a day, in the order of rows.

    ``planned`` are identities of the papers that the rows ask for (``PlannedPaper.identity``),
    ``made`` maps identity → stage of those that are there. Without ``kinds`` no papers are told.
    """
    wording = Wording(dictionary)
    due = Counter(identity.partition(":")[0] for identity in planned)
    reached = Counter(
        (identity.partition(":")[0], stage)
        for identity, whole in made.items()
        for stage in PaperStage
        if stage <= whole
    )
    known = kinds_by_name(kinds)
    found = []
    for measure in tables.referring(Measure, "plan", plan.code):
        named = [known.get(name_key(text)) for text in measure.papers]
        papers = tuple(
            MeasurePapers(
                kind=kind.id,
                title=kind.title,
                due=due[kind.id],
                drafted=reached[kind.id, PaperStage.DRAFTED],
                approved=reached[kind.id, PaperStage.APPROVED],
                signed=reached[kind.id, PaperStage.SIGNED],
            )
            for kind in named
            if kind is not None
        )
        found.append(_status(measure, papers, tables, wording, on))
    return tuple(found)


def plans_of_the_year(tables: Tables) -> tuple[Roadmap, ...]:
    """Plans whose period meets the school year of «Настройки»; all without a year.

    A school year is counted from the June in which it is prepared to the August in which it ends.
    """
    settings = tables.only(Settings)
    plans = tables.of(Roadmap)
    if settings is None or not settings.academic_year:
        return plans
    year = int(settings.academic_year[:4])
    first, last = datetime.date(year, 6, 1), datetime.date(year + 1, 8, 31)
    return tuple(p for p in plans if p.start and p.end and p.start <= last and p.end >= first)


def kinds_by_name(kinds: Mapping[str, Kind]) -> Mapping[str, Kind]:
    """Kinds by what a clerk may call them: the id or the title."""
    return {name_key(name): kind for kind in kinds.values() for name in (kind.id, kind.title)}


def unknown_results(
    planned: Collection[PlannedPaper], tables: Tables, templates: Path
) -> list[Diagnostic]:
    """Warnings of «Виды бумаг» that name no kind: their measures would never be done (MAP-07).

    Only where plans are made; ``templates`` is the folder that holds all kinds of the office.
    """
    if not any(paper.kind.record is Roadmap for paper in planned):
        return []
    kinds, _ = load_kinds(templates)
    known = kinds_by_name(kinds)
    titles = [kind.title for kind in kinds.values()]
    return [
        diagnose(
            "result-kind-unknown",
            measure.origin.at("papers"),
            f"нет вида бумаги «{text}»",
            hint=meant(text, titles)
            or "впишите название вида, как оно стоит в файле .toml рядом с шаблоном",
            value=text,
            norm="MAP-07",
        )
        for measure in tables.of(Measure)
        for text in measure.papers
        if name_key(text) not in known
    ]


def _status(
    measure: Measure,
    papers: tuple[MeasurePapers, ...],
    tables: Tables,
    wording: Wording,
    on: datetime.date,
) -> MeasureStatus:
    entries = [e for e in tables.referring(Progress, "measure", measure.code) if e.date <= on]
    entries.sort(key=lambda entry: entry.date)
    last = entries[-1] if entries else None
    dates = term_dates(measure.term, measure.begins, measure.ends)
    postponed = [entry.new_end for entry in entries if entry.new_end]
    ends = postponed[-1] if postponed else (dates.ends if dates else None)
    standing = _standing(last, papers)
    done_on = last.date if last and last.state is MeasureState.DONE else None
    late = 0
    if ends is not None and standing is not MeasureStanding.CANCELLED:
        # Done by its papers alone, nobody said when: the term is not counted as broken.
        until = done_on if standing is MeasureStanding.DONE else on
        late = max((until - ends).days, 0) if until else 0
    return MeasureStatus(
        measure=measure,
        number=measure.number,
        title=measure.title,
        executors=upper_first(", ".join(executors_of(measure, tables, wording))),
        period=measure.term,
        begins=dates.begins if dates else None,
        ends=ends,
        standing=standing,
        late_days=late,
        done_on=done_on,
        comment=last.comment if last else None,
        paper=last.paper if last else None,
        papers=papers,
    )


def _standing(last: Progress | None, papers: tuple[MeasurePapers, ...]) -> MeasureStanding:
    """What the last entry says; without one that closes the measure, what its papers do."""
    if last is not None and last.state is MeasureState.CANCELLED:
        return MeasureStanding.CANCELLED
    if last is not None and last.state is MeasureState.DONE:
        return MeasureStanding.DONE
    if papers and all(group.due and group.signed >= group.due for group in papers):
        return MeasureStanding.DONE
    if last is not None or any(group.drafted for group in papers):
        return MeasureStanding.UNDER_WAY
    return MeasureStanding.AHEAD
