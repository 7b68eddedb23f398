"""What the page says of a paper: what is left, who signs, what a new version has answered."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.diagnostics import Diagnostic
from docgen.dossiers import DossierOrder, Memory, gather_cards, to_do
from docgen.opc.finished import open_paper
from docgen.opc.writing import write_package
from docgen.register.states import State
from docgen.review.cards import PaperCard
from tests.desk import Desk
from tests.register.papers import MOMENT
from tests.review.returning import parts_of
from tests.review.test_collecting import ONLY, agreement, returned, reviewed, with_remarks

__all__ = ["reviewed"]


def card_of(desk: Desk, paper: Path) -> PaperCard:
    cards, _ = gather_cards(DossierOrder(desk.out, desk.folder / "templates_docx", MOMENT))
    return next(card for card in cards if card.name == paper.stem)


def test_a_new_version_shows_its_edits_and_settles_earlier_remarks(reviewed: Desk) -> None:
    paper = agreement(reviewed)
    reviewed.docgen("review", returned(reviewed, "а.docx", with_remarks(paper)), "--who", "Котова")
    card = card_of(reviewed, paper)
    assert (card.state, card.open_remarks, card.former) == ("замечания", 2, 0)
    assert card.came_back[0].title == "файл «а.docx»"
    assert card.history[0].who == "Котова"
    template = reviewed.folder / "templates_docx" / "network-agreement.docx"
    parts = parts_of(template.read_bytes())
    body = parts["word/document.xml"].decode()
    assert "Предмет Договора" in body
    parts["word/document.xml"] = body.replace("Предмет Договора", "О чём Договор").encode()
    template.write_bytes(write_package(parts))
    said = reviewed.docgen("agreements", "inputs/partners.xlsx", "--only", ONLY)
    assert said.code == 0, said.text
    card = card_of(reviewed, paper)
    assert (card.version, card.former, card.open_remarks) == (2, 1, 0)
    assert "после неё сделана новая" in card.came_back[0].note
    assert any("О чём" in edit.now for edit in card.edits)


def test_who_signs_is_read_from_the_paper_and_its_title_from_the_kind(reviewed: Desk) -> None:
    card = card_of(reviewed, agreement(reviewed))
    assert card.signers == ("М.П. Железняк", "Р.А. Шевчук")
    assert card.title.startswith("Договор о сетевой форме")
    assert card.decidable
    assert "ПРОЕКТ" not in {found.message for found in card.findings}
    assert any(block.rows for block in card.text)


def test_what_is_left_to_do_follows_from_the_state() -> None:
    none: list[Diagnostic] = []
    assert list(to_do(State.SIGNED, 0, none)) == list(to_do(State.CANCELLED, 3, none)) == []
    assert list(to_do(State.APPROVED, 2, none)) == ["зарегистрировать"]
    assert next(to_do(State.REMARKS, 2, none)) == "ответить на замечания: 2"
    done = {State.SIGNED, State.CANCELLED}
    assert all(list(to_do(state, 0, none)) for state in State if state not in done)


def test_a_folder_without_papers_has_no_cards(tmp_path: Path) -> None:
    assert gather_cards(DossierOrder(tmp_path / "out", tmp_path, MOMENT)) == ([], [])
    assert not (tmp_path / "out").exists()


def test_what_has_not_changed_is_not_read_again(
    reviewed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def watched(path: Path, shown: str | None = None) -> Any:
        if shown:  # one of the papers; what came back for it is read along
            read.append(path.stem)
        return open_paper(path, shown)

    monkeypatch.setattr("docgen.dossiers.open_paper", watched)
    paper = agreement(reviewed)
    memory = Memory()

    def look(moment: datetime.datetime = MOMENT) -> list[str]:
        """The files that a look with the memory reads; the cards are those of a fresh one."""
        order = DossierOrder(reviewed.out, reviewed.folder / "templates_docx", moment)
        read.clear()
        cards, _ = gather_cards(order, memory=memory)
        opened = list(read)
        assert cards == gather_cards(order)[0]
        return opened

    assert set(look()) == {path.stem for path in reviewed.papers()}
    assert look() == []
    # The clerk saves one paper; it comes back; it is decided on; another day begins.
    content = paper.read_bytes()
    paper.write_bytes(with_remarks(paper))
    assert look() == [paper.stem]
    paper.write_bytes(content)
    assert look() == [paper.stem]
    came = returned(reviewed, "а.docx", with_remarks(paper))
    reviewed.docgen("review", came)
    assert look() == [paper.stem]
    assert reviewed.docgen("approve", str(paper), "--resolved").code == 0
    assert look() == [paper.stem]
    others = [path for path in reviewed.papers() if "прежние версии" not in path.parts]
    assert len(look(MOMENT + datetime.timedelta(days=1))) >= len(others)
    paper.unlink()
    assert look(MOMENT + datetime.timedelta(days=1)) == []
    kind = reviewed.folder / "templates_docx" / "approval-sheet.toml"
    kind.write_text(kind.read_text("utf-8").replace("Лист согласования", "Лист виз"), "utf-8")
    assert len(look(MOMENT + datetime.timedelta(days=1))) == 1
