"""LibreOffice: where it is, and one private running copy of it under a supervisor.

Measured on LibreOffice 7.4: it ends with 0 when it has converted nothing, two copies with one
profile spoil each other's work, and a child may outlive the program that was started. So a
worker has a profile of its own, is judged by the files that it leaves and by nothing else, and
hangs on a leash (``leash.py``).
"""

from __future__ import annotations

import enum
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from docgen.diagnostics import Refusal

_NAMES = ("soffice", "libreoffice", "soffice.com")
_USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    # The .com of a pair waits for its end, the .exe does not.
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_OPT = ("/opt", "libreoffice*/program/soffice")
_HOW_TO_INSTALL = (
    "установите LibreOffice (бесплатно, ru.libreoffice.org; в Debian и Astra: apt install "
    "libreoffice-writer); если он установлен, укажите полный путь к программе soffice в "
    "переменной DOCGEN_SOFFICE; бумаги Word делаются и без него"
)
# A port at which nobody listens: whatever a paper asks the network for is refused at once.
_NOWHERE = "127.0.0.1"
_NO_PORT = "9"
_POLL_SECONDS = 0.1
_LEASH_SECONDS = 20.0
_HUNG_UP = {"ended": None}

# No macro and no active content of a paper runs, no link is followed or renewed, and the network
# is a proxy that is not there.
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", _NOWHERE),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", _NO_PORT),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", _NOWHERE),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", _NO_PORT),
    ("org.openoffice.Inet/Settings", "ooInetFTPProxyName", _NOWHERE),
    ("org.openoffice.Inet/Settings", "ooInetFTPProxyPort", _NO_PORT),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)


@dataclass(frozen=True)
class Office:
    """An installed LibreOffice. ``environment``: of the processes that are started."""

    program: Path
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Limits:
    """How long LibreOffice may take, in seconds: to start, and for one paper."""

    start_seconds: float = 60.0
    file_seconds: float = 90.0


class Ending(enum.Enum):
    """How a run of LibreOffice came to its end."""

    BY_ITSELF = enum.auto()
    """It says that all went well, which means nothing."""
    CRASHED = enum.auto()
    HUNG = enum.auto()
    """A time limit was over and it was ended."""


class Stopped(Exception):
    """The work was called off; nobody's fault."""


def find_office(named: str | None, environment: Mapping[str, str]) -> Office:
    """The LibreOffice of this machine.

    ``named``: the program that the clerk names; otherwise the PATH, then the usual places.
    Raises ``Refusal`` (exit code 3) when there is none.
    """
    if named:
        program = shutil.which(named, path=environment.get("PATH"))
        if program is None:
            raise Refusal(
                f"нет программы {named}, которую называет DOCGEN_SOFFICE",
                hint="исправьте или уберите переменную DOCGEN_SOFFICE",
            )
        return Office(Path(program), environment)
    for name in _NAMES:
        program = shutil.which(name, path=environment.get("PATH", ""))
        if program is not None:
            return Office(Path(program), environment)
    for place in (*map(Path, _USUAL_PLACES), *sorted(Path(_OPT[0]).glob(_OPT[1]))):
        if place.is_file():
            return Office(place, environment)
    raise Refusal(
        "не найден LibreOffice: без него бумаги не превратить в PDF", hint=_HOW_TO_INSTALL
    )


