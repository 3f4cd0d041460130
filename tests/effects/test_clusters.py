"""Clustered errors agree with diff-diff, pyfixest and statsmodels on the National Supported Work experiment.

Clusters are made of the data's own columns: years of schooling cut to 5-14 (10 clusters), age (34 clusters).
CR2 and its degrees of freedom: diff-diff 3.13.0, compute_robust_vcov(vcov_type="hc2_bm"), with dummies for the
absorbed groups. CR1 with absorbed groups: pyfixest 0.60.0, k_fixef "full" and "nonnested". On data that may not
enter the repository the same code gives R clubSandwich 0.5.8's and sandwich 3.0-2's numbers for Petersen's
panel (firm 0.0506777667, year 0.0333960820 with 8.98943608 degrees of freedom, two-way 0.0535580229).
"""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import stdtrit

from idmaj.effects.linear import estimate_linear
from idmaj.errors import EstimationError


@pytest.fixture(scope="module")
def study(nsw):
    design = np.column_stack([np.ones(445), nsw.treated, nsw.covariates])
    schooling = np.clip(nsw.covariates[:, 1], 5, 14)
    return nsw.re78, design, schooling, nsw.covariates[:, 0]


@pytest.fixture(scope="module")
def without_schooling(nsw):
    return np.column_stack([nsw.treated, nsw.covariates[:, [0, 2, 3, 4, 6, 7]]])


@pytest.mark.parametrize(
    ("which", "std_error", "df"),
    [(2, 589.0280910356173, 4.63552609527793), (3, 687.9855117326086, 16.999724029034034)],
)
def test_cr2_agrees_with_diff_diff(study, which, std_error, df):
    fit = estimate_linear(study[0], study[1], clusters=study[which])
    assert (fit.std_errors[1], fit.df[1]) == pytest.approx((std_error, df), rel=1e-11)
    assert fit.errors == "CR2"


@pytest.mark.parametrize(
    ("which", "std_error", "df"),
    [(2, 585.9335484444679, 4.505231969132795), (3, 678.3596645852994, 16.73731706328687)],
)
def test_cr2_with_absorbed_groups_agrees_with_diff_diff(study, without_schooling, which, std_error, df):
    fit = estimate_linear(study[0], without_schooling, clusters=study[which], absorb=study[2])
    # The peer's dummies beside covariates in dollars leave it about nine digits.
    assert (fit.std_errors[0], fit.df[0]) == pytest.approx((std_error, df), rel=5e-9)


def test_cr1_with_absorbed_groups_agrees_with_pyfixest(study, without_schooling):
    outcome, _, schooling, age = study

    def error(clusters, factor):
        fit = estimate_linear(
            outcome, without_schooling, clusters=clusters, absorb=schooling, errors="CR1", factor=factor
        )
        return fit.std_errors[0]

    assert error(schooling, "full") == pytest.approx(567.1613281882488, rel=1e-11)
    assert error(schooling, "nested") == pytest.approx(561.2906100820956, rel=1e-11)
    assert error(age, "full") == error(age, "nested") == pytest.approx(672.934815641293, rel=1e-11)


@pytest.mark.parametrize("columns", [[0, 1], [0, 1, 9]])
def test_cr1_and_cr0_agree_with_statsmodels(study, columns):
    outcome, design, schooling, _ = study
    peer = sm.OLS(outcome, design[:, columns])
    for use_correction, errors in ((True, "CR1"), (False, "CR0")):
        groups = {"groups": schooling.astype(int), "use_correction": use_correction}
        expected = peer.fit(cov_type="cluster", cov_kwds=groups).bse
        fit = estimate_linear(outcome, design[:, columns], clusters=schooling, errors=errors)
        assert fit.std_errors == pytest.approx(expected, rel=1e-10)
        assert (fit.n_clusters, *fit.df) == (10, *[9.0] * len(columns))


