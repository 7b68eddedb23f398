"""Pages of a PDF as small pictures, for the page: grey, sixteen shades, a few dozen kilobytes.

pypdfium2 is an extra: who does not want pictures does not need it.
"""

from __future__ import annotations

import struct
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from docgen.diagnostics import Refusal

WIDTH = 720
"""Pixels of a page across: readable when it is opened wide, small enough for hundreds."""
MOST_PAGES = 60
"""Pages of one paper that are shown."""


def page_pictures(pdf: Path) -> tuple[bytes, ...]:
    """The pages of a PDF as PNG; empty for a file that can't be read.

    Raises ``Refusal`` when the library is not installed.
    """
    try:
        import pypdfium2
    except ImportError as missing:
        raise Refusal(
            "для страниц картинками нужна библиотека pypdfium2",
            hint="установите docgen с дополнением: pip install 'docgen[review]'",
        ) from missing
    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError):
        return ()
    try:
        return tuple(_picture(document[n]) for n in range(min(len(document), MOST_PAGES)))
    except pypdfium2.PdfiumError:
        return ()
    finally:
        document.close()


def _picture(page: Any) -> bytes:
    width = page.get_width()
    bitmap = page.render(scale=WIDTH / width, grayscale=True)
    try:
        return grey_png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
    finally:
        bitmap.close()


def grey_png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """A PNG of sixteen greys from one byte a pixel, rows ``stride`` bytes apart."""
    high, low = _shades()
    rows = []
    for row in range(height):
        line = pixels[row * stride : row * stride + width] + b"\xff" * (width % 2)
        left, right = line[0::2].translate(high), line[1::2].translate(low)
        both = int.from_bytes(left, "big") | int.from_bytes(right, "big")
        rows.append(b"\0" + both.to_bytes(len(left), "big"))
    head = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"".join(rows), 9))
        + _chunk(b"IEND", b"")
    )


@cache
def _shades() -> tuple[bytes, bytes]:
    """Of a grey of 256 its half byte, at the left and at the right of two."""
    nearest = [min(15, (grey + 8) // 17) for grey in range(256)]
    return bytes(n << 4 for n in nearest), bytes(nearest)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
