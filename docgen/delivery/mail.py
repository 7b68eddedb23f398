"""Mail: a letter with enclosures as a draft that any program opens, or sent through a server.

The end of a sending is one of three, and the third is said honestly: the server took the letter,
the server did not take it, or the connection was lost between the last byte and the answer, and
nobody on this side can know.
"""

from __future__ import annotations

import datetime
import enum
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from docgen.diagnostics import Refusal

_ADDRESS = re.compile(r"[A-Za-z0-9._%+'/=-]+@[A-Za-zА-Яа-яЁё0-9-]+(?:\.[A-Za-zА-Яа-яЁё0-9-]+)+")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_TYPES = {
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".pdf": ("application", "pdf"),
    ".zip": ("application", "zip"),
}
_ANSWER = 120


class Security(enum.StrEnum):
    """How the way to the server is closed to others."""

    STARTTLS = "starttls"
    SSL = "ssl"
    NONE = "none"


@dataclass(frozen=True)
class Server:
    """A mail server. ``timeout``: seconds for each answer; ``ca_file``: of an office's own CA."""

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0
    ca_file: str | None = None


@dataclass(frozen=True)
class Letter:
    """A message. ``name``: makes its id, the same for the same sending of a package."""

    name: str
    sender: str
    to: str
    subject: str
    text: str
    files: Mapping[str, bytes]
    moment: datetime.datetime


class Fate(enum.Enum):
    """What became of a letter."""

    TAKEN = "принято сервером"
    NOT_TAKEN = "не принято"
    UNKNOWN = "неизвестно"


@dataclass(frozen=True)
class Sent:
    """The end of one sending, and the server's words."""

    fate: Fate
    words: str


def mail_address(text: str | None) -> str | None:
    """An address as it stands in a message, its domain in Latin; ``None`` for no usable one."""
    if not text or not _ADDRESS.fullmatch(text.strip()):
        return None
    name, _, domain = text.strip().rpartition("@")
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return None


def as_draft(letter: Letter) -> bytes:
    """The letter as an .eml file that opens ready to be sent, not as one that was received."""
    message = _message(letter)
    message["X-Unsent"] = "1"
    return message.as_bytes(policy=SMTP)


def as_sent(letter: Letter) -> bytes:
    """The letter as it goes to the server."""
    message = _message(letter)
    # A server or a program that gets the same id twice can tell that it is the same letter.
    message["Message-ID"] = f"<{letter.name}@{letter.sender.rpartition('@')[2]}>"
    return message.as_bytes(policy=SMTP)


def _message(letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = letter.sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.moment)
    message.set_content(letter.text, cte="base64")
    for name, content in letter.files.items():
        main, sub = _TYPES.get(
            "." + name.rpartition(".")[2].lower(), ("application", "octet-stream")
        )
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    # Python would invent a boundary: the same letter is to have the same bytes.
    message.set_boundary(f"=_docgen_{letter.name}")
    return message


