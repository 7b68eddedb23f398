"""Outcomes of laying papers: what a run does to a folder that already holds something."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.codes import Severity
from docgen.opc import writing
from docgen.opc.writing import ZLIB
from docgen.passport import Passport
from docgen.register import Outcome, document_id
from tests.register.papers import draft, edit, lay, paper, shelf_of, text_of, texts, tree

A = "Договоры/Договор 1.docx"
A_BESIDE = "Договоры/Договор 1 (новая версия).docx"
A_KEPT = "прежние версии/Договоры/Договор 1 (версия 1).docx"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture(params=["register kept", "register lost"])
def lose(request: pytest.FixtureRequest, out: Path) -> bool:
    """Whether the register is deleted between the runs of a test: the outcome is the same."""
    return bool(request.param == "register lost")


def forget(out: Path, lose: bool) -> None:
    if lose:
        (out / ".docgen/register.sqlite3").unlink()


def test_a_new_paper_is_laid_whole_and_its_place_is_told(out: Path) -> None:
    [placement] = lay(out, draft("1"))
    assert placement.outcome is Outcome.NEW
    assert placement.path == out / A
    assert texts(out) == {A: "текст"}


def test_the_same_input_leaves_the_file_alone(out: Path, lose: bool) -> None:
    lay(out, draft("1"))
    before = (out / A).stat()
    forget(out, lose)
    [placement] = lay(out, draft("1"))
    after = (out / A).stat()
    assert placement.outcome is Outcome.UNCHANGED
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_changed_input_replaces_the_file_and_keeps_the_old_version(out: Path, lose: bool) -> None:
    lay(out, draft("1", "старый"))
    forget(out, lose)
    [placement] = lay(out, draft("1", "новый"))
    assert placement.outcome is Outcome.REPLACED
    assert placement.previous == out / A_KEPT
    assert texts(out) == {A: "новый", A_KEPT: "старый"}


def test_every_version_is_kept_under_its_own_number(out: Path, lose: bool) -> None:
    for number in range(1, 5):
        lay(out, draft("1", f"текст {number}"))
        forget(out, lose and number < 4)
    found = texts(out)
    assert found == {A: "текст 4"} | {
        f"прежние версии/Договоры/Договор 1 (версия {n}).docx": f"текст {n}" for n in (1, 2, 3)
    }
    with shelf_of(out) as shelf:
        versions = shelf.versions("agreement:1")
    assert [v.version for v in versions] == [1, 2, 3, 4]
    assert [v.kept_path for v in versions] == [*sorted(found)[1:], ""]


def test_a_changed_row_that_leaves_the_text_renews_only_the_passport(out: Path, lose: bool) -> None:
    lay(out, draft("1", row="r1"))
    forget(out, lose)
    renewed = draft("1", row="r2")
    [placement] = lay(out, renewed)
    assert placement.outcome is Outcome.UNCHANGED
    assert tree(out) == {A: renewed.content}


def test_hand_edits_are_never_overwritten(out: Path, lose: bool) -> None:
    lay(out, draft("1", "старый"))
    hand = edit(out / A)
    forget(out, lose)
    [placement] = lay(out, draft("1", "новый"))
    assert placement.outcome is Outcome.BESIDE
    assert placement.path == out / A_BESIDE
    assert placement.previous == out / A
    assert [d.code for d in placement.diagnostics] == ["paper-edited"]
    assert tree(out) == {A: hand, A_BESIDE: draft("1", "новый").content}


def test_a_paper_laid_beside_is_not_laid_again_for_the_same_input(out: Path, lose: bool) -> None:
    lay(out, draft("1", "старый"))
    hand = edit(out / A)
    for _ in range(3):
        forget(out, lose)
        [placement] = lay(out, draft("1", "новый"))
        assert placement.outcome is Outcome.BESIDE
        assert placement.path == out / A_BESIDE
    assert set(tree(out)) == {A, A_BESIDE}
    assert (out / A).read_bytes() == hand


def test_a_paper_laid_beside_gives_way_to_a_newer_one(out: Path, lose: bool) -> None:
    lay(out, draft("1", "старый"))
    hand = edit(out / A)
    lay(out, draft("1", "новый"))
    forget(out, lose)
    [placement] = lay(out, draft("1", "новейший"))
    assert placement.path == out / A_BESIDE
    assert text_of((out / A_BESIDE).read_bytes()) == "новейший"
    assert (out / A).read_bytes() == hand
    assert "новый" in texts(out).values()


def test_a_paper_laid_beside_and_edited_stays_and_is_not_multiplied(out: Path, lose: bool) -> None:
    lay(out, draft("1", "старый"))
    hand = edit(out / A)
    lay(out, draft("1", "новый"))
    second_hand = edit(out / A_BESIDE, "вторая правка")
    for _ in range(2):
        forget(out, lose)
        [same] = lay(out, draft("1", "новый"))
        assert (same.outcome, same.path) == (Outcome.BESIDE, out / A_BESIDE)
    third = "Договоры/Договор 1 (новая версия 2).docx"
    for _ in range(2):
        forget(out, lose)
        [newer] = lay(out, draft("1", "новейший"))
        assert (newer.outcome, newer.path) == (Outcome.BESIDE, out / third)
    assert tree(out) == {
        A: hand,
        A_BESIDE: second_hand,
        third: draft("1", "новейший").content,
    }


def test_an_edited_paper_with_the_same_input_is_left_without_a_word(out: Path, lose: bool) -> None:
    lay(out, draft("1"))
    hand = edit(out / A)
    forget(out, lose)
    [placement] = lay(out, draft("1"))
    assert placement.outcome is Outcome.KEPT
    assert placement.diagnostics == ()
    assert tree(out) == {A: hand}


def test_an_edited_paper_does_not_mind_a_new_program_that_writes_the_same(
    out: Path, lose: bool
) -> None:
    lay(out, draft("1"))
    hand = edit(out / A)
    forget(out, lose)
    [placement] = lay(out, draft("1", version="0.2"))
    assert placement.outcome is Outcome.KEPT
    assert tree(out) == {A: hand}


def test_an_edited_paper_learns_of_a_new_program_that_writes_otherwise(out: Path) -> None:
    lay(out, draft("1", "руководителя", row="r1"))
    edit(out / A)
    [placement] = lay(out, draft("1", "руководительницы", row="r1", version="0.2"))
    assert placement.outcome is Outcome.BESIDE


@pytest.mark.parametrize("by_hand", [False, True], ids=["as laid", "edited"])
def test_the_same_paper_packed_by_another_compressor_is_unchanged(
    out: Path, lose: bool, by_hand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = " ".join(f"пункт {number} договора" for number in range(400))
    first = draft("1", text)
    lay(out, first)
    if by_hand:
        edit(out / A)
    forget(out, lose)
    monkeypatch.setattr(writing, "compressor", lambda: ZLIB)
    second = replace(draft("1", text), fingerprint="of another program")
    assert second.content != first.content, "the compressors must differ, or nothing is tested"
    [placement] = lay(out, second)
    assert placement.outcome is (Outcome.KEPT if by_hand else Outcome.UNCHANGED)
    assert list(tree(out)) == [A]
    assert texts(out)[A].startswith(text)


def test_a_version_laid_beside_goes_when_the_input_comes_back(out: Path) -> None:
    lay(out, draft("1", "старый"))
    hand = edit(out / A)
    lay(out, draft("1", "новый"))
    [placement] = lay(out, draft("1", "старый"))
    assert placement.outcome is Outcome.KEPT
    left = tree(out)
    assert left.pop(A) == hand
    assert [text_of(content) for content in left.values()] == ["новый"]
    assert all(path.startswith("прежние версии/") for path in left)


def test_the_version_beside_takes_the_place_of_a_deleted_edited_one(out: Path, lose: bool) -> None:
    lay(out, draft("1", "старый"))
    edit(out / A)
    lay(out, draft("1", "новый"))
    (out / A).unlink()
    forget(out, lose)
    [placement] = lay(out, draft("1", "новый"))
    assert placement.path == out / A
    assert texts(out) == {A: "новый"}


def test_a_paper_renamed_or_moved_by_the_clerk_is_found_there(out: Path, lose: bool) -> None:
    lay(out, draft("1", "старый"))
    moved = out / "на подпись" / "договор с лицеем.docx"
    moved.parent.mkdir(mode=0o700)
    (out / A).rename(moved)
    forget(out, lose)
    [placement] = lay(out, draft("1", "старый"))
    assert placement.path == moved
    if not lose:
        assert placement.outcome is Outcome.MOVED
    [placement] = lay(out, draft("1", "новый"))
    assert (placement.outcome, placement.path) == (Outcome.REPLACED, moved)
    # Even a new name in the sheet does not take it from where she put it.
    [placement] = lay(out, draft("1", "новый", name="Другое имя"))
    assert placement.path == moved
    kept = "прежние версии/на подпись/договор с лицеем (версия 1).docx"
    assert texts(out) == {"на подпись/договор с лицеем.docx": "новый", kept: "старый"}


@pytest.mark.parametrize("name", ["c:мой.docx", "..\\мой.docx", b"\xff\xfe.docx"])
def test_a_name_that_windows_cannot_bear_is_left_to_the_clerk(out: Path, name: str | bytes) -> None:
    lay(out, draft("1", "старый"))
    odd = out / os.fsdecode(name)
    (out / A).rename(odd)
    content = odd.read_bytes()
    for _ in range(2):
        with shelf_of(out) as shelf:
            assert shelf.diagnostics == []
            assert shelf.lay(draft("1", "новый")).path == out / A
    assert odd.read_bytes() == content


def test_a_moved_and_edited_paper_is_not_touched(out: Path, lose: bool) -> None:
    lay(out, draft("1", "старый"))
    moved = out / "мой договор.docx"
    (out / A).rename(moved)
    hand = edit(moved)
    forget(out, lose)
    [placement] = lay(out, draft("1", "новый"))
    assert placement.outcome is Outcome.BESIDE
    assert moved.read_bytes() == hand
    assert placement.path == out / "мой договор (новая версия).docx"


def test_a_new_name_in_the_sheet_renames_the_paper(out: Path) -> None:
    lay(out, draft("1", "Школа 1", name="Договор Школа 1"))
    [placement] = lay(out, draft("1", "Школа 2", name="Договор Школа 2"))
    assert placement.outcome is Outcome.REPLACED
    assert texts(out) == {
        "Договоры/Договор Школа 2.docx": "Школа 2",
        "прежние версии/Договоры/Договор Школа 1 (версия 1).docx": "Школа 1",
    }


def test_a_new_name_with_the_same_text_only_moves_the_paper(out: Path) -> None:
    lay(out, draft("1", name="Первое имя"))
    [placement] = lay(out, draft("1", name="Второе имя"))
    assert placement.outcome is Outcome.MOVED
    assert texts(out) == {"Договоры/Второе имя.docx": "текст"}


def test_a_copy_made_by_the_clerk_is_left_alone(out: Path, lose: bool) -> None:
    lay(out, draft("1", "старый"))
    copy = out / "Договоры/Договор 1 — копия.docx"
    copy.write_bytes((out / A).read_bytes())
    copy.chmod(0o600)
    forget(out, lose)
    [placement] = lay(out, draft("1", "новый"))
    assert (placement.outcome, placement.path) == (Outcome.REPLACED, out / A)
    assert text_of(copy.read_bytes()) == "старый"


def test_a_deleted_paper_is_made_again_at_its_place(out: Path) -> None:
    lay(out, draft("1"), draft("2"))
    (out / A).unlink()
    placements = lay(out, draft("1"), draft("2"))
    assert [p.outcome for p in placements] == [Outcome.NEW, Outcome.UNCHANGED]
    assert set(tree(out)) == {A, "Договоры/Договор 2.docx"}
    with shelf_of(out) as shelf:
        assert [v.version for v in shelf.versions("agreement:1")] == [1]


def test_a_replacement_that_is_done_is_not_undone_when_the_clerk_deletes_the_paper(
    out: Path,
) -> None:
    lay(out, draft("1", "старый"), draft("2", row="r1"))
    lay(out, draft("1", "новый"), draft("2", row="r2"))
    (out / A).unlink()
    (out / "Договоры/Договор 2.docx").unlink()
    lay(out)
    assert texts(out) == {A_KEPT: "старый"}


@pytest.mark.parametrize(
    "foreign",
    [b"", b"not a paper", b"PK\x03\x04 broken", bytes(range(256)) * 40],
    ids=["empty", "text", "broken container", "noise"],
)
def test_a_foreign_file_at_the_place_is_never_overwritten(out: Path, foreign: bytes) -> None:
    (out / "Договоры").mkdir(parents=True, mode=0o700)
    (out / A).write_bytes(foreign)
    (out / A).chmod(0o600)
    [placement] = lay(out, draft("1", "старый"))
    assert placement.outcome is Outcome.BESIDE
    assert [d.code for d in placement.diagnostics] == ["paper-name-taken"]
    lay(out, draft("1", "старый"))
    lay(out, draft("1", "новый"))
    found = tree(out)
    assert found[A] == foreign
    assert text_of(found[A_BESIDE]) == "новый"
    assert len([path for path in found if not path.startswith("прежние")]) == 2


def test_edits_that_dropped_the_passport_are_not_overwritten(out: Path) -> None:
    lay(out, draft("1", "старый"))
    (out / A).write_bytes(b"saved by a program that keeps no properties")
    for text in ("новый", "новый", "новейший"):
        lay(out, draft("1", text))
    assert (out / A).read_bytes() == b"saved by a program that keeps no properties"
    assert text_of((out / A_BESIDE).read_bytes()) == "новейший"


def test_a_folder_or_link_at_the_place_is_never_overwritten(out: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.docx"
    secret.write_bytes(b"outside")
    (out / A).mkdir(parents=True, mode=0o700)
    (out / "Договоры").chmod(0o700)
    (out / "Договоры/Договор 2.docx").symlink_to(secret)
    placements = lay(out, draft("1"), draft("2"))
    assert [p.outcome for p in placements] == [Outcome.BESIDE, Outcome.BESIDE]
    assert (out / A).is_dir()
    assert secret.read_bytes() == b"outside"
    assert (out / "Договоры/Договор 2.docx").is_symlink()


def test_two_papers_with_one_name_keep_apart_for_ever(out: Path, lose: bool) -> None:
    first, second = draft("1", name="ШКОЛА"), draft("2", name="Школа")
    places = [p.path for p in lay(out, first, second)]
    assert places[0] == out / "Договоры/ШКОЛА.docx"
    assert places[1].name == f"Школа ({document_id('agreement:2')[:8]}).docx"
    forget(out, lose)
    # Also when the rows change places, or the register is lost.
    again = lay(out, second, first)
    assert [p.path for p in again] == places[::-1]
    assert {p.outcome for p in again} == {Outcome.UNCHANGED}


def test_folders_that_differ_in_case_are_one_folder(out: Path) -> None:
    lay(out, draft("1", folder="Школа"), draft("2", folder="ШКОЛА"))
    assert {path.split("/")[0] for path in tree(out)} == {"Школа"}


def test_a_vanished_row_leaves_its_paper_and_can_be_listed(out: Path, lose: bool) -> None:
    lay(out, draft("1"), draft("2"), draft("3", kind="order"))
    forget(out, lose)
    with shelf_of(out) as shelf:
        shelf.lay(draft("1"))
        left = shelf.orphans(["agreement:1"], ["agreement"])
    assert [paper.path for paper in left] == ["Договоры/Договор 2.docx"]
    assert len(tree(out)) == 3


def test_what_is_current_need_not_be_rendered(out: Path) -> None:
    made = draft("1")
    lay(out, made)
    with shelf_of(out) as shelf:
        assert shelf.is_current(made.identity, made.fingerprint)
        assert not shelf.is_current(made.identity, "other input")
        assert not shelf.is_current("agreement:2", made.fingerprint)
        assert not shelf.is_current(made.identity, "")
    edit(out / A)
    with shelf_of(out) as shelf:
        assert not shelf.is_current(made.identity, made.fingerprint)
        shelf.lay(made)
        assert not shelf.is_current(made.identity, made.fingerprint)
    (out / A).unlink()
    with shelf_of(out) as shelf:
        assert not shelf.is_current(made.identity, made.fingerprint)
        shelf.lay(made)
        assert shelf.is_current(made.identity, made.fingerprint)


def test_a_paper_with_a_newer_version_beside_is_not_current(out: Path) -> None:
    lay(out, draft("1", "старый"))
    edit(out / A)
    new = draft("1", "новый")
    lay(out, new)
    with shelf_of(out) as shelf:
        assert not shelf.is_current(new.identity, new.fingerprint)
        [known] = shelf.papers()
    assert (known.path, known.beside_path, known.state) == (A, A_BESIDE, "проект")


def test_the_register_tells_of_every_version_who_made_it_and_when(out: Path) -> None:
    lay(out, draft("1", "старый", row="r1"))
    lay(out, draft("1", "новый", row="r2", version="0.2"))
    with shelf_of(out) as shelf:
        old, new = shelf.versions("agreement:1")
        assert shelf.path_of("agreement:1") == out / A
        assert shelf.path_of("agreement:9") is None
    assert (old.row_hash, old.program_version, old.kept_path) == ("r1", "0.1", A_KEPT)
    assert (new.row_hash, new.program_version, new.kept_path) == ("r2", "0.2", "")
    assert new.made_at == "2026-08-20T09:30:00"


def test_a_passport_of_another_paper_is_a_fault_of_ours(out: Path) -> None:
    content, _ = paper("agreement:1", "текст")
    stranger = Passport(document_id("agreement:2"), "agreement", "", "", "", "0.1")
    made = draft("1")
    wrong = type(made)("agreement:1", "agreement", "и", "п", content, "f", stranger)
    with shelf_of(out) as shelf, pytest.raises(ValueError):
        shelf.lay(wrong)
    with shelf_of(out) as shelf:
        shelf.lay(made)
        with pytest.raises(ValueError):
            shelf.lay(made)


def test_only_errors_and_warnings_that_the_catalogue_knows_are_said(out: Path) -> None:
    lay(out, draft("1", "старый"))
    edit(out / A)
    [placement] = lay(out, draft("1", "новый"))
    [warning] = placement.diagnostics
    assert warning.severity is Severity.WARNING
    assert A_BESIDE in warning.message
    assert warning.hint


def test_modes_do_not_hang_on_the_umask(tmp_path: Path) -> None:
    for mask in (0o000, 0o077, 0o277, 0o777):
        before = os.umask(mask)
        try:
            folder = tmp_path / f"out {mask:o}"
            lay(folder, draft("1", "старый"))
            lay(folder, draft("1", "новый"))
            with shelf_of(folder) as shelf:
                shelf.lay(draft("2"))
                modes = {p.name: p.stat().st_mode & 0o777 for p in folder.rglob("*")}
        finally:
            os.umask(before)
        assert set(modes.values()) == {0o600, 0o700}
        assert modes["register.sqlite3"] == modes["register.sqlite3-wal"] == modes["lock"] == 0o600


@given(first=st.text(), second=st.text())
def test_ids_differ_where_identities_differ_and_never_change(first: str, second: str) -> None:
    assert (document_id(first) == document_id(second)) == (first == second)


def test_the_id_of_a_known_identity_is_what_it_was_in_the_first_release() -> None:
    assert document_id("network-agreement:ДС-01") == "e24d68f5-983d-5008-9a2d-ebcb1c490c3a"


# --- many papers at once -----------------------------------------------------------------------


def test_papers_laid_together_come_out_as_one_by_one(out: Path, tmp_path: Path) -> None:
    """Names that meet, hand edits and replacements included."""
    first = [draft("1", "старый"), draft("2", "старый"), draft("3", name="Одно имя")]
    second = [
        draft("1", "новый"),
        draft("2", "новый"),
        draft("3", name="Одно имя"),
        draft("4", name="Одно имя"),
        draft("5", name="ОДНО ИМЯ"),
    ]
    ends = []
    for folder in (out, tmp_path / "singly"):
        with shelf_of(folder) as shelf:
            lay_these = shelf.lay_all if folder is out else lambda them: [*map(shelf.lay, them)]
            placements = lay_these(first)
        edit(folder / "Договоры/Договор 2.docx")
        with shelf_of(folder) as shelf:
            lay_these = shelf.lay_all if folder is out else lambda them: [*map(shelf.lay, them)]
            placements += lay_these(second)
            asked = [(each.identity, each.fingerprint) for each in second]
            alone = shelf.all_left_alone([*asked, ("agreement:9", "x")])
        told = [
            (
                placement.outcome,
                placement.path.relative_to(folder),
                placement.previous and placement.previous.relative_to(folder),
                [d.code for d in placement.diagnostics],
            )
            for placement in placements
        ]
        ends.append((told, [place and place.outcome for place in alone], texts(folder)))
    assert ends[0] == ends[1]
    assert [outcome for outcome, *_ in ends[0][0]].count(Outcome.REPLACED) == 1
    assert [place is None for place in alone] == [False, True, False, False, False, True]
