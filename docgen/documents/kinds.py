"""Kinds of paper as data: one TOML beside each Word template says what the paper is.

    id = "network-agreement"        # also the stem of the file
    title = "Договор о сетевой форме"
    gender = "мужской"              # of the title: «утверждён», «утверждена»
    family = "agreements"           # the command that makes it
    sheet = "Договоры"              # one paper per row of this sheet
    when = { "вид_документа" = ["договор о сетевой форме"] }
    builder = "network-agreement"   # absent: the generic one, for kinds without code;
                                    # "whole": over all rows of the sheets of ``rows``
    name = "{код} Договор – {участники}"
    folder = "Договоры"
    personal = true                 # its folder is closed to others; absent: false
    qr = false                      # nobody signs it: no QR code on it; absent: as the office says
    also = ["xlsx"]                 # its tables as a workbook beside; absent: the Word file alone
    numbered = ["номер", "дата"]    # columns of its own number and date; absent: it has none

A new kind is a template and such a file. Whatever is wrong in it is told in Russian and only
that kind is left out.
"""

from __future__ import annotations

import enum
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docgen.diagnostics import Diagnostic, Origin, diagnose, nearest, perhaps
from docgen.documents.builder import Builder
from docgen.documents.builders import BUILDERS, GENERIC, OVER_SHEETS
from docgen.documents.whole import whole
from docgen.passport import TWIN_FORMS
from docgen.records.schema import Column, ColumnType, Record, columns_of
from docgen.records.spelling import name_key
from docgen.records.vocabulary import NameGender
from docgen.records.workbooks import FAMILIES, SHEETS, sheets_of_family

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_FAMILY = re.compile(r'^family = "([^"\\]*)"\s*$', re.MULTILINE)
_LATER = 1000
ALSO = TWIN_FORMS
"""What a kind may be laid as besides a Word file."""


class Recipients(enum.StrEnum):
    """Whom a paper of a kind may be sent to; a kind that does not say it stays in the office."""

    NOBODY = "никому"
    PARTIES = "сторонам"
    """The parties of the agreement that its row is or refers to."""
    TEACHING = "ведущим часть"
    """Of these only the participants that teach a part: they get the names of the pupils."""
    VISAS = "визирующим"
    """Of these only those whose people are to look at the draft."""
    ADDRESSEE = "адресату"
    """The addressee that stands in its row."""
    FAMILY = "семье"
    """The representative of the pupil of its row, or the pupil who is of age."""


@dataclass(frozen=True)
class Condition:
    """The row's value in this column must be one of ``values`` (as the clerk writes them)."""

    attribute: str
    values: tuple[str, ...]

    def holds(self, record: Record) -> bool:
        return as_typed(getattr(record, self.attribute)) in self.values


@dataclass(frozen=True)
class Kind:
    """One kind of paper.

    ``norms`` are the requirements (norms/content.md ids) that the paper must meet;
    ``personal`` says that it holds personal data; ``qr`` that it bears a QR code where the office
    prints them; ``also`` names the forms in which it is laid
    beside the Word file (``xlsx``: its tables); ``numbered`` are the attributes of the row for the
    number and the date that registration gives, empty for a kind that takes none; ``order`` is its
    place among the papers of one row; ``recipients`` says whom it may be sent to. ``sheets`` are
    all that a run of its family may read; ``rows`` those whose rows a register lists. ``origin``
    is the TOML file.
    """

    id: str
    title: str
    gender: NameGender
    family: str
    record: type[Record]
    template: Path
    builder: str
    name: str
    folder: str
    origin: Origin
    sheets: tuple[type[Record], ...] = SHEETS
    rows: tuple[type[Record], ...] = ()
    conditions: tuple[Condition, ...] = ()
    personal: bool = False
    qr: bool = True
    also: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    order: int = _LATER
    recipients: Recipients = Recipients.NOBODY

    @property
    def makes(self) -> Builder:
        return whole(self.rows) if self.builder == OVER_SHEETS else BUILDERS[self.builder]

    @property
    def context_class(self) -> type[Any]:
        """The class whose terms the kind's template may use."""
        return self.makes.context_of(self.record, self.sheets)


