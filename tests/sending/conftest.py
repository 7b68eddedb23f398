"""Offices with papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk import new_desk
from tests.sending.office import Office, make_papers


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Papers were made, nothing was sent; look, don't touch."""
    desk = new_desk(tmp_path_factory.mktemp("sending"))
    make_papers(desk)
    return Office(desk.folder)


@pytest.fixture
def office(ready: Office, tmp_path: Path) -> Office:
    """A copy in which things may be sent."""
    return ready.copy(tmp_path / "учреждение")
