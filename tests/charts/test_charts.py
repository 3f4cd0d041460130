"""Every chart in every language passes the quality gate, with real, long and extreme input."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from idmaj import charts
from idmaj.errors import RenderError
from idmaj.estimates import build_estimates, conform_estimates
from idmaj.text import LANGUAGES


@dataclass(frozen=True)
class Case:
    name: str
    kind: str
    source: str
    study: str
    outcome: str = ""

    def rows(self, made):
        return getattr(made, f"make_{self.source}")()

    def draw(self, made, language, *, study=None, rows=None, **settings):
        function = getattr(charts, f"draw_{self.kind.replace('-', '_')}")
        chosen = {"outcome": self.outcome} if self.outcome else {}
        rows = self.rows(made) if rows is None else rows
        return function(rows, study or made.read_study(self.study), language, **chosen, **settings)


CASES = [
    Case("tarp", "levels", "tarp_estimates", "tarp", "re_arrest"),
    Case("tarp", "survival", "tarp_curves", "tarp", "re_arrest"),
    Case("tarp", "forest", "tarp_estimates", "tarp", "re_arrest"),
    Case("tarp", "love", "tarp_estimates", "tarp"),
    Case("tarp", "flow", "tarp_estimates", "tarp", "re_arrest"),
    Case("nsw-cps", "levels", "nsw_cps_estimates", "nsw-cps", "earnings_1978"),
    Case("nsw-cps", "forest", "nsw_cps_estimates", "nsw-cps", "earnings_1978"),
    Case("nsw-cps", "love", "nsw_cps_estimates", "nsw-cps"),
    Case("nsw-cps", "flow", "nsw_cps_estimates", "nsw-cps", "earnings_1978"),
    Case("panel", "events", "panel_estimates", "panel", "employment"),
    Case("panel", "forest", "panel_estimates", "panel", "employment"),
    Case("panel", "levels", "panel_estimates", "panel", "employment"),
    Case("temara", "levels", "temara_estimates", "temara", "employed"),
    Case("temara", "flow", "temara_estimates", "temara", "employed"),
    Case("temara", "dots", "temara_outcomes", "temara", "employed"),
    Case("temara-money", "dots", "temara_outcomes", "temara", "income_30d"),
    Case("handovers", "handover-years", "handovers", "handovers"),
    Case("handovers", "handover-regions", "handovers", "handovers"),
    Case("handovers", "unit-cost", "handovers", "handovers"),
]
every_chart = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}-{case.kind}")
every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_language
@every_chart
def test_chart_is_readable_and_described(case, language, made):
    study = made.read_study(case.study)
    assert charts.lint_figure(case.draw(made, language)) == []
    alt = charts.describe_chart(case.kind, case.rows(made), study, language, outcome=case.outcome)
    assert 20 <= len(alt) <= charts.ALT_LIMIT
    assert not set(alt) & set("\u2066\u2067\u2068\u2069")
    assert charts.title_chart(case.kind, study, language, outcome=case.outcome)


@every_language
@every_chart
def test_chart_stands_alone_with_title_and_simulated_mark(case, language, made):
    study = made.simulated(made.read_study(case.study))
    figure = case.draw(made, language, study=study, title=made.LONG[language])
    assert charts.lint_figure(figure) == []
    mark = {"en": "Simulated data", "fr": "Données simulées", "ar": "معطيات اصطناعية (محاكاة)"}[language]
    shown = [text.get_text().strip("\u200f") for text in figure.texts]
    assert shown.count(mark) == 2  # the line and the watermark


@every_language
@pytest.mark.parametrize(
    "case", [c for c in CASES if c.study in {"tarp", "nsw-cps", "panel"}], ids=lambda c: f"{c.name}-{c.kind}"
)
def test_long_names_are_wrapped(case, language, made):
    study = made.with_long_names(made.read_study(case.study))
    assert charts.lint_figure(case.draw(made, language, study=study)) == []
    alt = charts.describe_chart(case.kind, case.rows(made), study, language, outcome=case.outcome)
    assert len(alt) <= charts.ALT_LIMIT


def rescale(rows: pd.DataFrame, factor: float) -> pd.DataFrame:
    columns = ["estimate", "conf_low", "conf_high"]
    return conform_estimates(rows.assign(**{name: rows[name] * factor for name in columns}))


@every_language
@pytest.mark.parametrize("factor", [1e-4, 1e-2, 1e2, 1e4])
@pytest.mark.parametrize("kind", ["levels", "forest"])
def test_money_of_any_size_fits(kind, factor, language, made):
    case = Case("", kind, "nsw_cps_estimates", "nsw-cps", "earnings_1978")
    rows = case.rows(made)
    money = rows.loc[rows["scale"].isin(["mean", "mean_difference"])]
    assert charts.lint_figure(case.draw(made, language, rows=rescale(money, factor))) == []


@every_language
@pytest.mark.parametrize("factor", [0.0, 0.02, 5.0])
def test_effects_of_any_size_fit(factor, language, made):
    case = Case("", "forest", "tarp_estimates", "tarp", "re_arrest")
    rows = case.rows(made)
    contrasts = rows.loc[rows["term"] == "support - comparison"]
    assert charts.lint_figure(case.draw(made, language, rows=rescale(contrasts, factor))) == []


def levels(made, times, *, shares=(0.5, 0.5), n=216):
    return build_estimates(
        made.row("tarp", "re_arrest", "recidivism", estimator="share", scale="share", term=arm, horizon=str(time),
                 time=float(time), estimate=share, conf_low=share * 0.9, conf_high=min(1, share * 1.1 + 0.01), n=n)
        for arm, share in zip(("support", "comparison"), shares, strict=True)
        for time in times
    )  # fmt: skip


@every_language
@pytest.mark.parametrize("times", [(1, 2, 3, 52), tuple(range(1, 41)), (26, 52)])
@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.0, 0.0), (1.0, 1.0), (0.002, 0.001)])
def test_any_number_of_horizons_and_equal_levels_fit(times, shares, language, made):
    rows = levels(made, times, shares=shares, n=1_234_567)
    figure = charts.draw_levels(rows, made.read_study("tarp"), language, outcome="re_arrest")
    assert charts.lint_figure(figure) == []


def curves(made, shares, *, n=1_000_000):
    times = np.linspace(0, 52, len(next(iter(shares.values()))))
    return build_estimates(
        made.row("tarp", "re_arrest", "recidivism", estimator="kaplan_meier", scale="survival", term=arm,
                 time=float(time), estimate=share, conf_low=max(0.0, share - 0.02), conf_high=min(1.0, share + 0.02),
                 interval="log_log", n=n, n_at_risk=int(n * share), n_events=7, n_censored=0)
        for arm, path in shares.items()
        for time, share in zip(times, path, strict=True)
    )  # fmt: skip


@every_language
@pytest.mark.parametrize(
    "shares",
    [
        {"support": [1, 0.999, 0.998], "comparison": [1, 0.9985, 0.9975]},
        {"support": [1, 0.1, 0.02, 0.0], "comparison": [1, 0.05, 0.01, 0.0]},
        {"support": [1, 0.5, 0.4], "comparison": [1, 0.5, 0.4]},
        {"all": [1, 0.7, 0.4]},
        {"all": [1, 1, 1]},
        {"support": [1, 0.2, 0.1], "comparison": [1, 1, 1]},
    ],
)
def test_curves_of_any_shape_fit(shares, language, made):
    for study in (made.read_study("tarp"), made.with_long_names(made.read_study("tarp"))):
        figure = charts.draw_survival(curves(made, shares), study, language, outcome="re_arrest")
        assert charts.lint_figure(figure) == []


@every_language
def test_bounds_without_an_estimate_and_rows_without_an_interval_are_drawn(language, made):
    contrast = {"scale": "risk_difference", "term": "support - comparison", "horizon": "52", "n": 432}
    rows = build_estimates([
        made.row("tarp", "re_arrest", "recidivism", estimator="newcombe", role="primary", estimate=-0.08,
                 conf_low=-0.16, conf_high=0.001, **contrast),
        made.row("tarp", "re_arrest", "recidivism", estimator="lee_bounds", role="robustness", bound_low=-0.3,
                 bound_high=0.2, **contrast),
        made.row("tarp", "re_arrest", "recidivism", estimator="matching", role="robustness", estimate=-0.9,
                 **{**contrast, "n": None}, interval="none", note="no interval"),
    ])  # fmt: skip
    figure = charts.draw_forest(rows, made.read_study("tarp"), language, outcome="re_arrest")
    assert charts.lint_figure(figure) == []


def events(made, times, *, size=1.0):
    return build_estimates(
        made.row("panel", "employment", "employment", estimator="event_study", role="secondary", term=f"e={time:g}",
                 scale="mean_difference", time=float(time), estimate=size * (0.3 if time >= 0 else 0.01),
                 conf_low=size * -0.2, conf_high=size * 0.8, interval="simultaneous", n=500)
        for time in times
    )  # fmt: skip


@every_language
@pytest.mark.parametrize("times", [(0,), (-1, 0), range(-1, 12), range(-40, 60), (-12, -6, 0, 6, 18), (1.5,)])
@pytest.mark.parametrize("size", [0.0, 1e-4, 1e6])
def test_any_number_of_times_and_effects_of_any_size_fit(times, size, language, made):
    figure = charts.draw_events(
        events(made, times, size=size), made.read_study("panel"), language, outcome="employment"
    )
    assert charts.lint_figure(figure) == []


def test_balance_is_that_of_the_outcome_where_its_people_differ(made):
    tarp_estimates = made.make_tarp_estimates()
    balance = tarp_estimates.loc[tarp_estimates["estimator"] == "balance"]
    first = balance.loc[balance["outcome"] == balance["outcome"].iloc[0]]
    other = first.assign(outcome="other", estimate=first["estimate"] + 0.5)
    both = pd.concat([first, other])
    study = made.read_study("tarp")
    with pytest.raises(RenderError, match="several differences"):
        charts.draw_love(both, study, "en")
    outcome = str(first["outcome"].iloc[0])
    charts.draw_love(both, study, "en", outcome=outcome)
    said = charts.describe_chart("love", both, study, "en", outcome=outcome)
    assert said == charts.describe_chart("love", first, study, "en")
