"""Calculations are named so that a reader can tell them apart, in three languages."""

import pandas as pd
import pytest

from idmaj.charts import name_calculation, name_population, name_start, say_since
from idmaj.disclosure import PEOPLE_ONLY
from idmaj.errors import TextError
from idmaj.text import LANGUAGES, strip_isolates

POPULATIONS = [
    "population-winsorised", "population-not-winsorised", "population-any-income", "population-with-income",
    "population-quantile|0.25", "population-quantile|0.9", "population-units", "population-panel-simple",
    "population-panel-dynamic", "population-panel-calendar", "population-found-in-either",
    "population-transformed|asinh", "population-transformed|log1p", "population-still-free", "unweighted",
    "weighted", PEOPLE_ONLY,
]  # fmt: skip


def row(**fields):
    return pd.Series({"estimator": "aipw", "population": "", "estimand": "att", "term": "", **fields})


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_populations_read_alike(language):
    names = [strip_isolates(name_population(population, language)) for population in POPULATIONS]
    assert all(names) and len(set(names)) == len(POPULATIONS)
    assert name_population("", language) == ""


def test_the_argument_of_a_population_is_written_as_people_read_it():
    told = [strip_isolates(name_population("population-quantile|0.5", language)) for language in LANGUAGES]
    assert ["50%" in text or "50\u00a0%" in text for text in told] == [True] * 3
    assert "(asinh)" in strip_isolates(name_population("population-transformed|asinh", "fr"))


ASKED = [
    "population-worth|5000", "population-worth|10000", "population-delta|-0.5", "population-delta|0.5",
    "population-gamma|1", "population-gamma|1.25", "population-tightened|prio", "population-tightened|prio, race",
    "population-specification|ancova;all", "population-specification|ancova;all;cut:0.99",
    "population-specification|ancova;all;uncut", "population-specification|ancova;without:prio",
    "population-specification|ancova;named:short", "population-specification|newcombe;none",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_arguments_of_populations_are_said_in_words(language, tarp):
    said = [strip_isolates(name_population(one, language, study=tarp, outcome="re_arrest")) for one in ASKED]
    assert len(set(said)) == len(ASKED)
    assert not any(sign in text for text in said for sign in ("|", ";all", "without:", "cut:", "prio"))
    bare = [strip_isolates(name_population(one, language)) for one in ASKED]
    assert len(set(bare)) == len(ASKED)


def test_shifts_have_the_unit_of_their_outcome(tarp, nsw_cps):
    odds = strip_isolates(name_population("population-delta|-1.24", "en", study=tarp, outcome="re_arrest"))
    assert "−1.2 (log odds)" in odds
    money = name_population("population-delta|-6000", "en", study=nsw_cps, outcome="earnings_1978")
    assert "−6,000 US dollars" in strip_isolates(money)
    worth = strip_isolates(name_population("population-worth|5000", "fr", study=tarp))
    assert "5\u202f000" in worth or "5\u00a0000" in worth


def test_a_population_without_words_is_refused():
    with pytest.raises(TextError):
        name_population("population-of-the-moon", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_one_estimator_differ_by_people_and_by_whom_they_speak_of(language):
    rows = [row(), row(population="population-winsorised"), row(estimand="ate"), row(estimand="ato")]
    names = [name_calculation(one, language, estimand="att") for one in rows]
    assert len({strip_isolates(name) for name in names}) == 4
    assert name_calculation(row(estimand="ate"), language) == names[0]


def test_units_are_named_by_the_wave_of_their_first_support(made):
    study = made.read_study("panel")
    assert strip_isolates(name_start(row(term="g=2004"), study, "en")) == "first supported: 2004"
    assert strip_isolates(name_start(row(term="g=2004.5"), study, "en")) == "first supported: 2004.5"
    assert name_start(row(term="g=2004,t=2006"), study, "en") == ""
    assert name_start(row(term="support - comparison"), study, "en") == ""


def test_time_since_the_support_began_is_said_in_words(made):
    study = made.read_study("panel")
    said = [strip_isolates(say_since(time, study, "en")) for time in (-2.0, -1.0, 0.0, 1.5)]
    assert said == [
        "2 years before the support began",
        "1 year before the support began",
        "when the support began",
        "1.5 years after the support began",
    ]
    assert strip_isolates(say_since(-2.0, study, "fr")) == "2 ans avant le début du soutien"
    assert "سنتين" in say_since(2.0, study, "ar")
