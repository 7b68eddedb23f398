"""An office ready to send: papers of the sample in ``out/``, their rows, and a way to approve."""

from __future__ import annotations

import datetime
import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from docgen.dispatching import Dispatched, Method, Wish, dispatch
from docgen.documents.plan import PlannedPaper
from docgen.records.directory import Organisation
from docgen.records.tables import Tables
from docgen.register import open_shelf
from docgen.register.disk import Disk
from docgen.register.ledger import RegisteredPaper
from docgen.register.outbox import Outbox, Parcel
from docgen.register.states import Event, State
from tests.desk import Desk
from tests.golden.sample import sample_plan, sample_tables

MOMENT = datetime.datetime(2026, 8, 20, 10, 0, tzinfo=datetime.UTC)
LATER = MOMENT + datetime.timedelta(days=1)
KINDS = (
    *("network-agreement", "cooperation-agreement", "supplementary-agreement", "approval-sheet"),
    *("pupil-list", "cover-letter", "disagreement-protocol", "education-contract"),
    *("admission-application", "paid-contract", "personal-data-consent", "publication-consent"),
    *("order-enrol", "lna-net"),
)


def make_papers(desk: Desk) -> None:
    """Every kind that may be sent, and some that may not."""
    for kind in KINDS:
        desk.docgen("make", kind)


@cache
def plan() -> tuple[PlannedPaper, ...]:
    return tuple(sample_plan().values())


def with_row(tables: Tables, row: Organisation) -> Tables:
    """The tables with another row in place of the organisation with its code."""
    rows = {kind: tables.of(kind) for kind in tables}
    rows[Organisation] = tuple(
        row if other.code == row.code else other for other in tables.of(Organisation)
    )
    return Tables(rows)


@dataclass(frozen=True)
class Office:
    """A folder of papers and the folder of packages beside it."""

    root: Path

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def place(self) -> Path:
        return self.root / "отправка"

    def copy(self, root: Path) -> Office:
        shutil.copytree(self.root, root)
        return Office(root)

    def wish(self, **changes: Any) -> Wish:
        plain = Wish(method=Method.FOLDER, place=self.place, who="Иванова", moment=MOMENT)
        return replace(plain, **changes)

    def send(
        self, disk: Disk | None = None, tables: Tables | None = None, **changes: Any
    ) -> Dispatched:
        rows = tables or sample_tables()
        return dispatch(rows, plan(), self.out, self.wish(**changes), disk=disk)

    def papers(self) -> dict[str, RegisteredPaper]:
        """By identity."""
        with open_shelf(self.out, MOMENT) as shelf:
            return {paper.identity or "": paper for paper in shelf.papers()}

    def path(self, identity: str) -> Path:
        return self.out / self.papers()[identity].path

    def events(self, identity: str) -> list[Event]:
        with open_shelf(self.out, MOMENT) as shelf:
            found = {paper.identity: paper.document_id for paper in shelf.papers()}
            return shelf.ledger.events(found[identity])

    def parcels(self) -> list[Parcel]:
        with open_shelf(self.out, MOMENT) as shelf:
            return Outbox(self.out, shelf.disk).parcels()

    def approve(self, identities: Iterable[str]) -> None:
        """As the command does it: the state changes, the hash of the file is kept."""
        wanted = list(identities)
        with open_shelf(self.out, MOMENT) as shelf:
            found = {paper.identity: paper for paper in shelf.papers()}
            for identity in wanted:
                paper = found[identity]
                content = (self.out / paper.path).read_bytes()
                event = Event(
                    document_id=paper.document_id,
                    moment=MOMENT.isoformat(),
                    who="Иванова",
                    before=paper.state,
                    after=State.APPROVED,
                    content_hash=hashlib.sha256(content).hexdigest(),
                )
                with shelf.ledger.together():
                    assert shelf.ledger.change_state(event)

    def packages(self) -> list[Path]:
        return sorted(self.place.iterdir()) if self.place.exists() else []


def codes(done: Dispatched) -> list[str]:
    """Codes of what was told, without the remark about PDFs."""
    return [d.code for d in done.diagnostics if d.code != "send-without-pdf"]


def small(office: Office, root: Path, identities: Iterable[str]) -> Office:
    """A new office with these papers of another, and a register that knows them."""
    kept = [office.papers()[identity].path for identity in identities]
    for path in kept:
        (root / "out" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(office.out / path, root / "out" / path)
    (root / "out" / ".docgen").mkdir()
    shutil.copy2(office.out / ".docgen" / "register.sqlite3", root / "out" / ".docgen")
    return Office(root)
