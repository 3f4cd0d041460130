"""The chart of people lost shows the rows' own sets and intervals, and refuses where nothing may be shown."""

import pandas as pd
import pytest

from idmaj import charts
from idmaj.errors import RenderError
from idmaj.estimates import NUMERIC_COLUMNS, build_estimates, conform_estimates
from idmaj.text import LANGUAGES, strip_isolates


def words(figure) -> str:
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    return " ".join(strip_isolates(text.get_text()).strip("\u200f") for text in texts)


@pytest.fixture
def rows(made) -> pd.DataFrame:
    """An invented study with people lost; bounds wider than the first interval by far."""

    def contrast(estimator, role="robustness", **fields):
        fields = {
            "scale": "risk_difference",
            "term": "support - comparison",
            "horizon": "52",
            "n": 480,
            **fields,
        }
        return made.row("tarp", "re_arrest", "recidivism", estimator=estimator, role=role, **fields)

    bounded = {"interval": "imbens_manski"}
    return build_estimates([
        contrast("manski_bounds", bound_low=-0.41, bound_high=0.33, conf_low=-0.47, conf_high=0.39,
                 population="population-everybody-due", **bounded),
        contrast("lee_bounds", "diagnostic", bound_low=-0.13, bound_high=-0.05, conf_low=-0.21, conf_high=0.02,
                 population="population-tightened|prio", **bounded),
        contrast("lee_bounds", bound_low=-0.14, bound_high=-0.04, conf_low=-0.22, conf_high=0.03,
                 population="population-found-in-either", **bounded),
        contrast("multiple_imputation", estimate=-0.081, conf_low=-0.16, conf_high=-0.002),
        contrast("response_weights", estimate=-0.078, conf_low=-0.157, conf_high=0.001),
        contrast("response_weights", "diagnostic", scale="effective_size", estimate=201.0, interval="none", note="n"),
        contrast("newcombe", "primary", estimate=-0.083, conf_low=-0.165, conf_high=-0.0002, n=432),
        contrast("ancova", estimate=-0.078, conf_low=-0.159, conf_high=0.003),
    ])  # fmt: skip


def withhold(rows: pd.DataFrame, which: pd.Series) -> pd.DataFrame:
    held = rows.copy()
    held.loc[which, "release"] = "withheld"
    held.loc[which, list(NUMERIC_COLUMNS)] = pd.NA
    return conform_estimates(held)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_passes_the_gate_with_real_and_long_names(language, rows, tarp, made):
    for study in (tarp, made.with_long_names(tarp), made.simulated(tarp)):
        figure = charts.draw_bounds(rows, study, language, outcome="re_arrest", title="t")
        assert charts.lint_figure(figure) == []
        alt = charts.describe_chart("bounds", rows, study, language, outcome="re_arrest")
        assert 0 < len(alt) <= charts.ALT_LIMIT


def test_rows_stand_from_the_strongest_condition_to_none_and_others_stay_out(rows):
    shown = charts.select_bounds(rows, outcome="re_arrest")
    assert list(shown["estimator"]) == [
        "newcombe", "response_weights", "multiple_imputation", "lee_bounds", "lee_bounds", "manski_bounds",
    ]  # fmt: skip
    assert list(shown["population"])[3:5] == ["population-found-in-either", "population-tightened|prio"]
    assert set(shown["scale"]) == {"risk_difference"}


def test_a_set_and_its_interval_are_drawn_from_end_to_end(rows, tarp):
    axes = charts.draw_bounds(rows, tarp, "en", outcome="re_arrest").axes[0]
    low, high = axes.get_xlim()
    assert low < -0.47 and high > 0.39
    drawn = {tuple(round(float(x), 3) for x in line.get_xdata()): line for line in axes.lines}
    thin, thick = drawn[-0.47, 0.39], drawn[-0.41, 0.33]
    assert thick.get_linewidth() > 2 * thin.get_linewidth()
    assert thick.is_dashed() and not thin.is_dashed()
    assert not any(line.get_marker() in {"<", ">"} for line in axes.lines)


def test_words_say_the_set_and_the_interval(rows, tarp):
    said = words(charts.draw_bounds(rows, tarp, "en", outcome="re_arrest"))
    assert "−41.0 to +33.0 (−47.0 to" in said and "Thick broken line" in said
    alt = charts.describe_chart("bounds", rows, tarp, "en", outcome="re_arrest")
    assert "−8.3 (−16.50 to −0.02)" in alt or "−8.3" in alt
    assert "−41.0 to +33.0" in alt


def test_the_forest_draws_sets_the_same_way_and_marks_what_goes_on(rows, tarp):
    figure = charts.draw_forest(rows, tarp, "en", outcome="re_arrest")
    drawn = [tuple(round(float(x), 3) for x in line.get_xdata()) for line in figure.axes[0].lines]
    assert (-0.14, -0.04) in drawn and (-0.22, 0.03) in drawn
    assert "Thick broken line" in words(figure)
    assert charts.lint_figure(figure) == []


def test_without_a_row_about_people_lost_there_is_no_chart(rows, tarp, tarp_estimates):
    with pytest.raises(RenderError, match="people lost"):
        charts.draw_bounds(tarp_estimates, tarp, "en", outcome="re_arrest")
    held = withhold(rows, rows["role"] != "primary")
    with pytest.raises(RenderError, match="people lost"):
        charts.draw_bounds(held, tarp, "en", outcome="re_arrest")
    with pytest.raises(RenderError):
        charts.describe_chart("bounds", withhold(rows, rows["n"] > 0), tarp, "en", outcome="re_arrest")


def test_a_withheld_row_is_left_out_and_said(rows, tarp):
    held = withhold(rows, rows["estimator"] == "manski_bounds")
    figure = charts.draw_bounds(held, tarp, "en", outcome="re_arrest")
    assert "Points that rest on too few people are not shown." in words(figure)
    assert "41" not in words(figure)
