"""The order of stations and nothing else.

``xlsx → records → checks → plan of papers → contexts → docx → proof → register + out/``
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docgen.checks.rules import check_all
from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose
from docgen.documents.declined import declined_names
from docgen.documents.kinds import load_kinds
from docgen.documents.plan import PlannedPaper, plan_papers
from docgen.drafting import Drafts, check_template
from docgen.records.directory import Organisation, Person
from docgen.records.linking import link
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.records.workbooks import SHEETS
from docgen.register import Outcome as Laid
from docgen.register import Placement, RegisteredPaper, Shelf, open_shelf
from docgen.russian import Declension, Dictionary, read_dictionary, self_test
from docgen.workbook.declensions import declensions_bytes, is_declensions_sheet, read_corrections
from docgen.workbook.free_tables import check_file, workbooks_in
from docgen.workbook.reading import read_tables

DICTIONARY_NAME = "словарь.tsv"
"""The office's dictionary of forms, beside the first workbook."""
CASES_NAME = "Склонения.xlsx"
"""The sheet on which its forms are corrected, beside the first workbook."""

Progress = Callable[[int, int], None]
"""Told how many papers are done of how many."""


@dataclass(frozen=True)
class Order:
    """What a command asks for; every folder and the moment of the run come in here.

    ``sheets`` are those that the papers of the family need.
    """

    family: str
    sheets: tuple[type[Record], ...]
    workbooks: tuple[Path, ...]
    templates: Path
    out: Path
    moment: datetime.datetime
    directory: Path | None = None
    dictionary: Path | None = None
    only: tuple[str, ...] = ()
    rehearsal: bool = False


