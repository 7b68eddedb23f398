"""What no program in Python can beat by much: constant bytes, values between them, one archive.

    python -m bench.engines.limit TEMPLATE ROWS.json OUT --z COMPRESSOR

The template's XML, as docxtpl hands it to Jinja, is cut into formats beforehand (``prepare``). A
row costs: escape its values, fill the formats, checksum, compress, write. Parts without tags lie
compressed. Nothing is checked, sealed or read back; a template other than of fields, one level of
loops and of conditions is beyond it.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from bench.engines.job import job, write

_TAG = re.compile(r"{%\s*(\w+)\s*([^%]*?)\s*%}|{{\s*([\w.]+)\s*}}")
_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_LOCAL, _ENTRY = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
Deflate = Callable[[bytes], bytes]
Checksum = Callable[[bytes], int]


def compressor(name: str) -> tuple[Deflate, Checksum]:
    """«zlib6», «isal1» …: raw deflate at a level, and the checksum of the same library."""
    library, level = re.fullmatch(r"([a-z]+)(\d)", name).groups()  # type: ignore[union-attr]
    if library == "isal":
        from isal import igzip_lib, isal_zlib

        def fast(part: bytes) -> bytes:
            packed: bytes = igzip_lib.compress(part, int(level), igzip_lib.COMP_DEFLATE)
            return packed

        return fast, isal_zlib.crc32

    def plain(part: bytes) -> bytes:
        packer = zlib.compressobj(int(level), zlib.DEFLATED, -zlib.MAX_WBITS)
        return packer.compress(part) + packer.flush()

    return plain, zlib.crc32


def prepare(template: Path) -> None:
    """Write the XML that docxtpl would compile beside the template."""
    from docxtpl import DocxTemplate

    paper = DocxTemplate(template)
    paper.init_docx()
    whole = paper.xml_to_string(paper.docx._element)
    body = paper.patch_xml(paper.get_xml())
    begin, end = whole.index("<w:body"), whole.index("</w:body>") + len("</w:body>")
    # The body was written out alone, with names of its own that the root has already.
    body = "<w:body>" + body[body.index(">") + 1 :]
    parts = {"word/document.xml": _HEAD + whole[:begin] + body + whole[end:]}
    for kind in (paper.HEADER_URI, paper.FOOTER_URI):
        for _, part in paper.get_headers_footers(kind):
            text = paper.get_part_xml(part)
            if _TAG.search(text):
                parts[str(part.partname).lstrip("/")] = _HEAD + paper.patch_xml(text)
    _prepared(template).write_text(json.dumps(parts), "utf-8")


def _prepared(template: Path) -> Path:
    return template.with_suffix(".parts.json")


@dataclass
class _Stretch:
    """XML between two borders of loops and conditions: a format and what it is filled with.

    ``every``: the list whose items fill it one after the other. ``when``: printed if true.
    """

    every: str = ""
    when: str = ""
    names: list[str] = field(default_factory=list)
    format: bytes = b""

    def fill(self, row: dict[str, Any], values: dict[str, Any]) -> Iterator[bytes]:
        if self.every:
            for item in values[self.every]:
                yield self.format % tuple([item[name] for name in self.names])
        elif not self.when or row[self.when]:
            yield self.format % tuple([values[name] for name in self.names])


def _cut(xml: str) -> list[_Stretch]:
    found, at = [_Stretch()], 0
    for tag in _TAG.finditer(xml):
        found[-1].format += xml[at : tag.start()].encode().replace(b"%", b"%%")
        at = tag.end()
        word, rest, name = tag.groups()
        if name:
            found[-1].names.append(name.rpartition(".")[2])
            found[-1].format += b"%b"
        elif word == "for":
            found.append(_Stretch(every=rest.split(" in ")[1]))
        elif word == "if":
            found.append(_Stretch(when=rest))
        else:
            found.append(_Stretch())
    found[-1].format += xml[at:].encode().replace(b"%", b"%%")
    return found


class _Values:
    """The values of a row, all escaped and encoded at once."""

    def __init__(self, stretches: list[_Stretch]) -> None:
        plain = {name for s in stretches if not s.every for name in s.names}
        self._names = sorted(plain)
        self._get = itemgetter(*self._names)
        self._lists = {s.every: itemgetter(*sorted(set(s.names))) for s in stretches if s.every}
        self._items = {s.every: sorted(set(s.names)) for s in stretches if s.every}

    def of(self, row: dict[str, Any]) -> dict[str, Any]:
        texts = list(self._get(row))
        for name, get in self._lists.items():
            for item in row[name]:
                texts.extend(get(item))
        text = "\x01".join(texts)
        if "&" in text or "<" in text or ">" in text:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        ready = iter(text.encode().split(b"\x01"))
        values: dict[str, Any] = dict(zip(self._names, ready, strict=False))
        for name, names in self._items.items():
            values[name] = [dict(zip(names, ready, strict=False)) for _ in row[name]]
        return values


class _Archive:
    """Containers that differ in a few parts: the others lie ready."""

    def __init__(self, template: Path, varying: set[str], name: str) -> None:
        self._deflate, self._checksum = compressor(name)
        best, crc = compressor("zlib9")
        self._lead = self._entries = b""
        self._count = 0
        with zipfile.ZipFile(template) as container:
            for part in container.namelist():
                if part not in varying:
                    content = container.read(part)
                    self._lead, self._entries = self._add(
                        self._lead, self._entries, part, content, best(content), crc(content)
                    )
                    self._count += 1

    @staticmethod
    def _add(
        lead: bytes, entries: bytes, name: str, content: bytes, packed: bytes, checksum: int
    ) -> tuple[bytes, bytes]:
        known = (20, 0, 8, 0, 33, checksum, len(packed), len(content), len(name), 0)
        entry = _ENTRY.pack(b"PK\1\2", 20, *known, 0, 0, 0, 0, len(lead)) + name.encode()
        local = _LOCAL.pack(b"PK\3\4", *known) + name.encode()
        return b"".join((lead, local, packed)), entries + entry

    def build(self, parts: dict[str, bytes]) -> bytes:
        lead, entries = self._lead, self._entries
        for name, content in parts.items():
            packed = self._deflate(content)
            lead, entries = self._add(lead, entries, name, content, packed, self._checksum(content))
        count = self._count + len(parts)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(entries), len(lead), 0)
        return b"".join((lead, entries, end))


def main() -> None:
    template, rows, out, options = job()
    parts = {n: _cut(xml) for n, xml in json.loads(_prepared(template).read_bytes()).items()}
    values = _Values([stretch for stretches in parts.values() for stretch in stretches])
    archive = _Archive(template, set(parts), options[options.index("--z") + 1])
    for number, row in enumerate(rows):
        known = values.of(row)
        made = {
            name: b"".join([piece for stretch in cut for piece in stretch.fill(row, known)])
            for name, cut in parts.items()
        }
        write(out, number, archive.build(made))


if __name__ == "__main__":
    main()
