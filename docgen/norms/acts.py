"""The dated table of acts: how to cite them, and whether a paper may still cite them.

An act is judged by the date of the paper, never by today's date: a contract of 2022 that
cites the order of 2018 was right. The table is data (``acts.toml``); an office may keep a
file of its own that overrides it, so that a new act needs no new version of docgen.
"""

from __future__ import annotations

import datetime
import enum
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose

NBSP = "\u00a0"
STALE_AFTER = datetime.timedelta(days=90)
"""How long a checked table may be trusted (norms/content.md 8.2, point 2)."""
EXPIRES_SOON = datetime.timedelta(days=90)


class CitationForm(enum.StrEnum):
    """Case of a citation: «в соответствии с» needs INS, «на основании» GEN, «согласно» DAT."""

    NOM = "nom"
    GEN = "gen"
    DAT = "dat"
    INS = "ins"
    PRE = "pre"


class Lint(enum.StrEnum):
    """What it is to cite the act after it lost force."""

    ERROR = "error"
    WARNING = "warning"


class Status(enum.StrEnum):
    """How sure the dates are; a paper of law must never hide it."""

    VERIFIED = "verified"
    PARTLY = "partly"
    UNVERIFIED = "unverified"


_HOW_SURE: Mapping[Status, str] = {
    Status.VERIFIED: "",
    Status.PARTLY: "; срок взят из вторичного источника, сверьте его",
    Status.UNVERIFIED: "; срок в таблице не подтверждён, сверьте его",
}
"""What a message about a term adds, so that nobody takes the table for the law."""


@dataclass(frozen=True)
class Approval:
    """The paper by which rules were put in force (постановление for СП and СанПиН)."""

    kind: str
    number: str
    date: datetime.date


