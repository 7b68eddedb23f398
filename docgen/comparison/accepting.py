"""Tracked changes of a part accepted or rejected, as Word does it.

Changes of formatting alone are taken as they are shown.
"""

from __future__ import annotations

from typing import Any

from docgen.opc.wordprocessing import PPR, RPR, SECTPR, TBL, TC, TR, P, T, local, w

_ADDED = ("ins", "moveTo")
_GONE = ("del", "moveFrom")
_NOTES = frozenset(
    map(
        w,
        (
            *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange"),
            *("tcPrChange", "trPrChange", "tblGridChange", "numberingChange"),
            *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
            *("cellMerge", "customXmlInsRangeStart", "customXmlInsRangeEnd"),
            *("customXmlDelRangeStart", "customXmlDelRangeEnd"),
        ),
    )
)


def settle(root: Any, *, accept: bool = True) -> int:
    """Accept (or reject) every tracked change below ``root``; how many there were."""
    stays, goes = (_ADDED, _GONE) if accept else (_GONE, _ADDED)
    count = 0
    for note in [e for e in root.iter() if e.tag in _NOTES]:
        note.getparent().remove(note)
        count += 1
    marks = list(root.iter(*map(w, (*_ADDED, *_GONE, "cellIns", "cellDel"))))
    joined = []
    for mark in marks:
        parent = mark.getparent()
        if parent is None:
            continue
        count += 1
        name = local(mark)
        if name in ("cellIns", "cellDel"):
            parent.remove(mark)
            if (name == "cellDel") == accept:
                _drop(parent.getparent())
        elif parent.tag == w("trPr"):
            parent.remove(mark)
            if name in goes:
                _drop(parent.getparent())
        elif parent.tag == RPR and parent.getparent().tag == PPR:
            parent.remove(mark)
            if name in goes:
                joined.append(parent.getparent().getparent())
        elif parent.tag == RPR:
            parent.remove(mark)
        elif name in stays:
            _unwrap(mark)
        else:
            parent.remove(mark)
    for deleted in list(root.iter(w("delText"), w("delInstrText"))):
        deleted.tag = T if deleted.tag == w("delText") else w("instrText")
    for paragraph in joined:
        _join_with_next(paragraph)
    for table in list(root.iter(TBL)):
        if next(table.iter(TR), None) is None:
            _drop(table)
    return count


def has_tracked_changes(root: Any) -> bool:
    """Whether somebody's changes wait to be accepted or rejected."""
    names = (*_ADDED, *_GONE, "cellIns", "cellDel")
    return next(root.iter(*map(w, names), *_NOTES), None) is not None


def _unwrap(element: Any) -> None:
    parent, index = element.getparent(), element.getparent().index(element)
    for child in reversed(list(element)):
        parent.insert(index, child)
    parent.remove(element)


def _drop(element: Any) -> None:
    if element is not None and element.getparent() is not None:
        element.getparent().remove(element)


def _join_with_next(paragraph: Any) -> None:
    """A paragraph whose mark goes flows into the next one."""
    if paragraph.getparent() is None:
        return
    following = paragraph.getnext()
    while following is not None and following.tag not in (P, TBL, SECTPR, w("sdt")):
        following = following.getnext()
    content = [child for child in paragraph if child.tag != PPR]
    if following is not None and following.tag == P:
        properties = following.find(PPR)
        at = 0 if properties is None else following.index(properties) + 1
        for child in reversed(content):
            following.insert(at, child)
        _drop(paragraph)
    elif not any(child.tag == w("r") for child in content) and not _holds_its_cell(paragraph):
        _drop(paragraph)


def _holds_its_cell(paragraph: Any) -> bool:
    """A cell must end with a paragraph."""
    return paragraph.getparent().tag == TC and paragraph.getnext() is None
