"""The door to ``lists.toml``: closed classes of words, each with its reason and source."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def _load() -> dict[str, Any]:
    import tomllib
    from importlib.resources import files

    text = (files("docgen.russian") / "lists.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a class, in lower case. Raises ``KeyError`` for a class that is not there."""
    return frozenset(_load()[name]["words"].split())
