"""A code on real pages: it moves nothing, covers nothing, and is read from what the printer gives.

Skipped where LibreOffice or poppler is not installed, unless DOCGEN_REQUIRE_OFFICE is 1.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from docgen.delivery.scans import codes_by_page
from docgen.printed_code import read_code
from docgen.records.directory import Settings
from docgen.records.tables import Tables
from docgen.rendering.code_picture import printed_on
from tests.delivery.sheets import (
    as_pdf,
    as_picture,
    black_and_white,
    blurred,
    grainy,
    pale,
    photographed,
    turned,
    turned_over,
)
from tests.golden.sample import Chosen, draft_papers, sample_tables
from tests.office.pages import Pages, lay_out, missing_programs

PAPERS: tuple[Chosen, ...] = (
    ("network-agreement", "Д-08"),
    ("pupil-list", "Д-08"),
    ("order-enrol", "П-09"),
    ("cover-letter", "П-01"),
    ("roadmap", "ДК-26"),  # lying
    ("kug", "СОШ5-КУГ"),
    ("education-contract", "З-16"),
    ("personal-data-consent", "З-16 ПАРТНЁР"),
)
SCANNED: dict[str, tuple[int, Callable[[Any], Any]]] = {
    "150 dots, askew": (150, lambda p: turned(p, 2)),
    "150 dots, grainy, upside down": (150, lambda p: turned_over(grainy(blurred(p, 0.6), 40), 2)),
    "200 dots, pale": (200, lambda p: turned(pale(p), -2)),
    "200 dots, black and white, sideways": (200, lambda p: turned_over(black_and_white(p), 1)),
    "300 dots, blurred": (300, lambda p: blurred(p, 2)),
    "photographed": (220, photographed),
}
_WHITE = 250


@dataclasses.dataclass(frozen=True)
class Print:
    """A paper with a code, as pages, and the same without."""

    content: bytes
    pages: Pages
    bare: Pages
    pdf: Path
    bare_pdf: Path

    def picture(self, dots: int, number: int = 0, pdf: Path | None = None) -> Any:
        """A page as the scanner of a good office sees it."""
        page = pypdfium2.PdfDocument(pdf or self.pdf)[number]
        return page.render(scale=dots / 72, grayscale=True).to_pil().convert("L")


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Print]:
    missing = missing_programs()
    if missing:
        reason = f"not installed: {', '.join(missing)}"
        if os.environ.get("DOCGEN_REQUIRE_OFFICE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    plain = sample_tables()
    settings = plain.only(Settings)
    assert settings is not None and not settings.qr_code
    coded = Tables(
        {s: plain.of(s) for s in plain} | {Settings: [dataclasses.replace(settings, qr_code=True)]},
        plain.citations,
    )
    folders = tmp_path_factory.mktemp("coded"), tmp_path_factory.mktemp("bare")
    contents, bare = (
        {" ".join(c): content for c, content in draft_papers(tables, PAPERS).items()}
        for tables in (coded, plain)
    )
    laid, laid_bare = lay_out(contents, folders[0]), lay_out(bare, folders[1])
    return {
        name: Print(
            contents[name], laid[name], laid_bare[name],
            folders[0] / f"{name}.pdf", folders[1] / f"{name}.pdf",
        )
        for name in contents
    }  # fmt: skip


def test_a_code_moves_no_line(prints: dict[str, Print]) -> None:
    for name, paper in prints.items():
        assert paper.pages.texts == paper.bare.texts, name


def test_a_code_covers_nothing(prints: dict[str, Print]) -> None:
    """Where it stands the same page without it is white."""
    for name, paper in prints.items():
        page, bare = paper.picture(100), paper.picture(100, pdf=paper.bare_pdf)
        box = difference(page, bare)
        assert box is not None and bare.crop(box).getextrema()[0] > _WHITE, name
        # The dark square of 13 mm, in the lower right corner of the sheet.
        assert max(box[2] - box[0], box[3] - box[1]) in range(48, 56), name
        assert box[0] > page.width * 0.75 and box[1] > page.height * 0.8, name


def difference(page: Any, bare: Any) -> tuple[int, int, int, int] | None:
    from PIL import ImageChops

    box: tuple[int, int, int, int] | None = ImageChops.difference(page, bare).getbbox()
    return box


def test_it_stands_on_the_first_sheet_alone(prints: dict[str, Print]) -> None:
    for name, paper in prints.items():
        code = read_code(printed_on(paper.content))
        assert code is not None
        first, *others = codes_by_page(paper.pdf.read_bytes(), ".pdf")
        assert first == (code,) and not any(others), name


@pytest.mark.parametrize("way", SCANNED)
def test_what_was_printed_and_scanned_is_read(prints: dict[str, Print], way: str) -> None:
    dots, harm = SCANNED[way]
    for name, paper in prints.items():
        code = read_code(printed_on(paper.content))
        page = harm(paper.picture(dots))
        assert codes_by_page(as_pdf([page]), ".pdf") == ((code,),), name
        assert codes_by_page(as_picture(page, "PNG"), ".png") == ((code,),), name
