"""What differs between two files, as values with places that a clerk can find."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docgen.comparison.alignment import gaps
from docgen.comparison.matching import matched, matched_in_cell, same_texts
from docgen.comparison.reading import Text, Unit, own_runs
from docgen.comparison.words import Span, changed_spans
from docgen.opc.wordprocessing import PPR, RPR, P, T, w

_OFF = frozenset({"0", "false", "off", "none"})
_LOOKS = ("b", "i", "u", "strike", "caps", "vertAlign", "color", "highlight", "vanish")
_FEWEST_MOVED = 4
"""Words of a paragraph that is told as moved: short ones repeat by chance."""
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009\u00ad]+")


class Change(enum.StrEnum):
    """What became of a paragraph or a row."""

    CHANGED = "изменено"
    ADDED = "добавлено"
    REMOVED = "удалено"
    MOVED = "перенесено"
    LOOKS = "оформление"
    """The words are the same; the looks are not, or only spaces and hyphens differ."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs. ``place`` is in the old file, of an addition in the new one;
    ``to``: where a moved paragraph stands now. ``spans``: the words of a change."""

    change: Change
    place: str
    old: str = ""
    new: str = ""
    spans: tuple[Span, ...] = ()
    to: str = ""

    @property
    def phrases(self) -> tuple[tuple[str, str], ...]:
        """The words that gave way and those that came, phrase by phrase."""
        return tuple(
            (self.old[span.start : span.end], self.new[span.new_start : span.new_end])
            for span in self.spans
        )


def differences(left: Sequence[Text], right: Sequence[Text]) -> list[Difference]:
    """All that differs, in the order of the text; what only looks different comes with it."""
    found: list[Difference] = []
    for old, new in same_texts(left, right):
        if old is not None and new is not None:
            found += _between(old.units, new.units)
        else:
            units = (old or new).units if old or new else []  # type: ignore[union-attr]
            change = Change.REMOVED if old else Change.ADDED
            found += [_whole(change, unit) for unit in units]
    return _with_moves(found)


def _between(left: Sequence[Unit], right: Sequence[Unit]) -> Iterator[Difference]:
    pairs = dict(matched(left, right))
    for a, b, c, d in _pieces(left, right, pairs):
        if b - a == 1 and d - c == 1 and pairs.get(a) == c:
            yield from _of_pair(left[a], right[c])
        else:
            for unit in left[a:b]:
                yield _whole(Change.REMOVED, unit)
            for unit in right[c:d]:
                yield _whole(Change.ADDED, unit)


def _pieces(
    left: Sequence[Unit], right: Sequence[Unit], pairs: dict[int, int]
) -> Iterator[tuple[int, int, int, int]]:
    """Matches and what stands between them, in order."""
    within = (0, len(left), 0, len(right))
    between = {(b, d): (a, b, c, d) for a, b, c, d in gaps(list(pairs.items()), within)}
    for a, c in (*sorted(pairs.items()), (len(left), len(right))):
        if (a, c) in between:
            yield between[a, c]
        if a < len(left):
            yield a, a + 1, c, c + 1


def _of_pair(old: Unit, new: Unit) -> Iterator[Difference]:
    if not old.is_row:
        if old.text != new.text:
            yield _changed(old, new)
        elif _looks(old.element) != _looks(new.element):
            yield Difference(Change.LOOKS, old.place, old.text, new.text)
        return
    if len(old.cells) != len(new.cells):
        yield _whole(Change.REMOVED, old)
        yield _whole(Change.ADDED, new)
        return
    for mine, theirs in zip(old.cells, new.cells, strict=True):
        pairs = dict(matched_in_cell(mine.units, theirs.units))
        for a, b, c, d in _pieces(mine.units, theirs.units, pairs):
            if b - a == 1 and d - c == 1 and pairs.get(a) == c:
                yield from _of_pair(mine.units[a], theirs.units[c])
                continue
            for unit in mine.units[a:b]:
                yield _whole(Change.REMOVED, unit)
            for unit in theirs.units[c:d]:
                yield replace(_whole(Change.ADDED, unit), place=mine.place)


def _changed(old: Unit, new: Unit) -> Difference:
    if _plain(old.text) == _plain(new.text):
        return Difference(Change.LOOKS, old.place, old.text, new.text)
    spans = tuple(changed_spans(old.text, new.text))
    return Difference(Change.CHANGED, old.place, old.text, new.text, spans)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text.replace("\u2011", "-")).strip()


def _whole(change: Change, unit: Unit) -> Difference:
    if change is Change.REMOVED:
        return Difference(change, unit.place, old=unit.text)
    return Difference(change, unit.place, new=unit.text)


def _with_moves(found: Sequence[Difference]) -> list[Difference]:
    """A paragraph that went and came back elsewhere word by word was moved."""
    came: dict[str, list[Difference]] = {}
    for each in found:
        if each.change is Change.ADDED and len(each.new.split()) >= _FEWEST_MOVED:
            came.setdefault(each.new, []).append(each)
    told: list[Difference] = []
    moved: list[Difference] = []
    for each in found:
        if each.change is Change.REMOVED and came.get(each.old):
            there = came[each.old].pop(0)
            moved.append(there)
            told.append(Difference(Change.MOVED, each.place, each.old, each.old, to=there.place))
        else:
            told.append(each)
    gone = {id(each) for each in moved}
    return [each for each in told if id(each) not in gone]


def _looks(paragraph: Any) -> tuple[Any, ...]:
    """The direct looks of a paragraph: runs that look the same count as one."""
    found: list[tuple[tuple[str, ...], str]] = []
    for run in own_runs(paragraph):
        text = "".join(child.text or "" for child in run.iter(T))
        if not text.strip():
            continue
        looks = _run_looks(run.find(RPR))
        if found and found[-1][0] == looks:
            found[-1] = (looks, found[-1][1] + text)
        else:
            found.append((looks, text))
    place = paragraph.find(f"{PPR}/{w('jc')}") if paragraph.tag == P else None
    kept = [(looks, "".join(text.split())) for looks, text in found]
    return (place.get(w("val")) if place is not None else "", *kept)


def _run_looks(properties: Any | None) -> tuple[str, ...]:
    if properties is None:
        return ()
    found = []
    for name in _LOOKS:
        mark = properties.find(w(name))
        value = mark.get(w("val"), "1").lower() if mark is not None else "0"
        if value not in _OFF and not (name == "color" and value in ("auto", "000000")):
            found.append(f"{name}={'1' if value in ('true', 'on') else value}")
    return tuple(found)
