"""Notebook 07: what was spent with its sources, and what results are worth against it."""

import pytest

from idmaj.effects import estimate_study
from idmaj.report.display import show_costs, show_value
from idmaj.store import open_evaluation
from idmaj.text import LANGUAGES, format_money, message, strip_isolates

every_language = pytest.mark.parametrize("language", LANGUAGES)


def page(show, study, shipped, language="en"):
    sheet = show(open_evaluation(study, workspace=shipped), language)
    return plain(sheet._repr_html_())


def plain(text):
    return strip_isolates(text).replace("\u00a0", " ")


def said(message_id, language):
    return plain(message(message_id, language))


@every_language
@pytest.mark.parametrize("study", ["tarp", "temara"])
def test_every_item_stands_with_its_amount_and_source(study, language, shipped):
    evaluation = open_evaluation(study, workspace=shipped)
    shown = page(show_costs, study, shipped, language)
    for item in evaluation.study.costs.item:
        amount = format_money(item.value, evaluation.study.study.currency, language, None)
        assert plain(amount) in shown
        assert plain(item.source[language]) in shown
        assert plain(item.label[language]) in shown


@every_language
def test_without_costs_it_is_said_and_a_register_is_pointed_to(language, shipped):
    assert said("notebook-no-costs", language) in page(show_costs, "nsw", shipped, language)
    assert said("notebook-costs-register", language) in page(show_costs, "handovers", shipped, language)
    assert said("notebook-no-value-rows", language) in page(show_value, "nsw", shipped, language)


@every_language
def test_a_single_group_has_a_sentence_and_no_ratio(language, shipped):
    shown = page(show_value, "temara", shipped, language)
    assert said("notebook-no-value", language) in shown
    assert "<table" not in shown and "<img" not in shown


def test_net_benefits_and_chances_are_those_of_the_rows(shipped):
    rows = estimate_study(open_evaluation("tarp", workspace=shipped))["estimates"]
    worth = rows.loc[rows["population"] == "population-worth|10000"].set_index("scale")["estimate"]
    shown = page(show_value, "tarp", shipped)
    assert f"USD {worth['money']:,.0f}" in shown
    assert f"{100 * worth['probability']:.0f}%" in shown
    assert shown.count("<img") == 3, "plane and acceptability of re-arrest, plane of work"
    assert said("estimation-effect-may-be-none", "en") in shown
