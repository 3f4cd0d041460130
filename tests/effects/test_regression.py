"""Mean differences agree with R on the National Supported Work experiment.

Expected numbers: R 4.2.2, lm with sandwich 3.0-2 (vcovHC) and t.test, on Dehejia and Wahba's 445 men.
1,794.34 is also the published experimental estimate (Dehejia & Wahba 1999, table 3).
"""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.regression import estimate_ancova, estimate_difference_in_means, estimate_lin
from idmaj.errors import EstimationError

NO_COVARIATES = np.empty((445, 0))
PLAIN = {
    "classic": 632.853393623624,
    "HC0": 669.315324304932,
    "HC1": 670.82449267937,
    "HC2": 670.996546381518,
    "HC3": 672.682149001409,
}
ANCOVA = {
    "classic": 638.682016206548,
    "HC0": 669.086747126961,
    "HC1": 676.733701094152,
    "HC2": 677.049147705181,
    "HC3": 685.302478449094,
}
LIN = {"HC0": 675.281486002931, "HC2": 694.721573786799, "HC3": 716.872750964502}


def test_welch_agrees_with_r(nsw):
    result = estimate_difference_in_means(nsw.re78, nsw.treated)
    assert result.estimate == pytest.approx(1794.34240427025, rel=1e-12)
    assert result.std_error == pytest.approx(670.996546381518, rel=1e-12)
    assert result.df == pytest.approx(307.132493111588, rel=1e-12)
    assert result.statistic == pytest.approx(2.67414551378334, rel=1e-12)
    assert result.p_value == pytest.approx(0.00789297771451737, rel=1e-11)
    assert (result.conf_low, result.conf_high) == pytest.approx(
        (474.010469817856, 3114.67433872268), rel=1e-11
    )


@pytest.mark.parametrize("errors", PLAIN)
def test_plain_regression_errors_agree_with_r(nsw, errors):
    result = estimate_ancova(nsw.re78, nsw.treated, NO_COVARIATES, errors=errors)
    assert result.estimate == pytest.approx(1794.34240427025, rel=1e-12)
    assert result.std_error == pytest.approx(PLAIN[errors], rel=1e-11)


@pytest.mark.parametrize("errors", ANCOVA)
def test_ancova_agrees_with_r(nsw, errors):
    result = estimate_ancova(nsw.re78, nsw.treated, nsw.covariates, errors=errors)
    assert result.estimate == pytest.approx(1676.34264376777, rel=1e-11)
    assert result.std_error == pytest.approx(ANCOVA[errors], rel=1e-10)
    assert result.df == 435


@pytest.mark.parametrize("errors", LIN)
def test_lin_agrees_with_r(nsw, errors):
    result = estimate_lin(nsw.re78, nsw.treated, nsw.covariates, errors=errors)
    assert result.estimate == pytest.approx(1621.58310144474, rel=1e-11)
    assert result.std_error == pytest.approx(LIN[errors], rel=1e-10)
    assert result.df == 427


def test_naive_difference_against_the_survey(nsw_cps):
    result = estimate_difference_in_means(nsw_cps.re78, nsw_cps.treated)
    assert result.estimate == pytest.approx(-8497.51614263964, rel=1e-11)
    assert result.std_error == pytest.approx(583.432077083915, rel=1e-11)
    adjusted = estimate_ancova(nsw_cps.re78, nsw_cps.treated, nsw_cps.covariates, errors="HC1")
    assert adjusted.estimate == pytest.approx(699.131776244817, rel=1e-9)
    assert adjusted.std_error == pytest.approx(616.653806643757, rel=1e-9)


def simulated(seed: int, n: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    treated = rng.permutation(np.arange(n) % 3 == 0)
    covariates = rng.normal(size=(n, 2))
    return covariates[:, 0] + treated + rng.normal(size=n), treated, covariates


def all_three(outcome, treated, covariates):
    return [
        estimate_difference_in_means(outcome, treated),
        estimate_ancova(outcome, treated, covariates),
        estimate_lin(outcome, treated, covariates),
    ]


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-6, 0.1, 3.7, 1e6]))
def test_order_unit_and_labels(seed, unit):
    outcome, treated, covariates = simulated(seed)
    before = [outcome.copy(), treated.copy(), covariates.copy()]
    base = all_three(outcome, treated, covariates)
    order = np.random.default_rng(seed + 1).permutation(len(outcome))
    shuffled = all_three(outcome[order], treated[order], covariates[order])
    scaled = all_three(outcome * unit, treated, covariates * [unit, 1 / unit] + 5)
    flipped = all_three(outcome, ~treated, covariates)
    for one, two, three, four in zip(base, shuffled, scaled, flipped, strict=True):
        assert (two.estimate, two.std_error, two.df) == pytest.approx((one.estimate, one.std_error, one.df))
        assert three.estimate == pytest.approx(one.estimate * unit, rel=1e-6, abs=1e-9 * unit)
        assert three.conf_high == pytest.approx(one.conf_high * unit, rel=1e-6, abs=1e-9 * unit)
        assert (four.estimate, four.conf_low) == pytest.approx((-one.estimate, -one.conf_high), abs=1e-12)
    for array, copy in zip([outcome, treated, covariates], before, strict=True):
        assert np.array_equal(array, copy)


