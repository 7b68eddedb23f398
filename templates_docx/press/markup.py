"""The markup of the sources: one block after another, a blank line between paragraphs.

=====================  =======================================================================
``!! …``               title of the paper; ``! …`` heading of an annex; ``!> …`` on a new page
``# …``                section, numbered «1.» by Word; ``## …`` clause «1.1.»; ``### …`` «1.1.1.»
``##> …``              the last clause before a signature, kept with it; ``>+ …`` body text likewise
``- …``                member of an enumeration (dash); ``• …`` the same with a bullet
``+ …``                item of an order, numbered «1.» by Word; ``++ …`` its part «1.1.»;
                       ``+> …`` the last item, kept with the signature
``> …``                paragraph without indent; ``>> …`` the same, kept with the next one
``~ …``                mark of an annex (upper right); the first one begins a new page
``= …``                place or date under the title; ``=_ …`` at the foot of the sheet on which
                       the next paragraph stands
``^ …``                who issues the paper, over its kind; ``^^ …`` title of its text («О …»)
``% …``                text of a poster; ``%% …`` what it answers («Где»); ``%%% …`` its
                       headline; ``%%%% …`` a headline that is long
``____ …``             line for a signature
``{%p … %}``           condition or loop over paragraphs, on a line of its own
anything else          body text; the lines up to the next blank line are one paragraph
``**…**``              bold
``// …``               remark, left out
``@вставить X a.b``    the lines of ``blocks/X.txt``, with ``a.b`` in place of ``<>``
=====================  =======================================================================

A table stands between ``@таблица`` and ``@конец``. ``@таблица 6ц 54 20п 20`` gives the widths
in per cent and the alignment (ц centre, п right, left by default); ``@таблица без рамки 50 50``
is for signatures. Its rows: ``@шапка`` (repeated on every page), ``@строка``,
``@строка вместе`` (never parted from the next row), ``@строка последняя`` (kept with the
signature under the table), ``@строка для подписи`` (high enough to sign in) or ``@строка для
подписи вместе`` (both), without borders also ``@строка реквизитов``, ``@строка подписей вместе``,
``@строка должностного лица``, ``@строка грифа`` and both with ``вместе``; then the cells on lines
that begin with ``|``: as many as columns, or one across the table. Lines below a cell's first are
further paragraphs of the cell, with the marks above; ``• …`` and ``•1 …`` are lists of a cell (the
template gives the second its number: Word would count on from cell to cell). ``{%tr … %}`` on a
line of its own is a loop or condition over rows.

``@лист`` before all says what the sheet is like where it is not that of contracts:
``@лист 14`` is the size of the text in points, ``альбомный`` lays the sheet on its side,
``подшить`` leaves the wide left margin of papers that are kept for more than ten years.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


class Style(enum.Enum):
    """A paragraph style of the templates; ``sheet`` knows what each looks like."""

    TITLE = "title"
    ANNEX_TITLE = "annex title"
    SECTION = "section"
    CLAUSE = "clause"
    CLAUSE_KEPT = "clause kept"
    SUBCLAUSE = "subclause"
    ITEM = "item"
    SUBITEM = "sub-item"
    BULLET = "bullet"
    CELL_BULLET = "bullet in a cell"
    CELL_POINT = "numbered point in a cell"
    APPROVAL = "approval"
    APPROVAL_SIGNATURE = "approval signature"
    ITEM_KEPT = "item kept"
    OFFICIAL = "official"
    ISSUER = "issuer"
    TEXT_TITLE = "text title"
    POSTER = "poster"
    POSTER_LABEL = "poster label"
    POSTER_TITLE = "poster title"
    POSTER_LONG_TITLE = "poster long title"
    BODY = "body"
    BODY_KEPT = "body kept"
    DASH = "dash"
    PLAIN = "plain"
    PLAIN_KEPT = "plain kept"
    ANNEX_MARK = "annex mark"
    TAG = "tag"
    CELL = "cell"
    HEAD_CELL = "head cell"
    SPAN_CELL = "span cell"
    PLACE = "place"
    FOOT_OF_SHEET = "foot of the sheet"
    SIGNATURE = "signature"
    BLOCK = "block"
    REQUISITES = "requisites"
    REQUISITES_KEPT = "requisites kept"


class Align(enum.Enum):
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Paragraph:
    style: Style
    text: str
    new_page: bool = False
    align: Align | None = None


@dataclass(frozen=True)
class Row:
    """A row of cells, each at least one paragraph; a single cell goes across the table.

    ``to_sign``: high enough for a signature by hand. ``kept``: on one page with the next row.
    ``official``: a post and a name, the name level with the last line of the post.
    """

    cells: tuple[tuple[Paragraph, ...], ...]
    header: bool = False
    to_sign: bool = False
    kept: bool = False
    official: bool = False


@dataclass(frozen=True)
class Table:
    """``widths`` in per cent of the text width, 100 together."""

    widths: tuple[int, ...]
    bordered: bool
    rows: tuple[Row, ...]


Block = Paragraph | Table


@dataclass(frozen=True)
class Sheet:
    """The paper that the text is laid on: size of the text in points, ``None`` that of contracts.

    ``on_its_side``: landscape. ``bound``: the left margin of papers kept for long.
    """

    points: float | None = None
    on_its_side: bool = False
    bound: bool = False


class MarkupError(ValueError):
    """A source that cannot be read; the message begins with the line number."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")


