"""Pages of notebooks 05 and 06 about times to events: curves, events that compete, hazards, clocks, sources.

Rows are made here by the formulas of Aalen & Johansen (1978), of 400 invented people.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from idmaj import charts
from idmaj.estimates import EffectEstimate, build_estimates
from idmaj.report.display import (
    course,
    occurrences,
    show_course,
    show_curves,
    show_event_types,
    show_frequency,
    show_maturity,
    show_sources,
    timing,
)
from idmaj.study import Study
from idmaj.text import LANGUAGES, message, strip_isolates

HEAD = (Path(__file__).parents[1] / "invented_study.toml").read_text(encoding="utf-8")
STUDY = (
    HEAD
    + """design = "comparison"
time_unit = "month"
[arms]
column = "arm"
support = [1]
comparison = [0]
[[source]]
role = "persons"
file = "data/raw/made/persons.csv"
[outcome.returned]
label = { en = "Return to prison", fr = "Retour en prison", ar = "العودة إلى السجن" }
domain = "recidivism"
kind = "time_to_event"
better = "lower"
event = "reincarceration"
clock = "release"
data_source = "register"
time = "months"
happened = "back"
horizons = [12, 24]
primary_horizon = 24
classes = "kind"
competing = [{ id = "death", label = { en = "Death", fr = "Décès", ar = "الوفاة" }, happened = "died" }]
[outcome.arrested]
label = { en = "Arrest", fr = "Arrestation", ar = "توقيف" }
domain = "recidivism"
kind = "time_to_event"
better = "lower"
event = "re_arrest"
clock = "hand_over"
data_source = "self_report"
time = "weeks"
time_kind = "period"
happened = "arrest"
horizons = [24]
time_varying = [{ id = "work", label = { en = "In work", fr = "En emploi", ar = "مزاولة عمل" }, column = "emp{time}" }]
[analysis]
covariates = ["age"]
[analysis.labels]
age = { en = "Age", fr = "Âge", ar = "السن" }
"kind=crime" = { en = "Crimes", fr = "Crimes", ar = "الجنايات" }
"""
)
ARMS = ("support", "comparison")
every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def read_made() -> Study:
    return Study.model_validate({"id": "made", **tomllib.loads(STUDY)})


@cache
def make_people(arm: str) -> tuple[np.ndarray, np.ndarray]:
    """Months of leaving, and causes: 0 end of observation, 1 return, 2 death."""
    draw = np.random.default_rng(ARMS.index(arm))
    n, rate = 200, 0.025 + 0.02 * ARMS.index(arm)
    times = draw.exponential(1 / (rate + 0.012), n)
    cause = np.where(draw.random(n) < 0.012 / (rate + 0.012), 2, 1)
    ends = np.minimum(draw.uniform(6, 40, n), 24.0)
    return np.ceil(np.minimum(times, ends) * 2) / 2, np.where(times <= ends, cause, 0)


def row(**fields: object) -> EffectEstimate:
    shared = {"study": "made", "outcome": "returned", "domain": "recidivism", "role": "diagnostic", "n": 200}
    return EffectEstimate(**{**shared, **fields})


@cache
def make_curves() -> pd.DataFrame:
    rows = []
    for arm in ARMS:
        times, causes = make_people(arm)
        survival, incidence = 1.0, {1: 0.0, 2: 0.0}
        for time in [0.0, *np.unique(times)]:
            at_risk = int((times >= time).sum())
            found = [int(((times == time) & (causes == cause)).sum()) for cause in (0, 1, 2)]
            for cause, name in ((1, ""), (2, ": death")):
                incidence[cause] += survival * found[cause] / at_risk
                half = 1.96 * (incidence[cause] * (1 - incidence[cause]) / 200) ** 0.5
                for interval, wide in (("log_log", 1.0), ("simultaneous", 1.5)):
                    if interval == "log_log" or cause == 1:
                        rows.append(
                            row(
                                estimator="aalen_johansen", scale="cumulative_incidence", term=arm + name,
                                time=float(time), estimate=incidence[cause], conf_level=0.95, interval=interval,
                                conf_low=max(0.0, incidence[cause] - wide * half),
                                conf_high=incidence[cause] + wide * half, n_at_risk=at_risk, n_events=found[cause],
                                n_censored=found[0],
                            )
                        )  # fmt: skip
            survival = 1 - incidence[1] - incidence[2]
    return build_estimates(rows)


def make_levels() -> list[EffectEstimate]:
    rows = []
    for number, arm in enumerate(ARMS):
        place = {"horizon": "24", "time": 24.0, "interval": "log_log", "conf_level": 0.95}
        share = place | {"estimator": "aalen_johansen", "scale": "cumulative_incidence"}
        for name, value in (("", 0.3), (": death", 0.12), (": class=crime", 0.11), (": class=other", 0.19)):
            value = value + 0.05 * number
            rows.append(
                row(**share, term=arm + name, estimate=value, conf_low=value - 0.06, conf_high=value + 0.06)
            )
        wrong = {"estimator": "kaplan_meier", "role": "naive", "note": "one-minus-km"}
        rows.append(row(**{**share, **wrong}, term=arm, estimate=0.36, conf_low=0.3, conf_high=0.42))
        lost = {
            "scale": "time_lost",
            "estimate": 4.25,
            "conf_low": 3.5,
            "conf_high": 5.0,
            "interval": "wald_z",
        }
        rows.append(row(**{**share, **lost}, term=arm))
        for stage, count in (("assigned", 200), ("observed", 170), ("lost:immature", 30)):
            rows.append(
                row(estimator="attrition", scale="count", term=f"{arm}|{stage}", horizon="24", time=24.0,
                    estimate=float(count), n=count, note="count")
            )  # fmt: skip
        rows.append(
            row(outcome="arrested", estimator="share", scale="share", term=arm, horizon="24", time=24.0, estimate=0.5,
                conf_low=0.43, conf_high=0.57, interval="wilson", conf_level=0.95)
        )  # fmt: skip
    return rows


def make_contrasts() -> list[EffectEstimate]:
    place = {"horizon": "24", "time": 24.0, "term": "support - comparison", "n": 400, "role": "robustness"}
    ends = {"interval": "wald_z", "conf_level": 0.95}
    test = {
        "scale": "chi_square",
        "statistic": 6.25,
        "df": 1.0,
        "p_value": 0.012,
        "note": "test, no interval",
    }
    ratio = place | {"scale": "hazard_ratio", "term": "support / comparison"}
    hazard = {"estimate": 0.71, "conf_low": 0.52, "conf_high": 0.97, "p_value": 0.031, "interval": "log"}
    log = {"scale": "log_hazard", "estimate": -0.342, "conf_low": -0.65, "conf_high": -0.03}
    days = {"estimate": -1.4, "conf_low": -2.7, "conf_high": -0.1}
    rows = [
        row(**place, **test, estimator="logrank"), row(**place, **test, estimator="gray"),
        row(**place, **ends, **days, estimator="aalen_johansen", scale="time_lost_difference"),
        *(row(**ratio, **hazard, conf_level=0.95, estimator=name) for name in ("cox", "weighted_cox", "fine_gray")),
        row(**place, **ends, **log, estimator="cox"),
        row(**{**place, **test, "role": "diagnostic", "term": "all"}, estimator="proportional_hazards"),
        row(**{**place, **test, "role": "diagnostic", "term": "age"}, estimator="proportional_hazards"),
        row(**{**place, **ends, "role": "diagnostic", "term": "all"}, estimator="concordance", scale="probability",
            estimate=0.642, conf_low=0.6, conf_high=0.684),
    ]  # fmt: skip
    naive = {"role": "naive", "population": "population-naive-clock", "note": "note-naive-clock"}
    rows.append(row(**{**ratio, **hazard, **naive, "conf_level": 0.95}, estimator="cox"))
    changing = {
        "outcome": "arrested",
        "term": "work",
        "role": "diagnostic",
        "population": "population-time-varying",
    }
    rows.append(row(**{**ratio, **hazard, **changing, "conf_level": 0.95}, estimator="cox"))
    return rows


def make_occurrences() -> list[EffectEstimate]:
    ends = {"interval": "wald_t", "conf_level": 0.95}
    scales = ("events_per_person", "events_per_reoffender", "events_per_person_year")
    rows = [
        row(estimator="frequency", scale=scale, term=arm, horizon="24", time=24.0, estimate=0.42, conf_low=0.31,
            conf_high=0.53, **ends)
        for scale in scales
        for arm in ARMS
    ]  # fmt: skip
    rows += [
        row(
            estimator="overlap_of_sources",
            scale="count",
            term=f"register+self_report: {term}",
            estimate=25.0,
            note="sources-known",
        )
        for term in ("both", "register only", "self_report only", "neither")
    ]
    return rows


@pytest.fixture
def evaluation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    estimates = build_estimates([*make_levels(), *make_contrasts(), *make_occurrences()])
    tables = {"estimates": estimates, "curves": make_curves()}
    for module in (timing, course, occurrences):
        monkeypatch.setattr(module, "estimate_study", lambda _: tables)
    return SimpleNamespace(study=read_made(), folder=tmp_path)


def plain(sheet: object) -> str:
    text = re.sub(r"<svg.*?</svg>", "", sheet._repr_html_(), flags=re.S)  # type: ignore[attr-defined]
    return strip_isolates(re.sub(r"<[^>]+>", " ", text))


@every_language
@pytest.mark.parametrize("cause", ["", "death"])
def test_incidence_is_readable_and_described(language, cause):
    study, curves = read_made(), make_curves()
    figure = charts.draw_incidence(curves, study, language, outcome="returned", cause=cause, title="1")
    assert charts.lint_figure(figure) == []
    alt = charts.describe_chart("incidence", curves, study, language, outcome="returned", cause=cause)
    assert 20 <= len(alt) <= charts.ALT_LIMIT
    label = study.outcome["returned"].competing[0].label if cause else study.outcome["returned"].label
    assert label[language] in strip_isolates(
        charts.title_chart("incidence", study, language, outcome="returned", cause=cause)
    )


def test_curves_begin_at_nobody_and_end_at_the_last_estimate():
    figure = charts.draw_incidence(make_curves(), read_made(), "en", outcome="returned")
    own = make_curves().query("term == 'support' and interval == 'log_log'").sort_values("time")
    axes = figure.axes[0]
    drawn = [line.get_xydata() for line in axes.lines if len(line.get_xydata()) > 3]
    found = [line for line in drawn if line[-1, 1] == pytest.approx(own["estimate"].iloc[-1])]
    assert found[0][0].tolist() == [0.0, 0.0]
    assert len(drawn) == 2 + 4  # a curve and two edges of the outer band for each group
    shown = " ".join(strip_isolates(text.get_text()) for text in figure.texts)
    times, causes = make_people("support")
    for tick in (5, 10, 15, 20):
        assert f" {int((times >= tick).sum())} " in shown
    assert f" {int(((times <= 20) & (causes == 1)).sum())} " in shown


def test_counts_that_are_not_told_are_left_out():
    curves = make_curves().copy()
    blank = (curves["term"] == "support") & (curves["time"] == 12)
    curves.loc[blank, ["n_at_risk", "n_censored"]] = pd.NA
    assert charts.lint_figure(charts.draw_incidence(curves, read_made(), "en", outcome="returned")) == []


@every_language
def test_curves_show_each_event_and_name_the_wrong_share_as_wrong(evaluation, language):
    sheet = show_curves(evaluation, language)
    assert len([text for text in sheet.texts if "24" in text]) == 2  # the texts in place of two charts
    said = plain(sheet)
    assert message("note-one-minus-km", language) in said
    assert read_made().outcome["returned"].competing[0].label[language] in said
    assert read_made().analysis.labels["kind=crime"][language] in said
    rows = re.findall(r"<tr>(.*?)</tr>", sheet._repr_html_(), flags=re.S)
    assert strip_isolates(message("note-one-minus-km", language)) in strip_isolates(rows[-1])


@every_language
def test_immature_people_are_counted_and_explained(evaluation, language):
    said = plain(show_maturity(evaluation, language))
    assert message("timing-immature", language) in said
    assert " 30 " in said and " 170 " in said


@every_language
def test_each_part_of_the_course_says_how_it_is_read(evaluation, language):
    said = plain(show_course(evaluation, language))
    for part in ("hazards", "checks", "changing", "naive"):
        assert message(f"timing-heading-{part}", language) in said
        assert message(f"timing-{part}-read", language) in said
    for name in ("gray", "fine_gray", "weighted_cox", "concordance", "proportional_hazards"):
        assert message(f"estimator-{name}", language) in said
    assert read_made().outcome["arrested"].time_varying[0].label[language] in said


def test_numbers_of_the_course_are_those_of_the_rows(evaluation):
    said = plain(show_course(evaluation, "en"))
    for number in (
        "6.25",
        "0.71 (0.52 to 0.97)",
        "−0.34 (−0.65 to −0.03)",
        "−1.4 (−2.7 to −0.1)",
        "64.2%",
        "0.031",
    ):
        assert number in said


@every_language
def test_frequency_sources_and_kinds_of_events(evaluation, language):
    assert "0" in plain(show_frequency(evaluation, language))
    assert message("timing-sources-apart", language) in plain(show_sources(evaluation, language))
    said = plain(show_event_types(evaluation, "recidivism", language))
    for part in (
        "data-source-register",
        "data-source-self_report",
        "definition-clock-release",
        "definition-clock-hand_over",
    ):
        assert message(part, language) in said
    assert message("timing-same-event", language) in said
    assert (
        plain(show_event_types(evaluation, "income", language))
        .strip()
        .endswith(message("timing-one-event", language))
    )


def test_what_a_study_does_not_have_is_said(evaluation, monkeypatch):
    nothing = {"estimates": build_estimates([]), "curves": build_estimates([])}
    for module in (timing, course, occurrences):
        monkeypatch.setattr(module, "estimate_study", lambda _: nothing)
    assert message("notebook-no-curve", "en") in plain(show_curves(evaluation, "en"))
    assert message("timing-no-course", "en") in plain(show_course(evaluation, "en"))
    assert message("timing-no-frequency", "en") in plain(show_frequency(evaluation, "en"))
    assert message("timing-no-sources", "en") in plain(show_sources(evaluation, "en"))
