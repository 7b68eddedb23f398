"""A copy of the clerk's workbook with every fault marked in place.

Faulty cells are coloured and carry a note; a first sheet «Что исправить» lists everything with
links to the cells, the worst first. The copy is made by editing the parts of the file, not by
reading it into a library and writing it again: charts, pictures, filters and formulas that
docgen knows nothing of stay as they were. The clerk's own file is never written to.
"""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from docgen.codes import Severity
from docgen.diagnostics import Diagnostic
from docgen.opc.reading import BrokenPart, Package, open_package, parse_xml
from docgen.opc.writing import CONTENT_TYPES, escaped, write_package
from docgen.workbook.cells import Book, column_letters, column_number

LIST_SHEET = "Что исправить"
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_COLOURS = {Severity.ERROR: "FFF4B6A6", Severity.WARNING: "FFFFE699", Severity.NOTE: "FFDDEBF7"}
_NOTE_AUTHOR = "docgen"
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WIDTHS = (16, 34, 20, 60, 60, 16, 28)
_HEADINGS = ("Важность", "Где", "Строка", "Что не так", "Что сделать", "Основание", "Код")
# What may stand behind the rows of a sheet, in the order that the schema wants.
_TAIL = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_VML_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" '
    'coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke '
    'joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


def by_weight(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What hurts most first: severity, then how many other rows a fault holds, then its place."""
    return sorted(
        dict.fromkeys(diagnostics),
        key=lambda d: (
            _ORDER[d.severity],
            -len(d.related) - len(d.candidates),
            d.origin.file,
            d.origin.sheet,
            d.origin.row,
            d.origin.cell,
        ),
    )


def marked_copy(path: Path, shown: str, diagnostics: Iterable[Diagnostic]) -> bytes | None:
    """The workbook with its faults marked, as the bytes of an ``.xlsx`` file.

    ``shown`` is the name by which the diagnostics call this file; those of other files are left
    out. ``None`` when nothing is to be marked or the file can't be opened: then the diagnostics
    themselves say why.
    """
    own = by_weight(d for d in diagnostics if d.origin.file == shown)
    if not own:
        return None
    package, _ = open_package(path, "xlsx", shown)
    if package is None:
        return None
    try:
        return _Copy(package, own).made()
    except BrokenPart:
        return None


class _Copy:
    """The parts of the copy while they are worked on."""

    def __init__(self, package: Package, diagnostics: Sequence[Diagnostic]) -> None:
        self.package = package
        self.diagnostics = diagnostics
        # A signature would not hold over a changed file.
        self.parts: dict[str, bytes] = {
            name: package.read(name)
            for name in package.names()
            if not name.startswith("_xmlsignatures/")
        }
        self.workbook = parse_xml(self.parts[package.main_part], package.main_part)
        self.strict = "purl.oclc.org" in (self.workbook.tag or "")
        self.types = parse_xml(self.parts[CONTENT_TYPES], CONTENT_TYPES)

    def made(self) -> bytes:
        book = Book(self.package)
        by_sheet: dict[str, list[Diagnostic]] = defaultdict(list)
        for diagnostic in self.diagnostics:
            by_sheet[diagnostic.origin.sheet].append(diagnostic)
        styles = _Styles(self)
        for entry in book.sheets:
            cells = _by_cell(by_sheet.get(entry.title, ()))
            if cells:
                self._mark_sheet(entry.part, cells, styles)
        self._add_list({entry.title for entry in book.sheets}, styles)
        styles.write()
        self._write(CONTENT_TYPES, self.types)
        return write_package(self.parts)

    def _write(self, name: str, root: Any) -> None:
        from lxml import etree

        self.parts[name] = etree.tostring(
            root, encoding="UTF-8", xml_declaration=True, standalone=True
        )

    # --- relationships and content types ------------------------------------------------------

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship of a part to another; its id."""
        folder, _, file = part.rpartition("/")
        name = f"{folder}/_rels/{file}.rels".lstrip("/")
        empty = f'<Relationships xmlns="{_RELS_NS}"/>'.encode()
        root = parse_xml(self.parts.get(name, empty), name)
        taken = {element.get("Id") for element in root}
        number = 1
        while f"rIdM{number}" in taken:
            number += 1
        made = root.makeelement(f"{{{_RELS_NS}}}Relationship")
        made.set("Id", f"rIdM{number}")
        made.set("Type", f"{_STRICT_REL if self.strict else _REL}/{kind}")
        made.set("Target", f"/{target}")
        root.append(made)
        self._write(name, root)
        return f"rIdM{number}"

    def related(self, part: str, kind: str) -> str | None:
        """The part that this one is related to, as the file came; ``None`` for none."""
        for relationship in self.package.relationships(part):
            if relationship.leads_to(kind) and not relationship.external:
                return relationship.target if relationship.target in self.parts else None
        return None

    def declare(self, name: str, content_type: str) -> None:
        """Say what a new part is."""
        made = self.types.makeelement(_child_tag(self.types, "Override"))
        made.set("PartName", f"/{name}")
        made.set("ContentType", content_type)
        self.types.append(made)

    def free_name(self, pattern: str) -> str:
        number = 1
        while pattern.format(number) in self.parts:
            number += 1
        return pattern.format(number)

    @property
    def folder(self) -> str:
        return self.package.main_part.rpartition("/")[0]

    # --- a sheet ------------------------------------------------------------------------------

    def _mark_sheet(
        self, part: str, cells: Mapping[str, list[Diagnostic]], styles: _Styles
    ) -> None:
        root = parse_xml(self.parts[part], part)
        rows = _Rows(root)
        for address, found in cells.items():
            cell = rows.cell(address)
            worst = min((d.severity for d in found), key=_ORDER.__getitem__)
            cell.set("s", str(styles.coloured(_index(cell.get("s")), worst)))
        for view in _find_all(root, "sheetView"):
            view.attrib.pop("tabSelected", None)
        self._write(part, root)
        self._add_notes(part, cells)

    def _add_notes(self, part: str, cells: Mapping[str, list[Diagnostic]]) -> None:
        name = self.related(part, "comments")
        if name is None:
            name = self.free_name(self.folder + "/commentsMarked{}.xml")
            namespace = _namespace(self.workbook)
            self.parts[name] = (
                f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'
            ).encode()
            self.declare(name, f"{_MAIN}.comments+xml")
            self.relate(part, "comments", name)
        root = parse_xml(self.parts[name], name)
        notes = _Notes(root)
        fresh = [address for address, found in cells.items() if notes.add(address, _note(found))]
        self._write(name, root)
        if fresh:
            self._add_shapes(part, fresh)

    def _add_shapes(self, part: str, addresses: Sequence[str]) -> None:
        """The boxes of notes: Excel shows no note that has none."""
        sheet = parse_xml(self.parts[part], part)
        known = _find(sheet, "legacyDrawing")
        name = self.related(part, "vmlDrawing") if known is not None else None
        text = self.parts[name].decode("utf-8", "replace") if name else _VML_HEAD
        shapes = "".join(_shape(number, address) for number, address in enumerate(addresses, 1))
        head, closing, tail = text.rpartition("</xml>")
        if not closing:
            return  # not a drawing that can be added to: the colour and the list remain
        vml = f"{head}{shapes}</xml>{tail}".encode()
        if name is not None:
            self.parts[name] = vml
            return
        name = self.free_name(self.folder + "/vmlDrawingMarked{}.vml")
        self.parts[name] = vml
        self.declare(name, "application/vnd.openxmlformats-officedocument.vmlDrawing")
        identifier = self.relate(part, "vmlDrawing", name)
        made = _child_in_order(sheet, "legacyDrawing")
        made.set(f"{{{_STRICT_REL if self.strict else _REL}}}id", identifier)
        self._write(part, sheet)

    # --- the list -----------------------------------------------------------------------------

    def _add_list(self, taken: set[str], styles: _Styles) -> None:
        title, number = LIST_SHEET, 2
        while title.casefold() in {t.casefold() for t in taken}:
            title, number = f"{LIST_SHEET} {number}", number + 1
        part = self.free_name(self.folder + "/worksheets/marked{}.xml")
        self.parts[part] = _list_sheet(
            self.diagnostics, taken, _namespace(self.workbook), styles
        ).encode()
        self.declare(part, f"{_MAIN}.worksheet+xml")
        identifier = self.relate(self.package.main_part, "worksheet", part)
        sheets = _find(self.workbook, "sheets")
        made = sheets.makeelement(_child_tag(sheets, "sheet"))
        made.set("name", title)
        highest = max((_index(s.get("sheetId")) for s in sheets), default=0)
        made.set("sheetId", str(highest + 1))
        made.set(f"{{{_STRICT_REL if self.strict else _REL}}}id", identifier)
        sheets.insert(0, made)
        # Names and views count sheets by their place, and every place has moved by one.
        for name in _find_all(self.workbook, "definedName"):
            if name.get("localSheetId") is not None:
                name.set("localSheetId", str(_index(name.get("localSheetId")) + 1))
        for view in _find_all(self.workbook, "workbookView"):
            view.set("activeTab", "0")
            view.set("firstSheet", "0")
        self._write(self.package.main_part, self.workbook)


class _Styles:
    """Styles of the workbook; coloured twins of those that faulty cells have."""

    def __init__(self, made: _Copy) -> None:
        self._copy = made
        name = made.related(made.package.main_part, "styles")
        if name is None:
            name = made.free_name(made.folder + "/stylesMarked{}.xml")
            made.parts[name] = _plain_styles(_namespace(made.workbook)).encode()
            made.declare(name, f"{_MAIN}.styles+xml")
            made.relate(made.package.main_part, "styles", name)
        self._name = name
        self._root = parse_xml(made.parts[name], name)
        self._formats = _find(self._root, "cellXfs")
        self._fills = _find(self._root, "fills")
        if self._formats is None or self._fills is None or not len(self._formats):
            raise BrokenPart(name, "в стилях книги нет форматов ячеек")
        self._twins: dict[tuple[int, Severity], int] = {}
        self._colours: dict[Severity, int] = {}
        self.wrapped = self._wrapped(0, bold=False)
        self.heading = self._wrapped(0, bold=True)

    def coloured(self, base: int, severity: Severity) -> int:
        """The number of the style that is ``base`` with the colour of the severity."""
        base = base if 0 <= base < len(self._formats) else 0
        if (base, severity) not in self._twins:
            twin = copy.deepcopy(self._formats[base])
            twin.set("fillId", str(self._colour(severity)))
            twin.set("applyFill", "1")
            self._twins[base, severity] = self._add(twin)
        return self._twins[base, severity]

    def write(self) -> None:
        """Put the styles back into the copy."""
        self._formats.set("count", str(len(self._formats)))
        self._fills.set("count", str(len(self._fills)))
        self._copy._write(self._name, self._root)

    def _add(self, twin: Any) -> int:
        self._formats.append(twin)
        return len(self._formats) - 1

    def _wrapped(self, base: int, *, bold: bool) -> int:
        twin = copy.deepcopy(self._formats[base])
        for old in _find_all(twin, "alignment"):
            twin.remove(old)
        alignment = twin.makeelement(_child_tag(twin, "alignment"))
        alignment.set("wrapText", "1")
        alignment.set("vertical", "top")
        twin.insert(0, alignment)
        twin.set("applyAlignment", "1")
        if bold:
            twin.set("fillId", str(self._colour(Severity.NOTE)))
            twin.set("applyFill", "1")
        return self._add(twin)

    def _colour(self, severity: Severity) -> int:
        if severity not in self._colours:
            fill = self._fills.makeelement(_child_tag(self._fills, "fill"))
            pattern = fill.makeelement(_child_tag(fill, "patternFill"))
            pattern.set("patternType", "solid")
            for which in ("fgColor", "bgColor"):
                colour = pattern.makeelement(_child_tag(pattern, which))
                colour.set("rgb", _COLOURS[severity])
                pattern.append(colour)
            fill.append(pattern)
            self._fills.append(fill)
            self._colours[severity] = len(self._fills) - 1
        return self._colours[severity]


class _Rows:
    """Rows and cells of a sheet by their addresses; those that are missing are made in order."""

    def __init__(self, root: Any) -> None:
        self._data = _find(root, "sheetData")
        if self._data is None:
            raise BrokenPart("sheet", "на листе нет строк")
        self._rows: dict[int, Any] = {}
        last = 0
        for row in self._data:
            if isinstance(row.tag, str):
                # A row or a cell without an address stands next to the one before it.
                last = _index(row.get("r")) or last + 1
                self._rows.setdefault(last, row)

    def cell(self, address: str) -> Any:
        letters, number = _split(address)
        row = self._rows.get(number)
        if row is None:
            row = self._data.makeelement(_child_tag(self._data, "row"))
            row.set("r", str(number))
            later = [other for other in sorted(self._rows) if other > number]
            if later:
                self._rows[later[0]].addprevious(row)
            else:
                self._data.append(row)
            self._rows[number] = row
        wanted, column = column_number(letters), 0
        for cell in row:
            if not isinstance(cell.tag, str):
                continue
            given = _ADDRESS.fullmatch(cell.get("r", ""))
            column = column_number(given[1]) if given else column + 1
            if column == wanted:
                return cell
            if column > wanted:
                cell.addprevious(self._new(row, address))
                return cell.getprevious()
        row.append(self._new(row, address))
        return row[-1]

    @staticmethod
    def _new(row: Any, address: str) -> Any:
        made = row.makeelement(_child_tag(row, "c"))
        made.set("r", address)
        return made


class _Notes:
    """The notes of a sheet."""

    def __init__(self, root: Any) -> None:
        authors, self._list = _find(root, "authors"), _find(root, "commentList")
        if authors is None or self._list is None:
            raise BrokenPart("comments", "примечания книги устроены непривычно")
        author = authors.makeelement(_child_tag(authors, "author"))
        author.text = _NOTE_AUTHOR
        authors.append(author)
        self._author = str(len(authors) - 1)
        self._known = {note.get("ref"): note for note in self._list}

    def add(self, address: str, text: str) -> bool:
        """Put a text into the cell's note; whether the note is a new one."""
        note = self._known.get(address)
        fresh = note is None
        if note is None:
            note = self._list.makeelement(_child_tag(self._list, "comment"))
            note.set("ref", address)
            note.set("authorId", self._author)
            note.append(note.makeelement(_child_tag(note, "text")))
            self._list.append(note)
        holder = _find(note, "text")
        run = holder.makeelement(_child_tag(holder, "r"))
        words = run.makeelement(_child_tag(run, "t"))
        words.text = text if fresh else f"\n{text}"
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        holder.append(run)
        return fresh


# --- words and XML ----------------------------------------------------------------------------


def _by_cell(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """Faults by the address of their cell; a fault of a whole row stands in its first cell."""
    cells: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        origin = diagnostic.origin
        address = origin.cell if _ADDRESS.fullmatch(origin.cell) else ""
        if not address and origin.row:
            address = f"{origin.cell or 'A'}{origin.row}"
        if _ADDRESS.fullmatch(address):
            cells[address].append(diagnostic)
    return cells


def _note(found: Iterable[Diagnostic]) -> str:
    lines = []
    for diagnostic in found:
        hint = f"\n→ {diagnostic.hint}" if diagnostic.hint else ""
        lines.append(f"{str(diagnostic.severity).capitalize()}: {diagnostic.message}{hint}")
    return "\n".join(lines)


def _list_sheet(
    diagnostics: Sequence[Diagnostic], titles: set[str], namespace: str, styles: _Styles
) -> str:
    rows = [_row(1, _HEADINGS, styles.heading)]
    links = []
    for number, diagnostic in enumerate(diagnostics, 2):
        origin = diagnostic.origin
        place = "!".join(
            part for part in (origin.sheet, origin.cell or (origin.row and str(origin.row))) if part
        )
        rows.append(
            _row(
                number,
                (
                    str(diagnostic.severity),
                    place or origin.file,
                    origin.label,
                    diagnostic.message,
                    diagnostic.hint,
                    diagnostic.norm,
                    diagnostic.code,
                ),
                styles.wrapped,
                first=styles.coloured(styles.wrapped, diagnostic.severity),
            )
        )
        if origin.sheet in titles:
            address = next(iter(_by_cell([diagnostic])), "A1")
            quoted = origin.sheet.replace("'", "''")
            target = f"'{quoted}'!{address}"
            links.append(
                f'<hyperlink ref="B{number}" location="{escaped(target)}"'
                f' display="{escaped(place)}"/>'
            )
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, 1)
    )
    last = f"{column_letters(len(_HEADINGS))}{len(rows)}"
    return (
        f'<worksheet xmlns="{namespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" '
        f'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A1:{last}"/>'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageSetup orientation="landscape" paperSize="9" fitToHeight="0"/></worksheet>'
    )


