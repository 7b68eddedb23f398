"""Which row holds the headings, and which column is which.

Titles above the table, two-line and merged headings, a row of column numbers, other order,
aliases, ё/е and look-alike letters are all met in offices and are all fine. A heading that is
missing, doubled or misspelt is said with its place.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from docgen.records.schema import Column, Compound, template_field
from docgen.records.spelling import word_key
from docgen.workbook.cells import Cell, CellKind, Grid, Merge, column_letters
from docgen.workbook.cleaning import clean

SEARCH_ROWS = 60
"""How many filled rows from the top may hold the headings."""
MOST_COLUMNS = 300
LAST_COLUMN = 500
LONGEST = 250
"""No heading stands farther right or is longer: comparing has its price."""
CLOSE = 0.8


@dataclass(frozen=True)
class HeadingRow:
    """The heading row(s) of a table.

    ``texts`` maps column number → heading as it is understood; ``last`` is the last row that
    belongs to the heading (second line, column numbers): data begins below it. ``written`` are
    the headings of the sheet where a map renames them; ``unwanted`` columns are passed by.
    """

    first: int
    last: int
    texts: Mapping[int, str]
    written: Mapping[int, str] = field(default_factory=dict)
    unwanted: frozenset[int] = frozenset()

    @property
    def as_written(self) -> Mapping[int, str]:
        return self.written or self.texts


def numbered(texts: Mapping[int, str]) -> Iterator[tuple[int, tuple[str, int]]]:
    """Column number → key of its heading, and which of those with this key it is, from 1."""
    seen: Counter[str] = Counter()
    for number, text in sorted(texts.items()):
        key = word_key(text)
        seen[key] += 1
        yield number, (key, seen[key])


@dataclass(frozen=True)
class Renaming:
    """What an office calls our columns: (key of its heading, which of them) → our heading.

    ``None`` stands for a column that is not needed.
    """

    names: Mapping[tuple[str, int], str | None] = field(default_factory=dict)

    def applied(self, headings: HeadingRow) -> HeadingRow:
        """The same row in our words."""
        texts, unwanted = dict(headings.texts), set()
        for number, name in numbered(headings.texts):
            if name in self.names:
                ours = self.names[name]
                if ours is None:
                    unwanted.add(number)
                    del texts[number]
                else:
                    texts[number] = ours
        return HeadingRow(headings.first, headings.last, texts, headings.texts, frozenset(unwanted))

    def found_in(self, headings: HeadingRow) -> frozenset[tuple[str, int]]:
        """Which of the names stand in the row."""
        present = {name for _, name in numbered(headings.as_written)}
        return frozenset(name for name in self.names if name in present)


NO_RENAMING = Renaming()


@dataclass
class Match:
    """Columns of a sheet against a schema.

    ``compounds`` stand in place of several columns or beside them. ``own`` are the clerk's own
    columns: number → template field. ``near`` are headings that look like a missing one:
    number → that column.
    """

    columns: dict[int, Column] = field(default_factory=dict)
    compounds: dict[int, Compound] = field(default_factory=dict)
    own: dict[int, str] = field(default_factory=dict)
    missing: list[Column] = field(default_factory=list)
    near: dict[int, Column] = field(default_factory=dict)
    duplicates: list[tuple[int, int]] = field(default_factory=list)

    def known(self) -> frozenset[str]:
        """Attributes that the sheet has a column for, of their own or with others."""
        parts = (part for compound in self.compounds.values() for part in compound.parts)
        return frozenset([*(column.attribute for column in self.columns.values()), *parts])


def heading_text(cell: Cell) -> str:
    """A heading on one line; empty for a cell that can't be one."""
    if cell.kind not in (CellKind.TEXT, CellKind.NUMBER) or len(cell.text) > LONGEST:
        return ""
    text = clean(cell.text).text if cell.text else ""
    # «Наимено-\nвание»: a word broken over lines by hand.
    text = re.sub(r"(?<=[а-яё])-\n(?=[а-яё])", "", text)
    return " ".join(text.split())


