"""What the shelf costs for many papers: first run, again, half changed, register lost.

    python -m bench.shelf [PAPERS] [--folder PLACE] [--one-folder] [--singly] [--merge]
                          [--only RUN …]

Rendering is no part of it: two contents of a paper's size are made once, and a draft is a few
bytes away from one of them. Each run is a process of its own, as with the command. Prints, for
one paper, milliseconds of processor and of the clock, and how much memory the run took at most,
beyond what it takes for no papers at all. ``--folder``: where (a disk or tmpfs). ``--one-folder``:
all papers in one. ``--merge``: keep what was laid, as the command does.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from docgen.opc.writing import PackedPart, pack, write_package
from docgen.passport import Passport, stamp
from docgen.register import Draft, Merged, document_id, open_shelf, portion

MOMENT = datetime(2026, 8, 20, 9, 30)
_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
# As heavy as an agreement: about 25 KB packed, a dozen parts.
_PADDING = b"".join(b"%x" % zlib.crc32(b"%d" % number) for number in range(5_000))
_SHARED = {f"word/part{number}.xml": pack(b"<w:p>%d</w:p>" % number * 50) for number in range(9)}


class Papers:
    """The drafts of a run, made as they are asked for; ``changed``: every second one."""

    def __init__(self, count: int, *, changed: bool, one_folder: bool) -> None:
        self.count, self.changed, self.one_folder = count, changed, one_folder
        self._body = pack(_PADDING)

    def place(self, number: int) -> tuple[str, str]:
        folder = "Договоры" if self.one_folder else f"Школа {number % 40}"
        return folder, f"Договор {number} с родителями обучающегося"

    def identity(self, number: int) -> str:
        return f"agreement:{number}"

    def fingerprint(self, number: int) -> str:
        return f"договор {number}{' изменён' if self.changed and number % 2 == 0 else ''}"

    def draft(self, number: int) -> Draft:
        text, identity = self.fingerprint(number), self.identity(number)
        passport = Passport(document_id(identity), "agreement", text, "t", "s", "0.1")
        parts: dict[str, bytes] = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS,
            "word/document.xml": f"<w:document>{text}</w:document>".encode(),
            "word/body.xml": _PADDING,
            **{name: b"<w:p>%d</w:p>" % n * 50 for n, name in enumerate(_SHARED)},
        }
        packed: dict[str, bytes | PackedPart] = {**stamp(parts, passport), **_SHARED}
        packed["word/body.xml"] = self._body
        folder, name = self.place(number)
        content = write_package(packed)
        return Draft(identity, "agreement", name, folder, content, text, passport)


Clock = Callable[[], tuple[float, float]]


def clock() -> tuple[float, float]:
    times = os.times()
    return times.user + times.system, time.perf_counter()


class Watch:
    """Counts the shelf's time alone: making the drafts is not the shelf's."""

    def __init__(self) -> None:
        self.spent = (0.0, 0.0)

    def __enter__(self) -> None:
        self._start = clock()

    def __exit__(self, *_: object) -> None:
        now = clock()
        self.spent = (
            self.spent[0] + now[0] - self._start[0],
            self.spent[1] + now[1] - self._start[1],
        )


def no_merge(base: bytes, edited: bytes, draft: Draft, shown: str) -> Merged | None:
    return None


def lay_all(out: Path, papers: Papers, watch: Watch, options: argparse.Namespace) -> None:
    size = 1 if options.singly else portion(papers.count)
    merge = no_merge if options.merge else None
    with watch:
        opened = open_shelf(out, MOMENT, merge=merge)
        shelf = opened.__enter__()
    for some in portions(papers.count, size):
        drafts = [papers.draft(number) for number in some]
        with watch:
            shelf.lay_all(drafts)
    with watch:
        opened.__exit__(None, None, None)


def ask_all(out: Path, papers: Papers, watch: Watch, options: argparse.Namespace) -> None:
    merge = no_merge if options.merge else None
    with watch, open_shelf(out, MOMENT, merge=merge) as shelf:
        for some in portions(papers.count, portion(papers.count)):
            asked = [(papers.identity(number), papers.fingerprint(number)) for number in some]
            if None in shelf.all_left_alone(asked):
                raise SystemExit("a paper is not current")


def look_around(out: Path, papers: Papers, watch: Watch, options: argparse.Namespace) -> None:
    """What a run asks besides: orphans, and personal papers closed."""
    identities = {papers.identity(number) for number in range(papers.count)}
    with watch, open_shelf(out, MOMENT) as shelf:
        shelf.close_personal({"agreement"}, {"Договоры"})
        if shelf.orphans(identities, {"agreement"}):
            raise SystemExit("a paper is an orphan")


def edit_tenth(out: Path, papers: Papers) -> None:
    for number in range(0, papers.count, 10):
        folder, name = papers.place(number)
        edit_by_hand(out / folder / f"{name}.docx")


def edit_by_hand(path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            extra = b"<!-- edited -->" if name == "word/document.xml" else b""
            new.writestr(name, old.read(name) + extra)
    path.write_bytes(content.getvalue())


def portions(count: int, size: int) -> Iterator[list[int]]:
    numbers = iter(range(count))
    while some := list(islice(numbers, size)):
        yield some


Run = Callable[[Path, Papers, Watch, argparse.Namespace], None]
RUNS: dict[str, tuple[str, bool, Run]] = {
    "new": ("new", False, lay_all),
    "asked": ("same input, asked", False, ask_all),
    "around": ("orphans, personal folders", False, look_around),
    "again": ("same input, rendered anew", False, lay_all),
    "half": ("half of them changed", True, lay_all),
    "lost": ("register lost", True, lay_all),
    "edited": ("a tenth edited, half changed back", False, lay_all),
}


def in_child(run: Callable[[], tuple[float, float]]) -> tuple[float, float, float]:
    """A run in a process of its own: seconds of processor and clock, and its largest memory."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            spent = run()
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            os.write(writing, f"{spent[0]} {spent[1]} {most}".encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as told:
        answer = told.read().split()
    if os.waitpid(pid, 0)[1]:
        raise SystemExit("the run has failed")
    processor, wall, most = map(float, answer)
    return processor, wall, most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", nargs="?", type=int, default=2_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one-folder", action="store_true")
    parser.add_argument("--singly", action="store_true")
    parser.add_argument("--merge", action="store_true")
    parser.add_argument("--only", nargs="*", choices=RUNS, default=list(RUNS))
    options = parser.parse_args()
    count = options.papers
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        empty = in_child(lambda: spent_on(Path(folder) / "empty", "new", 0, options))[2]
        out = Path(folder) / "out"
        heavy = len(Papers(1, changed=False, one_folder=False).draft(0).content) / 1024
        print(f"{count} papers of {heavy:.0f} KB; ms of processor, ms of the clock, MB")
        for name in RUNS:
            if name not in options.only:
                continue
            if name == "lost":
                (out / ".docgen/register.sqlite3").unlink()
            if name == "edited":
                edit_tenth(out, Papers(count, changed=False, one_folder=options.one_folder))
            processor, wall, most = in_child(partial(spent_on, out, name, count, options))
            each = (processor / count * 1000, wall / count * 1000)
            print(f"{RUNS[name][0]:<34} {each[0]:7.3f} {each[1]:7.3f} {most - empty:6.1f}")
            sys.stdout.flush()


def spent_on(out: Path, name: str, count: int, options: argparse.Namespace) -> tuple[float, float]:
    _, changed, run = RUNS[name]
    watch = Watch()
    run(out, Papers(count, changed=changed, one_folder=options.one_folder), watch, options)
    return watch.spent


if __name__ == "__main__":
    main()
