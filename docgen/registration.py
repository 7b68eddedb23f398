"""Registration: an approved paper gets a number from its journal, and the file says so.

A number is bound to the identity of a paper in the same transaction as the state; the file with
the number is made after that. Should the run die in between, the next one finds a paper whose
file is behind its state and finishes it: no number is lost, none is given twice.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from docgen.approving import (
    Done,
    approved_elsewhere,
    finish_approvals,
    finished_note,
    keep_workbooks,
    lay_official,
    papers_named,
)
from docgen.diagnostics import Diagnostic, Refusal
from docgen.documents.kinds import Kind
from docgen.documents.plan import PlannedPaper
from docgen.drafting import Drafts, Prepared
from docgen.numbering import (
    Place,
    Request,
    entry_of,
    free_number,
    journal_for,
    passed_over,
    rules_by_code,
    typed_in_row,
    typed_places,
    with_numbers,
)
from docgen.passport import Passport
from docgen.records.journals import JournalRules
from docgen.records.tables import Tables
from docgen.register import RegisteredPaper, Shelf, document_id
from docgen.register.copies import Copy
from docgen.register.ledger import Journal, Number, Standing
from docgen.register.states import (
    WITH_NUMBER,
    Act,
    Event,
    State,
    day_shown,
    require_move,
)
from docgen.register.twins import change_together
from docgen.rendering.official import made_official
from docgen.russian.dates import date_digits, date_quoted, date_verbal


@dataclass(frozen=True)
class Office:
    """What a run of registration knows besides the shelf: the rows as the clerk typed them, the
    kinds, which papers are planned from rows."""

    tables: Tables
    kinds: Mapping[str, Kind]
    plan: Callable[[Tables], Sequence[PlannedPaper]]


def register(
    shelf: Shelf,
    office: Office,
    drafts: Drafts,
    targets: Sequence[str],
    request: Request,
    act: Act,
    done: Done,
) -> None:
    """Give these papers numbers and put them into their files."""
    done.diagnostics += shelf.diagnostics
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
    standing = _Standing(office, before, drafts)
    planned = standing.plans
    named = {paper.document_id for paper in papers}
    drafts.compile(plan.kind for identifier, plan in planned.items() if identifier in named)
    order = {identifier: place for place, identifier in enumerate(planned)}

    def turn(paper: RegisteredPaper) -> tuple[datetime.date, bool, int]:
        plan = planned.get(paper.document_id)
        typed, dated = typed_in_row(plan) if plan else (None, None)
        return dated or request.on, not typed, order.get(paper.document_id, len(order))

    claims = typed_places(planned, before, named, rules, request)
    of_others = {place: p for place, p in claims.items() if document_id(p.identity) not in named}
    for paper in sorted(papers, key=turn):
        plan = planned.get(paper.document_id)
        if plan is None:
            hint = "проверьте строку бумаги в книге: docgen check"
            done.refuse("registration-refused", paper, "строки для этой бумаги нет", hint)
        elif not plan.kind.numbered:
            hint = "номер ставят договорам, приказам, письмам, заявлениям"
            done.refuse("registration-refused", paper, "бумагам этого вида номер не ставят", hint)
        elif State(paper.state) in WITH_NUMBER and shelf.ledger.number_of(paper.document_id):
            # The file may be behind: finished below.
            copy = shelf.copy_of(paper.document_id)
            if copy is None:
                said = "бумага зарегистрирована, а файла нет на месте"
                hint = "верните файл из копии; заново такая бумага не составляется"
                done.refuse("registration-refused", paper, said, hint)
            elif event := approved_elsewhere(shelf, paper, copy):
                hint = f"зарегистрированный файл у того, кто согласовал: {event.who}"
                said = "бумага уже зарегистрирована, а в этой папке другой её файл"
                done.refuse("registration-refused", paper, said, hint)
        elif _is_ready(shelf, paper, standing, request, act, done):
            line = _take_number(shelf, paper, plan, before, rules, request, act, claims, done)
            if line is not None:
                done.recorded[paper.document_id] = (paper, line)
                done.diagnostics += passed_over(line, of_others)
    finish_registered(shelf, office, drafts, done, written=named if request.written else ())
    keep_workbooks(shelf, [*papers, *(paper for paper, *_ in done.papers)], done)


def _others(shelf: Shelf, papers: Sequence[RegisteredPaper]) -> list[Number]:
    """The numbers in the register that belong to none of these papers."""
    own = {paper.document_id for paper in papers}
    return [line for line in shelf.ledger.numbers() if line.document_id not in own]


def _is_ready(
    shelf: Shelf,
    paper: RegisteredPaper,
    before: _Standing,
    request: Request,
    act: Act,
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
    if request.written:
        return _is_written(paper, copy, before, request, act, done)
    prepared = before.prepared(paper)
    if prepared is None:
        hint = "исправьте названное в строке бумаги и повторите команду"
        done.refuse("registration-refused", paper, "в строке бумаги есть ошибки", hint)
        return False
    if not copy.as_sealed:
        hint = "верните бумагу на доработку и согласуйте заново: docgen approve --undo"
        done.refuse("registration-refused", paper, "файл изменили после согласования", hint)
        return False
    # Pages of other papers may have been counted since, or not be known any more.
    inputs = (prepared, before.uncounted().prepared(paper))
    if not any(each and same_input(each.passport, copy.passport) for each in inputs):
        done.refuse(
            "registration-refused",
            paper,
            "строка или шаблон изменились после согласования: в бумаге оказалось бы не то, что "
            "согласовано",
            "верните прежние значения или согласуйте заново: docgen approve --undo",
        )
        return False
    return not copy.passport.edited or _takes_a_number(paper, copy, before, request, done)


def _takes_a_number(
    paper: RegisteredPaper, copy: Copy, before: _Standing, request: Request, done: Done
) -> bool:
    """Whether a number can be put into a file that was edited by hand: tried with one that is
    nobody's, before any is taken."""
    number, dated = typed_in_row(before.plans[paper.document_id])
    tried = before.with_number(
        paper, request.number or number or "…", (dated or request.on).isoformat()
    )
    content, told = _brought_in(paper, copy, before, tried)
    if content is None:
        done.diagnostics += [replace(each, hint="впишите сюда номер и дату сами") for each in told]
        done.refuse(
            "registration-refused",
            paper,
            "файл правили вручную, и номер с датой сами в него не встают",
            "впишите их в файл, сохраните его и запишите номер: docgen register КОД --number "
            "НОМЕР --date ДАТА --written",
        )
    return content is not None


