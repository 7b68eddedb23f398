"""What was sent and is not back is told, and those who are late get a letter."""

from __future__ import annotations

import email
import email.policy
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from docgen.register import open_shelf
from docgen.register.outbox import Outbox, Parcel, Sending, SentPaper
from docgen.register.states import Event, State
from tests.desk import Desk, new_desk

NOW = datetime.now(UTC)


def sent_desk(folder: Path, days_ago: int, drafts: bool = False) -> Desk:
    """A desk whose agreement Д-01 went to КВАНТ some days ago."""
    desk = new_desk(folder)
    assert desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01").code == 0
    with open_shelf(desk.out, NOW) as shelf:
        paper = next(p for p in shelf.papers() if p.identity == "network-agreement:Д-01")
        went = (NOW - timedelta(days_ago)).isoformat(timespec="seconds")
        event = Event(paper.document_id, went, "тест", "проект", "согласован")
        with shelf.ledger.together():
            assert shelf.ledger.change_state(event)
            assert shelf.ledger.change_state(
                replace(event, before=State.APPROVED, after=State.SENT)
            )
        parcel = Parcel(
            id="п1",
            attempt=1,
            sending=Sending.UNDER_WAY,
            moment=went,
            who="тест",
            addressee="КВАНТ",
            addressee_name="ГАУ ДО СО «Квантолаб»",
            agreement="Д-01",
            letter="",
            method="папка",
            target="x",
            drafts=drafts,
            papers=(SentPaper(paper.document_id, "network-agreement:Д-01", "Договор № 12", ""),),
            laid={},
        )
        outbox = Outbox(desk.out, shelf.disk)
        outbox.begin(parcel)
        outbox.end(parcel, Sending.SENT)
    return desk


def test_who_is_late_is_told_and_reminded_once(tmp_path: Path) -> None:
    desk = sent_desk(tmp_path, 20)
    said = desk.docgen("signed", "--reminders", "напоминания")
    assert said.code == 0, said.text
    assert "просрочено дней: 6" in said.out
    assert "Не вернулось: 1, просрочено: 1" in said.out
    (letter,) = (tmp_path / "напоминания").iterdir()
    message = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "О возврате подписанного экземпляра"
    body = message.get_body()
    assert body is not None
    assert "1. Договор № 12, направлено" in body.get_content()
    before = letter.read_bytes()
    assert "не переписано" in desk.docgen("signed", "--reminders", "напоминания").out
    assert letter.read_bytes() == before


def test_who_has_time_is_listed_and_not_reminded(tmp_path: Path) -> None:
    desk = sent_desk(tmp_path, 3)
    said = desk.docgen("signed", "--reminders", "напоминания", "--json")
    answer = json.loads(said.out)
    assert [one["addressee"] for one in answer["awaited"]] == ["КВАНТ"]
    assert (answer["awaited"][0]["late_days"], answer["reminders"]) == (0, [])
    assert json.loads(desk.docgen("signed", "--awaited", "--days", "2", "--json").out)["awaited"][
        0
    ]["late_days"]


def test_the_status_lists_what_is_not_back_and_writes_the_reminders(tmp_path: Path) -> None:
    desk = sent_desk(tmp_path, 20)
    said = desk.docgen("status")
    assert said.code == 0, said.text
    assert "ГАУ ДО СО «Квантолаб»: отправлено" in said.out
    assert "Не вернулось: 1, просрочено: 1" in said.out
    assert not (tmp_path / "напоминания").exists()
    # By the day that is asked for: on the day of the sending nobody is late.
    went = f"{NOW - timedelta(20):%d.%m.%Y}"
    assert "Не вернулось: 1, просрочено: 0" in desk.docgen("status", "--on", went).out
    answer = json.loads(desk.docgen("status", "--reminders", "напоминания", "--json").out)
    (letter,) = (tmp_path / "напоминания").iterdir()
    assert [Path(path).name for path in answer["reminders"]] == [letter.name]
    assert [one["addressee"] for one in answer["awaited"]] == ["КВАНТ"]
    again = desk.docgen("signed", "--reminders", "напоминания")
    assert f"{letter.name}" in again.out
    assert "не переписано" in again.out


def test_a_letter_that_is_prepared_and_not_sent_is_told(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    for kind in ("network-agreement", "disagreement-protocol"):
        assert desk.docgen("make", kind).code == 0
    send = ("send", "--agreement", "Д-05", "--drafts", "--as", "eml", "--without", "cover-letter")
    assert desk.docgen(*send).code == 0
    (letter,) = (tmp_path / "отправка").iterdir()
    for said in (desk.docgen("status"), desk.docgen("signed", "--awaited")):
        assert "Письма подготовлены и не отправлены: 1" in said.out
        assert letter.name in said.out
    assert desk.docgen("send", "--went", f"отправка/{letter.name}").code == 0
    assert "Письма" not in desk.docgen("status").out


def test_what_came_back_is_awaited_no_more(tmp_path: Path) -> None:
    desk = sent_desk(tmp_path, 20)
    scan = tmp_path / "Д-01 скан.jpg"
    scan.write_bytes(b"\xff\xd8 a picture")
    assert desk.docgen("signed", str(scan)).code == 0
    assert "Не вернулось: 0" in desk.docgen("signed", "--awaited").out
    assert desk.docgen("signed", "--awaited", str(scan)).code == 2
    assert desk.docgen("signed", "--awaited", "--out", "нет").code == 2
