"""The stamp of a PDF, its pages and fonts, and what of a paper's fonts it lacks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from docgen.delivery.fonts import PaperText, Substitution, substitutions, text_of_paper
from docgen.delivery.pdf_file import fault_of, fonts_of_pdf, pages_of, read_stamp, stamped
from docgen.opc.reading import open_package
from tests.delivery.offices import paper

HASH = "5" * 64
ID = "8f6c0c0e-5d0b-5a0e-9a43-0d6b6c7e2f51"


def pdf_of(pages: int) -> bytes:
    """A PDF as pypdf writes it."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_stamped_pdf_is_read_by_others_and_says_what_it_was_made_from() -> None:
    pdf = stamped(pdf_of(3), HASH, ID, 3)
    assert len(PdfReader(io.BytesIO(pdf), strict=True).pages) == 3
    stamp = read_stamp(pdf)
    assert stamp is not None and stamp.untouched
    assert (stamp.source_hash, stamp.document_id, stamp.pages) == (HASH, ID, 3)
    assert pdf.rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: pdf + b"\n",
        lambda pdf: pdf + b"% signed\nstartxref\n0\n%%EOF\n",
        lambda pdf: pdf.replace(b"595", b"596", 1),
        lambda pdf: pdf.replace(b"pages=3", b"pages=4"),
    ],
)
def test_another_hand_breaks_the_seal(change: object) -> None:
    assert callable(change)
    stamp = read_stamp(change(stamped(pdf_of(3), HASH, "", 3)))
    assert stamp is not None and not stamp.untouched


def test_a_pdf_of_another_make_has_no_stamp() -> None:
    assert read_stamp(pdf_of(1)) is None
    with pytest.raises(ValueError):
        stamped(b"<html>", HASH, "", 1)


@pytest.mark.parametrize("pages", [1, 2, 30])
def test_pages_are_counted_in_a_pdf_of_any_make(pages: int) -> None:
    assert pages_of(pdf_of(pages)) == pages
    packed = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of(pages))))
    stream = io.BytesIO()
    packed.write(stream)
    # As a second program would leave it: written on after its end.
    assert pages_of(stream.getvalue() + b"%%EOF\n") == pages


def test_a_broken_pdf_is_told() -> None:
    with pytest.raises(ValueError):
        pages_of(b"%PDF-1.6 nothing %%EOF")


def test_what_cannot_be_the_pdf_of_a_paper_is_told() -> None:
    page = b"1 0 obj <</Type/Page>> endobj 2 0 obj <</BaseFont/ABCDEF+Some>> endobj"
    sound = b"%PDF-1.6 " + page + b" " * 600 + b"startxref\n0\n%%EOF\n"
    assert fault_of(sound, 3000) == ""
    assert fault_of(sound, 0) == ""
    assert "намного больше" in fault_of(sound, 50_000)
    assert "нет текста" in fault_of(sound.replace(b"/BaseFont", b"/Nothing_"), 10)
    assert "не появился" in fault_of(b"", 10)
    assert "не PDF" in fault_of(sound[:-8], 10)
    assert "не PDF" in fault_of(b"PK" + sound, 10)


def test_fonts_are_named_without_the_mark_of_a_subset() -> None:
    pdf = b"<</BaseFont/BAAAAA+LiberationSerif-Bold>> <</BaseFont /PT#20Serif>>"
    assert fonts_of_pdf(pdf) == {"LiberationSerif-Bold", "PT Serif"}


STYLES = b"""<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>
</w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:rPr>
<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>
<w:style w:type="character" w:styleId="c">
<w:rPr><w:rFonts w:hAnsi="Comic Sans MS"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="unused">
<w:rPr><w:rFonts w:hAnsi="Papyrus"/></w:rPr></w:style>
</w:styles>"""


def test_the_font_of_a_text_is_found_through_its_styles(tmp_path: Path) -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="b"/></w:pPr><w:r><w:t>Обычный</w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="c"/></w:rPr><w:t>Весёлый</w:t></w:r>'
        '<w:r><w:rPr><w:rFonts w:hAnsi="Arial"/></w:rPr><w:t>Прямой</w:t></w:r>'
        '<w:r><w:rPr><w:rFonts w:hAnsi="Symbol"/></w:rPr><w:t>x = 1</w:t></w:r>'
        '<w:r><w:rPr><w:vanish/><w:rFonts w:hAnsi="Hidden"/></w:rPr><w:t>Скрытый</w:t></w:r></w:p>'
    )
    path = tmp_path / "бумага.docx"
    path.write_bytes(paper("Начало", body=body, parts={"word/styles.xml": STYLES}))
    package, faults = open_package(path, "docx")
    assert package is not None, faults
    text = text_of_paper(package)
    assert text.fonts == {"Times New Roman", "Comic Sans MS", "Arial"}
    assert text.letters == len("НачалоОбычныйВесёлыйПрямойx = 1")


def test_a_substituted_font_is_named_and_whether_the_pages_hold() -> None:
    wanted = PaperText(100, frozenset({"Times New Roman", "Arial", "PT Serif"}))
    have = frozenset({"ArialMT", "Arial-BoldMT", "LiberationSerif-Bold", "DejaVuSans"})
    assert substitutions(wanted, have) == [
        Substitution("PT Serif", ("Deja Vu Sans", "Liberation Serif"), same_width=False),
        Substitution("Times New Roman", ("Liberation Serif",), same_width=True),
    ]
    assert substitutions(wanted, have | {"TimesNewRomanPS-BoldMT", "PTSerif-Regular"}) == []
