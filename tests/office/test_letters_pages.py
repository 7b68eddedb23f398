"""Posters of one sheet whatever the title, letters of one page, questionnaires of two.

Skipped where LibreOffice or poppler is not installed, unless DOCGEN_REQUIRE_OFFICE is 1.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping

import pytest

from docgen.records.directory import Programme
from docgen.records.schema import Record
from docgen.records.tables import Tables
from tests.golden.sample import Chosen, draft_papers, sample_plan, sample_tables
from tests.office.pages import Pages, lay_out, missing_programs
from tests.office.test_pages import with_long_names

LONG_TITLE = (
    "Основы проектной и исследовательской деятельности в области беспилотных авиационных систем"
    " и геоинформационных технологий"
)
MOST_PAGES: Mapping[str, int] = {
    "stand-poster": 1,
    "cover-letter": 1,
    "questionnaire-teacher": 2,
    "questionnaire-pupil": 2,
    "questionnaire-parent": 2,
}
LETTERS = ("П-01", "П-02", "П-05", "П-14")


def with_long_titles(tables: Tables) -> Tables:
    """The same rows with the longest title of a programme that one meets."""
    changed: dict[type[Record], tuple[Record, ...]] = {kind: tables.of(kind) for kind in tables}
    changed[Programme] = tuple(
        dataclasses.replace(row, title=LONG_TITLE) for row in tables.of(Programme)
    )
    return Tables(changed)


def _chosen() -> list[Chosen]:
    return [
        chosen
        for chosen in sample_plan()
        if chosen[0] in MOST_PAGES and (chosen[0] != "cover-letter" or chosen[1] in LETTERS)
    ]


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pages]:
    missing = missing_programs()
    if missing:
        reason = f"not installed: {', '.join(missing)}"
        if os.environ.get("DOCGEN_REQUIRE_OFFICE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    papers = {
        f"{kind} {code}": content
        for (kind, code), content in draft_papers(sample_tables(), _chosen()).items()
    }
    posters = [chosen for chosen in _chosen() if chosen[0] == "stand-poster"]
    for (kind, code), content in draft_papers(with_long_titles(sample_tables()), posters).items():
        papers[f"{kind} {code} long title"] = content
    letters = [chosen for chosen in _chosen() if chosen[0] == "cover-letter"]
    for (kind, code), content in draft_papers(with_long_names(sample_tables()), letters).items():
        papers[f"{kind} {code} long names"] = content
    return lay_out(papers, tmp_path_factory.mktemp("letters"))


def test_papers_keep_to_their_sheets(laid: dict[str, Pages]) -> None:
    pages = {name: len(paper.texts) for name, paper in laid.items()}
    assert {name: n for name, n in pages.items() if n > MOST_PAGES[name.split()[0]]} == {}


def test_a_poster_ends_with_the_telephone(laid: dict[str, Pages]) -> None:
    for name, paper in laid.items():
        if name.startswith("stand-poster"):
            assert [line for line in paper.texts[-1] if line.strip()][-1].strip().startswith("+7")
