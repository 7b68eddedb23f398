"""The gate: what comes in, what is refused and with which words."""

from __future__ import annotations

import io
import os
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.opc.reading import (
    BrokenPart,
    Kind,
    Limits,
    Package,
    open_package,
    parse_xml,
    resolve_target,
)

NS = "http://schemas.openxmlformats.org"
SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def parts(main: str = "xl/workbook.xml", content: str = SHEET_MAIN) -> dict[str, bytes]:
    """The least that is a container with a main part."""
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{NS}/package/2006/content-types">'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{main}" ContentType="{content}"/></Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{NS}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{NS}/officeDocument/2006/relationships/officeDocument" Target="{main}"/>'
            "</Relationships>"
        ).encode(),
        main: b"<workbook/>",
    }


def zipped(
    content: dict[str, bytes] | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    pairs = list(content.items()) if isinstance(content, dict) else content
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in pairs:
            # ``ZipInfo`` by hand keeps backslashes and duplicates as they are.
            entry = zipfile.ZipInfo("x")
            entry.filename = name
            entry.compress_type = method
            archive.writestr(entry, data)
    return held.getvalue()


def word() -> bytes:
    return zipped(parts("word/document.xml", WORD_MAIN))


def broken_crc() -> bytes:
    data = bytearray(zipped(parts(), zipfile.ZIP_STORED))
    at = data.index(b"<Types") + 3
    data[at] ^= 1
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(zipped(parts()))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data[at] |= 1
    return bytes(data)


def open_bytes(
    folder: Path, data: bytes, name: str = "книга.xlsx", kind: Kind = "xlsx"
) -> tuple[Package | None, list[str], str]:
    path = folder / name
    path.write_bytes(data)
    package, found = open_package(path, kind)
    assert (package is None) == bool(found)
    return package, [d.code for d in found], " ".join(f"{d.message} {d.hint}" for d in found)


REFUSED: list[tuple[str, Callable[[], bytes], Kind, str, str]] = [
    ("nothing", lambda: b"", "xlsx", "file-empty", "пуст"),
    ("random", lambda: random.Random(1).randbytes(4096), "xlsx", "file-damaged", "формат"),
    ("zeros of a half-synchronised file", lambda: b"\0" * 9000, "xlsx", "file-damaged", "докачан"),
    ("truncated", lambda: zipped(parts())[:-60], "xlsx", "file-damaged", "обрывается"),
    ("text cp1251", lambda: "Фамилия;Имя\nИванов;Пётр".encode("cp1251"), "xlsx", "", "CSV"),
    ("text utf-16", lambda: "Фамилия\tИмя".encode("utf-16"), "xlsx", "", "CSV"),
    ("html as .xls exports", lambda: b"<html><table></table>", "xlsx", "", "HTML"),
    (
        "excel 2003 xml",
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "xlsx",
        "",
        "2003",
    ),
    ("pdf", lambda: b"%PDF-1.7\n", "xlsx", "", "PDF"),
    ("rtf", lambda: b"{\\rtf1 text}", "docx", "", "RTF"),
    ("jpeg", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 80, "xlsx", "", "рисунок"),
    ("rar", lambda: b"Rar!\x1a\x07\x00", "xlsx", "", "архив"),
    ("xls", lambda: OLE + "Workbook".encode("utf-16-le"), "xlsx", "", ".xls"),
    ("doc", lambda: OLE + "WordDocument".encode("utf-16-le"), "docx", "", ".doc"),
    (
        "password",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "xlsx",
        "file-encrypted",
        "парол",
    ),
    ("word as excel", word, "xlsx", "", "документ Word"),
    ("excel as word", lambda: zipped(parts()), "docx", "", "книга Excel"),
    (
        "ods",
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "xlsx",
        "",
        ".ods",
    ),
    (
        "odt",
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        "docx",
        "",
        ".odt",
    ),
    ("plain zip", lambda: zipped({"a.txt": b"1"}), "xlsx", "", "архив"),
    (
        "xlsb",
        lambda: zipped(
            parts("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main")
        ),
        "xlsx",
        "",
        "xlsb",
    ),
    (
        "unknown main type",
        lambda: zipped(parts(content="text/plain")),
        "xlsx",
        "file-damaged",
        "вид",
    ),
    (
        "no content types",
        lambda: zipped({"xl/workbook.xml": b"<a/>"}),
        "xlsx",
        "file-damaged",
        "не хватает",
    ),
    (
        "no main part",
        lambda: zipped({k: v for k, v in parts().items() if k != "xl/workbook.xml"}),
        "xlsx",
        "file-damaged",
        "главной",
    ),
    ("crc", broken_crc, "xlsx", "file-damaged", "контрольная сумма"),
    ("zip password", encrypted, "xlsx", "file-damaged", "парол"),
    ("bzip2", lambda: zipped(parts(), zipfile.ZIP_BZIP2), "xlsx", "file-dangerous", "сжат"),
    ("lzma", lambda: zipped(parts(), zipfile.ZIP_LZMA), "xlsx", "file-dangerous", "сжат"),
    (
        "slip name",
        lambda: zipped({**parts(), "../../evil.txt": b"x"}),
        "xlsx",
        "file-dangerous",
        "за его пределы",
    ),
    (
        "slip name with backslashes",
        lambda: zipped({**parts(), "..\\..\\evil.txt": b"x"}),
        "xlsx",
        "file-dangerous",
        "за его пределы",
    ),
    (
        "two parts of one name",
        lambda: zipped([*parts().items(), ("xl/workbook.xml", b"<other/>")]),
        "xlsx",
        "file-damaged",
        "две части",
    ),
    (
        "two parts that differ in case",
        lambda: zipped([*parts().items(), ("XL/Workbook.xml", b"<other/>")]),
        "xlsx",
        "file-damaged",
        "две части",
    ),
    (
        "bomb in a part that nothing reads",
        lambda: zipped({**parts(), "xl/media/a.bin": bytes(40 << 20)}),
        "xlsx",
        "file-dangerous",
        "сжат",
    ),
    (
        "crowd of parts",
        lambda: zipped([*parts().items(), *((f"p{i}", b"") for i in range(10_001))]),
        "xlsx",
        "file-dangerous",
        "слишком много",
    ),
    (
        "dtd in the content types",
        lambda: zipped({**parts(), "[Content_Types].xml": b"<!DOCTYPE a []><a/>"}),
        "xlsx",
        "file-dangerous",
        "DTD",
    ),
]


@pytest.mark.parametrize(
    ("data", "kind", "code", "words"),
    [case[1:] for case in REFUSED],
    ids=[case[0] for case in REFUSED],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_refused_with_a_sentence(
    tmp_path: Path, data: Callable[[], bytes], kind: Kind, code: str, words: str
) -> None:
    package, codes, text = open_bytes(tmp_path, data(), f"файл.{kind}", kind)
    assert package is None
    assert codes == [code or "file-other-kind"]
    assert words in text


def test_a_good_container_opens_and_knows_its_parts(tmp_path: Path) -> None:
    package, codes, _ = open_bytes(tmp_path, zipped(parts()))
    assert package is not None and codes == []
    assert package.main_part == "xl/workbook.xml"
    assert package.content_type("/XL/workbook.xml") == SHEET_MAIN
    assert package.read("XL/WORKBOOK.XML") == b"<workbook/>"
    with pytest.raises(BrokenPart):
        package.read("xl/none.xml")


@pytest.mark.parametrize(
    "change",
    [
        lambda name: name.replace("/", "\\"),
        lambda name: "/" + name,
        lambda name: name.upper(),
    ],
    ids=["backslashes", "leading slash", "upper case"],
)
def test_odd_exporters_are_forgiven(tmp_path: Path, change: Callable[[str], str]) -> None:
    content = {change(name): data for name, data in parts().items()}
    package, codes, _ = open_bytes(tmp_path, zipped(content))
    assert codes == []
    assert package is not None and package.kind == "xlsx"


@pytest.mark.parametrize("name", ["без-расширения", "книга.docx", "UPPER.XLSX", "точка..xlsx"])
def test_the_kind_is_told_by_content_not_by_name(tmp_path: Path, name: str) -> None:
    package, _, _ = open_bytes(tmp_path, zipped(parts()), name)
    assert package is not None


def test_a_macro_workbook_may_be_read(tmp_path: Path) -> None:
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    package, codes, _ = open_bytes(tmp_path, zipped(parts(content=macro)), "к.xlsm")
    assert package is not None and codes == []


@pytest.mark.parametrize("size", [162, 165])
def test_an_owner_file_is_named_whatever_it_is_called(tmp_path: Path, size: int) -> None:
    data = (b"\x05Clerk" + b" " * 49 + b"C\0l\0" * 40)[:size]
    assert open_bytes(tmp_path, data)[1] == ["file-lock"]
    assert open_bytes(tmp_path, b"\x05Clerk", "~$книга.xlsx")[1] == ["file-lock"]


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _broken_link(path: Path) -> None:
    path.symlink_to("нигде")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(20 << 30)


def _nothing(path: Path) -> None:
    pass


@pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and devices of Unix")
@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (_nothing, "file-missing", "не найден"),
        (_folder, "file-not-regular", "папка"),
        (_loop, "file-unreadable", "ссылка"),
        (_broken_link, "file-missing", "не найден"),
        (_pipe, "file-not-regular", "не является"),
        (_device, "file-not-regular", "не является"),
        (_sparse, "file-too-large", "слишком велик"),
    ],
)
def test_what_is_no_regular_file_is_refused_unread(
    tmp_path: Path, make: Callable[[Path], None], code: str, words: str
) -> None:
    path = tmp_path / "файл.xlsx"
    make(path)
    package, (found,) = open_package(path, "xlsx")
    assert package is None
    assert found.code == code
    assert words in found.message
    assert found.origin.file == "файл.xlsx"


