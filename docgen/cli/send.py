"""``docgen send``: packages for partners and families: folder, archive, draft of a letter, mail."""

from __future__ import annotations

import datetime
import os
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli import EXIT_DATA, EXIT_DONE
from docgen.cli.making import acts_option, directory_option, json_option, order_of_books
from docgen.cli.report import as_json, in_reading_order, told_once
from docgen.cli.who import name_of, who_option
from docgen.cli.wording import RussianCommand, RussianUsageError

if TYPE_CHECKING:
    from docgen.delivery.mail import Server
    from docgen.dispatching import Dispatched, Wish
    from docgen.register.outbox import Parcel

PASSWORD = "DOCGEN_SMTP_PASSWORD"
_METHODS = {"folder": "папка", "zip": "zip", "eml": "письмо-черновик"}
_SETTINGS = ("host", "port", "security", "user", "sender", "timeout", "ca_file", "password_file")
_TITLE = "Реестр отправки"


@click.command(
    cls=RussianCommand,
    name="send",
    help="Собрать пакеты для партнёров и семей: сопроводительное письмо, договор, лист "
    "согласования, опись. Кому что, говорят строки листа «Отправки»; чужая бумага и список "
    "детей не тому получателю в пакет не попадут. Уходит только согласованное, проект — с "
    "--drafts. Пакет ложится в папку; почта уходит лишь с --really, без него это репетиция. "
    "Письмо-черновик (eml) отправляете вы, и бумаги станут отправленными после --went.",
    epilog="Пример: docgen send --to КВАНТ --drafts --as zip",
)
@click.argument("workbooks", nargs=-1, metavar="[КНИГА…]")
@click.option("--to", multiple=True, metavar="КОД", help="Кому: код организации, представителя.")
@click.option("--agreement", "agreements", multiple=True, metavar="КОД", help="Какой договор.")
@click.option("--letter", "letters", multiple=True, metavar="КОД", help="Строка «Отправок».")
@click.option(
    "--as",
    "form",
    metavar="ВИД",
    default="folder",
    help="folder — папка (по умолчанию), zip — архив, eml — черновик письма.",
)
@click.option("--smtp", metavar="ФАЙЛ", help="Отправить почтой; файл с настройками сервера.")
@click.option("--really", is_flag=True, help="Отправить почту на самом деле.")
@click.option("--drafts", is_flag=True, help="Отправить проекты на согласование.")
@click.option("--again", is_flag=True, help="Отправить и то, что уже отправлено.")
@click.option("--with", "extra", multiple=True, metavar="ВИД", help="Добавить вид бумаг.")
@click.option("--without", multiple=True, metavar="ВИД", help="Не вкладывать вид бумаг.")
@click.option("--pdf-only", is_flag=True, help="Вкладывать PDF вместо Word, где он есть.")
@click.option("--dest", default="отправка", metavar="ПАПКА", help="Куда класть (отправка).")
@click.option("--out", default="out", metavar="ПАПКА", help="Где лежат бумаги (out).")
@click.option("--templates", metavar="ПАПКА", help="Шаблоны, если они не в templates_docx.")
@click.option("--dry-run", "rehearsal", is_flag=True, help="Показать пакеты, не собирая.")
@click.option("--log", "log", metavar="ФАЙЛ", help="Записать таблицей Excel, что отправлено.")
@click.option("--went", multiple=True, metavar="ПАКЕТ", help="Письмо ушло: номер или файл .eml.")
@click.option("--lost", multiple=True, metavar="ПАКЕТ", help="Письмо не ушло и не уйдёт.")
@who_option
@directory_option
@acts_option
@json_option
def command(
    workbooks: Sequence[str],
    form: str,
    smtp: str | None,
    really: bool,
    dest: str,
    out: str,
    templates: str | None,
    log: str | None,
    who: str | None,
    directory: str | None,
    acts: str | None,
    machine: bool,
    extra: Sequence[str],
    without: Sequence[str],
    to: tuple[str, ...],
    agreements: tuple[str, ...],
    letters: tuple[str, ...],
    went: tuple[str, ...],
    lost: tuple[str, ...],
    pdf_only: bool,
    drafts: bool,
    again: bool,
    rehearsal: bool,
) -> int:
    """Pack, send, tell."""
    from docgen.cli.places import require_russian_names
    from docgen.cli.writing import require_place

    require_russian_names()
    from docgen.dispatching import Method, Wish
    from docgen.pipeline import send_papers

    if form not in _METHODS:
        raise RussianUsageError(f"--as: нет вида «{form}»", "бывает: " + ", ".join(_METHODS))
    if really and not smtp:
        raise RussianUsageError("--really: не назван --smtp", "почта уходит через --smtp ФАЙЛ")
    moment = datetime.datetime.now().astimezone()
    if log is not None:
        require_place(Path(log), "--log")
    if log is not None and not (to or agreements or letters):
        return _write_log(Path(log), Path(out), moment)
    if not (went or lost) and not (to or agreements or letters):
        raise RussianUsageError(
            "не сказано, что отправить",
            "назовите --to КОД, --agreement КОД или --letter КОД",
        )
    if (went or lost) and (rehearsal or to or agreements or letters):
        raise RussianUsageError(
            "--went и --lost: больше ничего в этой команде не называют",
            "сначала отметьте, что стало с письмом, потом отправляйте другое",
        )
    wish = Wish(
        method=Method.MAIL if smtp else Method(_METHODS[form]),
        place=Path(dest).absolute(),
        who=name_of(who),
        moment=moment,
        extra=frozenset(extra),
        without=frozenset(without),
        really=really,
        server=read_server(Path(smtp)) if smtp else None,
        to=to,
        agreements=agreements,
        letters=letters,
        pdf_only=pdf_only,
        drafts=drafts,
        again=again,
        rehearsal=rehearsal,
        went=went,
        lost=lost,
    )
    books = () if went or lost else _books(workbooks)
    order = order_of_books(books, Path(out), moment, templates, acts=acts, directory=directory)
    done, _ = send_papers(order, wish)
    failed = done.failed or any(d.is_error for d in done.diagnostics)
    code = EXIT_DATA if failed and not lost else EXIT_DONE
    if machine:
        click.echo(_as_document(done, code))
    else:
        for lines in told_once(in_reading_order(done.diagnostics)):
            for line in lines:
                click.echo(line, err=True)
        for line in _summary(done, wish):
            click.echo(line)
    if log is not None:
        _write_log(Path(log), Path(out), moment, quiet=machine)
    return code