@dataclass(frozen=True)
class Act:
    """One act. ``valid_to`` is its last day in force, ``None`` when no end is known.

    ``number`` and ``date`` are canonical; ``aliases`` are other numbers by which it is cited.
    ``text`` holds ready citations by form for acts that a rule cannot compose.
    ``wrong_scope`` says why the act has no place in papers on additional programmes.
    """

    key: str
    kind: str
    status: Status
    number: str = ""
    date: datetime.date | None = None
    title: str = ""
    issuer: str = ""
    issuer_stems: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    replaced_by: str = ""
    replacement: str = ""
    wrong_scope: str = ""
    lint: Lint = Lint.ERROR
    approval: Approval | None = None
    text: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    note: str = ""

    @property
    def short(self) -> str:
        """How messages name the act: kind, date and number without the title."""
        if self.text:
            return self.text[CitationForm.NOM].partition(" «")[0]
        date = f" от {self.date:%d.%m.%Y}" if self.date else ""
        return f"{self.kind}{date} №{NBSP}{self.number}"

    def in_force(self, on: datetime.date) -> bool:
        """Whether the act was in force on this day; an unknown bound counts as open."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Wording:
    """A phrase that was right once: ``since`` is the day from which it no longer is."""

    key: str
    pattern: re.Pattern[str]
    since: datetime.date
    say: str
    instead: str
    lint: Lint
    norm: str
    consent: bool = False


@dataclass(frozen=True)
class KindForms:
    """Cases of the words that begin a citation, and stems by which they are recognised."""

    forms: Mapping[str, str]
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Acts:
    """The table as loaded. ``checked_on`` is when a person last compared it with the law."""

    checked_on: datetime.date
    acts: Mapping[str, Act]
    kinds: Mapping[str, KindForms]
    wordings: tuple[Wording, ...]

    def __contains__(self, key: str) -> bool:
        return key in self.acts

    def citation(
        self, key: str, form: CitationForm | str = CitationForm.INS, *, short: bool = False
    ) -> str:
        """Full citation in the case asked for; ``short`` leaves the title out.

        «Федеральным законом от 29.12.2012 № 273-ФЗ «Об образовании в Российской Федерации»».
        № never parts from its number (norms/office.md 1.2). Raises ``KeyError`` for an act
        that is not in the table or a form that it does not have.
        """
        act = self.acts[key]
        form = CitationForm(form)
        if act.text:
            text = act.text[form]
            return _bind(text.partition(" «")[0] if short else text)
        words = [self.kinds[act.kind].forms[form], act.issuer]
        if act.date:
            words.append(f"от {act.date:%d.%m.%Y}")
        words.append(f"№ {act.number}")
        if act.title and not short:
            words.append(f"«{act.title}»")
        return _bind(" ".join(word for word in words if word))

    def as_terms(
        self, form: CitationForm | str = CitationForm.INS, *, short: bool = False
    ) -> Mapping[str, str]:
        """Key → citation, for templates: ``{{ акты.P882 }}``.

        Acts that have no such form (old rules, kept only to be recognised) are left out.
        """
        form = CitationForm(form)
        return {
            key: self.citation(key, form, short=short)
            for key, act in self.acts.items()
            if form in act.text or (not act.text and act.kind in self.kinds)
        }

    def check_citations(
        self,
        keys: Iterable[str],
        on: datetime.date,
        until: datetime.date | None,
        origin: Origin,
    ) -> list[Diagnostic]:
        """What is wrong with citing these acts in a paper of the date ``on``.

        ``until`` is the day when the contract ends; ``origin`` is where the paper comes from.
        Repealed → error with the replacement; outlived by the contract → warning (NET-23).
        """
        found: list[Diagnostic] = []
        for key in sorted(set(keys)):
            act = self.acts.get(key)
            if act is None:
                found.append(
                    diagnose(
                        "act-unknown",
                        origin,
                        f"в таблице актов нет ключа «{key}»",
                        hint="исправьте ключ в шаблоне или добавьте акт в таблицу актов",
                        value=key,
                        norm="NET-23",
                    )
                )
            else:
                found += self.judge(act, on, until, origin)
        return found

    def judge(
        self,
        act: Act,
        on: datetime.date,
        until: datetime.date | None,
        origin: Origin,
        value: str = "",
    ) -> list[Diagnostic]:
        """Faults of citing one act on a date, at most one of them about its term."""
        instead = self.instead_of(act)
        shown = value or act.short

        def fault(code: str, message: str, hint: str) -> list[Diagnostic]:
            return [diagnose(code, origin, message, hint=hint, value=shown, norm="NET-23")]

        if act.wrong_scope:
            return fault("act-wrong-scope", f"{act.short} — {act.wrong_scope}", instead)
        if act.valid_to and on > act.valid_to:
            code = "act-repealed" if act.lint is Lint.ERROR else "act-superseded"
            since = f"{act.short} не действует с {_next_day(act.valid_to)}"
            return fault(code, since, instead + _HOW_SURE[act.status])
        if act.valid_from and on < act.valid_from:
            return fault(
                "act-not-yet-valid",
                f"{act.short} действует с {act.valid_from:%d.%m.%Y}, "
                f"а документ датирован {on:%d.%m.%Y}",
                "проверьте дату документа или сошлитесь на акт, действовавший на эту дату",
            )
        if act.valid_to is None:
            return []
        if until and until > act.valid_to:
            return fault(
                "act-outlived",
                f"{act.short} действует по {act.valid_to:%d.%m.%Y}, "
                f"а документ — по {until:%d.%m.%Y}",
                "проверьте, принят ли акт на смену, и обновите таблицу актов"
                + _HOW_SURE[act.status],
            )
        if act.valid_to - on <= EXPIRES_SOON:
            return fault(
                "act-expires-soon",
                f"{act.short} истекает {act.valid_to:%d.%m.%Y}",
                instead + _HOW_SURE[act.status],
            )
        return []

    def instead_of(self, act: Act) -> str:
        """What the clerk is told to cite in place of an act."""
        if act.replaced_by in self.acts:
            return f"сошлитесь на действующий акт: {self.acts[act.replaced_by].short}"
        return act.replacement or "проверьте по правовой базе, чем заменён акт"

    def check_age(self, on: datetime.date, origin: Origin | None = None) -> list[Diagnostic]:
        """A warning when nobody has compared the table with the law for 90 days."""
        if on - self.checked_on <= STALE_AFTER:
            return []
        return [
            diagnose(
                "act-table-old",
                origin or Origin("acts.toml"),
                f"таблица актов сверена {self.checked_on:%d.%m.%Y}, больше 90 дней назад",
                hint="сверьте акты с правовой базой и впишите новую дату checked_on",
                value=f"{self.checked_on:%d.%m.%Y}",
                norm="NET-23",
            )
        ]


def load_acts(path: Path | None = None) -> Acts:
    """The shipped table, overridden by the office's own file when one is given.

    Raises ``Refusal`` when the office's file can't be read or breaks the table's shape:
    without it the law can't be judged, so the run must not begin.
    """
    if path is None:
        return _shipped_acts()
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Refusal(
            f"таблица актов «{path.name}» не читается", hint="проверьте, на месте ли файл"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(
            f"в таблице актов «{path.name}» ошибка записи{_place(error)}",
            hint="исправьте строку; образец — таблица acts.toml из поставки",
        ) from error
    try:
        return _build(_merge(_shipped_table(), own))
    except _BadTable as error:
        raise Refusal(
            f"в таблице актов «{path.name}»: {error}",
            hint="образец — таблица acts.toml из поставки",
        ) from error


def _place(error: ValueError) -> str:
    """Where a table breaks; the reader's own words for it are English."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    return f": строка {found[1]}, знак {found[2]}" if found else ""