@contextmanager
def open_server(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted, verified and logged in.

    Raises ``Refusal`` when the server can't be reached, is not who it says it is, or does not
    let us in. The password is in no message.
    """
    if server.security is Security.NONE and (server.host not in _LOCAL or server.password):
        raise Refusal(
            "почтовый сервер задан без шифрования",
            hint='поставьте в настройках почты security = "starttls" или "ssl"',
            exit_code=2,
        )
    if not (server.user + server.password).isascii():
        raise Refusal(
            "в имени или пароле почты буквы не латинские: почтовые серверы их не принимают",
            hint="проверьте user в настройках почты и пароль: не набран ли он в русской раскладке",
            exit_code=2,
        )
    connection: smtplib.SMTP | None = None
    try:
        context = ssl.create_default_context(cafile=server.ca_file)
        if server.security is Security.SSL:
            connection = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        connection.ehlo()
        if server.security is Security.STARTTLS:
            connection.starttls(context=context)
            connection.ehlo()
        if server.user:
            connection.login(server.user, server.password)
    except (OSError, smtplib.SMTPException, UnicodeError, OverflowError) as failure:
        _hang_up(connection)
        raise _refusal(server, failure) from None
    try:
        yield connection
    finally:
        _hang_up(connection)


def post(connection: smtplib.SMTP, letter: Letter) -> Sent:
    """Send one letter. Never raises for what the server or the line does."""
    content = as_sent(letter)
    limit = connection.esmtp_features.get("size", "")
    if limit.isdigit() and 0 < int(limit) < len(content):
        megabytes = int(limit) / (1 << 20)
        return Sent(Fate.NOT_TAKEN, f"письмо больше, чем принимает сервер ({megabytes:.1f} МБ)")
    try:
        steps: tuple[Callable[[], tuple[int, bytes]], ...] = (
            lambda: connection.mail(letter.sender, [f"size={len(content)}"] if limit else []),
            lambda: connection.rcpt(letter.to),
            lambda: connection.docmd("DATA"),
        )
        for step in steps:
            code, answer = step()
            if code not in (250, 251, 354):
                return Sent(Fate.NOT_TAKEN, _words(code, answer))
        # Without the closing line a server may not take a letter (RFC 5321, 4.1.1.4): whatever
        # breaks before it has been written, the letter has not gone.
        connection.send(_stuffed(content))
    except (OSError, smtplib.SMTPException) as failure:
        return Sent(Fate.NOT_TAKEN, _broken(failure))
    try:
        connection.send(b".\r\n")
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as failure:
        return Sent(Fate.UNKNOWN, f"{_broken(failure)}, когда письмо уже было передано")
    return Sent(Fate.TAKEN if code == 250 else Fate.NOT_TAKEN, _words(code, answer))


def _stuffed(content: bytes) -> bytes:
    """Lines that begin with a full stop get a second one (RFC 5321, 4.5.2)."""
    doubled = re.sub(rb"(?m)^\.", b"..", content)
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _words(code: int, answer: bytes) -> str:
    text = " ".join(answer.decode("utf-8", "replace").split())[:_ANSWER]
    return f"ответ сервера {code} {text}".strip()


def _broken(failure: Exception) -> str:
    if isinstance(failure, TimeoutError):
        return "сервер не ответил вовремя"
    return "связь с сервером оборвалась"


def _refusal(server: Server, failure: Exception) -> Refusal:
    where = f"{server.host}:{server.port}"
    if isinstance(failure, (UnicodeError, OverflowError)):
        # A name of a server that can't be one («mail..ru»), a login or a password that the
        # protocol, which knows Latin letters alone, can't carry.
        return Refusal(
            f"с такими настройками почтовый сервер {where} не спросить",
            hint="host — имя сервера без лишних точек, port — от 1 до 65535, user и пароль — "
            "латинские буквы, цифры и знаки",
            exit_code=2,
        )
    if isinstance(failure, ssl.SSLError):
        return Refusal(
            f"почтовый сервер {where} не подтвердил, что это он",
            hint="проверьте имя сервера и security в настройках почты; обходить проверку нельзя",
        )
    if isinstance(failure, smtplib.SMTPAuthenticationError):
        return Refusal(
            f"почтовый сервер {where} не принял имя или пароль",
            hint="проверьте user в настройках почты и пароль в переменной DOCGEN_SMTP_PASSWORD",
        )
    if isinstance(failure, smtplib.SMTPNotSupportedError):
        return Refusal(
            f"почтовый сервер {where} не умеет того, что нужно: шифрования или входа",
            hint='проверьте port и security: 465 — "ssl", 587 — "starttls"',
        )
    reason = "не отвечает" if isinstance(failure, TimeoutError) else "недоступен"
    return Refusal(
        f"почтовый сервер {where} {reason}",
        hint="проверьте сеть, host и port в настройках почты и повторите команду",
    )


def _hang_up(connection: smtplib.SMTP | None) -> None:
    if connection is not None:
        with suppress(Exception):
            connection.quit()
        with suppress(Exception):
            connection.close()
