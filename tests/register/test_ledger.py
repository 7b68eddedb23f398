"""What every register must do, whatever keeps it: states, events, journals, numbers."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from docgen.diagnostics import Refusal
from docgen.register.disk import Disk
from docgen.register.ledger import Journal, Ledger, Number, RegisteredPaper, Standing
from docgen.register.states import FROZEN, MOVES, Event, State, require_move
from docgen.register.store import SCHEMA_VERSION, open_store
from tests.register.papers import draft, lay

PAPER = RegisteredPaper(
    document_id="п-1",
    identity="agreement:1",
    kind="agreement",
    state=State.DRAFT,
    wanted="Договоры/1.docx",
    path="Договоры/1.docx",
    own_place=0,
    content_hash="",
    size=0,
    mtime_ns=0,
    fingerprint="",
    version=1,
    beside_path="",
)
EVENT = Event("п-1", "2026-09-01T10:00:00+05:00", "Мухина", State.DRAFT, State.APPROVED)
NUMBER = Number(
    journal="ДОГ",
    year=2026,
    ordinal=7,
    insertion=0,
    text="7/2026-С",
    standing=Standing.TAKEN,
    document_id="п-1",
    identity="agreement:1",
    dated="2026-09-01",
    details="{}",
    reason="",
    who="Мухина",
    moment="2026-09-01T10:00:00+05:00",
)


def test_a_state_changes_with_its_event_and_only_from_where_the_paper_stands(
    ledger: Ledger,
) -> None:
    with ledger.together():
        ledger.hold_paper("п-1")
        ledger.record_paper(PAPER)
        assert ledger.change_state(EVENT)
        assert not ledger.change_state(EVENT)
        ledger.add_event(replace(EVENT, before=State.APPROVED, remark="проверила"))
    found = ledger.paper("п-1")
    assert found is not None and found.state == State.APPROVED
    assert [(e.ordinal, e.after, e.remark) for e in ledger.events("п-1")] == [
        (1, "согласован", ""),
        (2, "согласован", "проверила"),
    ]
    assert ledger.events("п-2") == []
    assert len(ledger.events()) == 2


def test_what_is_laid_anew_keeps_the_state(ledger: Ledger) -> None:
    ledger.record_paper(PAPER)
    assert ledger.change_state(EVENT)
    ledger.record_paper(replace(PAPER, version=2))
    found = ledger.paper("п-1")
    assert found is not None
    assert (found.state, found.version) == (State.APPROVED, 2)


def test_nothing_of_a_block_that_failed_is_recorded(ledger: Ledger) -> None:
    ledger.record_paper(PAPER)
    with pytest.raises(KeyError), ledger.together():
        ledger.change_state(EVENT)
        ledger.add_number(NUMBER)
        raise KeyError
    assert ledger.events() == []
    assert ledger.numbers() == []
    found = ledger.paper("п-1")
    assert found is not None and found.state == State.DRAFT


def test_a_number_is_given_once(ledger: Ledger) -> None:
    other = replace(NUMBER, document_id="п-2", identity="agreement:2")
    with ledger.together():
        ledger.hold_journal("ДОГ", 2026)
        assert ledger.add_number(NUMBER)
        assert not ledger.add_number(other)
        assert not ledger.add_number(replace(other, ordinal=8))
        assert not ledger.add_number(replace(NUMBER, ordinal=8, text="8/2026-С"))
        assert ledger.add_number(replace(other, year=2027, text="7/2027-С"))
    assert [n.text for n in ledger.numbers("ДОГ")] == ["7/2026-С", "7/2027-С"]
    assert [n.text for n in ledger.numbers("ДОГ", 2027)] == ["7/2027-С"]
    assert ledger.numbers("ДОГ", 0) == []
    assert ledger.number_of("п-1") == NUMBER
    assert ledger.number_of("п-3") is None


def test_a_void_number_stays_in_the_journal_and_binds_nobody(ledger: Ledger) -> None:
    void = replace(NUMBER, standing=Standing.VOID, reason="ошибка в дате")
    assert ledger.add_number(NUMBER)
    assert ledger.change_number(NUMBER, void)
    assert not ledger.change_number(NUMBER, void)
    assert ledger.number_of("п-1") is None
    assert not ledger.add_number(NUMBER)
    assert ledger.add_number(replace(NUMBER, ordinal=8, text="8/2026-С"))
    assert [n.standing for n in ledger.numbers()] == ["аннулирован", "занят"]


def test_a_reserved_number_is_taken_by_one_paper(ledger: Ledger) -> None:
    reserved = replace(NUMBER, standing=Standing.RESERVED, document_id="", identity="", dated="")
    assert ledger.add_number(reserved)
    assert ledger.add_number(replace(reserved, insertion=1, text="7/1/2026-С"))
    assert ledger.number_of("") is None
    assert ledger.change_number(reserved, NUMBER)
    assert not ledger.change_number(reserved, replace(NUMBER, document_id="п-2"))
    second = ledger.numbers()[1]
    assert not ledger.change_number(
        second, replace(second, document_id="п-1", standing=Standing.TAKEN)
    )
    with pytest.raises(ValueError, match="place"):
        ledger.change_number(second, replace(second, text="8"))


def test_journals_are_remembered(ledger: Ledger) -> None:
    ledger.record_journal(Journal("ДОГ", "Договоры", "{n}", 1))
    ledger.record_journal(Journal("ДОГ", "Договоры", "{n}/{год}-С", 1))
    assert ledger.journals() == [Journal("ДОГ", "Договоры", "{n}/{год}-С", 1)]


def test_a_register_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    out = tmp_path / "out"
    lay(out, draft("1"))
    register = out / ".docgen/register.sqlite3"
    connection = sqlite3.connect(register)
    connection.executescript(
        "DROP TABLE events; DROP TABLE journals; DROP TABLE numbers; PRAGMA user_version = 1"
    )
    connection.close()
    store = open_store(register, Disk())
    assert not store.fresh
    assert [paper.identity for paper in store.papers()] == ["agreement:1"]
    assert store.numbers() == []
    store.close()
    connection = sqlite3.connect(register)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    connection.close()


def test_the_whole_way_of_a_paper_is_allowed_and_no_step_of_it_can_be_left_out() -> None:
    way = [
        State.DRAFT,
        State.IN_REVIEW,
        State.REMARKS,
        State.APPROVED,
        State.REGISTERED,
        State.SENT,
        State.SIGNED,
    ]
    for before, after in pairwise(way):
        require_move(before, after, "Договор")
    for state in State:
        assert state not in MOVES[state]
        with pytest.raises(Refusal, match="уже в состоянии"):
            require_move(state, state, "Договор")
    for frozen in FROZEN - {State.APPROVED, State.CANCELLED}:
        assert not {State.DRAFT, State.IN_REVIEW, State.REMARKS} & {*MOVES[frozen]}
    with pytest.raises(Refusal, match="нельзя") as refused:
        require_move(State.DRAFT, State.REGISTERED, "Договор")
    assert "docgen approve" in refused.value.hint
    with pytest.raises(Refusal) as refused:
        require_move(State.SIGNED, State.CANCELLED, "Договор")
    assert "дополнительное соглашение" in refused.value.hint
