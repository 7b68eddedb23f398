"""``docgen blank FAMILY``: an empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.wording import RussianCommand, RussianUsageError
from docgen.cli.writing import write_new
from docgen.diagnostics import Refusal


@click.command(
    cls=RussianCommand,
    name="blank",
    help="Сделать пустую книгу Excel: заголовки, выпадающие списки, подсказки и лист "
    "«Как заполнять». СЕМЕЙСТВО: agreements — договоры и соглашения.",
    epilog="Пример: docgen blank agreements",
)
@click.argument("family", metavar="СЕМЕЙСТВО")
@click.option("--out", "target", metavar="ФАЙЛ", help="Куда записать (по умолчанию здесь).")
def command(family: str, target: str | None) -> None:
    """Write the blank workbook; never over a file that exists."""
    from docgen.records.workbooks import FAMILIES
    from docgen.workbook.blank import blank_bytes

    if family not in FAMILIES:
        known = ", ".join(FAMILIES)
        raise RussianUsageError(f"нет семейства «{family}»", f"есть: {known}")
    path = Path(target or f"{family}-blank.xlsx")
    if not write_new(path, blank_bytes(family)):
        raise Refusal(
            f"файл {path} уже есть, поверх него ничего не пишется",
            hint="назовите другой файл: --out ИМЯ.xlsx",
            exit_code=2,
        )
    click.echo(f"Пустая книга: {path}")
    click.echo("Дальше: заполните её по листу «Как заполнять», затем")
    click.echo(f"  docgen check {path}")
    click.echo(f"  docgen {family} {path}")
