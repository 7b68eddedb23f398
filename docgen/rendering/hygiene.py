"""What a template brings along that must not reach a paper: cleaned away or refused.

Cleaned with a word: comments, links that lead outside, an attached template, a signature.
Cleaned silently: traces of editing that say nothing (revision ids, spelling marks, unused
bookmarks). Refused: tracked changes, macros, embedded objects, chunks of other files, fields
that fetch or run something. pitfalls.md D.1 and D.4, bad-inputs group e.
"""

from __future__ import annotations

import re
from typing import Any

from docgen.opc.wordprocessing import R_NS, W14_NS, Places, local, replace_with_text, w
from docgen.rendering.tags import Report

TRACKED = {
    *map(w, ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")),
    *map(w, ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange")),
    *map(w, ("tcPrChange", "trPrChange", "tblGridChange", "numberingChange")),
    *map(w, ("moveFromRangeStart", "moveToRangeStart", "delText", "delInstrText")),
}
_COMMENT_MARKS = {*map(w, ("commentRangeStart", "commentRangeEnd", "commentReference"))}
_TRACES = {
    *map(w, ("proofErr", "lastRenderedPageBreak", "permStart", "permEnd", "dataBinding")),
    *map(w, ("annotationRef",)),
}
_EMBEDDED = {*map(w, ("altChunk", "subDoc", "object", "control"))}
_EMBEDDED_WORDS = {
    "altChunk": "вставка другого файла (altChunk)",
    "subDoc": "вложенный документ",
    "object": "внедрённый объект (OLE)",
    "control": "элемент ActiveX",
}
# Fields that read another file, run something or carry a name or an hour of their own.
_DANGEROUS_FIELDS = frozenset(
    [
        "DDE",
        "DDEAUTO",
        "INCLUDE",
        "INCLUDETEXT",
        "INCLUDEPICTURE",
        "IMPORT",
        "LINK",
        "EMBED",
        "DATABASE",
        "RD",
        "MACROBUTTON",
        "GOTOBUTTON",
        "HTMLACTIVEX",
        "CONTROL",
        "AUTOTEXT",
        "AUTOTEXTLIST",
        "BARCODE",
        "ADDIN",
        "DATA",
        "NEXT",
        "NEXTIF",
    ]
)
_UNSTABLE_FIELDS = frozenset(
    [
        "DATE",
        "TIME",
        "SAVEDATE",
        "PRINTDATE",
        "CREATEDATE",
        "EDITTIME",
        "AUTHOR",
        "LASTSAVEDBY",
        "USERNAME",
        "USERADDRESS",
        "USERINITIALS",
        "FILENAME",
    ]
)


def clean_tree(root: Any, places: Places, report: Report) -> None:
    """Clean the tree of a text part and report what it may not hold."""
    _tracked_changes(root, places, report)
    _comments(root, places, report)
    for element in [e for e in root.iter() if e.tag in _EMBEDDED]:
        report(
            "template-embedded",
            places.of(element),
            f"{_EMBEDDED_WORDS[local(element)]} в шаблоне не допускается",
            "удалите этот объект или замените его рисунком",
        )
    _fields(root, places, report)
    for element in [e for e in root.iter() if e.tag in _TRACES]:
        replace_with_text(element, "")
    _editing_ids(root)
    _bookmarks(root)


def _tracked_changes(root: Any, places: Places, report: Report) -> None:
    seen: set[str] = set()
    for element in root.iter():
        if element.tag not in TRACKED:
            continue
        place = places.of(element)
        if place.words not in seen:
            seen.add(place.words)
            report(
                "template-tracked-changes",
                place,
                "в шаблоне непринятая правка (рецензирование)",
                "откройте шаблон в Word: Рецензирование → Принять → Принять все исправления",
            )
        if len(seen) >= 10:
            return


def _comments(root: Any, places: Places, report: Report) -> None:
    marks = [e for e in root.iter() if e.tag in _COMMENT_MARKS]
    references = [e for e in marks if local(e) == "commentReference"]
    if references:
        report(
            "template-comments",
            places.of(references[0]),
            f"в шаблоне примечания ({len(references)}), в бумагу они не попадут",
            "удалите их: Рецензирование → Удалить → Удалить все примечания",
        )
    for element in marks:
        run = element.getparent()
        replace_with_text(element, "")
        if run.tag == w("r") and all(local(child) == "rPr" for child in run):
            replace_with_text(run, "")


def _fields(root: Any, places: Places, report: Report) -> None:
    for element, instruction in field_instructions(root):
        word = (instruction.split() or [""])[0].upper().strip('"')
        if word in _DANGEROUS_FIELDS:
            report(
                "template-field",
                places.of(element),
                f"поле Word {word} берёт что-то извне или запускает; в шаблоне не допускается",
                "удалите поле (Alt+F9 показывает коды полей)",
            )
        elif word in _UNSTABLE_FIELDS:
            report(
                "template-field-unstable",
                places.of(element),
                f"поле Word {word} меняется само при открытии бумаги",
                "напишите вместо него поле docgen {{ … }}",
            )


def field_instructions(root: Any) -> list[tuple[Any, str]]:
    """Instructions of the fields of a part, gathered from their runs: (element, text)."""
    found: list[tuple[Any, str]] = []
    gathered: list[tuple[Any, list[str]]] = []
    for element in root.iter(w("fldChar"), w("instrText"), w("fldSimple")):
        if element.tag == w("fldSimple"):
            found.append((element, element.get(w("instr"), "")))
        elif element.tag == w("fldChar"):
            kind = element.get(w("fldCharType"))
            if kind == "begin":
                gathered.append((element, []))
            elif kind == "end" and gathered:
                start, pieces = gathered.pop()
                found.append((start, "".join(pieces)))
        elif gathered:
            # An instruction may be built by fields inside it: the outer one sees all of it.
            for _, pieces in gathered:
                pieces.append(element.text or "")
        else:
            found.append((element, element.text or ""))
    found += [(start, "".join(pieces)) for start, pieces in gathered]
    return found


_RSID = re.compile(r"rsid")


def _editing_ids(root: Any) -> None:
    """Ids of editing sessions and of paragraphs: in a loop they would repeat, and they say
    when and by how many hands a template was written."""
    for element in root.iter():
        if not isinstance(element.tag, str) or not element.attrib:
            continue
        for name in list(element.attrib):
            if (name.startswith(f"{{{W14_NS}}}") and name.endswith(("}paraId", "}textId"))) or (
                name.startswith("{") and _RSID.match(name.rpartition("}")[2])
            ):
                del element.attrib[name]


def _bookmarks(root: Any) -> None:
    """Keep the bookmarks that something in the part refers to, drop Word's own traces."""
    instructions = " ".join(text for _, text in field_instructions(root))
    named = set(re.findall(r"[\w.]+", instructions))
    named |= {e.get(w("anchor"), "") for e in root.iter(w("hyperlink"))}
    kept: set[str | None] = set()
    for start in list(root.iter(w("bookmarkStart"))):
        if start.get(w("name")) in named:
            kept.add(start.get(w("id")))
        else:
            replace_with_text(start, "")
    for end in list(root.iter(w("bookmarkEnd"))):
        if end.get(w("id")) not in kept:
            replace_with_text(end, "")


def pair_bookmarks(root: Any) -> None:
    """Drop the halves of bookmarks whose other half went away with a tag."""
    starts = {e.get(w("id")) for e in root.iter(w("bookmarkStart"))}
    ends = {e.get(w("id")) for e in root.iter(w("bookmarkEnd"))}
    for element in list(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        if element.get(w("id")) not in starts & ends:
            replace_with_text(element, "")


def unlink(root: Any, identifiers: set[str]) -> None:
    """Turn hyperlinks with these relationship ids into plain text."""
    for link in list(root.iter(w("hyperlink"))):
        if link.get(f"{{{R_NS}}}id") in identifiers:
            parent, index = link.getparent(), link.getparent().index(link)
            for child in reversed(list(link)):
                parent.insert(index, child)
            replace_with_text(link, "")
    for element in root.iter():
        if not isinstance(element.tag, str) or local(element) not in ("hlinkClick", "hlinkHover"):
            continue
        if element.get(f"{{{R_NS}}}id") in identifiers:
            element.attrib.pop(f"{{{R_NS}}}id")


def clean_settings(root: Any) -> bool:
    """Take out of the settings what ties a file to its author; True if it was a mail merge."""
    merged = root.find(w("mailMerge")) is not None
    for name in ("attachedTemplate", "linkStyles", "mailMerge", "rsids", "trackRevisions"):
        for element in list(root.iter(w(name))):
            replace_with_text(element, "")
    for element in list(root):
        if local(element) in ("docId", "docVars"):
            replace_with_text(element, "")
    return merged
