"""What people did to papers: files compared, edits told, a new draft brought into an edited file.

Stands beside ``drafting``: it knows which rooms work on one file, not the order of a run.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from docgen.comparison.differences import Change, Difference
from docgen.comparison.tracked import tracked_file
from docgen.diagnostics import Diagnostic
from docgen.opc.finished import FinishedPaper, open_paper, paper_of


@dataclass(frozen=True)
class Comparison:
    """Two files side by side. ``old``, ``new``: how they are called; ``tracked``: the bytes of
    the old file with tracked changes, ``None`` when nothing differs."""

    old: str
    new: str
    found: tuple[Difference, ...]
    tracked: bytes | None

    @property
    def counts(self) -> Counter[Change]:
        """How many differences there are of each sort."""
        return Counter(each.change for each in self.found)


def compare_files(old: Path, new: Path) -> tuple[Comparison | None, list[Diagnostic]]:
    """What differs between two Word files; ``None`` when one of them can't be read."""
    left, faults = open_paper(old)
    right, more = open_paper(new)
    return _compared(left, right, (old.name, new.name)), [*faults, *more]


def compare_with_former(
    former: bytes, name: str, new: Path
) -> tuple[Comparison | None, list[Diagnostic]]:
    """The same for a former version that is in memory."""
    left, faults = paper_of(former, name)
    right, more = open_paper(new)
    return _compared(left, right, (name, new.name)), [*faults, *more]


def _compared(
    left: FinishedPaper | None, right: FinishedPaper | None, names: tuple[str, str]
) -> Comparison | None:
    if left is None or right is None:
        return None
    content, found = tracked_file(left, right)
    return Comparison(*names, tuple(found), content if found else None)
