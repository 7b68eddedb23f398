"""What a kind of paper needs from code: four questions about one subject row.

Kinds themselves are data (``kinds``); a builder is chosen there by name. The generic builder
(``row``) answers for kinds that need no code at all.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.diagnostics import Diagnostic
from docgen.records.schema import Record
from docgen.records.tables import Tables
from docgen.russian import Dictionary


def _always(subject: Any, tables: Tables) -> tuple[bool, list[Diagnostic]]:
    return True, []


def _of_the_day(subject: Any, run_day: datetime.date) -> tuple[datetime.date, datetime.date | None]:
    return run_day, None


def _itself(row: Any, tables: Tables) -> Sequence[Any]:
    return (row,)


def _no_names(subject: Any, tables: Tables) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Builder:
    """How the papers of a kind are composed from one row of the sheet.

    ``record`` is the class of the subject, ``None`` for any. ``context_of`` gives the class
    whose terms a template may use, for a subject among the sheets that a run may read.
    ``build`` returns the context, or ``None`` and the reasons; the dictionary is the office's.
    ``subjects`` are the subjects that a row of the sheet gives: itself, or several with codes of
    their own, where one row asks for several papers of a kind.
    ``sources`` are all records that the paper is made of: a fault in one of them holds it.
    ``due`` says whether the paper is made for this row at all. ``names`` are words for the
    file name beside the fields of the row; ``name_fields`` lists them. ``period`` is the date by
    which the law of the paper is judged, for a run of a given day, and its last day in force.
    """

    record: type[Record] | None
    context_of: Callable[[type[Record], Sequence[type[Record]]], type[Any]]
    build: Callable[[Any, Tables, Dictionary], tuple[Any | None, list[Diagnostic]]]
    sources: Callable[[Any, Tables], tuple[Record, ...]]
    subjects: Callable[[Any, Tables], Sequence[Any]] = _itself
    due: Callable[[Any, Tables], tuple[bool, list[Diagnostic]]] = _always
    names: Callable[[Any, Tables], Mapping[str, str]] = _no_names
    name_fields: tuple[str, ...] = ()
    period: Callable[[Any, datetime.date], tuple[datetime.date, datetime.date | None]] = _of_the_day


def distinct(rows: list[Record | None]) -> tuple[Record, ...]:
    """Rows without repetitions and gaps, in order of first mention."""
    return tuple({id(row): row for row in rows if row is not None}.values())
