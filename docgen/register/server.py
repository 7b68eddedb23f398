"""The register's one door to PostgreSQL: a connection that knows when to give up.

*A lost connection* is made anew in silence between blocks. Inside a block nothing has been
recorded, and the run says so. Only where the answer to the last word itself is lost can nobody
tell; the next run asks the register, so nothing is doubled then either.

*No wait is endless.* The server has its limits for locks and requests, and a server that has
fallen silent is hung up on.

The password is never ours: libpq takes it from its own file (``PGPASSFILE``) or ``PGPASSWORD``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from docgen.diagnostics import Refusal

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

EXTRA = "postgres"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server is waited for, in seconds.

    ``connect``: until it answers at all. ``lock``: while another clerk holds the same paper or
    journal. ``statement``: the server's own limit for one request. ``answer``: ours, for a
    server that has fallen silent; longer than the others. ``idle``: how long a transaction may
    stand still before the server ends it.
    """

    connect: int = 10
    lock: int = 15
    statement: int = 20
    answer: int = 30
    idle: int = 120


class Server:
    """One connection, for one run on one folder of papers.

    ``folder``: the name by which the server knows the folder, for ever. Raises ``Refusal``
    whenever the server fails.
    """

    def __init__(self, url: str, folder: str, patience: Patience) -> None:
        require_address(url)
        self.place = place_of(url)
        """How messages name the database."""
        self._url = url
        self._folder = folder
        self._patience = patience
        self._open: Connection | None = None
        self._inside = False

    def close(self) -> None:
        if self._open is not None:
            with suppress(Exception):
                self._open.close()
            self._open = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """A transaction; not nested."""
        if self._inside:
            raise RuntimeError("together is not nested")
        self.rows("BEGIN", again=True)
        self._inside = True
        try:
            yield
            self._require_whole()
            self.rows("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        self._inside = False

    def block(self) -> AbstractContextManager[None]:
        """The transaction that is open already, or one of its own."""
        return nullcontext() if self._inside else self.together()

    def hold(self, what: str) -> None:
        """Inside a transaction: nobody else holds the same until its end."""
        if not self._inside:
            raise RuntimeError("nothing is held outside together")
        self.rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"docgen {what}",))

    def _require_whole(self) -> None:
        """To COMMIT after a fault that somebody swallowed the server answers by forgetting all."""
        from psycopg.pq import TransactionStatus

        if self._live().info.transaction_status is not TransactionStatus.INTRANS:
            raise RuntimeError("a fault inside together was swallowed")

    def _roll_back(self) -> None:
        """A broken connection has been rolled back by the server."""
        if self._open is not None and not self._open.closed:
            with suppress(Exception):
                self._ask(self._open, "ROLLBACK", ())
        self._inside = False

    def rows(
        self,
        query: str,
        values: Sequence[object] = (),
        *,
        again: bool = False,
        taken_is_told: bool = False,
    ) -> list[tuple[Any, ...]]:
        """Ask the server. ``again``: doing it twice is the same as once, so a connection that
        proves dead is made anew and asked again. ``taken_is_told``: a key that is taken already
        is raised as ``Taken``."""
        import psycopg

        try:
            try:
                return self._ask(self._live(), query, values)
            except psycopg.OperationalError:
                if not again or self._inside or not self._is_dropped():
                    raise
                return self._ask(self._live(), query, values)
        except psycopg.errors.UniqueViolation as failure:
            if taken_is_told:
                raise Taken from failure
            self._refuse(failure)
        except psycopg.Error as failure:
            self._refuse(failure)

    def each(self, query: str, many: Sequence[Sequence[object]]) -> None:
        """Inside a transaction: the same with each of these values, without waiting for the
        answer to one before the next is asked."""
        import psycopg

        if not self._inside:
            raise RuntimeError("many are asked inside together")
        if not many:
            return
        try:
            with self._leash(self._live()) as connection, connection.cursor() as cursor:
                cursor.executemany(query.encode(), [tuple(values) for values in many])
        except psycopg.Error as failure:
            self._refuse(failure)

    def _ask(
        self,
        connection: Connection,
        query: str,
        values: Sequence[object],
    ) -> list[tuple[Any, ...]]:
        with self._leash(connection):
            cursor = connection.execute(query.encode(), tuple(values) or None)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def _leash(self, connection: Connection) -> Iterator[Connection]:
        """A server that has been frozen, or a network that swallows packets, never answers: the
        server's own limits are of no use then. Hanging up ends the wait with an error."""
        timer = threading.Timer(self._patience.answer, _hang_up, (connection,))
        timer.daemon = True
        timer.start()
        try:
            yield connection
        finally:
            timer.cancel()

    def _is_dropped(self) -> bool:
        return self._open is None or self._open.closed

    def _live(self) -> Connection:
        """The connection, made anew when it was dropped between two blocks."""
        if self._open is None or self._open.closed:
            if self._inside:
                self._lost()
            self._open = self._connect()
        return self._open

    def _connect(self) -> Connection:
        import psycopg

        try:
            connection = psycopg.connect(
                self._url,
                autocommit=True,
                connect_timeout=self._patience.connect,
                application_name="docgen",
                client_encoding="utf8",
                keepalives=1,
                keepalives_idle=self._patience.answer,
                keepalives_interval=5,
                keepalives_count=3,
                tcp_user_timeout=self._patience.answer * 1000,
            )
        except psycopg.Error as failure:
            raise _not_connected(failure, self.place) from failure
        try:
            self._require_russian(connection)
            for name, seconds in (
                ("lock_timeout", self._patience.lock),
                ("statement_timeout", self._patience.statement),
                ("idle_in_transaction_session_timeout", self._patience.idle),
            ):
                self._ask(
                    connection, "SELECT set_config(%s, %s, false)", (name, f"{seconds * 1000}")
                )
            # What two clerks commit at once must be there after a power cut on the server too.
            self._ask(connection, "SELECT set_config('synchronous_commit', 'on', false)", ())
            self._ask(connection, "SELECT set_config('search_path', 'docgen', false)", ())
            # A folder copied to another machine has the same name: two runs would mix up files.
            self._ask(
                connection,
                "SELECT pg_advisory_lock(hashtextextended(%s, 0))",
                (f"docgen folder {self._folder}",),
            )
        except psycopg.errors.LockNotAvailable as failure:
            connection.close()
            if self._open is not None:
                # Our own former connection: the server has not noticed yet that we hung up.
                self._lost()
            raise Refusal(
                "с этой папкой бумаг уже работает другой запуск docgen, может быть на другом"
                " компьютере",
                hint="дождитесь, пока он закончит; если папку скопировали с другого компьютера,"
                " удалите в копии файл .docgen/server.toml и подключите её заново: docgen server",
            ) from failure
        except BaseException:
            connection.close()
            raise
        return connection

    def _require_russian(self, connection: Connection) -> None:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise Refusal(
                f"база {self.place} в кодировке {encoding}: русский текст в неё не ляжет",
                hint="попросите создать для docgen новую базу в кодировке UTF8",
            )

    def _lost(self) -> NoReturn:
        raise Refusal(
            f"связь с сервером реестра ({self.place}) прервалась",
            hint="повторите ту же команду: записанное не пропало и второй раз не запишется",
        )

    def _refuse(self, failure: psycopg.Error) -> NoReturn:
        """A fault of the server in a plain sentence; the server's own words may quote a row."""
        from psycopg import errors

        try:
            if self._is_dropped():
                self._lost()
            raise _explained(failure, errors, self.place)
        except Refusal as refusal:
            raise refusal from failure


