"""Clauses in which a returned file differs from the one that was sent: ours and theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.comparison.alignment import gaps
from docgen.comparison.matching import matched
from docgen.comparison.numbering import clause_numbers
from docgen.comparison.reading import Unit, readable, texts_of
from docgen.opc.finished import FinishedPaper

ABSENT = "пункт отсутствует"
EXCLUDE = "пункт исключить"
_WRITTEN = re.compile(r"^\s*(\d+(?:\.\d+)+)\.?\s|^\s*(\d+)\.\s")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class ClauseDispute:
    """A clause: where it stands («пункт 3.2»), what we sent, what they want."""

    point: str
    ours: str
    theirs: str


def disputes(sent: FinishedPaper, returned: FinishedPaper) -> list[ClauseDispute]:
    """Clauses of the body that say something else, in the order of the text.

    Their tracked changes count as their wording. Spaces and looks are no disagreement. Uses up
    the trees of both papers.
    """
    mine, theirs = texts_of(sent)[0], texts_of(returned)[0]
    points = {
        **_points(mine.units, clause_numbers(mine.root, sent.package)),
        **_points(theirs.units, clause_numbers(theirs.root, returned.package)),
    }
    left, right = mine.units, theirs.units
    pairs = matched(left, right)
    within = (0, len(left), 0, len(right))
    found: list[tuple[int, int, ClauseDispute]] = []
    for a, b in pairs:
        if _plain(left[a].text) != _plain(right[b].text):
            found.append((a, b, _dispute(left[a], right[b], points)))
    for a, b, c, d in gaps(pairs, within):
        found += [(n, c, _dispute(left[n], None, points)) for n in range(a, b)]
        found += [(b, n, _dispute(None, right[n], points)) for n in range(c, d)]
    return [each for _, _, each in sorted(found, key=lambda entry: entry[:2])]


def _dispute(ours: Unit | None, theirs: Unit | None, points: Mapping[Unit, str]) -> ClauseDispute:
    known: Sequence[Unit] = [unit for unit in (ours, theirs) if unit is not None]
    return ClauseDispute(
        points[known[0]],
        readable(ours.text) if ours else ABSENT,
        readable(theirs.text) if theirs else EXCLUDE,
    )


def _points(units: Sequence[Unit], numbers: Mapping[Any, str]) -> dict[Unit, str]:
    """How a lawyer names each unit: «пункт 3.2», «абзац 2 пункта 3.2»; a row by its table."""
    found = {}
    clause, behind = "", 0
    for unit in units:
        number = "" if unit.is_row else numbers.get(unit.element, "")
        if not number and not unit.is_row and (written := _WRITTEN.match(unit.text)):
            number = written[1] or written[2]
        if number:
            clause, behind = number, 1
            found[unit] = f"пункт {number}"
        elif clause and not unit.is_row:
            behind += 1
            found[unit] = f"абзац {behind} пункта {clause}"
        else:
            found[unit] = unit.place
    return found


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).replace("\u2011", "-").strip()
