"""The gate: a file from outside becomes a ``Package`` of parts, or a sentence why not.

Nothing is trusted: not the name's ending, not the sizes that the zip directory declares, not
the XML inside. Parts are unpacked one at a time under limits that are counted while unpacking,
so that memory stays bounded whatever comes; nothing is ever unpacked to disk.
"""

from __future__ import annotations

import errno
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from posixpath import normpath
from typing import Any, Literal
from urllib.parse import unquote

from docgen.diagnostics import Diagnostic, Origin, diagnose

Kind = Literal["xlsx", "docx"]

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """How much a file may hold, in bytes and counts.

    A clerk's workbook of 20,000 rows is about 30 MiB unpacked. ``ratio`` (unpacked : packed)
    counts only above ``ratio_floor``: small parts of blanks legally shrink a thousandfold.
    """

    file_bytes: int = 64 * MIB
    part_bytes: int = 128 * MIB
    total_bytes: int = 384 * MIB
    parts: int = 10_000
    ratio: int = 200
    ratio_floor: int = 16 * MIB


DEFAULT_LIMITS = Limits()

MAX_DEPTH = 250
MAX_TREE_BYTES = 48 * MIB
MAX_TREE_TAGS = 3_000_000
MAX_TREE_ATTRIBUTES = 1_200_000
"""``<`` and ``=`` signs in one tree: each may cost 100–300 bytes of memory."""


class BrokenPart(Exception):
    """A part can't be read; ``code`` is ``file-damaged`` or ``file-dangerous``.

    ``reason`` is a Russian clause for the clerk; ``part`` the name inside the container.
    """

    def __init__(self, part: str, reason: str, *, code: str = "file-damaged") -> None:
        super().__init__(f"{part}: {reason}")
        self.part = part
        self.reason = reason
        self.code = code

    def diagnostic(self, shown_name: str) -> Diagnostic:
        """The same as a value: the file is refused."""
        place = f" (часть {self.part})" if self.part else ""
        if self.code == "file-dangerous":
            return diagnose(
                self.code,
                Origin(shown_name),
                f"файл опасен или слишком велик и не открыт: {self.reason}{place}",
                hint=_HINT_DANGEROUS,
            )
        return diagnose(
            self.code,
            Origin(shown_name),
            f"файл повреждён: {self.reason}{place}",
            hint=_HINT_DAMAGED,
        )


_HINT_DAMAGED = (
    "откройте файл в программе, где он сделан, и сохраните заново; если не открывается, "
    "попросите прислать его ещё раз"
)
_HINT_DANGEROUS = (
    "откройте файл в Excel или Word, оставьте в нём только нужное и сохраните под новым именем; "
    "если файл прислали, спросите отправителя, чем он сделан"
)


# --- parts ------------------------------------------------------------------------------------

UNPACKING_FAULTS = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    OverflowError,
)
"""What the zip reader raises on a file that is damaged, encrypted or packed in an odd way."""
_STORED_AND_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 1 * MIB


