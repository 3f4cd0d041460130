"""Errors from influence: people, clusters, and few of either."""

import numpy as np
import pytest
import statsmodels.api as sm

from idmaj.effects.influence import build_influence_contrast
from idmaj.effects.regression import estimate_difference_in_means
from idmaj.errors import EstimationError


def means(n: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    rng = np.random.default_rng(8)
    arm = np.arange(n) % 3 == 0
    y = rng.exponential(size=n)
    centred = np.where(arm, y - y[arm].mean(), y[~arm].mean() - y)
    return y, arm, centred / np.where(arm, arm.sum(), (~arm).sum()), y[arm].mean() - y[~arm].mean()


def test_small_sample_correction_of_a_difference_in_means_is_welch():
    y, arm, influence, estimate = means()
    sizes = (float(arm.sum()), float((~arm).sum()))
    ours = build_influence_contrast(estimate, influence, arm, sampling={"small_sample": True}, sizes=sizes)
    welch = estimate_difference_in_means(y, arm)
    assert (ours.std_error, ours.df, ours.p_value) == pytest.approx(
        (welch.std_error, welch.df, welch.p_value), rel=1e-12
    )


def test_clusters_agree_with_statsmodels():
    y, arm, influence, estimate = means()
    labels = np.array([f"place {i // 4}" for i in range(40)])
    ours = build_influence_contrast(estimate, influence, arm, sampling={"clusters": labels}, sizes=(1.0, 1.0))
    peer = sm.OLS(y, sm.add_constant(arm.astype(float))).fit(
        cov_type="cluster", cov_kwds={"groups": np.arange(40) // 4, "use_correction": False}
    )
    assert ours.std_error == pytest.approx(peer.bse[1], rel=1e-10)
    assert ours.n_clusters == 10 and np.isinf(ours.df)


def test_clusters_within_arms_count_as_people_do():
    # every cluster a person: the same degrees of freedom and error
    _, arm, influence, estimate = means()
    sizes = (float(arm.sum()), float((~arm).sum()))
    people = build_influence_contrast(estimate, influence, arm, sampling={"small_sample": True}, sizes=sizes)
    clustered = build_influence_contrast(
        estimate, influence, arm, sampling={"small_sample": True, "clusters": np.arange(40)}, sizes=sizes
    )
    assert (clustered.std_error, clustered.df) == pytest.approx((people.std_error, people.df))


def test_undefined_problems_are_refused():
    _, arm, influence, estimate = means()
    cases = {
        "too-few-people": ({"small_sample": True}, (14.0, 4.0)),
        "too-few-groups": ({"clusters": np.zeros(40)}, (14.0, 26.0)),
        "missing-group": ({"clusters": [None, *"a" * 39]}, (14.0, 26.0)),
    }
    for message_id, (sampling, sizes) in cases.items():
        with pytest.raises(EstimationError) as caught:
            build_influence_contrast(estimate, influence, arm, sampling=sampling, sizes=sizes, spent=(0, 3))
        assert caught.value.message_id == message_id
