"""A disk for rehearsals: everything is read, nothing is changed.

What a run does to files goes through ``Disk``, so a run on this one leaves the folder of papers as
it was, byte for byte. The register is a copy in memory: what a rehearsal puts right there is what
the run itself would have put right, and it is forgotten.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.register.disk import Disk

if TYPE_CHECKING:
    import sqlite3

_LOG = "-wal"


class StillDisk(Disk):
    """Every change succeeds and nothing has happened."""

    still = True

    def __init__(self) -> None:
        self._gone: set[Path] = set()

    def make_folder(self, path: Path) -> None:
        """Not made."""

    def open_new(self, path: Path) -> int:
        return os.open(os.devnull, os.O_WRONLY)

    def write(self, descriptor: int, content: bytes) -> int:
        return len(content)

    def sync(self, descriptor: int) -> None:
        """There is nothing to wait for."""

    def rename(self, source: Path, target: Path) -> None:
        self._gone.add(source)

    def link(self, source: Path, target: Path) -> None:
        """Not linked."""

    def remove(self, path: Path) -> None:
        """Not removed."""

    def remove_folder(self, path: Path) -> None:
        """Not removed."""

    def close_to_others(self, path: Path, mode: int) -> None:
        """Left as it is."""

    def sync_folder(self, path: Path) -> None:
        """There is nothing to wait for."""

    def connect(self, path: Path) -> sqlite3.Connection:
        import sqlite3

        connection = sqlite3.connect(":memory:", isolation_level=None)
        content = b"" if path in self._gone else _settled(path)
        if content:
            connection.deserialize(content)
        return connection


def _settled(path: Path) -> bytes:
    """The bytes of a database with its log played into it; as they are when it is damaged."""
    import sqlite3

    with tempfile.TemporaryDirectory(prefix="docgen-") as place:
        copy = Path(place) / path.name
        for tail in ("", _LOG):
            with suppress(FileNotFoundError):
                shutil.copyfile(path.with_name(path.name + tail), copy.with_name(copy.name + tail))
        if not copy.exists():
            return b""
        with suppress(sqlite3.Error):
            connection = sqlite3.connect(copy, isolation_level=None)
            try:
                # A database in memory knows no log.
                connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            finally:
                connection.close()
        return copy.read_bytes()
