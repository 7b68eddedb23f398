"""``docgen init DIR``: a working folder with the sample and the templates."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.places import shipped
from docgen.cli.wording import RussianCommand
from docgen.cli.writing import write_new


@click.command(
    cls=RussianCommand,
    name="init",
    help="Создать рабочую папку: образец заполненных книг (inputs), шаблоны Word "
    "(templates_docx) и место для бумаг (out). Файлы, которые там уже есть, не меняются.",
    epilog="Пример: docgen init мой-район",
)
@click.argument("folder", metavar="ПАПКА")
def command(folder: str) -> None:
    """Copy the sample and the templates; leave what exists alone."""
    target = Path(folder)
    made = kept = 0
    for name in ("inputs", "templates_docx"):
        source = shipped(name)
        for path in sorted(p for p in source.rglob("*") if p.is_file() and _is_clerks(p)):
            if write_new(target / name / path.relative_to(source), path.read_bytes()):
                made += 1
            else:
                kept += 1
    click.echo(f"Рабочая папка готова: {folder}")
    click.echo(f"  новых файлов: {made}" + (f", уже были и не тронуты: {kept}" if kept else ""))
    click.echo("Дальше:")
    click.echo(f"  cd {folder}")
    click.echo("  docgen year inputs")


def _is_clerks(path: Path) -> bool:
    """The press and its sources are for developers; the clerk edits Word files."""
    return path.suffix in {".docx", ".toml", ".xlsx"} or path.name == "README.md"
