"""Coverage of intervals of times to an event with 30, 60 and 200 people an arm; `IDMAJ_DRAWS` sets the draws."""

import os

import numpy as np
import pytest

from idmaj.effects.cox import build_hazard_ratio, estimate_cox
from idmaj.effects.cumulative_incidence import estimate_cumulative_incidence, estimate_incidence
from idmaj.effects.propensity import estimate_propensity
from idmaj.effects.restricted_mean import estimate_restricted_mean_difference
from idmaj.effects.survival import estimate_kaplan_meier
from idmaj.errors import EstimationError

DRAWS = int(os.environ.get("IDMAJ_DRAWS", "2000"))
HORIZON = 12.0
SIZES = (30, 60, 200)
LEAST = 0.935


def draw_times(rng, n, *, rate):
    """Times to an event at a constant rate, censored between months 10 and 30, so that some are before 12."""
    event, until = rng.exponential(1 / rate, n), rng.uniform(10, 30, n)
    return np.minimum(event, until), event <= until


def cover_restricted_mean(rng, n):
    rates = (0.03, 0.05)
    truth = np.subtract(*((1 - np.exp(-rate * HORIZON)) / rate for rate in rates))
    curves = [estimate_kaplan_meier(*draw_times(rng, n, rate=rate)) for rate in rates]
    found = estimate_restricted_mean_difference(*curves, HORIZON)
    return found.conf_low <= truth <= found.conf_high


def cover_incidence(rng, n):
    rates = np.array([0.03, 0.02])
    truth = rates[0] / rates.sum() * (1 - np.exp(-rates.sum() * HORIZON))
    time, happened = draw_times(rng, n, rate=rates.sum())
    cause = np.where(happened, 1 + (rng.random(n) > rates[0] / rates.sum()), 0)
    at = estimate_incidence(estimate_cumulative_incidence(time, cause, n_causes=2), [HORIZON], limit="left")
    return at.conf_low[0] <= truth <= at.conf_high[0]


def cover_weighted_cox(rng, n):
    """No effect, and a trait that moves both who is supported and who returns: the marginal ratio is 1."""
    trait = np.concatenate([rng.normal(0.4, 1, n), rng.normal(0, 1, n)])
    treated = np.repeat([True, False], n)
    time, happened = draw_times(rng, 2 * n, rate=0.06 * np.exp(0.5 * trait))
    p = estimate_propensity(treated, trait[:, None]).probabilities
    weights = np.where(treated, 1.0, p / (1 - p))
    fit = estimate_cox(time, happened, treated[:, None].astype(float), weights=weights)
    ratio = build_hazard_ratio(fit, 0)
    return ratio.conf_low <= 1 <= ratio.conf_high


def count_covered(cover, n, draws, seed):
    rng, found, refused = np.random.default_rng(seed), [], 0
    for _ in range(draws):
        try:
            found.append(cover(rng, n))
        except EstimationError:
            refused += 1
    return np.mean(found), refused


PROCESSES = pytest.mark.parametrize(
    "cover", [cover_restricted_mean, cover_incidence, cover_weighted_cox], ids=lambda f: f.__name__
)


@PROCESSES
@pytest.mark.parametrize("n", SIZES)
@pytest.mark.full
def test_intervals_hold_the_truth_often_enough(cover, n):
    share, refused = count_covered(cover, n, DRAWS, seed=n)
    print(f"{cover.__name__}, n = {n} an arm: {share:.3f} of {DRAWS} draws ({refused} refused)")
    assert refused <= 0.02 * DRAWS
    # two Monte-Carlo errors of the share itself below the limit
    assert share >= LEAST - 2 * np.sqrt(0.05 * 0.95 / DRAWS) * (DRAWS < 2000)


@PROCESSES
def test_intervals_hold_the_truth_in_a_small_simulation(cover):
    share, refused = count_covered(cover, 60, 200, seed=3)
    assert refused == 0
    assert share >= 0.90
