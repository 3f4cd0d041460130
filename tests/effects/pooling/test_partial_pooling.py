"""Effects drawn toward their mean."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.pooling.partial_pooling import estimate_partial_pooling
from idmaj.errors import EstimationError

SCHOOLS = np.array([28, 8, -3, 7, -1, 1, 18, 12.0])
ERRORS = np.array([15, 10, 16, 11, 9, 11, 10, 18.0])


def test_sampling_from_the_posterior_gives_the_same():
    rng = np.random.default_rng(1)
    v = ERRORS**2
    shrinkage = rng.uniform(size=400_000)
    tau2 = v.max() * (1 - shrinkage) / shrinkage
    total = 1 / (v + tau2[:, None])
    mean = (total * SCHOOLS).sum(axis=1) / total.sum(axis=1)
    logs = 0.5 * (np.log(total).sum(axis=1) - np.log(total.sum(axis=1)))
    logs -= 0.5 * (total * (SCHOOLS - mean[:, None]) ** 2).sum(axis=1)
    weight = np.exp(logs - logs.max())
    picked = rng.choice(len(weight), size=100_000, p=weight / weight.sum())
    centre = rng.normal(mean[picked], 1 / np.sqrt(total.sum(axis=1)[picked]))
    own = tau2[picked, None] / (tau2[picked, None] + v)
    drawn = rng.normal(own * SCHOOLS + (1 - own) * centre[:, None], np.sqrt(own * v))
    found = estimate_partial_pooling(SCHOOLS, v)
    np.testing.assert_allclose(found.estimates, drawn.mean(axis=0), atol=0.1)
    np.testing.assert_allclose(found.std_errors, drawn.std(axis=0), rtol=0.02)
    np.testing.assert_allclose(found.conf_low, np.quantile(drawn, 0.025, axis=0), atol=0.4)
    np.testing.assert_allclose(found.conf_high, np.quantile(drawn, 0.975, axis=0), atol=0.4)


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.floats(-20, 20), st.floats(0.5, 9)), min_size=2, max_size=6),
    st.floats(0.001, 1000),
    st.floats(-50, 50),
)
def test_neither_unit_nor_origin_nor_order_changes_anything(cohorts, unit, shift):
    y, s = np.array(cohorts).T
    once = estimate_partial_pooling(y, s**2)
    again = estimate_partial_pooling(unit * (y[::-1] + shift), (unit * s[::-1]) ** 2)
    np.testing.assert_allclose(again.estimates[::-1], unit * (once.estimates + shift), atol=1e-6 * unit)
    np.testing.assert_allclose(again.conf_low[::-1], unit * (once.conf_low + shift), atol=1e-6 * unit)
    assert ((once.own_share > 0) & (once.own_share < 1)).all()
    low, high = np.minimum(y, once.mean), np.maximum(y, once.mean)
    spread = np.ptp(y) + 1e-9
    assert (once.estimates >= low - 0.5 * spread).all()
    assert (once.estimates <= high + 0.5 * spread).all()
    assert (once.conf_low < once.conf_high).all()


def test_effects_that_agree_lend_each_other_precision_and_those_that_do_not_keep_their_own():
    alike = estimate_partial_pooling([1.0, 1.1, 0.9], [1.0, 1.0, 1.0])
    apart = estimate_partial_pooling([-50.0, 0.0, 50.0], [1.0, 1.0, 1.0])
    assert (alike.std_errors < 0.9).all()
    np.testing.assert_allclose(apart.estimates, [-50.0, 0.0, 50.0], atol=0.2)


def test_bad_input_is_named():
    with pytest.raises(EstimationError, match="one-cohort"):
        estimate_partial_pooling([1.0], [1.0])
    with pytest.raises(EstimationError, match="confidence-level"):
        estimate_partial_pooling([1.0, 2.0], [1.0, 1.0], conf_level=1.0)


@pytest.mark.full
@pytest.mark.parametrize("k", [2, 3, 5])
@pytest.mark.parametrize("tau", [0.0, 0.5, 1.0, 3.0])
def test_intervals_cover_on_average(k, tau):
    rng = np.random.default_rng(8)
    held = []
    for _ in range(400):
        truth, s = tau * rng.standard_normal(k), rng.uniform(0.5, 2.0, k)
        found = estimate_partial_pooling(truth + s * rng.standard_normal(k), s**2)
        held.append(((found.conf_low <= truth) & (truth <= found.conf_high)).mean())
    print(f"{k} effects, tau {tau}: {np.mean(held):.3f}")
    assert np.mean(held) >= 0.91  # 93.5 per cent less two Monte-Carlo errors of 400 draws