class Package:
    """The parts of an Office file, unpacked when asked for.

    Part names have no leading slash, use ``/`` and are found whatever their case, as the
    Open Packaging Conventions ask. The file itself is closed: the bytes are in memory.
    """

    def __init__(self, name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
        """Raises ``BrokenPart`` when the zip directory can't be trusted."""
        self.name = name
        self.kind: str = ""
        self.main_part: str = ""
        self._limits = limits
        self._unpacked = 0
        self._entries: dict[str, tuple[str, zipfile.ZipInfo]] = {}
        self._open(data)
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}

    def _open(self, data: bytes) -> None:
        # Counted before the directory is parsed: every entry costs memory there.
        if data.count(b"PK\x01\x02") > self._limits.parts:
            raise BrokenPart("", "в архиве слишком много частей", code="file-dangerous")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except UNPACKING_FAULTS as fault:
            raise BrokenPart("", "архив обрывается или испорчено его оглавление") from fault
        declared = packed = 0
        for entry in self._zip.infolist():
            name = entry.filename.replace("\\", "/")
            if name.endswith("/"):
                continue
            name = name.lstrip("/")
            if not name or ".." in name.split("/") or "\x00" in entry.orig_filename:
                raise BrokenPart(
                    "", "имя внутри архива ведёт за его пределы", code="file-dangerous"
                )
            if name.casefold() in self._entries:
                raise BrokenPart(name, "в архиве две части с одним именем")
            self._entries[name.casefold()] = (name, entry)
            declared += entry.file_size
            packed += entry.compress_size
        self._refuse_size("", declared, packed, self._limits.total_bytes)

    def _refuse_size(self, part: str, unpacked: int, packed: int, limit: int) -> None:
        if unpacked > limit:
            size = f"больше {limit // MIB} МБ"
            raise BrokenPart(
                part, f"размер после распаковки слишком велик: {size}", code="file-dangerous"
            )
        if unpacked > self._limits.ratio_floor and unpacked > self._limits.ratio * max(packed, 1):
            raise BrokenPart(
                part,
                f"содержимое сжато подозрительно сильно, больше чем в {self._limits.ratio} раз",
                code="file-dangerous",
            )

    def names(self) -> tuple[str, ...]:
        """Names of all parts in the order of the archive."""
        return tuple(name for name, _ in self._entries.values())

    def has(self, name: str) -> bool:
        return name.lstrip("/").casefold() in self._entries

    def read(self, name: str) -> bytes:
        """Bytes of a part. Raises ``BrokenPart`` when it is missing, damaged or too large."""
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """Bytes of a part in chunks, for parts that need not be whole in memory.

        Raises ``BrokenPart`` as ``read`` does; the checksum is known good only at the end.
        """
        found = self._entries.get(name.lstrip("/").casefold())
        if found is None:
            raise BrokenPart(name, "не хватает части")
        part, entry = found
        if entry.flag_bits & 0x1:
            raise BrokenPart(part, "часть зашифрована паролем")
        if entry.compress_type not in _STORED_AND_DEFLATED:
            # Other methods are legal in zip but not in Office files, and their unpackers
            # give a bomb's whole content in one piece.
            raise BrokenPart(
                part, "недопустимый способ сжатия, подозрительный объём", code="file-dangerous"
            )
        size = 0
        try:
            with self._zip.open(entry) as source:
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    self._unpacked += len(chunk)
                    self._refuse_size(part, size, entry.compress_size, self._limits.part_bytes)
                    # Parts may be asked for twice; a loop over them must still end.
                    self._refuse_size("", self._unpacked, 1 << 62, 4 * self._limits.total_bytes)
                    yield chunk
        except UNPACKING_FAULTS as fault:
            raise BrokenPart(
                part, "часть архива не распаковывается, контрольная сумма не сходится"
            ) from fault
        if size != entry.file_size:
            raise BrokenPart(part, "часть архива короче, чем заявлено")

    def xml(self, name: str) -> Any:
        """Root element of an XML part. Raises ``BrokenPart``."""
        return parse_xml(self.read(name), name)

    # --- what the container says about its parts ----------------------------------------------

    def read_content_types(self) -> None:
        """Learn the content types. Raises ``BrokenPart``."""
        for element in self.xml("[Content_Types].xml"):
            if not isinstance(element.tag, str):
                continue
            kind = element.get("ContentType", "").strip()
            local = element.tag.rpartition("}")[2]
            if local == "Default":
                self._defaults[element.get("Extension", "").casefold()] = kind
            elif local == "Override":
                self._overrides[element.get("PartName", "").lstrip("/").casefold()] = kind

    def content_type(self, name: str) -> str:
        """Content type of a part as it is written; empty when none is given.

        Its case says nothing, but Word writes capitals and some readers insist on them.
        """
        key = name.lstrip("/").casefold()
        found = self._overrides.get(key)
        return found if found is not None else self._defaults.get(key.rpartition(".")[2], "")

    def relationships(self, part: str) -> list[Relationship]:
        """Relationships of a part (``""`` = of the package); empty when it has none.

        Raises ``BrokenPart`` when the list is damaged.
        """
        folder, _, file = part.lstrip("/").rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        if not self.has(rels):
            return []
        found = []
        for element in self.xml(rels):
            if not isinstance(element.tag, str):
                continue
            external = element.get("TargetMode", "").lower() == "external"
            target = element.get("Target", "")
            if not external:
                target = resolve_target(folder, target)
            found.append(
                Relationship(element.get("Id", ""), element.get("Type", ""), target, external)
            )
        return found


@dataclass(frozen=True)
class Relationship:
    """``target`` is a part name, or for an external one whatever it points to (never opened)."""

    id: str
    type: str
    target: str
    external: bool

    def leads_to(self, last_word: str) -> bool:
        """Whether the type ends in this word: strict and transitional files differ before it."""
        return self.type.rpartition("/")[2].lower() == last_word.lower()


