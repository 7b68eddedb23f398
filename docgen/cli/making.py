"""What all generating commands share: options, the run, and how its outcome is told."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.progress import Progress
from docgen.cli.report import Rows, in_reading_order, json_pieces, tally, told_once
from docgen.cli.wording import RussianUsageError

if TYPE_CHECKING:
    from docgen.diagnostics import Diagnostic
    from docgen.documents.plan import PlannedPaper
    from docgen.pipeline import Order, Outcome
    from docgen.register import Placement

_TOLD_BY_NAME = frozenset({"REPLACED", "BESIDE", "MOVED", "MERGED"})
F = TypeVar("F", bound=Callable[..., Any])


def reading_options(function: F) -> F:
    """Arguments of every command that reads the workbooks it is given."""
    return click.argument("workbooks", nargs=-1, required=True, metavar="КНИГА…")(
        directory_option(map_option(json_option(function)))
    )


def directory_option(function: F) -> F:
    """Where the directory is."""
    return click.option(
        "--directory",
        metavar="ФАЙЛ",
        help="Справочник, если он не лежит рядом под именем directory.xlsx.",
    )(function)


def map_option(function: F) -> F:
    """How the office's own sheets are read."""
    return click.option(
        "--map",
        "column_map",
        metavar="ФАЙЛ",
        help="Карта столбцов, если она не рядом с книгой под именем Столбцы.xlsx.",
    )(function)


def json_option(function: F) -> F:
    """An answer for scripts."""
    return click.option("--json", "machine", is_flag=True, help="Ответить одним документом JSON.")(
        function
    )


def dictionary_option(function: F) -> F:
    """The office's dictionary of confirmed forms."""
    return click.option(
        "--dictionary",
        metavar="ФАЙЛ",
        help="Словарь склонений, если он не рядом с книгой под именем словарь.tsv.",
    )(function)


def acts_option(function: F) -> F:
    """The office's own table of acts."""
    return click.option(
        "--acts",
        metavar="ФАЙЛ",
        help="Ваша таблица актов, если она не рядом с книгой под именем акты.toml.",
    )(function)


def cluster_option(function: F) -> F:
    """Workers on other machines."""
    return click.option(
        "--cluster",
        metavar="АДРЕС",
        help="Поручить работу кластеру Dask: адрес его планировщика, например tls://10.0.0.5:8786.",
    )(function)


def making_options(function: F) -> F:
    """Options of every generating command, whatever it is given to read."""
    for decorate in reversed(
        (
            dictionary_option,
            acts_option,
            click.option("--out", default="out", metavar="ПАПКА", help="Куда класть бумаги (out)."),
            click.option(
                "--templates",
                metavar="ПАПКА",
                help="Шаблоны; по умолчанию templates_docx здесь или из поставки.",
            ),
            click.option(
                "--only",
                multiple=True,
                metavar="КОД",
                help="Только это: код договора, организации или вид бумаги. Можно повторять.",
            ),
            click.option(
                "--beside",
                is_flag=True,
                help="Не вносить новое в файлы, правленные вручную, а класть рядом с ними.",
            ),
            click.option(
                "--jobs",
                type=click.IntRange(min=1),
                metavar="N",
                help="Сколько процессов составляют бумаги; без параметра программа решает сама.",
            ),
            cluster_option,
            click.option(
                "--thorough",
                is_flag=True,
                help="Разобрать разметку каждой новой бумаги, а не одной из многих таких же.",
            ),
            click.option(
                "--dry-run", "rehearsal", is_flag=True, help="Показать, что будет, не записывая."
            ),
        )
    ):
        function = decorate(function)
    return function


def map_file(named: str | None) -> Path | None:
    """The map that was named. Raises ``Refusal`` when it is not there."""
    if named is None or Path(named).is_file():
        return Path(named) if named else None
    from docgen.diagnostics import Refusal

    raise Refusal(
        f"нет карты столбцов «{named}»",
        hint="проверьте параметр --map; карту делает docgen map",
        exit_code=2,
    )


