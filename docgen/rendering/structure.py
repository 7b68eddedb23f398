"""Whether WordprocessingML is such that Word opens it without «обнаружено содержимое, которое
не удалось прочитать».

A schema would be slow and would pass much that Word refuses; these are the rules that papers
from templates break in practice. What depends on values is checked in every paper
(``check_text``), what a template fixes once is checked when it is compiled (``check_order``,
``check_parts``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docgen.opc.wordprocessing import (
    PPR,
    R_NS,
    RPR,
    SECTPR,
    TBL,
    TBLPR,
    TC,
    TCPR,
    TR,
    TRPR,
    TXBX,
    W_NS,
    P,
    R,
    T,
    local,
    w,
)


@dataclass(frozen=True)
class Flaw:
    """What Word would refuse (or, when not ``serious``, only lay out badly), and where."""

    element: Any
    words: str
    serious: bool = True


_INSIDE = f"{{{W_NS}}}"
_RANGES = frozenset(
    map(
        w,
        (
            "bookmarkStart",
            "bookmarkEnd",
            "commentRangeStart",
            "commentRangeEnd",
            "proofErr",
            "permStart",
            "permEnd",
            "customXml",
            "sdt",
            "moveFromRangeStart",
            "moveFromRangeEnd",
            "moveToRangeStart",
            "moveToRangeEnd",
            "ins",
            "del",
            "moveFrom",
            "moveTo",
            "altChunk",
        ),
    )
)
_BLOCKS = frozenset({P, TBL}) | _RANGES
_IN_PARAGRAPH = (
    frozenset({R, *map(w, ("hyperlink", "fldSimple", "smartTag", "dir", "bdo", "subDoc"))})
    | _RANGES
)
# Parent → children that may stand in it. Parents that are not listed are not judged, children
# of other namespaces (formulas, alternatives) pass everywhere.
_CHILDREN: Mapping[str, frozenset[str]] = {
    w("body"): _BLOCKS | {SECTPR},
    w("hdr"): _BLOCKS,
    w("ftr"): _BLOCKS,
    w("footnote"): _BLOCKS,
    w("endnote"): _BLOCKS,
    TXBX: _BLOCKS,
    TC: _BLOCKS | {TCPR},
    P: _IN_PARAGRAPH | {PPR},
    w("hyperlink"): _IN_PARAGRAPH,
    w("fldSimple"): _IN_PARAGRAPH | {w("fldData")},
    w("smartTag"): _IN_PARAGRAPH | {w("smartTagPr")},
    TBL: frozenset({TBLPR, w("tblGrid"), TR}) | _RANGES,
    TR: frozenset({TRPR, w("tblPrEx"), TC}) | _RANGES,
}
_NEVER_IN_RUN = frozenset({P, R, TBL, TR, TC, PPR, SECTPR, w("hyperlink")})
_FIRST = {P: PPR, R: RPR, TC: TCPR}
_MUST_END_WITH_PARAGRAPH = frozenset({TC, TXBX, w("hdr"), w("ftr")})


@lru_cache(maxsize=1)
def _questions() -> tuple[tuple[Any, str, bool], ...]:
    """What is asked of a whole tree, as compiled XPath: (question, words, about the parent).

    libxml2 answers for a tree of thousands of elements in the time in which Python would have
    looked at a hundred.
    """
    from lxml import etree

    spaces = {"w": W_NS, "r": R_NS}

    def among(tags: Collection[str]) -> str:
        # The commonest first: the question stops at the first that fits.
        ordered = sorted(tags, key=lambda tag: (tag not in (R, PPR, P, TC, TCPR, TR), tag))
        return " or ".join(f"self::w:{tag.rpartition('}')[2]}" for tag in ordered)

    def ask(path: str, words: str, about_parent: bool = False) -> tuple[Any, str, bool]:
        return etree.XPath(path, namespaces=spaces), words, about_parent

    strangers = [
        ask(
            f"//w:{parent.rpartition('}')[2]}/w:*[not({among(children)})]",
            "{0} не может стоять внутри {1}",
        )
        for parent, children in _CHILDREN.items()
    ]
    misplaced = [
        ask(
            f"//w:{owner.rpartition('}')[2]}[count(w:{name}) > 1 or "
            f"(w:{name} and not(*[1][self::w:{name}]))]",
            f"свойства ({name}) должны стоять первыми и быть одни",
        )
        for owner, name in ((o, n.rpartition("}")[2]) for o, n in _FIRST.items())
    ]
    last = "(self::w:p or self::w:tbl or self::w:sdt or self::w:customXml)"
    return (
        *strangers,
        *misplaced,
        ask(f"//w:r/*[{among(_NEVER_IN_RUN)}]", "{0} не может стоять внутри {1}"),
        ask(
            "|".join(
                f"//w:{tag.rpartition('}')[2]}/text()[normalize-space()]" for tag in (*_CHILDREN, R)
            ),
            "текст стоит вне абзаца (в {0})",
            True,
        ),
        ask(
            "|".join(
                f"//w:{tag.rpartition('}')[2]}[not(*[{last}]) or *[{last}][last()][self::w:tbl]]"
                for tag in sorted(_MUST_END_WITH_PARAGRAPH)
            ),
            "ячейка или надпись должна кончаться абзацем",
        ),
    )


@lru_cache(maxsize=1)
def _references() -> Any:
    from lxml import etree

    names = ("id", "embed", "link", "pict", "cs", "dm", "lo", "qs")
    return etree.XPath("|".join(f"//@r:{name}" for name in names), namespaces={"r": R_NS})


def check_text(root: Any, relationships: Collection[str]) -> Iterator[Flaw]:
    """Flaws of a text part that may come from values, conditions and loops.

    ``relationships``: ids that the part's relationships declare.
    """
    for question, words, about_parent in _questions():
        for found in question(root):
            element = found.getparent() if about_parent else found
            yield Flaw(element, words.format(local(element), local(element.getparent())))
    for reference in _references()(root):
        if str(reference) not in relationships:
            element = reference.getparent()
            yield Flaw(element, f"ссылка на часть файла, которой нет ({local(element)})")
    yield from _drawings(root)
    yield from _bookmarks(root)
    yield from _fields(root)
    for table in root.iter(TBL):
        yield from _table(table)
    yield from _sections(root)


def _drawings(root: Any) -> Iterator[Flaw]:
    seen: set[str] = set()
    for drawing in root.iter("{*}docPr"):
        number = drawing.get("id", "")
        if number in seen:
            yield Flaw(drawing, f"два рисунка с одним номером {number}")
        seen.add(number)


def _bookmarks(root: Any) -> Iterator[Flaw]:
    opened: dict[str, Any] = {}
    names: set[str] = set()
    for element in root.iter(w("bookmarkStart")):
        yield from _bookmark(element, opened, names)
    ends = {element.get(w("id"), "") for element in root.iter(w("bookmarkEnd"))}
    for number, element in opened.items():
        if number not in ends:
            yield Flaw(element, "закладка открыта, но не закрыта")
    for number in sorted(ends - opened.keys()):
        yield Flaw(root, f"закладка {number} закрыта, но не открыта")


def _fields(root: Any) -> Iterator[Flaw]:
    depth = 0
    for element in root.iter(w("fldChar")):
        depth += {"begin": 1, "end": -1}.get(element.get(w("fldCharType")), 0)
        if depth < 0:
            yield Flaw(element, "поле Word закрыто, но не открыто")
            depth = 0
    if depth:
        yield Flaw(root, "поле Word открыто, но не закрыто")


def _bookmark(element: Any, bookmarks: dict[str, Any], names: set[str]) -> Iterator[Flaw]:
    number, name = element.get(w("id"), ""), element.get(w("name"), "")
    if number in bookmarks or name in names:
        yield Flaw(element, f"закладка «{name}» повторяется")
    bookmarks[number] = element
    names.add(name)


def _table(table: Any) -> Iterator[Flaw]:
    children = [child.tag for child in table if isinstance(child.tag, str)]
    rows = [child for child in table if child.tag == TR]
    wrapped = any(child in _RANGES for child in children)
    if not rows and not wrapped:
        yield Flaw(table, "таблица осталась без строк")
    if TBLPR not in children or w("tblGrid") not in children:
        yield Flaw(table, "у таблицы нет свойств (tblPr) или сетки (tblGrid)")
        return
    if children.index(TBLPR) > children.index(w("tblGrid")) or (
        TR in children and children.index(TR) < children.index(w("tblGrid"))
    ):
        yield Flaw(table, "свойства и сетка таблицы должны стоять перед строками")
    columns = len(table.find(w("tblGrid")))
    for row in rows:
        cells = row.findall(TC)
        if not cells and row.find(w("sdt")) is None and row.find(w("customXml")) is None:
            yield Flaw(row, "строка таблицы осталась без ячеек")
            continue
        spans = [span_of(cell) for cell in cells]
        if any(span is None for span in spans):
            yield Flaw(row, "ячейка занимает не целое число столбцов")
            continue
        taken = sum(span or 0 for span in spans) + skipped_columns(row)
        if taken != columns and row.find(w("sdt")) is None:
            yield Flaw(row, f"в строке {taken} столбцов, в сетке таблицы {columns}", serious=False)


def span_of(cell: Any) -> int | None:
    """Columns that a cell takes; ``None`` when the figure is no whole number from 1 up."""
    found = cell.find(f"{TCPR}/{w('gridSpan')}")
    if found is None:
        return 1
    value = found.get(w("val"), "")
    return int(value) if value.isascii() and value.isdigit() and int(value) > 0 else None


def skipped_columns(row: Any) -> int:
    """Columns left out before and after the cells of a row."""
    skipped = 0
    for name in ("gridBefore", "gridAfter"):
        found = row.find(f"{TRPR}/{w(name)}")
        value = found.get(w("val"), "") if found is not None else ""
        skipped += int(value) if value.isascii() and value.isdigit() else 0
    return skipped


def _sections(root: Any) -> Iterator[Flaw]:
    body = root.find(w("body"))
    if body is None:
        return
    own = [child for child in body if child.tag == SECTPR]
    if len(own) > 1 or (own and body[-1] is not own[-1]):
        yield Flaw(body, "свойства раздела должны стоять в конце документа и быть одни")
    for section in root.iter(SECTPR):
        kinds = [
            (child.tag, child.get(w("type"), "default"))
            for child in section
            if local(child) in ("headerReference", "footerReference")
        ]
        if len(kinds) != len(set(kinds)):
            yield Flaw(section, "у раздела два колонтитула одного вида")


# --- what a template fixes once ------------------------------------------------------------------

_ORDERS: Mapping[str, str] = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize "
    "tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings",
}
PARAGRAPH_ORDER = _ORDERS["pPr"].split()
"""The order that Word wants inside the properties of a paragraph."""
_PLACES = {
    w(parent): {w(child): place for place, child in enumerate(order.split())}
    for parent, order in _ORDERS.items()
}
_PLACES[w("sectPr")][w("footerReference")] = 0  # headers and footers may be mixed


def check_order(root: Any) -> Iterator[Flaw]:
    """Properties that stand in another order than the schema wants, or twice."""
    for element in root.iter(*_PLACES):
        places = _PLACES[element.tag]
        known = [places[child.tag] for child in element if child.tag in places]
        if known != sorted(known):
            yield Flaw(element, f"свойства в {local(element)} стоят не в том порядке")


def check_parts(
    names: Collection[str],
    types: Mapping[str, str],
    relationships: Mapping[str, Collection[tuple[str, str, bool]]],
) -> Iterator[str]:
    """What is wrong with a container as a whole, in words.

    ``types``: content type by part; ``relationships``: (id, target, external) by part.
    """
    folded = [name.casefold() for name in names]
    if len(set(folded)) != len(folded):
        yield "две части с одним именем"
    for name in names:
        if not types.get(name) and not name.endswith(".rels") and name != "[Content_Types].xml":
            yield f"у части {name} не указан вид"
    for part, found in relationships.items():
        ids = [identifier for identifier, _, _ in found]
        if len(set(ids)) != len(ids):
            yield f"две связи части {part} с одним номером"
        for _, target, external in found:
            if external:
                yield f"часть {part} ссылается наружу"
            elif target not in names:
                yield f"часть {part} ссылается на {target}, которой нет"


def shown_text(root: Any) -> str:
    """All characters that a part shows, in the order of its XML, paragraphs parted by U+001E."""
    pieces: list[str] = []
    plain = not str(root.tag).startswith(_INSIDE)
    if plain:
        return "\x1e".join(root.itertext())
    for element in root.iter(P, TC, TXBX, "{*}t", *_MARKS):
        tag = element.tag
        if tag == T or tag not in _SHAPED:
            pieces.append(element.text or "")
        elif tag not in _MARKS:
            pieces.append("\x1e")
        elif element.getparent().tag == R:
            pieces.append(_MARKS[tag])
    return "".join(pieces)


_MARKS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_SHAPED = frozenset({P, TC, TXBX, *_MARKS})