_MARKS = {
    "!!": Style.TITLE,
    "!": Style.ANNEX_TITLE,
    "!>": Style.ANNEX_TITLE,
    "#": Style.SECTION,
    "##": Style.CLAUSE,
    "##>": Style.CLAUSE_KEPT,
    "###": Style.SUBCLAUSE,
    "-": Style.DASH,
    ">": Style.PLAIN,
    ">>": Style.PLAIN_KEPT,
    ">+": Style.BODY_KEPT,
    "~": Style.ANNEX_MARK,
    "=": Style.PLACE,
    "=_": Style.FOOT_OF_SHEET,
    "+": Style.ITEM,
    "++": Style.SUBITEM,
    "•": Style.BULLET,
    "•1": Style.CELL_POINT,
    "+>": Style.ITEM_KEPT,
    "^": Style.ISSUER,
    "^^": Style.TEXT_TITLE,
    "%": Style.POSTER,
    "%%": Style.POSTER_LABEL,
    "%%%": Style.POSTER_TITLE,
    "%%%%": Style.POSTER_LONG_TITLE,
}
_KEPT_ROWS = frozenset(
    {
        "@строка подписей вместе",
        "@строка для подписи вместе",
        "@строка грифа вместе",
        "@строка должностного лица вместе",
        "@строка последняя",
    }
)
_SIGNATURE_LINE = "____"
_SHEET = "@лист"
_TAG_LINE = re.compile(r"\{%(p|tr) [^%}]*%\}")
_COLUMN = re.compile(r"(\d+)([цп]?)")
_ALIGN = {"": None, "ц": Align.CENTRE, "п": Align.RIGHT}


@dataclass(frozen=True)
class _Line:
    number: int
    text: str


def expand(source: str, blocks: Mapping[str, str]) -> str:
    """The source with every ``@вставить`` line replaced, those of blocks too.

    Raises ``MarkupError`` for a block that is not there.
    """
    expanded = []
    for number, line in enumerate(source.splitlines(), start=1):
        if not line.startswith("@вставить"):
            expanded.append(line)
            continue
        _, name, *subject = line.split()
        if name not in blocks:
            raise MarkupError(number, f"no block {name}")
        block = blocks[name].replace("<>", " ".join(subject)).rstrip("\n")
        expanded.append(expand(block, blocks))
    return "\n".join(expanded)


def read_sheet(source: str) -> Sheet:
    """What the line ``@лист`` says; the sheet of contracts without one. Raises ``MarkupError``."""
    for number, line in enumerate(source.splitlines(), start=1):
        if line.split(" ")[0] == _SHEET:
            words = line.split()[1:]
            points = [float(word) for word in words if word.replace(".", "", 1).isdigit()]
            known = {"альбомный", "подшить"}
            if len(points) > 1 or set(words) - known - {f"{p:g}" for p in points}:
                raise MarkupError(number, f"{_SHEET} knows one size and {sorted(known)}")
            return Sheet(points[0] if points else None, "альбомный" in words, "подшить" in words)
    return Sheet()


def read_source(source: str) -> tuple[Block, ...]:
    """The blocks of a source, in order. Raises ``MarkupError``."""
    lines = iter(
        [
            _Line(number, text.strip())
            for number, text in enumerate(source.splitlines(), start=1)
            if not text.lstrip().startswith("//") and text.split(" ")[0] != _SHEET
        ]
    )
    blocks: list[Block] = []
    waiting: list[_Line] = []

    def flush() -> None:
        if waiting:
            blocks.append(_paragraph(waiting, Style.BODY, blocks))
            waiting.clear()

    for line in lines:
        if not line.text:
            flush()
        elif line.text.startswith("@таблица"):
            flush()
            blocks.append(_table(line, lines))
        elif line.text.startswith("@"):
            raise MarkupError(line.number, f"{line.text.split()[0]} stands outside a table")
        elif _begins_block(line):
            flush()
            waiting.append(line)
            if _TAG_LINE.match(line.text):
                flush()
        else:
            waiting.append(line)
    flush()
    return tuple(blocks)


def _begins_block(line: _Line) -> bool:
    return line.text.split(" ", 1)[0] in _MARKS or bool(_TAG_LINE.match(line.text))


