"""Each cohort's share drawn toward all, and the next cohort."""

import numpy as np
import pytest
from scipy import stats

from idmaj.effects.pooling import cohort_shares
from idmaj.effects.pooling.cohort_shares import estimate_cohort_shares
from idmaj.errors import EstimationError

EVENTS, PEOPLE = np.array([0, 5, 1, 4, 0, 6, 2, 1]), np.array([7, 7, 7, 6, 7, 7, 8, 7])


def test_sampling_from_the_posterior_gives_the_same():
    """Weights of a plain Monte Carlo over both hyperparameters, by scipy's beta-binomial."""
    rng = np.random.default_rng(1)
    mean, correlation = rng.uniform(size=(2, 200_000))
    size = (1 - correlation) / correlation
    a, b = mean * size, (1 - mean) * size
    weight = np.exp(sum(stats.betabinom.logpmf(k, n, a, b) for k, n in zip(EVENTS, PEOPLE, strict=True)))
    picked = rng.choice(len(weight), size=40_000, p=weight / weight.sum())
    found = estimate_cohort_shares(EVENTS, PEOPLE)
    new = rng.beta(a[picked], b[picked])
    assert found.expected == pytest.approx(new.mean(), abs=0.01)
    assert (found.prediction_low, found.prediction_high) == pytest.approx(
        np.quantile(new, [0.025, 0.975]), abs=0.02
    )
    for at in (0, 5):
        own = rng.beta(a[picked] + EVENTS[at], b[picked] + PEOPLE[at] - EVENTS[at])
        assert found.shares[at] == pytest.approx(own.mean(), abs=0.01)
        assert found.conf_low[at] == pytest.approx(np.quantile(own, 0.025), abs=0.02)
        assert found.conf_high[at] == pytest.approx(np.quantile(own, 0.975), abs=0.02)


def test_every_share_lies_between_its_own_and_that_of_all():
    found = estimate_cohort_shares(EVENTS, PEOPLE)
    own = EVENTS / PEOPLE
    between = (found.shares - own) * (found.expected - own) >= 0
    assert between[np.abs(own - found.expected) > 0.05].all()
    assert (found.conf_low < found.shares).all()
    assert (found.shares < found.conf_high).all()


def test_more_nodes_change_nothing(monkeypatch):
    once = estimate_cohort_shares(EVENTS, PEOPLE)
    monkeypatch.setattr(cohort_shares, "NODES", 90)
    again = estimate_cohort_shares(EVENTS, PEOPLE)
    np.testing.assert_allclose(again.shares, once.shares, atol=1e-5)
    assert again.prediction_high == pytest.approx(once.prediction_high, abs=1e-4)


def test_order_changes_nothing_and_counting_the_others_mirrors():
    once = estimate_cohort_shares(EVENTS, PEOPLE)
    again = estimate_cohort_shares(EVENTS[::-1], PEOPLE[::-1])
    np.testing.assert_allclose(again.shares[::-1], once.shares, rtol=1e-9)
    mirrored = estimate_cohort_shares(PEOPLE - EVENTS, PEOPLE)
    np.testing.assert_allclose(mirrored.shares, 1 - once.shares, atol=1e-6)
    assert mirrored.prediction_low == pytest.approx(1 - once.prediction_high, abs=1e-6)


def test_nobody_had_the_event():
    found = estimate_cohort_shares([0] * 10, [7] * 10)
    assert 0 < found.expected < 0.1
    assert found.prediction_low < 0.01


def test_too_few_cohorts_are_refused():
    with pytest.raises(EstimationError, match="too-few-cohorts"):
        estimate_cohort_shares([1, 2, 3, 4], [7] * 4)


@pytest.mark.full
@pytest.mark.parametrize("k", [5, 10, 40])
@pytest.mark.parametrize("spread", [(1.0, 1.0), (2.0, 6.0), (20.0, 60.0)])
def test_the_share_of_a_new_cohort_is_foretold(k, spread):
    rng = np.random.default_rng(9)
    held = []
    for _ in range(100):
        shares = rng.beta(*spread, size=k + 1)
        found = estimate_cohort_shares(rng.binomial(7, shares[:k]), [7] * k)
        held.append(found.prediction_low <= shares[k] <= found.prediction_high)
    print(f"{k} cohorts of seven, beta{spread}: a new one within its interval in {np.mean(held):.3f}")
    assert np.mean(held) >= 0.88  # 95 per cent less three Monte-Carlo errors of 100 draws
