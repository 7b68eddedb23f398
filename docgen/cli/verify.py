"""``docgen verify FILE``: whose paper it is, which version, changed since or not."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.making import json_option
from docgen.cli.report import as_json
from docgen.cli.wording import RussianCommand

if TYPE_CHECKING:
    from docgen.verifying import Verdict


@click.command(
    cls=RussianCommand,
    name="verify",
    help="Сказать о файле Word или Excel, чья это бумага, какой версии, меняли ли её после "
    "docgen, в каком она состоянии и под каким номером записана. Работает и без папки бумаг: "
    "тогда отвечает только сам файл. Ничего не меняется.",
    epilog="Пример: docgen verify полученный.docx",
)
@click.argument("files", nargs=-1, required=True, metavar="ФАЙЛ…")
@click.option("--out", default="out", metavar="ПАПКА", help="Где лежат бумаги (out).")
@json_option
def command(files: Sequence[str], out: str, machine: bool) -> int:
    """Look at each file and tell."""
    from docgen.cli.places import papers_folder
    from docgen.pipeline import verify_files

    verdicts = verify_files(
        [Path(file) for file in files], papers_folder(out), datetime.datetime.now().astimezone()
    )
    foreign = any(verdict.passport is None for verdict in verdicts)
    code = EXIT_DATA if foreign else EXIT_DONE
    if machine:
        click.echo(as_json(command="verify", exit_code=code, files=verdicts))
        return code
    for verdict in verdicts:
        for line in _lines(verdict):
            click.echo(line)
    return code


def _lines(verdict: Verdict) -> Iterator[str]:
    from docgen.passport import is_twin, without_twin

    yield verdict.file
    passport = verdict.passport
    if passport is None:
        yield "  это не бумага docgen: паспорта в файле нет или он не читается"
        return
    kind, _, codes = without_twin(verdict.identity).partition(":")
    yield f"  бумага: {kind or passport.kind}{f', код {codes}' if codes else ''}" + (
        ", таблица Excel при ней" if is_twin(verdict.identity) else ""
    )
    if verdict.changed:
        yield "  файл сохраняли после docgen: текст мог измениться"
    else:
        yield "  файл такой, каким его записал docgen"
    if verdict.version:
        newest = "последняя" if verdict.newest else "есть более новая"
        yield f"  версия: {verdict.version} ({newest})"
    elif verdict.known:
        yield "  версия: такой в реестре нет"
    else:
        yield "  версия неизвестна: в реестре этой бумаги нет"
    yield f"  состояние: {verdict.recorded or 'проект'}" + (
        "" if verdict.known else " (по самому файлу)"
    )
    if verdict.number:
        day = f"{datetime.date.fromisoformat(verdict.dated):%d.%m.%Y}" if verdict.dated else "?"
        yield f"  номер: {verdict.number} от {day}, журнал {verdict.journal}"
    if verdict.where:
        yield f"  место: {verdict.where}"
