"""The five promises under faults: whatever happens at whatever step, the next run puts it right.

P1 whole or absent, nothing left over; P2 identities and versions never change; P3 hand edits
byte for byte; P4 one plain message; P5 nothing outside the folder, nothing for other eyes.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from docgen.diagnostics import Refusal
from docgen.passport import is_untouched
from docgen.register import Outcome, document_id, open_shelf
from docgen.register.disk import Disk
from tests.register.faulty import FaultyDisk, in_child, interrupt, kill, refuse
from tests.register.papers import (
    MOMENT,
    assert_closed,
    draft,
    edit,
    edited,
    lay,
    lay_on,
    leftovers,
    shelf_of,
    text_of,
    texts,
    tree,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")

FIRST = [draft(str(n), f"старый {n}", name=f"Договор {n}") for n in (1, 2, 4, 5, 6, 7)] + [
    draft("9", row="прежний ряд", name="Договор 9")
]
"""The papers of the first run."""

SECOND = [
    draft("1", "старый 1", name="Договор 1"),  # the same input
    draft("2", "новый 2", name="Договор 2"),  # another text
    draft("3", "новый 3", name="Договор 3", folder="Новая папка/глубже"),  # a new row
    draft("4", "новый 4", name="Договор 4"),  # edited by hand, another text
    draft("5", "новый 5", name="Договор 5"),  # moved by the clerk, another text
    draft("6", "новый 6", name="Договор 6"),  # edited, has an older version laid beside
    draft("7", "старый 7", name="Другое имя 7"),  # renamed in the sheet
    draft("8", "новый 8", name="Договор 8"),  # a foreign file in the way
    draft("9", row="новый ряд", name="Договор 9"),  # another row, the same text
]


class Story:
    """A folder with a history, copied for each fault; and what the clerk did by hand in it.

    ``together``: whether its papers are laid in one portion."""

    def __init__(self, folder: Path, *, together: bool) -> None:
        self.together = together
        self.start = folder / "start"
        out = self.start / "out"
        lay(out, *FIRST)
        papers = out / "Договоры"
        (out / "на подпись").mkdir(mode=0o700)
        (papers / "Договор 5.docx").rename(out / "на подпись/пятый.docx")
        self.hands = {
            "Договоры/Договор 4.docx": edit(papers / "Договор 4.docx"),
            "Договоры/Договор 6.docx": edit(papers / "Договор 6.docx"),
        }
        lay(out, draft("6", "средний 6", name="Договор 6"))
        foreign = papers / "Договор 8.docx"
        foreign.write_bytes(b"foreign")
        foreign.chmod(0o600)
        self.hands["Договоры/Договор 8.docx"] = b"foreign"
        self.before = tree(out)
        goal = self.copy(folder / "goal")
        counting = FaultyDisk()
        self.goal_register = run_and_tell(goal, counting, together=together)
        self.steps = counting.steps
        self.goal = tree(goal)

    def copy(self, to: Path) -> Path:
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.start, to, symlinks=True)
        return to / "out"


Told = list[tuple[str, str, str, int, list[tuple[int, str, str]]]]


def run_and_tell(out: Path, disk: Disk, *, together: bool) -> Told:
    """Lay ``SECOND``; what the register says then, but for times of files."""
    with open_shelf(out, MOMENT, disk=disk) as shelf:
        lay_on(shelf, SECOND, together=together)
        return [
            (
                p.document_id,
                p.identity or "",
                p.path,
                p.version,
                [(v.version, v.body_hash, v.kept_path) for v in shelf.versions(p.identity or "")],
            )
            for p in shelf.papers()
        ]


@pytest.fixture(scope="module", params=["singly", "together"])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(tmp_path_factory.mktemp("story"), together=request.param == "together")


def run_second(out: Path, disk: Disk, *, together: bool) -> list[Outcome]:
    placements = lay(out, *SECOND, disk=disk, together=together)
    return [placement.outcome for placement in placements]


def assert_whole(out: Path, story: Story) -> None:
    """After a fault, before anything has put it right."""
    found = tree(out)
    for path, hand in story.hands.items():
        assert found[path] == hand, f"{path} is no longer what the clerk left"
    for path, content in found.items():
        assert path in story.hands or is_untouched(content), f"{path} is torn"
    # Nothing is lost: what was there is there still, or the text that came in its place.
    now = {text_of(content) for content in found.values() if content != b"foreign"}
    for path, content in story.before.items():
        text = text_of(content) if content != b"foreign" else ""
        assert not text or text in now or path in found, f"{path} is lost"
    assert_closed(out)


def assert_put_right(out: Path, story: Story) -> None:
    """The next run brings the folder and the register to where a quiet run would have."""
    assert run_and_tell(out, FaultyDisk(), together=story.together) == story.goal_register
    assert tree(out) == story.goal
    assert leftovers(out) == []
    assert_closed(out)


def test_a_further_run_finds_nothing_to_do(story: Story, tmp_path: Path) -> None:
    out = story.copy(tmp_path / "box")
    lay(out, *SECOND)
    quiet = FaultyDisk()
    again = lay(out, *SECOND, disk=quiet, together=story.together)
    assert {placement.outcome for placement in again} == {Outcome.UNCHANGED, Outcome.BESIDE}
    assert tree(out) == story.goal
    assert not {step.split()[0] for step in quiet.steps} & {"open_new", "link", "rename", "remove"}


def test_in_what_portions_papers_are_laid_makes_no_difference(tmp_path: Path) -> None:
    stories = [Story(tmp_path / f"{together}", together=together) for together in (False, True)]
    # What her hand has made bears the moment in its container.
    laid = [{p: c for p, c in s.goal.items() if p not in s.hands} for s in stories]
    assert laid[0] == laid[1]
    assert stories[0].goal.keys() == stories[1].goal.keys()
    assert stories[0].goal_register == stories[1].goal_register
    first, second = (
        [s for s in story.steps if s.startswith("register INSERT")] for story in stories
    )
    assert len(second) < len(first)


def test_papers_of_a_portion_that_was_cut_off_are_known_again_and_told(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first, *portion = (draft(str(number)) for number in range(1, 6))
    lay(out, first)
    quiet = FaultyDisk()
    shutil.copytree(out, tmp_path / "quiet")
    lay(tmp_path / "quiet", *portion, disk=quiet, together=True)
    written_down = quiet.steps.index("register INSERT")
    assert "link" not in quiet.steps[written_down:]
    killed = FaultyDisk(written_down, kill)
    assert in_child(partial(lay, out, *portion, disk=killed, together=True)) == -signal.SIGKILL
    assert tree(out) == tree(tmp_path / "quiet")
    with shelf_of(out) as shelf:
        assert len(shelf.papers()) == 1
        assert {place.outcome for place in shelf.lay_all(portion)} == {Outcome.UNCHANGED}
        assert [told.code for told in shelf.diagnostics] == ["register-behind"]
        assert ": 4;" in shelf.diagnostics[0].message
    with shelf_of(out) as shelf:
        assert len(shelf.papers()) == 5
        assert shelf.diagnostics == []


def test_a_register_cut_off_while_it_was_filled_is_filled_by_the_next_run(tmp_path: Path) -> None:
    out = tmp_path / "out"
    drafts = [draft(str(number)) for number in range(1, 4)]
    lay(out, *drafts)
    (out / ".docgen/register.sqlite3").unlink()
    quiet = FaultyDisk()
    shutil.copytree(out, tmp_path / "quiet")
    lay(tmp_path / "quiet", disk=quiet)
    for step in (n for n, name in enumerate(quiet.steps) if name.startswith("register")):
        shutil.rmtree(tmp_path / "box", ignore_errors=True)
        shutil.copytree(out, tmp_path / "box")
        in_child(partial(lay, tmp_path / "box", disk=FaultyDisk(step, kill)))
        with shelf_of(tmp_path / "box") as shelf:
            assert {paper.document_id for paper in shelf.papers()} == {
                each.passport.document_id for each in drafts
            }


def test_the_story_goes_through_every_kind_of_step(story: Story) -> None:
    kinds = {step.split()[0] for step in story.steps}
    assert kinds >= {"make_folder", "open_new", "write", "sync", "rename", "link", "remove"}
    assert kinds >= {"connect", "register", "sync_folder"}
    assert len(story.steps) > 60


def test_a_kill_at_any_step_loses_nothing(story: Story, tmp_path: Path) -> None:
    for step in range(len(story.steps)):
        out = story.copy(tmp_path / "box")
        disk = FaultyDisk(step, kill)
        status = in_child(partial(run_second, out, disk, together=story.together))
        assert status == -signal.SIGKILL
        assert_whole(out, story)
        assert_put_right(out, story)


def test_a_kill_at_any_step_of_the_first_run_loses_nothing(story: Story, tmp_path: Path) -> None:
    quiet = FaultyDisk()
    lay(tmp_path / "quiet", *FIRST, disk=quiet, together=story.together)
    goal = tree(tmp_path / "quiet")
    for step in range(len(quiet.steps)):
        out = tmp_path / "box"
        shutil.rmtree(out, ignore_errors=True)
        disk = FaultyDisk(step, kill)
        assert in_child(partial(lay, out, *FIRST, disk=disk, together=story.together)) == -9
        if out.exists():
            assert all(is_untouched(content) for content in tree(out).values())
        lay(out, *FIRST)
        assert tree(out) == goal
        assert leftovers(out) == []


def test_a_kill_with_the_register_lost_loses_nothing(story: Story, tmp_path: Path) -> None:
    for step in range(0, len(story.steps), 3):
        out = story.copy(tmp_path / "box")
        disk = FaultyDisk(step, kill)
        in_child(partial(run_second, out, disk, together=story.together))
        shutil.rmtree(out / ".docgen")
        lay(out, *SECOND)
        found = tree(out)
        assert {path: found[path] for path in story.hands} == story.hands
        assert leftovers(out) == []
        visible = {c for path, c in found.items() if not path.startswith("прежние")}
        assert {each.content for each in SECOND} <= visible
        assert {text_of(c) for c in story.before.values() if c != b"foreign"} <= {
            text_of(c) for c in found.values() if c != b"foreign"
        }
        before = tree(out)
        lay(out, *SECOND)
        assert tree(out) == before


@pytest.mark.parametrize(("after", "every"), [(False, 3), (True, 1)], ids=["before", "after"])
def test_ctrl_c_at_any_step_loses_nothing_and_leaves_nothing(
    story: Story, tmp_path: Path, after: bool, every: int
) -> None:
    for step in range(0, len(story.steps), every):
        out = story.copy(tmp_path / "box")
        disk = FaultyDisk(step, interrupt, after=after)
        with pytest.raises(KeyboardInterrupt):
            run_second(out, disk, together=story.together)
        assert_whole(out, story)
        assert [path for path in leftovers(out) if "unfinished" in path] == []
        assert_put_right(out, story)


@pytest.mark.parametrize(
    ("number", "every"),
    [(errno.ENOSPC, 2), (errno.EACCES, 3), (errno.EROFS, 5), (errno.EIO, 5)],
    ids=["no space", "closed", "read-only", "broken"],
)
def test_a_refusal_of_the_system_at_any_step_is_said_plainly(
    story: Story, tmp_path: Path, number: int, every: int
) -> None:
    for step in range(0, len(story.steps), every):
        out = story.copy(tmp_path / "box")
        assert_plain_end(out, FaultyDisk(step, refuse(number)), together=story.together)
        assert_whole(out, story)
        assert_put_right(out, story)


@pytest.mark.parametrize(
    ("number", "hits", "every"),
    [
        (errno.ENOSPC, ("make_folder", "open_new", "write", "sync", "link", "register"), 3),
        (errno.EROFS, (), 5),
        (errno.EACCES, (), 5),
        (errno.EIO, (), 5),
    ],
    ids=["full disk", "disk turned read-only", "folder closed", "disk gone"],
)
def test_a_disk_that_fails_from_some_step_on_loses_nothing(
    story: Story, tmp_path: Path, number: int, hits: tuple[str, ...], every: int
) -> None:
    for step in range(0, len(story.steps), every):
        out = story.copy(tmp_path / "box")
        disk = FaultyDisk(step, refuse(number), lasting=True, hits=hits)
        assert_plain_end(out, disk, together=story.together)
        assert_whole(out, story)
        assert_put_right(out, story)


def assert_plain_end(out: Path, disk: FaultyDisk, *, together: bool) -> None:
    """Either a refusal in Russian or papers held back with a diagnostic; else all is done."""
    try:
        with open_shelf(out, MOMENT, disk=disk) as shelf:
            placements = lay_on(shelf, SECOND, together=together)
    except Refusal as refusal:
        assert refusal.exit_code == 3
        assert refusal.hint
        assert not set("abcdefghijklmnopqrstuvwxyz") & set(
            refusal.message.replace(str(out), "").replace("docgen", "")
        )
        return
    for placement in placements:
        assert (placement.outcome is Outcome.HELD) == bool(
            [d for d in placement.diagnostics if d.is_error]
        )


def test_a_save_by_the_clerk_at_any_step_is_kept(story: Story, tmp_path: Path) -> None:
    """She saves a paper in the very moment in which it is to be replaced."""
    path = "Договоры/Договор 2.docx"
    saved_at_some_step = 0
    for step in range(len(story.steps)):
        out = story.copy(tmp_path / "box")
        hand: list[bytes] = []

        def save(_: str, out: Path = out, hand: list[bytes] = hand) -> None:
            # As Word does: a new file takes the name of the old one.
            if (out / path).exists():
                hand.append(edited((out / path).read_bytes(), "в последний миг"))
                fresh = out / "Договоры/~WRD0001.tmp"
                fresh.write_bytes(hand[0])
                fresh.chmod(0o600)
                fresh.replace(out / path)

        run_second(out, FaultyDisk(step, save), together=story.together)
        saved_at_some_step += len(hand)
        if hand:
            assert (out / path).read_bytes() == hand[0]
            lay(out, *SECOND)
            assert (out / path).read_bytes() == hand[0]
            assert any(text.startswith("новый 2") for text in texts_of(out))
    assert saved_at_some_step > len(story.steps) // 2


def texts_of(out: Path) -> list[str]:
    return [text_of(content) for content in tree(out).values() if content != b"foreign"]


def test_a_foreign_file_that_appears_at_any_step_is_kept(story: Story, tmp_path: Path) -> None:
    path = "Новая папка/глубже/Договор 3.docx"
    for step in range(len(story.steps)):
        out = story.copy(tmp_path / "box")
        mine: list[bytes] = []

        def appear(_: str, out: Path = out, mine: list[bytes] = mine) -> None:
            if not (out / path).exists():
                for folder in ((out / path).parent.parent, (out / path).parent):
                    folder.mkdir(mode=0o700, exist_ok=True)
                (out / path).write_bytes(b"foreign")
                (out / path).chmod(0o600)
                mine.append(b"foreign")

        run_second(out, FaultyDisk(step, appear), together=story.together)
        lay(out, *SECOND)
        found = tree(out)
        if mine:
            assert found[path] == b"foreign"
        assert SECOND[2].content in found.values()


def test_a_foreign_file_where_a_former_version_should_go_is_kept(
    story: Story, tmp_path: Path
) -> None:
    path = "прежние версии/Договоры/Договор 2 (версия 1).docx"
    appeared = 0
    for step, name in enumerate(story.steps):
        if name.split()[0] in ("rename", "link"):
            # Between the last look and the step itself nobody can help her.
            continue
        out = story.copy(tmp_path / "box")

        def appear(_: str, out: Path = out) -> None:
            if (out / path).parent.exists() and not (out / path).exists():
                (out / path).write_bytes(b"foreign")
                (out / path).chmod(0o600)

        run_second(out, FaultyDisk(step, appear), together=story.together)
        found = tree(out)
        mine = [place for place, content in found.items() if content == b"foreign"]
        appeared += path in mine
        assert (path in mine) == (len(mine) == 2), mine
        assert SECOND[1].content in found.values()
        assert "старый 2" in texts_of(out)
        lay(out, *SECOND)
        assert tree(out) == found
    assert appeared


class OpenInWord(Disk):
    """Windows while Word holds one file: it can be read but not moved."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def rename(self, source: Path, target: Path) -> None:
        if self.path in (source, target):
            raise PermissionError(errno.EACCES, "used by another process")
        super().rename(source, target)