def order_of_folder(
    inputs: str,
    out: str,
    moment: datetime.datetime,
    templates: str | None,
    dictionary: str | None,
    acts: str | None,
    without_books: str = "назовите папку с книгами: --inputs ПАПКА",
) -> Order:
    """What a command asks for that needs the rows of every workbook in a folder.

    ``without_books``: what to do where there is none. Raises ``Refusal`` then.
    """
    from docgen.diagnostics import Refusal
    from docgen.workbook.folders import books_of_folder

    folder = Path(inputs)
    books = books_of_folder(folder).ours if folder.is_dir() else ()
    if not books:
        raise Refusal(f"в папке {inputs} нет книг docgen", hint=without_books, exit_code=2)
    return order_of_books(books, Path(out), moment, templates, dictionary, acts)


def order_of_books(
    workbooks: tuple[Path, ...],
    out: Path,
    moment: datetime.datetime,
    templates: str | None = None,
    dictionary: str | None = None,
    acts: str | None = None,
    directory: str | None = None,
) -> Order:
    """What a command asks for that looks at every row of some workbooks, whichever there are."""
    from docgen.cli.places import templates_folder
    from docgen.pipeline import Order
    from docgen.records.workbooks import FAMILIES, SHEETS

    return Order(
        families=tuple(FAMILIES),
        sheets=SHEETS,
        workbooks=workbooks,
        templates=templates_folder(templates, Path()),
        out=out,
        moment=moment,
        directory=Path(directory) if directory else None,
        dictionary=Path(dictionary) if dictionary else None,
        acts=Path(acts) if acts else None,
        spare=tuple({kind.SHEET.workbook: None for kind in SHEETS}),
    )


def make(
    command: str,
    families: Sequence[str],
    workbooks: Sequence[Path],
    *,
    dictionary: str | None,
    acts: str | None,
    machine: bool,
    out: str,
    templates: str | None,
    only: Sequence[str],
    rehearsal: bool,
    beside: bool = False,
    jobs: int | None = None,
    cluster: str | None = None,
    thorough: bool = False,
    directory: str | None = None,
    column_map: str | None = None,
    remarks: Sequence[Diagnostic] = (),
) -> int:
    """Run the pipeline for these families and tell what came of it; the exit code.

    ``remarks`` are told with what the run itself has to say.
    """
    from docgen.cli.places import require_russian_names, templates_folder

    require_russian_names()
    if jobs is not None and cluster is not None:
        raise RussianUsageError(
            "--jobs и --cluster вместе не нужны",
            "оставьте одно: --jobs — процессы этого компьютера, --cluster — чужие",
        )
    from docgen.pipeline import Order, make_papers
    from docgen.records.workbooks import FAMILIES, sheets_of_families

    order = Order(
        families=tuple(families),
        sheets=sheets_of_families(families),
        spare=tuple({stem: None for family in families for stem in FAMILIES[family].reads}),
        workbooks=tuple(workbooks),
        templates=templates_folder(templates, Path()),
        out=Path(out),
        moment=datetime.datetime.now().astimezone(),
        directory=Path(directory) if directory else None,
        dictionary=Path(dictionary) if dictionary else None,
        acts=Path(acts) if acts else None,
        only=tuple(only),
        rehearsal=rehearsal,
        merge=not beside,
        column_map=map_file(column_map),
        jobs=jobs,
        cluster=cluster,
        thorough=thorough,
    )
    outcome = make_papers(order, Progress("бумаги", quiet=machine))
    outcome.diagnostics += remarks
    failed = outcome.refused or any(d.is_error for d in outcome.diagnostics)
    code = EXIT_DATA if failed else EXIT_DONE
    if machine:
        for piece in _as_document(command, outcome, code):
            click.echo(piece, nl=False)
        click.echo()
    else:
        tell_diagnostics(outcome, err=True)
        for line in _summary(order, outcome):
            click.echo(line)
    return code