def resolve_target(folder: str, target: str) -> str:
    """Part name of a relationship target written in a part of ``folder``."""
    target = unquote(target.replace("\\", "/").partition("#")[0])
    path = target if target.startswith("/") else f"/{folder}/{target}"
    return normpath(path).lstrip("/")


# --- XML --------------------------------------------------------------------------------------


class _Stop(Exception):
    pass


def parse_xml(data: bytes, part: str = "") -> Any:
    """Root element of an XML document from outside.

    A DTD is refused always (no Office file has one), and so are entities, depth over
    ``MAX_DEPTH`` and trees that would not fit the memory; the network is never asked.
    Raises ``BrokenPart``.
    """
    from lxml import etree

    if (
        len(data) > MAX_TREE_BYTES
        or data.count(b"<") > MAX_TREE_TAGS
        or data.count(b"=") > MAX_TREE_ATTRIBUTES
    ):
        raise BrokenPart(part, "часть слишком велика", code="file-dangerous")
    check_prolog(data, part)
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise BrokenPart(part, "недопустимый XML") from fault
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise BrokenPart(part, "внутри есть DTD", code="file-dangerous")
    return root


@lru_cache(maxsize=1)
def _parser() -> Any:
    from lxml import etree

    # Every guard is named even where it is the default: a default may change.
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        recover=False,
    )


def check_prolog(data: bytes, part: str = "") -> None:
    """Raise ``BrokenPart`` when a DTD stands before the root element, in any encoding.

    Reads no further than the first start tag.
    """
    from xml.parsers import expat

    def doctype(*_: object) -> None:
        raise BrokenPart(
            part,
            "внутри есть DTD (DOCTYPE), в файлах Office это недопустимо",
            code="file-dangerous",
        )

    def stop(*_: object) -> None:
        raise _Stop

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = stop
    try:
        # Two pieces, not many: a tag that spans pieces is scanned again with each of them.
        parser.Parse(data[:65536], False)
        parser.Parse(data[65536:], True)
    except _Stop:
        return
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise BrokenPart(part, "недопустимый XML") from fault


# --- the gate ---------------------------------------------------------------------------------

_NOUN: dict[str, str] = {"xlsx": "книга Excel (.xlsx)", "docx": "документ Word (.docx)"}
_PROGRAM: dict[str, str] = {"xlsx": "Excel", "docx": "Word"}
_SAVE_AS: dict[str, str] = {
    "xlsx": "откройте файл в Excel и сохраните как «Книга Excel (*.xlsx)»",
    "docx": "откройте файл в Word и сохраните как «Документ Word (*.docx)»",
}
_SPREADSHEET_MAIN = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        "application/vnd.ms-excel.sheet.macroenabled.main+xml",
        "application/vnd.ms-excel.template.macroenabled.main+xml",
    }
)
_DOCUMENT_MAIN = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroenabled.main+xml",
        "application/vnd.ms-word.template.macroenabledtemplate.main+xml",
    }
)


def open_package(
    path: Path, expected: Kind, shown_name: str = "", limits: Limits = DEFAULT_LIMITS
) -> tuple[Package | None, list[Diagnostic]]:
    """Open an Office file; ``None`` when it was refused, and then a diagnostic says why.

    ``shown_name`` is the name in messages (the file's own by default). The kind is told by
    the content, never by the ending of the name; macros are never read.
    """
    shown = shown_name or path.name
    data, fault = _read_file(path, expected, shown, limits)
    if data is None:
        return None, [fault] if fault else []
    if not data.startswith(b"PK"):
        return None, [_not_a_container(data, expected, shown, path.name)]
    return unpack(data, expected, shown, limits)


def unpack(
    data: bytes, expected: Kind, shown: str, limits: Limits = DEFAULT_LIMITS
) -> tuple[Package | None, list[Diagnostic]]:
    """``open_package`` for a file whose bytes are in memory already."""
    fault: Diagnostic | None
    try:
        package = Package(shown, data, limits)
        fault = _recognise(package, expected, shown)
    except BrokenPart as broken:
        return None, [broken.diagnostic(shown)]
    return (None, [fault]) if fault else (package, [])


