"""Which items of one sequence are those of another: bounded in time whatever comes.

Exact matches are found first: equal ends, then items that stand once on either side (they hold
the rest in place), then a longest common subsequence wherever the piece is small. What is left
between them may be paired by likeness. No step compares everything with everything of a large
file.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence

_LARGEST_TABLE = 250_000
"""Cells of one table of a longest common subsequence."""
_LARGEST_SEARCH = 6_000
"""Pairs of one gap that are all compared by likeness."""
_BAND = 12
"""In a larger gap an item is compared with so many neighbours of its like place, either way."""

Pair = tuple[int, int]
Gap = tuple[int, int, int, int]
"""What lies between two matches: first and last + 1 on either side."""


def equal_pairs(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[Pair]:
    """Places of equal items, rising on either side."""
    pairs: list[Pair] = []
    waiting: list[Gap] = [(0, len(left), 0, len(right))]
    while waiting:
        a, b, c, d = waiting.pop()
        while a < b and c < d and left[a] == right[c]:
            pairs.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and left[b - 1] == right[d - 1]:
            b, d = b - 1, d - 1
            pairs.append((b, d))
        if a == b or c == d:
            continue
        anchors = _anchors(left, right, (a, b, c, d))
        if anchors:
            pairs += anchors
            waiting += gaps(anchors, (a, b, c, d))
        elif (b - a) * (d - c) <= _LARGEST_TABLE:
            pairs += _common(left, right, (a, b, c, d))
    return sorted(pairs)


def gaps(pairs: Sequence[Pair], within: Gap) -> Iterator[Gap]:
    """The pieces between matches that have items on at least one side."""
    a, b, c, d = within
    for left, right in (*sorted(pairs), (b, d)):
        if a < left or c < right:
            yield a, left, c, right
        a, c = left + 1, right + 1


def like_pairs(gap: Gap, likeness: Callable[[int, int], float], enough: float) -> list[Pair]:
    """Pairs of a gap, rising, with the greatest sum of likeness; none below ``enough``."""
    a, b, c, d = gap
    height, width = b - a, d - c
    if not height or not width:
        return []
    whole = height * width <= _LARGEST_SEARCH
    best: list[dict[int, float]] = [{} for _ in range(height + 1)]
    took: set[Pair] = set()

    def columns(row: int) -> range:
        if whole:
            return range(1, width + 1)
        middle = row * width // height
        return range(max(1, middle - _BAND), min(width, middle + _BAND) + 1)

    def reached(row: int, column: int) -> float:
        """The best sum up to a place; left of a band that of its first column."""
        found = best[row]
        if column in found:
            return found[column]
        nearest = [known for known in (min(found, default=0), max(found, default=0)) if known]
        if not nearest or column < nearest[0]:
            return reached(row - 1, column) if row and not whole else 0.0
        return found[nearest[-1]]

    for row in range(1, height + 1):
        for column in columns(row):
            score = max(reached(row - 1, column), best[row].get(column - 1, 0.0))
            like = likeness(a + row - 1, c + column - 1)
            if like >= enough and reached(row - 1, column - 1) + like > score:
                score = reached(row - 1, column - 1) + like
                took.add((row, column))
            best[row][column] = score
    pairs: list[Pair] = []
    row, column = height, width
    while row and column:
        if (row, column) in took:
            pairs.append((a + row - 1, c + column - 1))
            row, column = row - 1, column - 1
        elif column in best[row] and best[row].get(column - 1, 0.0) >= reached(row - 1, column):
            column -= 1
        elif column not in best[row] and best[row] and column > max(best[row]):
            column = max(best[row])
        else:
            row -= 1
    return pairs[::-1]


def likeness_of_words(left: Counter[str], right: Counter[str]) -> float:
    """Share of words that two texts have in common, from 0 to 1."""
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


def _anchors(left: Sequence[Hashable], right: Sequence[Hashable], gap: Gap) -> list[Pair]:
    """Items that stand once on either side, the longest rising row of them."""
    a, b, c, d = gap
    counted = Counter(left[a:b])
    there = Counter(right[c:d])
    place = {right[n]: n for n in range(c, d)}
    single = [
        (n, place[left[n]]) for n in range(a, b) if counted[left[n]] == 1 and there[left[n]] == 1
    ]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, at) in enumerate(single):
        length = bisect_left(tails, at)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(at)
            ends.append(index)
        else:
            tails[length], ends[length] = at, index
    rising: list[Pair] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        rising.append(single[index])
        index = before[index]
    return rising[::-1]


def _common(left: Sequence[Hashable], right: Sequence[Hashable], gap: Gap) -> Iterator[Pair]:
    """A longest common subsequence of a small piece."""
    a, b, c, d = gap
    width = d - c
    rows = [[0] * (width + 1)]
    for n in range(b - 1, a - 1, -1):
        below = rows[-1]
        row = [0] * (width + 1)
        for m in range(width - 1, -1, -1):
            same = left[n] == right[c + m]
            row[m] = below[m + 1] + 1 if same else max(below[m], row[m + 1])
        rows.append(row)
    rows.reverse()
    n, m = 0, 0
    while a + n < b and m < width:
        if left[a + n] == right[c + m]:
            yield a + n, c + m
            n, m = n + 1, m + 1
        elif rows[n + 1][m] >= rows[n][m + 1]:
            n += 1
        else:
            m += 1
