"""``docgen pdf``: papers as PDF beside them, and files to print."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.making import cluster_option, json_option
from docgen.cli.progress import Progress
from docgen.cli.report import as_json, in_reading_order, told_once
from docgen.cli.wording import RussianCommand

if TYPE_CHECKING:
    from docgen.diagnostics import Diagnostic
    from docgen.pages import PaperPdf, PdfOrder, PdfRun

_LONG_WORK = 5
_MOST_WORKERS = 16
_GROUPINGS = ("семейство", "подписант")


@click.command(
    cls=RussianCommand,
    name="pdf",
    help="Сделать PDF из бумаг Word (нужен LibreOffice). Без аргументов — из всех бумаг папки out; "
    "можно назвать файлы и папки. PDF лежат в out/PDF в таких же папках, что и бумаги. "
    "PDF неизменившейся бумаги второй раз не делается; PDF, который изменил кто-то другой, "
    "не перезаписывается.",
    epilog="Пример: docgen pdf --only Д-01",
)
@click.argument("places", nargs=-1, metavar="[ФАЙЛ|ПАПКА…]")
@click.option("--out", default="out", metavar="ПАПКА", help="Где лежат бумаги (out).")
@click.option(
    "--only",
    multiple=True,
    metavar="КОД",
    help="Только это: код, с которого начинается имя файла, или вид бумаги. Можно повторять.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, _MOST_WORKERS),
    metavar="ЧИСЛО",
    help="Сколько копий LibreOffice работают сразу (по умолчанию до двух).",
)
@click.option(
    "--limit",
    "seconds",
    type=click.IntRange(1, 3600),
    default=90,
    metavar="СЕКУНД",
    help="Сколько ждать одну бумагу, прежде чем счесть LibreOffice зависшим (90).",
)
@click.option(
    "--print",
    "grouping",
    type=click.Choice(_GROUPINGS),
    metavar="|".join(_GROUPINGS),
    help="Сложить PDF в файлы для печати: один на семейство бумаг или на каждого, кто подписывает. "
    "Сначала опись; каждая бумага начинается с нового листа. Нужна библиотека pypdf.",
)
@cluster_option
@json_option
def command(
    places: Sequence[str],
    out: str,
    only: Sequence[str],
    workers: int | None,
    seconds: int,
    grouping: str | None,
    cluster: str | None,
    machine: bool,
) -> int:
    """Convert what has changed and tell."""
    from docgen.cli.places import papers_folder, require_russian_names
    from docgen.delivery.office import Limits, find_office
    from docgen.pages import PdfOrder, make_print_files

    require_russian_names()
    environment = dict(os.environ)
    order = PdfOrder(
        out=papers_folder(out, must_hold=False),
        moment=datetime.datetime.now().astimezone(),
        find_office=partial(find_office, environment.get("DOCGEN_SOFFICE"), environment),
        places=tuple(map(Path, places)),
        only=tuple(only),
        workers=workers or min(2, os.cpu_count() or 1),
        limits=Limits(file_seconds=float(seconds)),
    )
    run = _made(order, cluster, Progress("PDF", quiet=machine, long_work=_LONG_WORK))
    printed: list[PaperPdf] = []
    unprinted: list[Diagnostic] = []
    if grouping is not None:
        printed, unprinted = make_print_files(order, _groups(grouping, run.made))
        run.diagnostics += unprinted
    code = EXIT_DATA if run.failed or unprinted else EXIT_DONE
    if machine:
        click.echo(_as_document(run, printed, code))
        return code
    for lines in told_once(in_reading_order(run.diagnostics)):
        for line in lines:
            click.echo(line, err=True)
    for line in _summary(run, order.out):
        click.echo(line)
    for file in printed:
        click.echo(f"  печать: {file.pdf}, страниц {file.pages} ({file.outcome})")
    return code


def _made(order: PdfOrder, address: str | None, progress: Progress) -> PdfRun:
    """The PDFs, here or on a cluster."""
    from docgen.pages import make_pdfs

    if address is None:
        return make_pdfs(order, progress)
    from docgen.cli.far_office import convert
    from docgen.cluster import reach
    from docgen.pdf_shards import convert_by

    with reach(address) as cluster:
        far = partial(convert_by, cluster.crew(convert, None), order.convert_here, order.limits)
        run = make_pdfs(replace(order, convert=far), progress)
        run.diagnostics += cluster.finish()
    return run


def _groups(grouping: str, made: Sequence[PaperPdf]) -> dict[str, list[PaperPdf]]:
    """Which PDFs go into which file to print; the names of the groups are those of the files."""
    from docgen.cli.families import FAMILY_WORDS, family_title
    from docgen.cli.places import templates_folder
    from docgen.documents.kinds import load_kinds
    from docgen.pages import by_signer

    if grouping == _GROUPINGS[1]:
        return by_signer(made)
    kinds, _ = load_kinds(templates_folder(None, Path()))
    groups: dict[str, list[PaperPdf]] = {}
    for one in made:
        kind = kinds.get(one.kind)
        known = kind is not None and kind.family in FAMILY_WORDS
        title = family_title(kind.family) if kind is not None and known else "Прочие бумаги"
        groups.setdefault(title, []).append(one)
    return dict(sorted(groups.items()))


def _summary(run: PdfRun, out: Path) -> list[str]:
    from docgen.delivery.page_counts import PDF_FOLDER

    pages = sum(made.pages for made in run.made)
    lines = [f"PDF: {len(run.made)}, страниц: {pages} → {out / PDF_FOLDER}"]
    counts = Counter(str(made.outcome) for made in run.made)
    if counts:
        lines.append("  из них " + ", ".join(f"{word}: {n}" for word, n in counts.items()))
    if run.failed:
        names = ", ".join(path.name for path in run.failed[:5])
        more = f" и ещё {len(run.failed) - 5}" if len(run.failed) > 5 else ""
        lines.append(f"Без PDF: {len(run.failed)} ({names}{more}).")
    lines += [f"  бумаги для этого PDF больше нет, он не тронут: {path}" for path in run.left_over]
    if run.failed:
        lines.append("Дальше: исправьте названное и повторите команду; готовое не переделывается.")
    elif not run.made:
        lines.append("Бумаг не нашлось. Дальше: сделайте их или назовите другую папку.")
    else:
        lines.append("Дальше: посмотрите страницы; если изменили бумагу, повторите команду.")
    return lines


def _as_document(run: PdfRun, printed: Sequence[PaperPdf], code: int) -> str:
    return as_json(
        command="pdf",
        exit_code=code,
        pdfs=[
            {
                "paper": str(made.paper),
                "pdf": str(made.pdf),
                "pages": made.pages,
                "kind": made.kind,
                "outcome": made.outcome.name.lower(),
            }
            for made in run.made
        ],
        printed=[{"pdf": str(file.pdf), "pages": file.pages} for file in printed],
        failed=[str(path) for path in run.failed],
        left_over=[str(path) for path in run.left_over],
        diagnostics=in_reading_order(run.diagnostics),
    )
