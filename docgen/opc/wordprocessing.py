"""The vocabulary of WordprocessingML, and places as a clerk counts them.

What every room needs that looks into a Word file; none of it changes what the file says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14_NS = "http://schemas.microsoft.com/office/word/2010/wordml"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
STRICT_W_NS = "http://purl.oclc.org/ooxml/wordprocessingml/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str) -> str:
    """``p`` → the full name of ``w:p``."""
    return f"{{{W_NS}}}{name}"


P, R, T, TBL, TR, TC = w("p"), w("r"), w("t"), w("tbl"), w("tr"), w("tc")
RPR, PPR, TCPR, TRPR, TBLPR = w("rPr"), w("pPr"), w("tcPr"), w("trPr"), w("tblPr")
SECTPR, TXBX = w("sectPr"), w("txbxContent")
# What stands in a run for a character that has its own mark.
CHARACTERS = {
    w("tab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "\u2011",
    w("softHyphen"): "",
}

TEXT_KINDS = {
    "header": "верхний колонтитул",
    "footer": "нижний колонтитул",
    "footnotes": "сноски",
    "endnotes": "концевые сноски",
    "chart": "диаграмма",
    "diagramData": "схема",
    "diagramDrawing": "схема",
}
"""Last word of a relationship's type → how the places of such a part begin."""

QUOTED = 200
"""Characters of a paragraph that a message may quote from."""


@dataclass(frozen=True)
class Place:
    """Where something stands, in a clerk's words: «таблица 2, строка 3, ячейка 4»."""

    words: str
    text: str = ""


def local(element: Any) -> str:
    """``{namespace}p`` → ``p``; empty for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def own_characters(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """Elements of a paragraph that show characters, with these characters, in reading order.

    Text boxes inside it are paragraphs of their own and are left out, and so are the tab stops
    of its properties, which bear the same name as tabs.
    """
    stack = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == T:
            yield child, child.text or ""
        elif child.tag in CHARACTERS:
            yield child, CHARACTERS[child.tag]
        elif child.tag not in (PPR, RPR, P, TXBX) and len(child):
            stack.append(iter(child))


def text_of(paragraph: Any) -> str:
    """Visible characters of a paragraph without its text boxes."""
    return "".join(characters for _, characters in own_characters(paragraph))


def enclosing(element: Any, tag: str) -> Any | None:
    """The nearest ancestor with this tag, the element itself included."""
    while element is not None and element.tag != tag:
        element = element.getparent()
    return element


def replace_with_text(element: Any, text: str) -> None:
    """Put text where an element stands; what follows the element stays behind it."""
    parent = element.getparent()
    text += element.tail or ""
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


class Places:
    """Places of the paragraphs of one part, counted as they stand now.

    ``part_words`` opens every place of a part that is not the body: «верхний колонтитул».
    """

    def __init__(self, root: Any, part_words: str = "") -> None:
        self._part = part_words
        self._words: dict[Any, str] = {}
        self._texts: dict[Any, str] = {}
        self._order: list[Any] = []
        self._walk(root, part_words)

    def _walk(self, root: Any, prefix: str) -> None:
        paragraphs = tables = 0
        stack: list[Iterator[Any]] = [iter(root)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
            elif child.tag == P:
                paragraphs += 1
                self._set(child, _joined(prefix, f"абзац {paragraphs}"))
                for box in child.iter(TXBX):
                    self._nested(box, _joined(prefix, f"абзац {paragraphs}, надпись"))
            elif child.tag == TBL:
                tables += 1
                self._table(child, _joined(prefix, f"таблица {tables}"))
            elif isinstance(child.tag, str) and len(child) and child.tag != SECTPR:
                stack.append(iter(child))

    def _table(self, table: Any, words: str) -> None:
        self._words[table] = words
        rows = [row for row in table.iter(TR) if enclosing(row, TBL) is table]
        for row_number, row in enumerate(rows, 1):
            self._words[row] = f"{words}, строка {row_number}"
            cells = [cell for cell in row.iter(TC) if enclosing(cell.getparent(), TR) is row]
            for cell_number, cell in enumerate(cells, 1):
                self._words[cell] = f"{words}, строка {row_number}, ячейка {cell_number}"
                self._nested(cell, self._words[cell])

    def _nested(self, container: Any, words: str) -> None:
        """Everything inside a cell or a text box stands at that cell or box."""
        for paragraph in container.iter(P):
            self._set(paragraph, words)

    def _set(self, paragraph: Any, words: str) -> None:
        if paragraph not in self._words:
            self._order.append(paragraph)
        self._words[paragraph] = words

    def paragraphs(self) -> list[Any]:
        """All paragraphs, those of cells and text boxes included."""
        return self._order

    def of(self, element: Any) -> Place:
        """The place of an element: that of the paragraph, row or table that holds it."""
        node = element
        while node is not None and node not in self._words:
            node = node.getparent()
        if node is None:
            return Place(self._part or "документ")
        if node not in self._texts:
            self._texts[node] = text_of(node)[:QUOTED] if node.tag == P else ""
        return Place(self._words[node], self._texts[node])


def _joined(prefix: str, words: str) -> str:
    return f"{prefix}, {words}" if prefix else words


def child_in_order(owner: Any, name: str, order: Sequence[str]) -> Any:
    """A child with this name, made where the schema's ``order`` wants it when there is none.

    Word calls a file damaged whose properties stand in another order.
    """
    found = owner.find(w(name))
    if found is not None:
        return found
    made = owner.makeelement(w(name))
    later = set(order[order.index(name) + 1 :])
    for index, child in enumerate(owner):
        if local(child) in later:
            owner.insert(index, made)
            return made
    owner.append(made)
    return made
