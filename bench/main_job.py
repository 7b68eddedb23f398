"""How long the main job takes: all agreements of the sample, cold, warm, and again.

    python bench/main_job.py [RUNS]

*Cold*: no byte code is there, neither of docgen nor of anything that it imports. *Start-up*:
until the first workbook is about to be read. Prints medians; the exit code is 1 when the cold
run takes 15 s or more, or its start-up 1.5 s or more.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COLD_SECONDS = 15.0
START_SECONDS = 1.5

# The clock is read where the pipeline calls the reader; everything else is the real command.
CHILD = """
import sys, time
from docgen.cli import main
import docgen.cli.families, docgen.cli.places, docgen.pipeline as pipeline
read = pipeline.read_tables
def noted(*arguments, **named):
    sys.stderr.write(f"\\nread at {time.time()}\\n")
    return read(*arguments, **named)
pipeline.read_tables = noted
main(["agreements", "inputs/partners.xlsx"])
"""


def run(folder: Path, byte_code: Path) -> tuple[float, float]:
    """Seconds of a run and of its start-up. Raises ``SystemExit`` when the run fails."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(byte_code),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began, start = time.time(), time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-c", CHILD],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    took = time.perf_counter() - start
    if result.returncode:
        raise SystemExit(result.stderr)
    read_at = next(line for line in result.stderr.splitlines() if line.startswith("read at "))
    return took, float(read_at.removeprefix("read at ")) - began


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    figures: dict[str, list[tuple[float, float]]] = {"cold": [], "warm": [], "nothing new": []}
    papers = 0
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for part in ("inputs", "templates_docx"):
                shutil.copytree(ROOT / part, folder / part)
            figures["cold"].append(run(folder, folder / "byte code"))
            papers = len(list((folder / "out").rglob("*.docx")))
            shutil.rmtree(folder / "out")
            figures["warm"].append(run(folder, folder / "byte code"))
            figures["nothing new"].append(run(folder, folder / "byte code"))
    print(f"{papers} papers")
    median = {
        what: tuple(statistics.median(column) for column in zip(*rows, strict=True))
        for what, rows in figures.items()
    }
    for what, (took, start) in median.items():
        print(f"{what:<12} {took:6.2f} s, of which start-up {start:5.2f} s")
    took, start = median["cold"]
    return int(took >= COLD_SECONDS or start >= START_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
