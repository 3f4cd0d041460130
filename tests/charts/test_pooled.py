"""Charts of parts of the people: each part, what they give together, and the next cohort."""

import pandas as pd
import pytest

from idmaj import charts
from idmaj.errors import RenderError
from idmaj.estimates import NUMERIC_COLUMNS, build_estimates, conform_estimates
from idmaj.text import LANGUAGES, strip_isolates

CONTRAST = "support - comparison"
EFFECTS = {"c0": (0.159, 124), "c1": (0.030, 97), "c2": (0.225, 80), "c3": (0.147, 24)}


def words(figure) -> list[str]:
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    return [strip_isolates(text.get_text()).strip("\u200f") for text in texts]


@pytest.fixture
def rows(made) -> pd.DataFrame:
    """Invented: a trial of four cohorts, the last too small for a mean of effects."""

    def at(subgroup="all", **fields):
        fields = {"horizon": "52", "scale": "risk_difference", "subgroup": subgroup, **fields}
        return made.row("tarp", "re_arrest", "recidivism", **fields)

    over = {"estimator": "random_effects", "population": "population-over-cohorts", "n": 301}
    made_rows = [at(term=CONTRAST, estimator="newcombe", role="primary", estimate=0.12, conf_low=0.02,
                    conf_high=0.22, n=325)]  # fmt: skip
    for name, (effect, n) in EFFECTS.items():
        part = {"term": CONTRAST, "subgroup": f"cohort={name}", "n": n}
        own, drawn = (
            {"conf_low": effect - 0.2, "conf_high": effect + 0.2},
            {"conf_low": 0.0, "conf_high": 0.3},
        )
        made_rows += [
            at(**part, **own, estimator="newcombe", role="secondary", estimate=effect),
            at(
                **part,
                **drawn,
                estimator="partial_pooling",
                estimate=(effect + 0.13) / 2,
                interval="percentile",
            ),
        ]
    made_rows += [
        at(
            "cohort", term=CONTRAST, role="secondary", estimate=0.136, conf_low=-0.107, conf_high=0.38, **over
        ),
        at(
            "cohort",
            term="new cohort",
            estimate=0.136,
            conf_low=-0.21,
            conf_high=0.48,
            interval="prediction",
            **over,
        ),
        at("cohort=c3", term=CONTRAST, interval="none", note="note-cohort-too-small", **{**over, "n": 24}),
        at(
            "cohort",
            term="between cohorts",
            **{**over, "scale": "tau2"},
            estimate=0.001,
            interval="none",
            note="n",
        ),
    ]
    for arm, shift in (("support", 0.0), ("comparison", 0.1)):
        for name, (_, n) in EFFECTS.items():
            level = {"subgroup": f"cohort={name}", "scale": "share", "n": n // 2}
            made_rows += [
                at(**level, term=arm, estimator="share", estimate=0.5 - shift, conf_low=0.3, conf_high=0.7),
                at(**level, term=f"{arm}|cohort={name}", estimator="partial_pooling", estimate=0.49 - shift,
                   conf_low=0.35, conf_high=0.6, interval="percentile"),
            ]  # fmt: skip
        pooled = {"estimator": "beta_binomial", "scale": "share", "n": 160}
        made_rows += [
            at("cohort", term=f"{arm}|pooled", role="secondary", estimate=0.5 - shift, conf_low=0.42, conf_high=0.58,
               interval="profile", **pooled),
            at("cohort", term=f"{arm}|new cohort", estimate=0.5 - shift, conf_low=0.25, conf_high=0.75,
               interval="prediction", **pooled),
        ]  # fmt: skip
    made_rows += [
        at(f"race={race}", term=CONTRAST, estimator="newcombe", role="secondary", estimate=effect, n=150,
           conf_low=effect - 0.15, conf_high=effect + 0.15)
        for race, effect in (("1", 0.1), ("2", 0.2))
    ]  # fmt: skip
    made_rows.append(at("race", term="1 - 2", estimator="interaction", role="secondary", estimate=-0.1,
                        conf_low=-0.3, conf_high=0.1, n=300))  # fmt: skip
    return build_estimates(made_rows)


def test_panels_are_told_apart(rows):
    panels = charts.split_pooled(rows, outcome="re_arrest")
    assert list(panels) == ["cohort", "cohort-support", "cohort-comparison", "race"]
    for panel in panels.values():  # a panel alone is drawn as in the table of all rows
        (again,) = charts.split_pooled(panel, outcome="re_arrest").values()
        assert list(again["estimate_id"]) == list(panel["estimate_id"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_panel_passes_the_gate(language, rows, tarp, made):
    for study in (tarp, made.with_long_names(tarp), made.simulated(tarp)):
        for panel in charts.split_pooled(rows, outcome="re_arrest").values():
            figure = charts.draw_pooled(panel, study, language, outcome="re_arrest", title="t")
            assert charts.lint_figure(figure) == []
            alt = charts.describe_chart("pooled", panel, study, language, outcome="re_arrest")
            assert 0 < len(alt) <= charts.ALT_LIMIT


def test_cohorts_stand_by_size_then_all_of_them_then_the_next(rows):
    shown = charts.select_pooled(rows.sample(frac=1, random_state=2), outcome="re_arrest")
    parts = shown.loc[shown["kind"] == "part"]
    assert list(parts["n"]) == [124, 97, 80, 24]
    assert list(shown["kind"].drop_duplicates()) == ["part", "drawn", "pooled", "new"]
    assert list(parts["is_small"]) == [False, False, False, True]


def test_marks_are_at_the_numbers_of_the_rows(rows, tarp):
    panel = charts.split_pooled(rows, outcome="re_arrest")["cohort"]
    axes = charts.draw_pooled(panel, tarp, "en", outcome="re_arrest").axes[0]
    points = {m: [round(float(line.get_xdata()[0]), 4) for line in axes.lines if line.get_marker() == m and
                  len(line.get_xdata()) == 1] for m in "sDo"}  # fmt: skip
    assert points["s"] == [effect for effect, _ in EFFECTS.values()] and points["D"] == [0.136]
    assert points["o"] == [round((effect + 0.13) / 2, 4) for effect, _ in EFFECTS.values()]
    ended = [line.get_xdata() for line in axes.lines if line.get_marker() == "|"]
    assert [[float(x) for x in ends] for ends in ended] == [
        [-0.21, 0.48]
    ]  # the next cohort: a bar without a point


def test_words_of_the_arm_and_of_the_group(rows, tarp):
    panels = charts.split_pooled(rows, outcome="re_arrest")
    said = words(charts.draw_pooled(panels["cohort-support"], tarp, "en", outcome="re_arrest"))
    assert any("With aid" in text for text in said) and "50% (42% to 58%)" in said
    alt = charts.describe_chart("pooled", panels["cohort"], tarp, "en", outcome="re_arrest")
    assert "+13.6 (−10.7 to +38.0) percentage points" in alt
    race = words(charts.draw_pooled(panels["race"], tarp, "en", outcome="re_arrest"))
    assert "Everybody (planned estimate)" in race and not any("cohort" in text for text in race)


def test_small_cohorts_are_grey_only_where_they_do_not_enter(rows, tarp):
    panels = charts.split_pooled(rows, outcome="re_arrest")
    note = "Grey: too few people to enter the mean of all."
    assert note in words(charts.draw_pooled(panels["cohort"], tarp, "en", outcome="re_arrest"))
    assert note not in words(charts.draw_pooled(panels["cohort-support"], tarp, "en", outcome="re_arrest"))


def withhold(rows: pd.DataFrame, which: pd.Series) -> pd.DataFrame:
    held = rows.copy()
    held.loc[which, "release"] = "withheld"
    held.loc[which, list(NUMERIC_COLUMNS)] = pd.NA
    return conform_estimates(held)


def test_where_no_cohort_may_be_shown_the_pooled_result_still_is(rows, tarp):
    held = withhold(rows, rows["subgroup"].str.startswith("cohort="))
    panel = charts.split_pooled(held, outcome="re_arrest")["cohort-support"]
    figure = charts.draw_pooled(panel, tarp, "en", outcome="re_arrest")
    assert "50% (42% to 58%)" in words(figure)
    assert charts.lint_figure(figure) == []


def test_nothing_is_drawn_where_everything_is_withheld(rows, tarp, tarp_estimates):
    with pytest.raises(RenderError):
        charts.draw_pooled(withhold(rows, rows["n"] > 0), tarp, "en", outcome="re_arrest")
    with pytest.raises(RenderError):
        charts.draw_pooled(tarp_estimates, tarp, "en", outcome="re_arrest")


def test_kinds_of_support_are_no_parts_to_pool(rows, made):
    kinds = rows.loc[rows["subgroup"].isin(["all", "race=1", "race=2"])]
    assert charts.split_pooled(kinds, outcome="re_arrest") == {}
