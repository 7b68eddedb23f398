"""Sending under faults: nothing twice, nothing lost, and the next run puts it right and says so."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from functools import partial
from pathlib import Path

import pytest

from docgen.diagnostics import Refusal
from docgen.dispatching import Method
from docgen.register import open_shelf
from docgen.register.outbox import Sending
from docgen.register.states import State
from tests.register.faulty import Fault, FaultyDisk, in_child, interrupt, kill, refuse
from tests.sending.office import MOMENT, Office, codes, small
from tests.sending.test_packages import DRAFT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and links")
IDENTITIES = ("network-agreement:Д-05", "cover-letter:П-05", "disagreement-protocol:Д-05")
FORMS = (Method.FOLDER, Method.ZIP)


@pytest.fixture(scope="module")
def few(ready: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with the papers of one agreement only: it is copied for each fault."""
    return small(ready, tmp_path_factory.mktemp("few") / "учреждение", IDENTITIES)


def steps_of(few: Office, root: Path, method: Method) -> list[str]:
    disk = FaultyDisk()
    few.copy(root).send(disk, **DRAFT, method=method)
    return disk.steps


def turning_points(steps: list[str]) -> list[int]:
    """Every step but those that only go on writing a file, one of which stands for all."""
    return [n for n, step in enumerate(steps) if step != "write" or steps[n - 2 : n] != [step] * 2]


def assert_sent_once(office: Office) -> None:
    """One package that is whole, one event for each paper, no leftover."""
    (package,) = office.packages()
    assert not package.name.startswith(".")
    (gone,) = [p for p in office.parcels() if p.sending is Sending.SENT]
    assert Path(gone.target) == package
    assert not [p for p in office.parcels() if p.sending is Sending.UNDER_WAY]
    for identity in IDENTITIES:
        assert [e.remark for e in office.events(identity)] == [
            f"пакет {gone.number}: {gone.addressee_name}, {gone.method}"
        ]
    assert office.papers()[IDENTITIES[0]].state == State.IN_REVIEW


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("method", FORMS, ids=str)
def test_killed_at_any_step_it_is_sent_once(
    few: Office, tmp_path: Path, method: Method, after: bool
) -> None:
    steps = steps_of(few, tmp_path / "quiet", method)
    assert len(steps) > 15
    killed = told = 0
    for at in turning_points(steps):
        office = few.copy(tmp_path / str(at))
        disk = FaultyDisk(at, kill, after=after)
        killed += in_child(partial(office.send, disk, **DRAFT, method=method)) == -9
        done = office.send(**DRAFT, method=method)
        assert_sent_once(office)
        assert set(codes(done)) <= {"send-repaired", "send-repeated", "register-rebuilt"}
        told += "send-repaired" in codes(done)
        # And from then on nothing more is to be said but that it went.
        assert codes(office.send(**DRAFT, method=method)) == ["send-repeated"]
        shutil.rmtree(office.root)
    assert told >= 5
    assert killed >= len(turning_points(steps)) - 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES], ids=errno.errorcode.get)
def test_a_disk_that_fails_is_told_and_nothing_is_doubled(
    few: Office, tmp_path: Path, number: int
) -> None:
    steps = steps_of(few, tmp_path / "quiet", Method.FOLDER)
    for at in turning_points(steps):
        office = few.copy(tmp_path / str(at))
        disk = FaultyDisk(at, refuse(number), lasting=True)
        try:
            office.send(disk, **DRAFT)
        except Refusal as refusal:
            assert refusal.exit_code == 3
            assert refusal.hint
        office.send(**DRAFT)
        assert_sent_once(office)
        shutil.rmtree(office.root)


