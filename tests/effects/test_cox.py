"""Cox's model agrees with R's survival package on the 432 men of Rossi, Berk & Lenihan.

Expected numbers: R 4.2.2, survival 3.5-3, coxph(..., ties = "efron" | "breslow"), robust = TRUE for the sandwich;
-0.37942 (0.19138) is also printed by Fox & Weisberg and by Allison (2010). coxph stops at a relative change of
1e-9 in the log-likelihood, 2e-8 short in the coefficients; the same fits by statsmodels, iterated to the end,
are held to 1e-12. Covariates: fin, age, race (black = 1), wexp, mar (married = 1), paro, prio.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.effects.cox import build_hazard_ratio, estimate_cox
from idmaj.errors import EstimationError

COEFFICIENTS = {
    "efron": [
        -0.379422166485887,
        -0.0574377426840623,
        0.313899787842499,
        -0.149795697666537,
        -0.433703877937309,
        -0.0848710825003947,
        0.091497080985296,
    ],
    "breslow": [
        -0.379021887430794,
        -0.0572459250446639,
        0.314129766907369,
        -0.151114600055965,
        -0.432782573762873,
        -0.084982835267301,
        0.0911115420915654,
    ],
}
ERRORS = {
    "efron": [
        0.191379480713543,
        0.02199947060068,
        0.307992776557418,
        0.212224296248623,
        0.381868057668791,
        0.195756671906624,
        0.0286485499599737,
    ],
    "breslow": [
        0.191364425859774,
        0.0219831857251267,
        0.308017279736953,
        0.212123160883743,
        0.381794935262924,
        0.195748207309154,
        0.0286312529561066,
    ],
}
ROBUST = [
    0.195541778981962,
    0.0253361462639771,
    0.292328555346832,
    0.218060315283669,
    0.380244465749984,
    0.199200829598849,
    0.0289745946316345,
]
LOG_LIKELIHOOD = {
    "efron": (-675.380632346871, -658.747659446087),
    "breslow": (-675.683389417497, -659.120605677328),
}
TESTS = {
    "efron": {
        "likelihood_ratio": (33.2659458015687, 2.36204505370061e-05),
        "score": (33.5286888997077, 2.1098615174343e-05),
        "wald": (32.11, 3.8709198619434e-05),
    },
    "breslow": {
        "likelihood_ratio": (33.1255674803381, 2.5087760343313e-05),
        "score": (33.3828204240907, 2.24638309023725e-05),
        "wald": (31.98, 4.09463339239752e-05),
    },
}


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_rossi_agrees_with_r(rossi, ties):
    fit = estimate_cox(rossi.week, rossi.arrest, np.column_stack([rossi.aid, rossi.covariates]), ties=ties)
    assert fit.coefficients == pytest.approx(COEFFICIENTS[ties], rel=3e-8)
    assert np.sqrt(np.diag(fit.vcov)) == pytest.approx(ERRORS[ties], rel=1e-8)
    assert (fit.log_likelihood_null, fit.log_likelihood) == pytest.approx(LOG_LIKELIHOOD[ties], rel=1e-14)
    assert (fit.n, fit.n_events) == (432, 114)
    for name, (statistic, p_value) in TESTS[ties].items():
        result = getattr(fit, name)
        # R prints Wald's statistic to two decimals, its p-value in full
        assert result.statistic == pytest.approx(statistic, abs=0.005 if name == "wald" else 1e-10)
        assert result.p_value == pytest.approx(p_value, rel=3e-7)
        assert result.df == 7


def test_rossi_sandwich_agrees_with_r(rossi):
    fit = estimate_cox(rossi.week, rossi.arrest, np.column_stack([rossi.aid, rossi.covariates]))
    assert np.sqrt(np.diag(fit.vcov_robust)) == pytest.approx(ROBUST, rel=1e-8)
    assert fit.wald_robust.p_value == pytest.approx(6.06035803346342e-05, rel=3e-7)
    ratio = build_hazard_ratio(fit, 0)
    assert ratio.estimate == pytest.approx(0.68425668144338, rel=1e-7)
    assert ratio.p_value == pytest.approx(0.0523355069274636, rel=1e-7)
    model = build_hazard_ratio(fit, 0, robust=False)
    assert model.p_value == pytest.approx(0.0474160948657743, rel=1e-6)


def simulated(seed: int, n: int = 50, *, decimals: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    covariates = rng.normal(size=(n, 2))
    time = (rng.exponential(8, size=n) * np.exp(-0.6 * covariates[:, 0])).round(decimals) + 1
    return time, rng.random(n) < 0.7, covariates


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize(("n", "decimals"), [(60, 0), (500, 1), (800, 12)])
def test_agrees_with_statsmodels_to_the_last_digits(ties, n, decimals):
    time, event, covariates = simulated(11, n, decimals=decimals)
    fit = estimate_cox(time, event, covariates, ties=ties)
    peer = sm.PHReg(time, covariates, status=event, ties=ties).fit(disp=0)
    assert fit.coefficients == pytest.approx(peer.params, rel=1e-12)
    assert fit.vcov == pytest.approx(peer.cov_params(), rel=1e-12)
    assert fit.log_likelihood == pytest.approx(peer.llf, rel=1e-13)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_sandwich_is_the_infinitesimal_jackknife(ties):
    # Lin and Wei's dfbeta is the derivative of the estimate with respect to each person's weight
    time, event, covariates = simulated(2, 80)

    def coefficients(person, change):
        weights = np.ones(80)
        weights[person] += change
        return estimate_cox(time, event, covariates, ties=ties, weights=weights).coefficients

    dfbeta = np.array([(coefficients(i, 1e-4) - coefficients(i, -1e-4)) / 2e-4 for i in range(80)])
    fit = estimate_cox(time, event, covariates, ties=ties)
    assert fit.vcov_robust == pytest.approx(dfbeta.T @ dfbeta, rel=1e-6)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_likelihood_is_the_published_product(ties):
    # Efron (1977) and Breslow (1974), written as loops
    time, event, covariates = simulated(7, 40)
    weights = np.random.default_rng(1).integers(1, 4, size=40).astype(float)
    fit = estimate_cox(time, event, covariates, ties=ties, weights=weights)

    def log_likelihood(b):
        risk, total = weights * np.exp(covariates @ b), 0.0
        for moment in np.unique(time[event]):
            tied = event & (time == moment)
            total += (weights * (covariates @ b))[tied].sum()
            for k in range(tied.sum()):
                taken = k / tied.sum() if ties == "efron" else 0.0
                denominator = risk[time >= moment].sum() - taken * risk[tied].sum()
                total -= weights[tied].mean() * np.log(denominator)
        return total

    assert fit.log_likelihood == pytest.approx(log_likelihood(fit.coefficients), rel=1e-12)
    assert fit.log_likelihood_null == pytest.approx(log_likelihood(np.zeros(2)), rel=1e-12)
    for step in np.vstack([np.eye(2), -np.eye(2)]) * 1e-3:
        assert log_likelihood(fit.coefficients + step) < fit.log_likelihood


def test_integer_weights_are_copies_under_breslow():
    time, event, covariates = simulated(9, 60)
    counts = np.random.default_rng(5).integers(0, 3, size=60)
    weighted = estimate_cox(time, event, covariates, ties="breslow", weights=counts)
    copied = estimate_cox(*(np.repeat(a, counts, axis=0) for a in (time, event, covariates)), ties="breslow")
    assert weighted.coefficients == pytest.approx(copied.coefficients, rel=1e-10)
    assert weighted.vcov == pytest.approx(copied.vcov, rel=1e-10)


@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    unit=st.sampled_from([1e-5, 7.0, 1e6]),
    ties=st.sampled_from(["efron", "breslow"]),
)
def test_order_unit_and_labels(seed, unit, ties):
    time, event, covariates = simulated(seed)
    before = [time.copy(), event.copy(), covariates.copy()]
    base = estimate_cox(time, event, covariates, ties=ties)
    order = np.random.default_rng(seed).permutation(50)
    shuffled = estimate_cox(time[order], event[order], covariates[order], ties=ties)
    scaled = estimate_cox(time * 7, event, -covariates * unit + 3 * unit, ties=ties)
    assert shuffled.coefficients == pytest.approx(base.coefficients, rel=1e-9)
    assert shuffled.vcov_robust == pytest.approx(base.vcov_robust, rel=1e-9)
    assert scaled.coefficients * unit == pytest.approx(-base.coefficients, rel=1e-7)
    assert scaled.vcov_robust * unit**2 == pytest.approx(base.vcov_robust, rel=1e-7)
    assert scaled.score.statistic == pytest.approx(base.score.statistic)
    for array, copy in zip([time, event, covariates], before, strict=True):
        assert np.array_equal(array, copy)


@pytest.mark.parametrize("seed", range(40))
def test_a_group_without_events_is_refused(seed):
    time, event, covariates = simulated(seed)
    group = np.random.default_rng(seed).random(50) < 0.3
    ties = ["efron", "breslow"][seed % 2]
    with pytest.raises(EstimationError, match="separation"):
        estimate_cox(time, event & ~group, np.column_stack([covariates, group]), ties=ties)


def test_undefined_problems_are_refused():
    time, event, covariates = simulated(1)
    cases = {
        "no-events": lambda: estimate_cox(time, np.zeros(50), covariates),
        "no-covariates": lambda: estimate_cox(time, event, covariates[:, :0]),
        "collinear-covariates": lambda: estimate_cox(time, event, covariates[:, [0, 1, 0]]),
        "not-finite": lambda: estimate_cox(np.where(event, time, np.inf), event, covariates),
        "no-convergence": lambda: estimate_cox([1.0, 2, 3], [0, 1, 0], [[0.0], [1], [1]]),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
