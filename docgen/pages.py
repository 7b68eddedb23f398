"""Papers as pages: their PDFs in a parallel tree, the count of pages, files to print.

``out/Договоры/Д-01.docx`` → ``out/PDF/Договоры/Д-01.pdf``; a paper that lies elsewhere has its
PDF beside it. A PDF says by its own stamp which paper it was made from, so what is unchanged is
left alone, and what somebody else has written into is never overwritten.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from docgen.delivery.fonts import PaperText, Substitution, signers_of, substitutions, text_of_paper
from docgen.delivery.office import Limits, Office
from docgen.delivery.page_counts import MARK, PDF_FOLDER, stamp_at, without_mark
from docgen.delivery.pdf import Converted, NotConverted, Source, convert_papers
from docgen.delivery.pdf_file import fonts_of_pdf, read_stamp, stamped
from docgen.delivery.print_file import Printed, list_of_contents, merged
from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose
from docgen.opc.reading import open_package
from docgen.passport import read_passport
from docgen.register.copies import SERVICE_FOLDER
from docgen.register.disk import Disk, is_link, place, read_plain, status_of, write_whole
from docgen.register.names import KEPT_FOLDER, SIGNED_FOLDER, safe_name

PRINT_FOLDER = "Печать"
_UNFINISHED = "unfinished-pdf"
_NO_PAPERS = (SERVICE_FOLDER, KEPT_FOLDER, SIGNED_FOLDER, PDF_FOLDER, PRINT_FOLDER)
_LEFTOVER = timedelta(days=1)
_ATTEMPTS = 3
_NO_SPACE = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}

Progress = Callable[[int, int], None]
"""Told how many papers are done of how many."""
Convert = Callable[[Sequence[Source]], Generator[Converted | NotConverted, None, None]]


class PdfOutcome(StrEnum):
    """What became of the PDF of a paper."""

    NEW = "сделан"
    UNCHANGED = "без изменений"
    REPLACED = "заменён"
    KEPT = "не тронут"
    """Somebody has written into it (a signature, a note), and the paper is still the same."""
    BESIDE = "положен рядом"
    """The PDF at the place is not ours to touch; the new one lies beside it."""


@dataclass(frozen=True, slots=True)
class PaperPdf:
    """A paper and its PDF. ``pages``: of the PDF as docgen made it."""

    paper: Path
    pdf: Path
    pages: int
    outcome: PdfOutcome
    document_id: str = ""
    kind: str = ""


@dataclass(frozen=True)
class PdfOrder:
    """What is to be converted.

    ``places``: files and folders, none for the whole folder of papers ``out``. ``only``: kinds
    of paper and codes as file names begin with. ``find_office`` is called when something has to
    be converted; it may raise ``Refusal``. ``convert``: who makes the PDFs instead of the
    LibreOffice of this machine.
    """

    out: Path
    moment: datetime
    find_office: Callable[[], Office]
    places: tuple[Path, ...] = ()
    only: tuple[str, ...] = ()
    workers: int = 1
    limits: Limits = field(default_factory=Limits)
    convert: Convert | None = None

    def convert_here(
        self, sources: Sequence[Source]
    ) -> Generator[Converted | NotConverted, None, None]:
        """The PDFs by the LibreOffice of this machine; see ``convert_papers``."""
        office = self.find_office()
        return convert_papers(office, sources, workers=self.workers, limits=self.limits)


@dataclass
class PdfRun:
    """What a run came to. ``failed``: papers without a PDF; ``left_over``: PDFs of ours under
    ``out/PDF`` whose paper is no longer there."""

    made: list[PaperPdf] = field(default_factory=list)
    failed: list[Path] = field(default_factory=list)
    left_over: list[Path] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


class _Held(Exception):
    """This PDF cannot be laid, others can; the message says why."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A paper as it was looked at."""

    path: Path
    target: Path
    source_hash: str
    document_id: str
    kind: str


