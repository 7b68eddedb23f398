"""Where and by what right an organisation teaches: what several rules ask of it."""

from __future__ import annotations

import re

from docgen.records.directory import Organisation
from docgen.records.spelling import name_key
from docgen.records.vocabulary import LicenceStatus

_ADDRESS_NOISE = re.compile(
    r"г|город|ул|улица|д|дом|пр|пр-кт|проспект|пер|переулок|обл|область|р-н|район|с|село|п|пос"
    r"|поселок|пгт|рп|мкр|корп|корпус|к|стр|строение|литер|лит|пл|площадь|ш|шоссе|б-р|бульвар"
    r"|наб|набережная|россия|российская|федерация"
)
"""Words that name a kind of place: clerks write them or leave them out."""


def licence_fault(organisation: Organisation) -> tuple[str, str] | None:
    """Why an organisation may not teach, and the column that says so; ``None`` when it may."""
    if organisation.teaches is False:
        return "не ведёт образовательную деятельность", "teaches"
    if organisation.licence_status in (LicenceStatus.SUSPENDED, LicenceStatus.TERMINATED):
        return f"лицензия {organisation.licence_status}", "licence_status"
    if organisation.licence_covers_additional is False:
        return (
            "в лицензии нет подвида «Дополнительное образование детей и взрослых»",
            "licence_covers_additional",
        )
    return None


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one place: words that merely name a kind do not count.

    One may say more than the other (the region, a room), but the house must agree.
    """
    mine, theirs = _address_words(one), _address_words(other)
    fewer = min(mine, theirs, key=len)
    return bool(fewer) and (mine <= theirs or theirs <= mine)


def _address_words(address: str) -> frozenset[str]:
    words = re.findall(r"[\w/-]+", name_key(address))
    return frozenset(w for w in words if not _ADDRESS_NOISE.fullmatch(w))