def tell_diagnostics(outcome: Outcome, *, err: bool) -> None:
    """Every diagnostic in reading order, and from which file each sheet came."""
    for lines in told_once(in_reading_order(outcome.diagnostics)):
        for line in lines:
            click.echo(line, err=err)
    by_file: dict[str, list[str]] = {}
    for record, file in outcome.sources.items():
        by_file.setdefault(file, []).append(f"«{record.SHEET.title}»")
    for file, sheets in by_file.items():
        click.echo(f"прочитано: {file} — {', '.join(sheets)}", err=err)


def _summary(order: Order, outcome: Outcome) -> list[str]:
    out, rehearsal = order.out, order.rehearsal
    lines = []
    verb = "Было бы сделано" if rehearsal else "Готово"
    lines.append(f"{verb} бумаг: {len(outcome.made)} → {out}")
    lines += _by_kind(order.families, outcome)
    results = Counter(str(p.outcome) for _, p in outcome.made if p is not None)
    if results:
        lines.append("  из них " + ", ".join(f"{word}: {n}" for word, n in results.items()))
    for _, placement in outcome.made:
        if placement is not None and placement.outcome.name in _TOLD_BY_NAME:
            was = f" (прежний файл: {placement.previous})" if placement.previous else ""
            lines.append(f"  {placement.outcome}: {placement.path}{was}")
        if placement is not None and placement.changes:
            lines.append(f"    внесено изменений в правленный файл: {placement.changes}")
    if outcome.refused:
        codes = ", ".join(dict.fromkeys(paper.codes for paper in outcome.refused))
        lines.append(f"Не сделано бумаг: {len(outcome.refused)} ({codes}): есть ошибки.")
    lines += [
        f"  строки для этой бумаги больше нет, файл не тронут: {out / orphan.path}"
        for orphan in outcome.orphans
    ]
    counted = tally(outcome.diagnostics)
    if counted:
        lines.append(f"Замечено в данных: {counted}.")
    lines.append(_next_step(out, outcome, rehearsal))
    return lines


def _by_kind(families: Sequence[str], outcome: Outcome) -> list[str]:
    """How many papers of each kind; of several families, each under its own heading."""
    from docgen.cli.families import family_title

    lines = []
    for family in families:
        made = [paper.title for paper, _ in outcome.made if paper.kind.family == family]
        if len(families) > 1:
            missed = ": не делались, не прочитана книга" if family in outcome.left_out else ""
            lines.append(f" {family_title(family)}: {len(made)}{missed}")
        lines += [f"  {title}: {count}" for title, count in Counter(made).items()]
    return lines


def _next_step(out: Path, outcome: Outcome, rehearsal: bool) -> str:
    if outcome.refused or any(d.is_error for d in outcome.diagnostics):
        return "Дальше: исправьте названные ячейки и запустите команду ещё раз."
    if rehearsal:
        return "Дальше: запустите без --dry-run."
    return f"Дальше: откройте {out} и прочитайте проекты; правьте таблицу, а не бумаги."


def _as_document(command: str, outcome: Outcome, code: int) -> Iterator[str]:
    def paper_line(made: tuple[PlannedPaper, Placement | None]) -> dict[str, object]:
        paper, placement = made
        return {
            "identity": paper.identity,
            "kind": paper.kind.id,
            "family": paper.kind.family,
            "path": str(placement.path) if placement else None,
            "outcome": placement.outcome.name.lower() if placement else "rehearsed",
            "changes": placement.changes if placement else 0,
        }

    return json_pieces(
        command=command,
        exit_code=code,
        papers=Rows(outcome.made, paper_line),
        refused=[paper.identity for paper in outcome.refused],
        left_out=list(outcome.left_out),
        orphans=[str(orphan.path) for orphan in outcome.orphans],
        sources={record.SHEET.title: file for record, file in outcome.sources.items()},
        diagnostics=in_reading_order(outcome.diagnostics),
    )
