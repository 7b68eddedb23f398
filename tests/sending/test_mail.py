"""Mail through a real server on this machine: taken, refused, silent, broken off in the middle."""

from __future__ import annotations

import contextlib
import email
import email.policy
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from docgen.cli.send import PASSWORD, read_server
from docgen.delivery.mail import Security, Server, mail_address, open_server
from docgen.diagnostics import Refusal
from docgen.dispatching import Method
from docgen.register.outbox import Sending
from tests.register.faulty import FaultyDisk, in_child, kill
from tests.sending.office import Office, codes, small
from tests.sending.test_packages import DRAFT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
IDENTITIES = ("network-agreement:Д-05", "cover-letter:П-05", "disagreement-protocol:Д-05")
SENDER = "gymnasium@example.org"
SECRET = "very-secret-password"


@pytest.fixture(scope="module")
def few(ready: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return small(ready, tmp_path_factory.mktemp("mail") / "учреждение", IDENTITIES)


@pytest.fixture
def office(few: Office, tmp_path: Path) -> Office:
    return few.copy(tmp_path / "учреждение")


class Postbox:
    """What the server was given; ``answers`` replaces its answer at a step."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.received: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if "rcpt" in self.answers:
            return self.answers["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if "data" in self.answers:
            return self.answers["data"]
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 принято"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(box: Postbox, **options: Any) -> Iterator[Server]:
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield Server("127.0.0.1", controller.port, SENDER, Security.NONE, timeout=3.0)
    finally:
        controller.stop()


@contextlib.contextmanager
def rough(script: Callable[[socket.socket], None]) -> Iterator[Server]:
    """A server that speaks by a script for each connection, and breaks off at its end."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    stopping = threading.Event()

    def serve() -> None:
        while not stopping.is_set():
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(5)
                    script(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        port = listener.getsockname()[1]
        yield Server("127.0.0.1", port, SENDER, Security.NONE, timeout=0.5)
    finally:
        stopping.set()
        thread.join(10)
        listener.close()


def greet(connection: socket.socket) -> None:
    connection.sendall("220 здесь\r\n".encode())
    for answer in (b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
        connection.recv(4096)
        connection.sendall(answer)


def read_to_the_end(connection: socket.socket) -> None:
    got = b""
    while not got.endswith(b"\r\n.\r\n"):
        piece = connection.recv(1 << 16)
        if not piece:
            return
        got += piece


def breaks_off_in_the_middle(connection: socket.socket) -> None:
    greet(connection)
    connection.recv(100)
    # An answer of RST and not of FIN: the sender's next write fails.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def breaks_off_before_the_answer(connection: socket.socket) -> None:
    greet(connection)
    read_to_the_end(connection)


def is_silent_at_the_end(connection: socket.socket) -> None:
    greet(connection)
    read_to_the_end(connection)
    threading.Event().wait(1.2)


def is_silent_from_the_start(connection: socket.socket) -> None:
    threading.Event().wait(1.2)


def mail(office: Office, server: Server, **changes: Any) -> Any:
    return office.send(
        **{**DRAFT, "method": Method.MAIL, "server": server, "really": True, **changes}
    )


# --- it goes -------------------------------------------------------------------------------------


def test_a_rehearsal_talks_to_the_server_and_sends_nothing(office: Office) -> None:
    box = Postbox()
    with serving(box) as server:
        done = mail(office, server, really=False)
    assert (len(done.ready), box.received, office.parcels()) == (1, [], [])
    with pytest.raises(Refusal, match="недоступен"):
        mail(office, server, really=False)


def test_a_letter_arrives_as_it_was_packed(office: Office) -> None:
    box = Postbox()
    with serving(box) as server:
        done = mail(office, server)
        (message,) = box.received
        assert codes(mail(office, server)) == ["send-repeated"]
        assert len(box.received) == 1
    (parcel,) = done.sent
    assert parcel.note == "ответ сервера 250 принято"
    assert message["Message-ID"] == f"<{parcel.number}@example.org>"
    assert message["X-Unsent"] is None
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == list(parcel.laid)
    contents = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    path = office.path(IDENTITIES[0])
    assert path.read_bytes() in contents.values()
    assert office.papers()[IDENTITIES[0]].state == "на согласовании"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"rcpt": "550 нет такого ящика"}, "550 нет такого ящика"),
        ({"data": "552 слишком велико"}, "552 слишком велико"),
        ({"data": "451 позже"}, "451 позже"),
    ],
    ids=["no-box", "too-large", "later"],
)
def test_a_letter_that_was_refused_is_named_and_goes_next_time(
    office: Office, answers: dict[str, str], words: str
) -> None:
    with serving(Postbox(**answers)) as server:
        done = mail(office, server)
    assert codes(done) == ["send-failed"]
    assert words in done.failed[0].note
    assert office.papers()[IDENTITIES[0]].state == "проект"
    box = Postbox()
    with serving(box) as server:
        assert codes(mail(office, server)) == []
    assert len(box.received) == 1


