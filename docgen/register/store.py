"""The register's one door to SQLite: which papers there are, their versions, what is under way.

The folder has one writer (``shelf.open_shelf`` holds its lock), so the database is opened for
one connection alone: its write-ahead log then needs no shared memory and works on a network
disk too. With that log a killed process loses no committed row; a power cut may lose the last
ones, and the passports in the papers bring them back.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.diagnostics import Refusal
from docgen.register.disk import FILE_MODE, Disk, is_link, status_of
from docgen.register.ledger import (
    Entry,
    Journal,
    Number,
    RegisteredPaper,
    Replacement,
    Standing,
    Version,
)
from docgen.register.names import is_plain_path
from docgen.register.states import Event, State

if TYPE_CHECKING:
    import sqlite3

__all__ = [
    "DRAFT_STATE",
    "SCHEMA_VERSION",
    "DamagedRegister",
    "RegisteredPaper",
    "Replacement",
    "Store",
    "Version",
    "companions",
    "explain",
    "open_store",
]

DRAFT_STATE = str(State.DRAFT)
SCHEMA_VERSION = 2
# «dcgn»: tells our register from any other database that got its name.
_APPLICATION_ID = 0x6463676E
_COMPANIONS = ("-wal", "-shm", "-journal")

# One step for each schema version; a step that has been released is never edited.
# ``document_id`` is derived from ``identity`` (``shelf.document_id``); ``identity`` is NULL for a
# paper found by its passport until a run names it.
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE papers (
            document_id TEXT PRIMARY KEY,
            identity TEXT UNIQUE,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            wanted TEXT NOT NULL,
            path TEXT NOT NULL,
            own_place INTEGER NOT NULL CHECK (own_place IN (0, 1)),
            content_hash TEXT NOT NULL,
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            fingerprint TEXT NOT NULL,
            version INTEGER NOT NULL CHECK (version >= 0),
            beside_path TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX papers_by_kind ON papers (kind)",
        """
        CREATE TABLE versions (
            document_id TEXT NOT NULL REFERENCES papers (document_id),
            version INTEGER NOT NULL CHECK (version > 0),
            content_hash TEXT NOT NULL,
            body_hash TEXT NOT NULL,
            row_hash TEXT NOT NULL,
            template_hash TEXT NOT NULL,
            settings_hash TEXT NOT NULL,
            program_version TEXT NOT NULL,
            made_at TEXT NOT NULL,
            kept_path TEXT NOT NULL,
            PRIMARY KEY (document_id, version)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE replacements (
            document_id TEXT PRIMARY KEY,
            old_path TEXT NOT NULL,
            kept_path TEXT NOT NULL,
            new_path TEXT NOT NULL,
            old_version INTEGER NOT NULL,
            keep INTEGER NOT NULL CHECK (keep IN (0, 1))
        ) STRICT, WITHOUT ROWID
        """,
    ),
    # The key of a table without rowid stands first: the check of SQLite 3.40 takes columns between
    # its parts for NULL and calls a sound register damaged.
    (
        """
        CREATE TABLE events (
            document_id TEXT NOT NULL,
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            moment TEXT NOT NULL,
            who TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            remark TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            PRIMARY KEY (document_id, ordinal)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE journals (
            code TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            pattern TEXT NOT NULL,
            yearly INTEGER NOT NULL CHECK (yearly IN (0, 1))
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE numbers (
            journal TEXT NOT NULL,
            year INTEGER NOT NULL CHECK (year >= 0),
            ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
            insertion INTEGER NOT NULL CHECK (insertion >= 0),
            text TEXT NOT NULL CHECK (text <> ''),
            standing TEXT NOT NULL,
            document_id TEXT NOT NULL,
            identity TEXT NOT NULL,
            dated TEXT NOT NULL,
            details TEXT NOT NULL,
            reason TEXT NOT NULL,
            who TEXT NOT NULL,
            moment TEXT NOT NULL,
            PRIMARY KEY (journal, year, ordinal, insertion),
            UNIQUE (journal, year, text)
        ) STRICT, WITHOUT ROWID
        """,
        # A paper bears one number; a void one stays in the journal and binds nobody.
        """
        CREATE UNIQUE INDEX numbers_of_papers ON numbers (document_id)
            WHERE document_id <> '' AND standing <> 'аннулирован'
        """,
    ),
)


class DamagedRegister(Exception):
    """The file is not a register of ours that can be trusted."""


_PAPER_COLUMNS = ", ".join(f.name for f in fields(RegisteredPaper))
_VERSION_COLUMNS = ", ".join(f.name for f in fields(Version))
_REPLACEMENT_COLUMNS = ", ".join(f.name for f in fields(Replacement))
_EVENT_COLUMNS = ", ".join(f.name for f in fields(Event))
_JOURNAL_COLUMNS = ", ".join(f.name for f in fields(Journal))
_NUMBER_COLUMNS = ", ".join(f.name for f in fields(Number))
_TABLES = {
    "papers": {f.name for f in fields(RegisteredPaper)},
    "versions": {f.name for f in fields(Version)},
    "replacements": {f.name for f in fields(Replacement)},
    "events": {f.name for f in fields(Event)},
    "journals": {f.name for f in fields(Journal)},
    "numbers": {f.name for f in fields(Number)},
}


def _insert(into: str, row: type[RegisteredPaper | Version | Replacement]) -> str:
    names = [f.name for f in fields(row)]
    return f"{into} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


_ASKED_AT_ONCE = 500
"""SQLite may have been built for no more than 999 values in a statement."""
_RECORD_PAPER = (
    _insert("INSERT INTO papers", RegisteredPaper)
    + " ON CONFLICT (document_id) DO UPDATE SET "
    + ", ".join(
        f"{f.name} = excluded.{f.name}"
        for f in fields(RegisteredPaper)
        if f.name not in ("document_id", "state")
    )
)
_RECORD_VERSION = _insert("INSERT OR REPLACE INTO versions", Version)
_RECORD_KEPT = "UPDATE versions SET kept_path = ? WHERE document_id = ? AND version = ?"
_BEGIN_REPLACEMENT = _insert("INSERT OR REPLACE INTO replacements", Replacement)
_END_REPLACEMENT = "DELETE FROM replacements WHERE document_id = ?"


_Row = RegisteredPaper | Version | Replacement | Event | Journal | Number


_GETTERS = {
    kind: attrgetter(*(f.name for f in fields(kind)))
    for kind in (RegisteredPaper, Version, Replacement, Event, Journal, Number)
}


def _values(row: _Row) -> tuple[object, ...]:
    values: tuple[object, ...] = _GETTERS[type(row)](row)
    return values


class Store:
    """An open register, ``ledger.Ledger`` with SQLite.

    Its methods raise ``sqlite3.Error``, which ``explain`` turns into words.
    """

    def __init__(self, connection: sqlite3.Connection, *, fresh: bool) -> None:
        self._connection = connection
        self.fresh = fresh
        """Nothing has been recorded in it yet: it was made just now, or cut off at its start."""
        self.told = False
        """Something was recorded that the papers themselves can't tell: a number, an event."""

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is recorded inside is recorded at once or not at all."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(Exception):
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def paper(self, document_id: str) -> RegisteredPaper | None:
        row = self._connection.execute(
            f"SELECT {_PAPER_COLUMNS} FROM papers WHERE document_id = ?", (document_id,)
        ).fetchone()
        return RegisteredPaper(*row) if row else None

    def papers(self) -> Iterator[RegisteredPaper]:
        """Every paper, by place."""
        yield from sorted(self.each(), key=lambda paper: paper.path)

    def each(
        self, kinds: Collection[str] | None = None, states: Collection[str] | None = None
    ) -> Iterator[RegisteredPaper]:
        """See ``ledger.Ledger``."""
        wanted: list[str] = []
        values: list[str] = []
        for column, among in (("kind", kinds), ("state", states)):
            if among is not None:
                wanted.append(f"{column} IN ({', '.join('?' * len(among))})")
                values += [str(value) for value in among]
        where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
        for row in self._connection.execute(f"SELECT {_PAPER_COLUMNS} FROM papers{where}", values):
            yield RegisteredPaper(*row)

    def places(self) -> Iterator[tuple[str, str, int, int]]:
        """See ``ledger.Ledger``."""
        yield from self._connection.execute("SELECT document_id, path, size, mtime_ns FROM papers")

    def papers_with(self, ids: Collection[str]) -> dict[str, RegisteredPaper]:
        """See ``ledger.Ledger``."""
        rows = self._with(f"SELECT {_PAPER_COLUMNS} FROM papers", ids, "")
        return {row[0]: RegisteredPaper(*row) for row in rows}

    def versions_with(self, ids: Collection[str]) -> dict[str, list[Version]]:
        """See ``ledger.Ledger``."""
        found: dict[str, list[Version]] = {}
        query = f"SELECT {_VERSION_COLUMNS} FROM versions"
        for row in self._with(query, ids, " ORDER BY document_id, version"):
            found.setdefault(row[0], []).append(Version(*row))
        return found

    def _with(self, query: str, ids: Collection[str], order: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a table that belong to these papers."""
        asked = sorted(ids)
        for start in range(0, len(asked), _ASKED_AT_ONCE):
            some = asked[start : start + _ASKED_AT_ONCE]
            marks = ", ".join("?" * len(some))
            yield from self._connection.execute(
                f"{query} WHERE document_id IN ({marks}){order}", some
            )

    def record_all(self, entries: Sequence[Entry]) -> None:
        """See ``ledger.Ledger``."""
        if not entries:
            return
        many = self._connection.executemany
        with self.together():
            many(_RECORD_PAPER, [_values(entry.paper) for entry in entries])
            many(
                _RECORD_KEPT,
                [(e.kept[1], e.paper.document_id, e.kept[0]) for e in entries if e.kept],
            )
            many(_RECORD_VERSION, [_values(v) for entry in entries for v in entry.versions])
            many(_END_REPLACEMENT, [(entry.paper.document_id,) for entry in entries])

    def versions(self, document_id: str) -> list[Version]:
        rows = self._connection.execute(
            f"SELECT {_VERSION_COLUMNS} FROM versions WHERE document_id = ? ORDER BY version",
            (document_id,),
        )
        return [Version(*row) for row in rows]

    def record_paper(self, paper: RegisteredPaper) -> None:
        self._connection.execute(_RECORD_PAPER, _values(paper))

    def record_version(self, version: Version) -> None:
        self._connection.execute(_RECORD_VERSION, _values(version))

    def record_kept(self, document_id: str, version: int, kept_path: str) -> None:
        self._connection.execute(_RECORD_KEPT, (kept_path, document_id, version))

    def replacements(self) -> list[Replacement]:
        """What a killed run left half-way."""
        rows = self._connection.execute(f"SELECT {_REPLACEMENT_COLUMNS} FROM replacements")
        return [Replacement(*row) for row in rows]

    def begin_replacements(self, replacements: Sequence[Replacement]) -> None:
        """See ``ledger.Ledger``."""
        if replacements:
            with self.together():
                self._connection.executemany(
                    _BEGIN_REPLACEMENT, [_values(begun) for begun in replacements]
                )

    def end_replacement(self, document_id: str) -> None:
        self._connection.execute(_END_REPLACEMENT, (document_id,))

    # --- states ------------------------------------------------------------------------------

    def hold_paper(self, document_id: str) -> None:
        """The folder has one writer: nobody else is there to wait."""

    def hold_journal(self, journal: str, year: int) -> None:
        """The same for a journal."""

    def change_state(self, event: Event) -> bool:
        """See ``ledger.Ledger``."""
        changed = self._connection.execute(
            "UPDATE papers SET state = ? WHERE document_id = ? AND state = ?",
            (event.after, event.document_id, event.before),
        )
        if changed.rowcount != 1:
            return False
        self.add_event(event)
        return True

    def add_event(self, event: Event) -> None:
        """See ``ledger.Ledger``."""
        self.told = True
        *values, _ = _values(event)
        marks = ", ".join("?" * len(values))
        self._connection.execute(
            f"INSERT INTO events ({_EVENT_COLUMNS}) SELECT {marks},"
            " coalesce(max(ordinal), 0) + 1 FROM events WHERE document_id = ?",
            (*values, event.document_id),
        )

    def events(self, document_id: str = "") -> list[Event]:
        """See ``ledger.Ledger``."""
        where, values = (" WHERE document_id = ?", (document_id,)) if document_id else ("", ())
        rows = self._connection.execute(
            f"SELECT {_EVENT_COLUMNS} FROM events{where} ORDER BY document_id, ordinal", values
        )
        return [Event(*row) for row in rows]

    # --- journals and numbers ----------------------------------------------------------------

    def journals(self) -> list[Journal]:
        """See ``ledger.Ledger``."""
        rows = self._connection.execute(f"SELECT {_JOURNAL_COLUMNS} FROM journals ORDER BY code")
        return [Journal(*row) for row in rows]

    def record_journal(self, journal: Journal) -> None:
        """See ``ledger.Ledger``."""
        self._connection.execute(
            f"INSERT OR REPLACE INTO journals ({_JOURNAL_COLUMNS}) VALUES (?, ?, ?, ?)",
            _values(journal),
        )

    def numbers(self, journal: str = "", year: int | None = None) -> list[Number]:
        """See ``ledger.Ledger``."""
        wanted = {"journal": journal or None, "year": year}
        asked = {column: value for column, value in wanted.items() if value is not None}
        where = " AND ".join(f"{column} = ?" for column in asked) or "TRUE"
        rows = self._connection.execute(
            f"SELECT {_NUMBER_COLUMNS} FROM numbers WHERE {where}"
            " ORDER BY journal, year, ordinal, insertion",
            tuple(asked.values()),
        )
        return [Number(*row) for row in rows]

    def number_of(self, document_id: str) -> Number | None:
        """See ``ledger.Ledger``."""
        row = self._connection.execute(
            f"SELECT {_NUMBER_COLUMNS} FROM numbers WHERE document_id = ? AND standing <> ?",
            (document_id, Standing.VOID),
        ).fetchone()
        return Number(*row) if row and document_id else None

    def add_number(self, number: Number) -> bool:
        """See ``ledger.Ledger``."""
        self.told = True
        values = _values(number)
        marks = ", ".join("?" * len(values))
        added = self._connection.execute(
            f"INSERT INTO numbers ({_NUMBER_COLUMNS}) VALUES ({marks}) ON CONFLICT DO NOTHING",
            values,
        )
        return added.rowcount == 1

    def change_number(self, before: Number, after: Number) -> bool:
        """See ``ledger.Ledger``."""
        if (before.place, before.text) != (after.place, after.text):
            raise ValueError("a number keeps its place and its text")
        self.told = True
        same = " AND ".join(f"{f.name} = ?" for f in fields(before))
        changes = ", ".join(f"{f.name} = ?" for f in fields(after))
        changed = self._connection.execute(
            f"UPDATE OR IGNORE numbers SET {changes} WHERE {same}",
            (*_values(after), *_values(before)),
        )
        return changed.rowcount == 1


def open_store(path: Path, disk: Disk) -> Store:
    """Open the register at ``path``, making or migrating it.

    Raises ``DamagedRegister`` for a file that is no register of ours or a broken one, and
    ``Refusal`` for one that a newer docgen made or that another program holds.
    """
    import sqlite3

    if any(not _is_plain(path.with_name(path.name + tail)) for tail in ("", *_COMPANIONS)):
        raise DamagedRegister("not a plain file")
    fresh = status_of(path) is None
    if fresh and any(status_of(path.with_name(path.name + tail)) for tail in _COMPANIONS):
        # SQLite would play an orphaned log into the new file.
        raise DamagedRegister("a log without its register")
    if fresh:
        # SQLite would ask for 0644; its log takes the mode of the database.
        os.close(disk.open_new(path))
    elif os.name == "posix" and path.stat().st_mode & 0o077:
        disk.close_to_others(path, FILE_MODE)
    connection = disk.connect(path)
    try:
        _prepare(connection)
        return Store(connection, fresh=_is_empty(connection))
    except BaseException as failure:
        connection.close()
        if isinstance(failure, sqlite3.DatabaseError) and not _is_machine_fault(failure):
            raise DamagedRegister(str(failure)) from failure
        raise


def companions(path: Path) -> list[Path]:
    """The register's file and the files that SQLite keeps beside it, those that are there."""
    files = [path.with_name(path.name + tail) for tail in ("", *_COMPANIONS)]
    return [file for file in files if status_of(file) is not None]


def _is_empty(connection: sqlite3.Connection) -> bool:
    """Whether nothing has ever been recorded: also after a run that was cut off at its start."""
    return not any(
        connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]
        for table in _TABLES
    )


def _prepare(connection: sqlite3.Connection) -> None:
    """Check and migrate."""
    execute = connection.execute
    execute("PRAGMA locking_mode = EXCLUSIVE")
    execute("PRAGMA temp_store = MEMORY")
    execute("PRAGMA trusted_schema = OFF")
    execute("PRAGMA foreign_keys = ON")
    found = int(execute("PRAGMA user_version").fetchone()[0])
    owner = int(execute("PRAGMA application_id").fetchone()[0])
    empty = not execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if not empty and owner != _APPLICATION_ID:
        raise DamagedRegister("a database of another program")
    if found > SCHEMA_VERSION and owner == _APPLICATION_ID:
        raise Refusal(
            "реестр бумаг сделан более новой версией docgen",
            hint="обновите docgen на этом компьютере и повторите команду",
        )
    if not empty:
        verdict = execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise DamagedRegister(str(verdict))
    execute("PRAGMA journal_mode = WAL").fetchone()
    # Enough against a killed process; see the top of this file for a power cut.
    execute("PRAGMA synchronous = NORMAL")
    execute("BEGIN EXCLUSIVE")
    try:
        for number, steps in enumerate(_MIGRATIONS[found:], found + 1):
            for step in steps:
                execute(step)
            execute(f"PRAGMA user_version = {number}")
        execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        _check_tables(connection)
        execute("COMMIT")
    except BaseException:
        with suppress(Exception):
            execute("ROLLBACK")
        raise


def _check_tables(connection: sqlite3.Connection) -> None:
    for table, expected in _TABLES.items():
        columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        if columns != expected:
            raise DamagedRegister(f"table {table} is not as it should be")
    # Files are moved by these paths: a register that somebody has tampered with must not lead
    # out of the folder.
    for query in (
        "SELECT path, beside_path, wanted FROM papers",
        "SELECT old_path, kept_path, new_path FROM replacements",
    ):
        for row in connection.execute(query):
            if not all(is_plain_path(path) for path in row if path):
                raise DamagedRegister("a path that leads out of the folder")


def _is_plain(path: Path) -> bool:
    status = status_of(path)
    return status is None or (stat.S_ISREG(status.st_mode) and not is_link(status))


def _is_machine_fault(failure: sqlite3.Error) -> bool:
    """Whether SQLite complains of the disk or of another program, not of the file itself."""
    import sqlite3

    code = getattr(failure, "sqlite_errorcode", None) or 0
    # A page that ends too early is a file cut short, not a disk that fails.
    return code != sqlite3.SQLITE_IOERR_SHORT_READ and (code & 0xFF) in {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
    }


def explain(failure: sqlite3.Error) -> Refusal:
    """A fault of the register during a run, in a plain sentence."""
    import sqlite3

    primary = (getattr(failure, "sqlite_errorcode", None) or 0) & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Refusal(
            "реестр бумаг открыт в другой программе",
            hint="закройте программу, в которой открыт файл register.sqlite3, и повторите команду",
        )
    if primary == sqlite3.SQLITE_FULL:
        return Refusal(
            "на диске не осталось места, работа остановлена",
            hint="освободите место и повторите ту же команду: готовое не пропадёт",
        )
    if _is_machine_fault(failure):
        return Refusal(
            "реестр бумаг не записывается на диск",
            hint="проверьте, что диск доступен и в папку можно записывать, и повторите команду",
        )
    return Refusal(
        "реестр бумаг испортился во время работы",
        hint="повторите ту же команду: реестр будет восстановлен по самим бумагам",
    )