def schema_keys(columns: Iterable[Column]) -> dict[str, Column]:
    """Every spelling of every heading; a heading wins over another column's alias."""
    columns = tuple(columns)
    keys = {word_key(column.heading): column for column in columns}
    for column in columns:
        for alias in column.aliases:
            keys.setdefault(word_key(alias), column)
    return keys


def compound_keys(compounds: Iterable[Compound]) -> dict[str, Compound]:
    """Every spelling of every compound heading."""
    return {
        word_key(text): compound
        for compound in compounds
        for text in (compound.heading, *compound.aliases)
    }


def find_headings(
    grid: Grid,
    columns: Sequence[Column],
    compounds: Sequence[Compound] = (),
    renaming: Renaming = NO_RENAMING,
) -> HeadingRow | None:
    """The row that holds most of the schema's headings; ``None`` when no row holds any."""
    names = {key: (column.attribute,) for key, column in schema_keys(columns).items()}
    keys = {key: compound.parts for key, compound in compound_keys(compounds).items()} | names
    best: tuple[tuple[int, int], HeadingRow] | None = None
    rows = candidates(grid, keys)
    if renaming.names:
        # Two lines of a heading were joined for the map when its sheet was not known yet.
        rows = (renaming.applied(row) for row in (*rows, *candidates(grid)))
    for candidate in rows:
        found = [key for key in map(word_key, candidate.texts.values()) if key in keys]
        parts = len({part for key in found for part in keys[key]}) + len(candidate.unwanted)
        # «Срок» over «Начало» and «Окончание» is the title of a group, not one column of both.
        score = (parts, sum(key in names for key in found))
        # Of equals the first one-line row is the heading.
        if parts and (
            best is None
            or score > best[0]
            or (score == best[0] and candidate.first == best[1].last > best[1].first)
        ):
            best = (score, candidate)
    return with_column_numbers(grid, best[1]) if best else None


def candidates(grid: Grid, known: Container[str] = ()) -> Iterator[HeadingRow]:
    """Every row near the top as a heading, alone and with the next row as its second line.

    ``known`` are keys of headings: they decide how the two lines of a column go together.
    """
    numbers = sorted(grid.rows)[:SEARCH_ROWS]
    if not numbers:
        return
    spans = [m for m in grid.merges if m.top <= numbers[-1] and m.right > m.left]
    texts = {number: _texts(grid, number) for number in (*numbers, numbers[-1] + 1)}
    for number in numbers:
        first = texts[number]
        if not first:
            continue
        yield HeadingRow(number, number, first)
        second = texts.get(number + 1)
        if second:
            groups = _groups(number, first, spans)
            yield HeadingRow(number, number + 1, _joined(first, second, groups, known))


def _texts(grid: Grid, row: int) -> dict[int, str]:
    found = (
        (cell.column, heading_text(cell))
        for cell in grid.rows.get(row, ())
        if cell.column <= LAST_COLUMN
    )
    return {column: text for column, text in found if text}


def _groups(row: int, first: Mapping[int, str], spans: Sequence[Merge]) -> dict[int, str]:
    """Column → the heading of the upper line that spans it."""
    groups = dict(first)
    for span in spans:
        if span.top == row and span.left in first:
            # No table is wider than its headings: a span over the whole sheet is cut short.
            for column in range(span.left, min(span.right, span.left + 500) + 1):
                groups[column] = first[span.left]
    return groups


