"""Resamples refitted in step are the same as refits one by one by statsmodels and numpy.

Other sources: bootstrap of the means of two arms by scipy.stats.bootstrap; the analytic errors of R's sandwich for
the National Supported Work experiment (HC2 671.00), which resampling people must approach.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from idmaj.effects import products, refits, resample_counts
from idmaj.effects.refits import build_pair_products, factorise
from idmaj.effects.resample_counts import draw_counts
from idmaj.effects.resampling import bootstrap_logit, bootstrap_ols, build_interval
from idmaj.errors import EstimationError


def make_people(n, seed, *, k=3):
    rng = np.random.default_rng(seed)
    covariates = rng.normal(size=(n, k)) * [1.0, 50.0, 0.01][:k] + 3
    signal = (covariates - 3) @ np.array([0.5, 0.01, 40.0])[:k]
    clusters = rng.integers(0, n // 4, size=n)
    return signal + rng.normal(size=n), signal + rng.logistic(size=n) > 0, covariates, clusters


def list_counts(n_units, **options):
    return np.concatenate(list(draw_counts(n_units, **options)))


@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize("model", ["ols", "logit"])
def test_each_refit_is_that_of_statsmodels(monkeypatch, clustered, model):
    monkeypatch.setattr(resample_counts, "BLOCK_CELLS", 200)
    monkeypatch.setattr(resample_counts, "FEWEST_ROWS", 5)
    monkeypatch.setattr(resample_counts, "DRAWN_CELLS", 100)
    income, works, covariates, clusters = make_people(60, 1)
    outcome = income if model == "ols" else works.astype(float)
    design = sm.add_constant(covariates)
    unit = np.unique(clusters, return_inverse=True)[1] if clustered else np.arange(60)
    options = {"clusters": clusters if clustered else None, "draws": 12, "seed": 4, "with_errors": True}
    fit = bootstrap_ols if model == "ols" else bootstrap_logit
    result = fit(outcome, design if model == "ols" else covariates, **options)
    assert result.n_undefined == 0 and result.n_units == unit.max() + 1
    peer = sm.OLS if model == "ols" else sm.Logit
    rows = [np.arange(60)]
    copies = [np.zeros(60, dtype=int)]
    for counts in list_counts(result.n_units, draws=12, seed=4):
        times = counts.astype(int)[unit]
        rows.append(np.repeat(np.arange(60), times))
        copies.append(np.concatenate([np.arange(time) for time in times]))
    ours = [np.vstack([result.estimates, result.coefficients])]
    ours.append(np.vstack([result.estimate_errors, result.std_errors]))
    for position, (chosen, copy) in enumerate(zip(rows, copies, strict=True)):
        groups = unit[chosen] * 1_000 + copy
        robust = {"cov_type": "cluster", "cov_kwds": {"groups": groups, "use_correction": False}}
        extra = {} if model == "ols" else {"disp": 0, "method": "newton", "tol": 1e-9}
        theirs = peer(outcome[chosen], design[chosen]).fit(**extra, **robust)
        assert ours[0][position] == pytest.approx(theirs.params, rel=1e-7, abs=1e-9)
        assert ours[1][position] == pytest.approx(theirs.bse, rel=1e-6)


def test_factorisation_solves_as_lapack():
    rng = np.random.default_rng(2)
    design, weights = rng.normal(size=(30, 6)), rng.exponential(size=(5, 30))
    right = rng.normal(size=(6, 5))
    factors = factorise((weights @ build_pair_products(design)).T)
    expected = [
        np.linalg.solve(design.T @ (design * w[:, None]), b) for w, b in zip(weights, right.T, strict=True)
    ]
    assert factors.is_defined.all()
    solution = factors.solve(right).T
    assert solution == pytest.approx(np.array(expected), rel=1e-9)
    singular = factorise(build_pair_products(np.ones((2, 2))).sum(axis=0)[:, None])
    assert not singular.is_defined.any()


def test_experiment_approaches_the_analytic_error(nsw):
    design = np.column_stack([np.ones(445), nsw.treated])
    arms = bootstrap_ols(nsw.re78, design, strata=nsw.treated, draws=4_000)
    assert arms.estimates[1] == pytest.approx(1794.342404270271, rel=1e-12)
    # HC0, as resampling knows no n - 1; 4 Monte-Carlo errors of a standard deviation
    assert build_interval(arms, 1).std_error == pytest.approx(668.4, rel=4 / np.sqrt(2 * 4_000))
    people = bootstrap_ols(nsw.re78, design, draws=4_000, seed=1)
    assert build_interval(people, 1).std_error == pytest.approx(670.8, rel=0.05)


def test_intervals_by_hand():
    income, _, covariates, _ = make_people(40, 3)
    draws = bootstrap_ols(income, sm.add_constant(covariates), draws=999, with_errors=True)
    values, estimate = np.sort(draws.coefficients[:, 1]), draws.estimates[1]
    low, high = values[24], values[974]  # positions 25 and 975 of 999: (999 + 1) · 0.025
    percentile, basic = (build_interval(draws, 1, kind=kind) for kind in ("percentile", "basic"))
    assert (percentile.conf_low, percentile.conf_high) == pytest.approx((low, high))
    assert (basic.conf_low, basic.conf_high) == pytest.approx((2 * estimate - high, 2 * estimate - low))
    assert percentile.std_error == pytest.approx(values.std(ddof=1))
    ratios = np.sort((draws.coefficients[:, 1] - estimate) / draws.std_errors[:, 1])
    error = draws.estimate_errors[1]
    studentised = build_interval(draws, 1, kind="studentised")
    assert (studentised.conf_low, studentised.conf_high) == pytest.approx(
        (estimate - ratios[974] * error, estimate - ratios[24] * error)
    )


def test_units_are_drawn_with_equal_chance_within_strata():
    strata = np.array([0, 1, 0, 1, 1, 0, 0])
    counts = list_counts(7, strata=strata, draws=20_000, seed=3)
    assert counts.shape == (20_000, 7)
    assert (counts[:, strata == 0].sum(axis=1) == 4).all() and (counts[:, strata == 1].sum(axis=1) == 3).all()
    sizes = np.where(strata == 0, 4, 3)
    assert counts.mean(axis=0) == pytest.approx(np.ones(7), abs=0.03)
    assert counts.var(axis=0) == pytest.approx(1 - 1 / sizes, abs=0.04)


@pytest.mark.parametrize("n_units", [2, 20, 60])
def test_counts_are_multinomial(n_units):
    counts = list_counts(n_units, draws=30_000, seed=2)
    assert (counts.sum(axis=1) == n_units).all()
    # one unit is binomial; two are negatively correlated, -1 / (n - 1); both halves share n equally
    seen = np.bincount(counts[:, 0].astype(int), minlength=7)[:7]
    expected = stats.binom.pmf(np.arange(7), n_units, 1 / n_units)
    kept = expected * 30_000 > 5
    kept[np.flatnonzero(kept)[-1]] = n_units == 2  # the last ones together, for a chi-square needs 5 of each
    seen, expected = np.append(seen[kept], 30_000 - seen[kept].sum()), np.append(expected[kept], 0)
    expected[-1] = max(1 - expected.sum(), 1e-12)
    assert stats.chisquare(seen, expected * 30_000, sum_check=False).pvalue > 0.001
    assert np.corrcoef(counts[:, 0], counts[:, -1])[0, 1] == pytest.approx(-1 / (n_units - 1), abs=0.025)
    half = counts[:, : n_units // 2].sum(axis=1)
    assert half.var() == pytest.approx(n_units / 4, rel=0.05)


def test_sums_that_exceed_begin_again(monkeypatch):
    # a mean of 1 exceeds in half of the rows, which must not change the distribution
    build = resample_counts._build_keys
    monkeypatch.setattr(resample_counts, "_build_keys", lambda mean: build(1.0))
    counts = list_counts(30, draws=20_000, seed=5)
    assert (counts.sum(axis=1) == 30).all()
    assert counts.var(axis=0).mean() == pytest.approx(1 - 1 / 30, rel=0.01)


@pytest.mark.parametrize("fit", [bootstrap_ols, bootstrap_logit])
def test_blocks_and_seeds(monkeypatch, fit):
    income, works, covariates, _ = make_people(50, 8)
    outcome = income if fit is bootstrap_ols else works
    base = fit(outcome, covariates, draws=60, seed=5).coefficients
    assert np.array_equal(fit(outcome, covariates, draws=60, seed=5).coefficients, base)
    assert not np.array_equal(fit(outcome, covariates, draws=60, seed=6).coefficients, base)
    monkeypatch.setattr(refits, "TILE_CELLS", 350)
    monkeypatch.setattr(products, "LARGEST_PRODUCT", 1_000)
    monkeypatch.setattr(products, "TILE_CELLS", 200)
    assert fit(outcome, covariates, draws=60, seed=5).coefficients == pytest.approx(base, rel=1e-8)


@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    units=st.lists(st.sampled_from([1e-5, 0.01, 3.0, 1e6]), min_size=3, max_size=3),
    fit=st.sampled_from([bootstrap_ols, bootstrap_logit]),
)
def test_units_and_labels_change_nothing(seed, units, fit):
    income, works, covariates, clusters = make_people(80, seed)
    outcome = income if fit is bootstrap_ols else works
    x = np.column_stack([np.ones(80), covariates]) if fit is bootstrap_ols else covariates
    scale = np.array([1.0, *units])
    before = x.copy()
    base = fit(outcome, x, clusters=clusters, draws=20)
    labels = np.array([f"village {code:03d}" for code in clusters])
    again = fit(outcome, x * scale[-x.shape[1] :], clusters=labels, draws=20)
    assert again.coefficients * scale == pytest.approx(base.coefficients, rel=1e-5, abs=1e-6)
    assert np.array_equal(x, before)


def test_undefined_resamples_are_counted_and_many_refused():
    rng = np.random.default_rng(0)
    y = rng.normal(size=40)
    rare = (np.arange(40) < 4).astype(float)
    result = bootstrap_ols(y, np.column_stack([np.ones(40), rare]), draws=2_000)
    # nobody of the 4 is drawn with chance 0.9^40 = 1.5 %
    assert 10 < result.n_undefined < 55
    assert len(result.coefficients) == 2_000 - result.n_undefined
    assert np.abs(result.coefficients).max() < 100
    with pytest.raises(EstimationError, match="not-identified"):
        bootstrap_ols(y, np.column_stack([np.ones(40), np.arange(40) < 1]))
    worked = rng.random(40) < 0.5
    worked[:4] = [True, True, False, True]
    with pytest.raises(EstimationError, match="not-identified"):
        bootstrap_logit(worked, rare[:, None])


def test_undefined_problems_are_refused():
    y, x = np.arange(8.0), np.column_stack([np.ones(8), np.arange(8) % 3])
    halves = np.arange(8) // 4
    cases = {
        "collinear-covariates": lambda: bootstrap_ols(y, np.column_stack([x, x[:, 1] * 2])),
        "not-a-count": lambda: bootstrap_ols(y, x, draws=0),
        "single-cluster-stratum": lambda: bootstrap_ols(y, x, clusters=halves, strata=halves),
        "cluster-crosses-strata": lambda: bootstrap_ols(y, x, clusters=halves, strata=np.arange(8) % 2),
        "too-few-groups": lambda: bootstrap_ols(y, x, clusters=np.ones(8)),
        "not-finite": lambda: bootstrap_ols(np.append(y[1:], np.inf), x),
        "unequal-lengths": lambda: bootstrap_ols(y[1:], x),
        "not-binary": lambda: bootstrap_logit(y, x[:, 1:]),
        "separation": lambda: bootstrap_logit(y > 3, y[:, None]),
    }
    for message_id, call in cases.items():
        with pytest.raises(EstimationError) as caught:
            call()
        assert caught.value.message_id == message_id
    draws = bootstrap_ols(y + np.sin(y), x, draws=500)
    with pytest.raises(EstimationError, match="not-identified"):
        build_interval(draws, 1, kind="studentised")
    with pytest.raises(EstimationError, match="confidence-level"):
        build_interval(draws, 1, conf_level=1.0)


@pytest.mark.full
@pytest.mark.parametrize("n", [60, 200, 1_000])
def test_studentised_interval_covers(n):
    rng, trials = np.random.default_rng(n), 1_000
    covered = 0
    for trial in range(trials):
        arm = np.arange(n) % 2
        income = np.where(rng.random(n) < 0.2, 0.0, rng.lognormal(0.0, 0.5, size=n)) + 0.5 * arm
        draws = bootstrap_ols(
            income, np.column_stack([np.ones(n), arm]), draws=599, seed=trial, with_errors=True
        )
        interval = build_interval(draws, 1, kind="studentised")
        covered += interval.conf_low <= 0.5 <= interval.conf_high
    assert covered / trials >= 0.935
