"""Identifiers of organisations, people and accounts: shape and check digits.

Every identifier has the same four verbs: ``compact`` (what counts, without spaces and marks),
``validate`` (the compact value or ``Invalid``), ``is_valid``, ``format`` (as it is printed).
A value that can't be judged is left alone: calling a right number wrong is the worse mistake.
Shapes and keys: norms/office.md 2.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass


class Problem(enum.Enum):
    """What is wrong with a value."""

    EMPTY = "empty"
    CHARACTERS = "characters"
    LENGTH = "length"
    STRUCTURE = "structure"
    CHECKSUM = "checksum"


class Invalid(ValueError):
    """A value that is no such identifier; ``reason`` is a Russian clause for the clerk."""

    def __init__(self, problem: Problem, reason: str) -> None:
        super().__init__(reason)
        self.problem = problem
        self.reason = reason


_DASHES = r"\-‐‑‒–—―−\u00ad"
_SEPARATORS = re.compile(rf"[\s.{_DASHES}\u200b\u2060\ufeff]+")


def _digits_only(text: str) -> str:
    return _SEPARATORS.sub("", text)


DIGITS = r"[0-9]+"


@dataclass(frozen=True)
class Identifier:
    """One kind of identifier.

    ``name`` is its Russian name; ``lengths`` are those that a compact value may have;
    ``judge`` raises ``Invalid`` for a compact value of right characters and length.
    ``zero_led`` says that a value may begin with zero: Excel drops it from a number.
    """

    name: str
    lengths: tuple[int, ...]
    judge: Callable[[str], None]
    show: Callable[[str], str] = str
    squeeze: Callable[[str], str] = _digits_only
    pattern: str = DIGITS
    letters: str = "цифры"
    has_key: bool = False
    zero_led: bool = True

    def compact(self, text: str) -> str:
        """The value without spaces, dashes and other marks that do not count."""
        return self.squeeze(text)

    def validate(self, text: str) -> str:
        """The compact value. Raises ``Invalid``."""
        value = self.compact(text)
        if not value:
            raise Invalid(Problem.EMPTY, f"{self.name}: пусто")
        if not re.fullmatch(self.pattern, value):
            raise Invalid(
                Problem.CHARACTERS, f"{self.name}: недопустимые знаки, нужны только {self.letters}"
            )
        if len(value) not in self.lengths:
            shortest, longest = min(self.lengths), max(self.lengths)
            wanted = " или ".join(str(n) for n in self.lengths)
            if len(self.lengths) > 2 and longest - shortest == len(self.lengths) - 1:
                wanted = f"{shortest}–{longest}"
            raise Invalid(
                Problem.LENGTH,
                f"{self.name}: {_characters(len(value))} вместо {wanted}",
            )
        self.judge(value)
        return value

    def is_valid(self, text: str) -> bool:
        try:
            self.validate(text)
        except Invalid:
            return False
        return True

    def format(self, text: str) -> str:
        """The value as it is printed. Raises ``Invalid``."""
        return self.show(self.validate(text))

    def with_zeros(self, text: str) -> str | None:
        """The value with its lost leading zeros, if exactly that makes the key come out.

        ``None`` when nothing is missing, or nothing proves that zeros are what is missing.
        """
        value = self.compact(text)
        if not (self.has_key and self.zero_led and value.isascii() and value.isdigit()):
            return None
        for length in self.lengths:
            # More than three zeros in front is no number that an office meets.
            if 0 < length - len(value) <= 3:
                padded = value.zfill(length)
                return padded if self.is_valid(padded) else None
        return None


def _characters(count: int) -> str:
    tail = count % 100 if 10 < count % 100 < 20 else count % 10
    word = "знак" if tail == 1 else "знака" if tail in (2, 3, 4) else "знаков"
    return f"{count} {word}"


def masked(text: str) -> str:
    """An identifier as a message may show it: never whole.

    >>> masked("6600000010")
    '66…10'
    """
    kept = text.strip()
    return f"{kept[:2]}…{kept[-2:]}" if len(kept) > 6 else "…"


def _checksum(name: str) -> Invalid:
    return Invalid(Problem.CHECKSUM, f"{name}: контрольное число не сходится")


def _no_judge(_: str) -> None:
    """Nothing is known beyond characters and length."""


# --- ИНН --------------------------------------------------------------------------------------

_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_11 = (7, *_INN_10)
_INN_12 = (3, *_INN_11)


def _inn_digit(value: str, weights: tuple[int, ...]) -> str:
    return str(sum(w * int(d) for w, d in zip(weights, value, strict=False)) % 11 % 10)


def _judge_inn(value: str) -> None:
    if value.startswith("00"):
        # All zeros would pass the key; no tax office has the code 00.
        raise Invalid(Problem.STRUCTURE, "ИНН: не может начинаться с 00")
    if len(value) == 10:
        right = value[9] == _inn_digit(value, _INN_10)
    else:
        right = value[10:] == _inn_digit(value, _INN_11) + _inn_digit(value, _INN_12)
    if not right:
        raise _checksum("ИНН")


INN = Identifier("ИНН", (10, 12), _judge_inn, has_key=True)
"""Идентификационный номер налогоплательщика: 10 digits (organisation) or 12 (person, ИП)."""

INN_ORGANISATION = Identifier("ИНН организации", (10,), _judge_inn, has_key=True)
INN_PERSON = Identifier("ИНН физического лица", (12,), _judge_inn, has_key=True)


# --- КПП --------------------------------------------------------------------------------------


def _upper(text: str) -> str:
    return _digits_only(text).upper()


KPP = Identifier(
    "КПП",
    (9,),
    _no_judge,
    squeeze=_upper,
    pattern=r"[0-9]{1,4}(?:[0-9A-Z]{1,2}[0-9]{0,3})?|[0-9]+",
    letters="цифры (5-й и 6-й знаки могут быть латинскими буквами)",
)
"""Код причины постановки на учёт: 9 characters, the fifth and sixth may be Latin letters."""


# --- ОГРН, ОГРНИП -----------------------------------------------------------------------------


def _judge_ogrn(value: str) -> None:
    if len(value) == 13:
        if value[0] not in "15":
            raise Invalid(Problem.STRUCTURE, "ОГРН: первая цифра должна быть 1 или 5")
        right = int(value[:-1]) % 11 % 10 == int(value[-1])
        name = "ОГРН"
    else:
        if value[0] != "3":
            raise Invalid(Problem.STRUCTURE, "ОГРНИП: первая цифра должна быть 3")
        right = int(value[:-1]) % 13 % 10 == int(value[-1])
        name = "ОГРНИП"
    if not right:
        raise _checksum(name)


OGRN = Identifier("ОГРН", (13, 15), _judge_ogrn, has_key=True, zero_led=False)
"""ОГРН (13) or ОГРНИП (15). The first digit says which kind of entry the number is of."""

OGRN_ORGANISATION = Identifier("ОГРН", (13,), _judge_ogrn, has_key=True, zero_led=False)
OGRNIP = Identifier("ОГРНИП", (15,), _judge_ogrn, has_key=True, zero_led=False)


# --- СНИЛС ------------------------------------------------------------------------------------

_SNILS_UNCHECKED = "001001998"
"""Numbers up to this one were given before the key was introduced."""


def _judge_snils(value: str) -> None:
    number, key = value[:9], int(value[9:])
    if number == "000000000":
        raise Invalid(Problem.STRUCTURE, "СНИЛС: одни нули")
    if number <= _SNILS_UNCHECKED:
        return
    total = sum(int(d) * w for d, w in zip(number, range(9, 0, -1), strict=True))
    if total % 101 % 100 != key:
        raise _checksum("СНИЛС")


def _show_snils(value: str) -> str:
    return f"{value[:3]}-{value[3:6]}-{value[6:9]} {value[9:]}"


SNILS = Identifier("СНИЛС", (11,), _judge_snils, _show_snils, has_key=True)


# --- БИК and accounts -------------------------------------------------------------------------


def _judge_bik(value: str) -> None:
    # Banks have 04, the Treasury's bodies (ТОФК) 00, 01 or 02.
    if not value.startswith("0"):
        raise Invalid(Problem.STRUCTURE, "БИК: должен начинаться с нуля")


BIK = Identifier("БИК", (9,), _judge_bik)

_ACCOUNT_WEIGHTS = (7, 1, 3) * 8


def _account_key_holds(prefix: str, account: str) -> bool:
    digits = prefix + account
    return sum(int(d) * w for d, w in zip(digits, _ACCOUNT_WEIGHTS, strict=False)) % 10 == 0


ACCOUNT = Identifier("счёт", (20,), _no_judge)
"""An account by itself: 20 digits. Its key needs the БИК: ``validate_account``."""


def is_treasury_account(account: str) -> bool:
    """Казначейский счёт: it has no key."""
    return ACCOUNT.compact(account).startswith("03")


def validate_settlement_account(account: str, bik: str) -> str:
    """Расчётный счёт in a bank: the key over the last three digits of the БИК and the account.

    Returns the compact account. Raises ``Invalid``.
    """
    value = ACCOUNT.validate(account)
    if not _account_key_holds(BIK.validate(bik)[-3:], value):
        raise Invalid(Problem.CHECKSUM, "счёт: ключ не сходится с БИК")
    return value


def validate_correspondent_account(account: str, bik: str) -> str:
    """Корреспондентский счёт (and ЕКС): the key over «0», БИК digits 5–6 and the account.

    Returns the compact account. Raises ``Invalid``.
    """
    value = ACCOUNT.validate(account)
    if not _account_key_holds("0" + BIK.validate(bik)[4:6], value):
        raise Invalid(Problem.CHECKSUM, "счёт: ключ не сходится с БИК")
    return value


def validate_single_treasury_account(account: str, bik: str = "") -> str:
    """Единый казначейский счёт: 40102…, roubles, and the key when the БИК is given.

    Returns the compact account. Raises ``Invalid``.
    """
    value = ACCOUNT.validate(account)
    if not value.startswith("40102"):
        raise Invalid(Problem.STRUCTURE, "единый казначейский счёт: должен начинаться с 40102")
    if value[5:8] != "810":
        raise Invalid(
            Problem.STRUCTURE, "единый казначейский счёт: знаки 6–8 (валюта) должны быть 810"
        )
    return validate_correspondent_account(value, bik) if bik else value


def validate_treasury_account(account: str, oktmo: str = "") -> str:
    """Казначейский счёт: 03…, digits 6–8 are 643, digits 9–16 the ОКТМО when it is given.

    It has no key of the bank kind. Returns the compact account. Raises ``Invalid``.
    """
    value = ACCOUNT.validate(account)
    if not value.startswith("03"):
        raise Invalid(Problem.STRUCTURE, "казначейский счёт: должен начинаться с 03")
    if value[5:8] != "643":
        raise Invalid(Problem.STRUCTURE, "казначейский счёт: знаки 6–8 (валюта) должны быть 643")
    if oktmo and value[8:16] != OKTMO.validate(oktmo)[:8]:
        raise Invalid(Problem.STRUCTURE, "казначейский счёт: знаки 9–16 не совпадают с ОКТМО")
    return value


PERSONAL_ACCOUNT = Identifier(
    "лицевой счёт",
    (11,),
    _no_judge,
    squeeze=_upper,
    pattern=r"[0-9]*[A-ZА-ЯЁ]?[0-9]*",
    letters="цифры и не больше одной буквы",
)
"""Лицевой счёт: 11 characters, one of them may be a letter (20626D12470)."""


# --- classifiers ------------------------------------------------------------------------------

OKTMO = Identifier("ОКТМО", (8, 11), _no_judge)
"""Код муниципального образования: 8 digits, 11 with a settlement."""


def _judge_kbk(value: str) -> None:
    # Letters stand only in the target article of expenses (целевая статья).
    if not (value[:7] + value[17:]).isdigit():
        raise Invalid(Problem.STRUCTURE, "КБК: буквы допустимы только в знаках 8–17")


KBK = Identifier(
    "КБК",
    (20,),
    _judge_kbk,
    squeeze=_upper,
    pattern=r"[0-9A-ZА-Я]+",
    letters="цифры (в целевой статье могут быть буквы)",
)
"""Код бюджетной классификации: 20 characters."""


IKZ = Identifier("ИКЗ", (36,), _no_judge, zero_led=False)
"""Идентификационный код закупки: 36 digits; 4–13 are the customer's ИНН, 14–22 its КПП."""


