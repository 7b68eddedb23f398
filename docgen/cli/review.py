"""``docgen review FILES``: what came back from review, and the page of all papers."""

from __future__ import annotations

import datetime
import os
import secrets
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli import EXIT_DATA, EXIT_DONE, place_of_fault
from docgen.cli.making import json_option
from docgen.cli.report import as_json, diagnostic_lines, in_reading_order
from docgen.cli.who import name_of, who_option
from docgen.cli.wording import RussianCommand, RussianUsageError

if TYPE_CHECKING:
    from docgen.diagnostics import Diagnostic, Refusal
    from docgen.dossiers import Memory
    from docgen.records.paper_tables import PaperTable
    from docgen.review.cards import PaperCard
    from docgen.review.remarks import Remark
    from docgen.review.server import Answer, Decision
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
@click.option(
    "--serve",
    is_flag=True,
    help="Открыть ту же страницу на этом компьютере с кнопками «Согласовать» и «Вернуть»; "
    "останавливает Ctrl-C.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="ЧИСЛО",
    help="На каком порту (по умолчанию на любом свободном).",
)
@click.option(
    "--pictures",
    is_flag=True,
    help="Показать страницы бумаг картинками (нужны LibreOffice и pypdfium2); без этого — текст.",
)
@click.option("--templates", metavar="ПАПКА", help="Шаблоны: из них названия видов бумаг.")
@who_option
@json_option
def command(
    places: Sequence[str],
    out: str,
    target: str | None,
    page: str | None,
    serve: bool,
    port: int | None,
    pictures: bool,
    templates: str | None,
    who: str | None,
    machine: bool,
) -> int:
    """Read what came back and tell it; lay the page out or serve it."""
    from docgen.cli.places import papers_folder
    from docgen.cli.writing import require_place
    from docgen.reviewing import ReviewOrder, ReviewRun, collect_returned

    if serve and machine:
        raise RussianUsageError("--serve и --json вместе не бывают", "уберите одно из двух")
    if not places and page is None and not serve:
        raise RussianUsageError(
            "не указано: ФАЙЛ или ПАПКА",
            "назовите возвращённые файлы или папку с ними; страницу всех бумаг делает --page",
        )
    papers_folder(out)
    if target is not None:
        require_place(Path(target), "--xlsx")
    if page is not None:
        _require_page(Path(page))
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
    look = _Look(Path(out), templates, name_of(who), moment)
    if pictures and (page is not None or serve):
        look.pictures = _pictures(look, run)
    if page is not None:
        shown = _write_page(Path(page), look, run)
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
    return _serve(look, port) if serve else code


@dataclass
class _Look:
    """What the page is made from, and for whom. ``memory``: a look at the page that is served
    reads only what has changed since the one before."""

    out: Path
    templates: str | None
    who: str
    moment: datetime.datetime
    pictures: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    memory: Memory | None = None

    def cards(
        self, moment: datetime.datetime, only: frozenset[str] = frozenset()
    ) -> tuple[list[PaperCard], list[Diagnostic]]:
        from docgen.cli.places import templates_folder
        from docgen.dossiers import DossierOrder, gather_cards

        folder = templates_folder(self.templates, Path())
        order = DossierOrder(self.out, folder, moment, only, pictures=self.pictures)
        return gather_cards(order, memory=self.memory)

    def html(self, cards: Sequence[PaperCard], moment: datetime.datetime, token: str = "") -> str:
        from docgen.review.page import build_page

        made = f"Сделано {moment:%d.%m.%Y %H:%M}."
        folder = self.out.absolute().resolve().name or str(self.out)
        return build_page(cards, made, title=f"Бумаги папки {folder}", token=token)


def _write_page(path: Path, look: _Look, run: ReviewRun) -> int:
    """The page of all papers; how many there are. A page of ours is replaced, nothing else."""
    from docgen.cli.writing import replace_whole

    cards, diagnostics = look.cards(look.moment)
    run.diagnostics += diagnostics
    _require_page(path)
    replace_whole(path, look.html(cards, look.moment).encode())
    return len(cards)


def _require_page(path: Path) -> None:
    """Refuse a page that could not be written. Nothing is left behind."""
    from docgen.cli.writing import require_place
    from docgen.diagnostics import Refusal
    from docgen.review.page import MARK

    require_place(path, "--page", free=False)
    if path.is_symlink() or (path.exists() and not _holds(path, MARK)):
        raise Refusal(
            f"файл {path} уже есть, и это не страница docgen: поверх него ничего не пишется",
            hint="назовите другой файл: --page ИМЯ.html",
            exit_code=2,
        )


