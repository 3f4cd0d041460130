"""Public data: those that are shipped, and the others where this machine has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from idmaj.reproduce import PublicData, find_public_data
from idmaj.store import Workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def data() -> PublicData:
    """Shipped files, and those of the folder of public data if there is one."""
    return find_public_data(Workspace(ROOT))


@pytest.fixture(scope="session")
def shipped_data(tmp_path_factory: pytest.TempPathFactory) -> PublicData:
    """Shipped files alone."""
    return PublicData(Workspace(ROOT), tmp_path_factory.mktemp("nothing"))
