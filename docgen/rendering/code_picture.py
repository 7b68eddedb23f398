"""The QR code of a paper (реквизит 31): a picture at the lower right of its first sheet.

The room for it is made in a template once; a paper brings its own picture as a part, which its
seal covers. The code hangs on what the paper is made from and not on its bytes, or it would hang
on itself.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from docgen.diagnostics import Refusal
from docgen.norms.layout import LayoutProfile
from docgen.opc.finished import FinishedPaper, paper_of
from docgen.opc.wordprocessing import R_NS, W_NS, P, text_of, w
from docgen.opc.writing import write_package
from docgen.passport import Passport, read_passport
from docgen.printed_code import PICTURE_NAME, PrintedCode, Stage, paper_letters, version_mark
from docgen.rendering.skeleton import Skeleton

DESCRIPTION = "QR-код бумаги: по нему узнаётся её скан"
_MODULE_PIXELS, _QUIET_MODULES = 8, 4
# Ids of drawings are counted from 1 in each paper; this one is out of their way.
_DRAWING_ID = 900_031
_EMU_PER_MM, _EMU_PER_TWIP = 36_000, 635
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def code_of(passport: Passport, words: str = "") -> str:
    """The text of the code of a paper. ``words``: of one that a person has edited."""
    stage = Stage.DRAFT
    if passport.state:
        stage = Stage.REGISTERED if passport.number else Stage.APPROVED
    mark = version_mark(
        *(passport.document_id, passport.row_hash, passport.template_hash),
        *(passport.settings_hash, words),
    )
    return PrintedCode(paper_letters(passport.document_id), stage, mark).text


def library_missing() -> tuple[str, str] | None:
    """What is said, and what to do, where nothing can draw a code; ``None`` where it can."""
    try:
        import segno  # noqa: F401
    except ImportError:
        return (
            "для QR-кода на бумагах нужна библиотека segno",
            "установите дополнение: pip install 'docgen[qr]' (в папке docgen: pip install '.[qr]')",
        )
    return None


@lru_cache(maxsize=8)
def picture_of(code: str) -> bytes:
    """The code as a PNG, the same bytes every time. Raises ``Refusal`` without the library."""
    if missing := library_missing():
        words, hint = missing
        raise Refusal(words, hint=hint)
    import segno

    # A fixed pattern: to look for the best of eight costs more than all the rest of a paper.
    made = segno.make_qr(code, error="m", boost_error=False, mask=4)
    picture = io.BytesIO()
    made.save(picture, kind="png", scale=_MODULE_PIXELS, border=_QUIET_MODULES)
    return picture.getvalue()


def make_room(skeleton: Skeleton, section: Any, profile: LayoutProfile) -> str:
    """Put the picture into the header of the first page of a section; the name of its part.

    In the lower right corner, in the lower or the right margin: no text is moved. Empty when the
    section has no header of a first page.
    """
    header = _first_header(skeleton, section)
    paragraph = skeleton.texts[header].root.find(P) if header else None
    if paragraph is None:
        return ""
    part = f"{skeleton.main.rpartition('/')[0]}/media/{PICTURE_NAME}.png"
    skeleton.plain[part] = b""
    identifier = skeleton.relate(header, "image", part, "image/png")
    paragraph.append(_drawing(identifier, *_corner(section, profile), _emu(profile.qr_code_mm)))
    return part


def _corner(section: Any, profile: LayoutProfile) -> tuple[int, int]:
    """Where the picture begins, from the left and from above.

    It stands in the wider of the two margins and keeps away from the other edge as the text does:
    a sheet that went through the scanner at a slant loses what lies close to two edges.
    """
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    side, edge = _emu(profile.qr_code_mm), _emu(profile.qr_code_from_edge_mm)
    right, bottom = (int(margins.get(w(name))) * _EMU_PER_TWIP for name in ("right", "bottom"))
    across, down = (right, edge) if bottom >= right else (edge, bottom)
    width, height = (int(size.get(w(name))) * _EMU_PER_TWIP for name in ("w", "h"))
    return width - across - side, height - down - side


def _first_header(skeleton: Skeleton, section: Any) -> str:
    wanted = [
        reference.get(f"{{{R_NS}}}id")
        for reference in section.findall(w("headerReference"))
        if reference.get(w("type")) == "first"
    ]
    for relationship in skeleton.relationships[skeleton.main]:
        if relationship.id in wanted:
            return relationship.target
    return ""


def _emu(millimetres: float) -> int:
    return round(millimetres * _EMU_PER_MM)


def _drawing(identifier: str, left: int, top: int, side: int) -> Any:
    """A run with the picture, floating and bound to the sheet."""
    from lxml import etree

    return etree.fromstring(
        f'<w:r xmlns:w="{W_NS}" xmlns:r="{R_NS}" xmlns:wp="{_WP}" xmlns:a="{_A}"'
        f' xmlns:pic="{_PIC}"><w:rPr><w:noProof/></w:rPr><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"'
        ' relativeHeight="251658240" behindDoc="0" locked="1" layoutInCell="0" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page">'
        f'<wp:posOffset>{left}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page">'
        f'<wp:posOffset>{top}</wp:posOffset></wp:positionV><wp:extent cx="{side}" cy="{side}"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{_DRAWING_ID}" name="{PICTURE_NAME}" descr="{DESCRIPTION}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_PIC}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{_DRAWING_ID}" name="{PICTURE_NAME}" descr="{DESCRIPTION}"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{identifier}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:anchor></w:drawing></w:r>"
    )


# --- in a finished file --------------------------------------------------------------------------


def is_ours(drawing: Any) -> bool:
    """Whether a drawing is the picture of a code."""
    return any(node.get("name") == PICTURE_NAME for node in drawing.iter(f"{{{_WP}}}docPr"))


def picture_part(paper: FinishedPaper) -> str:
    """The part that holds the picture of the code, whatever program saved the file; empty when
    there is none."""
    for part in paper.parts:
        for drawing in part.root.iter(w("drawing")):
            if not is_ours(drawing):
                continue
            wanted = {blip.get(f"{{{R_NS}}}embed") for blip in drawing.iter(f"{{{_A}}}blip")}
            for relationship in paper.package.relationships(part.name):
                if relationship.id in wanted and not relationship.external:
                    return _spelled(paper, relationship.target)
    return ""


def _spelled(paper: FinishedPaper, part: str) -> str:
    """The name of a part as the container spells it; empty when it is not there."""
    key = part.lstrip("/").casefold()
    return next((name for name in paper.package.names() if name.casefold() == key), "")


def words_of(paper: FinishedPaper) -> str:
    """All that a paper says in its body: the mark of a draft stands in the headers."""
    bodies = (part.root for part in paper.parts if not part.words)
    return "\n".join(text_of(paragraph) for body in bodies for paragraph in body.iter(P))


def with_code_of(content: bytes, draft: bytes) -> bytes:
    """A paper into which the words of a draft were brought, with the picture of its code.

    Its properties must have the passport of that draft already; a file from which somebody took
    the picture stays without.
    """
    code = printed_on(draft)
    paper, _ = paper_of(content, "")
    part = picture_part(paper) if code and paper is not None else ""
    if not part or paper is None:
        return content
    parts = {name: paper.package.read(name) for name in paper.package.names()}
    parts[part] = picture_of(code)
    return write_package(parts)


def printed_on(content: bytes) -> str:
    """The code that a paper says it bears; empty when it bears none."""
    passport = read_passport(content)
    return passport.printed_code if passport is not None else ""
