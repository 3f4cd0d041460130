"""The specification curve shows each calculation once, in order, over the choices that its name tells."""

import numpy as np
import pandas as pd
import pytest

from idmaj import charts
from idmaj.errors import RenderError
from idmaj.estimates import NUMERIC_COLUMNS, build_estimates, conform_estimates
from idmaj.text import LANGUAGES, strip_isolates

NAMES = {
    "aipw;all": 1273.55, "aipw;without:age": 1290.0, "aipw;without:re75": 540.0, "aipw;all;cut:0.99": 980.0,
    "ipw;all": 1180.41, "entropy_balancing;all": 1270.73, "matching;named:short;uncut": 1605.0,
}  # fmt: skip


def words(figure) -> list[str]:
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    return [strip_isolates(text.get_text()).strip("\u200f") for text in texts]


def specifications(made, named: dict[str, float], *, width: float = 1200.0) -> pd.DataFrame:
    shared = {"scale": "mean_difference", "estimand": "att", "n": 16177, "interval": "wald_z"}
    contrast = {"term": "support - comparison", "estimator": "specification_curve", **shared}
    name = ("nsw-cps", "earnings_1978", "income")
    values = list(named.values())
    return build_estimates([
        made.row(*name, **{**contrast, "estimator": "aipw", "role": "primary"}, estimate=1273.55, conf_low=5.0,
                 conf_high=2542.0),
        *[made.row(*name, **contrast, population=f"population-specification|{one}", estimate=value,
                   conf_low=value - width, conf_high=value + width) for one, value in named.items()],
        made.row(*name, **{**shared, "interval": "none"}, estimator="specification_curve", term="summary",
                 population="population-all-specifications", estimate=float(np.median(values)),
                 bound_low=min(values), bound_high=max(values), note="note-specifications"),
    ])  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("factor", [1e-4, 1.0, 1e4])
def test_the_chart_passes_the_gate(language, factor, made, nsw_cps):
    rows = specifications(made, {k: v * factor for k, v in NAMES.items()}, width=1200 * factor)
    for study in (nsw_cps, made.with_long_names(nsw_cps), made.simulated(nsw_cps)):
        figure = charts.draw_specifications(rows, study, language, outcome="earnings_1978", title="t")
        assert charts.lint_figure(figure) == []
        alt = charts.describe_chart("specifications", rows, study, language, outcome="earnings_1978")
        assert 0 < len(alt) <= charts.ALT_LIMIT


@pytest.mark.parametrize("n", [1, 2, 64])
def test_any_number_of_specifications_fits(n, made, nsw_cps):
    rows = specifications(made, {f"aipw;without:x{i}": float(i) for i in range(n)})
    figure = charts.draw_specifications(rows, nsw_cps, "ar", outcome="earnings_1978")
    assert charts.lint_figure(figure) == []


def test_estimates_rise_and_the_planned_one_is_marked(made, nsw_cps):
    rows = specifications(made, NAMES).sample(frac=1, random_state=1)
    shown = charts.select_specifications(rows, outcome="earnings_1978")
    assert list(shown["estimate"]) == sorted(NAMES.values())
    assert list(shown.loc[shown["is_planned"], "population"]) == ["population-specification|aipw;all"]
    axes = charts.draw_specifications(rows, nsw_cps, "en", outcome="earnings_1978").axes[0]
    drawn = {line.get_marker(): line for line in axes.lines if line.get_linestyle() == "None"}
    assert list(drawn["D"].get_ydata()) == [1273.55]
    assert sorted([*drawn["o"].get_ydata(), 1273.55]) == sorted(NAMES.values())


def test_dots_stand_where_the_names_say(made, nsw_cps):
    rows = specifications(made, NAMES)
    figure = charts.draw_specifications(rows, nsw_cps, "en", outcome="earnings_1978")
    order = sorted(NAMES, key=lambda name: NAMES[name])
    estimators, covariates, amounts = figure.axes[1:]

    def counted(axes):
        return sorted(
            float(x) for line in axes.lines if line.get_linestyle() == "None" for x in line.get_xdata()
        )

    for axes in (estimators, covariates, amounts):  # each calculation makes one choice of each kind
        assert counted(axes) == list(range(len(NAMES)))
    heights = {}
    for line in amounts.lines:
        if line.get_linestyle() == "None":
            for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True):
                heights.setdefault(round(float(y), 3), set()).add(order[int(x)])
    cut = [name for name in order if name.count(";") > 1]
    planned = set(order) - set(cut)
    assert sorted(map(sorted, heights.values())) == sorted([sorted(planned), *([name] for name in cut)])
    said = words(figure)
    assert {"without “Age”", "all covariates", "covariates: short", "amounts as planned"} <= set(said)


def test_numbers_of_the_words_are_those_of_the_rows(made, nsw_cps):
    rows = specifications(made, NAMES)
    said = " ".join(words(charts.draw_specifications(rows, nsw_cps, "en", outcome="earnings_1978")))
    assert "Half of the results lie below +1,271" in said
    alt = charts.describe_chart("specifications", rows, nsw_cps, "en", outcome="earnings_1978")
    assert "7 calculations give +540 to +1,605 US dollars" in alt and "+1,274" in alt


def test_columns_are_mirrored_in_arabic_and_values_are_not(made, nsw_cps):
    rows = specifications(made, NAMES)
    arabic, french = (
        charts.draw_specifications(rows, nsw_cps, language, outcome="earnings_1978")
        for language in ("ar", "fr")
    )
    assert all(axes.xaxis_inverted() for axes in arabic.axes[:2])
    assert not any(axes.xaxis_inverted() for axes in french.axes[:2])
    assert not arabic.axes[0].yaxis_inverted()


def test_what_may_not_be_shown_is_left_out_or_refused(made, nsw_cps):
    rows = specifications(made, NAMES)
    held = rows.copy()
    which = held["population"].str.contains("without:age")
    held.loc[which, "release"] = "withheld"
    held.loc[which, list(NUMERIC_COLUMNS)] = pd.NA
    figure = charts.draw_specifications(conform_estimates(held), nsw_cps, "en", outcome="earnings_1978")
    assert "Points that rest on too few people are not shown." in words(figure)
    assert "without “Age”" not in words(figure)
    nothing = rows.loc[rows["estimator"] != "specification_curve"]
    with pytest.raises(RenderError):
        charts.draw_specifications(nothing, nsw_cps, "en", outcome="earnings_1978")
    with pytest.raises(RenderError):
        charts.describe_chart("specifications", nothing, nsw_cps, "en", outcome="earnings_1978")


def test_specifications_stay_out_of_the_forest(made, nsw_cps):
    rows = specifications(made, NAMES)
    assert list(charts.select_contrasts(rows, outcome="earnings_1978")["role"]) == ["primary"]
