"""Observed over expected: against R, by enumeration, and what changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.benchmark.observed_expected import (
    estimate_none_chance,
    estimate_observed_expected,
    pool_observed_expected,
)
from idmaj.effects.benchmark.poisson_binomial import count_events, shift_risks
from idmaj.effects.proportions import clopper_pearson
from idmaj.errors import EstimationError

RISKS = (0.02, 0.05, 0.0706150342, 0.12, 0.16, 0.246, 0.25, 0.33, 0.41, 0.52, 0.6, 0.75)

# R 4.2.2: pb <- function(p) { f <- 1; for (q in p) f <- c(f*(1-q),0) + c(0,f*q); f }; pb(RISKS)
CHANCES = (
    6.86290430170e-03, 5.42597626216e-02, 1.68409198374e-01, 2.74539413016e-01, 2.63185315848e-01,
    1.56656505735e-01, 5.93351033885e-02, 1.43540706835e-02, 2.18496153594e-03, 2.01891646729e-04,
    1.05924862527e-05, 2.77722746778e-07, 2.63989815370e-09,
)  # fmt: skip

# R: uniroot (tol 1e-13) of sum(pb(plogis(qlogis(p)+t))[tail]) - (1-part)*f[o+1] - 0.025 = 0, part 1 and 0.5;
# then c(o, sum(plogis(qlogis(p)+low)), sum(plogis(qlogis(p)+high))) / sum(p)
LIMITS = {
    (0, "exact"): (0.0, 0.0, 0.792340165666),
    (0, "mid_p"): (0.0, 0.0, 0.670026864996),
    (4, "exact"): (1.134232106768, 0.378591150722, 2.068647519380),
    (4, "mid_p"): (1.134232106768, 0.441067507017, 1.976599210768),
    (12, "exact"): (3.40269632030, 2.63829578566, 3.40269632030),
    (12, "mid_p"): (3.40269632030, 2.75565231495, 3.40269632030),
}


def numbers(found):
    return (found.ratio, found.conf_low, found.conf_high)


def test_distribution_is_that_of_r():
    found = count_events(RISKS)
    assert found.first == 0
    np.testing.assert_allclose(found.at(0.0), CHANCES, rtol=1e-10)


@pytest.mark.parametrize(("observed", "method"), LIMITS)
def test_limits_are_those_of_r(observed, method):
    found = estimate_observed_expected(observed, RISKS, method=method)
    np.testing.assert_allclose(numbers(found), LIMITS[observed, method], rtol=1e-9, atol=1e-12)


def test_equal_risks_give_the_interval_of_binom_test():
    """R: binom.test(2, 7)$conf.int / 0.246; and at 90 % with half the chance, as LIMITS."""
    found = estimate_observed_expected(2, [0.246] * 7)
    np.testing.assert_allclose(numbers(found), (1.161440185830, 0.149156773074, 2.884468033588), rtol=1e-10)
    half = estimate_observed_expected(2, [0.246] * 7, method="mid_p", conf_level=0.9)
    np.testing.assert_allclose((half.conf_low, half.conf_high), (0.299368130142, 2.491618968599), rtol=1e-9)


def test_seven_people_without_a_return():
    """METHODS.md sections 1 and 2: 13.9 % from release, and a true risk of up to 41 % would still fit."""
    found = estimate_observed_expected(0, [0.246] * 7)
    assert round(found.at_most, 3) == 0.139
    assert round(found.risk_high, 2) == 0.41
    assert found.conf_low == 0
    given_a_clean_year = (0.246 - 0.122) / (1 - 0.122)
    assert round(given_a_clean_year, 3) == 0.141
    assert round(estimate_none_chance(7, given_a_clean_year), 2) == 0.34


def coverage(risks: np.ndarray, shift: float, limits: list[tuple[float, float]]) -> float:
    """Chance that the interval holds the truth, adding up the numbers of events that it holds it at."""
    moved = shift_risks(risks, shift)
    truth = float(moved.sum() / risks.sum())
    chances = np.zeros(len(risks) + 1)
    found = count_events(moved)
    chances[found.first : found.first + len(found.log_chances)] = found.at(0.0)
    holds = [low <= truth * (1 + 1e-12) and truth <= high * (1 + 1e-12) for low, high in limits]
    return float(chances[holds].sum())


def find_limits(risks: np.ndarray, method: str) -> list[tuple[float, float]]:
    found = [estimate_observed_expected(k, risks, method=method) for k in range(len(risks) + 1)]
    return [(each.conf_low, each.conf_high) for each in found]


def cohorts(n: int) -> list[np.ndarray]:
    rng = np.random.default_rng(n)
    equal = [np.full(n, p) for p in (0.05, 0.122, 0.246, 0.5)]
    return [*equal, rng.uniform(0.02, 0.6, n), rng.choice([0.0706, 0.161, 0.381, 0.633], n)]


@pytest.mark.parametrize("n", [7, 12, 30])
def test_exact_interval_covers_at_every_true_shift(n):
    shifts = np.linspace(-3, 3, 121)
    exact, mid_p = [], []
    for risks in cohorts(n):
        limits, half = find_limits(risks, "exact"), find_limits(risks, "mid_p")
        exact += [coverage(risks, shift, limits) for shift in shifts]
        mid_p += [coverage(risks, shift, half) for shift in shifts]
    assert min(exact) >= 0.95
    assert np.mean(mid_p) >= 0.95
    assert np.mean(mid_p) <= np.mean(exact)


@settings(max_examples=200, deadline=None)
@given(
    risks=st.lists(st.floats(0.001, 0.999), min_size=1, max_size=25),
    share=st.floats(0, 1),
    order=st.randoms(use_true_random=False),
)
def test_order_of_people_and_counting_the_others_change_nothing(risks, share, order):
    observed = round(share * len(risks))
    found = estimate_observed_expected(observed, risks)
    assert 0 <= found.conf_low <= found.ratio * (1 + 1e-9)
    assert found.ratio <= found.conf_high * (1 + 1e-9)
    shuffled = order.sample(risks, len(risks))
    np.testing.assert_allclose(
        numbers(estimate_observed_expected(observed, shuffled)), numbers(found), rtol=1e-8
    )
    others = estimate_observed_expected(len(risks) - observed, [1 - p for p in risks])
    np.testing.assert_allclose(others.risk_high, 1 - found.risk_low, atol=1e-8)
    np.testing.assert_allclose(others.risk_low, 1 - found.risk_high, atol=1e-8)


@settings(max_examples=200, deadline=None)
@given(n=st.integers(1, 40), share=st.floats(0, 1), p=st.floats(0.01, 0.99))
def test_equal_risks_are_clopper_and_pearson(n, share, p):
    observed = round(share * n)
    found, share_of = estimate_observed_expected(observed, [p] * n), clopper_pearson(observed, n)
    np.testing.assert_allclose(
        (found.risk_low, found.risk_high), (share_of.conf_low, share_of.conf_high), atol=1e-9
    )


def test_pooling_is_one_shift_for_all_cohorts():
    parts = [RISKS[:3], RISKS[3:8], RISKS[8:]]
    assert pool_observed_expected([0, 1, 3], parts) == estimate_observed_expected(4, RISKS)
    assert pool_observed_expected([3, 1, 0], parts) == estimate_observed_expected(4, RISKS)


def test_large_cohort_agrees_with_the_normal_distribution():
    risks = np.random.default_rng(3).uniform(0.05, 0.45, 26_000)
    found = estimate_observed_expected(6_400, risks)
    error = np.sqrt((risks * (1 - risks)).sum()) / risks.sum()
    assert found.conf_high - found.ratio == pytest.approx(1.96 * error, rel=0.02)
    assert found.ratio - found.conf_low == pytest.approx(1.96 * error, rel=0.02)


@pytest.mark.parametrize(
    ("observed", "risks", "message_id"),
    [
        (1, [0.2, 0.0], "risk-without-doubt"),
        (1, [0.2, 1.0], "risk-without-doubt"),
        (3, [0.2, 0.3], "not-a-count"),
        (-1, [0.2, 0.3], "not-a-count"),
        (0, [], "too-few-people"),
        (0, [0.2, np.nan], "not-finite"),
    ],
)
def test_impossible_input_is_named(observed, risks, message_id):
    with pytest.raises(EstimationError) as raised:
        estimate_observed_expected(observed, risks)
    assert raised.value.message_id == message_id


def test_pooling_needs_as_many_counts_as_cohorts():
    with pytest.raises(EstimationError) as raised:
        pool_observed_expected([1], [RISKS, RISKS])
    assert raised.value.message_id == "unequal-lengths"
    with pytest.raises(EstimationError) as raised:
        pool_observed_expected([13, 0], [RISKS, RISKS])
    assert raised.value.message_id == "not-a-count"