def _read_file(
    path: Path, expected: Kind, shown: str, limits: Limits
) -> tuple[bytes | None, Diagnostic | None]:
    origin = Origin(shown)
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            return None, diagnose(
                "file-not-regular",
                origin,
                "это папка, а не файл",
                hint="назовите файл внутри папки",
            )
        if not stat.S_ISREG(state.st_mode):
            # Opening a pipe would wait for ever, reading a device would never end.
            return None, diagnose(
                "file-not-regular",
                origin,
                "не является обычным файлом: это устройство или канал",
                hint=f"назовите файл, который можно открыть в {_PROGRAM[expected]}",
            )
        if state.st_size > limits.file_bytes:
            return None, diagnose(
                "file-too-large",
                origin,
                f"файл слишком велик: {state.st_size // MIB} МБ при пределе "
                f"{limits.file_bytes // MIB} МБ",
                hint="удалите рисунки и лишние листы или разделите файл на несколько",
            )
        with path.open("rb") as source:
            data = source.read(limits.file_bytes + 1)
    except (OSError, ValueError) as fault:
        return None, _unreadable(fault, origin, expected)
    if not data:
        return None, diagnose(
            "file-empty",
            origin,
            "файл пуст: в нём нет ни одного байта",
            hint="сохраните файл заново или возьмите его копию",
        )
    return data, None


def _unreadable(fault: Exception, origin: Origin, expected: Kind) -> Diagnostic:
    number = fault.errno if isinstance(fault, OSError) else None
    if isinstance(fault, FileNotFoundError | NotADirectoryError):
        return diagnose(
            "file-missing",
            origin,
            "файл не найден",
            hint="проверьте имя и папку; если это ссылка или ярлык, проверьте, куда ведёт",
        )
    if isinstance(fault, PermissionError):
        return diagnose(
            "file-unreadable",
            origin,
            "нет доступа: файл занят другой программой или на него нет прав",
            hint=f"закройте файл в {_PROGRAM[expected]} и повторите; если не поможет, "
            "скопируйте его в свою папку",
        )
    if number == errno.ELOOP or isinstance(fault, RuntimeError):
        return diagnose(
            "file-unreadable",
            origin,
            "файл не найден: ссылка ведёт сама на себя",
            hint="назовите сам файл, а не ссылку",
        )
    return diagnose(
        "file-unreadable",
        origin,
        "файл не удалось прочитать",
        hint="скопируйте его на этот компьютер и повторите",
    )


def _recognise(package: Package, expected: Kind, shown: str) -> Diagnostic | None:
    """Find the main part and judge its content type; ``None`` when it is what was expected."""
    if package.has("mimetype") and not package.has("[Content_Types].xml"):
        kind = package.read("mimetype").decode("ascii", "replace").strip()
        if "opendocument.spreadsheet" in kind:
            return _other_kind(shown, expected, "это таблица OpenDocument (.ods)", _SAVE_AS["xlsx"])
        if "opendocument.text" in kind:
            return _other_kind(shown, expected, "это текст OpenDocument (.odt)", _SAVE_AS["docx"])
        return _other_kind(shown, expected, "это файл другой программы", _SAVE_AS[expected])
    if not package.has("[Content_Types].xml"):
        if any(name.lower().endswith(".iwa") for name in package.names()):
            return _other_kind(shown, expected, "это файл Apple Numbers или Pages", "")
        if package.has("xl/workbook.xml") or package.has("word/document.xml"):
            raise BrokenPart("[Content_Types].xml", "не хватает части")
        return _other_kind(
            shown, expected, "это архив (zip)", "распакуйте архив и назовите файл из него"
        )
    package.read_content_types()
    main = [r for r in package.relationships("") if r.leads_to("officeDocument") and not r.external]
    if not main:
        raise BrokenPart("_rels/.rels", "не указана главная часть документа")
    package.main_part = main[0].target
    if not package.has(package.main_part):
        raise BrokenPart(package.main_part, "не хватает главной части документа")
    content = package.content_type(package.main_part).lower()
    if content in _SPREADSHEET_MAIN:
        package.kind = "xlsx"
    elif content in _DOCUMENT_MAIN:
        package.kind = "docx"
    elif "sheet.binary" in content:
        return _other_kind(shown, expected, "это двоичная книга Excel (.xlsb)", _SAVE_AS["xlsx"])
    elif "presentationml" in content or "ms-powerpoint" in content:
        return _other_kind(shown, expected, "это презентация PowerPoint", "")
    else:
        raise BrokenPart(package.main_part, "неизвестный вид главной части документа")
    if package.kind != expected:
        return _other_kind(
            shown,
            expected,
            f"это {_NOUN[package.kind]}",
            f"возможно, файлы перепутаны: здесь нужен файл .{expected}",
        )
    return None


