"""A disk on which things go wrong: the seam through which the tests inject faults.

Every step that changes anything, in the folder or in the register, is counted; at the chosen one
something happens: the process dies, Ctrl-C comes, the system refuses, the clerk saves a file.
"""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from docgen.register.disk import Disk

Fault = Callable[[str], None]
"""What happens at a step; it is told the name of the step."""

_SQLITE_CODES = {
    errno.ENOSPC: (sqlite3.SQLITE_FULL, "database or disk is full"),
    errno.EACCES: (sqlite3.SQLITE_READONLY, "attempt to write a readonly database"),
    errno.EROFS: (sqlite3.SQLITE_READONLY, "attempt to write a readonly database"),
    errno.EIO: (sqlite3.SQLITE_IOERR, "disk I/O error"),
}


def kill(step: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt(step: str) -> None:
    raise KeyboardInterrupt


def refuse(number: int) -> Fault:
    """The system answers with this error, SQLite with its own word for it."""

    def fail(step: str) -> None:
        if step.startswith("register"):
            code, message = _SQLITE_CODES[number]
            failure = sqlite3.OperationalError(message)
            failure.sqlite_errorcode = code
            raise failure
        raise OSError(number, os.strerror(number))

    return fail


class FaultyDisk(Disk):
    """The real disk, but for what happens before (or, with ``after``, after) step ``at``.

    ``lasting``: it happens at every later step of the kinds in ``hits`` too (a full disk).
    """

    def __init__(
        self,
        at: int = -1,
        fault: Fault = kill,
        *,
        after: bool = False,
        lasting: bool = False,
        hits: tuple[str, ...] = (),
    ) -> None:
        self.at, self.fault, self.after, self.lasting, self.hits = at, fault, after, lasting, hits
        self.steps: list[str] = []

    def step(self, name: str, act: Callable[[], Any]) -> Any:
        number = len(self.steps)
        self.steps.append(name)
        due = number == self.at or (self.lasting and 0 <= self.at <= number)
        due = due and (not self.hits or name.split()[0] in self.hits)
        if due and not self.after:
            self.fault(name)
        result = act()
        if due and self.after:
            self.fault(name)
        return result

    def make_folder(self, path: Path) -> None:
        self.step("make_folder", lambda: super(FaultyDisk, self).make_folder(path))

    def open_new(self, path: Path) -> int:
        return cast(int, self.step("open_new", lambda: super(FaultyDisk, self).open_new(path)))

    def write(self, descriptor: int, content: bytes) -> int:
        # Torn writes are the ones that hurt: a part now, the rest in the next step.
        half = content[:1000]
        return cast(
            int, self.step("write", lambda: super(FaultyDisk, self).write(descriptor, half))
        )

    def sync(self, descriptor: int) -> None:
        # No test cuts the power: what is written is there, waiting for the disk is lost time.
        self.step("sync", lambda: None)

    def sync_all(self, descriptors: Sequence[int]) -> None:
        # One after the other: a step is a step, whoever waits for it.
        for descriptor in descriptors:
            self.sync(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        self.step("rename", lambda: super(FaultyDisk, self).rename(source, target))

    def link(self, source: Path, target: Path) -> None:
        self.step("link", lambda: super(FaultyDisk, self).link(source, target))

    def remove(self, path: Path) -> None:
        self.step("remove", lambda: super(FaultyDisk, self).remove(path))

    def close_to_others(self, path: Path, mode: int) -> None:
        self.step("close_to_others", lambda: super(FaultyDisk, self).close_to_others(path, mode))

    def sync_folder(self, path: Path) -> None:
        self.step("sync_folder", lambda: None)

    def connect(self, path: Path) -> sqlite3.Connection:
        disk = self

        class CountingConnection(sqlite3.Connection):
            def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
                first = sql.split()[0]
                if sql == "PRAGMA synchronous = NORMAL":
                    sql = "PRAGMA synchronous = OFF"
                if first in ("SELECT", "PRAGMA"):
                    return super().execute(sql, parameters)
                act = lambda: super(CountingConnection, self).execute(sql, parameters)  # noqa: E731
                return cast(sqlite3.Cursor, disk.step(f"register {first}", act))

            def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:
                act = lambda: super(CountingConnection, self).executemany(sql, parameters)  # noqa: E731
                return cast(sqlite3.Cursor, disk.step(f"register {sql.split()[0]}", act))

        connection: sqlite3.Connection = self.step(
            "connect",
            lambda: sqlite3.connect(path, isolation_level=None, factory=CountingConnection),
        )
        return connection


def in_child(run: Callable[[], object]) -> int:
    """Run in a process of its own; its exit status: 0, 1 after an exception, -9 if killed."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            run()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
