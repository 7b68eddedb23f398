"""Numbers and approved papers keep the promises too: as a clerk runs the command, and ends it."""

from __future__ import annotations

import json
import shutil
import signal
import sys

import pytest

from docgen.passport import Passport, read_passport
from tests.promises.world import World, assert_nothing_left, assert_whole

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")

CODES = ("Д-03", "Д-04", "Д-05", "Д-06", "Д-07", "Д-08")
AGREEMENTS = "Договоры о сетевой форме"
KEPT = "прежние версии"
REGISTER = ("register", *CODES, "--date", "01.09.2026")


def passports(world: World) -> dict[str, Passport]:
    """What the agreements say of themselves, by code."""
    found = {}
    for code in CODES:
        [path] = (world.out / AGREEMENTS).glob(f"{code} *.docx")
        passport = read_passport(path)
        assert passport is not None
        found[code] = passport
    return found


def journal(world: World) -> list[tuple[str, str]]:
    said = world.run("journal", "--json")
    assert said.code == 0, said.text
    books = json.loads(said.out)["journals"]
    return [(n["text"], n["identity"].partition(":")[2]) for b in books for n in b["numbers"]]


def assert_numbered(world: World) -> None:
    """Six papers, six numbers, each in its file and in the journal; 4 is left for a row."""
    borne = {code: passport.number for code, passport in passports(world).items()}
    assert sorted(borne.values()) == [f"{n}/2026-С" for n in (1, 2, 3, 5, 6, 7)]
    assert sorted(journal(world)) == sorted((number, code) for code, number in borne.items())


def test_approval_and_registration_ended_again_and_again(finished: World) -> None:
    world = finished
    kept = 0
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
        running = world.start("approve", *CODES)
        assert running.until_papers(kept + 2, below=KEPT)
        running.signal(number)
        running.end()
        assert_whole(world.out)
        kept = len(list((world.out / KEPT).rglob("*.docx")))
    world.run("approve", *CODES)
    assert {passport.state for passport in passports(world).values()} == {"согласован"}
    for number in (signal.SIGKILL, signal.SIGINT):
        kept = len(list((world.out / KEPT).rglob("*.docx")))
        running = world.start(*REGISTER)
        assert running.until_papers(kept + 1, below=KEPT)
        running.signal(number)
        running.end()
        assert_whole(world.out)
    said = world.run(*REGISTER)
    assert said.code == 0, said.text
    assert_whole(world.out)
    assert_nothing_left_but_the_copy(world)
    assert_numbered(world)


def assert_nothing_left_but_the_copy(world: World) -> None:
    copy = world.out / ".docgen" / "journal.jsonl"
    assert copy.is_file()
    aside = copy.rename(world.root / "journal.jsonl")
    assert_nothing_left(world.out)
    shutil.move(aside, copy)


@pytest.mark.parametrize("loss", ["deleted", "emptied", "halved"])
def test_numbers_outlive_the_register(finished: World, loss: str) -> None:
    world = finished
    assert world.run("approve", *CODES).code == 0
    assert world.run(*REGISTER[:4], *REGISTER[-2:]).code == 0
    first = {code: p.number for code, p in passports(world).items() if p.number}
    assert len(first) == 3
    register = world.out / ".docgen" / "register.sqlite3"
    if loss == "deleted":
        register.unlink()
    else:
        register.write_bytes(register.read_bytes()[: 0 if loss == "emptied" else 30_000])
    said = world.run(*REGISTER)
    assert said.code == 0, said.text
    assert first.items() <= {code: p.number for code, p in passports(world).items()}.items()
    assert_numbered(world)