def test_a_letter_too_large_for_the_server_is_not_begun(office: Office) -> None:
    box = Postbox()
    with serving(box, data_size_limit=5000) as server:
        done = mail(office, server)
    assert codes(done) == ["send-failed"]
    assert "больше, чем принимает сервер" in done.failed[0].note
    assert box.received == []


def test_a_line_that_breaks_in_the_middle_has_sent_nothing(office: Office) -> None:
    with rough(breaks_off_in_the_middle) as server:
        done = mail(office, server)
    # The last line may still have been written before the break was noticed: then nobody knows.
    assert codes(done) in (["send-failed"], ["send-uncertain"])


@pytest.mark.parametrize(
    "script", [breaks_off_before_the_answer, is_silent_at_the_end], ids=["broken", "silent"]
)
def test_without_an_answer_nobody_knows_and_nothing_goes_twice(
    office: Office, script: Callable[[socket.socket], None]
) -> None:
    with rough(script) as server:
        done = mail(office, server)
    assert codes(done) == ["send-uncertain"]
    (parcel,) = office.parcels()
    assert parcel.sending is Sending.UNDER_WAY
    box = Postbox()
    with serving(box) as server:
        assert codes(mail(office, server)) == ["send-uncertain"]
        assert codes(mail(office, server, again=True)) == ["send-uncertain"]
        assert box.received == []
        office.send(lost=(parcel.number,))
        assert codes(mail(office, server)) == []
    assert len(box.received) == 1


def test_a_letter_that_has_come_is_entered_on_the_clerks_word(office: Office) -> None:
    with rough(breaks_off_before_the_answer) as server:
        mail(office, server)
    (parcel,) = office.parcels()
    office.send(went=(parcel.number,))
    (parcel,) = office.parcels()
    assert (parcel.sending, parcel.note) == (Sending.SENT, "со слов: Иванова")
    assert office.papers()[IDENTITIES[0]].state == "на согласовании"
    assert office.send(went=(parcel.number,)).sent == []
    assert len(office.events(IDENTITIES[0])) == 1
    with pytest.raises(Refusal, match="уже «отправлен»"):
        office.send(lost=(parcel.number,))


def test_a_silent_server_is_given_up(office: Office) -> None:
    with rough(is_silent_from_the_start) as server, pytest.raises(Refusal) as refused:
        mail(office, server)
    assert "не отвечает" in refused.value.message or "недоступен" in refused.value.message
    assert office.parcels() == []


def test_killed_at_any_step_a_letter_goes_once_or_is_asked_about(
    few: Office, tmp_path: Path
) -> None:
    box = Postbox()
    with serving(box) as server:
        disk = FaultyDisk()
        quiet = few.copy(tmp_path / "quiet")
        quiet.send(disk, **DRAFT, method=Method.MAIL, server=server, really=True)
        killed = 0
        for at in range(len(disk.steps)):
            for after in (False, True):
                box.received.clear()
                office = few.copy(tmp_path / f"{at}{after}")
                broken = FaultyDisk(at, kill, after=after)
                wish: dict[str, Any] = {"method": Method.MAIL, "server": server, "really": True}
                killed += in_child(partial(office.send, broken, **DRAFT, **wish)) == -9
                done = mail(office, server)
                assert len(box.received) <= 1, disk.steps[at]
                if not box.received:
                    assert codes(done) == ["send-uncertain"]
                elif "send-uncertain" not in codes(done):
                    assert [p.sending for p in office.parcels()][-1] is Sending.SENT
                shutil.rmtree(office.root)
    # What is forced to the disk at the end differs from run to run by a step or two.
    assert killed >= 2 * (len(disk.steps) - 2)


