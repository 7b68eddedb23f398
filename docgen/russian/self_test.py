"""A first word declined before any paper is made.

Rule files read in the wrong encoding, or a dictionary that did not come with the program, switch
declension off without a sound: one known word per engine proves that it is on.
"""

from __future__ import annotations

from docgen.diagnostics import Refusal
from docgen.russian.grammar import Case, Gender
from docgen.russian.names import decline_name
from docgen.russian.posts import decline_post

_HINT = "переустановите docgen: повреждены или не установлены словари русского языка"


def self_test() -> None:
    """Decline one name and one post. Raises ``Refusal`` if either comes out wrong."""
    try:
        name = decline_name("Иванов", "Пётр", "Ильич", Gender.M, Case.DAT).text
        post = decline_post("старший методист", Case.GEN).text
    except (ImportError, OSError, ValueError, KeyError) as fault:
        raise Refusal(f"склонение не работает ({type(fault).__name__})", hint=_HINT) from fault
    if (name, post) != ("Иванову Петру Ильичу", "старшего методиста"):
        raise Refusal(f"склонение не работает: получилось «{name}», «{post}»", hint=_HINT)
