"""The yardstick contract: a Word template of about four pages, and invented rows to fill it.

The text stands in ``contract.txt``; here it becomes a .docx as Word leaves one after some editing:
runs cut at sentences, formatting repeated on each run, a few tags cut in the middle.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

TEXT = Path(__file__).with_name("contract.txt")
CONDITION, LOOP = "есть_доставка", "наборы"
COLUMNS = {"п": "№", "название": "Набор", "возраст": "Для кого", "штук": "Штук", "цена": "Цена"}
ROWS = 8
_HEADER = "Договор № {номер} от {дата}"
_WIDTHS = (1.0, 6.6, 4.2, 1.6, 3.6)
# Tags that an edit has cut into runs.
_CUT = frozenset({"школа", "кружок", "сумма", "аванс_дней", "адрес_поставки", "инн"})
_FIELD = re.compile(r"{(\w+)}")
_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
_TOWNS = ("Примерный", "Образцово", "Тестовск", "Заречногорск")
_SURNAMES = ("Пробный", "Макетов", "Условнов", "Шаблонов", "Черновой", "Заглушкин")
_KITS = ("Мост & арка", "Шагающий робот", "Метеостанция", "Тележка <базовая>", "Кран", "Теплица")


def clauses() -> list[tuple[str, str]]:
    """The contract's lines: (what it is by the first mark of ``contract.txt``, text)."""
    lines = []
    for line in TEXT.read_text("utf-8").splitlines():
        mark = line[0] if line[0] in "!#?@|=" else ""
        if not line.startswith("//"):
            lines.append((mark, line[len(mark) :].strip()))
    return lines


def fields() -> list[str]:
    """Names of the contract's fields, in the order of their first use."""
    text = _HEADER + "".join(text for _, text in clauses())
    return list(dict.fromkeys(_FIELD.findall(text)))


def write_template(path: Path) -> None:
    """The contract with the tags of docxtpl."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    for style in ("Normal", "Heading 1"):
        document.styles[style].font.name = "Times New Roman"
        document.styles[style].font.size = Pt(11)
        document.styles[style].paragraph_format.space_after = Pt(2)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = "Договор"
    _type(section.header.paragraphs[0], _HEADER)
    _page_number(section.footer.paragraphs[0])
    requisites = None
    for mark, text in clauses():
        if mark == "@":
            _rows(document, Cm)
        elif mark in "|=" and mark:
            if requisites is None or mark == "=":
                requisites = document.add_table(rows=0, cols=2)
            for cell, words in zip(requisites.add_row().cells, text.split("|"), strict=True):
                _type(cell.paragraphs[0], words.strip())
        elif mark == "?":
            _type(document.add_paragraph(), f"{{%p if {CONDITION} %}}")
            _type(document.add_paragraph(), text)
            _type(document.add_paragraph(), "{%p endif %}")
        else:
            paragraph = document.add_paragraph(style="Heading 1" if mark == "#" else None)
            paragraph.alignment = ALIGN.CENTER if mark == "!" else ALIGN.JUSTIFY
            _type(paragraph, text, bold=mark in "!#" and bool(mark))
    _lighten(document)
    document.save(str(path))


def _type(paragraph: Any, text: str, *, bold: bool = False) -> None:
    """Text of ``contract.txt`` as runs; ``{поле}`` becomes a tag of docxtpl."""
    for number, piece in enumerate(_FIELD.split(text)):
        if number % 2:
            tag = f"{{{{ {piece} }}}}"
            middle = len(tag) // 2
            cuts = [tag[:middle], tag[middle:]] if piece in _CUT else [tag]
        else:
            cuts = re.split(r"(?<=[.;:,] )", piece)
        for words in filter(None, cuts):
            _format(paragraph.add_run(words), bold)


def _format(run: Any, bold: bool) -> None:
    """What Word repeats on every run of a text that was pasted and edited."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run.bold = bold or None
    run.font.name, run.font.size = "Times New Roman", Pt(11)
    properties = run._r.get_or_add_rPr()
    for script in ("w:eastAsia", "w:cs"):
        properties.rFonts.set(qn(script), "Times New Roman")
    for name, value in (("w:szCs", "22"), ("w:lang", "ru-RU")):
        element = properties.makeelement(qn(name), {qn("w:val"): value})
        properties.append(element)
    run._r.set(qn("w:rsidR"), "00A1B2C3")


def _page_number(paragraph: Any) -> None:
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), (None, "1"), ("end", "")):
        run = paragraph.add_run(text if kind is None else "")
        if kind:
            element = run._r.makeelement(qn("w:fldChar"), {qn("w:fldCharType"): kind})
            run._r.append(element)
        elif kind == "":
            element = run._r.makeelement(qn("w:instrText"), {})
            element.text = text
            run._r.append(element)


