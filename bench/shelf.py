"""How long the shelf takes for many papers: first run, again, half changed, register lost.

    python bench/shelf.py [PAPERS]

Rendering is no part of it. Prints seconds and milliseconds for one paper.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from docgen.opc.writing import write_package
from docgen.passport import Passport, stamp
from docgen.register import Draft, document_id, open_shelf

MOMENT = datetime(2026, 8, 20, 9, 30)
_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
# As heavy as an agreement: about 25 KB packed.
_PADDING = "".join(f"<w:p>{number * 7919 % 100_003:x}</w:p>" for number in range(5_000))


def drafts(count: int, changed: frozenset[int]) -> list[Draft]:
    result = []
    for number in range(count):
        text = f"договор {number}{' изменён' if number in changed else ''}"
        identity = f"agreement:{number}"
        passport = Passport(document_id(identity), "agreement", text, "t", "s", "0.1")
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS,
            "word/document.xml": f"<w:document>{text}{_PADDING}</w:document>".encode(),
        }
        content = write_package(stamp(parts, passport))
        name = f"Договор {number}"
        folder = f"Школа {number % 40}"
        result.append(Draft(identity, "agreement", name, folder, content, text, passport))
    return result


def edit_by_hand(path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            extra = b"<!-- edited -->" if name == "word/document.xml" else b""
            new.writestr(name, old.read(name) + extra)
    path.write_bytes(content.getvalue())


def timed(name: str, count: int, steps: Iterator[object]) -> None:
    start = time.perf_counter()
    for _ in steps:
        pass
    took = time.perf_counter() - start
    print(f"{name:<34} {took:7.2f} s  {took / count * 1000:7.3f} ms a paper")


def lay_all(out: Path, papers: list[Draft]) -> Iterator[object]:
    with open_shelf(out, MOMENT) as shelf:
        for paper in papers:
            yield shelf.lay(paper)


def ask_all(out: Path, papers: list[Draft]) -> Iterator[object]:
    with open_shelf(out, MOMENT) as shelf:
        for paper in papers:
            current = shelf.is_current(paper.identity, paper.fingerprint)
            if not current:
                raise SystemExit(f"{paper.identity} is not current")
            yield current


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    first = drafts(count, frozenset())
    second = drafts(count, frozenset(range(0, count, 2)))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        print(f"{count} papers of {len(first[0].content) / 1024:.0f} KB")
        timed("new", count, lay_all(out, first))
        timed("same input, asked", count, ask_all(out, first))
        timed("same input, rendered anew", count, lay_all(out, first))
        timed("half of them changed", count, lay_all(out, second))
        (out / ".docgen/register.sqlite3").unlink()
        timed("register lost", count, lay_all(out, second))
        for number in range(0, count, 10):
            edit_by_hand(out / f"Школа {number % 40}/Договор {number}.docx")
        timed("a tenth edited, half changed back", count, lay_all(out, first))
        timed("the same again", count, lay_all(out, first))


if __name__ == "__main__":
    main()
