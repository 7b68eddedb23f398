"""How parties are called below their preamble."""

from __future__ import annotations

import pytest

from docgen.documents.roles import role_names
from docgen.records.vocabulary import AgreementKind, PartyRole

B, T, R, C, M = (
    PartyRole.BASE,
    PartyRole.TEACHING,
    PartyRole.RESOURCE,
    PartyRole.COORDINATOR,
    PartyRole.MEMBER,
)


@pytest.mark.parametrize(
    ("kind", "roles", "names"),
    [
        (AgreementKind.NETWORK, [B, T], ["Базовая организация", "Организация-участник"]),
        (
            AgreementKind.NETWORK,
            [B, T, R],
            ["Базовая организация", "Организация-участник\xa01", "Организация-участник\xa02"],
        ),
        (AgreementKind.COOPERATION, [C, M], ["Координатор", "Участник"]),
        (
            AgreementKind.COOPERATION,
            [C, B, M, M],
            ["Координатор", "Базовая организация", "Участник\xa01", "Участник\xa02"],
        ),
    ],
)
def test_a_party_has_one_name_and_a_number_only_among_several(
    kind: AgreementKind, roles: list[PartyRole], names: list[str]
) -> None:
    assert [name.nominative for name in role_names(kind, roles)] == names


def test_a_hyphenated_name_declines_in_both_halves() -> None:
    name = role_names(AgreementKind.NETWORK, [B, T])[1]
    assert (name.genitive, name.dative, name.accusative, name.instrumental) == (
        "Организации-участника",
        "Организации-участнику",
        "Организацию-участника",
        "Организацией-участником",
    )


def test_a_person_in_business_is_not_called_an_organisation() -> None:
    names = role_names(AgreementKind.NETWORK, [B, R, R], [1])
    assert [n.nominative for n in names] == [
        "Базовая организация",
        "Предприниматель",
        "Организация-участник",
    ]
    both = role_names(AgreementKind.NETWORK, [B, R, R], [1, 2])
    assert [n.dative for n in both[1:]] == ["Предпринимателю\xa01", "Предпринимателю\xa02"]


def test_forty_members_have_forty_names() -> None:
    names = [n.nominative for n in role_names(AgreementKind.COOPERATION, [C] + [M] * 39)]
    assert len(set(names)) == 40
    assert names[-1] == "Участник\xa039"
