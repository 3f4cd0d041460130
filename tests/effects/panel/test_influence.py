"""Errors from influences: Welch's test, Student's with clusters, and the plain sum of squares."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects.panel.influence import contrast_of_influence, summarise_influence
from idmaj.errors import EstimationError


def difference(y: np.ndarray, arm: np.ndarray) -> tuple[float, np.ndarray]:
    gaps = np.where(arm, (y - y[arm].mean()) / arm.sum(), (y[~arm].mean() - y) / (~arm).sum())
    return float(y[arm].mean() - y[~arm].mean()), gaps


def simulated(seed: int, n: int = 40) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    arm = np.arange(n) % 3 == 0
    return rng.normal(size=n) * (1 + arm) + arm, arm


def test_groups_factor_is_welch():
    y, arm = simulated(1)
    contrast = contrast_of_influence(*difference(y, arm), arm)
    welch = stats.ttest_ind(y[arm], y[~arm], equal_var=False)
    interval = welch.confidence_interval()
    assert contrast.p_value == pytest.approx(welch.pvalue, rel=1e-10)
    assert contrast.df == pytest.approx(welch.df, rel=1e-12)
    assert (contrast.conf_low, contrast.conf_high) == pytest.approx((interval.low, interval.high), rel=1e-10)


def test_clusters_within_groups_are_welch_of_cluster_means():
    y, arm = simulated(2)
    clusters = np.empty(40, dtype=int)
    clusters[arm], clusters[~arm] = np.arange(14) // 2, 100 + np.arange(26) // 2
    contrast = contrast_of_influence(*difference(y, arm), arm, clusters=clusters)
    means = [
        [y[clusters == c].mean() for c in np.unique(clusters[side])] for side in (arm, ~arm)
    ]  # equal sizes
    welch = stats.ttest_ind(*means, equal_var=False)
    assert contrast.p_value == pytest.approx(welch.pvalue, rel=1e-10)
    assert contrast.n_clusters == 20


def test_clusters_that_cross_groups_count_together():
    y, arm = simulated(3)
    clusters = np.arange(40) % 8
    estimate, influence = difference(y, arm)
    contrast = contrast_of_influence(estimate, influence, arm, clusters=clusters)
    sums = np.array([influence[clusters == c].sum() for c in range(8)])
    assert contrast.std_error == pytest.approx(np.sqrt(8 / 7 * sums @ sums), rel=1e-12)
    assert contrast.df == pytest.approx((sums @ sums) ** 2 / ((sums @ sums) ** 2 / 7))


def test_other_factors_and_parameters():
    y, arm = simulated(4)
    estimate, influence = difference(y, arm)
    none = contrast_of_influence(estimate, influence, arm, factor="none")
    sample = contrast_of_influence(estimate, influence, arm, factor="sample")
    assert none.std_error == pytest.approx(np.sqrt(influence @ influence), rel=1e-14)
    assert sample.std_error == pytest.approx(none.std_error * np.sqrt(40 / 39), rel=1e-14)
    assert np.isinf(none.df)
    parts = [influence[~arm] @ influence[~arm], influence[arm] @ influence[arm]]
    three = contrast_of_influence(estimate, influence, arm, parameters=3)
    listed = contrast_of_influence(estimate, influence, arm, parameters=(3, 1))
    assert three.std_error == pytest.approx(np.sqrt(parts[0] * 26 / 23 + parts[1] * 14 / 13), rel=1e-12)
    assert listed == three


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-6, 7.0, 1e5]))
def test_order_labels_and_unit(seed, unit):
    y, arm = simulated(seed)
    influence = difference(y, arm)[1]
    columns = np.column_stack([influence, influence * arm])
    clusters = np.random.default_rng(seed).integers(0, 6, 40)
    order = np.random.default_rng(seed + 1).permutation(40)
    for cluster in (None, clusters):
        base = summarise_influence(columns, arm, clusters=cluster)
        names = None if cluster is None else np.array(list("zyxwvu"))[cluster[order]]
        other = summarise_influence(columns[order] * unit, arm[order] * 9, clusters=names)
        assert other.vcov == pytest.approx(base.vcov * unit**2, rel=1e-9)
        assert other.df == pytest.approx(base.df, rel=1e-9)


def test_undefined_problems_are_refused():
    y, arm = simulated(5)
    estimate, influence = difference(y, arm)
    cases = {
        "too-few-people": lambda: contrast_of_influence(estimate, influence, np.arange(40) == 0),
        "one-cluster-per-arm": lambda: contrast_of_influence(estimate, influence, arm, clusters=arm),
        "too-few-groups": lambda: contrast_of_influence(estimate, influence, arm, clusters=np.ones(40)),
        "missing-group": lambda: contrast_of_influence(estimate, influence, np.where(arm, np.nan, 0.0)),
        "no-variation": lambda: contrast_of_influence(estimate, influence * 0, arm),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
