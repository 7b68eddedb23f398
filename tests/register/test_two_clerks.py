"""Two clerks, each at a desk of her own, at one register: the commands as they type them."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from docgen.passport import read_passport
from docgen.register.ledger import Number, Standing
from docgen.register.postgres import open_server
from docgen.register.states import State
from tests.desk import ROOT, Desk, new_desk
from tests.register.papers import edit
from tests.register.servers import RealServer

MUKHINA = ("Д-03", "Д-04", "Д-05", "Д-06", "Д-07")
DROZDOV = ("Д-08", "Д-09", "Д-10", "Д-11", "Д-12")
TYPED = 4
"""A number that stands in the row of an agreement which is not registered: it is left for it."""
_WAIT = 300
_TYPE = "Договоры о сетевой форме"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with agreements that have been made and approved, a register of its own."""
    desk = new_desk(tmp_path_factory.mktemp("дело") / "район")
    said = desk.docgen("agreements", "inputs/partners.xlsx")
    assert said.code == 0, said.text
    return desk


@pytest.fixture
def url(server: RealServer) -> str:
    """The address of an empty database."""
    return server.url(server.new_database())


@pytest.fixture
def desks(made: Desk, tmp_path: Path, url: str) -> tuple[Desk, Desk]:
    """Two desks at one register, each with its own agreements approved."""
    pair = []
    for name, codes in (("Мухина", MUKHINA), ("Дроздов", DROZDOV)):
        desk = Desk(Path(shutil.copytree(made.folder, tmp_path / name)))
        for words in (("server", url), ("approve", *codes, "--who", name)):
            said = desk.docgen(*words)
            assert said.code == 0, said.text
        pair.append(desk)
    return pair[0], pair[1]


def start(desk: Desk, *codes: str, day: str = "01.09.2026") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "docgen", "register", *codes),
            *("--date", day, "--who", desk.folder.name),
        ],
        cwd=desk.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def end(run: subprocess.Popen[str]) -> int:
    run.communicate(timeout=_WAIT)
    return run.returncode


def journal(url: str) -> list[Number]:
    store = open_server(url, "посмотреть")
    try:
        return store.numbers("ДОГ")
    finally:
        store.close()


def numbers_in_files(desk: Desk, codes: tuple[str, ...]) -> dict[str, str]:
    """Code of an agreement → the number in the passport of its file."""
    found = {}
    for code in codes:
        [path] = (desk.out / _TYPE).glob(f"{code} *.docx")
        passport = read_passport(path)
        assert passport is not None
        found[code] = passport.number
    return found


def assert_nothing_lost(desks: tuple[Desk, Desk], url: str) -> None:
    lines = journal(url)
    wanted = [number for number in range(1, len(lines) + 2) if number != TYPED]
    assert [line.ordinal for line in lines] == wanted[: len(lines)]
    assert {line.standing for line in lines} == {Standing.TAKEN}
    bound = {line.identity.partition(":")[2]: line.text for line in lines}
    assert len(bound) == len(lines)
    files = numbers_in_files(desks[0], MUKHINA) | numbers_in_files(desks[1], DROZDOV)
    assert files == bound


def test_both_register_at_once(desks: tuple[Desk, Desk], url: str) -> None:
    both = [start(desks[0], *MUKHINA), start(desks[1], *DROZDOV)]
    assert [end(run) for run in both] == [0, 0]
    assert_nothing_lost(desks, url)
    lines = journal(url)
    assert {line.who for line in lines} == {"Мухина", "Дроздов"}
    store = open_server(url, "посмотреть")
    for line in lines:
        assert store.state_of(line.document_id) == State.REGISTERED
        assert [event.after for event in store.events(line.document_id)] == [
            State.APPROVED,
            State.REGISTERED,
        ]
    store.close()


def test_the_same_paper_at_two_desks_takes_one_number(desks: tuple[Desk, Desk], url: str) -> None:
    both = [start(desk, "Д-03") for desk in desks]
    assert 0 in [end(run) for run in both]
    assert [(line.text, line.identity) for line in journal(url)] == [
        ("1/2026-С", "network-agreement:Д-03")
    ]


def test_what_a_colleague_has_approved_does_not_make_another_text_official(
    desks: tuple[Desk, Desk], url: str
) -> None:
    first, second = desks
    [path] = (second.out / _TYPE).glob("Д-03 *.docx")
    edit(path)
    before = path.read_bytes()
    said = second.docgen("approve", "Д-03", "--who", "Дроздов")
    assert said.code == 1
    assert "бумага уже согласована (Мухина" in said.err
    assert end(start(first, "Д-03")) == 0
    said = second.docgen("register", "Д-03")
    assert said.code == 1
    assert "бумага уже зарегистрирована" in said.err
    # Other numbers are taken as ever, and nothing happens to this file.
    assert end(start(second, "Д-08")) == 0
    assert path.read_bytes() == before
    assert [line.text for line in journal(url)] == ["1/2026-С", "2/2026-С"]


def test_an_office_that_lost_its_database_finds_numbers_and_states_in_the_papers(
    desks: tuple[Desk, Desk], url: str, server: RealServer
) -> None:
    for desk, code in zip(desks, ("Д-03", "Д-08"), strict=True):
        assert end(start(desk, code)) == 0
    before = journal(url)
    server.ask(url.partition("@/")[2].partition("?")[0], "DROP SCHEMA docgen CASCADE")
    for desk in desks:
        said = desk.docgen("server")
        assert said.code == 0, said.text
    lines = journal(url)
    for line, was in zip(lines, before, strict=True):
        assert (line.place, line.text, line.dated) == (was.place, was.text, was.dated)
        assert line.document_id == was.document_id
    assert end(start(desks[0], "Д-04")) == 0
    assert [line.text for line in journal(url)] == ["1/2026-С", "2/2026-С", "3/2026-С"]


def test_runs_that_are_killed_lose_no_number(desks: tuple[Desk, Desk], url: str) -> None:
    chance = random.Random(8)
    for _ in range(3):
        both = [start(desks[0], *MUKHINA), start(desks[1], *DROZDOV)]
        for _turn in range(200):
            if len(journal(url)) >= 3 or both[0].poll() is not None:
                break
            time.sleep(0.05)
        time.sleep(chance.random() / 5)
        for run in both:
            run.kill()
            end(run)
    for desk, codes in zip(desks, (MUKHINA, DROZDOV), strict=True):
        assert end(start(desk, *codes)) == 0
    assert_nothing_lost(desks, url)
