"""Codes on scans are read as scans are: askew, grey, grainy, photographed; a stack is divided."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest

from docgen.delivery import scans
from docgen.delivery.printed_versions import Prints, doubt_of
from docgen.delivery.scans import codes_by_page
from docgen.delivery.stacks import Sheets, pages_as_pdf, sheets_by_paper
from docgen.printed_code import PrintedCode, Stage, mark_of, paper_letters
from docgen.register import document_id
from tests.delivery.sheets import (
    as_pdf,
    as_picture,
    black_and_white,
    blurred,
    grainy,
    pale,
    photographed,
    sheet,
    smaller,
    turned,
    turned_over,
)

FIRST = PrintedCode(paper_letters(document_id("a:1")), Stage.REGISTERED, mark_of("слова"))
OTHER = PrintedCode(paper_letters(document_id("a:2")), Stage.APPROVED, mark_of("слова"))
PAGE = sheet(FIRST.text)

HARM: dict[str, Callable[[Any], Any]] = {
    "as it is": lambda p: p,
    "150 dots": lambda p: smaller(p, 150),
    "100 dots": lambda p: smaller(p, 100),
    "a quarter": lambda p: turned_over(p, 1),
    "upside down": lambda p: turned_over(p, 2),
    "three quarters": lambda p: turned_over(p, 3),
    "askew": lambda p: turned(p, 3),
    "askew the other way": lambda p: turned(p, -3),
    "blurred": lambda p: blurred(p, 1),
    "grainy": lambda p: grainy(p, 60),
    "150 dots, askew, blurred, grainy": lambda p: grainy(
        blurred(turned(smaller(p, 150), 2), 0.6), 40
    ),
    "pale": pale,
    "pale, askew, upside down": lambda p: turned_over(turned(pale(p), 2), 2),
    "black and white": black_and_white,
    "black and white, 150 dots": lambda p: black_and_white(turned(smaller(p, 150), 1)),
    "photographed": photographed,
    "photographed sideways": lambda p: turned_over(photographed(p), 1),
}


@pytest.mark.parametrize("harm", HARM)
def test_a_code_is_read_from_a_bad_scan(harm: str) -> None:
    page = HARM[harm](PAGE)
    assert codes_by_page(as_pdf([page]), ".pdf") == ((FIRST,),)
    assert codes_by_page(as_picture(page, "PNG"), ".png") == ((FIRST,),)


@pytest.mark.parametrize(("form", "ending"), [("JPEG", ".jpg"), ("TIFF", ".tif"), ("BMP", ".png")])
def test_every_form_of_picture_is_read_by_what_is_in_it(form: str, ending: str) -> None:
    assert codes_by_page(as_picture(PAGE, form), ending) == ((FIRST,),)


def test_a_tiff_of_several_sheets_is_read_page_by_page() -> None:
    stack = as_picture(PAGE, "TIFF", [sheet(), sheet(OTHER.text)])
    assert codes_by_page(stack, ".tiff") == ((FIRST,), (), (OTHER,))


def test_a_covered_code_is_not_read_and_nothing_is_guessed() -> None:
    page = PAGE.copy()
    page.paste(0, (page.width - 180, page.height - 130, page.width, page.height))
    assert codes_by_page(as_pdf([page]), ".pdf") == ((),)


def test_a_code_of_somebody_else_is_no_code_of_ours() -> None:
    page = sheet("ST00012|NAME=SCHOOL|PERSONALACC=1")
    assert codes_by_page(as_picture(page, "PNG"), ".png") == ((),)


@pytest.mark.parametrize("ending", [".pdf", ".png", ".tif"])
def test_what_is_no_scan_has_no_pages(ending: str) -> None:
    for content in (b"", b"%PDF-1.4 and no more", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"II*\0" * 9):
        assert codes_by_page(content, ending) == ()


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    import struct
    import zlib

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    assert codes_by_page(b"\x89PNG\r\n\x1a\n" + chunk, ".png") == ()


def test_without_the_libraries_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "zxingcpp", None)
    assert not scans.can_read()
    assert codes_by_page(as_pdf([PAGE]), ".pdf") == ()


# --- stacks ------------------------------------------------------------------------------------


def test_sheets_go_with_the_code_before_them() -> None:
    found = sheets_by_paper([(), (FIRST,), (), (OTHER,), (FIRST,), ()])
    assert found == [
        Sheets((), (1,)),
        Sheets((FIRST,), (2, 3, 5, 6)),
        Sheets((OTHER,), (4,)),
    ]
    assert [each.words for each in found] == ["1", "2–3, 5–6", "4"]


def test_pages_of_a_stack_become_a_pdf_of_their_own() -> None:
    stack = as_pdf([PAGE, sheet(), sheet(OTHER.text)])
    first, other = pages_as_pdf(stack, [1, 2]), pages_as_pdf(stack, [3])
    assert first is not None and other is not None
    assert codes_by_page(first, ".pdf") == ((FIRST,), ())
    assert codes_by_page(other, ".pdf") == ((OTHER,),)
    # Safe twice: the same stack gives the same files.
    assert pages_as_pdf(stack, [1, 2]) == first
    assert len(pypdfium2.PdfDocument(io.BytesIO(first))) == 2


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.4 and no more"])
def test_a_pdf_that_can_not_be_cut_is_left(broken: bytes) -> None:
    assert pages_as_pdf(broken, [1]) is None
    assert pages_as_pdf(as_pdf([PAGE]), [2]) is None


# --- versions ----------------------------------------------------------------------------------


def code(stage: Stage, words: str) -> PrintedCode:
    return PrintedCode(FIRST.paper, stage, mark_of(words))


NUMBERED = Prints(
    current=code(Stage.REGISTERED, "с номером"),
    newest=mark_of("с номером"),
    unnumbered=code(Stage.APPROVED, "без номера"),
    older={mark_of("с номером"), mark_of("без номера"), mark_of("давнее")},
)


@pytest.mark.parametrize(
    ("signed", "said", "serious"),
    [
        (code(Stage.REGISTERED, "с номером"), "", False),
        (code(Stage.APPROVED, "без номера"), "до регистрации", False),
        (code(Stage.APPROVED, "с номером"), "до регистрации", False),
        (code(Stage.APPROVED, "давнее"), "прежний вариант", True),
        (code(Stage.REGISTERED, "давнее"), "прежний вариант", True),
        (code(Stage.REGISTERED, "чужое"), "нет в реестре", True),
        (code(Stage.DRAFT, "без номера"), "распечатка проекта прежнего", True),
        (code(Stage.DRAFT, "с номером"), "слова в нём те же", True),
    ],
)
def test_only_the_paper_that_counts_is_no_doubt(
    signed: PrintedCode, said: str, serious: bool
) -> None:
    doubt = doubt_of(signed, NUMBERED)
    if not said:
        assert doubt is None
    else:
        assert doubt is not None and said in doubt.words and doubt.serious is serious


def test_where_the_file_is_gone_the_register_answers() -> None:
    gone = Prints(newest=mark_of("новое"), older={mark_of("новое"), mark_of("давнее")})
    assert doubt_of(code(Stage.REGISTERED, "новое"), gone) is None
    old = doubt_of(code(Stage.REGISTERED, "давнее"), gone)
    assert old is not None and old.serious
