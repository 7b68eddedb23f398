"""The words of grammar that the whole room speaks: case, gender, and a form with its doubt."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Source = Literal["column", "dictionary", "engine", "rule"]


class Case(enum.StrEnum):
    """Падеж, in the order in which every table of this room lists its forms."""

    NOM = "nom"
    GEN = "gen"
    DAT = "dat"
    ACC = "acc"
    INS = "ins"
    PRE = "pre"


class Gender(enum.StrEnum):
    """Род, or the plural, with which words agree. ``p`` is the plural of either sex."""

    M = "m"
    F = "f"
    N = "n"
    P = "p"


CASES: tuple[Case, ...] = tuple(Case)
INDEX: dict[Case, int] = {case: number for number, case in enumerate(CASES)}


@dataclass(frozen=True, slots=True)
class Form:
    """A word or name in a case, with how it was made.

    ``source``: ``column`` the clerk gave it, ``dictionary`` the office confirmed it, ``engine``
    the rule data or dictionary of a library decided, ``rule`` a rule of this room decided.
    ``doubtful`` means "show it to a person"; ``reason`` is then a Russian sentence for her,
    lower case, no full stop; empty for a form that is sure.
    """

    text: str
    source: Source
    doubtful: bool = False
    reason: str = ""


Forms = tuple[str, str, str, str, str, str]
"""The six forms of a word, in the order of ``CASES``."""


def six(forms: Sequence[str]) -> Forms:
    """Six forms as the fixed tuple that a paradigm holds. Raises ``ValueError`` for others."""
    nom, gen, dat, acc, ins, pre = forms
    return nom, gen, dat, acc, ins, pre


class Paradigm(NamedTuple):
    """Six forms in the order of ``CASES``; ``doubtful`` holds the cases that need a person."""

    forms: Forms
    source: Source = "rule"
    doubtful: frozenset[Case] = frozenset()
    reason: str = ""

    def form(self, case: Case) -> Form:
        """The form in one case; the nominative is the source itself and never doubtful."""
        unsure = case in self.doubtful
        return Form(self.forms[INDEX[case]], self.source, unsure, self.reason if unsure else "")


OBLIQUE: frozenset[Case] = frozenset(CASES[1:])
"""All cases but the nominative: what is doubtful when the kind of declension is."""

INSTRUMENTAL: frozenset[Case] = frozenset({Case.INS})
"""The one form that depends on where the stress falls (Ткачом, Гаркушей)."""


def frozen(text: str, source: Source = "rule") -> Paradigm:
    """A word that does not change."""
    return Paradigm((text, text, text, text, text, text), source)


def given(text: str) -> Form:
    """A form that the clerk wrote in a column herself: taken as it stands, never doubted."""
    return Form(text, "column")


def capitalised(forms: Forms) -> Forms:
    """Lower-case forms each with a capital."""
    nom, gen, dat, acc, ins, pre = forms
    return (
        nom[0].upper() + nom[1:],
        gen[0].upper() + gen[1:],
        dat[0].upper() + dat[1:],
        acc[0].upper() + acc[1:],
        ins[0].upper() + ins[1:],
        pre[0].upper() + pre[1:],
    )


def keep_case(source: str, form: str) -> str:
    """A lower-case ``form`` in the capitals of ``source``: ИВАНОВ → ИВАНОВУ, О'Нил → О'Нила."""
    rest = source[1:]
    if not rest or rest.islower():
        return form[:1].upper() + form[1:] if source[:1].isupper() else form
    if source.isupper():
        return form.upper()
    letters = list(form)
    for place, (had, has) in enumerate(zip(source, form, strict=False)):
        if had.lower() != has:
            break
        letters[place] = had
    return "".join(letters)