def make_pdfs(order: PdfOrder, progress: Progress | None = None) -> PdfRun:
    """Every paper of the order as a PDF; what is unchanged is not converted again.

    Raises ``Refusal`` when LibreOffice is missing or does not work, or the disk fails.
    """
    run = PdfRun()
    papers = list(_papers(order))
    shelf = _PdfShelf(order)
    waiting: dict[Path, _Wanted] = {}
    sources: list[Source] = []
    for path in papers:
        wanted = _look(path, order.out, run)
        if wanted is None:
            continue
        lying = shelf.lying(wanted)
        if lying is not None:
            run.made.append(lying)
            continue
        package, faults = open_package(path, "docx", _shown(path, order.out))
        run.diagnostics += faults
        if package is None:
            run.failed.append(path)
            continue
        waiting[path] = wanted
        sources.append(Source(path, path.stat().st_size, text_of_paper(package)))
    changed_fonts: dict[Substitution, int] = defaultdict(int)
    if sources:
        done = len(papers) - len(sources)
        results = (order.convert or order.convert_here)(sources)
        try:
            for result in results:
                _settle(result, waiting[result.source.path], shelf, run, order, changed_fonts)
                done += 1
                if progress:
                    progress(done, len(papers))
        except OSError as failure:
            raise _machine_fault(failure) from failure
        finally:
            results.close()
    run.made.sort(key=lambda made: str(made.paper))
    run.diagnostics += _told_fonts(changed_fonts)
    if not order.places and not order.only:
        run.left_over = list(_left_over(order.out))
    return run


def _settle(
    result: Converted | NotConverted,
    wanted: _Wanted,
    shelf: _PdfShelf,
    run: PdfRun,
    order: PdfOrder,
    changed_fonts: dict[Substitution, int],
) -> None:
    shown = _shown(wanted.path, order.out)
    if isinstance(result, NotConverted):
        run.failed.append(wanted.path)
        run.diagnostics.append(
            diagnose(
                "pdf-not-made",
                Origin(shown),
                f"PDF не сделан: {result.reason}",
                hint="откройте бумагу в LibreOffice и посмотрите, что с ней; если её правили "
                "вручную, сохраните заново; остальные бумаги от этого не задержаны",
            )
        )
        return
    pdf = stamped(result.pdf, result.source_hash, wanted.document_id, result.pages)
    try:
        path, outcome = shelf.lay(wanted, pdf)
    except _Held as held:
        run.failed.append(wanted.path)
        run.diagnostics.append(
            diagnose(
                "pdf-not-laid",
                Origin(_shown(wanted.target, order.out)),
                str(held),
                hint="закройте этот PDF в других программах, проверьте права на папку и повторите "
                "команду: готовые PDF второй раз не делаются",
            )
        )
        return
    if outcome is PdfOutcome.BESIDE:
        run.diagnostics.append(
            diagnose(
                "pdf-edited",
                Origin(_shown(wanted.target, order.out)),
                "этот PDF изменён не программой и не тронут",
                hint=f"PDF нынешней бумаги лежит рядом: {path.name}",
            )
        )
    run.made.append(
        PaperPdf(wanted.path, path, result.pages, outcome, wanted.document_id, wanted.kind)
    )
    for found in substitutions(result.source.text, fonts_of_pdf(result.pdf)):
        changed_fonts[found] += 1


def _told_fonts(changed: dict[Substitution, int]) -> Iterator[Diagnostic]:
    for found, papers in sorted(changed.items(), key=lambda item: item[0].wanted):
        instead = ", ".join(found.instead) or "другой"
        head = f"шрифта «{found.wanted}» на этом компьютере нет, в PDF вместо него {instead}"
        if found.same_width:
            yield diagnose(
                "pdf-font-alike",
                Origin(PDF_FOLDER),
                f"{head} (бумаг: {papers}); буквы той же ширины, строки и страницы на своих местах",
            )
        else:
            yield diagnose(
                "pdf-font-replaced",
                Origin(PDF_FOLDER),
                f"{head} (бумаг: {papers}); строки и страницы могли сдвинуться",
                hint="установите этот шрифт или свободный той же ширины (Liberation, Carlito, "
                "Caladea), удалите эти PDF и повторите команду",
            )


