"""Papers as pages: LibreOffice lays them out, poppler reads them back."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.golden.visible import visible_parts

PROGRAMS = ("soffice", "pdftotext", "pdfinfo")
_CONVERSION_SECONDS = 300
_COLUMNS = re.compile(r" {2,}")
_WORD = re.compile(r"[А-Яа-яЁё]{4,}")
_SECTION = re.compile(r"\s*\d+\. [А-ЯЁ]")


@dataclass(frozen=True)
class Party:
    """What a page shows of one party where it signs."""

    role: str
    signature: str

    @property
    def shown(self) -> str:
        """The signature as far as no line can break it (a double surname may)."""
        return self.signature.partition("-")[0]


@dataclass(frozen=True)
class Pages:
    """One paper laid out: lines of each page as they stand, and the sizes of the sheets."""

    texts: tuple[tuple[str, ...], ...]
    source: bytes
    sizes: frozenset[str]


def missing_programs() -> list[str]:
    return [program for program in PROGRAMS if shutil.which(program) is None]


def lay_out(papers: Mapping[str, bytes], folder: Path) -> dict[str, Pages]:
    """Every paper as pages, by one start of the office with a profile of its own."""
    for name, content in papers.items():
        (folder / f"{name}.docx").write_bytes(content)
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *(str(folder / f"{name}.docx") for name in papers),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=_CONVERSION_SECONDS)
    return {name: _read(folder / f"{name}.pdf", source) for name, source in papers.items()}


def _read(pdf: Path, source: bytes) -> Pages:
    text = _run("pdftotext", "-layout", str(pdf), "-").replace("\u00a0", " ")
    pages = [tuple(line for line in page.splitlines() if line.strip()) for page in text.split("\f")]
    described = _run("pdfinfo", "-f", "1", "-l", "-1", str(pdf))
    sizes = re.findall(r"^Page +\d+ size: +(\S+ x \S+)", described, re.MULTILINE)
    return Pages(tuple(pages[: len(sizes)]), source, frozenset(sizes))


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return done.stdout.decode("utf-8")


def torn_blocks(page: Iterable[str], parties: Sequence[Party]) -> list[str]:
    """Blocks in two columns of which a page shows only a part: the role above, or the signature.

    Each row of roles has its row of signatures below it on the same page.
    """
    roles = {party.role for party in parties}
    signatures = {party.signature: party.role for party in parties}
    waiting: Counter[str] = Counter()
    torn: list[str] = []
    for line in page:
        pieces = [piece.strip("_ ") for piece in _COLUMNS.split(line.strip())]
        pieces = [piece.removesuffix(" (электронная подпись)") for piece in pieces if piece]
        if pieces and all(piece in roles for piece in pieces):
            torn += waiting.elements()
            waiting = Counter(pieces)
        elif pieces and all(piece in signatures for piece in pieces):
            signed = Counter(signatures[piece] for piece in pieces)
            if signed != waiting:
                torn += [*(signed - waiting).elements(), *(waiting - signed).elements()]
            waiting = Counter()
    return [*torn, *waiting.elements()]


def torn_rows(page: Iterable[str], parties: Sequence[Party]) -> list[str]:
    """Rows of a list of signatures of which a page shows only the party or only the signature."""
    text = "\n".join(page)
    here = [party for party in parties if f"({party.role})" in text]
    expected = Counter(party.shown for party in here)
    found = {name: text.count(name) for name in sorted({party.shown for party in parties})}
    return [signature for signature, times in found.items() if times != expected[signature]]


def cut_words(pages: Pages) -> list[str]:
    """Words of the paper that no page shows whole: a narrow cell has cut them."""
    lines = visible_parts(pages.source)["document"]
    written = _words("\n".join(lines))
    shown = _words("\n".join(line for page in pages.texts for line in page))
    return sorted((written - shown).elements())


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def ends_with_heading(page: Sequence[str]) -> bool:
    """Whether the last line of a page is a heading of a section: its text is on the next page."""
    centred = len(page[-1]) - len(page[-1].lstrip()) > 12
    return bool(_SECTION.match(page[-1])) and centred
