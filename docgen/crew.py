"""Worker processes: portions of work in, their results in the order of the portions.

Processes are started anew everywhere (no ``fork``): a worker knows only what it is sent. It ends as
soon as our end of its pipe closes, whatever has closed it: the end of the run, Ctrl-C, ``kill -9``.

A worker that dies is replaced and its portion done once more; should that kill another one, the
portion is halved until the item is alone that does it. The others of its portion are not lost.
"""

from __future__ import annotations

import contextlib
import enum
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing import connection, get_context
from queue import SimpleQueue
from types import ModuleType
from typing import Any, Generic, Protocol, TypeVar

_WAITING = 2
"""Portions that a worker has been given: one that it does and one to go on with at once."""
_POLL_SECONDS = 0.5
_DEATHS = 2
_DEATHS_IN_A_ROW = 8
"""Without a result in between: then it is not the work that kills them."""
_READY = "ready"


class Lost(enum.Enum):
    """Why an item has no result."""

    KILLED = "killed"
    """It ends the process that does it, alone and at the second attempt too."""
    FAILED = "failed"
    """The function raised; done here it will raise again, with its traceback."""


class Divisible(Protocol):
    """A portion of work: some items, in order."""

    def __len__(self) -> int: ...

    def halved(self) -> tuple[Any, Any]:
        """The same items in two portions; asked of portions of two items or more."""


P = TypeVar("P", bound=Divisible)
R = TypeVar("R")


class _Job(Generic[R]):
    """A portion that was handed in; ``results`` are filled piece by piece."""

    def __init__(self, portion: Any) -> None:
        self.portion = portion
        self.results: list[R | Lost] = [Lost.FAILED] * len(portion)
        self.left = len(portion)


class _Piece(Generic[R]):
    """A portion, or a part of it, on its way to a worker."""

    def __init__(self, job: _Job[R], portion: Any, start: int, deaths: int = 0) -> None:
        self.job = job
        self.portion = portion
        self.start = start
        self.deaths = deaths

    def done(self, results: Sequence[R | Lost]) -> None:
        self.job.results[self.start : self.start + len(results)] = results
        self.job.left -= len(results)

    def fail(self) -> None:
        self.done([Lost.FAILED] * len(self.portion))

    def after_a_death(self) -> list[_Piece[R]]:
        """What is to be tried after this piece has killed a worker; nothing when it is told."""
        self.deaths += 1
        if self.deaths < _DEATHS:
            return [self]
        if len(self.portion) == 1:
            self.done([Lost.KILLED])
            return []
        first, second = self.portion.halved()
        middle = self.start + len(first)
        # The halves have been in two dead workers; one more death halves them again.
        return [
            _Piece(self.job, half, start, _DEATHS - 1 if len(half) > 1 else 0)
            for half, start in ((first, self.start), (second, middle))
        ]


class _Worker(Generic[R]):
    def __init__(self, function: Callable[[Any, Any], Sequence[Any]], shared: bytes) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, function), daemon=True)
        self.ready = False
        self.given: deque[_Piece[R]] = deque()
        with _deaf_to_stop(), _without_the_program():
            self._process.start()
        theirs.close()
        # A pipe holds little, and a worker reads only when it has started: we need not wait for it.
        self._orders: SimpleQueue[bytes | None] = SimpleQueue()
        self._orders.put(shared)
        self._speaker = threading.Thread(target=self._speak, daemon=True)
        self._speaker.start()

    def give(self, piece: _Piece[R]) -> None:
        self.given.append(piece)
        self._orders.put(pickle.dumps(piece.portion, pickle.HIGHEST_PROTOCOL))

    def end(self) -> None:
        """Nothing of it runs any more."""
        self._process.kill()
        self._process.join()
        self._orders.put(None)
        self._speaker.join()
        self.pipe.close()
        self._process.close()

    def _speak(self) -> None:
        # That it has died is noticed where its answers are read.
        with contextlib.suppress(OSError):
            while (order := self._orders.get()) is not None:
                self.pipe.send_bytes(order)


