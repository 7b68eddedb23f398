"""``docgen check WORKBOOK…``: everything that is to be mended, and nothing made."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.making import acts_option, map_file, reading_options, tell_diagnostics
from docgen.cli.report import as_json, in_reading_order, tally
from docgen.cli.wording import RussianCommand
from docgen.cli.writing import set_aside, write_new

if TYPE_CHECKING:
    from docgen.pipeline import Outcome


@click.command(
    cls=RussianCommand,
    name="check",
    help="Проверить книги и показать сразу все места, которые надо исправить. "
    "Чужая таблица проверяется тоже: идентификаторы, даты, суммы. С --mark рядом с бумагами "
    "появится копия книги, где каждая ошибка отмечена в своей ячейке.",
    epilog="Пример: docgen check inputs/partners.xlsx",
)
@click.option("--mark", is_flag=True, help="Сделать копию книги с отметками в ячейках.")
@click.option("--out", default="out", metavar="ПАПКА", help="Куда положить копию (out).")
@acts_option
@reading_options
def command(
    workbooks: Sequence[str],
    directory: str | None,
    column_map: str | None,
    machine: bool,
    mark: bool,
    out: str,
    acts: str | None,
) -> int:
    """Read, link and check; print the diagnostics as the result."""
    from docgen.pipeline import check_workbooks

    outcome = check_workbooks(
        [Path(w) for w in workbooks],
        Path(directory) if directory else None,
        datetime.date.today(),
        Path(acts) if acts else None,
        map_file(column_map),
    )
    marked = _mark(outcome, Path(out)) if mark else []
    code = EXIT_DATA if any(d.is_error for d in outcome.diagnostics) else EXIT_DONE
    if machine:
        found = in_reading_order(outcome.diagnostics)
        copies = [str(path) for path in marked]
        click.echo(as_json(command="check", exit_code=code, diagnostics=found, marked=copies))
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
    for path in marked:
        click.echo(f"Копия с отметками: {path} — исправляйте по ней свою книгу, а не копию.")
    return code


def _mark(outcome: Outcome, out: Path) -> list[Path]:
    """Write the marked copies; an older one that is different is set aside, never lost."""
    from docgen.pipeline import marked_copies

    written = []
    for name, content in marked_copies(outcome):
        path = out / "Что исправить" / f"{Path(name).stem}.xlsx"
        if path.is_file() and path.read_bytes() != content:
            set_aside(path)
        write_new(path, content)
        written.append(path)
    return written
