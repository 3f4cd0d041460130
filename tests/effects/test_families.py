"""Families through a study file: which rows, by which method, and what a family of one or a missing test does."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from idmaj.effects import build, estimate_study
from idmaj.effects.families import adjust_families
from idmaj.effects.implied_tests import find_p_value, refit_primary
from idmaj.effects.multiplicity import adjust_p_values
from idmaj.effects.step_down import estimate_romano_wolf
from idmaj.estimates import EffectEstimate
from idmaj.store import Workspace, open_evaluation
from idmaj.study import Study
from idmaj.study.questions import Family

FAMILY = re.compile(r"\n\[\[family\]\].*?(?=\n\[|\Z)", re.DOTALL)


def open_with(workspace: Workspace, study: str, text: str):
    """Open a shipped study with other families."""
    file = workspace.study_file(study)
    kept = FAMILY.sub("", file.read_text(encoding="utf-8"))
    file.write_text(kept + text, encoding="utf-8")
    return open_evaluation(study, workspace=workspace)


def family(*outcomes: str, method: str = "holm", role: str = "primary") -> str:
    names = ", ".join(f'"{name}"' for name in outcomes)
    return f'\n[[family]]\nid = "{role}"\nrole = "{role}"\noutcomes = [{names}]\nmethod = "{method}"\n'


def primary_rows(evaluation) -> pd.DataFrame:
    rows = estimate_study(evaluation)["estimates"]
    assert (rows.loc[rows["role"] != "primary", "family"] == "").all()
    assert rows.loc[rows["role"] != "primary", "p_adjusted"].isna().all()
    return rows.loc[rows["role"] == "primary"].set_index("outcome")


def test_holm_within_a_family(workspace):
    rows = primary_rows(open_with(workspace, "tarp", family("re_arrest", "employed")))
    np.testing.assert_allclose(rows["p_adjusted"], adjust_p_values(rows["p_value"].to_numpy()).p_adjusted)
    assert set(rows["family"]) == {"primary"}


def test_a_family_of_one_keeps_its_p_value_and_says_so(workspace):
    rows = primary_rows(open_with(workspace, "tarp", family("re_arrest")))
    one, other = rows.loc["re_arrest"], rows.loc["employed"]
    assert one["p_adjusted"] == one["p_value"]
    assert "note-family-of-one" in one["note"]
    assert other["family"] == "" and pd.isna(other["p_adjusted"])


def test_romano_wolf_redraws_the_lot_of_the_study(workspace, nsw):
    text = family("earnings_1978", "employed_1978", method="romano_wolf")
    rows = primary_rows(open_with(workspace, "nsw", text))
    y = np.column_stack([nsw.re78, nsw.re78 > 0]).astype(float)
    theirs = estimate_romano_wolf(y, nsw.treated, covariates=nsw.covariates, draws=4_000).p_adjusted
    np.testing.assert_allclose(rows["p_adjusted"], theirs, atol=0.01)
    assert (rows["p_adjusted"] >= rows["p_value"]).all()
    assert (rows["p_adjusted"] < 2 * rows["p_value"].max()).all()


def test_looks_take_holms_method_and_the_p_values_of_the_sequence(workspace):
    text = family("re_arrest", "employed", method="romano_wolf")
    text += "\n[looks]\ndates = [1980-12-31, 1982-01-01]\n"
    rows = primary_rows(open_with(workspace, "tarp", text))
    assert rows["note"].str.contains("note-holm-instead").all()
    assert set(rows["interval"]) == {"sequence"}
    np.testing.assert_allclose(rows["p_adjusted"], adjust_p_values(rows["p_value"].to_numpy()).p_adjusted)


def test_newcombes_interval_is_inverted(workspace):
    file = workspace.study_file("tarp")
    text = file.read_text(encoding="utf-8").replace(
        "primary_horizon = 52\nsmallest", 'primary_horizon = 52\nestimator = "newcombe"\nsmallest', 1
    )
    file.write_text(text, encoding="utf-8")
    row = primary_rows(open_with(workspace, "tarp", family("re_arrest"))).loc["re_arrest"]
    assert row["estimator"] == "newcombe" and "note-p-by-inversion" in row["note"]
    # its 95 % interval leaves out no difference (METHODS.md, section 4), Fisher's test is 0.063
    assert row["conf_high"] < 0
    assert 0.02 < row["p_value"] < 0.05


def make_row(outcome: str, p: float | None, **fields) -> EffectEstimate:
    return EffectEstimate(
        study="made", outcome=outcome, domain="income", estimator="did", scale="mean_difference",
        term="support - comparison", role="primary", estimand="att", p_value=p, note="x", **fields,
    )  # fmt: skip


@pytest.fixture
def study(shipped) -> Study:
    """A study whose only family has three outcomes."""
    made = open_evaluation("tarp", workspace=shipped).study
    return made.model_copy(update={"family": [Family(id="all", outcomes=["a", "b", "c"])]})


def test_an_outcome_without_a_test_stays_in_its_family(study):
    rows = [make_row("a", 0.01), make_row("b", None), make_row("d", 0.001)]
    a, b, d = adjust_families(rows, study, {})
    assert a.p_adjusted == pytest.approx(0.03)  # of three, one of them never estimated
    assert b.p_adjusted is None and b.family == "all"
    assert d == rows[2]


def test_subgroups_are_families_of_their_own_and_a_single_group_has_nothing_to_test(study):
    rows = [make_row(name, 0.02, subgroup=s) for s in ("all", "arm=1") for name in "abc"]
    assert [row.p_adjusted for row in adjust_families(rows, study, {})] == pytest.approx([0.06] * 6)
    level = replace(make_row("a", None), estimand="descriptive", scale="share")
    assert adjust_families([level], study, {}) == [level]


def test_the_order_of_rows_changes_nothing(study):
    rows = [make_row("a", 0.01), make_row("b", 0.04), make_row("c", 0.03)]
    forward = {row.outcome: row.p_adjusted for row in adjust_families(rows, study, {})}
    backward = {row.outcome: row.p_adjusted for row in adjust_families(rows[::-1], study, {})}
    assert forward == backward == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06})


def test_the_implied_p_value_is_where_the_interval_touches_no_difference(workspace, monkeypatch):
    seen = []
    monkeypatch.setattr(build, "adjust_families", lambda rows, study, planned: seen.append(planned) or rows)
    estimate_study(open_with(workspace, "tarp", ""))
    planned = seen[0]["employed", "all"]
    newcombe = replace(planned, primary=replace(planned.primary, estimator="newcombe", p_value=None))
    p = find_p_value(newcombe.primary, newcombe)
    edge = refit_primary(newcombe, 1 - p)
    assert min(abs(edge.conf_low), abs(edge.conf_high)) < 1e-7


COMPARISON = """
[outcome.employed_1978]
label  = { en = "Any earnings", fr = "Des revenus", ar = "أي دخل" }
domain = "employment"
kind   = "binary"
better = "higher"
value  = { column = "re78", above = 0 }
"""


def test_without_a_lot_people_are_drawn_again_in_all_outcomes_together(workspace):
    raw = workspace.root / "data" / "raw" / "nsw-cps" / "cps_controls_15992.csv"
    men = pd.read_csv(raw)
    men.loc[men["re75"] < 3_000].head(400).to_csv(raw, index=False)
    text = COMPARISON + family("earnings_1978", "employed_1978", method="romano_wolf")
    rows = primary_rows(open_with(workspace, "nsw-cps", text))
    assert not rows["note"].str.contains("note-holm-instead").any()
    holm = adjust_p_values(rows["p_value"].to_numpy()).p_adjusted
    assert (rows["p_adjusted"] >= rows["p_value"]).all()
    assert (rows["p_adjusted"] < holm).all()  # the two outcomes vary together, which Holm cannot use


def test_people_too_many_to_draw_again_take_holms_method(workspace):
    text = COMPARISON + family("earnings_1978", "employed_1978", method="romano_wolf")
    rows = primary_rows(open_with(workspace, "nsw-cps", text))
    assert rows["note"].str.contains("note-holm-instead").all()
