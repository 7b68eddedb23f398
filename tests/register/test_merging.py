"""The shelf and a draft that goes into an edited file: where everything lies afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.diagnostics import Origin, diagnose
from docgen.register import Draft, Merged, Outcome, Placement, open_shelf
from tests.register.faulty import FaultyDisk, interrupt
from tests.register.papers import (
    FOLDER,
    MOMENT,
    assert_closed,
    draft,
    edit,
    edited,
    leftovers,
    paper,
    text_of,
    texts,
)

PLACE = f"{FOLDER}/Договор 1.docx"
BESIDE = f"{FOLDER}/Договор 1 (новая версия).docx"


def joined(base: bytes, hand: bytes, new: Draft, shown: str) -> Merged | None:
    """A merge for texts of one word each: what the hand added goes behind the new text."""
    added = text_of(hand).removeprefix(text_of(base))
    content, _ = paper(new.identity, text_of(new.content), row=new.passport.row_hash)
    conflict = diagnose("paper-name-taken", Origin(shown), "было, вручную, новое", hint="сверьте")
    told = (conflict,) if "спор" in added else ()
    if "никак" in added:
        return None
    return Merged(edited(content, added), 1, told)


def run(out: Path, *drafts: Draft, disk: FaultyDisk | None = None) -> list[Placement]:
    with open_shelf(out, MOMENT, merge=joined, disk=disk) as shelf:
        return [shelf.lay(each) for each in drafts]


def test_a_draft_goes_into_the_edited_file_and_the_old_file_is_kept(tmp_path: Path) -> None:
    run(tmp_path, draft("1", "раз"))
    hand = edit(tmp_path / PLACE, "+правка")
    (placement,) = run(tmp_path, draft("1", "два"))
    assert placement.outcome is Outcome.MERGED
    assert placement.changes == 1
    assert placement.previous is not None
    assert placement.previous.read_bytes() == hand
    assert sorted(texts(tmp_path).values()) == ["два+правка", "раз+правка"]
    assert_closed(tmp_path)
    assert leftovers(tmp_path) == []


def test_the_next_runs_know_the_merged_file(tmp_path: Path) -> None:
    run(tmp_path, draft("1", "раз"))
    edit(tmp_path / PLACE, "+правка")
    run(tmp_path, draft("1", "два"))
    before = texts(tmp_path)
    (again,) = run(tmp_path, draft("1", "два"))
    assert again.outcome is Outcome.KEPT
    assert texts(tmp_path) == before
    (further,) = run(tmp_path, draft("1", "три"))
    assert further.outcome is Outcome.MERGED
    assert texts(tmp_path)[PLACE] == "три+правка"


def test_where_both_changed_the_draft_lies_beside_too(tmp_path: Path) -> None:
    run(tmp_path, draft("1", "раз"))
    edit(tmp_path / PLACE, "+спор")
    (placement,) = run(tmp_path, draft("1", "два"))
    assert placement.outcome is Outcome.BESIDE
    assert [d.code for d in placement.diagnostics] == ["paper-edited", "paper-name-taken"]
    assert texts(tmp_path)[PLACE] == "два+спор"
    assert texts(tmp_path)[BESIDE] == "два"


@pytest.mark.parametrize("mark", ["~$говор 1.docx", "~$Договор 1.docx", ".~lock.Договор 1.docx#"])
def test_a_file_that_is_open_elsewhere_is_left_alone(tmp_path: Path, mark: str) -> None:
    run(tmp_path, draft("1", "раз"))
    hand = edit(tmp_path / PLACE, "+правка")
    (tmp_path / FOLDER / mark).write_bytes(b"")
    (tmp_path / FOLDER / mark).chmod(0o600)
    (placement,) = run(tmp_path, draft("1", "два"))
    assert placement.outcome is Outcome.BESIDE
    assert (tmp_path / PLACE).read_bytes() == hand


@pytest.mark.parametrize("spoil", ["absent", "torn", "foreign"])
def test_without_the_laid_text_the_draft_lies_beside(tmp_path: Path, spoil: str) -> None:
    run(tmp_path, draft("1", "раз"))
    edit(tmp_path / PLACE, "+правка")
    (base,) = (tmp_path / ".docgen/laid").iterdir()
    if spoil == "absent":
        base.unlink()
    else:
        base.write_bytes(base.read_bytes()[:99] if spoil == "torn" else "чужое".encode())
    (placement,) = run(tmp_path, draft("1", "два"))
    assert placement.outcome is Outcome.BESIDE
    assert texts(tmp_path)[PLACE] == "раз+правка"


def test_a_merge_that_gives_up_leaves_the_file_alone(tmp_path: Path) -> None:
    run(tmp_path, draft("1", "раз"))
    hand = edit(tmp_path / PLACE, "никак")
    (placement,) = run(tmp_path, draft("1", "два"))
    assert placement.outcome is Outcome.BESIDE
    assert (tmp_path / PLACE).read_bytes() == hand


def test_a_moved_file_is_renewed_where_it_lies(tmp_path: Path) -> None:
    run(tmp_path, draft("1", "раз"))
    edit(tmp_path / PLACE, "+правка")
    (tmp_path / "Мои").mkdir(mode=0o700)
    (tmp_path / PLACE).rename(tmp_path / "Мои/Свой.docx")
    (placement,) = run(tmp_path, draft("1", "два"))
    assert placement.path == tmp_path / "Мои/Свой.docx"
    assert texts(tmp_path)["Мои/Свой.docx"] == "два+правка"


def test_a_paper_that_was_removed_leaves_no_text_behind(tmp_path: Path) -> None:
    run(tmp_path, draft("1", "раз"), draft("2", "раз"))
    (tmp_path / PLACE).unlink()
    run(tmp_path, draft("2", "два"))
    laid = [text_of(path.read_bytes()) for path in (tmp_path / ".docgen/laid").iterdir()]
    assert sorted(laid) == ["два", "раз"]
    assert len({path.name[:36] for path in (tmp_path / ".docgen/laid").iterdir()}) == 1


@pytest.mark.parametrize("step", range(40))
def test_wherever_a_run_is_stopped_the_hand_edit_is_whole(tmp_path: Path, step: int) -> None:
    run(tmp_path, draft("1", "раз"))
    hand = edit(tmp_path / PLACE, "+правка")
    try:
        run(tmp_path, draft("1", "два"), disk=FaultyDisk(step, interrupt))
    except KeyboardInterrupt:
        assert any(path.read_bytes() == hand for path in tmp_path.rglob("*.docx") if path.is_file())
    run(tmp_path, draft("1", "два"))
    found = texts(tmp_path)
    assert found[PLACE] == "два+правка"
    assert "раз+правка" in found.values()
    assert leftovers(tmp_path) == []
