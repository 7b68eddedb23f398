"""Who may get a paper: decided from the rows alone, before anything is packed.

A kind says to whom its papers may go at all (``Kind.recipients``); the rows say who that is. What
no row gives a right to is not sent: an order, a local act or a register stays in the office, a
paper of another agreement is a stranger's, and names of pupils go to nobody but the participants
that teach them by that very agreement, and to their own families.
"""

from __future__ import annotations

from dataclasses import dataclass

from docgen.documents.approval_sheet import visas_of
from docgen.documents.kinds import Recipients
from docgen.documents.plan import PlannedPaper
from docgen.records.agreements import LEADING, parties_of
from docgen.records.directory import Organisation, Person
from docgen.records.letters import Dispatch
from docgen.records.partners import Agreement, ProgrammePart
from docgen.records.pupils import Enrolment, Guardian, Pupil
from docgen.records.schema import Record, columns_of
from docgen.records.tables import Tables, codes_in


@dataclass(frozen=True)
class Family:
    """Those to whom papers of a pupil go: a representative, or a pupil who has none."""

    person: Guardian | Pupil


Addressee = Organisation | Family
"""To whom a package goes."""


def addressee_of(code: str, tables: Tables) -> Addressee | None:
    """The organisation, the representative or the grown-up pupil with this code."""
    organisation = tables.find(Organisation, code)
    if organisation is not None:
        return organisation
    guardian = tables.find(Guardian, code)
    if guardian is not None:
        return Family(guardian)
    pupil = tables.find(Pupil, code)
    return Family(pupil) if pupil is not None and not pupil.guardian else None


def agreement_of(paper: PlannedPaper, tables: Tables) -> Agreement | None:
    """The one agreement that the paper's row is or refers to."""
    subject = paper.subject
    if isinstance(subject, Agreement):
        return subject
    codes = {
        code
        for column in columns_of(type(subject))
        if column.refers_to is Agreement
        for code in codes_in(getattr(subject, column.attribute))
    }
    return tables.find(Agreement, codes.pop()) if len(codes) == 1 else None


def why_not(paper: PlannedPaper, addressee: Addressee, tables: Tables) -> str | None:
    """Why this paper must not go to this addressee, in words; ``None`` when it may."""
    kind = paper.kind
    wanted = kind.recipients
    if wanted is Recipients.NOBODY:
        return "эта бумага остаётся в учреждении"
    if wanted is Recipients.FAMILY:
        if isinstance(addressee, Family) and _is_family(addressee.person, paper.subject, tables):
            return None
        return "это бумага семьи: она только для представителя этого обучающегося"
    if isinstance(addressee, Family):
        return "семьям бумаги организаций не отправляют"
    agreement = agreement_of(paper, tables)
    if agreement is None:
        return "неизвестно, к какому договору относится бумага"
    row = next((p for p in parties_of(agreement, tables) if p.organisation == addressee.code), None)
    if row is None:
        return f"получатель — не сторона договора {agreement.code}"
    if wanted is Recipients.ADDRESSEE:
        subject = paper.subject
        if isinstance(subject, Dispatch) and subject.addressee == addressee.code:
            return None
        return "это письмо другому адресату"
    if wanted is Recipients.VISAS:
        people = (tables.find(Person, code) for _, code in visas_of(agreement, tables))
        if any(person and person.organisation == addressee.code for person in people):
            return None
        return "у получателя никто не визирует этот проект"
    if wanted is Recipients.TEACHING:
        parts = tables.referring(ProgrammePart, "agreement", agreement.code)
        if row.role not in LEADING and any(p.organisation == addressee.code for p in parts):
            return None
        return f"получатель не ведёт часть программы по договору {agreement.code}"
    return None


def _is_family(person: Guardian | Pupil, subject: Record, tables: Tables) -> bool:
    pupil = tables.find(Pupil, subject.pupil) if isinstance(subject, Enrolment) else None
    if pupil is None:
        return False
    if isinstance(person, Guardian):
        return pupil.guardian == person.code
    return pupil.code == person.code and not pupil.guardian
