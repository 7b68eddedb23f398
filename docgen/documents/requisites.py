"""The requisites block: only what is filled in, under the names that treasuries and banks use."""

from __future__ import annotations

from docgen.documents.parties import RequisiteContext
from docgen.records.directory import Organisation
from docgen.records.spelling import name_key


def requisites_of(organisation: Organisation) -> tuple[RequisiteContext, ...]:
    """Label and value lines in the usual order (X-02, X-06).

    An organisation served by the treasury has a казначейский счёт (03…) and the ЕКС (40102…)
    in place of the bank's own two; either way the bank's name and БИК follow.
    """
    org = organisation
    treasury = bool(org.treasury_account or org.single_treasury_account)
    lines: list[tuple[str, str | None]] = [
        # A person in business has no seat: the register gives where he lives.
        ("Адрес регистрации" if org.is_entrepreneur else "Место нахождения", org.legal_address),
        ("Адрес места осуществления деятельности", _other_places(org)),
    ]
    if org.is_entrepreneur:
        lines += [("ИНН", org.inn), ("ОГРНИП", org.ogrn)]
    else:
        lines += [
            ("ИНН / КПП", f"{org.inn} / {org.kpp}" if org.inn and org.kpp else None),
            ("ИНН", None if org.kpp else org.inn),
            ("ОГРН", org.ogrn),
        ]
    lines += [
        ("Казначейский счёт", org.treasury_account),
        ("Единый казначейский счёт", org.single_treasury_account),
        ("Лицевой счёт", org.personal_account),
        ("Расчётный счёт", org.settlement_account),
        ("Корреспондентский счёт", org.correspondent_account),
        ("Банк", org.bank),
        ("БИК ТОФК" if treasury else "БИК", org.bik),
        ("ОКТМО", org.oktmo),
        ("КБК", org.kbk),
        ("Телефон", org.phone),
        ("Электронная почта", org.email),
        ("Сайт", org.site),
    ]
    return tuple(RequisiteContext(label=label, value=value) for label, value in lines if value)


def _other_places(organisation: Organisation) -> str | None:
    """Where it works, as far as that is not its legal address (X-02 keeps the two apart)."""
    legal = name_key(organisation.legal_address or "")
    places = [place for place in organisation.places if name_key(place) not in legal]
    return "; ".join(places) or None