# --- the way to the server -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost that nobody but the test trusts, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl")
    folder = tmp_path_factory.mktemp("tls")
    files = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-out", str(files[0]), "-keyout", str(files[1])),
        ],
        check=True,
        capture_output=True,
    )
    return files


def _accepts(server: SMTP, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = data.password == SECRET.encode() and data.login == b"clerk"
    return AuthResult(success=right, handled=right)


@contextlib.contextmanager
def encrypted(box: Postbox, files: tuple[Path, Path]) -> Iterator[int]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*files)
    controller = Controller(
        box,
        hostname="localhost",
        port=free_port(),
        tls_context=context,
        require_starttls=True,
        authenticator=_accepts,
        auth_required=True,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def test_the_way_is_encrypted_verified_and_logged_in(
    office: Office, certificate: tuple[Path, Path]
) -> None:
    box = Postbox()
    with encrypted(box, certificate) as port:
        server = Server(
            "localhost", port, SENDER, user="clerk", password=SECRET, timeout=3.0,
            ca_file=str(certificate[0]),
        )  # fmt: skip
        mail(office, server)
        assert len(box.received) == 1
        for changed, words in (
            ({"ca_file": None}, "не подтвердил"),
            ({"password": "another"}, "не принял имя или пароль"),
            ({"password": "пароль"}, "не латинские"),
        ):
            with (
                pytest.raises(Refusal, match=words) as refused,
                open_server(replace(server, **changed)),
            ):
                pass
            assert SECRET not in f"{refused.value.message}{refused.value.hint}"
    assert SECRET not in repr(server)
    for record in (office.out / ".docgen" / "outbox").iterdir():
        assert SECRET not in record.read_text("utf-8")


def test_a_server_without_encryption_gets_no_password() -> None:
    with serving(Postbox()) as plain:
        server = Server("127.0.0.1", plain.port, SENDER, user="clerk", password=SECRET)
        with pytest.raises(Refusal, match="не умеет"), open_server(server):
            pass
    for bare in (
        Server("mail.example.org", 25, SENDER, Security.NONE),
        Server("localhost", 25, SENDER, Security.NONE, user="clerk", password=SECRET),
    ):
        with pytest.raises(Refusal, match="без шифрования"), open_server(bare):
            pass


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("school@example.org", "school@example.org"),
        (" school@example.org ", "school@example.org"),
        ("школа@example.org", None),
        ("school@школа.рф", "school@xn--80atdl2c.xn--p1ai"),
        ("a@b", None),
        ("a@example.org\r\nBcc: x@example.org", None),
        ("a@example.org, b@example.org", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_one_address(text: str | None, address: str | None) -> None:
    assert mail_address(text) == address


def test_settings_hold_no_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "почта.toml"
    monkeypatch.delenv(PASSWORD, raising=False)
    good = f'host = "mail.example.org"\nsender = "{SENDER}"\n'
    path.write_text(good, "utf-8")
    assert (read_server(path).port, read_server(path).security) == (587, Security.STARTTLS)
    for text, words in (
        (good + 'password = "тайна"', "в файле пароль"),
        (good + 'user = "clerk"', "нет пароля"),
        (good + 'securty = "ssl"', "не значит ничего"),
        (good + 'security = "нет"', "security"),
        (good + 'port = "25"', "не число"),
        (good + "port = 99999", "port = 99999"),
        (good + 'ca_file = "нет.pem"', "файла ca_file нет"),
        ('host = "mail.example.org"', "нет host или sender"),
        ("host = ", "ошибка записи"),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(Refusal) as refused:
            read_server(path)
        assert words in refused.value.message
        assert "тайна" not in f"{refused.value.message}{refused.value.hint}"
    path.write_text(good + 'user = "clerk"\npassword_file = "пароль"', "utf-8")
    (tmp_path / "пароль").write_text(f"{SECRET}\n", "utf-8")
    assert read_server(path).password == SECRET
    monkeypatch.setenv(PASSWORD, "другой")
    assert read_server(path).password == "другой"


@pytest.mark.parametrize("host", ["mail..ru", ".example.org"])
def test_a_name_that_no_server_has_is_a_plain_refusal(host: str) -> None:
    with pytest.raises(Refusal) as refused, open_server(Server(host, 587, SENDER)):
        pass
    assert refused.value.exit_code == 2
    assert "host" in refused.value.hint