def _books(named: Sequence[str]) -> tuple[Path, ...]:
    if named:
        return tuple(Path(name) for name in named)
    from docgen.workbook.folders import books_of_folder

    return books_of_folder(Path("inputs")).ours


def read_server(path: Path) -> Server:
    """The mail server of a settings file; the password from the environment or a file of its own.

    Raises ``Refusal`` for a file that is missing, unclear, or holds a password.
    """
    from docgen.delivery.mail import Security, Server, mail_address
    from docgen.diagnostics import Refusal, nearest, perhaps

    def refuse(message: str, hint: str) -> Refusal:
        return Refusal(f"настройки почты {path}: {message}", hint=hint, exit_code=2)

    try:
        values = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise refuse("файл не открывается", "проверьте имя файла в --smtp") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise refuse("ошибка записи", 'каждая строка — ключ = "значение"') from None
    if "password" in values:
        raise refuse(
            "в файле пароль",
            f"уберите его оттуда: пароль берётся из переменной {PASSWORD} или из файла, "
            "который назван в password_file",
        )
    for key in values:
        if key not in _SETTINGS:
            hint = perhaps(nearest(key, _SETTINGS)) or "ключи: " + ", ".join(_SETTINGS)
            raise refuse(f"ключ «{key}» здесь не значит ничего", hint)
    sender = mail_address(str(values.get("sender", "")))
    host = str(values.get("host", "")).strip()
    if not host or sender is None:
        raise refuse("нет host или sender", "host — почтовый сервер, sender — ваш адрес")
    security = str(values.get("security", Security.STARTTLS))
    port, timeout = values.get("port", 465 if security == "ssl" else 587), values.get("timeout", 30)
    if security not in {str(known) for known in Security}:
        raise refuse(f"security «{security}»", "бывает: " + ", ".join(Security))
    if type(port) is not int or type(timeout) not in (int, float) or not 0 < timeout <= 600:
        raise refuse("port или timeout не число", "port = 587, timeout = 30 (секунд)")
    if not 0 < port < 65536:
        raise refuse(f"port = {port}", "порт — число от 1 до 65535, обычно 587 или 465")
    ca_file = path.parent / str(values["ca_file"]) if values.get("ca_file") else None
    if ca_file is not None and not ca_file.is_file():
        raise refuse("файла ca_file нет", "проверьте имя; он ищется рядом с настройками")
    password = os.environ.get(PASSWORD, "")
    named = values.get("password_file")
    if not password and named:
        try:
            password = (path.parent / str(named)).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise refuse("файл с паролем не читается", "проверьте password_file") from None
    if values.get("user") and not password:
        raise refuse("нет пароля", f"задайте переменную {PASSWORD} или password_file")
    return Server(
        host=host,
        port=port,
        sender=sender,
        security=Security(security),
        user=str(values.get("user", "")),
        password=password,
        timeout=float(timeout),
        ca_file=str(ca_file) if ca_file else None,
    )