@pytest.mark.parametrize("fault", [interrupt], ids=["Ctrl-C"])
def test_an_interrupted_sending_is_finished_by_the_next_run(
    few: Office, tmp_path: Path, fault: Fault
) -> None:
    steps = steps_of(few, tmp_path / "quiet", Method.FOLDER)
    for at in turning_points(steps)[::3]:
        office = few.copy(tmp_path / str(at))
        with pytest.raises(KeyboardInterrupt):
            office.send(FaultyDisk(at, fault), **DRAFT)
        office.send(**DRAFT)
        assert_sent_once(office)
        shutil.rmtree(office.root)


def test_two_runs_at_once_send_once(few: Office, tmp_path: Path) -> None:
    office = few.copy(tmp_path / "a")
    with open_shelf(office.out, MOMENT), pytest.raises(Refusal, match="другой запуск"):
        office.send(**DRAFT)
    children = []
    for _ in range(4):
        pid = os.fork()
        if pid == 0:
            try:
                office.send(**DRAFT)
            finally:
                os._exit(0)
        children.append(pid)
    for pid in children:
        os.waitpid(pid, 0)
    office.send(**DRAFT)
    assert_sent_once(office)


@pytest.mark.parametrize("loss", ["deleted", "emptied", "halved"])
def test_a_lost_register_does_not_send_twice(few: Office, tmp_path: Path, loss: str) -> None:
    office = few.copy(tmp_path / "a")
    office.send(**DRAFT)
    register = office.out / ".docgen" / "register.sqlite3"
    content = register.read_bytes()
    for companion in register.parent.glob("register.sqlite3-*"):
        companion.unlink()
    if loss == "deleted":
        register.unlink()
    else:
        register.write_bytes(b"" if loss == "emptied" else content[: len(content) // 2])
    done = office.send(**DRAFT)
    assert "send-repeated" in codes(done)
    assert len(office.packages()) == 1


def test_a_damaged_record_holds_its_package(few: Office, tmp_path: Path) -> None:
    office = few.copy(tmp_path / "a")
    office.send(**DRAFT)
    for record in (office.out / ".docgen" / "outbox").iterdir():
        record.write_bytes(record.read_bytes()[:100])
    done = office.send(**DRAFT)
    assert set(codes(done)) == {"send-record-damaged"}
    assert (len(done.sent), len(office.packages())) == (0, 1)


def test_a_half_damaged_record_is_mended_from_what_lies_there(few: Office, tmp_path: Path) -> None:
    office = few.copy(tmp_path / "a")
    office.send(**DRAFT)
    (ended,) = (office.out / ".docgen" / "outbox").glob("*.2.json")
    ended.write_bytes(b"{")
    done = office.send(**DRAFT)
    assert {"send-record-damaged", "send-repaired", "send-repeated"} == set(codes(done))
    assert len(office.packages()) == 1


def test_a_link_leads_no_package_out_of_its_folder(few: Office, tmp_path: Path) -> None:
    office = few.copy(tmp_path / "a")
    elsewhere = tmp_path / "чужое"
    elsewhere.mkdir()
    office.place.symlink_to(elsewhere)
    with pytest.raises(Refusal, match="ссылка"):
        office.send(**DRAFT)
    assert list(elsewhere.iterdir()) == []
    office.place.unlink()
    shutil.move(office.out, tmp_path / "настоящая")
    office.out.symlink_to(tmp_path / "настоящая")
    with pytest.raises(Refusal, match="ссылка"):
        office.send(**DRAFT)


def test_what_lies_in_the_way_is_not_overwritten(few: Office, tmp_path: Path) -> None:
    office = few.copy(tmp_path / "a")
    ready = office.send(**DRAFT, rehearsal=True).ready
    target = Path(ready[0][0].target)
    target.mkdir(parents=True)
    (target / "важное.txt").write_text("моё")
    with pytest.raises(Refusal, match="занято"):
        office.send(**DRAFT)
    assert (target / "важное.txt").read_text() == "моё"
    target.rename(tmp_path / "убрано")
    office.send(**DRAFT)
    assert_sent_once(office)