def as_typed(value: object) -> str:
    """A value as the clerk would type it: yes/no in Russian, empty for an empty cell."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    return "" if value is None else str(value)


def load_kinds(
    folder: Path,
    sheets: Sequence[type[Record]] = SHEETS,
    families: Sequence[str] | None = None,
) -> tuple[Mapping[str, Kind], list[Diagnostic]]:
    """Kinds declared by the ``*.toml`` files of a folder, by id, in order of ``order``.

    ``sheets`` are all that a run may read; a kind's rows stand on one of those of its family.
    ``families``: only their kinds, one family after the other; ``None`` for all. A file that is
    not right is left out with its faults. A missing folder has no kinds.
    """
    kinds: dict[str, Kind] = {}
    diagnostics: list[Diagnostic] = []
    for path in sorted(folder.glob("*.toml")):
        kind, faults = _read(path, sheets, families)
        diagnostics += faults
        if kind is not None:
            kinds[kind.id] = kind
    shared = _in_shared_folders(kinds.values())
    diagnostics += shared
    for fault in shared:
        del kinds[fault.value]

    def place(kind: Kind) -> tuple[int, int, str]:
        return families.index(kind.family) if families else 0, kind.order, kind.id

    return {kind.id: kind for kind in sorted(kinds.values(), key=place)}, diagnostics


def _in_shared_folders(kinds: Collection[Kind]) -> list[Diagnostic]:
    """Kinds with personal data whose folder is also that of papers without; by their ids."""
    openly: dict[str, Kind] = {}
    for kind in kinds:
        if not kind.personal:
            openly.setdefault(name_key(kind.folder), kind)
    return [
        diagnose(
            "kind-folder-shared",
            kind.origin,
            f"в папке «{kind.folder}» лежат и бумаги без персональных данных: "
            f"{openly[name_key(kind.folder)].title}",
            hint="дайте бумагам с персональными данными свою папку: их закрывают от других людей",
            value=kind.id,
        )
        for kind in kinds
        if kind.personal and name_key(kind.folder) in openly
    ]


def meant(text: str, known: Iterable[str]) -> str:
    """Hint «возможно, это …», or empty when nothing is close."""
    return perhaps(nearest(text, known, key=name_key, most=2))


def _read(
    path: Path, sheets: Sequence[type[Record]], families: Sequence[str] | None
) -> tuple[Kind | None, list[Diagnostic]]:
    origin = Origin(path.name)
    try:
        text = path.read_text(encoding="utf-8-sig")
        # Most files are of other families: a run of one need not take them to pieces.
        said = _FAMILY.search(text)
        if families is not None and said is not None and said[1] not in families:
            return None, []
        declared = tomllib.loads(text)
    except OSError as error:
        return None, [
            diagnose(
                "kind-broken",
                origin,
                f"описание вида бумаги не открывается (код ошибки {error.errno})",
                hint="проверьте, что это файл и что у вас есть права на него",
            )
        ]
    except UnicodeDecodeError:
        return None, [
            diagnose(
                "kind-broken",
                origin,
                "описание вида бумаги не читается: оно записано не в UTF-8",
                hint="сохраните файл как обычный текст в кодировке UTF-8",
            )
        ]
    except tomllib.TOMLDecodeError as error:
        return None, [
            diagnose(
                "kind-broken",
                origin,
                f"в описании вида бумаги ошибка записи ({_place(str(error))})",
                hint='каждая строка — ключ = "значение"; образцы — соседние файлы .toml',
            )
        ]
    family = declared.get("family")
    if families is not None and isinstance(family, str) and family.strip() not in families:
        return None, []
    if isinstance(family, str) and family in FAMILIES:
        sheets = sheets_of_family(family, sheets)
    return _Reader(path, declared, sheets).kind()


def _place(error: str) -> str:
    found = re.search(r"line (\d+), column (\d+)", error)
    return f"строка {found[1]}, знак {found[2]}" if found else "в конце файла"


_TYPES: Mapping[str, type] = {
    "id": str,
    "title": str,
    "gender": str,
    "family": str,
    "sheet": str,
    "when": dict,
    "template": str,
    "builder": str,
    "rows": list,
    "name": str,
    "folder": str,
    "personal": bool,
    "qr": bool,
    "also": list,
    "numbered": list,
    "norms": list,
    "order": int,
    "recipients": str,
}
_OF_PERSONAL = (Recipients.NOBODY, Recipients.TEACHING, Recipients.FAMILY)
_NEEDED = ("id", "title", "gender", "family", "sheet", "name", "folder")
_TYPE_WORDS: Mapping[type, str] = {
    str: "текст в кавычках",
    bool: "true или false",
    int: "целое число",
    list: "список в квадратных скобках",
    dict: "таблица в фигурных скобках",
}


class _Reader:
    """Turns one declaration into a kind, collecting every fault of the file."""

    def __init__(
        self, path: Path, declared: Mapping[str, Any], sheets: Sequence[type[Record]]
    ) -> None:
        self._path = path
        self._sheets = sheets
        self._origin = Origin(path.name)
        self._declared = declared
        self._faults: list[Diagnostic] = []

    def kind(self) -> tuple[Kind | None, list[Diagnostic]]:
        self._check_keys()
        if self._faults:
            return None, self._faults
        declared = self._declared
        record = self._sheet(declared["sheet"])
        kind = Kind(
            id=self._id(declared["id"]),
            title=declared["title"].strip(),
            gender=self._gender(declared["gender"]),
            family=declared["family"].strip(),
            record=record or Record,
            conditions=self._conditions(record, declared.get("when", {})),
            template=self._template(declared.get("template", f"{self._path.stem}.docx")),
            builder=self._builder(record, declared.get("builder", GENERIC)),
            rows=self._rows(declared),
            name=declared["name"].strip(),
            folder=self._folder(declared["folder"]),
            origin=self._origin,
            sheets=tuple(self._sheets),
            personal=declared.get("personal", False),
            qr=declared.get("qr", True),
            also=self._also(declared.get("also", [])),
            numbered=self._numbered(record, declared.get("numbered", [])),
            norms=tuple(str(norm) for norm in declared.get("norms", ())),
            order=declared.get("order", _LATER),
            recipients=self._recipients(declared),
        )
        if record is not None and not self._faults:
            self._check_name(kind)
        return (None if self._faults else kind), self._faults

    def _fault(self, code: str, message: str, hint: str = "", value: object = "") -> None:
        self._faults.append(diagnose(code, self._origin, message, hint=hint, value=value))

    def _check_keys(self) -> None:
        for key, value in self._declared.items():
            if key not in _TYPES:
                self._fault(
                    "kind-unknown-key",
                    f"ключ «{key}» здесь не значит ничего",
                    meant(key, _TYPES) or "удалите строку; ключи: " + ", ".join(_TYPES),
                    key,
                )
            elif type(value) is not _TYPES[key]:
                self._fault(
                    "kind-broken", f"значение «{key}» — не {_TYPE_WORDS[_TYPES[key]]}", value=value
                )
            elif key in _NEEDED and not str(value).strip():
                self._fault("kind-broken", f"значение «{key}» пусто", "впишите значение")
        for key in _NEEDED:
            if key not in self._declared:
                self._fault("kind-broken", f"нет ключа «{key}»", f'добавьте строку {key} = "…"')

    def _id(self, text: str) -> str:
        if text != self._path.stem:
            self._fault(
                "kind-unknown-name",
                f"id «{text}» не совпадает с именем файла",
                f"назовите файл «{text}.toml» или исправьте id",
                text,
            )
        return text

    def _gender(self, text: str) -> NameGender:
        try:
            return NameGender(text)
        except ValueError:
            self._unknown("рода", text, [str(gender) for gender in NameGender])
            return NameGender.MASCULINE

    def _recipients(self, declared: Mapping[str, Any]) -> Recipients:
        """Whom it may be sent to; names of pupils and families go to no other than these."""
        text = declared.get("recipients", Recipients.NOBODY)
        try:
            recipients = Recipients(text)
        except ValueError:
            self._unknown("получателя", text, [str(known) for known in Recipients])
            return Recipients.NOBODY
        if declared.get("personal", False) and recipients not in _OF_PERSONAL:
            self._fault(
                "kind-broken",
                f"бумагу с персональными данными нельзя отправлять «{recipients}»",
                "бывает: " + ", ".join(f'recipients = "{known}"' for known in _OF_PERSONAL),
            )
        return recipients

    def _sheet(self, title: str) -> type[Record] | None:
        for record in self._sheets:
            if name_key(title) in map(name_key, (record.SHEET.title, *record.SHEET.aliases)):
                return record
        self._unknown("листа", title, [record.SHEET.title for record in self._sheets])
        return None

    def _builder(self, record: type[Record] | None, name: str) -> str:
        builder = BUILDERS.get(name)
        if builder is None:
            self._unknown("составителя", name, list(BUILDERS))
        elif record is not None and builder.record not in (None, record):
            self._fault(
                "kind-unknown-name",
                f"составитель «{name}» не работает с листом «{record.SHEET.title}»",
                "исправьте sheet или уберите builder",
                name,
            )
        return name

    def _rows(self, declared: Mapping[str, Any]) -> tuple[type[Record], ...]:
        """The sheets of a register; no other builder lists any, and a register lists some."""
        titles = [str(title) for title in declared.get("rows", ())]
        if bool(titles) != (declared.get("builder") == OVER_SHEETS):
            self._fault(
                "kind-broken",
                f'rows и builder = "{OVER_SHEETS}" пишут вместе',
                f'перечень листов: builder = "{OVER_SHEETS}" и rows = ["Направления"]',
            )
        found = [self._sheet(title) for title in titles]
        return tuple(record for record in found if record is not None)

    def _conditions(
        self, record: type[Record] | None, declared: Mapping[str, Any]
    ) -> tuple[Condition, ...]:
        if record is None:
            return ()
        columns = {column.template_field: column for column in columns_of(record)}
        found = []
        for name, given in declared.items():
            column = columns.get(name)
            if column is None:
                self._unknown("столбца", name, list(columns))
                continue
            values = tuple(as_typed(v) for v in (given if isinstance(given, list) else [given]))
            for value in values:
                known = _choices(column)
                if known and value not in known:
                    self._unknown(f"значения столбца «{column.heading}»", value, known)
            found.append(Condition(column.attribute, values))
        return tuple(found)

    def _template(self, name: str) -> Path:
        path = self._path.parent / name
        if Path(name).name != name:
            self._fault(
                "kind-broken", "template — имя файла рядом с описанием, без папок", value=name
            )
        elif not path.is_file():
            self._fault(
                "kind-template-missing",
                f"рядом нет шаблона «{name}»",
                "положите файл Word с этим именем в папку шаблонов",
                name,
            )
        return path

    def _folder(self, text: str) -> str:
        parts = text.strip().replace("\\", "/").split("/")
        if any(part.strip() in ("", ".", "..") for part in parts):
            self._fault(
                "kind-broken",
                f"папка «{text}» пуста или ведёт наружу",
                "назовите папку внутри папки готовых бумаг",
                text,
            )
        return "/".join(part.strip() for part in parts)

    def _also(self, given: list[Any]) -> tuple[str, ...]:
        for form in given:
            if form not in ALSO:
                self._unknown("вида файла", str(form), list(ALSO))
        return tuple(dict.fromkeys(str(form) for form in given))

    def _numbered(self, record: type[Record] | None, given: list[Any]) -> tuple[str, ...]:
        if record is None or not given:
            return ()
        columns = {column.template_field: column for column in columns_of(record)}
        wanted = (ColumnType.TEXT, ColumnType.DATE)
        if len(given) != len(wanted):
            self._fault(
                "kind-broken",
                "в numbered называют два столбца: номера и даты",
                'образец: numbered = ["номер", "дата"]',
            )
            return ()
        for name, cell_type in zip(map(str, given), wanted, strict=True):
            fits = [field for field, column in columns.items() if column.cell_type is cell_type]
            if name not in fits:
                self._unknown("столбца", name, fits)
                return ()
        return tuple(columns[str(name)].attribute for name in given)

    def _check_name(self, kind: Kind) -> None:
        known = [column.template_field for column in columns_of(kind.record)]
        known += kind.makes.name_fields
        for field in _PLACEHOLDER.findall(kind.name):
            if field not in known:
                self._unknown("поля для имени файла", field, known)
        if re.search(r"[{}]", _PLACEHOLDER.sub("", kind.name)):
            self._fault("kind-broken", "в name непарная фигурная скобка", value=kind.name)

    def _unknown(self, what: str, text: str, known: list[str]) -> None:
        self._fault(
            "kind-unknown-name",
            f"нет {what} «{text}»",
            meant(text, known) or "бывает: " + ", ".join(known[:8]),
            text,
        )


def _choices(column: Column) -> list[str]:
    if column.cell_type is ColumnType.YES_NO:
        return ["да", "нет"]
    choices: type[enum.StrEnum] | None = column.choices
    return [str(choice) for choice in choices] if choices else []


@cache
def fields_of_name(pattern: str) -> tuple[str, ...]:
    """The fields that stand in the pattern of a file name."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(pattern)))


def fill_name(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern with every ``{field}`` replaced. Raises ``KeyError`` for an unknown field."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], pattern)