def _pictures(look: _Look, run: ReviewRun) -> dict[str, tuple[bytes, ...]]:
    """Pages of the papers by their ids; without LibreOffice none, and that is said."""
    from docgen.delivery.office import find_office
    from docgen.diagnostics import Refusal
    from docgen.pages import PdfOrder, make_pdfs
    from docgen.review.pictures import page_pictures

    environment = dict(os.environ)
    order = PdfOrder(
        out=look.out,
        moment=look.moment,
        find_office=partial(find_office, environment.get("DOCGEN_SOFFICE"), environment),
        workers=min(2, os.cpu_count() or 1),
    )
    try:
        made = make_pdfs(order)
        run.diagnostics += made.diagnostics
        return {p.document_id: page_pictures(p.pdf) for p in made.made if p.document_id}
    except Refusal as refusal:
        click.echo(f"Страниц картинками не будет: {refusal.message}.", err=True)
        click.echo(f"  подсказка: {refusal.hint}. Пока вместо картинок текст.", err=True)
        return {}


def _serve(look: _Look, port: int | None) -> int:
    """Serve the page until Ctrl-C."""
    from docgen.diagnostics import Refusal
    from docgen.dossiers import Memory
    from docgen.review.server import Desk, ReviewServer

    token = secrets.token_urlsafe(32)
    look.memory = Memory()

    def page() -> str:
        moment = datetime.datetime.now().astimezone()
        return look.html(look.cards(moment)[0], moment, token)

    desk = Desk(page, partial(_decide, look), report_fault, secrets.token_urlsafe(24), token)
    try:
        server = ReviewServer(desk, port or 0)
    except OSError as failure:
        raise Refusal(
            f"порт {port} занят или закрыт (код ошибки {failure.errno})",
            hint="назовите другой: --port 8765, или не называйте никакого",
        ) from failure
    with server:
        try:
            click.echo(f"Откройте в браузере: {server.address}")
            click.echo("Адрес действует только на этом компьютере. Остановить: Ctrl-C.")
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            # A decision that is being recorded is recorded to its end.
            with server.one_at_a_time:
                click.echo("Остановлено.")
    return EXIT_DONE


def report_fault(fault: Exception) -> Refusal:
    """Note a fault on the terminal, without the values in it: they may be personal data."""
    from docgen.diagnostics import Refusal

    if isinstance(fault, MemoryError):
        place = "не хватило памяти"
        hint = "закройте другие программы и обновите страницу"
    else:
        place = f"внутренняя ошибка docgen: {place_of_fault(fault)}"
        hint = (
            "обновите страницу; если не поможет, остановите программу (Ctrl-C), запустите снова и "
            "сообщите о ней разработчикам: это наша ошибка, а не ваша. Записанное не пропало"
        )
    click.echo(f"ошибка: {place}", err=True)
    return Refusal(place, hint=hint)


def _decide(look: _Look, decision: Decision) -> Answer:
    from docgen.register.states import State
    from docgen.review.page import colour_of, next_words
    from docgen.review.server import Answer
    from docgen.reviewing import return_with_remark

    moment = datetime.datetime.now().astimezone()
    only = frozenset({decision.document_id})
    before, _ = look.cards(moment, only)
    if not before:
        return Answer(False, "Такой бумаги в папке больше нет: обновите страницу.")
    if decision.verb == "return":
        if not decision.remark:
            return Answer(False, "Напишите, что исправить.")
        return_with_remark(look.out, decision.document_id, decision.remark, look.who, moment)
        words = "Возвращено с замечанием."
    else:
        from docgen.pipeline import approve_papers
        from docgen.register.states import Act

        place = f"{before[0].place}/{before[0].name}.docx"
        target = str(look.out / place)
        act = Act(look.who, moment, decision.remark)
        done = approve_papers(look.out, [target], act, resolved=decision.resolved)
        if done.stopped and not done.papers:
            raise done.stopped
        if not done.papers:
            faults = [d for d in done.diagnostics if d.is_error] or done.diagnostics
            said = "; ".join(f"{d.message} ({d.hint})" if d.hint else d.message for d in faults)
            return Answer(False, f"Не согласовано: {said or 'бумага не готова'}.")
        words = "Согласовано."
    (after,) = look.cards(moment, only)[0] or before
    state = State(after.state)
    return Answer(
        True, words, str(state), colour_of(state), next_words(after.to_do), after.decidable
    )


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
    comment = remark.sort == "примечание"
    if remark.quoted:
        was = "было" if remark.text else "убрано"
        yield from _indented("о словах" if comment else was, remark.quoted)
    if remark.text:
        yield from _indented("сказано" if comment else "стало", remark.text)
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
    from docgen.cli.writing import write_asked
    from docgen.workbook.registers import register_bytes

    content = register_bytes("Замечания", [_table(run)], mark="Замечания согласующих")
    write_asked(path, content, "--xlsx")


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
