"""A PostgreSQL server for those who need one, and a register of each sort."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.register.disk import Disk
from docgen.register.ledger import Ledger
from docgen.register.postgres import open_server
from docgen.register.store import open_store
from tests.register.servers import REQUIRED, RealServer, programs, real_server


@pytest.fixture(scope="session")
def server() -> Iterator[RealServer]:
    """Skipped where PostgreSQL is not installed, unless DOCGEN_REQUIRE_POSTGRES is 1."""
    found = programs()
    if found is None:
        if os.environ.get(REQUIRED) == "1":
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    with real_server(found) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    """An empty register of each sort."""
    opened: Ledger
    if request.param == "sqlite":
        opened = open_store(tmp_path / "register.sqlite3", Disk())
    else:
        running: RealServer = request.getfixturevalue("server")
        opened = open_server(running.url(running.new_database()), "папка-1")
    yield opened
    opened.close()
