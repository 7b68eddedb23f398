"""Fixtures that several rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.desk import Desk, new_desk

# A busy machine is no fault of the program: no test judges by the clock on the wall.
settings.register_profile("docgen", deadline=None)
settings.load_profile("docgen")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A fresh working folder with the sample."""
    return new_desk(tmp_path)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk where ``docgen agreements`` has been run once; look, don't touch."""
    ready = new_desk(tmp_path_factory.mktemp("finished"))
    said = ready.docgen("agreements", "inputs/partners.xlsx")
    assert said.code == 0, said.text
    return ready
