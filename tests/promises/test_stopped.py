"""A run that is killed, interrupted or run twice: what is there is whole, the rest comes later."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.promises.world import (
    AGREEMENTS,
    ALL,
    FAMILY,
    World,
    assert_nothing_left,
    assert_one_message,
    assert_whole,
)
from tests.register.papers import edited

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")

KEPT = "прежние версии"


def test_a_first_run_killed_again_and_again_ends_where_a_quiet_one_does(
    world: World, quiet: World
) -> None:
    before = world.surroundings()
    for marker in ("out", "out/.docgen/lock", "out/.docgen/register.sqlite3"):
        running = world.start()
        assert running.until((world.desk.folder / marker).exists)
        running.signal(signal.SIGKILL)
        assert running.end().code == -signal.SIGKILL
        assert_whole(world.out)
    seen: dict[str, bytes] = {}
    for count in (1, 7, 19, 33, 46, ALL - 1):
        running = world.start()
        assert running.until_papers(count)
        running.signal(signal.SIGKILL)
        assert running.end().code == -signal.SIGKILL
        assert_whole(world.out)
        found = world.papers()
        assert seen.items() <= found.items(), "a paper that was there is gone or changed"
        seen = found
    assert world.run().code == 0
    assert_whole(world.out)
    assert_nothing_left(world.out)
    assert world.papers() == quiet.papers()
    assert world.surroundings() == before


def test_replacing_killed_again_and_again_loses_no_version_and_no_hand(finished: World) -> None:
    folders = sorted(p.name for p in finished.out.iterdir() if p.name != ".docgen")
    agreements = next(f for f in folders if f.startswith("Договоры"))
    names = sorted(p.name for p in (finished.out / agreements).iterdir())
    hands = finished.edit(f"{agreements}/{names[2]}", f"{agreements}/{names[9]}")
    moved = finished.out / "на подпись" / names[4]
    moved.parent.mkdir(mode=0o700)
    (finished.out / agreements / names[4]).rename(moved)
    finished.move_the_signing()
    ids = set(finished.ids())
    goal = finished.copy(finished.root.with_name("goal"))
    assert goal.run(*FAMILY, "--beside").code == 0
    surroundings = finished.surroundings()

    # The two papers with hand edits get their new version beside and are not moved.
    for count in (1, 6, 13, AGREEMENTS - 3):
        running = finished.start(*FAMILY, "--beside")
        assert running.until_papers(count, below=KEPT)
        running.signal(signal.SIGKILL)
        assert running.end().code == -signal.SIGKILL
        assert_whole(finished.out, hands)
    assert finished.run(*FAMILY, "--beside").code == 0
    assert_whole(finished.out, hands)
    assert_nothing_left(finished.out)
    assert finished.papers() == goal.papers()
    assert set(finished.ids()) == ids
    assert moved.exists()
    assert finished.surroundings() == surroundings


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "terminate"]
)
def test_an_interrupted_run_says_so_and_leaves_nothing_over(
    world: World, quiet: World, number: signal.Signals, code: int
) -> None:
    running = world.start()
    assert running.until_papers(15)
    running.signal(number)
    assert "прервано" in assert_one_message(running.end(), code)
    assert_whole(world.out)
    assert_nothing_left(world.out)
    ids = world.ids()
    assert 15 <= len(ids) < ALL
    said = world.run()
    assert said.code == 0
    assert f"без изменений: {len(ids)}" in said.out
    assert world.papers() == quiet.papers()
    assert ids.items() <= world.ids().items()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("module", ["_struct", "etree", "pyexpat"])
def test_ctrl_c_is_not_lost_while_the_program_is_loading(world: World, module: str) -> None:
    running = world.start(*FAMILY)
    maps = Path(f"/proc/{running.process.pid}/maps")
    assert running.until(lambda: f"/{module}." in maps.read_text())
    running.signal(signal.SIGINT)
    assert_one_message(running.end(), 130)
    assert_whole(world.out)


def test_a_hand_that_saves_while_the_run_stands_still_is_kept(finished: World) -> None:
    finished.move_the_signing()
    place = next(p for p in sorted(finished.papers()) if p.startswith("Соглашения"))
    running = finished.start(*FAMILY, "--beside")
    assert running.until_papers(2, below=KEPT)
    running.signal(signal.SIGSTOP)
    hand = edited((finished.out / place).read_bytes())
    (finished.out / place).write_bytes(hand)
    running.signal(signal.SIGCONT)
    assert running.end().code == 0
    assert_whole(finished.out, {place: hand})


def test_of_two_runs_one_wins_and_the_other_says_so(world: World, quiet: World) -> None:
    first = world.start()
    assert first.until_papers(3)
    first.signal(signal.SIGSTOP)
    try:
        second = world.run()
    finally:
        first.signal(signal.SIGCONT)
    assert "другой запуск docgen" in assert_one_message(second, 3)
    assert first.end().code == 0
    assert_nothing_left(world.out)
    assert world.papers() == quiet.papers()


def test_two_runs_started_at_once_make_each_paper_once(world: World, quiet: World) -> None:
    runs = [world.start(), world.start()]
    said = sorted((run.end() for run in runs), key=lambda answer: answer.code)
    assert said[0].code == 0
    if said[1].code:
        assert_one_message(said[1], 3)
    assert_nothing_left(world.out)
    assert world.papers() == quiet.papers()
