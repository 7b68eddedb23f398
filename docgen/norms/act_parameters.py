"""What is known of each parameter of local acts: its look, its acts, the bounds of the law.

Data (``act_parameters.toml``), so that a person who knows the law can mend it; an act prints
only what the office has typed, or a ``default`` that a norm sets.
"""

from __future__ import annotations

import datetime
import enum
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from docgen.norms.acts import Status
from docgen.records.acts import ActParameter, LocalAct
from docgen.records.agreements import network_roles
from docgen.records.tables import Tables
from docgen.records.vocabulary import ActKind, ActParameterName, PartyRole

_DAY = r"\d{1,2}\.\d{1,2}\.\d{4}"
_PERIOD = re.compile(rf"(?:с\s+)?({_DAY})(?:\s*(?:[-–—]|по)\s*({_DAY}))?", re.IGNORECASE)
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::00)?")


class ValueType(enum.StrEnum):
    """How a value looks; the Python type stands beside each member."""

    NUMBER = "число"  # int
    TIME = "время"  # datetime.time
    DATE = "дата"  # datetime.date
    PERIOD = "период"  # Period
    TEXT = "текст"  # str
    ITEMS = "перечень"  # tuple[str, ...]
    EITHER = "одно из двух"  # bool: the first of the two words is yes


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``start`` to ``end``, both included; one day has them equal."""

    start: datetime.date
    end: datetime.date

    def __contains__(self, day: datetime.date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        """«04.11.2026», «26.10.2026–01.11.2026»."""
        if self.start == self.end:
            return f"{self.start:%d.%m.%Y}"
        return f"{self.start:%d.%m.%Y}–{self.end:%d.%m.%Y}"


Value = int | str | bool | datetime.date | datetime.time | Period | tuple[str, ...]


@dataclass(frozen=True)
class ParameterRule:
    """One parameter. ``least`` and ``most`` are bounds of a norm, ``default`` its own figure.

    ``roles``: organisations in other roles only do without it; empty: nobody does.
    ``unit``: what a number counts, in the singular.
    ``words``: those that say yes and no, in this order.
    ``by``: what «Для чего» says where a parameter has several rows; empty: it has one.
    """

    name: ActParameterName
    value_type: ValueType
    acts: tuple[ActKind, ...]
    wanting: str
    norm: str
    roles: tuple[PartyRole, ...] = ()
    by: str = ""
    unit: str = ""
    words: tuple[str, ...] = ()
    optional: bool = False
    default: Value | None = None
    least: Value | None = None
    most: Value | None = None
    status: Status = Status.PARTLY

    def concerns(self, kind: ActKind, roles: frozenset[PartyRole]) -> bool:
        """Whether an act of this kind, of an organisation in these roles, prints it.

        An organisation that no agreement names may still become anything: it needs them all.
        """
        if kind not in self.acts:
            return False
        return not self.roles or not roles or bool(set(self.roles) & roles)

    def read(self, text: str) -> Value | None:
        """The value that a cell holds, ``None`` when it is not of the parameter's type."""
        line = " ".join(text.split())
        if self.value_type is ValueType.EITHER:
            word = line.lower()
            return self.words.index(word) == 0 if word in self.words else None
        return _read(self.value_type, line, text)

    @property
    def wanted_words(self) -> str:
        """What a cell of the parameter holds, for messages: «число», «ведётся» или «не …»."""
        if self.words:
            return " или ".join(f"«{word}»" for word in self.words)
        return str(self.value_type)

    def is_out_of_range(self, value: Value) -> bool:
        """Whether a value goes beyond what the norm allows."""
        bounds: tuple[Any, Any, Any] = (self.least, value, self.most)
        least, found, most = bounds
        return (least is not None and found < least) or (most is not None and found > most)

    @property
    def range_words(self) -> str:
        """«от 1 до 3», «не позже 20:00»; empty without bounds."""
        parts = [
            f"{word} {shown(bound)}"
            for word, bound in (("не меньше", self.least), ("не больше", self.most))
            if bound is not None
        ]
        return ", ".join(parts)


def shown(value: Value) -> str:
    """A value as the clerk would type it."""
    if isinstance(value, datetime.time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, datetime.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value)


