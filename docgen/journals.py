"""Books of registration: shown, exported, taken over from Excel, numbers put aside or made void."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose
from docgen.numbering import Request, free_number, place_of
from docgen.records.journals import JournalRules
from docgen.records.paper_tables import PaperTable
from docgen.records.spelling import name_key
from docgen.register import Shelf
from docgen.register.ledger import Journal, Ledger, Number, Standing
from docgen.register.states import Act, Event, State
from docgen.register.twins import change_together
from docgen.workbook.journal_reading import JournalLine

HEADING = (
    *("№", "Рег. №", "Дата", "Контрагент (ИНН)", "Предмет", "Сумма", "Срок действия"),
    *("Ответственный", "Экз., отметка о возврате", "Место хранения", "Примечание"),
)
"""The columns of a journal (office work: contracts, orders, letters)."""
_DETAILS = ("counterpart", "subject", "amount", "term")


@dataclass(frozen=True)
class Book:
    """One journal of one year. ``gaps``: numbers that no line has."""

    journal: Journal
    year: int
    numbers: tuple[Number, ...]
    gaps: tuple[int, ...]
    table: PaperTable


@dataclass
class Taken:
    """What came of a change in a journal."""

    numbers: list[Number] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def books(ledger: Ledger, journal: str = "", year: int | None = None) -> list[Book]:
    """The journals as they stand, by code and year."""
    known = {line.code: line for line in ledger.journals()}
    found: dict[tuple[str, int], list[Number]] = {}
    for number in ledger.numbers():
        of_year = year is None or number.year == year
        if number.year == 0 and year is not None:
            of_year = number.dated.startswith(f"{year}-")
        if of_year and (not journal or name_key(number.journal) == name_key(journal)):
            found.setdefault((number.journal, number.year), []).append(number)
    events: dict[str, list[Event]] = {}
    for event in ledger.events():
        events.setdefault(event.document_id, []).append(event)
    return [
        Book(
            journal=(head := known.get(code) or Journal(code, code, "", int(of > 0))),
            year=of,
            numbers=tuple(numbers),
            gaps=gaps_in(numbers),
            table=_table(head, of, numbers, events),
        )
        for (code, of), numbers in sorted(found.items())
    ]


def gaps_in(numbers: Iterable[Number]) -> tuple[int, ...]:
    """The ordinals between the first and the last that no line has."""
    taken = {number.ordinal for number in numbers}
    return tuple(n for n in range(min(taken), max(taken)) if n not in taken) if taken else ()


def _table(
    journal: Journal, year: int, numbers: Sequence[Number], events: Mapping[str, list[Event]]
) -> PaperTable:
    rows = [_row(n, number, events) for n, number in enumerate(numbers, 1)]
    words = f"{journal.title}, {year} год" if year else journal.title
    return PaperTable(words, HEADING, tuple(rows))


def _row(place: int, number: Number, events: Mapping[str, list[Event]]) -> tuple[str, ...]:
    details = _details(number)
    returned = details.get("returned", "")
    for event in events.get(number.document_id, ()):
        if event.after in (State.SENT, State.SIGNED) and event.after != event.before:
            returned = f"{event.after} {datetime.datetime.fromisoformat(event.moment):%d.%m.%Y}"
    remark = "; ".join(
        text
        for text in (
            number.standing if number.standing != Standing.TAKEN else "",
            number.reason,
            details.get("remark", ""),
        )
        if text
    )
    dated = f"{datetime.date.fromisoformat(number.dated):%d.%m.%Y}" if number.dated else ""
    return (
        str(place),
        number.text,
        dated,
        *(details.get(name, "") for name in _DETAILS),
        details.get("responsible", "") or number.who,
        returned,
        details.get("storage", ""),
        remark,
    )


def _details(number: Number) -> dict[str, str]:
    try:
        said = json.loads(number.details or "{}")
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in said.items()} if isinstance(said, dict) else {}


# --- changes -----------------------------------------------------------------------------------


def reserve(
    shelf: Shelf, rules: JournalRules, count: int, on: datetime.date, reason: str, act: Act
) -> Taken:
    """Put the next ``count`` numbers aside; ``register --number`` takes them."""
    taken = Taken()
    year = 0 if rules.continuous else on.year
    with shelf.machine(), shelf.ledger.together():
        shelf.ledger.hold_journal(rules.code, year)
        _remember(shelf.ledger, rules)
        for _ in range(count):
            # The year counts, the day does not: a number put aside is dated when it is used.
            line, _free = free_number(shelf, rules, Request(datetime.date(on.year, 12, 31)), act)
            line = replace(line, standing=Standing.RESERVED, dated="", reason=reason)
            shelf.ledger.add_number(line)
            taken.numbers.append(line)
    return taken


def make_void(shelf: Shelf, journal: str, text: str, year: int, reason: str, act: Act) -> Taken:
    """Cross a number out: it stays in the journal and is never given again.

    Raises ``Refusal`` without a reason, for a number that is not there, and for one of a paper
    that is registered and not cancelled.
    """
    if not reason:
        raise Refusal(
            "не сказано, почему номер аннулируется",
            hint="назовите причину: --reason «…»",
            exit_code=2,
        )
    taken = Taken()
    with shelf.machine(), shelf.ledger.together():
        lines = [
            line
            for line in shelf.ledger.numbers(journal)
            if line.year in (0, year) and name_key(line.text) == name_key(text)
        ]
        if not lines:
            raise Refusal(
                f"в журнале «{journal}» нет номера «{text}» за {year} год",
                hint="посмотрите журнал: docgen journal",
                exit_code=1,
            )
        line = lines[0]
        shelf.ledger.hold_journal(line.journal, line.year)
        paper = shelf.ledger.paper(line.document_id) if line.document_id else None
        if line.standing == Standing.VOID:
            raise Refusal(
                f"номер «{text}» уже аннулирован", hint="делать ничего не нужно", exit_code=1
            )
        if paper is not None and paper.state == State.SIGNED:
            raise Refusal(
                f"под номером «{text}» подписанная бумага",
                hint="подписанную бумагу отменяет другая бумага, её номер не аннулируют",
                exit_code=1,
            )
        void = replace(line, standing=Standing.VOID, reason=reason, who=act.who, moment=act.stamp)
        shelf.ledger.change_number(line, void)
        taken.numbers.append(void)
        if paper is not None and paper.state in (State.REGISTERED, State.SENT):
            change_together(
                shelf.ledger,
                Event(
                    paper.document_id,
                    act.stamp,
                    act.who,
                    paper.state,
                    State.CANCELLED,
                    f"номер {line.text} аннулирован: {reason}",
                    paper.content_hash,
                ),
            )
    return taken


def take_over(
    shelf: Shelf, rules: JournalRules, lines: Sequence[JournalLine], year: int, act: Act
) -> Taken:
    """Write the lines of a journal kept until now into the register: their numbers are taken.

    ``year``: of a line without a date. All lines that can be taken are, at once; the others and
    the gaps are told. A line that is there already as it is counts as taken.
    """
    taken = Taken()
    with shelf.machine(), shelf.ledger.together():
        _remember(shelf.ledger, rules)
        for line in lines:
            of = 0 if rules.continuous else (line.date.year if line.date else year)
            shelf.ledger.hold_journal(rules.code, of)
            number = _number_of(rules, line, of, year, act)
            if number is None:
                taken.diagnostics.append(
                    diagnose(
                        "journal-row-unread",
                        line.origin.at("number"),
                        "в номере нет ни одной цифры, строка не принята",
                        hint="исправьте номер и повторите команду: принятое не задвоится",
                        value=line.number,
                    )
                )
            elif shelf.ledger.add_number(number):
                taken.numbers.append(number)
            elif (there := _there(shelf.ledger, number)) is None or there.text != number.text:
                said = f": это место занимает «{there.text}»" if there else ""
                taken.diagnostics.append(
                    diagnose(
                        "journal-row-unread",
                        line.origin.at("number"),
                        f"номер в журнале уже есть{said}, строка не принята",
                        hint="два документа под одним номером: сверьте с бумагами",
                        value=line.number,
                    )
                )
        for book in books(shelf.ledger, rules.code):
            if book.gaps:
                taken.diagnostics.append(gap_note(book))
    return taken


def gap_note(book: Book) -> Diagnostic:
    """What is said of the numbers that a journal lacks."""
    shown = ", ".join(map(str, book.gaps[:10])) + ("…" if len(book.gaps) > 10 else "")
    return diagnose(
        "journal-gap",
        Origin(book.journal.title, label=str(book.year or "")),
        f"пропущены номера: {shown}",
        hint="сами они не заполняются; если документ был, впишите его в книгу и перенесите снова",
    )


def _there(ledger: Ledger, number: Number) -> Number | None:
    lines = ledger.numbers(number.journal, number.year)
    same = [line for line in lines if line.text == number.text]
    return next(iter([*same, *(line for line in lines if line.place == number.place)]), None)


def _number_of(
    rules: JournalRules, line: JournalLine, of: int, year: int, act: Act
) -> Number | None:
    place = place_of(rules, line.number, of or year)
    if place is None:
        found = re.search(r"(\d{1,7})(?:/(\d{1,4}))?(?!.*\d)", line.number) or re.search(
            r"(\d{1,7})()", line.number
        )
        if found is None:
            return None
        place = int(found[1]), int(found[2] or 0)
    details = {
        name: value
        for name in (*_DETAILS, "responsible", "returned", "storage", "remark")
        if (value := getattr(line, name))
    }
    return Number(
        journal=rules.code,
        year=of,
        ordinal=place[0],
        insertion=place[1],
        text=line.number,
        standing=Standing.TAKEN if line.date else Standing.RESERVED,
        document_id="",
        identity="",
        dated=line.date.isoformat() if line.date else "",
        details=json.dumps(details, ensure_ascii=False),
        reason="" if line.date else "в прежнем журнале без даты",
        who=act.who,
        moment=act.stamp,
    )


def _remember(ledger: Ledger, rules: JournalRules) -> None:
    ledger.record_journal(
        Journal(rules.code, rules.title, rules.pattern, int(not rules.continuous))
    )
