"""Registration cut off at its steps: no number twice, none without trace, no file lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from docgen.passport import read_passport
from docgen.register.names import KEPT_FOLDER
from tests.desk import ROOT, Desk, new_desk
from tests.register.faulty import Fault, FaultyDisk, interrupt, kill, refuse

CODES = ("Д-03", "Д-04", "Д-06", "Д-07")
REGISTER = ("register", "Д-03", "--date", "01.09.2026")
APPROVE = ("approve", "Д-03")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_desk(tmp_path_factory.mktemp("отказы") / "район")
    only = [word for code in CODES for word in ("--only", code)]
    wanted = ("agreements", "inputs/partners.xlsx", "--only", "network-agreement", *only)
    assert desk.docgen(*wanted).code == 0
    return desk


@pytest.fixture(scope="module")
def approved(drafted: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = copied(drafted, tmp_path_factory.mktemp("согласованы"))
    assert desk.docgen("approve", *CODES).code == 0
    return desk


def copied(desk: Desk, folder: Path) -> Desk:
    return Desk(Path(shutil.copytree(desk.folder, folder / "район")))


def run_with(
    desk: Desk, disk: FaultyDisk, command: tuple[str, ...], patch: pytest.MonkeyPatch
) -> int:
    with patch.context() as patched:
        patched.setattr("docgen.register.shelf.Disk", lambda: disk)
        return desk.docgen(*command).code


def steps_of(desk: Desk, command: tuple[str, ...], patch: pytest.MonkeyPatch) -> int:
    disk = FaultyDisk()
    assert run_with(desk, disk, command, patch) == 0
    return len(disk.steps)


def texts(desk: Desk, code: str) -> list[bytes]:
    """Every file of a paper in the folder, former ones too."""
    return [path.read_bytes() for path in desk.out.rglob(f"{code}*.docx")]


def lines(desk: Desk) -> list[tuple[str, str]]:
    said = json.loads(desk.docgen("journal", "--json").out)
    return [(n["text"], n["identity"]) for book in said["journals"] for n in book["numbers"]]


def number_in(desk: Desk, code: str) -> str:
    found = [
        passport
        for path in desk.out.rglob(f"{code}*.docx")
        if KEPT_FOLDER not in path.parts and (passport := read_passport(path))
    ]
    assert len(found) == 1
    return found[0].number


FAULTS: dict[str, Fault] = {
    "interrupted": interrupt,
    "disk full": refuse(errno.ENOSPC),
    "read error": refuse(errno.EIO),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_number_survives_a_fault(
    approved: Desk, tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = steps_of(copied(approved, tmp_path / "целый"), REGISTER, monkeypatch)
    assert steps > 5
    for at in some(steps, fault):
        desk = copied(approved, tmp_path / str(at))
        [before] = set(texts(desk, "Д-03")) - set(former(desk, "Д-03"))
        run_with(desk, FaultyDisk(at, FAULTS[fault]), REGISTER, monkeypatch)
        assert before in texts(desk, "Д-03"), f"step {at}"
        after_the_fault(desk, at)


def some(steps: int, fault: str) -> range:
    """Every fifth step, others for each fault: the kill goes through the rest."""
    return range(list(FAULTS).index(fault), steps, 5)


def former(desk: Desk, code: str) -> list[bytes]:
    return [path.read_bytes() for path in (desk.out / KEPT_FOLDER).rglob(f"{code}*.docx")]


def after_the_fault(desk: Desk, at: int) -> None:
    """The same command again, with the next paper: the numbers are the first two."""
    said = desk.docgen("register", "Д-03", "Д-04", "--date", "01.09.2026")
    assert said.code == 0, f"step {at}: {said.text}"
    assert number_in(desk, "Д-03") == "1/2026-С", f"step {at}"
    assert lines(desk) == [
        ("1/2026-С", "network-agreement:Д-03"),
        ("2/2026-С", "network-agreement:Д-04"),
    ], f"step {at}"


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_a_number_survives_a_kill_before_each_step_that_lasts(
    approved: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FaultyDisk()
    assert run_with(copied(approved, tmp_path / "целый"), disk, REGISTER, monkeypatch) == 0
    # Before each step that makes something lasting; of the others every third.
    lasting = ("sync", "rename", "link", "remove")
    for at, name in enumerate(disk.steps):
        if at % 3 and not name.startswith(lasting):
            continue
        desk = copied(approved, tmp_path / str(at))
        killed(partial(run_with, desk, FaultyDisk(at, kill), REGISTER, monkeypatch))
        after_the_fault(desk, at)


def killed(act: Callable[[], object]) -> None:
    child = os.fork()
    if not child:
        try:
            act()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


@pytest.mark.parametrize("fault", FAULTS)
def test_an_approval_survives_a_fault(
    drafted: Desk, tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = steps_of(copied(drafted, tmp_path / "целый"), APPROVE, monkeypatch)
    for at in some(steps, fault):
        desk = copied(drafted, tmp_path / str(at))
        [before] = texts(desk, "Д-03")
        run_with(desk, FaultyDisk(at, FAULTS[fault]), APPROVE, monkeypatch)
        assert before in texts(desk, "Д-03"), f"step {at}"
        desk.docgen(*APPROVE)
        said = desk.docgen("verify", *map(str, desk.out.glob("*/Д-03*.docx")))
        assert "состояние: согласован" in said.out, f"step {at}"
        assert "такой, каким его записал docgen" in said.out, f"step {at}"
        assert desk.docgen(*REGISTER).code == 0, f"step {at}"


def test_four_runs_at_once_take_four_numbers(approved: Desk, tmp_path: Path) -> None:
    desk = copied(approved, tmp_path)
    waiting = list(CODES)
    for _ in range(20):
        runs = {
            code: subprocess.Popen(
                [sys.executable, "-m", "docgen", "register", code, "--date", "01.09.2026"],
                cwd=desk.folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for code in waiting
        }
        waiting = [code for code, run in runs.items() if run.wait() != 0]
        if not waiting:
            break
    assert waiting == []
    borne = {number_in(desk, code) for code in CODES}
    assert borne == {f"{n}/2026-С" for n in range(1, 5)}
    assert {text for text, _ in lines(desk)} == borne


def test_a_clock_that_went_back_takes_no_number(
    approved: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    desk = copied(approved, tmp_path)
    assert desk.docgen(*REGISTER).code == 0
    # The line was written a year ahead of the clock as it is now.
    opened = sqlite3.connect(desk.out / ".docgen" / "register.sqlite3")
    opened.execute("UPDATE numbers SET moment = '2099-01-01T10:00:00+00:00'")
    opened.commit()
    opened.close()
    said = desk.docgen("register", "Д-04", "--date", "02.09.2026")
    assert said.code == 3
    assert "часы отстали" in said.err
    assert len(lines(desk)) == 1
