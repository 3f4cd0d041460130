"""The confidence sequence of observed over expected: by definition, and over many looks."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate

from idmaj.effects.benchmark.observed_expected import estimate_observed_expected
from idmaj.effects.benchmark.poisson_binomial import count_events, shift_risks
from idmaj.effects.benchmark.sequence import estimate_benchmark_sequence
from idmaj.effects.looks.sequences import estimate_share_sequence
from idmaj.errors import EstimationError

RISKS = np.array([0.02, 0.0706, 0.12, 0.246, 0.33, 0.41, 0.6])


@pytest.mark.parametrize(("observed", "n"), [(0, 7), (3, 12), (12, 12), (31, 400)])
def test_at_risks_of_a_half_it_is_the_sequence_of_a_share(observed, n):
    found, share = (
        estimate_benchmark_sequence(observed, np.full(n, 0.5)),
        estimate_share_sequence(observed, n),
    )
    np.testing.assert_allclose(
        (found.conf_low / 2, found.conf_high / 2), (share.conf_low, share.conf_high), atol=1e-9
    )


@pytest.mark.parametrize("observed", [0, 2, 7])
def test_limits_are_where_the_mixture_is_twenty_times_the_likelihood(observed):
    def likelihood(shift: float) -> float:
        moved = shift_risks(RISKS, shift)
        odds = np.exp(observed * shift) * np.prod(1 - moved) / np.prod(1 - RISKS)
        return float(odds)

    def density(shift: float) -> float:
        return float(np.exp(-abs(shift)) / (1 + np.exp(-abs(shift))) ** 2)

    mixed, _ = integrate.quad(lambda x: likelihood(x) * density(x), -60, 60, points=[-3, 0, 3], limit=400)
    found = estimate_benchmark_sequence(observed, RISKS)
    for ratio in (found.conf_low, found.conf_high):
        expected = ratio * RISKS.sum()
        if not 1e-9 < expected < len(RISKS) - 1e-9:
            continue
        low, high = -40.0, 40.0
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if shift_risks(RISKS, middle).sum() < expected else (low, middle)
        assert mixed / likelihood(low) == pytest.approx(20, rel=1e-5)


def chance_of_a_miss(interval, shift: float, looks: int = 20) -> float:
    """Chance that one of 20 looks at seven more people each misses the truth, by exact recursion."""
    moved = shift_risks(RISKS, shift)
    truth = moved.sum() / RISKS.sum()
    step = np.zeros(len(RISKS) + 1)
    of_seven = count_events(moved)
    step[of_seven.first : of_seven.first + len(of_seven.log_chances)] = of_seven.at(0.0)
    alive = np.ones(1)
    for look in range(1, looks + 1):
        alive = np.convolve(alive, step)
        people = np.tile(RISKS, look)
        for events in np.flatnonzero(alive > 1e-9):
            found = interval(int(events), people)
            if not found.conf_low <= truth <= found.conf_high:
                alive[events] = 0.0
    return 1 - float(alive.sum())


@pytest.mark.parametrize("shift", [0.0, -0.7])
def test_sequence_holds_over_twenty_looks_where_exact_intervals_do_not(shift):
    assert chance_of_a_miss(estimate_benchmark_sequence, shift) <= 0.05
    if shift == 0:
        assert chance_of_a_miss(estimate_observed_expected, shift) > 0.05


def test_sequence_is_wider_than_the_exact_interval():
    exact, sequence = estimate_observed_expected(3, RISKS), estimate_benchmark_sequence(3, RISKS)
    assert sequence.conf_low < exact.conf_low < exact.conf_high < sequence.conf_high
    assert sequence.estimate == exact.ratio


def test_impossible_counts_are_named():
    with pytest.raises(EstimationError) as raised:
        estimate_benchmark_sequence(8, RISKS)
    assert raised.value.message_id == "not-a-count"
