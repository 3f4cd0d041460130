"""Rows of a small cohort beside published rates: what is shown, and what is refused by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idmaj.disclosure import release_estimates
from idmaj.effects.benchmark.asking import ask_benchmarks
from idmaj.effects.benchmark.observed_expected import estimate_observed_expected
from idmaj.effects.benchmark.sequence import estimate_benchmark_sequence
from idmaj.effects.description import summarise_levels
from idmaj.effects.rows import place_outcome
from idmaj.estimates import build_estimates
from idmaj.ingest.benchmarks import read_benchmarks

ROOT = Path(__file__).parents[3]
TERM = "all|national_2023|overall"
LOOKS = {"dates": ["2026-01-31", "2026-04-30"]}


def people(n: int = 7, events: int = 1, **columns) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Persons released a year before the hand-over, and whether they returned within the next."""
    names = [f"p{i:04d}" for i in range(n)]
    given = {"person_id": names, "months_out": 12.0, "sex": "m", "priors": 1.0} | columns
    value = np.repeat([1.0, 0.0], [events, n - events])
    outcomes = pd.DataFrame(
        {
            "person_id": names, "arm": "", "value": value, "missing": "", "after_event": False,
            "is_primary_horizon": True,
        }
    )  # fmt: skip
    return pd.DataFrame(given), outcomes


def ask(study, persons, outcomes, *, horizon=("month_12", 12.0), levels=False) -> pd.DataFrame:
    rates, problems = read_benchmarks(ROOT, study)
    assert problems == []
    place = place_outcome(study, "returned", as_of="2026-01-31").at(horizon=horizon[0], time=horizon[1])
    rows = ask_benchmarks(study, outcomes, persons, place, rates=rates)
    if levels:
        rows += summarise_levels(outcomes, place, is_binary=True, primary=True, conf_level=0.95)
    return build_estimates(rows)


def ratios(rows: pd.DataFrame, term: str = TERM, population: str = "") -> pd.DataFrame:
    is_ratio = (rows["scale"] == "ratio") & (rows["subgroup"] == "all")
    return rows.loc[is_ratio & (rows["term"] == term) & (rows["population"] == population)]


def test_ratio_uses_the_risk_given_the_time_since_release(small_study):
    rows = ask(small_study(), *people())
    risk = (0.184 - 0.122) / (1 - 0.122)
    expected = estimate_observed_expected(1, [risk] * 7)
    row = ratios(rows).iloc[0]
    assert (row["estimate"], row["conf_low"], row["conf_high"]) == pytest.approx(
        (expected.ratio, expected.conf_low, expected.conf_high)
    )
    assert (row["interval"], row["n"], row["n_events"], row["role"]) == ("inversion", 7, 1, "diagnostic")
    count = rows.loc[(rows["scale"] == "count") & (rows["term"] == TERM), "estimate"]
    assert count.tolist() == pytest.approx([7 * risk])
    half = estimate_observed_expected(1, [risk] * 7, method="mid_p")
    mid_p = ratios(rows, population="population-mid-p").iloc[0]
    assert (mid_p["conf_low"], mid_p["conf_high"]) == pytest.approx((half.conf_low, half.conf_high))
    assert ratios(
        rows, population="population-benchmark-low"
    ).empty  # the highest first-year rate is the rate
    high = ratios(rows, population="population-benchmark-high")["estimate"].iloc[0]
    assert high == pytest.approx(1 / (7 * (0.184 - 0.121) / (1 - 0.121)))


def test_no_row_is_primary_and_none_carries_a_p_value(small_study):
    rows = ask(small_study(looks=LOOKS), *people())
    assert set(rows["role"]) == {"diagnostic"}
    assert rows["p_value"].isna().all()
    assert set(rows["estimand"]) == {"descriptive"}
    assert rows["note"].ne("").all()


def test_margins_stand_one_at_a_time(small_study):
    """Four years from release, so that every margin has a rate; men and women, by the priors of each."""
    persons, outcomes = people(8, 2, months_out=0.0, sex=list("mmmmffff"), priors=[0.0, 1.0] * 4)
    rows = ask(small_study(), persons, outcomes, horizon=("month_12", 48.0))
    expected = rows.loc[rows["scale"] == "count"].set_index("term")["estimate"]
    assert expected.to_dict() == pytest.approx(
        {
            TERM: 8 * 0.246,
            "all|national_2023|sex": 4 * 0.253 + 4 * 0.078,
            "all|national_2023|priors": 4 * 0.161 + 4 * 0.381,
        }
    )


def test_margin_without_a_rate_at_the_start_of_the_clock_is_refused(small_study):
    rows = ask(small_study(), *people())
    note = ratios(rows, "all|national_2023|sex")["note"].iloc[0]
    assert note == "estimation-benchmark-rate-absent|dimension=sex"


def test_time_since_release_unknown_leaves_what_n_alone_allows(small_study):
    persons, outcomes = people(7, 0)
    rows = ask(small_study({"since": None}), persons, outcomes)
    assert ratios(rows)["note"].iloc[0].startswith("estimation-benchmark-since-unknown")
    assert rows.loc[rows["scale"] == "ratio", "estimate"].isna().all()
    alone = rows.set_index("term")["estimate"]
    assert round(alone[f"{TERM}|none of n|0|48"], 3) == 0.139
    assert round(alone[f"{TERM}|none of n|12|48"], 2) == 0.34


