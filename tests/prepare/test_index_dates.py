"""Index dates: the rule against a slow loop over everybody, and what it does to a known truth."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.prepare.exposure import build_exposure
from idmaj.prepare.index_dates import REASONS, index_persons, naive_persons
from idmaj.simulate.lives import Course
from idmaj.simulate.teaching import build_teaching_study, simulate_immortal_time
from idmaj.store.schemas import check_table, empty_table
from idmaj.study.recidivism import Index

START = pd.Timestamp("2020-01-01")
END = pd.Timestamp("2020-03-10")
BEGIN = pd.Timestamp("2020-01-03")
LAST = pd.Timestamp("2025-12-31")
WINDOW = 15
ENDINGS = {"reincarceration", "death", "departure"}


def day(offset):
    return START + pd.Timedelta(days=offset)


def dates(offsets):
    known = [pd.NaT if offset is None else day(int(offset)) for offset in offsets]
    return pd.Series(pd.to_datetime(pd.Series(known, dtype="datetime64[us]")), dtype="datetime64[us]")


def make_study(**changed):
    study = build_teaching_study()
    index = Index(rule="risk_set", calendar_months=WINDOW / 30.436875, ratio=10, exact=["sex"], **changed)
    source = [
        *study.source[:2],
        study.source[2].model_copy(update={"observed_from": BEGIN.date(), "observed_until": END.date()}),
    ]
    return study.model_copy(update={"index": index, "source": source})


def make_tables(study, people, events, *, end=END):
    """People: (id, released, supported, sex) with offsets or None; events: (id, type, offset, technical)."""
    ids, released, supported, sex = zip(*people, strict=True) if people else ((), (), (), ())
    persons = pd.DataFrame({"person_id": pd.Series(ids, dtype="str"), "sex": pd.Series(sex, dtype="str")})
    persons["released_on"], persons["delivered_on"] = dates(released), dates(supported)
    persons = persons.assign(arm="", arm_value="", source_file="", source_row=range(len(persons)))
    persons["arm"] = np.where(persons["delivered_on"].notna(), "support", "comparison")
    told = pd.DataFrame(events, columns=["person_id", "event_type", "event_on", "technical"])
    told["event_on"] = dates(told["event_on"])
    tables = {name: empty_table(name) for name in ("interviews", "grants")}
    tables |= {"persons": persons, "justice_events": told.astype({"person_id": "str", "event_type": "str"})}
    return tables | {"exposure": build_exposure(study, tables, end)}


def is_at_risk_on(events, spells, person, when):
    """The definition of METHODS.md: released, alive, at liberty, without an event, covered."""
    released = person.released_on
    if pd.isna(released) or released < BEGIN or when < released or when >= END:
        return False
    for event in events.get(person.person_id, []):
        ends = event.event_type in ENDINGS and not (
            event.event_type == "reincarceration" and event.technical == "1"
        )
        if ends and released <= event.event_on < when:
            return False
    return any(
        spell.starts_on <= when
        and (when < spell.ends_on or (when == spell.ends_on and spell.ended_by != "end"))
        for spell in spells.get(person.person_id, [])
    )


def rows_by_person(table):
    found = {}
    for row in table.itertuples():
        found.setdefault(row.person_id, []).append(row)
    return found


def match_slowly(tables):
    """Who is compared with whom, one pair at a time: supported person -> (index date, compared people)."""
    people = list(tables["persons"].itertuples())
    known = rows_by_person(tables["justice_events"]), rows_by_person(tables["exposure"])
    found = {}
    for one in people:
        if pd.isna(one.delivered_on) or not is_at_risk_on(*known, one, one.delivered_on):
            continue
        since = one.delivered_on - one.released_on
        others = {}
        for other in people:
            if pd.isna(other.released_on) or other.sex != one.sex:
                continue
            when = other.released_on + since
            near = abs((other.released_on - one.released_on).days) <= WINDOW
            unsupported = pd.isna(other.delivered_on) or other.delivered_on > when
            if near and unsupported and is_at_risk_on(*known, other, when):
                others[other.person_id] = when
        if others:
            found[one.person_id] = (one.delivered_on, others)
    return found


KINDS = st.sampled_from(["reincarceration", "death", "departure", "imprisonment", "release"])


@st.composite
def worlds(draw):
    n = draw(st.integers(0, 8))
    offsets = st.integers(0, 45)
    people = [
        (
            f"p{i}",
            draw(st.one_of(st.none(), offsets)) if draw(st.integers(0, 9)) == 0 else draw(offsets),
            draw(st.one_of(st.none(), st.integers(-3, 70))),
            draw(st.sampled_from(["m", "f"])),
        )
        for i in range(n)
    ]
    events = [
        (
            f"p{draw(st.integers(0, n - 1))}",
            draw(KINDS),
            draw(st.integers(-3, 75)),
            draw(st.sampled_from("01")),
        )
        for _ in range(draw(st.integers(0, 2 * n)))
    ]
    return people, events


@settings(max_examples=200, deadline=None)
@given(worlds(), st.integers(0, 9))
def test_the_rule_is_the_definition_whatever_the_order_of_rows(world, seed):
    people, events = world
    study = make_study()
    tables = make_tables(study, people, events)
    expected = match_slowly(tables)
    names = ("persons", "justice_events", "exposure")
    shuffled = {name: tables[name].sample(frac=1, random_state=seed, ignore_index=True) for name in names}
    indexed = index_persons(study, tables | shuffled)
    persons = indexed["persons"]
    support = persons[persons["arm"] == "support"]
    assert support["person_id"].is_unique and persons["person_id"].is_unique
    assert dict(zip(support["person"], support["index_on"], strict=True)) == {
        person: when for person, (when, _) in expected.items()
    }
    for row in support.itertuples():
        others = persons[(persons["matched_set"] == row.matched_set) & (persons["arm"] == "comparison")]
        assert dict(zip(others["person"], others["index_on"], strict=True)) == expected[row.person][1]
    flow = indexed["index_flow"].set_index(["arm", "reason"])["n"]
    supported = sum(person[2] is not None for person in people)
    assert flow["support"].sum() == supported
    assert flow["support", "matched"] == len(expected)


def three_kinds(**changed):
    """A supported on day 20; B never; C later; D without release; E before release; F in custody."""
    people = [
        ("a", 5, 25, "m"), ("b", 6, None, "m"), ("c", 7, 40, "m"), ("d", None, 30, "m"), ("e", 8, 4, "m"),
        ("f", 9, 35, "m"), ("g", 0, 20, "m"), ("h", 10, 65, "f"),
    ]  # fmt: skip
    events = [("f", "imprisonment", 30, "1"), ("f", "release", 36, "0"), ("b", "reincarceration", 60, "0")]
    study = make_study(**changed)
    return study, make_tables(study, people, events)


def test_what_becomes_of_each_supported_person():
    study, tables = three_kinds()
    indexed = index_persons(study, tables)
    flow = indexed["index_flow"].set_index(["arm", "reason"])["n"]
    # c finds b; d has no release; e was supported in prison; f in custody; g was released before the register began; h
    # is alone of its sex
    expected = {"matched": 2, "unmatched": 1, "not_at_risk": 1, "outside_coverage": 1, "before_release": 1}
    assert flow["support"].to_dict() == dict.fromkeys(REASONS, 0) | expected | {"no_release": 1}


def test_a_person_supported_later_is_compared_until_then():
    study, tables = three_kinds()
    persons = index_persons(study, tables)["persons"]
    of_a = persons[persons["matched_set"] == persons.loc[persons["person"] == "a", "matched_set"].iloc[0]]
    assert of_a.set_index("person")["index_on"].to_dict() == {
        "a": day(25), "b": day(26), "c": day(27), "f": day(29),
    }  # fmt: skip
    assert of_a.set_index("person")["censored_on"].dropna().to_dict() == {"c": day(40), "f": day(35)}
    c = persons[persons["person"] == "c"]
    assert sorted(c["person_id"]) == ["c@1", "c@2"] and c["arm"].tolist() == ["comparison", "support"]
    assert np.ptp(of_a["since_release"]) == 0


def test_what_is_known_of_people_follows_them_into_each_episode():
    study, tables = three_kinds()
    tables["interviews"] = pd.DataFrame(
        {
            "person_id": ["c", "c"], "wave": ["one", "two"], "contact": "interviewed",
            "interviewed_on": pd.to_datetime([day(30), day(41)]).astype("datetime64[us]"),
        }
    )  # fmt: skip
    indexed = index_persons(study, tables)
    for name in ("interviews", "justice_events", "grants", "exposure"):
        check_table(name, indexed[name])
    events = indexed["justice_events"]
    b = indexed["persons"].query("person == 'b'")["person_id"]
    assert sorted(events.query("event_type == 'reincarceration'")["person_id"]) == sorted(b)
    met = indexed["interviews"].sort_values(["person_id", "wave"])
    # the comparison episode of c ends with its support on day 40
    assert list(zip(met["person_id"], met["wave"], strict=True)) == [
        ("c@1", "one"),
        ("c@2", "one"),
        ("c@2", "two"),
    ]


def test_an_event_on_the_index_day_lies_in_the_window():
    study = make_study()
    people = [("a", 5, 25, "m"), ("b", 5, None, "m"), ("c", 5, None, "m")]
    events = [("b", "reincarceration", 25, "0"), ("c", "reincarceration", 24, "0")]
    persons = index_persons(study, make_tables(study, people, events))["persons"]
    assert persons["person"].tolist() == ["a", "b"]


def test_without_any_release_nobody_is_compared_and_the_count_says_why():
    study = make_study()
    people = [("a", None, 25, "m"), ("b", None, None, "m")]
    indexed = index_persons(study, make_tables(study, people, []))
    assert indexed["persons"].empty
    flow = indexed["index_flow"].set_index(["arm", "reason"])["n"]
    assert flow["support", "no_release"] == 1 and flow["support"].sum() == 1


def test_a_support_whose_day_is_not_known_puts_nobody_into_the_comparison():
    study = make_study()
    tables = make_tables(study, [("a", 5, 25, "m"), ("b", 5, None, "m"), ("c", 5, None, "m")], [])
    persons = tables["persons"].drop(columns="delivered_on")
    days = pd.to_datetime([day(25), pd.NaT]).astype("datetime64[us]")
    grants = pd.DataFrame({"person_id": ["a", "b"], "delivered_on": days})
    indexed = index_persons(study, tables | {"persons": persons, "grants": grants})
    assert indexed["persons"]["person"].tolist() == ["a", "c"]
    assert indexed["index_flow"].set_index("reason")["n"]["no_date"] == 1


def test_the_first_of_two_hand_overs_counts():
    study = make_study()
    tables = make_tables(study, [("a", 5, None, "m"), ("b", 5, None, "m")], [])
    grants = pd.DataFrame({"person_id": ["a", "a"], "delivered_on": pd.to_datetime([day(40), day(20)])})
    persons = tables["persons"].drop(columns="delivered_on")
    indexed = index_persons(
        study, tables | {"persons": persons, "grants": grants.astype({"delivered_on": "M8[us]"})}
    )
    assert set(indexed["persons"]["index_on"]) == {day(20)}


def test_the_naive_clock_starts_everybody_at_release():
    study, tables = three_kinds()
    persons = naive_persons(study, tables)["persons"]
    assert (persons["index_on"] == persons["released_on"]).all()
    arms = persons.set_index("person")["arm"].to_dict()
    assert arms == {"a": "support", "b": "comparison", "c": "support", "f": "support", "h": "support"}


def test_an_offer_starts_both_arms_on_the_day_it_was_made():
    study, tables = three_kinds(offered_on="offered_on")
    study = study.model_copy(update={"index": study.index.model_copy(update={"rule": "offer"})})
    offers = {"a": day(10), "b": day(12), "c": day(5), "d": day(20), "f": day(33)}
    tables["persons"]["offered_on"] = tables["persons"]["person_id"].map(offers).astype("datetime64[us]")
    indexed = index_persons(study, tables)
    persons = indexed["persons"].set_index("person")
    # c was offered before release, f in custody, d has no release, nobody else was offered
    assert persons["index_on"].to_dict() == {"a": day(10), "b": day(12)}
    assert persons["arm"].to_dict() == {"a": "support", "b": "comparison"}
    assert persons["censored_on"].isna().all()


def test_hand_over_takes_the_date_that_the_file_gives_the_others():
    study, tables = three_kinds(offered_on="offered_on")
    study = study.model_copy(update={"index": study.index.model_copy(update={"rule": "hand_over"})})
    tables["persons"]["offered_on"] = (
        tables["persons"]["person_id"].map({"b": day(12)}).astype("datetime64[us]")
    )
    persons = index_persons(study, tables)["persons"].set_index("person")
    assert persons["index_on"].to_dict() == {"a": day(25), "b": day(12), "c": day(40), "h": day(65)}


def test_a_study_without_index_dates_keeps_its_tables():
    study, tables = three_kinds()
    assert index_persons(study.model_copy(update={"index": None}), tables) is tables


def risk_within(tables, days=365):
    """Aalen-Johansen risk of each arm on the left of a day; death and departure compete."""
    persons, events = tables["persons"], tables["justice_events"]
    firsts = events[events["event_type"] == "reincarceration"].groupby("person_id")["event_on"].min()
    gone = events[events["event_type"].isin(["death", "departure"])].groupby("person_id")["event_on"].min()
    until = persons["censored_on"].fillna(LAST)
    until = until.where(until < LAST, LAST)
    first, left = (found.reindex(persons["person_id"]).set_axis(persons.index) for found in (firsts, gone))
    cause = np.where((first < until) & ~(left < first), 1, np.where(left < until, 2, 0))
    ends = first.where(cause == 1, left.where(cause == 2, until))
    time = (ends - persons["index_on"]).dt.days.to_numpy()
    return {arm: incidence(time[of], cause[of], days) for arm, of in masks(persons)}


def masks(persons):
    return [(arm, (persons["arm"] == arm).to_numpy()) for arm in ("support", "comparison")]


def incidence(time, cause, days):
    """Cumulative incidence of cause 1 before a day."""
    ordered = np.sort(time)
    steps = np.unique(time[(cause > 0) & (time < days)])
    at_risk = len(time) - np.searchsorted(ordered, steps, side="left")
    main, both = (
        np.histogram(time[of & (time < days)], bins=[*steps, days])[0] if len(steps) else np.empty(0)
        for of in (cause == 1, cause > 0)
    )
    free = np.concatenate([[1.0], np.cumprod(1 - both / at_risk)[:-1]]) if len(steps) else np.empty(0)
    return float((free * main / at_risk).sum())


def difference(tables):
    risks = risk_within(tables)
    return risks["support"] - risks["comparison"]


def test_only_the_risk_set_finds_that_the_support_does_nothing():
    worlds = [simulate_immortal_time(seed, 3_000) for seed in range(4)]
    naive = [difference(naive_persons(w.study, w.tables)) for w in worlds]
    without = [difference(index_persons(w.study, w.tables, later="left_out")) for w in worlds]
    safe = [difference(index_persons(w.study, w.tables, seed=i)) for i, w in enumerate(worlds)]
    assert max(naive) < -0.4
    assert max(without) < -0.2
    # error of one world about 0.017 (spread over 40 worlds), so 0.009 of the mean of four
    assert abs(np.mean(safe)) < 0.03


COURSES = {
    "no_effect": Course(
        early=0.06, late=0.015, fading=6, effect=1.0, support=0.03, death=0, departure=0, breach=0
    ),
    "effect": Course(
        early=0.06, late=0.015, fading=6, effect=0.6, support=0.03, death=0, departure=0, breach=0
    ),
    "harm": Course(early=0.04, late=0.01, fading=4, effect=1.6, support=0.03, death=0, departure=0, breach=0),
    "deaths": Course(
        early=0.06, late=0.015, fading=6, effect=0.6, support=0.03, death=0.008, departure=0.006
    ),
    "rising": Course(
        early=0.01, late=0.05, fading=10, effect=0.6, support=0.03, death=0.004, departure=0.002
    ),
}


@pytest.mark.full
@pytest.mark.parametrize("name", COURSES)
def test_the_truth_is_recovered_within_monte_carlo_error(name):
    off, naive = [], []
    for seed in range(60):
        world = simulate_immortal_time(seed, 4_000, course=COURSES[name])
        tables = world.tables
        tables["exposure"] = build_exposure(world.study, tables, LAST)
        truth = world.truth["risk_difference"]
        off.append(difference(index_persons(world.study, tables, seed=seed)) - truth)
        naive.append(difference(naive_persons(world.study, tables)) - truth)
    error = np.std(off, ddof=1) / np.sqrt(len(off))
    print(f"{name}: bias {np.mean(off):+.4f} (error {error:.4f}), naive {np.mean(naive):+.4f}")
    assert abs(np.mean(off)) < 3 * error + 0.002
    assert np.mean(naive) < -0.15
