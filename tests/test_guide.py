"""The clerk's guide tells the truth: its commands run, in order, in a new folder."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

from tests.desk import ROOT, Desk

GUIDE = ROOT / "docs" / "guide.ru.md"


def commands() -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def may_convert() -> bool:
    """Whether LibreOffice is here; where it has to be, it is not asked."""
    return os.environ.get("DOCGEN_REQUIRE_OFFICE") == "1" or shutil.which("soffice") is not None


def test_the_commands_of_the_guide_run_one_after_another(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    done = 0
    for line in commands():
        words = shlex.split(line)
        if words[0] == "cd":
            desk = Desk(desk.folder / words[1])
            continue
        assert words[0] == "docgen"
        if words[1] == "pdf" and not may_convert():
            continue
        said = desk.docgen(*words[1:])
        assert said.code == 0, f"{line}\n{said.text}"
        done += 1
    assert done >= 8
