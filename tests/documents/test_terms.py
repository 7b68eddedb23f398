"""The vocabulary that templates may use."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from docgen.documents.act_calendar import CalendarContext
from docgen.documents.act_programme import NetworkProgrammeContext, TrainingPlanContext
from docgen.documents.approval_sheet import ApprovalSheetContext
from docgen.documents.cooperation_agreement import CooperationAgreementContext
from docgen.documents.local_act import LocalActContext
from docgen.documents.network_agreement import NetworkAgreementContext
from docgen.documents.pupil_list import PupilListContext
from docgen.documents.roadmap import RoadmapContext
from docgen.documents.supplementary_agreement import SupplementaryAgreementContext
from docgen.records.terms import terms_of

CONTEXTS: tuple[type[Any], ...] = (
    NetworkAgreementContext,
    PupilListContext,
    CooperationAgreementContext,
    SupplementaryAgreementContext,
    ApprovalSheetContext,
    RoadmapContext,
    LocalActContext,
    CalendarContext,
    TrainingPlanContext,
    NetworkProgrammeContext,
)


def _reachable(context: type[Any]) -> set[type[Any]]:
    found: set[type[Any]] = set()
    waiting = [context]
    while waiting:
        owner = waiting.pop()
        if owner not in found:
            found.add(owner)
            waiting += [t.item for t in terms_of(owner).values() if t.item]
    return found


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda c: c.__name__)
def test_every_name_can_be_written_in_a_template_and_means_one_thing(context: type[Any]) -> None:
    for owner in _reachable(context):
        terms = terms_of(owner)
        assert all(name.isidentifier() and name == name.lower() for name in terms)
        attributes = [t.attribute for t in terms.values()]
        assert len(attributes) == len(set(attributes))


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda c: c.__name__)
def test_every_field_of_a_context_has_a_name_for_templates(context: type[Any]) -> None:
    named = {t.attribute for t in terms_of(context).values()}
    assert {f.name for f in dataclasses.fields(context)} == named
