"""Registration and sending killed at any moment: the next run puts it right and says so."""

from __future__ import annotations

import contextlib
import random
import signal
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from docgen.passport import read_passport
from tests.promises.world import World, assert_whole, count_papers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")

CODES = tuple(f"Д-{number:02}" for number in range(3, 9))
REGISTER = ("register", *CODES, "--date", "01.09.2026", "--who", "Мухина")
PARTNERS = ("--to", "СШ", "--to", "КВАНТ", "--to", "СТАРТ")
MOMENTS = 8


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Six agreements approved and the letters for three partners; look, don't touch."""
    world = World(tmp_path_factory.mktemp("согласовано") / "w")
    assert world.run().code == 0
    assert world.run("make", "cover-letter").code == 0
    said = world.run("approve", *CODES, "--who", "Мухина")
    assert said.code == 0, said.text
    return world


@pytest.fixture(scope="module")
def registered(approved: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The same with numbers, and everything that the three partners get approved too."""
    world = approved.copy(tmp_path_factory.mktemp("зарегистрировано") / "w")
    assert world.run("make", "disagreement-protocol").code == 0
    rest = asked(world, "SELECT path FROM papers WHERE state = 'проект' AND path LIKE '%.docx'")
    said = world.run("approve", *(f"out/{path}" for (path,) in rest), "--who", "Мухина")
    assert said.code == 0, said.text
    numbered = [
        f"out/{p}" for p in world.ids().values() if p.startswith(("Договоры о сетевой", "Сопров"))
    ]
    said = world.run("register", *numbered, *REGISTER[-4:])
    assert said.code == 0, said.text
    return world


def asked(world: World, statement: str) -> list[tuple[str, ...]]:
    register = world.out / ".docgen" / "register.sqlite3"
    with contextlib.closing(sqlite3.connect(register)) as opened:
        return opened.execute(statement).fetchall()


def assert_nothing_unfinished(world: World) -> None:
    assert list((world.out / ".docgen" / "unfinished").glob("*")) == []


def killed(world: World, reached: Callable[[], bool], *words: str) -> bool:
    """Run a command and kill it when something has happened; whether it was still at work."""
    running = world.start(*words)
    running.until(reached)
    running.signal(signal.SIGKILL)
    return running.end().code == -signal.SIGKILL


def laid(world: World) -> int:
    """Files in the folder of papers, versions kept included."""
    return count_papers(world.out)


def grown_to(world: World, measure: Callable[[World], int], mark: float) -> bool:
    return measure(world) > mark


def gone_as_far(world: World, records: int) -> bool:
    """Whether so many records of packages have been written: one before each goes, one after."""
    return len(list((world.out / ".docgen" / "outbox").glob("*"))) >= records


def written(world: World) -> int:
    """Bytes of the trace that the register leaves beside it: grows with every number and state."""
    trace = world.out / ".docgen" / "journal.jsonl"
    return trace.stat().st_size if trace.exists() else 0


def test_registration_killed_at_any_moment_loses_and_doubles_no_number(
    approved: World, tmp_path: Path
) -> None:
    quiet = approved.copy(tmp_path / "quiet")
    before = written(quiet), len(quiet.papers())
    said = quiet.run(*REGISTER)
    assert said.code == 0, said.text
    grown = written(quiet) - before[0], len(quiet.papers()) - before[1]
    assert min(grown) > 0
    chance = random.Random(34)
    hit = 0
    for turn in range(MOMENTS):
        world = approved.copy(tmp_path / f"w{turn}")
        share = chance.random()
        # In turn among the numbers that are written down and the files that get them.
        marks = (
            partial(grown_to, world, written, before[0] + share * grown[0]),
            partial(grown_to, world, laid, before[1] + share * grown[1]),
        )
        hit += killed(world, marks[turn % 2], *REGISTER)
        assert_whole(world.out)
        taken = asked(world, "SELECT text, document_id FROM numbers")
        said = world.run(*REGISTER)
        assert said.code == 0, said.text
        after = asked(world, "SELECT ordinal, text, document_id FROM numbers ORDER BY ordinal")
        assert set(taken) <= {(text, paper) for _, text, paper in after}
        assert [int(ordinal) for ordinal, *_ in after] == [1, 2, 3, 5, 6, 7]  # 4 is in a row
        places = world.ids()
        for _, text, paper in after:
            passport = read_passport(world.out / places[paper])
            assert passport is not None
            assert passport.number == text
        events = asked(world, "SELECT document_id FROM events WHERE after = 'зарегистрирован'")
        assert sorted(paper for (paper,) in events) == sorted(paper for *_, paper in after)
        assert_whole(world.out)
        assert_nothing_unfinished(world)
        assert world.papers() == quiet.papers()
    assert hit >= MOMENTS // 2, "the runs were over before they were killed"


def parcels(world: World) -> dict[str, bytes]:
    place = world.desk.folder / "отправка"
    return {path.name: path.read_bytes() for path in place.iterdir()} if place.exists() else {}


@pytest.mark.parametrize("form", ["zip", "eml"])
def test_sending_killed_at_any_moment_sends_no_package_twice(
    registered: World, tmp_path: Path, form: str
) -> None:
    send = ("send", *PARTNERS, "--as", form, "--who", "Мухина")
    quiet = registered.copy(tmp_path / "quiet")
    said = quiet.run(*send)
    assert said.code == 0, said.text
    goal = parcels(quiet)
    assert len(goal) > 3
    sent = "SELECT document_id, remark FROM events WHERE remark LIKE 'пакет %' ORDER BY 1"
    events = len(asked(quiet, sent))
    assert bool(events) == (form == "zip")
    chance = random.Random(form)
    hit = 0
    for turn in range(MOMENTS // 2):
        world = registered.copy(tmp_path / f"w{turn}")
        step = chance.randrange(1, 2 * len(goal))
        hit += killed(world, partial(gone_as_far, world, step), *send)
        assert_whole(world.out)
        there = {name: file for name, file in parcels(world).items() if not name.startswith(".")}
        for name, content in there.items():
            assert content, f"{name} is torn"
            if form == "zip":
                with zipfile.ZipFile(world.desk.folder / "отправка" / name) as package:
                    assert package.testzip() is None
        said = world.run(*send)
        assert said.code == 0, said.text
        after = parcels(world)
        assert there.items() <= after.items(), "a package that was there was packed anew"
        assert len(after) == len(goal)
        assert not [name for name in after if name.startswith(".")]
        found = asked(world, sent)
        assert len(found) == len(set(found)) == events
        assert_nothing_unfinished(world)
        third = world.run(*send)
        assert parcels(world) == after
        before = "уже было отправлено" if form == "zip" else "письмо уже подготовлено"
        assert f"{before}: {len(goal)}" in third.out, third.text
    assert hit >= MOMENTS // 4, "the runs were over before they were killed"
