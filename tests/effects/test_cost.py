"""Rows of costs and of what results are worth: views, discounts, refusals."""

from __future__ import annotations

import pytest

from idmaj.effects.cost import value_results
from idmaj.effects.rows import DECLARED_ONLY
from idmaj.estimates import EffectEstimate, build_estimates
from idmaj.study import Study

LABEL = {"en": "x", "fr": "x", "ar": "x"}
ARREST = {
    "label": LABEL, "domain": "recidivism", "kind": "binary", "better": "lower", "value": {"column": "a", "equals": 1},
    "event": "re_arrest", "clock": "release", "data_source": "archive",
}  # fmt: skip
WORK = {
    "label": LABEL, "domain": "employment", "kind": "binary", "better": "higher", "value": {"column": "w", "equals": 1},
}  # fmt: skip
KIT = {"id": "kit", "label": LABEL, "source": LABEL, "value": 800}
SAVED = {
    "id": "saved",
    "label": LABEL,
    "source": LABEL,
    "outcome": "arrest",
    "value": 12_000,
    "views": ["funder"],
}
EARNED = {
    "id": "earned",
    "label": LABEL,
    "source": LABEL,
    "outcome": "work",
    "value": 3_000,
    "views": ["social"],
}


def make_study(design: str = "randomised", **costs: object) -> Study:
    arms = {"column": "arm", "support": [1], "comparison": [0] if design != "single_group" else []}
    declared = {"price_year": 2020, "item": [KIT], "worth": {"arrest": [0, 5_000, 20_000]}, **costs}
    return Study.model_validate(
        {
            "format": 1,
            "id": "made-up",
            "study": {
                "title": LABEL, "programme": LABEL, "population": LABEL, "source": LABEL,
                "design": design, "identifiers": "none", "currency": "mad",
            },
            "arms": arms,
            "source": [{"role": "persons", "file": "data/raw/made-up/persons.csv"}],
            "outcome": {"arrest": ARREST, "work": WORK},
            "costs": declared if costs.get("item", True) else None,
        }
    )  # fmt: skip


def make_rows(**values: object) -> list[EffectEstimate]:
    fields = {
        "study": "made-up", "domain": "recidivism", "estimator": "difference_in_means",
        "scale": "risk_difference", "term": "support - comparison", "role": "primary", "conf_level": 0.95,
        "n": 600, "n_treated": 300, "n_comparison": 300, "n_min": 300.0, "interval": "wald_z",
    }  # fmt: skip
    arrest = {
        "outcome": "arrest",
        "estimate": -0.1,
        "std_error": 0.03,
        "conf_low": -0.159,
        "conf_high": -0.041,
    }
    work = {"outcome": "work", "estimate": 0.06, "std_error": 0.04, "conf_low": -0.018, "conf_high": 0.138}
    return [EffectEstimate(**{**fields, **own, **values}) for own in (arrest, work)]  # type: ignore[arg-type]


def find(rows, **wanted):
    return [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]


def value(study, rows=None):
    found = value_results(make_rows() if rows is None else rows, study, as_of="2024-01-01")
    build_estimates(found)  # keys differ, words are in the vocabulary
    return found


def test_a_cost_for_each_result_and_its_interval():
    (ratio,) = find(value(make_study()), outcome="arrest", estimator="icer", term="funder|0.03")
    assert ratio.estimate == pytest.approx(800 / 0.1)
    assert ratio.conf_low == pytest.approx(800 / (0.1 + 1.959964 * 0.03), rel=1e-5)
    assert ratio.note == "note-quadrant-better_dearer"
    assert (ratio.n_min, ratio.unit, ratio.role) == (300.0, "mad", "diagnostic")


def test_an_effect_that_may_be_none_has_no_ratio_but_a_curve():
    found = value(make_study(worth={"work": [5_000, 50_000]}))
    assert {row.note for row in find(found, outcome="work", estimator="icer")} == {
        "estimation-effect-may-be-none"
    }
    chances = [row.estimate for row in find(found, outcome="work", scale="probability", term="funder")]
    assert len(chances) == 2
    # normal((worth x 0.06 - 800) / (worth x 0.04)), 10,000 draws
    assert chances == [pytest.approx(0.00621, abs=0.004), pytest.approx(0.8643, abs=0.015)]


