"""Percent changes and rate ratios agree with statsmodels' GLM and do not hang on the unit of the outcome.

Oracle: statsmodels 0.15.0, GLM with the Poisson family and HC0, HC1 or clustered covariance, run here. HC3 is
held to the leverages of the same fit, strata to dummies.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.poisson import estimate_percent_change, estimate_rate_ratio, refuse_logarithm
from idmaj.errors import EstimationError

NONE = np.empty((445, 0))


def _fit_peer(y, arm, x, *, offset=None, **options):
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    model = sm.GLM(y, sm.add_constant(np.column_stack([arm, scaled])), sm.families.Poisson(), offset=offset)
    return model.fit(tol=1e-14, maxiter=200, **options)


def test_without_covariates_it_is_the_ratio_of_means(nsw):
    effect = estimate_percent_change(nsw.re78, nsw.treated, NONE)
    means = [nsw.re78[nsw.treated == arm].mean() for arm in (1, 0)]
    assert effect.percent == pytest.approx(means[0] / means[1] - 1, rel=1e-10)
    assert effect.ratio.estimate == pytest.approx(means[0] / means[1], rel=1e-10)
    assert (effect.n, effect.n_left_out) == (445, 0)
    # delta method with the arms' own variances (HC2 of a saturated model)
    parts = [nsw.re78[nsw.treated == arm].var(ddof=1) / (nsw.treated == arm).sum() for arm in (1, 0)]
    expected = np.sqrt(parts[0] / means[0] ** 2 + parts[1] / means[1] ** 2)
    hc2 = estimate_percent_change(nsw.re78, nsw.treated, NONE, errors="HC2")
    assert hc2.log_ratio.std_error == pytest.approx(expected, rel=1e-9)


def test_covariates_agree_with_statsmodels(nsw):
    peer = _fit_peer(nsw.re78, nsw.treated, nsw.covariates, cov_type="HC0")
    ours = estimate_percent_change(nsw.re78, nsw.treated, nsw.covariates, errors="HC0").log_ratio
    assert ours.estimate == pytest.approx(peer.params[1], rel=1e-9)
    assert ours.std_error == pytest.approx(peer.bse[1], rel=1e-8)


def test_hc3_divides_residuals_by_their_leverage(nsw):
    peer = _fit_peer(nsw.re78, nsw.treated, nsw.covariates)
    x, mean = peer.model.exog, peer.fittedvalues
    bread = np.linalg.inv(x.T @ (x * mean[:, None]))
    leverage = mean * np.einsum("ij,jk,ik->i", x, bread, x)
    score = x * ((nsw.re78 - mean) / (1 - leverage))[:, None]
    expected = np.sqrt((bread @ score.T @ score @ bread)[1, 1])
    ours = estimate_percent_change(nsw.re78, nsw.treated, nsw.covariates)
    assert ours.log_ratio.std_error == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(("kind", "corrected"), [("CR0", False), ("CR1", True)])
def test_clusters_agree_with_statsmodels(nsw, kind, corrected):
    clusters = np.arange(445) % 40
    peer = _fit_peer(
        nsw.re78, nsw.treated, nsw.covariates, cov_type="cluster",
        cov_kwds={"groups": clusters, "use_correction": corrected},
    )  # fmt: skip
    ours = estimate_percent_change(
        nsw.re78, nsw.treated, nsw.covariates, clusters=clusters, errors=kind
    ).log_ratio
    assert ours.std_error == pytest.approx(peer.bse[1], rel=1e-8)
    assert (ours.n_clusters, ours.df) == (40, 39)


def test_strata_are_dummies(nsw):
    strata = np.arange(445) % 7
    dummies = (strata[:, None] == np.arange(1, 7)).astype(float)
    peer = _fit_peer(nsw.re78, nsw.treated, np.column_stack([nsw.covariates[:, :2], dummies]), cov_type="HC0")
    ours = estimate_percent_change(
        nsw.re78, nsw.treated, nsw.covariates[:, :2], strata=strata.astype(str), errors="HC0"
    ).log_ratio
    assert ours.estimate == pytest.approx(peer.params[1], rel=1e-9)
    assert ours.std_error == pytest.approx(peer.bse[1], rel=1e-8)


def test_a_stratum_of_zeros_tells_nothing_and_is_counted(nsw):
    strata = np.arange(445) % 7
    more = [np.append(nsw.re78, [0, 0]), np.append(nsw.treated, [1, 0]), np.append(strata, [9, 9])]
    with_zeros = estimate_percent_change(more[0], more[1], np.empty((447, 0)), strata=more[2])
    without = estimate_percent_change(nsw.re78, nsw.treated, NONE, strata=strata)
    assert with_zeros.log_ratio == without.log_ratio
    assert (with_zeros.n, with_zeros.n_left_out) == (445, 2)


def test_rates_agree_with_statsmodels(nsw):
    generator = np.random.default_rng(2)
    days = generator.uniform(30, 365, 445)
    events = generator.poisson(days / 100)
    peer = _fit_peer(events, nsw.treated, nsw.covariates, offset=np.log(days), cov_type="HC0")
    ours = estimate_rate_ratio(events, nsw.treated, days, nsw.covariates, errors="HC0")
    assert ours.log_ratio.estimate == pytest.approx(peer.params[1], rel=1e-8)
    assert ours.log_ratio.std_error == pytest.approx(peer.bse[1], rel=1e-8)
    crude = estimate_rate_ratio(events, nsw.treated, days)
    rates = [events[nsw.treated == arm].sum() / days[nsw.treated == arm].sum() for arm in (1, 0)]
    assert crude.ratio.estimate == pytest.approx(rates[0] / rates[1], rel=1e-10)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(1e-6, 1e6), st.floats(1e-3, 1e3))
def test_units_order_and_arms(seed, unit, weight):
    generator = np.random.default_rng(seed)
    y = generator.exponential(size=20) * (generator.random(20) < 0.7)
    arm, x = np.arange(20) % 2, generator.normal(size=(20, 1))
    y[:2] = 1.0
    order = generator.permutation(20)
    one = estimate_percent_change(y, arm, x)
    other = estimate_percent_change(
        y[order] * unit, 1 - arm[order], x[order] * 60 + 5, weights=np.full(20, weight)
    )
    assert other.log_ratio.estimate == pytest.approx(-one.log_ratio.estimate, rel=1e-6, abs=1e-8)
    assert other.log_ratio.std_error == pytest.approx(one.log_ratio.std_error, rel=1e-6)
    assert one.percent_low < one.percent < one.percent_high
    assert one.ratio.conf_low == pytest.approx(1 + one.percent_low)


def test_a_weight_is_a_repeated_person(nsw):
    times = np.arange(445) % 3
    weighted = estimate_percent_change(nsw.re78, nsw.treated, nsw.covariates, weights=times)
    repeated = estimate_percent_change(
        np.repeat(nsw.re78, times), np.repeat(nsw.treated, times), np.repeat(nsw.covariates, times, axis=0)
    )
    assert weighted.log_ratio.estimate == pytest.approx(repeated.log_ratio.estimate, rel=1e-8)
    assert weighted.n_left_out == (times == 0).sum()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcome": [-1, 2, 3, 4, 5, 6.0]}, "negative-outcome"),
        ({"outcome": [0, 2, 0, 4, 0, 6.0]}, "no-events"),
        ({"treated": [1, 1, 1, 1, 1, 1]}, "empty-arm"),
        ({"covariates": np.ones((6, 1))}, "collinear-covariates"),
        ({"strata": [1, 0, 1, 0, 1, 0]}, "not-identified"),
        ({"strata": ["a", "b", None, "a", "b", "a"]}, "missing-group"),
        ({"outcome": [np.nan, 2, 3, 4, 5, 6.0]}, "not-finite"),
        ({"weights": [0, 0, 0, 0, 0, 0]}, "no-weight"),
        ({"outcome": [0, 0, 3, 4, 5, 6.0], "covariates": np.array([[1.0, 1, 0, 0, 0, 0]]).T}, "separation"),
    ],
)
def test_bad_input_is_named(change, message):
    given_ = {"outcome": [1.0, 2, 3, 4, 5, 6], "treated": [1, 0, 1, 0, 1, 0], "covariates": np.empty((6, 0))}
    given_ |= change
    positional = [given_.pop(name) for name in ("outcome", "treated", "covariates")]
    with pytest.raises(EstimationError) as caught:
        estimate_percent_change(*positional, **given_)
    assert caught.value.message_id == message


def test_a_person_never_at_risk_is_named():
    with pytest.raises(EstimationError, match="no-exposure"):
        estimate_rate_ratio([1, 2, 0, 1], [1, 0, 1, 0], [10, 20, 0, 5])


@pytest.mark.parametrize("transformation", ["log1p", "asinh"])
def test_logarithms_with_zeros_are_never_percent(transformation):
    for outcome in ([0.0, 1.0], [5.0, 1.0]):
        with pytest.raises(EstimationError, match="percent-of-logarithm"):
            refuse_logarithm(transformation, outcome)


def test_the_logarithm_of_what_is_above_zero_passes():
    refuse_logarithm("log", [1.0, 2.0])
    refuse_logarithm("none", [0.0, 2.0])
    with pytest.raises(EstimationError, match="percent-of-logarithm"):
        refuse_logarithm("log", [0.0, 2.0])
