"""The map of requirements: which element of which paper comes from which cells.

Data (``requirement_maps/``, a file for each family), so that a person who knows the law can read
and mend it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

from docgen.records.schema import Column, Record, columns_of
from docgen.records.workbooks import SHEETS


@dataclass(frozen=True)
class Cell:
    """A column of a sheet."""

    record: type[Record]
    column: Column


@dataclass(frozen=True)
class Requirement:
    """One element that papers of ``kinds`` must contain.

    ``cells``: without them the paper is refused. ``shown``: in the paper when given.
    ``unprinted``: those of ``cells`` that only checks look at. ``words``: constant text.
    ``absent``: text that no paper of the kinds may say. ``rules``: names of rules of the checks.
    ``tests``: tests that prove what rows cannot (layout, the set of files). ``not_applicable``:
    why nothing of this is to be met by a paper; empty for every other requirement.
    """

    id: str
    title: str
    kinds: tuple[str, ...]
    cells: tuple[Cell, ...] = ()
    shown: tuple[Cell, ...] = ()
    unprinted: tuple[Cell, ...] = ()
    words: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    not_applicable: str = ""


_KEYS = {f.name for f in fields(Requirement)} - {"id"}


@cache
def load_requirements() -> Mapping[str, Requirement]:
    """The maps of all families as one, by id, in the order of the files.

    Raises ``KeyError`` when a line names a sheet or column that is not in the schema,
    ``ValueError`` when two families describe one element, ``TypeError`` for a key that is none.
    """
    folder = resources.files("docgen.documents").joinpath("requirement_maps")
    table: dict[str, Any] = {}
    for source in sorted(folder.iterdir(), key=lambda entry: entry.name):
        family = tomllib.loads(source.read_text(encoding="utf-8"))
        if twice := table.keys() & family.keys():
            raise ValueError(f"{source.name}: {sorted(twice)}")
        for name, given in family.items():
            if stray := given.keys() - _KEYS:
                raise TypeError(f"{source.name}: {name}: {sorted(stray)}")
        table |= family
    return {
        name: Requirement(
            id=name,
            title=given["title"],
            kinds=tuple(given.get("kinds", ())),
            cells=_cells(given, "cells"),
            shown=_cells(given, "shown"),
            unprinted=_cells(given, "unprinted"),
            words=tuple(given.get("words", ())),
            absent=tuple(given.get("absent", ())),
            rules=tuple(given.get("rules", ())),
            tests=tuple(given.get("tests", ())),
            not_applicable=given.get("not_applicable", ""),
        )
        for name, given in table.items()
    }


def _cells(given: Mapping[str, list[str]], key: str) -> tuple[Cell, ...]:
    return tuple(_cell(address) for address in given.get(key, ()))


def _cell(address: str) -> Cell:
    sheet, _, heading = address.partition("/")
    for record in SHEETS:
        if record.SHEET.title == sheet:
            for column in columns_of(record):
                if column.heading == heading:
                    return Cell(record, column)
    raise KeyError(address)
