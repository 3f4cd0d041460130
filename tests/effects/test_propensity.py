"""Propensities, the weights that follow from them, and how concentrated those are.

Expected numbers: R 4.2.2, glm, for the 185 recipients against 15,992 men of a survey.
"""

import numpy as np
import pytest

from idmaj.effects.propensity import describe_weights, estimate_propensity, find_weights, summarise_weights
from idmaj.errors import EstimationError


def test_overlap_counts_the_treated_inside_the_comparison_range(nsw_cps):
    propensity = estimate_propensity(nsw_cps.treated, nsw_cps.covariates)
    assert propensity.overlap_share == 1.0
    assert propensity.probabilities[nsw_cps.treated == 0].max() == pytest.approx(0.488389718035776, rel=1e-10)
    # propensity rises with x: two of five treated lie above every comparison person
    treated = [0, 0, 0, 1, 0, 1, 0, 1, 1, 1]
    assert estimate_propensity(treated, np.arange(10.0)[:, None]).overlap_share == pytest.approx(2 / 5)


def test_weights_are_summarised_by_kish():
    summary = summarise_weights([9.0, 1.0, 3.0, 0.0], [True, False, False, False])
    assert summary.weights == pytest.approx([1, 0.25, 0.75, 0])
    assert summary.effective_size == pytest.approx(16 / 10)
    assert summary.largest_share == 0.75
    equal = summarise_weights(np.ones(12), np.arange(12) < 2)
    assert (equal.effective_size, equal.largest_share) == pytest.approx((10, 0.1))
    both = describe_weights(np.array([0.5, 0.5, 1.0, 0.0]), np.array([True, True, False, False]))
    assert (both.effective_size_treated, both.effective_size) == pytest.approx((2, 1))


@pytest.mark.parametrize(
    ("estimand", "of_treated", "of_comparison"),
    [
        ("att", lambda p: np.ones_like(p), lambda p: p / (1 - p)),
        ("ate", lambda p: 1 / p, lambda p: 1 / (1 - p)),
        ("overlap", lambda p: 1 - p, lambda p: p),
    ],
)
def test_weights_are_those_of_the_estimand_and_slopes_their_derivatives(estimand, of_treated, of_comparison):
    arm = np.array([True, True, False, False, False])
    p, base = np.array([0.1, 0.6, 0.2, 0.5, 0.9]), np.array([1.0, 2.0, 3.0, 1.0, 0.5])
    weights, slope = find_weights(p, arm, estimand=estimand, base=base)
    raw = np.where(arm, of_treated(p), of_comparison(p)) * base
    total = np.where(arm, raw[arm].sum(), raw[~arm].sum())
    assert weights == pytest.approx(raw / total)
    moved = 1 / (1 + np.exp(-(np.log(p / (1 - p)) + 1e-6)))
    change = (np.where(arm, of_treated(moved), of_comparison(moved)) * base - raw) / 1e-6
    assert slope == pytest.approx(change / total, abs=1e-5)


def test_weights_of_people_are_copies():
    rng = np.random.default_rng(4)
    covariates = rng.normal(size=(80, 2))
    treated = rng.random(80) < 1 / (1 + np.exp(0.5 - covariates[:, 0]))
    counts = rng.integers(1, 4, size=80)
    weighted = estimate_propensity(treated, covariates, weights=counts)
    copied = estimate_propensity(np.repeat(treated, counts), np.repeat(covariates, counts, axis=0))
    assert np.repeat(weighted.probabilities, counts) == pytest.approx(copied.probabilities, rel=1e-9)


def test_undefined_problems_are_refused():
    arm = np.array([True, False, False])
    cases = {
        "no-weight": lambda: summarise_weights([1.0, 0.0], [1, 0]),
        "negative-weights": lambda: summarise_weights([1.0, -1.0], [1, 0]),
        "extreme-weights": lambda: find_weights(
            np.array([0.5, 1.0, 0.2]), arm, estimand="att", base=np.ones(3)
        ),
        "empty-arm": lambda: estimate_propensity([1, 1], np.ones((2, 1))),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
