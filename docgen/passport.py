"""The passport of a paper: who it is and whether it is still as docgen wrote it.

It stands in the custom properties of the file, so it travels with the paper and outlives the
register. The *seal* is a hash over every part of the file, the passport included: it holds
exactly as long as nobody has saved the file from Word.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docgen.opc.reading import UNPACKING_FAULTS, BrokenPart, parse_xml
from docgen.opc.writing import escaped
from docgen.opc.written import part_of, unpacked

PROPERTIES = {
    "document_id": "docgen_id",
    "kind": "docgen_kind",
    "row_hash": "docgen_row",
    "template_hash": "docgen_template",
    "settings_hash": "docgen_settings",
    "program_version": "docgen_version",
}
OFFICIAL = {
    "state": "docgen_state",
    "identity": "docgen_identity",
    "journal": "docgen_journal",
    "number": "docgen_number",
    "number_place": "docgen_number_place",
    "dated": "docgen_dated",
    "edited": "docgen_edited",
    "printed_code": "docgen_printed_code",
}
"""Only in papers that are drafts no more: by these a lost register finds their numbers again; the
code also in drafts, where the office wants one."""
SEAL = "docgen_seal"
CUSTOM_PART = "docProps/custom.xml"
CORE_PART = "docProps/core.xml"
AUTHOR = "docgen"

TWIN_FORMS = ("xlsx",)
"""Kinds of file in which a paper may lie beside its Word file."""
_TWIN_MARK = "#"

_CONTENT_TYPES = "[Content_Types].xml"
_ROOT_RELATIONSHIPS = "_rels/.rels"
_CUSTOM_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUE_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CORE_NS = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC_NS = "http://purl.org/dc/elements/1.1/"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CUSTOM_RELATIONSHIP = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
)
CORE_RELATIONSHIP = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_OPEN_SEAL = "0" * 64
# The largest paper and the largest set of properties that are looked at: what docgen itself
# writes is far below, and a file that only claims to be a paper must not fill the memory.
_LARGEST_PAPER = 256 << 20
_LARGEST_PROPERTIES = 1 << 20


@dataclass(frozen=True, slots=True)
class Passport:
    """What a paper says of itself.

    ``document_id``: identity of the paper (kind and codes of its records). The hashes are hex
    strings; what goes into them is the business of whoever makes the papers.

    The rest is empty in a draft, but for ``printed_code``: the text of the QR code on its first
    sheet, empty when there is none. ``state``: that in which the file was made official;
    ``identity``: kind and codes in words; ``journal``, ``number``, ``dated`` (ISO): as
    registered; ``number_place``: year, ordinal and insertion, such as «2026/453/1».
    """

    document_id: str
    kind: str
    row_hash: str
    template_hash: str
    settings_hash: str
    program_version: str
    state: str = ""
    identity: str = ""
    journal: str = ""
    number: str = ""
    number_place: str = ""
    dated: str = ""
    edited: str = ""
    # It follows from the others: papers of one input are the same with it and without.
    printed_code: str = field(default="", compare=False, repr=False)


def twin_identity(identity: str, form: str) -> str:
    """The identity of the file of another form that lies beside a paper."""
    return f"{identity}{_TWIN_MARK}{form}"


def without_twin(identity: str) -> str:
    """The identity of the paper itself, also when that of its twin is given."""
    kind, colon, codes = identity.partition(":")
    stem, mark, form = codes.rpartition(_TWIN_MARK)
    return f"{kind}{colon}{stem}" if mark and form in TWIN_FORMS else identity


def is_twin(identity: str) -> bool:
    """Whether it is the identity of a file beside a paper."""
    return without_twin(identity) != identity


def prepare_for_passport(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with room for a passport: relationships and types of the property parts.

    The core properties become neutral: the title, subject and keywords of the template stay,
    author, dates, revision and all else go. Properties of the template's own stay beside ours
    (a field of the text may show them). Idempotent.
    Raises ``ValueError`` when the container has no content types or root relationships.
    """
    prepared = dict(parts)
    for needed in (_CONTENT_TYPES, _ROOT_RELATIONSHIPS):
        if needed not in prepared:
            raise ValueError(f"the container lacks {needed}")
    from lxml import etree

    relationships = parse_xml(prepared[_ROOT_RELATIONSHIPS])
    types = parse_xml(prepared[_CONTENT_TYPES])
    found: dict[str, bytes] = {}
    for relationship in list(relationships):
        kind = relationship.get("Type", "")
        if kind in (CUSTOM_RELATIONSHIP, CORE_RELATIONSHIP):
            found[kind] = prepared.pop(relationship.get("Target", "").lstrip("/"), b"")
            relationships.remove(relationship)
    taken = {relationship.get("Id") for relationship in relationships}
    for kind, part, content_type in (
        (CORE_RELATIONSHIP, CORE_PART, _CORE_TYPE),
        (CUSTOM_RELATIONSHIP, CUSTOM_PART, _CUSTOM_TYPE),
    ):
        identifier = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        taken.add(identifier)
        etree.SubElement(
            relationships,
            f"{{{_RELS_NS}}}Relationship",
            {"Id": identifier, "Type": kind, "Target": part},
        )
        for override in [t for t in types if t.get("ContentType") == content_type]:
            types.remove(override)
        etree.SubElement(
            types,
            f"{{{_TYPES_NS}}}Override",
            {"PartName": f"/{part}", "ContentType": content_type},
        )
    prepared[CORE_PART] = _core_properties(found.get(CORE_RELATIONSHIP, b""))
    prepared[CUSTOM_PART] = _custom_properties(
        _own_properties(found.get(CUSTOM_RELATIONSHIP, b"")), ""
    )
    for name, tree in ((_ROOT_RELATIONSHIPS, relationships), (_CONTENT_TYPES, types)):
        prepared[name] = etree.tostring(
            tree, encoding="UTF-8", xml_declaration=True, standalone=True
        )
    return prepared


