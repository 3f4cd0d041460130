"""Design-based regressions agree with statsmodels' cluster sandwich where the two coincide."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.survey.design import build_survey_design
from idmaj.effects.survey.regression import estimate_survey_contrast, estimate_survey_regression
from idmaj.effects.survey.replicates import build_jackknife
from idmaj.effects.survey.totals import estimate_survey_mean
from idmaj.errors import EstimationError


def refusal(function, *arguments, **settings_) -> str:
    with pytest.raises(EstimationError) as caught:
        function(*arguments, **settings_)
    return caught.value.message_id


@pytest.fixture(scope="module")
def clustered(sample):
    return build_survey_design(sample.weights, clusters=sample.clusters)


def test_linear_regression_agrees_with_statsmodels(sample, clustered):
    x = sample.covariates[:, [0, 5, 7]]
    theirs = sm.WLS(sample.re78, sm.add_constant(x), weights=sample.weights).fit(
        cov_type="cluster", cov_kwds={"groups": sample.clusters.astype(int), "use_correction": False}
    )
    ours = estimate_survey_regression(sample.re78, x, clustered)
    assert ours.coefficients == pytest.approx(theirs.params, rel=1e-9)
    assert ours.std_errors == pytest.approx(theirs.bse * np.sqrt(25 / 24), rel=1e-9)
    assert (ours.df, ours.n, ours.n_clusters) == (24 - 3, 445, 25)


def test_logit_agrees_with_statsmodels(sample, clustered):
    x = sample.covariates[:, [0, 5, 7]]
    model = sm.GLM(
        sample.re78 > 0,
        sm.add_constant(x),
        family=sm.families.Binomial(),
        var_weights=sample.weights / sample.weights.mean(),
    )
    theirs = model.fit(
        tol=1e-14,
        cov_type="cluster",
        cov_kwds={"groups": sample.clusters.astype(int), "use_correction": False},
    )
    ours = estimate_survey_regression(sample.re78 > 0, x, clustered, model="logit")
    assert ours.coefficients == pytest.approx(theirs.params, rel=1e-7)
    assert ours.std_errors == pytest.approx(theirs.bse * np.sqrt(25 / 24), rel=1e-7)


def test_leverage_correction_is_hc2_for_people(sample):
    x = sample.covariates[:, [0, 5, 7]]
    theirs = sm.WLS(sample.re78, sm.add_constant(x), weights=sample.weights).fit(cov_type="HC2")
    ours = estimate_survey_regression(
        sample.re78, x, build_survey_design(sample.weights), correction="leverage"
    )
    # residuals so corrected no longer sum to 0, and their mean is taken out
    assert ours.std_errors == pytest.approx(theirs.bse * np.sqrt(445 / 444), rel=1e-5)


def test_leverage_correction_of_clusters_is_the_symmetric_root(sample, clustered):
    """Bell and McCaffrey's (I - H_gg)^(-1/2), written out cluster by cluster."""
    x = np.column_stack([np.ones(445), sample.covariates[:, [0, 7]]])
    root = np.sqrt(sample.weights)
    rows, y = x * root[:, None], sample.re78 * root
    bread = np.linalg.inv(rows.T @ rows)
    residuals = y - rows @ bread @ rows.T @ y
    scores = []
    for label in np.unique(sample.clusters):
        own = rows[sample.clusters == label]
        values, vectors = np.linalg.eigh(np.eye(len(own)) - own @ bread @ own.T)
        adjusted = (vectors * values**-0.5) @ vectors.T @ residuals[sample.clusters == label]
        scores.append(bread @ own.T @ adjusted)
    deviations = np.array(scores) - np.mean(scores, axis=0)
    expected = np.sqrt(25 / 24 * (deviations**2).sum(axis=0))
    ours = estimate_survey_regression(sample.re78, x[:, 1:], clustered, correction="leverage")
    assert ours.std_errors == pytest.approx(expected, rel=1e-8)


def test_intercept_alone_is_the_mean(sample):
    ours = estimate_survey_regression(sample.re78, np.empty((445, 0)), sample.design)
    mean = estimate_survey_mean(sample.re78, sample.design)
    assert [ours.coefficients[0], ours.std_errors[0]] == pytest.approx([mean.estimate, mean.std_error])
    assert ours.df == mean.df


