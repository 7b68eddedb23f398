"""Waiting for the disk: many files at once, and no fault of any of them is lost."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from docgen.register.disk import Disk, write_all

FILES = 150
"""More than are open at once."""


def files_in(folder: Path) -> list[tuple[Path, bytes]]:
    return [(folder / str(number), b"%d" % number * 1000) for number in range(FILES)]


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Sizes of the files that the disk was waited for."""
    seen: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda number: seen.append(os.fstat(number).st_size))
    return seen


def test_every_file_is_waited_for(tmp_path: Path, synced: list[int]) -> None:
    lowest = os.dup(0)
    os.close(lowest)
    statuses = write_all(Disk(), files_in(tmp_path))
    assert sorted(synced) == sorted(status.st_size for status in statuses)
    assert [path.read_bytes() for path, _ in files_in(tmp_path)] == [
        c for _, c in files_in(tmp_path)
    ]
    again = os.dup(0)
    os.close(again)
    assert again == lowest, "a file was left open"


def test_without_memory_for_threads_too(
    tmp_path: Path, synced: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fail)
    write_all(Disk(), files_in(tmp_path))
    assert len(synced) == FILES


def test_a_file_that_does_not_reach_the_disk_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(number: int) -> None:
        if os.fstat(number).st_size == 3000:
            raise OSError(errno.EIO, "no")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no") as told:
        write_all(Disk(), files_in(tmp_path))
    assert told.value.errno == errno.EIO
