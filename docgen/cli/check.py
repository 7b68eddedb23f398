"""``docgen check WORKBOOK…``: everything that is to be mended, and nothing made."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.making import reading_options, tell_diagnostics
from docgen.cli.report import as_json, in_reading_order, tally
from docgen.cli.wording import RussianCommand


@click.command(
    cls=RussianCommand,
    name="check",
    help="Проверить книги и показать сразу все места, которые надо исправить. "
    "Чужая таблица проверяется тоже: идентификаторы, даты, суммы.",
    epilog="Пример: docgen check inputs/partners.xlsx",
)
@reading_options
def command(workbooks: Sequence[str], directory: str | None, machine: bool) -> int:
    """Read, link and check; print the diagnostics as the result."""
    from docgen.pipeline import check_workbooks

    outcome = check_workbooks(
        [Path(w) for w in workbooks],
        Path(directory) if directory else None,
        datetime.date.today(),
    )
    code = EXIT_DATA if any(d.is_error for d in outcome.diagnostics) else EXIT_DONE
    if machine:
        found = in_reading_order(outcome.diagnostics)
        click.echo(as_json(command="check", exit_code=code, diagnostics=found))
        return code
    tell_diagnostics(outcome, err=False)
    counted = tally(outcome.diagnostics)
    if code:
        click.echo(f"Найдено: {counted}. Исправьте названные ячейки и проверьте ещё раз.")
    else:
        more = f" ({counted})" if counted else ""
        # Papers are made of our own sheets only; of anybody's table there is no more to say.
        click.echo(
            f"Ошибок нет{more}. Можно делать бумаги."
            if outcome.sources
            else f"Ошибок нет{more}: {', '.join(workbooks)}"
        )
    return code
