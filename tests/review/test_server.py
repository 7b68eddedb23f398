"""The server: who may ask and who may not, one decision at a time, nothing but two addresses."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from docgen.diagnostics import Refusal
from docgen.review.page import build_page
from docgen.review.server import Answer, Decision, Desk, ReviewServer
from tests.review.browser import browser
from tests.review.cards import NASTY, card

SECRET, TOKEN = "secret-of-the-address", "token-of-the-page"


@dataclass
class Office:
    """A server that runs, and what was decided on it."""

    server: ReviewServer
    decided: list[Decision] = field(default_factory=list)
    fails_with: list[Exception] = field(default_factory=list)
    reported: list[Exception] = field(default_factory=list)

    def ask(
        self,
        method: str = "POST",
        path: str = f"/{SECRET}/decision",
        *,
        body: Any = None,
        **headers: str,
    ) -> tuple[int, str]:
        """A request as a page of ours sends it, but for what is changed."""
        port = self.server.port
        sent = {
            "Host": f"127.0.0.1:{port}",
            "Origin": f"http://127.0.0.1:{port}",
            "Content-Type": "application/json",
            "X-Docgen-Token": TOKEN,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        said = {"paper": "paper-0", "verb": "return", "remark": "срок"} if body is None else body
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        sent = {name: value for name, value in sent.items() if value != "-"}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        sent.setdefault("Content-Length", str(len(content)))
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders(content if method == "POST" else None)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text


@pytest.fixture
def office() -> Iterator[Office]:
    cards = [card(0), card(1, nasty=True), card(3)]
    ready: list[Office] = []

    def page() -> str:
        if ready[0].fails_with:
            raise ready[0].fails_with.pop()
        return build_page(cards, "", token=TOKEN)

    def report(fault: Exception) -> Refusal:
        ready[0].reported.append(fault)
        return Refusal("наша ошибка", hint="обновите страницу")

    def decide(decision: Decision) -> Answer:
        if ready[0].fails_with:
            raise ready[0].fails_with.pop()
        ready[0].decided.append(decision)
        if decision.verb == "approve":
            return Answer(True, "Согласовано.", "согласован", "green", "Осталось: дальше", False)
        return Answer(True, "Возвращено.", "замечания", "red", "Осталось: исправить", True)

    desk = Desk(page, decide, report, SECRET, TOKEN)
    with ReviewServer(desk, 0) as server:
        ready.append(Office(server))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield ready[0]
        server.shutdown()
        thread.join()


def test_a_page_of_ours_is_heard(office: Office) -> None:
    status, text = office.ask()
    assert status == 200 and json.loads(text)["state"] == "замечания"
    assert office.decided == [Decision("paper-0", "return", "срок")]
    assert office.server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "evil.example:80"}, 403),
        ({"Host": "-"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "-"}, 403),
        ({"X_Docgen_Token": "x"}, 403),
        ({"X_Docgen_Token": "-"}, 403),
        ({"X_Docgen_Token": "ток\u00e9".encode().decode("latin-1")}, 403),
        ({"Content_Type": "text/plain"}, 400),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 400),
        ({"Content_Length": "99999999"}, 400),
        ({"Content_Length": "-5"}, 400),
        ({"Content_Length": "9" * 5000}, 400),
        ({"path": "/decision"}, 403),
        ({"path": "/x/decision"}, 403),
        ({"path": f"/{SECRET}/"}, 404),
        ({"path": f"/{SECRET}/../../etc/passwd"}, 404),
        ({"path": f"/{SECRET}/%2e%2e/decision"}, 404),
        ({"body": b"{"}, 400),
        ({"body": []}, 400),
        ({"body": "text"}, 400),
        ({"body": {"paper": "p", "verb": "delete", "remark": ""}}, 400),
        ({"body": {"paper": 1, "verb": "return", "remark": ""}}, 400),
        ({"body": b"[" * 60_000}, 400),
    ],
)
def test_nobody_else_is(office: Office, change: dict[str, Any], status: int) -> None:
    assert office.ask(**change)[0] == status
    assert office.decided == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/{SECRET}/", 200),
        ("/", 403),
        ("/x/", 403),
        (f"/{SECRET}", 404),
        (f"/{SECRET}/page.js", 404),
        (f"/{SECRET}/../pyproject.toml", 404),
        ("/etc/passwd", 403),
        ("//", 403),
        ("*", 403),
    ],
)
def test_there_is_one_page_and_no_file(office: Office, path: str, status: int) -> None:
    got, text = office.ask("GET", path)
    assert got == status
    assert (TOKEN in text) == (status == 200)


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (ValueError("Котова А. Ю."), 500, "наша ошибка"),
        (MemoryError(), 500, "наша ошибка"),
        (OSError(5, "Котова"), 500, "наша ошибка"),
        (Refusal("папка занята <другим>", hint="подождите"), 503, "папка занята"),
    ],
)
def test_a_fault_costs_one_answer_and_says_what_to_do(
    office: Office, fault: Exception, status: int, words: str
) -> None:
    for method in ("GET", "POST"):
        office.fails_with = [fault]
        path = f"/{SECRET}/" if method == "GET" else f"/{SECRET}/decision"
        got, text = office.ask(method, path)
        assert got == status
        assert words in text
        assert "Котова" not in text
        assert method == "POST" or "&lt;другим&gt;" in text or status == 500
        assert method == "GET" or json.loads(text)["done"] is False
    assert office.reported == ([fault] * 2 if status == 500 else [])
    assert office.decided == []
    # And the next one is served.
    assert office.ask("GET", f"/{SECRET}/")[0] == 200
    assert office.ask()[0] == 200
    assert len(office.decided) == 1


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_other_methods_are_unknown(office: Office, method: str) -> None:
    assert office.ask(method, f"/{SECRET}/")[0] == 501


def test_the_buttons_work_in_a_real_browser(office: Office, tmp_path: Path) -> None:
    with browser(tmp_path / "profile") as page:
        page.open(office.server.address)
        page.press("j")
        page.press("Enter")
        form = "document.querySelector('#p1 .decide')"
        page.ask(f"{form}.querySelector('.no').click(); null")
        assert "Напишите, что исправить" in page.ask(f"{form}.querySelector('.answer').textContent")
        assert office.decided == []
        page.type(f"срок 10 дней {NASTY}")
        page.ask(f"{form}.querySelector('.no').click(); null")
        page.wait(f"{form}.querySelector('.answer').textContent === 'Возвращено.'")
        assert office.decided == [Decision("paper-0", "return", f"срок 10 дней {NASTY}")]
        page.ask(f"{form}.resolved.click(); {form}.querySelector('.yes').click(); null")
        page.wait(f"{form}.querySelector('.answer').textContent === 'Согласовано.'")
        assert office.decided[1:] == [Decision("paper-0", "approve", "", True)]
        assert page.ask("document.querySelector('#p1 .state').textContent") == "согласован"
        assert page.ask("document.querySelector('#p1').dataset.state") == "согласован"
        assert page.ask(f"{form}.querySelector('.yes').hidden") is True
        # A paper that is on its way already has no buttons.
        assert page.ask("document.querySelector('#p3 .decide')") is None
        # A page of another origin gets nothing, whatever it sends.
        page.open("data:text/html,<script>document.documentElement.dataset.ready=1</script>")
        tried = page.ask(
            f"fetch('{office.server.address}decision', {{method: 'POST', body: '{{}}'}})"
            ".then((r) => 'heard', () => 'refused')"
        )
        assert tried == "refused"
        assert len(office.decided) == 2
