"""«Приложение: на N л.»: the pages of the agreement's PDF stand in the letter that sends it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docgen.delivery.pdf_file import read_stamp, stamped
from tests.delivery.offices import FakeOffice
from tests.delivery.test_pdf_file import pdf_of
from tests.desk import Desk, new_desk
from tests.golden.visible import visible_parts

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a POSIX program")
PAGES = 7
LETTER, SENT = "П-04", "Д-04"


def enclosure(desk: Desk, code: str) -> str:
    """The line of the enclosure in the letter with this code."""
    (letter,) = (p for p in desk.papers() if p.name.startswith(f"{code} "))
    lines = visible_parts(letter.read_bytes())["document"]
    (line,) = (line for line in lines if "Приложение:" in line)
    return line.replace("␣", " ")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    office = FakeOffice(tmp_path / "office")
    monkeypatch.setenv("DOCGEN_SOFFICE", str(office.program))
    return new_desk(tmp_path)


def test_the_pages_of_the_pdf_stand_in_the_letter(desk: Desk) -> None:
    desk.docgen("agreements", "inputs/partners.xlsx", "--only", SENT)
    letters = ("letters", "inputs/network.xlsx", "--only", LETTER)
    assert desk.docgen(*letters).code == 0
    assert "на __ л." in enclosure(desk, LETTER)
    # The stand-in writes one page; a real one is what a stamp says.
    assert desk.docgen("pdf", "--only", SENT).code == 0
    (pdf,) = (p for p in desk.out.rglob("*.pdf") if "Договор о сетевой" in p.name)
    stamp = read_stamp(pdf.read_bytes())
    assert stamp is not None
    pdf.write_bytes(stamped(pdf_of(PAGES), stamp.source_hash, stamp.document_id, PAGES))
    desk.docgen(*letters)
    assert f"на {PAGES} л." in enclosure(desk, LETTER)
    pdf.write_bytes(pdf.read_bytes() + b"%\n")
    desk.docgen(*letters)
    assert "на __ л." in enclosure(desk, LETTER)
