"""From draft to registered paper: approval, numbers, journals, and what is frozen.

A number is bound to the identity of a paper in the same transaction as the state; the file with
the number is made after that. Should the run die in between, the next one finds a paper whose
file is behind its state and finishes it: no number is lost, none is given twice.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose
from docgen.documents.kinds import Kind, meant
from docgen.documents.plan import PlannedPaper, identity_of
from docgen.drafting import Drafts, Prepared
from docgen.passport import Passport
from docgen.records.directory import Organisation, Programme
from docgen.records.journals import JournalRules
from docgen.records.schema import Record
from docgen.records.spelling import name_key
from docgen.records.tables import Tables
from docgen.register import Draft, Outcome, Placement, RegisteredPaper, Shelf, document_id
from docgen.register.copies import Copy, body_hash, sha256
from docgen.register.ledger import Journal, Number, Standing
from docgen.register.states import FROZEN, Event, State, require_move
from docgen.rendering.official import check_before_approval, made_official, said_otherwise

WORD_ENDING = ".docx"
_SHOWN = 3
_FIELD = re.compile(r"\{(n+|год|гг|дело)\}")
Place = tuple[str, int, int]
"""Where a number stands: code of the journal, its year (0: never begins anew), ordinal."""
_WITH_NUMBER = frozenset({State.REGISTERED, State.SENT, State.SIGNED})


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it and when. ``remark``: words for the register, may be empty."""

    who: str
    moment: datetime.datetime
    remark: str = ""

    @property
    def stamp(self) -> str:
        """The moment as the register writes it."""
        return self.moment.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Request:
    """What registration asks for. ``on``: the date of the number; ``journal``: its code, empty
    for the one that takes the kind; ``number``: a certain one (inserted or reserved), empty for
    the next; ``typed``: it stands in the row already; ``written``: the clerk has put number and
    date into the file herself."""

    on: datetime.date
    journal: str = ""
    number: str = ""
    typed: bool = False
    written: bool = False


