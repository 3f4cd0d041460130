"""One row per person, outcome and horizon, and the numbers that the shipped studies must show."""

import pandas as pd
import pytest

from idmaj.outcomes import build_outcomes
from idmaj.outcomes.build import measure_outcomes
from idmaj.outcomes.recidivism import Register
from idmaj.store import open_evaluation
from idmaj.store.schemas import check_table, empty_table
from idmaj.study import Study


@pytest.fixture(scope="module")
def tarp(shipped):
    return build_outcomes(open_evaluation("tarp", workspace=shipped))


@pytest.fixture(scope="module")
def temara(shipped):
    return build_outcomes(open_evaluation("temara", workspace=shipped))["outcomes"]


def levels(outcomes, name, horizon):
    rows = outcomes[(outcomes["outcome"] == name) & (outcomes["horizon"] == horizon)]
    return rows.groupby("arm")["value"].agg(["sum", "count"]).astype(int).T.to_dict("list")


@pytest.mark.parametrize("study", ["handovers", "nsw", "nsw-cps", "tarp", "temara"])
def test_one_row_per_person_outcome_and_horizon(shipped, study):
    evaluation = open_evaluation(study, workspace=shipped)
    tables = build_outcomes(evaluation)
    for name, table in tables.items():
        check_table(name, table)
    wanted = sum(max(len(o.horizons), 1) for o in evaluation.study.outcome.values())
    people = tables["outcomes"]["person_id"].nunique()
    assert len(tables["outcomes"]) == wanted * people
    primary = tables["outcomes"].query("is_primary_horizon")
    assert len(primary) == len(evaluation.study.outcome) * people
    assert (tables["outcomes"]["value"].isna() == (tables["outcomes"]["missing"] != "")).all()


def test_re_arrest_within_a_year(tarp):
    # 66 and 48 of 216: Rossi, Berk & Lenihan (1980); R carData::Rossi, table(fin, arrest).
    assert levels(tarp["outcomes"], "re_arrest", "52") == {"comparison": [66, 216], "support": [48, 216]}


def test_work_over_everybody_and_among_those_at_liberty(tarp):
    # 0.3425926, 0.4259259 over everybody; 0.481 and 0.548 (74/154, 92/168) among those still at liberty:
    # issue 2, from the R file in data/raw/tarp.
    outcomes = tarp["outcomes"]
    assert levels(outcomes, "employed", "52") == {"comparison": [74, 216], "support": [92, 216]}
    free = outcomes[~outcomes["after_event"]]
    assert levels(free, "employed", "52") == {"comparison": [74, 154], "support": [92, 168]}


def test_whoever_is_arrested_is_not_employed_in_the_weeks_strictly_after(tarp):
    weeks = tarp["durations"].set_index("person_id")
    employed = tarp["outcomes"].query("outcome == 'employed'").set_index("person_id")
    arrested = weeks["event"] & (weeks["duration"] < 52)
    at_52 = employed[employed["horizon"] == "52"]
    assert (at_52["after_event"] == arrested.reindex(at_52.index)).all()
    assert (at_52.loc[at_52["after_event"], "value"] == 0).all()
    assert (at_52["missing"] == "").all()


def test_durations_are_the_weeks_of_the_file(tarp):
    # 114 arrests among 432 men; R carData::Rossi.
    durations = tarp["durations"]
    assert (len(durations), durations["event"].sum(), durations["duration"].max()) == (432, 114, 52)


def test_earnings(shipped):
    # Means of re78 in the NSW file: 6,349.14 and 4,554.80; Dehejia & Wahba (1999), table 1 and R MatchIt.
    outcomes = build_outcomes(open_evaluation("nsw", workspace=shipped))["outcomes"]
    means = outcomes.query("outcome == 'earnings_1978'").groupby("arm")["value"].mean().round(2)
    assert means.to_dict() == {"comparison": 4554.80, "support": 6349.14}


def test_refusals_and_codes_are_missing_of_their_kind(temara):
    kinds = temara[temara["missing"] != ""].set_index(["person_id", "outcome", "horizon"])["missing"]
    assert kinds.to_dict() == {
        ("SIM-6", "income_30d", "month_6"): "dk",
        ("SIM-6", "employed", "month_12"): "refused",
        ("SIM-6", "income_30d", "month_12"): "refused",
        ("SIM-6", "project_operating", "month_12"): "refused",
        ("SIM-6", "returned", "month_12"): "refused",
    }


