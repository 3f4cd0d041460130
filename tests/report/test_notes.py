"""Remarks of the estimates table in words, in three languages."""

from __future__ import annotations

import pytest

from idmaj.effects import estimate_study
from idmaj.report.notes import say_notes, say_reasons
from idmaj.store import open_evaluation
from idmaj.text import LANGUAGES, strip_isolates

QUIET = {
    "gate", "count", "selected", "descriptive, no interval", "permutation test", "F test", "test, no interval",
    "std_error of the logarithm", "n_min counts the effective size of the weighted comparison group",
    "no interval: see the averages", "no interval: fewer than two different values", "Fisher's exact test",
    "Clopper-Pearson limit if nobody had the event; no outcome is read", "statistic is F",
}  # fmt: skip
"""What only programs and readers of the table need."""


@pytest.mark.parametrize("study", ["tarp", "nsw", "nsw-cps"])
def test_every_remark_of_a_check_is_said(study, shipped):
    rows = estimate_study(open_evaluation(study, workspace=shipped))["estimates"]
    gates = rows.loc[rows["role"].isin(["gate", "primary", "robustness"])]
    for note in set(gates["note"]) - {""}:
        parts = [part for part in note.split("|") if part not in QUIET and "=" not in part]
        told = [part for part in parts if not part.startswith(("plan-", "Efron", "placebo by"))]
        assert len(say_notes(note, "en")) == len(told), note


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("study", ["tarp", "nsw", "nsw-cps"])
def test_every_plan_says_why(study, language, shipped):
    rows = estimate_study(open_evaluation(study, workspace=shipped))["estimates"]
    primary = rows.loc[(rows["role"] == "primary") & rows["estimate"].notna()]
    assert len(primary)
    for note in primary["note"]:
        assert len(say_reasons(note, language)) == 1


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("differs: ipw, matching", "another answer from: Inverse probability weighting and Matching"),
        ("farthest from 0 at e=-3; p of all together", "farthest from zero at time −3"),
        (
            "at M=1 from -0.211352 to 0.0569955; no breakdown up to M=10",
            "if trends differed after the support as much as before it: −0.211 to 0.057",
        ),
        ("estimation-no-variation|column=x", "everybody has the same value"),
        ("winsorised at the 0.99 quantile", "largest amounts cut at the value that 99% do not exceed"),
        ("weak first stage|Anderson-Rubin 1.5 to 2.25", "the offer moved taking part too little"),
        ("redrawn: 1999 assignments", "number of draws of the groups: 1,999"),
    ],
)
def test_a_remark_is_said_with_its_numbers(note, expected):
    assert strip_isolates(say_notes(note, "en")[0]) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_remark_for_programs_is_not_said(language):
    assert [say_notes(note, language) for note in sorted(QUIET)] == [[]] * len(QUIET)
