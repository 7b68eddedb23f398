"""``docgen status FOLDER``: how far the measures of the roadmap have come, and what is late."""

from __future__ import annotations

import datetime
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.awaited import awaited_lines, days_option, reminder_lines, write_reminders
from docgen.cli.making import dictionary_option, json_option, order_of_books
from docgen.cli.report import as_json, diagnostic_lines, in_reading_order
from docgen.cli.wording import RussianCommand, day_of

if TYPE_CHECKING:
    from docgen.documents.measures import MeasurePapers, MeasureStatus
    from docgen.pipeline import PaperState, Standing
    from docgen.records.paper_tables import PaperTable

_WIDTH = 80
_HEADINGS = ("№", "Срок до", "Состояние", "Проср., дн.", "нужно", "сост.", "согл.", "подп.")
_COLUMNS = (6, 10, 11, 11, 5, 5, 5, 5)
_NUMBERS_FROM = 3
_SHOWN = 20
_INDENT = " " * 8
_TITLE = "Исполнение дорожной карты"


@click.command(
    cls=RussianCommand,
    name="status",
    help="Показать по каждому мероприятию дорожной карты срок, исполнителей, сколько бумаг "
    "нужно, составлено, согласовано и подписано и что просрочено; внизу — в каком состоянии "
    "каждая бумага и что отправлено, но не вернулось. Книги берутся из папки (без папки — inputs), "
    "готовое — из папки бумаг. Бумаги не меняются.",
    epilog="Пример: docgen status inputs --on 15.12.2026",
)
@click.argument("folder", metavar="[ПАПКА]", default="inputs")
@click.option("--on", "day", metavar="ДАТА", help="На какой день (по умолчанию сегодня).")
@click.option("--xlsx", "target", metavar="ФАЙЛ", help="Записать то же таблицей Excel.")
@click.option(
    "--reminders", metavar="ПАПКА", help="Записать черновики напоминаний опоздавшим (.eml)."
)
@days_option
@json_option
@dictionary_option
@click.option("--out", default="out", metavar="ПАПКА", help="Где лежат бумаги (out).")
@click.option(
    "--templates",
    metavar="ПАПКА",
    help="Шаблоны; по умолчанию templates_docx здесь или из поставки.",
)
def command(
    folder: str,
    day: str | None,
    target: str | None,
    reminders: str | None,
    days: int,
    machine: bool,
    dictionary: str | None,
    out: str,
    templates: str | None,
) -> int:
    """Read, count and tell; written are the sheet and the reminders that are asked for."""
    from docgen.cli.places import papers_folder
    from docgen.cli.writing import require_place
    from docgen.diagnostics import Refusal
    from docgen.pipeline import papers_with_states, stand_of_measures
    from docgen.workbook.folders import books_of_folder

    if target is not None:
        require_place(Path(target), "--xlsx")
    books = books_of_folder(Path(folder))
    if "roadmap" not in books.stems:
        raise Refusal(
            f"в папке {folder} нет книги с дорожной картой",
            hint="положите туда roadmap.xlsx; пустую делает docgen blank roadmap",
            exit_code=2,
        )
    moment = datetime.datetime.now().astimezone()
    on = day_of(day, "--on") or moment.date()
    order = order_of_books(books.ours, papers_folder(out), moment, templates, dictionary)
    standings, not_back, outcome = stand_of_measures(order, on, days)
    errors = [d for d in in_reading_order(outcome.diagnostics) if d.is_error]
    code = EXIT_DATA if errors else EXIT_DONE
    if target is not None:
        _write(Path(target), standings, on)
    papers = papers_with_states(Path(out), moment)
    written = write_reminders(reminders, not_back)
    if machine:
        plans = [_as_values(standing) for standing in standings]
        click.echo(
            as_json(
                command="status",
                on=on,
                exit_code=code,
                plans=plans,
                papers=papers,
                awaited=not_back.papers,
                prepared=not_back.prepared,
                reminders=[str(path) for path, _, _ in written],
                diagnostics=errors,
            )
        )
        return code
    for error in errors:
        for line in diagnostic_lines(error):
            click.echo(line, err=True)
    for standing in standings:
        for line in _lines(standing, on):
            click.echo(line)
    for line in _by_state(papers):
        click.echo(line)
    if not_back.papers or not_back.prepared:
        click.echo("")
        for line in awaited_lines(not_back, _SHOWN):
            click.echo(line)
    for line in reminder_lines(written):
        click.echo(line)
    if target is not None:
        click.echo(f"Таблица: {target}")
    return code


# --- on the terminal -----------------------------------------------------------------------------


def _lines(standing: Standing, on: datetime.date) -> Iterator[str]:
    from docgen.records.vocabulary import PlanKind

    plan = standing.plan
    words = {PlanKind.ROADMAP: "Дорожная карта", PlanKind.EVENTS: "План-график"}
    head = f"{plan.code}. {words.get(plan.kind, 'План')} {plan.title}, на {on:%d.%m.%Y}"
    yield from textwrap.wrap(head, _WIDTH)
    yield ""
    yield _row(_HEADINGS)
    for measure in standing.measures:
        yield _row(_cells(measure))
        for text in (measure.title, measure.executors):
            yield from textwrap.wrap(
                text, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT
            )
        for group in measure.papers:
            counts = "/".join(map(str, _counts([group])))
            yield from _indented(f"– {group.title}: {counts}", _INDENT + "  ")
    yield ""
    yield from _totals(standing.measures)
    yield ""


