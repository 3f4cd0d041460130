"""Charts show what the rows say, and refuse what they cannot carry."""

import numpy as np
import pandas as pd
import pytest

from idmaj import charts
from idmaj.charts.at_risk import count_at
from idmaj.charts.branches import read_branches
from idmaj.charts.handovers import REGIONS, sum_by_region
from idmaj.charts.selection import select_contrasts, select_levels
from idmaj.errors import RenderError
from idmaj.estimates import NUMERIC_COLUMNS, build_estimates, conform_estimates
from idmaj.text import LANGUAGES, strip_isolates


def words(figure) -> list[str]:
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    return [strip_isolates(text.get_text()).strip("\u200f") for text in texts]


def test_levels_of_tarp_are_those_of_the_paper(tarp, tarp_estimates):
    # Rossi, Berk & Lenihan (1980): 48 of 216 with aid and 66 of 216 without were arrested within 52 weeks.
    shown = words(charts.draw_levels(tarp_estimates, tarp, "en", outcome="re_arrest"))
    assert {"With aid: 22%", "Without aid: 31%"} <= set(shown)


def test_survival_counts_are_those_of_the_file(tarp, tarp_curves):
    # S(52) = 0.7778 and 0.6944 (issue: 168 and 150 of 216 not arrested); at risk at week 52: 168 and 154.
    aided = tarp_curves.loc[tarp_curves["term"] == "support"]
    alone = tarp_curves.loc[tarp_curves["term"] == "comparison"]
    assert [count_at(aided, 52, kind) for kind in ("at-risk", "events")] == [168, 48]
    assert [count_at(alone, 52, kind) for kind in ("at-risk", "events")] == [154, 66]
    assert count_at(aided, 0, "at-risk") == 216
    assert aided["estimate"].iloc[-1] == pytest.approx(0.777778, abs=1e-6)
    assert alone["estimate"].iloc[-1] == pytest.approx(0.694444, abs=1e-6)
    alt = charts.describe_chart("survival", tarp_curves, tarp, "en", outcome="re_arrest")
    assert "78%" in alt and "69%" in alt and "52 weeks" in alt


def test_axis_that_does_not_start_at_zero_is_said(tarp, tarp_curves):
    shown = " ".join(words(charts.draw_survival(tarp_curves, tarp, "en", outcome="re_arrest")))
    assert "The vertical axis starts at 60%, not at zero." in shown
    low = tarp_curves.assign(conf_low=tarp_curves["conf_low"] - 0.4)
    figure = charts.draw_survival(low, tarp, "en", outcome="re_arrest")
    assert figure.axes[0].get_ylim()[0] == 0 and "not at zero" not in " ".join(words(figure))


def test_forest_puts_the_plan_first_and_calls_the_raw_difference_raw(nsw_cps, nsw_cps_estimates):
    shuffled = nsw_cps_estimates.sample(frac=1, random_state=3)
    rows = select_contrasts(shuffled, outcome="earnings_1978")
    assert rows["role"].iloc[0] == "primary" and rows["role"].iloc[-1] == "naive"
    shown = words(charts.draw_forest(shuffled, nsw_cps, "en", outcome="earnings_1978"))
    assert "Raw difference, not a comparison of" in shown
    assert "+1,274 (+5 to +2,542)" in shown and "−8,498 (−9,645 to −7,350)" in shown


def test_forest_sides_follow_what_is_better(tarp, tarp_estimates):
    def sides(better):
        outcome = tarp.outcome["re_arrest"].model_copy(update={"better": better})
        study = tarp.model_copy(update={"outcome": {"re_arrest": outcome}})
        figure = charts.draw_forest(tarp_estimates, study, "en", outcome="re_arrest")
        found = [text for text in figure.texts if text.get_text().startswith(("Better", "Higher"))]
        return [strip_isolates(t.get_text()) for t in sorted(found, key=lambda t: t.get_position()[0])]

    assert sides("lower") == ["Better result: With aid", "Better result: Without aid"]
    assert sides("higher") == ["Better result: Without aid", "Better result: With aid"]
    assert sides("either") == ["Higher: Without aid", "Higher: With aid"]


def test_forest_shows_one_scale_only(tarp, tarp_estimates, made):
    ratio = made.row("tarp", "re_arrest", "recidivism", estimator="cox", scale="hazard_ratio", role="robustness",
                     term="support - comparison", horizon="52", estimate=0.684, conf_low=0.47,
                     conf_high=0.996)  # fmt: skip
    rows = conform_estimates(pd.concat([build_estimates([ratio]), tarp_estimates]))
    assert set(select_contrasts(rows, outcome="re_arrest")["scale"]) == {"risk_difference"}


