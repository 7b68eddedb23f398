"""The same cases of sending and of what comes back with the register on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.dispatching import Method
from docgen.register import open_shelf
from docgen.register.states import State
from tests.delivery.test_signatures import PDF
from tests.desk import Desk
from tests.promises.world import look
from tests.register.conftest import server as server  # its fixture serves here too
from tests.register.servers import RealServer
from tests.sending import test_packages as packages
from tests.sending.office import LATER, MOMENT, Office, codes
from tests.sending.test_packages import DRAFT

AGREEMENT = "network-agreement:Д-05"


@pytest.fixture
def shared(ready: Office, tmp_path: Path, server: RealServer) -> Office:
    """An office with its register on a server of its own."""
    office = ready.copy(tmp_path / "учреждение")
    with open_shelf(office.out, MOMENT) as shelf:
        shelf.share(server.url(server.new_database()))
    with open_shelf(office.out, MOMENT) as shelf:
        assert shelf.server
    return office


@pytest.mark.parametrize(
    "case",
    [
        packages.test_a_sent_draft_is_under_review_and_the_letter_leaves_a_remark,
        packages.test_the_same_is_not_sent_again_unasked,
        packages.test_a_draft_needs_to_be_asked_for_and_an_agreement_to_be_approved,
        packages.test_what_is_approved_but_still_bears_the_mark_does_not_go,
        packages.test_a_file_that_was_put_in_the_place_of_a_paper_does_not_go,
        packages.test_who_is_no_party_gets_nothing,
    ],
    ids=lambda case: case.__name__.removeprefix("test_"),
)
def test_as_with_a_register_in_the_folder(shared: Office, case: Callable[[Office], None]) -> None:
    case(shared)


def test_a_prepared_letter_and_a_rehearsal(shared: Office) -> None:
    (parcel,) = shared.send(**DRAFT, method=Method.DRAFT).prepared
    assert shared.papers()[AGREEMENT].state == State.DRAFT
    before = look(shared.root, without={"lock"}), shared.events(AGREEMENT)
    assert codes(shared.send(**DRAFT, rehearsal=True)) == ["send-prepared"]
    assert (look(shared.root, without={"lock"}), shared.events(AGREEMENT)) == before
    for _ in range(2):
        shared.send(went=(parcel.number,), moment=LATER)
        (event,) = shared.events(AGREEMENT)
        assert event.moment == LATER.isoformat(timespec="seconds")
    assert shared.papers()[AGREEMENT].state == State.IN_REVIEW


def test_what_came_back_signed_is_taken_once(shared: Office) -> None:
    shared.approve([AGREEMENT])
    desk = Desk(shared.root)
    scan = shared.root / f"{shared.path(AGREEMENT).stem}.pdf"
    scan.write_bytes(PDF)
    for _ in range(2):
        desk.docgen("signed", scan.name, "--who", "Крылова")
        assert shared.papers()[AGREEMENT].state == State.SIGNED
        states = [event.after for event in shared.events(AGREEMENT)]
        assert states == [State.APPROVED, State.SIGNED]
    assert len(list((shared.out / "Подписанные экземпляры").rglob("*.pdf"))) == 1