@cache
def parameter_rules() -> Mapping[ActParameterName, ParameterRule]:
    """Every parameter by its name. Raises ``ValueError`` for a line that is not right."""
    folder = resources.files("docgen.norms")
    text = folder.joinpath("act_parameters.toml").read_text(encoding="utf-8")
    rules = [_rule(ActParameterName(name), given) for name, given in tomllib.loads(text).items()]
    return {rule.name: rule for rule in rules}


def wanted(act: LocalAct, tables: Tables) -> tuple[ParameterRule, ...]:
    """Parameters without which this act can't be composed."""
    if act.kind is None:
        return ()
    roles = network_roles(act.organisation, tables)
    return tuple(
        rule
        for rule in parameter_rules().values()
        if rule.concerns(act.kind, roles) and not rule.optional
    )


@dataclass(frozen=True)
class Settled:
    """A parameter that holds for an act: the row that says so and what it says.

    ``row`` is ``None`` for the default of a norm, ``value`` for a cell that can't be read.
    """

    rule: ParameterRule
    row: ActParameter | None
    value: Value | None
    subject: str = ""


def settled(act: LocalAct, name: ActParameterName, tables: Tables) -> tuple[Settled, ...]:
    """What holds for an act, one for each subject, in the order of rows.

    A row with the act's code is stronger than a row of its organisation, and that one than a
    row for all. A stronger row of one subject does not hide weaker rows of the others.
    """
    rule = parameter_rules()[name]
    found: dict[str, tuple[int, ActParameter]] = {}
    for row in tables.referring(ActParameter, "parameter", name):
        strength = _strength(row, act)
        subject = _key(row.subject) if rule.by else ""
        if strength is not None and strength >= found.get(subject, (-1, row))[0]:
            found[subject] = (strength, row)
    made = tuple(
        Settled(rule, row, rule.read(row.value) if row.value else None, row.subject or "")
        for _, row in found.values()
    )
    if not made and rule.default is not None:
        return (Settled(rule, None, rule.default),)
    return made


def _strength(row: ActParameter, act: LocalAct) -> int | None:
    """How near a row stands to an act; ``None`` when it speaks of another."""
    if row.act is not None:
        return 2 if row.act == act.code else None
    if row.organisation is not None:
        return 1 if row.organisation == act.organisation else None
    # a reference that could not be read must not make a row hold for everybody
    return 0


def _key(subject: str | None) -> str:
    return " ".join((subject or "").lower().split())


def _rule(name: ActParameterName, given: Mapping[str, Any]) -> ParameterRule:
    kind = ValueType(given["type"])
    bounds = {
        key: _read(kind, str(given[key]), str(given[key]))
        for key in ("default", "least", "most")
        if key in given
    }
    if None in bounds.values():
        raise ValueError(f"{name}: {bounds}")
    return ParameterRule(
        name=name,
        value_type=kind,
        acts=tuple(ActKind(act) for act in given["acts"]),
        wanting=given["wanting"],
        norm=given["norm"],
        roles=tuple(PartyRole(role) for role in given.get("roles", ())),
        by=given.get("by", ""),
        unit=given.get("unit", ""),
        words=tuple(given.get("words", ())),
        optional=given.get("optional", False),
        status=Status(given.get("status", Status.PARTLY)),
        **bounds,
    )


def _read(kind: ValueType, line: str, text: str) -> Value | None:
    if kind is ValueType.NUMBER:
        return int(line) if line.isdecimal() and len(line) < 5 else None
    if kind is ValueType.TIME:
        found = _TIME.fullmatch(line)
        return datetime.time(int(found[1]), int(found[2])) if found else None
    if kind is ValueType.DATE:
        return _day(line)
    if kind is ValueType.PERIOD:
        return _period(line)
    if kind is ValueType.ITEMS:
        items = (" ".join(item.split()).rstrip(".,") for item in re.split(r"[;\n]", text))
        return tuple(item for item in items if item) or None
    return line or None


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(text, "%d.%m.%Y").date()
    except ValueError:
        return None


def _period(text: str) -> Period | None:
    found = _PERIOD.fullmatch(text)
    if not found:
        return None
    start, end = _day(found[1]), _day(found[2] or found[1])
    return Period(start, end) if start and end and start <= end else None