def _row(number: int, texts: Sequence[str], style: int, first: int | None = None) -> str:
    cells = "".join(
        f'<c r="{column_letters(column)}{number}" s="{first if first and column == 1 else style}" '
        f't="inlineStr"><is><t xml:space="preserve">{escaped(_printable(text))}</t></is></c>'
        for column, text in enumerate(texts, 1)
        if text
    )
    # Not every program fits the height of a row to wrapped text when it opens a file.
    lines = max(-(-len(text) // width) for text, width in zip(texts, _WIDTHS, strict=True)) or 1
    return f'<row r="{number}" ht="{15 * lines + 2}" customHeight="1">{cells}</row>'


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _shape(number: int, address: str) -> str:
    letters, row = _split(address)
    column = column_number(letters) - 1
    return (
        f'<v:shape id="_x0000_sm{number}" type="#_x0000_t202" style="position:absolute;'
        'width:240pt;height:90pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" '
        'obscured="t"/><v:path o:connecttype="none"/><v:textbox/><x:ClientData ObjectType="Note">'
        "<x:MoveWithCells/><x:SizeWithCells/>"
        f"<x:Anchor>{column + 1}, 15, {max(row - 2, 0)}, 10, {column + 5}, 15, {row + 4}, 4"
        f"</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def _plain_styles(namespace: str) -> str:
    return (
        f'<styleSheet xmlns="{namespace}"><fonts count="1"><font><sz val="11"/>'
        '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
        'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        "</cellXfs></styleSheet>"
    )


def _split(address: str) -> tuple[str, int]:
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(address)
    return found[1], int(found[2])


def _index(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _namespace(root: Any) -> str:
    return str(root.tag).partition("}")[0].lstrip("{")


def _child_tag(parent: Any, name: str) -> str:
    return f"{{{_namespace(parent)}}}{name}"


def _find(root: Any, name: str) -> Any:
    return root.find(_child_tag(root, name))


def _find_all(root: Any, name: str) -> Iterator[Any]:
    return iter(list(root.iter(_child_tag(root, name))))


def _child_in_order(sheet: Any, name: str) -> Any:
    """A child of the sheet, made where the schema wants it."""
    found = _find(sheet, name)
    if found is not None:
        return found
    made = sheet.makeelement(_child_tag(sheet, name))
    later = {_child_tag(sheet, other) for other in _TAIL[_TAIL.index(name) + 1 :]}
    for child in sheet:
        if child.tag in later:
            child.addprevious(made)
            return made
    sheet.append(made)
    return made
