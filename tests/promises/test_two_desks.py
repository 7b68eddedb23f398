"""Two clerks live a year at once, each at her own desk, with one register on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docgen.passport import read_passport
from docgen.register.ledger import Number
from docgen.register.postgres import open_server
from docgen.register.states import State
from tests.delivery.test_signatures import PDF
from tests.promises.world import World
from tests.register.conftest import server as server  # its fixture serves here too
from tests.register.servers import RealServer

DESKS = {"Мухина": ("Д-03", ("П-03",), "zip"), "Дроздов": ("Д-06", ("П-06", "П-07"), "eml")}
"""Who → her agreement, the letters that go with it, and how she sends them."""


def at_once(worlds: dict[str, World], commands: dict[str, Sequence[str]]) -> None:
    """Start a command at every desk, then wait for all of them."""
    under_way = {who: worlds[who].start(*words) for who, words in commands.items()}
    for who, running in under_way.items():
        said = running.end()
        assert said.code == 0, f"{who}: {said.text[-2000:]}"


def places(world: World) -> dict[str, str]:
    """Identity of a paper → its place; a draft bears no identity and is not among them."""
    found = {}
    for content, place in ((world.out / p, p) for p in world.ids().values()):
        passport = read_passport(content)
        if passport is not None and passport.identity:
            found[passport.identity] = place
    return found


def numbers_of(url: str) -> tuple[list[Number], dict[str, str]]:
    """All numbers of the office, and the state of every paper that has one."""
    store = open_server(url, "посмотреть")
    try:
        lines = store.numbers()
        return lines, {line.identity: store.state_of(line.document_id) for line in lines}
    finally:
        store.close()


def test_two_clerks_at_once_bring_their_agreements_from_draft_to_signature(
    server: RealServer, tmp_path: Path
) -> None:
    url = server.url(server.new_database())
    worlds = {who: World(tmp_path / who) for who in DESKS}
    for world in worlds.values():
        assert world.run("server", url).code == 0
    book = "inputs/partners.xlsx"
    at_once(worlds, {w: ("agreements", book, "--only", code) for w, (code, *_) in DESKS.items()})
    chosen = {
        who: [word for letter in letters for word in ("--only", letter)]
        for who, (_, letters, _) in DESKS.items()
    }
    at_once(worlds, {who: ("make", "cover-letter", *words) for who, words in chosen.items()})
    files = {w: [f"out/{p}" for p in world.ids().values()] for w, world in worlds.items()}
    assert sum(map(len, files.values())) >= 7
    at_once(worlds, {who: ("approve", *papers, "--who", who) for who, papers in files.items()})
    wanted = {who: (code, *letters) for who, (code, letters, _) in DESKS.items()}
    at_once(
        worlds,
        {
            who: ("register", *codes, "--date", "01.09.2026", "--who", who)
            for who, codes in wanted.items()
        },
    )
    lines, states = numbers_of(url)
    assert len(lines) == len({(line.journal, line.text) for line in lines}) == 5
    assert set(states.values()) == {State.REGISTERED}
    agreements = [line for line in lines if line.journal == "ДОГ"]
    assert [line.text for line in agreements] == ["1/2026-С", "2/2026-С"]
    assert {line.who for line in agreements} == set(DESKS)
    for line in lines:
        world = worlds[line.who]
        passport = read_passport(world.out / places(world)[line.identity])
        assert passport is not None
        assert passport.number == line.text

    at_once(
        worlds,
        {
            who: (
                *("send", "--as", form, "--who", who),
                *(word for letter in letters for word in ("--letter", letter)),
            )
            for who, (_, letters, form) in DESKS.items()
        },
    )
    # A letter that was prepared is sent by hand, and then she says so; no workbook is needed.
    desk = worlds["Дроздов"].desk.folder
    (desk / "inputs").rename(desk / "книги")
    letters = sorted((desk / "отправка").glob("*.eml"))
    assert len(letters) == 2
    _, states = numbers_of(url)
    assert list(states.values()).count(State.SENT) == 2
    for letter in letters:
        said = worlds["Дроздов"].run("send", "--went", f"отправка/{letter.name}")
        assert said.code == 0, said.text
    (desk / "книги").rename(desk / "inputs")
    _, states = numbers_of(url)
    assert set(states.values()) == {State.SENT}
    for who, (code, _, _) in DESKS.items():
        place = Path(places(worlds[who])[f"network-agreement:{code}"])
        (worlds[who].desk.folder / f"{place.stem}.pdf").write_bytes(PDF)
        worlds[who].run("signed", f"{place.stem}.pdf", "--who", who)
    _, states = numbers_of(url)
    signed = {identity for identity, state in states.items() if state == State.SIGNED}
    assert signed == {f"network-agreement:{code}" for code, *_ in DESKS.values()}
    # A further run touches nothing of it.
    before = {who: world.papers() for who, world in worlds.items()}
    for who, world in worlds.items():
        (code, *_) = DESKS[who]
        assert world.run("agreements", book, "--only", code).code == 0
        assert world.papers() == before[who]
