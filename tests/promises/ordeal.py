"""A command put through an ordeal: everything that can end or hinder a run, and what must hold.

The machinery that commands share; ``trials`` lists the commands, ``test_ordeal`` the faults. A
trial says from which desk its command starts and what a quiet run brings it to; each fault is
tried on a copy of that desk. Whatever happens, everything that lay there lies there still, and
the same command once more comes to where a quiet run does.

The command runs in a fork of the test, with its modules loaded: a run costs a fifth of what it
does from nothing, and to the disk, to signals and to limits it is a process like any other.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from docgen.cli import main
from docgen.register import disk as disk_module
from tests.desk import ROOT, Desk, Said
from tests.promises.world import PATIENCE, assert_whole, byte_code_folder, papers_of
from tests.register.faulty import Fault, FaultyDisk
from tests.register.papers import leftovers

KILLS = int(os.environ.get("DOCGEN_KILLS", "0"))
"""How many random moments each command is ended at (``DOCGEN_KILLS=200``); with any, also
before every lasting system call and at every step of the disk, not only at some."""

LASTING = ("fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat")
"""System calls after which something outlives a power cut or stands under its name."""
REMOVING = ("unlink", "unlinkat")

OWN_TRACE = frozenset({"journal.jsonl"})
"""What a run may leave in the folder of the service besides the register."""


def nothing(*_: object) -> None:
    """No fault."""


@dataclass(frozen=True)
class Trial:
    """A command to be put through the ordeal.

    ``begin``: makes the desk in an empty folder; ``words``: the command; ``settled``: what the
    desk has come to, compared with that after a quiet run; ``holds``: what is true at any moment
    besides the promises; ``codes``: exit codes of the command when it is given once more after
    one that was cut off; ``left``: patterns of files that may stay in the service folder;
    ``immune``: names of troubles that do not concern the command; ``before``: called in the
    process of the run; ``light``: fewer points stand for all of them when nobody asks for more.
    """

    name: str
    begin: Callable[[Path], Desk]
    words: tuple[str, ...]
    settled: Callable[[Desk], Mapping[str, object]]
    holds: Callable[[Desk], None] = nothing
    codes: frozenset[int] = frozenset({0})
    left: frozenset[str] = OWN_TRACE
    immune: frozenset[str] = frozenset()
    before: Callable[[], object] = nothing
    light: bool = False

    def few(self, count: int) -> int:
        """How many points of a kind, where ``count`` would do."""
        return count // 3 or 1 if self.light else count

    def __str__(self) -> str:
        return self.name


@dataclass
class Stage:
    """A trial with its desk ready and its quiet run known; made once for all its faults."""

    trial: Trial
    folder: Path
    start: Desk = field(init=False)
    steps: list[str] = field(init=False)
    calls: list[int] = field(init=False)
    """How many functions are called before each step of the disk, and after the last one."""
    goal: Mapping[str, object] = field(init=False)

    def __post_init__(self) -> None:
        self.start = self.trial.begin(self.folder / "начало" / "район")
        counting = Counting()
        desk = self.copy("тихо")
        said = self.run(desk, disk=counting, before=counting.begin)
        assert said.code == 0, said.text
        self.steps, self.calls = counting.told()
        self.goal = self.trial.settled(desk)
        self.before = papers_of(self.start.out)

    def copy(self, name: str) -> Desk:
        """The desk from which the command starts, once more; the former one of that name goes."""
        root = self.folder / name
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.start.folder, root / "район", symlinks=True)
        return Desk(root / "район")

    def run(self, desk: Desk, before: Callable[[], object] = nothing, **how: Any) -> Said:
        def both() -> None:
            self.trial.before()
            before()

        return run(desk, self.trial.words, before=both, **how)

    @cached_property
    def system_calls(self) -> list[tuple[str, int]]:
        """The lasting system calls of a quiet run in their order: name, which of that name."""
        log: list[str] = []
        said = self.run(self.copy("вызовы"), strace=("-e", f"trace={_known(LASTING)}"), log=log)
        assert said.code == 0, said.text
        found: dict[str, int] = {}
        points = []
        for line in log:
            if call := re.match(r"\d+ +(\w+)\(", line):
                found[call[1]] = found.get(call[1], 0) + 1
                points.append((call[1], found[call[1]]))
        return points

    def assert_holds(self, desk: Desk) -> None:
        """After any fault, before anything has been put right."""
        assert_whole(desk.out)
        there = set(papers_of(desk.out).values())
        lost = [path for path, content in self.before.items() if content not in there]
        assert not lost, f"lost: {lost}"
        self.trial.holds(desk)

    def assert_put_right(self, desk: Desk) -> Said:
        """The same command once more comes to where a quiet run does."""
        said = self.run(desk)
        assert said.code in self.trial.codes, said.text
        assert_plain(said)
        assert_same(self.trial.settled(desk), self.goal)
        assert_whole(desk.out)
        over = [
            path
            for path in leftovers(desk.out)
            if not any(fnmatch(path, pattern) for pattern in self.trial.left)
        ]
        assert over == []
        return said


def assert_same(found: Mapping[str, object], goal: Mapping[str, object]) -> None:
    """What a desk has come to; what differs is told by name."""
    names = sorted({*found, *goal})
    others = [name for name in names if found.get(name) != goal.get(name)]
    shown = [f"{name}: {found.get(name)!r:.300}\n  not {goal.get(name)!r:.300}" for name in others]
    assert not others, "\n".join(shown)


def assert_plain(said: Said) -> None:
    """P4: whatever happened is said in plain words."""
    assert "Traceback" not in said.text, said.text
    assert "внутренняя ошибка" not in said.text, said.text
    assert said.code < 0 or said.code in (0, 1, 2, 3, 130, 143), said.text


# --- one run -------------------------------------------------------------------------------------


def run(
    desk: Desk,
    words: Sequence[str],
    *,
    disk: FaultyDisk | None = None,
    before: Callable[[], object] = nothing,
    strace: Sequence[str] = (),
    log: list[str] | None = None,
) -> Said:
    """Run a command at a desk in a process of its own; its exit code, negative when killed.

    ``disk`` takes the place of the real one; ``before`` is called in that process; ``strace``:
    it runs under strace with these options, ``log`` gets what strace wrote. Fails when the
    command leaves a process behind or does not end.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        go, ready = os.pipe()
        child = os.fork()
        if not child:
            _be_docgen(desk, words, disk, before, (go, ready, out.fileno(), err.fileno()))
        os.close(go)
        try:
            with _traced(child, strace, log):
                os.write(ready, b"!")
                os.close(ready)
                code = _ended(child)
        finally:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        assert not (left := list(_of_session(child))), f"left running: {left}"
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode())
    return Said(code, *texts)


