"""Released incidence: nobody can count the competing events, or the classes, of few people by subtraction."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.disclosure import release_curves, release_estimates
from idmaj.estimates import EffectEstimate, build_estimates

ARMS = ("support", "comparison")
WORDS = {"en": "x", "fr": "x", "ar": "س"}
DEATH = {"id": "death", "label": WORDS, "happened": "d"}
HORIZONS = ("6", "12")
NAMES = {1: "", 2: ": death"}


@pytest.fixture(scope="module")
def study(make):
    return make.study(returned={"competing": [DEATH]})


def make_people(seed, *, n, rate, deaths, censoring):
    """Times in quarters up to 12, and causes: 0 end of observation, 1 return, 2 death."""
    generator = np.random.default_rng(seed)
    leaving = generator.exponential(1 / (rate + deaths), n)
    cause = np.where(generator.random(n) < deaths / (rate + deaths), 2, 1)
    gone = np.minimum(generator.exponential(1 / censoring, n), 12.0)
    return np.ceil(np.minimum(leaving, gone) * 4) / 4, np.where(leaving <= gone, cause, 0)


def count_at(times, causes, time):
    """At risk just before a time, deaths and returns at it, ends of observation at it."""
    here = times == time
    return {
        "n_at_risk": int((times >= time).sum()),
        **{cause: int((here & (causes == cause)).sum()) for cause in (0, 1, 2)},
    }


def draw_incidence(times, causes, term):
    """Aalen-Johansen rows of both events, pointwise and as a band that begins with the first event."""
    survival, incidence, rows = 1.0, {1: 0.0, 2: 0.0}, []
    first = times[causes == 1].min(initial=np.inf)
    for time in [0.0, *np.unique(times)]:
        found = count_at(times, causes, time)
        for cause, name in NAMES.items():
            incidence[cause] += survival * found[cause] / max(found["n_at_risk"], 1)
            shared = {
                "study": "synthetic", "outcome": "returned", "domain": "recidivism", "scale": "cumulative_incidence",
                "estimator": "aalen_johansen", "term": term + name, "role": "diagnostic", "n": len(times),
                "time": float(time), "estimate": incidence[cause], "n_at_risk": found["n_at_risk"],
                "n_events": found[cause], "n_censored": found[0],
            }  # fmt: skip
            rows.append(EffectEstimate(**shared, interval="log_log"))
            if cause == 1 and time >= first:
                rows.append(EffectEstimate(**shared, interval="simultaneous"))
            if cause == 1:
                standardised = shared | {"estimator": "cox", "population": "population-standardised"}
                rows.append(EffectEstimate(**standardised, interval="log_log"))
        survival = 1 - incidence[1] - incidence[2]
    return rows


def draw_levels(times, causes, term, make):
    rows = []
    for horizon in HORIZONS:
        inside = times < float(horizon)
        left = int((~inside).sum())
        ended = int((inside & (causes == 0)).sum())
        for cause, name in NAMES.items():
            events = int((inside & (causes == cause)).sum())
            fields = {
                "outcome": "returned", "horizon": horizon, "estimator": "aalen_johansen",
                "scale": "cumulative_incidence", "interval": "log_log", "n_at_risk": left, "n_censored": ended,
            }  # fmt: skip
            rows.append(make.level(term + name, events, len(times), **fields))
            if cause == 1:
                wrong = {"estimator": "kaplan_meier", "role": "naive", "note": "one-minus-km"}
                rows.append(make.level(term, events, len(times), **fields | wrong))
    return rows


def publish(people, make, study):
    curves = build_estimates([row for arm in ARMS for row in draw_incidence(*people[arm], arm)])
    estimates = build_estimates([row for arm in ARMS for row in draw_levels(*people[arm], arm, make)])
    released = release_estimates(estimates, study)
    return release_curves(curves, estimates, study), released.loc[released["release"] == "public"]


def reckon(people, arm, cause, curves, public):
    """Counts of a cause that an attacker has who knows whose observation ended when: read, or subtracted."""
    times, causes = people[arm]
    other = {1: 2, 2: 1}[cause]
    known = {0}
    of_band = curves.loc[(curves["interval"] == "log_log") & (curves["population"] == "")]
    own, beside = (of_band.loc[of_band["term"] == arm + NAMES[c]] for c in (cause, other))
    known |= set(own["n_events"].cumsum())
    events = beside["n_events"].cumsum()
    ended = np.array([((times < time) & (causes == 0)).sum() for time in beside["time"]])
    known |= set((len(times) - beside["n_at_risk"] - events - ended).dropna())
    levels = public.loc[public["term"] == arm + NAMES[cause]]
    known |= set(levels["n_events"].dropna())
    beside = public.loc[public["term"] == arm + NAMES[other]]
    known |= set((beside["n"] - beside["n_at_risk"] - beside["n_events"] - beside["n_censored"]).dropna())
    return sorted(float(count) for count in known)


@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, 10_000), n=st.sampled_from([40, 120, 300]), rate=st.sampled_from([0.01, 0.05, 0.2]),
    deaths=st.sampled_from([0.001, 0.005, 0.02, 0.06]), censoring=st.sampled_from([0.0001, 0.05]),
)  # fmt: skip
def test_no_count_of_either_event_comes_back(make, study, seed, n, rate, deaths, censoring):
    people = {
        arm: make_people(seed + i, n=n, rate=rate, deaths=deaths, censoring=censoring) for i, arm in enumerate(ARMS)
    }  # fmt: skip
    curves, public = publish(people, make, study)
    for arm in ARMS:
        for cause in NAMES:
            told = np.diff(reckon(people, arm, cause, curves, public))
            assert ((told == 0) | (told >= 10)).all(), (arm, cause)
    for _, curve in curves.groupby(["term", "interval", "population"]):
        assert (curve["n_at_risk"].dropna() >= 10).all()
        assert set(curve["time"]) <= set(np.arange(13.0))
    assert not curves["estimate_id"].duplicated().any()


def test_the_attack_can_succeed(make, study):
    people = {
        arm: make_people(i, n=300, rate=0.1, deaths=0.002, censoring=1e-4) for i, arm in enumerate(ARMS)
    }
    curves = build_estimates([row for arm in ARMS for row in draw_incidence(*people[arm], arm)])
    careless = reckon(people, "support", 2, curves, build_estimates([]))
    assert (np.diff(careless) == 1).any()


def test_rare_deaths_are_nowhere_but_the_returns_are_published(make, study):
    people = {
        arm: make_people(i, n=300, rate=0.1, deaths=0.002, censoring=1e-4) for i, arm in enumerate(ARMS)
    }
    curves, public = publish(people, make, study)
    assert set(curves["term"]) == set(ARMS) == set(public["term"])
    assert set(public["estimator"]) == {"aalen_johansen"}  # 1 - KM beside it would tell of the deaths
    assert public[["n_at_risk", "n_censored"]].isna().all(axis=None)
    assert set(curves["interval"]) == {"log_log", "simultaneous"}
    assert set(curves["population"]) == {"", "population-standardised"}


def test_frequent_deaths_are_published_and_so_is_the_contrast_that_ignores_them(make, study):
    people = {
        arm: make_people(i, n=400, rate=0.06, deaths=0.06, censoring=1e-4) for i, arm in enumerate(ARMS)
    }
    curves, public = publish(people, make, study)
    terms = {arm + name for arm in ARMS for name in NAMES.values()}
    assert set(curves["term"]) == set(public["term"]) == terms
    assert (public["estimator"] == "kaplan_meier").any()
    at_risk = curves.loc[curves["interval"] == "log_log"].groupby("term")["n_at_risk"]
    assert (at_risk.count() >= 1).all()


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        ({"support": {"crime": 40, "other": 30}, "comparison": {"crime": 50, "other": 20}}, True),
        ({"support": {"crime": 66, "other": 4}, "comparison": {"crime": 50, "other": 20}}, False),
        ({"support": {"crime": 40, "other": 25}, "comparison": {"crime": 50, "other": 20}}, False),
        ({"support": {"crime": 70}, "comparison": {"crime": 50, "other": 20}}, False),
    ],
)
def test_classes_are_published_all_or_not_at_all(make, study, counts, published):
    fields = {"outcome": "returned", "estimator": "aalen_johansen", "scale": "cumulative_incidence"}
    rows = [make.level(arm, 70, 300, **fields) for arm in ARMS]
    rows += [
        make.level(f"{arm}: class={name}", k, 300, **fields)
        for arm, classes in counts.items()
        for name, k in classes.items()
    ]
    released = release_estimates(build_estimates(rows), study)
    by_class = released.loc[released["term"].str.contains("class=")]
    assert (
        len(by_class) > 0
    ) is published  # a withheld class leaves no row: one that is there names an event
    assert set(released.loc[released["release"] == "public", "term"]) >= set(ARMS)


def test_delayed_entry_counts_who_is_there(make, study):
    times, causes = make_people(3, n=400, rate=0.08, deaths=0.05, censoring=1e-4)
    late = np.random.default_rng(1).random(400) < 0.3
    entry = np.where(late, np.minimum(times - 0.25, 2.0).clip(0), 0.0)
    rows = pd.DataFrame([vars_of(row) for row in draw_incidence(times, causes, "support")])
    entered = np.array([(entry < time).sum() if time else (entry <= 0).sum() for time in rows["time"]])
    rows["n_at_risk"] = entered - np.array([(times < time).sum() for time in rows["time"]])
    both = [EffectEstimate(**{str(k): v for k, v in row.items()}) for row in rows.to_dict("records")]
    other = make_people(4, n=400, rate=0.08, deaths=0.05, censoring=1e-4)
    curves = build_estimates([*both, *draw_incidence(*other, "comparison")])
    levels = [*draw_levels(times, causes, "support", make), *draw_levels(*other, "comparison", make)]
    released = release_curves(curves, build_estimates(levels), study)
    chosen = released.loc[(released["term"] == "support") & (released["interval"] == "log_log")]
    chosen = chosen.loc[(chosen["population"] == "") & chosen["n_at_risk"].notna() & (chosen["time"] >= 2.25)]
    assert len(chosen) > 0
    for row in chosen.itertuples():
        gone = ((times <= row.time) & (causes > 0)) | ((times < row.time) & (causes == 0))
        assert row.n_at_risk == 400 - gone.sum()


def vars_of(row):
    return {name: getattr(row, name) for name in row.__slots__}
