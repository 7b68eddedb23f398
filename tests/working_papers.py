"""Workers of tests that make papers, and do not always live to tell of it."""

from __future__ import annotations

from docgen.drafting import Made
from docgen.portions import Portion, Recipe, make_portion
from tests.working import die

KILLING = "admission-application:З-02"
FAILING = "education-contract:З-05"


def make_portion_or_die(recipe: Recipe, portion: Portion) -> list[Made | None]:
    """One paper kills, one makes the function fail."""
    names = {wish.identity for wish in portion.wishes}
    if KILLING in names:
        die()
    if FAILING in names:
        raise ValueError
    return make_portion(recipe, portion)
