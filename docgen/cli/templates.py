"""``docgen templates …``: is a template sound, and what may it say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.places import templates_folder
from docgen.cli.report import as_json, diagnostic_lines, in_reading_order, tally
from docgen.cli.wording import RussianCommand, RussianGroup, RussianUsageError
from docgen.diagnostics import nearest, perhaps


@click.group(
    cls=RussianGroup,
    name="templates",
    help="Проверить шаблоны Word и показать, какие поля в них можно ставить.",
    epilog="Пример: docgen templates check templates_docx/network-agreement.docx",
)
def command() -> None:
    """Group of commands about templates."""


@command.command(
    cls=RussianCommand,
    name="check",
    help="Проверить шаблоны: целы ли файлы, правильно ли набраны поля, нет ли лишнего. "
    "Если рядом лежит описание вида бумаги (.toml), сверяются и имена полей.",
    epilog="Пример: docgen templates check templates_docx/network-agreement.docx",
)
@click.argument("files", nargs=-1, required=True, metavar="ШАБЛОН…")
@click.option(
    "--inputs",
    default="inputs",
    metavar="ПАПКА",
    help="Книги, в которых есть ваши столбцы: они — тоже поля (по умолчанию inputs).",
)
@click.option("--json", "machine", is_flag=True, help="Ответить одним документом JSON.")
def check(files: tuple[str, ...], inputs: str, machine: bool) -> int:
    """Check each file; the exit code says whether any has an error."""
    from docgen.pipeline import check_templates

    found = in_reading_order(check_templates([Path(f) for f in files], Path(inputs)))
    code = EXIT_DATA if any(d.is_error for d in found) else EXIT_DONE
    if machine:
        click.echo(as_json(command="templates check", exit_code=code, diagnostics=found))
        return code
    for diagnostic in found:
        for line in diagnostic_lines(diagnostic):
            click.echo(line)
    counted = tally(found)
    if code:
        click.echo(f"Найдено: {counted}. Исправьте шаблон в Word и проверьте ещё раз.")
    else:
        click.echo(f"Ошибок нет{f' ({counted})' if counted else ''}: {', '.join(files)}")
    return code


@command.command(
    cls=RussianCommand,
    name="fields",
    help="Показать поля, которые можно ставить в шаблон вида бумаг. Без вида — список видов.",
    epilog="Пример: docgen templates fields network-agreement",
)
@click.argument("kind", metavar="[ВИД]", required=False)
@click.option("--templates", metavar="ПАПКА", help="Папка с шаблонами.")
def fields(kind: str | None, templates: str | None) -> None:
    """Print the vocabulary of a kind of paper."""
    from docgen.documents.kinds import load_kinds

    kinds, _ = load_kinds(templates_folder(templates, Path()))
    if kind is None:
        for known in kinds.values():
            click.echo(f"{known.id:<24} {known.title}")
        return
    if kind not in kinds:
        hint = perhaps(nearest(kind, kinds)) or f"есть: {', '.join(kinds)}"
        raise RussianUsageError(f"нет вида бумаг «{kind}»", hint)
    click.echo(f"{kinds[kind].title}: поля для шаблона {kinds[kind].template.name}")
    for line in _field_lines(kinds[kind].context_class, "", frozenset()):
        click.echo(line)


@command.command(
    cls=RussianCommand,
    name="filters",
    help="Показать фильтры шаблонов: падежи, согласование, числа и суммы словами, даты. "
    "Фильтр пишут после поля через «|».",
    epilog="Пример: docgen templates filters",
)
def filters() -> None:
    """Print what a template author may write after «|», with examples."""
    from docgen.russian import FILTER_HELP

    for note in FILTER_HELP:
        click.echo(f"{note.name} — {note.does}")
        click.echo(f"    {note.example}  →  {note.result}")


def _field_lines(owner: type[Any], indent: str, above: frozenset[type[Any]]) -> Iterator[str]:
    """One line a term; what stands behind it is shown below, once on each path."""
    from docgen.records.terms import terms_of

    for found in terms_of(owner).values():
        shape = " (список)" if found.many else ""
        hint = f" — {found.hint}" if found.hint else ""
        yield f"{indent}{found.name}{shape}{hint}"
        if found.item is not None and found.item not in above:
            yield from _field_lines(found.item, indent + "    .", above | {owner, found.item})
