"""Files that came back signed: copied unchanged, with a record of each, and never touched again.

``out/Подписанные экземпляры/<folder of the paper>/<its name>.pdf`` lies where the clerk sees it;
``out/.docgen/signed/<id of the paper>/<hash>.json`` says whose it is, who brought it, when, and
what its signatures said then. The records lie beside the register and not in it: they outlive its
loss, and by them the next run gives a paper its state again.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from docgen.register.copies import SERVICE_FOLDER, sha256
from docgen.register.disk import place, read_plain, status_of, write_whole
from docgen.register.faults import machine_faults
from docgen.register.names import SIGNED_FOLDER
from docgen.register.open_folder import UNFINISHED, OpenFolder, make_folder

SIGNED = "signed"
_MOST_NAMESAKES = 1000


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file that was kept.

    ``document_id``: of its paper, empty for one that belongs to none (a power of attorney).
    ``path``: relative to the folder of papers. ``came_as``: the name it came under; ``known_by``:
    how its paper was told. ``moment``: ISO 8601. ``last``: with it the paper counts as signed.
    ``of``: SHA-256 of the file that a detached signature belongs to, empty for other files.
    ``signatures``: what was read out of it.
    """

    document_id: str
    path: str
    content_hash: str
    came_as: str
    known_by: str
    who: str
    moment: str
    last: bool
    of: str = ""
    signatures: tuple[Mapping[str, Any], ...] = ()


class SignedFiles:
    """The signed files of one folder of papers, held by one run."""

    def __init__(self, folder: OpenFolder) -> None:
        self._folder = folder
        self._root = folder.root / SERVICE_FOLDER / SIGNED

    def find_place(self, wanted: str, content: bytes) -> str:
        """Where a file goes: ``wanted`` below the folder of signed ones, or a free name beside.

        A place where these very bytes lie already is the right one.
        """
        spot = PurePosixPath(SIGNED_FOLDER) / wanted
        for number in range(1, _MOST_NAMESAKES):
            mark = "" if number == 1 else f" ({number})"
            path = str(spot.with_name(f"{spot.stem}{mark}{spot.suffix}"))
            if status_of(self._folder.root / path) is None or self._lies(path, content):
                return path
        raise ValueError("too many files of one name")

    def keep(self, file: SignedFile, content: bytes) -> None:
        """Copy a file to ``file.path`` and write its record. What is there already is left: a file
        that was changed since is not put right behind the clerk's back.

        Raises ``Refusal`` when the disk fails; then no record says that the file is kept.
        """
        folder, disk = self._folder, self._folder.disk
        with machine_faults(folder.root):
            if status_of(folder.root / file.path) is None:
                folder.make_folders(file.path)
                self._place(folder.root / file.path, content)
                disk.sync_folder((folder.root / file.path).parent)
            record = self._record_place(file)
            if status_of(record) is None:
                make_folder(self._root, disk)
                make_folder(record.parent, disk)
                text = json.dumps(asdict(file), ensure_ascii=False, indent=1)
                self._place(record, text.encode())
                disk.sync_folder(record.parent)

    def of(self, document_id: str) -> list[SignedFile]:
        """The files of one paper, oldest first."""
        return [file for file in self.all() if file.document_id == document_id]

    def all(self) -> list[SignedFile]:
        """Every file with a record, oldest first; records that can't be read are left out."""
        return sorted(self._read(), key=lambda file: (file.moment, file.path))

    def is_whole(self, file: SignedFile) -> bool:
        """Whether the kept file lies there, byte for byte."""
        with suppress(OSError):
            content = read_plain(self._folder.root / file.path)
            return content is not None and sha256(content) == file.content_hash
        return False

    def _read(self) -> Iterator[SignedFile]:
        for record in sorted(self._root.glob("*/*.json")):
            with suppress(OSError, ValueError, TypeError, AttributeError):
                values = json.loads(read_plain(record) or b"")
                values["signatures"] = tuple(values["signatures"])
                yield SignedFile(**values)

    def _lies(self, path: str, content: bytes) -> bool:
        with suppress(OSError):
            return read_plain(self._folder.root / path) == content
        return False

    def _place(self, path: Path, content: bytes) -> None:
        unfinished = self._folder.root / SERVICE_FOLDER / UNFINISHED / f"signed-{uuid.uuid4()}"
        write_whole(self._folder.disk, unfinished, content)
        place(self._folder.disk, unfinished, path)

    def _record_place(self, file: SignedFile) -> Path:
        # An id may come out of a file from outside: only what looks like one names a folder.
        try:
            folder = str(uuid.UUID(file.document_id))
        except ValueError:
            folder = "без бумаги"
        return self._root / folder / f"{file.content_hash}.json"
