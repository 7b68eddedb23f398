"""Who runs a command: the name that events of the register bear."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
_LONGEST = 80


def who_option(function: F) -> F:
    """``--who``, for every command that leaves a trace in the register."""
    return click.option(
        "--who",
        metavar="ИМЯ",
        help="Кто это делает (по умолчанию — имя, под которым вы вошли в систему).",
    )(function)


def name_of(given: str | None) -> str:
    """The name given, else that of the user of the system; «не назван» where there is none."""
    name = " ".join((given or "").split())
    if not name:
        try:
            name = getpass.getuser()
        except (OSError, KeyError, ImportError):
            name = ""
    return name[:_LONGEST] or "не назван"
