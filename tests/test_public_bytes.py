"""No public byte of a tiny cohort depends on an outcome: permute the answers, and nothing that is published changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idmaj.report import write_brief
from idmaj.report.provenance import describe_inputs
from idmaj.store import Workspace, open_evaluation

INTERVIEWS = "data/raw/temara/simulated_interviews.csv"
IDENTIFYING = ["person", "wave", "date"]


def publish(workspace: Workspace, folder: Path) -> dict[str, bytes]:
    evaluation = open_evaluation("temara", workspace=workspace)
    for language in ("ar", "fr", "en"):
        write_brief(evaluation, language, folder)
    files = {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }
    return {**files, "inputs": repr(describe_inputs(evaluation)).encode()}


def permute_answers(file: Path, rng: np.random.Generator) -> None:
    interviews = pd.read_csv(file, dtype=str, keep_default_na=False)
    answers = [name for name in interviews.columns if name not in IDENTIFYING]
    interviews[answers] = interviews[answers].to_numpy()[rng.permutation(len(interviews))]
    interviews.to_csv(file, index=False)


def answer_everything_with(file: Path, answer: str) -> None:
    interviews = pd.read_csv(file, dtype=str, keep_default_na=False)
    interviews["contact"] = "interviewed"
    interviews["returned_to_prison"] = answer
    interviews["worked_7d"] = answer
    interviews.to_csv(file, index=False)


@pytest.mark.parametrize("change", ["permuted", "everybody", "nobody"])
def test_the_public_bytes_of_seven_people_do_not_depend_on_their_answers(
    change: str, workspace: Workspace, tmp_path: Path, rng: np.random.Generator
):
    before = publish(workspace, tmp_path / "before")
    file = workspace.root / INTERVIEWS
    if change == "permuted":
        permute_answers(file, rng)
    else:
        answer_everything_with(file, "yes" if change == "everybody" else "no")
    after = publish(workspace, tmp_path / "after")
    assert len([name for name in before if name.endswith((".pdf", ".html"))]) == 6
    assert sorted(before) == sorted(after)
    assert [name for name in before if before[name] != after[name]] == []


def test_the_restricted_tables_do_depend_on_them(workspace: Workspace):
    """The test above would pass on a pipeline that read nothing."""
    from idmaj.effects import estimate_study

    def read() -> pd.DataFrame:
        return estimate_study(open_evaluation("temara", workspace=workspace))["estimates"]

    before = read()
    answer_everything_with(workspace.root / INTERVIEWS, "yes")
    assert not before.equals(read())
