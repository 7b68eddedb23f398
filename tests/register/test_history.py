"""Any history of runs, hand edits, moves, losses and kills: the promises hold all the way.

Hypothesis plays the clerk, the sheet and bad luck in any order.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from docgen.passport import is_untouched, read_passport
from docgen.register import Draft, Outcome, Placement
from tests.register.faulty import FaultyDisk, in_child, kill
from tests.register.papers import draft, edited, lay, leftovers, tree

CODES = ("1", "2", "3")
SHARED = "Одно имя"
codes = st.sampled_from(CODES)


class History(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        self.out = self.folder / "out"
        self.rows = {code: ("текст", f"Договор {code}") for code in CODES}
        self.hands: dict[str, bytes] = {}
        self.number = 0
        self.quiet = False
        """Nothing has happened since the last whole run."""

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def drafts(self) -> list[Draft]:
        return [draft(code, text, name=name) for code, (text, name) in self.rows.items()]

    def visible(self) -> list[str]:
        return (
            [p for p in tree(self.out) if not p.startswith("прежние")] if self.out.exists() else []
        )

    # --- the sheet ---------------------------------------------------------------------------

    @rule(code=codes, text=st.sampled_from(["текст", "иной", "третий"]))
    def change_the_text(self, code: str, text: str) -> None:
        self.rows[code] = (text, self.rows[code][1])
        self.quiet = False

    @rule(code=codes, shared=st.booleans())
    def change_the_name(self, code: str, shared: bool) -> None:
        self.rows[code] = (self.rows[code][0], SHARED if shared else f"Договор {code}")
        self.quiet = False

    # --- the clerk ---------------------------------------------------------------------------

    @precondition(lambda self: self.visible())
    @rule(data=st.data())
    def edit_a_paper(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(self.visible()))
        self.number += 1
        if read_passport((self.out / path).read_bytes()) is None:
            return
        content = edited((self.out / path).read_bytes(), f"правка {self.number}")
        (self.out / path).write_bytes(content)
        self.hands[path] = content
        self.quiet = False

    @precondition(lambda self: self.visible())
    @rule(data=st.data())
    def spoil_the_passport(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(self.visible()))
        self.number += 1
        content = f"no paper at all {self.number}".encode()
        (self.out / path).write_bytes(content)
        self.hands[path] = content
        self.quiet = False

    @precondition(lambda self: self.visible())
    @rule(data=st.data(), name=st.sampled_from(["мой.docx", "второй.docx", "Договор 1.docx"]))
    def move_a_paper(self, data: st.DataObject, name: str) -> None:
        path = data.draw(st.sampled_from(self.visible()))
        target = f"на подпись/{name}"
        if (self.out / target).exists():
            return
        (self.out / "на подпись").mkdir(mode=0o700, exist_ok=True)
        (self.out / path).rename(self.out / target)
        if path in self.hands:
            self.hands[target] = self.hands.pop(path)
        self.quiet = False

    @precondition(lambda self: self.visible())
    @rule(data=st.data())
    def delete_a_paper(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(self.visible()))
        (self.out / path).unlink()
        self.hands.pop(path, None)
        self.quiet = False

    # --- bad luck ----------------------------------------------------------------------------

    @rule(damage=st.booleans())
    def lose_the_register(self, damage: bool) -> None:
        register = self.out / ".docgen/register.sqlite3"
        if register.exists() and damage:
            register.write_bytes(b"garbage" * 1000)
        elif register.exists():
            register.unlink()

    @precondition(lambda self: sys.platform != "win32")
    @rule(step=st.integers(0, 60))
    def a_run_is_killed(self, step: int) -> None:
        in_child(partial(lay, self.out, *self.drafts(), disk=FaultyDisk(step, kill)))
        self.quiet = False

    # --- runs --------------------------------------------------------------------------------

    @rule(backwards=st.booleans())
    def run(self, backwards: bool) -> None:
        drafts = self.drafts()[::-1] if backwards else self.drafts()
        before = tree(self.out) if self.out.exists() else {}
        placements = lay(self.out, *drafts, disk=FaultyDisk())
        if self.quiet:
            assert tree(self.out) == before, "a second run has changed something"
        self.check_placements(drafts, placements)
        self.quiet = True

    def check_placements(self, drafts: list[Draft], placements: list[Placement]) -> None:
        assert len({placement.path for placement in placements}) == len(placements)
        assert leftovers(self.out) == []
        for each, placement in zip(drafts, placements, strict=True):
            content = placement.path.read_bytes()
            path = placement.path.relative_to(self.out).as_posix()
            passport = read_passport(content)
            assert passport is not None
            assert passport.document_id == each.passport.document_id
            if path in self.hands:
                # Edited, and what the sheet says now was said when she edited it.
                assert placement.outcome in (Outcome.KEPT, Outcome.BESIDE)
                assert passport.row_hash == each.passport.row_hash
            else:
                assert content == each.content

    @invariant()
    def hand_edits_are_where_the_clerk_left_them(self) -> None:
        for path, content in self.hands.items():
            assert (self.out / path).read_bytes() == content

    @invariant()
    def every_other_file_is_whole(self) -> None:
        if self.out.exists():
            for path, content in tree(self.out).items():
                assert path in self.hands or is_untouched(content), path


TestHistory = History.TestCase
TestHistory.settings = settings(
    max_examples=40,
    stateful_step_count=18,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
