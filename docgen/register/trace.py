"""A plain copy of what the papers themselves cannot tell: numbers and events.

The register may be deleted or damaged; the passports bring back papers and their own numbers,
but not the void, reserved and taken-over ones, nor who approved what. This copy does. It is
written whole after each run that changed any of them.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, fields

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.passport import Passport
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
    lines = [("journal", line) for line in store.journals()]
    text = [json.dumps({"line": name, **asdict(line)}, ensure_ascii=False) for name, line in lines]
    text += [
        json.dumps({"line": "number", **asdict(line)}, ensure_ascii=False)
        for line in store.numbers()
    ]
    text += [
        json.dumps({"line": "event", **asdict(line)}, ensure_ascii=False) for line in store.events()
    ]
    unfinished = folder.root / SERVICE_FOLDER / UNFINISHED / TRACE
    with suppress(FileNotFoundError):
        folder.disk.remove(unfinished)
    write_whole(folder.disk, unfinished, ("\n".join(text) + "\n").encode())
    unfinished.replace(folder.root / SERVICE_FOLDER / TRACE)
    folder.disk.sync_folder(folder.root / SERVICE_FOLDER)


def read_trace(folder: OpenFolder) -> list[_Line]:
    """The lines of the copy; those that can't be read are left out, none when it is not there."""
    content = None
    with suppress(OSError):
        content = read_plain(folder.root / SERVICE_FOLDER / TRACE)
    found: list[_Line] = []
    for text in (content or b"").splitlines():
        with suppress(ValueError, TypeError, KeyError):
            said = json.loads(text)
            kind = _KINDS[said.pop("line")]
            wanted = {f.name: int if f.type == "int" else str for f in fields(kind)}
            if all(type(said[name]) is of for name, of in wanted.items()):
                found.append(kind(**said))
    return found


def bring_back(folder: OpenFolder, passports: list[Passport]) -> list[Diagnostic]:
    """Fill a new register with the lines of the copy and the numbers in the papers.

    To be called inside ``together``. A number that two papers bear is told.
    """
    store = folder.store
    lines = read_trace(folder)
    # The register of an office may have them from another clerk's copy.
    there = set(store.events())
    for line in lines:
        if isinstance(line, Journal):
            store.record_journal(line)
        elif isinstance(line, Number):
            store.add_number(line)
        elif line not in there:
            store.add_event(line)
    told = []
    for passport in passports:
        number = _number_in(passport, folder.moment)
        if number is None:
            continue
        known = store.number_of(number.document_id)
        if known is not None and known.place == number.place:
            continue
        if not any(journal.code == number.journal for journal in store.journals()):
            store.record_journal(Journal(number.journal, number.journal, "", int(number.year > 0)))
        if not store.add_number(number):
            told.append(
                diagnose(
                    "number-twice",
                    Origin(number.identity),
                    f"номер {number.text} в журнале «{number.journal}» уже записан за другой "
                    "бумагой или аннулирован",
                    hint="сверьте бумаги с книгой регистрации; второй бумаге нужен другой номер",
                )
            )
    return told


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
