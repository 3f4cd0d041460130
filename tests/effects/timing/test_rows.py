"""Rows of times to an event: levels, curves, contrasts and hazards of the men of tarp, one cause invented."""

import numpy as np
import pytest
from tests.effects.oracle_people import read_people

from idmaj.effects.build import estimate_study
from idmaj.effects.rows import CONTRAST, RATIO, Place
from idmaj.effects.timing.contrasts import Arms, estimate_course
from idmaj.effects.timing.curves import LARGEST, estimate_curves
from idmaj.effects.timing.levels import estimate_levels
from idmaj.effects.timing.times import Times
from idmaj.estimates import build_estimates
from idmaj.store import open_evaluation

PEOPLE = read_people()
PLACE = Place(
    {
        "study": "x",
        "outcome": "again",
        "domain": "recidivism",
        "horizon": "52",
        "time": 52.0,
        "unit_time": "week",
    }
)


def read_times(*, competing=True, time=None, entry=None):
    n = len(PEOPLE)
    cause = PEOPLE["cause"].to_numpy() if competing else PEOPLE["arrest"].to_numpy()
    return Times(
        person_ids=np.array([f"{i:03d}" for i in range(n)], dtype=object),
        arm=np.where(PEOPLE["fin"] == 1, "support", "comparison").astype(object),
        entry=np.zeros(n) if entry is None else entry,
        time=PEOPLE["week"].to_numpy(dtype=float) if time is None else time,
        cause=cause,
        competing=("other",) if competing else (),
        event_class=np.where(cause == 1, np.where(PEOPLE["educ"].astype(int) > 3, "a", "b"), "").astype(
            object
        ),
        clusters=None,
        limit="value",
    )


def by_term(rows, **wanted):
    return {
        row.term: row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())
    }


def test_levels_with_a_competing_event():
    rows = estimate_levels(read_times(), PLACE, horizon=52.0, conf_level=0.95)
    incidence = by_term(rows, estimator="aalen_johansen", scale="cumulative_incidence")
    # cmprsk: timepoints(cuminc(d$week, ev, d$fin), c(26, 52))$est, fin = 1 and 0
    assert incidence["support"].estimate == pytest.approx(0.115740740741)
    assert incidence["comparison"].estimate == pytest.approx(0.148148148148)
    assert incidence["support: other"].estimate == pytest.approx(0.106481481481)
    by_class = [incidence[f"support: class={name}"].estimate for name in "ab"]
    assert sum(by_class) == pytest.approx(incidence["support"].estimate)
    wrong = by_term(rows, estimator="kaplan_meier", role="naive")
    assert wrong["support"].estimate > incidence["support"].estimate
    build_estimates(rows)  # no two rows share a key, every word is in its vocabulary


def test_contrasts_with_a_competing_event():
    arms = Arms(read_times(), PLACE, 52.0, "itt", 0.95)
    rows = {row.estimator: row for row in estimate_course(arms, with_risk=False)}
    assert rows["gray"].statistic == pytest.approx(1.0475755257)  # cuminc(d$week, ev, d$fin)$Tests
    assert rows["aalen_johansen"].scale == "time_lost_difference"
    build_estimates(list(rows.values()))


def test_curves_hold_the_counts_of_everybody():
    rows = estimate_curves(read_times(), PLACE, horizons=[52.0], conf_level=0.95)
    own = [row for row in rows if row.term == "support" and row.interval == "log_log"]
    assert own[0].time == 0
    assert own[0].n_at_risk == 216
    people = PEOPLE.loc[PEOPLE["fin"] == 1]
    assert sum(row.n_events for row in own) == (people["cause"] == 1).sum()
    assert sum(row.n_censored for row in own) == (people["cause"] == 0).sum()
    band = {row.time: row for row in rows if row.term == "support" and row.interval == "simultaneous"}
    wider = [row for row in own if row.time in band and row.time > 0]
    assert wider
    assert all(band[row.time].conf_low <= row.conf_low + 1e-9 for row in wider)
    build_estimates(rows)


def test_a_curve_of_many_times_is_thinned_and_keeps_its_counts():
    rng = np.random.default_rng(1)
    n = 4_000
    many = Times(
        person_ids=np.arange(n).astype(str).astype(object), arm=np.full(n, "", dtype=object), entry=np.zeros(n),
        time=rng.uniform(0, 52, n), cause=(rng.random(n) < 0.4).astype(int), competing=(),
        event_class=np.full(n, "", dtype=object), clusters=None, limit="left",
    )  # fmt: skip
    rows = [
        row
        for row in estimate_curves(many, PLACE, horizons=[13.0], conf_level=0.95)
        if row.interval == "log_log"
    ]
    assert len(rows) <= LARGEST + 3
    assert 13.0 in {row.time for row in rows}
    assert sum(row.n_events for row in rows) == many.event.sum()


def test_late_entries_are_not_at_risk_before_they_come():
    times = read_times(entry=PEOPLE["entry"].to_numpy())
    rows = estimate_curves(times, PLACE, horizons=[52.0], conf_level=0.95)
    first = next(row for row in rows if row.term == "comparison" and 0 < row.time <= 3)
    chosen = (PEOPLE["fin"] == 0) & (PEOPLE["week"] >= first.time)
    assert first.n_at_risk == (chosen & (PEOPLE["entry"] < first.time)).sum() < chosen.sum()


def test_tarp_has_every_row_of_the_contract(shipped):
    made = estimate_study(open_evaluation("tarp", workspace=shipped))
    rows = made["estimates"].loc[lambda table: table["outcome"] == "re_arrest"]
    kept = {(row["estimator"], row["scale"], row["term"], row["role"]) for _, row in rows.iterrows()}
    assert {
        ("logrank", "chi_square", CONTRAST, "robustness"),
        ("rmst", "rmst_difference", CONTRAST, "robustness"),
        ("kaplan_meier", "risk_difference", CONTRAST, "robustness"),
        ("cox", "hazard_ratio", RATIO, "robustness"),
        ("cox", "log_hazard", CONTRAST, "diagnostic"),
        ("cox", "risk_difference", CONTRAST, "robustness"),
        ("proportional_hazards", "chi_square", "all", "diagnostic"),
        ("concordance", "probability", "all", "diagnostic"),
        ("cox", "log_hazard", "work", "diagnostic"),
        ("cox", "hazard_ratio", "work_before", "diagnostic"),
    } <= kept
    adjusted = made["curves"].loc[made["curves"]["population"] == "population-standardised"]
    assert set(adjusted["term"]) == {"support", "comparison"}
    at_52 = adjusted.loc[adjusted["time"] == 52].set_index("term")["estimate"]
    risk = rows.loc[(rows["estimator"] == "cox") & (rows["scale"] == "risk_difference"), "estimate"].iloc[0]
    assert at_52["comparison"] - at_52["support"] == pytest.approx(risk)
