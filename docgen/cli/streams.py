"""Where the words go: standard output and error as they are found on clerks' machines.

A console may know no «—», the reader of a pipe may have gone, the disk behind ``> file`` may be
full, a stream may be closed from the start. None of this may cost a paper, change the exit code
of what was done, or end in a traceback.
"""

from __future__ import annotations

import codecs
import errno
import os
import sys
from typing import Any, TextIO, cast

_LOOKALIKES = {
    **dict.fromkeys("«»„“”", '"'),
    **dict.fromkeys("—–‑−", "-"),
    **dict.fromkeys("\u00a0\u202f\u2009", " "),
    "→": "->",
    "…": "...",
    "№": "N",
}


def prepare_streams() -> None:
    """Make both streams fit to be written to, whatever the process was started with."""
    _fill_closed_descriptors()
    codecs.register_error("lookalike", _lookalike)
    sys.stdout = _prepared(sys.stdout, 1)
    sys.stderr = _prepared(sys.stderr, 2)


def lost_output() -> OSError | None:
    """Why the answer could not be written; ``None`` when it could, or nobody wanted it."""
    if isinstance(sys.stdout, _Stream):
        sys.stdout.flush()
        failure = sys.stdout.failure
        # A pipe without a reader (``docgen … | head``) is no fault.
        if failure is not None and failure.errno not in (errno.EPIPE, errno.EINVAL):
            return failure
    return None


class _Stream:
    """A text stream that swallows what cannot be written and remembers why."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.failure: OSError | None = None

    def write(self, text: str) -> int:
        if self.failure is None:
            try:
                return self._stream.write(text)
            except OSError as failure:
                self._lose(failure)
        return len(text)

    def flush(self) -> None:
        if self.failure is None:
            try:
                self._stream.flush()
            except OSError as failure:
                self._lose(failure)

    def _lose(self, failure: OSError) -> None:
        self.failure = failure
        # What is left in the buffer goes to nowhere, or Python complains of it when it ends.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _prepared(stream: TextIO | None, descriptor: int) -> TextIO:
    if stream is None:
        stream = os.fdopen(descriptor, "w", encoding="utf-8")
    if hasattr(stream, "reconfigure"):
        # A stream that says «ascii» was told so by nobody: it is the empty locale of a service.
        ascii_only = codecs.lookup(stream.encoding or "ascii").name == "ascii"
        stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="lookalike")
    return cast(TextIO, _Stream(stream))


def _fill_closed_descriptors() -> None:
    """Let no file of ours get the number of a standard stream."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _lookalike(error: UnicodeError) -> tuple[str, int]:
    """What a narrow code page shows in place of a character that it lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_LOOKALIKES.get(letter, "?") for letter in missing), error.end
