"""The page on this computer alone, with decisions: HTTP on 127.0.0.1 and nothing else.

Who may ask: whoever has the address with its secret path, from a page that came from here. Other
hosts' names in a request (a site that points its own name at this machine) are refused, and so are
posts without the page's token or from another origin. There are two addresses and no files.

A fault of ours costs one answer and not the server: it says what to do, and the next is served.
"""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from docgen.diagnostics import Refusal
from docgen.review.page import build_notice

HOST = "127.0.0.1"
_LONGEST_BODY = 64 * 1024
_LONGEST_REMARK = 4000
_LONGEST_LENGTH = 8
_PATIENCE = 15
VERBS = ("approve", "return")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on the page. ``verb``: one of ``VERBS``; ``resolved``: earlier
    remarks are settled."""

    document_id: str
    verb: str
    remark: str
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a decision. ``words``: for the person; the rest renews the card."""

    done: bool
    words: str
    state: str = ""
    colour: str = ""
    next: str = ""
    decidable: bool = True


@dataclass(frozen=True)
class Desk:
    """What the server needs: the page, made anew at each look, and the hand that decides.

    Both may raise ``Refusal``, whose words are shown. ``report``: notes a fault that nobody has
    foreseen and says it in words for the person. ``secret``: of the address; ``token``: of the
    page; they are random for each run.
    """

    page: Callable[[], str]
    decide: Callable[[Decision], Answer]
    report: Callable[[Exception], Refusal]
    secret: str
    token: str


class ReviewServer(ThreadingHTTPServer):
    """Serves one desk. ``port`` 0 takes a free one. Raises ``OSError`` when it is taken."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, desk: Desk, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.desk = desk
        self.one_at_a_time = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """What is to be opened in a browser."""
        return f"http://{HOST}:{self.port}/{self.desk.secret}/"

    @property
    def hosts(self) -> tuple[str, str]:
        return (f"{HOST}:{self.port}", f"localhost:{self.port}")

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is no fault worth a traceback."""


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    server_version = "docgen"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE

    def do_GET(self) -> None:
        if not self._welcome():
            return
        if self.path != f"/{self.server.desk.secret}/":
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        status = HTTPStatus.OK
        try:
            with self.server.one_at_a_time:
                content = self.server.desk.page()
        except Exception as fault:
            status, refusal = self._explained(fault)
            content = build_notice("Страница не открылась", refusal.message, refusal.hint)
        self._send(status, content.encode(), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        if not self._welcome():
            return
        if self.path != f"/{self.server.desk.secret}/decision":
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        token = self.headers.get("X-Docgen-Token", "")
        ours = hmac.compare_digest(token.encode(), self.server.desk.token.encode())
        if not ours or not self._from_our_page():
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        decision = self._decision()
        if decision is None:
            self._refuse(HTTPStatus.BAD_REQUEST)
            return
        status = HTTPStatus.OK
        try:
            with self.server.one_at_a_time:
                answer = self.server.desk.decide(decision)
        except Exception as fault:
            status, refusal = self._explained(fault)
            answer = Answer(False, f"Не вышло: {refusal.message}. {refusal.hint}.")
        said = {
            "done": answer.done,
            "words": answer.words,
            "state": answer.state,
            "colour": answer.colour,
            "next": answer.next,
            "decidable": answer.decidable,
        }
        content = json.dumps(said, ensure_ascii=False).encode()
        self._send(status, content, "application/json; charset=utf-8")

    def _explained(self, fault: Exception) -> tuple[HTTPStatus, Refusal]:
        if isinstance(fault, Refusal):
            return HTTPStatus.SERVICE_UNAVAILABLE, fault
        return HTTPStatus.INTERNAL_SERVER_ERROR, self.server.desk.report(fault)

    # --- who asks ----------------------------------------------------------------------------

    def _welcome(self) -> bool:
        """Whether the request names this machine as its host and knows the secret."""
        if self.headers.get("Host", "") not in self.server.hosts:
            self._refuse(HTTPStatus.FORBIDDEN)
            return False
        given = self.path.partition("/")[2].partition("/")[0].encode("utf-8", "replace")
        if not hmac.compare_digest(given, self.server.desk.secret.encode()):
            self._refuse(HTTPStatus.FORBIDDEN)
            return False
        return True

    def _from_our_page(self) -> bool:
        origin = self.headers.get("Origin", "")
        return origin in {f"http://{host}" for host in self.server.hosts}

    def _decision(self) -> Decision | None:
        if self.headers.get_content_type() != "application/json":
            return None
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or len(length) > _LONGEST_LENGTH or int(length) > _LONGEST_BODY:
            return None
        try:
            said = json.loads(self.rfile.read(int(length)))
            paper, verb, remark = said["paper"], said["verb"], said["remark"]
            resolved = said.get("resolved", False) is True
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        if not all(isinstance(text, str) for text in (paper, verb, remark)) or verb not in VERBS:
            return None
        return Decision(paper, verb, remark.strip()[:_LONGEST_REMARK], resolved)

    # --- answers -----------------------------------------------------------------------------

    def _refuse(self, status: HTTPStatus) -> None:
        # What was sent along stays unread: the connection can't be used again.
        self.close_connection = True
        self._send(status, f"{status.value}\n".encode(), "text/plain; charset=utf-8")

    def _send(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(content))),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ):
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged: addresses hold the secret."""
