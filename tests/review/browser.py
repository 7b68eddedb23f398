"""A real browser for tests: Chromium over its own pipe, no driver, no library, no port.

Messages are JSON with a NUL at the end; a command is answered by its number, events pass by.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_PATIENCE = 60.0
_KEYS = {"Enter": ("\r", 13), "Escape": ("", 27), "Tab": ("", 9), "Home": ("", 36), "End": ("", 35)}


def find_chromium() -> str:
    """The browser of this machine; skips the test without one unless CI forbids it."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        if os.environ.get("DOCGEN_REQUIRE_BROWSER"):
            pytest.fail("chromium is missing and DOCGEN_REQUIRE_BROWSER is set")
        pytest.skip("no chromium on this machine")
    return found


class Page:
    """One page of a running browser."""

    def __init__(self, write: int, read: int) -> None:
        self._write = write
        self._read = read
        self._last = 0
        self._rest = b""
        self._session = ""
        self.events: list[dict[str, Any]] = []

    def start(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command and its answer."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            said = self._next()
            if said.get("id") == self._last:
                assert "error" not in said, said
                return dict(said["result"])
            self.events.append(said)
        raise TimeoutError(method)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._read, 1 << 20)
            assert piece, "the browser has gone"
            self._rest += piece
        message, self._rest = self._rest.split(b"\0", 1)
        return dict(json.loads(message))

    def open(self, url: str) -> None:
        """Go to an address and wait until the page says that it is ready."""
        self.ask("window.former = 1; null")
        self.call("Page.navigate", url=url)
        self.wait_new()

    def reload(self) -> None:
        """The same page anew."""
        self.ask("window.former = 1; null")
        self.call("Page.reload")
        self.wait_new()

    def wait_new(self) -> None:
        """Until another page has taken the place of this one and has been read to its end."""
        self.wait(
            "!window.former && document.readyState === 'complete'"
            " && document.documentElement?.dataset.ready"
        )

    def ask(self, expression: str) -> Any:
        """The value of an expression on the page."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, expression: str) -> None:
        """Until an expression is true."""
        until = time.monotonic() + _PATIENCE
        while not self.ask(f"Boolean({expression})"):
            assert time.monotonic() < until, expression
            time.sleep(0.02)

    def press(self, key: str) -> None:
        """One key, as a person presses it."""
        text, code = _KEYS.get(key, (key, 0))
        event = {"key": key, "text": text, "windowsVirtualKeyCode": code or ord(key.upper()[0])}
        if not text:
            event.pop("text")
        self.call("Input.dispatchKeyEvent", type="keyDown", **event)
        self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text: str) -> None:
        """Text into the field that has the focus."""
        self.call("Input.insertText", text=text)

    def picture(self, width: int = 1200, height: int = 850) -> bytes:
        """What is seen, as PNG."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def requests(self) -> list[str]:
        """Addresses that the page has asked for over a network or a file."""
        self.ask("1")
        sent = (e["params"] for e in self.events if e.get("method") == "Network.requestWillBeSent")
        return [s["request"]["url"] for s in sent if not s["request"]["url"].startswith("data:")]

    def complaints(self) -> list[str]:
        """What the browser has complained of: errors of the script, breaches of the policy."""
        self.ask("1")
        found = [e["params"] for e in self.events if e.get("method") == "Log.entryAdded"]
        thrown = [e for e in self.events if e.get("method") == "Runtime.exceptionThrown"]
        errors = [f["entry"]["text"] for f in found if f["entry"]["level"] == "error"]
        return errors + [json.dumps(e) for e in thrown]


@contextmanager
def browser(folder: Path, *options: str) -> Iterator[Page]:
    """A browser with a new profile in ``folder``; it has ended when the block is left."""
    program = find_chromium()
    to_read, write = os.pipe()
    read, to_write = os.pipe()

    def hand_over() -> None:
        # Either end may itself be number 3 or 4: out of the way first.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_read, to_write)]
        os.dup2(ends[0], 3)
        os.dup2(ends[1], 4)

    process = subprocess.Popen(
        [
            program,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--remote-debugging-pipe",
            f"--user-data-dir={folder}",
            *options,
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=hand_over,
        pass_fds=(3, 4),
        start_new_session=True,
    )
    os.close(to_read)
    os.close(to_write)
    try:
        page = Page(write, read)
        page.start()
        yield page
    finally:
        for descriptor in (write, read):
            os.close(descriptor)
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
