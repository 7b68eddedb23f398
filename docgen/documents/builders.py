"""Which builders there are: the one list that a kind with code of its own joins."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.documents.approval_sheet import APPROVAL_SHEET
from docgen.documents.builder import Builder
from docgen.documents.consents import PERSONAL_DATA_CONSENT, PUBLICATION_CONSENT
from docgen.documents.cooperation_agreement import COOPERATION_AGREEMENT
from docgen.documents.cover_letter import COVER_LETTER
from docgen.documents.disagreement_protocol import DISAGREEMENT_PROTOCOL
from docgen.documents.enrolment import (
    ADMISSION_APPLICATION,
    EDUCATION_CONTRACT,
    PAID_CONTRACT,
)
from docgen.documents.licence_status import LICENCE_STATUS
from docgen.documents.local_act import LOCAL_ACT
from docgen.documents.minutes import MINUTES
from docgen.documents.monitoring_report import MONITORING_REPORT
from docgen.documents.network_agreement import NETWORK_AGREEMENT
from docgen.documents.network_model import NETWORK_MODEL
from docgen.documents.order_pupil_list import ORDER_PUPIL_LIST
from docgen.documents.orders import ORDER
from docgen.documents.partner_register import PARTNER_REGISTER
from docgen.documents.potential_note import POTENTIAL_NOTE
from docgen.documents.pupil_list import PUPIL_LIST
from docgen.documents.questionnaire import QUESTIONNAIRE
from docgen.documents.resource_analysis import RESOURCE_ANALYSIS
from docgen.documents.roadmap import ROADMAP
from docgen.documents.rows import ROW
from docgen.documents.site_text import SITE_TEXT
from docgen.documents.staff_analysis import STAFF_ANALYSIS
from docgen.documents.supplementary_agreement import SUPPLEMENTARY_AGREEMENT
from docgen.documents.whole import WHOLE

GENERIC = "row"
OVER_SHEETS = "whole"
"""The builder that a kind makes of its own ``rows``."""

BUILDERS: Mapping[str, Builder] = {
    GENERIC: ROW,
    OVER_SHEETS: WHOLE,
    "network-agreement": NETWORK_AGREEMENT,
    "pupil-list": PUPIL_LIST,
    "local-act": LOCAL_ACT,
    "cooperation-agreement": COOPERATION_AGREEMENT,
    "supplementary-agreement": SUPPLEMENTARY_AGREEMENT,
    "approval-sheet": APPROVAL_SHEET,
    "admission-application": ADMISSION_APPLICATION,
    "education-contract": EDUCATION_CONTRACT,
    "paid-contract": PAID_CONTRACT,
    "personal-data-consent": PERSONAL_DATA_CONSENT,
    "publication-consent": PUBLICATION_CONSENT,
    "roadmap": ROADMAP,
    "minutes": MINUTES,
    "questionnaire": QUESTIONNAIRE,
    "cover-letter": COVER_LETTER,
    "site-text": SITE_TEXT,
    "disagreement-protocol": DISAGREEMENT_PROTOCOL,
    "order": ORDER,
    "licence-status": LICENCE_STATUS,
    "monitoring-report": MONITORING_REPORT,
    "network-model": NETWORK_MODEL,
    "partner-register": PARTNER_REGISTER,
    "potential-note": POTENTIAL_NOTE,
    "resource-analysis": RESOURCE_ANALYSIS,
    "staff-analysis": STAFF_ANALYSIS,
    "order-pupil-list": ORDER_PUPIL_LIST,
}