def _rows(document: Any, unit: Any) -> None:
    """The table with its loop over rows."""
    table = document.add_table(rows=4, cols=len(COLUMNS))
    table.style = "Table Grid"
    names = [f"{{{{ н.{name} }}}}" for name in COLUMNS]
    loop = f"{{%tr for н in {LOOP} %}}"
    texts = ([*COLUMNS.values()], [loop], names, ["{%tr endfor %}"])
    for place, (row, words) in enumerate(zip(table.rows, texts, strict=True)):
        for cell, text, width in zip(row.cells, words, _WIDTHS, strict=False):
            _format(cell.paragraphs[0].add_run(text), bold=not place)
            cell.width = unit(width)
    document.add_paragraph()


def _lighten(document: Any) -> None:
    """Without the hundred table styles and the picture that python-docx's blank carries."""
    from docx.oxml.ns import qn

    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        kept = style.get(qn("w:styleId")) in ("TableNormal", "TableGrid")
        if style.get(qn("w:type")) == "table" and not kept:
            styles.remove(style)
    for owner in (document.part, document.part.package):
        for key, relationship in list(owner.rels.items()):
            kind = relationship.reltype.rsplit("/", 1)[-1]
            if kind in ("stylesWithEffects", "thumbnail", "customXml"):
                del owner.rels[key]


def records(count: int) -> list[dict[str, Any]]:
    """Rows of invented contracts, the same ones every time; each value is text but the condition.

    Some hold what has to be escaped; the digits are no valid identifiers of anybody.
    """
    dice = random.Random(2026)
    return [_record(number, dice) for number in range(1, count + 1)]


def _record(number: int, dice: random.Random) -> dict[str, Any]:
    def digits(length: int) -> str:
        return "".join(dice.choices("0123456789", k=length))

    def day() -> str:
        return f"{dice.randint(1, 28)} {dice.choice(_MONTHS.split())} 2026 г."

    def address() -> str:
        street = dice.choice(("Садовая", "Тихая", "Новая"))
        return f"{digits(6)}, г. {town}, ул. {street}, д. {dice.randint(1, 90)}"

    def roubles(amount: int) -> str:
        return f"{amount:,} руб.".replace(",", "\u00a0")

    town, surname = dice.choice(_TOWNS), dice.choice(_SURNAMES)
    prices = [dice.randint(20, 99) * 100 for _ in range(ROWS)]
    total, share = sum(prices), dice.choice((20, 30))
    said: dict[str, Any] = {name: f"{name.replace('_', ' ')} {digits(3)}" for name in fields()}
    said |= {
        "номер": f"УН-2026/{number:05}",
        "дата": day(),
        "город": f"г. {town}",
        "школа": f"Муниципальное учреждение «Школа № {dice.randint(1, 90)} & лицей»",
        "школа_кратко": f"Школа № {dice.randint(1, 90)}",
        "руководитель": f"{surname} Пётр Олегович",
        "инициалы": f"П. О. {surname}",
        "кружок": dice.choice(("Механика", "Робот <первый>", "Сам себе «инженер»")),
        "куратор": f"{dice.choice(_SURNAMES)} Олег Петрович",
        "инн": digits(10),
        "кпп": digits(9),
        "огрн": digits(13),
        "бик": digits(9),
        "счёт": digits(20),
        "корсчёт": digits(20),
        "телефон": f"+7 (000) {digits(3)}-{digits(2)}-{digits(2)}",
        "телефон_куратора": f"+7 (000) {digits(3)}-{digits(2)}-{digits(2)}",
        "почта": f"school{number}@example.org",
        "сумма": roubles(total),
        "сумма_словами": f"сумма прописью {total} рублей 00 копеек",
        "аванс_процент": str(share),
        "аванс_сумма": roubles(total * share // 100),
        "доставка_сумма": roubles(total // 50),
        "суд": f"Арбитражный суд, г. {town}",
        **{name: day() for name in ("начало", "окончание", "срок_договора")},
        **{name: address() for name in ("адрес", "почтовый_адрес", "адрес_поставки")},
        CONDITION: dice.random() < 0.5,
        LOOP: [
            {
                "п": str(place),
                "название": dice.choice(_KITS),
                "возраст": f"{dice.randint(5, 9)}–{dice.randint(10, 17)} лет",
                "штук": str(dice.randint(1, 15)),
                "цена": roubles(price),
            }
            for place, price in enumerate(prices, 1)
        ],
    }
    return said


def write_records(path: Path, count: int) -> None:
    """The rows as JSON, which every engine reads alike."""
    path.write_text(json.dumps(records(count), ensure_ascii=False), "utf-8")
