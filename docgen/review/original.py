"""A returned file as it was before its tracked changes: what differs then was changed unmarked.

Inserted words, rows and paragraphs go, deleted and moved ones come back. The file itself is not
touched, a copy is made in memory.
"""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

from docgen.opc.finished import FinishedPaper
from docgen.opc.wordprocessing import PPR, RPR, TC, TR, P, T, enclosing, local, w
from docgen.opc.writing import write_package

_CAME = (w("ins"), w("moveTo"))
_WENT = (w("del"), w("moveFrom"))


def without_changes(paper: FinishedPaper) -> bytes:
    """The file with every tracked change rejected, comments as they are.

    Raises ``BrokenPart`` when a part can't be read.
    """
    package = paper.package
    parts = {name: package.read(name) for name in package.names()}
    for part in paper.parts:
        root = deepcopy(part.root)
        _reject(root)
        parts[part.name] = _serialized(root)
    return write_package(parts)


def _reject(root: Any) -> None:
    for mark in list(root.iter(*_CAME, w("cellIns"))):
        properties = mark.getparent()
        if properties is not None and local(properties) in ("trPr", "tcPr"):
            holder = enclosing(properties, TR if local(properties) == "trPr" else TC)
            if holder is not None and holder.getparent() is not None:
                holder.getparent().remove(holder)
    for paragraph in list(root.iter(P)):
        if _end_came(paragraph):
            _join_with_next(paragraph)
    for mark in list(root.iter(*_CAME)):
        if mark.getparent() is not None:
            mark.getparent().remove(mark)
    for mark in list(root.iter(*_WENT)):
        _unwrap(mark)
    for text in root.iter(w("delText")):
        text.tag = T
    for table in list(root.iter(w("tbl"))):
        if table.find(TR) is None and table.getparent() is not None:
            table.getparent().remove(table)


def _end_came(paragraph: Any) -> bool:
    properties = paragraph.find(f"{PPR}/{RPR}")
    return properties is not None and any(child.tag in _CAME for child in properties)


def _join_with_next(paragraph: Any) -> None:
    """The end of this paragraph was inserted: what it holds belongs to the next one."""
    following = paragraph.getnext()
    if following is None or following.tag != P:
        return
    properties = following.find(PPR)
    at = 0 if properties is None else 1
    for child in [c for c in paragraph if c.tag != PPR]:
        following.insert(at, child)
        at += 1
    paragraph.getparent().remove(paragraph)


def _unwrap(mark: Any) -> None:
    parent = mark.getparent()
    if parent is None:
        return
    at = parent.index(mark)
    if local(parent) not in ("rPr", "trPr", "tcPr"):
        for child in list(mark):
            parent.insert(at, child)
            at += 1
    parent.remove(mark)


def _serialized(root: Any) -> bytes:
    # The tree knows how to write itself; this room has no door to the library that made it.
    tree = root.getroottree()
    stream = io.BytesIO()
    tree.write(stream, encoding="UTF-8", xml_declaration=True, standalone=True)
    return stream.getvalue()
