"""A rehearsal changes nothing at all; a letter that is only prepared has not been sent."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path

import pytest

from docgen.diagnostics import Refusal
from docgen.dispatching import Method
from docgen.register.outbox import Sending
from docgen.register.states import State
from tests.promises.world import look
from tests.register.faulty import FaultyDisk, in_child, kill
from tests.sending.office import LATER, MOMENT, Office, codes, small
from tests.sending.test_faults import IDENTITIES, steps_of, turning_points
from tests.sending.test_packages import DRAFT

AGREEMENT = IDENTITIES[0]


def lying(office: Office) -> dict[str, tuple[int, int, int, str]]:
    """Everything there is but the lock, which holds nothing and only keeps other runs out."""
    return look(office.root, without={"lock"})


@pytest.fixture(scope="module")
def few(ready: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with the papers of one agreement only."""
    return small(ready, tmp_path_factory.mktemp("few") / "учреждение", IDENTITIES)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize("method", [Method.FOLDER, Method.DRAFT], ids=str)
def test_a_rehearsal_leaves_what_a_killed_run_left(
    few: Office, tmp_path: Path, method: Method
) -> None:
    """Byte for byte, whatever there is to be put right; and it says what would be."""
    told = 0
    for at in turning_points(steps_of(few, tmp_path / "quiet", method))[::2]:
        office = few.copy(tmp_path / "w")
        in_child(partial(office.send, FaultyDisk(at, kill), **DRAFT, method=method))
        before = lying(office)
        done = office.send(**DRAFT, method=method, rehearsal=True)
        assert lying(office) == before
        assert len(done.ready) + len(done.repeated) == 1
        told += "send-repaired" in codes(done)
        # What the run itself finds is what the rehearsal said.
        really = office.send(**DRAFT, method=method)
        assert len(really.repeated) == len(done.repeated)
        shutil.rmtree(office.root)
    assert told >= 2


@pytest.mark.parametrize("loss", ["deleted", "halved", "emptied", "no service folders"])
def test_a_rehearsal_brings_back_no_register(few: Office, tmp_path: Path, loss: str) -> None:
    office = few.copy(tmp_path / "w")
    office.send(**DRAFT)
    register = office.out / ".docgen" / "register.sqlite3"
    content = register.read_bytes()
    for companion in register.parent.glob("register.sqlite3-*"):
        companion.unlink()
    if loss == "deleted":
        register.unlink()
    elif loss == "no service folders":
        shutil.rmtree(office.out / ".docgen" / "unfinished")
    else:
        register.write_bytes(b"" if loss == "emptied" else content[: len(content) // 2])
    before = lying(office)
    done = office.send(**DRAFT, rehearsal=True)
    assert lying(office) == before
    assert "send-repeated" in codes(done)


def test_a_letter_that_is_prepared_is_sent_when_the_clerk_says_so(
    few: Office, tmp_path: Path
) -> None:
    office = few.copy(tmp_path / "w")
    done = office.send(**DRAFT, method=Method.DRAFT)
    (parcel,) = done.prepared
    assert done.sent == []
    assert parcel.sending is Sending.PREPARED
    assert office.papers()[AGREEMENT].state == State.DRAFT
    assert office.events(AGREEMENT) == []
    # Nothing else goes for it unasked, in no other way either.
    for method in (Method.DRAFT, Method.ZIP):
        again = office.send(**DRAFT, method=method)
        assert codes(again) == ["send-prepared"]
        assert parcel.number in again.diagnostics[-1].hint
    assert len(office.packages()) == 1
    # The clerk names the file, a day later, and says it twice.
    went = office.send(went=(f"отправка\\{Path(parcel.target).name}",), moment=LATER)
    assert [p.number for p in went.sent] == [parcel.number]
    assert office.papers()[AGREEMENT].state == State.IN_REVIEW
    (event,) = office.events(AGREEMENT)
    assert event.moment == LATER.isoformat(timespec="seconds") != parcel.moment
    assert event.remark.startswith(f"пакет {parcel.number}: ")
    twice = office.send(went=(parcel.number,), moment=LATER)
    assert (twice.sent, len(twice.repeated)) == ([], 1)
    assert len(office.events(AGREEMENT)) == 1
    assert codes(office.send(**DRAFT)) == ["send-repeated"]
    with pytest.raises(Refusal, match="уже «отправлен»"):
        office.send(lost=(parcel.number,))


def test_a_letter_that_will_not_be_sent_frees_its_package(few: Office, tmp_path: Path) -> None:
    office = few.copy(tmp_path / "w")
    (parcel,) = office.send(**DRAFT, method=Method.DRAFT).prepared
    office.send(lost=(parcel.number,))
    assert office.papers()[AGREEMENT].state == State.DRAFT
    (second,) = office.send(**DRAFT, method=Method.DRAFT).prepared
    assert second.number == f"{parcel.id}-2"
    # Each of the two files means its own letter.
    assert office.send(went=(Path(second.target).name,)).sent[0].number == second.number
    with pytest.raises(Refusal, match="нет отправки с номером"):
        office.send(went=("чужой",))
    assert office.send(lost=(parcel.number,)).repeated[0].number == parcel.number


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_killed_while_a_letter_is_prepared_or_settled(few: Office, tmp_path: Path) -> None:
    for at in turning_points(steps_of(few, tmp_path / "quiet", Method.DRAFT))[::2]:
        office = few.copy(tmp_path / "w")
        in_child(partial(office.send, FaultyDisk(at, kill), **DRAFT, method=Method.DRAFT))
        office.send(**DRAFT, method=Method.DRAFT)
        (parcel,) = [p for p in office.parcels() if p.sending is Sending.PREPARED]
        assert not [p for p in office.parcels() if p.sending is Sending.UNDER_WAY]
        assert [path.name for path in office.packages()] == [Path(parcel.target).name]
        assert office.events(AGREEMENT) == []
        shutil.rmtree(office.root)
    start = few.copy(tmp_path / "s")
    (parcel,) = start.send(**DRAFT, method=Method.DRAFT).prepared
    counting = FaultyDisk()
    start.copy(tmp_path / "q").send(counting, went=(parcel.number,))
    for at in turning_points(counting.steps):
        office = start.copy(tmp_path / "w")
        in_child(partial(office.send, FaultyDisk(at, kill), went=(parcel.number,)))
        office.send(went=(parcel.number,), moment=MOMENT)
        assert [e.remark.partition(":")[0] for e in office.events(AGREEMENT)] == [
            f"пакет {parcel.number}"
        ]
        assert office.papers()[AGREEMENT].state == State.IN_REVIEW
        shutil.rmtree(office.root)
