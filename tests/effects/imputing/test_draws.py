"""One draw: the posterior it comes from, where that is known, and no trouble where covariates are troublesome."""

import numpy as np
import pytest
from scipy import special, stats

from idmaj.effects.imputing.draws import draw_amounts, draw_margins, draw_weights


def ones(n: int) -> np.ndarray:
    return np.ones((n, 1))


def test_weights_have_mean_one_and_are_shared_by_clusters():
    codes = np.array([5, 5, 2, 2, 2, 9])
    weight = draw_weights(np.random.default_rng(0), 6, codes)
    assert weight[0] == weight[1] and weight[2] == weight[4] and len(set(weight)) == 3
    assert draw_weights(np.random.default_rng(0), 500, None).mean() == pytest.approx(1)


def test_a_share_without_covariates_is_drawn_from_jeffreys_posterior():
    """3 of 12 found with the event: the posterior of the share is Beta(3.5, 9.5) (Jeffreys)."""
    outcome = np.array([1.0] * 3 + [0.0] * 9 + [0.0] * 400)
    seen = np.arange(412) < 12
    shares = []
    for seed in range(400):
        generator = np.random.default_rng(seed)
        weight = generator.standard_exponential(412)
        margins = draw_margins(generator, outcome, ones(412), seen=seen, weight=weight)
        shares.append((margins > 0).mean())
    posterior = stats.beta(3.5, 9.5)
    assert np.mean(shares) == pytest.approx(posterior.mean(), abs=0.02)
    assert np.var(shares) == pytest.approx(posterior.var() + posterior.mean() * 0.73 / 400, rel=0.2)


def test_an_arm_without_any_event_may_have_some_among_the_lost():
    seen = np.arange(200) < 10
    drawn = [
        draw_margins(np.random.default_rng(s), np.zeros(200), ones(200), seen=seen, weight=np.ones(200)) > 0
        for s in range(60)
    ]
    assert 0 < np.mean(drawn) < 0.15


def test_a_covariate_that_tells_the_outcome_with_certainty_is_no_trouble():
    x = np.repeat([-1.0, 1.0], 20)
    seen = np.tile([True] * 3 + [False], 10)
    outcome = (x > 0).astype(float)
    design = np.column_stack([np.ones(40), x, x])
    margins = draw_margins(np.random.default_rng(0), outcome, design, seen=seen, weight=np.ones(40))
    assert ((margins > 0) == (x[~seen] > 0)).mean() >= 0.9


def test_many_people_have_the_same_fit_as_a_plain_logit():
    generator = np.random.default_rng(0)
    n = 6_000
    x = generator.normal(size=n)
    outcome = (generator.uniform(size=n) < special.expit(-0.5 + x)).astype(float)
    design = np.column_stack([np.ones(n), x])
    seen = np.arange(n) < 5_000
    margins = draw_margins(np.random.default_rng(1), outcome, design, seen=seen, weight=np.ones(n))
    assert (margins > 0).mean() == pytest.approx(special.expit(-0.5 + x[~seen]).mean(), abs=0.04)


def test_amounts_without_covariates_are_the_bayesian_bootstrap():
    """Nobody is nearer than others: the mean of the lost has the mean and variance of Rubin's posterior."""
    found = np.array([0.0, 1.0, 2.0, 5.0, 7.0, 9.0, 20.0, 4.0])
    outcome, seen = np.concatenate([found, np.zeros(500)]), np.arange(508) < 8
    means = []
    for seed in range(600):
        generator = np.random.default_rng(seed)
        weight = draw_weights(generator, 508, None)
        means.append(draw_amounts(generator, outcome, ones(508), seen=seen, weight=weight).mean())
    inflated = np.sqrt(8 / 7)
    assert np.mean(means) == pytest.approx(found.mean(), abs=0.3)
    assert np.std(means) == pytest.approx(inflated * found.std() / 3, rel=0.12)  # variance / (n + 1)


def test_amounts_follow_the_line_beyond_those_found():
    x = np.concatenate([np.linspace(-1, 1, 30), [3.0, 3.0]])
    outcome = np.concatenate([10 + 5 * x[:30], [0.0, 0.0]])
    seen = np.arange(32) < 30
    drawn = draw_amounts(
        np.random.default_rng(0), outcome, np.column_stack([np.ones(32), x]), seen=seen, weight=np.ones(32)
    )
    assert drawn == pytest.approx([25, 25], abs=0.6)


def test_people_of_one_value_have_lost_of_the_same_value():
    seen = np.arange(20) < 12
    drawn = draw_amounts(np.random.default_rng(0), np.full(20, 7.0), ones(20), seen=seen, weight=np.ones(20))
    assert drawn == pytest.approx(np.full(8, 7.0))
