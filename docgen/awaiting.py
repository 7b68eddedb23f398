"""What was sent to be signed and is not back: since when, how late, the letters that ask for it.

The term is the one that its row of «Отправки» asks for, else a number of days after the sending.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from docgen.delivery.mail import Letter, as_draft, mail_address
from docgen.diagnostics import Diagnostic
from docgen.documents.kinds import Kind, Recipients
from docgen.records.directory import Organisation
from docgen.records.letters import Dispatch, sender_of
from docgen.records.tables import Tables
from docgen.register import RegisteredPaper, Shelf
from docgen.register.names import safe_name
from docgen.register.outbox import Outbox, Parcel, Sending
from docgen.register.states import State

_TO_BE_SIGNED = frozenset({Recipients.PARTIES, Recipients.TEACHING, Recipients.FAMILY})


@dataclass(frozen=True, slots=True)
class Awaited:
    """A paper that one addressee has not returned.

    ``sent``: the day of the last sending, ``None`` when no package is known; ``due``: the last day
    of its term; ``late_days``: after it, 0 while there is time. ``letter``: code of its row of
    «Отправки», empty without one.
    """

    document_id: str
    paper: str
    title: str
    addressee: str
    addressee_name: str
    agreement: str
    letter: str
    sent: datetime.date | None
    due: datetime.date | None
    late_days: int


def awaited(
    shelf: Shelf, tables: Tables, kinds: Collection[Kind], on: datetime.date, days: int
) -> tuple[list[Awaited], list[Diagnostic]]:
    """Papers in the state «отправлен» that somebody is to sign, the latest first.

    ``days``: the term where no row says one.
    """
    signed_kinds = {kind.id for kind in kinds if kind.recipients in _TO_BE_SIGNED}
    outbox = Outbox(shelf.root, shelf.disk)
    terms = {row.code: row.reply_by for row in tables.of(Dispatch)}
    found = [
        one
        for paper in shelf.papers()
        if paper.state == State.SENT and paper.kind in signed_kinds
        for one in _of_paper(paper, outbox.parcels(), terms, on, days)
    ]
    return sorted(found, key=lambda one: (-one.late_days, one.paper)), outbox.diagnostics


def _of_paper(
    paper: RegisteredPaper,
    parcels: Sequence[Parcel],
    terms: dict[str, datetime.date | None],
    on: datetime.date,
    days: int,
) -> Iterator[Awaited]:
    """One for each addressee that the paper went to, by the last sending to that addressee."""
    last: dict[str, tuple[Parcel, str]] = {}
    for parcel in parcels:
        for sent in parcel.papers:
            if (
                sent.document_id == paper.document_id
                and parcel.sending is Sending.SENT
                and not parcel.drafts
            ):
                last[parcel.addressee] = (parcel, sent.title)
    for parcel, title in last.values():
        day = None
        with suppress(ValueError):
            day = datetime.datetime.fromisoformat(parcel.moment).date()
        due = terms.get(parcel.letter) or (day + datetime.timedelta(days) if day else None)
        yield Awaited(
            document_id=paper.document_id,
            paper=paper.path,
            title=title,
            addressee=parcel.addressee,
            addressee_name=parcel.addressee_name,
            agreement=parcel.agreement,
            letter=parcel.letter,
            sent=day,
            due=due,
            late_days=max((on - due).days, 0) if due else 0,
        )
    if not last:
        yield Awaited(paper.document_id, paper.path, paper.path, "", "", "", "", None, None, 0)


def prepared_letters(shelf: Shelf) -> list[Parcel]:
    """Letters that were made and of which nobody has said that they went, oldest first."""
    parcels = Outbox(shelf.root, shelf.disk).parcels()
    return [parcel for parcel in parcels if parcel.sending is Sending.PREPARED]


def reminders(
    late: Sequence[Awaited], tables: Tables, moment: datetime.datetime
) -> list[tuple[str, bytes, str]]:
    """A letter for each addressee that is late: file name, the .eml draft, and the address it
    bears, empty when the directory has none. Families get none: their papers go hand to hand.
    """
    by_addressee: dict[str, list[Awaited]] = {}
    for one in late:
        if one.late_days and tables.find(Organisation, one.addressee) is not None:
            by_addressee.setdefault(one.addressee, []).append(one)
    letters = []
    for code, papers in by_addressee.items():
        organisation = tables.find(Organisation, code)
        address = mail_address(organisation.email if organisation else None) or ""
        letter = Letter(
            name=hashlib.sha256(f"{code} {moment:%Y-%m-%d}".encode()).hexdigest()[:16],
            sender=_sender(papers, tables),
            to=address,
            subject="О возврате подписанного экземпляра",
            text=_words(papers),
            files={},
            moment=moment,
        )
        name = safe_name(f"{code} напоминание {moment:%d.%m.%Y}")
        letters.append((f"{name}.eml", as_draft(letter), address))
    return letters


def _sender(papers: Sequence[Awaited], tables: Tables) -> str:
    for one in papers:
        row = tables.find(Dispatch, one.letter)
        sender = tables.find(Organisation, sender_of(row, tables)) if row is not None else None
        address = mail_address(sender.email if sender is not None else None)
        if address:
            return address
    return ""


def _words(papers: Sequence[Awaited]) -> str:
    lines = []
    for number, one in enumerate(papers, 1):
        sent = f", направлено {one.sent:%d.%m.%Y}" if one.sent else ""
        due = f", просили вернуть до {one.due:%d.%m.%Y}" if one.letter and one.due else ""
        lines.append(f"{number}. {one.title}{sent}{due}.")
    return (
        "Здравствуйте!\n\nМы направили вам на подпись, но подписанные экземпляры к нам пока не "
        "вернулись:\n\n" + "\n".join(lines) + "\n\nПросим вернуть подписанный экземпляр или "
        "сообщить, когда его ждать. Если вы его уже отправили, просим не обращать внимания на "
        "это письмо.\n"
    )