# --- files to print -------------------------------------------------------------------------------

WITHOUT_SIGNATURE = "Без подписей"


def by_signer(made: Sequence[PaperPdf]) -> dict[str, list[PaperPdf]]:
    """PDFs for each who signs; a paper of two parties comes twice."""
    groups: dict[str, list[PaperPdf]] = defaultdict(list)
    for one in made:
        package, _ = open_package(one.paper, "docx")
        for signer in (signers_of(package) if package else ()) or (WITHOUT_SIGNATURE,):
            groups[signer].append(one)
    return dict(sorted(groups.items()))


def make_print_files(
    order: PdfOrder, groups: Mapping[str, Sequence[PaperPdf]]
) -> tuple[list[PaperPdf], list[Diagnostic]]:
    """A file to print for each group, in ``out/Печать``: a list of contents, then the papers.

    Printed on both sides, each paper begins on a sheet of its own. A file whose papers have not
    changed is left alone. Raises ``Refusal`` like ``make_pdfs`` and when pypdf is missing.
    """
    shelf = _PdfShelf(order)
    made: list[PaperPdf] = []
    told: list[Diagnostic] = []
    waiting: dict[Path, tuple[_Wanted, list[Printed]]] = {}
    with tempfile.TemporaryDirectory(prefix="docgen-print-") as folder:
        for number, (title, members) in enumerate(groups.items()):
            printed = [Printed(one.paper.stem, one.pdf.read_bytes(), one.pages) for one in members]
            digest = hashlib.sha256(title.encode())
            for paper in printed:
                digest.update(hashlib.sha256(paper.name.encode()).digest())
                digest.update(hashlib.sha256(paper.pdf).digest())
            contents = Path(folder) / f"{number}.docx"
            target = order.out / PRINT_FOLDER / f"{safe_name(title)}.pdf"
            wanted = _Wanted(contents, target, digest.hexdigest(), "", "")
            lying = shelf.lying(wanted)
            if lying is not None:
                made.append(lying)
                continue
            contents.write_bytes(list_of_contents(title, printed))
            waiting[contents] = (wanted, printed)
        sources = [Source(path, path.stat().st_size, _NO_TEXT) for path in waiting]
        office = order.find_office() if sources else None
        results = convert_papers(office, sources, limits=order.limits) if office else ()
        for result in results:
            wanted, printed = waiting[result.source.path]
            try:
                if isinstance(result, NotConverted):
                    raise _Held(f"опись не сделана: {result.reason}")
                content, pages = merged([result.pdf, *(paper.pdf for paper in printed)])
                pdf = stamped(content, wanted.source_hash, "", pages)
                path, outcome = shelf.lay(wanted, pdf)
            except (_Held, ValueError) as fault:
                reason = str(fault) if isinstance(fault, _Held) else "один из PDF не читается"
                place_of = Origin(_shown(wanted.target, order.out))
                told.append(diagnose("pdf-not-laid", place_of, reason, hint=_PRINT_HINT))
                continue
            except OSError as failure:
                raise _machine_fault(failure) from failure
            made.append(PaperPdf(wanted.path, path, pages, outcome))
    return sorted(made, key=lambda one: str(one.pdf)), told


_NO_TEXT = PaperText(0, frozenset())
_PRINT_HINT = "закройте этот файл в других программах и повторите команду"


# --- which papers ---------------------------------------------------------------------------------