@dataclass
class Outcome:
    """What a run came to. A placement is ``None`` for a paper that a rehearsal would make."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    sources: Mapping[type[Record], str] = field(default_factory=dict)
    made: list[tuple[PlannedPaper, Placement | None]] = field(default_factory=list)
    refused: list[PlannedPaper] = field(default_factory=list)
    orphans: list[RegisteredPaper] = field(default_factory=list)


def check_workbooks(
    workbooks: Sequence[Path], directory: Path | None, on: datetime.date
) -> Outcome:
    """Everything that is wrong with workbooks; nothing is made.

    A workbook of ours is judged with the sheets that belong to it, anybody else's table by the
    words of its headings.
    """
    known = {path: workbooks_in(path) for path in workbooks}
    own = [path for path in workbooks if known[path]]
    outcome = Outcome()
    if own:
        stems = {"directory"}.union(*known.values())
        sheets = [sheet for sheet in SHEETS if sheet.SHEET.workbook in stems]
        _, outcome = _read(own, directory, on, sheets)
    for path in workbooks:
        if path not in own:
            ours = is_declensions_sheet(path)
            outcome.diagnostics += read_corrections(path).diagnostics if ours else check_file(path)
    return outcome


def check_templates(files: Sequence[Path]) -> list[Diagnostic]:
    """Everything that is wrong with Word templates; names are compared where the kind is known."""
    return [fault for path in files for fault in check_template(path)]


def _read(
    workbooks: Sequence[Path],
    directory: Path | None,
    on: datetime.date,
    sheets: Sequence[type[Record]],
) -> tuple[Tables, Outcome]:
    """Workbooks → linked records, and everything that is wrong with them."""
    reading = read_tables(workbooks, directory, sheets)
    tables, references = link(reading.tables)
    known = [*reading.diagnostics, *references]
    return tables, Outcome([*known, *check_all(tables, on, known=known)], reading.sources)


def make_papers(order: Order, progress: Progress | None = None) -> Outcome:
    """Workbooks → papers in ``out/``; all faults in one run.

    A fault of a row holds the papers made from it and no others.
    """
    on = order.moment.date()
    tables, outcome = _read(order.workbooks, order.directory, on, order.sheets)
    kinds, kind_faults = load_kinds(order.templates, order.sheets)
    planned, plan_faults = plan_papers(tables, kinds, order.family, order.only)
    outcome.diagnostics += [*kind_faults, *plan_faults]
    if planned:
        self_test()
    dictionary, word_faults = _confirmed_forms(order)
    outcome.diagnostics += word_faults
    drafts = Drafts(tables, on, outcome.diagnostics, dictionary)
    drafts.compile(paper.kind for paper in planned)
    if order.rehearsal:
        _make_each(planned, drafts, None, outcome, progress)
        return outcome
    with open_shelf(order.out, order.moment) as shelf:
        _make_each(planned, drafts, shelf, outcome, progress)
        # With an error about, a row may be there and merely not have been read.
        if not order.only and not any(fault.is_error for fault in outcome.diagnostics):
            family = {kind.id for kind in kinds.values() if kind.family == order.family}
            outcome.orphans = shelf.orphans({paper.identity for paper in planned}, family)
        outcome.diagnostics += shelf.diagnostics
    return outcome


def _confirmed_forms(order: Order) -> tuple[Dictionary, list[Diagnostic]]:
    """The dictionary with what stands corrected on the sheet but was not taken over yet.

    So a correction counts from the moment it is saved; only ``review_cases`` writes it down.
    """
    folder = order.workbooks[0].parent
    if order.dictionary is not None and not _is_there(order.dictionary):
        raise Refusal(
            f"нет словаря склонений «{order.dictionary}»",
            hint="проверьте параметр --dictionary; словарь делает docgen cases",
            exit_code=2,
        )
    dictionary, diagnostics = read_dictionary(order.dictionary or folder / DICTIONARY_NAME)
    sheet = folder / CASES_NAME
    if not _is_there(sheet):
        return dictionary, diagnostics
    corrections = read_corrections(sheet)
    corrected = dictionary.corrected(corrections.entries)
    if corrections.is_broken:
        fault = next(fault for fault in corrections.diagnostics if fault.is_error)
        diagnostics.append(
            diagnose(
                "forms-ignored",
                fault.origin,
                f"часть правок не прочитана: {fault.message}",
                hint="наберите docgen cases: команда покажет все такие места",
            )
        )
    if corrected.lines() != dictionary.lines():
        diagnostics.append(
            diagnose(
                "forms-unsaved",
                Origin(sheet.name),
                "исправленные здесь формы уже стоят в бумагах, но ещё не записаны в словарь",
                hint="запишите их командой docgen cases",
            )
        )
    return corrected, diagnostics


def _is_there(path: Path) -> bool:
    """Whether there is something to try; what is behind a closed door is, and trying says so."""
    try:
        return path.exists()
    except OSError:
        return True


@dataclass(frozen=True)
class CasesOrder:
    """What ``docgen cases`` asks for: the books, and where the dictionary and the sheet are."""

    workbooks: tuple[Path, ...]
    dictionary: Path
    sheet: Path
    directory: Path | None = None


@dataclass
class CasesOutcome:
    """All names of the books in cases, and what was learnt from the sheet.

    ``content`` is the new sheet, ``None`` when the one that is there must stay: it is not ours,
    or something on it could not be read. ``set_aside``: the sheet that is there holds something
    of the clerk's own and is to be kept under another name.
    """

    diagnostics: list[Diagnostic]
    declensions: list[Declension]
    dictionary: Dictionary
    learnt: int = 0
    content: bytes | None = None
    set_aside: bool = False


def review_cases(order: CasesOrder) -> CasesOutcome:
    """Books, dictionary and the sheet that is there → the next dictionary and sheet.

    Nothing is written here. Raises ``Refusal`` where the dictionary can't be read.
    """
    self_test()
    dictionary, faults = read_dictionary(order.dictionary)
    outcome = CasesOutcome(faults, [], dictionary)
    may_write = True
    if _is_there(order.sheet):
        corrections = read_corrections(order.sheet)
        outcome.diagnostics += corrections.diagnostics
        outcome.dictionary = dictionary.corrected(corrections.entries)
        known = set(dictionary.lines())
        outcome.learnt = sum(line not in known for line in outcome.dictionary.lines())
        outcome.set_aside = corrections.has_more
        may_write = not corrections.is_broken
    sheets: tuple[type[Record], ...] = (Organisation, Person)
    reading = read_tables(order.workbooks, order.directory, sheets)
    tables, references = link(reading.tables)
    outcome.declensions, told = declined_names(tables, outcome.dictionary)
    outcome.diagnostics += [*reading.diagnostics, *references, *told]
    if may_write and outcome.declensions:
        outcome.content = declensions_bytes(outcome.declensions)
    return outcome


def _make_each(
    planned: Sequence[PlannedPaper],
    drafts: Drafts,
    shelf: Shelf | None,
    outcome: Outcome,
    progress: Progress | None,
) -> None:
    for done, paper in enumerate(planned, 1):
        prepared = drafts.prepare(paper)
        placement = (
            shelf.left_alone(paper.identity, prepared.fingerprint) if shelf and prepared else None
        )
        draft = drafts.render(prepared) if prepared and not placement else None
        if shelf and draft:
            placement = shelf.lay(draft)
        if placement:
            outcome.diagnostics += placement.diagnostics
        made = placement.outcome is not Laid.HELD if placement else bool(draft)
        if made:
            outcome.made.append((paper, placement))
        else:
            outcome.refused.append(paper)
        if progress:
            progress(done, len(planned))
