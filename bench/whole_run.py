"""What the making of a district's parent papers takes: time by stage, processor, memory.

    python bench/whole_run.py [PAPERS …] [--options "…"] [--no-stages] [--again]

For each size the workbooks of an invented district are made (``bench/district.py``), and the real
command makes their papers in a folder of its own: seconds, papers a second, CPU seconds of all its
processes, and the most memory that one of them had. Then, in one process and with a clock around
each stage, what a paper costs in each: the stages of workers go on at the same time. ``--options``
are given to the command («--only education-contract»); ``--again`` runs it once more over the
finished folder.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import district

ROOT = Path(__file__).resolve().parent.parent

# Clocks are put around what the pipeline calls; everything else is the real command. A stage that
# is inside another is taken off it, so that the figures add up.
CHILD = """
import importlib, json, resource, sys, time
from functools import wraps
STAGES = {stages!r}
took, counted, inside = {{}}, {{}}, [0.0]
def clock(name, function):
    @wraps(function)
    def timed(*arguments, **named):
        inside.append(0.0)
        start = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            all_of_it = time.process_time() - start
            took[name] = took.get(name, 0.0) + all_of_it - inside.pop()
            counted[name] = counted.get(name, 0) + 1
            inside[-1] += all_of_it
    return timed
start = time.process_time()
from docgen.cli import main
import docgen.cli.families
for name, places in STAGES.items():
    for place in places:
        module, _, attribute = place.partition(":")
        owner = importlib.import_module(module)
        *classes, attribute = attribute.split(".")
        for part in classes:
            owner = getattr(owner, part)
        setattr(owner, attribute, clock(name, getattr(owner, attribute)))
took["start-up"] = time.process_time() - start
code = 4
try:
    main(sys.argv[1:])
except SystemExit as ended:
    code = ended.code
finally:
    told = dict(took, rest=time.process_time() - sum(took.values()))
    sys.stderr.write("\\nSTAGES " + json.dumps(told) + "\\n")
sys.exit(code)
"""
STAGES = {
    "read": ["docgen.pipeline:read_tables"],
    "link": ["docgen.pipeline:link"],
    "check": ["docgen.pipeline:check_all"],
    "plan": ["docgen.pipeline:plan_papers"],
    "compile": ["docgen.drafting:Drafts.compile"],
    "context": ["docgen.drafting:build_context"],
    "prepare": ["docgen.drafting:Drafts.prepare"],
    "render": ["docgen.rendering.template:Template.render"],
    "proof": ["docgen.drafting:prove"],
    "ask the register": ["docgen.register.shelf:Shelf.left_alone"],
    "write": ["docgen.register.laying:write_whole"],
    "register": ["docgen.register.shelf:Shelf.lay"],
}
PLAIN = """
import sys
from docgen.cli import main
main(sys.argv[1:])
"""
WATCH = """
import json, os, resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, time.perf_counter() - start, used.ru_utime + used.ru_stime,
                  used.ru_maxrss / 1024]))
"""


@dataclass(frozen=True)
class Run:
    """``most``: megabytes of the largest of its processes."""

    seconds: float
    cpu: float
    most: float
    stages: dict[str, float]


def run(code: str, words: list[str]) -> Run:
    """One run of the command. Raises ``SystemExit`` when it fails."""
    import json

    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WATCH, sys.executable, "-c", code, *words]
    result = subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    exit_code, seconds, cpu, most = json.loads(result.stdout)
    if exit_code:
        raise SystemExit(result.stderr)
    told = [line for line in result.stderr.splitlines() if line.startswith("STAGES ")]
    stages = json.loads(told[-1].removeprefix("STAGES ")) if told else {}
    return Run(seconds, cpu, most, stages)


def papers_in(out: Path) -> int:
    """How many papers lie in a folder."""
    return sum(1 for _ in out.rglob("*.docx"))


def main() -> int:
    """Run all sizes and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", type=int, nargs="*", default=[2_000])
    parser.add_argument("--options", default="")
    parser.add_argument("--no-stages", action="store_true")
    parser.add_argument("--again", action="store_true")
    given = parser.parse_args()
    for papers in given.papers:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            book = district.make(folder / "in", district.blocks_for(papers))
            words = ["contracts", str(book), "--out"]
            whole = [*words, str(folder / "out"), *shlex.split(given.options)]
            taken = run(PLAIN, whole)
            made = papers_in(folder / "out")
            print(
                f"{made} papers: {taken.seconds:.1f} s, {made / taken.seconds:.0f} a second, "
                f"CPU {taken.cpu:.1f} s ({taken.cpu / made * 1000:.2f} ms a paper), "
                f"memory {taken.most:.0f} MB"
            )
            if given.again:
                again = run(PLAIN, whole)
                print(f"  again: {again.seconds:.1f} s, CPU {again.cpu:.1f} s")
            if not given.no_stages:
                staged = run(CHILD.format(stages=STAGES), [*words, str(folder / "staged")])
                total = sum(staged.stages.values())
                for stage, seconds in staged.stages.items():
                    print(
                        f"  {stage:<18}{seconds:8.2f} s {seconds / made * 1000:8.3f} ms a paper"
                        f" {seconds / total:6.0%}"
                    )
    return 0


if __name__ == "__main__":
    started = time.perf_counter()
    code = main()
    print(f"({time.perf_counter() - started:.0f} s in all)")
    sys.exit(code)
