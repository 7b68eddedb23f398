"""Citations of acts as templates use them: ``акты.KEY`` in the case that the sentence needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from docgen.norms.acts import load_acts

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


@cache
def citations() -> Mapping[str, str]:
    """Every citation of the shipped table of acts under every name that a template may use."""
    acts = load_acts()
    return MappingProxyType(
        {
            key + suffix: text
            for suffix, form in CASE_SUFFIXES.items()
            for key, text in acts.as_terms(form).items()
        }
    )