def test_a_paper_open_in_word_holds_back_itself_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    lay(out, draft("1", "старый"), draft("2", "старый"))
    disk = OpenInWord(out / "Договоры/Договор 1.docx")
    held, replaced = lay(out, draft("1", "новый"), draft("2", "новый"), disk=disk)
    assert (held.outcome, replaced.outcome) == (Outcome.HELD, Outcome.REPLACED)
    assert [d.code for d in held.diagnostics] == ["paper-busy"]
    assert texts(out)["Договоры/Договор 1.docx"] == "старый"
    assert leftovers(out) == []
    [later, same] = lay(out, draft("1", "новый"), draft("2", "новый"))
    assert (later.outcome, same.outcome) == (Outcome.REPLACED, Outcome.UNCHANGED)


def test_an_edited_paper_open_in_word_gets_its_new_version_beside(tmp_path: Path) -> None:
    out = tmp_path / "out"
    lay(out, draft("1", "старый"))
    path = out / "Договоры/Договор 1.docx"
    hand = edit(path)
    [placement] = lay(out, draft("1", "новый"), disk=OpenInWord(path))
    assert placement.outcome is Outcome.BESIDE
    assert path.read_bytes() == hand


@pytest.mark.parametrize(
    ("obstacle", "name"),
    [("Договоры", "Договор 1"), ("Договоры", "Договор 1/../x")],
)
def test_a_file_where_a_folder_should_be_holds_back_its_papers(
    tmp_path: Path, obstacle: str, name: str
) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o700)
    (out / obstacle).write_bytes(b"foreign")
    (out / obstacle).chmod(0o600)
    held, laid = lay(out, draft("1", name=name), draft("2", folder="Другая"))
    assert (held.outcome, laid.outcome) == (Outcome.HELD, Outcome.NEW)
    assert [d.code for d in held.diagnostics] == ["paper-not-laid"]
    assert (out / obstacle).read_bytes() == b"foreign"


