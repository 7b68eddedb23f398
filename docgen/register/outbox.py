"""What left the office: each package is written down before it goes and after it went.

A record is never changed: «отправляется» lies in one file, what came of it in a second, both whole
or absent. So a run that is killed in between leaves a package of which the next run knows that it
may have gone. The records lie beside the register and not in it: they outlive its loss, and with
it the only danger that cannot be mended, a paper sent twice.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.register.disk import Disk, is_link, place, read_plain, status_of, write_whole
from docgen.register.faults import machine_faults, refuse_link
from docgen.register.open_folder import UNFINISHED, make_folder

OUTBOX = "outbox"
_SERVICE = ".docgen"
_BEGUN = 1


class Sending(enum.StrEnum):
    """How far a package has come. ``PREPARED``: a letter that the clerk has still to send."""

    UNDER_WAY = "отправляется"
    PREPARED = "подготовлен"
    SENT = "отправлен"
    FAILED = "не отправлен"


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A paper in a package. ``content_hash``: SHA-256 of the file that went."""

    document_id: str
    identity: str
    title: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """One package and what became of it.

    ``id`` follows from the addressee, the agreement and the papers, so that the same package has
    the same one; ``attempt`` counts its sendings from 1. ``addressee``: a code. ``agreement`` and
    ``letter``: codes, empty for a family. ``method``: a word of the command. ``target``: where it
    lies or the address it went to. ``laid``: SHA-256 of every file by its name, that of the single
    file of a .zip or .eml under its own name. ``moment`` is ISO 8601. ``note``: what the server
    answered or what a later run found.
    """

    id: str
    attempt: int
    sending: Sending
    moment: str
    who: str
    addressee: str
    addressee_name: str
    agreement: str
    letter: str
    method: str
    target: str
    drafts: bool
    papers: tuple[SentPaper, ...]
    laid: Mapping[str, str]
    note: str = ""

    @property
    def number(self) -> str:
        """How messages call this sending of the package."""
        return f"{self.id}-{self.attempt}"


class Outbox:
    """The records of one folder of papers, while a run holds it."""

    def __init__(self, out: Path, disk: Disk) -> None:
        self._out = out
        self._disk = disk
        self._folder = out / _SERVICE / OUTBOX
        self.diagnostics: list[Diagnostic] = []
        self.damaged: set[str] = set()
        """Ids of packages of which no record can be read: each of them may have gone."""
        with machine_faults(out):
            make_folder(self._folder, disk)
            self._parcels = {parcel.number: parcel for parcel in self._read()}

    def parcels(self) -> list[Parcel]:
        """Every sending, oldest first."""
        return sorted(self._parcels.values(), key=lambda p: (p.moment, p.id, p.attempt))

    def of(self, parcel_id: str) -> list[Parcel]:
        """The sendings of one package, oldest first."""
        found = (parcel for parcel in self._parcels.values() if parcel.id == parcel_id)
        return sorted(found, key=lambda parcel: parcel.attempt)

    def begin(self, parcel: Parcel) -> None:
        """Write down that the package is about to go. Raises ``Refusal`` when the disk fails."""
        self._write(replace(parcel, sending=Sending.UNDER_WAY), _BEGUN)

    def end(self, parcel: Parcel, sending: Sending, note: str = "") -> Parcel:
        """Write down what became of it; the record as it is now."""
        ended = replace(parcel, sending=sending, note=note or parcel.note)
        step = _BEGUN + 1
        while status_of(self._folder / _name(parcel, step)) is not None:
            step += 1  # a record that could not be read stays as it is
        self._write(ended, step)
        return ended

    def _write(self, parcel: Parcel, step: int) -> None:
        name = _name(parcel, step)
        content = json.dumps(asdict(parcel), ensure_ascii=False, indent=1).encode()
        unfinished = self._out / _SERVICE / UNFINISHED / name
        with machine_faults(self._out):
            write_whole(self._disk, unfinished, content)
            place(self._disk, unfinished, self._folder / name)
            self._disk.sync_folder(self._folder)
        self._parcels[parcel.number] = parcel

    def _read(self) -> Iterator[Parcel]:
        found: dict[str, Parcel] = {}
        unread: set[str] = set()
        for path in sorted(self._folder.glob("*.json")):
            status = status_of(path)
            if status is not None and is_link(status):
                raise refuse_link(path)
            number = path.name.split(".", 1)[0]
            parcel = _parcel(read_plain(path))
            if parcel is None or parcel.number != number:
                self.diagnostics.append(
                    diagnose(
                        "send-record-damaged",
                        Origin(path.name),
                        "запись об отправке не читается: ушёл ли пакет, по ней не узнать",
                        hint="верните файл из резервной копии; без неё спросите адресата и "
                        "удалите файл записи",
                        value=number,
                    )
                )
                unread.add(number)
                continue
            found[number] = parcel
        self.damaged = {number.rpartition("-")[0] for number in unread - found.keys()}
        yield from found.values()


def _name(parcel: Parcel, step: int) -> str:
    """The first record says that it goes, a later one what came of it."""
    return f"{parcel.number}.{step}.json"


def _parcel(content: bytes | None) -> Parcel | None:
    try:
        values = json.loads(content or b"")
        values["sending"] = Sending(values["sending"])
        values["papers"] = tuple(SentPaper(**paper) for paper in values["papers"])
        values["laid"] = {str(name): str(hash_) for name, hash_ in values["laid"].items()}
        parcel = Parcel(**values)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return parcel if isinstance(parcel.attempt, int) and isinstance(parcel.id, str) else None
