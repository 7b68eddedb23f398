"""``docgen explain CODE`` or ``FILE``: what a code means; where the words of a paper come from."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.making import acts_option, dictionary_option, json_option, order_of_folder
from docgen.cli.report import as_json, diagnostic_lines, in_reading_order
from docgen.cli.wording import RussianCommand, RussianUsageError
from docgen.codes import CATALOGUE
from docgen.diagnostics import nearest, perhaps

if TYPE_CHECKING:
    from docgen.explaining import Explanation, SourceOfValue

_WIDTH = 96


@click.command(
    cls=RussianCommand,
    name="explain",
    help="Объяснить код ошибки: что он значит и задерживает ли бумагу. Без кода — весь список. "
    "Для бумаги docgen — откуда в ней каждое значение: ячейка книги, поле шаблона, чем "
    "просклонено имя. С текстом — откуда именно эти слова.",
    epilog="Пример: docgen explain identifier-checksum",
)
@click.argument("subject", metavar="[КОД|ФАЙЛ]", required=False)
@click.argument("fragment", metavar="[ТЕКСТ]", required=False, default="")
@click.option(
    "--inputs", default="inputs", metavar="ПАПКА", help="Книги, из которых бумага (inputs)."
)
@click.option("--out", default="out", metavar="ПАПКА", help="Где лежат бумаги (out).")
@click.option("--templates", metavar="ПАПКА", help="Шаблоны, если они не в templates_docx.")
@dictionary_option
@acts_option
@json_option
def command(
    subject: str | None,
    fragment: str,
    inputs: str,
    out: str,
    templates: str | None,
    dictionary: str | None,
    acts: str | None,
    machine: bool,
) -> int:
    """Print one entry of the catalogue, all of them, or the sources of a paper."""
    if subject is None:
        for name, entry in sorted(CATALOGUE.items()):
            click.echo(f"{name:<32} {entry.severity}: {entry.title}")
        return EXIT_DONE
    if subject not in CATALOGUE and (Path(subject).is_file() or "." in subject):
        return _explain_file(
            Path(subject), fragment, inputs, out, templates, dictionary, acts, machine
        )
    _explain_code(subject)
    return EXIT_DONE


def _explain_code(code: str) -> None:
    found = CATALOGUE.get(code)
    if found is None:
        hint = perhaps(nearest(code, CATALOGUE)) or "список кодов: docgen explain"
        raise RussianUsageError(f"нет кода «{code}»", hint)
    click.echo(f"{code}: {found.title}")
    held = found.severity.name == "ERROR"
    click.echo(
        f"Это {found.severity}: "
        + (
            "бумаги этой строки не делаются, пока она не исправлена."
            if held
            else "бумага делается."
        )
    )


def _explain_file(
    path: Path,
    fragment: str,
    inputs: str,
    out: str,
    templates: str | None,
    dictionary: str | None,
    acts: str | None,
    machine: bool,
) -> int:
    from docgen.cli.places import papers_folder
    from docgen.pipeline import explain_paper

    if not path.is_file():
        raise RussianUsageError(f"нет файла «{path}»", "проверьте имя файла")
    moment = datetime.datetime.now().astimezone()
    order = order_of_folder(inputs, str(papers_folder(out)), moment, templates, dictionary, acts)
    found, told = explain_paper(order, path, fragment)
    told = in_reading_order(told)
    nothing = found is None or bool(fragment and not (found.sources or found.constant))
    code = EXIT_DATA if nothing else EXIT_DONE
    if machine:
        click.echo(
            as_json(
                command="explain",
                exit_code=code,
                paper=_as_values(found) if found else None,
                diagnostics=told,
            )
        )
        return code
    for diagnostic in told:
        for line in diagnostic_lines(diagnostic):
            click.echo(line, err=True)
    if found is None:
        click.echo("Бумагу сейчас не составить: исправьте названное, тогда её можно объяснить.")
    else:
        for line in _lines(found, fragment):
            click.echo(line)
    return code


def _lines(found: Explanation, fragment: str) -> Iterator[str]:
    yield f"{found.file}: {found.title}, {found.identity.partition(':')[2]}"
    yield f"шаблон: {found.template}"
    if found.rows_changed:
        yield "строки книг с тех пор изменились: значения ниже — как они есть сейчас"
    if found.template_changed:
        yield "шаблон с тех пор изменился: поля ниже — как они есть сейчас"
    yield ""
    for source in found.sources:
        yield from _source_lines(source)
    for place in found.constant:
        yield f"{place}: эти слова не из книг, это текст шаблона {found.template} или правка в Word"
    if fragment and not (found.sources or found.constant):
        yield f"Слов «{fragment}» в этой бумаге нет."


def _source_lines(source: SourceOfValue) -> Iterator[str]:
    quoted = source.value if source.value.startswith("«") else f"«{source.value}»"
    yield from _wrapped(quoted, "")
    yield from _wrapped(f"где: {source.place}; поле: {{{{ {source.rule} }}}}", "  ")
    yield from _wrapped(f"откуда: {_origin(source)}", "  ")
    for form in source.forms:
        yield from _wrapped(f"склонение: {form}", "  ")


def _origin(source: SourceOfValue) -> str:
    if source.cell:
        return str(source.cell)
    if source.rule.startswith("акты."):
        return "таблица актов"
    if source.like:
        return "составлено программой; те же слова в ячейках: " + "; ".join(map(str, source.like))
    return "составлено программой по нескольким ячейкам или правилам"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _as_values(found: Explanation) -> dict[str, Any]:
    return {
        "file": found.file,
        "identity": found.identity,
        "template": found.template,
        "rows_changed": found.rows_changed,
        "template_changed": found.template_changed,
        "constant": list(found.constant),
        "values": [
            {
                "value": source.value,
                "place": source.place,
                "rule": source.rule,
                "cell": str(source.cell) if source.cell else None,
                "like": list(map(str, source.like)),
                "forms": list(source.forms),
            }
            for source in found.sources
        ],
    }
