"""One run at a time, and nothing of a killed run stays."""

import subprocess
import sys

import pytest

from idmaj.batch.hold import hold_workspace
from idmaj.errors import WorkspaceBusy

HOLD = """
import sys
from pathlib import Path
from idmaj.batch.hold import hold_workspace
from idmaj.store import Workspace
with hold_workspace(Workspace(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_refused_while_another_process_holds_the_workspace(toy):
    command = [sys.executable, "-c", HOLD, str(toy.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(WorkspaceBusy), hold_workspace(toy):
            pass
        other.kill()
        other.wait()
        with hold_workspace(toy):
            pass  # the system let go of it when the other was killed


def test_leftovers_of_a_killed_run_are_removed_and_nothing_else(toy):
    left = [
        "reports/.releases/.draft-x",
        "reports/toy/.link-x",
        "data/processed/toy/2020-01-01/notebooks/.01-x",
    ]
    kept = ["reports/.releases/abc", "reports/toy/2020-01-01", "data/processed/toy/2020-01-01/notebooks"]
    for folder in (*left, *kept):
        (toy.root / folder).mkdir(parents=True, exist_ok=True)
    with hold_workspace(toy):
        assert not any((toy.root / folder).exists() for folder in left)
        assert all((toy.root / folder).is_dir() for folder in kept)
