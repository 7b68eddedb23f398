"""Files on their way to their places, one or many at once; every step can be the last.

The contents first, all of them, into files of their own; then one wait for the disk; then the
register notes which papers are about to be replaced; then each file gets its name. A run that is
killed at any of these steps leaves whole papers at their places, and in the register what is
needed to undo the replacement of any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from docgen.register import names
from docgen.register.copies import SERVICE_FOLDER, Copy, sha256
from docgen.register.disk import place, status_of, write_all
from docgen.register.faults import Changed, Held, place_faults
from docgen.register.ledger import Replacement
from docgen.register.open_folder import UNFINISHED, OpenFolder


@dataclass(slots=True)
class Move:
    """A content that is to lie at ``path``, in place of ``old`` or of nothing.

    ``kept``: where the old file goes; with ``keep`` off it goes from there, for it says the same
    and nobody has edited it. ``version``: of the old file, 0 when it is none of ours. What came
    of it: ``mtime_ns`` of the file as it was written, ``done``, or the ``failure`` of its place.
    """

    document_id: str
    path: str
    content: bytes
    old: Copy | None = None
    kept: str = ""
    keep: bool = False
    version: int = 0
    mtime_ns: int = 0
    done: bool = False
    failure: Changed | Held | None = None


def prepare(folder: OpenFolder, move: Move) -> Move:
    """Make the folders that it needs. Raises ``Held`` or ``Changed`` where they can't be made."""
    with place_faults(move.path):
        if move.old is not None:
            folder.make_folders(move.kept)
        folder.make_folders(move.path)
    return move


def free_kept(folder: OpenFolder, path: str, version: int, document_id: str) -> str:
    """A free name for a former version."""
    base = names.without_beside(path)
    for length in (0, 8, 32):
        kept = names.kept(base, version, document_id, length)
        folder.files.require_settled(kept)
        if status_of(folder.root / kept) is None:
            return kept
    # Never in practice; a number that no version has had keeps the promise all the same.
    return free_kept(folder, path, version + 1, document_id)


def carry_out(folder: OpenFolder, moves: Sequence[Move]) -> None:
    """Lay these files; what failed because of its own place says so itself (``failure``).

    Raises when the disk or the register fails for all: then some are ``done``.
    """
    if not moves:
        return
    with _written(folder, moves) as written:
        folder.store.begin_replacements(
            [
                Replacement(m.document_id, m.old.path, m.kept, m.path, m.version, int(m.keep))
                for m in moves
                if m.old is not None
            ]
        )
        for move, unfinished in zip(moves, written, strict=True):
            try:
                _give_name(folder, move, unfinished)
            except (Changed, Held) as failure:
                move.failure = failure
            else:
                move.done = True


@contextmanager
def _written(folder: OpenFolder, moves: Sequence[Move]) -> Iterator[list[Path]]:
    """The contents in files without a name of their own, on the disk; what is left of them in
    the end is removed."""
    above = folder.root / SERVICE_FOLDER / UNFINISHED
    paths = [above / move.document_id for move in moves]
    try:
        statuses = write_all(
            folder.disk, ((path, move.content) for path, move in zip(paths, moves, strict=True))
        )
        for move, status in zip(moves, statuses, strict=True):
            move.mtime_ns = status.st_mtime_ns
        yield paths
    finally:
        for path, move in zip(paths, moves, strict=True):
            if not move.done and status_of(path) is not None:
                with suppress(OSError):
                    folder.disk.remove(path)


def _give_name(folder: OpenFolder, move: Move, unfinished: Path) -> None:
    if move.old is None:
        with place_faults(move.path):
            place(folder.disk, unfinished, folder.root / move.path)
        return
    if status_of(folder.root / move.kept) is not None:
        # Somebody has given that name since: a rename would go over it.
        folder.store.end_replacement(move.document_id)
        raise Changed
    try:
        with place_faults(move.old.path):
            folder.disk.rename(folder.root / move.old.path, folder.root / move.kept)
        with place_faults(move.path):
            seen = folder.files.look(move.kept)
            if seen is None or seen.content_hash != move.old.content_hash:
                raise Changed
            place(folder.disk, unfinished, folder.root / move.path)
    except BaseException:
        _put_back(folder, move, move.old.path)
        raise
    if not move.keep:
        folder.disk.remove(folder.root / move.kept)


def _put_back(folder: OpenFolder, move: Move, old: str) -> None:
    """Undo the first half of a replacement. What fails here is done at the next start."""
    with suppress(Exception):
        laid = folder.files.look_quietly(move.path)
        if laid is not None and laid.content_hash == sha256(move.content):
            return
        if status_of(folder.root / move.kept) is not None:
            place(folder.disk, folder.root / move.kept, folder.root / old)
        folder.store.end_replacement(move.document_id)