class Taken(Exception):
    """A key of a table is taken already."""


def require_address(url: str) -> None:
    """Raises ``Refusal`` for an address that is none, or that gives away a password."""
    try:
        import psycopg.conninfo
    except ImportError as failure:
        raise Refusal(
            "для общего реестра на сервере не хватает библиотеки psycopg",
            hint=f'установите её: pip install "docgen[{EXTRA}]"',
        ) from failure
    try:
        if not url.startswith(("postgresql://", "postgres://")):
            raise psycopg.ProgrammingError
        given = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # Neither the address nor the words of libpq are shown: a password may be among them.
        raise Refusal(
            "адрес сервера реестра написан неверно",
            hint="адрес пишут так: postgresql://пользователь@сервер/база",
            exit_code=2,
        ) from None
    if "password" in given:
        raise Refusal(
            "в адресе сервера реестра стоит пароль, его увидят другие",
            hint="уберите пароль из адреса и запишите его в файл паролей PostgreSQL"
            " (.pgpass, на Windows pgpass.conf) или в переменную PGPASSWORD",
            exit_code=2,
        )


def place_of(url: str) -> str:
    """How messages name a database: its name and its server, nothing else."""
    from psycopg.conninfo import conninfo_to_dict

    given = conninfo_to_dict(url)
    host = given.get("host") or "этот компьютер"
    return f"«{given.get('dbname') or given.get('user') or ''}», сервер «{host}»"


