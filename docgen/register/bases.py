"""What docgen laid last, kept aside: the text from which hand edits began.

When a clerk saves her edits, docgen's own version is gone from the folder; without it nobody can
tell what she changed from what the rows changed. The copies are a convenience: one that is torn,
absent or old costs a merge and never a paper, so they are not forced to the disk.
"""

from __future__ import annotations

import os
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from docgen.diagnostics import Diagnostic
from docgen.passport import Passport, is_untouched, read_passport
from docgen.register.copies import SERVICE_FOLDER, Copy, sha256
from docgen.register.disk import Disk, read_plain
from docgen.register.open_folder import make_folder
from docgen.register.placement import Draft
from docgen.register.versions import input_hashes

BASES = "laid"
_DIGITS = 16
_KEPT_AT_MOST = 3
_WORD_LOCK_CUT = 2
"""Word's mark beside an open paper drops this many characters of its name."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A draft brought into a file that a person has edited.

    ``content``: the new bytes of the file, ``None`` to leave it as it is. ``changes``: how many
    places of the text were renewed. ``conflicts``: places that both have changed; with any the
    draft is laid beside as well. ``notes``: what else is to be looked at.
    """

    content: bytes | None
    changes: int
    conflicts: tuple[Diagnostic, ...] = ()
    notes: tuple[Diagnostic, ...] = ()


Merge = Callable[[bytes, bytes, Draft, str], Merged | None]
"""(what docgen laid, the edited file, the draft, how messages name the file) → what came of it;
``None`` when the file is best left alone."""


class Bases:
    """The copies of one folder of papers. Only their names are in memory."""

    def __init__(self, root: Path, disk: Disk) -> None:
        self._folder = root / SERVICE_FOLDER / BASES
        self._disk = disk
        self._needed: set[Path] = set()
        self._listed: list[str] | None = None
        self._looked_at = False

    def keep(self, document_id: str, content: bytes, content_hash: str = "") -> None:
        """Keep what has just been laid, and forget all but the latest few.

        ``content_hash``: its SHA-256, for who knows it already.
        """
        name = f"{document_id}-{(content_hash or sha256(content))[:_DIGITS]}"
        path = self._folder / name
        known = self._copies(document_id)
        with suppress(OSError):
            if path in known and path.stat().st_size == len(content):
                return
            if not self._looked_at:
                make_folder(self._folder, self._disk)
                self._looked_at = True
            try:
                self._write(path, content)
            except FileExistsError:
                path.unlink()
                self._write(path, content)
            if path not in known:
                insort(self._names(), name)
            latest = [path, *(other for other in known if other != path)]
            for old in latest[_KEPT_AT_MOST:]:
                if old not in self._needed:
                    self._disk.remove(old)
                    self._names().remove(old.name)

    def of(self, edited: Copy) -> bytes | None:
        """The version from which an edited file was made; ``None`` when it is not there."""
        return self.made_from(edited.passport) if edited.passport is not None else None

    def made_from(self, input_of: Passport) -> bytes | None:
        """The version that was laid from this input; ``None`` when it is not there."""
        for path in self._copies(input_of.document_id):
            with suppress(OSError):
                content = read_plain(path)
                passport = read_passport(content) if content else None
                if (
                    content
                    and passport
                    and input_hashes(passport) == input_hashes(input_of)
                    and is_untouched(content)
                ):
                    self._needed.add(path)
                    return content
        return None

    def forget_others(self, lies: Callable[[str], bool]) -> None:
        """Drop the copies of papers that lie nowhere any more: who removes a paper with
        personal data must not leave it here."""
        for name in self._names():
            if not lies(name.rpartition("-")[0]):
                with suppress(OSError):
                    self._disk.remove(self._folder / name)

    def _copies(self, document_id: str) -> list[Path]:
        """Copies of a paper, the latest first."""
        names = self._names()
        start = f"{document_id}-"
        first = bisect_left(names, start)
        found = []
        while first < len(names) and names[first].startswith(start):
            if "-" not in names[first][len(start) :]:
                found.append(self._folder / names[first])
            first += 1
        if len(found) > 1:
            found.sort(key=_written_at, reverse=True)
        return found

    def _names(self) -> list[str]:
        if self._listed is None:
            self._listed = []
            with suppress(OSError):
                self._listed = sorted(entry.name for entry in self._folder.iterdir())
        return self._listed

    def _write(self, path: Path, content: bytes) -> None:
        descriptor = self._disk.open_new(path)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[self._disk.write(descriptor, bytes(rest)) :]
        finally:
            os.close(descriptor)


def _written_at(path: Path) -> tuple[int, str]:
    with suppress(OSError):
        return path.lstat().st_mtime_ns, path.name
    return 0, path.name


def is_open_elsewhere(path: Path) -> bool:
    """Whether Word or LibreOffice says by a mark beside the paper that it has it open: saving it
    there would undo whatever we bring in."""
    return any(map(os.path.lexists, _lock_marks(path)))


def _lock_marks(path: Path) -> Iterator[Path]:
    yield path.with_name(f"~${path.name}")
    yield path.with_name(f"~${path.name[_WORD_LOCK_CUT:]}")
    yield path.with_name(f".~lock.{path.name}#")
