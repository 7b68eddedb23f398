"""Which builders there are: the one list that a kind with code of its own joins.

A builder is loaded when a kind of the run asks for it: a command must not pay for the papers of
all the others.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping

from docgen.documents.builder import Builder

GENERIC = "row"
OVER_SHEETS = "whole"
"""The builder that a kind makes of its own ``rows``."""


class _Builders(Mapping[str, Builder]):
    """Name of the builder → the builder, by the module of ``documents`` and its name there."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places
        self._loaded: dict[str, Builder] = {}

    def __getitem__(self, name: str) -> Builder:
        if name not in self._loaded:
            module, _, attribute = self._places[name].partition(".")
            room = importlib.import_module(f"docgen.documents.{module}")
            self._loaded[name] = getattr(room, attribute)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


BUILDERS: Mapping[str, Builder] = _Builders(
    {
        GENERIC: "rows.ROW",
        OVER_SHEETS: "whole.WHOLE",
        "network-agreement": "network_agreement.NETWORK_AGREEMENT",
        "pupil-list": "pupil_list.PUPIL_LIST",
        "local-act": "local_act.LOCAL_ACT",
        "act-calendar": "act_calendar.ACT_CALENDAR",
        "training-plan": "act_programme.TRAINING_PLAN",
        "network-programme": "act_programme.NETWORK_PROGRAMME",
        "cooperation-agreement": "cooperation_agreement.COOPERATION_AGREEMENT",
        "supplementary-agreement": "supplementary_agreement.SUPPLEMENTARY_AGREEMENT",
        "approval-sheet": "approval_sheet.APPROVAL_SHEET",
        "admission-application": "enrolment.ADMISSION_APPLICATION",
        "education-contract": "enrolment.EDUCATION_CONTRACT",
        "paid-contract": "enrolment.PAID_CONTRACT",
        "personal-data-consent": "consents.PERSONAL_DATA_CONSENT",
        "publication-consent": "consents.PUBLICATION_CONSENT",
        "roadmap": "roadmap.ROADMAP",
        "minutes": "minutes.MINUTES",
        "questionnaire": "questionnaire.QUESTIONNAIRE",
        "cover-letter": "cover_letter.COVER_LETTER",
        "site-text": "site_text.SITE_TEXT",
        "disagreement-protocol": "disagreement_protocol.DISAGREEMENT_PROTOCOL",
        "order": "orders.ORDER",
        "licence-status": "licence_status.LICENCE_STATUS",
        "monitoring-report": "monitoring_report.MONITORING_REPORT",
        "network-model": "network_model.NETWORK_MODEL",
        "partner-register": "partner_register.PARTNER_REGISTER",
        "potential-note": "potential_note.POTENTIAL_NOTE",
        "resource-analysis": "resource_analysis.RESOURCE_ANALYSIS",
        "staff-analysis": "staff_analysis.STAFF_ANALYSIS",
        "order-pupil-list": "order_pupil_list.ORDER_PUPIL_LIST",
    }
)
