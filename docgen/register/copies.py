"""What lies in the folder of papers: which file is whose, told by the passport inside.

The register is not asked who owns a file, only spared the reading of files that it knows.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from docgen.opc.reading import UNPACKING_FAULTS
from docgen.passport import CUSTOM_PART, Passport, is_untouched, read_passport
from docgen.register.disk import is_link, read_plain, status_of
from docgen.register.names import (
    EXTENSIONS,
    KEPT_FOLDER,
    SIGNED_FOLDER,
    collision_key,
    is_plain_path,
)
from docgen.register.store import RegisteredPaper

SERVICE_FOLDER = ".docgen"
_OTHERS = (SERVICE_FOLDER, KEPT_FOLDER, SIGNED_FOLDER)
"""Folders in which no paper lies that is still at work."""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def body_hash(paper: bytes) -> str:
    """A hash of everything in the file but its passport: the same text has the same hash.

    It goes by the names, sizes and checksums in the directory of the container, which is
    enough to compare what docgen wrote with what docgen would write.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(paper)) as container:
            parts = sorted((e.filename, e.CRC, e.file_size) for e in container.infolist())
    except UNPACKING_FAULTS:
        return sha256(paper)
    return sha256(repr([part for part in parts if part[0] != CUSTOM_PART]).encode())


@dataclass(frozen=True)
class Copy:
    """A file in the folder of papers as it was when it was looked at.

    ``content``: ``None`` for what is no plain file (a folder, a link) or is too large for one
    of ours. ``path`` is relative to the folder.
    """

    path: str
    content: bytes | None

    @cached_property
    def content_hash(self) -> str:
        return sha256(self.content or b"")

    @cached_property
    def passport(self) -> Passport | None:
        return None if self.content is None else read_passport(self.content)

    @cached_property
    def untouched(self) -> bool:
        """Nobody has saved the file since docgen wrote it, nor edited it before approval."""
        return self.as_sealed and not (self.passport and self.passport.edited)

    @cached_property
    def as_sealed(self) -> bool:
        """Nobody has saved the file since docgen wrote it or took the mark of a draft off it."""
        return self.content is not None and is_untouched(self.content)

    @property
    def document_id(self) -> str:
        return self.passport.document_id if self.passport else ""


class Folder:
    """The files under the folder of papers, looked at once and kept up to date by the shelf."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._papers: dict[str, set[str]] = {}
        self._by_key: dict[str, str] = {}

    def scan(self, known: Iterable[RegisteredPaper]) -> None:
        """Look through the folder. Files that are as the register knows them are not read."""
        expected = {paper.path: paper for paper in known}
        self._papers.clear()
        self._by_key.clear()
        for path, status in self._walk("", top=True):
            self._by_key.setdefault(collision_key(path), path)
            if status is None or not path.casefold().endswith(EXTENSIONS):
                continue
            if not is_plain_path(path):
                # «а:б.docx» is a name on Linux and another drive on Windows: the register
                # takes no such path, so the file is left to the clerk.
                continue
            paper = expected.get(path)
            if paper and (status.st_size, status.st_mtime_ns) == (paper.size, paper.mtime_ns):
                self.add(path, paper.document_id)
                continue
            copy = self.look_quietly(path)
            if copy and copy.document_id:
                self.add(path, copy.document_id)

    def kept(self) -> Iterator[Copy]:
        """The kept old versions that have a passport."""
        for path, status in self._walk(KEPT_FOLDER, top=False):
            if status is not None and path.casefold().endswith(EXTENSIONS):
                copy = self.look_quietly(path)
                if copy and copy.document_id:
                    yield copy

    def _walk(self, folder: str, *, top: bool) -> Iterator[tuple[str, os.stat_result | None]]:
        """Paths below ``folder`` in a fixed order, with the status of plain files; links and
        their like are named but neither followed nor opened."""
        waiting = [folder]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(self.root / folder) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError:
                continue
            for entry in found:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if (top and path in _OTHERS) or not _is_text(entry.name):
                    continue
                try:
                    status = entry.stat(follow_symlinks=False)
                except OSError:
                    continue
                if stat.S_ISDIR(status.st_mode) and not is_link(status):
                    waiting.append(path)
                # «~$…» is Word's own mark beside an open paper.
                plain = stat.S_ISREG(status.st_mode) and not entry.name.startswith("~$")
                yield path, status if plain and not is_link(status) else None

    def look(self, path: str) -> Copy | None:
        """The file at ``path``; ``None`` when nothing is there or the way to it is a link.

        Raises ``PermissionError`` and the like when it is closed to us.
        """
        place = self.root
        for name in path.split("/")[:-1]:
            place /= name
            status = status_of(place)
            if status is None or is_link(status):
                return None
        try:
            return Copy(path, read_plain(self.root / path))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def look_quietly(self, path: str) -> Copy | None:
        """The same, ``None`` also when the file is closed to us."""
        try:
            return self.look(path)
        except OSError:
            return None

    def papers(self) -> Iterator[tuple[str, list[str]]]:
        """Document ids and the places of files that carry them."""
        for document_id in sorted(self._papers):
            yield document_id, sorted(self._papers[document_id])

    def places(self, document_id: str) -> set[str]:
        return set(self._papers.get(document_id, ()))

    def taken_by(self, path: str) -> str:
        """What already stands under this name or one that a file system takes for it, or empty."""
        known = self._by_key.get(collision_key(path), "")
        for candidate in (path, known):
            if candidate and os.path.lexists(self.root / candidate):
                return candidate
        return ""

    def spelled(self, path: str) -> str:
        """The path with its folders as they are already spelled: «школа» goes to «Школа»."""
        *folders, name = path.split("/")
        place = ""
        for folder in folders:
            place = f"{place}/{folder}" if place else folder
            known = self._by_key.get(collision_key(place), "")
            if known and os.path.lexists(self.root / known):
                place = known
        return f"{place}/{name}" if place else name

    def add_folder(self, path: str) -> None:
        self._by_key.setdefault(collision_key(path), path)

    def add(self, path: str, document_id: str) -> None:
        self._papers.setdefault(document_id, set()).add(path)
        self._by_key[collision_key(path)] = path

    def drop(self, path: str, document_id: str) -> None:
        self._papers.get(document_id, set()).discard(path)
        self._by_key.pop(collision_key(path), None)


def _is_text(name: str) -> bool:
    """Whether a name is text: on Linux it may be any bytes, and those are none of ours."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