def _hang_up(connection: Connection) -> None:
    """End a wait for a silent server: the waiting thread gets an error."""
    import socket

    with suppress(Exception):
        line = socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM)
        with line:
            line.shutdown(socket.SHUT_RDWR)


def _explained(failure: psycopg.Error, errors: Any, place: str) -> Refusal:
    if isinstance(failure, errors.LockNotAvailable):
        return Refusal(
            "эту бумагу или этот журнал сейчас держит другой сотрудник",
            hint="подождите минуту и повторите ту же команду",
        )
    if isinstance(failure, errors.DeadlockDetected | errors.SerializationFailure):
        return Refusal(
            "двое записывали одно и то же одновременно, ваша запись отложена",
            hint="повторите ту же команду: ничего не записано наполовину",
        )
    if isinstance(failure, errors.InsufficientPrivilege | errors.ReadOnlySqlTransaction):
        return Refusal(
            f"в базу {place} нельзя записывать: не хватает прав",
            hint="попросите того, кто обслуживает сервер, сделать пользователя из адреса"
            " владельцем базы",
        )
    if isinstance(failure, errors.DiskFull | errors.OutOfMemory | errors.InsufficientResources):
        return Refusal(
            "на сервере реестра не осталось места или памяти",
            hint="скажите об этом тому, кто обслуживает сервер, и повторите команду:"
            " записанное не пропадёт",
        )
    if isinstance(failure, errors.QueryCanceled):
        return Refusal(
            "сервер реестра слишком долго не отвечает",
            hint="повторите команду позже: ничего не записано наполовину",
        )
    code = failure.sqlstate or "нет кода"
    return Refusal(
        f"сервер реестра не выполнил запрос (код {code})",
        hint="покажите это сообщение тому, кто обслуживает сервер; ничего не записано наполовину",
    )


def _not_connected(failure: psycopg.Error, place: str) -> Refusal:
    """Why there is no connection. libpq says it in words alone, in its own or the server's
    language."""
    words = str(failure)
    answered = any(mark in words for mark in ("FATAL:", "ВАЖНО:"))
    password = getattr(failure.pgconn, "needs_password", False) or getattr(
        failure.pgconn, "used_password", False
    )
    if password or "no password supplied" in words or "password authentication" in words:
        return Refusal(
            f"база {place}: пароль не подошёл или не найден",
            hint="проверьте пользователя в адресе и пароль в файле паролей PostgreSQL"
            " (.pgpass, на Windows pgpass.conf)",
        )
    if answered and any(mark in words for mark in ("does not exist", "не существует")):
        return Refusal(
            f"база {place}: такой базы или такого пользователя на сервере нет",
            hint="проверьте адрес: docgen server без адреса покажет его",
        )
    if answered:
        return Refusal(
            f"база {place}: сервер не принял соединение",
            hint="сервер включается, переполнен или не пускает этот компьютер: повторите позже"
            " или скажите тому, кто обслуживает сервер",
        )
    return Refusal(
        f"база {place}: сервер не отвечает",
        hint="проверьте сеть и адрес и повторите команду; бумаги в папке целы",
    )