class OfficeWorker:
    """One private copy of LibreOffice; for one thread. To be closed."""

    def __init__(self, office: Office, limits: Limits, stopped: threading.Event) -> None:
        self._office = office
        self._limits = limits
        self._stopped = stopped
        self._leash = _Leash(office.environment)
        self._profile = 0
        self._runs = 0

    def close(self) -> None:
        """End everything that still runs and remove the private folder."""
        self._leash.close()

    def convert(self, contents: Sequence[bytes], extension: str) -> tuple[list[bytes], Ending]:
        """Files → PDFs by one start of LibreOffice, in their order; ``b""`` where none came.

        Raises ``Stopped`` when the work is called off, ``OSError`` when the disk fails.
        """
        if self._leash.is_gone:
            self._leash = _Leash(self._office.environment)
        self._runs += 1
        asked = self._leash.folder / f"in-{self._runs}"
        given = self._leash.folder / f"out-{self._runs}"
        asked.mkdir(mode=0o700)
        given.mkdir(mode=0o700)
        # Plain short names: no two papers of one name, no letter that a system reads otherwise.
        names = [f"{number:06d}" for number in range(len(contents))]
        for name, content in zip(names, contents, strict=True):
            (asked / f"{name}.{extension}").write_bytes(content)
        sources = [f"{asked.name}/{name}.{extension}" for name in names]
        try:
            ending = self._run(sources, given)
            pdfs = [given / f"{name}.pdf" for name in names]
            made = [pdf.read_bytes() if pdf.is_file() else b"" for pdf in pdfs]
        except FileNotFoundError:
            if not self._leash.is_gone:
                raise
            made, ending = [b"" for _ in contents], Ending.CRASHED
        finally:
            shutil.rmtree(asked, ignore_errors=True)
            shutil.rmtree(given, ignore_errors=True)
        if ending is not Ending.BY_ITSELF or not all(made):
            self._renew_profile()
        return made, ending

    def _run(self, sources: Sequence[str], given: Path) -> Ending:
        command = [
            str(self._office.program),
            f"-env:UserInstallation={self._profile_folder().as_uri()}",
            *("--headless", "--invisible", "--norestore", "--nologo", "--nodefault"),
            *("--nolockcheck", "--nofirststartwizard"),
            *("--convert-to", "pdf:writer_pdf_Export", "--outdir", given.name),
            *sources,
        ]
        self._leash.start(command)
        seen = 0
        deadline = time.monotonic() + self._limits.start_seconds + self._limits.file_seconds
        while True:
            code = self._leash.ended(_POLL_SECONDS)
            if code is not None:
                return Ending.BY_ITSELF if code == 0 else Ending.CRASHED
            if self._stopped.is_set():
                self._leash.end()
                raise Stopped
            come = sum(1 for entry in given.iterdir() if entry.suffix == ".pdf")
            if come > seen:
                seen, deadline = come, time.monotonic() + self._limits.file_seconds
            if time.monotonic() > deadline:
                self._leash.end()
                return Ending.HUNG

    def _profile_folder(self) -> Path:
        folder = self._leash.folder / f"profile-{self._profile}"
        if not folder.is_dir():
            user = folder / "user"
            user.mkdir(parents=True, mode=0o700)
            (user / "registrymodifications.xcu").write_text(_settings(), "utf-8")
        return folder

    def _renew_profile(self) -> None:
        """After a crash the old one has locks and papers to recover in it."""
        shutil.rmtree(self._leash.folder / f"profile-{self._profile}", ignore_errors=True)
        self._profile += 1


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
    )


class _Leash:
    """Our end of a leash: the process that starts LibreOffice for us and ends it with us."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        proxy = f"http://{_NOWHERE}:{_NO_PORT}"
        names = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")
        proxies = {spelled: proxy for name in names for spelled in (name, name.upper())}
        self.is_gone = False
        self._group: int | None = None
        self._answers: queue.SimpleQueue[Mapping[str, object]] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("leash.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**environment, **proxies, "no_proxy": "", "NO_PROXY": ""},
        )
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            self.folder = Path(str(self._answers.get(timeout=_LEASH_SECONDS)["folder"]))
        except (queue.Empty, KeyError):
            self.close()
            raise Refusal(
                "не удалось приготовить место для работы LibreOffice",
                hint="проверьте место на диске и доступ к папке временных файлов",
            ) from None

    def start(self, command: Sequence[str]) -> None:
        self._say({"run": list(command)})

    def ended(self, seconds: float) -> int | None:
        """The exit code of the run, ``None`` while it goes on after that many seconds."""
        last = time.monotonic() + seconds
        while True:
            try:
                answer = self._answers.get(timeout=max(0.0, last - time.monotonic()))
            except queue.Empty:
                return None
            if "group" in answer:
                self._group = int(str(answer["group"]))
                continue
            if answer is _HUNG_UP:
                self._mourn()
                return -signal.SIGTERM
            self._group = None
            return int(str(answer["ended"]))

    def end(self) -> None:
        """End the run and wait until nothing of it is left."""
        self._say({"end": True})
        self.ended(_LEASH_SECONDS)

    def close(self) -> None:
        """Let go: the leash ends what runs, removes the folder and ends."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_LEASH_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            self._mourn()

    def _mourn(self) -> None:
        """The leash itself has been killed: do what it would have done."""
        self.is_gone = True
        if self._group is not None and os.name != "nt":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._group, signal.SIGKILL)
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder, ignore_errors=True)

    def _say(self, order: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        # A leash that is gone answers by its silence, see ``ended``.
        with suppress(OSError):
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        listen: Callable[[], bytes] = self._process.stdout.readline
        while line := listen():
            self._answers.put(json.loads(line))
        self._answers.put(_HUNG_UP)
