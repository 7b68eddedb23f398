"""Every command of ``trials`` under every fault: nothing lost, nothing doubled, and the same
command once more puts it right."""

from __future__ import annotations

import errno
import signal
import sys

import pytest

from tests.promises.ordeal import (
    KILLS,
    Stage,
    Trial,
    alone,
    assert_plain,
    can_strace,
    ended,
    failing,
    faulty_points,
    killed_before,
    limit_memory,
    random_moments,
    start,
)
from tests.promises.trials import TRIALS
from tests.promises.troubles import TROUBLES, Trouble
from tests.register.faulty import Fault, interrupt, kill, refuse

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")

FEW = 4
"""Points of a kind that stand for all of them when nobody asks for more (``DOCGEN_KILLS``)."""


@pytest.fixture(scope="module", params=TRIALS, ids=str)
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    trial: Trial = request.param
    return Stage(trial, tmp_path_factory.mktemp(trial.name))


def test_given_twice_it_does_nothing_more(stage: Stage) -> None:
    desk = stage.copy("дважды")
    assert stage.run(desk).code == 0
    stage.assert_holds(desk)
    stage.assert_put_right(desk)


def test_ended_at_any_moment(stage: Stage) -> None:
    ended = 0
    moments = KILLS or stage.trial.few(6)
    for moment in random_moments(stage, moments):
        desk = stage.copy("любое")
        said = stage.run(desk, disk=moment, before=moment.begin)
        ended += said.code in (-signal.SIGKILL, 130, 143)
        assert_plain(said)
        try:
            stage.assert_holds(desk)
            stage.assert_put_right(desk)
        except AssertionError as failure:
            raise AssertionError(f"{moment}\n{failure}\n{said.text}") from failure
    assert ended >= int(moments * 0.8), "the runs were over before they were ended"


@pytest.mark.skipif(not can_strace(), reason="no strace, or it may not trace")
def test_killed_before_a_lasting_system_call(stage: Stage) -> None:
    points = stage.system_calls
    assert len(points) > FEW
    for call in points if KILLS else points[:: len(points) // stage.trial.few(FEW)]:
        desk = stage.copy("вызов")
        said = stage.run(desk, strace=killed_before(call))
        assert said.code == -signal.SIGKILL, f"{call}: {said.text}"
        stage.assert_holds(desk)
        stage.assert_put_right(desk)


FAULTS: dict[str, tuple[Fault, bool]] = {
    "killed": (kill, False),
    "interrupted": (interrupt, False),
    "disk full once": (refuse(errno.ENOSPC), False),
    "disk full": (refuse(errno.ENOSPC), True),
    "read error once": (refuse(errno.EIO), False),
    "disk gone": (refuse(errno.EIO), True),
    "disk turned read-only": (refuse(errno.EROFS), True),
    "closed once": (refuse(errno.EACCES), False),
    "closed": (refuse(errno.EACCES), True),
}
"""What happens at a step of the disk, and whether it happens from then on."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_a_step_of_the_disk(stage: Stage, fault: str) -> None:
    happens, lasting = FAULTS[fault]
    for disk in faulty_points(stage, happens, stage.trial.few(2), lasting=lasting):
        desk = stage.copy("шаг")
        said = stage.run(desk, disk=disk)
        assert_plain(said)
        stage.assert_holds(desk)
        stage.assert_put_right(desk)


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
def test_trouble_with_the_world_around(stage: Stage, trouble: Trouble) -> None:
    desk = stage.copy("беда")
    with trouble.around(desk):
        said = stage.run(desk, before=trouble.before)
        immune = trouble.name in stage.trial.immune
        assert said.code in ({0} if immune else trouble.codes), said.text
        assert trouble.said in said.text
        assert_plain(said)
    stage.assert_holds(desk)
    stage.assert_put_right(desk)


@pytest.mark.skipif(not can_strace(), reason="no strace, or it may not trace")
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize("name", ["fsync", "write", "rename"])
def test_a_system_call_that_fails(stage: Stage, name: str, error: str) -> None:
    for when in ("1", "2+", "4+")[-stage.trial.few(3) :]:
        desk = stage.copy("ответ")
        said = stage.run(desk, strace=failing(name, error, when))
        assert_plain(said)
        stage.assert_holds(desk)
        stage.assert_put_right(desk)


@pytest.mark.parametrize("megabytes", [60, 120, 200])
def test_little_memory(stage: Stage, megabytes: int) -> None:
    desk = stage.copy("память")
    said = alone(desk, stage.trial.words, limit_memory(megabytes))
    assert said.code in (0, 3), said.text
    assert_plain(said)
    stage.assert_holds(desk)
    stage.assert_put_right(desk)


def test_four_runs_at_once(stage: Stage) -> None:
    desk = stage.copy("четверо")
    pending = [start(desk, stage.trial.words) for _ in range(4)]
    for said in [ended(run) for run in pending]:
        assert_plain(said)
        assert said.code in (0, 1, 3), said.text
    stage.assert_holds(desk)
    stage.assert_put_right(desk)
