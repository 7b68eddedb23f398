"""What is remembered from paper to paper changes nothing in any of them."""

from __future__ import annotations

from docgen.documents.plan import build_context
from docgen.drafting import Drafts
from docgen.records.terms import Digests, digest
from tests.golden.sample import DAY, sample_kinds, sample_plan, sample_tables


def test_a_context_has_one_hash_whatever_was_hashed_before() -> None:
    digests = Digests()
    for paper in sample_plan().values():
        context, _ = build_context(paper, sample_tables())
        assert digests.of(context) == digest(context), paper.identity


def test_acts_that_stand_under_no_condition_are_printed_in_every_paper() -> None:
    drafts = Drafts(sample_tables(), DAY, [])
    drafts.compile(sample_kinds().values())
    seen = 0
    for paper in sample_plan().values():
        prepared = drafts.prepare(paper)
        assert prepared is not None
        always = prepared.template.acts_always
        assert always <= prepared.template.acts_printed(prepared.context), paper.identity
        seen += len(always)
    assert seen
