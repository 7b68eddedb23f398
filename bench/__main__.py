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
import tempfile
from pathlib import Path

from bench.pairs import in_rounds
from bench.yardsticks import COMPILED, LIMIT, LOOP, OURS, PROVEN, TYPED, Yardsticks

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
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.work) as work:
        yardsticks = Yardsticks(Path(work), chosen.compressor, chosen.yardstick)
        rendering(yardsticks, chosen.sizes, chosen.rounds, chosen.slow_papers)


if __name__ == "__main__":
    main()
