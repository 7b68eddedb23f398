"""Where charts stand in a template, and where their parts go in a paper."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.opc.wordprocessing import (
    PPR,
    R_NS,
    RELS_NS,
    SECTPR,
    TBL,
    TC,
    TCPR,
    TR,
    TXBX,
    P,
    child_in_order,
    enclosing,
    text_of,
    w,
)
from docgen.opc.writing import PackedPart
from docgen.rendering.charts import ChartRoom, DrawnChart
from docgen.rendering.layout import text_height, text_width
from docgen.rendering.program import CHART_ID
from docgen.rendering.structure import PARAGRAPH_ORDER
from docgen.rendering.tags import MARK, Tag

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TWIPS_PER_MM = 1440 / 25.4
_CELL_MARGINS = 216  # Word leaves 108 twips on either side of a cell
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def room_for(tag: Tag, tags: Sequence[Tag], font: str) -> ChartRoom | None:
    """What a chart in the place of a tag may take; ``None`` where it can't stand."""
    paragraph = tag.paragraph
    if paragraph is None or enclosing(paragraph, TXBX) is not None:
        return None
    text = text_of(paragraph)
    printing = [n for n in MARK.findall(text) if tags[int(n)].sign == "{{"]
    section = _section_of(paragraph)
    if MARK.sub("", text).strip() or len(printing) != 1 or section is None:
        return None
    width = text_width(section)
    cell = enclosing(paragraph, TC)
    if cell is not None:
        width = min(width, _cell_width(cell, width))
    return ChartRoom((width - 1) / _TWIPS_PER_MM, text_height(section) * 0.9 / _TWIPS_PER_MM, font)


def _section_of(paragraph: Any) -> Any | None:
    """Properties of the section in which a paragraph stands: the next that follow it."""
    passed = False
    for element in paragraph.getroottree().getroot().iter(P, SECTPR):
        if element is paragraph:
            passed = True
        elif passed and element.tag == SECTPR:
            return element
    return None


def _cell_width(cell: Any, whole: int) -> int:
    declared = cell.find(f"{TCPR}/{w('tcW')}")
    if declared is not None and declared.get(w("type"), "dxa") == "dxa":
        value = declared.get(w("w"), "")
        if value.isdigit() and int(value) > _CELL_MARGINS:
            return int(value) - _CELL_MARGINS
    row = enclosing(cell, TR)
    count = len(row.findall(TC)) if row is not None and enclosing(row, TBL) is not None else 1
    return whole // count - _CELL_MARGINS


def make_room(paragraph: Any) -> None:
    """Let a chart fill its line: no indents, centred, a line as high as what stands in it; and
    keep it with the next paragraph, which is its caption as a rule."""
    properties = paragraph.find(PPR)
    if properties is None:
        properties = paragraph.makeelement(PPR)
        paragraph.insert(0, properties)
    kept = child_in_order(properties, "keepNext", PARAGRAPH_ORDER)
    kept.attrib.clear()
    indents = child_in_order(properties, "ind", PARAGRAPH_ORDER)
    indents.attrib.clear()
    for side in ("left", "right", "firstLine"):
        indents.set(w(side), "0")
    spacing = child_in_order(properties, "spacing", PARAGRAPH_ORDER)
    spacing.set(w("line"), "240")
    spacing.set(w("lineRule"), "auto")
    child_in_order(properties, "jc", PARAGRAPH_ORDER).set(w("val"), "center")


@dataclass(frozen=True)
class ChartParts:
    """The directory of a template whose papers get charts: content types, relationships of the
    text, and the first free number of a chart part."""

    types_name: str
    types: bytes
    relationships_name: str
    relationships: bytes
    folder: str
    first: int

    def add(
        self,
        charts: Sequence[DrawnChart],
        parts: MutableMapping[str, bytes | PackedPart],
        digests: MutableMapping[str, bytes],
    ) -> None:
        """Lay the parts of the charts into a paper, with all that leads to them."""
        made: dict[str, bytes] = {}
        types, links = "", ""
        for number, chart in enumerate(charts, 1):
            file = f"chart{self.first + number - 1}"
            part = f"{self.folder}/charts/{file}.xml"
            workbook = f"{self.folder}/embeddings/{file}.xlsx"
            made[part], made[workbook] = chart.part, chart.workbook
            made[f"{self.folder}/charts/_rels/{file}.xml.rels"] = (
                f'{_HEAD}<Relationships xmlns="{RELS_NS}">'
                f"{_link('rId1', 'package', workbook)}</Relationships>"
            ).encode()
            types += _kind(part, CHART_TYPE) + _kind(workbook, WORKBOOK_TYPE)
            links += _link(f"{CHART_ID}{number}", "chart", part)
        made[self.types_name] = _before_end(self.types, types, "</Types>")
        made[self.relationships_name] = _before_end(self.relationships, links, "</Relationships>")
        for name, content in made.items():
            parts[name] = content
            digests[name] = hashlib.sha256(content).digest()


def chart_parts(main: str, parts: MutableMapping[str, bytes], types_name: str) -> ChartParts:
    """Take the directory out of ``parts``, which are then the same for all papers."""
    folder, _, file = main.rpartition("/")
    name = f"{folder}/_rels/{file}.rels"
    empty = f'{_HEAD}<Relationships xmlns="{RELS_NS}"></Relationships>'.encode()
    return ChartParts(
        types_name,
        parts.pop(types_name),
        name,
        parts.pop(name, empty),
        folder,
        _first_free(parts),
    )


def _first_free(names: Collection[str]) -> int:
    taken = [re.search(r"/(?:charts|embeddings)/\D*(\d+)\.\w+$", name) for name in names]
    return max((int(found.group(1)) for found in taken if found), default=0) + 1


def _kind(part: str, content_type: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{content_type}"/>'


def _link(identifier: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identifier}" Type="{R_NS}/{kind}" Target="/{target}"/>'


def _before_end(part: bytes, rows: str, end: str) -> bytes:
    return part.decode().replace(end, rows + end).encode()
