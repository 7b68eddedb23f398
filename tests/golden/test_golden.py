"""Golden papers: a word changed in a template is seen in the papers that it changes."""

from __future__ import annotations

import difflib
from functools import cache

import pytest

from tests.golden.renew import FOLDER, as_parts, golden_path
from tests.golden.sample import Chosen, draft_papers, golden, sample_tables
from tests.golden.visible import visible_parts

_SHOWN = 12


@cache
def papers() -> dict[Chosen, bytes]:
    return draft_papers(sample_tables(), golden())


def difference(expected: list[str], found: list[str]) -> str:
    """The first changed paragraphs, old and new, with nothing around them."""
    changed = [
        line
        for line in difflib.unified_diff(expected, found, "golden", "paper", lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    rest = len(changed) - _SHOWN
    return "\n".join(changed[:_SHOWN]) + (f"\n… and {rest} lines more" if rest > 0 else "")


@pytest.mark.parametrize("chosen", golden(), ids=lambda chosen: f"{chosen[1]} {chosen[0]}")
def test_a_paper_says_what_it_said(chosen: Chosen) -> None:
    expected = as_parts(golden_path(chosen).read_text(encoding="utf-8"))
    found = visible_parts(papers()[chosen])
    told = {
        part: difference(expected.get(part, []), found.get(part, []))
        for part in sorted({*expected, *found})
        if expected.get(part) != found.get(part)
    }
    assert not told, "\n".join(
        [
            "",
            *(f"== {part} ==\n{lines}" for part, lines in told.items()),
            "If the change is meant: python -m tests.golden.renew",
        ]
    )


def test_no_golden_paper_is_left_of_a_paper_that_is_gone() -> None:
    assert set(FOLDER.glob("*.txt")) == {golden_path(chosen) for chosen in golden()}


def test_a_changed_word_is_shown_with_its_paragraph() -> None:
    before = ["# Предмет", "## Первый пункт.", "## Второй пункт."]
    after = ["# Предмет", "## Первый пункт.", "## Другой пункт."]
    assert difference(before, after) == "-## Второй пункт.\n+## Другой пункт."


def test_parts_are_read_back_as_they_were_written() -> None:
    for content in papers().values():
        parts = visible_parts(content)
        assert {"document"} < set(parts), "the headers are parts of their own"