# --- what is told --------------------------------------------------------------------------------


def _summary(done: Dispatched, wish: Wish) -> Iterator[str]:
    for parcel, files in done.ready:
        yield f"Было бы отправлено: {parcel.addressee_name} → {parcel.target}"
        yield from (f"  {name}" for name in files)
    for parcel in done.sent:
        yield f"Отправлено: {parcel.addressee_name} ({parcel.method}) → {parcel.target}"
        yield from (f"  {name}" for name in parcel.laid)
    for parcel in done.prepared:
        yield f"Письмо подготовлено: {parcel.addressee_name} → {parcel.target}"
        yield f"  отправили — docgen send --went {parcel.number}"
    for parcel in done.failed:
        yield f"Не отправлено: {parcel.addressee_name} ({parcel.note or parcel.sending})"
    counts = (
        ("готово к отправке", len(done.ready)),
        ("отправлено", len(done.sent)),
        ("писем подготовлено", len(done.prepared)),
        *_counted_before(done.repeated),
        ("не отправлено", len(done.failed)),
    )
    told = ", ".join(f"{words}: {count}" for words, count in counts if count)
    yield f"Пакетов: {told}." if told else "Ни одного пакета не собрано."
    if done.ready and wish.server is not None and not wish.rehearsal:
        yield "Это репетиция: сервер отвечает, ничего не отправлено. Отправить: добавьте --really."
    elif done.prepared:
        yield (
            "Дальше: откройте письма, проверьте и отправьте своей почтовой программой, потом "
            "скажите об этом (--went): до тех пор бумаги не считаются отправленными."
        )
    elif done.sent and wish.server is None and not wish.went:
        yield "Дальше: передайте пакеты получателям; что уже отправлено, второй раз не соберётся."


def _counted_before(repeated: Sequence[Parcel]) -> Iterator[tuple[str, int]]:
    from docgen.register.outbox import Sending

    for sending, words in (
        (Sending.SENT, "уже было отправлено"),
        (Sending.PREPARED, "письмо уже подготовлено"),
        (Sending.FAILED, "уже отмечено неотправленным"),
    ):
        yield words, sum(parcel.sending is sending for parcel in repeated)


def _as_document(done: Dispatched, code: int) -> str:
    return as_json(
        command="send",
        exit_code=code,
        sent=done.sent,
        failed=done.failed,
        prepared=done.prepared,
        repeated=done.repeated,
        ready=[{"parcel": parcel, "files": list(files)} for parcel, files in done.ready],
        diagnostics=in_reading_order(done.diagnostics),
    )


def _write_log(path: Path, out: Path, moment: datetime.datetime, *, quiet: bool = False) -> int:
    """The register of what was really sent, as a new workbook."""
    from docgen.cli.writing import write_asked
    from docgen.dispatching import REGISTRY_HEADINGS, registry_rows, sendings
    from docgen.records.paper_tables import PaperTable
    from docgen.workbook.registers import register_bytes

    rows = tuple(registry_rows(sendings(out, moment)))
    table = PaperTable(_TITLE, REGISTRY_HEADINGS, rows)
    write_asked(path, register_bytes(_TITLE, [table], mark=f"на {moment:%d.%m.%Y}"), "--log")
    if not quiet:
        click.echo(f"Реестр отправки: {path}, строк: {len(rows)}")
    return EXIT_DONE