def _brought_in(
    paper: RegisteredPaper, copy: Copy, before: _Standing, now: _Standing
) -> tuple[bytes | None, list[Diagnostic]]:
    """An edited file with what the number and the date change in its paper; ``None`` and the
    places where both stand in each other's way, when it can't be done."""
    # Few files were edited by hand.
    from docgen.comparing import bring_in

    former, latter = before.prepared(paper), now.prepared(paper)
    if former is None or latter is None or copy.content is None:
        return None, []
    laid, draft = before.drafts.render(former), now.drafts.render(latter)
    if laid is None or draft is None:
        return None, []
    merged = bring_in(laid.content, copy.content, draft, copy.path)
    if merged is None or merged.conflicts:
        return None, list(merged.conflicts) if merged else []
    return merged.content or copy.content, list(merged.notes)


def _is_written(
    paper: RegisteredPaper,
    copy: Copy,
    before: _Standing,
    request: Request,
    act: Act,
    done: Done,
) -> bool:
    """Whether the number and the date stand in the file that the clerk has filled in."""
    if request.on > act.moment.date():
        done.refuse(
            "registration-refused",
            paper,
            f"дата {request.on:%d.%m.%Y} ещё не наступила",
            "назовите дату, которая стоит в файле: --date ДД.ММ.ГГГГ",
        )
        return False
    text = _text_of(copy.content, copy.path, done)
    if not request.number or not _bears(text, request.number):
        done.refuse(
            "registration-refused",
            paper,
            "в файле ещё нет этого номера",
            "впишите номер и дату вместо прочерков, сохраните файл и назовите номер: --number",
        )
        return False
    wanted = before.with_number(paper, request.number, request.on.isoformat()).text_of(paper)
    blank = wanted is not None and _blank_days(text) > _blank_days(wanted)
    if blank or not any(words in text for words in _spellings(request.on)):
        done.refuse(
            "registration-refused",
            paper,
            f"в файле нет даты {request.on:%d.%m.%Y}",
            "впишите её вместо прочерков или назовите ту, что стоит в файле: --date ДД.ММ.ГГГГ",
        )
        return False
    return True