def test_undefined_problems_are_refused():
    outcome, treated, covariates = simulated(3)
    cases = {
        "empty-arm": lambda: estimate_difference_in_means(outcome, treated | True),
        "too-few-people": lambda: estimate_difference_in_means([1.0, 2.0, 3.0], [1, 0, 0]),
        "no-variation": lambda: estimate_difference_in_means(np.full(40, 0.1), treated),
        "collinear-covariates": lambda: estimate_ancova(outcome, treated, treated[:, None]),
        "full-leverage": lambda: estimate_ancova(outcome, treated, np.eye(40)[:, :1]),
        "not-finite": lambda: estimate_lin(np.where(treated, np.nan, outcome), treated, covariates),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
    with pytest.raises(EstimationError, match="too-few-people"):
        estimate_ancova(outcome[:4], [1, 0, 1, 0], covariates[:4])
    with pytest.raises(EstimationError, match="no-variation"):
        estimate_ancova(2.0 + treated, treated, covariates)
    with pytest.raises(EstimationError, match="collinear-covariates"):
        estimate_lin(outcome, treated, (treated * covariates[:, 0])[:, None])


def test_interval_covers_as_promised():
    hits = 0
    for seed in range(1000):
        result = estimate_lin(*simulated(seed, n=60))
        hits += result.conf_low <= 1.0 <= result.conf_high
    # 95 % ± 3 Monte-Carlo errors of 0.0069
    assert 0.929 <= hits / 1000 <= 0.971


def in_pairs(seed: int):
    """Twenty pairs of clusters of unequal size, one cluster of each pair treated."""
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(40), rng.integers(2, 8, 40))
    pair = cluster // 2
    treated = cluster % 2 == rng.integers(0, 2, 20)[pair]
    outcome = treated + rng.normal(size=20)[pair] + rng.normal(size=40)[cluster] + rng.normal(size=len(pair))
    return outcome, treated, pair, cluster


def test_strata_and_clusters_agree_with_statsmodels():
    outcome, treated, pair, _ = in_pairs(1)
    dummies = (pair[:, None] == np.arange(20)).astype(float)
    peer = sm.OLS(outcome, np.column_stack([treated, dummies])).fit(
        cov_type="cluster", cov_kwds={"groups": pair}
    )
    result = estimate_difference_in_means(outcome, treated, strata=pair, clusters=pair, errors="CR1")
    assert (result.estimate, result.std_error) == pytest.approx((peer.params[0], peer.bse[0]), rel=1e-10)
    assert (result.df, result.n_clusters) == (19, 20)
    by_default = estimate_difference_in_means(outcome, treated, strata=pair, clusters=pair)
    assert by_default.df < 19


def test_weights_agree_with_statsmodels(nsw):
    weights = 1 + nsw.covariates[:, 0] / 10
    design = sm.add_constant(np.column_stack([nsw.treated, nsw.covariates]))
    peer = sm.WLS(nsw.re78, design, weights=weights).fit(cov_type="HC2")
    result = estimate_ancova(nsw.re78, nsw.treated, nsw.covariates, weights=weights)
    assert (result.estimate, result.std_error) == pytest.approx((peer.params[1], peer.bse[1]), rel=1e-9)
    centred = nsw.covariates - np.average(nsw.covariates, axis=0, weights=weights)
    design = sm.add_constant(np.column_stack([nsw.treated, centred, centred * nsw.treated[:, None]]))
    peer = sm.WLS(nsw.re78, design, weights=weights).fit(cov_type="HC2")
    result = estimate_lin(nsw.re78, nsw.treated, nsw.covariates, weights=weights)
    assert (result.estimate, result.std_error) == pytest.approx((peer.params[1], peer.bse[1]), rel=1e-8)


def test_weights_that_are_all_one_change_nothing_but_the_degrees_of_freedom(nsw):
    plain = estimate_difference_in_means(nsw.re78, nsw.treated)
    weighted = estimate_difference_in_means(nsw.re78, nsw.treated, weights=np.full(445, 3.0))
    assert (weighted.estimate, weighted.std_error) == pytest.approx((plain.estimate, plain.std_error))
    assert weighted.df == 443


def test_undefined_designs_are_refused():
    outcome, treated, pair, cluster = in_pairs(2)
    one_treated = np.where(treated, 0, 1 + cluster)
    cases = {
        "one-cluster-per-arm": {"clusters": one_treated},
        "too-few-groups": {"clusters": np.zeros(len(pair))},
        "not-identified": {"strata": cluster},
        "extreme-weights": {"weights": np.where(np.arange(len(pair)) == 5, 1e12, 1.0)},
        "empty-arm": {"weights": np.where(treated, 0.0, 1.0)},
        "missing-group": {"strata": np.where(pair == 3, np.nan, pair)},
    }
    for message_id, keywords in cases.items():
        with pytest.raises(EstimationError) as caught:
            estimate_difference_in_means(outcome, treated, **keywords)
        assert caught.value.message_id == message_id


@pytest.mark.full
def test_intervals_of_a_pair_randomised_design_cover():
    hits = 0
    for seed in range(2000):
        outcome, treated, pair, _ = in_pairs(seed)
        result = estimate_difference_in_means(outcome, treated, strata=pair, clusters=pair)
        hits += result.conf_low <= 1.0 <= result.conf_high
    assert hits / 2000 >= 0.935
