"""Workers on other machines: the same as ``crew``, by way of a Dask cluster.

A shard is a portion of work with all that it needs; it travels to a worker and its results come
back. Nothing of a folder of papers is known here or there. A worker that is lost costs the shards
that it held: the scheduler gives them to others. A shard that ends its workers again and again is
halved until the item is alone that does it; the others of its shard are done.

Who reaches the scheduler may run any program on the workers, and the rows travel over the net:
the cluster is to be the office's own, with TLS (Dask's own files say with which certificates).
"""

from __future__ import annotations

import contextlib
import enum
import hashlib
import importlib.metadata
import logging
import pickle
import queue
import sys
import threading
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from docgen import __version__
from docgen.crew import Divisible, Lost
from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose

if TYPE_CHECKING:
    from distributed import Client, Future

EXTRA = "cluster"
PLACE = Origin("--cluster")
_INSTALL = f"установите дополнение: pip install 'docgen[{EXTRA}]', здесь и на всех компьютерах"
_CONNECT_SECONDS = "15s"
_LOOK_SECONDS = 2.0
_PATIENCE_SECONDS = 60.0
"""How long a cluster may be without a worker: a machine that restarts comes back."""
_LARGEST_WINDOW = 96
# What decides how a paper comes out, besides docgen itself.
_LIBRARIES = ("jinja2", "lxml", "openpyxl", "pymorphy3", "pymorphy3-dicts-ru", "pytrovich", "isal")

P = TypeVar("P", bound=Divisible)
R = TypeVar("R")


class Trace(Protocol):
    """Where it is written down which shards there are and what became of them."""

    def deaths(self, portion: Any) -> int:
        """How many times workers died of this very shard in a run that was cut off."""

    def sent(self, portion: Any) -> None: ...

    def died(self, portion: Any) -> None: ...

    def laid(self, portion: Any, results: Sequence[Any]) -> None: ...


class NoTrace:
    """For work that nobody resumes."""

    def deaths(self, _portion: Any) -> int:
        return 0

    def sent(self, _portion: Any) -> None:
        return

    def died(self, _portion: Any) -> None:
        return

    def laid(self, _portion: Any, _results: Sequence[Any]) -> None:
        return


@contextmanager
def reach(
    address: str, *, patience: float = _PATIENCE_SECONDS, connect: str = _CONNECT_SECONDS
) -> Iterator[Cluster]:
    """The cluster at the address of its scheduler, such as ``tls://10.0.0.5:8786``.

    ``patience``: seconds that it may be without workers; ``connect``: time to answer. Raises
    ``Refusal`` when Dask is not installed, nobody answers there, or no worker has the same
    docgen as we.
    """
    try:
        from distributed import Client
    except ImportError:
        raise Refusal("для работы на кластере нужна библиотека Dask", hint=_INSTALL) from None
    # What Dask has to say of lost workers is said by us, in words of the office.
    level = logging.root.manager.disable
    logging.disable()
    try:
        try:
            client = Client(address, timeout=connect, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError, ImportError, RuntimeError) as failure:
            raise Refusal(
                f"кластер по адресу «{address}» не отвечает: {_first_line(failure)}",
                hint="проверьте адрес (его печатает dask scheduler), сеть и сертификаты: "
                "tcp://10.0.0.5:8786, а с шифрованием tls://10.0.0.5:8786",
            ) from None
        try:
            yield Cluster(client, address, patience)
        finally:
            with contextlib.suppress(Exception):
                client.close(timeout=5)
    finally:
        logging.disable(level)


