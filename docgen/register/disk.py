"""The hand that touches the disk: every change of a file that the register makes is here.

Each method is one step, so that a test can fail it, interrupt it or kill the process at it.
What is made is readable by its owner alone, whatever the umask: modes are set, not asked for.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

IS_WINDOWS = os.name == "nt"
FILE_MODE = 0o600
FOLDER_MODE = 0o700
LARGEST_READ = 256 << 20
"""A file larger than this is none of ours and is not read."""

_OPEN_AT_ONCE = 64
"""A program may hold 256 files open on macOS, with all that it has open already."""
_SYNC_THREADS = 8
_WORTH_THREADS = 4

_BINARY = getattr(os, "O_BINARY", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
# A fifo without a writer would hold the reader for ever.
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_NO_FOLDER_SYNC = {errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EACCES, errno.EBADF}


class Disk:
    """The real disk. Every method raises ``OSError`` as the system does."""

    still = False
    """Whether nothing that is done here happens: a rehearsal."""

    def make_folder(self, path: Path) -> None:
        path.mkdir(mode=FOLDER_MODE)
        if not IS_WINDOWS:
            path.chmod(FOLDER_MODE)

    def open_new(self, path: Path) -> int:
        """A descriptor for writing a file that did not exist."""
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY | _NO_FOLLOW
        descriptor = os.open(path, flags, FILE_MODE)
        if not IS_WINDOWS:
            os.fchmod(descriptor, FILE_MODE)
        return descriptor

    def write(self, descriptor: int, content: bytes) -> int:
        return os.write(descriptor, content)

    def sync(self, descriptor: int) -> None:
        os.fsync(descriptor)

    def sync_all(self, descriptors: Sequence[int]) -> None:
        """Wait until all these files are on the disk. They are asked for at once: a disk takes
        many in nearly the time of one."""
        if len(descriptors) < _WORTH_THREADS:
            for descriptor in descriptors:
                self.sync(descriptor)
            return
        failures: list[OSError] = []

        def wait(some: Sequence[int]) -> None:
            try:
                for descriptor in some:
                    os.fsync(descriptor)
            except OSError as failure:
                failures.append(failure)

        started: list[threading.Thread] = []
        try:
            for first in range(_SYNC_THREADS):
                some = descriptors[first::_SYNC_THREADS]
                thread = threading.Thread(target=wait, args=(some,))
                try:
                    thread.start()
                except RuntimeError:
                    # Too little memory for one more.
                    wait(some)
                else:
                    started.append(thread)
        finally:
            # Also after Ctrl-C: who calls closes the files then.
            for thread in started:
                thread.join()
        if failures:
            raise failures[0]

    def rename(self, source: Path, target: Path) -> None:
        """Move a file to a name of ours in one step. On POSIX what stood there is gone."""
        source.rename(target)

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name; ``FileExistsError`` when the name is taken."""
        os.link(source, target)

    def remove(self, path: Path) -> None:
        path.unlink()

    def remove_folder(self, path: Path) -> None:
        path.rmdir()

    def close_to_others(self, path: Path, mode: int) -> None:
        path.chmod(mode)

    def sync_folder(self, path: Path) -> None:
        """Make new names in a folder outlive a power cut; Windows has no such call."""
        if IS_WINDOWS:
            return
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as failure:
            if failure.errno not in _NO_FOLDER_SYNC:
                raise
        finally:
            os.close(descriptor)

    def connect(self, path: Path) -> sqlite3.Connection:
        import sqlite3

        return sqlite3.connect(path, timeout=2.0, isolation_level=None)


def write_whole(disk: Disk, path: Path, content: bytes) -> None:
    """Write a new file and wait until it is on the disk.

    When it raises, an unfinished file may be left at ``path``.
    """
    descriptor = disk.open_new(path)
    try:
        _write_to(disk, descriptor, content)
        disk.sync(descriptor)
    finally:
        os.close(descriptor)


def write_all(disk: Disk, files: Iterable[tuple[Path, bytes]]) -> list[os.stat_result]:
    """The same for many files at once; how each of them looks then."""
    descriptors: list[int] = []
    paths: list[Path] = []
    try:
        for path, content in files:
            descriptors.append(disk.open_new(path))
            paths.append(path)
            _write_to(disk, descriptors[-1], content)
            if len(descriptors) == _OPEN_AT_ONCE:
                disk.sync_all(descriptors)
                _close_all(descriptors)
        disk.sync_all(descriptors)
    finally:
        _close_all(descriptors)
    # Windows knows when a file was written once it is closed.
    return [path.lstat() for path in paths]


def _close_all(descriptors: list[int]) -> None:
    while descriptors:
        os.close(descriptors.pop())


def _write_to(disk: Disk, descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[disk.write(descriptor, bytes(rest)) :]


def place(disk: Disk, source: Path, target: Path) -> None:
    """Move a whole file to a free name; ``FileExistsError`` when the name is taken.

    The one way in which docgen puts anything under a name that the clerk sees: it cannot
    overwrite, so no slip elsewhere can cost her a file.
    """
    if IS_WINDOWS:
        disk.rename(source, target)
        return
    try:
        disk.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        # FAT, some network and virtual disks know no second name for a file; a full disk may
        # have room for a rename where it has none for a name more.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        disk.rename(source, target)
        return
    disk.remove(source)


def read_plain(path: Path) -> bytes | None:
    """The bytes of a plain file; ``None`` for a folder, a link, a device or a giant.

    Raises ``OSError`` when the file is absent or closed to us.
    """
    found = read_seen(path)
    return found[0] if found else None


def read_seen(path: Path) -> tuple[bytes, os.stat_result] | None:
    """The same, with how the file looked before it was read: one that changes meanwhile looks
    otherwise afterwards."""
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or is_link(status) or status.st_size > LARGEST_READ:
        return None
    descriptor = os.open(path, os.O_RDONLY | _BINARY | _NO_FOLLOW | _NO_WAIT)
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read(), status


def is_link(status: os.stat_result) -> bool:
    """Whether ``lstat`` saw a symbolic link or a Windows junction."""
    tag = getattr(status, "st_reparse_tag", 0)
    return stat.S_ISLNK(status.st_mode) or (
        tag != 0 and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    )


def status_of(path: Path | str) -> os.stat_result | None:
    """``lstat`` of a path; ``None`` when nothing is there."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
