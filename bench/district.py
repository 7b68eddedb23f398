"""A district's workbooks of any size: the sample's children, families and groups over and over.

    python bench/district.py FOLDER PAPERS

Every block repeats the 34 enrolments of the sample (138 papers: applications, contracts, consents)
under codes, names, passports and telephones of its own; all people are invented. The directory and
the partners are those of the sample. The sheets are written as plain XML: openpyxl would take a
minute for what the largest runs need.
"""

from __future__ import annotations

import datetime
import shutil
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
INPUTS = ROOT / "inputs"
BLOCK_PAPERS = 138
BLOCK_ENROLMENTS = 34
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = datetime.datetime(1899, 12, 30)

_STEMS = (
    "Абрам", "Агап", "Артам", "Бажен", "Берез", "Богдан", "Бород", "Булат", "Быстр", "Васен",
    "Верхот", "Ветр", "Вороб", "Гавр", "Глеб", "Горбун", "Гордей", "Громадч", "Гус", "Данил",
    "Дем", "Дорох", "Дружин", "Егорш", "Елис", "Ерм", "Жар", "Журавл", "Завьял", "Зим",
    "Золот", "Иванч", "Ильюш", "Кабан", "Калин", "Карпуш", "Кедр", "Клим", "Кожевник", "Колес",
    "Корепан", "Костр", "Кузнец", "Кутуз", "Лагун", "Лапш", "Левш", "Листопад", "Лукош", "Лыс",
    "Макар", "Малыг", "Мартын", "Медвед", "Мельник", "Минак", "Морош", "Мухач", "Назар", "Неклюд",
    "Овчинник", "Осип", "Остан", "Панфил", "Пахом", "Перм", "Петух", "Плотник", "Поздн", "Прох",
    "Пух", "Рогож", "Родион", "Рудак", "Рычк", "Саврас", "Самойл", "Селез", "Семухач", "Сид",
    "Скоморох", "Снегир", "Сокол", "Стаф", "Сухар", "Талан", "Терех", "Тимош", "Токар", "Третьяк",
    "Угрюм", "Устин", "Федос", "Фомич", "Харит", "Хвост", "Худяк", "Цвет", "Чебак", "Черепан",
    "Чижик", "Шаб", "Шадр", "Шестак", "Шилник", "Шумил", "Щегл", "Щербач", "Юшк", "Ярошев",
)  # fmt: skip
_ENDINGS = (("ов", "ова"), ("ин", "ина"), ("овский", "овская"), ("енко", "енко"), ("ук", "ук"))
_BOYS = (
    "Александр", "Алексей", "Арсений", "Богдан", "Вадим", "Виктор", "Глеб", "Григорий", "Даниил",
    "Егор", "Иван", "Илья", "Кирилл", "Лев", "Макар", "Матвей", "Никита", "Пётр", "Роман", "Фёдор",
)  # fmt: skip
_GIRLS = (
    "Алина", "Анна", "Арина", "Валерия", "Варвара", "Вера", "Дарья", "Ева", "Екатерина", "Елена",
    "Ирина", "Ксения", "Любовь", "Мария", "Надежда", "Ольга", "Полина", "София", "Таисия", "Юлия",
)  # fmt: skip
_FATHERS = (
    ("Александрович", "Александровна"), ("Андреевич", "Андреевна"), ("Борисович", "Борисовна"),
    ("Васильевич", "Васильевна"), ("Викторович", "Викторовна"), ("Геннадьевич", "Геннадьевна"),
    ("Денисович", "Денисовна"), ("Евгеньевич", "Евгеньевна"), ("Игоревич", "Игоревна"),
    ("Ильич", "Ильинична"), ("Константинович", "Константиновна"), ("Львович", "Львовна"),
    ("Максимович", "Максимовна"), ("Никитич", "Никитична"), ("Олегович", "Олеговна"),
    ("Павлович", "Павловна"), ("Русланович", "Руслановна"), ("Семёнович", "Семёновна"),
    ("Тимурович", "Тимуровна"), ("Юрьевич", "Юрьевна"),
)  # fmt: skip

Row = dict[str, object]


