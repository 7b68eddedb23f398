"""Citations of acts as templates use them: ``акты.KEY`` in the case that the sentence needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from docgen.norms.acts import Acts, load_acts
from docgen.records.tables import Tables

CASE_SUFFIXES: Mapping[str, str] = {
    "": "ins",
    "_им": "nom",
    "_род": "gen",
    "_дат": "dat",
    "_тв": "ins",
    "_пр": "pre",
}
"""Ending of the key → case; without an ending it is the one of «в соответствии с»."""


def act_key(name: str) -> str:
    """The key of the act that a template name means: «FZ273_род» → «FZ273»."""
    for suffix in CASE_SUFFIXES:
        if suffix and name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


def citations(tables: Tables | None = None) -> Mapping[str, str]:
    """How papers of this run cite acts: the office's own table where there is one."""
    return (tables.citations if tables else None) or _shipped()


@cache
def _shipped() -> Mapping[str, str]:
    return citations_of(load_acts())


def citations_of(acts: Acts) -> Mapping[str, str]:
    """Every citation of a table of acts under every name that a template may use."""
    return MappingProxyType(
        {
            key + suffix: text
            for suffix, form in CASE_SUFFIXES.items()
            for key, text in acts.as_terms(form).items()
        }
    )
