"""Stand-ins for LibreOffice that misbehave on purpose, and papers that make them do so."""

from __future__ import annotations

import io
import os
import stat
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

from docgen.delivery.fonts import PaperText
from docgen.delivery.office import Office
from docgen.delivery.pdf import Source
from docgen.opc.writing import write_package
from docgen.passport import Passport, stamp

# What a paper makes the stand-in do; ``ALWAYS`` in its settings does it to every paper.
HANG, CRASH, SILENT, GARBAGE, NO_PAGES, CHILD, SLOW = (
    "ACT-HANG",
    "ACT-CRASH",
    "ACT-SILENT",
    "ACT-GARBAGE",
    "ACT-NO-PAGES",
    "ACT-CHILD",
    "ACT-SLOW",
)

_PROGRAM = """#!{python} -IS
import os, signal, subprocess, sys, time
ALWAYS = {always!r}
LOG = {log!r}
PAGES = {pages}
PAGE = b"1 0 obj <</Type/Page/Parent 2 0 R>> endobj 3 0 obj <</BaseFont/AAAAAA+Some>> endobj "
def pdf(page):
    body = b"%PDF-1.6 " + page + b" " * 500
    return body + b"trailer <<>>\\nstartxref\\n9\\n%%EOF\\n"
def log(*words):
    with open(LOG, "a") as stream:
        print(*words, file=stream)
at = sys.argv.index("--outdir")
given, papers = sys.argv[at + 1], sys.argv[at + 2 :]
log("start", os.getpid(), len(papers))
for paper in papers:
    content = open(paper, "rb").read()
    def asked(act):
        return act in ALWAYS or act.encode() in content
    if asked("ACT-CHILD"):
        # Both out of the group and no child of ours any more.
        child = "import subprocess, sys; p = subprocess.Popen([sys.executable, '-IS', '-c', "
        child += "'import time; time.sleep(600)'], start_new_session=True, "
        child += "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); print(p.pid)"
        done = subprocess.run([sys.executable, "-IS", "-c", child], capture_output=True, text=True)
        log("child", done.stdout.strip())
    if asked("ACT-HANG"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
    if asked("ACT-SLOW"):
        time.sleep(0.3)
    if asked("ACT-CRASH"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if asked("ACT-SILENT"):
        continue
    target = os.path.join(given, os.path.splitext(os.path.basename(paper))[0] + ".pdf")
    with open(target, "wb") as stream:
        if asked("ACT-GARBAGE"):
            stream.write(b"<html>no pdf at all</html>" * 40)
        elif asked("ACT-NO-PAGES"):
            stream.write(pdf(b""))
        else:
            stream.write(pdf(PAGE * PAGES))
sys.exit(0)
"""


class FakeOffice:
    """A stand-in in a folder of its own; its private folders come into ``temporary``."""

    def __init__(self, folder: Path, always: str = "", pages: int = 1) -> None:
        self.temporary = folder / "temporary"
        self.temporary.mkdir(parents=True)
        self.log = folder / "log"
        self.log.touch()
        self.program = folder / "soffice"
        self.program.write_text(
            _PROGRAM.format(python=sys.executable, always=always, log=str(self.log), pages=pages),
            "utf-8",
        )
        self.program.chmod(stat.S_IRWXU)

    @property
    def environment(self) -> Mapping[str, str]:
        return {**os.environ, "TMPDIR": str(self.temporary), "DOCGEN_SOFFICE": str(self.program)}

    @property
    def office(self) -> Office:
        return Office(self.program, self.environment)

    def told(self, word: str) -> list[list[int]]:
        """Numbers that the stand-in has written down after a word, for each time."""
        lines = [line.split() for line in self.log.read_text("utf-8").splitlines()]
        return [[int(number) for number in line[1:]] for line in lines if line[0] == word]

    @property
    def starts(self) -> list[int]:
        """How many papers each start was given."""
        return [papers for _, papers in self.told("start")]

    def alive(self) -> list[int]:
        """Processes of the stand-in and of its children that still run."""
        return [pid for pid, *_ in (*self.told("start"), *self.told("child")) if is_alive(pid)]

    def leftovers(self) -> list[str]:
        return sorted(path.name for path in self.temporary.iterdir())


def is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def becomes_true(what: object, seconds: float = 15.0) -> bool:
    """Whether a question is answered with yes in that time."""
    assert callable(what)
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if what():
            return True
        time.sleep(0.05)
    return bool(what())


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
).encode()
_RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
).encode()


def paper(
    text: str, act: str = "", body: str = "", parts: Mapping[str, bytes] | None = None
) -> bytes:
    """A Word paper of one paragraph; ``act``: what a stand-in is to do with it."""
    document = (
        f'<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}"><w:body><w:p><w:r><w:t>{text}</w:t>'
        f"</w:r></w:p>{body}</w:body></w:document>"
    )
    content = write_package(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS,
            "word/document.xml": document.encode(),
            **(parts or {}),
        }
    )
    return with_act(content, act)


def with_act(content: bytes, act: str) -> bytes:
    """The paper with a part, not packed, that tells a stand-in what to do (nothing if empty)."""
    if not act:
        return content
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_STORED) as container:
        container.writestr("docProps/act.xml", f"<a>{act}</a>")
    return stream.getvalue()


def with_passport(content: bytes, document_id: str, kind: str) -> bytes:
    """The paper with a passport and a seal."""
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    return write_package(stamp(parts, Passport(document_id, kind, "r", "t", "s", "0")))


def laid_papers(folder: Path, acts: Mapping[int, str], count: int) -> list[Source]:
    """That many papers in a folder; some of them make a stand-in misbehave."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = []
    for number in range(count):
        path = folder / f"Бумага {number:03}.docx"
        path.write_bytes(paper(f"Бумага {number}", acts.get(number, "")))
        sources.append(Source(path, path.stat().st_size, PaperText(9, frozenset())))
    return sources
