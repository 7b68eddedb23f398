"""Containers such as docgen writes, read back: a quarter of zipfile's time for a paper.

Whatever was packed otherwise than by ``opc.writing`` is left to zipfile and its checks.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

_LOCAL = struct.Struct("<4s2xH18x2H")
_CENTRAL = struct.Struct("<4s2x3H4x3I3H2xH4xI")
_VERSION = 20
_END = struct.Struct("<4s4H2IH")
_STORED, _DEFLATED = 0, 8


class WrittenPart(NamedTuple):
    """A line of a container's directory; ``offset`` and ``packed`` say where the bytes are."""

    name: str
    crc: int
    size: int
    method: int
    offset: int
    packed: int


def directory(container: bytes) -> list[WrittenPart] | None:
    """The parts in the order of the directory; ``None`` for a container that docgen has not
    written."""
    end = len(container) - _END.size
    if end < 0:
        return None
    mark, *disks, here, count, size, start, comment = _END.unpack_from(container, end)
    if mark != b"PK\5\6" or any(disks) or comment or here != count or start + size != end:
        return None
    parts = []
    place = start
    for _ in range(count):
        named = place + _CENTRAL.size
        if named > end:
            return None
        mark, version, flags, method, crc, packed, length, *rest = _CENTRAL.unpack_from(
            container, place
        )
        name_size, extra, comment, special, offset = rest
        place = named + name_size
        name = container[named:place]
        # Anything that zipfile would read otherwise than as it stands.
        if mark != b"PK\1\2" or version != _VERSION or flags or extra or comment or special:
            return None
        if not name.isascii() or b"\\" in name or b"\0" in name:
            return None
        parts.append(WrittenPart(name.decode("ascii"), crc, length, method, offset, packed))
    return parts if place == end else None


def unpacked(container: bytes, most: int) -> dict[str, bytes] | None:
    """The parts by name; ``None`` for a container that docgen has not written, that is damaged,
    has a name twice or holds more than ``most`` bytes."""
    parts = directory(container)
    if parts is None or sum(part.size for part in parts) > most:
        return None
    found: dict[str, bytes] = {}
    for part in parts:
        content = _content(container, part)
        if content is None or part.name in found:
            return None
        found[part.name] = content
    return found


def part_of(container: bytes, name: str, most: int) -> bytes | None:
    """One part; ``None`` where ``unpacked`` has none, and for a part that is not there."""
    found = [part for part in directory(container) or () if part.name == name]
    if len(found) != 1 or found[0].size > most:
        return None
    return _content(container, found[0])


def _content(container: bytes, part: WrittenPart) -> bytes | None:
    named = part.offset + _LOCAL.size
    if named > len(container):
        return None
    mark, flags, name_size, extra = _LOCAL.unpack_from(container, part.offset)
    start = named + name_size
    if mark != b"PK\3\4" or flags or extra or container[named:start] != part.name.encode():
        return None
    packed = container[start : start + part.packed]
    if part.method == _STORED:
        content = packed
    elif part.method == _DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacker.decompress(packed, part.size + 1)
        except zlib.error:
            return None
        if not unpacker.eof or unpacker.unused_data:
            return None
    else:
        return None
    return content if len(content) == part.size and zlib.crc32(content) == part.crc else None