class _BadTable(ValueError):
    """The table has the wrong shape; the text says where, in Russian."""


@cache
def _shipped_acts() -> Acts:
    return _build(_shipped_table())


def _shipped_table() -> dict[str, Any]:
    text = resources.files("docgen.norms").joinpath("acts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _merge(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        kept = merged.get(key)
        if isinstance(kept, dict):
            if not isinstance(value, dict):
                raise _BadTable(f"на месте «{key}» должна быть таблица")
            merged[key] = _merge(kept, value)
        else:
            merged[key] = value
    return merged


def _build(table: Mapping[str, Any]) -> Acts:
    checked_on = table.get("checked_on")
    if not isinstance(checked_on, datetime.date):
        raise _BadTable("checked_on — не дата")
    kinds = {
        name: KindForms(
            {form: forms[form] for form in CitationForm if form in forms},
            tuple(forms.get("stems", ())),
        )
        for name, forms in table.get("kinds", {}).items()
    }
    acts = {key: _act(key, fields) for key, fields in table.get("acts", {}).items()}
    for act in acts.values():
        if act.kind not in kinds:
            raise _BadTable(f"[acts.{act.key}]: вида «{act.kind}» нет в [kinds]")
        if act.replaced_by and act.replaced_by not in acts:
            raise _BadTable(f"[acts.{act.key}]: замены «{act.replaced_by}» нет в таблице")
    wordings = tuple(_wording(key, fields) for key, fields in table.get("wordings", {}).items())
    return Acts(checked_on, acts, kinds, wordings)


def _act(key: str, fields: Mapping[str, Any]) -> Act:
    if not isinstance(fields, dict):
        raise _BadTable(f"на месте «{key}» должна быть таблица")
    try:
        values = dict(fields)
        for name in ("issuer_stems", "aliases"):
            values[name] = tuple(values.get(name, ()))
        values["status"] = Status(values["status"])
        values["lint"] = Lint(values.get("lint", Lint.ERROR))
        if "approval" in values:
            values["approval"] = Approval(**values["approval"])
        act = Act(key=key, **values)
    except (KeyError, TypeError, ValueError) as error:
        raise _BadTable(f"[acts.{key}]: {error}") from error
    for name in ("date", "valid_from", "valid_to"):
        value = getattr(act, name)
        if value is not None and type(value) is not datetime.date:
            raise _BadTable(f"[acts.{key}]: {name} — не дата")
    if not act.number and not act.text:
        raise _BadTable(f"[acts.{key}]: нужен number или text")
    return act


def _wording(key: str, fields: Mapping[str, Any]) -> Wording:
    if not isinstance(fields, dict):
        raise _BadTable(f"на месте «{key}» должна быть таблица")
    try:
        return Wording(
            key=key,
            pattern=re.compile(fields["pattern"], re.IGNORECASE),
            since=fields["since"],
            say=fields["say"],
            instead=fields["instead"],
            lint=Lint(fields["lint"]),
            norm=fields["norm"],
            consent=fields.get("consent", False),
        )
    except (KeyError, ValueError, re.error) as error:
        raise _BadTable(f"[wordings.{key}]: {error}") from error


def _bind(text: str) -> str:
    return text.replace("№ ", f"№{NBSP}").replace("ГОСТ Р ", f"ГОСТ{NBSP}Р{NBSP}")


def _next_day(day: datetime.date) -> str:
    return f"{day + datetime.timedelta(days=1):%d.%m.%Y}"
