"""``docgen review FILES``: what came back from review, and the page of all papers."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.making import json_option
from docgen.cli.report import as_json, diagnostic_lines, in_reading_order
from docgen.cli.who import name_of, who_option
from docgen.cli.wording import RussianCommand, RussianUsageError

if TYPE_CHECKING:
    from docgen.records.paper_tables import PaperTable
    from docgen.review.remarks import Remark
    from docgen.reviewing import Review, ReviewRun

_WIDTH = 96
_HEADING = (
    *("Бумага", "Файл", "Версия", "Вид замечания", "Кто", "Когда", "Где"),
    *("О каких словах", "Замечание", "Ответы", "Решено"),
)


@click.command(
    cls=RussianCommand,
    name="review",
    help="Прочитать файлы, которые вернулись с согласования: примечания и ответы на них, "
    "исправления, правки без отметки. Бумага с замечаниями переходит в состояние «замечания», "
    "без них остаётся «на согласовании». Возвращённые файлы не меняются, копия каждого "
    "сохраняется. Папку можно назвать целиком.",
    epilog="Пример: docgen review вернулось --xlsx замечания.xlsx",
)
@click.argument("places", nargs=-1, metavar="[ФАЙЛ|ПАПКА…]")
@click.option("--out", default="out", metavar="ПАПКА", help="Где лежат бумаги (out).")
@click.option("--xlsx", "target", metavar="ФАЙЛ", help="Записать замечания таблицей Excel.")
@click.option(
    "--page",
    metavar="ФАЙЛ",
    help="Сделать страницу со всеми бумагами (один файл .html, открывается без интернета).",
)
@click.option("--templates", metavar="ПАПКА", help="Шаблоны: из них названия видов бумаг.")
@who_option
@json_option
def command(
    places: Sequence[str],
    out: str,
    target: str | None,
    page: str | None,
    templates: str | None,
    who: str | None,
    machine: bool,
) -> int:
    """Read what came back and tell it; lay the page out."""
    from docgen.reviewing import ReviewOrder, ReviewRun, collect_returned

    if not places and page is None:
        raise RussianUsageError(
            "не указано: ФАЙЛ или ПАПКА",
            "назовите возвращённые файлы или папку с ними; страницу всех бумаг делает --page",
        )
    moment = datetime.datetime.now().astimezone()
    run = ReviewRun()
    if places:
        order = ReviewOrder(
            places=tuple(Path(place) for place in places),
            out=Path(out),
            moment=moment,
            who=name_of(who),
        )
        run = collect_returned(order)
    shown = 0
    if page is not None:
        shown = _write_page(Path(page), Path(out), templates, moment, run)
    diagnostics = in_reading_order(run.diagnostics)
    code = EXIT_DATA if any(d.is_error for d in diagnostics) else EXIT_DONE
    if target is not None:
        _write(Path(target), run)
    if machine:
        reviews = [_as_values(review) for review in run.reviews]
        click.echo(
            as_json(
                command="review",
                exit_code=code,
                reviews=reviews,
                page=page,
                papers_on_page=shown,
                diagnostics=diagnostics,
            )
        )
        return code
    for diagnostic in diagnostics:
        for line in diagnostic_lines(diagnostic):
            click.echo(line, err=True)
    for review in run.reviews:
        for line in _lines(review):
            click.echo(line)
    if places:
        for line in _summary(run, target):
            click.echo(line)
    if page is not None:
        click.echo(f"Страница: {page}, бумаг на ней: {shown}")
        click.echo("Дальше: откройте её в браузере; интернет и программа для этого не нужны.")
    return code


def _write_page(
    path: Path, out: Path, templates: str | None, moment: datetime.datetime, run: ReviewRun
) -> int:
    """The page of all papers; how many there are. A page of ours is replaced, nothing else."""
    from docgen.cli.places import templates_folder
    from docgen.cli.writing import replace_whole
    from docgen.diagnostics import Refusal
    from docgen.dossiers import DossierOrder, gather_cards
    from docgen.review.page import MARK, build_page

    if path.is_symlink() or (path.exists() and not _holds(path, MARK)):
        raise Refusal(
            f"файл {path} уже есть, и это не страница docgen: поверх него ничего не пишется",
            hint="назовите другой файл: --page ИМЯ.html",
            exit_code=2,
        )
    order = DossierOrder(out, templates_folder(templates, Path()), moment)
    cards, diagnostics = gather_cards(order)
    run.diagnostics += diagnostics
    made = f"Сделано {moment:%d.%m.%Y %H:%M}."
    replace_whole(path, build_page(cards, made, title=f"Бумаги папки {out.name}").encode())
    return len(cards)


def _holds(path: Path, mark: str) -> bool:
    try:
        with path.open("rb") as stream:
            return mark.encode() in stream.read(4096)
    except OSError:
        return False


# --- on the terminal -----------------------------------------------------------------------------


def _lines(review: Review) -> Iterator[str]:
    yield f"{review.paper}: {review.state}"
    came = f"  файл «{review.file}», узнан по: {review.known_by}"
    if review.version:
        came += f", версия {review.version}" + ("" if review.current else " (не последняя)")
    yield came + ("" if review.new or not review.remarks else ", уже учтён")
    if not review.remarks:
        yield "  замечаний нет" + (", файл не менялся" if review.untouched else "")
    for remark in review.remarks:
        yield from _remark_lines(remark)


def _remark_lines(remark: Remark) -> Iterator[str]:
    signed = ", ".join(filter(None, (remark.author, _when(remark.when))))
    done = ", решено" if remark.resolved else ""
    yield f"  {remark.sort}, {remark.place}{f' ({signed})' if signed else ''}{done}"
    if remark.quoted:
        yield from _indented("было" if remark.text else "убрано", remark.quoted)
    if remark.text:
        yield from _indented("сказано" if remark.sort == "примечание" else "стало", remark.text)
    for reply in remark.replies:
        yield from _indented(f"ответ ({reply.author})" if reply.author else "ответ", reply.text)


def _indented(word: str, text: str) -> list[str]:
    shown = " ".join(text.split())
    return textwrap.wrap(
        f"{word}: {shown}", _WIDTH, initial_indent="    ", subsequent_indent="      "
    )


def _when(moment: datetime.datetime | None) -> str:
    return f"{moment:%d.%m.%Y %H:%M}" if moment else ""


def _summary(run: ReviewRun, target: str | None) -> Iterator[str]:
    with_remarks = sum(bool(review.open_remarks) for review in run.reviews)
    remarks = sum(review.open_remarks for review in run.reviews)
    yield (
        f"Прочитано файлов: {len(run.reviews)}, с замечаниями: {with_remarks}, "
        f"замечаний открыто: {remarks}"
    )
    if target is not None:
        yield f"Таблица: {target}"
    if with_remarks:
        yield "Дальше: исправьте строки таблиц или саму бумагу и сделайте новую версию."
    elif run.reviews:
        yield "Дальше: согласованное утвердите командой docgen approve."
    else:
        yield "Дальше: назовите возвращённые файлы Word: с паспортом docgen или с именем бумаги."


# --- as values and as a sheet --------------------------------------------------------------------


def _as_values(review: Review) -> dict[str, Any]:
    return {
        "file": review.file,
        "paper": review.paper,
        "document_id": review.document_id,
        "kind": review.kind,
        "known_by": review.known_by,
        "version": review.version or None,
        "current": review.current,
        "compared": review.compared,
        "untouched": review.untouched,
        "new": review.new,
        "state": review.state,
        "sha256": review.content_hash,
        "remarks": [
            {
                "sort": str(remark.sort),
                "place": remark.place,
                "author": remark.author,
                "when": remark.when.isoformat() if remark.when else None,
                "quoted": remark.quoted,
                "text": remark.text,
                "resolved": remark.resolved,
                "replies": list(remark.replies),
            }
            for remark in review.remarks
        ],
    }


def _write(path: Path, run: ReviewRun) -> None:
    from docgen.cli.writing import write_new
    from docgen.diagnostics import Refusal
    from docgen.workbook.registers import register_bytes

    content = register_bytes("Замечания", [_table(run)], mark="Замечания согласующих")
    if not write_new(path, content):
        raise Refusal(
            f"файл {path} уже есть, поверх него ничего не пишется",
            hint="назовите другой файл: --xlsx ИМЯ.xlsx",
            exit_code=2,
        )


def _table(run: ReviewRun) -> PaperTable:
    """A row for each remark, one for a file without remarks."""
    from docgen.records.paper_tables import PaperTable

    rows = []
    for review in run.reviews:
        head = (review.paper, review.file, str(review.version or ""))
        rows += [
            (
                *head,
                str(remark.sort),
                remark.author,
                _when(remark.when),
                remark.place,
                _in_a_cell(remark.quoted),
                _in_a_cell(remark.text),
                _in_a_cell("\n".join(f"{r.author}: {r.text}" for r in remark.replies)),
                "да" if remark.resolved else "нет",
            )
            for remark in review.remarks
        ] or [(*head, "замечаний нет", "", "", "", "", "", "", "")]
    return PaperTable("Замечания", _HEADING, tuple(rows))


def _in_a_cell(text: str) -> str:
    """A text that a cell can hold: printable and no longer than Excel allows."""
    kept = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    return kept[:32_000]
