"""The map of requirements: which element of which paper comes from which cells.

Data (``requirement_maps/``, a file for each family), so that a person who knows the law can read
and mend it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
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
    ``rules``: names of rules of the checks.
    """

    id: str
    title: str
    kinds: tuple[str, ...]
    cells: tuple[Cell, ...] = ()
    shown: tuple[Cell, ...] = ()
    unprinted: tuple[Cell, ...] = ()
    words: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@cache
def load_requirements() -> Mapping[str, Requirement]:
    """The maps of all families as one, by id, in the order of the files.

    Raises ``KeyError`` when a line names a sheet or column that is not in the schema,
    ``ValueError`` when two families describe one element.
    """
    folder = resources.files("docgen.documents").joinpath("requirement_maps")
    table: dict[str, Any] = {}
    for source in sorted(folder.iterdir(), key=lambda entry: entry.name):
        family = tomllib.loads(source.read_text(encoding="utf-8"))
        if twice := table.keys() & family.keys():
            raise ValueError(f"{source.name}: {sorted(twice)}")
        table |= family
    return {
        name: Requirement(
            id=name,
            title=given["title"],
            kinds=tuple(given["kinds"]),
            cells=_cells(given, "cells"),
            shown=_cells(given, "shown"),
            unprinted=_cells(given, "unprinted"),
            words=tuple(given.get("words", ())),
            rules=tuple(given.get("rules", ())),
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
