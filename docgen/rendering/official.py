"""A draft made official: the mark «ПРОЕКТ» goes, the text stays as it was read.

Nothing is rendered anew: what was agreed on is what is in the file, hand edits included.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from docgen.diagnostics import Diagnostic, diagnose
from docgen.opc.finished import paper_of
from docgen.opc.wordprocessing import R, T, w
from docgen.opc.writing import write_package
from docgen.passport import Passport, stamp
from docgen.rendering.code_picture import (
    code_of,
    library_missing,
    picture_of,
    picture_part,
    words_of,
)
from docgen.rendering.layout import DRAFT_BOOKMARK, DRAFT_WORD
from docgen.rendering.sending import check_before_sending

_NOT_YET = frozenset({"sending-draft", "sending-blank-number", "sending-author"})
"""Findings of the gate that concern sending alone: approval itself takes the mark away, the
number comes later, and names of authors go with the new properties."""


def check_before_approval(content: bytes, shown: str) -> list[Diagnostic]:
    """What keeps a file from being approved: tracked changes, comments, hidden text, ties."""
    paper, faults = paper_of(content, shown)
    if paper is None:
        return faults
    found = [d for d in check_before_sending(paper) if d.code not in _NOT_YET]
    if picture_part(paper) and (missing := library_missing()):
        # An official paper with the code of a draft would come back as a draft.
        words, hint = missing
        found.append(diagnose("qr-library-missing", paper.origin(), words, hint=hint))
    return [*faults, *found]


def made_official(
    content: bytes, shown: str, passport: Passport
) -> tuple[bytes | None, list[Diagnostic]]:
    """The file without «ПРОЕКТ», with this passport and a seal; ``None`` with the reasons for one
    that can't be read. A QR code that it bears becomes that of the official paper."""
    from lxml import etree

    paper, faults = paper_of(content, shown)
    if paper is None:
        return None, faults
    parts = {name: paper.package.read(name) for name in paper.package.names()}
    for part in paper.parts:
        root = paper.package.xml(part.name)
        if _unmark(root):
            parts[part.name] = etree.tostring(
                root, encoding="UTF-8", xml_declaration=True, standalone=True
            )
    if picture := picture_part(paper):
        code = code_of(passport, words_of(paper) if passport.edited else "")
        parts[picture] = picture_of(code)
        passport = replace(passport, printed_code=code)
    else:
        passport = replace(passport, printed_code="")
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


def said_otherwise(former: bytes, latter: bytes, shown: str) -> list[str] | None:
    """Paragraphs of the first file that do not stand in the second like that, then those that the
    second has more; ``None`` when one of them can't be read."""
    import difflib

    texts = []
    for content in (former, latter):
        paper, _ = paper_of(content, shown)
        if paper is None:
            return None
        texts.append([p.text.strip() for p in paper.passages() if DRAFT_WORD not in p.text])
    before, after = texts
    steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    return [text for _, a, b, c, d in changed for text in (before[a:b] if b > a else after[c:d])]
