"""A real PostgreSQL for the tests: its own data folder, a socket in it, no port."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

REQUIRED = "DOCGEN_REQUIRE_POSTGRES"
ADMIN = "postgres"
PASSWORD = "пароль-7"
_START_SECONDS = 60
_FASTER = ("fsync=off", "full_page_writes=off", "max_connections=40", "shared_buffers=16MB")
_NAMES = itertools.count(1)


def programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``; the newest of several."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found.sort(key=lambda path: int(path.parent.parent.name))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@dataclass
class RealServer:
    """A server under way. ``folder`` holds its data and its socket."""

    programs: Path
    folder: Path
    account: str | None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def url(self, database: str, user: str = ADMIN) -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def make(self) -> None:
        self._run("initdb", "--no-sync", "--encoding=UTF8", "--locale=C", f"--username={ADMIN}")
        rules = f"local all {ADMIN} trust\nlocal all closed scram-sha-256\n"
        (self.folder / "data" / "pg_hba.conf").write_text(rules, "utf-8")

    def start(self) -> None:
        settings = ("listen_addresses=", f"unix_socket_directories={self.folder}", *_FASTER)
        self.process = subprocess.Popen(
            [
                str(self.programs / "postgres"),
                "-D",
                str(self.folder / "data"),
                *(word for setting in settings for word in ("-c", setting)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            user=self.account,
        )
        self._wait()

    def _wait(self) -> None:
        import psycopg

        for _ in range(_START_SECONDS * 20):
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise TimeoutError("the server does not start")

    def stop(self) -> None:
        """At once, as if it had crashed."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(_START_SECONDS)
            self.process = None

    def ask(self, database: str, *statements: str) -> list[tuple[object, ...]]:
        """What the last statement answers."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def new_database(self, options: str = "") -> str:
        """The name of an empty one."""
        name = f"office_{next(_NAMES)}"
        self.ask("postgres", f"CREATE DATABASE {name} TEMPLATE template0 {options}")
        return name

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.programs / program), "-D", str(self.folder / "data"), *arguments],
            check=True,
            capture_output=True,
            cwd=self.folder,
            user=self.account,
        )


@contextmanager
def real_server(found: Path) -> Iterator[RealServer]:
    """Made, started and taken away again. PostgreSQL does not run as root."""
    account = None
    if os.geteuid() == 0:
        import pwd  # not on Windows, where nobody is root

        names = {entry.pw_name for entry in pwd.getpwall()}
        account = "postgres" if "postgres" in names else "nobody"
    folder = Path(tempfile.mkdtemp(prefix="docgen-pg-"))
    if account:
        shutil.chown(folder, account)
    server = RealServer(found, folder, account)
    try:
        server.make()
        server.start()
        server.ask("postgres", f"CREATE ROLE closed LOGIN PASSWORD '{PASSWORD}'")
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
