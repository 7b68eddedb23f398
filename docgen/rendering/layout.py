"""The layout of the standard, laid over a template once: norms/office.md 1.2.

Margins and paper size of every section, upright or lying, the base font, the language, the page
number from page 2 in the middle of the top margin, and «ПРОЕКТ» at the top right of every kind
of header. The text itself is not touched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docgen.norms.layout import LayoutProfile
from docgen.opc.wordprocessing import (
    PPR,
    R_NS,
    RPR,
    SECTPR,
    W_NS,
    P,
    R,
    T,
    child_in_order,
    local,
    text_of,
    w,
)
from docgen.rendering.code_picture import make_room
from docgen.rendering.hygiene import field_instructions
from docgen.rendering.skeleton import Skeleton, TextPart

DRAFT_WORD = "ПРОЕКТ"
DRAFT_BOOKMARK = "docgen_draft"
"""The word stands in a bookmark of this name (and a number): approval takes out the bookmark
with its runs. Word keeps bookmarks when it saves, content controls get lost elsewhere."""
LANGUAGE = "ru-RU"
SMALLEST_PT, LARGEST_PT = 12.0, 14.0
_HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_TWIPS_PER_MM = 1440 / 25.4
# Bookmark ids of ours start here: a template's own are small.
_FIRST_ID = 900_000
# Margins from here on mean «kept for more than ten years» (30 mm); Word's own default of 25.4
# or 31.8 mm on both sides means nothing.
_LONG_STORAGE_MM = (28.0, 31.0)


def twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS_PER_MM)


def lay_out(skeleton: Skeleton, profile: LayoutProfile | None, draft: bool) -> str:
    """Apply a profile to a template and mark it as a draft; the part for the picture of its QR
    code, empty when it has none.

    Without a profile margins, fonts and page numbers stay as the template has them.
    """
    sections = list(skeleton.document.iter(SECTPR))
    if not sections:
        body = skeleton.document.find(w("body"))
        sections = [body.makeelement(SECTPR)]
        body.append(sections[0])
    if profile is not None:
        # One paper is bound along one edge: a wide margin of one section is that of all.
        long = any(_is_kept_for_long(section) for section in sections)
        for section in sections:
            _page(section, profile, long)
        _base_style(skeleton, profile)
    _Headers(skeleton, profile, draft).apply(sections)
    if profile is None or not profile.qr_code:
        return ""
    return make_room(skeleton, sections[0], profile)


# --- pages ----------------------------------------------------------------------------------------

_SECTION_ORDER = [
    "headerReference",
    "footerReference",
    "footnotePr",
    "endnotePr",
    "type",
    "pgSz",
    "pgMar",
    "paperSrc",
    "pgBorders",
    "lnNumType",
    "pgNumType",
    "cols",
    "formProt",
    "vAlign",
    "noEndnote",
    "titlePg",
    "textDirection",
    "bidi",
    "rtlGutter",
    "docGrid",
    "printerSettings",
]


def _number(element: Any, name: str) -> float:
    try:
        return float(element.get(w(name), "0"))
    except ValueError:
        return 0.0


def _is_lying(size: Any) -> bool:
    return size.get(w("orient")) == "landscape" or _number(size, "w") > _number(size, "h")


def _is_kept_for_long(section: Any) -> bool:
    """Whether the edge where sheets are bound has the margin of papers kept for long."""
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    if margins is None:
        return False
    # Whoever lays a sheet on its side may have left the wide margin on the left.
    edges = ("left", "top") if size is not None and _is_lying(size) else ("left",)
    widths = [_number(margins, edge) / _TWIPS_PER_MM for edge in edges]
    return any(_LONG_STORAGE_MM[0] <= width <= _LONG_STORAGE_MM[1] for width in widths)


def _page(section: Any, profile: LayoutProfile, long_storage: bool) -> None:
    """Paper and margins of a section; a sheet on its side keeps its binding edge."""
    size = child_in_order(section, "pgSz", _SECTION_ORDER)
    width, height = _number(size, "w"), _number(size, "h")
    lying = _is_lying(size)
    upright = (twips(profile.page_width_mm), twips(profile.page_height_mm))
    if not _is_larger_sheet(width, height):
        width, height = reversed(upright) if lying else upright
    size.set(w("w"), str(int(width)))
    size.set(w("h"), str(int(height)))
    if lying:
        size.set(w("orient"), "landscape")
    margins = child_in_order(section, "pgMar", _SECTION_ORDER)
    left = profile.margin_left_long_storage_mm if long_storage else profile.margin_left_mm
    top, right, bottom = (
        profile.margin_top_mm, profile.margin_right_mm, profile.margin_bottom_mm,
    )  # fmt: skip
    # Turned a quarter clockwise: the left edge, where sheets are bound, is on top.
    sides = (left, top, right, bottom) if lying else (top, right, bottom, left)
    for name, value in zip(("top", "right", "bottom", "left"), sides, strict=True):
        margins.set(w(name), str(twips(value)))
    edge = str(twips(profile.page_number_from_edge_mm))
    margins.set(w("header"), edge)
    margins.set(w("footer"), edge)
    margins.set(w("gutter"), "0")


def _is_larger_sheet(width: float, height: float) -> bool:
    """A3 and larger: somebody wanted it."""
    return min(width, height) > twips(250)


# --- the base style -------------------------------------------------------------------------------

_STYLES_ORDER = ["docDefaults", "latentStyles", "style"]
_RUN_ORDER = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
]


def _base_style(skeleton: Skeleton, profile: LayoutProfile) -> None:
    """Font, size and language that everything inherits which sets none of its own.

    A base size of 12 to 14 points that the author chose stays; any other becomes the profile's.
    """
    from docgen.opc.reading import parse_xml
    from docgen.rendering.skeleton import xml_bytes

    name = skeleton.related(skeleton.main, "styles")
    if name is None:
        name = skeleton.free_name("styles")
        skeleton.relate(
            skeleton.main, "styles", name,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
        )  # fmt: skip
        skeleton.plain[name] = f'<w:styles xmlns:w="{W_NS}"/>'.encode()
    root = parse_xml(skeleton.plain[name], name)
    defaults = child_in_order(root, "docDefaults", _STYLES_ORDER)
    base = child_in_order(defaults, "rPrDefault", ["rPrDefault", "pPrDefault"])
    run = child_in_order(base, "rPr", ["rPr"])
    normal = _normal_run(root)
    points = next((p for p in (_points(normal), _points(run)) if p is not None), None)
    if points is None or not SMALLEST_PT <= points <= LARGEST_PT:
        points = profile.body_pt
    for properties in (run, normal) if normal is not None else (run,):
        for child in list(properties):
            if local(child) in ("rFonts", "sz", "szCs", "lang"):
                properties.remove(child)
    fonts = child_in_order(run, "rFonts", _RUN_ORDER)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(w(script), profile.font)
    for size in ("sz", "szCs"):
        child_in_order(run, size, _RUN_ORDER).set(w("val"), str(round(points * 2)))
    language = child_in_order(run, "lang", _RUN_ORDER)
    language.set(w("val"), LANGUAGE)
    language.set(w("eastAsia"), LANGUAGE)
    language.set(w("bidi"), "ar-SA")
    skeleton.plain[name] = xml_bytes(root)


def _normal_run(styles: Any) -> Any | None:
    for style in styles.iter(w("style")):
        if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on"):
            return style.find(RPR)
    return None


def _points(properties: Any | None) -> float | None:
    size = properties.find(w("sz")) if properties is not None else None
    return _number(size, "val") / 2 if size is not None else None


# --- headers --------------------------------------------------------------------------------------


@dataclass
class _Headers:
    skeleton: Skeleton
    profile: LayoutProfile | None
    draft: bool
    marked: int = 0
    # Header part that is filled → the width of text that its tab stops are set for.
    filled: dict[str, int] = field(default_factory=dict)

    def apply(self, sections: list[Any]) -> None:
        """Give the sections their headers: page number from page 2, «ПРОЕКТ» everywhere."""
        even = self._has_even_pages()
        inherited: dict[str, tuple[str, int]] = {}
        for index, section in enumerate(sections):
            if self.profile is not None and index == 0:
                # Page 1 bears no number: it has a header of its own.
                child_in_order(section, "titlePg", _SECTION_ORDER)
            kinds = ["default"]
            if _is_on(section.find(w("titlePg"))):
                kinds.append("first")
            if even:
                kinds.append("even")
            width = text_width(section)
            for kind in kinds:
                name = self._own(section, kind)
                if name is None and kind in inherited and inherited[kind][1] == width:
                    continue
                if name is None and not self._is_needed(kind):
                    continue
                if name is None:
                    name = self._make(section, kind, inherited.get(kind, ("", 0))[0])
                elif self.filled.get(name, width) != width:
                    self._let_go(section, kind)
                    name = self._make(section, kind, name)
                inherited[kind] = (name, width)
                if name not in self.filled:
                    self.filled[name] = width
                    # Page 1 stands in the first section: first pages of others have a number.
                    unnumbered = kind == "first" and index == 0
                    self._fill(self.skeleton.texts[name].root, unnumbered, width)

    def _is_needed(self, kind: str) -> bool:
        return self.draft or self.profile is not None

    def _has_even_pages(self) -> bool:
        from docgen.opc.reading import parse_xml

        name = self.skeleton.related(self.skeleton.main, "settings")
        if name is None:
            return False
        return _is_on(parse_xml(self.skeleton.plain[name], name).find(w("evenAndOddHeaders")))

    def _own(self, section: Any, kind: str) -> str | None:
        for reference in section.findall(w("headerReference")):
            if reference.get(w("type"), "default") == kind:
                wanted = reference.get(f"{{{R_NS}}}id")
                for relationship in self.skeleton.relationships[self.skeleton.main]:
                    if relationship.id == wanted and relationship.target in self.skeleton.texts:
                        return relationship.target
                section.remove(reference)
        return None

    def _let_go(self, section: Any, kind: str) -> None:
        for reference in section.findall(w("headerReference")):
            if reference.get(w("type"), "default") == kind:
                section.remove(reference)

    def _make(self, section: Any, kind: str, model: str) -> str:
        """A header part for a section: empty, or as ``model``, the one that it would have had.

        A section of another width can't share a header: the tabs would be off.
        """
        from lxml import etree

        name = self.skeleton.free_name("header")
        root = etree.Element(w("hdr"), nsmap={"w": W_NS, "r": R_NS})
        if model:
            for child in self.skeleton.texts[model].root:
                if not _is_ours(child):
                    root.append(_copy(child))
            # Pictures of the header: the same parts under the same ids.
            kept = self.skeleton.relationships.get(model, [])
            self.skeleton.relationships[name] = list(kept)
        self.skeleton.texts[name] = TextPart(
            name, "header", root, "верхний колонтитул", _HEADER_TYPE
        )
        identifier = self.skeleton.relate(self.skeleton.main, "header", name, _HEADER_TYPE)
        # Without a prefix of its own it would get one that hangs on all that was parsed before.
        reference = section.makeelement(w("headerReference"), nsmap={"r": R_NS})
        reference.set(w("type"), kind)
        reference.set(f"{{{R_NS}}}id", identifier)
        section.insert(0, reference)
        return name

    def _fill(self, root: Any, unnumbered: bool, width: int) -> None:
        numbered = any(
            instruction.split()[:1] == ["PAGE"] for _, instruction in field_instructions(root)
        )
        wants_number = self.profile is not None and not unnumbered and not numbered
        if not self.draft and not wants_number:
            if root.find(P) is None:
                root.append(root.makeelement(P))
            return
        paragraph = root.makeelement(P)
        properties = _add(paragraph, "pPr")
        tabs = _add(properties, "tabs")
        for where, position in (("center", width // 2), ("right", width)):
            _add(tabs, "tab", val=where, pos=str(position))
        _add(properties, "spacing", before="0", after="0", line="240", lineRule="auto")
        _add(properties, "ind", left="0", right="0", firstLine="0")
        _add(properties, "jc", val="left")
        if wants_number:
            _tab(paragraph)
            _page_field(paragraph)
        elif self.draft:
            _tab(paragraph)
        if self.draft:
            self._mark(paragraph)
        _lift_empty(root)
        root.insert(0, paragraph)

    def _mark(self, paragraph: Any) -> None:
        number = str(_FIRST_ID + self.marked)
        name = f"{DRAFT_BOOKMARK}_{self.marked + 1}"
        self.marked += 1
        _add(paragraph, "bookmarkStart", id=number, name=name)
        _tab(paragraph)
        run = paragraph.makeelement(R)
        _add(_add(run, "rPr"), "b")
        text = run.makeelement(T)
        text.text = DRAFT_WORD
        run.append(text)
        paragraph.append(run)
        _add(paragraph, "bookmarkEnd", id=number)


def _is_on(flag: Any | None) -> bool:
    return flag is not None and flag.get(w("val"), "true") in ("1", "true", "on")


def text_width(section: Any) -> int:
    """Width of the text of a section, in twips."""
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    if size is None or margins is None:
        return twips(180)
    width = _number(size, "w") - _number(margins, "left") - _number(margins, "right")
    return max(int(width), twips(50))


def text_height(section: Any) -> int:
    """Height of the text of a section, in twips."""
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    if size is None or margins is None:
        return twips(257)
    height = _number(size, "h") - _number(margins, "top") - _number(margins, "bottom")
    return max(int(height), twips(50))


def _is_ours(paragraph: Any) -> bool:
    return any(
        (mark.get(w("name")) or "").startswith(DRAFT_BOOKMARK)
        for mark in paragraph.iter(w("bookmarkStart"))
    )


def _copy(element: Any) -> Any:
    import copy

    return copy.deepcopy(element)


def _add(owner: Any, name: str, /, **attributes: str) -> Any:
    made = owner.makeelement(w(name))
    for attribute, value in attributes.items():
        made.set(w(attribute), value)
    owner.append(made)
    return made


def _tab(paragraph: Any) -> None:
    _add(_add(paragraph, "r"), "tab")


def _page_field(paragraph: Any) -> None:
    _add(_add(paragraph, "r"), "fldChar", fldCharType="begin")
    instruction = _add(_add(paragraph, "r"), "instrText")
    instruction.text = "PAGE"
    _add(_add(paragraph, "r"), "fldChar", fldCharType="separate")
    text = _add(_add(paragraph, "r"), "t")
    text.text = "2"  # Word counts anew; a reader that does not shows a page that has a number
    _add(_add(paragraph, "r"), "fldChar", fldCharType="end")


def _lift_empty(header: Any) -> None:
    """Drop the empty paragraph that Word puts into a new header: ours stands there now."""
    children = list(header)
    if len(children) == 1 and children[0].tag == P and not text_of(children[0]).strip():
        rest = [child for child in children[0] if child.tag != PPR]
        if all(child.tag == R and len(child) == 0 for child in rest):
            header.remove(children[0])
