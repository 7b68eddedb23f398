"""Papers → PDF: several copies of LibreOffice, papers in chunks, a bad paper found and named.

A chunk is one start of LibreOffice. What it leaves is judged file by file; papers without a sound
PDF are tried again in smaller chunks. LibreOffice takes the papers in order, so the first without
a PDF is tried alone and the rest together; when it proves innocent, the rest are halved. So one
bad paper among fifty costs two or three starts, and costs nobody else a PDF. A chunk ends the
program with its memory, so nothing grows with the number of papers.
"""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from docgen.delivery.fonts import PaperText
from docgen.delivery.office import Ending, Limits, Office, OfficeWorker, Stopped
from docgen.delivery.pdf_file import fault_of, pages_of
from docgen.diagnostics import Refusal

CHUNK_PAPERS = 50
CHUNK_BYTES = 32 << 20
_PROBE = ("проба".encode(), "txt")
_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Source:
    """A paper to convert. ``text``: what its PDF must be able to hold, see ``fault_of``."""

    path: Path
    size: int
    text: PaperText


@dataclass(frozen=True, slots=True)
class Converted:
    """A sound PDF. ``source_hash``: SHA-256 of the very bytes that it was made from."""

    source: Source
    source_hash: str
    pdf: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class NotConverted:
    """A paper that LibreOffice does not convert, alone and at the second attempt either."""

    source: Source
    reason: str


@dataclass(frozen=True, slots=True)
class _Chunk:
    """``tried``: these papers were in a run before. ``halve``: the first is known for innocent."""

    sources: tuple[Source, ...]
    tried: bool = False
    halve: bool = False


def convert_papers(
    office: Office,
    sources: Sequence[Source],
    *,
    workers: int = 1,
    limits: Limits | None = None,
    chunk_papers: int = CHUNK_PAPERS,
) -> Generator[Converted | NotConverted, None, None]:
    """Every paper once, in the order in which they are done.

    Nothing keeps running and no private folder is left when the iterator is closed, fails or is
    dropped. Raises ``Refusal`` when LibreOffice converts nothing on this machine, not even a
    line of plain text, and ``OSError`` when the disk fails.
    """
    if not sources:
        return
    workers = max(1, min(workers, len(sources)))
    chunks = list(_chunks(sources, min(chunk_papers, -(-len(sources) // workers))))
    pool = _Pool(office, limits or Limits(), chunks)
    yield from pool.run(min(workers, len(chunks)), len(sources))


def _chunks(sources: Sequence[Source], most: int) -> Iterator[_Chunk]:
    taken: list[Source] = []
    size = 0
    for source in sources:
        if taken and (len(taken) >= most or size + source.size > CHUNK_BYTES):
            yield _Chunk(tuple(taken))
            taken, size = [], 0
        taken.append(source)
        size += source.size
    yield _Chunk(tuple(taken))


class _Pool:
    def __init__(self, office: Office, limits: Limits, chunks: Sequence[_Chunk]) -> None:
        self._office = office
        self._limits = limits
        self._stopped = threading.Event()
        self._waiting: queue.SimpleQueue[_Chunk | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Converted | NotConverted | BaseException] = (
            queue.SimpleQueue()
        )
        for chunk in chunks:
            self._waiting.put(chunk)

    def run(self, workers: int, papers: int) -> Iterator[Converted | NotConverted]:
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(workers)]
        try:
            for thread in threads:
                thread.start()
            for _ in range(papers):
                found = self._next()
                if isinstance(found, BaseException):
                    raise found
                yield found
        finally:
            self._stopped.set()
            for _ in threads:
                self._waiting.put(None)
            for thread in threads:
                if thread.is_alive():
                    thread.join()

    def _next(self) -> Converted | NotConverted | BaseException:
        # On Windows a wait without an end does not hear Ctrl-C.
        while True:
            with suppress(queue.Empty):
                return self._results.get(timeout=_POLL_SECONDS)

    def _work(self) -> None:
        try:
            worker = OfficeWorker(self._office, self._limits, self._stopped)
            try:
                while (chunk := self._waiting.get()) is not None and not self._stopped.is_set():
                    self._do(chunk, worker)
            finally:
                worker.close()
        except Stopped:
            return
        except BaseException as fault:
            # Raised again by the thread that waits for results.
            self._results.put(fault)

    def _do(self, chunk: _Chunk, worker: OfficeWorker) -> None:
        readable: list[tuple[Source, bytes]] = []
        for source in chunk.sources:
            try:
                readable.append((source, source.path.read_bytes()))
            except OSError:
                self._results.put(NotConverted(source, "бумага не читается"))
        if not readable:
            return
        pdfs, ending = worker.convert([content for _, content in readable], "docx")
        left: list[Source] = []
        fault = ""
        for (source, content), pdf in zip(readable, pdfs, strict=True):
            wrong = fault_of(pdf, source.text.letters)
            if wrong:
                left.append(source)
                fault = fault or wrong
            else:
                digest = hashlib.sha256(content).hexdigest()
                self._results.put(Converted(source, digest, pdf, pages_of(pdf)))
        if not left:
            return
        progress = len(left) < len(readable)
        if not progress:
            self._probe(worker)
        if len(left) > 1:
            for smaller in _split(left, halve=chunk.halve and not progress):
                self._waiting.put(smaller)
        elif not chunk.tried or len(chunk.sources) > 1:
            self._waiting.put(_Chunk((left[0],), tried=True))
        else:
            self._results.put(NotConverted(left[0], self._reason(ending, fault)))

    def _reason(self, ending: Ending, fault: str) -> str:
        if ending is Ending.HUNG:
            return f"LibreOffice не справился с ней за {self._limits.file_seconds:.0f} с"
        if ending is Ending.CRASHED:
            return "LibreOffice на ней аварийно завершается"
        return f"LibreOffice об ошибке не сообщил, но {fault}"

    def _probe(self, worker: OfficeWorker) -> None:
        """Whether LibreOffice works at all: else every paper would be called bad.

        Raises ``Refusal``.
        """
        made, ending = worker.convert([_PROBE[0]], _PROBE[1])
        if not fault_of(made[0], 0):
            return
        how = {
            Ending.HUNG: "не отвечает",
            Ending.CRASHED: "аварийно завершается",
            Ending.BY_ITSELF: "не делает PDF и не сообщает об ошибке",
        }[ending]
        raise Refusal(
            f"LibreOffice на этом компьютере не работает: {how} даже на одной строке текста",
            hint="откройте LibreOffice сами и посмотрите, что он скажет; переустановите его или "
            "укажите другой в переменной DOCGEN_SOFFICE; готовые PDF целы",
        )


def _split(left: Sequence[Source], *, halve: bool) -> Iterator[_Chunk]:
    if halve:
        middle = len(left) // 2
        yield _Chunk(tuple(left[:middle]), tried=True)
        yield _Chunk(tuple(left[middle:]), tried=True)
    else:
        yield _Chunk((left[0],), tried=True)
        yield _Chunk(tuple(left[1:]), tried=True, halve=True)