def _paragraph(lines: list[_Line], default: Style, before: list[Block]) -> Paragraph:
    first = lines[0].text
    text = " ".join(line.text for line in lines)
    if _TAG_LINE.match(first):
        if not _TAG_LINE.fullmatch(text):
            raise MarkupError(lines[0].number, "a paragraph tag must be alone on its line")
        return Paragraph(Style.TAG, text)
    mark, _, rest = text.partition(" ")
    style = _MARKS.get(mark, default)
    if style is Style.BULLET and default is not Style.BODY:
        style = Style.CELL_BULLET
    if mark.startswith(_SIGNATURE_LINE):
        of_approval = default is Style.APPROVAL
        style = Style.APPROVAL_SIGNATURE if of_approval else Style.SIGNATURE
    elif mark in _MARKS:
        text = rest.strip()
    if not text and default is Style.BODY:
        raise MarkupError(lines[0].number, "a paragraph without text")
    new_page = mark == "!>" or (
        style is Style.ANNEX_MARK
        and not (
            before and isinstance(before[-1], Paragraph) and before[-1].style is Style.ANNEX_MARK
        )
    )
    return Paragraph(style, _unbreakable(text), new_page)


_UNBREAKABLE = (
    (re.compile(r"№ (?=\S)"), "№\u00a0"),
    (re.compile(r" — "), "\u00a0— "),
    (re.compile(r"\bот (?=\{\{)"), "от\u00a0"),
    (re.compile(r"\b(стать\w{1,3}|част\w{1,3}|пункт\w{0,3}) (?=\d)"), "\\1\u00a0"),
    (re.compile(r"(?<=\d) (?=(?:рабочих|календарных|рубл|час|дней|лет)\w*)"), "\u00a0"),
)


def _unbreakable(text: str) -> str:
    """The text with a no-break space where a line must not end (norms/office.md 1.2)."""
    for pattern, replacement in _UNBREAKABLE:
        text = pattern.sub(replacement, text)
    return text


def _table(opening: _Line, lines: Iterator[_Line]) -> Table:
    words = opening.text.removeprefix("@таблица").split()
    bordered = words[:2] != ["без", "рамки"]
    columns = [_COLUMN.fullmatch(word) for word in (words if bordered else words[2:])]
    found = [column for column in columns if column]
    widths = tuple(int(column[1]) for column in found)
    if len(found) != len(columns) or sum(widths) != 100:
        raise MarkupError(opening.number, "the widths of a table are per cent, 100 together")
    aligns = tuple(_ALIGN[column[2]] for column in found)
    rows: list[Row] = []
    cells: list[list[_Line]] | None = None
    begun = opening
    cell_style = {
        "@шапка": Style.HEAD_CELL,
        "@строка": Style.CELL if bordered else Style.BLOCK,
        "@строка последняя": Style.CELL,
        "@строка вместе": Style.SPAN_CELL if bordered else Style.REQUISITES_KEPT,
        "@строка реквизитов": Style.REQUISITES,
        "@строка подписей вместе": Style.BLOCK,
        "@строка грифа": Style.APPROVAL,
        "@строка грифа вместе": Style.APPROVAL,
        "@строка для подписи": Style.CELL,
        "@строка для подписи вместе": Style.CELL,
        "@строка должностного лица": Style.OFFICIAL,
        "@строка должностного лица вместе": Style.OFFICIAL,
    }

    def close_row() -> None:
        if cells is None:
            return
        if len(cells) not in (1, len(widths)):
            raise MarkupError(begun.number, f"{len(cells)} cells in a row of {len(widths)}")
        rows.append(_row(begun.text, cells, aligns, cell_style[begun.text]))

    for line in lines:
        if line.text == "@конец":
            close_row()
            return Table(widths, bordered, tuple(rows))
        if line.text in cell_style:
            close_row()
            cells, begun = [], line
        elif line.text.startswith("{%tr"):
            close_row()
            cells = None
            rows.append(Row(((Paragraph(Style.TAG, line.text),),)))
        elif cells is None or (not cells and line.text and not line.text.startswith("|")):
            if line.text:
                raise MarkupError(line.number, "text outside the cells of a table")
        elif line.text.startswith("|"):
            cells.append([_Line(line.number, line.text.removeprefix("|").strip())])
        elif line.text:
            cells[-1].append(line)
    raise MarkupError(opening.number, "a table without @конец")


def _row(
    opening: str, cells: list[list[_Line]], aligns: tuple[Align | None, ...], style: Style
) -> Row:
    header = opening == "@шапка"
    made = []
    for lines, align in zip(cells, aligns if len(cells) == len(aligns) else [None], strict=True):
        paragraphs = [
            _paragraph([line], style, []) for line in lines if line.text or len(lines) == 1
        ]
        made.append(
            tuple(
                p if header or p.style is Style.TAG else Paragraph(p.style, p.text, align=align)
                for p in paragraphs
            )
        )
    return Row(
        tuple(made),
        header,
        to_sign=opening.startswith("@строка для подписи"),
        kept=opening in _KEPT_ROWS,
        official=opening.startswith("@строка должностного лица"),
    )
