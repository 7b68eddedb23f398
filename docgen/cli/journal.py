"""``docgen journal``: the books of registration, exported and taken over."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.making import json_option
from docgen.cli.report import as_json, diagnostic_lines, in_reading_order
from docgen.cli.who import name_of, who_option
from docgen.cli.wording import RussianCommand, RussianUsageError

if TYPE_CHECKING:
    from docgen.journals import Book

_TITLE = "Книга регистрации"


@click.command(
    cls=RussianCommand,
    name="journal",
    help="Показать журналы регистрации и выгрузить их книгой Excel; перенести журнал, который "
    "вели раньше; отложить номера или аннулировать номер. Номер, который был в журнале, второй "
    "раз не даётся.",
    epilog="Пример: docgen journal --year 2026 --xlsx книга-регистрации.xlsx",
)
@click.option("--year", type=int, metavar="ГОД", help="Только этот календарный год.")
@click.option("--journal", default="", metavar="КОД", help="Только этот журнал.")
@click.option("--xlsx", "target", metavar="ФАЙЛ", help="Записать журналы книгой Excel.")
@click.option("--take-over", "former", metavar="КНИГА", help="Перенести прежний журнал из Excel.")
@click.option("--reserve", type=int, metavar="СКОЛЬКО", help="Отложить следующие номера.")
@click.option("--void", metavar="НОМЕР", help="Аннулировать номер.")
@click.option("--reason", default="", metavar="ТЕКСТ", help="Почему отложен или аннулирован.")
@click.option("--inputs", default="inputs", metavar="ПАПКА", help="Где лежат книги (inputs).")
@click.option("--out", default="out", metavar="ПАПКА", help="Где лежат бумаги (out).")
@who_option
@json_option
def command(
    year: int | None,
    journal: str,
    target: str | None,
    former: str | None,
    reserve: int | None,
    void: str | None,
    reason: str,
    inputs: str,
    out: str,
    who: str | None,
    machine: bool,
) -> int:
    """Change a journal, then show all that were asked for."""
    from docgen.cli.places import papers_folder
    from docgen.cli.writing import require_place
    from docgen.pipeline import JournalChange, keep_journals
    from docgen.register.states import Act

    changes = [
        name
        for name, given in (("take-over", former), ("reserve", reserve), ("void", void))
        if given
    ]
    if len(changes) > 1:
        raise RussianUsageError(
            "за один раз — одно изменение журнала", "повторите команду для каждого"
        )
    if changes and not journal:
        raise RussianUsageError("не сказано, какой это журнал", "назовите его код: --journal ДОГ")
    if reserve is not None and not 0 < reserve <= 100:
        raise RussianUsageError("откладывают от 1 до 100 номеров", "например, --reserve 3")
    if target is not None:
        require_place(Path(target), "--xlsx")
    moment = datetime.datetime.now().astimezone()
    change = JournalChange(
        journal=journal,
        year=year or moment.year,
        take_over=Path(former) if former else None,
        reserve=reserve or 0,
        void=void or "",
        reason=reason,
    )
    taken, books = keep_journals(
        papers_folder(out) if not former else Path(out),
        Path(inputs),
        change,
        Act(name_of(who), moment),
        show_year=year,
    )
    diagnostics = in_reading_order(taken.diagnostics)
    code = EXIT_DATA if any(d.is_error for d in diagnostics) else EXIT_DONE
    if target is not None:
        _write(Path(target), books)
    if machine:
        shown = [
            {"journal": b.journal, "year": b.year, "numbers": b.numbers, "gaps": b.gaps}
            for b in books
        ]
        click.echo(
            as_json(
                command="journal",
                exit_code=code,
                changed=taken.numbers,
                journals=shown,
                diagnostics=diagnostics,
            )
        )
        return code
    for diagnostic in diagnostics:
        for line in diagnostic_lines(diagnostic):
            click.echo(line, err=True)
    if changes:
        numbers = ", ".join(number.text for number in taken.numbers[:10])
        rest = "…" if len(taken.numbers) > 10 else ""
        click.echo(f"Записано номеров: {len(taken.numbers)} {numbers}{rest}".rstrip())
    for line in _lines(books):
        click.echo(line)
    if target is not None:
        click.echo(f"Книга: {target}")
    return code


def _lines(books: Sequence[Book]) -> Iterator[str]:
    if not books:
        yield "В журналах ещё нет записей."
    for book in books:
        yield ""
        yield f"{book.table.caption} ({book.journal.code})"
        for row in book.table.rows:
            _, number, dated, counterpart, subject, *_rest, remark = row
            words = " – ".join(text for text in (counterpart, subject, remark) if text)
            yield f"  {number:<14} {dated:<10}  {words}"[:120].rstrip()
        if book.gaps:
            yield f"  пропущены: {', '.join(map(str, book.gaps[:20]))}"


def _write(path: Path, books: Sequence[Book]) -> None:
    from docgen.cli.writing import write_asked
    from docgen.diagnostics import Refusal
    from docgen.workbook.registers import register_bytes

    if not books:
        raise Refusal(
            "в журналах ещё нет записей, выгружать нечего",
            hint="зарегистрируйте бумаги: docgen register",
            exit_code=1,
        )
    content = register_bytes(_TITLE, [book.table for book in books], mark="")
    write_asked(path, content, "--xlsx")