def _text_of(content: bytes | None, shown: str, done: Done) -> str:
    """All words of a file in one line; nothing for one that can't be read, and that is told."""
    from docgen.opc.finished import paper_of

    opened, faults = paper_of(content or b"", shown)
    done.diagnostics += faults
    passages = opened.passages() if opened else ()
    return " ".join(" ".join(passage.text.split()) for passage in passages)


def _bears(text: str, number: str) -> bool:
    """Whether a number stands in a text after «№», and no place is left for one: «5» alone
    stands in every paper, and «№ 12» is not «№ 1»."""
    words = re.escape(" ".join(number.split()))
    there = re.search(rf"№\s?{words}(?![\w/-])", text)
    return there is not None and not re.search(r"№\s?_{2,}", text)


def _blank_days(text: str) -> int:
    """How many days are still to be written in: «__»."""
    return len(re.findall("«_+»", text))


def _spellings(day: datetime.date) -> Iterator[str]:
    """How papers write a day, up to the year."""
    for form in (date_quoted, date_verbal, date_digits):
        yield " ".join(form(day).split()).removesuffix(" г.")


def _take_number(
    shelf: Shelf,
    paper: RegisteredPaper,
    plan: PlannedPaper,
    tables: Tables,
    rules: Mapping[str, JournalRules],
    request: Request,
    act: Act,
    claims: Collection[Place],
    done: Done,
) -> Number | None:
    """Bind a number to a paper together with its state; ``None`` when that is refused."""
    typed, dated = typed_in_row(plan)
    wanted = replace(
        request,
        number=request.number or typed or "",
        on=dated or request.on,
        typed=bool(typed) and not request.number,
    )
    try:
        journal = journal_for(plan, tables, rules, request.journal)
        with shelf.machine(), shelf.ledger.together():
            year = 0 if journal.continuous else wanted.on.year
            shelf.ledger.hold_journal(journal.code, year)
            shelf.ledger.hold_paper(paper.document_id)
            line, reserved = free_number(shelf, journal, wanted, act, claims)
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
                act.remark or f"№ {line.text} от {day_shown(line.dated)}",
                paper.content_hash,
            )
            if not taken or not change_together(shelf.ledger, event, plan.identity):
                raise Refusal(
                    "номер или бумагу только что занял другой запуск",
                    hint="повторите команду: номер будет следующим",
                    exit_code=1,
                )
    except Refusal as refusal:
        if refusal.exit_code not in (1, 2):
            raise
        done.refuse("registration-refused", paper, refusal.message, refusal.hint)
        return None
    return line


def finish_registered(
    shelf: Shelf,
    office: Office,
    templates: Drafts,
    done: Done,
    *,
    written: Collection[str] = (),
    planned: Sequence[PlannedPaper] | None = None,
) -> None:
    """Put the number into every file that is behind its state: those just registered, and those
    of a run that died before it came to them; then into the approved papers that name it.

    ``written``: ids of papers into which the clerk has written number and date herself;
    ``planned``: the papers that are looked at, by default all; ``templates`` are of their tables.
    """
    behind = []
    approved = []
    only = None if planned is None else {document_id(plan.identity) for plan in planned}
    for paper in shelf.papers():
        if only is not None and paper.document_id not in only:
            continue
        number = shelf.ledger.number_of(paper.document_id)
        if number is None and paper.state == State.APPROVED:
            approved.append(paper)
        if number is None or State(paper.state) not in WITH_NUMBER:
            continue
        copy = shelf.copy_of(paper.document_id)
        if (
            copy
            and copy.passport
            and copy.passport.number != number.text
            and not approved_elsewhere(shelf, paper, copy)
        ):
            behind.append((paper, number, copy, copy.passport))
    if not behind and not approved:
        return
    late = {paper.document_id for paper, *_ in behind}
    numbers = shelf.ledger.numbers()
    tables, told = with_numbers(office.tables, office.kinds, numbers)
    done.diagnostics += [d for d in told if d not in done.diagnostics]
    now = _Standing(office, tables, templates, planned)
    beside = now.naming(approved, numbers)
    if not behind and not beside:
        return
    without, _ = with_numbers(
        office.tables, office.kinds, [n for n in numbers if n.document_id not in late]
    )
    before = _Standing(office, without, templates)
    now.compile(late | {paper.document_id for paper in beside})
    formers = (before, _Standing(office, office.tables, templates))
    for paper in beside:
        _renew_beside(shelf, paper, formers, now, done)
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
            edited=passport.edited
            or ("да" if paper.document_id in written and not copy.untouched else ""),
        )
        content: bytes | None = None
        if official.edited and (
            paper.document_id in written
            or _bears(_text_of(copy.content, copy.path, done), number.text)
        ):
            content = copy.content
        elif not official.edited and same_input(former.passport, passport) and copy.as_sealed:
            draft = now.drafts.render(prepared)
            content = draft.content if draft else None
        elif copy.as_sealed:
            # Edited before approval, or its row says something else by now: what was approved
            # stays, number and date go into it.
            content, told = _brought_in(paper, copy, before, now)
            done.diagnostics += told
        if content is None:
            done.refuse(
                "registration-refused",
                paper,
                f"номер {number.text} за бумагой записан, но файл правили после согласования, и "
                "сам номер в него не встаёт",
                "впишите номер и дату в файл и повторите docgen register с --number и --written",
            )
            continue
        content, faults = made_official(content, copy.path, official)
        done.diagnostics += faults
        if content is not None:
            state = replace(paper, identity=plan.identity)
            laid = lay_official(shelf, state, copy, content, official, number, done)
            if laid and paper.document_id not in done.recorded:
                done.diagnostics.append(finished_note(state, number))


