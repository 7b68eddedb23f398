"""The order of stations and nothing else.

``xlsx → records → checks → plan of papers → contexts → docx → proof → register + out/``
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.approving import Done, approve, return_for_work
from docgen.checks.rules import check_all
from docgen.crew import Crew
from docgen.delivery.page_counts import PageCounts
from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose, held_rows, sharing_words
from docgen.documents.acts import citations_of
from docgen.documents.kinds import Kind, load_kinds, meant
from docgen.documents.plan import WORD, PlannedPaper, plan_papers
from docgen.drafting import Drafts, check_template, own_columns
from docgen.journals import Book, Taken, books, make_void, reserve, take_over
from docgen.making import MadePapers, Making, Workers, workers_for
from docgen.norms.acts import Acts, load_acts
from docgen.numbering import Request, rules_by_code, with_numbers
from docgen.office_forms import confirmed_forms
from docgen.passport import Passport, read_passport
from docgen.portions import Sender, make_portion
from docgen.records.journals import JournalRules
from docgen.records.linking import link
from docgen.records.roadmap import Roadmap
from docgen.records.schema import Record
from docgen.records.spelling import name_key
from docgen.records.tables import Tables
from docgen.records.workbooks import FAMILIES, SHEETS, sheets_judged_with
from docgen.register import (
    Draft,
    Merged,
    RegisteredPaper,
    Shelf,
    document_id,
    is_kept,
    lying_papers,
    open_shelf,
    require_kept,
)
from docgen.register.ledger import Number
from docgen.register.ledger import Standing as NumberStanding
from docgen.register.states import FROZEN, Act
from docgen.registration import Office, finish_left_behind, register
from docgen.russian import Dictionary, self_test
from docgen.verifying import Verdict, verify
from docgen.workbook.column_map import is_map, read_column_map
from docgen.workbook.declensions import is_declensions_sheet, read_corrections
from docgen.workbook.folders import books_of_folder
from docgen.workbook.free_tables import check_file, workbooks_in
from docgen.workbook.journal_reading import JournalLine, read_journal
from docgen.workbook.reading import read_tables

if TYPE_CHECKING:
    from docgen.awaiting import Awaited
    from docgen.cluster import Cluster
    from docgen.comparing import Comparison
    from docgen.dispatching import Dispatched, Wish
    from docgen.documents.kinds import Kind
    from docgen.documents.measures import MeasureStatus
    from docgen.explaining import Explanation
    from docgen.register.outbox import Parcel

ACTS_NAME = "акты.toml"
"""The office's own table of acts, beside the first workbook."""
Progress = Callable[[int, int], None]
"""Told how many papers are done of how many."""


@dataclass(frozen=True)
class Order:
    """What a command asks for; every folder and the moment of the run come in here.

    ``families`` are made one after the other from one reading; ``sheets`` are those that their
    papers may be made from; ``spare`` are stems of the workbooks that may be absent. ``acts``:
    the office's own table of acts, by default ``акты.toml`` beside the first workbook.
    ``merge``: what is new goes into files that were edited by hand, else beside them.
    ``jobs``: processes that make papers, by default as many as their number is worth. ``cluster``:
    the address of a scheduler; then its workers make them. ``thorough``: the structure of every
    new paper is judged.
    """

    families: tuple[str, ...]
    sheets: tuple[type[Record], ...]
    workbooks: tuple[Path, ...]
    templates: Path
    out: Path
    moment: datetime.datetime
    directory: Path | None = None
    dictionary: Path | None = None
    only: tuple[str, ...] = ()
    rehearsal: bool = False
    spare: tuple[str, ...] = ()
    acts: Path | None = None
    column_map: Path | None = None
    merge: bool = True
    jobs: int | None = None
    cluster: str | None = None
    thorough: bool = False


