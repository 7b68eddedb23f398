"""The requisites block."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.documents.requisites import requisites_of
from docgen.records.vocabulary import LegalForm
from tests.documents.factories import organisation

BANK: dict[str, Any] = {
    "treasury_account": None,
    "single_treasury_account": None,
    "personal_account": None,
    "settlement_account": "40702810816540012345",
    "correspondent_account": "30101810500000000674",
    "bank": "Уральский банк",
    "bik": "046577674",
}
CASES: list[tuple[dict[str, Any], list[str]]] = [
    (
        {},
        [
            "Место нахождения",
            "ИНН / КПП",
            "ОГРН",
            "Казначейский счёт",
            "Единый казначейский счёт",
            "Лицевой счёт",
            "Банк",
            "БИК ТОФК",
        ],
    ),
    (
        {**BANK, "legal_form": LegalForm.COMPANY, "phone": "+7 (343) 215-15-15", "email": "a@b.ru"},
        [
            "Место нахождения",
            "ИНН / КПП",
            "ОГРН",
            "Расчётный счёт",
            "Корреспондентский счёт",
            "Банк",
            "БИК",
            "Телефон",
            "Электронная почта",
        ],
    ),
    (
        {
            **BANK,
            "legal_form": LegalForm.ENTREPRENEUR,
            "kpp": None,
            "inn": "660000000018",
            "oktmo": "65701000",
        },
        [
            "Адрес регистрации",
            "ИНН",
            "ОГРНИП",
            "Расчётный счёт",
            "Корреспондентский счёт",
            "Банк",
            "БИК",
            "ОКТМО",
        ],
    ),
    (
        {"places": ("г. Заречногорск, ул. Мира, д. 1",), **dict.fromkeys(BANK)},
        ["Место нахождения", "Адрес места осуществления деятельности", "ИНН / КПП", "ОГРН"],
    ),
]


@pytest.mark.parametrize(("given", "labels"), CASES)
def test_only_what_is_filled_in_is_shown_under_its_right_name(
    given: dict[str, Any], labels: list[str]
) -> None:
    lines = requisites_of(organisation("СОШ5", **given))
    assert [line.label for line in lines] == labels
    assert all(line.value for line in lines)


def test_accounts_come_out_digit_for_digit() -> None:
    values = {line.label: line.value for line in requisites_of(organisation("СОШ5"))}
    assert values["Казначейский счёт"] == "03234643657010006200"
    assert values["ИНН / КПП"] == "6600000010 / 660001001"
