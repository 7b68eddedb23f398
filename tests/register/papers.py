"""Invented papers for the tests of the register: small, but with a real passport and seal."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from docgen.opc.writing import write_package
from docgen.passport import Passport, stamp
from docgen.register import Draft, Placement, Shelf, document_id, open_shelf
from docgen.register.disk import Disk

MOMENT = datetime(2026, 8, 20, 9, 30)
FOLDER = "Договоры"
SERVICE = ".docgen"
_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


def paper(
    identity: str, text: str, *, row: str = "", version: str = "0.1", kind: str = "agreement"
) -> tuple[bytes, Passport]:
    """The bytes of a paper with this text; ``row`` stands for the hash of its row."""
    passport = Passport(document_id(identity), kind, row or text, "template", "settings", version)
    body = f"<w:document>{text}</w:document>".encode()
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "word/document.xml": body}
    return write_package(stamp(parts, passport)), passport


def draft(
    code: str,
    text: str = "текст",
    *,
    name: str = "",
    folder: str = FOLDER,
    row: str = "",
    version: str = "0.1",
    kind: str = "agreement",
) -> Draft:
    identity = f"{kind}:{code}"
    content, passport = paper(identity, text, row=row, version=version, kind=kind)
    return Draft(
        identity=identity,
        kind=kind,
        file_name=name or f"Договор {code}",
        folder=folder,
        content=content,
        fingerprint=f"{row or text}/{version}/{name}/{folder}",
        passport=passport,
    )


def lay(
    out: Path, *drafts: Draft, disk: Disk | None = None, together: bool = False
) -> list[Placement]:
    """One run of the program, after which everything in the folder is closed to others."""
    with open_shelf(out, MOMENT, disk=disk) as shelf:
        placements = lay_on(shelf, drafts, together=together)
    assert_closed(out)
    return placements


def lay_on(shelf: Shelf, drafts: Iterable[Draft], *, together: bool) -> list[Placement]:
    """The papers of a run in one portion, or each for itself."""
    return shelf.lay_all(drafts) if together else [shelf.lay(each) for each in drafts]


@contextmanager
def shelf_of(out: Path) -> Iterator[Shelf]:
    with open_shelf(out, MOMENT) as shelf:
        yield shelf


def edited(content: bytes, words: str = "правка") -> bytes:
    """What Word leaves after an edit: other parts in another container, the passport kept."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace(b"</w:document>", f"{words}</w:document>".encode())
            new.writestr(name, part)
    return result.getvalue()


def edit(path: Path, words: str = "правка") -> bytes:
    """Edit a paper by hand; what is in the file then."""
    content = edited(path.read_bytes(), words)
    path.write_bytes(content)
    return content


def text_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        assert container.testzip() is None
        body = container.read("word/document.xml").decode()
    return body.removeprefix("<w:document>").removesuffix("</w:document>")


def tree(out: Path) -> dict[str, bytes]:
    """All files in the folder but the register's own, with their bytes."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.relative_to(out).parts[0] != SERVICE
    }


def texts(out: Path) -> dict[str, str]:
    return {path: text_of(content) for path, content in tree(out).items()}


def leftovers(out: Path) -> list[str]:
    """Files of a run that was cut off."""
    service = out / SERVICE
    known = {"register.sqlite3", "lock"}
    return [
        path.relative_to(service).as_posix()
        for path in service.rglob("*")
        if path.is_file()
        and path.name not in known
        and path.parent.name != "laid"
        and "damaged" not in path.name
    ]


def assert_closed(out: Path) -> None:
    """What docgen made is readable by its owner alone (a clerk's own file is her business)."""
    for path in out.rglob("*"):
        if path.is_symlink():
            continue
        mode = path.stat().st_mode
        wanted = 0o700 if stat.S_ISDIR(mode) else 0o600
        assert stat.S_IMODE(mode) == wanted, f"{path} is {stat.S_IMODE(mode):o}"
