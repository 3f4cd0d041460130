"""Firth's logit agrees with R under separation and with firthmodels on the 432 men of Rossi, Berk & Lenihan.

Expected numbers: R 4.2.2, brglm2 0.9 (the seven people made up for it); PyPI firthmodels 0.8.2 (gtol = xtol =
1e-12) for Rossi's coefficients, profile intervals, likelihood-ratio tests and penalised likelihood; its errors
are those of the augmented weights, so errors are held to a penalised likelihood written out here instead.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special

from idmaj.effects.firth import estimate_firth
from idmaj.errors import EstimationError

SEPARATED_X = np.array([1, 1, 1, 1, 0, 0, 0])[:, None]
SEPARATED_Y = [1, 1, 1, 1, 0, 1, 0]
COEFFICIENTS = [
    0.3272104841951112,
    -0.42729036696823,
    -0.06463928747995,
    0.32390733730395,
    -0.15298378071793,
    -0.44775912303909,
    -0.0891581884893,
    0.09900809795246,
]
PLR_P = [
    0.62362989972326,
    0.05752508015765,
    0.00392627224477,
    0.35434965395874,
    0.53770159181454,
    0.26048321303093,
    0.70294814357887,
    0.0079402930832,
]
PROFILE = [
    [-0.97278961031368, 1.65951401877159],
    [-0.87402319711233, 0.01360434715716],
    [-0.11428052253835, -0.01982922142201],
    [-0.34913893369529, 1.05832504267007],
    [-0.63948942721965, 0.33475681938803],
    [-1.31202361712824, 0.31674378627318],
    [-0.54474467245101, 0.37227972938132],
    [0.02600126519016, 0.17362694197021],
]


def test_separated_people_agree_with_r():
    fit = estimate_firth(SEPARATED_Y, SEPARATED_X)
    assert fit.coefficients == pytest.approx([-0.510825623765647, 2.70805020110187], rel=1e-9)
    assert fit.std_errors == pytest.approx([1.19256958800004, 2.04939015319201], rel=1e-9)
    assert np.isfinite([fit.profile_low, fit.profile_high]).all()


def test_rossi_agrees_with_firthmodels(rossi):
    fit = estimate_firth(rossi.arrest, np.column_stack([rossi.aid, rossi.covariates]))
    assert fit.coefficients == pytest.approx(COEFFICIENTS, rel=1e-8)
    assert fit.plr_p == pytest.approx(PLR_P, rel=1e-8)
    assert np.column_stack([fit.profile_low, fit.profile_high]) == pytest.approx(np.array(PROFILE), rel=1e-8)
    assert fit.penalised_log_likelihood == pytest.approx(-218.17463455385038, rel=1e-12)


def test_the_maximum_is_that_of_a_general_optimiser(rossi):
    x = np.column_stack([np.ones(432), rossi.aid, rossi.covariates[:, [0, 5]]]).astype(float)
    y = rossi.arrest

    def fall(b):
        p = special.expit(x @ b)
        information = x.T @ (x * (p * (1 - p))[:, None])
        return -(y @ np.log(p) + (1 - y) @ np.log1p(-p) + 0.5 * np.linalg.slogdet(information)[1])

    found = optimize.minimize(fall, np.zeros(4), method="BFGS", options={"gtol": 1e-9})
    fit = estimate_firth(y, x[:, 1:])
    p = special.expit(x @ fit.coefficients)
    assert fit.penalised_log_likelihood == pytest.approx(-found.fun, rel=1e-9)
    assert fit.coefficients == pytest.approx(found.x, abs=1e-5)
    assert fit.vcov == pytest.approx(np.linalg.inv(x.T @ (x * (p * (1 - p))[:, None])), rel=1e-8)


def test_without_covariates_half_an_event_is_added():
    fit = estimate_firth([1, 0, 0, 0, 0, 0], np.empty((6, 0)))
    assert special.expit(fit.coefficients[0]) == pytest.approx(1.5 / 7)


def test_a_weight_is_a_repeated_row(rossi):
    y, x = rossi.arrest[:40], rossi.covariates[:40, [0, 5]]
    times = np.arange(40) % 3
    weighted = estimate_firth(y, x, weights=times)
    repeated = estimate_firth(np.repeat(y, times), np.repeat(x, times, axis=0))
    assert weighted.coefficients == pytest.approx(repeated.coefficients, rel=1e-7)
    assert weighted.profile_high == pytest.approx(repeated.profile_high, rel=1e-7)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(1e-3, 1e3), st.floats(-50, 50), st.booleans())
def test_units_order_and_names_of_the_outcome_change_nothing(seed, scale, shift, turned):
    generator = np.random.default_rng(seed)
    x, y = generator.normal(size=(12, 1)), generator.integers(0, 2, size=12)
    order = generator.permutation(12)
    fit = estimate_firth(y, x)
    other = estimate_firth(1 - y[order] if turned else y[order], x[order] * scale + shift)
    ends = [fit.profile_low[1], fit.profile_high[1]]
    expected = np.array([-ends[1], -ends[0]] if turned else ends)
    assert [other.profile_low[1] * scale, other.profile_high[1] * scale] == pytest.approx(
        expected, rel=1e-5, abs=1e-6
    )
    sign = -1 if turned else 1
    assert other.coefficients[1] * scale == pytest.approx(sign * fit.coefficients[1], rel=1e-5, abs=1e-7)
    assert other.plr_chisq[1] == pytest.approx(fit.plr_chisq[1], rel=1e-5, abs=1e-8)
    assert fit.profile_low[1] < fit.coefficients[1] < fit.profile_high[1]


def test_the_interval_and_the_test_agree_at_the_border():
    x, y = np.arange(30.0)[:, None], (np.arange(30) % 4 == 0)
    p = estimate_firth(y, x).plr_p[1]
    at_border = estimate_firth(y, x, conf_level=1 - p)
    ends = [at_border.profile_low[1], at_border.profile_high[1]]
    assert min(abs(end) for end in ends) == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize(
    ("outcome", "covariates", "message"),
    [
        ([0, 1, 0, 1], np.column_stack([np.arange(4.0), 2 * np.arange(4.0)]), "collinear-covariates"),
        ([0, 1, 0, 1], np.ones((4, 1)), "collinear-covariates"),
        ([0, 1], np.array([[0.0], [1.0]]), "too-few-people"),
        ([0, 1, 2, 1], np.arange(4.0)[:, None], "not-binary"),
        ([0, 1, 0, 1], np.array([[0], [1], [np.inf], [2]]), "not-finite"),
    ],
)
def test_bad_input_is_named(outcome, covariates, message):
    with pytest.raises(EstimationError) as caught:
        estimate_firth(outcome, covariates)
    assert caught.value.message_id == message


def test_the_level_and_the_weights_are_checked():
    with pytest.raises(EstimationError, match="confidence-level"):
        estimate_firth(SEPARATED_Y, SEPARATED_X, conf_level=1.0)
    with pytest.raises(EstimationError, match="negative-weights"):
        estimate_firth(SEPARATED_Y, SEPARATED_X, weights=[-1, 1, 1, 1, 1, 1, 1])


def test_input_is_not_written_to():
    x, y = np.arange(8.0)[:, None], np.array([0, 1, 0, 1, 1, 0, 1, 1])
    x.flags.writeable = y.flags.writeable = False
    estimate_firth(y, x)
