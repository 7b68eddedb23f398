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
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from docgen.opc.reading import UNPACKING_FAULTS
from docgen.opc.written import directory
from docgen.passport import CUSTOM_PART, Passport, is_untouched, read_passport
from docgen.register.disk import is_link, read_seen, status_of
from docgen.register.names import (
    EXTENSIONS,
    KEPT_FOLDER,
    SIGNED_FOLDER,
    collision_key,
    is_plain_path,
)

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
    written = directory(paper)
    if written is not None:
        parts = sorted((part.name, part.crc, part.size) for part in written)
    else:
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
    of ours. ``path`` is relative to the folder. ``mtime_ns``: when it was last written.
    """

    path: str
    content: bytes | None
    mtime_ns: int = 0

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


class Awaited(Exception):
    """What is asked hangs on papers that are about to be laid."""


class Folder:
    """The files under the folder of papers, looked at once and kept up to date by the shelf.

    Of a file that the register knows as it is only two numbers are remembered: a folder may hold
    a hundred thousand. Where such a paper lies, the register says.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._base = f"{root}/"
        self._strays: dict[str, set[str]] = {}
        self._lying: set[int] = set()
        self._names: set[int] = set()
        self._folders: dict[str, str] = {}
        self._awaited: set[int] = set()
        self._real_folders: set[str] = set()

    def scan(self, known: Iterable[tuple[str, str, int, int]]) -> None:
        """Look through the folder. Files that are as the register knows them (id, place, size,
        time) are not read."""
        expected = {
            hash((path, size, moment)): hash(document_id)
            for document_id, path, size, moment in known
        }
        self._strays.clear()
        self._lying.clear()
        self._names.clear()
        self._folders.clear()
        for path, status in self._walk("", top=True):
            key = collision_key(path)
            self._names.add(hash(key))
            if status is None:
                self._folders.setdefault(key, path)
                continue
            if not path.casefold().endswith(EXTENSIONS):
                continue
            if not is_plain_path(path):
                # «а:б.docx» is a name on Linux and another drive on Windows: the register
                # takes no such path, so the file is left to the clerk.
                continue
            paper = expected.get(hash((path, status.st_size, status.st_mtime_ns)))
            if paper is not None:
                self._lying.add(paper)
                continue
            copy = self.look_quietly(path)
            if copy and copy.document_id:
                self._strays.setdefault(copy.document_id, set()).add(path)
                self._lying.add(hash(copy.document_id))

    def kept(self) -> Iterator[tuple[str, str]]:
        """The kept old versions that have a passport: place and id of the paper."""
        for path, status in self._walk(KEPT_FOLDER, top=False):
            if status is not None and path.casefold().endswith(EXTENSIONS):
                copy = self.look_quietly(path)
                if copy and copy.document_id:
                    yield path, copy.document_id

    def _walk(self, folder: str, *, top: bool) -> Iterator[tuple[str, os.stat_result | None]]:
        """Paths below ``folder``, folders in a fixed order, with the status of plain files; links
        and their like are named but neither followed nor opened."""
        waiting = [folder]
        while waiting:
            folder = waiting.pop()
            folders = []
            with suppress(OSError), os.scandir(self.root / folder) as entries:
                # Not all at once: a folder may hold a hundred thousand papers.
                for entry in entries:
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if (top and path in _OTHERS) or not _is_text(entry.name):
                        continue
                    try:
                        status = entry.stat(follow_symlinks=False)
                    except OSError:
                        continue
                    if stat.S_ISDIR(status.st_mode) and not is_link(status):
                        folders.append(path)
                        continue
                    # «~$…» is Word's own mark beside an open paper.
                    plain = stat.S_ISREG(status.st_mode) and not entry.name.startswith("~$")
                    yield path, status if plain and not is_link(status) else None
            folders.sort()
            waiting += folders
            yield from ((path, None) for path in folders)

    def look(self, path: str) -> Copy | None:
        """The file at ``path``; ``None`` when nothing is there or the way to it is a link.

        Raises ``PermissionError`` and the like when it is closed to us.
        """
        if not self.leads_to(path):
            return None
        try:
            found = read_seen(self.root / path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return Copy(path, found[0], found[1].st_mtime_ns) if found else Copy(path, None)

    def status(self, path: str) -> os.stat_result | None:
        """How the plain file at ``path`` looks; ``None`` when there is none or it is closed to
        us, or the way to it is a link."""
        try:
            if self.leads_to(path):
                status = os.lstat(self._base + path)
                return status if stat.S_ISREG(status.st_mode) and not is_link(status) else None
        except OSError:
            pass
        return None

    def leads_to(self, path: str) -> bool:
        """Whether there are folders on the way to a place and no links."""
        above = path.rpartition("/")[0]
        if above in self._real_folders:
            return True
        place = self.root
        for name in above.split("/") if above else ():
            place /= name
            status = status_of(place)
            if status is None or is_link(status):
                return False
        self._real_folders.add(above)
        return True

    def forget_folders(self) -> None:
        """Look at the folders on the way anew."""
        self._real_folders.clear()

    def look_quietly(self, path: str) -> Copy | None:
        """The same, ``None`` also when the file is closed to us."""
        try:
            return self.look(path)
        except OSError:
            return None

    def papers(self) -> Iterator[tuple[str, list[str]]]:
        """Document ids and places of the files with a passport that lie otherwise than the
        register knew when the folder was looked through."""
        for document_id in sorted(self._strays):
            yield document_id, sorted(self._strays[document_id])

    def places(self, document_id: str) -> set[str]:
        """The same of one paper."""
        return set(self._strays.get(document_id, ()))

    def lies(self, document_id: str) -> bool:
        """Whether a file of this paper was or has been laid anywhere in the folder."""
        return hash(document_id) in self._lying

    def taken_by(self, path: str) -> str:
        """What already stands under this name or one that a file system takes for it, or empty.

        Raises ``Awaited`` when that is not settled yet.
        """
        key = collision_key(path)
        self._require_settled(key)
        if os.path.lexists(self._base + path):
            return path
        return self._spelled_otherwise(path, key) if hash(key) in self._names else ""

    def _spelled_otherwise(self, path: str, key: str) -> str:
        above = path.rpartition("/")[0]
        above = self._folders.get(collision_key(above), above)
        with suppress(OSError):
            for place in sorted((self.root / above).iterdir()):
                other = f"{above}/{place.name}" if above else place.name
                if _is_text(place.name) and collision_key(other) == key:
                    return other
        return ""

    def spelled(self, path: str) -> str:
        """The path with its folders as they are already spelled: «школа» goes to «Школа»."""
        *folders, name = path.split("/")
        place = ""
        for folder in folders:
            place = f"{place}/{folder}" if place else folder
            known = self._folders.get(collision_key(place), "")
            if known and (known in self._real_folders or os.path.lexists(self._base + known)):
                place = known
        return f"{place}/{name}" if place else name

    def await_names(self, *paths: str) -> None:
        """These names will be given or left in a moment."""
        self._awaited.update(hash(collision_key(path)) for path in paths)

    def settle_names(self) -> None:
        """Nothing is awaited any more."""
        self._awaited.clear()

    def require_settled(self, path: str) -> None:
        """Raises ``Awaited`` for a name that will be given or left in a moment."""
        if self._awaited:
            self._require_settled(collision_key(path))

    def _require_settled(self, key: str) -> None:
        if hash(key) in self._awaited:
            raise Awaited

    def settle(self, path: str, document_id: str) -> None:
        """The register knows this file from now on."""
        if places := self._strays.get(document_id):
            places.discard(path)
            if not places:
                del self._strays[document_id]

    def add_folder(self, path: str) -> None:
        key = collision_key(path)
        self._names.add(hash(key))
        self._folders.setdefault(key, path)

    def add(self, path: str, document_id: str) -> None:
        self._lying.add(hash(document_id))
        self._names.add(hash(collision_key(path)))

    def drop(self, path: str, document_id: str) -> None:
        self._strays.get(document_id, set()).discard(path)
        self._names.discard(hash(collision_key(path)))


def _is_text(name: str) -> bool:
    """Whether a name is text: on Linux it may be any bytes, and those are none of ours."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