def test_a_wave_that_is_still_open_is_immature_rather_than_missed(shipped):
    early = open_evaluation("temara", as_of="2025-08-01", workspace=shipped)
    outcomes = build_outcomes(early)["outcomes"]
    assert set(outcomes.query("horizon == 'month_12'")["missing"]) == {"immature"}
    assert set(outcomes.query("horizon == 'month_6' and outcome == 'employed'")["missing"]) == {""}


LABEL = {"en": "x", "fr": "x", "ar": "س"}
FILE = {
    "id": "toy",
    "format": 1,
    "study": {
        "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL, "design": "single_group",
        "time_unit": "month", "identifiers": "none",
    },
    "source": [
        {"role": "persons", "file": "p.csv", "columns": {"person_id": "id"}},
        {"role": "interviews", "file": "i.csv", "columns": {"person_id": "id", "wave": "w"}},
        {
            "role": "justice_events",
            "file": "j.csv",
            "columns": {"person_id": "id", "event_type": "t", "event_on": "d"},
        },
        {"role": "grants", "file": "g.csv", "columns": {"person_id": "id", "delivered_on": "d"}},
    ],
    "wave": [{"id": "w1", "time": 6, "label": LABEL}],
    "outcome": {
        "re_arrest": {
            "label": LABEL, "domain": "recidivism", "kind": "time_to_event", "better": "lower",
            "event": "re_arrest", "clock": "hand_over", "data_source": "register", "horizons": [6, 12],
            "primary_horizon": 12, "event_type": "arrest", "clock_column": "delivered_on",
        },
        "arrested_or_jobless": {
            "label": LABEL, "domain": "recidivism", "kind": "binary", "better": "lower",
            "value": {"any_of": [
                {"event_within": "arrest", "clock": "delivered_on"}, {"column": "work", "equals": "no"},
            ]},
            "horizons": ["w1"],
        },
        "working": {
            "label": LABEL, "domain": "employment", "kind": "binary", "better": "higher",
            "value": {"column": "work", "equals": "yes"}, "horizons": ["w1"],
            "after_event": {"event": "re_arrest", "then": "not_employed"},
        },
    },
}  # fmt: skip


def instants(*texts):
    return pd.Series(pd.to_datetime(list(texts))).astype("datetime64[us]")


@pytest.fixture
def toy():
    study = Study.model_validate(FILE)
    persons = empty_table("persons").reindex(range(4)).assign(person_id=list("abcd"), arm="", source_row=1)
    tables = {
        "persons": persons,
        "interviews": pd.DataFrame(
            {
                "person_id": list("abc"),
                "wave": "w1",
                "contact": ["interviewed", "in_prison", "interviewed"],
                "work": pd.Series(["yes", None, "no"], dtype="str"),
            }
        ),
        "justice_events": pd.DataFrame(
            {
                "person_id": ["b", "c"],
                "event_type": "arrest",
                "event_on": instants("2025-03-01", "2025-08-01"),
            }
        ),
        "grants": pd.DataFrame(
            {
                "person_id": ["a", "a", "b", "c"],
                "delivered_on": instants("2025-02-01", "2025-01-01", "2025-01-01", "2025-01-01"),
            }
        ),
    }
    register = Register(tables["justice_events"], pd.Timestamp("2025-09-01").date(), "month")
    outcomes = measure_outcomes(study, tables, register)["outcomes"]
    return outcomes.set_index(["outcome", "horizon", "person_id"]).sort_index()


def told(toy, outcome, horizon):
    rows = toy.loc[(outcome, horizon)]
    return [kind or value for value, kind in zip(rows["value"], rows["missing"], strict=True)]


def test_the_clock_of_the_first_grant_starts_the_window(toy):
    assert told(toy, "re_arrest", "6") == [0.0, 1.0, 0.0, "blank"]
    assert told(toy, "re_arrest", "12") == ["immature", "immature", "immature", "blank"]


def test_what_was_said_and_what_a_register_holds_come_together(toy):
    # Person b was in prison at the wave: the interview did not happen, whatever the rule could say.
    assert told(toy, "arrested_or_jobless", "w1") == [0.0, "in_prison", 1.0, "not_interviewed"]


def test_after_the_event_the_value_is_zero_whatever_the_interview_lacks(toy):
    assert told(toy, "working", "w1") == [1.0, 0.0, 0.0, "not_interviewed"]
    assert toy.loc[("working", "w1")]["after_event"].tolist() == [False, True, False, False]
