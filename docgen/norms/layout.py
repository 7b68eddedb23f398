"""Style profiles: the figures of office layout, one profile for each edition of the ГОСТ."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from docgen.records.vocabulary import LayoutStandard


@dataclass(frozen=True, kw_only=True)
class LayoutProfile:
    """Figures that a paper's layout obeys (norms/office.md 1.2); mm and points.

    ``margin_left_long_storage_mm`` is for papers kept for more than 10 years (orders on the
    main activity, local acts). ``contract_pt`` is the body size of contracts and annexes.
    ``corner_block_width_mm`` is the longest line of an angular requisite (угловой реквизит).
    ``title_always``: every document needs a «заголовок к тексту»; otherwise a text of up to
    ``title_optional_up_to_lines`` lines may go without.
    ``qr_code_allowed``: the standard knows the requisite; ``qr_code``: it is printed, the office
    says so; ``qr_code_mm`` is its side with the white around it, ``qr_code_from_edge_mm`` what
    is left of the margin beyond it.
    """

    standard: LayoutStandard
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    page_width_mm: float
    page_height_mm: float
    margin_left_mm: float
    margin_right_mm: float
    margin_top_mm: float
    margin_bottom_mm: float
    margin_left_long_storage_mm: float
    font: str
    body_pt: float
    contract_pt: float
    table_pt: float
    line_spacing: float
    block_line_spacing: float
    first_line_indent_mm: float
    justified: bool
    page_number_position: str
    page_number_from_edge_mm: float
    first_numbered_page: int
    corner_block_width_mm: float
    long_block_width_mm: float
    approval_block_width_mm: float
    title_gap_lines: int
    signature_gap_lines: int
    title_always: bool
    title_optional_up_to_lines: int = 0
    qr_code_allowed: bool
    qr_code: bool
    qr_code_mm: float
    qr_code_from_edge_mm: float
    space_between_initials: bool

    @property
    def text_width_mm(self) -> float:
        """Width of the text of an upright page: what a table may take."""
        return self.page_width_mm - self.margin_left_mm - self.margin_right_mm


def load_layout(standard: LayoutStandard | None = None) -> LayoutProfile:
    """The profile of an edition; ``None`` (nothing chosen in «Настройки») means the 2025 one."""
    return _profiles()[standard or LayoutStandard.GOST_2025]


@cache
def _profiles() -> dict[LayoutStandard, LayoutProfile]:
    text = resources.files("docgen.norms").joinpath("layout.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, Any]] = tomllib.loads(text)
    base = table.pop("base")
    profiles = [
        LayoutProfile(**{**base, **own, "standard": LayoutStandard(own["standard"])})
        for own in table.values()
    ]
    return {profile.standard: profile for profile in profiles}
