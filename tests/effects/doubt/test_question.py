"""Rows of doubt: what something unmeasured would have to be, judged against what was measured."""

import math

import pytest

from idmaj.effects.contrasts import estimate_contrast
from idmaj.effects.doubt.e_value import estimate_e_value, find_strength
from idmaj.effects.doubt.omitted_variables import estimate_robustness_value
from idmaj.effects.doubt.question import doubt
from idmaj.effects.questions import QUESTIONS
from idmaj.estimates import build_estimates
from idmaj.text import LANGUAGES, message

HIDDEN = ["e_value", "robustness_value", "oster", "rosenbaum"]


def ask(planned):
    return build_estimates(doubt(planned))


def find(rows, estimator, term=None):
    found = rows.loc[rows["estimator"] == estimator]
    return found if term is None else found.loc[found["term"] == term].iloc[0]


def test_the_question_is_asked():
    assert doubt in QUESTIONS


@pytest.mark.parametrize("kind", ["continuous", "binary"])
def test_a_lot_leaves_nothing_hidden(make_planned, kind):
    rows = ask(make_planned(kind, "randomised"))
    assert not rows["estimator"].isin(HIDDEN).any()
    assert set(rows["role"]) == {"diagnostic"}


@pytest.mark.parametrize("kind", ["continuous", "binary"])
def test_every_row_counts_people_has_words_and_a_note(make_planned, kind):
    rows = ask(make_planned(kind))
    assert set(HIDDEN) < set(rows["estimator"])
    assert rows[["n", "n_treated", "n_comparison", "n_min"]].notna().all(axis=None)
    for row in rows.itertuples():
        for language in LANGUAGES:
            message(f"estimator-{row.estimator}", language)
            message(f"scale-{row.scale}", language)
            stem, _, argument = row.population.partition("|")
            if stem:
                message(stem, language, **({"transform": argument} if argument else {}))
            for note in row.note.split("|"):
                if note.startswith("note-"):
                    message(note, language)


def test_the_e_value_of_a_mean_is_that_of_the_planned_row(make_planned):
    planned = make_planned()
    rows, row = ask(planned), planned.primary
    treated, y = planned.sample.treated, planned.sample.outcome
    left = y.copy()
    for arm in (treated, ~treated):
        left[arm] -= y[arm].mean()
    deviation = math.sqrt((left**2).mean())
    ratios = [math.exp(0.91 * value / deviation) for value in (row.estimate, row.conf_low, row.conf_high)]
    expected = estimate_e_value(*ratios)
    assert find(rows, "e_value", "estimate")["estimate"] == pytest.approx(expected.estimate)
    limit = find(rows, "e_value", "limit")
    assert limit["estimate"] == pytest.approx(expected.limit)
    covariates = find(rows, "e_value").set_index("term")["estimate"].drop(["estimate", "limit"])
    assert list(covariates.index) == ["x", "z", "kind"]
    assert limit["threshold"] == covariates.max() == covariates["x"]
    assert limit["passed"] == (limit["estimate"] > covariates.max())
    without = estimate_contrast(
        planned.sample.without("x"), planned.place, estimator="aipw", role="diagnostic", estimand="att",
        conf_level=0.95,
    )  # fmt: skip
    moved = math.exp(0.91 * (without.conf_low - row.conf_low) / deviation)
    assert covariates["x"] == pytest.approx(find_strength(moved))


def test_the_e_value_of_a_share_holds_the_supported_as_observed(make_planned):
    planned = make_planned("binary", effect=1.5)
    row = planned.primary
    level = planned.sample.outcome[planned.sample.treated].mean()
    ratios = [level / (level - value) for value in (row.estimate, row.conf_low, row.conf_high)]
    assert find(ask(planned), "e_value", "limit")["estimate"] == pytest.approx(
        estimate_e_value(*ratios).limit
    )


def test_the_robustness_value_is_that_of_the_regression(make_planned):
    planned = make_planned()
    rows = find(ask(planned), "robustness_value").set_index("term")
    sample = planned.sample
    found = estimate_robustness_value(
        sample.outcome, sample.treated, sample.covariates, groups=["x", "z", "kind", "kind"]
    )
    assert rows.loc["estimate", "estimate"] == found.value
    assert rows.loc["limit", "estimate"] == found.value_conf
    assert rows.loc["partial", "estimate"] == found.partial_r2
    kind, x, z = (mark.strength for mark in found.benchmarks)  # groups in the order of their labels
    assert rows.loc[["x", "z", "kind"], "estimate"].to_list() == [x, z, kind]
    assert rows.loc["limit", "threshold"] == max(x, z, kind)


@pytest.mark.parametrize(("effect", "n", "passed"), [(3.0, 600, True), (0.1, 200, False)])
def test_a_large_difference_survives_and_a_small_one_does_not(make_planned, effect, n, passed):
    rows = ask(make_planned(effect=effect, n=n))
    for estimator in ("e_value", "robustness_value"):
        assert bool(find(rows, estimator, "limit")["passed"]) is passed


def test_errors_count_clusters(make_planned):
    one, other = (make_planned(analysis=analysis) for analysis in ({}, {"cluster": "place"}))
    limits = [find(ask(planned), "robustness_value", "limit")["estimate"] for planned in (one, other)]
    assert limits[0] != limits[1]
    refused = find(ask(other), "rosenbaum").iloc[0]
    assert refused["note"].startswith("estimation-dependent-sets")


def test_without_covariates_there_is_nothing_to_judge_by(make_planned):
    rows = ask(make_planned(analysis={"covariates": []}))
    assert rows.loc[rows["estimator"].isin(["e_value", "robustness_value"]), "passed"].isna().all()
    assert find(rows, "oster")["note"].str.startswith("estimation-no-covariates").all()


def test_a_share_of_nobody_has_no_ratio(make_planned):
    limit = find(ask(make_planned("binary", effect=-9.0)), "e_value", "limit")
    assert math.isnan(limit["estimate"])
    assert limit["note"].startswith("estimation-not-a-ratio")


def test_pairs_are_bounded_at_each_bias(make_planned):
    rows = find(ask(make_planned(effect=2.0)), "rosenbaum")
    gamma, bounds = rows.iloc[0], rows.iloc[1:]
    assert gamma["estimate"] > 1
    assert bounds["bound_low"].is_monotonic_decreasing
    assert bounds["bound_high"].is_monotonic_increasing
    assert list(bounds["population"]) == [f"population-gamma|{g:g}" for g in (1, 1.25, 1.5, 2, 3)]


@pytest.mark.parametrize("ratio", [1, 3])
@pytest.mark.parametrize("kind", ["continuous", "binary"])
def test_sets_of_any_size_are_tested(make_planned, kind, ratio):
    rows = find(ask(make_planned(kind, effect=2.0, matching={"ratio": ratio})), "rosenbaum")
    assert rows.iloc[0]["estimate"] > 1
    assert len(rows) == (6 if (kind, ratio) == ("continuous", 1) else 1)


def test_an_earlier_outcome_is_a_diagnostic_under_a_lot(make_planned):
    analysis = {"placebo": "earlier"}
    outcome = {"smallest_effect": {"value": 0.5, "scale": "mean_difference"}}
    rows = ask(make_planned(design="randomised", analysis=analysis, outcome=outcome))
    row = find(rows, "placebo", "earlier")
    assert (row["role"], row["estimand"]) == ("diagnostic", "itt")
    assert abs(row["estimate"]) < 0.5
    assert find(ask(make_planned(design="randomised")), "placebo").empty
