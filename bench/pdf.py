"""PDF through LibreOffice: a worker against one plain call, two workers, poisoned papers.

    python -m bench.pdf                             # the table: 50 papers
    python -m bench.pdf --files 2000 --poisoned 5   # the poisoned are named, the rest are made

The papers are agreements of the checked-in sample, over and over. Each figure is of a run with a
new profile; the plain call and the worker take turns, since a machine's speed changes.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from bench.pairs import median_ratio
from docgen.delivery.fonts import PaperText
from docgen.delivery.office import Office, find_office
from docgen.delivery.pdf import NotConverted, Source, convert_papers
from tests.desk import new_desk

PLAIN = "one plain call"


def sample(folder: Path, count: int) -> list[Source]:
    """That many papers: the sample's agreements of about four pages."""
    desk = new_desk(folder)
    desk.docgen("agreements", "inputs/partners.xlsx")
    originals = [path for path in desk.papers() if "Договор о сетевой форме" in path.name]
    papers = folder / "papers"
    papers.mkdir()
    sources = []
    for number in range(count):
        path = papers / f"{number:06}.docx"
        path.write_bytes(originals[number % len(originals)].read_bytes())
        sources.append(Source(path, path.stat().st_size, PaperText(0, frozenset())))
    return sources


def poison(paper: Path) -> None:
    """End the text of a paper in the middle: LibreOffice refuses it and ends with 0."""
    stream = io.BytesIO()
    with zipfile.ZipFile(paper) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part[: len(part) // 2] if name == "word/document.xml" else part)
    paper.write_bytes(stream.getvalue())


def plain_call(office: Office, sources: list[Source]) -> float:
    """Seconds of one call of soffice over all papers."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        subprocess.run(
            [
                str(office.program),
                "--headless",
                f"-env:UserInstallation={Path(folder).as_uri()}/profile",
                *("--convert-to", "pdf", "--outdir", f"{folder}/pdf"),
                *(str(source.path) for source in sources),
            ],
            check=True,
            capture_output=True,
        )
        seconds = time.perf_counter() - began
        assert len(list(Path(folder, "pdf").iterdir())) == len(sources)
    return seconds


def workers_run(office: Office, sources: list[Source], workers: int) -> tuple[float, list[str]]:
    """Seconds of our workers, and the papers that they named."""
    began = time.perf_counter()
    results = list(convert_papers(office, sources, workers=workers))
    seconds = time.perf_counter() - began
    assert len(results) == len(sources)
    return seconds, sorted(r.source.path.name for r in results if isinstance(r, NotConverted))


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--files", type=int, default=50)
    arguments.add_argument("--poisoned", type=int, default=0)
    arguments.add_argument("--rounds", type=int, default=3)
    chosen = arguments.parse_args()
    office = find_office(os.environ.get("DOCGEN_SOFFICE"), dict(os.environ))
    with tempfile.TemporaryDirectory() as folder:
        sources = sample(Path(folder), chosen.files)
        if chosen.poisoned:
            bad = sources[chosen.files // (2 * chosen.poisoned) :: chosen.files // chosen.poisoned]
            for source in bad[: chosen.poisoned]:
                poison(source.path)
            seconds, named = workers_run(office, sources, 2)
            expected = sorted(source.path.name for source in bad[: chosen.poisoned])
            print(f"papers {chosen.files}, PDFs {chosen.files - len(named)}, named {named}")
            print(f"as they should be: {named == expected}; {seconds:.1f} s, two workers")
            return
        for name, (seconds, rate, ratio) in compared(office, sources, chosen.rounds).items():
            print(f"{name:16} {seconds:6.2f} s  {rate:5.1f} papers/s  {ratio:4.2f} ×")


def compared(
    office: Office, sources: list[Source], rounds: int
) -> dict[str, tuple[float, float, float]]:
    """For the plain call, one worker and two: median seconds, papers a second, and how many times
    the speed of the plain call of the same round (the median of those)."""
    runs: dict[str, Callable[[], float]] = {
        PLAIN: lambda: plain_call(office, sources),
        "one worker": lambda: workers_run(office, sources, 1)[0],
        "two workers": lambda: workers_run(office, sources, 2)[0],
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, once in runs.items():
            times[name].append(once())
    return {
        name: (
            statistics.median(seconds),
            len(sources) / statistics.median(seconds),
            median_ratio(zip(seconds, times[PLAIN], strict=True)),
        )
        for name, seconds in times.items()
    }


if __name__ == "__main__":
    main()
