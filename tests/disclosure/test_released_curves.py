"""Released curves: every interval holds nobody or enough people, and no event time is told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.disclosure import release_curves, release_estimates
from idmaj.estimates import EffectEstimate, build_estimates

ARMS = ("support", "comparison")


def draw_curve(durations, events, term):
    """Kaplan-Meier rows at time 0 and at every time that somebody leaves."""
    shared = {
        "study": "synthetic", "outcome": "returned", "domain": "recidivism", "estimator": "kaplan_meier",
        "scale": "survival", "term": term, "role": "diagnostic", "interval": "log_log", "n": len(durations),
    }  # fmt: skip
    rows = [
        EffectEstimate(**shared, time=0.0, estimate=1.0, n_at_risk=len(durations), n_events=0, n_censored=0)
    ]
    survival = 1.0
    for time in np.unique(durations):
        at_risk = int((durations >= time).sum())
        died = int(((durations == time) & events).sum())
        left = int((durations == time).sum()) - died
        survival *= 1 - died / at_risk
        numbers = {"n_at_risk": at_risk, "n_events": died, "n_censored": left}
        rows.append(EffectEstimate(**shared, time=float(time), estimate=survival, **numbers))
    return rows


def count_by(durations, events, horizon):
    return int(((durations < horizon) & events).sum())


def release(people, make, study):
    curves = build_estimates([row for arm in ARMS for row in draw_curve(*people[arm], arm)])
    levels = [
        make.level(arm, count_by(*people[arm], float(h)), len(people[arm][0]), outcome="returned", horizon=h)
        for arm in ARMS
        for h in ("6", "12")
    ]
    estimates = build_estimates(levels)
    return release_curves(curves, estimates, study), estimates


def make_people(seed, *, n=300, rate=0.04, censoring=0.01):
    generator = np.random.default_rng(seed)
    times = generator.exponential(1 / rate, n)
    gone = np.minimum(generator.exponential(1 / censoring, n), 12.0)
    return np.ceil(np.minimum(times, gone) * 4) / 4, times <= gone  # quarters keep the tables short


@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n=st.sampled_from([30, 60, 120, 300]),
    rate=st.sampled_from([0.005, 0.02, 0.06, 0.2]),
    censoring=st.sampled_from([0.0001, 0.02, 0.1]),
)
def test_every_interval_of_grid_and_horizons_holds_nobody_or_enough(make, study, seed, n, rate, censoring):
    people = {arm: make_people(seed + i, n=n, rate=rate, censoring=censoring) for i, arm in enumerate(ARMS)}
    curves, estimates = release(people, make, study)
    public = release_estimates(estimates, study).query("release == 'public'")
    for arm, curve in curves.groupby("term"):
        durations, events = people[arm]
        grid = curve["time"].to_numpy()
        counts = np.array([((durations <= time) & events).sum() for time in grid])
        horizons = public.loc[public["term"] == arm, "n_events"].to_numpy(dtype=int)
        told = np.diff(np.sort(np.concatenate([counts, horizons])))
        assert ((told == 0) | (told >= 10)).all()
        gaps = np.diff(counts)
        assert curve["n_events"].iloc[1:].tolist() == gaps.tolist()
        assert (curve["n_at_risk"] >= 10).all()
        assert set(grid) <= set(np.arange(13.0))
        differences = (
            curve["n_at_risk"].diff().iloc[1:] + curve["n_events"].iloc[1:] + curve["n_censored"].iloc[1:]
        )
        assert (differences == 0).all()
        truth = {row.time: row.estimate for row in draw_curve(durations, events, arm)}
        for time, estimate in zip(grid, curve["estimate"], strict=True):
            assert estimate == truth[max(t for t in truth if t <= time)]


def test_an_arm_whose_level_is_withheld_has_no_curve_and_neither_has_the_other(make, study):
    people = {"support": make_people(1, n=300, rate=0.001), "comparison": make_people(2, n=300)}
    curves, _ = release(people, make, study)
    assert curves.empty


def test_curves_of_a_comfortable_study_are_published_for_both_arms(make, study):
    people = {arm: make_people(i, n=400) for i, arm in enumerate(ARMS)}
    curves, _ = release(people, make, study)
    assert set(curves["term"]) == set(ARMS)
    assert set(curves["release"]) == {"public"}
    assert curves.groupby("term")["time"].max().min() >= 6
    assert not curves["estimate_id"].duplicated().any()


@pytest.mark.parametrize("n", [40])
def test_public_microdata_give_the_whole_curve(make, study, n):
    people = {arm: make_people(i, n=n) for i, arm in enumerate(ARMS)}
    whole = build_estimates([row for arm in ARMS for row in draw_curve(*people[arm], arm)])
    released = release_curves(whole, build_estimates([]), make.open_study(study))
    assert released["estimate"].tolist() == whole["estimate"].tolist()
    assert set(released["release_reason"]) == {"public-microdata"}
