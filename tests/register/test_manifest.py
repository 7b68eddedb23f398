"""The manifest of a run on a cluster: what an interrupted run leaves to the next one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docgen.register.copies import SERVICE_FOLDER
from docgen.register.disk import Disk
from docgen.register.manifest import MANIFEST, Manifest


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / SERVICE_FOLDER).mkdir()
    return tmp_path


def begun(out: Path) -> Manifest:
    """A run that gave out three shards, laid one, and lost workers over another."""
    manifest = Manifest(out, Disk())
    for name in "abc":
        manifest.sent(name, f"contract:{name}-1", f"contract:{name}-9", 9)
    manifest.laid("a", [("contract:a-3", "value-missing")])
    manifest.died("b")
    manifest.died("b")
    return manifest


def lines(out: Path) -> list[dict[str, object]]:
    text = (out / SERVICE_FOLDER / MANIFEST).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_an_interrupted_run_says_what_was_laid_and_what_was_deadly(out: Path) -> None:
    begun(out).close()
    assert {"shard": "a", "laid": True, "refused": [["contract:a-3", "value-missing"]]} in lines(
        out
    )
    following = Manifest(out, Disk())
    assert following.former.sent == {"a", "b", "c"}
    assert following.former.laid == {"a"}
    assert following.former.deaths == {"b": 2}
    following.close()
    # It is cut off in turn, before anything: what is deadly is still known.
    last = Manifest(out, Disk())
    assert last.former.deaths == {"b": 2}
    last.close()


def test_a_finished_run_leaves_nothing_to_go_on_with(out: Path) -> None:
    manifest = begun(out)
    manifest.finish()
    manifest.close()
    following = Manifest(out, Disk())
    assert not following.former.sent
    assert not following.former.deaths
    following.close()


@pytest.mark.parametrize("garbage", [b'{"shard": "d", "pap', b"[]\n5\nnull\n", b"\xff\xfe\x00\n"])
def test_half_a_line_and_foreign_lines_are_passed_over(out: Path, garbage: bytes) -> None:
    begun(out).close()
    with (out / SERVICE_FOLDER / MANIFEST).open("ab") as stream:
        stream.write(garbage)
    following = Manifest(out, Disk())
    assert following.former.laid == {"a"}
    following.close()
