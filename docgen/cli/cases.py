"""``docgen cases WORKBOOK…``: all names in all cases, and the office's dictionary of forms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli import EXIT_DATA
from docgen.cli.making import dictionary_option, map_file, reading_options
from docgen.cli.report import as_json, diagnostic_lines, in_reading_order
from docgen.cli.wording import RussianCommand
from docgen.cli.writing import replace_whole, set_aside

if TYPE_CHECKING:
    from docgen.office_forms import CasesOutcome


@click.command(
    cls=RussianCommand,
    name="cases",
    help="Показать имена, должности и организации книг во всех падежах: лист «Склонения», "
    "сомнительные сверху. Исправьте его, сохраните и повторите команду: исправленное "
    "запишется в словарь и будет стоять во всех бумагах.",
    epilog="Пример: docgen cases inputs/partners.xlsx",
)
@reading_options
@dictionary_option
@click.option("--out", metavar="ФАЙЛ", help="Лист; по умолчанию Склонения.xlsx рядом с книгой.")
def command(
    workbooks: Sequence[str],
    directory: str | None,
    column_map: str | None,
    machine: bool,
    dictionary: str | None,
    out: str | None,
) -> int:
    """Take over what was corrected, then lay out the next sheet."""
    from docgen.cli.places import require_russian_names

    require_russian_names()
    from docgen.office_forms import CASES_NAME, DICTIONARY_NAME, CasesOrder, review_cases
    from docgen.russian import write_dictionary

    books = [Path(w) for w in workbooks]
    sheet = Path(out) if out else books[0].parent / CASES_NAME
    # «inputs/*.xlsx» names the sheet of the last run too.
    named = tuple(book for book in books if not _is_same(book, sheet)) or tuple(books)
    order = CasesOrder(
        workbooks=named,
        dictionary=Path(dictionary) if dictionary else books[0].parent / DICTIONARY_NAME,
        sheet=sheet,
        directory=Path(directory) if directory else None,
        column_map=map_file(column_map),
    )
    outcome = review_cases(order)
    # The dictionary first: a run killed here finds the same corrections on the sheet again.
    if outcome.learnt:
        write_dictionary(order.dictionary, outcome.dictionary)
    kept: Path | None = None
    written = False
    if outcome.content is not None and not _holds(sheet, outcome.content):
        kept = set_aside(sheet) if outcome.set_aside else None
        replace_whole(sheet, outcome.content)
        written = True
    code = EXIT_DATA if any(d.is_error for d in outcome.diagnostics) else 0
    if machine:
        click.echo(_as_document(order.sheet, order.dictionary, outcome, code))
        return code
    for diagnostic in in_reading_order(outcome.diagnostics):
        for line in diagnostic_lines(diagnostic):
            click.echo(line, err=True)
    if outcome.learnt:
        click.echo(f"Записано в словарь: {outcome.learnt} → {order.dictionary}")
    if kept is not None:
        click.echo(f"В листе было и ваше, кроме форм: прежний файл сохранён как {kept}")
    for line in _summary(sheet, outcome, written):
        click.echo(line)
    return code


def _summary(sheet: Path, outcome: CasesOutcome, written: bool) -> list[str]:
    doubtful = sum(declension.is_doubtful for declension in outcome.declensions)
    if not outcome.declensions:
        return [
            "Склонять нечего: на листах «Люди» и «Организации» ничего не прочитано.",
            "Дальше: проверьте книгу командой docgen check.",
        ]
    lines = [
        f"Имён, должностей и организаций: {len(outcome.declensions)}, сомнительных: {doubtful}"
    ]
    if outcome.content is None:
        lines.append(f"Лист {sheet} не обновлён: на нём есть то, что не удалось прочитать.")
        lines.append("Дальше: исправьте названные места и повторите команду.")
        return lines
    lines.append(f"Лист «Склонения»: {sheet}" + ("" if written else " (без изменений)"))
    if doubtful:
        lines.append(
            "Дальше: проверьте в нём жёлтые строки, неверное исправьте, в столбце «Проверено» "
            "выберите «да», сохраните, закройте файл и повторите команду."
        )
    else:
        lines.append("Дальше: можно делать бумаги.")
    return lines


def _as_document(sheet: Path, dictionary: Path, outcome: CasesOutcome, code: int) -> str:
    return as_json(
        command="cases",
        exit_code=code,
        sheet=str(sheet),
        dictionary=str(dictionary),
        learnt=outcome.learnt,
        names=[
            {
                "sort": str(declension.sort),
                "text": declension.text,
                "forms": [form.text for form in declension.forms],
                "doubtful": declension.is_doubtful,
                "settled": declension.is_settled,
                "reason": declension.reason,
            }
            for declension in outcome.declensions
        ],
        diagnostics=in_reading_order(outcome.diagnostics),
    )


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve()
    except (OSError, RuntimeError):
        return one.absolute() == other.absolute()
