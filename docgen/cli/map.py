"""``docgen map WORKBOOK…``: how an office's own sheets are read, for it to correct once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.making import json_option
from docgen.cli.report import as_json, diagnostic_lines, in_reading_order
from docgen.cli.wording import RussianCommand
from docgen.cli.writing import replace_whole, set_aside

if TYPE_CHECKING:
    from docgen.workbook.column_guesses import MapOutcome


@click.command(
    cls=RussianCommand,
    name="map",
    help="Прочитать вашу таблицу, как она есть, и составить карту столбцов: какой её столбец "
    "каким столбцом docgen считать. Поправьте карту, сохраните её рядом с книгой — и все "
    "команды будут читать вашу таблицу по ней. При повторе добавляются только новые столбцы.",
    epilog="Пример: docgen map inputs/наш-реестр.xlsx",
)
@click.argument("workbooks", nargs=-1, required=True, metavar="КНИГА…")
@click.option("--out", metavar="ФАЙЛ", help="Карта; по умолчанию Столбцы.xlsx рядом с книгой.")
@json_option
def command(workbooks: Sequence[str], out: str | None, machine: bool) -> int:
    """Keep what the map says, add the columns that it does not know."""
    from docgen.workbook.column_guesses import lay_out_map
    from docgen.workbook.column_map import MAP_NAME

    books = [Path(name) for name in workbooks]
    path = Path(out) if out else books[0].parent / MAP_NAME
    outcome = lay_out_map([book for book in books if book != path], path)
    kept: Path | None = None
    if outcome.content is not None:
        kept = set_aside(path) if outcome.set_aside else None
        replace_whole(path, outcome.content)
    code = EXIT_DATA if any(d.is_error for d in outcome.diagnostics) else EXIT_DONE
    if machine:
        click.echo(_as_document(path, outcome, code))
        return code
    for diagnostic in in_reading_order(outcome.diagnostics):
        for line in diagnostic_lines(diagnostic):
            click.echo(line, err=True)
    if kept is not None:
        click.echo(f"В карте было и ваше, кроме её строк: прежний файл сохранён как {kept}")
    for line in _summary(path, outcome, broken=bool(code)):
        click.echo(line)
    return code


def _summary(path: Path, outcome: MapOutcome, *, broken: bool) -> list[str]:
    lines = []
    if outcome.known_sheets:
        lines.append(f"Листов, где узнано всё и карта не нужна: {outcome.known_sheets}")
    if not outcome.rows:
        return [*lines, "Спрашивать не о чем: карта не составлена."]
    counts = Counter(row.sure for row in outcome.rows if row.sure and not row.hers)
    decided = sum(row.hers for row in outcome.rows)
    told = [f"{word}: {count}" for word, count in counts.items()]
    told += [f"решено вами: {decided}"] if decided else []
    lines.append(f"Столбцов в карте: {len(outcome.rows)} ({', '.join(told)})")
    new = len(outcome.rows) - outcome.kept
    if outcome.content is None:
        reason = "в ней есть то, что не удалось прочитать" if broken else "новых столбцов нет"
        lines.append(f"Карта {path} не тронута: {reason}.")
    else:
        lines.append(f"Карта: {path}" + (f", добавлено столбцов: {new}" if outcome.kept else ""))
    if broken:
        lines.append("Дальше: исправьте названные места и повторите команду.")
    elif counts.keys() - {"точно"}:
        lines.append(
            "Дальше: откройте карту, проверьте жёлтые и серые строки, сохраните и закройте файл; "
            "потом проверьте книгу командой docgen check."
        )
    else:
        lines.append("Дальше: проверьте книгу командой docgen check.")
    return lines


def _as_document(path: Path, outcome: MapOutcome, code: int) -> str:
    return as_json(
        command="map",
        exit_code=code,
        map=str(path),
        written=outcome.content is not None,
        columns=[
            {
                "file": row.file,
                "sheet": row.title,
                "column": row.heading,
                "to_sheet": row.to_sheet,
                "to_column": row.to_column,
                "sure": row.sure,
            }
            for row in outcome.rows
        ],
        diagnostics=in_reading_order(outcome.diagnostics),
    )
