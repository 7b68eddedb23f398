"""Papers → PDF on other machines: a shard is some papers, each machine has its own LibreOffice.

What a cluster cannot do (a machine without LibreOffice, a fault there) is done at home. Which PDF
lies where, and whether it may be replaced, is ``pages``' business as ever.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from docgen.crew import Lost
from docgen.delivery.office import Limits, Office
from docgen.delivery.pdf import Converted, NotConverted, Source, convert_papers

SHARD_PAPERS = 25
"""About five seconds of work: as much as a lost machine costs."""


@dataclass(frozen=True, slots=True)
class PdfShard:
    """Papers as bytes, with what is known of them; ``limits`` of each."""

    sources: tuple[Source, ...]
    papers: tuple[bytes, ...]
    limits: Limits

    def __len__(self) -> int:
        return len(self.papers)

    def halved(self) -> tuple[PdfShard, PdfShard]:
        """The same in two shards."""
        middle = len(self.papers) // 2
        return (
            replace(self, sources=self.sources[:middle], papers=self.papers[:middle]),
            replace(self, sources=self.sources[middle:], papers=self.papers[middle:]),
        )


class Workers(Protocol):
    """Who converts shards; see ``making.Workers``."""

    def results(
        self, portions: Iterator[PdfShard]
    ) -> Generator[tuple[PdfShard, list[Converted | NotConverted | Lost | None]], None, None]: ...


def convert_shard(office: Office, shard: PdfShard) -> list[Converted | NotConverted]:
    """The papers of a shard by the LibreOffice of this machine, in their order.

    They lie in a private folder for as long as it takes. Raises like ``convert_papers``.
    """
    with tempfile.TemporaryDirectory(prefix="docgen-pdf-") as folder:
        here = []
        for number, (source, paper) in enumerate(zip(shard.sources, shard.papers, strict=True)):
            path = Path(folder, f"{number}.docx")
            path.write_bytes(paper)
            here.append(replace(source, path=path))
        whose = {path.path: source for path, source in zip(here, shard.sources, strict=True)}
        found = {
            result.source.path: replace(result, source=whose[result.source.path])
            for result in convert_papers(office, here, limits=shard.limits)
        }
    return [found[source.path] for source in here]


def convert_by(
    workers: Workers,
    at_home: Callable[[Sequence[Source]], Generator[Converted | NotConverted, None, None]],
    limits: Limits,
    sources: Sequence[Source],
) -> Generator[Converted | NotConverted, None, None]:
    """Every paper once. ``at_home`` does those that nobody else could."""
    left: list[Source] = []
    unread: list[NotConverted] = []
    results = workers.results(_shards(sources, limits, unread))
    try:
        for shard, found in results:
            for source, result in zip(shard.sources, found, strict=True):
                if isinstance(result, Converted | NotConverted):
                    yield result
                elif result is Lost.KILLED:
                    yield NotConverted(source, "на ней аварийно завершаются рабочие процессы")
                else:
                    left.append(source)
    finally:
        results.close()
    yield from unread
    if left:
        yield from at_home(left)


def _shards(
    sources: Sequence[Source], limits: Limits, unread: list[NotConverted]
) -> Iterator[PdfShard]:
    for start in range(0, len(sources), SHARD_PAPERS):
        taken: list[tuple[Source, bytes]] = []
        for source in sources[start : start + SHARD_PAPERS]:
            try:
                taken.append((source, source.path.read_bytes()))
            except OSError:
                unread.append(NotConverted(source, "бумага не читается"))
        if taken:
            read = tuple(source for source, _ in taken)
            yield PdfShard(read, tuple(paper for _, paper in taken), limits)