def _by_state(papers: Sequence[PaperState]) -> Iterator[str]:
    """How many papers are in each state, in the order of their life; those under way by name."""
    from docgen.register.states import State

    if not papers:
        return
    for state in State:
        found = [paper for paper in papers if paper.state == state]
        if not found:
            continue
        yield f"{state}: {len(found)}"
        if state is State.DRAFT:
            continue
        for paper in found[:_SHOWN]:
            number = f" № {paper.number}" if paper.number else ""
            since = f", с {paper.since[8:10]}.{paper.since[5:7]}.{paper.since[:4]}"
            yield f"  {paper.path}{number}{since if paper.since else ''}"
        if len(found) > _SHOWN:
            yield f"  и ещё {len(found) - _SHOWN}"


def _indented(text: str, further: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=_INDENT, subsequent_indent=further)


def _row(cells: Sequence[str]) -> str:
    placed = [
        text.rjust(width) if number >= _NUMBERS_FROM else text.ljust(width)
        for number, (text, width) in enumerate(zip(cells, _COLUMNS, strict=True))
    ]
    return "  ".join(placed).rstrip()


def _cells(measure: MeasureStatus) -> tuple[str, ...]:
    late = str(measure.late_days) if measure.late else "–"
    ends = f"{measure.ends:%d.%m.%Y}" if measure.ends else "–"
    counts = _counts(measure.papers)
    return (measure.number, ends, str(measure.standing), late, *(map(str, counts)))


def _counts(papers: Sequence[MeasurePapers]) -> tuple[int, int, int, int]:
    return (
        sum(group.due for group in papers),
        sum(group.drafted for group in papers),
        sum(group.approved for group in papers),
        sum(group.signed for group in papers),
    )


def _totals(measures: Sequence[MeasureStatus]) -> Iterator[str]:
    by_standing = Counter(str(measure.standing) for measure in measures)
    words = [f"Мероприятий: {len(measures)}", *(f"{w}: {n}" for w, n in by_standing.items())]
    yield ", ".join(words)
    # A kind of paper may be the result of several measures.
    kinds = {group.kind: group for measure in measures for group in measure.papers}
    due, drafted, approved, signed = _counts(list(kinds.values()))
    yield f"Бумаг: нужно {due}, составлено {drafted}, согласовано {approved}, подписано {signed}"
    late = [measure.number for measure in measures if _is_overdue(measure)]
    yield from textwrap.wrap(f"Просрочено: {', '.join(late) or 'нет'}", _WIDTH)


def _is_overdue(measure: MeasureStatus) -> bool:
    """Late and still to be done: what was done late can't be hurried any more."""
    from docgen.documents.measures import MeasureStanding

    return measure.late and measure.standing is not MeasureStanding.DONE


# --- as values and as a sheet --------------------------------------------------------------------


def _as_values(standing: Standing) -> dict[str, Any]:
    return {
        "code": standing.plan.code,
        "title": standing.plan.title,
        "measures": [
            {
                "number": measure.number,
                "title": measure.title,
                "executors": measure.executors,
                "term": measure.period,
                "begins": measure.begins,
                "ends": measure.ends,
                "standing": str(measure.standing),
                "late_days": measure.late_days,
                "overdue": _is_overdue(measure),
                "papers": list(measure.papers),
            }
            for measure in standing.measures
        ],
    }


def _write(path: Path, standings: Sequence[Standing], on: datetime.date) -> None:
    from docgen.cli.writing import write_asked
    from docgen.workbook.registers import register_bytes

    content = register_bytes(_TITLE, [_table(s) for s in standings], mark=f"на {on:%d.%m.%Y}")
    write_asked(path, content, "--xlsx")


def _table(standing: Standing) -> PaperTable:
    """A row for each kind of paper of a measure, one for a measure without papers."""
    from docgen.records.paper_tables import PaperTable

    rows = []
    for measure in standing.measures:
        head = (
            measure.number,
            measure.title,
            measure.executors,
            measure.period or "",
            *(f"{day:%d.%m.%Y}" if day else "" for day in (measure.begins, measure.ends)),
            str(measure.standing),
            str(measure.late_days) if measure.late else "",
        )
        tail = (measure.paper or "", measure.comment or "")
        rows += [
            (*head, group.title, *map(str, _counts([group])), *tail) for group in measure.papers
        ] or [(*head, "", "", "", "", "", *tail)]
    heading = (
        *("№", "Мероприятие", "Исполнители", "Срок", "Начало", "Окончание", "Состояние"),
        *("Просрочено, дней", "Вид бумаги", "Нужно", "Составлено", "Согласовано", "Подписано"),
        *("Документ", "Примечание"),
    )
    return PaperTable(f"{standing.plan.code}", heading, tuple(rows))
