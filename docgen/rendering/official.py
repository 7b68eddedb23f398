"""A draft made official: the mark «ПРОЕКТ» goes, the text stays as it was read.

Nothing is rendered anew: what was agreed on is what is in the file, hand edits included.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docgen.diagnostics import Diagnostic
from docgen.opc.finished import open_paper
from docgen.opc.wordprocessing import R, T, w
from docgen.opc.writing import write_package
from docgen.passport import Passport, stamp
from docgen.rendering.layout import DRAFT_BOOKMARK, DRAFT_WORD
from docgen.rendering.sending import check_before_sending

_NOT_YET = frozenset({"sending-draft", "sending-blank-number", "sending-author"})
"""Findings of the gate that concern sending alone: approval itself takes the mark away, the
number comes later, and names of authors go with the new properties."""


def check_before_approval(path: Path, shown: str) -> list[Diagnostic]:
    """What keeps a file from being approved: tracked changes, comments, hidden text, ties."""
    paper, faults = open_paper(path, shown)
    if paper is None:
        return faults
    found = [d for d in check_before_sending(paper) if d.code not in _NOT_YET]
    return [*faults, *found]


def made_official(path: Path, passport: Passport) -> tuple[bytes | None, list[Diagnostic]]:
    """The file without «ПРОЕКТ», with this passport and a seal; ``None`` with the reasons for one
    that can't be read."""
    from lxml import etree

    paper, faults = open_paper(path)
    if paper is None:
        return None, faults
    parts = {name: paper.package.read(name) for name in paper.package.names()}
    for part in paper.parts:
        root = paper.package.xml(part.name)
        if _unmark(root):
            parts[part.name] = etree.tostring(
                root, encoding="UTF-8", xml_declaration=True, standalone=True
            )
    return write_package(stamp(parts, passport)), faults


def _unmark(root: Any) -> bool:
    """Take the marks out of a part; whether there were any."""
    found = False
    for start in [
        mark
        for mark in root.iter(w("bookmarkStart"))
        if mark.get(w("name"), "").startswith(DRAFT_BOOKMARK)
    ]:
        found = True
        number, after = start.get(w("id")), start.getnext()
        start.getparent().remove(start)
        while after is not None:
            following = after.getnext()
            ended = after.tag == w("bookmarkEnd") and after.get(w("id")) == number
            if after.tag == R and not _is_ours(after) and not ended:
                break  # words of the clerk's own stand inside the mark
            after.getparent().remove(after)
            if ended:
                break
            after = following
    return found


def _is_ours(run: Any) -> bool:
    """Whether a run is a piece of the mark: its word, a part of it, or the tab before."""
    text = "".join(t.text or "" for t in run.iter(T)).strip()
    return not text or text in DRAFT_WORD