def stamp(parts: Mapping[str, bytes], passport: Passport) -> dict[str, bytes]:
    """The parts of a paper with its passport and seal; the rest is left as it is."""
    prepared = prepare_for_passport(parts)
    digests = {
        name: hashlib.sha256(part).digest()
        for name, part in prepared.items()
        if name != CUSTOM_PART
    }
    prepared[CUSTOM_PART] = sealed_properties(prepared[CUSTOM_PART], passport, digests)
    return prepared


def sealed_properties(base: bytes, passport: Passport, digests: Mapping[str, bytes]) -> bytes:
    """The custom properties part of a paper.

    ``base`` is the part as ``prepare_for_passport`` left it, ``digests`` the SHA-256 of every
    other part by name: whoever writes many papers keeps those of the parts that don't change.
    """
    entries = _own_properties(base) if b"<property" in base else []
    entries += [(name, getattr(passport, field)) for field, name in PROPERTIES.items()]
    entries += [
        (name, value) for field, name in OFFICIAL.items() if (value := getattr(passport, field))
    ]
    unsealed = _custom_properties(entries, _OPEN_SEAL)
    return unsealed.replace(_OPEN_SEAL.encode(), _seal(unsealed, digests).encode())


def read_passport(paper: Path | bytes) -> Passport | None:
    """The passport of a file, or ``None`` when it has none that can be read.

    Works on papers that Word or LibreOffice have saved since. Raises ``OSError`` when a path
    cannot be read.
    """
    properties = _read_properties(paper)
    if properties is None or any(name not in properties for name in PROPERTIES.values()):
        return None
    return Passport(
        **{field: properties[name] for field, name in PROPERTIES.items()},
        **{field: properties.get(name, "") for field, name in OFFICIAL.items()},
    )


def printed_code_in(custom: bytes) -> str:
    """The text of the QR code that a custom properties part names; empty when there is none."""
    return (_properties_of(custom) or {}).get(OFFICIAL["printed_code"], "")


def is_untouched(paper: bytes) -> bool:
    """Whether every part of the file is byte for byte what docgen wrote (the seal holds)."""
    written = unpacked(paper, _LARGEST_PAPER)
    if written is not None:
        return seal_holds(written)
    try:
        with zipfile.ZipFile(io.BytesIO(paper)) as container:
            entries = container.infolist()
            if sum(entry.file_size for entry in entries) > _LARGEST_PAPER:
                return False
            parts = {entry.filename: container.read(entry) for entry in entries}
            if len(parts) != len(entries):
                return False
    except _UNREADABLE:
        return False
    return seal_holds(parts)


def seal_holds(parts: Mapping[str, bytes]) -> bool:
    """The same for a file that has been unpacked already."""
    digests = {
        name: hashlib.sha256(part).digest() for name, part in parts.items() if name != CUSTOM_PART
    }
    return seal_is_of(parts.get(CUSTOM_PART, b""), digests)


def seal_is_of(custom: bytes, digests: Mapping[str, bytes]) -> bool:
    """Whether the seal in a custom properties part is that of parts with these SHA-256."""
    written: list[bytes] = _SEAL_WRITTEN.findall(custom)
    if len(written) != 1:
        return False
    unsealed = custom.replace(written[0], _OPEN_SEAL.encode())
    return written[0].decode() == _seal(unsealed, digests)