class Cluster:
    """A cluster that answers. ``told``: what is to be said of its machines when all is done."""

    def __init__(self, client: Client, address: str, patience: float) -> None:
        self._client = client
        self._patience = patience
        self.told: list[Diagnostic] = []
        self._lost: dict[str, int] = {}
        self._workers: dict[str, int] = {}
        self._seen = monotonic()
        self.look()
        if not self._workers:
            raise Refusal(
                "на кластере нет ни одного рабочего процесса, который может делать бумаги",
                hint="; ".join(d.message for d in self.told)
                or "запустите на каждом компьютере dask worker с адресом этого кластера",
            )
        if address.startswith("tcp://") and not _is_here(address):
            self.told.append(
                diagnose(
                    "cluster-in-the-clear",
                    PLACE,
                    "персональные данные шли по сети без шифрования",
                    hint="запустите планировщик и рабочих с сертификатами и назовите адрес tls://…",
                )
            )

    @property
    def threads(self) -> int:
        """How many shards can be done at the same time."""
        return sum(self._workers.values())

    def crew(
        self,
        function: Callable[[Any, P], Sequence[R]],
        shared: object,
        trace: Trace | None = None,
    ) -> FarCrew[P, R]:
        """Those who do ``function(shared, portion)``; all of it has to be pickled."""
        return FarCrew(self, function, shared, trace or NoTrace())

    def finish(self) -> list[Diagnostic]:
        """What is to be said of the machines."""
        self.look()
        if self._lost:
            names = ", ".join(sorted(self._lost))
            self.told.append(
                diagnose(
                    "cluster-worker-lost",
                    PLACE,
                    f"за время работы с кластера пропадали рабочие процессы: {names}; "
                    "что им было дано, сделали другие",
                    hint="посмотрите, хватает ли этим компьютерам памяти и не выключают ли их",
                )
            )
            self._lost = {}
        told, self.told = self.told, []
        return told

    def submit(self, *arguments: Any, **named: Any) -> Future:
        """Hand a function in; see ``distributed.Client.submit``."""
        return self._client.submit(*arguments, **named)

    def watch(self) -> None:
        """Look now and then who is there. Raises ``Refusal`` when nobody is for too long."""
        if monotonic() - self._looked < _LOOK_SECONDS:
            return
        self.look()
        if monotonic() - self._seen > self._patience:
            raise Refusal(
                f"на кластере уже {self._patience:.0f} с нет ни одного рабочего процесса",
                hint="проверьте компьютеры кластера и повторите команду: уложенное не пропадёт",
            )

    def look(self) -> None:
        """Who is there now; a newcomer is asked what he works with."""
        self._looked = monotonic()
        try:
            threads = {str(name): int(n) for name, n in self._client.nthreads().items()}
            new = [name for name in threads if name not in self._workers]
            answers = self._client.run(equipment, workers=new, on_error="return") if new else {}
        except (OSError, TimeoutError):
            return
        for name in self._workers.keys() - threads.keys():
            machine = name.rpartition("/")[2]
            self._lost[machine] = self._lost.get(machine, 0) + 1
        self._workers = threads
        for worker, answer in answers.items():
            if answer != equipment():
                self.send_home(str(worker), answer)
        if self._workers:
            self._seen = self._looked

    def send_home(self, worker: str, answer: object) -> None:
        """Do without a worker whose papers would come out otherwise: its equipment is another."""
        with contextlib.suppress(Exception):
            self._client.retire_workers(workers=[worker], close_workers=True)
        self._workers.pop(worker, None)
        machine = worker.rpartition("/")[2]
        self.told.append(
            diagnose(
                "cluster-worker-differs",
                PLACE,
                f"рабочий процесс {machine} не взят в работу: {_difference(answer)}",
                hint="поставьте на все компьютеры один и тот же docgen с одними дополнениями",
            )
        )


class _Job(Generic[R]):
    def __init__(self, portion: Any) -> None:
        self.portion = portion
        self.results: list[R | Lost | None] = [None] * len(portion)
        self.left = len(portion)


