"""Randomisation inference repeats the lottery that was held.

Sources: 100,000 permutations in R of the National Supported Work experiment (p = 0.00383, one-sided 0.00206,
error 0.0002); scipy.stats.permutation_test; refits by numpy's least squares on every assignment, enumerated here
with itertools. Limits are checked by the test itself, on outcomes from which an effect was taken away.
"""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects import rearrangements
from idmaj.effects.randomisation import estimate_randomisation
from idmaj.effects.rearrangements import build_lottery, iterate_rearrangements
from idmaj.errors import EstimationError


def refit(outcome, treated, *, strata, covariates):
    dummies = (strata[:, None] == np.unique(strata)).astype(float)
    design = np.column_stack([treated, dummies, covariates])
    return np.linalg.lstsq(design, outcome, rcond=None)[0][0]


def list_assignments(treated, strata, clusters):
    choices = []
    for stratum in np.unique(strata):
        units = np.unique(clusters[strata == stratum])
        chosen = {unit for unit in units if treated[clusters == unit][0]}
        choices.append(list(combinations(units, len(chosen))))
    for chosen in product(*choices):
        yield np.isin(clusters, [unit for part in chosen for unit in part])


def make_trial(seed, *, people_per_cluster=1):
    """5 + 4 + 2 units in three strata, of which 2 + 2 + 1 are treated; sizes vary where there are clusters."""
    rng = np.random.default_rng(seed)
    arms = np.array([1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0])
    sizes = rng.integers(1, people_per_cluster + 1, size=11)
    clusters = np.repeat(np.arange(11), sizes)
    strata = np.repeat([0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2], sizes)
    treated = arms[clusters] == 1
    covariates = rng.normal(size=(len(clusters), 2)) + strata[:, None]
    outcome = 0.8 * treated + covariates.sum(axis=1) + rng.exponential(size=len(clusters))
    order = rng.permutation(len(clusters))
    return outcome[order], treated[order], strata[order], clusters[order], covariates[order]


@pytest.mark.parametrize("size", [1, 4])
@pytest.mark.parametrize("adjusted", [True, False])
def test_every_assignment_is_refitted(size, adjusted):
    outcome, treated, strata, clusters, covariates = make_trial(3, people_per_cluster=size)
    x = covariates if adjusted else np.empty((len(outcome), 0))
    observed = refit(outcome, treated, strata=strata, covariates=x)
    redrawn = np.array(
        [
            refit(outcome, other, strata=strata, covariates=x)
            for other in list_assignments(treated, strata, clusters)
        ]
    )
    test = estimate_randomisation(
        outcome,
        treated,
        strata=strata,
        clusters=clusters if size > 1 else None,
        covariates=x if adjusted else None,
    )
    assert (test.n_rearrangements, test.is_exact, test.mc_error) == (10 * 6 * 2, True, 0.0)
    assert test.estimate == pytest.approx(observed, rel=1e-10)
    assert test.p_value == np.mean(np.abs(redrawn) >= abs(observed) * (1 - 1e-9))
    assert test.p_greater == np.mean(redrawn >= observed - 1e-9 * abs(observed))
    assert test.p_less == np.mean(redrawn <= observed + 1e-9 * abs(observed))


@pytest.mark.parametrize("studentised", [False, True])
@pytest.mark.parametrize("size", [1, 3])
def test_limits_are_where_the_test_begins_to_reject(studentised, size):
    outcome, treated, strata, clusters, covariates = make_trial(6, people_per_cluster=size)
    options = {"strata": strata, "covariates": covariates, "studentised": studentised, "conf_level": 0.9}
    if size > 1:
        options["clusters"] = clusters
    test = estimate_randomisation(outcome, treated, **options)
    assert np.isfinite([test.conf_low, test.conf_high]).all()
    gap = 1e-5 * (test.conf_high - test.conf_low)
    for limit, inward in ((test.conf_low, gap), (test.conf_high, -gap)):
        inside = estimate_randomisation(outcome - (limit + inward) * treated, treated, **options)
        outside = estimate_randomisation(outcome - (limit - inward) * treated, treated, **options)
        assert inside.p_value > 0.1 >= outside.p_value
        named = estimate_randomisation(outcome, treated, null=limit + inward, **options)
        assert named.p_value == inside.p_value


def test_counted_by_hand():
    # 1 of 35 assignments of 3 of 7 gives the three largest outcomes; the mirror image is less extreme
    result = estimate_randomisation([1, 2, 3, 4, 10, 20, 30], [0, 0, 0, 0, 1, 1, 1])
    assert (result.p_value, result.n_rearrangements) == (pytest.approx(1 / 35), 35)
    assert (result.conf_low, result.conf_high) == pytest.approx((6, 29), rel=1e-6)
    equal = estimate_randomisation([1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 0, 1, 1, 1, 1])
    assert (equal.p_value, equal.p_greater) == (pytest.approx(2 / 70), pytest.approx(1 / 70))
    # in 4 pairs with the treated ahead each time, 2 of 16 lotteries are as extreme: nothing is rejected at 5 %
    pairs = estimate_randomisation([1, 3, 5, 6, 2, 8, 0, 7], [0, 1] * 4, strata=[0, 0, 1, 1, 2, 2, 3, 3])
    assert (pairs.p_value, pairs.n_rearrangements) == (pytest.approx(2 / 16), 16)
    assert (pairs.conf_low, pairs.conf_high) == (-np.inf, np.inf)


