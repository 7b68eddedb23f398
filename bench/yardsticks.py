"""The programs that the table compares, and the contract that all of them make.

By default the contract is ``bench/contract.txt`` and the programs are those of ``bench/engines``;
a folder of yardsticks that was given (``--yardstick``) brings its own contract, rows and programs,
docgen's alone stays ours.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.contract import write_records, write_template
from bench.engines.limit import prepare
from bench.engines.visible import body_text
from bench.pairs import Speed, run
from docgen.opc.writing import LEVEL, compressor

LOOP, COMPILED, LIMIT = "docxtpl per row", "docxtpl, compiled template", "limit"
TYPED = "docgen, the same work"
OURS, PROVEN = "docgen, with typography", "docgen, with typography and proof"
# Rows are made by the given folder's own code, which writes them to a workbook as well.
_THEIR_ROWS = """
import json, sys, types
sys.modules.setdefault("xlsxwriter", types.ModuleType("xlsxwriter"))
sys.path.insert(0, sys.argv[1])
from make_data import records
json.dump(records(int(sys.argv[3])), open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
"""
_REFERENCE_PAPERS = 500
_ENOUGH_PAPERS = 500
ENGINE = str(Path(__file__).with_name("contract_engine.py"))


@dataclass(frozen=True)
class Program:
    """How a program is called, before and after the names of template, rows and folder."""

    before: tuple[str, ...]
    after: tuple[str, ...] = ()


class Yardsticks:
    """A work folder with the contract, its rows and the programs that fill it.

    ``packing``: the compressor of the limit, such as «zlib6»; by default docgen's own.
    """

    def __init__(self, work: Path, packing: str = "", given: Path | None = None) -> None:
        self._work, self._given = work, given
        self.packing = packing or own_packing()
        self._template = work / "contract.docx"
        self.programs = {
            LOOP: _program("docxtpl_loop"),
            COMPILED: _program("docxtpl_compiled"),
            TYPED: Program((ENGINE,), ("--as-typed",)),
            OURS: Program((ENGINE,), ("--no-proof",)),
            PROVEN: Program((ENGINE,)),
            LIMIT: _program("limit", "--z", self.packing),
        }
        if given is None:
            write_template(self._template)
            prepare(self._template)
            return
        _call(given / "make_templates.py", work / "templates")
        self._template = work / "templates" / "docxtpl.docx"
        _call(given / "engines" / "tplsource.py", self._template)
        engines = given / "engines"
        self.programs |= {
            LOOP: Program((str(engines / "docxtpl_naive.py"),)),
            COMPILED: Program((str(engines / "docxtpl_best.py"),), ("--cache",)),
            LIMIT: Program((str(engines / "limit_str.py"),), ("--z", self.packing)),
        }

    def rows(self, count: int) -> Path:
        """The rows of so many papers as JSON."""
        path = self._work / f"rows-{count}.json"
        if not path.exists() and self._given:
            _call("-c", _THEIR_ROWS, self._given, path, count)
        elif not path.exists():
            write_records(path, count)
        return path

    def make(self, name: str, papers: int, out: Path) -> float:
        """Processor seconds of one process that makes so many papers in a new folder."""
        program = self.programs[name]
        return run(*program.before, self._template, self.rows(papers), out, *program.after).cpu

    def speed(self, name: str, papers: int) -> Speed:
        """Papers a processor second, start-up taken off: runs with one paper.

        A quick program is run as many times as it takes to be more than a start.
        """
        times = 1 if name in (LOOP, COMPILED) else -(-_ENOUGH_PAPERS // papers)

        def measured() -> float:
            start = whole = 0.0
            with tempfile.TemporaryDirectory(dir=self._work) as folder:
                for number in range(times):
                    start += self.make(name, 1, Path(folder, f"one-{number}"))
                    whole += self.make(name, papers, Path(folder, f"all-{number}"))
            return times * (papers - 1) / max(whole - start, 1e-3)

        return measured

    def reference(self) -> Speed:
        """What the others are held against: the limit."""
        return self.speed(LIMIT, _REFERENCE_PAPERS)

    def same_text(self, papers: int = 3) -> None:
        """Raises ``SystemExit`` when a program's papers say something else than docxtpl's."""
        with tempfile.TemporaryDirectory(dir=self._work) as folder:
            said: dict[str, list[list[str]]] = {}
            for number, name in enumerate(self.programs):
                out = Path(folder, str(number))
                self.make(name, papers, out)
                said[name] = [body_text(path) for path in sorted(out.glob("*.docx"))]
        for name, texts in said.items():
            if len(texts) != papers or texts != said[LOOP]:
                raise SystemExit(f"«{name}» does not say what «{LOOP}» says")


def own_packing() -> str:
    """Library and level with which docgen packs on this machine, as the limit calls them."""
    name = compressor().name
    return f"{name}{LEVEL if name == 'zlib' else 1}"


def _program(module: str, *after: str) -> Program:
    return Program(("-m", f"bench.engines.{module}"), after)


def _call(*arguments: object) -> None:
    """Run a script of the given folder, which stays as it is. Raises ``SystemExit``."""
    words: Sequence[str] = [sys.executable, "-B", *map(str, arguments)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
