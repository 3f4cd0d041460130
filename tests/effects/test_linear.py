"""Least squares agrees with statsmodels, with R, and with itself in other units."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.contrast import contrast_of
from idmaj.effects.linear import estimate_least_squares, estimate_linear
from idmaj.errors import EstimationError

KINDS = ["HC0", "HC1", "HC2", "HC3"]


def drawn(seed: int, n: int = 40):
    rng = np.random.default_rng(seed)
    design = np.column_stack([np.ones(n), rng.permutation(np.arange(n) % 2), rng.normal(size=(n, 2))])
    groups = rng.permutation(np.arange(n) % 8)
    return design @ [1.0, 2.0, 3.0, 0.0] + rng.normal(size=n), design, groups, rng.uniform(0.2, 3.0, n)


@pytest.mark.parametrize("errors", KINDS)
def test_weighted_errors_agree_with_statsmodels(errors):
    outcome, design, _, weights = drawn(1)
    fit = estimate_linear(outcome, design, errors=errors, weights=weights)
    peer = sm.WLS(outcome, design, weights=weights).fit(cov_type=errors)
    assert fit.coefficients == pytest.approx(peer.params, rel=1e-12)
    assert fit.vcov == pytest.approx(peer.cov_params(), rel=1e-11)


def test_classic_errors_agree_with_statsmodels():
    outcome, design, _, weights = drawn(2)
    peer = sm.WLS(outcome, design, weights=weights).fit()
    fit = estimate_linear(outcome, design, errors="classic", weights=7 * weights)
    assert fit.vcov == pytest.approx(peer.cov_params(), rel=1e-11)
    contrast = contrast_of(fit, 1, 0.9)
    assert contrast.p_value == pytest.approx(peer.pvalues[1], rel=1e-10)
    assert (contrast.conf_low, contrast.conf_high) == pytest.approx(peer.conf_int(0.1)[1], rel=1e-10)


@pytest.mark.parametrize("errors", ["classic", *KINDS])
def test_absorbed_groups_are_their_dummies(errors):
    outcome, design, groups, weights = drawn(3)
    dummies = (groups[:, None] == np.arange(8)).astype(float)
    full = estimate_linear(outcome, np.column_stack([design[:, 1:], dummies]), errors=errors, weights=weights)
    swept = estimate_linear(outcome, design[:, 1:], errors=errors, weights=weights, absorb=groups)
    assert swept.coefficients == pytest.approx(full.coefficients[:3], rel=1e-10)
    assert swept.vcov == pytest.approx(full.vcov[:3, :3], rel=1e-9, abs=1e-14)
    assert np.array_equal(swept.df, full.df[:3])


@pytest.mark.parametrize("crossed", [False, True])
def test_cr2_with_absorbed_groups_is_cr2_with_dummies(crossed):
    outcome, design, groups, weights = drawn(4)
    clusters = np.random.default_rng(1).integers(0, 9, 40) if crossed else groups // 2
    dummies = (groups[:, None] == np.arange(8)).astype(float)
    full = estimate_linear(
        outcome, np.column_stack([design[:, 1:], dummies]), weights=weights, clusters=clusters
    )
    swept = estimate_linear(outcome, design[:, 1:], weights=weights, absorb=groups, clusters=clusters)
    assert swept.vcov == pytest.approx(full.vcov[:3, :3], rel=1e-9, abs=1e-14)
    assert swept.df == pytest.approx(full.df[:3], rel=1e-8)


def test_the_only_member_of_a_group_tells_nothing():
    outcome, design, groups, _ = drawn(5)
    more = np.append(outcome, 1e3), np.vstack([design, design[:1] * 9]), np.append(groups, 99)
    for errors in KINDS:
        base = estimate_linear(outcome, design[:, 1:], errors=errors, absorb=groups)
        fit = estimate_linear(more[0], more[1][:, 1:], errors=errors, absorb=more[2])
        assert fit.coefficients == pytest.approx(base.coefficients, rel=1e-9)
        factor = np.sqrt(41 / 40) if errors == "HC1" else 1.0
        assert fit.std_errors == pytest.approx(base.std_errors * factor, rel=1e-9)


def test_rows_without_weight_are_not_counted():
    outcome, design, groups, weights = drawn(6)
    kept = np.arange(40) % 5 > 0
    zeroed = estimate_linear(outcome, design, weights=weights * kept, clusters=groups)
    left_out = estimate_linear(outcome[kept], design[kept], weights=weights[kept], clusters=groups[kept])
    assert np.array_equal(zeroed.vcov, left_out.vcov)
    assert zeroed.n == 32


@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    unit=st.sampled_from([1e-6, 0.1, 3.7, 1e6]),
    errors=st.sampled_from(["classic", "HC1", "HC3", "CR1", "CR2"]),
    absorbing=st.booleans(),
)
def test_order_unit_and_labels(seed, unit, errors, absorbing):
    outcome, design, groups, weights = drawn(seed)
    design = design[:, 1:] if absorbing else design
    names = np.array([f"group {9 - g}" for g in range(8)])
    clusters = groups // 2 if errors.startswith("CR") else None
    before = [array.copy() for array in (outcome, design, groups, weights)]

    def fit(order, unit, strata, clusters, weights):
        return estimate_linear(
            outcome[order] * unit,
            design[order],
            errors=errors,
            clusters=None if clusters is None else clusters[order],
            weights=weights[order],
            absorb=strata[order] if absorbing else None,
        )

    order = np.random.default_rng(seed).permutation(40)
    base = fit(np.arange(40), 1.0, groups, clusters, weights)
    other = fit(order, unit, names[groups], None if clusters is None else names[clusters], weights * 1000)
    assert other.coefficients / unit == pytest.approx(base.coefficients, rel=1e-8, abs=1e-10)
    assert other.std_errors / unit == pytest.approx(base.std_errors, rel=1e-7)
    assert other.df == pytest.approx(base.df, rel=1e-6)
    for array, copy in zip((outcome, design, groups, weights), before, strict=True):
        assert np.array_equal(array, copy)


def test_the_basis_is_orthonormal_where_columns_are_far_from_it():
    rng = np.random.default_rng(3)
    base = rng.normal(size=(500, 1))
    design = np.column_stack(
        [np.ones(500), 1e8 + 1e4 * base, 1e-9 * (base + 1e-4 * rng.normal(size=(500, 1)))]
    )
    outcome = rng.normal(size=500)
    fit = estimate_least_squares(outcome, design)
    assert fit.basis.T @ fit.basis == pytest.approx(np.eye(3), abs=1e-11)
    assert fit.basis.T @ fit.residuals == pytest.approx(np.zeros(3), abs=1e-10)
    singular = np.column_stack([np.ones(500), np.ones(500)])
    assert np.isfinite(estimate_least_squares(outcome, singular).fitted).all()


def test_undefined_problems_are_refused():
    outcome, design, groups, weights = drawn(7)
    cases = {
        "too-few-people": lambda: estimate_linear(outcome[:4], design[:4]),
        "collinear-covariates": lambda: estimate_linear(outcome, np.column_stack([design, design[:, 1]])),
        "negative-weights": lambda: estimate_linear(outcome, design, weights=-weights),
        "no-weight": lambda: estimate_linear(outcome, design, weights=0 * weights),
        "not-finite": lambda: estimate_linear(outcome, np.where(design == 1, np.inf, design)),
        "full-leverage": lambda: estimate_linear(outcome, np.column_stack([design, np.arange(40) == 3])),
        "no-variation": lambda: contrast_of(estimate_linear(design @ [0.1, 2, 3, 4], design), 1),
        "unequal-lengths": lambda: estimate_linear(outcome, design, absorb=groups[1:]),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
