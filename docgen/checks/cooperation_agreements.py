"""Rules for соглашение о сотрудничестве of any number of parties."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.checks.facts import Facts, name_of
from docgen.diagnostics import Diagnostic, diagnose
from docgen.records.partners import Agreement
from docgen.records.vocabulary import LegalForm, PartyRole


def cooperation_has_two_parties(facts: Facts) -> Iterator[Diagnostic]:
    """A cooperation agreement has at least two parties.

    Norm: MUL-01 (ГК 154, 420).
    Bad: Стороны: С-01 | УО (других строк нет)
    Good: Стороны: С-01 | УО, СОШ5, ТЕХНО
    """
    for agreement in facts.cooperation:
        count = len(facts.parties(agreement))
        if count < 2:
            yield diagnose(
                "parties-too-few",
                agreement.origin.at("code"),
                "у соглашения нет сторон" if count == 0 else "у соглашения одна сторона",
                hint="добавьте строки на лист «Стороны»",
                value=agreement.code,
                norm="MUL-01",
            )


def one_coordinator(facts: Facts) -> Iterator[Diagnostic]:
    """A network has exactly one coordinator.

    Norm: MUL-02, MUL-05.
    Bad: Стороны: С-01 | УО | координатор и С-01 | МОЦ | координатор
    Good: Стороны: С-01 | УО | координатор и С-01 | МОЦ | участник сети
    """
    for agreement in facts.cooperation:
        chosen = facts.parties_in_role(agreement, PartyRole.COORDINATOR)
        if len(chosen) == 1 or not facts.parties(agreement):
            continue
        if not facts.knows_parties(agreement):
            continue
        yield diagnose(
            "coordinator-not-one",
            chosen[1].origin.at("role") if chosen else agreement.origin.at("code"),
            f"координаторов {len(chosen)}, а должен быть один"
            if chosen
            else "среди сторон нет координатора",
            hint="на листе «Стороны» роль «координатор» — у одной строки соглашения",
            value=agreement.code,
            norm="MUL-02",
            related=[agreement.origin.at()],
        )


def founder_takes_part_or_approves(facts: Facts) -> Iterator[Diagnostic]:
    """The education authority is a party or approves the agreement.

    Norm: MUL-11.
    Bad: Договоры: С-01 | Согласует учредитель «не применяется»; органа управления в сторонах нет
    Good: Договоры: С-01 | Согласует учредитель «не применяется»; Стороны: С-01 | УО
    """
    for agreement in facts.cooperation:
        if agreement.approver or "approver" not in agreement.not_applicable:
            continue
        if not _authorities(facts, agreement):
            yield diagnose(
                "founder-absent",
                agreement.origin.at("approver"),
                "учредитель не сторона соглашения и не согласует его",
                hint="укажите, кто согласует, или добавьте орган управления в стороны",
                value="не применяется",
                norm="MUL-11",
            )


def approver_speaks_for_the_founder(facts: Facts) -> Iterator[Diagnostic]:
    """Whoever approves the agreement is on the staff of an authority that is not a party.

    Norm: MUL-11.
    Bad: Договоры: С-01 | Согласует учредитель Ж-01; Люди: Ж-01 | Организация СОШ5
    Good: Договоры: С-01 | Согласует учредитель Н-01; Люди: Н-01 | Организация УО
    """
    for agreement in facts.cooperation:
        person = facts.find_person(agreement.approver)
        organisation = facts.find_organisation(person.organisation) if person else None
        if person is None or organisation is None:
            continue
        if organisation.legal_form not in (None, LegalForm.AUTHORITY):
            yield diagnose(
                "approver-not-founder",
                agreement.origin.at("approver"),
                f"{name_of(person, person.code)} работает не в органе управления",
                hint="укажите человека из органа управления образованием",
                value=person.code,
                norm="MUL-11",
            )
        elif organisation.code in facts.party_codes(agreement):
            yield diagnose(
                "approver-not-founder",
                agreement.origin.at("approver"),
                f"{name_of(organisation, organisation.code)} — сторона соглашения: "
                "согласовывать его с самим собой не нужно",
                hint="напишите «не применяется»",
                value=person.code,
                norm="MUL-11",
            )


def network_columns_stay_empty(facts: Facts) -> Iterator[Diagnostic]:
    """A framework agreement is not about one programme: it never replaces a network agreement.

    Norm: MUL-03 (ст. 15), ошибка 6 (content.md 8).
    Bad: Договоры: С-01 | Вид «соглашение о сотрудничестве» | Программа РОБО
    Good: Договоры: С-01 | Вид «соглашение о сотрудничестве» | Программа пусто
    """
    for agreement in facts.cooperation:
        if agreement.programme:
            yield diagnose(
                "programme-in-framework",
                agreement.origin.at("programme"),
                "в рамочном соглашении указана программа: в документ она не войдёт",
                hint="для программы нужен договор о сетевой форме; здесь очистите ячейку",
                value=agreement.programme,
                norm="MUL-03",
            )


def _authorities(facts: Facts, agreement: Agreement) -> list[str]:
    found = []
    for party in facts.parties(agreement):
        organisation = facts.find_organisation(party.organisation)
        if organisation and organisation.legal_form is LegalForm.AUTHORITY:
            found.append(organisation.code)
    return found
