"""``docgen signed FILES``: what came back signed, and what its signatures say."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.awaited import awaited_lines, days_option, reminder_lines, write_reminders
from docgen.cli.making import json_option, order_of_books
from docgen.cli.report import as_json, diagnostic_lines, in_reading_order
from docgen.cli.who import name_of, who_option
from docgen.cli.wording import RussianCommand, RussianUsageError

if TYPE_CHECKING:
    from docgen.delivery.signatures import Signature
    from docgen.returning import SignedRun, Taken

_WIDTH = 96


@click.command(
    cls=RussianCommand,
    name="signed",
    help="Учесть подписанное: сканы (PDF, JPEG, PNG, TIFF), подписанные PDF, файлы с подписью "
    ".sig или .p7s рядом. Бумага узнаётся по паспорту, отметке в PDF, QR-коду, номеру и дате в "
    "тексте или имени файла; стопка с QR-кодами в одном PDF делится по бумагам; если бумага не "
    "узнаётся, она названа и не учтена. Файл копируется без изменений, "
    "бумага становится «подписан». По каждой электронной подписи сказано, что проверено, а "
    "что без сети проверить нельзя.",
    epilog="Пример: docgen signed вернулось --who Крылова",
)
@click.argument("places", nargs=-1, metavar="ФАЙЛ|ПАПКА…")
@click.option("--out", default="out", metavar="ПАПКА", help="Где лежат бумаги (out).")
@click.option("--paper", default="", metavar="БУМАГА", help="Чьи это файлы: код или имя бумаги.")
@click.option(
    "--not-all", is_flag=True, help="Подписали ещё не все: файл учесть, состояние не менять."
)
@click.option("--awaited", is_flag=True, help="Показать, что отправлено и не вернулось.")
@click.option(
    "--reminders", metavar="ПАПКА", help="То же и черновики напоминаний опоздавшим (.eml)."
)
@days_option
@click.option("--inputs", default="inputs", metavar="ПАПКА", help="Книги (inputs).")
@who_option
@json_option
def command(
    places: Sequence[str],
    out: str,
    paper: str,
    not_all: bool,
    awaited: bool,
    reminders: str | None,
    days: int,
    inputs: str,
    who: str | None,
    machine: bool,
) -> int:
    """Take, read and tell; or tell what is not back."""
    from docgen.returning import SignedOrder, take_signed

    if awaited or reminders is not None:
        if places:
            raise RussianUsageError(
                "--awaited и --reminders: файлы тут не нужны", "уберите имена файлов из команды"
            )
        return _tell_awaited(out, inputs, reminders, days, machine)
    if not places:
        raise RussianUsageError(
            "не указано: ФАЙЛ или ПАПКА", "назовите подписанные файлы или папку с ними"
        )
    order = SignedOrder(
        places=tuple(map(Path, places)),
        out=Path(out),
        moment=datetime.datetime.now().astimezone(),
        who=name_of(who),
        paper=paper,
        not_all=not_all,
    )
    run = take_signed(order)
    diagnostics = in_reading_order(run.diagnostics)
    code = EXIT_DATA if any(d.is_error for d in diagnostics) else EXIT_DONE
    if machine:
        files = [_as_values(taken) for taken in run.taken]
        click.echo(as_json(command="signed", exit_code=code, files=files, diagnostics=diagnostics))
        return code
    for diagnostic in diagnostics:
        for line in diagnostic_lines(diagnostic):
            click.echo(line, err=True)
    for taken in run.taken:
        for line in _lines(taken, out):
            click.echo(line)
    for line in _summary(run):
        click.echo(line)
    return code


def _tell_awaited(out: str, inputs: str, target: str | None, days: int, machine: bool) -> int:
    from docgen.pipeline import awaited_papers
    from docgen.workbook.folders import books_of_folder

    books = books_of_folder(Path(inputs)).ours
    order = order_of_books(books, Path(out), datetime.datetime.now().astimezone())
    found = awaited_papers(order, days)
    diagnostics = in_reading_order(found.diagnostics)
    code = EXIT_DATA if any(d.is_error for d in diagnostics) else EXIT_DONE
    written = write_reminders(target, found)
    if machine:
        click.echo(
            as_json(
                command="signed",
                exit_code=code,
                awaited=found.papers,
                prepared=found.prepared,
                reminders=[str(path) for path, _, _ in written],
                diagnostics=diagnostics,
            )
        )
        return code
    for diagnostic in diagnostics:
        for line in diagnostic_lines(diagnostic):
            click.echo(line, err=True)
    for line in (*awaited_lines(found), *reminder_lines(written)):
        click.echo(line)
    return code


def _lines(taken: Taken, out: str) -> Iterator[str]:
    yield f"{taken.paper}: {taken.state}" if taken.paper else "Доверенность (МЧД): записана"
    again = "" if taken.new else ", уже учтён"
    yield f"  файл «{taken.file}», узнан по: {taken.known_by}{again}"
    yield f"  лежит: {Path(out) / taken.path}"
    yield f"  SHA-256: {taken.content_hash}"
    for signature in taken.signatures:
        yield from _signature_lines(signature)


def _signature_lines(signature: Signature) -> Iterator[str]:
    from docgen.delivery.signatures import Answer
    from docgen.returning import answers

    who = (signature.signer or "имя неизвестно", signature.post, signature.organisation)
    yield from _indented("подпись", ", ".join(filter(None, who)), "  ")
    if signature.certificate:
        term = " – ".join(
            _moment(day, "%d.%m.%Y") for day in (signature.valid_from, signature.valid_to)
        )
        yield from _indented("сертификат", f"{signature.certificate}, срок {term}", "    ")
    signed = _moment(signature.signed_at, "%d.%m.%Y %H:%M") or "не указано"
    yield f"    время подписи: {signed}; хеш: {signature.digest}"
    for answer, words in (
        (Answer.YES, "проверено"),
        (Answer.NO, "НЕ СХОДИТСЯ"),
        (Answer.UNKNOWN, "не проверено"),
    ):
        found = answers(signature, answer)
        if found:
            yield from _indented(words, "; ".join(found), "    ")


def _moment(moment: datetime.datetime | None, form: str) -> str:
    return moment.astimezone().strftime(form) if moment else ""


def _indented(word: str, text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        f"{word}: {text}", _WIDTH, initial_indent=indent, subsequent_indent=indent + "  "
    )


def _summary(run: SignedRun) -> Iterator[str]:
    refused = {d.origin.file for d in run.diagnostics if d.is_error}
    papers = {taken.paper for taken in run.taken if taken.paper}
    yield f"Учтено файлов: {len(run.taken)}, бумаг: {len(papers)}, не учтено: {len(refused)}"
    if refused:
        yield "Дальше: разберите неучтённые файлы; чья бумага, говорит --paper."
    elif any(taken.signatures for taken in run.taken):
        yield (
            "Дальше: чего docgen не проверил, проверит программа, которой подписывают, "
            "или сайт госуслуг."
        )


def _as_values(taken: Taken) -> dict[str, Any]:
    return {
        "file": taken.file,
        "paper": taken.paper,
        "document_id": taken.document_id,
        "known_by": taken.known_by,
        "path": taken.path,
        "new": taken.new,
        "state": taken.state,
        "sha256": taken.content_hash,
        "unread": taken.unread,
        "signatures": [
            {
                "signer": one.signer,
                "organisation": one.organisation,
                "post": one.post,
                "certificate": one.certificate,
                "issuer": one.issuer,
                "valid_from": _moment(one.valid_from, "%Y-%m-%d"),
                "valid_to": _moment(one.valid_to, "%Y-%m-%d"),
                "signed_at": one.signed_at.isoformat() if one.signed_at else "",
                "digest": one.digest,
                "findings": [
                    {"question": f.question, "answer": str(f.answer), "words": f.words}
                    for f in one.findings
                ],
            }
            for one in taken.signatures
        ],
    }
