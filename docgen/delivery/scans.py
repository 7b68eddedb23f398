"""QR codes on what was scanned: a PDF page by page, a picture, a TIFF of several sheets.

Only codes of docgen's own form count, with a check character that fits; what else stands on a sheet
is nobody's business here.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from typing import Any

from docgen.printed_code import PrintedCode, read_code

NEED_READER = (
    "установите дополнение: pip install 'docgen[qr]' (в папке docgen: pip install '.[qr]')"
)
MOST_PAGES = 500
_PDF = ".pdf"
# Most codes are read at once; what is pale, grainy or crooked is tried larger and smoothed.
_DOTS, _MORE_DOTS = 200, 300
_POINTS_PER_INCH = 72
# A sheet at 300 dpi has 3500 dots along its long edge: twice that says nothing new.
_LONGEST_EDGE, _SMALL_EDGE = 5200, 2500


def can_read() -> bool:
    """Whether the libraries that read codes are installed."""
    try:
        import PIL
        import zxingcpp  # noqa: F401
    except ImportError:
        return False
    return bool(PIL)


def codes_by_page(content: bytes, ending: str) -> tuple[tuple[PrintedCode, ...], ...]:
    """The codes of each page of a scan, as many entries as there are pages.

    ``ending``: of the file name, such as «.pdf». Empty for what can't be read as a PDF or a
    picture, and where the libraries are missing (``can_read``).
    """
    if not can_read():
        return ()
    pages = _pdf_pages(content) if ending == _PDF else _pictures(content)
    return tuple(_first_found(tries) for tries in pages)


def _first_found(tries: Iterator[Any]) -> tuple[PrintedCode, ...]:
    for picture in tries:
        if found := _codes_of(picture):
            return found
    return ()


def _codes_of(picture: Any) -> tuple[PrintedCode, ...]:
    import zxingcpp

    found: dict[PrintedCode, None] = {}
    for each in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode):
        code = read_code(each.text)
        if code is not None:
            found[code] = None
    return tuple(found)


def _pdf_pages(content: bytes) -> Iterator[Iterator[Any]]:
    try:
        import pypdfium2
    except ImportError:
        return
    try:
        document = pypdfium2.PdfDocument(content)
    except (pypdfium2.PdfiumError, OSError):
        return
    try:
        for number in range(min(len(document), MOST_PAGES)):
            yield _drawn(document, number)
    finally:
        document.close()


def _drawn(document: Any, number: int) -> Iterator[Any]:
    """A page as a picture, then drawn larger."""
    import pypdfium2
    from PIL import Image

    try:
        page = document[number]
        longest = max(page.get_width(), page.get_height(), 1)
        for dots in (_DOTS, _MORE_DOTS):
            scale = min(dots / _POINTS_PER_INCH, _LONGEST_EDGE / longest)
            bitmap = page.render(scale=scale, grayscale=True)
            size = (bitmap.width, bitmap.height)
            drawn = Image.frombytes("L", size, bytes(bitmap.buffer), "raw", "L", bitmap.stride)
            bitmap.close()
            yield drawn if dots == _DOTS else _smooth(drawn)
    except pypdfium2.PdfiumError:
        return


def _pictures(content: bytes) -> Iterator[Iterator[Any]]:
    from PIL import Image

    try:
        with _quiet():
            opened = Image.open(io.BytesIO(content))
        for number in range(MOST_PAGES):
            with _quiet():
                opened.seek(number)
                sheet = opened.convert("L")
            yield _sized(sheet)
    except EOFError:
        return  # there are no more sheets
    except (OSError, ValueError, SyntaxError, TypeError, Image.DecompressionBombError):
        return


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Pillow warns of very large and of odd pictures: what it can't open it refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _sized(picture: Any) -> Iterator[Any]:
    """A picture as it is, or smaller when it is very large, then larger when it is small."""
    longest = max(picture.size)
    if longest > _LONGEST_EDGE:
        picture = picture.reduce(-(-longest // _LONGEST_EDGE))
    yield picture
    if longest < _SMALL_EDGE:
        picture = picture.resize((picture.width * 2, picture.height * 2))
    yield _smooth(picture)


def _smooth(picture: Any) -> Any:
    """Without the grain of a scanner: it makes dots where there are none."""
    from PIL import ImageFilter

    return picture.filter(ImageFilter.GaussianBlur(1))
