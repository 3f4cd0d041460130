"""Fixtures that several rooms use."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from idmaj.store import Workspace

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

ROOT = Path(__file__).parent.parent


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20241206)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the shipped studies, shared by tests that only read or add stages."""
    root = tmp_path_factory.mktemp("shipped")
    copy_workspace(root)
    return Workspace(root)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of one's own with the shipped studies, to be damaged at will."""
    copy_workspace(tmp_path)
    return Workspace(tmp_path)


def copy_workspace(root: Path) -> None:
    for name in ("studies", "notebooks", "data/raw", "data/reference"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
