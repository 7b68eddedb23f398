"""Healthy rows of network.xlsx for the cases of the rules: they belong to the small district."""

from __future__ import annotations

import datetime
from typing import Any

from docgen.records.network import (
    Deficit,
    DirectionDemand,
    Indicator,
    NetworkMember,
    NetworkModel,
    Potential,
    Report,
    Risk,
    StaffFigure,
)
from docgen.records.schema import Record
from docgen.records.vocabulary import (
    BetterWhen,
    DeficitKind,
    Direction,
    Measured,
    NetworkActivity,
    NetworkRole,
    Readiness,
    ReportKind,
    RiskLevel,
    Severity,
)

_YEAR: dict[str, Any] = {
    "period_start": datetime.date(2026, 9, 1),
    "period_end": datetime.date(2027, 5, 31),
}
_LAST_YEAR: dict[str, Any] = {
    "period_start": datetime.date(2025, 9, 1),
    "period_end": datetime.date(2026, 5, 31),
}
_NOTE: dict[str, Any] = {
    "sample": "все организации",
    "method": ("самообследование",),
    "proposals": ("закупить оборудование",),
    "author": "К-07",
}
_DONE: dict[str, Any] = {"responsible": ("К-07",), "due": datetime.date(2026, 7, 31)}

NETWORK_ROWS: list[tuple[type[Record], list[dict[str, Any]]]] = [
    (
        Report,
        [
            {"code": "СПР-01", "kind": ReportKind.RESOURCES, **_YEAR, **_NOTE},
            {
                "code": "РЕЕ-01",
                "kind": ReportKind.LICENCES,
                "period_start": datetime.date(2026, 8, 1),
                "period_end": datetime.date(2026, 8, 31),
                "author": "К-07",
            },
        ],
    ),
    (
        Deficit,
        [
            {
                "organisation": "СОШ5",
                "kind": DeficitKind.EQUIPMENT,
                "description": "нет наборов",
                "severity": Severity.CRITICAL,
                "programme": "РОБО",
                "required": "наборы, 8 шт.",
                "filled_by": "ТЕХНО",
            },
            {
                "organisation": "МУЗЕЙ",
                "kind": DeficitKind.STAFF,
                "description": "нет экскурсовода",
                "severity": Severity.MINOR,
                "required": "экскурсовод",
            },
        ],
    ),
    (
        DirectionDemand,
        [
            {
                "direction": Direction.TECHNICAL,
                "content": "робототехника",
                "demand": 60,
                "executors": ("СОШ5", "ТЕХНО"),
            },
            {
                "direction": Direction.TOURISM,
                "content": "краеведение",
                "demand": 30,
                "executors": ("СОШ5",),
            },
        ],
    ),
    (
        Potential,
        [
            {
                "organisation": code,
                "equipment": "оборудование",
                "premises": "зал",
                "staff": "педагог",
                "readiness": Readiness.READY,
            }
            for code in ("ТЕХНО", "МУЗЕЙ")
        ],
    ),
    (
        StaffFigure,
        [
            {"organisation": "СОШ5", "post": "педагог", "needed": 3, "working": 2, "qualified": 1},
            {"organisation": "СОШ5", "post": "методист", "needed": 1, "working": 1, "trained": 1},
        ],
    ),
    (
        NetworkModel,
        [
            {
                "code": code,
                "title": "Модель",
                "goal": "расширить доступ",
                "tasks": ("объединить ресурсы",),
                "start": datetime.date(2026, 9, 1),
                "end": datetime.date(2028, 8, 31),
                "mechanisms": ("договоры",),
                "author": "К-07",
            }
            for code in ("М-1", "М-2")
        ],
    ),
    (
        NetworkMember,
        [
            {
                "model": model,
                "organisation": organisation,
                "role": role,
                "activity": NetworkActivity.ACTIVE,
                "functions": ("ведёт реестр",),
            }
            for model, organisation, role in (
                ("М-1", "ТЕХНО", NetworkRole.COORDINATOR),
                ("М-1", "СОШ5", NetworkRole.BASE),
                ("М-2", "СОШ5", NetworkRole.COORDINATOR),
            )
        ],
    ),
    (
        Risk,
        [
            {
                "model": "М-1",
                "title": "отказ",
                "level": RiskLevel.LOW,
                "measures": "запасной партнёр",
            }
        ],
    ),
    (
        Indicator,
        [
            {
                "name": "Охват",
                "unit": "чел.",
                "plan": 10,
                "fact": 8,
                "reason": "поздний старт",
                **_LAST_YEAR,
            },
            {"name": "Охват", "unit": "чел.", "plan": 12, "measured": Measured.PUPILS, **_YEAR},
            {"name": "Довольны", "unit": "%", "plan": 80, "fact": 80, **_LAST_YEAR},
            {
                "name": "Жалобы",
                "unit": "ед.",
                "plan": 3,
                "fact": 2,
                "better": BetterWhen.LESS,
                **_LAST_YEAR,
            },
        ],
    ),
]