def _be_docgen(
    desk: Desk,
    words: Sequence[str],
    disk: FaultyDisk | None,
    before: Callable[[], object],
    ends: tuple[int, int, int, int],
) -> NoReturn:
    """In the child."""
    go, ready, out, err = ends
    code: int | str | None = 99
    try:
        os.setsid()
        os.close(ready)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            for number, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.chdir(desk.folder)
        os.read(go, 1)
        if disk is not None:
            _replace_disk(disk)
        before()
        try:
            main(list(words))
        except SystemExit as ended:
            code = ended.code
        if isinstance(disk, Counting):
            disk.tell()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):
                stream.flush()
    finally:
        os._exit(code if isinstance(code, int) else 99)


def _replace_disk(disk: FaultyDisk) -> None:
    """Every room that takes hold of the disk gets this one."""
    real = disk_module.Disk
    for name, module in list(sys.modules.items()):
        if name.startswith("docgen.") and getattr(module, "Disk", None) is real:
            module.Disk = lambda: disk  # type: ignore[attr-defined]


def _ended(child: int) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    raise AssertionError("the run does not end")


def _of_session(leader: int) -> Iterator[str]:
    """Processes that a run has left: they are of the session that it began."""
    if sys.platform != "linux":
        return
    for entry in Path("/proc").iterdir():
        with suppress(OSError, IndexError):
            if entry.name.isdecimal():
                status = (entry / "stat").read_text()
                if status.rpartition(")")[2].split()[3] == str(leader):
                    yield status


def start(
    desk: Desk, words: Sequence[str], before: Callable[[], object] = nothing
) -> subprocess.Popen[str]:
    """Start the command from nothing, as a clerk does."""
    return subprocess.Popen(
        [sys.executable, "-m", "docgen", *words],
        cwd=desk.folder,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": byte_code_folder(), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=before,
    )


def ended(running: subprocess.Popen[str]) -> Said:
    """What a command that was started answered."""
    out, err = running.communicate(timeout=PATIENCE)
    return Said(running.returncode, out, err)


def alone(desk: Desk, words: Sequence[str], before: Callable[[], object]) -> Said:
    """Run a command from nothing; ``before`` is called in its process."""
    return ended(start(desk, words, before))


def limit_memory(megabytes: int) -> Callable[[], None]:
    """A process may not take more than this."""
    import resource

    size = megabytes << 20
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))


# --- moments -------------------------------------------------------------------------------------


