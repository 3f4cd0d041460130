"""The wild cluster bootstrap agrees with pyfixest and with its own definition.

Expected p-values: pyfixest 0.60.0 (wildboottest 0.3.2), all 2^10 sign vectors, ANCOVA of the National Supported
Work experiment with clusters of years of schooling cut to 5-14; the peer compares strictly. On Petersen's panel,
which may not enter the repository, the same code gives R's 0.326171875 (strict 0.32421875) and 0.21875.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.wild_bootstrap import estimate_wild_bootstrap
from idmaj.errors import EstimationError


@pytest.fixture(scope="module")
def study(nsw):
    design = np.column_stack([np.ones(445), nsw.treated, nsw.covariates])
    return nsw.re78, design, np.clip(nsw.covariates[:, 1], 5, 14)


@pytest.mark.parametrize(
    ("position", "restricted", "expected"),
    [(1, True, 0.0390625), (1, False, 0.01953125), (6, True, 0.763671875), (6, False, 0.779296875)],
)
def test_every_sign_vector_agrees_with_pyfixest(study, position, restricted, expected):
    test = estimate_wild_bootstrap(*study, position=position, restricted=restricted)
    assert test.p_value_strict == expected
    assert (test.draws, test.is_exact, test.mc_error) == (1024, True, 0.0)


def drawn(seed: int, n_clusters: int = 7, n: int = 42):
    rng = np.random.default_rng(seed)
    clusters = rng.permutation(np.arange(n) % n_clusters)
    design = np.column_stack([np.ones(n), (clusters % 2), rng.normal(size=n)])
    return rng.normal(size=n) + 0.5 * rng.normal(size=n_clusters)[clusters], design, clusters


def fit_one(y, design, clusters, position):
    """Coefficient and CR0 error, written out."""
    inverse = np.linalg.inv(design.T @ design)
    b = inverse @ design.T @ y
    scores = np.array(
        [design[clusters == g].T @ (y - design @ b)[clusters == g] for g in np.unique(clusters)]
    )
    return b[position], np.sqrt((inverse @ scores.T @ scores @ inverse)[position, position])


@pytest.mark.parametrize("null", [0.0, 0.7])
@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("position", [1, 2])
def test_agrees_with_refitting_every_sign_vector(null, restricted, position):
    y, design, clusters = drawn(11)
    estimate, error = fit_one(y, design, clusters, position)
    shifted, base = y - null * design[:, position], design
    if restricted:
        base = np.delete(design, position, axis=1)
    fitted = base @ np.linalg.lstsq(base, shifted, rcond=None)[0]
    centre = 0.0 if restricted else estimate - null
    drawn_statistics = []
    for number in range(2**7):
        signs = 2.0 * (number >> np.arange(7) & 1) - 1
        b, s = fit_one(fitted + signs[clusters] * (shifted - fitted), design, clusters, position)
        drawn_statistics.append((b - centre) / s)
    large = np.abs(drawn_statistics) / abs((estimate - null) / error)
    test = estimate_wild_bootstrap(y, design, clusters, position=position, null=null, restricted=restricted)
    assert test.statistic == pytest.approx((estimate - null) / error, rel=1e-10)
    assert test.p_value == np.mean(large >= 1 - 1e-8)
    assert test.p_value_strict == np.mean(large > 1 + 1e-8)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-6, 0.1, 3.7, 1e6]))
def test_order_unit_labels_and_duality(seed, unit):
    y, design, clusters = drawn(seed)
    before = [y.copy(), design.copy(), clusters.copy()]
    base = estimate_wild_bootstrap(y, design, clusters, position=2)
    order = np.random.default_rng(seed).permutation(len(y))
    names = np.array(list("gfedcba"))[clusters]
    other = estimate_wild_bootstrap(unit * y[order], design[order], names[order], position=2)
    assert (other.statistic, other.p_value) == pytest.approx((base.statistic, base.p_value), rel=1e-7)
    assert (other.conf_low / unit, other.conf_high / unit) == pytest.approx(
        (base.conf_low, base.conf_high), rel=1e-6, abs=1e-9
    )
    for end, side in ((base.conf_low, -1), (base.conf_high, 1)):
        if np.isfinite(end):
            for step, rejected in ((-1e-6, False), (1e-6, True)):
                test = estimate_wild_bootstrap(y, design, clusters, position=2, null=end + side * step)
                assert (test.p_value <= 0.05) is rejected
    for array, copy in zip((y, design, clusters), before, strict=True):
        assert np.array_equal(array, copy)


def test_sampled_draws_come_near_every_sign_vector(study, monkeypatch):
    exact = estimate_wild_bootstrap(*study, position=6)
    monkeypatch.setattr("idmaj.effects.wild_bootstrap.MOST_ENUMERATED", 1)
    sampled = estimate_wild_bootstrap(*study, position=6, draws=9_999, seed=5)
    assert not sampled.is_exact
    assert sampled.p_value == pytest.approx(exact.p_value, abs=4 * sampled.mc_error)
    assert sampled.mc_error == pytest.approx(np.sqrt(exact.p_value * (1 - exact.p_value) / 9_999), rel=0.05)
    assert sampled == estimate_wild_bootstrap(*study, position=6, draws=9_999, seed=5)
    monkeypatch.setattr("idmaj.effects.wild_bootstrap.CELLS_AT_ONCE", 10_000)
    blocks = estimate_wild_bootstrap(*study, position=6, draws=9_999, seed=5)
    assert blocks.p_value == pytest.approx(exact.p_value, abs=4 * sampled.mc_error)


def test_few_clusters_reject_nothing():
    y, design, clusters = drawn(2, n_clusters=4)
    test = estimate_wild_bootstrap(y, design, clusters, position=1)
    assert (test.conf_low, test.conf_high, test.draws) == (-np.inf, np.inf, 16)


def test_undefined_problems_are_refused():
    y, design, clusters = drawn(3)
    cases = {
        "too-few-groups": lambda: estimate_wild_bootstrap(y, design, 0 * clusters, position=1),
        "no-variation": lambda: estimate_wild_bootstrap(design @ [1, 2, 3], design, clusters, position=1),
        "collinear-covariates": lambda: estimate_wild_bootstrap(
            y, design[:, [0, 1, 1]], clusters, position=1
        ),
        "too-few-people": lambda: estimate_wild_bootstrap(y[:3], design[:3], clusters[:3], position=1),
        "confidence-level": lambda: estimate_wild_bootstrap(y, design, clusters, position=1, conf_level=95),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id


@pytest.mark.full
def test_level_under_the_null_hypothesis():
    rejected = [
        estimate_wild_bootstrap(*drawn(seed, n_clusters=9, n=72), position=1).p_value <= 0.05
        for seed in range(2000)
    ]
    # 5 % and three Monte-Carlo errors of 0.0049
    assert np.mean(rejected) <= 0.065
