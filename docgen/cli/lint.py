"""``docgen lint FILE…``: what a careful reader would mend in a finished Word file."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.report import as_json, diagnostic_lines, in_reading_order, tally
from docgen.cli.wording import RussianCommand, day_of


@click.command(
    cls=RussianCommand,
    name="lint",
    help="Вычитать готовые файлы Word, свои и чужие: утратившие силу акты и неверные даты "
    "актов, устаревшие выражения, падежи после «в лице» и «на основании», кавычки, пропуски "
    "в нумерации, места, где строка рвётся. Файлы не меняются.",
    epilog="Пример: docgen lint договор.docx --date 15.12.2026",
)
@click.argument("files", nargs=-1, required=True, metavar="ФАЙЛ…")
@click.option(
    "--date",
    "on",
    metavar="ДАТА",
    help="Дата бумаги (15.12.2026): акты проверяются на этот день. По умолчанию — из текста.",
)
@click.option("--until", metavar="ДАТА", help="Последний день действия бумаги.")
@click.option(
    "--acts", metavar="ФАЙЛ", help="Ваша таблица актов; дополняет и заменяет строки поставленной."
)
@click.option(
    "--send",
    "sending",
    is_flag=True,
    help="Проверить и то, что не должно уйти из учреждения: исправления, примечания, "
    "скрытый текст, имена, связи с файлами, пометку «ПРОЕКТ».",
)
@click.option("--json", "machine", is_flag=True, help="Ответить одним документом JSON.")
def command(
    files: Sequence[str],
    on: str | None,
    until: str | None,
    acts: str | None,
    sending: bool,
    machine: bool,
) -> int:
    """Read and tell; nothing is written."""
    from docgen.pipeline import lint_papers

    found = in_reading_order(
        lint_papers(
            [Path(file) for file in files],
            datetime.date.today(),
            on=day_of(on, "--date"),
            until=day_of(until, "--until"),
            acts=Path(acts) if acts else None,
            sending=sending,
        )
    )
    code = EXIT_DATA if any(d.is_error for d in found) else EXIT_DONE
    if machine:
        click.echo(as_json(command="lint", exit_code=code, diagnostics=found))
        return code
    for diagnostic in found:
        for line in diagnostic_lines(diagnostic):
            click.echo(line)
    counted = tally(found)
    click.echo(f"Найдено: {counted}." if counted else f"Замечаний нет: {', '.join(files)}")
    if counted:
        click.echo("Это не юридическое заключение: даты актов сверены по таблице актов docgen.")
    return code
