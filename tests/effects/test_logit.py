"""The logit agrees with R and statsmodels, and refuses what has no finite estimate.

Expected numbers: R 4.2.2, glm(arrest ~ fin + age + race + wexp + mar + paro + prio, binomial) on the 432 men of
Rossi, Berk & Lenihan; HC0 by sandwich 3.0-2. R stops at a deviance change of 1e-8, hence the tolerances; the
same fit by statsmodels, iterated to the end, is held to 1e-9.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from idmaj.effects.logit import build_design, estimate_logit, solve_logit
from idmaj.errors import EstimationError

COEFFICIENTS = [
    0.342888777366803,
    -0.437282825891679,
    -0.0674216306223394,
    0.35385610073926,
    -0.152364128691524,
    -0.490152135710389,
    -0.0881459677203517,
    0.101362559819337,
]
ERRORS = [
    0.68024149667385,
    0.22853290435015,
    0.0243757867097434,
    0.364276835851683,
    0.250777148566198,
    0.422565879135788,
    0.236196612362539,
    0.0381434994374608,
]
HC0 = [
    0.730086774850272,
    0.23018273283661,
    0.0269186215525948,
    0.351548295264504,
    0.256771228089416,
    0.427649938186028,
    0.234892550339543,
    0.0358063081003853,
]


def test_rossi_agrees_with_r(rossi):
    fit = estimate_logit(rossi.arrest, np.column_stack([rossi.aid, rossi.covariates]))
    assert fit.coefficients == pytest.approx(COEFFICIENTS, rel=1e-7)
    assert np.sqrt(np.diag(fit.vcov)) == pytest.approx(ERRORS, rel=2e-5)
    assert np.sqrt(np.diag(fit.vcov_robust)) == pytest.approx(HC0, rel=2e-5)
    assert fit.log_likelihood == pytest.approx(-233.684517460122, rel=1e-12)


def test_rossi_agrees_with_statsmodels(rossi):
    design = np.column_stack([rossi.aid, rossi.covariates])
    fit = estimate_logit(rossi.arrest, design)
    peer = sm.Logit(rossi.arrest, sm.add_constant(design)).fit(
        disp=0, method="newton", tol=1e-14, maxiter=100
    )
    robust = sm.Logit(rossi.arrest, sm.add_constant(design)).fit(disp=0, tol=1e-14, cov_type="HC0")
    assert fit.coefficients == pytest.approx(peer.params, rel=1e-9)
    assert fit.vcov == pytest.approx(peer.cov_params(), rel=1e-9)
    assert fit.vcov_robust == pytest.approx(robust.cov_params(), rel=1e-9)
    assert fit.probabilities == pytest.approx(peer.predict(), rel=1e-10)


def test_propensity_of_the_survey_agrees_with_r(nsw_cps):
    # R 4.2.2, glm(treat ~ age + educ + black + hisp + marr + nodegree + re74 + re75, binomial)
    expected = [
        -5.60499437827944,
        -0.00377829957027619,
        0.0345835343288069,
        4.20684995589406,
        1.79362735987596,
        -0.989915142043084,
        1.03550715996994,
        -2.92513879818166e-05,
        -0.000211758499905242,
    ]
    fit = estimate_logit(nsw_cps.treated, nsw_cps.covariates)
    assert fit.coefficients == pytest.approx(expected, rel=1e-10)


def simulated(seed: int, n: int = 60) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    covariates = rng.normal(size=(n, 2))
    return (rng.random(n) < 1 / (1 + np.exp(-0.7 * covariates[:, 0]))), covariates


def test_integer_weights_are_copies():
    outcome, covariates = simulated(1)
    counts = np.random.default_rng(2).integers(0, 4, size=60)
    weighted = estimate_logit(outcome, covariates, weights=counts)
    copied = estimate_logit(np.repeat(outcome, counts), np.repeat(covariates, counts, axis=0))
    assert weighted.coefficients == pytest.approx(copied.coefficients, rel=1e-9)
    assert weighted.vcov == pytest.approx(copied.vcov, rel=1e-9)


def test_many_people_agree_with_statsmodels_and_separation_is_still_found():
    # from a thinned sample on: the start changes, not the end
    rng = np.random.default_rng(3)
    covariates = rng.normal(size=(60_000, 3)) * [1, 50, 0.01] + [0, 1_000, 3]
    outcome = rng.random(60_000) < 1 / (1 + np.exp(2 - covariates[:, 0]))
    fit = estimate_logit(outcome, covariates)
    family = sm.families.Binomial()
    peer = sm.GLM(outcome.astype(float), sm.add_constant(covariates), family=family).fit(tol=1e-13)
    assert fit.probabilities == pytest.approx(peer.predict(), rel=1e-8)
    score = sm.add_constant(covariates) * (outcome - peer.predict())[:, None]
    robust = peer.cov_params() @ (score.T @ score) @ peer.cov_params()
    assert fit.vcov_robust.diagonal() == pytest.approx(np.diag(robust), rel=1e-6)
    with pytest.raises(EstimationError) as caught:
        estimate_logit(covariates[:, 0] > 0.3, covariates)
    assert caught.value.message_id == "separation"
    rare = np.zeros((60_000, 1))
    rare[7::20_001] = 1.0  # nobody of the thinned sample
    with pytest.raises(EstimationError) as caught:
        estimate_logit(outcome | (rare[:, 0] > 0), np.column_stack([covariates, rare]))
    assert caught.value.message_id == "separation"


@pytest.mark.parametrize("start", [[0.0, 0.0, 0.0], [1.0, -2.0, 0.5], [40.0, -90.0, 3.0]])
def test_any_start_ends_at_the_same_point(start):
    outcome, covariates = simulated(4)
    design = build_design(covariates)
    optimum = solve_logit(outcome * 1.0, design, weight=np.ones(60), start=np.array(start))
    expected = solve_logit(outcome * 1.0, design, weight=np.ones(60))
    assert optimum.point == pytest.approx(expected.point, rel=1e-9)


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-6, 7.0, 1e6]))
def test_order_unit_and_labels(seed, unit):
    outcome, covariates = simulated(seed)
    before = covariates.copy()
    base = estimate_logit(outcome, covariates)
    order = np.random.default_rng(seed).permutation(60)
    assert estimate_logit(outcome[order], covariates[order]).coefficients == pytest.approx(base.coefficients)
    scaled = estimate_logit(~outcome, covariates * unit + 3 * unit)
    assert scaled.coefficients[1:] * unit == pytest.approx(-base.coefficients[1:], rel=1e-6, abs=1e-9)
    assert scaled.probabilities == pytest.approx(1 - base.probabilities, abs=1e-9)
    assert np.array_equal(covariates, before)


def is_separated(outcome: np.ndarray, covariates: np.ndarray) -> bool:
    """Konis (2007): a linear programme finds a separating direction where there is one."""
    design = np.column_stack([np.ones(len(outcome)), covariates]) * np.where(outcome, 1.0, -1.0)[:, None]
    found = linprog(-design.sum(axis=0), A_ub=-design, b_ub=np.zeros(len(outcome)), bounds=(-1, 1))
    return -found.fun > 1e-7


def test_separation_is_found_exactly_where_a_linear_programme_finds_it():
    verdicts = {True: 0, False: 0}
    for seed in range(300):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(7, 20))
        covariates = rng.normal(size=(n, 2))
        covariates = covariates.round() if seed % 2 else covariates
        outcome = rng.random(n) < 0.3
        try:
            estimate_logit(outcome, covariates)
            refused = False
        except EstimationError as problem:
            assert problem.message_id == "separation"
            refused = True
        assert refused == is_separated(outcome, covariates)
        verdicts[refused] += 1
    assert min(verdicts.values()) >= 30


def test_undefined_problems_are_refused():
    outcome, covariates = simulated(5)
    cases = {
        "separation": lambda: estimate_logit(np.zeros(60), covariates),
        "collinear-covariates": lambda: estimate_logit(outcome, covariates[:, [0, 0]]),
        "not-binary": lambda: estimate_logit(np.arange(60), covariates),
        "too-few-people": lambda: estimate_logit([0, 1], covariates[:2]),
        "no-weight": lambda: estimate_logit(outcome, covariates, weights=np.zeros(60)),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
