"""A program of its own that holds LibreOffice on a leash: ``python leash.py``.

docgen starts one for each worker and talks to it through pipes. Whatever ends docgen (Ctrl-C,
a fault, ``kill -9``, the power of the system manager), its end of the pipe closes; then the leash
ends every process that LibreOffice has started, removes the private folder with the copies of
papers and ends itself. A child of LibreOffice that has left its group is found too: on Linux
orphans come to the leash, not to the first process of the system.

On Windows the tree of processes is ended by ``taskkill``; a process that has cut itself loose
from its parent is not found there (that would take a job object).

Said by docgen, a line of JSON each: ``{"run": [words of a command]}``, ``{"end": true}``.
Answered: first the private folder, then ``{"group": n}`` and ``{"ended": code}`` for each run.
Nothing but the standard library is imported, so that it starts at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

IS_WINDOWS = os.name == "nt"
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of <linux/prctl.h>
_LAST_SECONDS = 5.0
_STEP_SECONDS = 0.01


class _Leash:
    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="docgen-pdf-")
        # What LibreOffice throws about goes with the folder, also when it is ended half-way.
        for name in ("TMPDIR", "TMP", "TEMP"):
            os.putenv(name, self._folder)
        self._child: subprocess.Popen[bytes] | None = None
        self._speaking = threading.Lock()

    def serve(self) -> None:
        """Do what is said until the pipe closes."""
        self._say({"folder": self._folder})
        rest = b""
        while said := os.read(0, 65536):
            *lines, rest = (rest + said).split(b"\n")
            for line in lines:
                order = json.loads(line)
                if "run" in order:
                    self._run(order["run"])
                else:
                    self._end_all()

    def close(self) -> None:
        """Nothing of ours runs and nothing of ours lies about any more."""
        self._end_all()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, command: list[str]) -> None:
        try:
            child = subprocess.Popen(
                command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                # Nobody reads what it says, and a program gone wild must not fill the disk.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=not IS_WINDOWS,
            )
        except OSError:
            self._say({"ended": 127})
            return
        self._child = child
        self._say({"group": child.pid})
        threading.Thread(target=self._until_ended, args=(child,), daemon=True).start()

    def _until_ended(self, child: subprocess.Popen[bytes]) -> None:
        code = child.wait()
        # What it has left running is ended before the next run begins.
        self._end_all()
        self._say({"ended": code})

    def _end_all(self) -> None:
        child = self._child
        if IS_WINDOWS:
            if child is not None and child.poll() is None:
                subprocess.run(
                    ["taskkill", "/T", "/F", "/PID", str(child.pid)],
                    capture_output=True,
                    check=False,
                )
            return
        if child is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
        last = time.monotonic() + _LAST_SECONDS
        while (alive := self._descendants()) and time.monotonic() < last:
            for process in alive:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(_STEP_SECONDS)

    def _descendants(self) -> list[int]:
        """Living processes below this one; none where the system does not say (macOS)."""
        children: dict[int, list[int]] = {}
        dead: set[int] = set()
        for entry in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, ValueError, IndexError):
                # The name of a program stands in brackets and may hold anything.
                state, parent, *_ = entry.read_text("utf-8", "replace").rpartition(")")[2].split()
                process = int(entry.parent.name)
                children.setdefault(int(parent), []).append(process)
                if state == "Z":
                    dead.add(process)
        found, waiting = [], [os.getpid()]
        while waiting:
            for process in children.get(waiting.pop(), ()):
                waiting.append(process)
                if process not in dead:
                    found.append(process)
                elif self._child is None or process != self._child.pid:
                    with contextlib.suppress(ChildProcessError):
                        os.waitpid(process, os.WNOHANG)
        return found

    def _say(self, answer: dict[str, object]) -> None:
        with self._speaking, contextlib.suppress(OSError):
            os.write(1, json.dumps(answer).encode() + b"\n")


def _adopt_orphans() -> None:
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _main() -> None:
    _adopt_orphans()
    leash = _Leash()

    def stop(_number: int, _frame: object) -> None:
        leash.close()
        os._exit(1)

    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    # Ctrl-C is docgen's business: it closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        leash.serve()
    finally:
        leash.close()
        os._exit(0)


if __name__ == "__main__":
    _main()
