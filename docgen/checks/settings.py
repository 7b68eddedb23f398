"""Rules of the sheet «Настройки»."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.checks.facts import Facts
from docgen.diagnostics import Diagnostic, diagnose
from docgen.norms.layout import load_layout
from docgen.records.directory import Settings


def qr_code_is_of_the_standard(facts: Facts) -> Iterator[Diagnostic]:
    """A QR code is asked for under an edition of the ГОСТ that has such a requisite.

    Norm: X-10, GOST97: requisite 31 came in 2025.
    Bad: Настройки: Стиль оформления ГОСТ Р 7.0.97-2016, QR-код на бумагах да
    Good: Настройки: Стиль оформления ГОСТ Р 7.0.97-2025, QR-код на бумагах да
    """
    settings = facts.tables.only(Settings)
    if settings and settings.qr_code and not load_layout(settings.layout).qr_code_allowed:
        yield diagnose(
            "qr-not-in-standard",
            settings.origin.at("qr_code"),
            f"в {settings.layout} нет реквизита «Штрих-код (QR-код)», бумаги будут без него",
            hint="выберите в «Стиль оформления» ГОСТ Р 7.0.97-2025 или уберите «да»",
            value="да",
            norm="X-10",
        )