class _Piece(Generic[R]):
    """A shard, or a part of one, on its way. ``accused``: it is done when nothing else is."""

    def __init__(self, job: _Job[R], portion: Any, start: int, *, accused: bool = False) -> None:
        self.job = job
        self.portion = portion
        self.start = start
        self.accused = accused

    def done(self, results: Sequence[R | Lost | None]) -> None:
        self.job.results[self.start : self.start + len(results)] = results
        self.job.left -= len(results)

    def smaller(self) -> list[_Piece[R]]:
        """What is to be tried when workers have died of it; nothing when it is told.

        Whoever waits at a worker that dies is suspected with the one that was done: the last
        word on an item is spoken when it has been alone on the cluster.
        """
        if len(self.portion) > 1:
            first, second = self.portion.halved()
            middle = self.start + len(first)
            return [_Piece(self.job, first, self.start), _Piece(self.job, second, middle)]
        if self.accused:
            self.done([Lost.KILLED])
            return []
        return [_Piece(self.job, self.portion, self.start, accused=True)]


class FarCrew(Generic[P, R]):
    """Work done by a cluster, as ``crew.Crew`` has it done by processes of this machine."""

    gone = False

    def __init__(
        self,
        cluster: Cluster,
        function: Callable[[Any, P], Sequence[R]],
        shared: object,
        trace: Trace,
    ) -> None:
        self._cluster = cluster
        self._trace = trace
        self._shared = pickle.dumps((function, shared), pickle.HIGHEST_PROTOCOL)
        self._again: deque[_Piece[R]] = deque()
        self._accused: deque[_Piece[R]] = deque()
        self._under_way: dict[str, tuple[_Piece[R], Future]] = {}
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._key = hashlib.sha256(self._shared).hexdigest()

    def results(
        self, portions: Iterator[P]
    ) -> Generator[tuple[P, list[R | Lost | None]], None, None]:
        """Every shard with its results, in the order of ``portions``, which are asked for as they
        are needed. A shard counts as laid when the next one is asked for.

        Raises ``Refusal`` when the scheduler or all workers are gone.
        """
        jobs: deque[_Job[R]] = deque()
        more = True
        try:
            while more or jobs:
                more = self._hand_out(portions, jobs) and more
                if jobs and not jobs[0].left:
                    job = jobs.popleft()
                    yield job.portion, job.results
                    self._trace.laid(job.portion, job.results)
                elif jobs:
                    self._listen()
        finally:
            futures = [future for _, future in self._under_way.values()]
            self._under_way.clear()
            with contextlib.suppress(Exception):
                for future in futures:
                    future.cancel()

    def _hand_out(self, portions: Iterator[P], jobs: deque[_Job[R]]) -> bool:
        """Give the cluster enough to do; whether there may be more shards."""
        window = min(2 * self._cluster.threads + 1, _LARGEST_WINDOW)
        while True:
            if self._accused:
                if not self._under_way:
                    self._send(self._accused.popleft())
                return True
            if len(self._under_way) >= window:
                return True
            if self._again:
                self._send(self._again.popleft())
                continue
            # Results are kept until those before them are there: nobody runs far ahead.
            if len(jobs) > window:
                return True
            portion = next(portions, None)  # of an exhausted iterator it stays None
            if portion is None:
                return False
            job: _Job[R] = _Job(portion)
            jobs.append(job)
            if not job.left:
                continue
            self._trace.sent(portion)
            piece = _Piece(job, portion, 0)
            if self._trace.deaths(portion):
                self._suspect(piece)
            else:
                self._again.append(piece)

    def _send(self, piece: _Piece[R], *, shared_for: str = "") -> None:
        """``shared_for``: a worker who has not yet what all shards need. It comes from us and not
        from another worker: who waits for a machine that is gone waits half a minute."""
        order = pickle.dumps(piece.portion, pickle.HIGHEST_PROTOCOL)
        common = (self._key, self._shared if shared_for else None)
        only = {"workers": [shared_for], "allow_other_workers": True} if shared_for else {}
        future = self._cluster.submit(_do, order, common, equipment(), pure=False, **only)
        self._under_way[future.key] = (piece, future)
        future.add_done_callback(lambda ended: self._answers.put(ended.key))

    def _listen(self) -> None:
        """Take one answer, or notice that there is none."""
        self._cluster.watch()
        try:
            piece, future = self._under_way.pop(self._answers.get(timeout=_LOOK_SECONDS / 4))
        except (queue.Empty, KeyError):
            return
        from distributed import KilledWorker

        try:
            worker, answer = future.result()
        except KilledWorker:
            self._trace.died(piece.portion)
            self._suspect(piece)
            return
        except Exception as failure:
            raise Refusal(
                f"связь с кластером потеряна: {_first_line(failure)}",
                hint="проверьте, работает ли планировщик, и повторите команду: уложенные бумаги "
                "целы и второй раз не делаются",
            ) from failure
        if isinstance(answer, bytes):
            piece.done(pickle.loads(answer))
        elif answer is _Answer.LACKS:
            self._send(piece, shared_for=worker)
        elif answer is _Answer.FAILED:
            piece.done([Lost.FAILED] * len(piece.portion))
        else:
            self._cluster.send_home(worker, answer)
            self._again.append(piece)

    def _suspect(self, piece: _Piece[R]) -> None:
        for smaller in piece.smaller():
            (self._accused if smaller.accused else self._again).append(smaller)