def _other_kind(shown: str, expected: Kind, what: str, hint: str) -> Diagnostic:
    return diagnose(
        "file-other-kind",
        Origin(shown),
        f"не является файлом .{expected}: {what}, а нужен файл «{_NOUN[expected]}»",
        hint=hint or f"сохраните таблицу или текст в формате .{expected}",
    )


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OWNER_FILE_SIZES = (162, 165)


def _not_a_container(data: bytes, expected: Kind, shown: str, name: str) -> Diagnostic:
    """What a file is that is no zip, and what to do with it."""
    if name.startswith("~$") or _is_owner_file(data):
        return diagnose(
            "file-lock",
            Origin(shown),
            "это служебный файл: Excel или Word держит его рядом с открытым файлом; он пропущен",
            hint="назовите сам файл, без «~$» в начале имени",
        )
    if data.startswith(_OLE):
        return _ole(data, expected, shown)
    what, hint = _describe(data, expected)
    if what:
        return _other_kind(shown, expected, what, hint)
    if not data.strip(b"\x00"):
        return diagnose(
            "file-damaged",
            Origin(shown),
            "файл повреждён: он заполнен нулями, то есть не докачан или не досинхронизирован",
            hint="дождитесь конца загрузки или скопируйте файл заново",
        )
    return diagnose(
        "file-damaged",
        Origin(shown),
        f"файл повреждён или не является файлом .{expected}: формат не узнан",
        hint=_HINT_DAMAGED,
    )


def _is_owner_file(data: bytes) -> bool:
    if len(data) not in _OWNER_FILE_SIZES or not 0 < data[0] <= 54:
        return False
    return data[1 + data[0] : 55].strip(b" \x00") == b""


def _ole(data: bytes, expected: Kind, shown: str) -> Diagnostic:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return diagnose(
            "file-encrypted",
            Origin(shown),
            "файл закрыт паролем и не читается",
            hint=f"откройте его в {_PROGRAM[expected]}, снимите пароль "
            "(Файл → Сведения → Защита) и сохраните",
        )
    if holds("Workbook") or holds("Book"):
        return _other_kind(
            shown, expected, "это книга Excel старого вида (.xls, Excel 97–2003)", _SAVE_AS["xlsx"]
        )
    if holds("WordDocument"):
        return _other_kind(
            shown, expected, "это документ Word старого вида (.doc, Word 97–2003)", _SAVE_AS["docx"]
        )
    return _other_kind(
        shown, expected, "это файл Office старого вида (97–2003)", _SAVE_AS[expected]
    )


def _describe(data: bytes, expected: Kind) -> tuple[str, str]:
    if data.startswith(b"%PDF"):
        return "это PDF", f"возьмите исходный файл {_PROGRAM[expected]}, из которого сделан PDF"
    if data.startswith(b"{\\rtf"):
        return "это текст RTF", _SAVE_AS["docx"]
    if data.startswith(_PICTURES) or data[8:12] == b"WEBP":
        return "это рисунок", f"нужен сам файл {_PROGRAM[expected]}, а не снимок"
    if data.startswith(_ARCHIVES):
        return "это архив", "распакуйте архив и назовите файл из него"
    if data.startswith(b"MZ"):
        return "это программа (.exe)", "не запускайте её и спросите, откуда файл"
    if data.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")):
        return "это книга Excel старого вида (.xls)", _SAVE_AS["xlsx"]
    text = _as_text(data[:65536])
    if not text:
        return "", ""
    start = text.lstrip("\ufeff \t\r\n").lower()[:4096]
    if 'progid="excel.sheet"' in start or "office:spreadsheet" in start:
        return "это таблица XML (Excel 2003)", _SAVE_AS["xlsx"]
    if start.startswith(("<!doctype html", "<html", "<table", "<head", "<meta")):
        return "это веб-страница (HTML)", _SAVE_AS[expected]
    if start.startswith("<?xml"):
        return "это файл XML", _SAVE_AS[expected]
    return (
        "это текст (возможно, CSV)",
        "откройте файл в Excel (Данные → Из текстового файла; для ИНН, СНИЛС и счетов выберите "
        "формат «Текстовый») и сохраните как .xlsx"
        if expected == "xlsx"
        else _SAVE_AS["docx"],
    )


def _as_text(data: bytes) -> str:
    """The beginning of a plain-text file in the encodings met in offices; empty if binary."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if any(byte < 9 or 13 < byte < 27 for byte in data):
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", "replace")
        letters = sum(c.isalnum() or c.isspace() or c in ";,.:-_\"'()/«»№|" for c in text)
        return text if letters > len(text) * 0.9 else ""