def _papers(order: PdfOrder) -> Iterator[Path]:
    """Word papers of the order, in a fixed order, none twice."""
    seen: set[Path] = set()
    for start in order.places or (order.out,):
        if not start.exists():
            raise Refusal(
                f"нет файла или папки {start}",
                hint="сначала сделайте бумаги, например: docgen agreements inputs/partners.xlsx",
                exit_code=2,
            )
        if start.is_file() and start.suffix.casefold() != ".docx":
            raise Refusal(
                f"{start} — не бумага Word", hint="назовите файл .docx или папку", exit_code=2
            )
        found = [start] if start.is_file() else sorted(_below(start, order.out))
        for path in found:
            if path not in seen and (not order.only or _is_chosen(path, order.only)):
                seen.add(path)
                yield path


def _below(folder: Path, out: Path) -> Iterator[Path]:
    """Papers below a folder but not the former versions and what docgen keeps for itself."""
    ours = {out / name for name in _NO_PAPERS}
    for at, folders, files in os.walk(folder):
        place = Path(at)
        folders[:] = [name for name in folders if place / name not in ours]
        for name in files:
            if name.casefold().endswith(".docx") and not name.startswith("~$"):
                path = place / name
                status = status_of(path)
                if status is not None and stat.S_ISREG(status.st_mode):
                    yield path


def _is_chosen(path: Path, only: Collection[str]) -> bool:
    if any(path.stem == word or path.stem.startswith(f"{word} ") for word in only):
        return True
    with suppress(OSError):
        passport = read_passport(path)
        return passport is not None and passport.kind in only
    return False


def _look(path: Path, out: Path, run: PdfRun) -> _Wanted | None:
    try:
        content = read_plain(path)
    except OSError:
        content = None
    if content is None:
        run.failed.append(path)
        run.diagnostics.append(
            diagnose(
                "pdf-not-made",
                Origin(_shown(path, out)),
                "PDF не сделан: бумага не читается",
                hint="проверьте права на файл",
            )
        )
        return None
    passport = read_passport(content)
    return _Wanted(
        path,
        pdf_place(path, out),
        hashlib.sha256(content).hexdigest(),
        passport.document_id if passport else "",
        passport.kind if passport else "",
    )


def pdf_place(paper: Path, out: Path) -> Path:
    """Where the PDF of a paper lies."""
    below = _relative(paper, out)
    return (out / PDF_FOLDER / below if below else paper).with_suffix(".pdf")


def _relative(path: Path, out: Path) -> Path | None:
    """A path below ``out`` as it is from there, ``None`` for one that lies elsewhere."""
    with suppress(ValueError):
        return path.relative_to(out)
    with suppress(ValueError):
        return path.absolute().relative_to(out.absolute())
    return None


def _shown(path: Path, out: Path) -> str:
    return (_relative(path, out) or path).as_posix()


def _left_over(out: Path) -> Iterator[Path]:
    for path in sorted((out / PDF_FOLDER).rglob("*.pdf")):
        paper = (out / path.relative_to(out / PDF_FOLDER)).with_suffix(".docx")
        if status_of(paper) is None and stamp_at(path) is not None:
            beside = paper.with_stem(without_mark(paper.stem))
            if beside == paper or status_of(beside) is None:
                yield path


# --- the PDFs that lie there ----------------------------------------------------------------------


