"""The shipped templates compile against the contexts of their kinds without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.documents.acts import citations
from docgen.documents.kinds import load_kinds
from docgen.rendering.template import Template, compile_template
from docgen.russian.filters import FILTERS
from templates_docx.press import TEMPLATES

KINDS, FOUND = load_kinds(TEMPLATES)


def compiled(kind: str) -> tuple[Template | None, list[str]]:
    template, diagnostics = compile_template(
        KINDS[kind].template,
        KINDS[kind].context_class,
        filters=FILTERS,
        keys={"акты": citations().keys()},
    )
    return template, [f"{d.code} {d.origin} {d.message}" for d in diagnostics]


def test_every_template_belongs_to_a_kind() -> None:
    assert FOUND == []
    assert {kind.template.stem for kind in KINDS.values()} == {
        path.stem for path in Path(TEMPLATES).glob("*.docx")
    }


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_template_names_only_what_its_context_has(kind: str) -> None:
    template, findings = compiled(kind)
    assert findings == []
    assert template is not None


@pytest.mark.parametrize(
    ("kind", "acts"),
    [
        ("network-agreement", {"FZ273", "P882", "P629", "FZ152", "FZ44", "FZ63", "GK", "PP1678"}),
        ("cooperation-agreement", {"FZ273", "FZ63", "GK"}),
        ("supplementary-agreement", {"FZ63"}),
    ],
)
def test_a_template_cites_the_acts_that_it_should(kind: str, acts: set[str]) -> None:
    template, _ = compiled(kind)
    assert template is not None
    assert {act.partition("_")[0] for act in template.acts} == acts