def test_net_benefit_by_hand():
    found = value(make_study())
    (at,) = find(found, population="population-worth|20000", scale="money", term="social")
    assert at.estimate == pytest.approx(20_000 * 0.1 - 800)
    assert at.std_error == pytest.approx(20_000 * 0.03)
    (chance,) = find(found, population="population-worth|20000", scale="probability", term="social")
    assert chance.estimate == pytest.approx(0.97725, abs=0.006)  # normal(1200 / 600), 10,000 draws


def test_what_other_outcomes_save_lowers_the_cost_and_their_own_worth_does_not():
    found = value(make_study(consequence=[SAVED, EARNED]))
    (arrest,) = find(found, outcome="arrest", estimator="cost", term="social|net")
    assert arrest.estimate == pytest.approx(800 - 0.06 * 3_000)
    assert arrest.std_error == pytest.approx(0.04 * 3_000)
    (own,) = find(found, outcome="arrest", estimator="cost", term="funder|net")
    assert own.estimate == 800


def test_break_even():
    found = value(make_study(consequence=[SAVED, EARNED]))
    (money,) = find(found, estimator="net_benefit", term="funder|break_even", scale="money")
    assert money.estimate == pytest.approx(0.1 * 12_000 - 800)
    (chance,) = find(found, term="funder|break_even", scale="probability")
    assert chance.estimate == pytest.approx(0.8667, abs=0.015)  # normal(400 / 360), 10,000 draws


def test_an_outcome_without_an_effect_cannot_break_even():
    found = value(make_study(consequence=[SAVED, {**EARNED, "views": ["funder"]}]), make_rows()[:1])
    (row,) = find(found, estimator="net_benefit", term="funder|break_even")
    assert (row.estimate, row.note) == (None, "estimation-no-effect-to-value|what=work")


def test_without_a_consequence_or_a_cost_in_a_view_it_is_said():
    found = value(make_study(item=[{**KIT, "views": ["funder"]}]))
    assert find(found, term="funder|break_even")[0].note == "note-no-consequence"
    assert {row.note for row in find(found, term="social|0.03")} == {"note-no-cost-in-view"}
    assert not find(found, estimator="icer", term="social|0.03")


def test_discount_rates_stand_where_they_change_something():
    assert {row.term for row in find(value(make_study()), estimator="icer")} == {"funder|0.03", "social|0.03"}
    later = value(make_study(item=[{**KIT, "year": 1}]))
    prices = {
        row.term: row.estimate
        for row in find(later, outcome="work", population=DECLARED_ONLY, estimator="cost")
    }
    assert prices["funder|0"] == 800
    assert prices["funder|0.05"] == pytest.approx(800 / 1.05)


def test_a_single_group_shows_its_cost_and_that_nothing_can_be_set_against_it():
    found = value(make_study("single_group"), [])
    assert {row.population for row in found} == {DECLARED_ONLY}
    assert {row.estimate for row in find(found, scale="money")} == {800}
    assert {row.note for row in find(found, term="ratio")} == {"estimation-no-effect-to-value"}


def test_few_people_and_a_comparison_group():
    few = value(make_study(), make_rows(n_min=29.0))
    assert (
        find(few, outcome="arrest", estimator="icer")[0].note == "estimation-too-few-people|n=29, needed=30"
    )
    assert not find(few, estimator="net_benefit")
    compared = value(make_study("comparison"))
    assert "note-value-if-causal" in find(compared, outcome="arrest", estimator="icer")[0].note


def test_uncertain_costs_have_an_interval():
    given = {**KIT, "uncertainty": {"kind": "gamma", "std_error": 100}}
    (price,) = find(value(make_study(item=[given])), outcome="work", estimator="cost", term="funder|0.03")
    assert price.std_error == 100
    assert price.conf_low < 800 < price.conf_high
    assert price.interval == "percentile"
    impossible = {**KIT, "uncertainty": {"kind": "uniform", "low": 0, "high": 900}}
    refused = find(value(make_study(item=[impossible])), outcome="work", estimator="cost", term="funder|0.03")
    assert refused[0].note == "estimation-mean-outside-distribution|value=800.0"


def test_a_study_without_costs_has_no_rows():
    study = make_study().model_copy(update={"costs": None})
    assert value_results(make_rows(), study, as_of="") == []
