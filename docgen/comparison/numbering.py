"""Numbers of clauses as Word shows them: they stand in no text, the program counts them.

ECMA-376 part 1, 17.9: a paragraph has its list from its own properties or from its style.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.comparison.adopting import tree_of
from docgen.opc.reading import Package
from docgen.opc.wordprocessing import PPR, P, w

_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 9


@dataclass
class _List:
    """An abstract list: what each level shows and where it starts."""

    shown: dict[int, str] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    counted: dict[int, int] = field(default_factory=dict)

    def next(self, level: int) -> str:
        """The number of the next paragraph on a level; empty for a bullet."""
        self.counted[level] = self.counted.get(level, self.starts.get(level, 1) - 1) + 1
        for deeper in [known for known in self.counted if known > level]:
            del self.counted[deeper]

        def number(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            return str(self.counted.get(at, self.starts.get(at, 1)))

        return _PLACE.sub(number, self.shown.get(level, "")).strip(" .)")


def clause_numbers(root: Any, package: Package) -> Mapping[Any, str]:
    """Numbers such as «3.2» of the paragraphs of a part that have one."""
    lists, by_style = _lists(package), _styled(package)
    found = {}
    for paragraph in root.iter(P):
        number, level = _list_of(paragraph)
        style = paragraph.find(f"{PPR}/{w('pStyle')}")
        if not number and style is not None:
            number, level = by_style.get(style.get(w("val"), ""), ("", 0))
        known = lists.get(number)
        if known is not None and (label := known.next(level)):
            found[paragraph] = label
    return found


def _lists(package: Package) -> dict[str, _List]:
    """Lists by the number under which paragraphs name them; those of one kind count together."""
    tree = tree_of(package, "numbering")
    if tree is None:
        return {}
    abstract: dict[str, _List] = {}
    for element in tree.iter(w("abstractNum")):
        made = abstract[element.get(w("abstractNumId"), "")] = _List()
        for level in element.iter(w("lvl")):
            at = _whole(level.get(w("ilvl")))
            kind = _value(level, "numFmt")
            if kind in ("", "decimal", "decimalZero"):
                made.shown[at] = _value(level, "lvlText")
            made.starts[at] = _whole(_value(level, "start") or "1")
    found = {}
    for element in tree.iter(w("num")):
        known = abstract.get(_value(element, "abstractNumId"))
        if known is None:
            continue
        if element.find(w("lvlOverride")) is not None:
            known = _List(dict(known.shown), dict(known.starts))
        found[element.get(w("numId"), "")] = known
    return found


def _styled(package: Package) -> dict[str, tuple[str, int]]:
    """Lists of the styles, those that they are based on included."""
    tree = tree_of(package, "styles")
    own: dict[str, tuple[str, int]] = {}
    above: dict[str, str] = {}
    for style in tree.iter(w("style")) if tree is not None else ():
        name = style.get(w("styleId"), "")
        above[name] = _value(style, "basedOn")
        number, level = _list_of(style)
        if number or style.find(f"{PPR}/{w('numPr')}") is not None:
            own[name] = (number, level)
    found = {}
    for name in above:
        step, number, level = name, "", -1
        for _ in range(_DEEPEST):
            if step in own:
                number = number or own[step][0]
                level = own[step][1] if level < 0 else level
            step = above.get(step, "")
        if number:
            found[name] = (number, max(level, 0))
    return found


def _list_of(owner: Any) -> tuple[str, int]:
    listed = owner.find(f"{PPR}/{w('numPr')}")
    if listed is None:
        return "", 0
    return _value(listed, "numId"), _whole(_value(listed, "ilvl") or "0")


def _value(owner: Any, name: str) -> str:
    found = owner.find(w(name))
    return found.get(w("val"), "") if found is not None else ""


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
