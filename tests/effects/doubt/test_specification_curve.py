"""The specification curve: which analyses, none twice, none that compares unlike people."""

import pytest

from idmaj.effects.contrasts import estimate_contrast
from idmaj.effects.doubt import specification_curve
from idmaj.effects.doubt.specification_curve import Specification, draw_specifications, list_specifications
from idmaj.estimates import build_estimates


def draw(planned):
    return build_estimates(draw_specifications(planned, {}))


def test_by_default_a_comparison_varies_covariates_and_estimators(make_planned):
    planned = make_planned()
    listed = list_specifications(planned)
    assert listed[0] == Specification("all", "", "aipw", None)
    assert {one.estimator for one in listed} == {"aipw", "ipw", "entropy_balancing", "matching"}
    assert {(one.kind, one.name) for one in listed} == {
        ("all", ""), ("without", "x"), ("without", "z"), ("without", "kind"),
    }  # fmt: skip
    assert len(listed) == 16 == len(set(listed))


def test_under_a_lot_the_raw_difference_is_one_specification(make_planned):
    listed = list_specifications(make_planned(design="randomised"))
    bare = [one for one in listed if one.kind == "none"]
    assert bare == [Specification("none", "", "difference_in_means", None)]
    assert {one.estimator for one in listed} == {"difference_in_means", "ancova", "lin"}


def test_a_comparison_never_compares_raw_arms(make_planned):
    planned = make_planned(specifications={"estimators": ["aipw", "difference_in_means"]})
    assert all(one.estimator == "aipw" for one in list_specifications(planned))


def test_money_is_also_cut(make_planned):
    listed = list_specifications(make_planned(design="randomised", outcome={"money": True}))
    assert {one.cut for one in listed} == {None, 0.99}


def test_declared_choices_are_crossed(make_planned):
    declared = {
        "covariates": {"few": ["x"], "two": ["x", "kind"]}, "estimators": ["ancova"], "winsorise": ["none", 0.9],
    }  # fmt: skip
    planned = make_planned(design="randomised", outcome={"money": True}, specifications=declared)
    listed = list_specifications(planned)
    assert len(listed) == 1 + 3 * 2  # the planned one, then all, few and two, cut and not
    rows = draw(planned)
    names = set(rows["population"])
    assert {
        "population-specification|ancova;named:few",
        "population-specification|ancova;named:two;cut:0.9",
    } < names


def test_rows_are_the_analyses_that_they_name(make_planned):
    planned = make_planned()
    rows = draw(planned)
    assert rows.iloc[0]["estimate"] == planned.primary.estimate
    chosen = rows.loc[rows["population"] == "population-specification|ipw;without:kind"]
    again = estimate_contrast(
        planned.sample.without("kind"), planned.place, estimator="ipw", role="diagnostic", estimand="att",
        conf_level=0.95,
    )  # fmt: skip
    assert chosen["estimate"].item() == again.estimate


def test_the_summary_is_the_median_and_the_range(make_planned):
    rows = draw(make_planned())
    curve, summary = rows.iloc[:-1], rows.iloc[-1]
    assert summary["estimator"] == "specification_curve"
    assert summary["estimate"] == curve["estimate"].median()
    assert (summary["bound_low"], summary["bound_high"]) == (curve["estimate"].min(), curve["estimate"].max())
    assert summary["statistic"] == len(curve)
    assert not summary["population"].startswith("population-specification")  # no specification itself


def test_many_people_vary_one_choice_at_a_time(make_planned, monkeypatch):
    monkeypatch.setattr(specification_curve, "CROSSED_UP_TO", 100)
    listed = list_specifications(make_planned())
    assert len(listed) == 1 + 3 + 3
    assert all((one.kind == "all") or (one.estimator == "aipw") for one in listed)


def test_no_more_than_the_cap_are_run_and_the_summary_says_so(make_planned, monkeypatch):
    planned = make_planned()
    monkeypatch.setattr(specification_curve, "MOST", 5)
    rows = draw(planned)
    assert len(rows) == 6
    assert rows.iloc[-1]["note"].endswith("note-specifications-capped")


def test_estimates_without_a_covariate_are_used_again(make_planned):
    planned = make_planned()
    without = {name: planned.primary for name in ("x", "z", "kind")}
    rows = build_estimates(draw_specifications(planned, without))
    aipw = rows.loc[rows["population"].str.contains("|aipw;", regex=False), "estimate"]
    assert len(aipw) == 4
    assert (aipw == planned.primary.estimate).all()


def test_nothing_to_vary_gives_no_rows(make_planned):
    analysis = {"covariates": []}
    assert draw_specifications(make_planned(design="randomised", analysis=analysis), {}) == []


@pytest.mark.parametrize("design", ["randomised", "comparison"])
def test_ids_are_one_a_row(make_planned, design):
    rows = draw(make_planned(design=design, outcome={"money": True}))
    assert rows["estimate_id"].is_unique
    assert rows["population"].str.startswith("population-specification|").iloc[:-1].all()