# --- on a worker ----------------------------------------------------------------------------------

_ALONE = threading.Lock()
"""Makers of papers are no good to two threads at once."""
_opened: list[tuple[str, Callable[[Any, Any], Sequence[Any]], Any]] = []


class _Answer(enum.Enum):
    """Why a shard comes back without results."""

    LACKS = "lacks"
    """What all shards need is not here."""
    FAILED = "failed"
    """The function raised."""


@cache
def equipment() -> Mapping[str, str]:
    """What has to be the same everywhere for the papers to be the same: name → version."""
    found = {"docgen": f"{__version__} ({_digest_of_package()[:12]})"}
    found["система"] = sys.platform
    found["Python"] = f"{sys.version_info.major}.{sys.version_info.minor}"
    found["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "нет"
    return found


def _digest_of_package() -> str:
    """A hash of docgen's own files: a version number stays the same while it is being mended."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parent
    for path in sorted(root.rglob("*"), key=lambda found: found.relative_to(root).as_posix()):
        if path.suffix in (".py", ".toml") and "shipped" not in path.relative_to(root).parts:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            # Line ends differ where the files were copied by hand.
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _do(
    order: bytes, common: tuple[str, bytes | None], wanted: Mapping[str, str]
) -> tuple[str, object]:
    """The worker's address with the pickled results of a shard, or with what hinders it: its own
    equipment when it is another than wanted."""
    from distributed import get_worker

    here = str(get_worker().address)
    if equipment() != wanted:
        return here, dict(equipment())
    key, shared = common
    with _ALONE:
        if not _opened or _opened[0][0] != key:
            if shared is None:
                return here, _Answer.LACKS
            _opened[:] = [(key, *pickle.loads(shared))]
        _, function, known = _opened[0]
        try:
            results = function(known, pickle.loads(order))
            return here, pickle.dumps(results, pickle.HIGHEST_PROTOCOL)
        except Exception:
            return here, _Answer.FAILED


def _difference(answer: object) -> str:
    """In which thing a worker's equipment differs from ours, in words."""
    if not isinstance(answer, Mapping):
        return f"docgen на нём не запускается ({_first_line(answer)})"
    for name, ours in equipment().items():
        if answer.get(name) != ours:
            return f"{name} там {answer.get(name, 'нет')}, здесь {ours}"
    return "там другой docgen"


def _first_line(failure: object) -> str:
    lines = str(failure).splitlines()
    return lines[0][:200] if lines else type(failure).__name__


def _is_here(address: str) -> bool:
    host = address.removeprefix("tcp://").rpartition(":")[0].strip("[]")
    return host in ("127.0.0.1", "localhost", "::1")