def customer_of_ikz(ikz: str) -> tuple[str, str]:
    """ИНН and КПП of the customer inside an ИКЗ. Raises ``Invalid``."""
    value = IKZ.validate(ikz)
    return value[3:13], value[13:22]


_LICENCE = re.compile(r"Л035-[0-9]{5}-[0-9]{2}/[0-9]{8}")


def _squeeze_licence(text: str) -> str:
    value = re.sub(rf"[{_DASHES}]", "-", "".join(text.split()))
    return value.removeprefix("№").upper()


def _judge_licence(value: str) -> None:
    if not _LICENCE.fullmatch(value):
        raise Invalid(
            Problem.STRUCTURE, "номер лицензии: нужен вид Л035-00000-00/00000000 из реестра"
        )


LICENCE = Identifier(
    "номер лицензии",
    tuple(range(1, 80)),
    _judge_licence,
    squeeze=_squeeze_licence,
    pattern=r".+",
    zero_led=False,
)
"""Number of a licence for educational activity in the national register."""


# --- phone, e-mail ----------------------------------------------------------------------------

_EXTENSION = re.compile(r"(?:доб(?:авочный)?\.?|вн\.?|#|ext\.?)\s*([0-9]{1,6})\s*$", re.IGNORECASE)
_PHONE_NOISE = re.compile(rf"[\s().{_DASHES}/]+")
_PHONE_WORDS = re.compile(
    r"^(?:тел(?:ефон)?|моб(?:ильный)?|сот(?:овый)?|раб(?:очий)?|факс|т|м)\s*[.:]+\s*", re.IGNORECASE
)


