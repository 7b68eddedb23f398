"""``docgen send`` at a clerk's desk: from the approved paper to the package and its trace."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from docgen.register import open_shelf
from tests.desk import new_desk
from tests.sending.office import MOMENT


def test_approved_papers_go_with_the_names_to_who_teaches_and_leave_a_trace(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01")
    desk.docgen("make", "cover-letter", "--only", "П-01")
    early = desk.docgen("send", "--letter", "П-01")
    assert early.code == 1
    assert "отправлять рано" in early.err
    assert desk.docgen("approve", "Д-01", "П-01").code == 0
    said = desk.docgen("send", "--letter", "П-01", "--with", "pupil-list", "--json")
    assert said.code == 0, said.text
    (parcel,) = json.loads(said.out)["sent"]
    assert parcel["addressee"] == "КВАНТ"
    names = [path.name[3:] for path in sorted(Path(parcel["target"]).iterdir())]
    assert [name.split(" – ")[0] for name in names] == [
        *("П-01 Письмо", "Д-01 Договор о сетевой форме", "Д-01 Список обучающихся", "Опись.docx"),
    ]
    with open_shelf(desk.out, MOMENT) as shelf:
        states = {paper.identity: paper.state for paper in shelf.papers()}
    assert states["network-agreement:Д-01"] == states["pupil-list:Д-01"] == "отправлен"
    again = desk.docgen("send", "--letter", "П-01", "--with", "pupil-list")
    assert "уже отправлено" in again.err
    mail = desk.docgen(
        *("send", "--letter", "П-01", "--with", "pupil-list", "--as", "eml", "--again")
    )
    assert mail.code == 1
    assert "обычной почтой они не отправляются" in mail.err
    assert desk.docgen("send", "--log", "журнал.xlsx").code == 0
    sheet = openpyxl.load_workbook(desk.folder / "журнал.xlsx").worksheets[0]
    shown = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert sum("отправлен" in row for row in shown) == 3


def test_what_was_asked_wrongly_is_told(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    for arguments, words in (
        ((), "не сказано, что отправить"),
        (("--to", "КВАНТ", "--as", "rar"), "нет вида «rar»"),
        (("--to", "КВАНТ", "--really"), "не назван --smtp"),
        (("--to", "КВАНТ", "--smtp", "нет.toml"), "файл не открывается"),
        (("--to", "КВАНТ", "--with", "pupil-lst"), "нет вида бумаг «pupil-lst»"),
        (("--to", "КВАНТ"), "нет бумаг docgen"),
    ):
        said = desk.docgen("send", *arguments)
        assert said.code == 2, said.text
        assert words in said.err
