"""Same input, same bytes: in another process, another folder and with another hash seed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from idmaj.store import Workspace

MAKE = """
import sys
from pathlib import Path
from idmaj.report import write_brief
from idmaj.store import open_evaluation

evaluation = open_evaluation(sys.argv[1])
write_brief(evaluation, sys.argv[2], Path("published"))
"""


def make_in(workspace: Workspace, study: str, language: str, seed: str) -> dict[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "IDMAJ_WORKSPACE": ""}
    command = [sys.executable, "-c", MAKE, study, language]
    subprocess.run(command, cwd=workspace.root, env=environment, check=True, capture_output=True)
    made = [*(workspace.root / "published").rglob("*"), *workspace.processed(study).rglob("*.parquet")]
    return {
        file.relative_to(workspace.root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in made
        if file.is_file()
    }


@pytest.mark.parametrize(("study", "language"), [("tarp", "ar"), ("handovers", "fr")])
def test_tables_charts_and_briefs_repeat(study: str, language: str, workspace: Workspace, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere, with a space"
    for folder in ("studies", "data"):
        shutil.copytree(workspace.root / folder, elsewhere / folder)
    one = make_in(workspace, study, language, "1")
    two = make_in(Workspace(elsewhere), study, language, "2")
    assert {Path(name).suffix for name in one} == {".pdf", ".html", ".svg", ".png", ".parquet"}
    assert [name for name in one if one[name] != two.get(name)] == []
    assert one.keys() == two.keys()