def test_agreement_with_scipy():
    rng = np.random.default_rng(8)
    outcome, treated = rng.exponential(size=15), np.arange(15) < 6
    peer = stats.permutation_test(
        (outcome[treated], outcome[~treated]),
        lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis),
        vectorized=True,
        n_resamples=np.inf,
    )
    # scipy doubles the smaller tail; the sum of both tails is recomputed from its null distribution
    far = np.abs(peer.null_distribution) >= abs(peer.statistic) - 1e-12
    result = estimate_randomisation(outcome, treated)
    assert result.estimate == pytest.approx(peer.statistic)
    assert result.p_value == pytest.approx(far.mean(), rel=1e-12)


def test_studentised_statistic_is_that_of_welch():
    rng = np.random.default_rng(2)
    outcome, treated = rng.exponential(size=12), np.arange(12) < 4
    ratios = [
        stats.ttest_ind(outcome[list(chosen)], np.delete(outcome, chosen), equal_var=False).statistic
        for chosen in combinations(range(12), 4)
    ]
    far = np.abs(ratios) >= abs(ratios[0]) * (1 - 1e-9)
    assert estimate_randomisation(outcome, treated, studentised=True).p_value == far.mean()


def test_experiment_agrees_with_r(nsw):
    result = estimate_randomisation(nsw.re78, nsw.treated, draws=40_000)
    assert not result.is_exact
    assert result.estimate == pytest.approx(1794.342404270271, rel=1e-12)
    assert abs(result.p_value - 0.00383) < 4 * np.hypot(result.mc_error, 0.0002)
    assert abs(result.p_greater - 0.00206) < 4 * np.hypot(result.mc_error, 0.0002)
    assert result.conf_low < 1794 - 1.9 * 600 and result.conf_high > 1794 + 1.9 * 600
    order = np.random.default_rng(3).permutation(445)
    again = estimate_randomisation(nsw.re78[order], nsw.treated[order], draws=40_000)
    assert again.p_value == result.p_value
    assert estimate_randomisation(nsw.re78, nsw.treated, draws=40_000, seed=1) != result


@pytest.mark.parametrize("studentised", [False, True])
def test_drawn_agrees_with_enumerated(monkeypatch, studentised):
    outcome, treated, strata, clusters, covariates = make_trial(4, people_per_cluster=3)
    options = {"strata": strata, "clusters": clusters, "covariates": covariates, "studentised": studentised}
    exact = estimate_randomisation(outcome, treated, **options)
    monkeypatch.setattr(rearrangements, "ENUMERATION_LIMIT", 10)
    drawn = estimate_randomisation(outcome, treated, draws=20_000, **options)
    assert (exact.is_exact, drawn.is_exact, drawn.n_rearrangements) == (True, False, 20_000)
    assert drawn.estimate == exact.estimate
    assert abs(drawn.p_value - exact.p_value) < 4 * drawn.mc_error + 1e-4


def test_every_assignment_is_equally_likely(monkeypatch):
    treated = np.array([1, 1, 0, 0, 0, 1, 0, 0, 1, 1, 1], dtype=bool)
    lottery = build_lottery(treated, strata=[0] * 5 + [1] * 2 + [2] * 4)
    listed = np.concatenate(list(iterate_rearrangements(lottery, draws=1, seed=0)))
    assert lottery.n_possible == len(listed) == len(np.unique(listed, axis=0)) == 10 * 2 * 4
    monkeypatch.setattr(rearrangements, "ENUMERATION_LIMIT", 1)
    drawn = np.concatenate(list(iterate_rearrangements(lottery, draws=40_000, seed=1)))
    codes = 2 ** np.arange(11)
    counts = [np.count_nonzero(drawn @ codes == code) for code in listed @ codes]
    assert sum(counts) == 40_000
    assert stats.chisquare(counts).pvalue > 0.001


def test_tied_keys_are_drawn_again():
    class Ties:
        """Random keys of which the first rows tie."""

        def __init__(self):
            self.inner, self.calls = np.random.default_rng(0), 0

        def integers(self, low, high, *, size, dtype):
            self.calls += 1
            keys = self.inner.integers(low, high, size=size, dtype=dtype)
            return np.zeros_like(keys) if self.calls == 1 else keys

    ties = Ties()
    drawn = rearrangements._draw_subsets((3, 2, 6), 2, ties)
    assert (drawn.sum(axis=-1) == 2).all() and ties.calls == 7


seeds = st.integers(0, 10**6)


