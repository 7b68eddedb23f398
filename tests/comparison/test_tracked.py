"""Tracked changes: accepted they are the new file, rejected the old one."""

from __future__ import annotations

import cProfile
import itertools
import random

import pytest

from docgen.comparison.differences import Change
from docgen.comparison.tracked import tracked_file
from docgen.documents.plan import WORD
from docgen.passport import read_passport
from tests.comparison.papers import Block, invented, lines, mutated, opened, word_file
from tests.golden.sample import Chosen, draft_papers, sample_plan, sample_tables


def assert_both_ways(old: bytes, new: bytes) -> bytes:
    made, _ = tracked_file(opened(old), opened(new))
    assert lines(made, accept=True) == lines(new)
    assert lines(made, accept=False) == lines(old)
    again, _ = tracked_file(opened(old), opened(new))
    assert again == made
    return made


@pytest.mark.parametrize("seed", range(150))
def test_invented_papers_go_both_ways(seed: int) -> None:
    chance = random.Random(seed)
    blocks = invented(chance)
    assert_both_ways(word_file(blocks), word_file(mutated(blocks, chance)))


@pytest.mark.parametrize("seed", range(40))
def test_papers_that_have_nothing_in_common_go_both_ways(seed: int) -> None:
    chance = random.Random(seed)
    assert_both_ways(word_file(invented(chance)), word_file(invented(chance)))


KINDS = (
    "network-agreement",
    "supplementary-agreement",
    "education-contract",
    "pupil-list",
    "order-enrol",
    "roadmap",
    "lna-net",
    "kug",
    "partner-register",
    "minutes",
)


@pytest.mark.parametrize("kind", KINDS)
def test_papers_of_the_sample_go_both_ways(kind: str) -> None:
    chosen: list[Chosen] = [
        place for place, paper in sample_plan().items() if place[0] == kind and paper.form == WORD
    ][:3]
    papers = list(draft_papers(sample_tables(), chosen).values())
    papers.append(next(iter(draft_papers(sample_tables(), [("minutes", "СОВ-01")]).values())))
    for old, new in itertools.pairwise(papers):
        made = assert_both_ways(old, new)
        assert read_passport(old) is not None
        assert read_passport(made) is None


def test_what_differs_is_told_in_the_words_of_a_clerk() -> None:
    old: list[Block] = [
        "Стороны заключили настоящий договор.",
        [["1", "Роботы", "12"], ["2", "Шахматы", "34"]],
        "Этот абзац потом удалят.",
        "Этот абзац стоит на месте.",
        "Этот длинный абзац потом перенесут выше.",
        "Конец договора.",
    ]
    new: list[Block] = [
        "Этот длинный абзац потом перенесут выше.",
        "Стороны вчера заключили настоящий договор.",
        [["1", "Роботы", "12"], ["2", "Театр", "10"], ["3", "Шахматы", "36"]],
        "Этот абзац стоит на месте.",
        "Конец договора.",
        "Добавленные слова.",
    ]
    _, found = tracked_file(opened(word_file(old)), opened(word_file(new)))
    told = [(each.change, each.place, each.old, each.new) for each in found]
    assert (Change.CHANGED, "таблица 1, строка 2, ячейка 3", "34", "36") in told
    assert (Change.REMOVED, "абзац 2", "Этот абзац потом удалят.", "") in told
    assert (Change.ADDED, "таблица 1, строка 2", "", "2 | Театр | 10") in told
    assert [each.to for each in found if each.change is Change.MOVED] == ["абзац 1"]
    changed = next(each for each in found if each.place == "абзац 1" and each.spans)
    assert changed.phrases == (("", "вчера "),)


def test_only_looks_are_told_apart() -> None:
    plain = word_file(["Слова договора остались теми же."])
    hard = word_file(["Слова договора\u00a0остались теми же."])
    _, found = tracked_file(opened(plain), opened(hard))
    assert [each.change for each in found] == [Change.LOOKS]


def test_many_pages_are_compared_in_time_with_their_number() -> None:
    def looks(size: int) -> int:
        """How many times the comparison calls anything for so many paragraphs and rows."""
        chance = random.Random(5)
        blocks: list[Block] = []
        for number in range(size):
            words = chance.choices(("раз", "два", "дом", "лес"), k=14)
            blocks.append(f"{number}. {' '.join(words)}")
        blocks.append([[str(n), "строка", str(chance.randrange(9))] for n in range(size // 2)])
        cut = size // 6
        changed: list[Block] = [
            block.replace("дом", "сад")
            if isinstance(block, str)
            else block[:cut] + block[cut + 9 :]
            for block in blocks
        ]
        profile = cProfile.Profile()
        profile.enable()
        assert_both_ways(word_file([*blocks, "конец"]), word_file([*changed, "конец"]))
        profile.disable()
        return sum(entry.callcount for entry in profile.getstats())

    assert looks(1600) < 6 * looks(400)
