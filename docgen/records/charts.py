"""A chart as a value of a context: figures and words, nothing of how Word draws it.

A template prints it with ``{{ диаграмма }}`` alone in its paragraph; ``rendering`` makes a native
Word chart of it, whose figures can be changed in Word.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal

from docgen.records.terms import term


class ChartKind(enum.StrEnum):
    """How the figures are shown. Long names of categories want bars, which lie."""

    COLUMNS = "столбцы"
    BARS = "полосы"
    STACKED_BARS = "полосы с накоплением"
    PIE = "доли круга"


@dataclass(frozen=True, kw_only=True)
class ChartSeries:
    """One row of figures: a value for each category, ``None`` where there is none."""

    name: str = term("название")
    values: tuple[int | Decimal | None, ...] = term("значения")


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Figures by category, one series or several («план», «факт»), all in one unit.

    ``unit`` follows the title: «Охват по направленностям, чел.»; it may be empty. ``text`` is for
    those who don't see the picture: one or two sentences on what it shows; the figures are
    added to it when the chart is drawn. A pie has one series.
    """

    kind: ChartKind = term("вид")
    title: str = term("заголовок")
    categories: tuple[str, ...] = term("подписи")
    series: tuple[ChartSeries, ...] = term("ряды")
    unit: str = term("единица", "в чём измерено: «чел.», «%»")
    text: str = term("описание", "что видно на диаграмме, словами")

    def __post_init__(self) -> None:
        """Raises ``ValueError`` when a series has not one value for each category."""
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(
                    f"chart series {series.name!r}: {len(series.values)} values"
                    f" for {len(self.categories)} categories"
                )
