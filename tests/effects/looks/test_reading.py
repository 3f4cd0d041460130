"""Looks through a study file: which look, which interval, what is refused."""

from __future__ import annotations

import pandas as pd
import pytest

from idmaj.effects import estimate_study
from idmaj.effects.looks.calendar import find_look
from idmaj.effects.looks.sequences import estimate_share_sequence, find_sequence_margin
from idmaj.effects.looks.spending import find_boundaries
from idmaj.errors import StudyProblems
from idmaj.findings import build_findings
from idmaj.store import Workspace, open_evaluation
from idmaj.text import message


def open_with(workspace: Workspace, study: str, text: str):
    file = workspace.study_file(study)
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    return open_evaluation(study, workspace=workspace)


def rows_of(evaluation, outcome: str) -> tuple[pd.Series, pd.Series]:
    """The primary row, and the one it would be if this were the only look."""
    rows = estimate_study(evaluation)["estimates"]
    rows = rows.loc[rows["outcome"] == outcome]
    primary, fixed = (
        rows.loc[rows["role"] == "primary"],
        rows.loc[rows["population"] == "population-one-look"],
    )
    assert (len(primary), len(fixed)) == (1, 1)
    assert (rows["look"] == primary["look"].iloc[0]).all()
    return primary.iloc[0], fixed.iloc[0]


LOOKS = '\n[looks]\ndates = [1979-01-01, 1980-12-31, 1982-01-01]\nmethod = "{}"\n'


def test_spending_widens_the_planned_interval_and_keeps_the_fixed_one(workspace):
    primary, fixed = rows_of(open_with(workspace, "tarp", LOOKS.format("spending")), "re_arrest")
    assert (primary["interval"], primary["look"], fixed["role"]) == ("sequence", 2, "diagnostic")
    # the fixed interval is the published one (METHODS.md, section 4): -0.1596 to 0.0013
    assert (fixed["conf_low"], fixed["conf_high"]) == pytest.approx((-0.1596, 0.0013), abs=5e-5)
    boundary = find_boundaries([1 / 3, 2 / 3])[-1]
    assert primary["conf_high"] == pytest.approx(primary["estimate"] + boundary * primary["std_error"])
    assert primary["p_value"] > fixed["p_value"]


def test_a_sequence_by_choice_and_the_ladder_reads_it(workspace):
    evaluation = open_with(workspace, "tarp", LOOKS.format("sequence"))
    primary, _ = rows_of(evaluation, "re_arrest")
    margin = find_sequence_margin(2 / 3) * primary["std_error"]
    assert primary["conf_low"] == pytest.approx(primary["estimate"] - margin)
    findings = build_findings(evaluation)["findings"].set_index("outcome")
    assert findings.loc["employed", "state"] == "C2"  # C3 by the fixed interval


def test_a_share_of_one_group_gets_its_sequence_and_a_mean_of_few_is_refused(workspace):
    dates = "\n[looks]\ndates = [2025-07-15, 2026-01-31]\n"
    evaluation = open_with(workspace, "temara", dates)
    primary, fixed = rows_of(evaluation, "employed")
    expected = estimate_share_sequence(int(primary["n_events"]), int(primary["n"]))
    assert (primary["conf_low"], primary["conf_high"]) == (expected.conf_low, expected.conf_high)
    assert fixed["interval"] == "clopper_pearson"
    income, _ = rows_of(evaluation, "income_30d")
    assert income["interval"] == "none" and "estimation-too-few-people" in income["note"]
    assert pd.isna(income["conf_low"])


def test_one_look_changes_nothing_but_must_be_the_cut_off(workspace):
    evaluation = open_with(workspace, "tarp", "\n[looks]\ndates = [1980-12-31]\n")
    rows = estimate_study(evaluation)["estimates"]
    assert set(rows["look"]) == {1}
    assert "sequence" not in set(rows["interval"])


def test_a_look_out_of_calendar_is_refused_in_words(workspace):
    evaluation = open_with(workspace, "tarp", "\n[looks]\ndates = [1979-01-01, 1981-01-01]\n")
    with pytest.raises(StudyProblems) as caught:
        estimate_study(evaluation)
    (problem,) = caught.value.problems
    assert problem.message == "look-out-of-calendar"
    for language in ("ar", "fr", "en"):
        assert "1980-12-31" in message(problem.message, language, **problem.arguments)
    assert find_look(open_evaluation("nsw", workspace=workspace).study, "2024-01-01") is None


def test_a_look_too_early_has_no_interval(workspace):
    text = LOOKS.format("spending") + "information = [0.0005, 0.001, 1]\n"
    primary, _ = rows_of(open_with(workspace, "tarp", text), "re_arrest")
    assert primary["interval"] == "none" and "estimation-look-too-early" in primary["note"]
    assert pd.isna(primary["conf_low"]) and pd.isna(primary["p_value"])
