"""Rows about people lost: none where nobody is, each with its words, small groups in n_min; bounds hold the truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from idmaj.effects.bounds import estimate_lee_bounds
from idmaj.effects.comparison import Planned, check_gates, plan_comparison
from idmaj.effects.lost.cells import merge_small_cells
from idmaj.effects.lost.direction import find_direction, find_disagreement_p
from idmaj.effects.lost.question import follow_lost
from idmaj.effects.lost.response import check_loss, compare_lost
from idmaj.effects.rows import place_outcome
from idmaj.errors import EstimationError
from idmaj.estimates import build_estimates
from idmaj.study import Study
from idmaj.text import LANGUAGES, message

LABEL = {"en": "x", "fr": "x", "ar": "x"}


def make_planned(kind="binary", *, chance=None, design="randomised", **analysis) -> Planned:
    """400 people in two places; `chance` of being found by (arm, place)."""
    generator = np.random.default_rng(3)
    n = 400
    treated, place = np.arange(n) % 2 == 0, np.arange(n) // 2 % 2
    x = generator.normal(size=n)
    y = 0.3 * treated + x + generator.normal(size=n)
    table = np.array([[0.8, 0.8], [0.9, 0.9]] if chance is None else chance)
    gone = generator.uniform(size=n) > table[treated.astype(int), place]
    people = pd.DataFrame(
        {"person_id": [f"p{i:04d}" for i in range(n)], "x": x, "place": np.array(["a", "b"])[place]}
    )
    rows = pd.DataFrame(
        {
            "person_id": people["person_id"], "arm": np.where(treated, "support", "comparison"), "outcome": "y",
            "value": np.where(gone, np.nan, (y > 0).astype(float) if kind == "binary" else y),
            "missing": np.where(gone, "not_found", ""), "time": np.nan,
        }
    )  # fmt: skip
    study = Study.model_validate(
        {
            "format": 1, "id": "made-up",
            "study": {
                "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL, "design": design,
                "identifiers": "none",
            },
            "arms": {"column": "arm", "support": [1], "comparison": [0]},
            "source": [{"role": "persons", "file": "data/raw/made-up/persons.csv"}],
            "outcome": {
                "y": {
                    "label": LABEL, "domain": "income", "kind": kind, "better": "higher",
                    "value": {"column": "y", "equals": 1} if kind == "binary" else {"column": "y"},
                }
            },
            "analysis": {"covariates": ["x", "place"], **analysis},
        }
    )  # fmt: skip
    planned = plan_comparison(
        rows, people, study, place_outcome(study, "y", as_of="2020-01-01"), is_primary=True
    )
    assert isinstance(planned, Planned)
    return planned


def lee_of_gate(planned):
    return next(row for row in check_gates(planned, redraws=0) if row.estimator == "lee_bounds")


@pytest.mark.parametrize("kind", ["binary", "continuous"])
@pytest.mark.parametrize("design", ["randomised", "comparison"])
def test_rows_hold_the_contract_and_have_words(kind, design):
    planned = make_planned(kind, design=design)
    rows = follow_lost(planned)
    everything = [planned.primary, *planned.others, *rows]
    build_estimates([*everything, *(check_gates(planned, redraws=0) if design == "randomised" else [])])
    main = next(row for row in rows if row.estimator == "response_weights" and row.role == "robustness")
    assert main.scale == planned.primary.scale
    assert main.conf_low < main.estimate < main.conf_high
    assert main.n_min <= min(main.n_treated, main.n_comparison) == planned.sample.n_min
    assert any(row.estimator == "manski_bounds" for row in rows) == (design == "randomised")
    for language in LANGUAGES:
        for row in rows:
            stem, _, argument = row.population.partition("|")
            assert message(stem, language, **({"transform": argument} if argument else {})) if stem else True
            assert all(message(part, language) for part in row.note.split("|"))
            assert message(f"estimator-{row.estimator}", language) and message(f"scale-{row.scale}", language)


def test_small_groups_of_lost_people_stand_in_n_min():
    planned = make_planned(chance=[[0.97, 0.97], [0.9, 0.9]])
    rows = [row for row in follow_lost(planned) if row.scale == "standardised_difference"]
    lost = planned.outcomes.loc[planned.outcomes["value"].isna()].groupby("arm").size()
    of_arm = {row.population: row.n_min for row in rows}
    assert of_arm["population-lost-supported"] == lost["support"]
    assert of_arm["population-lost-compared"] == lost["comparison"]
    assert of_arm["population-lost-between-arms"] == lost.min()
    assert all(row.n_treated is None for row in rows)


def test_nobody_lost_no_rows():
    assert follow_lost(make_planned(chance=[[1.0, 1.0], [1.0, 1.0]])) == []


def test_people_whose_time_has_not_come_are_not_lost():
    planned = make_planned()
    planned.outcomes["missing"] = planned.outcomes["missing"].replace("not_found", "immature")
    assert follow_lost(planned) == []


def test_amounts_without_limits_have_no_worst_case():
    row = next(row for row in follow_lost(make_planned("continuous")) if row.estimator == "manski_bounds")
    assert row.bound_low is None and row.note == "estimation-no-limits"


@pytest.mark.parametrize(
    ("chance", "trimmed"),
    [
        ([[0.7, 0.7], [0.9, 0.9]], "note-trimmed-support"),
        ([[0.9, 0.9], [0.7, 0.7]], "note-trimmed-comparison"),
    ],
)
def test_the_trimmed_arm_is_named_and_the_assumption_always_said(chance, trimmed):
    assert lee_of_gate(make_planned(chance=chance)).note == f"{trimmed}|note-monotonicity-unchecked"


def test_strata_that_disagree_warn_and_lose_the_row_its_say():
    planned = make_planned(chance=[[0.95, 0.5], [0.5, 0.95]], strata=["place"])
    assert lee_of_gate(planned).note.endswith("note-monotonicity-broken")
    tight = [row for row in follow_lost(planned) if row.population == "population-tightened|place"]
    assert tight[0].note.endswith("note-monotonicity-broken") and tight[0].role == "robustness"
    test = next(row for row in follow_lost(planned) if row.population == "population-directions")
    assert test.p_value < 1e-6 and test.passed is False


def test_covariates_tighten_as_diagnostics_only():
    row = next(row for row in follow_lost(make_planned()) if row.population == "population-tightened|place")
    assert row.role == "diagnostic" and row.bound_low <= row.bound_high


def test_strata_whose_disagreement_may_be_chance_are_said_to_be_doubtful():
    found = np.repeat([1, 0, 1, 0, 1, 0, 1, 0], [16, 4, 15, 5, 15, 5, 16, 4])
    direction = find_direction(found, np.repeat([1, 0, 1, 0], 20), np.repeat([0, 0, 1, 1], 20))
    assert direction.is_mixed and not direction.is_broken


def test_the_p_value_is_that_of_the_least_favourable_case():
    # one stratum far on one side, none differing elsewhere; two strata: the square of the one-sided normal quantile
    assert find_disagreement_p(1.6448536269514722**2, 2) == pytest.approx(0.05, abs=1e-9)
    z = np.random.default_rng(5).normal(size=(200_000, 9))
    for strata, critical in ((4, 5.435), (10, 10.985)):
        below = (np.minimum(z[:, : strata - 1], 0) ** 2).sum(axis=1)
        assert find_disagreement_p(critical, strata) == pytest.approx((below > critical).mean(), abs=0.002)


def test_small_parts_are_merged_until_both_arms_suffice():
    codes = np.repeat([0, 1, 2], [100, 20, 30])
    treated = np.arange(150) % 2 == 0
    merged = merge_small_cells(codes, np.ones(150, dtype=bool), treated)
    assert sorted(np.bincount(merged)) == [50, 100]
    assert merge_small_cells(codes[:30] * 0, np.ones(30, dtype=bool), treated[:30]).max() == 0


def simulate_lee(generator, *, direction, n):
    """People always found, found in one arm only, or never; the effect on the first is 1, on the others 3."""
    kind = generator.choice(3, size=n, p=[0.6, 0.2, 0.2])
    treated = generator.permutation(np.arange(n) % 2).astype(bool)
    y = generator.normal(size=n) + kind + treated * np.where(kind == 0, 1.0, 3.0)
    favoured = treated if direction > 0 else ~treated
    return y, (kind == 0) | ((kind == 1) & favoured), treated


@pytest.mark.parametrize("direction", [1, -1])
def test_lee_bounds_hold_the_truth_in_both_directions(direction):
    generator = np.random.default_rng(4)
    held, naive = [], []
    for _ in range(200):
        lee = estimate_lee_bounds(*simulate_lee(generator, direction=direction, n=400))
        held.append(lee.bounds.conf_low <= 1.0 <= lee.bounds.conf_high)
        naive.append(lee.naive)
    assert abs(np.mean(naive) - 1.0) > 0.2
    assert np.mean(held) >= 0.93


def test_loss_by_covariate_by_hand():
    # supported: lost 4 v found 0 and 2; others: lost 1 and 3 v found 2
    found, treated = [0, 1, 1, 1, 0, 0], [1, 1, 1, 0, 0, 0]
    x = np.array([4.0, 0, 2, 2, 1, 3])[:, None]
    lost = compare_lost(found, x, treated)
    spread = np.sqrt((np.var([4, 0, 2]) + np.var([2, 1, 3])) / 2)
    assert (lost.treated[0], lost.comparison[0]) == pytest.approx((3 / spread, 0.0))
    assert lost.between[0] == pytest.approx(3 / spread)


def test_joint_test_of_one_code_is_the_chi_square_of_its_table():
    # one covariate, no difference between arms in loss or covariate: Pearson's chi-square of 2 x 2, by hand
    found = np.tile(np.repeat([1, 0, 1, 0], [30, 10, 20, 20]), 2)
    x = np.tile(np.repeat([0.0, 1.0], 40), 2)[:, None]
    test = check_loss(found, x, np.repeat([0, 1], 80))
    assert test.statistic == pytest.approx(160 * (60 * 40 - 20 * 40) ** 2 / (80 * 80 * 100 * 60))
    assert test.df == 1
    with pytest.raises(EstimationError) as refused:
        check_loss(np.ones(160), x, np.repeat([0, 1], 80))
    assert refused.value.message_id == "nobody-lost"


def test_few_lost_share_one_logit_and_the_row_says_so():
    notes = {}
    for name, chance in (("many", [[0.8, 0.8], [0.8, 0.8]]), ("few", [[0.97, 0.97], [0.97, 0.97]])):
        rows = follow_lost(make_planned(chance=chance))
        main = next(row for row in rows if row.estimator == "response_weights" and row.role == "robustness")
        notes[name] = main.note
        assert main.conf_low < main.estimate < main.conf_high
    assert "note-response-pooled" in notes["few"] and "note-response-pooled" not in notes["many"]
