"""Sheets as a scanner sees them, drawn without a printer: a code and grey lines for text."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from docgen.rendering.code_picture import picture_of

_DOTS_PER_MM = 200 / 25.4
Picture = Any


def sheet(code: str = "", lines: int = 30) -> Picture:
    """An A4 sheet at 200 dpi with lines for text, and a code where papers bear it."""
    page = Image.new("L", (round(210 * _DOTS_PER_MM), round(297 * _DOTS_PER_MM)), 255)
    draw = ImageDraw.Draw(page)
    for line in range(lines):
        y = round((25 + 7 * line) * _DOTS_PER_MM)
        draw.rectangle((160, y, 1500, y + 18), fill=90)
    if code:
        side = round(17 * _DOTS_PER_MM)
        drawn = Image.open(io.BytesIO(picture_of(code))).convert("L").resize((side, side))
        corner = (page.width - round(27 * _DOTS_PER_MM), page.height - round(20 * _DOTS_PER_MM))
        page.paste(drawn, corner)
    return page


def as_pdf(sheets: Sequence[Picture]) -> bytes:
    """A scan of these sheets in one PDF, as scanners write it."""
    target = io.BytesIO()
    sheets[0].save(target, "PDF", resolution=200, save_all=True, append_images=sheets[1:])
    return target.getvalue()


def as_picture(page: Picture, form: str, more: Sequence[Picture] = ()) -> bytes:
    """A scan as JPEG, PNG or TIFF; ``more``: further sheets of a TIFF."""
    target = io.BytesIO()
    several = {"save_all": True, "append_images": list(more)} if more else {}
    page.save(target, form, **several)
    return target.getvalue()


def turned(page: Picture, degrees: float) -> Picture:
    """Laid on the glass askew: what goes over the edge is lost."""
    return page.rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC)


def turned_over(page: Picture, quarters: int) -> Picture:
    """Laid in the wrong way round."""
    return page.rotate(90 * quarters, expand=True)


def smaller(page: Picture, dots: int) -> Picture:
    """Scanned with fewer dots an inch than 200."""
    size = (page.width * dots // 200, page.height * dots // 200)
    return page.resize(size, Image.Resampling.BICUBIC)


def blurred(page: Picture, radius: float) -> Picture:
    """Out of focus."""
    return page.filter(ImageFilter.GaussianBlur(radius))


def grainy(page: Picture, strength: int, seed: int = 1) -> Picture:
    """With the noise of a cheap scanner."""
    chance = random.Random(seed)
    noise = Image.frombytes("L", page.size, chance.randbytes(page.width * page.height))
    weak = noise.point(lambda v: 128 + (v - 128) * strength // 128)
    return ImageChops.add(page, weak, scale=1, offset=-128)


def pale(page: Picture) -> Picture:
    """Grey paper, weak toner."""
    return page.point(lambda v: 90 + v * 35 // 100)


def black_and_white(page: Picture) -> Picture:
    """As a fax has it."""
    return page.point(lambda v: 255 if v > 128 else 0).convert("1")


def photographed(page: Picture) -> Picture:
    """Taken with a phone: from one side, with a shadow, compressed."""
    wide, high = page.size
    corners = (-0.04 * wide, -0.02 * high, 0, 1.05 * high, 1.04 * wide, high, wide, -0.05 * high)
    seen = page.transform(
        page.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=200
    )
    shadow = Image.linear_gradient("L").resize(page.size).point(lambda v: 110 + v // 2)
    target = io.BytesIO()
    blurred(ImageChops.multiply(seen, shadow), 1).save(target, "JPEG", quality=60)
    return Image.open(target).convert("L")
