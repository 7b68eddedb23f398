"""What people did to papers: files compared, edits told, a new draft brought into an edited file.

Stands beside ``drafting``: it knows which rooms work on one file, not the order of a run.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docgen.comparison.accepting import has_tracked_changes
from docgen.comparison.adopting import Adoption
from docgen.comparison.differences import Change, Difference
from docgen.comparison.disagreements import disputes
from docgen.comparison.merging import Conflict, merge
from docgen.comparison.reading import all_keys, readable, texts_of
from docgen.comparison.tracked import bytes_with, tracked_file
from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose, shorten
from docgen.opc.finished import FinishedPaper, open_paper, paper_of
from docgen.opc.reading import BrokenPart
from docgen.passport import CUSTOM_PART, read_passport, renewed
from docgen.register import Draft, Merged, former_version
from docgen.rendering.code_picture import with_code_of

_LONG_NUMBER = re.compile(r"\d(?:[\d \u00a0-]{7,})\d")
_QUOTED = 60


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
    paper: Path, out: Path, moment: datetime
) -> tuple[Comparison | None, list[Diagnostic]]:
    """A paper of ours beside what it was: see ``former_version``.

    Raises ``Refusal`` when the folder of papers knows nothing of it.
    """
    right, faults = open_paper(paper)
    if right is None:
        return None, faults
    former = former_version(out, moment, paper.read_bytes())
    if former is None:
        raise Refusal(
            f"прежней версии бумаги {paper.name} нет",
            hint="назовите два файла или папку бумаг, в которой её сделали: --papers ПАПКА",
            exit_code=2,
        )
    name, content = former
    left, more = paper_of(content, name)
    return _compared(left, right, (name, paper.name)), [*faults, *more]


def compare_with_draft(
    paper: Path, draft: bytes, shown: str
) -> tuple[Comparison | None, list[Diagnostic]]:
    """A paper beside a draft that lies nowhere; ``shown``: how the draft is called."""
    left, faults = paper_of(draft, shown)
    right, more = open_paper(paper)
    return _compared(left, right, (shown, paper.name)), [*faults, *more]


def disagreements(
    sent: Path, returned: Path, agreement: str, party: str
) -> tuple[bytes | None, int, list[Diagnostic]]:
    """A workbook with the sheet «Разногласия» from a file that the other side returned, and how
    many clauses are on it; ``None`` when a file can't be read or nothing differs.

    ``agreement``, ``party``: codes of the agreement and of the organisation that objects.
    """
    from docgen.records.letters import Disagreement
    from docgen.workbook.blank import workbook_bytes

    left, faults = open_paper(sent)
    right, more = open_paper(returned)
    if left is None or right is None:
        return None, 0, [*faults, *more]
    found = disputes(left, right)
    rows = [
        {
            "agreement": agreement,
            "point": each.point,
            "draft_wording": each.ours,
            "organisation": party,
            "own_wording": each.theirs,
        }
        for each in found
    ]
    book = workbook_bytes((Disagreement,), {Disagreement: rows}) if rows else None
    return book, len(rows), [*faults, *more]


def _compared(
    left: FinishedPaper | None, right: FinishedPaper | None, names: tuple[str, str]
) -> Comparison | None:
    if left is None or right is None:
        return None
    content, found = tracked_file(left, right)
    return Comparison(*names, tuple(found), content if found else None)


# --- a new draft in an edited file ---------------------------------------------------------------


def bring_in(base: bytes, edited: bytes, draft: Draft, shown: str) -> Merged | None:
    """The merge that the shelf asks for: ``None`` where anything is odd, and then the draft is
    laid beside.

    A file with tracked changes of somebody's is left alone, so is one that is a draft no more.
    What was made is merged once more: it must come out as it is.
    """
    if draft.passport.state:
        return None
    made = _merged(base, edited, draft, shown)
    if made is None or made.content is None:
        return made
    again = _merged(base, made.content, draft, shown)
    if again is None or again.changes or (again.conflicts and not made.conflicts):
        return None
    return made


def _merged(base: bytes, edited: bytes, draft: Draft, shown: str) -> Merged | None:
    papers = [paper_of(content, shown)[0] for content in (base, edited, draft.content)]
    laid, hand, new = papers
    if laid is None or hand is None or new is None:
        return None
    if any(has_tracked_changes(part.root) for part in hand.parts):
        return None
    try:
        texts = [texts_of(paper) for paper in (laid, hand, new)]
        if all_keys(texts[0]) == all_keys(texts[2]):
            # Not a word is new: whether the looks are, the clerk must see for herself.
            same = laid.package.read(laid.package.main_part) == new.package.read(
                new.package.main_part
            )
            return Merged(None, 0) if same else None
        ours = texts[1]
        result = merge(texts[0], ours, texts[2], Adoption(new.package, hand.package))
        custom = hand.package.read(CUSTOM_PART)
        if not result.conflicts:
            custom = renewed(custom, read_passport(draft.content) or draft.passport) or b""
        if not custom:
            return None
        content = bytes_with(hand, ours, custom)
        if not result.conflicts:
            content = with_code_of(content, draft.content)
    except BrokenPart:
        return None
    conflicts = tuple(
        _told("merge-conflict", each, shown, draft.personal) for each in result.conflicts
    )
    notes = tuple(_told("merge-order", each, shown, draft.personal) for each in result.both)
    if conflicts and not result.changes:
        return Merged(None, 0, conflicts, notes)
    return Merged(content, result.changes, conflicts, notes)


def _told(code: str, conflict: Conflict, shown: str, personal: bool) -> Diagnostic:
    """The words of both sides are shown, but for papers that name children."""
    if code == "merge-order":
        message = "на одно место добавлено и вручную, и по данным, в файле есть и то и другое"
        if not personal:
            message += f": вручную {_quoted(conflict.by_hand)}, по данным {_quoted(conflict.new)}"
        hint = "проверьте порядок и номера строк"
    else:
        message = "это место изменено и вручную, и в данных, оставлен текст из файла"
        if not personal:
            message += (
                f": было {_quoted(conflict.was)}, вручную {_quoted(conflict.by_hand)}, "
                f"по данным {_quoted(conflict.new)}"
            )
        hint = "впишите в файл то, что верно; новая версия целиком лежит рядом"
    return diagnose(code, Origin(shown, label=conflict.place), message, hint=hint)


def _quoted(text: str) -> str:
    """A few words of a text, without long numbers: those may be somebody's documents."""
    shown = _LONG_NUMBER.sub("…", readable(text))
    return f"«{shorten(shown, _QUOTED)}»" if shown.strip() else "ничего"
