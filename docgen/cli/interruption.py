"""Ctrl-C, and being asked to stop by the system: the run ends tidily and says so."""

from __future__ import annotations

import signal
import sys

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_received = 0


class Stopped(KeyboardInterrupt):
    """A signal to stop has come.

    Not ``KeyboardInterrupt`` itself: when that one passes through text that is being executed,
    as it is in the making of every dataclass, Python remembers it as unhandled and ends the
    process by the signal, whatever exit code has been asked for since.
    """


def listen() -> None:
    """Turn a signal to stop into ``Stopped``, unless the process is to ignore it."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    sys.unraisablehook = _lose_quietly


def heed() -> None:
    """Raise ``Stopped`` when a signal came and its exception got lost.

    Python drops an exception that is raised while it cleans up after an object or while some
    compiled modules are being imported; the clerk has pressed Ctrl-C all the same.
    """
    if is_stopping():
        raise Stopped


def is_stopping() -> bool:
    """Whether a signal to stop has come."""
    return bool(_received)


def stop_listening() -> int:
    """The run is ending: further signals change nothing. The exit code of an interrupted run."""
    for number in _SIGNALS:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_IGN)
    return 128 + (_received or signal.SIGINT)


def _lose_quietly(lost: sys.UnraisableHookArgs) -> None:
    """A stop that got lost is heeded later; Python would show its traceback."""
    if not isinstance(lost.exc_value, Stopped):
        sys.__unraisablehook__(lost)


def _stop(number: int, _frame: object) -> None:
    global _received
    _received = number
    raise Stopped
