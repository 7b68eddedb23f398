"""Which unit of one text is which of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from docgen.comparison.alignment import Pair, equal_pairs, gaps, like_pairs, likeness_of_words
from docgen.comparison.reading import Text, Unit

_ENOUGH = 0.5
_HEAD = 0.2
"""What an equal first cell adds to the likeness of rows."""


def matched(
    left: Sequence[Unit], right: Sequence[Unit], *, whole_tables: bool = True
) -> list[Pair]:
    """Places of units that are the same or like each other, rising on either side.

    ``whole_tables``: a table is one table of the other side, rows that went to another one are
    not matched. Without it a table that somebody has split is found again in its pieces.
    """
    ends = (0, len(left), 0, len(right))

    def like(a: int, b: int) -> float:
        return _likeness(left[a], right[b])

    pairs = equal_pairs([unit.key for unit in left], [unit.key for unit in right])
    for gap in list(gaps(pairs, ends)):
        pairs += like_pairs(gap, like, _ENOUGH)
    pairs.sort()
    return _within_tables(left, right, pairs) if whole_tables else pairs


def matched_in_cell(left: Sequence[Unit], right: Sequence[Unit]) -> list[Pair]:
    """The same for a cell, where a value that has changed altogether is still that value."""
    pairs = matched(left, right)
    for a, b, c, d in list(gaps(pairs, (0, len(left), 0, len(right)))):
        if b - a == d - c:
            pairs += [
                (a + n, c + n)
                for n in range(b - a)
                if not left[a + n].is_row and not right[c + n].is_row
            ]
    return sorted(pairs)


def with_tails(left: Sequence[Unit], right: Sequence[Unit], pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, and the last paragraphs of both sides: the end of a text cannot be removed,
    only rewritten."""
    last = (len(left) - 1, len(right) - 1)
    if min(last) < 0 or left[-1].is_row or right[-1].is_row:
        return list(pairs)
    if pairs and (pairs[-1][0] == last[0] or pairs[-1][1] == last[1]):
        return list(pairs)
    return [*pairs, last]


def same_texts(
    left: Sequence[Text], right: Sequence[Text]
) -> list[tuple[Text | None, Text | None]]:
    """Bodies with bodies, headers with headers in their order."""
    found: list[tuple[Text | None, Text | None]] = []
    for kind in dict.fromkeys(text.kind for text in (*left, *right)):
        ours = [text for text in left if text.kind == kind]
        theirs = [text for text in right if text.kind == kind]
        pairs = matched_texts(ours, theirs)
        there = {b for _, b in pairs}
        found += [(ours[a], theirs[b]) for a, b in pairs]
        taken = {a for a, _ in pairs}
        found += [(text, None) for n, text in enumerate(ours) if n not in taken]
        found += [(None, text) for n, text in enumerate(theirs) if n not in there]
    return found


def matched_texts(left: Sequence[Text], right: Sequence[Text]) -> list[Pair]:
    """Parts of one kind: the like ones first, then by order."""
    if len(left) == len(right) == 1:
        return [(0, 0)]
    filled = [n for n, text in enumerate(left) if text.units]
    others = [n for n, text in enumerate(right) if text.units]

    def words(text: Text) -> Counter[str]:
        found: Counter[str] = Counter()
        for unit in text.units:
            found.update(unit.words)
        return found

    def like(a: int, b: int) -> float:
        return likeness_of_words(words(left[filled[a]]), words(right[others[b]]))

    pairs = like_pairs((0, len(filled), 0, len(others)), like, _ENOUGH)
    for a, b, c, d in list(gaps(pairs, (0, len(filled), 0, len(others)))):
        pairs += zip(range(a, b), range(c, d), strict=False)
    return [(filled[a], others[b]) for a, b in sorted(pairs)]


def _likeness(left: Unit, right: Unit) -> float:
    if left.is_row != right.is_row:
        return 0.0
    if left.is_row and len(left.cells) != len(right.cells):
        return 0.0
    like = likeness_of_words(left.words, right.words)
    # Numbers of rows shift; a name or a code at the head is worth more.
    if left.is_row and left.head == right.head and not left.head.strip(". ").isdecimal():
        like += _HEAD
    return like


def _within_tables(
    left: Sequence[Unit], right: Sequence[Unit], pairs: Sequence[Pair]
) -> list[Pair]:
    """Only pairs of rows whose tables are each other's by most of their rows."""
    votes = Counter((left[a].table, right[b].table) for a, b in pairs if left[a].table is not None)
    ours: dict[Any, Any] = {}
    theirs: dict[Any, Any] = {}
    for (table, other), _ in votes.most_common():
        if table not in ours and other not in theirs:
            ours[table], theirs[other] = other, table
    return [
        (a, b)
        for a, b in pairs
        if left[a].table is None or ours.get(left[a].table) is right[b].table
    ]
