"""What a paper and a PDF cost on a cluster: of the processor that asks, and of those that work.

    python -m bench.cluster [--papers 1000] [--pdf 40]

A scheduler and two workers on this machine, an invented district, its contracts and some of their
PDFs. The figures are processor time, so that a busy machine does not change them; what a larger
cluster takes follows: papers × of a worker ÷ cores, but no less than papers × of the one who asks.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from bench import district
from bench.pairs import Taken, run
from bench.whole_run import PLAIN
from tests.scale.far import LocalCluster, local_cluster


def _cpu(pids: list[int]) -> float:
    """Processor seconds of processes with the children that have ended (Linux)."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def measured(cluster: LocalCluster, workers: list[int], *words: str) -> tuple[Taken, float]:
    """A command on the cluster, and the processor seconds of its workers."""
    before = _cpu(workers)
    taken = run("-c", PLAIN, *words, "--cluster", cluster.address, watched=True)
    return taken, _cpu(workers) - before


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--papers", type=int, default=1_000)
    asked.add_argument("--pdf", type=int, default=40)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = district.make(folder / "in", district.blocks_for(chosen.papers))
        net = folder / "net"
        net.mkdir()
        with local_cluster(net) as cluster:
            workers = [cluster.add_worker(number) for number in ("one", "two")]
            cluster.registered(2)
            words = ("contracts", str(book), "--out", str(folder / "out"))
            small = ("contracts", str(book), "--out", str(folder / "small"), "--only", "З-01-0001")
            start, _ = measured(cluster, workers, *small)
            taken, worked = measured(cluster, workers, *words)
            papers = sorted((folder / "out").rglob("*.docx"))
            _tell("papers", len(papers), taken, start, worked)
            few = folder / "few"
            few.mkdir()
            for number, paper in enumerate(papers[:: max(len(papers) // chosen.pdf, 1)]):
                shutil.copy(paper, few / f"{number}.docx")
            one = ("pdf", "--out", str(few), str(few / "0.docx"))
            start, _ = measured(cluster, workers, *one)
            converted, worked = measured(cluster, workers, "pdf", "--out", str(few))
            _tell("PDFs", len(list(few.rglob("*.pdf"))) - 1, converted, start, worked)


def _tell(what: str, count: int, taken: Taken, start: Taken, worked: float) -> None:
    asking = taken.cpu - start.cpu
    print(
        f"{count} {what}: {taken.wall:.1f} s; of a worker {worked / count * 1000:.2f} CPU-ms each "
        f"({count / worked:.0f} a second of a core), of the one who asks "
        f"{asking / count * 1000:.2f} ({count / asking:.0f}), memory {taken.megabytes:.0f} MB"
    )


if __name__ == "__main__":
    main()
