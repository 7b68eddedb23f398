"""``--cluster``: the papers of ``--jobs 1``, made by two workers of which one is killed."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from docgen.cluster import reach
from docgen.register.manifest import Manifest
from tests.delivery.offices import SILENT, FakeOffice, paper, with_act
from tests.desk import ROOT, Desk, new_desk
from tests.scale.far import LocalCluster, local_cluster, tls_settings


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    with local_cluster(tmp_path_factory.mktemp("cluster"), "one", "two") as started:
        yield started


def papers_of(desk: Desk) -> dict[str, bytes]:
    return {path.relative_to(desk.out).as_posix(): path.read_bytes() for path in desk.papers()}


def manifest_of(desk: Desk) -> list[dict[str, object]]:
    text = (desk.out / ".docgen" / "manifest.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def laid_in(desk: Desk) -> int:
    """How many shards of a run that is under way have been laid."""
    with contextlib.suppress(OSError, ValueError):
        return sum(1 for line in manifest_of(desk) if line.get("laid"))
    return 0


def when_laid(patch: pytest.MonkeyPatch, shards: int, then: Callable[[], None]) -> None:
    """In the middle of a run of this process, when so many shards have been laid."""
    left = iter(range(shards))
    note = Manifest.laid

    def noting(manifest: Manifest, *arguments: Any) -> None:
        note(manifest, *arguments)
        if next(left, -1) == shards - 1:
            then()

    patch.setattr(Manifest, "laid", noting)


def test_a_cluster_of_which_a_worker_is_killed_makes_the_same_papers(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, far = new_desk(tmp_path / "alone"), new_desk(tmp_path / "far")
    assert alone.docgen("contracts", "inputs/pupils.xlsx", "--jobs", "1").code == 0
    third = cluster.add_worker("three")

    cluster.registered(3)
    when_laid(monkeypatch, 3, lambda: cluster.kill(third))
    said = far.docgen("contracts", "inputs/pupils.xlsx", "--cluster", cluster.address)
    assert said.code == 0, said.text
    assert "пропадали рабочие процессы" in said.text
    assert papers_of(far) == papers_of(alone)
    lines = manifest_of(far)
    assert lines[-1] == {"finished": True}
    sent = [line["shard"] for line in lines if "papers" in line]
    assert len(sent) == len(set(sent)) > 5
    assert [line["shard"] for line in lines if line.get("laid")] == sent
    again = far.docgen("contracts", "inputs/pupils.xlsx", "--cluster", cluster.address)
    assert f"без изменений: {len(papers_of(far))}" in again.text
    assert "прервался" not in again.text


def test_a_run_that_was_killed_is_finished_by_the_next_one(tmp_path: Path) -> None:
    """With certificates, which Dask takes from its own settings."""
    desk = new_desk(tmp_path)
    (tmp_path / "net").mkdir()
    tls = tls_settings(tmp_path / "net")
    with local_cluster(tmp_path / "net", "one", settings=tls) as cluster:
        assert cluster.address.startswith("tls://")
        words = [sys.executable, "-m", "docgen", "contracts", "inputs/pupils.xlsx"]
        words += ["--cluster", cluster.address]
        environment = os.environ | tls | {"PYTHONPATH": str(ROOT)}
        first = subprocess.Popen(words, cwd=desk.folder, env=environment)
        while laid_in(desk) < 2 and first.poll() is None:
            time.sleep(0.01)
        first.kill()
        first.wait()
        laid = laid_in(desk)
        second = subprocess.run(
            words, cwd=desk.folder, env=environment, capture_output=True, text=True, check=False
        )
    said = second.stdout + second.stderr
    assert second.returncode == 0, said
    assert laid >= 2
    assert "прежний прогон на кластере прервался" in said
    assert "без шифрования" not in said
    assert 0 < int(re.findall(r"без изменений: (\d+)", said)[0]) < len(papers_of(desk))


def test_a_cluster_that_is_gone_in_the_middle_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    desk = new_desk(tmp_path)
    (tmp_path / "net").mkdir()
    monkeypatch.setattr("docgen.cluster.reach", partial(reach, connect="2s"))
    with local_cluster(tmp_path / "net", "one") as cluster:
        when_laid(monkeypatch, 2, lambda: cluster.kill(cluster.scheduler))
        said = desk.docgen("contracts", "inputs/pupils.xlsx", "--cluster", cluster.address)
    assert said.code == 3, said.text
    assert "связь с кластером потеряна" in said.err
    assert capfd.readouterr() == ("", "")
    again = desk.docgen("contracts", "inputs/pupils.xlsx")
    assert again.code == 0
    assert int(re.findall(r"без изменений: (\d+)", again.text)[0]) >= 2


def test_no_cluster_nothing_is_begun(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    said = desk.docgen("contracts", "inputs/pupils.xlsx", "--cluster", "нигде")
    assert said.code == 3
    assert "кластер по адресу «нигде» не отвечает" in said.err
    both = desk.docgen("contracts", "inputs/pupils.xlsx", "--cluster", "нигде", "--jobs", "2")
    assert both.code == 2
    assert not desk.out.exists()


def test_pdfs_are_made_by_workers_and_a_poisoned_paper_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine that asks has no LibreOffice, its workers have."""
    office = FakeOffice(tmp_path / "office")
    papers = tmp_path / "out" / "Договоры"
    papers.mkdir(parents=True)
    for number in range(60):
        act = SILENT if number == 31 else ""
        (papers / f"Д-{number:02}.docx").write_bytes(with_act(paper(f"бумага {number}"), act))
    monkeypatch.setenv("DOCGEN_SOFFICE", str(tmp_path / "нет такого"))
    desk = Desk(tmp_path)
    (tmp_path / "net").mkdir()
    with local_cluster(tmp_path / "net") as own:
        for name in ("one", "two"):
            own.add_worker(name, environment={"DOCGEN_SOFFICE": str(office.program)})
        own.registered(2)
        said = desk.docgen("pdf", "--cluster", own.address)
    assert said.code == 1, said.text
    assert "Д-31" in said.err
    made = sorted(path.stem for path in (desk.out / "PDF").rglob("*.pdf"))
    assert made == [f"Д-{n:02}" for n in range(60) if n != 31]
    assert sum(office.starts) < 60 + 25 + 4, "a poisoned paper cost more than its shard"
    assert not office.alive()
