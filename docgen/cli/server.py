"""``docgen server ADDRESS``: one register for several clerks, on a PostgreSQL server."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from docgen.cli import EXIT_DONE
from docgen.cli.making import json_option
from docgen.cli.report import as_json
from docgen.cli.wording import RussianCommand


@click.command(
    cls=RussianCommand,
    name="server",
    help="Подключить папку бумаг к общему реестру учреждения на сервере PostgreSQL: номера, "
    "состояния и журналы станут общими, файлы останутся в папке. Записанное в папке "
    "переносится. Без адреса — показать, где реестр, и проверить связь. Пароль в адресе не "
    "пишут: он хранится в файле паролей PostgreSQL.",
    epilog="Пример: docgen server postgresql://docgen@сервер/docgen",
)
@click.argument("url", metavar="[АДРЕС]", required=False)
@click.option("--out", default="out", metavar="ПАПКА", help="Папка бумаг (out).")
@json_option
def command(url: str | None, out: str, machine: bool) -> int:
    """Join the office, or tell where the register is."""
    from docgen.register import SERVICE_FOLDER, open_shelf

    moment = datetime.datetime.now().astimezone()
    papers = numbers = 0
    place = ""
    # To look at a folder that is not there is no reason to make it.
    if url is not None or (Path(out) / SERVICE_FOLDER).is_dir():
        with open_shelf(Path(out), moment) as shelf:
            if url is not None:
                shared = shelf.share(url)
                place, papers, numbers = shared.place, shared.papers, shared.numbers
            else:
                place = shelf.server
                papers, numbers = len(shelf.papers()), len(shelf.ledger.numbers())
    if machine:
        counts = {"papers": papers, "numbers": numbers, "joined": url is not None}
        click.echo(as_json(command="server", server=place or None, exit_code=EXIT_DONE, **counts))
        return EXIT_DONE
    if url is not None:
        click.echo(f"Папка «{out}» ведётся в общем реестре: база {place}.")
        click.echo(f"Перенесено бумаг: {papers}, номеров: {numbers}.")
        return EXIT_DONE
    where = f"на сервере, база {place}; связь есть" if place else f"в самой папке «{out}»"
    click.echo(f"Реестр {where}.")
    click.echo(f"Бумаг в этой папке: {papers}, номеров в журналах: {numbers}.")
    return EXIT_DONE