def blocks_for(papers: int) -> int:
    """How many blocks give at least so many papers."""
    return -(-papers // BLOCK_PAPERS)


def make(folder: Path, blocks: int) -> Path:
    """The workbooks in a folder; where the pupils stand."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("directory.xlsx", "partners.xlsx"):
        shutil.copy(INPUTS / name, folder / name)
    path = folder / "pupils.xlsx"
    _write(path, {title: _table(title, rows, blocks) for title, rows in _sample().items()})
    return path


def _sample() -> dict[str, list[Row]]:
    from openpyxl import load_workbook

    book = load_workbook(INPUTS / "pupils.xlsx", read_only=True)
    found: dict[str, list[Row]] = {}
    for title in ("Представители", "Обучающиеся", "Группы", "Зачисления", "Цели согласий"):
        headings, *rows = book[title].iter_rows(values_only=True)
        found[title] = [dict(zip(map(str, headings), row, strict=True)) for row in rows if any(row)]
    return found


def _table(title: str, rows: list[Row], blocks: int) -> Iterator[tuple[object, ...]]:
    yield tuple(rows[0])
    if title == "Цели согласий":
        yield from (tuple(row.values()) for row in rows)
        return
    for block in range(1, blocks + 1):
        for place, row in enumerate(rows):
            yield tuple(_of_block(title, row, block, place).values())


def _of_block(title: str, row: Row, block: int, place: int) -> Row:
    """The row of the sample as another family's, another child's, another group's."""
    own = dict(row)
    for name in ("Код", *_REFERENCES.get(title, ())):
        if own[name]:
            own[name] = f"{own[name]}-{block:04}"
    # The papers of a district in August are drafts: numbers and dates come later.
    for name in _LATER:
        if name in own:
            own[name] = None
    number = block * 50 + place
    if title in ("Представители", "Обучающиеся"):
        own.update(_person(row, number * 2 + (title == "Обучающиеся")))
        address = f"623990, Свердловская область, г. Заречногорск, ул. {_STEMS[number % 97]}овская"
        own["Адрес"] = f"{address}, д. {number % 140 + 1}, кв. {number % 61 + 1}"
        if own["Паспорт"]:
            own["Паспорт"] = f"65 {number // 1_000_000:02} {number % 1_000_000:06}"
        if own["Телефон"]:
            own["Телефон"] = f"+7 900 {number % 10**7 // 10**4:03}-{number % 10**4 // 100:02}-01"
        if own["E-mail"]:
            own["E-mail"] = f"semya{number}@pochta.example"
        if own.get("Свидетельство о рождении"):
            own["Свидетельство о рождении"] = f"V-АИ № {number % 1_000_000:06}"
    return own


_REFERENCES = {"Обучающиеся": ("Представитель",), "Зачисления": ("Обучающийся", "Группа")}
_LATER = (
    "Номер заявления", "Дата заявления", "Номер договора", "Дата договора",
    "Дата приказа о зачислении",
)  # fmt: skip


def _person(row: Row, number: int) -> Row:
    patronymic = str(row["Отчество"] or "")
    sex = str(row["Пол"] or "")
    female = int(patronymic.endswith("на") or sex.startswith("ж"))
    # No two of 200,000 have all three names in common; of those who have only two there is one in
    # a block at most, and the blocks count on.
    if not patronymic:
        number //= 100
    turn, surname = divmod(number, len(_STEMS) * len(_ENDINGS))
    cycle, first = divmod(turn, 20)
    stem, ending = divmod(surname, len(_ENDINGS))
    father = _FATHERS[(cycle + surname * 3 + first) % 20][female]
    return {
        "Фамилия": _STEMS[stem] + _ENDINGS[ending][female],
        "Имя": (_GIRLS if female else _BOYS)[(first + surname * 7) % 20],
        "Отчество": father if patronymic else None,
    }


# --- the file ------------------------------------------------------------------------------------


def _write(path: Path, sheets: dict[str, Iterable[tuple[object, ...]]]) -> None:
    strings: dict[str, int] = {}
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        + _override("workbook", "sheet.main")
        + _override("styles", "styles")
        + _override("sharedStrings", "sharedStrings")
        + "".join(_override(f"worksheets/sheet{n}", "worksheet") for n in range(1, len(sheets) + 1))
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(
            f'<sheet name="{title}" sheetId="{n}" r:id="rId{n}"/>'
            for n, title in enumerate(sheets, 1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" '
            f'Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        + f'<Relationship Id="styles" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        + f'<Relationship Id="words" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        + "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{_SPREADSHEET}"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
        for n, rows in enumerate(sheets.values(), 1):
            with book.open(f"xl/worksheets/sheet{n}.xml", "w") as part:
                part.write(f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>'.encode())
                for number, row in enumerate(rows, 1):
                    cells = "".join(
                        _cell(f"{_letter(place)}{number}", value, strings)
                        for place, value in enumerate(row)
                        if value is not None
                    )
                    part.write(f'<row r="{number}">{cells}</row>'.encode())
                part.write(b"</sheetData></worksheet>")
        with book.open("xl/sharedStrings.xml", "w") as part:
            part.write(f'<sst xmlns="{_SPREADSHEET}" uniqueCount="{len(strings)}">'.encode())
            for text in strings:
                part.write(f'<si><t xml:space="preserve">{escape(text)}</t></si>'.encode())
            part.write(b"</sst>")


def _override(part: str, kind: str) -> str:
    return (
        f'<Override PartName="/xl/{part}.xml" ContentType='
        f'"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
    )


def _letter(place: int) -> str:
    return chr(65 + place) if place < 26 else f"A{chr(39 + place)}"


def _cell(place: str, value: object, strings: dict[str, int]) -> str:
    if isinstance(value, datetime.datetime):
        return f'<c r="{place}" s="1"><v>{(value - _EPOCH).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    index = strings.setdefault(str(value), len(strings))
    return f'<c r="{place}" t="s"><v>{index}</v></c>'


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), blocks_for(int(sys.argv[2]))))
