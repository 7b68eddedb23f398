"""Local acts of the healthy district: the whole set of its two schools, parameters, a plan."""

from __future__ import annotations

from typing import Any

from docgen.checks.local_acts import OBLIGATORY
from docgen.norms.act_parameters import ParameterRule, parameter_rules
from docgen.records.acts import ActParameter, LocalAct, PlanRow
from docgen.records.vocabulary import ActKind, ActParameterName
from tests.checks.district import Edit, day, put

_SCHOOLS = {"СОШ5": "Ж-01", "ТЕХНО": "Т-01"}
_SUBJECTS = {"возраст": "7–10 лет", "программа": "РОБО", "название": "осенние"}
_VALUES = {
    ActParameterName.YEAR_START: "01.09.2026",
    ActParameterName.YEAR_END: "31.05.2027",
    ActParameterName.DAY_START: "8:00",
    ActParameterName.DAY_END: "20:00",
    ActParameterName.HOLIDAYS: "26.10.2026–01.11.2026",
    ActParameterName.DAYS_OFF: "04.11.2026",
    ActParameterName.INTERIM_PERIOD: "17.05.2027–31.05.2027",
    ActParameterName.WEEKS: "40",
}


def act(organisation: str, kind: ActKind, **more: Any) -> dict[str, Any]:
    """A row of «Локальные акты», approved in order."""
    return {
        "code": f"{organisation}-{kind.name}",
        "organisation": organisation,
        "kind": kind,
        "council": "Педагогический совет",
        "council_number": "1",
        "council_date": day("27.08.2026"),
        "order_number": "120-од",
        "order_date": day("28.08.2026"),
        "effective": day("01.09.2026"),
        "responsible": _SCHOOLS[organisation],
        "not_applicable": frozenset({"replaces"}),
        **more,
    }


def _parameter(rule: ParameterRule) -> dict[str, Any]:
    value = _VALUES.get(rule.name) or (rule.words[0] if rule.words else rule.wanting)
    return {
        "parameter": rule.name,
        "value": value.partition(",")[0],
        "subject": _SUBJECTS.get(rule.by),
    }


ACTS: tuple[Edit, ...] = (
    put(
        LocalAct,
        *(act(school, kind) for school in _SCHOOLS for kind in (ActKind.NETWORK, *OBLIGATORY)),
        act("СОШ5", ActKind.CALENDAR),
        act("СОШ5", ActKind.TRAINING_PLAN, programme="РОБО"),
    ),
    put(ActParameter, *(_parameter(rule) for rule in parameter_rules().values())),
    put(
        PlanRow,
        {
            "programme": "РОБО",
            "title": "Сборка",
            "organisation": "СОШ5",
            "theory": 10,
            "practice": 26,
        },
        {
            "programme": "РОБО",
            "title": "Программы",
            "organisation": "ТЕХНО",
            "theory": 6,
            "practice": 30,
        },
    ),
)
"""What a case of the rules for acts begins with."""


def parameter_row(name: ActParameterName) -> int:
    """The place of a parameter among the rows of its sheet."""
    return list(parameter_rules()).index(name)
