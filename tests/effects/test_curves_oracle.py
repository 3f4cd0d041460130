"""Curves and their tests with weights, late entries, clusters and strata, against R 4.2.2, survival and cmprsk."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effects.oracle_people import read_people

from idmaj.effects.bands import estimate_simultaneous_band
from idmaj.effects.cumulative_incidence import estimate_cumulative_incidence, estimate_incidence
from idmaj.effects.gray import estimate_gray
from idmaj.effects.log_rank import estimate_log_rank
from idmaj.effects.pseudo_observations import estimate_pseudo_observations
from idmaj.effects.restricted_mean import estimate_restricted_mean
from idmaj.effects.survival import estimate_kaplan_meier, estimate_survival
from idmaj.effects.time_lost import estimate_time_lost
from idmaj.errors import EstimationError

PEOPLE = read_people()
TIME, EVENT, CAUSE = (PEOPLE[name].to_numpy() for name in ("week", "arrest", "cause"))
TIME = TIME.astype(float)
ENTRY, WEIGHTS, CLUSTERS, STRATA = (PEOPLE[name].to_numpy() for name in ("entry", "w", "cl", "st"))
WEEKS = [13.0, 26.0, 52.0]


def test_kaplan_meier_with_late_entry():
    # summary(survfit(Surv(entry, week, arrest) ~ 1, d), times = c(13, 26, 52))
    at = estimate_survival(estimate_kaplan_meier(TIME, EVENT, entry=ENTRY), WEEKS)
    assert at.estimate == pytest.approx([0.951489794971, 0.872968792473, 0.734402317478], abs=1e-10)
    assert at.std_error == pytest.approx([0.0106365866602, 0.0161743344414, 0.0213158535756], abs=1e-10)


def test_weighted_kaplan_meier_with_robust_errors():
    # survfit(Surv(week, arrest) ~ 1, d, weights = w, robust = TRUE)
    at = estimate_survival(estimate_kaplan_meier(TIME, EVENT, weights=WEIGHTS), WEEKS)
    assert at.estimate == pytest.approx([0.953256704981, 0.869731800766, 0.724137931034], abs=1e-10)
    assert at.std_error == pytest.approx([0.0105527388715, 0.0169949601136, 0.0225097489008], abs=1e-9)


def test_kaplan_meier_of_clusters():
    # survfit(Surv(week, arrest) ~ 1, d, cluster = cl, robust = TRUE)
    at = estimate_survival(estimate_kaplan_meier(TIME, EVENT, clusters=CLUSTERS), WEEKS)
    assert at.std_error == pytest.approx([0.0103796435716, 0.0150907463083, 0.0190979799561], abs=1e-9)


def test_log_rank_of_strata_and_of_several_groups():
    # survdiff(Surv(week, arrest) ~ fin + strata(st), d); survdiff(… ~ educ, d)
    stratified = estimate_log_rank(TIME, EVENT, PEOPLE["fin"], strata=STRATA)
    assert stratified.statistic == pytest.approx(3.76421421071, abs=1e-9)
    assert estimate_log_rank(TIME, EVENT, PEOPLE["educ"]).statistic == pytest.approx(10.4562628439, abs=1e-9)


@pytest.mark.parametrize(
    ("group", "settings_", "statistics"),
    [
        ("fin", {}, (1.0475755257, 2.36183931701)),  # cuminc(d$week, ev, d$fin)$Tests
        ("fin", {"strata": STRATA}, (1.04595820198, 2.21028549746)),  # strata = d$st
        ("educ", {}, (3.43616566047, 8.78939181081)),  # several groups
    ],
)
def test_gray(group, settings_, statistics):
    found = [
        estimate_gray(TIME, CAUSE, PEOPLE[group], cause_of_interest=cause, **settings_).statistic
        for cause in (1, 2)
    ]
    assert found == pytest.approx(statistics, rel=1e-8)


def test_aalen_johansen_with_weights():
    # survfit(Surv(week, factor(ev, 0:2)) ~ 1, d, weights = w, id = …): pstate, std.err
    curve = estimate_cumulative_incidence(TIME, CAUSE, n_causes=2, weights=WEIGHTS)
    one, two = (estimate_incidence(curve, [26.0, 52.0], cause=cause) for cause in (1, 2))
    assert one.estimate == pytest.approx([0.072030651341, 0.140996168582], abs=1e-10)
    assert two.estimate == pytest.approx([0.0582375478927, 0.134865900383], abs=1e-10)
    assert one.std_error == pytest.approx([0.0132188949191, 0.0177733562712], abs=1e-9)
    assert two.std_error == pytest.approx([0.0116644010204, 0.0170694460298], abs=1e-9)


def test_aalen_johansen_with_late_entry():
    # survfit(Surv(entry, week, factor(ev, 0:2)) ~ 1, d, id = …)
    curve = estimate_cumulative_incidence(TIME, CAUSE, n_causes=2, entry=ENTRY)
    one, two = (estimate_incidence(curve, [26.0, 52.0], cause=cause) for cause in (1, 2))
    assert one.estimate == pytest.approx([0.0692951762783, 0.133959531276], abs=1e-10)
    assert one.std_error == pytest.approx([0.0124547283506, 0.016530775892], abs=1e-9)
    assert two.std_error == pytest.approx([0.0112093933018, 0.0162534527443], abs=1e-9)


def test_the_error_is_that_of_the_pseudo_observations():
    curve = estimate_cumulative_incidence(TIME, CAUSE, n_causes=2, entry=ENTRY)
    at = estimate_incidence(curve, [40.0], limit="left")
    pseudo = estimate_pseudo_observations(TIME, CAUSE == 1, competing=CAUSE == 2, entry=ENTRY, horizon=40)
    assert pseudo.mean() == pytest.approx(at.estimate[0], abs=1e-12)
    assert pseudo.std() / np.sqrt(len(pseudo)) == pytest.approx(at.std_error[0], abs=1e-12)


@given(seed=st.integers(0, 10_000), n=st.integers(5, 80), tau=st.integers(1, 20), period=st.booleans())
@settings(max_examples=200, deadline=None)
def test_without_censoring_the_risk_is_the_share(seed, n, tau, period):
    rng = np.random.default_rng(seed)
    time, cause = np.ceil(rng.exponential(10, n)), rng.integers(1, 3, n)
    time[0] = 30.0
    limit = "value" if period else "left"
    before = time <= tau if period else time < tau
    curve = estimate_cumulative_incidence(time, cause, n_causes=2)
    for own in (1, 2):
        share = (before & (cause == own)).mean()
        assert estimate_incidence(curve, [tau], cause=own, limit=limit).estimate[0] == pytest.approx(
            share, abs=1e-12
        )
    survival = estimate_survival(estimate_kaplan_meier(time, np.ones(n)), [tau], limit=limit)
    assert survival.estimate[0] == pytest.approx(1 - before.mean(), abs=1e-12)


def test_risks_and_survival_add_up_and_so_do_times():
    curve = estimate_cumulative_incidence(TIME, CAUSE, n_causes=2)
    free = estimate_kaplan_meier(TIME, CAUSE > 0)
    lost = [estimate_time_lost(curve, 40.0, cause=cause).estimate for cause in (1, 2)]
    assert sum(lost) + estimate_restricted_mean(free, 40.0).estimate == pytest.approx(40.0, abs=1e-10)
    risks = [estimate_incidence(curve, [40.0], cause=cause).estimate[0] for cause in (1, 2)]
    assert sum(risks) + estimate_survival(free, [40.0]).estimate[0] == pytest.approx(1.0, abs=1e-12)


def test_a_band_is_wider_than_pointwise_intervals_and_covers_the_whole_curve():
    rng, covered, rounds = np.random.default_rng(5), 0, 200
    grid = np.linspace(2, 8, 25)
    for _ in range(rounds):
        time, until = rng.exponential(10, 120), rng.uniform(5, 15, 120)
        curve = estimate_kaplan_meier(np.minimum(time, until), time <= until)
        band = estimate_simultaneous_band(curve, grid, t_low=2, t_high=8)
        pointwise = estimate_survival(curve, grid)
        inside = np.isfinite(band.conf_low)
        assert (band.conf_low[inside] <= pointwise.conf_low[inside] + 1e-9).all()
        truth = np.exp(-grid[inside] / 10)
        covered += bool(((band.conf_low[inside] <= truth) & (truth <= band.conf_high[inside])).all())
    assert covered / rounds > 0.90  # three Monte-Carlo errors below 0.95


def test_a_horizon_beyond_the_data_is_refused_by_name():
    curve = estimate_cumulative_incidence(TIME, CAUSE, n_causes=2)
    for attempt in (
        lambda: estimate_incidence(curve, [53.0]),
        lambda: estimate_time_lost(curve, 53.0),
        lambda: estimate_restricted_mean(estimate_kaplan_meier(TIME, EVENT), 53.0),
    ):
        with pytest.raises(EstimationError) as error:
            attempt()
        assert error.value.message_id == "horizon-beyond-data"
