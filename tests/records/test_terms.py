"""The vocabulary of templates."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from docgen.records.directory import Organisation
from docgen.records.schema import RowOrigin
from docgen.records.terms import Missing, lookup, term, terms_of


@dataclass(frozen=True)
class Place:
    address: str = term("адрес")


@dataclass(frozen=True)
class Paper:
    places: tuple[Place, ...] = term("места")
    main: Place | None = term("главное")
    school: Organisation = term("школа")
    secret: str = "нет в словаре"


SCHOOL = Organisation(
    origin=RowOrigin("книга.xlsx", "Организации", 4, columns={"bik": "F", "inn": "G"}),
    inn="6600000010",
    extra={"наш_шифр": "Ш-1", "пусто": ""},
)


def test_a_context_shows_its_terms_and_what_is_behind_them() -> None:
    terms = terms_of(Paper)
    assert set(terms) == {"места", "главное", "школа"}
    assert (terms["места"].item, terms["места"].many) == (Place, True)
    assert (terms["главное"].item, terms["главное"].many) == (Place, False)
    assert terms["школа"].item is Organisation


@pytest.mark.parametrize(("name", "value"), [("инн", "6600000010"), ("наш_шифр", "Ш-1")])
def test_a_record_answers_by_heading_and_by_the_clerks_own_column(name: str, value: str) -> None:
    assert lookup(SCHOOL, name) == value


def test_an_empty_cell_is_missing_and_knows_its_place() -> None:
    missing = lookup(SCHOOL, "бик")
    assert isinstance(missing, Missing)
    assert not missing
    assert missing.origin is not None
    assert missing.origin.cell == "F4"


@pytest.mark.parametrize("name", ["secret", "origin", "__class__", "бикк"])
def test_nothing_outside_the_vocabulary_can_be_reached(name: str) -> None:
    paper = Paper(places=(), main=None, school=SCHOOL)
    for owner in (paper, SCHOOL):
        with pytest.raises(KeyError):
            lookup(owner, name)