def test_a_name_with_a_null_is_not_found_and_no_crash() -> None:
    package, found = open_package(Path("a\0b.xlsx"), "xlsx")
    assert package is None and found[0].is_error


def test_unpacking_is_counted_for_real_not_as_declared() -> None:
    """A directory that declares 10 bytes can't smuggle in more."""
    data = bytearray(zipped({"a": bytes(3 << 20)}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", 10)
    package = Package("к", bytes(data))
    with pytest.raises(BrokenPart):
        package.read("a")


def test_a_part_over_the_limit_stops_while_unpacking() -> None:
    noise = random.Random(2).randbytes(50_000)
    package = Package("к", zipped({"a": noise * 3}), Limits(part_bytes=100_000))
    with pytest.raises(BrokenPart) as refused:
        package.read("a")
    assert refused.value.code == "file-dangerous"


def test_overlapping_entries_do_not_multiply() -> None:
    """Many directory entries that share one packed body (a quine-less zip bomb)."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = bytes(8 << 20)
    packed = body.compress(content) + body.flush()
    name = b"a" * 4
    local = struct.pack(
        "<4s5H3I2H",
        b"PK\x03\x04",
        20,
        0,
        8,
        0,
        0,
        zlib.crc32(content),
        len(packed),
        len(content),
        4,
        0,
    )
    held = local + name + packed
    directory = b"".join(
        struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, zlib.crc32(content),
            len(packed), len(content), 4, 0, 0, 0, 0, 0, 0,
        )
        + f"{i:04}".encode()
        for i in range(100)
    )  # fmt: skip
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 100, 100, len(directory), len(held), 0)
    with pytest.raises(BrokenPart) as refused:
        Package("к", held + directory + end)
    assert refused.value.code == "file-dangerous"


BAD_XML: list[tuple[str, bytes]] = [
    ("dtd", b"<!DOCTYPE a><a/>"),
    (
        "dtd after a comment",
        b"<?xml version='1.0'?><!-- " + b"x" * 70_000 + b" --><!DOCTYPE a><a/>",
    ),
    ("dtd in utf-16", "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>".encode("utf-16")),
    (
        "billion laughs",
        b'<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;">]><a>&m;</a>',
    ),
    ("external entity", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
    ("external dtd", b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>'),
    ("unknown entity", b"<a>&nbsp;</a>"),
    ("two roots", b"<a/><b/>"),
    ("cut short", b"<a><b>"),
    ("empty", b""),
    ("no xml", b"just words"),
    ("nulls", b"<a>\0</a>"),
    ("control character", b"<a>\x01</a>"),
    ("control character by number", b"<a>&#1;</a>"),
    ("half of a pair by number", b"<a>&#xD800;</a>"),
    ("bad utf-8", b"<a>\xff\xfe\xfd</a>"),
    ("unknown encoding", b'<?xml version="1.0" encoding="nope"?><a/>'),
    ("utf-7", '<?xml version="1.0" encoding="utf-7"?><a/>'.encode("utf-7")),
    ("depth", b"<a>" * 100_000 + b"</a>" * 100_000),
    ("crowd of elements", b"<a>" + b"<b/>" * 4_000_000 + b"</a>"),
    ("crowd of attributes", b"<a " + b" ".join(b'a%d=""' % i for i in range(1_300_000)) + b"/>"),
]


@pytest.mark.parametrize("data", [case[1] for case in BAD_XML], ids=[case[0] for case in BAD_XML])
def test_bad_xml_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenPart):
        parse_xml(data, "xl/a.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_the_conventions_allow(encoding: str) -> None:
    declared = "utf-16" if "16" in encoding else "utf-8"
    text = f"<?xml version='1.0' encoding='{declared}'?><a>Щёлково</a>"
    data = text.encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    assert parse_xml(data).text == "Щёлково"


@given(st.binary(max_size=400))
def test_any_bytes_give_a_package_or_a_broken_part(data: bytes) -> None:
    try:
        Package("к", b"PK\x03\x04" + data)
    except BrokenPart as refused:
        assert refused.diagnostic("к").is_error


@given(st.integers(min_value=0, max_value=2000), st.integers(min_value=1, max_value=255))
def test_one_flipped_byte_never_escapes_the_gate(
    tmp_path_factory: pytest.TempPathFactory, at: int, flip: int
) -> None:
    data = bytearray(zipped(parts()))
    data[at % len(data)] ^= flip
    path = tmp_path_factory.getbasetemp() / "flipped.xlsx"
    path.write_bytes(bytes(data))
    package, found = open_package(path, "xlsx")
    assert (package is None) == bool(found)


@pytest.mark.parametrize(
    ("folder", "target", "part"),
    [
        ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/worksheets", "../media/a.png", "xl/media/a.png"),
        ("xl", "..\\xl\\sheet1.xml", "xl/sheet1.xml"),
        ("", "xl/workbook.xml", "xl/workbook.xml"),
        ("xl", "../../../etc/passwd", "etc/passwd"),
        ("xl", "%D0%B0.xml", "xl/а.xml"),
        ("xl", "sheet.xml#place", "xl/sheet.xml"),
    ],
)
def test_relationship_targets_stay_inside_the_container(
    folder: str, target: str, part: str
) -> None:
    assert resolve_target(folder, target) == part
