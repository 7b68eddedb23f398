"""What the texts of all agreements have in common: names, dates, copies, cited acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.documents.parties import PartyContext
from docgen.records.directory import Settings
from docgen.records.partners import Agreement
from docgen.records.terms import term


@dataclass(frozen=True, kw_only=True)
class AnnexContext:
    """Приложение: its number is given once and used by every mention."""

    number: int = term("номер")
    title: str = term("наименование", "«Части программы», без кавычек.")
    own_file: bool = term("отдельный_файл", "Печатается отдельно: в нём персональные данные.")


@dataclass(frozen=True, kw_only=True)
class AgreementContext:
    """Terms of every agreement; each kind adds its own."""

    agreement: Agreement = term("договор", "Строка листа «Договоры» со всеми её столбцами.")
    settings: Settings = term("настройки", "Лист «Настройки».")
    acts: Mapping[str, str] = term(
        "акты",
        "Ссылки на акты по ключу: «в соответствии с {{ акты.FZ273 }}» (творительный); "
        "другие падежи — с окончанием: акты.FZ273_им, _род, _дат, _пр.",
    )
    number: str = term("номер", "Номер договора или «____», пока он не присвоен.")
    date_line: str = term("дата_строкой", "Дата договора или «__» __________ 2026 г.")
    place: str = term("место", "Место заключения: «г. Заречногорск».")
    electronic: bool = term("электронно", "Подписывается электронной подписью: без экземпляров.")
    parties: tuple[PartyContext, ...] = term("стороны", "Все стороны по порядку преамбулы.")
    two_parties: bool = term("две_стороны", "Сторон ровно две.")
    preamble: str = term(
        "преамбула_сторон",
        "Все стороны одной фразой с прописной буквы, без знака в конце; "
        "у двух — «…, с одной стороны, и …, с другой стороны».",
    )
    copies: int = term("экземпляров")
    in_copies: str = term("в_экземплярах", "«в двух экземплярах».")
