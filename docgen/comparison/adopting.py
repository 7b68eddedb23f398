"""Pieces of one file made fit for another: its styles, its lists, and no ties that lead nowhere."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docgen.comparison.accepting import settle
from docgen.opc.reading import BrokenPart, Package, parse_xml
from docgen.opc.wordprocessing import PPR, R_NS, R, local, w

_STYLED = ("pStyle", "rStyle", "tblStyle")
_LEFT_BEHIND = frozenset(
    map(
        w,
        (
            *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"),
            *("commentReference", "footnoteReference", "endnoteReference", "permStart"),
            *("permEnd", "proofErr", "lastRenderedPageBreak", "drawing", "pict", "object"),
        ),
    )
)
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


class Adoption:
    """From one file into another. Styles are known again by their names."""

    def __init__(self, source: Package, target: Package) -> None:
        theirs = _style_names(source)
        ours = {name: style for style, name in _style_names(target).items()}
        self._styles = {style: ours[name] for style, name in theirs.items() if name in ours}
        self._lists: dict[str, str] = {}
        self._same_lists = _part_of(source, "numbering") == _part_of(target, "numbering")

    def learn_lists(self, ours: Any, theirs: Any) -> None:
        """Two paragraphs are each other's: so are the lists that they belong to."""
        own, other = _list_of(ours), _list_of(theirs)
        if own and other:
            self._lists.setdefault(other, own)

    def paragraph(self, element: Any) -> Any:
        """A copy of a paragraph."""
        return self._fit(element)

    def row(self, element: Any) -> Any:
        """A copy of a row."""
        return self._fit(element)

    def table(self, element: Any) -> Any:
        """A copy of a table without its rows."""
        made = element.makeelement(element.tag)
        made.extend(deepcopy(child) for child in element if local(child) in ("tblPr", "tblGrid"))
        return self._fit(made)

    def _fit(self, element: Any) -> Any:
        made = deepcopy(element)
        made.tail = None
        settle(made)
        for child in list(made.iter()):
            if child.tag in _LEFT_BEHIND or child.tag == _ALTERNATE:
                child.getparent().remove(child)
            elif local(child) in ("hyperlink", "sdt", "sdtContent", "smartTag", "fldSimple"):
                self._open(child)
        for child in list(made.iter()):
            name = local(child)
            if name in _STYLED:
                known = self._styles.get(child.get(w("val"), ""))
                if known:
                    child.set(w("val"), known)
                else:
                    child.getparent().remove(child)
            elif name == "numId":
                self._fit_list(child)
            elif name == "sectPr":
                child.getparent().remove(child)
        for run in list(made.iter(R)):
            if not any(local(child) != "rPr" for child in run):
                run.getparent().remove(run)
        for child in made.iter():
            for attribute in [a for a in child.attrib if a.startswith(f"{{{R_NS}}}")]:
                del child.attrib[attribute]
        return made

    def _fit_list(self, number: Any) -> None:
        wanted = number.get(w("val"), "")
        if self._same_lists or wanted == "0":
            return
        known = self._lists.get(wanted)
        if known:
            number.set(w("val"), known)
        else:
            numbering = number.getparent()
            numbering.getparent().remove(numbering)

    def _open(self, holder: Any) -> None:
        """Leave what a control or a link holds, and drop the tie itself."""
        parent = holder.getparent()
        if parent is None:
            return
        at = parent.index(holder)
        content = [child for child in holder if local(child) not in ("sdtPr", "sdtEndPr")]
        for child in reversed(content):
            parent.insert(at, child)
        parent.remove(holder)


def _style_names(package: Package) -> dict[str, str]:
    """Styles of a file: id → kind and name, which programs keep where they rename ids."""
    styles = tree_of(package, "styles")
    found = {}
    if styles is not None:
        for style in styles.iter(w("style")):
            name = style.find(w("name"))
            words = name.get(w("val"), "") if name is not None else ""
            kind = style.get(w("type"), "")
            found[style.get(w("styleId"), "")] = f"{kind} {words.casefold()}"
    return found


def _part_of(package: Package, kind: str) -> bytes:
    for relationship in package.relationships(package.main_part):
        if relationship.type.rpartition("/")[2] == kind and package.has(relationship.target):
            try:
                return package.read(relationship.target)
            except BrokenPart:
                return b""
    return b""


def tree_of(package: Package, kind: str) -> Any | None:
    """A part that hangs on the main one, by the last word of its relationship; ``None`` when
    there is none."""

    part = _part_of(package, kind)
    try:
        return parse_xml(part) if part else None
    except BrokenPart:
        return None


def _list_of(paragraph: Any) -> str:
    number = paragraph.find(f"{PPR}/{w('numPr')}/{w('numId')}")
    return number.get(w("val"), "") if number is not None else ""