def test_smallest_effect_is_drawn_at_its_size_on_its_scale_only(
    tarp, tarp_estimates, nsw_cps_estimates, nsw_cps
):
    figure = charts.draw_forest(tarp_estimates, tarp, "en", outcome="re_arrest")
    edges = {
        round(float(line.get_xdata()[0]), 3)
        for line in figure.axes[0].lines
        if len(set(line.get_xdata())) == 1
    }
    assert {-0.05, 0.05} <= edges
    other = tarp.outcome["re_arrest"].smallest_effect.model_copy(update={"scale": "risk_ratio"})
    outcome = tarp.outcome["re_arrest"].model_copy(update={"smallest_effect": other})
    study = tarp.model_copy(update={"outcome": {"re_arrest": outcome}})
    assert "Grey band" not in " ".join(
        words(charts.draw_forest(tarp_estimates, study, "en", outcome="re_arrest"))
    )


def test_forest_tells_rows_of_one_estimator_apart_and_leaves_other_questions_out(nsw_cps, made):
    def contrast(role, estimate, **fields):
        fields = {"estimator": "aipw", "estimand": "att", "scale": "mean_difference", **fields}
        return made.row("nsw-cps", "earnings_1978", "income", term="support - comparison", role=role,
                        estimate=estimate, conf_low=estimate - 900, conf_high=estimate + 900, **fields)  # fmt: skip

    rows = build_estimates([
        contrast("primary", 1273.55),
        contrast("robustness", 969.0, population="population-winsorised"),
        contrast("secondary", 1500.0, population="population-panel-simple"),
        contrast("secondary", 1400.0, estimand="cace", estimator="iv_2sls"),
        contrast("secondary", 0.05, scale="risk_difference", population="population-any-income"),
    ])  # fmt: skip
    assert list(select_contrasts(rows, outcome="earnings_1978")["estimate"]) == [1273.55, 969.0]
    shown = " ".join(words(charts.draw_forest(rows, nsw_cps, "en", outcome="earnings_1978")))
    assert "Doubly robust weighting (AIPW): largest amounts cut" in shown