class Crew(Generic[P, R]):
    """``function(shared, portion)`` done by several processes; it returns a result for each item.

    ``function`` is found by its module and name; ``shared``, portions and results are pickled.
    """

    def __init__(
        self, function: Callable[[Any, P], Sequence[R]], shared: object, workers: int
    ) -> None:
        self._function = function
        self._shared = pickle.dumps(shared, pickle.HIGHEST_PROTOCOL)
        self._workers: list[_Worker[R]] = []
        self._count = workers
        self._again: deque[_Piece[R]] = deque()
        self._deaths_in_a_row = 0

    @property
    def gone(self) -> bool:
        """Whether workers do not live on this machine: then every item is ``FAILED``."""
        return self._deaths_in_a_row >= _DEATHS_IN_A_ROW

    def results(self, portions: Iterator[P]) -> Generator[tuple[P, list[R | Lost]], None, None]:
        """Every portion with its results, in the order of ``portions``, which are asked for as
        they are needed. No process is left when the generator is closed, fails or is dropped."""
        jobs: deque[_Job[R]] = deque()
        more = True
        try:
            while more or jobs:
                more = more and self._hand_out(portions, jobs)
                if jobs and not jobs[0].left:
                    job = jobs.popleft()
                    yield job.portion, job.results
                elif jobs:
                    self._listen()
        finally:
            while self._workers:
                self._workers.pop().end()

    def _hand_out(self, portions: Iterator[P], jobs: deque[_Job[R]]) -> bool:
        """Give every worker enough to do; whether there may be more portions."""
        while True:
            worker = None if self.gone else self._idlest()
            # Results are kept until those before them are there: nobody runs far ahead.
            if len(jobs) > self._count * _WAITING or (worker is None and not self.gone):
                return True
            if worker is not None and self._again:
                worker.give(self._again.popleft())
                continue
            portion = next(portions, None)
            if portion is None:
                return False
            job: _Job[R] = _Job(portion)
            jobs.append(job)
            piece = _Piece(job, portion, 0)
            if worker is None:
                piece.fail()
            elif len(portion):
                worker.give(piece)

    def _idlest(self) -> _Worker[R] | None:
        """A worker that can be given a portion."""
        while len(self._workers) < self._count:
            try:
                self._workers.append(_Worker(self._function, self._shared))
            except OSError:
                # As many as the system lets us have.
                self._count = len(self._workers)
        if not self._workers:
            self._deaths_in_a_row = _DEATHS_IN_A_ROW
            return None
        worker = min(self._workers, key=lambda one: len(one.given))
        return worker if len(worker.given) < _WAITING else None

    def _listen(self) -> None:
        """Take one round of answers, and notice who has died."""
        by_pipe: dict[object, _Worker[R]] = {worker.pipe: worker for worker in self._workers}
        # On Windows a wait without an end does not hear Ctrl-C.
        for pipe in connection.wait([worker.pipe for worker in self._workers], _POLL_SECONDS):
            worker = by_pipe[pipe]
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if answer == _READY:
                worker.ready = True
                continue
            self._deaths_in_a_row = 0
            piece = worker.given.popleft()
            if answer is None:
                piece.fail()
            else:
                piece.done(answer)
        while self._again and (worker_left := None if self.gone else self._idlest()):
            worker_left.give(self._again.popleft())
        while self._again and self.gone:
            self._again.popleft().fail()

    def _bury(self, worker: _Worker[R]) -> None:
        """Replace a dead worker; what it had been given is done by others."""
        self._workers.remove(worker)
        worker.end()
        given = list(worker.given)
        self._deaths_in_a_row += 1
        if worker.ready and given:
            # It does them in order: the first is the one in which it died.
            self._again.extend(given.pop(0).after_a_death())
        self._again.extend(given)
        if self.gone:
            for other in self._workers:
                self._again.extend(other.given)
                other.end()
            self._workers.clear()


@contextlib.contextmanager
def _deaf_to_stop() -> Iterator[None]:
    """A worker inherits that Ctrl-C is not for it: we hear it and close its pipe."""
    if not hasattr(signal, "pthread_sigmask"):
        yield  # Windows: the worker says so itself
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _without_the_program() -> Iterator[None]:
    """A worker does not run the program that started us, as it would to find functions in it: one
    that is not prepared for that would start all over again in each worker."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def _serve(pipe: connection.Connection, function: Callable[[Any, Any], Sequence[Any]]) -> None:
    """The life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_hear, args=(pipe, orders), daemon=True).start()
    shared = orders.get()
    with contextlib.suppress(OSError):
        pipe.send(_READY)
        while True:
            portion = orders.get()
            try:
                answer: Sequence[Any] | None = function(shared, portion)
            except Exception:
                answer = None
            pipe.send_bytes(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
    os._exit(0)


def _hear(pipe: connection.Connection, orders: SimpleQueue[Any]) -> None:
    """Take orders while the worker works; when nobody gives any more, end at once."""
    try:
        while True:
            orders.put(pipe.recv())
    finally:
        os._exit(0)
