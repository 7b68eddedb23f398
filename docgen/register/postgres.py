"""The register with PostgreSQL: one register for an office with several clerks.

*What is shared and what is not.* States, events, journals and numbers belong to the office. Files
lie in each clerk's own folder of papers, so what is known of files (places, hashes, versions,
replacements under way) is kept per folder: no run finishes or undoes what another clerk's run has
begun, on another machine.

*Who waits for whom.* A transaction reads what others have committed; what must not change under
it is held by a lock of the server for that paper or that journal and year, and the keys of the
tables let no number in twice whatever a program does. All locks die with their transaction, and
a transaction with its connection: a clerk's machine that is switched off holds nobody up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from typing import Any

from docgen.diagnostics import Refusal
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
from docgen.register.server import Patience, Server, Taken
from docgen.register.states import Event

SCHEMA_VERSION = 1

# One step for each schema version; a step that has been released is never edited. The tables
# stand in a schema of their own, so they meet no table of somebody else.
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE docgen.folders (folder TEXT PRIMARY KEY)",
        """
        CREATE TABLE docgen.papers (
            document_id TEXT PRIMARY KEY,
            identity TEXT UNIQUE,
            kind TEXT NOT NULL,
            state TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE docgen.files (
            folder TEXT NOT NULL REFERENCES docgen.folders (folder),
            document_id TEXT NOT NULL REFERENCES docgen.papers (document_id),
            wanted TEXT NOT NULL,
            path TEXT NOT NULL,
            own_place BIGINT NOT NULL CHECK (own_place IN (0, 1)),
            content_hash TEXT NOT NULL,
            size BIGINT NOT NULL,
            mtime_ns BIGINT NOT NULL,
            fingerprint TEXT NOT NULL,
            version BIGINT NOT NULL CHECK (version >= 0),
            beside_path TEXT NOT NULL,
            PRIMARY KEY (folder, document_id)
        )
        """,
        """
        CREATE TABLE docgen.versions (
            folder TEXT NOT NULL,
            document_id TEXT NOT NULL,
            version BIGINT NOT NULL CHECK (version > 0),
            content_hash TEXT NOT NULL,
            body_hash TEXT NOT NULL,
            row_hash TEXT NOT NULL,
            template_hash TEXT NOT NULL,
            settings_hash TEXT NOT NULL,
            program_version TEXT NOT NULL,
            made_at TEXT NOT NULL,
            kept_path TEXT NOT NULL,
            PRIMARY KEY (folder, document_id, version),
            FOREIGN KEY (folder, document_id) REFERENCES docgen.files (folder, document_id)
        )
        """,
        """
        CREATE TABLE docgen.replacements (
            folder TEXT NOT NULL REFERENCES docgen.folders (folder),
            document_id TEXT NOT NULL,
            old_path TEXT NOT NULL,
            kept_path TEXT NOT NULL,
            new_path TEXT NOT NULL,
            old_version BIGINT NOT NULL,
            keep BIGINT NOT NULL CHECK (keep IN (0, 1)),
            PRIMARY KEY (folder, document_id)
        )
        """,
        """
        CREATE TABLE docgen.events (
            document_id TEXT NOT NULL,
            ordinal BIGINT NOT NULL CHECK (ordinal > 0),
            moment TEXT NOT NULL,
            who TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            remark TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            PRIMARY KEY (document_id, ordinal)
        )
        """,
        """
        CREATE TABLE docgen.journals (
            code TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            pattern TEXT NOT NULL,
            yearly BIGINT NOT NULL CHECK (yearly IN (0, 1))
        )
        """,
        """
        CREATE TABLE docgen.numbers (
            journal TEXT NOT NULL,
            year BIGINT NOT NULL CHECK (year >= 0),
            ordinal BIGINT NOT NULL CHECK (ordinal >= 0),
            insertion BIGINT NOT NULL CHECK (insertion >= 0),
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
        )
        """,
        """
        CREATE UNIQUE INDEX numbers_of_papers ON docgen.numbers (document_id)
            WHERE document_id <> '' AND standing <> 'аннулирован'
        """,
    ),
)

_SHARED = ("document_id", "identity", "kind", "state")
_OF_THE_FILE = tuple(f.name for f in fields(RegisteredPaper) if f.name not in _SHARED)
_PAPER_COLUMNS = ", ".join(f.name for f in fields(RegisteredPaper))
_VERSION_COLUMNS = ", ".join(f.name for f in fields(Version))
_REPLACEMENT_COLUMNS = ", ".join(f.name for f in fields(Replacement))
_EVENT_COLUMNS = ", ".join(f.name for f in fields(Event))
_JOURNAL_COLUMNS = ", ".join(f.name for f in fields(Journal))
_NUMBER_COLUMNS = ", ".join(f.name for f in fields(Number))
_PAGE = 2000
# What a path must have that ``names.is_plain_path`` refuses; few have it.
_PERHAPS_NOT_PLAIN = r"[:\\]|^/|//|/$|(^|/)\.\.?(/|$)"
# The order of SQLite: by code points, whatever language the database sorts in.
_PLAIN = 'COLLATE "C"'
_PLACES = f"journal {_PLAIN}, year, ordinal, insertion"


_Row = RegisteredPaper | Version | Replacement | Event | Journal | Number


def _values(row: _Row) -> tuple[object, ...]:
    # The server's driver knows no string enums.
    values = (getattr(row, f.name) for f in fields(row))
    return tuple(str(value) if isinstance(value, str) else value for value in values)


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)


def _shared(paper: RegisteredPaper) -> tuple[object, ...]:
    return tuple(getattr(paper, name) for name in _SHARED)


def _of_the_file(paper: RegisteredPaper) -> tuple[object, ...]:
    return (paper.document_id, *(getattr(paper, name) for name in _OF_THE_FILE))


def _for_folder(table: str, key: str, columns: Sequence[str]) -> str:
    """The statement that adds a row of this folder or puts it in place of the one there."""
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns)
    return (
        f"INSERT INTO docgen.{table} (folder, {', '.join(columns)})"
        f" VALUES ({_marks(len(columns) + 1)})"
        f" ON CONFLICT (folder, {key}) DO UPDATE SET {changes}"
    )


# A folder that found the paper by its passport does not know whose it is.
_RECORD_SHARED = (
    f"INSERT INTO docgen.papers AS old ({', '.join(_SHARED)}) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (document_id) DO UPDATE"
    " SET identity = coalesce(excluded.identity, old.identity), kind = excluded.kind"
    " WHERE (old.identity, old.kind) IS DISTINCT FROM"
    " (coalesce(excluded.identity, old.identity), excluded.kind)"
)
_RECORD_FILE = _for_folder("files", "document_id", ("document_id", *_OF_THE_FILE))
_RECORD_VERSION = _for_folder("versions", "document_id, version", [f.name for f in fields(Version)])
_RECORD_KEPT = (
    "UPDATE docgen.versions SET kept_path = %s"
    " WHERE folder = %s AND document_id = %s AND version = %s"
)
_BEGIN_REPLACEMENT = _for_folder(
    "replacements", "document_id", [f.name for f in fields(Replacement)]
)
_END_REPLACEMENT = "DELETE FROM docgen.replacements WHERE folder = %s AND document_id = %s"


class ServerStore:
    """An open register on a server, ``ledger.Ledger`` with PostgreSQL.

    Its methods raise ``Refusal`` when the server fails.
    """

    def __init__(self, server: Server, folder: str) -> None:
        self._server = server
        self._folder = folder
        self.fresh = False
        """The server has not known this folder of papers before."""

    def close(self) -> None:
        self._server.close()

    def together(self) -> AbstractContextManager[None]:
        """All that is recorded inside is recorded at once or not at all. Not nested."""
        return self._server.together()

    def hold_paper(self, document_id: str) -> None:
        """See ``ledger.Ledger``."""
        self._server.hold(f"paper {document_id}")

    def hold_journal(self, journal: str, year: int) -> None:
        """See ``ledger.Ledger``."""
        self._server.hold(f"journal {year} {journal}")

    # --- papers ------------------------------------------------------------------------------

    def paper(self, document_id: str) -> RegisteredPaper | None:
        """The paper with this id, if it has lain in this folder."""
        rows = self._server.rows(
            f"SELECT {_PAPER_COLUMNS} FROM docgen.papers JOIN docgen.files USING (document_id)"
            " WHERE folder = %s AND document_id = %s",
            (self._folder, document_id),
            again=True,
        )
        return RegisteredPaper(*rows[0]) if rows else None

    def papers(self) -> Iterator[RegisteredPaper]:
        """Every paper of this folder, by place."""
        yield from sorted(self.each(), key=lambda paper: paper.path)

    def each(
        self, kinds: Collection[str] | None = None, states: Collection[str] | None = None
    ) -> Iterator[RegisteredPaper]:
        """See ``ledger.Ledger``."""
        source = f"{_PAPER_COLUMNS} FROM docgen.papers JOIN docgen.files USING (document_id)"
        values: list[object] = []
        where = ""
        for column, among in (("kind", kinds), ("state", states)):
            if among is not None:
                where += f" AND {column} = ANY(%s)"
                values.append([str(value) for value in among])
        for row in self._by_pages(source, where, values):
            yield RegisteredPaper(*row)

    def places(self) -> Iterator[tuple[str, str, int, int]]:
        """See ``ledger.Ledger``."""
        source = "document_id, path, size, mtime_ns FROM docgen.files"
        for document_id, path, size, moment in self._by_pages(source):
            yield str(document_id), str(path), int(size), int(moment)

    def _by_pages(
        self, source: str, where: str = "", values: Sequence[object] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """Rows of this folder in portions; the first column is the id."""
        last = ""
        while True:
            rows = self._server.rows(
                f"SELECT {source} WHERE folder = %s AND document_id > %s{where}"
                f" ORDER BY document_id LIMIT {_PAGE}",
                (self._folder, last, *values),
                again=True,
            )
            yield from rows
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    def state_of(self, document_id: str) -> str:
        """The state of a paper, whoever's folder it lies in; empty when the office has none."""
        rows = self._server.rows(
            "SELECT state FROM docgen.papers WHERE document_id = %s", (document_id,), again=True
        )
        return str(rows[0][0]) if rows else ""

    def papers_with(self, ids: Collection[str]) -> dict[str, RegisteredPaper]:
        """See ``ledger.Ledger``."""
        rows = self._server.rows(
            f"SELECT {_PAPER_COLUMNS} FROM docgen.papers JOIN docgen.files USING (document_id)"
            " WHERE folder = %s AND document_id = ANY(%s)",
            (self._folder, list(ids)),
            again=True,
        )
        return {row[0]: RegisteredPaper(*row) for row in rows}

    def versions_with(self, ids: Collection[str]) -> dict[str, list[Version]]:
        """See ``ledger.Ledger``."""
        found: dict[str, list[Version]] = {}
        for row in self._server.rows(
            f"SELECT {_VERSION_COLUMNS} FROM docgen.versions"
            " WHERE folder = %s AND document_id = ANY(%s) ORDER BY document_id, version",
            (self._folder, list(ids)),
            again=True,
        ):
            found.setdefault(row[0], []).append(Version(*row))
        return found

    def record_all(self, entries: Sequence[Entry]) -> None:
        """See ``ledger.Ledger``."""
        if not entries:
            return
        # Two clerks who make the same papers lock them in the same order, and neither waits for
        # what waits for her.
        entries = sorted(entries, key=lambda entry: entry.paper.document_id)
        many = self._server.each
        with self._server.together():
            many(_RECORD_SHARED, [_shared(entry.paper) for entry in entries])
            many(_RECORD_FILE, [(self._folder, *_of_the_file(entry.paper)) for entry in entries])
            many(
                _RECORD_KEPT,
                [
                    (e.kept[1], self._folder, e.paper.document_id, e.kept[0])
                    for e in entries
                    if e.kept
                ],
            )
            many(
                _RECORD_VERSION,
                [(self._folder, *_values(v)) for entry in entries for v in entry.versions],
            )
            many(_END_REPLACEMENT, [(self._folder, e.paper.document_id) for e in entries])

    def record_paper(self, paper: RegisteredPaper) -> None:
        """See ``ledger.Ledger``."""
        with self._server.block():
            self._server.rows(_RECORD_SHARED, _shared(paper))
            self._server.rows(_RECORD_FILE, (self._folder, *_of_the_file(paper)))

    def versions(self, document_id: str) -> list[Version]:
        """The versions of a paper in this folder, oldest first."""
        rows = self._server.rows(
            f"SELECT {_VERSION_COLUMNS} FROM docgen.versions"
            " WHERE folder = %s AND document_id = %s ORDER BY version",
            (self._folder, document_id),
            again=True,
        )
        return [Version(*row) for row in rows]

    def record_version(self, version: Version) -> None:
        """See ``ledger.Ledger``."""
        self._server.rows(_RECORD_VERSION, (self._folder, *_values(version)), again=True)

    def record_kept(self, document_id: str, version: int, kept_path: str) -> None:
        """See ``ledger.Ledger``."""
        values = (kept_path, self._folder, document_id, version)
        self._server.rows(_RECORD_KEPT, values, again=True)

    def replacements(self) -> list[Replacement]:
        """What a killed run left half-way in this folder."""
        rows = self._server.rows(
            f"SELECT {_REPLACEMENT_COLUMNS} FROM docgen.replacements WHERE folder = %s",
            (self._folder,),
            again=True,
        )
        return [Replacement(*row) for row in rows]

    def begin_replacements(self, replacements: Sequence[Replacement]) -> None:
        """See ``ledger.Ledger``."""
        if replacements:
            with self._server.together():
                self._server.each(
                    _BEGIN_REPLACEMENT, [(self._folder, *_values(begun)) for begun in replacements]
                )

    def end_replacement(self, document_id: str) -> None:
        """See ``ledger.Ledger``."""
        self._server.rows(_END_REPLACEMENT, (self._folder, document_id), again=True)

    # --- states ------------------------------------------------------------------------------

    def change_state(self, event: Event) -> bool:
        """See ``ledger.Ledger``."""
        with self._server.block():
            # The update waits for another clerk's and then looks at the state once more.
            changed = self._server.rows(
                "UPDATE docgen.papers SET state = %s WHERE document_id = %s AND state = %s"
                " RETURNING document_id",
                (event.after, event.document_id, event.before),
            )
            if changed:
                self.add_event(event)
            return bool(changed)

    def add_event(self, event: Event) -> None:
        """See ``ledger.Ledger``."""
        *values, _ = _values(event)
        with self._server.block():
            self.hold_paper(event.document_id)
            self._server.rows(
                f"INSERT INTO docgen.events ({_EVENT_COLUMNS}) SELECT {_marks(len(values))},"
                " coalesce(max(ordinal), 0) + 1 FROM docgen.events WHERE document_id = %s",
                (*values, event.document_id),
            )

    def events(self, document_id: str = "") -> list[Event]:
        """See ``ledger.Ledger``."""
        rows = self._server.rows(
            f"SELECT {_EVENT_COLUMNS} FROM docgen.events WHERE %s IN ('', document_id)"
            f" ORDER BY document_id {_PLAIN}, ordinal",
            (document_id,),
            again=True,
        )
        return [Event(*row) for row in rows]

    # --- journals and numbers ----------------------------------------------------------------

    def journals(self) -> list[Journal]:
        """See ``ledger.Ledger``."""
        rows = self._server.rows(
            f"SELECT {_JOURNAL_COLUMNS} FROM docgen.journals ORDER BY code {_PLAIN}", again=True
        )
        return [Journal(*row) for row in rows]

    def record_journal(self, journal: Journal) -> None:
        """See ``ledger.Ledger``."""
        self._server.rows(
            f"INSERT INTO docgen.journals ({_JOURNAL_COLUMNS}) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (code) DO UPDATE SET title = excluded.title,"
            " pattern = excluded.pattern, yearly = excluded.yearly",
            _values(journal),
            again=True,
        )

    def numbers(self, journal: str = "", year: int | None = None) -> list[Number]:
        """See ``ledger.Ledger``."""
        rows = self._server.rows(
            f"SELECT {_NUMBER_COLUMNS} FROM docgen.numbers WHERE %s IN ('', journal)"
            f" AND (%s::bigint IS NULL OR year = %s) ORDER BY {_PLACES}",
            (journal, year, year),
            again=True,
        )
        return [Number(*row) for row in rows]

    def number_of(self, document_id: str) -> Number | None:
        """See ``ledger.Ledger``."""
        rows = self._server.rows(
            f"SELECT {_NUMBER_COLUMNS} FROM docgen.numbers"
            " WHERE document_id = %s AND standing <> %s",
            (document_id, str(Standing.VOID)),
            again=True,
        )
        return Number(*rows[0]) if rows and document_id else None

    def add_number(self, number: Number) -> bool:
        """See ``ledger.Ledger``."""
        values = _values(number)
        with self._server.block():
            added = self._server.rows(
                f"INSERT INTO docgen.numbers ({_NUMBER_COLUMNS}) VALUES ({_marks(len(values))})"
                " ON CONFLICT DO NOTHING RETURNING ordinal",
                values,
            )
        return bool(added)

    def change_number(self, before: Number, after: Number) -> bool:
        """See ``ledger.Ledger``."""
        if (before.place, before.text) != (after.place, after.text):
            raise ValueError("a number keeps its place and its text")
        same = " AND ".join(f"{f.name} = %s" for f in fields(before))
        changes = ", ".join(f"{f.name} = %s" for f in fields(after))
        with self._server.block():
            # Another number of the same paper breaks the unique index: the server ends what has
            # been done since this point, not the whole block.
            self._server.rows("SAVEPOINT number")
            try:
                changed = self._server.rows(
                    f"UPDATE docgen.numbers SET {changes} WHERE {same} RETURNING ordinal",
                    (*_values(after), *_values(before)),
                    taken_is_told=True,
                )
            except Taken:
                self._server.rows("ROLLBACK TO SAVEPOINT number")
                changed = []
            self._server.rows("RELEASE SAVEPOINT number")
        return bool(changed)

    # --- opening -----------------------------------------------------------------------------

    def prepare(self) -> None:
        """Check the database and bring its tables up to date. Raises ``Refusal``."""
        with self._server.together():
            # Two clerks may be the first at the same moment.
            self._server.hold("schema")
            self._migrate(self._found_version())
            new = self._server.rows(
                "INSERT INTO docgen.folders (folder) VALUES (%s)"
                " ON CONFLICT DO NOTHING RETURNING folder",
                (self._folder,),
            )
            self.fresh = bool(new) or self._is_empty()
        # Files are moved by these paths: somebody who can write into the database must not lead
        # a run out of the folder.
        for table, columns in (
            ("files", ("path", "beside_path", "wanted")),
            ("replacements", ("old_path", "kept_path", "new_path")),
        ):
            odd = " OR ".join(f"{column} ~ %s" for column in columns)
            for row in self._server.rows(
                f"SELECT {', '.join(columns)} FROM docgen.{table} WHERE folder = %s AND ({odd})",
                (self._folder, *[_PERHAPS_NOT_PLAIN] * len(columns)),
                again=True,
            ):
                if not all(is_plain_path(path) for path in row if path):
                    raise Refusal(
                        "в реестре на сервере записан путь, который ведёт за пределы папки бумаг",
                        hint="покажите это сообщение тому, кто обслуживает сервер",
                    )

    def _is_empty(self) -> bool:
        """Whether nothing has ever been recorded: also after a run that was cut off at its
        start."""
        tables = ("papers", "events", "journals", "numbers")
        there = " OR ".join(f"EXISTS (SELECT 1 FROM docgen.{table})" for table in tables)
        return not self._server.rows(f"SELECT {there}")[0][0]

    def _found_version(self) -> int:
        """The version of our tables, 0 when there are none yet."""
        if self._server.rows("SELECT to_regclass('docgen.program')::text")[0][0]:
            columns = self._server.rows(
                "SELECT attname::text FROM pg_attribute"
                " WHERE attrelid = 'docgen.program'::regclass AND attnum > 0 ORDER BY attnum"
            )
            if [name for (name,) in columns] == ["mark", "version"]:
                found = self._server.rows("SELECT version FROM docgen.program WHERE mark = 'dcgn'")
                if len(found) == 1:
                    return int(found[0][0])
        others = self._server.rows(
            "SELECT 1 FROM pg_class JOIN pg_namespace AS room ON room.oid = relnamespace"
            " WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"
            " AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' LIMIT 1"
        )
        if others:
            raise Refusal(
                f"база {self._server.place} занята другой программой",
                hint="попросите создать для docgen отдельную пустую базу и назовите её в адресе",
            )
        return 0

    def _migrate(self, found: int) -> None:
        if found > SCHEMA_VERSION:
            raise Refusal(
                "реестр бумаг на сервере ведёт более новая версия docgen",
                hint="обновите docgen на этом компьютере и повторите команду",
            )
        if not found:
            # Who may not make one has been given one.
            if not self._server.rows("SELECT to_regnamespace('docgen')::text")[0][0]:
                self._server.rows("CREATE SCHEMA docgen")
            self._server.rows(
                "CREATE TABLE docgen.program (mark TEXT PRIMARY KEY, version BIGINT NOT NULL)"
            )
            self._server.rows("INSERT INTO docgen.program VALUES ('dcgn', 0)")
        for steps in _MIGRATIONS[found:]:
            for step in steps:
                self._server.rows(step)
        if found < SCHEMA_VERSION:
            self._server.rows("UPDATE docgen.program SET version = %s", (SCHEMA_VERSION,))


def open_server(url: str, folder: str, patience: Patience | None = None) -> ServerStore:
    """Open the register on a server, making or migrating its tables.

    ``folder``: the name by which the server knows this folder of papers, for ever. Raises
    ``Refusal`` when psycopg is not installed, the address is wrong or has a password in it, the
    server can't be reached or does not let us in, the database is another program's or a newer
    docgen's.
    """
    store = ServerStore(Server(url, folder, patience or Patience()), folder)
    try:
        store.prepare()
    except BaseException:
        store.close()
        raise
    return store
