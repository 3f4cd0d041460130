"""Studies of which worlds are simulated."""

import shutil

import pytest

from idmaj.certify.base import read_base
from idmaj.store import Workspace, open_evaluation


@pytest.fixture(scope="session")
def certified(shipped, tmp_path_factory):
    """A copy of the shipped studies that may hold certificates: briefs of the others speak of none."""
    root = tmp_path_factory.mktemp("certified")
    shutil.copytree(shipped.root, root, dirs_exist_ok=True)
    return Workspace(root)


@pytest.fixture(scope="session")
def base_of(certified):
    """A function that reads the base of a shipped study."""
    return lambda study: read_base(open_evaluation(study, workspace=certified))