class NoLinks(Disk):
    """FAT or a network disk, where a file has one name."""

    def link(self, source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")


def test_a_disk_without_hard_links_serves_as_well(story: Story, tmp_path: Path) -> None:
    out = story.copy(tmp_path / "box")
    run_second(out, NoLinks(), together=story.together)
    assert tree(out) == story.goal


# --- two runs at once ------------------------------------------------------------------------


def test_a_second_run_is_turned_away_until_the_first_dies(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ready, tell = os.pipe()

    def hold() -> None:
        with shelf_of(out) as shelf:
            shelf.lay(draft("1"))
            os.write(tell, b"!")
            time.sleep(60)

    pid = os.fork()
    if pid == 0:
        try:
            hold()
        finally:
            os._exit(0)
    try:
        assert os.read(ready, 1) == b"!"
        with pytest.raises(Refusal, match="другой запуск docgen") as caught:
            lay(out, draft("2"))
        assert caught.value.exit_code == 3
        assert set(tree(out)) == {"Договоры/Договор 1.docx"}
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    lay(out, draft("1"), draft("2"))
    assert set(tree(out)) == {"Договоры/Договор 1.docx", "Договоры/Договор 2.docx"}


def test_runs_that_start_together_spoil_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    drafts = [draft(str(n)) for n in range(5)]

    def run() -> None:
        try:
            with shelf_of(out) as shelf:
                for each in drafts:
                    shelf.lay(each)
        except Refusal as refusal:
            assert "другой запуск" in refusal.message

    children = []
    for _ in range(4):
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                run()
                code = 0
            finally:
                os._exit(code)
        children.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * 4
    lay(out, *drafts)
    assert texts(out) == {f"Договоры/Договор {n}.docx": "текст" for n in range(5)}
    with shelf_of(out) as shelf:
        assert [p.document_id for p in shelf.papers()] == [document_id(d.identity) for d in drafts]


# --- closed folders --------------------------------------------------------------------------


@pytest.fixture
def public_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that a process without privileges can reach (``tmp_path`` is closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="shelf-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def without_privileges(run: Callable[[], None]) -> int:
    def drop_and_run() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        run()

    return in_child(drop_and_run)


def give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)


def test_a_folder_closed_for_writing_is_refused(public_folder: Path) -> None:
    out = public_folder / "out"
    out.mkdir()
    give_away(out)
    out.chmod(0o555)

    def run() -> None:
        with pytest.raises(Refusal, match="нельзя записывать"):
            lay(out, draft("1"))

    assert without_privileges(run) == 0
    assert list(out.iterdir()) == []


def test_a_closed_subfolder_holds_back_its_papers_alone(public_folder: Path) -> None:
    out = public_folder / "out"
    lay(out, draft("1", "старый"), draft("2", "старый", folder="Другая"))
    give_away(out)
    (out / "Договоры").chmod(0o500)

    def run() -> None:
        with shelf_of(out) as shelf:
            placements = [
                shelf.lay(each)
                for each in (
                    draft("1", "новый"),
                    draft("2", "новый", folder="Другая"),
                    draft("3", "новый"),
                )
            ]
        held, replaced, new = [placement.outcome for placement in placements]
        assert (held, replaced, new) == (Outcome.HELD, Outcome.REPLACED, Outcome.HELD)
        assert leftovers(out) == []

    assert without_privileges(run) == 0
    assert texts(out)["Договоры/Договор 1.docx"] == "старый"


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    for out in (tmp_path / "out", tmp_path / "out/deeper"):
        with pytest.raises(Refusal, match="файл, а не папка"):
            lay(out, draft("1"))
    assert (tmp_path / "out").read_bytes() == b"mine"


# --- links -----------------------------------------------------------------------------------

LINKS = [
    "",
    ".docgen",
    ".docgen/unfinished",
    ".docgen/lock",
    "Договоры",
    "прежние версии",
    "прежние версии/Договоры",
]


@pytest.mark.parametrize("link", LINKS, ids=[link or "out itself" for link in LINKS])
@pytest.mark.parametrize("target", ["folder", "nowhere"])
def test_a_link_that_leads_away_is_refused(tmp_path: Path, link: str, target: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "witness").write_bytes(b"untouched")
    out = tmp_path / "out"
    if link:
        lay(out, draft("1", "старый"))
    place = out / link if link else out
    if place.exists():
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    place.parent.mkdir(exist_ok=True, mode=0o700)
    place.symlink_to(outside if target == "folder" else tmp_path / "nowhere")
    with pytest.raises(Refusal, match="ссылка"):
        lay(out, draft("1", "старый"), draft("1 и", "новый"), draft("2"))
        lay(out, draft("1", "новый"))
    assert [p.name for p in outside.iterdir()] == ["witness"]
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_of_papers_turned_into_a_link_moves_nothing_outside(tmp_path: Path) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside"
    lay(out, draft("1", "старый"))
    (out / "Договоры").rename(outside)
    (out / "Договоры").symlink_to(outside)
    before = {path.name: path.read_bytes() for path in outside.iterdir()}
    with pytest.raises(Refusal, match="ссылка"):
        lay(out, draft("1", "новый"))
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == before


def test_nothing_is_written_outside_the_folder(story: Story, tmp_path: Path) -> None:
    out = story.copy(tmp_path / "box")
    (tmp_path / "neighbour").write_bytes(b"untouched")
    run_second(out, Disk(), together=story.together)
    lay(out, draft("../../../x", name="../../../x", folder="../../.."))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["box", "neighbour"]
    assert [p.name for p in (tmp_path / "box").iterdir()] == ["out"]
