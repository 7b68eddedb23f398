"""A plain copy of what the papers themselves cannot tell: numbers and events.

The register may be deleted or damaged; the passports bring back papers and their own numbers,
but not the void, reserved and taken-over ones, nor who approved what. This copy does. It is
written whole after each run that changed any of them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, fields

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.passport import Passport, is_twin
from docgen.register.copies import SERVICE_FOLDER
from docgen.register.disk import read_plain, write_whole
from docgen.register.ledger import Journal, Number, Standing
from docgen.register.open_folder import UNFINISHED, OpenFolder
from docgen.register.states import Event, State

TRACE = "journal.jsonl"
_KINDS = {"journal": Journal, "number": Number, "event": Event}
_Line = Journal | Number | Event


def keep_trace(folder: OpenFolder) -> None:
    """Write the copy anew. Raises ``OSError``."""
    store = folder.store
    lines: list[tuple[str, Sequence[_Line]]] = [
        ("journal", store.journals()),
        ("number", store.numbers()),
        ("event", store.events()),
    ]
    text = [
        json.dumps({"line": name, **asdict(line)}, ensure_ascii=False)
        for name, those in lines
        for line in those
    ]
    unfinished = folder.root / SERVICE_FOLDER / UNFINISHED / TRACE
    with suppress(FileNotFoundError):
        folder.disk.remove(unfinished)
    write_whole(folder.disk, unfinished, ("\n".join(text) + "\n").encode())
    folder.disk.rename(unfinished, folder.root / SERVICE_FOLDER / TRACE)
    folder.disk.sync_folder(folder.root / SERVICE_FOLDER)


def read_trace(folder: OpenFolder) -> Iterator[_Line]:
    """The lines of the copy; those that can't be read are left out, none when it is not there."""
    content = None
    with suppress(OSError):
        content = read_plain(folder.root / SERVICE_FOLDER / TRACE)
    for text in io.BytesIO(content or b""):
        with suppress(ValueError, TypeError, KeyError):
            said = json.loads(text)
            kind = _KINDS[said.pop("line")]
            wanted = {f.name: int if f.type == "int" else str for f in fields(kind)}
            if all(type(said[name]) is of for name, of in wanted.items()):
                yield kind(**said)


def bring_back_lines(folder: OpenFolder) -> None:
    """Fill a new register with the lines of the copy. To be called inside ``together``."""
    store = folder.store
    # The register of an office may have them from another clerk's copy.
    there = set(store.events())
    for line in read_trace(folder):
        if isinstance(line, Journal):
            store.record_journal(line)
        elif isinstance(line, Number):
            store.add_number(line)
        elif line not in there:
            store.add_event(line)


def bring_back_number(folder: OpenFolder, passport: Passport) -> list[Diagnostic]:
    """Enter the number in a paper, after the lines of the copy. To be called inside ``together``.

    A number that two papers bear is told.
    """
    store = folder.store
    if is_twin(passport.identity):
        return []  # the number is its paper's
    number = _number_in(passport, folder.moment)
    if number is None:
        return []
    known = store.number_of(number.document_id)
    if known is not None and known.place == number.place:
        return []
    if not any(journal.code == number.journal for journal in store.journals()):
        store.record_journal(Journal(number.journal, number.journal, "", int(number.year > 0)))
    if store.add_number(number):
        return []
    return [
        diagnose(
            "number-twice",
            Origin(number.identity),
            f"номер {number.text} в журнале «{number.journal}» уже записан за другой "
            "бумагой или аннулирован",
            hint="сверьте бумаги с книгой регистрации; второй бумаге нужен другой номер",
        )
    ]


def state_of(passport: Passport, events: list[Event]) -> str:
    """The state of a paper: what its last event says, unless the file is further on than any."""
    states = [event.after for event in events]
    if passport.state and passport.state not in states:
        return passport.state
    return states[-1] if states else State.DRAFT


def _number_in(passport: Passport, moment: str) -> Number | None:
    places = passport.number_place.split("/")
    if not passport.number or len(places) != 3 or not all(p.isdecimal() for p in places):
        return None
    year, ordinal, insertion = map(int, places)
    return Number(
        journal=passport.journal,
        year=year,
        ordinal=ordinal,
        insertion=insertion,
        text=passport.number,
        standing=Standing.TAKEN,
        document_id=passport.document_id,
        identity=passport.identity,
        dated=passport.dated,
        details="{}",
        reason="",
        who="",
        moment=moment,
    )
