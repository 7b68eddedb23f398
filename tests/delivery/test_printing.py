"""Files to print: contents first, each paper on a new sheet, the same order every time."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from docgen.delivery.fonts import signers_of
from docgen.delivery.print_file import Printed, list_of_contents, merged, sheets
from docgen.opc.reading import open_package
from tests.delivery.offices import FakeOffice, paper
from tests.delivery.test_pdf_file import pdf_of
from tests.desk import Desk


def test_each_paper_begins_on_a_new_sheet() -> None:
    marked = []
    for width, pages in ((100, 1), (200, 3), (300, 2)):
        writer = PdfWriter()
        for _ in range(pages):
            writer.add_blank_page(width, 500)
        stream = io.BytesIO()
        writer.write(stream)
        marked.append(stream.getvalue())
    content, pages = merged(marked)
    widths = [int(page.mediabox.width) for page in PdfReader(io.BytesIO(content)).pages]
    assert pages == len(widths) == 8
    assert widths == [100, 100, 200, 200, 200, 200, 300, 300]
    assert [widths.index(width) % 2 for width in (100, 200, 300)] == [0, 0, 0]


def test_a_pdf_that_cannot_be_read_is_told() -> None:
    with pytest.raises(ValueError):
        merged([pdf_of(1), b"%PDF-1.4 nothing"])


def test_the_contents_count_pages_and_sheets(tmp_path: Path) -> None:
    assert [sheets(pages) for pages in (0, 1, 2, 3, 8)] == [0, 1, 1, 2, 4]
    path = tmp_path / "опись.docx"
    papers = [Printed("Д-01 «Рога & Копыта»", b"", 8), Printed("Д-02", b"", 3)]
    path.write_bytes(list_of_contents("Договоры", papers))
    package, faults = open_package(path, "docx")
    assert package is not None, faults
    cells = ["".join(c.itertext()) for c in package.xml("word/document.xml").iter("{*}tc")]
    assert cells[4:12] == ["1", "Д-01 «Рога & Копыта»", "8", "4", "2", "Д-02", "3", "2"]
    assert cells[12:] == ["", "Всего", "11", "6"]


@pytest.mark.parametrize(
    ("line", "signer"),
    [
        ("________________ М.П.\u00a0Железняк", ("Железняк М.П.",)),
        ("О. Ю. Кузнецова-Белых", ("Кузнецова-Белых О.Ю.",)),
        ("____ Э. Йенсен (электронная подпись)", ("Йенсен Э.",)),
        ("в лице директора М.П. Железняк", ()),
        ("М.П.", ()),
        ("Железняк М.П.", ()),
    ],
)
def test_who_signs_is_read_where_one_signs(
    tmp_path: Path, line: str, signer: tuple[str, ...]
) -> None:
    path = tmp_path / "бумага.docx"
    path.write_bytes(paper(line))
    package, faults = open_package(path, "docx")
    assert package is not None, faults
    assert signers_of(package) == signer


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    office = FakeOffice(tmp_path / "office")
    # What the stand-in writes by hand is no whole PDF: here pypdf has to read it.
    sample = tmp_path / "office" / "sample.pdf"
    sample.write_bytes(pdf_of(3))
    text = office.program.read_text("utf-8")
    whole = f"def pdf(page):\n    return open({str(sample)!r}, 'rb').read()\n"
    office.program.write_text(text.replace("def pdf(page):\n", whole), "utf-8")
    monkeypatch.setenv("DOCGEN_SOFFICE", str(office.program))
    monkeypatch.setenv("TMPDIR", str(office.temporary))
    out = tmp_path / "out" / "Договоры"
    out.mkdir(parents=True)
    for code, signer in (("Д-02", "Р.А. Шевчук"), ("Д-01", "М.П. Железняк"), ("Д-03", "")):
        body = f"<w:p><w:r><w:t>____ {signer}</w:t></w:r></w:p>"
        (out / f"{code} Договор.docx").write_bytes(paper("x", body=body))
    return Desk(tmp_path)


def test_a_file_for_each_who_signs_and_none_made_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.delivery.pdf.fault_of", lambda pdf, letters: "")
    said = desk.docgen("pdf", "--print", "подписант")
    assert said.code == 0, said.text
    files = {path.stem: path.read_bytes() for path in (desk.out / "Печать").iterdir()}
    assert sorted(files) == ["Без подписей", "Железняк М.П", "Шевчук Р.А"]
    for content in files.values():
        assert len(PdfReader(io.BytesIO(content)).pages) == 8
    again = desk.docgen("pdf", "--print", "подписант")
    assert again.out.count("(без изменений)") == 3
    assert {p.stem: p.read_bytes() for p in (desk.out / "Печать").iterdir()} == files


def test_a_printed_file_of_another_hand_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.delivery.pdf.fault_of", lambda pdf, letters: "")
    desk.docgen("pdf", "--print", "семейство")
    (file,) = (desk.out / "Печать").iterdir()
    file.write_bytes(file.read_bytes() + b"% note\n")
    noted = file.read_bytes()
    (desk.out / "Договоры" / "Д-03 Договор.docx").unlink()
    assert "положен рядом" in desk.docgen("pdf", "--print", "семейство").out
    assert file.read_bytes() == noted