def _squeeze_phone(text: str) -> str:
    text = _PHONE_WORDS.sub("", text.strip())
    # «(мама)», «(рабочий)»: a remark is no part of the number.
    text = re.sub(r"\([^\d()]*\)", "", text)
    text = _EXTENSION.sub("", text.strip()).rstrip(" ,")
    return _PHONE_NOISE.sub("", text)


def _judge_phone(value: str) -> None:
    digits = value.removeprefix("+")
    if value.startswith("+") and not digits.startswith("7"):
        return  # another country: its plan is not ours to judge
    if len(digits) == 11 and digits[0] in "78":
        digits = digits[1:]
    if len(digits) in (5, 6, 7):
        raise Invalid(Problem.LENGTH, "телефон: нет кода города")
    if len(digits) != 10:
        raise Invalid(Problem.LENGTH, "телефон: должно быть 10 цифр с кодом города (без 8 и +7)")
    if digits.startswith("89"):
        # No code begins so: it is «8 9…» with a digit lost.
        raise Invalid(Problem.LENGTH, "телефон: не хватает цифры")
    if digits[0] not in "3489":
        raise Invalid(Problem.STRUCTURE, "телефон: код города не может быть таким")


def _show_phone(value: str) -> str:
    digits = value.removeprefix("+")
    if value.startswith("+") and not digits.startswith("7"):
        return value
    digits = digits[-10:]
    return f"+7 ({digits[:3]}) {digits[3:6]}-{digits[6:8]}-{digits[8:]}"


