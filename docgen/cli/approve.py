"""``docgen approve FILES``: «ПРОЕКТ» goes, the paper is frozen."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.making import json_option
from docgen.cli.report import as_json, diagnostic_lines, in_reading_order, tally
from docgen.cli.who import name_of, who_option
from docgen.cli.wording import RussianCommand

if TYPE_CHECKING:
    from docgen.approving import Done


@click.command(
    cls=RussianCommand,
    name="approve",
    help="Согласовать бумаги: снять пометку «ПРОЕКТ» и закрыть их от изменений. Бумага с "
    "неснятыми замечаниями, непринятыми исправлениями или примечаниями не согласуется. КОД строки "
    "берёт все её бумаги (договор, список детей, лист согласования), ФАЙЛ — одну. "
    "Прежний файл остаётся в папке «прежние версии».",
    epilog="Пример: docgen approve Д-01 --who «Мухина Л. И.»",
)
@click.argument("targets", nargs=-1, required=True, metavar="ФАЙЛ|КОД…")
@click.option("--out", default="out", metavar="ПАПКА", help="Где лежат бумаги (out).")
@click.option("--remark", default="", metavar="ТЕКСТ", help="Пометка для реестра.")
@click.option("--resolved", is_flag=True, help="Замечания к бумаге сняты.")
@click.option("--undo", is_flag=True, help="Вернуть согласованную бумагу на доработку.")
@who_option
@json_option
def command(
    targets: Sequence[str],
    out: str,
    remark: str,
    resolved: bool,
    undo: bool,
    who: str | None,
    machine: bool,
) -> int:
    """Approve and tell."""
    from docgen.pipeline import approve_papers
    from docgen.register.states import Act

    act = Act(name_of(who), datetime.datetime.now().astimezone(), remark)
    done = approve_papers(Path(out), targets, act, undo=undo, resolved=resolved)
    verb = "Возвращено на доработку" if undo else "Согласовано"
    further = (
        "Дальше: исправьте строку или файл и согласуйте снова."
        if undo
        else "Дальше: зарегистрируйте бумаги (docgen register) или отдайте на подпись."
    )
    return tell("approve", done, machine, verb, further, tuple(_whole_rows(targets, done)))


def _whole_rows(targets: Sequence[str], done: Done) -> Iterator[str]:
    """What is said of a code that meant more papers than one; each of them is named already."""
    from docgen.records.spelling import name_key

    rows = Counter(name_key((p.identity or "").partition(":")[2]) for p, _, _ in done.papers)
    for code in dict.fromkeys(targets):
        count = rows[name_key(code)]
        if count > 1:
            yield f"По коду {code} взяты все бумаги строки: {count}. Одну называют файлом."


def tell(
    command_name: str,
    done: Done,
    machine: bool,
    verb: str,
    further: str,
    notes: Sequence[str] = (),
) -> int:
    """Say what came of the papers; the exit code. ``notes``: said of all of them together."""
    diagnostics = in_reading_order(done.diagnostics)
    code = EXIT_DATA if any(d.is_error for d in diagnostics) else EXIT_DONE
    if done.stopped:
        code = done.stopped.exit_code
    if machine:
        papers = [
            {
                "identity": paper.identity,
                "kind": paper.kind,
                "path": str(placement.path),
                "number": number.text if number else None,
                "date": number.dated if number else None,
                "journal": number.journal if number else None,
                "previous": str(placement.previous) if placement.previous else None,
            }
            for paper, placement, number in done.papers
        ]
        click.echo(
            as_json(
                command=command_name,
                exit_code=code,
                papers=papers,
                workbooks=[str(placement.path) for placement in done.workbooks],
                diagnostics=diagnostics,
            )
        )
        return _stopped(done, code)
    for diagnostic in diagnostics:
        for line in diagnostic_lines(diagnostic):
            click.echo(line, err=True)
    for line in (*_lines(done, verb), *notes):
        click.echo(line)
    if counted := tally(diagnostics):
        click.echo(f"Замечено: {counted}.")
    if done.papers and not done.stopped:
        click.echo(further)
    return _stopped(done, code)


def _stopped(done: Done, code: int) -> int:
    """The exit code; raises what has stopped the run, when all that was done is told."""
    if done.stopped:
        raise done.stopped
    return code


def _lines(done: Done, verb: str) -> Iterator[str]:
    # An annex that names the number of a registered paper bears none of its own.
    own = [line for line in done.papers if line[2] or not any(n for *_, n in done.papers)]
    yield f"{verb} бумаг: {len(own)}"
    for _, placement, number in done.papers:
        words = "" if len(own) == len(done.papers) else "тот же номер вписан: "
        if number:
            day = datetime.date.fromisoformat(number.dated)
            words = f"№ {number.text} от {day:%d.%m.%Y} ({number.journal}): "
        yield f"  {words}{placement.path}"
    for placement in done.workbooks:
        yield f"  вместе с бумагой таблица Excel: {placement.path}"
