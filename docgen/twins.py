"""The workbook beside a paper: made of the paper's tables, and as official as the paper is.

It is never judged by the rows alone: a draft is made of the proven draft, and once the paper is
approved the workbook says what stands in the approved file, hand edits and number included.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.opc.reading import UNPACKING_FAULTS, BrokenPart
from docgen.opc.writing import write_package
from docgen.passport import TWIN_FORMS, Passport, stamp, twin_identity, without_twin
from docgen.records.paper_tables import PaperTable
from docgen.register import Draft, Outcome, Placement, RegisteredPaper, Shelf, document_id
from docgen.register.copies import Copy
from docgen.register.states import FROZEN, Event, State, day_shown
from docgen.register.twins import follow, twins_of

_HEADER = re.compile(r"<oddHeader>&amp;L(.*?)(?:&amp;R[^<]*)?</oddHeader>", re.DOTALL)
_FIRST_SHEET = "xl/worksheets/sheet1.xml"
_HINT = "если он не нужен, удалите его: следующий запуск сделает таблицу заново из бумаги"


def draft_workbook(title: str, tables: Sequence[PaperTable], passport: Passport) -> bytes:
    """The workbook beside a draft. Raises ``ValueError`` for a text that no Excel cell holds."""
    return _workbook(title, tables, passport, "ПРОЕКТ")


def _workbook(title: str, tables: Sequence[PaperTable], passport: Passport, mark: str) -> bytes:
    # Few kinds have a workbook, and its writer is heavy.
    from docgen.workbook.registers import register_bytes

    with zipfile.ZipFile(io.BytesIO(register_bytes(title, tables, mark))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    return write_package(stamp(parts, passport))


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a workbook is called that does not lie there: its title, its folder, its name."""

    title: str
    folder: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the workbook beside a frozen paper. ``renewed``: its file was made anew."""

    placement: Placement
    renewed: bool = False


def keep_up(shelf: Shelf, paper: RegisteredPaper) -> list[Kept]:
    """Bring what lies beside a paper to its state; nothing where there is nothing.

    A workbook that is not there is left to the next run over the rows, which knows its name.
    To be called inside ``Shelf.machine``.
    """
    return [
        _keep(shelf, paper, twin, None) for twin in twins_of(shelf.ledger, paper.identity or "")
    ]


def keep_or_make(shelf: Shelf, paper: RegisteredPaper, form: str, wanted: Wanted) -> Kept:
    """The same for the workbook of a frozen paper that a run has come to; one that is not there
    is made."""
    name = twin_identity(paper.identity or "", form)
    known = shelf.ledger.paper(document_id(name))
    twin = replace(known, identity=name) if known else None
    return _keep(shelf, paper, twin, wanted)


def release(shelf: Shelf, identity: str) -> None:
    """Let a run renew the workbook of a paper that is no longer frozen. Another clerk of the
    office, in whose folder it does not lie, may have returned the paper."""
    paper = shelf.ledger.paper(document_id(without_twin(identity)))
    twin = shelf.ledger.paper(document_id(identity))
    if paper is not None and twin is not None:
        _same_state(shelf, paper, twin)


def _keep(
    shelf: Shelf, paper: RegisteredPaper, twin: RegisteredPaper | None, wanted: Wanted | None
) -> Kept:
    if twin is not None:
        _same_state(shelf, paper, twin)
    name = (twin.identity if twin else None) or twin_identity(paper.identity or "", TWIN_FORMS[0])
    copy = shelf.copy_of(document_id(name))
    place = shelf.root / (copy.path if copy else twin.path if twin else "")
    still = Kept(Placement(Outcome.FROZEN, place))
    if State(paper.state) not in FROZEN - {State.CANCELLED}:
        return still
    word = shelf.copy_of(paper.document_id)
    if word is None or word.content is None or word.passport is None or not word.passport.state:
        return still  # told where the turn of the paper itself comes
    passport = replace(
        word.passport, document_id=document_id(name), identity=name, edited="", printed_code=""
    )
    if copy is not None and copy.passport == passport:
        return still
    shown = copy.path if copy else word.path
    if copy is not None and not copy.untouched:
        words = f"файл правили вручную, он не тронут и отстал от бумаги «{word.path}»"
        return _told(still, shown, "paper-workbook-edited", words, _HINT)
    title = wanted.title if wanted else _title_in(copy)
    if not title:
        return still
    if not word.as_sealed:
        words = f"таблица отстала от бумаги «{word.path}», а ту правили после согласования"
        hint = "верните прежний файл бумаги или согласуйте её заново: docgen approve --undo"
        return _told(still, shown, "paper-workbook-behind", words, hint)
    try:
        content = _official(title, word.content, passport)
    except (ValueError, KeyError, BrokenPart, *UNPACKING_FAULTS):
        content = None
    if content is None:
        words = f"из бумаги «{word.path}» таблица Excel не выходит: в ней нет таблицы с заголовками"
        hint = "посмотрите бумагу; если таблица не нужна, уберите ключ also в описании вида"
        return _told(still, shown, "paper-workbook-behind", words, hint)
    return _lay(shelf, paper, name, content, passport, copy, wanted)


def _lay(
    shelf: Shelf,
    paper: RegisteredPaper,
    name: str,
    content: bytes,
    passport: Passport,
    copy: Copy | None,
    wanted: Wanted | None,
) -> Kept:
    folder, _, file_name = copy.path.rpartition("/") if copy else ("", "", "")
    if copy is None and wanted is not None:
        folder, file_name = wanted.folder, wanted.file_name
    draft = Draft(
        identity=name,
        kind=paper.kind,
        file_name=file_name,
        folder=folder,
        content=content,
        fingerprint="",
        passport=passport,
    )
    placement = shelf.make_official(draft, copy) if copy else shelf.lay(draft)
    known = shelf.ledger.paper(document_id(name))
    if known is not None:
        _same_state(shelf, paper, replace(known, identity=name))
    return Kept(placement, placement.outcome is not Outcome.HELD)


def _official(title: str, word: bytes, passport: Passport) -> bytes | None:
    """The workbook of an official paper; ``None`` when the paper has no table."""
    # Few kinds have a workbook.
    from docgen.rendering.reading_back import tables_of

    tables = tables_of(word)
    mark = f"№ {passport.number} от {day_shown(passport.dated)}" if passport.number else ""
    return _workbook(title, tables, passport, mark) if tables else None


def _title_in(copy: Copy | None) -> str:
    """The title of a workbook that nobody has touched, from the head of its printed pages."""
    if copy is None or copy.content is None:
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(copy.content)) as book:
            sheet = book.read(_FIRST_SHEET).decode()
    except (KeyError, *UNPACKING_FAULTS):
        return ""
    found = _HEADER.search(sheet)
    return html.unescape(found[1]).replace("&&", "&") if found else ""


def _same_state(shelf: Shelf, paper: RegisteredPaper, twin: RegisteredPaper) -> None:
    """Where a run that died, or another program, has changed the state of the paper alone."""
    if twin.state == paper.state:
        return
    with shelf.ledger.together():
        last = list(_events_into(shelf, paper))[-1:]
        event = last[0] if last else Event(paper.document_id, "", "", twin.state, paper.state)
        follow(shelf.ledger, twin, event)


def _events_into(shelf: Shelf, paper: RegisteredPaper) -> Iterator[Event]:
    events = shelf.ledger.events(paper.document_id)
    return (event for event in events if event.after == paper.state != event.before)


def _told(kept: Kept, shown: str, code: str, words: str, hint: str) -> Kept:
    told: tuple[Diagnostic, ...] = (diagnose(code, Origin(shown), words, hint=hint),)
    return replace(kept, placement=replace(kept.placement, diagnostics=told))