PHONE = Identifier(
    "телефон",
    tuple(range(5, 17)),
    _judge_phone,
    _show_phone,
    squeeze=_squeeze_phone,
    pattern=r"\+?[0-9]+",
    letters="цифры, скобки и дефисы",
    zero_led=False,
)
"""One telephone number; ``split_phones`` takes a cell with several apart."""


def split_phones(text: str) -> tuple[str, ...]:
    """Several telephones of one cell: parted by «,», «;», a line break or «и».

    «доб.» after a comma stays with its number.
    """
    pieces = re.split(r"\s*(?:[;\n]|,(?!\s*(?:доб|вн|ext))|\sи\s)\s*", text.strip())
    return tuple(piece for piece in pieces if piece)


_EMAIL = re.compile(
    r"[A-Za-z0-9А-Яа-яЁё!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9А-Яа-яЁё!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9А-Яа-яЁё](?:[A-Za-z0-9А-Яа-яЁё-]*[A-Za-z0-9А-Яа-яЁё])?\.)+"
    r"[A-Za-zА-Яа-яЁё]{2,24}"
)


def _judge_email(value: str) -> None:
    if not _EMAIL.fullmatch(value):
        raise Invalid(Problem.STRUCTURE, "адрес электронной почты: нужен вид name@example.ru")


EMAIL = Identifier(
    "адрес электронной почты",
    tuple(range(6, 255)),
    _judge_email,
    squeeze=str.strip,
    pattern=r"\S+",
    letters="буквы, цифры и знаки без пробелов",
    zero_led=False,
)
