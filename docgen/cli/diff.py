"""``docgen diff``: what differs between two Word files, on one page and as tracked changes."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.making import acts_option, dictionary_option, json_option, order_of_folder
from docgen.cli.report import as_json, diagnostic_lines
from docgen.cli.wording import RussianCommand, RussianUsageError

if TYPE_CHECKING:
    from docgen.comparing import Comparison
    from docgen.comparison.differences import Difference

_WIDTH = 80
_LINES = 40
"""Differences shown on the terminal: a page; all of them are in the file and in ``--json``."""
_PHRASE = 160
_WITHOUT_BOOKS = (
    "назовите папку с книгами: --inputs ПАПКА; без книг бумагу можно сравнить с самим файлом "
    "шаблона, тогда данные будут среди различий: docgen diff ШАБЛОН.docx БУМАГА.docx"
)


@click.command(
    cls=RussianCommand,
    name="diff",
    help="Сравнить два файла Word: показать на одной странице, что изменено, добавлено и "
    "удалено, и сделать файл с исправлениями, которые можно принять или отклонить в Word. "
    "Исправления внутри самих файлов считаются принятыми. Одна бумага сравнивается со своей "
    "прежней версией, а правленная вручную — с тем, что сделала программа. С --template — с тем, "
    "что говорят сегодня её шаблон и строка.",
    epilog='Пример: docgen diff "договор.docx" "договор от партнёра.docx" --out правки.docx',
)
@click.argument("old", metavar="СТАРЫЙ")
@click.argument("new", metavar="[НОВЫЙ]", required=False)
@click.option(
    "--out",
    "target",
    metavar="ФАЙЛ",
    help="Куда записать файл с исправлениями; без этого файл не пишется.",
)
@click.option(
    "--papers",
    default="out",
    metavar="ПАПКА",
    help="Папка бумаг, где искать прежнюю версию одной бумаги (out).",
)
@click.option(
    "--template",
    "with_template",
    is_flag=True,
    help="Сравнить одну бумагу с новым проектом по её шаблону и книгам; проект никуда не кладётся.",
)
@click.option(
    "--inputs",
    default="inputs",
    metavar="ПАПКА",
    help="Где лежат книги (inputs), для --template.",
)
@click.option(
    "--templates",
    metavar="ПАПКА",
    help="Шаблоны для --template; по умолчанию templates_docx здесь или из поставки.",
)
@dictionary_option
@acts_option
@click.option(
    "--disagreements",
    "book",
    metavar="КНИГА",
    help="Записать различия строками листа «Разногласия» в новую книгу Excel: из неё "
    "docgen letters делает протокол разногласий.",
)
@click.option("--party", metavar="КОД", help="Чьи возражения: код организации (с --disagreements).")
@click.option(
    "--agreement",
    metavar="КОД",
    help="Код договора (с --disagreements); по умолчанию с него начинается имя старого файла.",
)
@json_option
def command(
    old: str,
    new: str | None,
    target: str | None,
    papers: str,
    with_template: bool,
    inputs: str,
    templates: str | None,
    dictionary: str | None,
    acts: str | None,
    book: str | None,
    party: str | None,
    agreement: str | None,
    machine: bool,
) -> int:
    """Read both, tell what differs, write what is asked for."""
    from docgen.cli.places import papers_folder
    from docgen.cli.writing import require_place
    from docgen.comparing import compare_files, compare_with_former

    for path, option in ((target, "--out"), (book, "--disagreements")):
        if path is not None:
            require_place(Path(path), option)
    if with_template and new is not None:
        raise RussianUsageError(
            "с --template называют одну бумагу", "уберите второй файл или --template"
        )
    disputed = _write_disputes(old, new, book, party, agreement) if book else 0
    moment = datetime.datetime.now().astimezone()
    if with_template:
        from docgen.pipeline import compare_with_template

        papers_folder(papers, "--papers")
        order = order_of_folder(inputs, papers, moment, templates, dictionary, acts, _WITHOUT_BOOKS)
        compared, faults = compare_with_template(order, Path(old))
    elif new is None:
        compared, faults = compare_with_former(Path(old), papers_folder(papers, "--papers"), moment)
    else:
        compared, faults = compare_files(Path(old), Path(new))
    code = EXIT_DONE if compared is not None else EXIT_DATA
    written = _write(compared, target)
    if machine:
        click.echo(
            as_json(
                command="diff",
                exit_code=code,
                summary=_summary(compared) if compared else None,
                file=written,
                disagreements=disputed,
                differences=[_as_values(each) for each in compared.found] if compared else [],
                diagnostics=faults,
            )
        )
        return code
    for fault in faults:
        for line in diagnostic_lines(fault):
            click.echo(line, err=True)
    if compared is not None:
        for line in _page(compared):
            click.echo(line)
        if written:
            click.echo(f"Файл с исправлениями: {written}")
        if disputed:
            click.echo(f"Спорных пунктов: {disputed} → {book}")
            click.echo("Дальше: оставьте в книге настоящие разногласия и сделайте протокол:")
            click.echo(
                f'  docgen letters inputs/network.xlsx "{book}" --only disagreement-protocol'
            )
    return code


def _write(compared: Comparison | None, target: str | None) -> str | None:
    from docgen.cli.writing import write_asked

    if compared is None or compared.tracked is None or target is None:
        return None
    write_asked(Path(target), compared.tracked, "--out")
    return target


def _write_disputes(
    old: str, new: str | None, book: str, party: str | None, agreement: str | None
) -> int:
    """Write the sheet «Разногласия»; how many clauses are on it."""
    from docgen.cli.writing import write_asked
    from docgen.comparing import disagreements
    from docgen.diagnostics import Refusal

    if new is None:
        raise Refusal(
            "не назван файл, который вернули",
            hint="назовите два файла: отправленный и возвращённый",
            exit_code=2,
        )
    if not party:
        raise Refusal(
            "не сказано, чьи это возражения",
            hint="добавьте код организации: --party КОД",
            exit_code=2,
        )
    code = agreement or next(iter(Path(old).stem.split()), "")
    if not code:
        raise Refusal(
            "по имени старого файла не понять, какой это договор",
            hint="назовите его код: --agreement КОД",
            exit_code=2,
        )
    content, count, _ = disagreements(Path(old), Path(new), code, party)
    if content is not None:
        write_asked(Path(book), content, "--disagreements")
    return count


# --- on the terminal -----------------------------------------------------------------------------


def _page(compared: Comparison) -> Iterator[str]:
    yield from textwrap.wrap(f"Было: {compared.old}", _WIDTH)
    yield from textwrap.wrap(f"Стало: {compared.new}", _WIDTH)
    if not compared.found:
        yield "Различий нет."
        return
    counted = _summary(compared)["counts"]
    yield "Различия: " + ", ".join(f"{word}: {number}" for word, number in counted.items())
    yield ""
    for each in compared.found[:_LINES]:
        yield from _lines(each)
    rest = len(compared.found) - _LINES
    if rest > 0:
        yield f"… и ещё {rest}: все они в файле (--out ИМЯ.docx)"


def _lines(each: Difference) -> Iterator[str]:
    from docgen.comparison.differences import Change

    where = f"{each.place} → {each.to}" if each.to else each.place
    yield f"{where}: {each.change}"
    if each.change is Change.CHANGED:
        for old, new in each.phrases:
            yield from _indented(f"«{_short(old)}» → «{_short(new)}»")
    elif each.change is not Change.LOOKS:
        yield from _indented(f"«{_short(each.old or each.new)}»")


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _short(text: str) -> str:
    from docgen.comparison.reading import readable
    from docgen.diagnostics import shorten

    return shorten(readable(text), _PHRASE)


# --- as values -----------------------------------------------------------------------------------


def _summary(compared: Comparison) -> dict[str, Any]:
    counts = compared.counts
    return {
        "old": compared.old,
        "new": compared.new,
        "counts": {str(change): counts[change] for change in counts},
    }


def _as_values(each: Difference) -> dict[str, Any]:
    return {
        "change": each.change.name.lower(),
        "place": each.place,
        "to": each.to,
        "old": each.old,
        "new": each.new,
        "phrases": [list(pair) for pair in each.phrases],
    }