def test_time_since_release_is_counted_from_dates(small_study):
    persons, outcomes = people(7, 1)
    dated = persons.assign(released_on=pd.Timestamp("2023-12-06"), handed_on=pd.Timestamp("2024-12-06")).drop(
        columns="months_out"
    )
    study = small_study({"since": None})
    outcome = study.outcome["returned"].model_copy(update={"clock_column": "handed_on"})
    study = study.model_copy(update={"outcome": study.outcome | {"returned": outcome}})
    found, told = ask(study, dated, outcomes), ask(small_study(), persons, outcomes)
    assert ratios(found)["estimate"].tolist() == ratios(told)["estimate"].tolist()
    later = dated.assign(released_on=pd.Timestamp("2025-01-01"))
    assert ratios(ask(study, later, outcomes))["estimate"].isna().all()


def test_people_without_a_rate_are_left_out_and_told(small_study):
    persons, outcomes = people(7, 1, months_out=[12.0, 12, 12, 5, np.nan, 24, 12])
    row = ratios(ask(small_study(), persons, outcomes)).iloc[0]
    assert row["n"] == 4
    assert "note-benchmark-partly" in row["note"].split("|")


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ({"event": "re_arrest"}, "estimation-benchmark-other-event"),
        ({"technical_violations": True}, "estimation-benchmark-other-definition"),
        ({"old_offences": True}, "estimation-benchmark-other-definition"),
        ({"time_at_risk": "at_liberty"}, "estimation-benchmark-other-definition"),
    ],
)
def test_another_event_or_rule_is_refused(small_study, outcome, reason):
    study = small_study()
    changed = study.outcome["returned"].model_copy(update=outcome)
    study = study.model_copy(update={"outcome": study.outcome | {"returned": changed}})
    rows = ratios(ask(study, *people()))
    assert rows["note"].str.split("|").str[0].tolist() == [reason]
    assert rows["estimate"].isna().all()


def test_several_looks_read_the_sequence_and_keep_the_exact_interval_beside(small_study):
    rows = ask(small_study(looks=LOOKS), *people(30, 4))
    risks = [(0.184 - 0.122) / (1 - 0.122)] * 30
    sequence, exact = estimate_benchmark_sequence(4, risks), estimate_observed_expected(4, risks)
    main = ratios(rows).iloc[0]
    beside = ratios(rows, population="population-one-look").iloc[0]
    assert (main["interval"], main["conf_low"], main["conf_high"]) == (
        "sequence", pytest.approx(sequence.conf_low), pytest.approx(sequence.conf_high),
    )  # fmt: skip
    assert (beside["interval"], beside["conf_high"]) == ("inversion", pytest.approx(exact.conf_high))


def test_cohorts_stand_alone_and_pooled(small_study):
    persons, outcomes = people(12, 3, place=list("aaaabbbbcccc"))
    rows = ask(small_study(analysis={"cohort": "place"}), persons, outcomes)
    found = rows.loc[rows["subgroup"] != "all"].set_index("subgroup")
    assert found["n_events"].to_dict() == {"place=a": 3, "place=b": 0, "place=c": 0, "place": 3}
    whole = ratios(rows).iloc[0]
    assert found.loc["place", "conf_high"] == pytest.approx(whole["conf_high"])


def test_other_subgroups_and_other_outcomes_have_no_rows(small_study):
    study = small_study()
    persons, outcomes = people()
    rates, _ = read_benchmarks(ROOT, study)
    for place in (
        place_outcome(study, "returned", as_of="", subgroup="sex=m"),
        place_outcome(study, "employed", as_of=""),
    ):
        assert ask_benchmarks(study, outcomes, persons, place.at(horizon="h", time=12.0), rates=rates) == []


def test_nothing_that_depends_on_an_outcome_is_public_below_ten(small_study):
    released = {
        events: release_estimates(ask(small_study(), *people(7, events), levels=True), small_study())
        for events in (0, 3)
    }
    for rows in released.values():
        assert not ((rows["release"] == "public") & (rows["scale"] == "ratio")).any()
        assert (
            rows.loc[rows["release"] != "public", ["estimate", "conf_high", "n_events"]].isna().all(axis=None)
        )
        public = rows.loc[(rows["release"] == "public") & (rows["estimator"] == "observed_expected")]
        assert set(public["scale"]) == {"probability"}
        assert set(public["population"]) == {"population-declared", "depends on the number of people only"}
    pd.testing.assert_frame_equal(released[0], released[3])


@pytest.mark.parametrize(("n", "events", "release"), [(40, 15, "public"), (40, 4, "annex"), (40, 0, "annex")])
def test_ratio_is_public_only_where_its_share_is(small_study, n, events, release):
    study = small_study()
    rows = release_estimates(ask(study, *people(n, events), levels=True), study)
    assert set(ratios(rows)["release"]) == {release}
    assert ratios(rows)["estimate"].notna().all() == (release == "public")


def test_ratio_of_a_part_stays_in_the_annex(small_study):
    """38 of 40 people have a rate: beside the published share of all, their count tells that of the other two."""
    persons, outcomes = people(40, 15, months_out=[5.0, 5.0] + [12.0] * 38)
    rows = release_estimates(ask(small_study(), persons, outcomes, levels=True), small_study())
    assert set(ratios(rows)["release"]) == {"annex"}
    assert rows.loc[rows["scale"] == "share", "release"].tolist() == ["public"]