def two_way():
    """Rows with effects of both dimensions, so that the two-way covariance is positive definite."""
    rng = np.random.default_rng(8)
    first, second = np.repeat(np.arange(30), 8), np.tile(np.arange(8), 30)
    design = np.column_stack([np.ones(240), rng.normal(size=30)[first] + rng.normal(size=8)[second]])
    noise = rng.normal(size=30)[first] + rng.normal(size=8)[second] + rng.normal(size=240)
    return design @ [1.0, 2.0] + noise, design, first, second


def test_two_dimensions_agree_with_statsmodels():
    outcome, design, first, second = two_way()
    fit = estimate_linear(outcome, design, clusters=(first, second))
    groups = {"groups": np.column_stack([first, second])}
    expected = sm.OLS(outcome, design).fit(cov_type="cluster", cov_kwds=groups)
    assert fit.vcov == pytest.approx(expected.cov_params(), rel=1e-9)
    assert (fit.errors, fit.n_clusters) == ("CR1", 8)
    smallest = estimate_linear(outcome, design, clusters=(first, second), factor="minimum")
    plain = estimate_linear(outcome, design, clusters=(first, second), errors="CR0")
    assert smallest.vcov == pytest.approx(plain.vcov * 8 / 7 * 239 / 238, rel=1e-12)


def test_two_dimensions_never_give_a_negative_variance(study):
    outcome, design, schooling, age = study
    fit = estimate_linear(outcome, design[:, [0, 1, 2, 8, 9]], clusters=(schooling, age))
    # statsmodels gives NaN for the last column of this regression.
    assert (fit.std_errors > 0).all()


def test_cr2_of_single_members_is_hc2(study):
    outcome, design, _, _ = study
    alone = estimate_linear(outcome, design, clusters=np.arange(445))
    assert alone.vcov == pytest.approx(estimate_linear(outcome, design, errors="HC2").vcov, rel=1e-9)


def test_degrees_of_freedom_of_two_means():
    """Bell and McCaffrey's for two arms, in the closed form of Imbens & Kolesár (2016), Review 98, section II."""
    n0, n1 = 27, 3
    treated = np.arange(n0 + n1) < n1
    outcome = np.random.default_rng(4).normal(size=n0 + n1)
    design = np.column_stack([np.ones(n0 + n1), treated])
    fit = estimate_linear(outcome, design, clusters=np.arange(n0 + n1))
    expected = (n0 + n1) ** 2 * (n0 - 1) * (n1 - 1) / (n1**2 * (n1 - 1) + n0**2 * (n0 - 1))
    assert fit.df[1] == pytest.approx(expected, rel=1e-12)


def test_clusters_that_no_error_fits_are_refused(study):
    outcome, design, schooling, age = study
    with pytest.raises(EstimationError, match="too-few-groups"):
        estimate_linear(outcome, design, clusters=np.zeros(445))
    with pytest.raises(EstimationError, match="missing-group"):
        estimate_linear(outcome, design, clusters=np.where(age == 30, np.nan, age))
    with pytest.raises(ValueError, match="HC2"):
        estimate_linear(outcome, design, clusters=age, errors="HC2")
    with pytest.raises(ValueError, match="CR2"):
        estimate_linear(outcome, design, clusters=(age, schooling), errors="CR2")


@pytest.mark.full
def test_intervals_cover_with_ten_clusters():
    hits = 0
    for seed in range(2000):
        rng = np.random.default_rng(seed)
        codes = np.repeat(np.arange(10), rng.integers(4, 20, 10))
        treated = (rng.permutation(10) < 4)[codes]
        outcome = treated + rng.normal(size=10)[codes] + rng.normal(size=len(codes))
        fit = estimate_linear(outcome, np.column_stack([np.ones(len(codes)), treated]), clusters=codes)
        hits += abs(fit.coefficients[1] - 1) <= stdtrit(fit.df[1], 0.975) * fit.std_errors[1]
    assert hits / 2000 >= 0.935
