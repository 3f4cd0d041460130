"""Every design is estimated through a study file alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy import stats

from idmaj.disclosure import release_study
from idmaj.effects import estimate_study
from idmaj.findings import build_findings
from idmaj.store import Workspace, open_evaluation

WORDS = '{ en = "x", fr = "x", ar = "س" }'
HEAD = f"""
format = 1
[study]
title = {WORDS}
programme = {WORDS}
population = {WORDS}
source = {WORDS}
design = "DESIGN"
as_of = 2024-12-31
time_unit = "year"
identifiers = "none"
simulated = true
"""
ARMS = """
[arms]
column = "arm"
support = [1]
comparison = [0]
"""
PERSONS = '[[source]]\nrole = "persons"\nfile = "data/raw/made/persons.csv"\n'
INCOME = f"""
[outcome.income]
label = {WORDS}
domain = "income"
kind = "continuous"
better = "higher"
money = true
value = {{ column = "income" }}
smallest_effect = {{ value = 100, scale = "mean_difference" }}
"""


def estimate(root: Path, design: str, body: str, persons: pd.DataFrame) -> pd.DataFrame:
    return estimate_study(open_made(root, design, body, persons))["estimates"]


def open_made(root: Path, design: str, body: str, persons: pd.DataFrame):
    (root / "studies" / "made").mkdir(parents=True, exist_ok=True)
    (root / "data" / "raw" / "made").mkdir(parents=True, exist_ok=True)
    persons.to_csv(root / "data" / "raw" / "made" / "persons.csv", index=False)
    text = HEAD.replace("DESIGN", design) + body
    (root / "studies" / "made" / "study.toml").write_text(text, encoding="utf-8")
    return open_evaluation("made", workspace=Workspace(root))


def only(rows: pd.DataFrame, **wanted: object) -> pd.Series:
    for column, value in wanted.items():
        rows = rows.loc[rows[column] == value]
    assert len(rows) == 1, rows[["estimator", "scale", "role", "population", "note"]]
    return rows.iloc[0]


def make_villages(rng: np.random.Generator, *, n_pairs: int) -> pd.DataFrame:
    """Two villages a pair, one of them supported; people of a village share a part of their income."""
    village = np.repeat(np.arange(2 * n_pairs), 12)
    arm = (village % 2 == 0).astype(int)
    shared = rng.normal(size=2 * n_pairs)[village] * 200
    income = np.maximum(0, 800 + 150 * arm + shared + rng.normal(size=len(village)) * 600)
    return pd.DataFrame({"arm": arm, "pair": village // 2, "village": village, "income": income.round(2)})


def test_errors_of_pairs_of_villages_count_pairs(rng, tmp_path):
    people = make_villages(rng, n_pairs=60)
    body = ARMS + PERSONS + INCOME + '[analysis]\nstrata = ["pair"]\ncluster = "village"\n'
    rows = estimate(tmp_path, "randomised", body, people)
    ours = only(rows, role="primary")
    theirs = smf.ols("income ~ arm + C(pair)", people).fit(
        cov_type="cluster", cov_kwds={"groups": people["pair"]}
    )
    assert ours["estimate"] == pytest.approx(theirs.params["arm"], rel=1e-9)
    assert ours["std_error"] == pytest.approx(theirs.bse["arm"], rel=1e-9)
    assert ours["n_clusters"] == 60
    assert "plan-paired" in ours["note"]
    units = only(rows, role="robustness", population="population-units")
    by_village = smf.ols("income ~ arm + C(pair)", people).fit(
        cov_type="cluster", cov_kwds={"groups": people["village"]}
    )
    assert units["std_error"] == pytest.approx(by_village.bse["arm"], rel=1e-9)


@pytest.mark.parametrize("named", ["pair", "village"])
def test_pairs_are_found_whichever_column_is_named_as_the_cluster(named, rng, tmp_path):
    body = ARMS + PERSONS + INCOME + f'[analysis]\nstrata = ["pair"]\ncluster = "{named}"\n'
    primary = only(estimate(tmp_path, "randomised", body, make_villages(rng, n_pairs=30)), role="primary")
    assert primary["n_clusters"] == 30


@pytest.mark.parametrize(
    ("n_pairs", "interval", "passed"), [(2, "wald_t", False), (4, "inversion", True), (20, "wald_t", True)]
)
def test_few_clusters_change_the_interval_and_too_few_fail(n_pairs, interval, passed, rng, tmp_path):
    body = ARMS + PERSONS + INCOME + '[analysis]\ncluster = "village"\n'
    rows = estimate(tmp_path, "randomised", body, make_villages(rng, n_pairs=n_pairs))
    assert only(rows, role="primary")["interval"] == interval
    assert bool(only(rows, estimator="clusters")["passed"]) is passed


def test_one_cluster_an_arm_gives_a_row_that_says_so(rng, tmp_path):
    body = ARMS + PERSONS + INCOME + '[analysis]\ncluster = "village"\n'
    evaluation = open_made(tmp_path, "randomised", body, make_villages(rng, n_pairs=1))
    primary = only(estimate_study(evaluation)["estimates"], role="primary")
    assert pd.isna(primary["estimate"])
    assert "one-cluster-per-arm" in primary["note"]
    assert set(build_findings(evaluation)["findings"]["state"]) <= {"X", "C0", "C1"}


def test_a_person_without_a_cluster_is_a_reason_and_no_number(rng, tmp_path):
    people = make_villages(rng, n_pairs=10).astype({"village": "object"})
    people.loc[3, "village"] = None
    body = ARMS + PERSONS + INCOME + '[analysis]\ncluster = "village"\n'
    primary = only(estimate(tmp_path, "randomised", body, people), role="primary")
    assert pd.isna(primary["estimate"])
    assert "missing-group" in primary["note"]


@pytest.mark.parametrize(
    ("weight", "reason"), [(-1.0, "negative-weights"), (0.0, "no-weight"), (1e12, "extreme-weights")]
)
def test_weights_that_cannot_be_used_are_named(weight, reason, rng, tmp_path):
    people = make_villages(rng, n_pairs=10).assign(w=1.0)
    people.loc[people.index if weight == 0 else [0], "w"] = weight
    body = ARMS + PERSONS + INCOME + '[analysis]\nweight = "w"\n'
    primary = only(estimate(tmp_path, "randomised", body, people), role="primary")
    assert pd.isna(primary["estimate"])
    assert reason in primary["note"]


def test_the_effect_on_those_who_take_part_is_the_ratio_of_two_differences(rng, tmp_path):
    n = 600
    arm = np.arange(n) % 2
    took = ((rng.random(n) < 0.6) & (arm == 1)).astype(int)
    income = 900 + 300 * took + rng.normal(size=n) * 200
    people = pd.DataFrame({"arm": arm, "took": took, "income": income.round(3)})
    rows = estimate(tmp_path, "randomised", ARMS + 'received = "took"\n' + PERSONS + INCOME, people)
    means = people.groupby("arm").mean()
    ratio = (means.income[1] - means.income[0]) / (means.took[1] - means.took[0])
    assert only(rows, estimand="cace")["estimate"] == pytest.approx(ratio, rel=1e-9)
    assert only(rows, estimator="first_stage")["estimate"] == pytest.approx(means.took[1], rel=1e-9)


def make_panel(rng: np.random.Generator, *, waves: tuple[int, ...]) -> pd.DataFrame:
    units = pd.DataFrame({"unit": np.arange(90)})
    units["start"] = np.where(units.unit < 40, 2022, 0)
    long = units.merge(pd.DataFrame({"year": waves}), how="cross")
    level = rng.normal(size=90)[long.unit] * 3
    long["post"] = ((long.start > 0) & (long.year >= long.start)).astype(int)
    long["side"] = np.where(long.start > 0, "east", "west")
    long["y"] = (level + 0.4 * (long.year - 2020) + long.post + rng.normal(size=len(long))).round(6)
    return long.sample(frac=1.0, random_state=3)


PANEL = {
    "a column": '[arms]\nfirst_treated = "start"\nnever = [0]\n',
    "a date": '[arms]\ncolumn = "side"\nsupport = ["east"]\ncomparison = ["west"]\nstarted = 2022\n',
    "an indicator": '[arms]\ntreated_when = "post"\n',
}


def panel_body(arms: str, waves: tuple[int, ...]) -> str:
    files = "".join(
        f'[[source]]\nrole = "{role}"\nfile = "data/raw/made/persons.csv"\n{more}\n'
        for role, more in (
            ("persons", 'first_by = "year"\ncolumns = { person_id = "unit" }'),
            ("interviews", 'columns = { person_id = "unit", wave = "year" }'),
        )
    )
    rounds = "".join(f'[[wave]]\nid = "{wave}"\ntime = {wave}\n' for wave in waves)
    outcome = INCOME.replace("income", "y").replace('domain = "y"', 'domain = "income"')
    return arms + files + rounds + outcome.replace("value = 100", "value = 0.5").replace("money = true\n", "")


@pytest.mark.parametrize("said", PANEL)
def test_a_panel_of_two_waves_compares_changes(said, rng, tmp_path):
    waves = (2020, 2022)
    long = make_panel(rng, waves=waves)
    rows = estimate(tmp_path, "panel", panel_body(PANEL[said], waves), long)
    wide = long.pivot_table(index="unit", columns="year", values="y")
    change, treated = wide[2022] - wide[2020], long.groupby("unit")["start"].first() > 0
    theirs = stats.ttest_ind(change[treated], change[~treated], equal_var=False)
    ours = only(rows, role="primary")
    assert ours["estimator"] == "dr_did"
    assert ours["estimate"] == pytest.approx(change[treated].mean() - change[~treated].mean(), rel=1e-9)
    assert ours["p_value"] == pytest.approx(theirs.pvalue, rel=1e-6)


def test_a_panel_of_five_waves_has_events_gates_and_an_assumption(rng, tmp_path):
    waves = (2019, 2020, 2021, 2022, 2023)
    evaluation = open_made(
        tmp_path, "panel", panel_body(PANEL["a column"], waves), make_panel(rng, waves=waves)
    )
    rows = estimate_study(evaluation)["estimates"]
    events = rows.loc[rows["estimator"] == "event_study"]
    assert sorted(events["time"]) == [-2.0, -1.0, 0.0, 1.0]
    gates = set(rows.loc[rows["role"] == "gate", "estimator"])
    assert gates >= {"attrition", "agreement", "placebo", "pre_trend", "honest"}
    finding = build_findings(evaluation)["findings"].iloc[0]
    assert finding["state"] in {"C1", "C5", "C5s"}
    assert "causal" not in finding["arguments"]


def test_units_supported_from_the_first_wave_are_no_comparison(rng, tmp_path):
    waves = (2020, 2021, 2022, 2023)
    long = make_panel(rng, waves=waves)
    wild = long.loc[long.unit < 5].assign(unit=lambda x: x.unit + 200, start=2020, y=lambda x: x.y * 50)
    body = panel_body(PANEL["a column"], waves)
    alone = only(estimate(tmp_path / "a", "panel", body, long), role="primary")
    joined = only(estimate(tmp_path / "b", "panel", body, pd.concat([long, wild])), role="primary")
    assert joined["estimate"] == pytest.approx(alone["estimate"], rel=1e-9)
    assert "5 units supported from the first wave on" in joined["note"]


def test_people_whom_no_lot_put_there_are_never_compared_raw_but_as_naive(rng, tmp_path):
    n = 900
    x = rng.normal(size=n)
    arm = (rng.random(n) < 1 / (1 + np.exp(-1.2 * x))).astype(int)
    income = np.maximum(0, 500 + 400 * x + 100 * arm + rng.normal(size=n) * 300).round(2)
    people = pd.DataFrame({"arm": arm, "x": x.round(6), "income": income})
    rows = estimate(
        tmp_path, "comparison", ARMS + PERSONS + INCOME + '[analysis]\ncovariates = ["x"]\n', people
    )
    contrasts = rows.loc[(rows["term"] == "support - comparison") & (rows["role"] != "gate")]
    raw = contrasts["estimator"].isin(
        ["difference_in_means", "newcombe", "quantile", "poisson", "permutation"]
    )
    assert set(contrasts.loc[raw, "role"]) == {"naive"}


def test_order_and_labels_of_rows_change_no_estimate(rng, tmp_path):
    people = make_villages(rng, n_pairs=12)
    body = ARMS + PERSONS + INCOME + '[analysis]\nstrata = ["pair"]\ncluster = "village"\n'
    renamed = people.assign(village="v" + people["village"].astype(str)).sample(frac=1.0, random_state=1)
    tables = [
        estimate(tmp_path / name, "randomised", body, rows)
        for name, rows in (("first", people), ("second", renamed))
    ]
    columns = ["estimate", "std_error", "conf_low", "conf_high"]
    exact = [t.loc[~t["estimator"].isin(["permutation", "wild_bootstrap"])] for t in tables]
    exact = [t.loc[t["population"] != "population-winsorised", columns].to_numpy(float) for t in exact]
    np.testing.assert_allclose(exact[0], exact[1], rtol=1e-9)


def test_a_change_of_unit_scales_money_and_leaves_tests_alone(rng, tmp_path):
    people = make_villages(rng, n_pairs=12)
    cents = people.assign(income=(people["income"] * 100).round())
    body = ARMS + PERSONS + INCOME + '[analysis]\ncluster = "village"\n'
    one = only(estimate(tmp_path / "a", "randomised", body, people), role="primary")
    hundred = only(estimate(tmp_path / "b", "randomised", body, cents), role="primary")
    assert hundred["estimate"] == pytest.approx(100 * one["estimate"], rel=1e-9)
    assert hundred["p_value"] == pytest.approx(one["p_value"], rel=1e-9)


def test_a_winsorised_plan_cuts_large_amounts_and_shows_them_uncut_beside(rng, tmp_path):
    people = make_villages(rng, n_pairs=20)
    people.loc[0, "income"] = 1e6
    rows = estimate(
        tmp_path, "randomised", ARMS + PERSONS + INCOME.replace("money = true", "money = true\nwinsorise = 0.99"),
        people,
    )  # fmt: skip
    cut = people["income"].clip(upper=np.quantile(people["income"], 0.99))
    difference = cut[people.arm == 1].mean() - cut[people.arm == 0].mean()
    assert only(rows, role="primary")["estimate"] == pytest.approx(difference, rel=1e-9)
    beside = only(rows, population="population-not-winsorised", role="robustness")
    assert beside["estimate"] > 10 * difference


def test_a_logarithm_of_amounts_with_zeros_is_refused_as_a_percentage(rng, tmp_path):
    body = ARMS + PERSONS + INCOME.replace("money = true", 'money = true\ntransform = "asinh"')
    rows = estimate(tmp_path, "randomised", body, make_villages(rng, n_pairs=20))
    refused = only(rows, estimator="refused")
    assert pd.isna(refused["estimate"])
    assert "percent-of-logarithm" in refused["note"]


def test_a_margin_with_few_people_on_one_side_is_not_published(rng, tmp_path):
    people = make_villages(rng, n_pairs=10)
    people["income"] += 5_000
    people.loc[people.index[:4], "income"] = 0.0
    evaluation = open_made(tmp_path, "randomised", ARMS + PERSONS + INCOME, people)
    released = release_study(evaluation)["released"]
    of_any = released.loc[released["population"] == "population-any-income"]
    assert set(of_any["release"]) == {"withheld"}
    assert of_any["estimate"].isna().all()


INDEX = f"""
[outcome.housing]
label = {WORDS}
domain = "wellbeing"
kind = "ordinal"
better = "higher"
value = {{ column = "housing" }}
[outcome.debt]
label = {WORDS}
domain = "wellbeing"
kind = "continuous"
better = "lower"
value = {{ column = "debt" }}
[outcome.life]
label = {WORDS}
domain = "wellbeing"
kind = "index"
better = "higher"
parts = ["housing", "debt"]
"""


def test_an_index_turns_its_parts_and_stands_in_units_of_the_comparison_group(rng, tmp_path):
    n = 400
    arm = np.arange(n) % 2
    people = pd.DataFrame(
        {"arm": arm, "housing": rng.integers(0, 5, n) + arm, "debt": (rng.normal(size=n) - arm).round(4)}
    )
    rows = estimate(tmp_path, "randomised", ARMS + PERSONS + INDEX, people)
    life = rows.loc[rows["outcome"] == "life"]
    assert only(life, term="comparison", scale="mean")["estimate"] == pytest.approx(0, abs=1e-9)
    assert only(life, role="primary")["estimate"] > 0.5
    assert only(rows.loc[rows["outcome"] == "housing"], estimator="superiority")["estimate"] > 0.5