class Counting(FaultyDisk):
    """A quiet disk that counts how many functions are called between its steps."""

    def __init__(self) -> None:
        super().__init__()
        self._calls = 0
        self._at_steps: list[int] = []
        self._file = tempfile.NamedTemporaryFile(suffix=".json")  # noqa: SIM115

    def begin(self) -> None:
        sys.setprofile(self._count)

    def _count(self, _frame: object, event: str, _argument: object) -> None:
        self._calls += event == "call"

    def step(self, name: str, act: Callable[[], Any]) -> Any:
        self._at_steps.append(self._calls)
        self._calls = 0
        return super().step(name, act)

    def tell(self) -> None:
        """In the child, at its end."""
        sys.setprofile(None)
        told = json.dumps([self.steps, [*self._at_steps, self._calls]])
        Path(self._file.name).write_text(told)

    def told(self) -> tuple[list[str], list[int]]:
        steps, calls = json.loads(Path(self._file.name).read_text())
        return steps, calls


class Moment(FaultyDisk):
    """A disk on which the run gets a signal so many calls after a step (-1: from the start), at
    the latest at the next one."""

    def __init__(self, step: int, calls: int, number: signal.Signals) -> None:
        super().__init__()
        self._due, self._left, self._number = step, calls, number
        self._sent = False

    def begin(self) -> None:
        """In the child, before the run."""
        if self._due < 0:
            sys.setprofile(self._count)

    def step(self, name: str, act: Callable[[], Any]) -> Any:
        if len(self.steps) == self._due + 1:
            self._send()
        result = super().step(name, act)
        if len(self.steps) == self._due + 1:
            sys.setprofile(self._count)
        return result

    def _count(self, _frame: object, event: str, _argument: object) -> None:
        self._left -= event == "call"
        if self._left < 0:
            self._send()

    def _send(self) -> None:
        sys.setprofile(None)
        if not self._sent:
            self._sent = True
            os.kill(os.getpid(), self._number)

    def __str__(self) -> str:
        return f"{self._number.name} {self._left} calls after step {self._due}"


SIGNALS = (signal.SIGKILL, signal.SIGINT, signal.SIGKILL, signal.SIGTERM)


def random_moments(stage: Stage, count: int) -> Iterator[Moment]:
    """Moments all over the run, always the same: a step at random, then a part of the way to the
    next one."""
    chance = random.Random(stage.trial.name)
    for turn in range(count):
        step = chance.randrange(-1, len(stage.steps))
        calls = chance.randrange(stage.calls[step + 1] + 1)
        yield Moment(step, calls, SIGNALS[turn % len(SIGNALS)])


def faulty_points(stage: Stage, fault: Fault, few: int, **how: Any) -> Iterator[FaultyDisk]:
    """Disks that fail at some of the steps, spread evenly; at every step with ``KILLS``."""
    every = 1 if KILLS else max(1, len(stage.steps) // few)
    for at in range(every // 2, len(stage.steps), every):
        yield FaultyDisk(at, fault, **how)


# --- strace --------------------------------------------------------------------------------------


def can_strace() -> bool:
    """Whether strace is there and may look at a process of ours."""
    if os.environ.get("DOCGEN_REQUIRE_STRACE"):
        return True
    if sys.platform != "linux" or not shutil.which("strace"):
        return False
    tried = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True)
    return tried.returncode == 0


def killed_before(call: tuple[str, int]) -> tuple[str, ...]:
    """Options of strace that kill the run when it asks for this call, which is not made."""
    name, which = call
    return ("-e", f"trace={name}", "-e", f"inject={name}:signal=SIGKILL:when={which}")


def failing(name: str, error: str, when: str) -> tuple[str, ...]:
    """Options of strace that answer with an error: ``when`` is «3» (that one), «3+» (from then
    on)."""
    return ("-e", f"trace={name}", "-e", f"inject={name}:error={error}:when={when}")


def _known(calls: Sequence[str]) -> str:
    """As strace takes names that this machine may not have."""
    return ",".join(f"?{name}" for name in calls)


class _Traced:
    def __init__(self, child: int, options: Sequence[str], log: list[str] | None) -> None:
        self._child, self._options, self._log = child, options, log

    def __enter__(self) -> None:
        if not self._options:
            return
        self._written = tempfile.NamedTemporaryFile()
        self._strace = subprocess.Popen(
            [
                *("strace", "-f", "-qq", "-o", self._written.name, "-p", str(self._child)),
                *self._options,
            ],
            stderr=subprocess.PIPE,
        )
        status = Path(f"/proc/{self._child}/status")
        deadline = time.monotonic() + PATIENCE
        while "TracerPid:\t0" in status.read_text():
            assert self._strace.poll() is None, self._strace.communicate()[1].decode()
            assert time.monotonic() < deadline
            time.sleep(0.001)

    def __exit__(self, *_: object) -> None:
        if self._options:
            self._strace.communicate(timeout=PATIENCE)
            if self._log is not None:
                self._log += Path(self._written.name).read_text().splitlines()
            self._written.close()


_traced = _Traced
