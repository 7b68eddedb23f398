"""What the making of a district's parent papers takes: time by stage, processor, memory.

    python bench/whole_run.py [PAPERS …] [--options "…"] [--no-stages] [--again]

For each size the workbooks of an invented district are made (``bench/district.py``), and the real
command makes their papers in a folder of its own: seconds, papers a second, CPU seconds and the
most memory of all its processes together. Then, in one process and with a clock around each stage,
what a paper costs of the processor in each. ``--options``
are given to the command («--only education-contract»); ``--again`` runs it once more over the
finished folder.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import district
from bench.pairs import Taken, run

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
    "cases": [
        f"docgen.russian.dictionary:Dictionary.{name}"
        for name in ("fio", "name", "post", "organisation", "form", "table")
    ],
    "compile": ["docgen.drafting:Drafts.compile"],
    "context": ["docgen.drafting:build_context"],
    "prepare": ["docgen.drafting:Drafts.prepare"],
    "render": ["docgen.rendering.template:Template.render"],
    "proof": ["docgen.drafting:prove"],
    "ask the register": [
        f"docgen.register.shelf:Shelf.{name}"
        for name in ("left_alone", "all_left_alone", "fingerprints")
    ],
    "write": [
        f"docgen.register.disk:Disk.{name}"
        for name in ("open_new", "write", "sync", "rename", "link", "remove", "sync_folder")
    ],
    "register": ["docgen.register.shelf:Shelf.lay", "docgen.register.shelf:Shelf.lay_all"],
}
PLAIN = "import sys\nfrom docgen.cli import main\nmain(sys.argv[1:])"


class District:
    """Workbooks of a district in a folder, and runs over them. ``papers``: how many are made."""

    def __init__(self, folder: Path, papers: int) -> None:
        self._folder = folder
        self._runs = 0
        self._book = district.make(folder / "in", district.blocks_for(papers))
        self.papers = 0

    def make(self, *options: str) -> Taken:
        """The papers by the real command, in a new folder."""
        self._runs += 1
        taken = self.once_more(*options)
        self.papers = papers_in(self._out)
        return taken

    def once_more(self, *options: str) -> Taken:
        """The same command over the folder of the last run."""
        return run("-c", PLAIN, *self._words, *options, watched=True)

    def stages(self) -> dict[str, float]:
        """CPU seconds of each stage, in one process."""
        self._runs += 1
        taken = run("-c", CHILD.format(stages=STAGES), *self._words, "--jobs", "1")
        told = [line for line in taken.said.splitlines() if line.startswith("STAGES ")]
        stages: dict[str, float] = json.loads(told[-1].removeprefix("STAGES "))
        return stages

    @property
    def _out(self) -> Path:
        return self._folder / f"out-{self._runs}"

    @property
    def _words(self) -> tuple[str, ...]:
        return ("contracts", str(self._book), "--out", str(self._out))


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
            whole = District(Path(name), papers)
            options = shlex.split(given.options)
            taken = whole.make(*options)
            made = whole.papers
            print(
                f"{made} papers: {taken.wall:.1f} s, {made / taken.wall:.0f} a second, "
                f"CPU {taken.cpu:.1f} s ({taken.cpu / made * 1000:.2f} ms a paper), "
                f"memory {taken.megabytes:.0f} MB"
            )
            if given.again:
                again = whole.once_more(*options)
                print(f"  again: {again.wall:.1f} s, CPU {again.cpu:.1f} s")
            if not given.no_stages:
                stages = whole.stages()
                total = sum(stages.values())
                for stage, seconds in stages.items():
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
