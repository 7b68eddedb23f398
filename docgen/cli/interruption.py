"""Ctrl-C, and being asked to stop by the system: the run ends tidily and says so."""

from __future__ import annotations

import signal
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_received = 0


def listen() -> None:
    """Turn a signal to stop into ``KeyboardInterrupt``, unless the process is to ignore it."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def heed() -> None:
    """Raise ``KeyboardInterrupt`` when a signal came and its exception got lost.

    Python drops an exception that is raised while it cleans up after an object or while some
    compiled modules are being imported; the clerk has pressed Ctrl-C all the same.
    """
    if _received:
        raise KeyboardInterrupt


def stop_listening() -> int:
    """The run is ending: further signals change nothing. The exit code of an interrupted run."""
    for number in _SIGNALS:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_IGN)
    return 128 + (_received or signal.SIGINT)


def _stop(number: int, _frame: FrameType | None) -> None:
    global _received
    _received = number
    raise KeyboardInterrupt