def finish_left_behind(
    shelf: Shelf, office: Office, planned: Sequence[PlannedPaper], drafts: Drafts, done: Done
) -> None:
    """What a run of approval or registration that died has left of these papers: their files are
    brought to their states, and it is told. ``drafts`` knows the numbers of the register."""
    only = {document_id(plan.identity) for plan in planned}
    papers = [paper for paper in shelf.papers() if paper.document_id in only]
    finish_approvals(shelf, papers, done)
    finish_registered(shelf, office, drafts, done, planned=planned)


class _Standing:
    """The plan of papers and their contexts as certain numbers in the rows make them."""

    def __init__(
        self,
        office: Office,
        tables: Tables,
        templates: Drafts,
        planned: Sequence[PlannedPaper] | None = None,
    ) -> None:
        self._office, self._tables, self._planned = office, tables, planned
        self.drafts = templates.of(tables)

    @cached_property
    def plans(self) -> dict[str, PlannedPaper]:
        planned = self._office.plan(self._tables) if self._planned is None else self._planned
        return {document_id(paper.identity): paper for paper in planned}

    def compile(self, papers: Collection[str]) -> None:
        """The templates of these papers, for whoever shares them."""
        self.drafts.compile(plan.kind for i, plan in self.plans.items() if i in papers)

    def with_number(self, paper: RegisteredPaper, text: str, dated: str) -> _Standing:
        """The same with a number in the row of a paper that is in no journal."""
        identity = self.plans[paper.document_id].identity
        place = ("", 0, 0, 0)
        number = Number(
            *place, text, Standing.TAKEN, paper.document_id, identity, dated, "", "", "", ""
        )
        tables, _ = with_numbers(self._tables, self._office.kinds, [number])
        return _Standing(self._office, tables, self.drafts)

    def uncounted(self) -> _Standing:
        """The same where no paper's pages have been counted."""
        planned = tuple(self.plans.values())
        tables = self._tables.counting(lambda _: None)
        return _Standing(self._office, tables, self.drafts, planned)

    def prepared(self, paper: RegisteredPaper) -> Prepared | None:
        plan = self.plans.get(paper.document_id)
        return self.drafts.prepare(plan) if plan else None

    def text_of(self, paper: RegisteredPaper) -> str | None:
        """The words of a paper as they would be now; ``None`` when a fault holds it."""
        prepared = self.prepared(paper)
        draft = self.drafts.render(prepared) if prepared else None
        return _text_of(draft.content, paper.path, Done()) if draft else None

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
    if same_input(prepared.passport, copy.passport):
        return
    proven = (former.prepared(paper) for former in formers)
    if not any(was and same_input(was.passport, copy.passport) for was in proven):
        return
    draft = now.drafts.render(prepared)
    identity = now.plans[paper.document_id].identity
    official = replace(prepared.passport, state=paper.state, identity=identity)
    content, faults = made_official(draft.content, copy.path, official) if draft else (None, [])
    done.diagnostics += faults
    if content is not None:
        lay_official(shelf, paper, copy, content, official, None, done)


def same_input(one: Passport, other: Passport) -> bool:
    return (one.row_hash, one.template_hash) == (other.row_hash, other.template_hash)