def test_contrast_is_the_difference_of_weighted_means(sample):
    ours = estimate_survey_contrast(sample.re78, sample.treated, sample.design, correction="none")
    arms = [estimate_survey_mean(sample.re78, sample.design, domain=sample.treated == a) for a in (0, 1)]
    assert ours.estimate == pytest.approx(arms[1].estimate - arms[0].estimate)
    assert (ours.df, ours.n_clusters) == (22, 25)
    wider = estimate_survey_contrast(sample.re78, sample.treated, sample.design)
    assert wider.estimate == ours.estimate
    assert ours.std_error < wider.std_error < 1.2 * ours.std_error


def test_weightless_people_are_left_out_and_domains_are_regressions_of_their_own(sample):
    domain = sample.nodegree == 1
    design = build_survey_design(sample.weights * domain)
    asked = estimate_survey_contrast(
        sample.re78, sample.treated, build_survey_design(sample.weights), domain=domain
    )
    weightless = estimate_survey_contrast(sample.re78, sample.treated, design)
    assert asked.estimate == pytest.approx(weightless.estimate)
    assert asked.std_error == pytest.approx(weightless.std_error)
    assert asked.df == weightless.df == 348 - 2


def test_replicates_carry_regressions(sample):
    x, design = sample.covariates[:, [0, 7]], build_survey_design(sample.weights)
    linear = estimate_survey_regression(sample.re78, x, build_jackknife(design))
    theirs = sm.WLS(sample.re78, sm.add_constant(x), weights=sample.weights).fit(cov_type="HC3")
    # leaving one person out is HC3 but for the mean of the replicates and (n - 1)/n
    assert linear.std_errors == pytest.approx(theirs.bse, rel=2e-3)
    logit = estimate_survey_regression(sample.re78 > 0, x, build_jackknife(design), model="logit")
    linearised = estimate_survey_regression(sample.re78 > 0, x, design, model="logit")
    assert logit.coefficients == pytest.approx(linearised.coefficients)
    assert logit.std_errors == pytest.approx(linearised.std_errors, rel=0.06)
    assert (logit.std_errors > linearised.std_errors).all()


def test_what_is_not_defined_is_named(sample):
    y, arm, design = sample.re78, sample.treated, sample.design
    assert refusal(estimate_survey_contrast, y, np.ones(445), design) == "empty-arm"
    weightless = build_survey_design(sample.weights * (arm == 1))
    assert refusal(estimate_survey_contrast, y, arm, weightless) == "empty-arm"
    assert refusal(estimate_survey_contrast, np.zeros(445), arm, design) == "no-variation"
    halves = np.repeat([0, 1], [60, 385])
    one_each = build_survey_design(np.ones(445), clusters=halves)
    assert refusal(estimate_survey_contrast, y, halves, one_each) == "one-cluster-per-arm"
    twice = np.column_stack([sample.re75, 2 * sample.re75])
    assert refusal(estimate_survey_regression, y, twice, design) == "collinear-covariates"
    told = np.column_stack([y > 0])
    assert refusal(estimate_survey_regression, y > 0, told, design, model="logit") == "separation"
    few = build_survey_design(np.ones(445), clusters=np.arange(445) % 3)
    assert refusal(estimate_survey_regression, y, sample.covariates[:, :3], few) == "too-few-people"


def test_an_arm_may_not_hang_on_one_person():
    weights = np.r_[8.0, np.ones(6), np.full(30, 1.0)]
    arm = np.r_[np.ones(7), np.zeros(30)]
    outcome = np.arange(37.0)
    assert refusal(estimate_survey_contrast, outcome, arm, build_survey_design(weights)) == "extreme-weights"


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-6, 1e6), st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_units_order_and_swapped_arms_change_nothing(seed, mass, unit, covariate_unit):
    rng = np.random.default_rng(seed)
    y, x, weights = rng.normal(size=24), rng.normal(size=(24, 1)), rng.uniform(1, 3, size=24)
    arm, clusters = np.tile([0, 1], 12), np.repeat(np.arange(12), 2)
    before = estimate_survey_contrast(y, arm, build_survey_design(weights, clusters=clusters), covariates=x)
    order = rng.permutation(24)
    design = build_survey_design(mass * weights[order], clusters=-clusters[order])
    after = estimate_survey_contrast(
        unit * y[order], 1 - arm[order], design, covariates=covariate_unit * x[order]
    )
    assert -after.estimate / unit == pytest.approx(before.estimate, rel=1e-7, abs=1e-10)
    assert after.std_error / unit == pytest.approx(before.std_error, rel=1e-7)
