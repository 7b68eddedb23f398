"""``docgen pdf`` in a folder of papers: what is made, left alone, replaced, laid beside."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.delivery.page_counts import PageCounts
from docgen.delivery.pdf_file import read_stamp
from tests.delivery.offices import CRASH, FakeOffice, paper, with_act, with_passport
from tests.desk import ROOT, Desk, Said

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a POSIX program")
ID = "8f6c0c0e-5d0b-5a0e-9a43-0d6b6c7e2f51"


class Folder:
    """A folder of papers with a stand-in for LibreOffice."""

    def __init__(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk = Desk(place)
        self.office = FakeOffice(place / "office")
        monkeypatch.setenv("DOCGEN_SOFFICE", str(self.office.program))
        monkeypatch.setenv("TMPDIR", str(self.office.temporary))
        self.paper = self.lay("Договоры/Д-01 Договор.docx", "один")

    @property
    def out(self) -> Path:
        return self.desk.out

    @property
    def pdf(self) -> Path:
        return self.out / "PDF" / "Договоры" / "Д-01 Договор.pdf"

    def lay(self, path: str, text: str, act: str = "", kind: str = "agreement") -> Path:
        place = self.out / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(with_act(with_passport(paper(text), ID, kind), act))
        return place

    def run(self, *arguments: str) -> Said:
        return self.desk.docgen("pdf", *arguments)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    return Folder(tmp_path, monkeypatch)


def test_a_pdf_lies_in_a_parallel_tree_closed_to_others(folder: Folder) -> None:
    os.umask(0)
    said = folder.run()
    assert said.code == 0, said.text
    stamp = read_stamp(folder.pdf.read_bytes())
    assert stamp is not None and stamp.untouched and stamp.document_id == ID
    assert stat.S_IMODE(folder.pdf.stat().st_mode) == 0o600
    for place in (folder.pdf.parent, folder.pdf.parent.parent):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert "PDF: 1, страниц: 1" in said.out


def test_an_unchanged_paper_keeps_its_pdf_and_a_changed_one_gets_another(folder: Folder) -> None:
    folder.run()
    first = folder.pdf.read_bytes()
    assert "без изменений: 1" in folder.run().out
    assert len(folder.office.starts) == 1
    folder.lay("Договоры/Д-01 Договор.docx", "другой текст")
    assert "заменён: 1" in folder.run().out
    assert folder.pdf.read_bytes() != first and len(folder.office.starts) == 2


def test_a_pdf_of_another_hand_is_never_written_over(folder: Folder) -> None:
    folder.run()
    signed = folder.pdf.read_bytes() + b"% signature\n"
    folder.pdf.write_bytes(signed)
    assert "не тронут: 1" in folder.run().out
    folder.lay("Договоры/Д-01 Договор.docx", "другой текст")
    said = folder.run()
    assert "положен рядом: 1" in said.out and "pdf-edited" in said.err
    assert folder.pdf.read_bytes() == signed
    beside = folder.pdf.with_stem("Д-01 Договор (новая версия)")
    assert read_stamp(beside.read_bytes())
    assert "без изменений: 1" in folder.run().out
    beside.write_bytes(b"%PDF scan")
    folder.run()
    assert beside.read_bytes() == b"%PDF scan"
    assert folder.pdf.with_stem("Д-01 Договор (новая версия 2)").is_file()


def test_a_scan_under_the_name_of_the_pdf_is_left_alone(folder: Folder) -> None:
    folder.pdf.parent.mkdir(parents=True)
    folder.pdf.write_bytes(b"%PDF-1.4 a scan")
    assert "положен рядом: 1" in folder.run().out
    assert folder.pdf.read_bytes() == b"%PDF-1.4 a scan"


def test_a_linked_folder_is_not_followed(folder: Folder) -> None:
    elsewhere = folder.desk.folder / "elsewhere"
    elsewhere.mkdir()
    folder.out.joinpath("PDF").symlink_to(elsewhere)
    said = folder.run()
    assert said.code == 1 and "pdf-not-laid" in said.err
    assert list(elsewhere.iterdir()) == []


def test_former_versions_locks_and_other_files_are_no_papers(folder: Folder) -> None:
    for name in ("прежние версии/а.docx", ".docgen/б.docx", "Договоры/~$Д-01 Договор.docx"):
        folder.lay(name, "нет")
    folder.lay("Договоры/реестр.xlsx", "нет")
    assert "PDF: 1," in folder.run().out


def test_only_names_codes_and_kinds(folder: Folder) -> None:
    folder.lay("Договоры/Д-010 Договор.docx", "два")
    folder.lay("Приказы/П-01 Приказ.docx", "три", kind="order")
    assert "PDF: 1," in folder.run("--only", "Д-01").out
    assert "PDF: 1," in folder.run("--only", "order").out
    assert "PDF: 2," in folder.run("--only", "Д-010", "--only", "Д-01").out
    assert "PDF: 1," in folder.run(str(folder.out / "Приказы")).out
    assert "Бумаг не нашлось" in folder.run("--only", "Ж-01").out


def test_a_paper_elsewhere_has_its_pdf_beside_it(folder: Folder) -> None:
    other = folder.desk.folder / "письмо.docx"
    other.write_bytes(paper("письмо"))
    assert folder.run(str(other)).code == 0
    assert read_stamp(other.with_suffix(".pdf").read_bytes())


def test_a_bad_paper_is_named_and_the_run_says_so(folder: Folder) -> None:
    folder.lay("Договоры/Д-02 Договор.docx", "плохой", CRASH)
    folder.out.joinpath("Договоры", "Д-03 Договор.docx").write_bytes(b"not a paper")
    said = folder.run()
    assert said.code == 1
    assert "Д-02 Договор.docx: PDF не сделан" in said.err
    assert "Д-03 Договор.docx" in said.err and "Без PDF: 2" in said.out
    assert "PDF: 1," in said.out and folder.pdf.is_file()


def test_a_pdf_whose_paper_is_gone_is_told_and_stays(folder: Folder) -> None:
    folder.run()
    folder.paper.rename(folder.paper.with_stem("Д-01 Переименован"))
    said = folder.run()
    assert "бумаги для этого PDF больше нет" in said.out and folder.pdf.is_file()


def test_pages_are_known_while_the_paper_is_as_it_was(folder: Folder) -> None:
    assert PageCounts(folder.out)(ID) is None
    folder.run()
    assert PageCounts(folder.out)(ID) == 1
    assert PageCounts(folder.out)("another") is None
    folder.lay("Договоры/Д-01 Договор.docx", "другой текст")
    assert PageCounts(folder.out)(ID) is None


def test_without_an_office_the_run_says_what_to_do(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_SOFFICE", str(folder.out / "нет"))
    said = folder.run()
    assert said.code == 3 and "DOCGEN_SOFFICE" in said.err
    assert not (folder.out / "PDF").exists()


def test_nothing_to_convert_needs_no_office(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.run()
    monkeypatch.setenv("DOCGEN_SOFFICE", str(folder.out / "нет"))
    assert folder.run().code == 0


@pytest.mark.parametrize("wrong", ["нет.docx", "office/log"])
def test_what_is_no_paper_is_a_slip_of_the_command(folder: Folder, wrong: str) -> None:
    said = folder.run(str(folder.desk.folder / wrong))
    assert said.code == 2 and "подсказка" in said.err


def test_a_full_disk_stops_the_run_and_leaves_no_half(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as world:
        world.setattr("docgen.register.disk.Disk.write", full)
        said = folder.run()
    assert said.code == 3 and "на диске не осталось места" in said.err
    assert not [p for p in folder.out.rglob("*") if p.suffix in (".pdf", ".part")]
    assert folder.office.alive() == [] and folder.office.leftovers() == []
    assert folder.run().code == 0


def test_four_runs_at_once_lay_each_pdf_once(folder: Folder) -> None:
    for number in range(2, 8):
        folder.lay(f"Договоры/Д-0{number} Договор.docx", f"договор {number}")
    environment = {**folder.office.environment, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "docgen", "pdf"],
            cwd=folder.desk.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    for run in runs:
        _, said = run.communicate(timeout=120)
        assert run.returncode == 0, said.decode("utf-8")
    files = sorted(p.name for p in (folder.out / "PDF").rglob("*") if p.is_file())
    assert files == [f"Д-0{number} Договор.pdf" for number in range(1, 8)]
    for path in (folder.out / "PDF").rglob("*.pdf"):
        stamp = read_stamp(path.read_bytes())
        assert stamp is not None and stamp.untouched
    assert not list(folder.out.rglob("*.part"))


def test_printing_without_its_library_says_what_to_install(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert folder.run().code == 0
    said = folder.run("--print", "семейство")
    assert said.code == 3 and "docgen[pdf]" in said.err and folder.pdf.is_file()
