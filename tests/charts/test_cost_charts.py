"""Curves of doubt, people and money: the numbers shown are those of the rows; withheld rows are refused."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idmaj import charts
from idmaj.charts.cost_plane import Cloud, read_clouds
from idmaj.charts.plot import Frame, Line, draw_lines
from idmaj.disclosure import release_estimates
from idmaj.effects.comparison import Planned, plan_comparison
from idmaj.effects.cost import value_results
from idmaj.effects.imputing.question import impute_lost
from idmaj.effects.rows import place_outcome
from idmaj.effects.settling.settle import settle
from idmaj.errors import RenderError
from idmaj.estimates import EffectEstimate, build_estimates, conform_estimates
from idmaj.study import Study
from idmaj.text import LANGUAGES, strip_isolates

HEAD = (Path(__file__).parents[1] / "invented_study.toml").read_text(encoding="utf-8")
MADE = (
    HEAD
    + """design = "randomised"
[arms]
column = "arm"
support = [1]
comparison = [0]
[[source]]
role = "persons"
file = "data/raw/made/persons.csv"
[outcome.employed]
label = { en = "In work", fr = "En emploi", ar = "مشتغل" }
domain = "employment"
kind = "binary"
better = "higher"
value = { column = "w", equals = 1 }
smallest_effect = { value = 0.1, scale = "risk_difference" }
[outcome.income]
label = { en = "Monthly income", fr = "Revenu mensuel", ar = "الدخل الشهري" }
domain = "income"
kind = "continuous"
better = "higher"
money = true
value = { column = "y" }
smallest_effect = { value = 300, scale = "mean_difference" }
[analysis]
covariates = ["x", "z"]
[settling]
people_per_month = 20
[costs]
price_year = 2024
worth = { employed = [0, 10000, 40000, 80000], income = [0.5, 1, 2] }
[[costs.item]]
id = "kit"
label = { en = "Equipment", fr = "Équipement", ar = "معدات" }
value = 4000
uncertainty = { kind = "gamma", std_error = 600 }
source = { en = "Invented", fr = "Inventé", ar = "معطيات افتراضية" }
[[costs.consequence]]
id = "taxes"
label = { en = "Taxes", fr = "Impôts", ar = "ضرائب" }
outcome = "income"
value = 2
views = ["social"]
source = { en = "Invented", fr = "Inventé", ar = "معطيات افتراضية" }
"""
)

KINDS = {
    "tipping": charts.draw_tipping, "power": charts.draw_power, "cost-plane": charts.draw_cost_plane,
    "acceptability": charts.draw_acceptability,
}  # fmt: skip
every_kind = pytest.mark.parametrize("kind", KINDS)
every_outcome = pytest.mark.parametrize("outcome", ["employed", "income"])
every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def read_made() -> Study:
    return Study.model_validate({"id": "made", **tomllib.loads(MADE)})


@cache
def make_rows(lost: float = 0.2, n: int = 400, effect: float = 0.3) -> pd.DataFrame:
    """Rows as the questions make them, of invented people of whom a part is lost."""
    study, draw = read_made(), np.random.default_rng(5)
    treated = np.arange(n) % 2 == 0
    x, z = draw.normal(size=(2, n))
    latent = effect * treated + 0.5 * x + draw.normal(size=n)
    gone = draw.uniform(size=n) < lost
    people = pd.DataFrame({"person_id": [f"p{i:04d}" for i in range(n)], "x": x, "z": z})
    rows = []
    for name, values in (("employed", (latent > 0).astype(float)), ("income", 2000 + 800 * latent)):
        outcomes = pd.DataFrame(
            {"person_id": people["person_id"], "arm": np.where(treated, "support", "comparison"), "outcome": name,
             "kind": "binary" if name == "employed" else "continuous",
             "value": np.where(gone, np.nan, values), "missing": np.where(gone, "not_found", ""), "time": np.nan}
        )  # fmt: skip
        place = place_outcome(study, name, as_of="2024-12-06")
        planned = plan_comparison(outcomes, people, study, place, is_primary=True)
        assert isinstance(planned, Planned)
        rows += [planned.primary, *impute_lost(planned), *settle(planned)]
    return build_estimates([*rows, *value_results(rows, study, as_of="2024-12-06")])


def texts(figure) -> str:
    found = [text.get_text() for text in figure.texts]
    found += [text.get_text() for axes in figure.axes for text in axes.texts]
    return strip_isolates(" ".join(found)).replace("\u200f", "").replace("\u00a0", " ")


def line_of(figure, number=0):
    """Data of a line with a mark at each point."""
    marked = [line for line in figure.axes[0].get_lines() if line.get_marker() not in {"None", None, ""}]
    return marked[number].get_xdata(), marked[number].get_ydata()


@every_language
@every_outcome
@every_kind
def test_chart_is_readable_and_described(kind, outcome, language, made):
    study, rows = read_made(), make_rows()
    for shown in (study, made.with_long_names(with_labels(study))):
        assert charts.lint_figure(KINDS[kind](rows, shown, language, outcome=outcome)) == []
        alt = charts.describe_chart(kind, rows, shown, language, outcome=outcome)
        assert 10 <= len(alt) <= charts.ALT_LIMIT
    assert charts.title_chart(kind, study, language, outcome=outcome)


def with_labels(study: Study) -> Study:
    label = study.study.title
    labels = {"support": label, "comparison": label}
    return Study.model_validate({**study.model_dump(), "arms": {**study.arms.model_dump(), "labels": labels}})


@every_kind
def test_withheld_rows_are_refused(kind):
    rows = make_rows()
    blank = rows.assign(
        estimate=np.nan, conf_low=np.nan, conf_high=np.nan, bound_low=np.nan, release="withheld"
    )
    with pytest.raises(RenderError):
        KINDS[kind](conform_estimates(blank), read_made(), "en", outcome="employed")
    with pytest.raises(RenderError):
        charts.describe_chart(kind, rows.iloc[:0], read_made(), "en", outcome="employed")


@every_kind
def test_released_rows_give_the_same_chart_as_all_rows_or_none(kind):
    study = read_made()
    with pytest.raises(RenderError):  # rows whose cells nothing vouches for are withheld
        KINDS[kind](release_estimates(make_rows(), study), study, "en", outcome="employed")
    open_data = study.disclosure.model_copy(update={"public_microdata": True})
    open_study = study.model_copy(update={"disclosure": open_data})
    released = release_estimates(make_rows(), open_study)
    whole, shown = (KINDS[kind](rows, study, "en", outcome="employed") for rows in (make_rows(), released))
    assert texts(whole) == texts(shown)


@every_outcome
def test_tipping_shows_every_shift_and_the_tip(outcome):
    rows = make_rows()
    figure = charts.draw_tipping(rows, read_made(), "en", outcome=outcome)
    curve = charts.select_tipping(rows, outcome=outcome)
    x, y = line_of(figure)
    assert list(x) == sorted(float(p.split("|")[1]) for p in curve["population"])
    assert np.array_equal(y, curve["estimate"])
    tip = rows.loc[(rows["outcome"] == outcome) & (rows["term"] == "tipping point"), "estimate"].iloc[0]
    dashed = [line.get_xdata()[0] for line in figure.axes[0].get_lines() if len(set(line.get_xdata())) == 1]
    assert (tip in dashed) == bool(pd.notna(tip))


def test_without_a_tip_it_is_said_and_no_line_is_drawn():
    rows = make_rows()
    none = rows.assign(estimate=rows["estimate"].where(rows["term"] != "tipping point"))
    figure = charts.draw_tipping(none, read_made(), "en", outcome="employed")
    assert "No shift from −6.0 to +6.0 changes" in texts(figure)
    assert "Tipping point:" not in texts(figure)


def test_what_the_tip_does_is_read_from_the_interval_as_imputed():
    rows = make_rows()
    curve = charts.select_tipping(rows, outcome="employed")
    middle = curve.loc[curve["shift"] == 0].iloc[0]
    holds_zero = middle["conf_low"] <= 0 <= middle["conf_high"]
    said = texts(charts.draw_tipping(rows, read_made(), "en", outcome="employed"))
    assert ("the interval excludes no difference" in said) == holds_zero
    assert ("no longer excludes no difference" in said) == (not holds_zero)


@every_outcome
def test_power_shows_the_curve_the_own_size_and_what_settles(outcome):
    rows = make_rows()
    power = rows.loc[(rows["outcome"] == outcome) & (rows["estimator"] == "power")].set_index("term")[
        "estimate"
    ]
    x, y = line_of(charts.draw_power(rows, read_made(), "en", outcome=outcome))
    shown = dict(zip(x, y, strict=True))
    points = power[power.index.str.startswith("people|")]
    assert {float(term.split("|")[1]): chance for term, chance in points.items()}.items() <= shown.items()
    said = texts(charts.draw_power(rows, read_made(), "en", outcome=outcome))
    assert f"people needed: {power['people']:,.0f}." in said
    if power["further"] > 0:
        assert shown[400] == power["power"], "the 400 people assigned, lost or found"
        assert f"Further people: {power['further']:,.0f}." in said
        assert f"MAD {power['money']:,.0f}" in said
        assert f"{math.ceil(power['months']):,} month" in said
    else:
        assert "The study has as many people as that takes." in said


def test_an_own_size_is_marked_only_where_more_people_are_needed():
    rows = make_rows()
    enough = rows.assign(estimate=rows["estimate"].where(rows["term"] != "further", 0.0))
    assert not charts.select_power(enough, read_made(), outcome="employed")["is_own"].any()


def test_the_ellipse_holds_its_level_of_draws():
    """Share of draws of the bivariate normal inside the outline, by Mahalanobis distance."""
    cloud = Cloud(0.1, 0.03, 800.0, 150.0, -0.4, 0.95)
    draw = np.random.default_rng(1)
    cross = cloud.correlation * cloud.effect_error * cloud.cost_error
    covariance = np.array([[cloud.effect_error**2, cross], [cross, cloud.cost_error**2]])
    inverse = np.linalg.inv(covariance)
    centre = np.array([[cloud.effect], [cloud.cost]])
    edge = cloud.outline() - centre
    radius = np.einsum("in,ij,jn->n", edge, inverse, edge)
    assert np.allclose(radius, radius[0]), "the outline is one contour of the density"
    drawn = draw.multivariate_normal(centre[:, 0], covariance, 200_000).T - centre
    inside = (np.einsum("in,ij,jn->n", drawn, inverse, drawn) < radius[0]).mean()
    assert inside == pytest.approx(0.95, abs=0.002)


def test_the_plane_reads_effect_and_cost_from_the_rows_towards_the_better(made):
    study, rows = read_made(), make_rows()
    primary = rows.loc[(rows["outcome"] == "employed") & (rows["role"] == "primary")].iloc[0]
    net = rows.loc[(rows["outcome"] == "employed") & (rows["term"] == "social|net")].iloc[0]
    cloud = read_clouds(rows, study, outcome="employed")["social"]
    assert (cloud.effect, cloud.cost) == (primary["estimate"], net["estimate"])
    assert (cloud.effect_error, cloud.cost_error) == (primary["std_error"], net["std_error"])
    outcome = study.outcome["employed"].model_copy(update={"better": "lower"})
    mirrored = study.model_copy(update={"outcome": {**study.outcome, "employed": outcome}})
    assert read_clouds(rows, mirrored, outcome="employed")["social"].effect == -primary["estimate"]


def test_a_certain_cost_is_a_line_and_views_that_agree_share_one():
    study = read_made()
    item = {**study.costs.item[0].model_dump(), "uncertainty": {"kind": "fixed"}}
    costs = {**study.costs.model_dump(), "item": [item], "consequence": []}
    sure = Study.model_validate({**study.model_dump(), "costs": costs})
    rows = make_rows()
    effects = rows.loc[rows["role"] == "primary"]
    table = build_estimates([*rows_of(effects), *value_results(rows_of(effects), sure, as_of="2024-12-06")])
    said = texts(charts.draw_cost_plane(table, sure, "en", outcome="employed"))
    assert "The cost is taken as certain" in said
    assert said.count("Who pays for the programme; Society as a whole") == 1
    outline = read_clouds(table, sure, outcome="employed")["funder"].outline()
    primary = effects.loc[effects["outcome"] == "employed"].iloc[0]
    half = 1.959963984540054 * primary["std_error"]  # standard normal table
    assert outline[0][[0, -1]] == pytest.approx([primary["estimate"] - half, primary["estimate"] + half])


def rows_of(table: pd.DataFrame):
    plain = table.drop(columns="estimate_id").astype(object)
    plain = plain.where(plain.notna(), None)
    return [EffectEstimate(**{**row, "time": float("nan")}) for row in plain.to_dict("records")]


def test_acceptability_shows_the_chances_of_each_view():
    rows = make_rows()
    figure = charts.draw_acceptability(rows, read_made(), "en", outcome="employed")
    for number, view in enumerate(("funder", "social")):
        chances = rows.loc[
            (rows["outcome"] == "employed") & (rows["scale"] == "probability") & (rows["term"] == view)
            & (rows["estimator"] == "net_benefit")
        ]  # fmt: skip
        x, y = line_of(figure, number)
        assert list(x) == [0, 10_000, 40_000, 80_000]
        assert np.array_equal(y, chances["estimate"])


@every_language
@pytest.mark.parametrize("factor", [1e-6, 1e-3, 1e6])
@pytest.mark.parametrize("kind", ["tipping", "cost-plane"])
def test_amounts_of_any_size_fit(kind, factor, language):
    rows = make_rows()
    columns = ["estimate", "std_error", "conf_low", "conf_high"]
    scaled = conform_estimates(rows.assign(**{name: rows[name] * factor for name in columns}))
    assert charts.lint_figure(KINDS[kind](scaled, read_made(), language, outcome="income")) == []


@every_language
def test_words_at_lines_keep_apart(language):
    frame = Frame(
        subtitle="x", x_title="x", write_x=lambda t: ["1"] * len(t), write_y=lambda t: ["1"] * len(t),
        x_marks=(1.0, 1.01, 1.02), x_labels=("first mark", "second mark", "third mark"), y_marks=(0.5,),
        y_labels=("level",),
    )  # fmt: skip
    line = Line(np.array([0.0, 1.0, 2.0]), np.array([0.0, 0.4, 1.0]), label="a line", is_label_below=True)
    figure = draw_lines([line], frame, read_made(), language)
    assert charts.lint_figure(figure) == []
    assert all(words in texts(figure) for words in (*frame.x_labels, *frame.y_labels, "a line"))
