"""Which words of a text were changed: spans of characters, widened to whole phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.comparison.alignment import equal_pairs, gaps

_WORD = re.compile(r"\w+(?:[-\u2011]\w+)*|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start:end`` of the old text gave way to ``new_start:new_end`` of the new."""

    start: int
    end: int
    new_start: int
    new_end: int


def words_of(text: str) -> list[str]:
    """Words, spaces and marks, in order; joined they are the text."""
    return _WORD.findall(text)


def changed_spans(old: str, new: str) -> list[Span]:
    """Spans that differ, in order. Nothing but a space or a mark never stays between two."""
    if old == new:
        return []
    left, right = words_of(old), words_of(new)
    places, there = list(_starts(left)), list(_starts(right))
    spans: list[Span] = []
    for a, b, c, d in gaps(equal_pairs(left, right), (0, len(left), 0, len(right))):
        span = Span(places[a], places[b], there[c], there[d])
        last = spans[-1] if spans else None
        if last and not re.search(r"\w", old[last.end : span.start]):
            spans[-1] = Span(last.start, span.end, last.new_start, span.new_end)
        else:
            spans.append(span)
    return spans


def _starts(words: list[str]) -> Iterator[int]:
    """Where each word begins, and the length of the text."""
    at = 0
    for word in words:
        yield at
        at += len(word)
    yield at
