"""Studies of which worlds are simulated."""

import pytest

from idmaj.certify.base import read_base
from idmaj.store import open_evaluation


@pytest.fixture(scope="session")
def base_of(shipped):
    """A function that reads the base of a shipped study."""
    return lambda study: read_base(open_evaluation(study, workspace=shipped))
