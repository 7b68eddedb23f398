"""The one way in which docgen writes a zip container: the same parts give the same bytes.

Fixed dates, fixed order, no host system, no extra fields. Parts that many papers share are
packed once (``pack``) and laid into each container as they are.

Which library deflates is decided here and nowhere else: ISA-L (the extra ``fast``), which uses
the vector instructions of the processor, or the zlib that every Python has. Only the packed bytes
differ with it, so nothing but a hash of a whole file may depend on it: the seal, fingerprints and
the hash of a paper's body are taken from what is packed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

CONTENT_TYPES = "[Content_Types].xml"
LEVEL = 6
# 1980-01-01 00:00:00, the first moment that a zip directory can hold.
_DOS_TIME, _DOS_DATE = 0, (1 << 5) | 1
_DEFLATED = 8
_UTF8_NAME = 0x0800
_VERSION = 20
_LIMIT = 0xFFFFFFFF
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True, slots=True)
class PackedPart:
    """A part as it stands in a container: raw deflate stream, checksum and unpacked size."""

    body: bytes
    crc: int
    size: int


@dataclass(frozen=True, slots=True)
class Compressor:
    """A library that deflates: raw streams without a header, and the checksum beside them."""

    name: str
    deflate: Callable[[bytes], bytes]
    crc32: Callable[[bytes], int]


def _deflate_by_zlib(part: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(part) + packer.flush()


ZLIB = Compressor("zlib", _deflate_by_zlib, zlib.crc32)


@cache
def compressor() -> Compressor:
    """The quickest compressor that is installed."""
    try:
        from isal import igzip_lib, isal_zlib
    except ImportError:
        return ZLIB
    level, raw = 1, igzip_lib.COMP_DEFLATE
    return Compressor("isal", lambda part: igzip_lib.compress(part, level, raw), isal_zlib.crc32)


def pack(part: bytes, *, once: bool = False) -> PackedPart:
    """Deflate a part, so that it can be written into many containers.

    ``once``: it will be, so its size counts for more than the time that packing takes.
    """
    packer = ZLIB if once else compressor()
    return PackedPart(packer.deflate(part), packer.crc32(part), len(part))


def write_package(parts: Mapping[str, bytes | PackedPart]) -> bytes:
    """A container with these parts, ``[Content_Types].xml`` first, the others by name.

    Raises ``ValueError`` for a name that could leave the folder it is unpacked into, and for
    a container that would need zip64: no paper is that large.
    """
    names = sorted(parts, key=lambda name: (name != CONTENT_TYPES, name))
    local: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for name in names:
        encoded, flags = _entry_name(name)
        content = parts[name]
        packed = content if isinstance(content, PackedPart) else pack(content)
        sizes = (packed.crc, len(packed.body), packed.size)
        stamp = (flags, _DEFLATED, _DOS_TIME, _DOS_DATE)
        head = _LOCAL.pack(b"PK\3\4", _VERSION, *stamp, *sizes, len(encoded), 0)
        local += (head, encoded, packed.body)
        if offset > _LIMIT or max(sizes[1:]) > _LIMIT:
            raise ValueError("the container is too large")
        central += (
            _CENTRAL.pack(
                *(b"PK\1\2", _VERSION, _VERSION, *stamp, *sizes),
                *(len(encoded), 0, 0, 0, 0, 0, offset),
            ),
            encoded,
        )
        offset += len(head) + len(encoded) + len(packed.body)
    directory = b"".join(central)
    if offset + len(directory) > _LIMIT or len(names) > 0xFFFF:
        raise ValueError("the container is too large")
    end = _END.pack(b"PK\5\6", 0, 0, len(names), len(names), len(directory), offset, 0)
    return b"".join((*local, directory, end))


def read_back(container: bytes, known: Mapping[str, PackedPart]) -> dict[str, bytes] | None:
    """The parts of a container that are not ``known``, unpacked by zlib whoever packed them.

    ``None`` when it is not to the byte what ``write_package`` makes of the known parts and these.
    Only for what was written a moment ago: nothing guards against a hostile file.
    """
    parts: dict[str, bytes | PackedPart] = {}
    found: dict[str, bytes] = {}
    offset = 0
    try:
        while container.startswith(b"PK\3\4", offset):
            *_, crc, packed, size, length, _ = _LOCAL.unpack_from(container, offset)
            start = offset + _LOCAL.size + length
            name = container[start - length : start].decode()
            offset = start + packed
            part = parts[name] = PackedPart(container[start:offset], crc, size)
            if name not in known:
                found[name] = zlib.decompress(part.body, -zlib.MAX_WBITS, size or 1)
                if len(found[name]) != size or compressor().crc32(found[name]) != crc:
                    return None
            elif part != known[name]:
                return None
        return found if write_package(parts) == container else None
    except (struct.error, zlib.error, ValueError):
        return None


def escaped(text: str) -> str:
    """Text as it stands in XML, in an element or between double quotes.

    The standard library's own would load its network modules for this.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


@lru_cache(maxsize=1024)
def _entry_name(name: str) -> tuple[bytes, int]:
    """A name as the directory has it, with its flag; papers of one template share their names."""
    steps = name.split("/")
    if "\\" in name or "\0" in name or any(step in ("", ".", "..") for step in steps):
        raise ValueError(f"a part cannot be named {name!r}")
    return name.encode(), 0 if name.isascii() else _UTF8_NAME