class _PdfShelf:
    """Where PDFs are laid: each whole or absent, none of another hand overwritten."""

    def __init__(self, order: PdfOrder) -> None:
        self._out = order.out
        self._disk = Disk()
        self._swept = False
        self._moment = order.moment

    def lying(self, wanted: _Wanted) -> PaperPdf | None:
        """The PDF that needs no making again; ``None`` when there is none."""
        for path, _ in _names(wanted.target):
            try:
                content = self._content(path)
            except _Held:
                return None
            stamp = read_stamp(content) if content is not None else None
            if stamp is not None and stamp.source_hash == wanted.source_hash:
                kept = PdfOutcome.UNCHANGED if stamp.untouched else PdfOutcome.KEPT
                return PaperPdf(
                    wanted.path, path, stamp.pages, kept, wanted.document_id, wanted.kind
                )
            if stamp is None and content is None and not os.path.lexists(path):
                return None
            if stamp is not None and stamp.untouched:
                return None
        return None

    def lay(self, wanted: _Wanted, pdf: bytes) -> tuple[Path, PdfOutcome]:
        """Lay a PDF at its place or beside what is not ours. Raises ``_Held``, ``OSError``."""
        self._make_folders(wanted.target.parent)
        for path, beside in _names(wanted.target):
            for _ in range(_ATTEMPTS):
                content = self._content(path)
                if content is None and os.path.lexists(path):
                    break
                if content is None:
                    if self._put(path, pdf, over=None):
                        return path, PdfOutcome.BESIDE if beside else PdfOutcome.NEW
                    continue
                stamp = read_stamp(content)
                if stamp is None or not stamp.untouched:
                    break
                if self._put(path, pdf, over=content):
                    return path, PdfOutcome.BESIDE if beside else PdfOutcome.REPLACED
        raise _Held("на месте PDF лежит что-то чужое")

    def _put(self, path: Path, pdf: bytes, over: bytes | None) -> bool:
        """Whether the PDF lies at ``path``; not when the file there is no longer ``over``."""
        folder = self._unfinished(path)
        temporary = folder / f"{uuid.uuid4().hex}.part"
        try:
            write_whole(self._disk, temporary, pdf)
            if over is None:
                place(self._disk, temporary, path)
            elif self._content(path) == over:
                temporary.replace(path)
            else:
                return False
            self._disk.sync_folder(path.parent)
        except FileExistsError:
            return False
        except PermissionError:
            raise _Held("PDF открыт в другой программе или закрыт для записи") from None
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        return True

    def _content(self, path: Path) -> bytes | None:
        try:
            return read_plain(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except PermissionError:
            raise _Held("PDF закрыт для чтения") from None

    def _unfinished(self, path: Path) -> Path:
        """Where a file is written before it gets its name: on the same disk."""
        service = self._out / SERVICE_FOLDER
        if _relative(path, self._out) is None or status_of(service) is None:
            return path.parent
        folder = service / _UNFINISHED
        if status_of(folder) is None:
            with suppress(FileExistsError):
                self._disk.make_folder(folder)
        if not self._swept:
            self._swept = True
            self._sweep(folder)
        return folder

    def _sweep(self, folder: Path) -> None:
        """Remove what a killed run has left; not what another run is writing now."""
        for leftover in folder.glob("*.part"):
            status = status_of(leftover)
            if status is not None:
                age = self._moment.timestamp() - status.st_mtime
                if age > _LEFTOVER.total_seconds():
                    with suppress(OSError):
                        self._disk.remove(leftover)

    def _make_folders(self, folder: Path) -> None:
        below = _relative(folder, self._out)
        if below is None:
            return
        at = self._out
        for name in below.parts:
            at /= name
            status = status_of(at)
            if status is None:
                with suppress(FileExistsError):
                    self._disk.make_folder(at)
            elif is_link(status) or not stat.S_ISDIR(status.st_mode):
                raise _Held("папка PDF — ссылка на другое место или файл")


def _names(target: Path) -> Iterator[tuple[Path, bool]]:
    """The place of a PDF, then the places beside it."""
    yield target, False
    yield target.with_stem(f"{target.stem}{MARK})"), True
    for number in range(2, 10):
        yield target.with_stem(f"{target.stem}{MARK} {number})"), True


def _machine_fault(failure: OSError) -> Refusal:
    if failure.errno in _NO_SPACE:
        return Refusal(
            "на диске не осталось места, работа остановлена",
            hint="освободите место и повторите ту же команду: готовые PDF не пропадут",
        )
    return Refusal(
        f"диск не даёт записать PDF (код ошибки {failure.errno})",
        hint="проверьте, что диск доступен и в папку можно записывать, и повторите команду",
    )
