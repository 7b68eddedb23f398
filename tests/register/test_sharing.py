"""A folder of papers that joins the register of an office, and papers laid from then on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.diagnostics import Refusal
from docgen.register import Outcome, document_id
from docgen.register.ledger import Journal, Ledger, Number, Standing
from docgen.register.sharing import Shared
from docgen.register.states import Event, State
from tests.desk import Desk
from tests.register.papers import SERVICE, draft, edit, lay, shelf_of, texts, tree
from tests.register.servers import RealServer
from tests.register.test_ledger import NUMBER

PAPER = document_id("agreement:1")
EVENT = Event(PAPER, "2026-09-01T10:00:00+05:00", "Мухина", State.DRAFT, State.APPROVED)
MINE = replace(NUMBER, document_id=PAPER, identity="agreement:1")


@pytest.fixture
def url(server: RealServer) -> str:
    """The address of an empty database."""
    return server.url(server.new_database())


def share(out: Path, url: str) -> Shared:
    with shelf_of(out) as shelf:
        return shelf.share(url)


def approve(ledger: Ledger) -> None:
    assert ledger.change_state(EVENT)


def cancel(ledger: Ledger) -> None:
    assert ledger.change_state(replace(EVENT, who="Дроздов", after=State.CANCELLED))


def give_number(ledger: Ledger, number: Number = MINE) -> None:
    ledger.record_journal(Journal("ДОГ", "Договоры", "{n}", 1))
    assert ledger.add_number(number)


def change(out: Path, *steps: Callable[[Ledger], None]) -> None:
    with shelf_of(out) as shelf:
        for step in steps:
            step(shelf.ledger)


def test_what_a_folder_has_recorded_comes_with_it(tmp_path: Path, url: str) -> None:
    out = tmp_path / "out"
    lay(out, draft("1"), draft("2"))
    lay(out, draft("1", "новое"), draft("2"))
    change(out, approve, give_number)
    before = tree(out)
    with shelf_of(out) as shelf:
        papers, versions = shelf.papers(), shelf.versions("agreement:1")
        assert shelf.server == ""
    shared = share(out, url)
    assert (shared.papers, shared.numbers) == (2, 1)
    assert tree(out) == before
    with shelf_of(out) as shelf:
        assert shelf.server == shared.place
        assert shelf.diagnostics == []
        assert shelf.papers() == papers
        assert shelf.versions("agreement:1") == versions
        assert [replace(e, ordinal=0) for e in shelf.ledger.events()] == [EVENT]
        assert shelf.ledger.numbers() == [MINE]
        assert [j.code for j in shelf.ledger.journals()] == ["ДОГ"]
    # The old register can't be taken up again by a run that finds no server.
    assert not (out / SERVICE / "register.sqlite3").exists()
    assert (out / SERVICE / "register.before-server-1.sqlite3").exists()


def test_papers_are_laid_as_ever(tmp_path: Path, url: str) -> None:
    mine, theirs = tmp_path / "мои", tmp_path / "чужие"
    for out in (mine, theirs):
        share(out, url)
    assert lay(mine, draft("1"))[0].outcome is Outcome.NEW
    assert lay(mine, draft("1"))[0].outcome is Outcome.UNCHANGED
    assert lay(mine, draft("1", "новое"))[0].outcome is Outcome.REPLACED
    # The other clerk's folder has its own file of the same paper.
    assert lay(theirs, draft("1"))[0].outcome is Outcome.NEW
    edit(mine / "Договоры/Договор 1.docx")
    assert lay(mine, draft("1", "новейшее"))[0].outcome is Outcome.BESIDE
    assert [*texts(theirs).values()] == ["текст"]
    with shelf_of(theirs) as shelf:
        assert [paper.version for paper in shelf.papers()] == [1]


def test_a_server_that_is_away_stops_the_run_before_any_paper(
    tmp_path: Path, url: str, server: RealServer
) -> None:
    out = tmp_path / "out"
    lay(out, draft("1"))
    share(out, url)
    before = tree(out)
    server.stop()
    try:
        with pytest.raises(Refusal, match="сервер не отвечает"):
            lay(out, draft("1", "новое"), draft("2"))
    finally:
        server.start()
    assert tree(out) == before
    assert not (out / SERVICE / "register.sqlite3").exists()
    assert lay(out, draft("1", "новое"))[0].outcome is Outcome.REPLACED


@pytest.mark.parametrize(
    "content", [b"", b"url = ", b'url = "postgresql:', b"\xff\xfe", b'url = ""\nfolder = ""\n']
)
def test_a_folder_that_forgot_its_server_takes_no_numbers_of_its_own(
    tmp_path: Path, url: str, content: bytes
) -> None:
    out = tmp_path / "out"
    share(out, url)
    (out / SERVICE / "server.toml").write_bytes(content)
    with pytest.raises(Refusal, match="испорчен") as refused:
        lay(out, draft("1"))
    assert "docgen server" in refused.value.hint
    assert not (out / SERVICE / "register.sqlite3").exists()


def test_a_folder_without_its_service_folder_joins_again(tmp_path: Path, url: str) -> None:
    out = tmp_path / "out"
    lay(out, draft("1"))
    change(out, approve, give_number)
    share(out, url)
    (out / SERVICE / "server.toml").unlink()
    assert share(out, url).papers == 1
    with shelf_of(out) as shelf:
        assert [paper.state for paper in shelf.papers()] == [State.APPROVED]
        assert shelf.ledger.numbers() == [MINE]
        assert len(shelf.ledger.events()) == 1


def test_a_run_that_recorded_something_may_join_at_its_end(tmp_path: Path, url: str) -> None:
    out = tmp_path / "out"
    lay(out, draft("1"))
    with shelf_of(out) as shelf:
        approve(shelf.ledger)
        shelf.share(url)
    with shelf_of(out) as shelf:
        assert [paper.state for paper in shelf.papers()] == [State.APPROVED]


def test_two_registers_that_agree_become_one(tmp_path: Path, url: str) -> None:
    mine, theirs = tmp_path / "мои", tmp_path / "чужие"
    lay(mine, draft("1"))
    change(mine, approve, give_number)
    # A colleague's draft of the same paper, a copy of my folder's register, a number in reserve.
    lay(theirs, draft("1"))
    reserve = replace(
        MINE, ordinal=8, text="8", standing=Standing.RESERVED, document_id="", identity=""
    )
    change(theirs, lambda ledger: give_number(ledger, reserve))
    share(theirs, url)
    share(mine, url)
    copy = tmp_path / "копия"
    lay(copy, draft("1"))
    change(copy, approve, give_number)
    share(copy, url)
    for out in (mine, theirs, copy):
        with shelf_of(out) as shelf:
            assert [paper.state for paper in shelf.papers()] == [State.APPROVED]
            assert [e.who for e in shelf.ledger.events(PAPER)] == ["Мухина"]
            assert shelf.ledger.numbers() == [MINE, reserve]


def test_the_office_knows_more_than_a_register_rebuilt_from_the_papers(
    tmp_path: Path, url: str
) -> None:
    mine, rebuilt = tmp_path / "мои", tmp_path / "заново"
    lay(mine, draft("1"))
    change(mine, approve, give_number)
    share(mine, url)
    later = replace(EVENT, before=State.APPROVED, after=State.REGISTERED)
    known = replace(MINE, details='{"subject": "договор"}', moment="2026-09-02T10:00:00+05:00")
    with shelf_of(mine) as shelf:
        assert shelf.ledger.change_state(later)
        assert shelf.ledger.change_number(MINE, known)
    lay(rebuilt, draft("1"))
    change(rebuilt, lambda ledger: give_number(ledger, replace(MINE, who="", dated="2026-09-01")))
    share(rebuilt, url)
    copy = tmp_path / "копия"
    lay(copy, draft("1"))
    change(copy, approve)
    share(copy, url)
    for out in (mine, rebuilt, copy):
        with shelf_of(out) as shelf:
            assert [paper.state for paper in shelf.papers()] == [State.REGISTERED]
            assert [e.after for e in shelf.ledger.events(PAPER)] == [
                State.APPROVED,
                State.REGISTERED,
            ]
            assert shelf.ledger.numbers() == [known]


def test_two_registers_that_differ_stay_two(tmp_path: Path, url: str) -> None:
    mine, theirs = tmp_path / "мои", tmp_path / "чужие"
    lay(theirs, draft("1"))
    change(
        theirs,
        lambda ledger: give_number(ledger, replace(MINE, document_id="", identity="договор 15")),
        cancel,
    )
    share(theirs, url)
    lay(mine, draft("1"), draft("2"))
    change(mine, approve, give_number)
    with pytest.raises(Refusal, match="записано другое") as refused:
        share(mine, url)
    assert "бумага «Договоры/Договор 1.docx», номер 7/2026-С" in refused.value.message
    assert refused.value.exit_code == 1
    with shelf_of(mine) as shelf:
        assert shelf.server == ""
        assert shelf.ledger.numbers() == [MINE]
    with shelf_of(theirs) as shelf:
        assert [paper.state for paper in shelf.papers()] == [State.CANCELLED]
        assert [n.identity for n in shelf.ledger.numbers()] == ["договор 15"]
        assert len(shelf.ledger.events()) == 1


def test_a_move_that_is_cut_off_is_done_again(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    lay(out, draft("1"))
    change(out, approve, give_number)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr("docgen.register.sharing.become_member", killed)
        with pytest.raises(KeyboardInterrupt):
            share(out, url)
    with shelf_of(out) as shelf:
        assert shelf.server == ""
        assert shelf.ledger.numbers() == [MINE]
    share(out, url)
    with shelf_of(out) as shelf:
        assert shelf.ledger.numbers() == [MINE]
        assert [e.ordinal for e in shelf.ledger.events()] == [1]


# --- the command ------------------------------------------------------------------------------


def test_the_command_joins_and_tells(desk: Desk, url: str) -> None:
    said = desk.docgen("server")
    assert said.code == 0
    assert "Реестр в самой папке «out»" in said.out
    assert not desk.out.exists()
    assert desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01").code == 0
    said = desk.docgen("server", url)
    assert said.code == 0, said.text
    assert "ведётся в общем реестре" in said.out
    assert "Перенесено бумаг: 3, номеров: 0." in said.out
    said = desk.docgen("server", "--json")
    answer = json.loads(said.out)
    assert (answer["papers"], answer["numbers"], answer["joined"]) == (3, 0, False)
    assert "«office_" in answer["server"]
    assert "связь есть" in desk.docgen("server").out
    said = desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01")
    assert said.code == 0, said.text
    said = desk.docgen("server", url)
    assert (said.code, "уже ведётся в этом реестре" in said.err) == (1, True)
    said = desk.docgen("server", url.replace("office", "other"))
    assert (said.code, "уже ведётся в реестре" in said.err) == (1, True)


def test_the_command_shows_no_password(desk: Desk) -> None:
    said = desk.docgen("server", "postgresql://docgen:секрет@server/docgen")
    assert said.code == 2
    assert "стоит пароль" in said.err
    assert "секрет" not in said.text
    assert not (desk.out / SERVICE / "server.toml").exists()
