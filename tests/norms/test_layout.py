"""Style profiles hold the figures of norms/office.md 1.2."""

from __future__ import annotations

import dataclasses

import pytest

from docgen.norms.layout import load_layout
from docgen.records.vocabulary import LayoutStandard

DIFFERENCES = {
    "standard",
    "valid_from",
    "valid_to",
    "corner_block_width_mm",
    "title_always",
    "title_optional_up_to_lines",
    "qr_code_allowed",
}


def test_nothing_chosen_means_the_edition_in_force() -> None:
    assert load_layout() is load_layout(LayoutStandard.GOST_2025)
    assert load_layout().valid_to is None


@pytest.mark.parametrize("standard", list(LayoutStandard))
def test_every_edition_keeps_the_least_margins(standard: LayoutStandard) -> None:
    profile = load_layout(standard)
    assert profile.standard is standard
    assert profile.margin_left_mm >= 20 and profile.margin_right_mm >= 10
    assert profile.margin_top_mm >= 20 and profile.margin_bottom_mm >= 20
    assert profile.margin_left_long_storage_mm >= 30
    assert 12 <= profile.contract_pt <= profile.body_pt <= 14
    assert profile.table_pt <= profile.contract_pt
    assert 1 <= profile.line_spacing <= 1.5
    assert profile.first_line_indent_mm == 12.5
    assert profile.first_numbered_page == 2 and profile.page_number_from_edge_mm >= 10
    assert profile.text_width_mm == 180


@pytest.mark.parametrize(
    ("standard", "corner", "title_always"),
    [(LayoutStandard.GOST_2025, 80, True), (LayoutStandard.GOST_2016, 75, False)],
)
def test_the_corner_block_and_the_title_differ(
    standard: LayoutStandard, corner: float, title_always: bool
) -> None:
    profile = load_layout(standard)
    assert profile.corner_block_width_mm == corner
    assert profile.title_always is title_always


def test_the_editions_differ_in_figures_not_in_code() -> None:
    new = dataclasses.asdict(load_layout(LayoutStandard.GOST_2025))
    old = dataclasses.asdict(load_layout(LayoutStandard.GOST_2016))
    assert {name for name in new if new[name] != old[name]} <= DIFFERENCES
