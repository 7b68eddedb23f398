"""A real LibreOffice: the sample's papers, poisoned ones among them, no network, no macros.

Skipped where LibreOffice is not installed, unless DOCGEN_REQUIRE_OFFICE is 1. The large run of
2,000 files with five poisoned ones: ``python -m bench.pdf --files 2000 --poisoned 5``.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import threading
import zipfile
from pathlib import Path

import pytest

from docgen.delivery.fonts import PaperText
from docgen.delivery.office import Limits, Office, find_office
from docgen.delivery.pdf import Converted, NotConverted, Source, convert_papers
from docgen.delivery.pdf_file import pages_of, read_stamp
from tests.delivery.offices import paper
from tests.desk import Desk, new_desk

PAPERS, POISONED = 60, (17, 42)
NOTHING = PaperText(0, frozenset())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    if shutil.which("soffice") is None:
        if os.environ.get("DOCGEN_REQUIRE_OFFICE") == "1":
            pytest.fail("not installed: soffice")
        pytest.skip("not installed: soffice")
    temporary = tmp_path_factory.mktemp("temporary")
    return find_office(None, {**os.environ, "TMPDIR": str(temporary)})


@pytest.fixture(scope="module")
def desk(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The sample's agreements; they are made into PDFs by the first test."""
    ready = new_desk(tmp_path_factory.mktemp("desk"))
    assert ready.docgen("agreements", "inputs/partners.xlsx").code == 0
    return ready


def broken(content: bytes) -> bytes:
    """A paper whose text ends in the middle: LibreOffice refuses it and says that all is well."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part[: len(part) // 2] if name == "word/document.xml" else part)
    return stream.getvalue()


def test_sixty_papers_with_two_poisoned_ones_end_with_fifty_eight_pdfs(
    desk: Desk, office: Office, tmp_path: Path
) -> None:
    papers = []
    for number, original in enumerate(desk.papers()[:PAPERS]):
        papers.append(tmp_path / f"{number} {original.name}")
        content = original.read_bytes()
        papers[-1].write_bytes(broken(content) if number in POISONED else content)
    sources = [Source(path, path.stat().st_size, NOTHING) for path in papers]
    results = list(convert_papers(office, sources, workers=2))
    failed = [r for r in results if isinstance(r, NotConverted)]
    assert {r.source.path for r in failed} == {papers[n] for n in POISONED}
    made = [r for r in results if isinstance(r, Converted)]
    assert len(made) == PAPERS - len(POISONED)
    assert list(Path(office.environment["TMPDIR"]).iterdir()) == []
    for result in made[:3]:
        assert result.pages == pages_of(result.pdf) == _counted(result.pdf)


def _counted(pdf: bytes) -> int:
    """Pages as another library counts them."""
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(pdf)).pages)


def test_the_command_makes_pdfs_that_others_can_read(desk: Desk) -> None:
    said = desk.docgen("pdf", "--only", "supplementary-agreement", "--only", "Д-01")
    assert said.code == 0, said.text
    (pdf,) = desk.out.glob("PDF/Договоры*/Д-01 *.pdf")
    stamp = read_stamp(pdf.read_bytes())
    assert stamp is not None and stamp.untouched and stamp.pages == _counted(pdf.read_bytes())
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout
        assert "о сетевой форме" in text.decode("utf-8")


class _Listener:
    """A web server that only counts who has come."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.visitors = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.visitors += 1
            visitor.close()

    def close(self) -> None:
        self._socket.close()


def test_a_paper_reaches_neither_the_network_nor_a_file_of_this_machine(
    office: Office, tmp_path: Path
) -> None:
    listener = _Listener()
    secret = tmp_path / "secret.txt"
    secret.write_text("СЕКРЕТ", "utf-8")
    address = f"http://127.0.0.1:{listener.port}"
    # The picture is what LibreOffice fetches unless it is told not to.
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/'
        '2006/wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" '
        'name="p"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:link="net"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
        f'<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;{address}/a.txt&quot; "/></w:p>'
        f'<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;{secret}&quot; "/></w:p>'
        f'<w:p><w:fldSimple w:instr=" INCLUDEPICTURE &quot;{address}/b.png&quot; \\d "/></w:p>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="net" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/image" Target="{address}/c.png" TargetMode="External"/>'
        '<Relationship Id="tpl" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/attachedTemplate" Target="{address}/d.dotm" TargetMode="External"/>'
        "</Relationships>"
    ).encode()
    path = tmp_path / "link.docx"
    path.write_bytes(paper("Ссылки", body=drawing, parts={"word/_rels/document.xml.rels": rels}))
    source = Source(path, path.stat().st_size, NOTHING)
    (result,) = convert_papers(office, [source], limits=Limits(file_seconds=60))
    listener.close()
    assert isinstance(result, Converted)
    assert listener.visitors == 0
    if shutil.which("pdftotext"):
        pdf = tmp_path / "link.pdf"
        pdf.write_bytes(result.pdf)
        text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout
        assert "Ссылки" in text.decode("utf-8") and "СЕКРЕТ" not in text.decode("utf-8")
