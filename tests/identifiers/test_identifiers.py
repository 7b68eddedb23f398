"""Identifiers: invented values with right keys, and every way to spoil them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen import identifiers as ids
from docgen.identifiers import Identifier, Invalid, Problem


def inn_10(nine: str) -> str:
    """Нарочно не через проверяемый код: the key by the published formula."""
    weights = [2, 4, 10, 3, 5, 9, 4, 6, 8]
    return nine + str(sum(int(d) * w for d, w in zip(nine, weights, strict=True)) % 11 % 10)


def inn_12(ten: str) -> str:
    first = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
    eleven = ten + str(sum(int(d) * w for d, w in zip(ten, first, strict=True)) % 11 % 10)
    second = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
    return eleven + str(sum(int(d) * w for d, w in zip(eleven, second, strict=True)) % 11 % 10)


def snils(nine: str) -> str:
    total = sum(int(d) * (9 - i) for i, d in enumerate(nine))
    while total > 101:
        total %= 101
    return nine + ("00" if total in (100, 101) else f"{total:02}")


VALID: list[tuple[Identifier, str, str]] = [
    (ids.INN, "6600000010", "6600000010"),
    (ids.INN, " 66 0000 0010 ", "6600000010"),
    (ids.INN, "6600\u00a0000\u2011010", "6600000010"),
    (ids.INN, inn_12("6600000001"), inn_12("6600000001")),
    (ids.KPP, "660001001", "660001001"),
    (ids.KPP, "6600AB001", "6600AB001"),
    (ids.OGRN, "1026600000019", "1026600000019"),
    (ids.OGRN, "304500116000157", "304500116000157"),
    (ids.SNILS, "112-233-445 95", "112-233-445 95"),
    (ids.SNILS, "11223344595", "112-233-445 95"),
    (ids.SNILS, "001-001-998 77", "001-001-998 77"),
    (ids.BIK, "016577551", "016577551"),
    (ids.BIK, "046577674", "046577674"),
    (ids.ACCOUNT, "03234643657010006200", "03234643657010006200"),
    (ids.PERSONAL_ACCOUNT, "20626D12470", "20626D12470"),
    (ids.PERSONAL_ACCOUNT, "39062000144", "39062000144"),
    (ids.OKTMO, "65701000", "65701000"),
    (ids.OKTMO, "65701000001", "65701000001"),
    (ids.KBK, "906 0702 1210245310 611", "90607021210245310611"),
    (ids.KBK, "90607021E151690R0611"[:20], "90607021E151690R0611"),
    (ids.IKZ, "2" * 36, "2" * 36),
    (ids.LICENCE, "Л035-01277-66/00190001", "Л035-01277-66/00190001"),
    (ids.LICENCE, "№ Л035–01277–66 / 00190001", "Л035-01277-66/00190001"),
    (ids.PHONE, "+7 (34398) 2-15-07", "+7 (343) 982-15-07"),
    (ids.PHONE, "8 912 345 67 89", "+7 (912) 345-67-89"),
    (ids.PHONE, "9123456789", "+7 (912) 345-67-89"),
    (ids.PHONE, "тел.: 8(343)111-22-33 доб. 12", "+7 (343) 111-22-33"),
    (ids.PHONE, "+375 17 123-45-67", "+375171234567"),
    (ids.EMAIL, " school5@example.ru ", "school5@example.ru"),
    (ids.EMAIL, "школа@пример.рф", "школа@пример.рф"),
]


@pytest.mark.parametrize(("kind", "text", "shown"), VALID)
def test_a_right_value_is_accepted_and_printed(kind: Identifier, text: str, shown: str) -> None:
    assert kind.is_valid(text)
    assert kind.format(text) == shown


BROKEN: list[tuple[Identifier, str, Problem]] = [
    (ids.INN, "", Problem.EMPTY),
    (ids.INN, "6600000011", Problem.CHECKSUM),
    (ids.INN, "660000001", Problem.LENGTH),
    (ids.INN, "66000000100", Problem.LENGTH),
    (ids.INN, "0000000000", Problem.STRUCTURE),
    (ids.INN, "66O0000010", Problem.CHARACTERS),
    (ids.INN, "660000001٠", Problem.CHARACTERS),
    (ids.INN_PERSON, "6600000010", Problem.LENGTH),
    (ids.KPP, "66000100", Problem.LENGTH),
    (ids.KPP, "66А001001", Problem.CHARACTERS),
    (ids.OGRN, "1026600000012", Problem.CHECKSUM),
    (ids.OGRN, "2026600000019", Problem.STRUCTURE),
    (ids.OGRN, "304500116000158", Problem.CHECKSUM),
    (ids.OGRN, "104500116000157", Problem.STRUCTURE),
    (ids.OGRN, "102660000001", Problem.LENGTH),
    (ids.SNILS, "112-233-445 96", Problem.CHECKSUM),
    (ids.SNILS, "112-233-445", Problem.LENGTH),
    (ids.SNILS, "00000000000", Problem.STRUCTURE),
    (ids.BIK, "16577551", Problem.LENGTH),
    (ids.BIK, "946577551", Problem.STRUCTURE),
    (ids.ACCOUNT, "4.0102810645370e+19", Problem.CHARACTERS),
    (ids.ACCOUNT, "0323464365701000620", Problem.LENGTH),
    (ids.PERSONAL_ACCOUNT, "20626DD2470", Problem.CHARACTERS),
    (ids.OKTMO, "657010", Problem.LENGTH),
    (ids.KBK, "A0607021210245310611", Problem.STRUCTURE),
    (ids.IKZ, "1" * 35, Problem.LENGTH),
    (ids.LICENCE, "66Л01 № 0003847", Problem.STRUCTURE),
    (ids.LICENCE, "L035-01277-66/00190001", Problem.STRUCTURE),
    (ids.PHONE, "2-15-07", Problem.LENGTH),
    (ids.PHONE, "8 912 345 67 8", Problem.LENGTH),
    (ids.PHONE, "звонить вечером", Problem.CHARACTERS),
    (ids.EMAIL, "mail,ru", Problem.STRUCTURE),
    (ids.EMAIL, "a@b", Problem.LENGTH),
    (ids.EMAIL, "a b@example.ru", Problem.CHARACTERS),
    (ids.EMAIL, "a@@example.ru", Problem.STRUCTURE),
]


@pytest.mark.parametrize(("kind", "text", "problem"), BROKEN)
def test_a_broken_value_says_what_is_wrong(kind: Identifier, text: str, problem: Problem) -> None:
    assert not kind.is_valid(text)
    with pytest.raises(Invalid) as refused:
        kind.validate(text)
    assert refused.value.problem is problem
    digits = "".join(c for c in text if c.isdigit())
    assert len(digits) < 6 or digits not in refused.value.reason


# Keys of the accounts below are invented: БИК and account fit each other by the formula.
BANK = "046577999"


def account_with_key(prefix: str, eight: str, rest: str) -> str:
    weights = [7, 1, 3] * 8
    for key in "0123456789":
        account = eight + key + rest
        if sum(int(d) * w for d, w in zip(prefix + account, weights, strict=False)) % 10 == 0:
            return account
    raise AssertionError(prefix)


SETTLEMENT = account_with_key(BANK[-3:], "40703810", "00000000017")
CORRESPONDENT = account_with_key("0" + BANK[4:6], "30101810", "50000000999")
SINGLE = account_with_key("0" + "016577551"[4:6], "40102810", "45370000054")


def test_keys_of_bank_accounts_hold_with_their_bik_only() -> None:
    assert ids.validate_settlement_account(SETTLEMENT, BANK) == SETTLEMENT
    assert ids.validate_correspondent_account(CORRESPONDENT, BANK) == CORRESPONDENT
    assert ids.validate_single_treasury_account(SINGLE, "016577551") == SINGLE
    for judge, account, other in (
        (ids.validate_settlement_account, SETTLEMENT, "046577998"),
        (ids.validate_correspondent_account, CORRESPONDENT, "046587999"),
        (ids.validate_single_treasury_account, SINGLE, "016587551"),
    ):
        with pytest.raises(Invalid) as refused:
            judge(account, other)
        assert refused.value.problem is Problem.CHECKSUM


@pytest.mark.parametrize(
    ("account", "oktmo", "right"),
    [
        ("03234643657010006200", "", True),
        ("03234643657010006200", "65701000", True),
        ("03234643657010006200", "65701000001", True),
        ("03234643657010006200", "65702000", False),
        ("03234810657010006200", "", False),
        ("40102810645370000054", "", False),
    ],
)
def test_a_treasury_account_has_structure_but_no_key(account: str, oktmo: str, right: bool) -> None:
    try:
        assert ids.validate_treasury_account(account, oktmo) == account
        assert right
    except Invalid:
        assert not right


@pytest.mark.parametrize("account", ["30101810645370000054", "40102643645370000054"])
def test_a_single_treasury_account_begins_with_40102810(account: str) -> None:
    with pytest.raises(Invalid):
        ids.validate_single_treasury_account(account)


@pytest.mark.parametrize(
    ("kind", "text", "padded"),
    [
        (ids.INN, "101000019", None),
        (ids.INN, inn_10("010000001")[1:], inn_10("010000001")),
        (ids.INN, inn_12("0100000001")[1:], inn_12("0100000001")),
        (ids.INN, "6600000010", None),
        (ids.SNILS, snils("012345678")[1:], snils("012345678")),
        (ids.SNILS, snils("001234567")[2:], snils("001234567")),
        (ids.BIK, "16577551", None),
        (ids.OGRN, "26600000010", None),
        (ids.INN, "1", None),
        (ids.INN, "", None),
    ],
)
def test_lost_zeros_are_offered_only_when_the_key_proves_them(
    kind: Identifier, text: str, padded: str | None
) -> None:
    assert kind.with_zeros(text) == padded


def test_an_ikz_names_its_customer() -> None:
    assert ids.customer_of_ikz("263" + "6600000010" + "660001001" + "0" * 14) == (
        "6600000010",
        "660001001",
    )


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("8 912 345 67 89", 1),
        ("8 912 345 67 89, 2-15-07", 2),
        ("8 912 345 67 89; 8 343 111 22 33\n2-15-07", 3),
        ("8 343 111 22 33, доб. 12", 1),
        ("8 343 111 22 33 и 8 912 345 67 89", 2),
        ("", 0),
    ],
)
def test_several_phones_of_one_cell_are_taken_apart(text: str, phones: int) -> None:
    assert len(ids.split_phones(text)) == phones


def test_a_masked_value_is_never_whole() -> None:
    assert ids.masked("6600000010") == "66…10"
    assert ids.masked("12345") == "…"


ALL = (
    ids.INN, ids.KPP, ids.OGRN, ids.SNILS, ids.BIK, ids.ACCOUNT, ids.PERSONAL_ACCOUNT, ids.OKTMO,
    ids.KBK, ids.IKZ, ids.LICENCE, ids.PHONE, ids.EMAIL,
)  # fmt: skip


@given(st.sampled_from(ALL), st.text(max_size=40))
def test_any_text_is_judged_without_a_crash(kind: Identifier, text: str) -> None:
    assert kind.is_valid(text) in (True, False)
    kind.with_zeros(text)


@given(st.sampled_from(ALL), st.text(max_size=40) | st.from_regex(r"[0-9 +()-]{5,20}"))
def test_what_is_printed_is_valid_again(kind: Identifier, text: str) -> None:
    if kind.is_valid(text):
        shown = kind.format(text)
        assert kind.is_valid(shown)
        assert kind.format(shown) == shown


@given(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True), st.integers(0, 9), st.integers(1, 9))
def test_the_key_of_an_inn_sees_most_slips_of_one_digit(nine: str, at: int, by: int) -> None:
    good = inn_10(nine)
    assert ids.INN.is_valid(good)
    bad = good[:at] + str((int(good[at]) + by) % 10) + good[at + 1 :]
    if not bad.startswith("00") and ids.INN.is_valid(bad):
        # «mod 11 mod 10» folds 10 into 0: only there may a slip pass.
        assert bad == inn_10(bad[:9])


@given(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True))
def test_the_key_of_a_snils_comes_out(nine: str) -> None:
    assert ids.SNILS.is_valid(snils(nine))