@settings(max_examples=200, deadline=None)
@given(
    seed=seeds, unit=st.sampled_from([1e-4, 3.0, 1e7]), design=st.sampled_from(["plain", "strata", "both"])
)
def test_order_unit_and_labels_change_nothing(seed, unit, design):
    rng = np.random.default_rng(seed)
    outcome, treated, strata, clusters, covariates = make_trial(seed, people_per_cluster=2)
    outcome = np.round(outcome)
    outcome[0] += 1
    options, renamed = {}, {}
    order = rng.permutation(len(outcome))
    if design != "plain":
        options["strata"], renamed["strata"] = strata, np.array(["z", "a", "k"])[strata][order]
    if design == "both":
        options["clusters"], renamed["clusters"] = clusters, rng.permutation(11)[clusters][order]
        options["covariates"], renamed["covariates"] = covariates, covariates[order] * [1e5, 1e-3] + 7
    else:
        outcome, treated = outcome[:9], np.arange(9) % 3 == 0
        strata, order = strata[:9] * 0 + np.arange(9) // 5, rng.permutation(9)
        if design == "strata":
            options["strata"], renamed["strata"] = strata, np.array(["z", "a"])[strata][order]
    before = outcome.copy()
    base = estimate_randomisation(outcome, treated, **options)
    assert base.is_exact
    again = estimate_randomisation(outcome[order] * unit, treated[order], **renamed)
    assert (again.p_value, again.p_greater) == (base.p_value, base.p_greater)
    limits = np.array([base.estimate, base.conf_low, base.conf_high])
    found = np.array([again.estimate, again.conf_low, again.conf_high])
    assert found == pytest.approx(limits * unit, rel=1e-6, abs=1e-6 * unit)
    flipped = estimate_randomisation(outcome, ~treated, **options)
    assert flipped.p_value == base.p_value
    assert flipped.p_less == base.p_greater
    assert flipped.conf_low == pytest.approx(-base.conf_high, rel=1e-6, abs=1e-6)
    assert np.array_equal(outcome, before)


def test_undefined_problems_are_refused():
    y, arm = np.arange(8.0), np.arange(8) % 2 == 0
    pairs = np.arange(8) // 2
    cases = {
        "no-variation": lambda: estimate_randomisation(np.ones(8), arm),
        "empty-arm": lambda: estimate_randomisation(y, np.ones(8)),
        "not-finite": lambda: estimate_randomisation(np.append(y[1:], np.nan), arm),
        "arm-varies-in-cluster": lambda: estimate_randomisation(y, arm, clusters=pairs),
        "cluster-crosses-strata": lambda: estimate_randomisation(y, arm, clusters=arm, strata=pairs),
        "one-cluster-per-arm": lambda: estimate_randomisation(y, arm, clusters=arm),
        "not-identified": lambda: estimate_randomisation(y, arm, strata=arm),
        "collinear-covariates": lambda: estimate_randomisation(
            y, arm, strata=pairs, covariates=pairs[:, None]
        ),
        "missing-group": lambda: estimate_randomisation(y, arm, strata=[None, *"aaabbbb"]),
        "unequal-lengths": lambda: estimate_randomisation(y, arm, strata=[0, 1]),
        "not-a-count": lambda: estimate_randomisation(np.arange(40.0), np.arange(40) < 20, draws=0),
        "confidence-level": lambda: estimate_randomisation(y, arm, conf_level=1.0),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id


def test_outcome_that_varies_only_within_clusters_is_refused():
    with pytest.raises(EstimationError, match="no-variation"):
        estimate_randomisation([1, 3] * 4, [0] * 4 + [1] * 4, clusters=np.arange(8) // 2)


def count_false_alarms(*, trials, n, draws, design, studentised=False, seed=0):
    """Count rejections at 5 % where support changes nothing; incomes are zero for half, else lognormal."""
    rng = np.random.default_rng(seed)
    rejected = 0
    for trial in range(trials):
        income = np.where(rng.random(n) < 0.5, 0.0, rng.lognormal(size=n))
        units = np.arange(n) // (3 if design == "clusters" else 1)
        strata = units % 4 if design != "plain" else np.zeros(n, dtype=int)
        arm_of_unit = np.zeros(units.max() + 1, dtype=bool)
        for stratum in np.unique(strata):
            members = np.unique(units[strata == stratum])
            arm_of_unit[rng.choice(members, size=max(1, len(members) // 3), replace=False)] = True
        income = income + rng.normal(size=len(arm_of_unit))[units] + strata
        test = estimate_randomisation(
            income,
            arm_of_unit[units],
            strata=None if design == "plain" else strata,
            clusters=units if design == "clusters" else None,
            covariates=rng.normal(size=(n, 1)) if design == "covariates" else None,
            studentised=studentised,
            draws=draws,
            seed=trial,
        )
        rejected += test.p_value <= 0.05
    return rejected


def test_false_alarms_are_at_most_five_percent():
    rejected = count_false_alarms(trials=300, n=24, draws=199, design="clusters")
    assert rejected / 300 <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 300)


@pytest.mark.full
@pytest.mark.parametrize("studentised", [False, True])
@pytest.mark.parametrize("design", ["plain", "strata", "covariates", "clusters"])
@pytest.mark.parametrize("n", [18, 96])
def test_false_alarms_of_every_design(design, n, studentised):
    rejected = count_false_alarms(
        trials=2_000, n=n, draws=199, design=design, studentised=studentised, seed=9
    )
    assert rejected / 2_000 <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 2_000)
