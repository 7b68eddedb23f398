"""Finding the tags of a part and taking them out of its tree.

The template language is docxtpl's: ``{{ value }}``, ``{% if %}``, ``{% for %}``; with ``p``,
``tr``, ``tc`` or ``r`` right after the opening mark a tag stands for the whole paragraph, row,
cell or run that holds it; ``cellbg``, ``colspan``, ``vm``, ``hm`` act on their cell.

docxtpl cuts the XML with regular expressions. Here the tree is walked instead: a tag that Word
has scattered over several runs is gathered, the text after it keeps its own formatting, and
every tag knows its place, so that a message can name it. Each tag leaves a mark (two private
characters around its number) where its output will stand.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from docgen.opc.wordprocessing import (
    RPR,
    SECTPR,
    TBL,
    TC,
    TCPR,
    TR,
    TXBX,
    XML_SPACE,
    P,
    Place,
    Places,
    R,
    T,
    child_in_order,
    enclosing,
    local,
    own_characters,
    replace_with_text,
    text_of,
    w,
)
from docgen.rendering.expressions import latin

OPEN_MARK, CLOSE_MARK = "\ue0f0", "\ue0f1"
MARK = re.compile(f"{OPEN_MARK}(\\d+){CLOSE_MARK}")
MOST_TAGS = 20_000

_OPENERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENER = re.compile(r"\{[{%#]")
_LONE = re.compile(r"[{}]")
_STRAY = re.compile(r"\}\}|%\}|#\}")
_PREFIX = re.compile(r"(p|tr|tc|r)(?=\s|$)")
_ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_CURLY = str.maketrans("“”‘’", "\"\"''")
_ENCLOSING = {"p": P, "tr": TR, "tc": TC}
_ENDS_WITH_PARAGRAPH = {TC, TXBX, *map(w, ("hdr", "ftr", "footnote", "endnote"))}
_WHOLE = {"p": "абзац", "tr": "строку таблицы", "tc": "ячейку"}
# Field instructions and deleted text: what is printed there would be run or never seen.
_NO_TAGS_HERE = {w("instrText"), w("delText"), w("delInstrText")}


class Mode(Enum):
    """What stands around a mark, and so how its output is written."""

    TEXT = "text of a run"
    PLAIN = "text of another element"
    ATTRIBUTE = "value of an attribute"
    BLOCK = "between elements"
    COLOUR = "fill of a cell"
    SPAN = "columns of a cell"
    NUMBER = "a number unique in the part"
    CELL_END = "end of a cell, which must be a paragraph"


@dataclass
class Tag:
    """One tag. ``sign`` is ``{{`` or ``{%``; ``source`` what stands inside, prefix taken off.

    ``path`` is what must be equal for the tags of one block: names of the elements from the
    container down; ``container`` is the element that the output goes into;
    ``quoted`` says that the text around it has opened quotation marks, ``draws`` that it puts
    a chart there.
    """

    sign: str
    prefix: str
    source: str
    place: Place
    mode: Mode
    path: tuple[str, ...] = ()
    container: Any = None
    paragraph: Any = None
    quoted: bool = False
    draws: bool = False

    @property
    def written(self) -> str:
        """As the author wrote it, near enough."""
        prefix = f"{self.prefix} " if self.prefix else " "
        return f"{self.sign}{prefix}{self.source} {_OPENERS[self.sign]}"


Report = Callable[[str, Place, str, str], None]
"""What a finding is told to: code, place, message, hint."""


@dataclass
class Cutting:
    """The tags of one part; ``root`` is changed in place."""

    root: Any
    places: Places
    report: Report
    tags: list[Tag] = field(default_factory=list)
    _overfull: bool = False
    _guarded: set[Any] = field(default_factory=set)
    # Number of a tag → the ``w:t`` that holds its mark.
    _where: dict[int, Any] = field(default_factory=dict)

    def cut(self) -> None:
        """Take every tag out of the tree and leave marks."""
        for paragraph in list(self.places.paragraphs()):
            self._cut_paragraph(paragraph)
        self._cut_elsewhere()
        found = list(enumerate(self.tags))
        for number, tag in found:
            if tag.prefix in _ENCLOSING:
                self._lift(number, tag)
        # From the last to the first: what is split off is short then.
        for number, tag in reversed(found):
            if tag.prefix == "r":
                self._lift_run(number, tag)
        self._act_on_cells()
        for number, tag in enumerate(self.tags):
            if not tag.path and tag.mode is Mode.TEXT:
                self._locate(number, tag)

    @staticmethod
    def mark(number: int) -> str:
        """What stands in the tree for a tag."""
        return f"{OPEN_MARK}{number}{CLOSE_MARK}"

    # --- tags in the text of a paragraph ---------------------------------------------------------

    def _cut_paragraph(self, paragraph: Any) -> None:
        atoms = list(own_characters(paragraph))
        text = "".join(characters for _, characters in atoms)
        if "{" not in text and "}" not in text:
            return
        place = self.places.of(paragraph)
        found = self._scan(text, place)
        if found:
            pieces = self._gather(atoms, found, place, paragraph)
            for element, piece in pieces:
                self._put(element, piece)
        for element, _ in own_characters(paragraph):
            if element.tag == T and element.text and "_" in element.text:
                for written, meant in _ESCAPES:
                    element.text = element.text.replace(written, meant)

    def _scan(self, text: str, place: Place) -> list[tuple[int, int]]:
        """Spans of the tags in a text; what looks like a tag and is none is reported."""
        spans: list[tuple[int, int]] = []
        position = 0
        while (opener := _OPENER.search(text, position)) is not None:
            start = opener.start()
            self._stray(text[position:start], place)
            end = text.find(_OPENERS[opener.group()], start + 2)
            following = _OPENER.search(text, start + 2)
            if end < 0 or (following is not None and following.start() < end):
                self._unclosed(text, start, place)
                return []
            spans.append((start, end + 2))
            position = end + 2
            if len(self.tags) + len(spans) > MOST_TAGS:
                if not self._overfull:
                    self.report("template-limit", place, f"тегов больше {MOST_TAGS}", "")
                self._overfull = True
                return []
        self._stray(text[position:], place)
        return spans

    def _stray(self, text: str, place: Place) -> None:
        found = _STRAY.search(text)
        if found is not None:
            self.report(
                "template-tag-unclosed",
                place,
                f"«{found.group()}» без начала тега: «{_around(text, found.start())}»",
                "тег начинается с {{ или {% — двумя знаками подряд, в одном абзаце",
            )
            return
        for written, _ in _ESCAPES:
            text = text.replace(written, "")
        lone = _LONE.search(text)
        if lone is not None:
            self.report(
                "template-brace",
                place,
                f"фигурная скобка вне тега: «{_around(text, lone.start())}»",
                "она так и напечатается; если это тег, наберите {{ … }} двумя знаками подряд",
            )

    def _unclosed(self, text: str, start: int, place: Place) -> None:
        sign = text[start : start + 2]
        self.report(
            "template-tag-unclosed",
            place,
            f"тег не закрыт: «{_around(text, start)}»",
            f"допишите {_OPENERS[sign]} в том же абзаце",
        )

    def _gather(
        self, atoms: list[tuple[Any, str]], spans: list[tuple[int, int]], place: Place, owner: Any
    ) -> list[tuple[Any, str]]:
        """New texts of the runs: each tag as a mark in the run that opens it."""
        result: list[tuple[Any, str]] = []
        whole = "".join(characters for _, characters in atoms)
        marks = {
            start: self._register(whole[start:end], place, Mode.TEXT, owner) for start, end in spans
        }
        formats: dict[int, set[bytes]] = {start: set() for start, _ in spans}
        position = 0
        which = 0
        for element, characters in atoms:
            kept: list[str] = []
            tagged: set[int] = set()
            for offset, character in enumerate(characters):
                at = position + offset
                while which < len(spans) and at >= spans[which][1]:
                    which += 1
                if which < len(spans) and spans[which][0] <= at:
                    start = spans[which][0]
                    tagged.add(start)
                    if at == start:
                        kept.append(marks[start])
                else:
                    kept.append(character)
            position += len(characters)
            for start in tagged:
                formats[start].add(_format_of(element))
            if element.tag == T:
                result.append((element, "".join(kept)))
            elif tagged:
                result.append((element, ""))
        for start, seen in formats.items():
            if len(seen) > 1 and marks[start]:
                self.report(
                    "template-tag-mixed-format",
                    place,
                    "части тега оформлены по-разному; значение возьмёт вид его начала",
                    "выделите тег целиком и задайте ему один вид",
                )
        return result

    def _put(self, element: Any, text: str) -> None:
        if element.tag != T:
            _drop(element)
            return
        if text == (element.text or ""):
            return
        if text:
            element.text = text
            element.set(XML_SPACE, "preserve")
            for number in MARK.findall(text):
                self._where[int(number)] = element
        else:
            _drop(element)

    def _register(self, written: str, place: Place, mode: Mode, owner: Any) -> str:
        """Enter a tag; the mark that stands for it, empty for a comment."""
        sign, inner = written[:2], written[2:-2]
        inner = unicodedata.normalize("NFC", " ".join(inner.split("\u00ad")))
        if any(quote in inner for quote in "“”‘’"):
            self.report(
                "template-tag-quotes",
                place,
                f"в теге фигурные кавычки, они прочитаны как прямые: «{written}»",
                "наберите в теге прямые кавычки",
            )
            inner = inner.translate(_CURLY)
        if inner[:1] in ("-", "+") or inner[-1:] in ("-", "+"):
            self.report(
                "template-tag-broken",
                place,
                f"знак «-» у края тега не поддерживается: «{written}»",
                "уберите его: пробелы docgen не трогает",
            )
            return ""
        prefixed = _PREFIX.match(inner)
        prefix = prefixed.group() if prefixed else ""
        tag = Tag(sign, prefix, inner[len(prefix) :].strip(), place, mode, paragraph=owner)
        if sign == "{#" and not prefix:
            return ""
        if prefix and sign == "{{":
            if prefix != "r":
                self.report(
                    "template-tag-misplaced",
                    place,
                    f"значение нельзя поставить вместо всего абзаца или строки: «{written}»",
                    "напишите {{ … }} без буквы после скобок",
                )
                return ""
            # ``{{r x}}`` is docxtpl's way to print a formatted value; here values are text.
            tag.prefix = ""
        self.tags.append(tag)
        return self.mark(len(self.tags) - 1)

    # --- tags in attributes and in text outside runs ---------------------------------------------

    def _cut_elsewhere(self) -> None:
        for element in list(self.root.iter()):
            if not isinstance(element.tag, str):
                continue
            for name, value in element.attrib.items():
                if "{{" in value or "{%" in value:
                    element.set(name, self._cut_string(element, value, Mode.ATTRIBUTE, name))
            text = element.text
            if element.tag != T and text and ("{{" in text or "{%" in text):
                if element.tag in _NO_TAGS_HERE:
                    self.report(
                        "template-tag-misplaced",
                        self.places.of(element),
                        f"тег внутри кода поля Word или удалённого текста: «{_around(text, 0)}»",
                        "уберите тег из поля: он печатается только в тексте",
                    )
                elif MARK.search(text) is None:
                    element.text = self._cut_string(element, text, Mode.PLAIN, "")

    def _cut_string(self, element: Any, text: str, mode: Mode, attribute: str) -> str:
        place = self.places.of(element)
        result: list[str] = []
        position = 0
        for start, end in self._scan(text, place):
            result.append(text[position:start])
            first = len(self.tags)
            result.append(self._register(text[start:end], place, mode, None))
            for tag in self.tags[first:]:
                tag.path, tag.container = ("@", attribute), element
                if tag.prefix:
                    self._misplaced(tag, "здесь он может быть только без буквы после скобок")
                    tag.prefix = ""
            position = end
        return "".join(result) + text[position:]

    # --- tags that stand for a whole paragraph, row, cell or run ---------------------------------

    def _lift(self, number: int, tag: Tag) -> None:
        if tag.path:  # already judged together with a neighbour
            return
        whole = enclosing(tag.paragraph, _ENCLOSING[tag.prefix])
        if whole is None:
            self._misplaced(tag, f"он заменяет {_WHOLE[tag.prefix]}, а здесь её нет")
            tag.path = ("?",)
            return
        text = "".join(text_of(p) for p in whole.iter(P)) if whole.tag != P else text_of(whole)
        marks = [int(n) for n in MARK.findall(text)]
        rest = MARK.sub("", text).strip()
        if rest or any(self.tags[n].prefix != tag.prefix for n in marks) or _holds_more(whole):
            self._misplaced(
                tag,
                f"он заменяет {_WHOLE[tag.prefix]} целиком, поэтому рядом с ним не должно быть "
                "ничего другого",
            )
            for n in marks:
                self.tags[n].path = ("?",)
            return
        parent = whole.getparent()
        for n in marks:
            found = self.tags[n]
            found.mode, found.container = Mode.BLOCK, parent
            found.path = ("block",)
        kept = [n for n in marks if self.tags[n].sign != "{#"]
        replace_with_text(whole, "".join(self.mark(n) for n in kept))
        if parent.tag in _ENDS_WITH_PARAGRAPH and parent not in self._guarded:
            self._guarded.add(parent)
            self._guard_cell(parent, tag)

    def _guard_cell(self, cell: Any, tag: Tag) -> None:
        """A cell must end with a paragraph even when every condition in it is false."""
        self.tags.append(Tag("{%", "", "", tag.place, Mode.CELL_END, ("end",), cell))
        mark = self.mark(len(self.tags) - 1)
        if len(cell):
            cell[-1].tail = (cell[-1].tail or "") + mark
        else:
            cell.text = (cell.text or "") + mark

    def _lift_run(self, number: int, tag: Tag) -> None:
        """Split the run at the tag, so that the mark stands between runs."""
        element: Any = self._where.get(number)
        run = element.getparent() if element is not None else None
        if run is None or run.tag != R:
            self._misplaced(tag, "он заменяет кусок текста абзаца")
            tag.path = ("?",)
            return
        mark = self.mark(number)
        before, _, after = element.text.partition(mark)
        following = run.makeelement(R)
        properties = run.find(RPR)
        if properties is not None:
            following.append(copy.deepcopy(properties))
        rest = following.makeelement(T)
        following.append(rest)
        for child in list(run)[run.index(element) + 1 :]:
            following.append(child)
        run.addnext(following)
        following.tail = run.tail
        run.tail = mark if tag.sign != "{#" else None
        tag.mode, tag.container, tag.path = Mode.BLOCK, run.getparent(), ("run",)
        self._put(rest, after)
        element.text = before
        if not before:
            _drop(element)

    def _misplaced(self, tag: Tag, why: str) -> None:
        self.report(
            "template-tag-misplaced",
            tag.place,
            f"тег «{tag.written}» стоит не на месте: {why}",
            f"поставьте его отдельно: {{%{tag.prefix} … %}} один в "
            + {"tr": "строке таблицы", "tc": "ячейке"}.get(tag.prefix, "абзаце")
            if tag.prefix
            else "",
        )

    # --- tags that act on their cell -------------------------------------------------------------

    def _act_on_cells(self) -> None:
        for number, tag in enumerate(list(self.tags)):
            word, _, argument = tag.source.partition(" ")
            if tag.sign != "{%" or tag.prefix or word not in ("cellbg", "colspan", "vm", "hm"):
                continue
            cell = enclosing(tag.paragraph, TC) if tag.paragraph is not None else None
            if cell is None:
                self._misplaced(tag, f"{{% {word} %}} бывает только в ячейке таблицы")
                tag.path = ("?",)
                continue
            self._unmark(number)
            properties = cell.find(TCPR)
            if properties is None:
                properties = cell.makeelement(TCPR)
                cell.insert(0, properties)
            if word == "cellbg":
                shade = child_in_order(properties, "shd", _CELL_PROPERTIES)
                shade.set(w("val"), "clear")
                shade.set(w("color"), "auto")
                self._become(number, tag, Mode.COLOUR, argument, shade, w("fill"))
            elif word == "colspan":
                span = child_in_order(properties, "gridSpan", _CELL_PROPERTIES)
                self._become(number, tag, Mode.SPAN, argument, span, w("val"))
            elif word == "vm":
                merge = child_in_order(properties, "vMerge", _CELL_PROPERTIES)
                self._become(
                    number, tag, Mode.ATTRIBUTE, "'restart' if loop.first else 'continue'", merge,
                    w("val"),
                )  # fmt: skip
                self._first_only(cell, tag)
            else:
                span = child_in_order(properties, "gridSpan", _CELL_PROPERTIES)
                width = span.get(w("val"), "1")
                if not width.isdigit():
                    self._misplaced(tag, "в одной ячейке с colspan он не работает")
                    continue
                self._become(number, tag, Mode.SPAN, f"loop.length:{width}", span, w("val"))
                self._wrap(cell, tag)

    def _unmark(self, number: int) -> None:
        element: Any = self._where[number]
        self._put(element, element.text.replace(self.mark(number), ""))

    def _become(
        self, number: int, tag: Tag, mode: Mode, source: str, element: Any, attribute: str
    ) -> None:
        tag.sign, tag.source, tag.mode = "{{", source.strip(), mode
        tag.path, tag.container = ("@", attribute), element
        element.set(attribute, self.mark(number))

    def _new(self, source: str, tag: Tag, mode: Mode, path: tuple[str, ...], container: Any) -> str:
        self.tags.append(Tag("{%", "", source, tag.place, mode, path, container))
        return self.mark(len(self.tags) - 1)

    def _first_only(self, cell: Any, tag: Tag) -> None:
        """Show the text of a vertically merged cell once: Word hides the rest, a reader not."""
        for paragraph in cell.iter(P):
            for element, text in list(own_characters(paragraph)):
                if element.tag == T and text:
                    opened = self._new("if loop.first", tag, Mode.TEXT, ("vm",), element)
                    closed = self._new("endif", tag, Mode.TEXT, ("vm",), element)
                    element.text = opened + text + closed

    def _wrap(self, cell: Any, tag: Tag) -> None:
        """Keep a horizontally merged cell in the first turn of its loop only."""
        opened = self._new("if loop.first", tag, Mode.BLOCK, ("hm",), cell)
        closed = self._new("endif", tag, Mode.BLOCK, ("hm",), cell)
        before = cell.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + opened
        else:
            parent = cell.getparent()
            parent.text = (parent.text or "") + opened
        cell.tail = closed + (cell.tail or "")

    # --- where an inline tag stands ---------------------------------------------------------------

    def _locate(self, number: int, tag: Tag) -> None:
        node = self._where.get(number)
        names: list[str] = []
        while node is not None and node is not tag.paragraph:
            names.append(local(node))
            node = node.getparent()
        # Without an end the paragraph went away together with a tag for a whole row.
        tag.path = ("p", *reversed(names)) if node is not None else ("?",)
        tag.container = tag.paragraph.getparent()


def _around(text: str, start: int) -> str:
    piece = text[start : start + 40].strip()
    return piece + ("…" if start + 40 < len(text) else "")


def _format_of(element: Any) -> bytes:
    from lxml import etree

    run = enclosing(element, R)
    properties = run.find(RPR) if run is not None else None
    if properties is None:
        return b""
    # Language and spelling marks are no formatting that an author sees.
    seen = [
        etree.tostring(child) for child in properties if local(child) not in ("lang", "noProof")
    ]
    return b"".join(seen)


def _drop(element: Any) -> None:
    """Remove an element of a run, and the run when nothing is left in it."""
    run = element.getparent()
    if run is None:
        return
    run.remove(element)
    if run.tag == R and all(child.tag == RPR for child in run):
        parent = run.getparent()
        if parent is not None:
            replace_with_text(run, "")


def _holds_more(whole: Any) -> bool:
    """Whether an element that is to vanish holds something besides text."""
    for element in whole.iter():
        if element.tag == SECTPR or local(element) in (
            "drawing",
            "pict",
            "object",
            "footnoteReference",
        ):
            return True
        if element.tag == TBL and whole.tag != TBL:
            return True
    return False


# The order that Word wants inside the properties of a cell.
_CELL_PROPERTIES = (
    "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
    "textDirection", "tcFitText", "vAlign", "hideMark",
)  # fmt: skip


KEYWORDS = ("if", "elif", "else", "endif", "for", "endfor")


def meant_keyword(word: str) -> str:
    """The keyword that a word with wrong letters or case was meant to be, or an empty string."""
    guess = latin(word)
    return guess if guess in KEYWORDS and guess != word else ""
