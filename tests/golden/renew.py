"""``python -m tests.golden.renew`` writes the golden papers anew and names those that changed.

Read the difference (``git diff tests/golden``) as a reviewer would: each changed line is a change
of what somebody will sign.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.golden.sample import Chosen, draft_papers, golden, sample_tables
from tests.golden.visible import visible_parts

FOLDER = Path(__file__).with_name("papers")


def golden_path(chosen: Chosen) -> Path:
    return FOLDER / f"{chosen[1].replace(':', ' ')} {chosen[0]}.txt"


def as_text(parts: dict[str, list[str]]) -> str:
    """Parts under headings ``== name ==``."""
    return "\n".join(f"== {name} ==\n" + "\n".join(lines) + "\n" for name, lines in parts.items())


def as_parts(text: str) -> dict[str, list[str]]:
    """The other way round."""
    parts: dict[str, list[str]] = {}
    for block in text.split("== ")[1:]:
        name, _, lines = block.partition(" ==\n")
        parts[name] = lines.strip("\n").split("\n")
    return parts


def renew() -> list[str]:
    """Write the papers; names of those that were not the same."""
    changed = []
    wanted = {golden_path(chosen) for chosen in golden()}
    for path in set(FOLDER.glob("*.txt")) - wanted:
        path.unlink()
        changed.append(path.name)
    for chosen, content in draft_papers(sample_tables(), golden()).items():
        path, text = golden_path(chosen), as_text(visible_parts(content))
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path.name)
    return changed


if __name__ == "__main__":
    sys.stdout.write("\n".join(renew() or ["nothing changed"]) + "\n")
