"""One table of what docgen costs: rendering beside its yardsticks, the whole run, PDF.

    python -m bench                                   # a minute: 100 and 1,000 papers
    python -m bench --sizes 100 1000 10000 --rounds 5
    python -m bench --yardstick DIR                   # that folder's contract, rows and programs

Speeds are papers a second of one processor, start-up taken off (a run with one paper), medians of
rounds in which the programs take turns, each between two runs of the limit; «×» are medians of the
ratios within a round. The slow ones make fewer papers (``--slow-papers``): a paper of theirs costs
the same however many there are. Their files go to memory where the system has such a folder, since
a disk from which others have just removed files makes the next ones slow, up to twice a rendering.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from pathlib import Path

from bench.pairs import in_rounds
from bench.pdf import compared, sample
from bench.whole_run import District
from bench.yardsticks import COMPILED, LIMIT, LOOP, OURS, PROVEN, TYPED, Yardsticks
from docgen.delivery.office import find_office

_MEMORY = Path("/dev/shm")
_SHOWN = (LOOP, COMPILED, TYPED, OURS, PROVEN, LIMIT)


def rendering(yardsticks: Yardsticks, sizes: list[int], rounds: int, slow: int) -> None:
    """The table of rendering, in Markdown."""
    yardsticks.same_text()
    print("| rendering one contract | papers | papers a CPU-second | × docxtpl | of the limit |")
    print("|---|---|---|---|---|")
    for size in sizes:
        papers = {name: min(size, slow) if name in (LOOP, COMPILED) else size for name in _SHOWN}
        speeds = {name: yardsticks.speed(name, count) for name, count in papers.items()}
        found = in_rounds(speeds, yardsticks.reference(), rounds)
        for name in _SHOWN:
            one = found[name]
            print(
                f"| {name} | {papers[name]:,} | {one.a_second:,.1f} | "
                f"{one.against(found[LOOP]):,.1f} | {one.against(found[LIMIT]):.2f} |",
                flush=True,
            )


def whole_runs(yardsticks: Yardsticks, sizes: list[int], slow: int, folder: Path) -> None:
    """The table of whole runs and that of their stages, in Markdown.

    Each run stands between two of docxtpl's loop, which reads no workbook, checks nothing and
    keeps no register.
    """
    loop = yardsticks.speed(LOOP, slow)
    rows, stages = [], []
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            district = District(Path(name), size)
            before = loop()
            taken = district.make()
            after = loop()
            stages.append((district.papers, district.stages()))
        a_second = district.papers / taken.cpu
        rows.append(
            f"| {district.papers:,} | {taken.wall:,.1f} s | {district.papers / taken.wall:,.0f} | "
            f"{a_second:,.0f} | {a_second * (1 / before + 1 / after) / 2:,.1f} | "
            f"{taken.megabytes:,.0f} MB |"
        )
    print("\n| the whole run, papers | took | a second | a CPU-second | × docxtpl | memory |")
    print("|---|---|---|---|---|---|")
    print("\n".join(rows))
    print("\n| stage, CPU-ms a paper | " + " | ".join(f"{made:,}" for made, _ in stages) + " |")
    print("|---" * (len(stages) + 1) + "|")
    for stage in stages[0][1]:
        cells = (f"{taken.get(stage, 0) / made * 1000:.3f}" for made, taken in stages)
        print(f"| {stage} | {' | '.join(cells)} |", flush=True)


def pdfs(papers: int, rounds: int, folder: Path) -> None:
    """The table of PDFs, in Markdown."""
    office = find_office(os.environ.get("DOCGEN_SOFFICE"), dict(os.environ))
    with tempfile.TemporaryDirectory(dir=folder) as name:
        found = compared(office, sample(Path(name), papers), rounds)
    print(f"\n| PDF of {papers} agreements | a second | × one plain call |")
    print("|---|---|---|")
    for name, (_, rate, ratio) in found.items():
        print(f"| {name} | {rate:.1f} | {ratio:.2f} |", flush=True)


def main() -> None:
    """Measure what was asked for and print it."""
    asked = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], metavar="PAPERS")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--slow-papers", type=int, default=40, metavar="PAPERS")
    asked.add_argument("--yardstick", type=Path, metavar="DIR")
    asked.add_argument("--compressor", default="", help="of the limit; by default docgen's")
    asked.add_argument("--work", type=Path, default=_MEMORY if _MEMORY.is_dir() else None)
    asked.add_argument("--pdf", type=int, default=10, metavar="PAPERS", help="0: none")
    asked.add_argument("--only", choices=("rendering", "whole", "pdf"))
    chosen = asked.parse_args()
    wanted = [chosen.only] if chosen.only else ["rendering", "whole", "pdf"]
    with (
        tempfile.TemporaryDirectory(dir=chosen.work) as work,
        tempfile.TemporaryDirectory() as disk,
    ):
        yardsticks = Yardsticks(Path(work), chosen.compressor, chosen.yardstick)
        print(f"{platform.python_version()}, {os.cpu_count()} cores, {yardsticks.packing}\n")
        if "rendering" in wanted:
            rendering(yardsticks, chosen.sizes, chosen.rounds, chosen.slow_papers)
        if "whole" in wanted:
            whole_runs(yardsticks, chosen.sizes, chosen.slow_papers, Path(disk))
        if "pdf" in wanted and chosen.pdf:
            pdfs(chosen.pdf, chosen.rounds, Path(disk))


if __name__ == "__main__":
    main()
