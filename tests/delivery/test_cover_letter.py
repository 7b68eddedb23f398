"""«Приложение: на N л.»: the pages of the agreement's PDF stand in the letter that sends it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docgen.register.names import KEPT_FOLDER
from tests.delivery.offices import FakeOffice
from tests.desk import Desk, new_desk
from tests.golden.visible import visible_parts

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a POSIX program")
PAGES = 7
LETTER, SENT = "П-04", "Д-04"


def enclosure(desk: Desk, code: str) -> str:
    """The line of the enclosure in the letter with this code."""
    papers = (p for p in desk.papers() if KEPT_FOLDER not in p.parts)
    (letter,) = (p for p in papers if p.name.startswith(f"{code} "))
    lines = visible_parts(letter.read_bytes())["document"]
    (line,) = (line for line in lines if "Приложение:" in line)
    return line.replace("␣", " ")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    office = FakeOffice(tmp_path / "office", pages=PAGES)
    monkeypatch.setenv("DOCGEN_SOFFICE", str(office.program))
    return new_desk(tmp_path)


def test_the_pages_of_the_pdf_stand_in_the_letter(desk: Desk) -> None:
    desk.docgen("agreements", "inputs/partners.xlsx", "--only", SENT)
    letters = ("letters", "inputs/network.xlsx", "--only", LETTER)
    assert desk.docgen(*letters).code == 0
    assert "на __ л." in enclosure(desk, LETTER)
    assert desk.docgen("pdf", "--only", SENT).code == 0
    (pdf,) = (p for p in desk.out.rglob("*.pdf") if "Договор о сетевой" in p.name)
    desk.docgen(*letters)
    assert f"на {PAGES} л." in enclosure(desk, LETTER)
    pdf.write_bytes(pdf.read_bytes() + b"%\n")
    desk.docgen(*letters)
    assert "на __ л." in enclosure(desk, LETTER)