@dataclass
class Done:
    """What came of a command: the papers with their places, and all that is to be told."""

    papers: list[tuple[RegisteredPaper, Placement, Number | None]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def refuse(self, code: str, paper: RegisteredPaper, message: str, hint: str) -> None:
        """Note that nothing was done to a paper."""
        self.diagnostics.append(diagnose(code, Origin(paper.path), message, hint=hint))


# --- which papers ------------------------------------------------------------------------------


def papers_named(
    shelf: Shelf, targets: Sequence[str], done: Done, fits: Callable[[RegisteredPaper], bool]
) -> list[RegisteredPaper]:
    """The papers that files or codes name, each once; what names none is told.

    A code takes all papers of its row that ``fits`` accepts, or all of them when it accepts
    none: the caller says why each is not taken. A file takes always its own.
    """
    known = [paper for paper in shelf.papers() if paper.path.casefold().endswith(WORD_ENDING)]
    by_id = {paper.document_id: paper for paper in known}
    by_name: dict[str, list[RegisteredPaper]] = {}
    for paper in known:
        identity = paper.identity or ""
        kind, _, codes = identity.partition(":")
        for name in {identity, codes, f"{kind} {codes}"} - {"", " "}:
            by_name.setdefault(name_key(name), []).append(paper)
    found: dict[str, RegisteredPaper] = {}
    for target in targets:
        of_row = by_name.get(name_key(target), []) or _unnamed(known, target)
        chosen = [p for p in of_row if fits(p)]
        if not chosen and (own := _own_file(shelf, target)) is not None:
            chosen = [by_id[own.document_id]] if own.document_id in by_id else []
        chosen = chosen or of_row
        if not chosen:
            done.diagnostics.append(
                diagnose(
                    "target-unknown",
                    Origin(target),
                    "такой бумаги в папке нет",
                    hint=meant(target, [codes for p in known if (codes := _codes(p))])
                    or "назовите файл из папки бумаг или код строки; сначала бумагу составляют",
                )
            )
        found.update((paper.document_id, paper) for paper in chosen)
    return list(found.values())


def _unnamed(known: Iterable[RegisteredPaper], codes: str) -> list[RegisteredPaper]:
    """Papers of these codes that no run has named since the register was lost: a draft bears
    its id alone, and that follows from kind and codes."""
    spelled = {codes.strip(), codes.strip().upper()}
    return [
        replace(paper, identity=identity)
        for paper in known
        if paper.identity is None
        for identity in (f"{paper.kind}:{spelling}" for spelling in spelled)
        if document_id(identity) == paper.document_id
    ]


def _codes(paper: RegisteredPaper) -> str:
    return (paper.identity or "").partition(":")[2]


def _own_file(shelf: Shelf, target: str) -> Passport | None:
    from docgen.passport import read_passport

    for path in (Path(target), shelf.root / target):
        if path.is_file():
            try:
                return read_passport(path)
            except OSError:
                return None
    return None


# --- approval ----------------------------------------------------------------------------------


def approve(shelf: Shelf, targets: Sequence[str], act: Act, *, resolved: bool = False) -> Done:
    """Take «ПРОЕКТ» off these papers and freeze them.

    ``resolved``: the remarks on a paper that has some are settled.
    """
    done = Done()
    for paper in papers_named(shelf, targets, done, lambda _: True):
        _approve(shelf, paper, act, resolved, done)
    done.diagnostics += shelf.diagnostics
    return done


def _approve(shelf: Shelf, paper: RegisteredPaper, act: Act, resolved: bool, done: Done) -> None:
    copy = shelf.copy_of(paper.document_id)
    if copy is None or copy.content is None or copy.passport is None:
        hint = "верните файл на место или составьте бумагу заново"
        done.refuse("approval-refused", paper, "файла бумаги нет на месте", hint)
        return
    if State(paper.state) in FROZEN - {State.CANCELLED} and not copy.passport.state:
        if event := _approved_elsewhere(shelf, paper, copy):
            done.refuse(
                "state-refused",
                paper,
                f"бумага уже согласована ({event.who}, {_day(event.moment)}), а в этой папке "
                "другой её файл",
                "возьмите согласованный файл у того, кто согласовал, или верните бумагу на "
                "доработку: docgen approve --undo",
            )
            return
        # A run that died between the record and the file.
        _finish_approval(shelf, paper, copy, done)
        return
    try:
        require_move(paper.state, State.APPROVED, f"«{paper.path}»")
    except Refusal as refusal:
        done.refuse("state-refused", paper, refusal.message, refusal.hint)
        return
    if paper.state == State.REMARKS and not resolved:
        done.refuse(
            "approval-refused",
            paper,
            "на бумагу есть неснятые замечания",
            "учтите их, покажите бумагу снова или подтвердите, что они сняты: --resolved",
        )
        return
    if paper.beside_path and (shelf.root / paper.beside_path).is_file():
        done.refuse(
            "approval-refused",
            paper,
            f"рядом лежит новая версия: «{paper.beside_path}»",
            "оставьте один файл из двух и повторите команду",
        )
        return
    found = check_before_approval(copy.content, copy.path)
    done.diagnostics += found
    if any(fault.is_error for fault in found):
        hint = "исправьте названное в Word, сохраните файл и повторите команду"
        done.refuse("approval-refused", paper, "файл не готов к согласованию", hint)
        return
    if not _move(shelf, paper, act, State.APPROVED, copy.content_hash, done):
        return
    _finish_approval(shelf, replace(paper, state=State.APPROVED), copy, done)


def _move(
    shelf: Shelf, paper: RegisteredPaper, act: Act, after: State, content_hash: str, done: Done
) -> bool:
    event = Event(
        paper.document_id, act.stamp, act.who, paper.state, after, act.remark, content_hash
    )
    with shelf.machine(), shelf.ledger.together():
        shelf.ledger.hold_paper(paper.document_id)
        moved = shelf.ledger.change_state(event)
    if not moved:
        hint = "посмотрите её состояние: docgen status"
        with shelf.machine():
            last = shelf.ledger.events(paper.document_id)[-1:]
        by = "".join(f": «{event.after}» ({event.who})" for event in last)
        done.refuse("state-refused", paper, f"состояние бумаги только что изменили{by}", hint)
    return moved


def _approved_elsewhere(shelf: Shelf, paper: RegisteredPaper, copy: Copy) -> Event | None:
    """The approval of a paper whose approved file is not the one in this folder.

    In an office with one register every clerk may have a draft of the same paper; what one has
    approved does not make the text of another official. ``None`` when the file is the approved
    one, or when nobody knows any more which one was.
    """
    if copy.passport is None or copy.passport.state:
        return None
    with shelf.machine():
        events = shelf.ledger.events(paper.document_id)
    approvals = [event for event in events if event.after == State.APPROVED != event.before]
    if not approvals or approvals[-1].content_hash in ("", copy.content_hash):
        return None
    return approvals[-1]


def _finish_approval(shelf: Shelf, paper: RegisteredPaper, copy: Copy, done: Done) -> None:
    passport = copy.passport
    if passport is None or copy.content is None:
        return
    official = replace(
        passport,
        state=str(State.APPROVED),
        identity=paper.identity or "",
        edited="" if copy.untouched else "да",
    )
    content, faults = made_official(copy.content, copy.path, official)
    done.diagnostics += faults
    if content is not None:
        _lay(shelf, paper, copy, content, official, None, done)


def _lay(
    shelf: Shelf,
    paper: RegisteredPaper,
    copy: Copy,
    content: bytes,
    passport: Passport,
    number: Number | None,
    done: Done,
) -> None:
    folder, _, name = copy.path.rpartition("/")
    draft = Draft(
        identity=paper.identity or "",
        kind=paper.kind,
        file_name=name,
        folder=folder,
        content=content,
        fingerprint="",
        passport=passport,
    )
    placement = shelf.make_official(draft, copy)
    done.diagnostics += placement.diagnostics
    if placement.outcome is not Outcome.HELD:
        done.papers.append((paper, placement, number))


def return_for_work(shelf: Shelf, targets: Sequence[str], act: Act) -> Done:
    """Take an approval back: the paper is a draft again, and runs may renew it."""
    done = Done()
    for paper in papers_named(shelf, targets, done, lambda p: p.state == State.APPROVED):
        if paper.state != State.APPROVED:
            done.refuse(
                "state-refused",
                paper,
                f"бумага в состоянии «{paper.state}», на доработку возвращают согласованную",
                "зарегистрированную бумагу меняет только другая бумага"
                if paper.state in _WITH_NUMBER
                else "делать ничего не нужно",
            )
            continue
        if _move(shelf, paper, act, State.DRAFT, paper.content_hash, done):
            place = Placement(Outcome.UNCHANGED, shelf.root / paper.path)
            done.papers.append((replace(paper, state=State.DRAFT), place, None))
    done.diagnostics += shelf.diagnostics
    return done


# --- numbers in the rows -----------------------------------------------------------------------


def with_numbers(
    tables: Tables, kinds: Mapping[str, Kind], numbers: Iterable[Number]
) -> tuple[Tables, list[Diagnostic]]:
    """The records with the numbers and dates under which their papers are registered.

    The one place where the register's word meets the clerk's cell: an empty cell is filled, one
    that says something else is told, and the register is right.
    """
    changed: dict[type[Record], dict[str, Record]] = {}
    diagnostics = []
    for number in numbers:
        kind = kinds.get(number.identity.partition(":")[0])
        if kind is None or not kind.numbered or number.standing != Standing.TAKEN:
            continue
        row = _row_of(tables, kind, number.identity)
        if row is None:
            continue
        attributes = kind.numbered
        wanted = (number.text, datetime.date.fromisoformat(number.dated))
        for attribute, value in zip(attributes, wanted, strict=True):
            typed = getattr(row, attribute)
            if typed not in (None, "", value):
                diagnostics.append(
                    diagnose(
                        "registered-number-differs",
                        row.origin.at(attribute),
                        f"в ячейке не то, что в журнале «{number.journal}»: там № {number.text} "
                        f"от {wanted[1]:%d.%m.%Y}",
                        hint="в бумагах стоит записанное в журнале; исправьте ячейку",
                        value=typed,
                    )
                )
        rows = changed.setdefault(kind.record, {})
        code = str(getattr(row, "code", ""))
        values: Any = dict(zip(attributes, wanted, strict=True))
        rows[code] = replace(rows.get(code, row), **values)
    if not changed:
        return tables, diagnostics
    records = {
        sheet: [
            changed[sheet].get(str(getattr(row, "code", "")), row) if sheet in changed else row
            for row in tables.of(sheet)
        ]
        for sheet in tables
    }
    return Tables(records, tables.citations), diagnostics


def _row_of(tables: Tables, kind: Kind, identity: str) -> Record | None:
    code = identity.partition(":")[2]
    row = tables.find(kind.record, code)
    return row if row is not None and identity_of(kind, row) == identity else None


# --- journals ----------------------------------------------------------------------------------


def number_text(rules: JournalRules, ordinal: int, insertion: int, year: int) -> str:
    """The number as it stands on paper: «01-05/34», «453/1-ОД»."""

    def part(found: re.Match[str]) -> str:
        if found[1] == "год":
            return f"{year}"
        if found[1] == "гг":
            return f"{year % 100:02}"
        if found[1] == "дело":
            return rules.file_index or ""
        inserted = f"/{insertion}" if insertion else ""
        return f"{ordinal:0{len(found[1])}}{inserted}"

    return _FIELD.sub(part, rules.pattern)


def place_of(rules: JournalRules, text: str, year: int) -> tuple[int, int] | None:
    """Ordinal and insertion of a number written by this pattern; ``None`` when it is not.

    Spaces and the sort of dash do not count: «133/6 – ОД» is «133/6-ОД».
    """
    pattern = ""
    last = 0
    for found in _FIELD.finditer(rules.pattern):
        pattern += re.escape(_plain(rules.pattern[last : found.start()]))
        if found[1].startswith("n"):
            pattern += r"(\d{1,7})(?:/(\d{1,4}))?"
        else:
            pattern += re.escape(_plain(_FIELD.sub(_one(rules, year), found[0])))
        last = found.end()
    pattern += re.escape(_plain(rules.pattern[last:]))
    found_number = re.fullmatch(pattern, _plain(text), re.IGNORECASE)
    if found_number is None or found_number.re.groups < 2:
        return None
    return int(found_number[1]), int(found_number[2] or 0)


def _place_by_hand(text: str) -> tuple[int, int] | None:
    """Ordinal and insertion of a number written by no pattern: «142/1» is inserted after «142»,
    of any other the first figures count; ``None`` without figures."""
    bare = re.fullmatch(r"(\d{1,7})(?:/(\d{1,4}))?", _plain(text))
    if bare:
        return int(bare[1]), int(bare[2] or 0)
    found = re.search(r"\d{1,7}", text)
    return (int(found[0]), 0) if found else None


def _one(rules: JournalRules, year: int) -> Callable[[re.Match[str]], str]:
    values = {"год": f"{year}", "гг": f"{year % 100:02}", "дело": rules.file_index or ""}
    return lambda found: values.get(found[1], "")


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(str.maketrans("–—−‑", "----")).removeprefix("№")


def rules_by_code(tables: Tables) -> dict[str, JournalRules]:
    """The journals of the directory that numbers can be taken in. Raises ``Refusal`` for a
    pattern without a number."""
    rules = {row.code: row for row in tables.of(JournalRules)}
    for row in rules.values():
        if len(re.findall(r"\{n+\}", row.pattern)) != 1:
            raise Refusal(
                f"журнал «{row.code}»: в образце номера «{row.pattern}» нет места для номера",
                hint="впишите {n} один раз, например «{n}-ОД»; лист «Журналы»",
                exit_code=1,
            )
    return rules


def journal_for(
    kind: Kind, subject: Record, rules: Mapping[str, JournalRules], wanted: str
) -> JournalRules:
    """The journal that takes a paper. Raises ``Refusal`` when none or several do."""
    if wanted:
        found = next((r for code, r in rules.items() if name_key(code) == name_key(wanted)), None)
        if found is None:
            raise Refusal(
                f"нет журнала «{wanted}»",
                hint="журналы — на листе «Журналы» справочника: " + ", ".join(rules),
                exit_code=2,
            )
        return found
    issuer = next((v for name in ("issuer", "sender") if (v := getattr(subject, name, None))), None)
    names = {name_key(name) for name in (kind.id, kind.title, kind.family)}
    fitting = [r for r in rules.values() if not names.isdisjoint(map(name_key, r.kinds))]
    own = [r for r in fitting if r.issuer and r.issuer == issuer]
    chosen = own or [r for r in fitting if not r.issuer]
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise Refusal(
            f"нет журнала для бумаг вида «{kind.title}»",
            hint="добавьте строку на лист «Журналы» справочника",
            exit_code=1,
        )
    raise Refusal(
        f"для бумаг вида «{kind.title}» подходит несколько журналов",
        hint="назовите один: --journal " + " или ".join(r.code for r in chosen),
        exit_code=2,
    )


def free_number(
    shelf: Shelf,
    rules: JournalRules,
    request: Request,
    act: Act,
    spoken_for: Collection[Place] = (),
) -> tuple[Number, Number | None]:
    """The line to add, and the reserved line that it takes the place of, if any.

    ``spoken_for``: places that the counter passes over, for a row bears their number already.
    To be called inside ``together`` with the journal held. Raises ``Refusal`` when the number
    that was asked for is taken or skips others, and when the clock or the date goes back.
    """
    year = 0 if rules.continuous else request.on.year
    lines = shelf.ledger.numbers(rules.code, year)
    _require_clock(lines, act)
    by_place = {(line.ordinal, line.insertion): line for line in lines}
    following = max((line.ordinal for line in lines), default=(rules.start or 1) - 1) + 1
    while (rules.code, year, following) in spoken_for:
        following += 1
    ordinal, insertion = following, 0
    if request.number:
        place = place_of(rules, request.number, request.on.year)
        if place is None and request.typed:
            # Numbered by hand before the journal was: the paper keeps what it bears.
            place = _place_by_hand(request.number)
        if place is None:
            example = number_text(rules, following, 0, request.on.year)
            raise Refusal(
                f"номер «{request.number}» не по образцу журнала «{rules.code}»",
                hint=f"номера здесь пишут так: {example}",
                exit_code=2,
            )
        ordinal, insertion = place
    there = by_place.get((ordinal, insertion))
    if there is not None and there.standing != Standing.RESERVED:
        raise Refusal(
            f"номер «{there.text}» в журнале «{rules.code}» уже {there.standing}",
            hint="возьмите следующий номер (без --number) или вставной, например "
            + number_text(rules, ordinal, insertion + 1, request.on.year),
            exit_code=1,
        )
    if ordinal > following and not request.typed:
        raise Refusal(
            f"в журнале «{rules.code}» следующий номер — {following}, номера не пропускают",
            hint="чтобы оставить номера на потом, отложите их: docgen journal --reserve",
            exit_code=1,
        )
    last = max((line.dated for line in lines if line.standing == Standing.TAKEN), default="")
    if there is None and not insertion and not request.typed and request.on.isoformat() < last:
        raise Refusal(
            f"в журнале «{rules.code}» последняя запись от {_day(last)}, а эта бумага датируется "
            f"{request.on:%d.%m.%Y}: номера шли бы не по датам",
            hint="проверьте --date и часы компьютера; задним числом берут вставной номер, "
            "например --number " + number_text(rules, max(following - 1, 1), 1, request.on.year),
            exit_code=1,
        )
    text = number_text(rules, ordinal, insertion, request.on.year)
    if request.typed:
        text = request.number
    if there is not None:
        # A line of the journal keeps its text, however the cell spells it.
        text = there.text
    line = Number(
        journal=rules.code,
        year=year,
        ordinal=ordinal,
        insertion=insertion,
        text=text,
        standing=Standing.TAKEN,
        document_id="",
        identity="",
        dated=request.on.isoformat(),
        details="{}",
        reason="",
        who=act.who,
        moment=act.stamp,
    )
    return line, there


def _require_clock(lines: Iterable[Number], act: Act) -> None:
    """Raises ``Refusal`` when the computer's clock is a day or more behind the journal."""
    for line in lines:
        written = datetime.datetime.fromisoformat(line.moment) if line.moment else None
        if written is None:
            continue
        if written.tzinfo is None:
            written = written.replace(tzinfo=act.moment.tzinfo)
        now = act.moment if act.moment.tzinfo else act.moment.astimezone()
        if written - now > datetime.timedelta(days=1):
            raise Refusal(
                f"часы компьютера показывают {act.moment:%d.%m.%Y}, а последняя запись журнала "
                f"сделана {written:%d.%m.%Y}: часы отстали",
                hint="поставьте на компьютере верные дату и время и повторите команду",
            )


def _day(iso: str) -> str:
    """The day of a date or of a moment."""
    return f"{datetime.datetime.fromisoformat(iso):%d.%m.%Y}"


# --- registration ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Office:
    """What a run of registration knows besides the shelf: the rows without the numbers of the
    register and with them, the planned papers, the kinds, how drafts are made of tables."""

    tables: Tables
    kinds: Mapping[str, Kind]
    plan: Callable[[Tables], Sequence[PlannedPaper]]
    drafts: Callable[[Tables], Drafts]


def register(
    shelf: Shelf, office: Office, targets: Sequence[str], request: Request, act: Act
) -> Done:
    """Give these papers numbers and put them into their files."""
    done = Done()
    numbered = {kind.id for kind in office.kinds.values() if kind.numbered}
    papers = papers_named(shelf, targets, done, lambda p: p.kind in numbered)
    if request.number and len(papers) > 1:
        raise Refusal(
            "один номер не ставят на несколько бумаг",
            hint="назовите одну бумагу или уберите --number",
            exit_code=2,
        )
    rules = rules_by_code(office.tables)
    before, _ = with_numbers(office.tables, office.kinds, _others(shelf, papers))
    planned = {document_id(p.identity): p for p in office.plan(before)}
    drafts = office.drafts(before)
    drafts.compile(
        p.kind for i, p in planned.items() if i in {paper.document_id for paper in papers}
    )
    order = {identifier: place for place, identifier in enumerate(planned)}

    def turn(paper: RegisteredPaper) -> tuple[datetime.date, bool, int]:
        plan = planned.get(paper.document_id)
        typed, dated = _typed(plan) if plan else (None, None)
        return dated or request.on, not typed, order.get(paper.document_id, len(order))

    spoken_for = _typed_places(papers, planned, rules, request)
    for paper in sorted(papers, key=turn):
        plan = planned.get(paper.document_id)
        if plan is None:
            hint = "проверьте строку бумаги в книге: docgen check"
            done.refuse("registration-refused", paper, "строки для этой бумаги нет", hint)
        elif not plan.kind.numbered:
            hint = "номер ставят договорам, приказам, письмам, заявлениям"
            done.refuse("registration-refused", paper, "бумагам этого вида номер не ставят", hint)
        elif State(paper.state) in _WITH_NUMBER and shelf.ledger.number_of(paper.document_id):
            # The file may be behind: finished below.
            copy = shelf.copy_of(paper.document_id)
            if copy is None:
                said = "бумага зарегистрирована, а файла нет на месте"
                hint = "верните файл из копии; заново такая бумага не составляется"
                done.refuse("registration-refused", paper, said, hint)
            elif event := _approved_elsewhere(shelf, paper, copy):
                hint = f"зарегистрированный файл у того, кто согласовал: {event.who}"
                said = "бумага уже зарегистрирована, а в этой папке другой её файл"
                done.refuse("registration-refused", paper, said, hint)
        elif _is_ready(shelf, paper, plan, drafts, request, done):
            _take_number(shelf, paper, plan, before, rules, request, act, spoken_for, done)
    finish_registered(shelf, office, drafts, done, request.written)
    done.diagnostics += shelf.diagnostics
    return done


def _others(shelf: Shelf, papers: Sequence[RegisteredPaper]) -> list[Number]:
    """The numbers in the register that belong to none of these papers."""
    own = {paper.document_id for paper in papers}
    return [line for line in shelf.ledger.numbers() if line.document_id not in own]


def _is_ready(
    shelf: Shelf,
    paper: RegisteredPaper,
    plan: PlannedPaper,
    drafts: Drafts,
    request: Request,
    done: Done,
) -> bool:
    """Whether a paper can take a number: approved, and its row says what was approved."""
    try:
        require_move(paper.state, State.REGISTERED, f"«{paper.path}»")
    except Refusal as refusal:
        done.refuse("state-refused", paper, refusal.message, refusal.hint)
        return False
    copy = shelf.copy_of(paper.document_id)
    if copy is None or copy.passport is None or copy.content is None:
        hint = "верните файл на место"
        done.refuse("registration-refused", paper, "файла бумаги нет на месте", hint)
        return False
    if copy.passport.edited and not request.written:
        done.refuse(
            "registration-refused",
            paper,
            "файл правили вручную: номер и дату в него впишете вы",
            "возьмите номер и впишите его: docgen register КОД --number НОМЕР --date ДАТА "
            "--written после того, как они стоят в файле",
        )
        return False
    if request.written:
        return _is_written(paper, copy, request, done)
    prepared = drafts.prepare(plan)
    if prepared is None:
        hint = "исправьте названное в строке бумаги и повторите команду"
        done.refuse("registration-refused", paper, "в строке бумаги есть ошибки", hint)
        return False
    if not copy.as_sealed:
        hint = "верните бумагу на доработку и согласуйте заново: docgen approve --undo"
        done.refuse("registration-refused", paper, "файл изменили после согласования", hint)
        return False
    if not _same_input(prepared.passport, copy.passport):
        done.refuse(
            "registration-refused",
            paper,
            "строка или шаблон изменились после согласования: в бумаге оказалось бы не то, что "
            "согласовано",
            "верните прежние значения или согласуйте заново: docgen approve --undo",
        )
        return False
    return True


def _is_written(paper: RegisteredPaper, copy: Copy, request: Request, done: Done) -> bool:
    """Whether the number and the date stand in the file that the clerk has filled in."""
    from docgen.opc.finished import paper_of

    opened, faults = paper_of(copy.content or b"", copy.path)
    done.diagnostics += faults
    if opened is None:
        return False
    text = " ".join(" ".join(p.text.split()) for p in opened.passages())
    # After «№»: «5» alone stands in every paper, and «№ 12» is not «№ 1».
    number = re.escape(" ".join(request.number.split()))
    there = re.search(rf"№\s?{number}(?![\w/-])", text)
    if not request.number or there is None or re.search(r"№\s?_{2,}", text):
        done.refuse(
            "registration-refused",
            paper,
            "в файле ещё нет этого номера",
            "впишите номер и дату вместо прочерков, сохраните файл и назовите номер: --number",
        )
        return False
    return True


def _same_input(one: Passport, other: Passport) -> bool:
    return (one.row_hash, one.template_hash) == (other.row_hash, other.template_hash)


def _typed(plan: PlannedPaper) -> tuple[str | None, datetime.date | None]:
    """Number and date that the row itself gives the paper."""
    if not plan.kind.numbered:
        return None, None
    number, dated = (getattr(plan.subject, attribute) for attribute in plan.kind.numbered)
    return number, dated


def _typed_places(
    papers: Iterable[RegisteredPaper],
    planned: Mapping[str, PlannedPaper],
    rules: Mapping[str, JournalRules],
    request: Request,
) -> frozenset[Place]:
    """The places of the numbers that stand in the rows of these papers."""
    found = set()
    for paper in papers:
        plan = planned.get(paper.document_id)
        number, dated = _typed(plan) if plan else (None, None)
        if plan is None or not number:
            continue
        try:
            journal = journal_for(plan.kind, plan.subject, rules, request.journal)
        except Refusal:
            continue  # told where the paper's own turn comes
        year = (dated or request.on).year
        place = place_of(journal, number, year) or _place_by_hand(number)
        if place is not None:
            found.add((journal.code, 0 if journal.continuous else year, place[0]))
    return frozenset(found)


def _take_number(
    shelf: Shelf,
    paper: RegisteredPaper,
    plan: PlannedPaper,
    tables: Tables,
    rules: Mapping[str, JournalRules],
    request: Request,
    act: Act,
    spoken_for: Collection[Place],
    done: Done,
) -> None:
    """Bind a number to a paper together with its state."""
    typed, dated = _typed(plan)
    wanted = replace(
        request,
        number=request.number or typed or "",
        on=dated or request.on,
        typed=bool(typed) and not request.number,
    )
    try:
        journal = journal_for(plan.kind, plan.subject, rules, request.journal)
        with shelf.machine(), shelf.ledger.together():
            year = 0 if journal.continuous else wanted.on.year
            shelf.ledger.hold_journal(journal.code, year)
            shelf.ledger.hold_paper(paper.document_id)
            line, reserved = free_number(shelf, journal, wanted, act, spoken_for)
            line = replace(
                line,
                document_id=paper.document_id,
                identity=plan.identity,
                details=json.dumps(entry_of(plan, tables, journal), ensure_ascii=False),
            )
            shelf.ledger.record_journal(
                Journal(journal.code, journal.title, journal.pattern, int(not journal.continuous))
            )
            taken = (
                shelf.ledger.change_number(reserved, line)
                if reserved
                else shelf.ledger.add_number(line)
            )
            event = Event(
                paper.document_id,
                act.stamp,
                act.who,
                paper.state,
                State.REGISTERED,
                act.remark or f"№ {line.text} от {_day(line.dated)}",
                paper.content_hash,
            )
            if not taken or not shelf.ledger.change_state(event):
                raise Refusal(
                    "номер или бумагу только что занял другой запуск",
                    hint="повторите команду: номер будет следующим",
                    exit_code=1,
                )
    except Refusal as refusal:
        if refusal.exit_code not in (1, 2):
            raise
        done.refuse("registration-refused", paper, refusal.message, refusal.hint)


def entry_of(plan: PlannedPaper, tables: Tables, rules: JournalRules) -> dict[str, str]:
    """The other columns of the journal, from the rows of the paper."""
    issuer = getattr(plan.subject, "issuer", None) or getattr(plan.subject, "sender", None)
    organisations = dict.fromkeys(
        f"{source.short_name} (ИНН {source.inn})" if source.inn else source.short_name
        for source in plan.sources
        if isinstance(source, Organisation) and source.code != issuer
    )
    programmes = dict.fromkeys(
        f"«{source.title}»" for source in plan.sources if isinstance(source, Programme)
    )
    amount = next(
        (v for name in ("amount", "cost") if (v := getattr(plan.subject, name, None))), None
    )
    ends = [getattr(plan.subject, name, None) for name in ("start", "end")]
    term = [
        f"{word} {day:%d.%m.%Y}"
        for word, day in zip(("с", "по"), ends, strict=True)
        if isinstance(day, datetime.date)
    ]
    return {
        "counterpart": "; ".join(organisations),
        "subject": " ".join([plan.kind.title, *programmes]),
        "amount": f"{amount}" if amount is not None else "",
        "term": " ".join(term),
        "storage": rules.storage or "",
    }


def finish_registered(
    shelf: Shelf, office: Office, templates: Drafts, done: Done, written: bool = False
) -> None:
    """Put the number into every file that is behind its state: those just registered, and those
    of a run that died before it came to them; then into the approved papers that name it."""
    behind = []
    approved = []
    for paper in shelf.papers():
        number = shelf.ledger.number_of(paper.document_id)
        if number is None and paper.state == State.APPROVED:
            approved.append(paper)
        if number is None or State(paper.state) not in _WITH_NUMBER:
            continue
        copy = shelf.copy_of(paper.document_id)
        if (
            copy
            and copy.passport
            and copy.passport.number != number.text
            and not _approved_elsewhere(shelf, paper, copy)
        ):
            behind.append((paper, number, copy, copy.passport))
    if not behind and not approved:
        return
    late = {paper.document_id for paper, *_ in behind}
    numbers = shelf.ledger.numbers()
    tables, told = with_numbers(office.tables, office.kinds, numbers)
    done.diagnostics += [d for d in told if d not in done.diagnostics]
    now = _Standing(office, tables, templates)
    beside = now.naming(approved, numbers)
    if not behind and not beside:
        return
    without, _ = with_numbers(
        office.tables, office.kinds, [n for n in numbers if n.document_id not in late]
    )
    before = _Standing(office, without, templates)
    now.compile(late | {paper.document_id for paper in beside})
    for paper in beside:
        _renew_beside(
            shelf, paper, (before, _Standing(office, office.tables, templates)), now, done
        )
    for paper, number, copy, passport in behind:
        plan = now.plans.get(paper.document_id)
        prepared, former = now.prepared(paper), before.prepared(paper)
        if plan is None or prepared is None or former is None or copy.content is None:
            done.refuse(
                "registration-refused",
                paper,
                f"номер {number.text} за бумагой записан, но в файл не вписан: строки для неё "
                "нет или в строке есть ошибки",
                "верните строку или исправьте её (docgen check) и повторите docgen register",
            )
            continue
        official = replace(
            prepared.passport,
            state=str(State.REGISTERED),
            identity=plan.identity,
            journal=number.journal,
            number=number.text,
            number_place=f"{number.year}/{number.ordinal}/{number.insertion}",
            dated=number.dated,
            edited=passport.edited or ("да" if written and not copy.untouched else ""),
        )
        if official.edited:
            content: bytes | None = copy.content
        elif _same_input(former.passport, passport) and copy.as_sealed:
            draft = now.drafts.render(prepared)
            content = draft.content if draft else None
        else:
            done.refuse(
                "registration-refused",
                paper,
                f"номер {number.text} за бумагой записан, но строка с тех пор изменилась или "
                "файл правили",
                "верните прежние значения и повторите docgen register",
            )
            continue
        if content is None:
            continue
        content, faults = made_official(content, copy.path, official)
        done.diagnostics += faults
        if content is not None:
            state = replace(paper, identity=plan.identity)
            _lay(shelf, state, copy, content, official, number, done)


class _Standing:
    """The plan of papers and their contexts as certain numbers in the rows make them."""

    def __init__(self, office: Office, tables: Tables, templates: Drafts) -> None:
        self._office, self._tables = office, tables
        self.drafts = templates.of(tables)

    @cached_property
    def plans(self) -> dict[str, PlannedPaper]:
        return {document_id(p.identity): p for p in self._office.plan(self._tables)}

    def compile(self, papers: Collection[str]) -> None:
        """The templates of these papers, for whoever shares them."""
        self.drafts.compile(plan.kind for i, plan in self.plans.items() if i in papers)

    def prepared(self, paper: RegisteredPaper) -> Prepared | None:
        plan = self.plans.get(paper.document_id)
        return self.drafts.prepare(plan) if plan else None

    def naming(
        self, papers: Iterable[RegisteredPaper], numbers: Iterable[Number]
    ) -> list[RegisteredPaper]:
        """Those of the papers that are made from the row of another that has a number."""
        rows = {
            plan.subject.origin.at().row_key
            for number in numbers
            if (plan := self.plans.get(number.document_id))
        }
        return [
            paper
            for paper in papers
            if (plan := self.plans.get(paper.document_id))
            and any(source.origin.at().row_key in rows for source in plan.sources)
        ]


def _renew_beside(
    shelf: Shelf,
    paper: RegisteredPaper,
    formers: Iterable[_Standing],
    now: _Standing,
    done: Done,
) -> None:
    """Put the number of a paper into an approved one that names it: an annex, a list of pupils.

    Only where nothing else has changed since its approval, as one of ``formers`` proves;
    otherwise the next run tells of it.
    """
    copy, prepared = shelf.copy_of(paper.document_id), now.prepared(paper)
    if copy is None or copy.passport is None or not copy.untouched or prepared is None:
        return
    if _same_input(prepared.passport, copy.passport):
        return
    proven = (former.prepared(paper) for former in formers)
    if not any(was and _same_input(was.passport, copy.passport) for was in proven):
        return
    draft = now.drafts.render(prepared)
    identity = now.plans[paper.document_id].identity
    official = replace(prepared.passport, state=paper.state, identity=identity)
    content, faults = made_official(draft.content, copy.path, official) if draft else (None, [])
    done.diagnostics += faults
    if content is not None:
        _lay(shelf, paper, copy, content, official, None, done)


# --- what is frozen ----------------------------------------------------------------------------


def keep_frozen(
    shelf: Shelf,
    paper: RegisteredPaper,
    plan: PlannedPaper,
    prepared: Prepared | None,
    drafts: Drafts,
) -> Placement:
    """A paper that no run replaces: where it lies, and what its row says otherwise by now."""
    place = shelf.root / paper.path
    if paper.state == State.CANCELLED:
        return Placement(Outcome.FROZEN, place)
    copy = shelf.copy_of(paper.document_id)
    if copy is None or copy.passport is None or copy.content is None:
        missing = diagnose(
            "frozen-paper-missing",
            Origin(paper.path),
            f"бумага в состоянии «{paper.state}», а файла нет на месте",
            hint="верните файл из копии; заново такая бумага не составляется",
        )
        return Placement(Outcome.FROZEN, place, None, (missing,))
    if (behind := _behind(shelf, paper, copy.passport)) is not None:
        return Placement(Outcome.FROZEN, shelf.root / copy.path, None, (behind,))
    if prepared is None or prepared.passport.row_hash == copy.passport.row_hash:
        return Placement(Outcome.FROZEN, shelf.root / copy.path)
    draft = drafts.render(prepared)
    places = said_otherwise(copy.content, draft.content, copy.path) if draft else None
    if not places:
        return Placement(Outcome.FROZEN, shelf.root / copy.path)
    named = ""
    if not plan.kind.personal:
        named = ": " + "; ".join(f"«{_beginning(text)}»" for text in places[:_SHOWN])
    hint = "если изменение нужно, составьте дополнительное соглашение или новый приказ"
    if paper.state == State.APPROVED:
        hint += "; пока бумага не зарегистрирована, её можно вернуть: docgen approve --undo"
    changed = diagnose(
        "frozen-paper-changed",
        plan.subject.origin.at(),
        f"строка изменилась, а бумага «{copy.path}» уже в состоянии «{paper.state}» и не тронута; "
        f"изменилось бы мест: {len(places)}{named}",
        hint=hint,
    )
    return Placement(Outcome.FROZEN, shelf.root / copy.path, None, (changed,))


def _behind(shelf: Shelf, paper: RegisteredPaper, passport: Passport) -> Diagnostic | None:
    """What is said of a file that a run left behind the state of its paper."""
    command, what = "", ""
    number = shelf.ledger.number_of(paper.document_id)
    if number is not None and passport.number != number.text:
        command, what = "register", f"за бумагой записан номер {number.text}, но в файле его нет"
    elif not passport.state:
        command, what = "approve", "бумага согласована, но пометка «ПРОЕКТ» с файла не снята"
    if not command:
        return None
    return diagnose(
        "frozen-paper-behind",
        Origin(paper.path),
        f"{what}: работа прервалась",
        hint=f"доделает команда docgen {command} {_codes(paper) or paper.path}",
    )


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")


# --- verification ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a file. ``changed``: saved by hand since docgen wrote it; ``version``:
    0 when the register does not know; ``newest``: it is the paper's last version there.
    ``known``: the register knows the paper; ``recorded``: its state there."""

    file: str
    passport: Passport | None
    changed: bool
    known: bool
    identity: str
    version: int
    newest: bool
    recorded: str
    number: str
    dated: str
    journal: str
    where: str


def verify(shelf: Shelf | None, path: Path) -> Verdict:
    """Whose file it is and which version, from its passport and, where there is one, the
    register. Raises ``Refusal`` when it can't be read."""
    from docgen.passport import is_untouched, read_passport

    try:
        content = path.read_bytes()
    except OSError as error:
        words = f"файл {path} не открывается (код ошибки {error.errno})"
        if path.is_dir():
            words = f"{path} — папка, а не файл"
        elif isinstance(error, FileNotFoundError):
            words = f"файл {path} не найден"
        hint = "проверьте имя файла и права на него"
        raise Refusal(words, hint=hint, exit_code=2) from error
    passport = read_passport(content)
    known = version = None
    number = None
    newest = False
    if passport and shelf:
        known = next((p for p in shelf.papers() if p.document_id == passport.document_id), None)
        versions = shelf.ledger.versions(passport.document_id)
        digest, body = sha256(content), body_hash(content)
        version = next(
            (
                v
                for v in reversed(versions)
                if v.content_hash == digest
                or v.body_hash == body
                or (v.row_hash, v.template_hash) == (passport.row_hash, passport.template_hash)
            ),
            None,
        )
        newest = bool(version and version.version == max(v.version for v in versions))
        number = shelf.ledger.number_of(passport.document_id)
    return Verdict(
        file=str(path),
        passport=passport,
        changed=passport is not None and not is_untouched(content),
        known=known is not None,
        identity=(known.identity if known else None) or (passport.identity if passport else ""),
        version=version.version if version else 0,
        newest=newest,
        recorded=known.state if known else (passport.state if passport else ""),
        number=number.text if number else (passport.number if passport else ""),
        dated=number.dated if number else (passport.dated if passport else ""),
        journal=number.journal if number else (passport.journal if passport else ""),
        where=known.path if known else "",
    )
