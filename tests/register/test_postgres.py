"""The register on a real server: several clerks at once, kills, dropped and silent connections."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.diagnostics import Refusal
from docgen.register.ledger import Journal, Replacement, Standing, Version
from docgen.register.postgres import SCHEMA_VERSION, ServerStore, open_server
from docgen.register.server import Patience
from docgen.register.states import State
from tests.desk import ROOT
from tests.register.clerk import JOURNAL, YEAR, next_number
from tests.register.servers import PASSWORD, RealServer
from tests.register.test_ledger import EVENT, NUMBER, PAPER

QUICK = Patience(connect=2, lock=1, statement=2, answer=3, idle=20)
_WAIT = 60


@pytest.fixture
def database(server: RealServer) -> str:
    """The address of an empty database."""
    return server.url(server.new_database())


@pytest.fixture
def clerks(database: str) -> Iterator[tuple[ServerStore, ServerStore]]:
    """Two clerks at one register, each with a folder of her own."""
    with ExitStack() as opened:
        pair = []
        for folder in ("папка Мухиной", "папка Дроздова"):
            store = open_server(database, folder, QUICK)
            opened.callback(store.close)
            pair.append(store)
        yield pair[0], pair[1]


def start_clerk(url: str, folder: str, count: int, *extra: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.register.clerk", url, folder, str(count), *extra],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )


def said(clerk: subprocess.Popen[str]) -> list[str]:
    out, _ = clerk.communicate(timeout=_WAIT)
    return out.split()


def drop(server: RealServer, database: str) -> None:
    """Cut all connections to a database, as a restart or a network does."""
    server.ask(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{name_of(database)}'",
    )


def name_of(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


# --- several clerks at once ------------------------------------------------------------------


def test_two_clerks_take_two_hundred_numbers_and_none_twice(database: str) -> None:
    both = [start_clerk(database, folder, 100) for folder in ("Мухина", "Дроздов")]
    told = [said(clerk) for clerk in both]
    assert [clerk.returncode for clerk in both] == [0, 0]
    numbers = [f"{n}/{YEAR}-С" for n in range(1, 201)]
    assert sorted(told[0] + told[1]) == sorted(numbers)
    assert len(told[0]) == len(told[1]) == 100
    store = open_server(database, "посмотреть")
    assert [n.text for n in store.numbers(JOURNAL, YEAR)] == numbers
    assert len({n.document_id for n in store.numbers()}) == 200
    store.close()


def test_a_clerk_killed_while_she_holds_the_journal_burns_no_number(database: str) -> None:
    killed = start_clerk(database, "Мухина", 3, "stop")
    assert killed.stdout is not None
    assert [killed.stdout.readline().strip() for _ in range(3)] == ["1/2026-С", "2/2026-С", "held"]
    other = start_clerk(database, "Дроздов", 2)
    killed.kill()
    assert said(other) == ["3/2026-С", "4/2026-С"]
    killed.communicate()
    # She comes again and finds what was hers.
    again = open_server(database, "Мухина")
    assert [n.ordinal for n in again.numbers() if n.who == "Мухина"] == [1, 2]
    again.close()


def test_clerks_killed_at_any_moment_leave_neither_gaps_nor_doubles(database: str) -> None:
    chance = random.Random(20260901)
    told: list[str] = []
    for turn in range(6):
        clerk = start_clerk(database, f"Мухина-{turn}", 500)
        assert clerk.stdout is not None
        for _ in range(chance.randrange(1, 20)):
            told.append(clerk.stdout.readline().strip())
        clerk.kill()
        told += said(clerk)
    store = open_server(database, "посмотреть")
    numbers = store.numbers(JOURNAL, YEAR)
    store.close()
    assert [n.ordinal for n in numbers] == list(range(1, len(numbers) + 1))
    # What was told was hers; a kill between the record and the word may leave one more.
    texts = [n.text for n in numbers]
    assert len(set(told)) == len(told)
    assert set(told) <= set(texts)
    assert len(texts) - len(told) <= 6


def test_of_two_who_approve_at_once_one_is_told_that_it_was_done(
    clerks: tuple[ServerStore, ServerStore],
) -> None:
    for clerk in clerks:
        clerk.record_paper(PAPER)
    events = [replace(EVENT, who=who) for who in ("Мухина", "Дроздов")]
    with ThreadPoolExecutor(2) as both:
        done = list(both.map(ServerStore.change_state, clerks, events))
    assert sorted(done) == [False, True]
    for clerk in clerks:
        assert [(e.who, e.ordinal) for e in clerk.events("п-1")] == [
            (events[done.index(True)].who, 1)
        ]
        found = clerk.paper("п-1")
        assert found is not None and found.state == State.APPROVED


def test_remarks_of_two_at_once_are_both_kept(clerks: tuple[ServerStore, ServerStore]) -> None:
    remark = replace(EVENT, after=State.DRAFT)

    def write(clerk: ServerStore) -> None:
        for number in range(20):
            clerk.add_event(replace(remark, remark=str(number)))

    with ThreadPoolExecutor(2) as both:
        list(both.map(write, clerks))
    assert [e.ordinal for e in clerks[0].events("п-1")] == list(range(1, 41))


def test_who_is_waited_for_too_long_is_told(clerks: tuple[ServerStore, ServerStore]) -> None:
    first, second = clerks
    with first.together():
        first.hold_journal(JOURNAL, YEAR)
        with second.together():
            second.hold_journal(JOURNAL, YEAR + 1)
        with pytest.raises(Refusal, match="держит другой сотрудник"), second.together():
            second.hold_journal(JOURNAL, YEAR)
    with second.together():
        second.hold_journal(JOURNAL, YEAR)


def test_two_who_wait_for_one_another_are_parted(
    clerks: tuple[ServerStore, ServerStore], database: str
) -> None:
    both_hold = threading.Barrier(2)

    def cross(clerk: ServerStore, papers: tuple[str, str]) -> bool:
        with suppress(Refusal), clerk.together():
            clerk.hold_paper(papers[0])
            both_hold.wait(_WAIT)
            clerk.hold_paper(papers[1])
            return True
        return False

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(cross, clerks, (("п-1", "п-2"), ("п-2", "п-1"))))
    assert done.count(True) <= 1
    for clerk in clerks:
        with clerk.together():
            clerk.hold_paper("п-1")


def test_two_who_are_the_first_make_one_register(database: str) -> None:
    with ThreadPoolExecutor(4) as all_at_once:
        stores = list(all_at_once.map(lambda n: open_server(database, f"папка-{n}"), range(4)))
    stores[0].record_journal(Journal("ДОГ", "Договоры", "{n}", 1))
    for store in stores:
        assert store.fresh
        assert len(store.journals()) == 1
        store.close()
    again = open_server(database, "папка-0")
    assert not again.fresh
    again.close()


# --- what is shared and what is not -----------------------------------------------------------


def test_files_are_of_one_folder_and_the_state_is_of_the_office(
    clerks: tuple[ServerStore, ServerStore],
) -> None:
    first, second = clerks
    begun = Replacement("п-1", "Договоры/1.docx", "прежние версии/1.docx", "Договоры/1.docx", 1, 1)
    version = Version("п-1", 1, "a", "b", "c", "d", "e", "0.1", "2026-09-01T10:00:00", "")
    first.record_paper(PAPER)
    first.record_version(version)
    first.record_version(replace(version, body_hash="z"))
    first.begin_replacements([begun])
    first.begin_replacements([replace(begun, keep=0)])
    assert first.change_state(EVENT)
    # Another clerk's run neither sees these files nor puts the replacement right.
    assert second.paper("п-1") is None
    assert [*second.papers(), *second.versions("п-1"), *second.replacements()] == []
    second.end_replacement("п-1")
    assert first.replacements() == [replace(begun, keep=0)]
    first.record_kept("п-1", 1, "прежние версии/1.docx")
    assert first.versions("п-1") == [
        replace(version, body_hash="z", kept_path="прежние версии/1.docx")
    ]
    # The same paper in her own folder is the paper of the office.
    assert second.state_of("п-1") == State.APPROVED
    second.record_paper(replace(PAPER, path="Мои/1.docx", identity=None))
    theirs = second.paper("п-1")
    assert theirs is not None
    assert (theirs.path, theirs.state, theirs.identity) == (
        "Мои/1.docx",
        State.APPROVED,
        "agreement:1",
    )
    mine = first.paper("п-1")
    assert mine is not None and mine.path == PAPER.path
    assert [e.who for e in second.events()] == ["Мухина"]
    first.end_replacement("п-1")
    assert first.replacements() == []
    assert second.state_of("п-9") == ""


def test_a_folder_at_two_places_is_not_used_by_two_at_once(database: str) -> None:
    first = open_server(database, "папка-1", QUICK)
    with pytest.raises(Refusal, match="уже работает другой запуск"):
        open_server(database, "папка-1", QUICK)
    first.close()
    open_server(database, "папка-1", QUICK).close()


# --- connections that end ---------------------------------------------------------------------


def test_a_dropped_connection_is_made_anew_between_blocks(
    server: RealServer, database: str
) -> None:
    store = open_server(database, "папка-1", QUICK)
    for step in (
        lambda: store.record_paper(PAPER),
        lambda: store.change_state(EVENT),
        lambda: store.add_number(NUMBER),
        lambda: store.change_number(NUMBER, replace(NUMBER, standing=Standing.VOID)),
        lambda: store.record_journal(Journal("ДОГ", "Договоры", "{n}", 1)),
        lambda: list(store.papers()),
    ):
        drop(server, database)
        step()
    assert [e.after for e in store.events()] == [State.APPROVED]
    assert [n.standing for n in store.numbers()] == [Standing.VOID]
    store.close()


def test_a_connection_dropped_inside_a_block_leaves_nothing_of_it(
    server: RealServer, database: str
) -> None:
    store = open_server(database, "папка-1", QUICK)
    store.record_paper(PAPER)
    with pytest.raises(Refusal, match="прервалась") as refused, store.together():
        store.change_state(EVENT)
        drop(server, database)
        store.add_number(NUMBER)
    assert "повторите" in refused.value.hint
    with pytest.raises(Refusal, match="прервалась"), store.together():
        store.change_state(EVENT)
        drop(server, database)
    assert store.events() == []
    assert store.numbers() == []
    with store.together():
        assert store.change_state(EVENT)
    store.close()


def test_a_block_whose_fault_was_swallowed_is_not_taken_for_recorded(
    clerks: tuple[ServerStore, ServerStore],
) -> None:
    first, second = clerks
    with first.together():
        first.hold_paper("п-1")
        with pytest.raises(RuntimeError, match="swallowed"), second.together():
            second.add_number(NUMBER)
            with suppress(Refusal):
                second.hold_paper("п-1")
    assert second.numbers() == []


def test_a_server_that_restarts_between_two_steps_is_found_again(
    server: RealServer, database: str
) -> None:
    store = open_server(database, "папка-1", QUICK)
    store.record_paper(PAPER)
    server.stop()
    try:
        with pytest.raises(Refusal, match="сервер не отвечает"):
            list(store.papers())
    finally:
        server.start()
    assert [paper.document_id for paper in store.papers()] == ["п-1"]
    store.close()


def test_a_server_that_falls_silent_is_hung_up_on(server: RealServer, database: str) -> None:
    store = open_server(database, "папка-1", replace(QUICK, statement=60, answer=2))
    rows = server.ask(
        "postgres", f"SELECT pid FROM pg_stat_activity WHERE datname = '{name_of(database)}'"
    )
    (backend,) = [int(str(pid)) for (pid,) in rows]
    os.kill(backend, signal.SIGSTOP)
    try:
        with pytest.raises(Refusal, match="прервалась"), store.together():
            store.add_number(NUMBER)
    finally:
        os.kill(backend, signal.SIGCONT)
    assert store.numbers() == []
    store.close()


# --- servers that can't be used ---------------------------------------------------------------


def refused(url: str) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        open_server(url, "папка-1", QUICK)
    return refusal.value


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    nobody = f"postgresql://docgen@/docgen?host={tmp_path}"
    assert "сервер не отвечает" in refused(nobody).message
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        said = refused(f"postgresql://docgen@127.0.0.1:{port}/docgen")
    assert said.message == "база «docgen», сервер «127.0.0.1»: сервер не отвечает"
    assert said.exit_code == 3


def test_a_password_is_taken_from_its_file_and_never_from_the_address(
    server: RealServer, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.url(name_of(database), "closed")
    server.ask(name_of(database), "CREATE SCHEMA docgen AUTHORIZATION closed")
    file = tmp_path / "pgpass"
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert "пароль не подошёл или не найден" in refused(url).message
    file.write_text("*:*:*:closed:другой\n", "utf-8")
    file.chmod(0o600)
    said = refused(url)
    assert "пароль не подошёл" in said.message
    assert "другой" not in said.message + said.hint
    file.write_text(f"*:*:*:closed:{PASSWORD}\n", "utf-8")
    open_server(url, "папка-1", QUICK).close()
    for given in (
        url.replace("closed@", f"closed:{PASSWORD}@"),
        f"{url}&password={PASSWORD}",
    ):
        said = refused(given)
        assert "стоит пароль" in said.message
        assert said.exit_code == 2
        assert PASSWORD not in said.message + said.hint


@pytest.mark.parametrize(
    "address",
    ["", "сервер", "mysql://docgen@server/docgen", "postgresql://a:секрет@[", "dbname=docgen"],
)
def test_an_address_that_is_none(address: str) -> None:
    said = refused(address)
    assert said.message == "адрес сервера реестра написан неверно"
    assert said.exit_code == 2
    assert said.__cause__ is None
    assert "секрет" not in str(said.__dict__)


def test_a_database_that_is_not_there(server: RealServer) -> None:
    assert "такой базы или такого пользователя" in refused(server.url("нет_такой")).message


def test_a_server_that_does_not_let_us_in(server: RealServer, database: str) -> None:
    said = refused(server.url(name_of(database), "чужой"))
    assert "сервер не принял соединение" in said.message


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE papers (title TEXT)",
        "CREATE SCHEMA бухгалтерия; CREATE VIEW бухгалтерия.отчёт AS SELECT 1",
        "CREATE SCHEMA docgen; CREATE TABLE docgen.program (title TEXT)",
        "CREATE SCHEMA docgen; CREATE TABLE docgen.program (mark TEXT, version BIGINT)",
    ],
)
def test_a_database_of_another_program(server: RealServer, database: str, statement: str) -> None:
    tables = "SELECT count(*) FROM pg_class"
    server.ask(name_of(database), statement)
    before = server.ask(name_of(database), tables)
    assert "занята другой программой" in refused(database).message
    assert server.ask(name_of(database), tables) == before


def test_a_register_of_a_newer_docgen(server: RealServer, database: str) -> None:
    open_server(database, "папка-1").close()
    assert server.ask(name_of(database), "SELECT version FROM docgen.program") == [
        (SCHEMA_VERSION,)
    ]
    server.ask(name_of(database), f"UPDATE docgen.program SET version = {SCHEMA_VERSION + 1}")
    assert "более новая версия docgen" in refused(database).message


def test_a_database_that_knows_no_russian_letters(server: RealServer) -> None:
    name = server.new_database("ENCODING 'LATIN1' LOCALE 'C'")
    assert "в кодировке LATIN1" in refused(server.url(name)).message


def test_a_database_in_which_we_may_not_write(server: RealServer, database: str) -> None:
    server.ask(
        "postgres", f"ALTER DATABASE {name_of(database)} SET default_transaction_read_only=on"
    )
    said = refused(database)
    assert "нельзя записывать" in said.message


def test_paths_that_lead_out_of_the_folder(server: RealServer, database: str) -> None:
    store = open_server(database, "папка-1")
    store.record_paper(PAPER)
    store.close()
    server.ask(name_of(database), "UPDATE docgen.files SET path = '../../чужое.docx'")
    assert "за пределы папки бумаг" in refused(database).message


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "psycopg.conninfo", raising=False)
    said = refused("postgresql://docgen@server/docgen")
    assert "psycopg" in said.message
    assert "docgen[postgres]" in said.hint


def test_a_fault_of_the_server_shows_no_row_of_it(
    clerks: tuple[ServerStore, ServerStore],
) -> None:
    first, _ = clerks
    with pytest.raises(Refusal, match=r"код 23514") as refusal:
        first.add_number(replace(NUMBER, ordinal=-1))
    assert NUMBER.who not in refusal.value.message
    with pytest.raises(RuntimeError, match="held outside"):
        first.hold_paper("п-1")
    with first.together(), pytest.raises(RuntimeError, match="nested"), first.together():
        pass
    assert next_number(first, "Мухина", 1).ordinal == 1