def _joined(
    first: Mapping[int, str],
    second: Mapping[int, str],
    groups: Mapping[int, str],
    known: Container[str],
) -> dict[int, str]:
    """One heading for each column of a two-line heading."""
    lower = Counter(word_key(text) for text in second.values())
    width = Counter(groups.values())
    divided = {groups[column] for column in second if column in groups}
    joined = {}
    for column in sorted({*first, *second}):
        below, above = second.get(column, ""), groups.get(column, "")
        both = f"{above} {below}".strip()
        if not below:
            # A group heading over columns is no heading of its own first column.
            if width[above] == 1 or above not in divided:
                joined[column] = above
        elif word_key(below) in known and lower[word_key(below)] == 1:
            joined[column] = below
        else:
            joined[column] = both
    return joined


def with_column_numbers(grid: Grid, headings: HeadingRow) -> HeadingRow:
    """Take the row «1 2 3 …» under the headings into them."""
    cells = grid.rows.get(headings.last + 1, [])
    if is_column_numbers(cells):
        return dataclasses.replace(headings, last=headings.last + 1)
    return headings


def is_column_numbers(cells: Sequence[Cell]) -> bool:
    """Whether a row only counts the columns: 1, 2, 3 … in order."""
    if len(cells) < 3 or not cells[0].text.strip()[:1].isdigit():
        return False
    texts = [cell.text.strip().rstrip(".") for cell in cells]
    if not all(re.fullmatch(r"[0-9]{1,3}(?:\.0)?", text) for text in texts):
        return False
    numbers = [int(float(text)) for text in texts]
    return numbers[0] in (1, 2) and all(b - a == 1 for a, b in pairwise(numbers))


def match_headings(
    headings: HeadingRow, columns: Sequence[Column], compounds: Sequence[Compound] = ()
) -> Match:
    """Tell the columns apart: headings first, then aliases, compounds, the clerk's own."""
    match = Match()
    exact = {word_key(column.heading): column for column in columns}
    taken: dict[str, int] = {}
    seen: dict[str, int] = {}
    for number, text in sorted(headings.texts.items()):
        key = word_key(text)
        if key in seen:
            match.duplicates.append((seen[key], number))
            continue
        if key:
            seen[key] = number
        if key in exact:
            match.columns[number] = exact[key]
            taken[exact[key].attribute] = number
    for column in columns:
        for alias in column.aliases:
            found = seen.get(word_key(alias))
            if found is not None and column.attribute not in taken and found not in match.columns:
                match.columns[found] = column
                taken[column.attribute] = found
    for key, compound in compound_keys(compounds).items():
        if key in seen and seen[key] not in match.columns:
            match.compounds[seen[key]] = compound
    known = match.known()
    match.missing = [column for column in columns if column.attribute not in known]
    doubled = {number for _, number in match.duplicates}
    for number, text in sorted(headings.texts.items()):
        if number in match.columns or number in doubled:
            continue
        if number in match.compounds:
            # Beside all its parts it says nothing new and is hers to use.
            if all(part in taken for part in match.compounds[number].parts):
                match.own[number] = template_field(text)
            continue
        # Past so many columns nobody seeks a slip, and comparing has its price.
        near = _nearest(text, match.missing) if number <= MOST_COLUMNS else None
        if near is not None and near not in match.near.values():
            match.near[number] = near
        name = template_field(text)
        if name:
            match.own[number] = name
    return match


def _nearest(text: str, missing: Sequence[Column]) -> Column | None:
    """The missing column that a heading most looks like."""
    key = word_key(text)
    best: tuple[float, Column] | None = None
    for column in missing:
        for known in (column.heading, *column.aliases):
            ratio = likeness(key, word_key(known))
            if ratio >= CLOSE and (best is None or ratio > best[0]):
                best = (ratio, column)
    return best[1] if best else None


def likeness(one: str, other: str) -> float:
    """How alike two keys are, 0 to 1; a short word must differ by one letter at most."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < CLOSE or matcher.quick_ratio() < CLOSE:
        return 0.0
    return matcher.ratio()


def name_column(number: int, text: str) -> str:
    """«Фамилия» (столбец C)."""
    return f"«{text[:60]}» (столбец {column_letters(number)})"
