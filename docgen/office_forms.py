"""The office's own forms of names: its dictionary, and the sheet on which they are corrected.

Books → all names in cases → the sheet «Склонения» → the dictionary that wins in every paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose
from docgen.documents.declined import declined_names
from docgen.records.directory import Organisation, Person
from docgen.records.linking import link
from docgen.records.schema import Record
from docgen.russian import Declension, Dictionary, read_dictionary, self_test
from docgen.workbook.declensions import declensions_bytes, read_corrections
from docgen.workbook.reading import read_tables

DICTIONARY_NAME = "словарь.tsv"
"""The office's dictionary of forms, beside the first workbook."""
CASES_NAME = "Склонения.xlsx"
"""The sheet on which its forms are corrected, beside the first workbook."""


def confirmed_forms(named: Path | None, folder: Path) -> tuple[Dictionary, list[Diagnostic]]:
    """The dictionary with what stands corrected on the sheet but was not taken over yet.

    So a correction counts from the moment it is saved; only ``review_cases`` writes it down.
    ``named`` is a dictionary in another place than ``folder``, where both lie by default.
    Raises ``Refusal`` where it is not there or can't be read.
    """
    if named is not None and not _is_there(named):
        raise Refusal(
            f"нет словаря склонений «{named}»",
            hint="проверьте параметр --dictionary; словарь делает docgen cases",
            exit_code=2,
        )
    path = named or folder / DICTIONARY_NAME
    dictionary, diagnostics = read_dictionary(path) if _is_there(path) else (Dictionary(), [])
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
    column_map: Path | None = None


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
    reading = read_tables(order.workbooks, order.directory, sheets, column_map=order.column_map)
    tables, references = link(reading.tables)
    outcome.declensions, told = declined_names(tables, outcome.dictionary)
    outcome.diagnostics += [*reading.diagnostics, *references, *told]
    if may_write and outcome.declensions:
        outcome.content = declensions_bytes(outcome.declensions)
    return outcome
