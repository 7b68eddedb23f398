"""A cluster: shards are done once, whatever dies; what cannot be done is named alone."""

from __future__ import annotations

import itertools
import pickle
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docgen.cluster import Cluster, FarCrew, NoTrace, equipment, reach
from docgen.crew import Lost
from docgen.diagnostics import Refusal
from tests.scale.far import LocalCluster, local_cluster
from tests.scale.work import Some, deadly, failing, slow_square, square


def portions(count: int, size: int) -> Iterator[Some]:
    return (Some(tuple(range(n * size, (n + 1) * size))) for n in range(count))


def everything(crew: FarCrew[Some, Any], count: int, size: int) -> list[Any]:
    found = list(crew.results(portions(count, size)))
    assert [portion for portion, _ in found] == list(portions(count, size)), "out of order"
    return [result for _, results in found for result in results]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    with local_cluster(tmp_path_factory.mktemp("cluster"), "one", "two") as started:
        yield started


def test_shards_come_back_in_order(cluster: LocalCluster) -> None:
    with reach(cluster.address) as far:
        cluster.wait_for_workers(far, 2)
        assert everything(far.crew(square, {"add": 1}), 20, 10) == [n * n + 1 for n in range(200)]
        assert far.finish() == []


def test_a_fault_of_the_program_is_left_to_the_one_who_asked(cluster: LocalCluster) -> None:
    with reach(cluster.address) as far:
        found = everything(far.crew(failing, {"fault": 5}), 4, 2)
    assert found == [0, 1, 2, 3, Lost.FAILED, Lost.FAILED, 6, 7]


def test_a_worker_that_is_killed_costs_its_shard_only(
    cluster: LocalCluster, tmp_path: Path
) -> None:
    third = cluster.add_worker("three")
    with reach(cluster.address) as far:
        cluster.wait_for_workers(far, 3)
        crew: FarCrew[Some, tuple[int, int]] = far.crew(slow_square, {"folder": str(tmp_path)})
        found = []
        for _, results in crew.results(portions(60, 2)):
            found += results
            began = [path.name for path in tmp_path.iterdir()]
            if third and any(name.endswith(f"-{third}") for name in began):
                cluster.kill(third)
                third = 0
        far.look()
        told = far.finish()
    assert not third, "the worker that was to die got nothing to do"
    assert [result[0] for result in found if isinstance(result, tuple)] == [
        n * n for n in range(120)
    ]
    begun = len(list(tmp_path.iterdir()))
    assert 60 <= begun <= 63, "more was done again than the dead worker had"
    assert [d.code for d in told] == ["cluster-worker-lost"]


def test_an_item_that_kills_workers_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    with local_cluster(tmp_path, *"abcde") as own, reach(own.address) as far:
        own.wait_for_workers(far, 5)
        # Two at the first attempt, two at the second, when it is alone.
        assert everything(far.crew(deadly, {"poison": 3}), 6, 1) == [0, 1, 2, Lost.KILLED, 4, 5]
        far.look()
        assert far.threads == 1


def test_nobody_there_is_told_in_words() -> None:
    with (
        pytest.raises(Refusal, match="кластер по адресу «tcp://127"),
        reach("tcp://127.0.0.1:9", connect="1s"),
    ):
        pass
    with pytest.raises(Refusal, match="не отвечает"), reach("ерунда", connect="1s"):
        pass


def test_a_cluster_without_workers_is_told(tmp_path: Path) -> None:
    with (
        local_cluster(tmp_path) as empty,
        pytest.raises(Refusal, match="нет ни одного рабочего процесса"),
        reach(empty.address),
    ):
        pass


def test_a_worker_with_another_docgen_is_sent_home(cluster: LocalCluster) -> None:
    stranger = {"PYTHONPATH": str(cluster.folder)}
    (cluster.folder / "docgen").mkdir()
    # A folder without this gives way to a docgen that is installed.
    (cluster.folder / "docgen" / "__init__.py").touch()
    cluster.add_worker("stranger", environment=stranger)
    with reach(cluster.address) as far:
        deadline = time.monotonic() + 60
        while not any(d.code == "cluster-worker-differs" for d in far.told):
            assert time.monotonic() < deadline
            time.sleep(0.2)
            far.look()
        assert everything(far.crew(square, {"add": 0}), 5, 5) == [n * n for n in range(25)]


# --- shards that end workers, without waiting for the workers ------------------------------------


class _Future:
    def __init__(self, key: str, result: Callable[[], Any]) -> None:
        self.key = key
        self._result = result

    def result(self) -> Any:
        return self._result()

    def add_done_callback(self, told: Callable[[Any], None]) -> None:
        told(self)

    def cancel(self) -> None:
        pass


class _Imagined:
    """A cluster on which the scheduler blames every task with a poisoned number."""

    threads = 2

    def __init__(self, poison: set[int]) -> None:
        self._poison = poison
        self._keys = itertools.count()
        self.given: list[tuple[int, ...]] = []

    def watch(self) -> None:
        pass

    def submit(self, function: Any, *arguments: Any, **named: Any) -> _Future:
        items = pickle.loads(arguments[0]).items
        self.given.append(items)

        def result() -> tuple[str, bytes]:
            if self._poison.intersection(items):
                from distributed import KilledWorker

                raise KilledWorker("task", None, 1)
            return "", pickle.dumps([number * 10 for number in items])

        return _Future(str(next(self._keys)), result)


def imagined(poison: set[int], trace: NoTrace | None = None) -> tuple[_Imagined, Any]:
    cluster: Any = _Imagined(poison)
    return cluster, FarCrew[Some, int](cluster, square, {}, trace or NoTrace())


def test_of_a_shard_only_the_poisoned_are_lost() -> None:
    cluster, crew = imagined({7, 20})
    found = everything(crew, 4, 8)
    assert [n for n, result in enumerate(found) if result is Lost.KILLED] == [7, 20]
    assert [result for result in found if result is not Lost.KILLED] == [
        n * 10 for n in range(32) if n not in (7, 20)
    ]
    # Whoever is alone and ends a worker gets a second hearing.
    assert cluster.given.count((7,)) == cluster.given.count((20,)) == 2


def test_a_shard_of_which_workers_died_before_comes_in_halves() -> None:
    class Remembering(NoTrace):
        def deaths(self, portion: Any) -> int:
            return int(7 in portion.items)

    cluster, crew = imagined({7}, Remembering())
    everything(crew, 2, 8)
    assert tuple(range(8)) not in cluster.given
    assert tuple(range(8, 16)) in cluster.given


def test_equipment_says_what_papers_depend_on() -> None:
    assert equipment()["docgen"].endswith(")")
    assert equipment()["lxml"] != "нет"
    assert Cluster.__doc__
