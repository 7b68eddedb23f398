"""LibreOffice misbehaves in every way: the bad paper is named, the rest are made, nothing stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from docgen.delivery.office import Ending, Limits, OfficeWorker, find_office
from docgen.delivery.pdf import Converted, NotConverted, convert_papers
from docgen.diagnostics import Refusal
from tests.delivery.offices import (
    CHILD,
    CRASH,
    GARBAGE,
    HANG,
    NO_PAGES,
    SILENT,
    SLOW,
    FakeOffice,
    becomes_true,
    is_alive,
    laid_papers,
    paper,
)
from tests.desk import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are POSIX programs")
SHORT = Limits(start_seconds=3, file_seconds=1)
LONG = Limits()


def test_each_bad_paper_is_named_with_what_it_does_and_the_others_have_their_pdf(
    tmp_path: Path,
) -> None:
    office = FakeOffice(tmp_path / "office")
    bad = {3: CRASH, 7: SILENT, 11: GARBAGE, 12: NO_PAGES, 19: HANG}
    sources = laid_papers(tmp_path / "papers", bad, 24)
    results = list(convert_papers(office.office, sources, workers=2, limits=SHORT))
    failed = {r.source.path: r.reason for r in results if isinstance(r, NotConverted)}
    assert {path.name: _last_words(reason) for path, reason in failed.items()} == {
        "Бумага 003.docx": "аварийно завершается",
        "Бумага 007.docx": "не появился",
        "Бумага 011.docx": "не PDF",
        "Бумага 012.docx": "испорченный PDF",
        "Бумага 019.docx": "1 с",
    }
    made = [r for r in results if isinstance(r, Converted)]
    assert len(made) == 19 and {r.pages for r in made} == {1}
    assert office.alive() == [] and office.leftovers() == []


def _last_words(reason: str) -> str:
    return " ".join(reason.split()[-2:])


def test_one_bad_paper_among_fifty_costs_few_starts(tmp_path: Path) -> None:
    for place in (0, 25, 49):
        office = FakeOffice(tmp_path / f"office {place}")
        sources = laid_papers(tmp_path / f"papers {place}", {place: CRASH}, 50)
        results = list(convert_papers(office.office, sources, limits=LONG))
        assert len([r for r in results if isinstance(r, Converted)]) == 49
        assert len(office.starts) <= 5, place


def test_a_chunk_is_halved_when_its_first_paper_is_innocent(tmp_path: Path) -> None:
    """All is lost when a program dies that writes nothing before its end."""
    office = FakeOffice(tmp_path / "office")
    text = office.program.read_text("utf-8")
    early = 'if len(papers) > 1 and any(b"ACT-CRASH" in open(p, "rb").read() for p in papers):\n'
    office.program.write_text(
        text.replace("for paper in papers:\n", f"{early}    sys.exit(0)\nfor paper in papers:\n"),
        "utf-8",
    )
    sources = laid_papers(tmp_path / "papers", {20: CRASH}, 32)
    results = list(convert_papers(office.office, sources, limits=LONG))
    failed = [r.source.path.name for r in results if isinstance(r, NotConverted)]
    assert failed == ["Бумага 020.docx"] and len(results) == 32
    assert len(office.starts) < 32


@pytest.mark.parametrize(
    ("always", "says"),
    [(SILENT, "не сообщает об ошибке"), (CRASH, "аварийно"), (HANG, "не отвечает")],
)
def test_an_office_that_does_nothing_is_told_instead_of_the_papers(
    tmp_path: Path, always: str, says: str
) -> None:
    office = FakeOffice(tmp_path / "office", always)
    sources = laid_papers(tmp_path / "papers", {}, 10)
    limits = Limits(start_seconds=1, file_seconds=1)
    with pytest.raises(Refusal, match=says) as refusal:
        list(convert_papers(office.office, sources, workers=2, limits=limits))
    assert refusal.value.exit_code == 3
    assert office.alive() == [] and office.leftovers() == []


def test_children_that_it_leaves_are_ended(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path / "office")
    sources = laid_papers(tmp_path / "papers", {0: CHILD, 1: CHILD}, 3)
    assert len(list(convert_papers(office.office, sources, limits=LONG))) == 3
    assert len(office.told("child")) == 2
    if sys.platform.startswith("linux"):
        assert office.alive() == []


def test_calling_the_work_off_ends_everything(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path / "office", CHILD)
    sources = laid_papers(tmp_path / "papers", {1: HANG, 2: HANG}, 3)
    results = convert_papers(office.office, sources, workers=2, limits=LONG, chunk_papers=1)
    next(results)
    assert becomes_true(lambda: len(office.told("child")) >= 3)
    assert len(office.alive()) >= 2 and office.leftovers()
    results.close()
    assert office.alive() == [] and office.leftovers() == []


def test_a_worker_outlives_its_leash(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path / "office")
    worker = OfficeWorker(office.office, LONG, threading.Event())
    try:
        worker._leash._process.kill()
        first, ending = worker.convert([paper("а")], "docx")
        assert first == [b""] and ending is Ending.CRASHED
        second, ending = worker.convert([paper("а")], "docx")
        assert second[0].startswith(b"%PDF") and ending is Ending.BY_ITSELF
    finally:
        worker.close()
    assert office.alive() == [] and office.leftovers() == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_docgen_itself(tmp_path: Path, number: signal.Signals) -> None:
    office = FakeOffice(tmp_path / "office", CHILD)
    laid_papers(tmp_path / "out", {0: SLOW, 1: HANG}, 4)
    docgen = subprocess.Popen(
        [sys.executable, "-m", "docgen", "pdf", "--workers", "1"],
        cwd=tmp_path,
        env={**office.environment, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert becomes_true(lambda: len(office.told("child")) >= 2)
    assert len(office.alive()) == 3 and office.leftovers()
    docgen.send_signal(number)
    _, said = docgen.communicate(timeout=60)
    assert becomes_true(lambda: not office.alive() and not office.leftovers())
    if number != signal.SIGKILL:
        assert docgen.returncode == 128 + number and "прервано" in said.decode("utf-8")
    assert not list((tmp_path / "out").rglob("*.part"))


def test_a_hung_office_does_not_outlive_a_system_that_ends_the_leash(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path / "office")
    worker = OfficeWorker(office.office, SHORT, threading.Event())
    leash = worker._leash._process
    done: list[Ending] = []

    def convert() -> None:
        done.append(worker.convert([paper("а", HANG)], "docx")[1])

    thread = threading.Thread(target=convert)
    thread.start()
    assert becomes_true(lambda: bool(office.told("start")))
    leash.kill()
    thread.join(30)
    worker.close()
    assert done == [Ending.CRASHED]
    assert becomes_true(lambda: not office.alive()) and office.leftovers() == []
    assert not is_alive(leash.pid)


def test_a_missing_office_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="DOCGEN_SOFFICE") as refusal:
        find_office(str(tmp_path / "нет"), {"PATH": ""})
    assert refusal.value.exit_code == 3


def test_the_office_is_looked_for_in_the_path(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path)
    assert find_office(None, {"PATH": str(tmp_path)}).program == office.program
    assert find_office(str(office.program), {}).program == office.program
