"""``docgen year FOLDER``: everything that the workbooks of a folder give, in one run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from docgen.cli.making import json_option, make, making_options, map_file, map_option
from docgen.cli.wording import RussianCommand


@click.command(
    cls=RussianCommand,
    name="year",
    help="Сделать все бумаги года: прочитать все книги папки (без папки — inputs) и сделать по "
    "порядку дорожные карты и планы, локальные акты, договоры, приказы, бумаги обучающихся, "
    "отчёты и письма. Книга, которая не открылась, задерживает только бумаги, для которых она "
    "нужна. Команду можно повторять.",
    epilog="Пример: docgen year inputs",
)
@click.argument("folder", metavar="[ПАПКА]", default="inputs")
@map_option
@json_option
@making_options
def command(folder: str, column_map: str | None, **options: Any) -> int:
    """Find the workbooks of a folder and make the papers of every family that they fill."""
    from docgen.diagnostics import Origin, Refusal, diagnose
    from docgen.records.workbooks import FAMILIES
    from docgen.workbook.folders import books_of_folder

    books = books_of_folder(Path(folder), map_file(column_map))
    families = [name for name, family in FAMILIES.items() if family.workbook in books.stems]
    if not families:
        raise Refusal(
            f"в папке {folder} нет книг, из которых делаются бумаги",
            hint="образец всех книг создаёт команда docgen init, пустую книгу — docgen blank",
            exit_code=2,
        )
    remarks = [
        diagnose(
            "book-foreign",
            Origin(path.name),
            "книга не из тех, что нужны, и не прочитана",
            hint="проверить чужую таблицу может docgen check",
        )
        for path in books.foreign
    ]
    absent = {f.workbook: n for n, f in FAMILIES.items() if n not in families}
    remarks += [
        diagnose(
            "book-absent",
            Origin(f"{stem}.xlsx"),
            "этой книги в папке нет, бумаги из неё не делаются",
            hint=f"если они нужны, начните с docgen blank {family}",
        )
        for stem, family in absent.items()
    ]
    return make("year", families, books.ours, remarks=remarks, column_map=column_map, **options)
