"""Files that came back from reviewers: kept by hash, never changed, with what they were made from.

``out/.docgen/returned/<id of the paper>/<hash>.docx``: the folder says whose a file is, so that
one without a passport is found again too. A copy is whole or absent, and two that are the same
are one.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from docgen.passport import Passport
from docgen.register.bases import Bases
from docgen.register.copies import SERVICE_FOLDER, sha256
from docgen.register.disk import place, read_plain, write_whole
from docgen.register.faults import machine_faults
from docgen.register.ledger import Version
from docgen.register.names import EXTENSION
from docgen.register.open_folder import UNFINISHED, OpenFolder, make_folder
from docgen.register.versions import input_hashes

RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Laid:
    """A version of a paper as docgen laid it. ``number`` counts from 1; 0 when it is unknown."""

    number: int
    content: bytes


@dataclass(frozen=True, slots=True)
class ReturnedCopy:
    """A kept file. ``content_hash``: SHA-256, also its name."""

    path: Path
    content_hash: str


class ReturnedFiles:
    """The returned files of one folder of papers, held by one run."""

    def __init__(self, folder: OpenFolder, bases: Bases) -> None:
        self._folder = folder
        self._bases = bases
        self._root = folder.root / SERVICE_FOLDER / RETURNED

    def keep(self, document_id: str, content: bytes) -> ReturnedCopy:
        """Keep a file of this paper; a file that is kept already stays as it is.

        Raises ``Refusal`` when the disk fails.
        """
        digest = sha256(content)
        path = self._place(document_id) / f"{digest}{EXTENSION}"
        disk = self._folder.disk
        with machine_faults(self._folder.root):
            with suppress(OSError):
                if read_plain(path) == content:
                    return ReturnedCopy(path, digest)
            make_folder(self._root, disk)
            make_folder(path.parent, disk)
            unfinished = self._folder.root / SERVICE_FOLDER / UNFINISHED / path.name
            write_whole(disk, unfinished, content)
            if path.is_file() and not path.is_symlink():
                disk.remove(path)  # torn by a disk that lied: its hash says that it is not ours
            place(disk, unfinished, path)
            disk.sync_folder(path.parent)
        return ReturnedCopy(path, digest)

    def stamps(self, document_id: str) -> list[tuple[str, int, int, int]]:
        """Name, size, time and place on the disk of what came back for a paper: others when
        anything has come or gone. Nothing is read."""
        found = []
        with suppress(OSError), os.scandir(self._place(document_id)) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                status = entry.stat(follow_symlinks=False)
                found.append((entry.name, status.st_size, status.st_mtime_ns, status.st_ino))
        return found

    def of(self, document_id: str) -> list[ReturnedCopy]:
        """What came back for a paper, in a fixed order; files that are not whole are left out."""
        found = []
        with suppress(OSError):
            for path in sorted(self._place(document_id).iterdir()):
                content = None
                with suppress(OSError):
                    content = read_plain(path)
                if content is not None and sha256(content) == path.stem:
                    found.append(ReturnedCopy(path, path.stem))
        return found

    def laid_for(self, document_id: str, passport: Passport | None) -> Laid | None:
        """The version that a file was made from, as docgen laid it.

        ``passport``: of the file; without one the newest version is taken. ``None`` when the
        very bytes are nowhere any more.
        """
        versions = self._versions(document_id)
        if passport is not None:
            versions = [v for v in versions if input_hashes(v) == input_hashes(passport)]
        else:
            versions = versions[:1]
        for version in versions:
            for content in self._contents(version, passport):
                return Laid(version.version, content)
        return None

    def former(self, document_id: str) -> Laid | None:
        """The version before the newest one; ``None`` when there is none or it is not kept."""
        for version in self._versions(document_id)[1:]:
            for content in self._contents(version, None):
                return Laid(version.version, content)
        return None

    def _versions(self, document_id: str) -> list[Version]:
        """Newest first."""
        return self._folder.store.versions(document_id)[::-1]

    def _contents(self, version: Version, passport: Passport | None) -> Iterator[bytes]:
        """Where the bytes of a version may be: at the paper's place, kept, or laid aside."""
        paper = self._folder.store.paper(version.document_id)
        places = (
            version.kept_path,
            paper.path if paper else "",
            paper.beside_path if paper else "",
        )
        for path in filter(None, places):
            copy = self._folder.files.look_quietly(path)
            if copy and copy.content is not None and copy.content_hash == version.content_hash:
                yield copy.content
        if passport is not None:
            content = self._bases.made_from(passport)
            if content is not None:
                yield content

    def _place(self, document_id: str) -> Path:
        # An id may come out of a file from outside: only what looks like one names a folder.
        try:
            return self._root / str(uuid.UUID(document_id))
        except ValueError:
            return self._root / sha256(document_id.encode())
