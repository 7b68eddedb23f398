"""How a party is called in the text, and that name in the cases which the text needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from docgen.records.vocabulary import AgreementKind, PartyRole


@dataclass(frozen=True)
class RoleName:
    """A defined term of the agreement, such as «Организация-участник 2», declined."""

    nominative: str
    genitive: str
    dative: str
    accusative: str
    instrumental: str

    def numbered(self, number: int) -> RoleName:
        """The same with a number, for agreements where several parties have the role."""
        return RoleName(
            *(f"{form}\u00a0{number}" for form in (
                self.nominative,
                self.genitive,
                self.dative,
                self.accusative,
                self.instrumental,
            ))
        )  # fmt: skip


_BASE = RoleName(
    "Базовая организация",
    "Базовой организации",
    "Базовой организации",
    "Базовую организацию",
    "Базовой организацией",
)
_PARTICIPANT = RoleName(
    "Организация-участник",
    "Организации-участника",
    "Организации-участнику",
    "Организацию-участника",
    "Организацией-участником",
)
_ENTREPRENEUR = RoleName(
    "Предприниматель",
    "Предпринимателя",
    "Предпринимателю",
    "Предпринимателя",
    "Предпринимателем",
)
_COORDINATOR = RoleName(
    "Координатор", "Координатора", "Координатору", "Координатора", "Координатором"
)
_MEMBER = RoleName("Участник", "Участника", "Участнику", "Участника", "Участником")

_NAMES: Mapping[tuple[AgreementKind, PartyRole], RoleName] = {
    (AgreementKind.NETWORK, PartyRole.BASE): _BASE,
    (AgreementKind.COOPERATION, PartyRole.BASE): _BASE,
    (AgreementKind.COOPERATION, PartyRole.COORDINATOR): _COORDINATOR,
}


def role_names(
    kind: AgreementKind, roles: Sequence[PartyRole], entrepreneurs: Collection[int] = ()
) -> list[RoleName]:
    """Names of the parties in this order; a name that several bear gets numbers from one.

    ``entrepreneurs`` are the places of those who are no organisation: as participants of a
    network agreement they are not called one («базовая организация» is the law's own word).
    Who joins a framework agreement later (MUL-06) is named by the agreement that he joins by.
    """
    common = _MEMBER if kind is AgreementKind.COOPERATION else _PARTICIPANT
    names = [_NAMES.get((kind, role), common) for role in roles]
    if kind is AgreementKind.NETWORK:
        for place in entrepreneurs:
            names[place] = names[place] if roles[place] is PartyRole.BASE else _ENTREPRENEUR
    result = []
    for place, name in enumerate(names):
        before = names[: place + 1].count(name)
        result.append(name if names.count(name) == 1 else name.numbered(before))
    return result
