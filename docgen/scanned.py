"""Scans and the folder of papers: whose codes stand on them, and whether what was signed counts.

Stands below ``returning``, which takes the files in; here they are only looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from docgen.delivery.pdf_file import read_stamp
from docgen.delivery.printed_versions import Doubt, Prints, doubt_of
from docgen.delivery.scans import NEED_READER, can_read, codes_by_page
from docgen.delivery.stacks import Sheets, pages_as_pdf, sheets_by_paper
from docgen.passport import read_passport
from docgen.printed_code import PrintedCode, paper_letters, read_code, version_mark
from docgen.register import Shelf
from docgen.register.copies import sha256
from docgen.register.disk import read_plain
from docgen.register.states import State

SCANS = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
_PDF = ".pdf"
_SIGNED_INSIDE = b"/ByteRange"
"""Stands in every signed PDF: its bytes are bound by the signature."""

CodesByPage = tuple[tuple[PrintedCode, ...], ...]


def codes_of_files(files: Iterable[tuple[str, bytes]]) -> dict[str, CodesByPage]:
    """The codes of every scan among these files (name, content), page by page, by SHA-256.

    A PDF that docgen made says itself whose it is and is not looked at.
    """
    found = {}
    for name, content in files:
        ending = PurePosixPath(name).suffix.casefold()
        if ending in SCANS or (ending == _PDF and read_stamp(content) is None):
            found[sha256(content)] = codes_by_page(content, ending)
    return found


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan or those sheets of it that belong to one paper.

    ``pages``: which, as they are told; empty for a whole scan. ``count``: how many.
    """

    name: str
    content: bytes
    codes: tuple[PrintedCode, ...]
    pages: str = ""
    count: int = 0


def by_paper(
    name: str, content: bytes, codes: CodesByPage, whole: bool
) -> tuple[list[Scan], list[Sheets]]:
    """A scan by papers, and sheets that can't be given to one: those before the first code, or
    all where the scan must stay ``whole`` or can't be cut."""
    sheets = sheets_by_paper(codes)
    if len({each.codes[0].paper for each in sheets if each.codes}) <= 1:
        every = tuple(dict.fromkeys(code for on_page in codes for code in on_page))
        return [Scan(name, content, every)], []
    path = PurePosixPath(name)
    scans, left = [], []
    for each in sheets:
        cut = None
        may_be_cut = path.suffix.casefold() == _PDF and not whole and _SIGNED_INSIDE not in content
        if each.codes and may_be_cut:
            cut = pages_as_pdf(content, each.pages)
        if cut is None:
            left.append(each)
            continue
        part = f"{path.stem}, с. {each.words}{path.suffix}"
        scans.append(Scan(part, cut, each.codes, each.words, len(each.pages)))
    return scans, left


def papers_with(codes: Iterable[PrintedCode], ids: Iterable[str]) -> list[str]:
    """Those of these ids of papers that the codes name."""
    wanted = {code.paper for code in codes}
    return [known for known in ids if _letters(known) in wanted]


def _letters(document_id: str) -> str:
    with suppress(ValueError):
        return paper_letters(document_id)
    return ""


def doubts(codes: Sequence[PrintedCode], document_id: str, shelf: Shelf) -> list[Doubt]:
    """What is wrong with sheets of this paper that bear these codes."""
    if not codes:
        return []
    letters = _letters(document_id)
    prints = _prints_of(document_id, shelf)
    found = {
        doubt_of(code, prints)
        if code.paper == letters
        else Doubt("на листе QR-код другой бумаги", True)
        for code in codes
    }
    return sorted((doubt for doubt in found if doubt is not None), key=lambda doubt: doubt.words)


def unread(codes: CodesByPage | None, document_id: str, shelf: Shelf) -> tuple[str, str] | None:
    """What is told, with a hint, of a scan on which no code was read though its paper bears one;
    ``None`` when there is nothing to tell. ``codes``: ``None`` for what is no scan."""
    if codes is None or any(codes):
        return None
    copy = shelf.copy_of(document_id)
    if copy is None or copy.passport is None or not copy.passport.printed_code:
        return None
    if not can_read():
        return "QR-код не прочитан, вариант бумаги не сверен: нет библиотеки", NEED_READER
    return (
        "QR-код не найден или не читается, вариант бумаги не сверен",
        "сверьте с файлом из папки бумаг, тот ли вариант подписан; код стоит на первом листе внизу",
    )


def _prints_of(document_id: str, shelf: Shelf) -> Prints:
    copy = shelf.copy_of(document_id)
    passport = copy.passport if copy is not None else None
    with shelf.machine():
        versions = shelf.ledger.versions(document_id)
    marks = [
        version_mark(document_id, v.row_hash, v.template_hash, v.settings_hash) for v in versions
    ]
    unnumbered, older = None, set(marks)
    for version in versions:
        code, state = _kept(version.kept_path, shelf)
        if code is not None:
            older.add(code.mark)
            if state == State.APPROVED:
                unnumbered = code
    return Prints(
        current=read_code(passport.printed_code) if passport is not None else None,
        newest=marks[-1] if marks else "",
        unnumbered=unnumbered,
        older=older,
    )


def _kept(path: str, shelf: Shelf) -> tuple[PrintedCode | None, str]:
    """The code and state of a former version, as its file says."""
    with suppress(OSError):
        content = read_plain(shelf.root / path) if path else None
        passport = read_passport(content) if content else None
        if passport is not None:
            return read_code(passport.printed_code), passport.state
    return None, ""