def test_events_are_those_of_the_vignette_before_and_after(made):
    rows, study = made.make_panel_estimates(), made.read_study("panel")
    axes = charts.draw_events(rows, study, "ar", outcome="employment").axes[0]
    drawn = [line for line in axes.lines if line.get_marker() == "o"]
    open_dots, filled = (dict(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in drawn)
    assert open_dots == {-3: 0.0305, -2: -0.0006, -1: -0.0245}
    assert filled == {0: -0.0199, 1: -0.0510, 2: -0.1373, 3: -0.1008}
    assert axes.get_xlim()[0] < axes.get_xlim()[1]
    assert {-0.05, 0.05} <= {float(line.get_ydata()[0]) for line in axes.lines}
    alt = charts.describe_chart("events", rows, study, "en", outcome="employment")
    assert "3 years after the support began: −0.10 (−0.19 to −0.01)" in alt


def test_events_that_may_not_be_shown_are_said_and_none_is_refused(made):
    rows, study = made.make_panel_estimates(), made.read_study("panel")
    figure = charts.draw_events(withhold(rows, rows["time"] == -3), study, "en", outcome="employment")
    assert "Points that rest on too few people are not shown." in words(figure)
    assert "−3" not in words(figure)
    with pytest.raises(RenderError):
        charts.draw_events(withhold(rows, rows["outcome"] != ""), study, "en", outcome="employment")


def test_means_far_from_zero_have_an_axis_of_their_own_and_say_so(made):
    rows, study = made.make_panel_estimates(), made.read_study("panel")
    figure = charts.draw_levels(rows, study, "en", outcome="employment")
    low, _ = figure.axes[0].get_ylim()
    assert 5 < low <= 5.46
    assert f"The vertical axis starts at {low:.1f}, not at zero." in " ".join(words(figure))


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_run_left_to_right_and_words_from_the_reading_side(language, tarp, tarp_estimates):
    figure = charts.draw_forest(tarp_estimates, tarp, language, outcome="re_arrest")
    low, high = figure.axes[0].get_xlim()
    assert low < high
    box = figure.axes[0].get_position()
    label = next(
        t
        for t in figure.texts
        if t.get_text().strip("\u200f").startswith(("Difference in", "Écart des parts", "فرق النسب"))
    )
    estimate = next(t for t in figure.texts if "16" in t.get_text() and "7" in t.get_text())
    if language == "ar":
        assert label.get_position()[0] > box.x1 > box.x0 > estimate.get_position()[0] - 0.2
        assert label.get_ha() == "right"
    else:
        assert label.get_position()[0] < box.x0 < box.x1 < estimate.get_position()[0]


def test_categorical_bars_are_mirrored_in_arabic(made):
    study, table = made.read_study("handovers"), made.make_handovers()
    arabic, french = (
        charts.draw_handover_regions(table, study, language).axes[0] for language in ("ar", "fr")
    )
    assert arabic.xaxis_inverted() and not french.xaxis_inverted()
    years = charts.draw_handover_years(table, study, "ar").axes[0]
    assert not years.xaxis_inverted()


def test_arabic_lines_are_forced_right_to_left(tarp, tarp_estimates):
    figure = charts.draw_levels(tarp_estimates, tarp, "ar", outcome="re_arrest", title="CI 95 % للأثر")
    assert all(text.get_text().startswith("\u200f") for text in figure.texts)


def test_rows_selected_by_what_came_after_stay_out(tarp_estimates, made):
    # Employment among those still free: 0.481 and 0.548 (issue) is no comparison of like with like.
    selected = made.row("tarp", "re_arrest", "recidivism", estimator="share", scale="share", term="support",
                        horizon="52", time=52.0, estimate=0.481, conf_low=0.4, conf_high=0.55, n=160,
                        population="population-still-free", note="selected")  # fmt: skip
    rows = conform_estimates(pd.concat([tarp_estimates, build_estimates([selected])]))
    assert 0.481 not in set(select_levels(rows, outcome="re_arrest")["estimate"])


def test_levels_of_one_group_are_shown_when_the_plan_asked_for_them(made):
    rows = made.make_temara_estimates().copy()
    rows.loc[(rows["horizon"] == "month_12") & (rows["estimator"] == "share"), "role"] = "primary"
    assert list(select_levels(conform_estimates(rows), outcome="employed")["time"]) == [6.0, 12.0]


def withhold(rows: pd.DataFrame, which: pd.Series) -> pd.DataFrame:
    held = rows.copy()
    held.loc[which, "release"] = "withheld"
    held.loc[which, list(NUMERIC_COLUMNS)] = pd.NA
    return conform_estimates(held)


def test_withheld_points_are_left_out_and_said(tarp, tarp_estimates):
    rows = withhold(tarp_estimates, tarp_estimates["horizon"] == "13")
    figure = charts.draw_levels(rows, tarp, "en", outcome="re_arrest")
    assert charts.lint_figure(figure) == []
    assert "Points that rest on too few people are not shown." in words(figure)
    assert "13 weeks" not in words(figure)


@pytest.mark.parametrize("draw", [charts.draw_levels, charts.draw_forest, charts.draw_flow])
def test_nothing_is_drawn_where_everything_is_withheld(draw, tarp, tarp_estimates):
    rows = withhold(tarp_estimates, tarp_estimates["outcome"] == "re_arrest")
    with pytest.raises(RenderError):
        draw(rows, tarp, "en", outcome="re_arrest")


@pytest.mark.parametrize("kind", ["levels", "survival", "forest", "flow"])
def test_text_in_place_of_a_chart_is_refused_where_nothing_may_be_shown(
    kind, tarp, tarp_estimates, tarp_curves
):
    source = tarp_curves if kind == "survival" else tarp_estimates
    with pytest.raises(RenderError):
        charts.describe_chart(
            kind, withhold(source, source["outcome"] == "re_arrest"), tarp, "en", outcome="re_arrest"
        )


class TestFlow:
    def rows(self, made, **counts):
        return build_estimates(made.flow_rows("tarp", "re_arrest", "recidivism", "52", counts))

    def test_numbers_reconcile(self, made):
        # The trial chart of the design: 320 − 21 = 299, 320 − 34 = 286.
        branches = read_branches(self.rows(made, support=(320, 299), comparison=(320, 286)), what="flow")
        assert [(b.assigned, b.lost, b.observed) for b in branches] == [(320, 21, 299), (320, 34, 286)]

    def test_more_observed_than_assigned_is_refused(self, made):
        with pytest.raises(RenderError, match="221 observed of 216"):
            read_branches(self.rows(made, support=(216, 221)), what="flow")

    def test_a_missing_count_is_refused(self, made):
        rows = self.rows(made, support=(216, 210), comparison=(216, 216))
        with pytest.raises(RenderError, match="missing"):
            read_branches(rows.loc[rows["term"] != "support|observed"], what="flow")

    def test_reasons_are_shown_and_must_add_up(self, made, tarp):
        rows = self.rows(made, support=(320, 299), comparison=(320, 286))

        def with_reasons(**reasons):
            lost = [
                made.row("tarp", "re_arrest", "recidivism", estimator="attrition", scale="count", horizon="52",
                         term=f"support|lost:{code}", estimate=float(n), interval="none", note="count")
                for code, n in reasons.items()
            ]  # fmt: skip
            return conform_estimates(pd.concat([rows, build_estimates(lost)]))

        figure = charts.draw_flow(with_reasons(refused=13, other_code=8), tarp, "en", outcome="re_arrest")
        assert {"refused: 13", "other_code: 8"} <= set(words(figure))
        assert charts.lint_figure(figure) == []
        with pytest.raises(RenderError, match="do not add up to 21"):
            charts.draw_flow(with_reasons(refused=13, dk=7), tarp, "en", outcome="re_arrest")

    def test_levels_on_other_people_are_refused(self, tarp, tarp_estimates):
        rows = tarp_estimates.copy()
        at = (rows["term"] == "support") & (rows["horizon"] == "52") & (rows["estimator"] == "share")
        rows.loc[at, "n"] = 210
        with pytest.raises(RenderError, match="210"):
            charts.draw_flow(rows, tarp, "en", outcome="re_arrest")


class TestHandovers:
    def test_sums_leave_possible_double_counts_out(self, made):
        # Issue: 1,187 people, 38.2 million MAD, median 35,273 MAD a head over 47 rows.
        alt = charts.describe_chart(
            "handover-years", made.make_handovers(), made.read_study("handovers"), "en"
        )
        assert "1,187 people" in alt and "MAD\u00a038,170,007" in alt
        alt = charts.describe_chart("unit-cost", made.make_handovers(), made.read_study("handovers"), "en")
        assert "47 hand-overs" in alt and "MAD\u00a035,273" in alt

    def test_all_twelve_regions_are_shown_and_nobody_is_lost(self, made):
        table = made.make_handovers()
        people = sum_by_region(table.loc[table["in_totals"]])
        assert set(REGIONS) <= set(people.index) and people["dakhla-oued-ed-dahab"] == 0
        assert people.sum() == 1187

    def test_an_amount_that_nobody_stated_is_not_zero(self, made):
        shown = words(charts.draw_handover_years(made.make_handovers(), made.read_study("handovers"), "en"))
        assert "not stated" in shown  # 2013: people without an amount

    def test_rows_without_a_date_stand_apart(self, made):
        table = made.make_handovers()
        undated = int(table.loc[table["in_totals"] & table["held_year"].isna(), "n_people"].sum())
        figure = charts.draw_handover_years(table, made.read_study("handovers"), "en")
        assert str(undated) in words(figure)

    def test_nothing_to_draw_is_refused(self, made):
        table = made.make_handovers().assign(in_totals=False, in_unit_cost=False)
        for draw in (charts.draw_handover_years, charts.draw_handover_regions, charts.draw_unit_cost):
            with pytest.raises(RenderError):
                draw(table, made.read_study("handovers"), "en")


class TestDots:
    def test_exact_interval_of_five_of_seven(self, made):
        # R: binom.test(5, 7)$conf.int is 0.2904 to 0.9633.
        figure = charts.draw_dots(
            made.make_temara_outcomes(), made.read_study("temara"), "en", outcome="employed"
        )
        assert "5 of 7 (exact interval 29% to 96%)" in words(figure)
        assert "Restricted: single persons can be recognised. Not for publication." in words(figure)

    def test_order_of_people_does_not_show(self, made):
        table, study = made.make_temara_outcomes(), made.read_study("temara")
        one, two = (
            charts.render_chart(charts.draw_dots(rows, study, "fr", outcome="income_30d"), "svg")
            for rows in (table, table.iloc[::-1])
        )
        assert one == two

    def test_a_crowd_is_refused(self, made):
        crowd = pd.DataFrame({"person_id": [str(i) for i in range(61)], "arm": "support", "outcome": "employed",
                              "horizon": "month_6", "time": 6.0, "value": np.ones(61)})  # fmt: skip
        with pytest.raises(RenderError, match="too many"):
            charts.draw_dots(crowd, made.read_study("temara"), "en", outcome="employed")
