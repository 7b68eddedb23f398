"""A folder's own register brought into that of the office, on a server."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

from docgen.diagnostics import Refusal
from docgen.register.copies import SERVICE_FOLDER
from docgen.register.disk import Disk, status_of
from docgen.register.ledger import Ledger, Number, RegisteredPaper
from docgen.register.office import Membership, become_member, membership
from docgen.register.open_folder import REGISTER, UNFINISHED, OpenFolder
from docgen.register.postgres import ServerStore, open_server
from docgen.register.server import require_address
from docgen.register.states import State
from docgen.register.store import companions

_AT_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Shared:
    """What a folder has brought into the register of the office. ``place``: how messages name
    the database."""

    place: str
    papers: int
    numbers: int


def move_to_server(folder: OpenFolder, url: str) -> Shared:
    """Bring the register of a folder into that of the office; from now on it is the folder's.

    The folder's own stays in it, closed and under another name. Raises ``Refusal``, and nothing
    is changed, when the folder has a server already or when both registers tell different things
    of one paper or one number.
    """
    require_address(url)
    service = folder.root / SERVICE_FOLDER
    if known := membership(service):
        if known.url == url:
            raise Refusal(
                f"папка «{folder.root}» уже ведётся в этом реестре",
                hint="делать ничего не нужно",
                exit_code=1,
            )
        raise Refusal(
            f"папка «{folder.root}» уже ведётся в реестре {known.place}",
            hint="для другого сервера заведите другую папку бумаг: --out",
            exit_code=1,
        )
    member = Membership(url, str(uuid.uuid4()))
    target = open_server(url, member.folder)
    try:
        with target.together():
            papers, numbers = _take_over(folder.store, target)
    finally:
        target.close()
    # The server first: a run that is cut off here finds its own records there and agrees.
    become_member(service, service / UNFINISHED, member, folder.disk)
    folder.store.close()
    _set_aside(service / REGISTER, folder.disk)
    return Shared(member.place, papers, numbers)


def _set_aside(register: Path, disk: Disk) -> None:
    """Give a register that is no longer the folder's another name, lest it be taken up again."""
    number = 1
    while status_of(aside := register.with_name(f"register.before-server-{number}.sqlite3")):
        number += 1
    for file in companions(register):
        disk.rename(file, aside.with_name(aside.name + file.name[len(register.name) :]))


def _take_over(store: Ledger, target: ServerStore) -> tuple[int, int]:
    """Copy a register; how many papers and numbers."""
    clashes: list[str] = []
    papers = list(store.papers())
    journals = {journal.code for journal in target.journals()}
    for journal in store.journals():
        # The rules of a journal stand in the directory; what others have recorded is newer.
        if journal.code not in journals:
            target.record_journal(journal)
    numbers = store.numbers()
    for journal_code, year in sorted({(number.journal, number.year) for number in numbers}):
        target.hold_journal(journal_code, year)
    for paper in sorted(papers, key=lambda paper: paper.document_id):
        target.hold_paper(paper.document_id)
        if not _take_over_paper(store, target, paper):
            clashes.append(f"бумага «{paper.path}»")
    there = {number.place: number for number in target.numbers()}
    clashes += [
        f"номер {number.text}"
        for number in numbers
        if not _is_same_number(number, there.get(number.place)) and not target.add_number(number)
    ]
    if clashes:
        named = ", ".join(clashes[:_AT_MOST_NAMED])
        more = len(clashes) - _AT_MOST_NAMED
        raise Refusal(
            "в общем реестре о том же записано другое: "
            + named
            + (f" и ещё {more}" if more > 0 else ""),
            hint="решите с коллегами, чья запись верна; лишний номер аннулируйте, прежде чем"
            " подключать папку",
            exit_code=1,
        )
    return len(papers), len(numbers)


def _is_same_number(mine: Number, theirs: Number | None) -> bool:
    """Whether the office has this number for the same paper; what became of it later, and the
    other columns, it knows better than a register that was rebuilt from the papers."""
    if theirs is None or mine.text != theirs.text:
        return False
    bound = (mine.document_id, mine.identity)
    same_standing = bool(mine.document_id) or mine.standing == theirs.standing
    return bound == (theirs.document_id, theirs.identity) and same_standing


def _take_over_paper(store: Ledger, target: ServerStore, paper: RegisteredPaper) -> bool:
    """Copy a paper; whether both registers agree on what has happened to it."""
    state = target.state_of(paper.document_id)
    mine = store.events(paper.document_id)
    theirs = target.events(paper.document_id)
    target.record_paper(paper)
    for version in store.versions(paper.document_id):
        target.record_version(version)
    if not mine:
        # Of a register that was rebuilt from the papers nobody knows who did what: the office's
        # own history counts.
        return not state or bool(theirs) or paper.state in (State.DRAFT, state)
    if theirs:
        return theirs[: len(mine)] == mine
    if not state:
        for event in mine:
            target.add_event(event)
        return True
    # A colleague has made the same draft and done nothing with it.
    for event in mine:
        if event.before == event.after:
            target.add_event(event)
        elif not target.change_state(event):
            return False
    return target.state_of(paper.document_id) == paper.state