@dataclass
class Outcome:
    """What a run came to. A placement is ``None`` for a paper that a rehearsal would make.

    ``files``: where the workbooks stand that diagnostics call by name.
    ``unread``: stems of the workbooks that could not be opened. ``left_out``: the families that
    need one of them.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    sources: Mapping[type[Record], str] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    made: MadePapers = field(default_factory=MadePapers)
    refused: list[PlannedPaper] = field(default_factory=list)
    orphans: list[RegisteredPaper] = field(default_factory=list)
    unread: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """A plan and its measures as they stand on a day."""

    plan: Roadmap
    measures: tuple[MeasureStatus, ...]


def check_workbooks(
    workbooks: Sequence[Path],
    directory: Path | None,
    on: datetime.date,
    acts: Path | None = None,
    column_map: Path | None = None,
) -> Outcome:
    """Everything that is wrong with workbooks; nothing is made.

    A workbook of ours is judged with those that its rows refer to, anybody else's table by the
    words of its headings.
    """
    known = {path: workbooks_in(path, column_map) for path in workbooks}
    own = [path for path in workbooks if known[path]]
    outcome = Outcome()
    if own:
        stems = {"directory"}.union(*known.values())
        sheets = sheets_judged_with(stems)
        spare = {sheet.SHEET.workbook for sheet in sheets} - stems
        _, outcome = _read(own, directory, on, sheets, spare, _office_acts(acts, own), column_map)
    for path in workbooks:
        if path not in own:
            outcome.diagnostics += _check_other(path)
            outcome.files.setdefault(path.name, path)
    return outcome


def _check_other(path: Path) -> list[Diagnostic]:
    """What is wrong with a file that holds no sheet of ours: a sheet of forms, a map, a table."""
    if is_map(path):
        return read_column_map(path).diagnostics
    if is_declensions_sheet(path):
        return read_corrections(path).diagnostics
    return check_file(path)


def marked_copies(outcome: Outcome) -> Iterator[tuple[str, bytes]]:
    """Copies of the checked workbooks with their faults marked: (name of the copy, content).

    A workbook without faults has none, nor has a file that is no workbook.
    """
    from docgen.workbook.marking import marked_copy

    for shown, path in outcome.files.items():
        content = marked_copy(path, shown, outcome.diagnostics)
        if content is not None:
            yield shown.replace("/", " – "), content


def check_templates(files: Sequence[Path], inputs: Path | None = None) -> list[Diagnostic]:
    """Everything that is wrong with Word templates; names are compared where the kind is known.

    A name that no sheet declares may be a column of the clerk's own: then the workbooks of the
    folder ``inputs`` are asked.
    """
    found = [fault for path in files for fault in check_template(path)]
    unknown = any(fault.code == "template-name-unknown" for fault in found)
    if not unknown or inputs is None or not inputs.is_dir():
        return found
    spare = {kind.SHEET.workbook for kind in SHEETS}
    own = own_columns(read_tables(books_of_folder(inputs).ours, None, SHEETS, spare).tables)
    return [fault for path in files for fault in check_template(path, own)]


def lint_papers(
    files: Sequence[Path],
    today: datetime.date,
    *,
    on: datetime.date | None = None,
    until: datetime.date | None = None,
    acts: Path | None = None,
    sending: bool = False,
) -> list[Diagnostic]:
    """What a careful reader would mend in finished Word files, ours or anybody's.

    ``on``: the date by which acts are judged, by default the paper's own, else ``today``, and it
    is told; ``until``: the last day in force, by default what the text says; ``acts``: the
    office's own table of acts; ``sending``: also what must not leave the office.
    """
    # Only this command reads finished papers.
    from docgen.opc.finished import open_paper
    from docgen.rendering.proofreading import Period, period_in_text, proofread
    from docgen.rendering.sending import check_before_sending, somebodys_in_template

    table = load_acts(acts)
    found = table.check_age(today)
    for path in files:
        paper, faults = open_paper(path)
        found += faults
        if paper is None:
            continue
        dated, ends = period_in_text(paper)
        if on is None and dated is None:
            found.append(
                diagnose(
                    "paper-date-unknown",
                    paper.origin(),
                    f"дата бумаги не найдена, акты проверены на {today:%d.%m.%Y}",
                    hint="назовите дату: --date ДД.ММ.ГГГГ",
                )
            )
        found += proofread(paper, Period(on or dated or today, until or ends), table)
        found += somebodys_in_template(paper)
        if sending:
            found += check_before_sending(paper)
    return found


def _read(
    workbooks: Sequence[Path],
    directory: Path | None,
    on: datetime.date,
    sheets: Sequence[type[Record]],
    spare: Collection[str],
    acts: Acts | None,
    column_map: Path | None = None,
) -> tuple[Tables, Outcome]:
    """Workbooks → linked records, and everything that is wrong with them."""
    reading = read_tables(workbooks, directory, sheets, spare, column_map)
    tables, references = link(reading.tables)
    if acts is not None:
        tables = tables.citing(citations_of(acts))
    known = [*reading.diagnostics, *references]
    told = [*known, *check_all(tables, on, known=known, acts=acts)]
    return tables, Outcome(told, reading.sources, dict(reading.files), unread=reading.unread)


def _office_acts(named: Path | None, workbooks: Sequence[Path]) -> Acts | None:
    """The office's own table of acts; ``None`` when there is none.

    Raises ``Refusal`` where the one that is named is missing, or one can't be read.
    """
    if named is not None:
        return load_acts(named)
    beside = workbooks[0].parent / ACTS_NAME if workbooks else None
    try:
        there = beside is not None and beside.exists()
    except OSError:
        there = False  # a closed folder: the workbooks in it say so
    return load_acts(beside) if there else None


def make_papers(order: Order, progress: Progress | None = None) -> Outcome:
    """Workbooks → papers in ``out/``; all faults in one run.

    A fault of a row holds the papers made from it and no others. Raises ``Refusal`` where the
    cluster of the order does not answer, before anything is read.
    """
    if order.cluster is None:
        return _make_papers(order, progress, None)
    # Few runs leave this machine, and Dask is heavy.
    from docgen.cluster import reach

    with reach(order.cluster) as cluster:
        outcome = _make_papers(order, progress, cluster)
        outcome.diagnostics += cluster.finish()
        return outcome


def _make_papers(order: Order, progress: Progress | None, cluster: Cluster | None) -> Outcome:
    on = order.moment.date()
    acts = _office_acts(order.acts, order.workbooks)
    tables, outcome = _read(
        order.workbooks, order.directory, on, order.sheets, order.spare, acts, order.column_map
    )
    kept, numbers, told = _kept_so_far(order)
    outcome.diagnostics += told
    counts = PageCounts(order.out)
    rows = tables.counting(lambda identity: counts(document_id(identity)))
    tables = _numbered(rows, order, numbers, outcome)
    outcome.left_out = tuple(f for f in order.families if _needs(f, outcome.unread))
    families = [family for family in order.families if family not in outcome.left_out]
    kinds, kind_faults = load_kinds(order.templates, order.sheets, families)
    planned, plan_faults = plan_papers(tables, kinds, only=order.only)
    outcome.diagnostics += [*kind_faults, *plan_faults]
    if "roadmap" in families:
        outcome.diagnostics += _unknown_results(planned, tables, order.templates)
    dictionary = Dictionary()
    if planned:
        self_test()
        dictionary, form_faults = confirmed_forms(order.dictionary, order.workbooks[0].parent)
        outcome.diagnostics += form_faults
    drafts = Drafts(tables, on, outcome.diagnostics, dictionary, acts, thorough=order.thorough)
    drafts.compile(paper.kind for paper in planned)
    if order.rehearsal:
        making = Making(drafts, None, kept)
        _make_all(planned, drafts, making, order, tables, outcome, progress, cluster)
        return outcome
    personal = {kind.id: kind.folder for kind in kinds.values() if kind.personal}
    merge = _bring_in if order.merge else None
    with open_shelf(order.out, order.moment, merge=merge) as shelf:
        shelf.close_personal(personal.keys(), personal.values())
        if kept:
            _finish_left_behind(shelf, rows, planned, drafts, kinds, outcome)
        making = Making(drafts, shelf, kept)
        _make_all(planned, drafts, making, order, tables, outcome, progress, cluster)
        # With an error about, a row may be there and merely not have been read.
        if not order.only and not any(fault.is_error for fault in outcome.diagnostics):
            outcome.orphans = shelf.orphans({paper.identity for paper in planned}, kinds)
        outcome.diagnostics += shelf.diagnostics
    return outcome


def _finish_left_behind(
    shelf: Shelf,
    rows: Tables,
    planned: Sequence[PlannedPaper],
    drafts: Drafts,
    kinds: Mapping[str, Kind],
    outcome: Outcome,
) -> None:
    """Papers of this run that another one has approved or registered, and died."""

    def plan(tables: Tables) -> list[PlannedPaper]:
        return [p for p in plan_papers(tables, kinds)[0] if p.form == WORD]

    done = Done()
    words = [paper for paper in planned if paper.form == WORD]
    with drafts.aside(), shelf.machine():
        finish_left_behind(shelf, Office(rows, kinds, plan), words, drafts, done)
    # What could not be done is told where the paper's own turn comes.
    outcome.diagnostics += [d for d in done.diagnostics if d.code == "frozen-paper-finished"]


def _kept_so_far(
    order: Order,
) -> tuple[Mapping[str, RegisteredPaper], list[Number], list[Diagnostic]]:
    """The papers that no run replaces and the numbers of the register, before anything is read;
    with what had to be put right there. Nothing where docgen has never laid a paper."""
    if not is_kept(order.out):
        return {}, [], []
    with open_shelf(order.out, order.moment) as shelf, shelf.machine():
        kept = {p.document_id: p for p in shelf.papers(states=FROZEN)}
        return kept, shelf.ledger.numbers(), shelf.diagnostics


def _numbered(tables: Tables, order: Order, numbers: Sequence[Number], outcome: Outcome) -> Tables:
    """The rows with the numbers under which their papers are registered."""
    if not numbers:
        return tables
    kinds, _ = load_kinds(order.templates)
    tables, told = with_numbers(tables, kinds, numbers)
    outcome.diagnostics += told
    return tables


def approve_papers(
    out: Path, targets: Sequence[str], act: Act, *, undo: bool = False, resolved: bool = False
) -> Done:
    """Approve papers, or take their approval back. Raises ``Refusal`` for a folder without any."""
    done = Done()
    with done.told_in_part(), _kept_papers(out, act) as shelf:
        if undo:
            return_for_work(shelf, targets, act, done)
        else:
            approve(shelf, targets, act, done, resolved=resolved)
    return done


def register_papers(
    order: Order, targets: Sequence[str], request: Request, act: Act
) -> tuple[Done, Outcome]:
    """Give papers their numbers. Raises ``Refusal`` for a folder without any."""
    on = order.moment.date()
    acts = _office_acts(order.acts, order.workbooks)
    tables, outcome = _read(
        order.workbooks, order.directory, on, order.sheets, order.spare, acts, order.column_map
    )
    kinds, kind_faults = load_kinds(order.templates, order.sheets)
    outcome.diagnostics += kind_faults
    dictionary, form_faults = confirmed_forms(order.dictionary, order.workbooks[0].parent)
    outcome.diagnostics += form_faults

    def plan(rows: Tables) -> list[PlannedPaper]:
        return [p for p in plan_papers(rows, kinds)[0] if p.form == WORD]

    # Cached: a paper that gets its number is another file than the one that was counted.
    counts = cache(PageCounts(order.out))
    tables = tables.counting(lambda identity: counts(document_id(identity)))
    drafts = Drafts(tables, on, outcome.diagnostics, dictionary, acts)
    done = Done()
    with done.told_in_part(), _kept_papers(order.out, act) as shelf:
        register(shelf, Office(tables, kinds, plan), drafts, targets, request, act, done)
    return done, outcome


@contextmanager
def _kept_papers(out: Path, act: Act) -> Iterator[Shelf]:
    require_kept(out)
    with open_shelf(out, act.moment) as shelf, shelf.machine():
        yield shelf


@dataclass(frozen=True, slots=True)
class JournalChange:
    """What is to be done with a journal: at most one of taking over, putting aside, crossing out.

    ``journal`` is its code; ``year``: of a number without a date of its own."""

    journal: str
    year: int
    take_over: Path | None = None
    reserve: int = 0
    void: str = ""
    reason: str = ""


def keep_journals(
    out: Path, inputs: Path, change: JournalChange, act: Act, *, show_year: int | None = None
) -> tuple[Taken, list[Book]]:
    """Change a journal and show the journals of a year, of all years without one.

    A journal can be taken over before the first paper is made: the folder is made then.
    """
    taken = Taken()
    rules = None
    lines: list[JournalLine] = []
    if change.take_over or change.reserve:
        rules = _rules_of(inputs, change.journal)
    if change.take_over:
        lines, faults = read_journal(change.take_over)
        # A journal has the columns that it has.
        taken.diagnostics += [fault for fault in faults if fault.code != "headings-absent"]
    elif change.reserve or change.void:
        require_kept(out)
    elif not is_kept(out):
        return taken, []
    with open_shelf(out, act.moment) as shelf, shelf.machine():
        if rules and change.take_over:
            done = take_over(shelf, rules, lines, change.year, act)
        elif rules:
            on = datetime.date(change.year, 12, 31)
            done = reserve(shelf, rules, change.reserve, on, change.reason, act)
        elif change.void:
            done = make_void(shelf, change.journal, change.void, change.year, change.reason, act)
        else:
            done = Taken()
        taken.numbers += done.numbers
        taken.diagnostics += [*done.diagnostics, *shelf.diagnostics]
        return taken, books(shelf.ledger, change.journal, show_year)


def _rules_of(inputs: Path, code: str) -> JournalRules:
    """A journal of the directory. Raises ``Refusal`` when there is none with this code."""
    found = books_of_folder(inputs).ours
    tables = read_tables(found, None, (JournalRules,), ()).tables
    rules = rules_by_code(tables)
    for known, row in rules.items():
        if name_key(known) == name_key(code):
            return row
    raise Refusal(
        f"нет журнала «{code}»",
        hint="журналы — на листе «Журналы» справочника: " + ", ".join(rules),
        exit_code=2,
    )


def verify_files(files: Sequence[Path], out: Path, moment: datetime.datetime) -> list[Verdict]:
    """Whose files they are; the register is asked where there is one."""
    if not is_kept(out):
        return [verify(None, path) for path in files]
    with open_shelf(out, moment) as shelf, shelf.machine():
        return [verify(shelf, path) for path in files]


@dataclass
class NotBack:
    """What is not back. ``prepared``: letters that were made and not sent; ``reminders``: a file
    name, the draft of a letter and its address for each addressee that is late."""

    papers: list[Awaited] = field(default_factory=list)
    prepared: list[Parcel] = field(default_factory=list)
    reminders: list[tuple[str, bytes, str]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def awaited_papers(order: Order, days: int) -> NotBack:
    """What was sent to be signed and is not back, and the letters to those who are late.

    ``days``: the term where no row says one. Raises ``Refusal`` for a folder without papers.
    """
    tables, outcome = _read(
        order.workbooks, order.directory, order.moment.date(), order.sheets, order.spare, None
    )
    kinds, _ = load_kinds(order.templates)
    require_kept(order.out)
    found = _not_back(order, tables, kinds.values(), order.moment.date(), days)
    # Without an address nobody is reminded: what hides one must be told.
    found.diagnostics += [d for d in outcome.diagnostics if d.is_error]
    return found


def _not_back(
    order: Order, tables: Tables, kinds: Collection[Kind], on: datetime.date, days: int
) -> NotBack:
    # Few commands look at what is not back.
    from docgen.awaiting import awaited, prepared_letters, reminders

    if not is_kept(order.out):
        return NotBack()
    with open_shelf(order.out, order.moment) as shelf, shelf.machine():
        papers, told = awaited(shelf, tables, kinds, on, days)
        prepared = prepared_letters(shelf)
        told = [*shelf.diagnostics, *told]
    return NotBack(papers, prepared, reminders(papers, tables, order.moment), told)


def explain_paper(
    order: Order, path: Path, fragment: str = ""
) -> tuple[Explanation | None, list[Diagnostic]]:
    """Where the words of one of our papers come from; ``None`` and the faults when they hold it.

    Raises ``Refusal`` for a file that is no paper of ours or whose row is in no workbook.
    """
    # Only this command composes a paper to look at it.
    from docgen.explaining import explain, faults_of
    from docgen.opc.finished import open_paper

    finished, faults = open_paper(path)
    if finished is None:
        return None, faults
    passport = read_passport(path)
    if passport is None:
        raise Refusal(
            f"{path.name}: это не бумага docgen, паспорта в файле нет",
            hint="объяснить можно бумагу, которую сделал docgen, или код: docgen explain КОД",
            exit_code=1,
        )
    again = _planned_again(order, passport, path.name)
    found = explain(
        again.paper, again.drafts, again.tables, again.dictionary, finished, passport, fragment
    )
    return found, [] if found else faults_of(again.paper, again.tables, again.diagnostics)


@dataclass(frozen=True)
class _Again:
    """A finished paper as it stands in the plan of today, with all that a draft of it needs."""

    paper: PlannedPaper
    tables: Tables
    dictionary: Dictionary
    drafts: Drafts
    diagnostics: list[Diagnostic]


def _planned_again(order: Order, own: Passport, shown: str) -> _Again:
    """The paper with this passport. Raises ``Refusal`` where its kind or its row is gone."""
    on = order.moment.date()
    acts = _office_acts(order.acts, order.workbooks)
    tables, outcome = _read(
        order.workbooks, order.directory, on, order.sheets, order.spare, acts, order.column_map
    )
    _, numbers, told = _kept_so_far(order)
    outcome.diagnostics += told
    tables = _numbered(tables, order, numbers, outcome)
    kinds, kind_faults = load_kinds(order.templates, order.sheets)
    outcome.diagnostics += kind_faults
    planned = plan_papers(tables, {k: v for k, v in kinds.items() if k == own.kind})[0]
    paper = next((p for p in planned if document_id(p.identity) == own.document_id), None)
    if paper is None:
        if own.kind not in kinds:
            raise Refusal(
                f"{shown}: бумага вида «{own.kind}», а среди шаблонов такого нет",
                hint="назовите папку, где лежит её шаблон: --templates ПАПКА",
                exit_code=1,
            )
        raise Refusal(
            f"{shown}: строки этой бумаги в книгах нет",
            hint="назовите папку с книгами, из которых её сделали (--inputs ПАПКА), или "
            "исправьте ошибки, из-за которых строка не прочиталась: docgen check",
            exit_code=1,
        )
    dictionary, form_faults = confirmed_forms(order.dictionary, order.workbooks[0].parent)
    outcome.diagnostics += form_faults
    counts = PageCounts(order.out)
    tables = tables.counting(lambda identity: counts(document_id(identity)))
    drafts = Drafts(tables, on, outcome.diagnostics, dictionary, acts)
    drafts.compile([paper.kind])
    return _Again(paper, tables, dictionary, drafts, outcome.diagnostics)


def compare_with_template(order: Order, paper: Path) -> tuple[Comparison | None, list[Diagnostic]]:
    """A paper beside what its template and its row say today; nothing is laid.

    ``None`` with the errors when its row or its template does not let a draft be made. Raises
    ``Refusal`` for a file that says not which paper it is, and where its row or kind is gone.
    """
    # No other command compares a finished paper with a draft.
    from docgen.comparing import compare_with_draft
    from docgen.explaining import faults_of
    from docgen.opc.finished import open_paper
    from docgen.rendering.official import made_official

    opened, faults = open_paper(paper)
    if opened is None:
        return None, faults
    own = read_passport(paper)
    if own is None:
        raise Refusal(
            f"в файле {paper.name} нет паспорта docgen, и какая это бумага, неизвестно",
            hint="назовите два файла: docgen diff НАШ.docx ПРИСЛАННЫЙ.docx",
            exit_code=2,
        )
    again = _planned_again(order, own, paper.name)
    self_test()
    plan = again.paper
    prepared = again.drafts.prepare(plan)
    draft = again.drafts.render(prepared) if prepared else None
    if draft is None:
        return None, faults_of(plan, again.tables, again.diagnostics)
    told: list[Diagnostic] = []
    content: bytes | None = draft.content
    if own.state:
        # What is official bears no mark of a draft, and that is nobody's edit.
        content, faults = made_official(draft.content, paper.name, own)
        told += faults
    if content is None:
        return None, told
    shown = f"проект по шаблону {plan.kind.template.name} и строке {plan.codes}"
    compared, faults = compare_with_draft(paper, content, shown)
    told += faults
    since = _changed_since(own, draft.passport)
    if compared is not None and compared.found and since:
        told.append(
            diagnose(
                "diff-made-otherwise",
                Origin(paper.name),
                f"с тех пор как бумагу составили, изменились: {', '.join(since)}; часть различий "
                "может быть от этого",
                hint="правки самого файла покажет docgen diff без --template",
            )
        )
    return compared, told


def _changed_since(made: Passport, now: Passport) -> list[str]:
    """Which of the things that a paper was made from are others now, in words."""
    rows = (made.row_hash, made.settings_hash) != (now.row_hash, now.settings_hash)
    return ["шаблон"] * (made.template_hash != now.template_hash) + ["данные"] * rows


def stand_of_measures(
    order: Order, on: datetime.date, days: int
) -> tuple[list[Standing], NotBack, Outcome]:
    """How far the measures of the year's plans have come by a day, and what is not back by then;
    nothing is made.

    The plans of the school year; all of them when none is of this year. ``days``: the term of what
    was sent where no row says one.
    """
    # A module of the roadmap's own: other commands do without it.
    from docgen.documents.measures import measure_statuses, plans_of_the_year, stage_of

    acts = _office_acts(order.acts, order.workbooks)
    tables, outcome = _read(
        order.workbooks, order.directory, on, order.sheets, order.spare, acts, order.column_map
    )
    kinds, kind_faults = load_kinds(order.templates)
    planned, plan_faults = plan_papers(tables, kinds)
    outcome.diagnostics += [*kind_faults, *plan_faults]
    identities = {document_id(p.identity): p.identity for p in planned if p.form == WORD}
    made = {
        identities[paper.document_id]: stage
        for paper in lying_papers(order.out, order.moment)
        if paper.document_id in identities and (stage := stage_of(paper.state))
    }
    dictionary, form_faults = confirmed_forms(order.dictionary, order.workbooks[0].parent)
    outcome.diagnostics += form_faults
    standings = [
        Standing(
            plan,
            measure_statuses(
                plan,
                tables,
                on,
                kinds=kinds,
                planned=identities.values(),
                made=made,
                dictionary=dictionary,
            ),
        )
        for plan in plans_of_the_year(tables) or tables.of(Roadmap)
    ]
    not_back = _not_back(order, tables, kinds.values(), on, days)
    outcome.diagnostics += not_back.diagnostics
    return standings, not_back, outcome


def send_papers(order: Order, wish: Wish) -> tuple[Dispatched, Outcome]:
    """Packages of papers that lie in ``order.out``; what is wrong with the workbooks holds only
    the packages whose rows it touches."""
    # Mail and packages are of this command alone.
    from docgen.dispatching import dispatch

    if wish.went or wish.lost:
        # What became of a package is no question to the workbooks.
        return dispatch(Tables({}), (), order.out, wish), Outcome()
    acts = _office_acts(order.acts, order.workbooks)
    tables, outcome = _read(
        order.workbooks, order.directory, order.moment.date(), order.sheets, order.spare, acts
    )
    kinds, kind_faults = load_kinds(order.templates)
    unknown = [name for name in sorted(wish.extra | wish.without) if name not in kinds]
    if unknown:
        raise Refusal(
            f"нет вида бумаг «{unknown[0]}»",
            hint=meant(unknown[0], kinds) or "список видов: docgen templates fields",
            exit_code=2,
        )
    planned, plan_faults = plan_papers(tables, kinds)
    outcome.diagnostics += [*kind_faults, *plan_faults]
    held = held_rows(outcome.diagnostics)
    return dispatch(tables, planned, order.out, wish, held=held), outcome


def _bring_in(base: bytes, edited: bytes, draft: Draft, shown: str) -> Merged | None:
    """A new draft in a file that was edited by hand."""
    # Few runs meet one.
    from docgen.comparing import bring_in

    return bring_in(base, edited, draft, shown)


@dataclass(frozen=True, slots=True)
class PaperState:
    """Where a lying paper stands. ``since``: ISO moment of the last change, empty when unknown;
    ``number``: the one that it bears, or empty."""

    identity: str
    kind: str
    path: str
    state: str
    since: str
    number: str


def papers_with_states(out: Path, moment: datetime.datetime) -> list[PaperState]:
    """The papers that lie in a folder, by place; none where docgen has never laid any."""
    if not is_kept(out):
        return []
    with open_shelf(out, moment) as shelf, shelf.machine():
        since = {event.document_id: event.moment for event in shelf.ledger.events()}
        numbers = {
            line.document_id: line.text
            for line in shelf.ledger.numbers()
            if line.document_id and line.standing != NumberStanding.VOID
        }
        return [
            PaperState(
                paper.identity or "",
                paper.kind,
                paper.path,
                paper.state,
                since.get(paper.document_id, ""),
                numbers.get(paper.document_id, ""),
            )
            for paper in shelf.papers()
            if (out / paper.path).is_file()
        ]


def _unknown_results(
    planned: Sequence[PlannedPaper], tables: Tables, templates: Path
) -> list[Diagnostic]:
    """Results of measures that name no kind of paper."""
    from docgen.documents.measures import unknown_results

    return unknown_results(planned, tables, templates)


def _needs(family: str, unread: Collection[str]) -> bool:
    """Whether a family is made from one of these workbooks: a register without the rows of a
    file that would not open looks like a whole one."""
    found = FAMILIES.get(family)
    return found is not None and not {found.workbook, *found.reads}.isdisjoint(unread)


def _make_all(
    planned: Sequence[PlannedPaper],
    drafts: Drafts,
    making: Making,
    order: Order,
    tables: Tables,
    outcome: Outcome,
    progress: Progress | None,
    cluster: Cluster | None,
) -> None:
    outcome.made = MadePapers(order.out)
    workers = workers_for(len(planned), order.jobs)
    with ExitStack() as at_the_end:
        if workers == 1 and cluster is None:
            finished = making.here(planned)
        else:
            sender = Sender(tables, drafts)
            kinds = {paper.kind.id: paper.kind for paper in planned}
            recipe = sender.recipe(
                kinds.values(),
                templates=order.templates,
                sheets=order.sheets,
                families=order.families,
            )
            crew: Workers
            if cluster is None:
                crew = Crew(make_portion, recipe, workers)
            else:
                from docgen.shards import far_workers

                crew = at_the_end.enter_context(far_workers(cluster, recipe, making.shelf))
            finished = making.with_workers(planned, sender, crew)
        at_the_end.enter_context(closing(finished))
        for done, paper in enumerate(finished, 1):
            outcome.diagnostics += map(sharing_words, paper.told)
            if paper.made:
                outcome.made.append(paper.paper, paper.placement)
            else:
                outcome.refused.append(paper.paper)
            if progress:
                progress(done, len(planned))
    outcome.diagnostics += making.told