def renewed(part: bytes, passport: Passport) -> bytes | None:
    """The custom properties of a file that a person edited, with the passport of the text that
    was brought into it and without a seal; her own properties stay as they are.

    ``None`` when the part has no whole passport. A file that bears no printed code gets none.
    """
    values = {name: getattr(passport, field) for field, name in PROPERTIES.items()}
    code = OFFICIAL["printed_code"]
    if passport.printed_code and f'name="{code}"'.encode() in part:
        values[code] = passport.printed_code
    return _with_passport(part, values)


def without_passport(part: bytes) -> bytes | None:
    """The custom properties of a file that is made from a paper and is no paper itself.

    ``None`` when the part cannot be read.
    """
    return _with_passport(part, {})


def _with_passport(part: bytes, values: Mapping[str, str]) -> bytes | None:
    try:
        root = parse_xml(part)
    except BrokenPart:
        return None
    left = dict(values)
    for node in list(root.iter(f"{{{_CUSTOM_NS}}}property")):
        name = str(node.get("name", ""))
        if name in left and len(node):
            node[0].text = left.pop(name)
        elif name == SEAL or name in PROPERTIES.values() or name in OFFICIAL.values():
            node.getparent().remove(node)
    if left:
        return None
    from lxml import etree

    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return written


_SEAL_WRITTEN = re.compile(rb'name="docgen_seal"><vt:lpwstr>([0-9a-f]{64})</vt:lpwstr>')
_UNREADABLE = (*UNPACKING_FAULTS, KeyError)


def _seal(unsealed: bytes, digests: Mapping[str, bytes]) -> str:
    total = hashlib.sha256(unsealed)
    for name in sorted(digests):
        total.update(b"\0" + name.encode() + b"\0" + digests[name])
    return total.hexdigest()


def _read_properties(paper: Path | bytes) -> dict[str, str] | None:
    if isinstance(paper, bytes):
        written = part_of(paper, CUSTOM_PART, _LARGEST_PROPERTIES)
        if written is not None:
            return _properties_of(written)
    source = io.BytesIO(paper) if isinstance(paper, bytes) else paper.open("rb")
    with source:
        try:
            with zipfile.ZipFile(source) as container:
                entry = container.getinfo(CUSTOM_PART)
                if entry.file_size > _LARGEST_PROPERTIES:
                    return None
                part = container.read(entry)
        except _UNREADABLE:
            return None
    return _properties_of(part)


def _properties_of(part: bytes) -> dict[str, str] | None:
    try:
        root = parse_xml(part)
    except BrokenPart:
        return None
    return {
        str(node.get("name", "")): "".join(node.itertext())
        for node in root.iter(f"{{{_CUSTOM_NS}}}property")
    }


def _own_properties(part: bytes) -> list[tuple[str, str]]:
    """Properties that the template had of itself, as text."""
    ours = {*PROPERTIES.values(), *OFFICIAL.values(), SEAL}
    found = _properties_of(part) if part else None
    return [(name, value) for name, value in (found or {}).items() if name not in ours]


def _custom_properties(entries: list[tuple[str, str]], seal: str) -> bytes:
    rows = [*entries, (SEAL, seal)] if seal else entries
    # Word wants the numbers to start at 2 and to be unique.
    body = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{escaped(name)}">'
        f"<vt:lpwstr>{escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(rows, 2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_CUSTOM_NS}" xmlns:vt="{_VALUE_NS}">{body}</Properties>'
    ).encode()


def _core_properties(part: bytes) -> bytes:
    """Core properties that name nobody and no hour; the title, subject and keywords stay."""
    kept = ""
    try:
        root = parse_xml(part) if part else None
    except BrokenPart:
        root = None
    if root is not None:
        for tag, written in (
            (f"{{{_DC_NS}}}title", "dc:title"),
            (f"{{{_DC_NS}}}subject", "dc:subject"),
            (f"{{{_CORE_NS}}}keywords", "cp:keywords"),
        ):
            text = root.findtext(tag)
            if text:
                kept += f"<{written}>{escaped(str(text))}</{written}>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<cp:coreProperties xmlns:cp="{_CORE_NS}" xmlns:dc="{_DC_NS}">{kept}'
        f"<dc:creator>{AUTHOR}</dc:creator><cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy>"
        "<dc:language>ru-RU</dc:language></cp:coreProperties>"
    ).encode()
