"""Estimates as the pipeline makes them, with published numbers where there are any, and some that are hostile."""

import sys
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from idmaj.estimates import EffectEstimate, build_estimates
from idmaj.study import Study, load_study

ROOT = Path(__file__).parents[2]


@pytest.fixture
def made() -> ModuleType:
    """This module: what makes studies and rows."""
    return sys.modules[__name__]


@cache
def read_study(name: str) -> Study:
    if name == "panel":
        return Study.model_validate({"id": name, **tomllib.loads(PANEL)})
    return load_study(ROOT / "studies" / name / "study.toml")


PANEL = """
format = 1
wave = [
  { id = "2003", time = 2003 }, { id = "2004", time = 2004 }, { id = "2005", time = 2005 },
  { id = "2006", time = 2006 }, { id = "2007", time = 2007 },
]
[study]
title = { en = "Wages and work", fr = "Salaires et emploi", ar = "الأجور والتشغيل" }
programme = { en = "A wage.", fr = "Un salaire.", ar = "أجر." }
population = { en = "500 counties.", fr = "500 comtés.", ar = "500 منطقة." }
source = { en = "Callaway and Sant’Anna.", fr = "Callaway et Sant’Anna.", ar = "كالاواي وسانتانا." }
design = "panel"
as_of = 2007-12-31
time_unit = "year"
currency = "usd"
identifiers = "none"
[arms]
first_treated = "first"
never = [0]
labels.support = { en = "Raised wage", fr = "Salaire relevé", ar = "أجر مرفوع" }
labels.comparison = { en = "Federal wage", fr = "Salaire fédéral", ar = "أجر اتحادي" }
[[source]]
role = "persons"
file = "data/raw/panel.csv"
[[source]]
role = "interviews"
file = "data/raw/panel.csv"
columns = { person_id = "unit", wave = "year" }
[outcome.employment]
label = { en = "Employment (logarithm)", fr = "Emploi (logarithme)", ar = "التشغيل (باللوغاريتم)" }
domain = "employment"
kind = "continuous"
better = "higher"
value = { column = "lemp" }
smallest_effect = { value = 0.05, scale = "mean_difference" }
"""


@cache
def make_panel_estimates() -> pd.DataFrame:
    """Effects of minimum wages as the vignette of R's `did` prints them; intervals and levels are rounded."""
    shared = {"n": 500, "n_treated": 191, "n_comparison": 309, "scale": "mean_difference", "estimand": "att"}
    name = ("panel", "employment", "employment")
    events = {-3: (0.0305, 0.040), -2: (-0.0006, 0.035), -1: (-0.0245, 0.038), 0: (-0.0199, 0.032),
              1: (-0.0510, 0.045), 2: (-0.1373, 0.097), 3: (-0.1008, 0.092)}  # fmt: skip
    rows = [
        row(*name, estimator="event_study", role="secondary", term=f"e={e}", time=float(e), estimate=effect,
            conf_low=effect - half, conf_high=effect + half, interval="simultaneous", **shared)
        for e, (effect, half) in events.items()
    ]  # fmt: skip
    contrast = {"estimator": "callaway_santanna", "term": "support - comparison", "interval": "wald_z"}
    rows += [
        row(*name, role=role, population=population, estimate=effect, conf_low=effect - 0.024,
            conf_high=effect + 0.024, **{**contrast, **shared, **other})
        for role, population, effect, other in (
            ("primary", "", -0.0310, {}),
            ("secondary", "population-panel-simple", -0.0400, {}),
            ("secondary", "population-panel-dynamic", -0.0772, {}),
            ("robustness", "", -0.0477, {"estimator": "imputation"}),
            ("secondary", "", -0.0797, {"term": "g=2004", "time": 2004.0, "interval": "simultaneous"}),
        )
    ]  # fmt: skip
    rows += [
        row(*name, estimator="mean", scale="mean", term=arm, horizon=str(year), time=float(year), estimate=mean,
            conf_low=mean - 0.2, conf_high=mean + 0.2, n=n, interval="wald_t")
        for arm, mean, n in (("support", 6.0, 191), ("comparison", 5.66, 309))
        for year in range(2003, 2008)
    ]  # fmt: skip
    return build_estimates(rows)


def row(study: str, outcome: str, domain: str, **fields) -> EffectEstimate:
    fields = {"role": "diagnostic", "conf_level": 0.95, "interval": "wilson", **fields}
    return EffectEstimate(study=study, outcome=outcome, domain=domain, **fields)


def flow_rows(study, outcome, domain, horizon, counts):
    return [
        row(study, outcome, domain, estimator="attrition", scale="count", term=f"{arm}|{stage}", horizon=horizon,
            estimate=float(n), interval="none", note="count", conf_level=None)
        for arm, pair in counts.items()
        for stage, n in zip(("assigned", "observed"), pair, strict=True)
    ]  # fmt: skip


def balance_rows(study, outcome, domain, differences):
    return [
        row(study, outcome, domain, estimator="balance", scale="standardised_difference", term=term,
            population=population, estimate=value, interval="none", note="no interval", conf_level=None)
        for population, values in differences.items()
        for term, value in values.items()
    ]  # fmt: skip


@pytest.fixture
def tarp() -> Study:
    return read_study("tarp")


@pytest.fixture
def tarp_estimates() -> pd.DataFrame:
    """Shares of re-arrest by horizon counted in the file of 432 men; contrasts as METHODS.md prints them."""
    return make_tarp_estimates().copy()


@cache
def make_tarp_estimates() -> pd.DataFrame:
    men = pd.read_csv(ROOT / "data/raw/tarp/rossi.csv")
    rows = []
    for horizon in (13, 26, 39, 52):
        for arm, value in (("support", "yes"), ("comparison", "no")):
            mine = men.loc[men["fin"].astype(str).isin([value, str(int(value == "yes"))])]
            events = int(((mine["arrest"] == 1) & (mine["week"] <= horizon)).sum())
            share, width = (
                events / len(mine),
                1.96 * (events * (len(mine) - events)) ** 0.5 / len(mine) ** 1.5,
            )
            rows.append(row("tarp", "re_arrest", "recidivism", estimator="share", scale="share", term=arm,
                            horizon=str(horizon), time=float(horizon), estimate=share, conf_low=share - width,
                            conf_high=share + width, n=len(mine), n_events=events))  # fmt: skip
    contrast = {
        "scale": "risk_difference",
        "term": "support - comparison",
        "horizon": "52",
        "time": 52.0,
        "n": 432,
    }
    for estimator, role, estimate, low, high in (
        ("logit_gcomputation", "primary", -0.0792, -0.1596, 0.0013),
        ("newcombe", "robustness", -0.0833, -0.1650, -0.0002),
        ("ancova", "robustness", -0.0781, -0.1590, 0.0028),
        ("ipw", "robustness", -0.0802, -0.1611, 0.0007),
    ):
        rows.append(row("tarp", "re_arrest", "recidivism", estimator=estimator, role=role, estimand="itt",
                        estimate=estimate, conf_low=low, conf_high=high, **contrast))  # fmt: skip
    rows += flow_rows(
        "tarp", "re_arrest", "recidivism", "52", {"support": (216, 216), "comparison": (216, 216)}
    )
    differences = {"age": 0.084, "race": -0.021, "wexp": 0.127, "mar": -0.05, "paro": 0.0, "prio": -0.06}
    rows += balance_rows("tarp", "re_arrest", "recidivism", {"unweighted": differences})
    return build_estimates(rows)


@pytest.fixture
def tarp_curves() -> pd.DataFrame:
    return make_tarp_curves().copy()


@cache
def make_tarp_curves() -> pd.DataFrame:
    men = pd.read_csv(ROOT / "data/raw/tarp/rossi.csv")
    rows = []
    for arm, value in (("support", "yes"), ("comparison", "no")):
        mine = men.loc[men["fin"].astype(str).isin([value, str(int(value == "yes"))])]
        survival, variance = 1.0, 0.0
        for time in [0, *sorted(mine["week"].unique())]:
            at_risk = int((mine["week"] >= time).sum())
            events = int(((mine["week"] == time) & (mine["arrest"] == 1)).sum())
            censored = int(((mine["week"] == time) & (mine["arrest"] == 0)).sum())
            survival *= 1 - events / at_risk
            variance += events / (at_risk * (at_risk - events))
            width = 1.96 * survival * variance**0.5
            rows.append(row("tarp", "re_arrest", "recidivism", estimator="kaplan_meier", scale="survival", term=arm,
                            time=float(time), estimate=survival, conf_low=survival - width,
                            conf_high=min(1.0, survival + width), n=len(mine), n_at_risk=at_risk, n_events=events,
                            n_censored=censored, interval="log_log"))  # fmt: skip
    return build_estimates(rows)


@pytest.fixture
def nsw_cps() -> Study:
    return read_study("nsw-cps")


@cache
def make_nsw_cps_estimates() -> pd.DataFrame:
    """Contrasts as METHODS.md and the issue print them; differences before weighting are invented."""
    money = {
        "scale": "mean_difference",
        "term": "support - comparison",
        "estimand": "att",
        "interval": "wald_z",
    }
    money |= {"n": 16177}
    rows = [
        row("nsw-cps", "earnings_1978", "income", estimator=estimator, role=role, estimate=estimate,
            conf_low=low, conf_high=high, **money)
        for estimator, role, estimate, low, high in (
            ("aipw", "primary", 1273.55, 5.0, 2542.0),
            ("ipw", "robustness", 1180.41, -83.0, 2444.0),
            ("entropy_balancing", "robustness", 1270.73, 10.0, 2531.0),
            ("difference_in_means", "naive", -8497.5, -9645.0, -7350.0),
        )
    ]  # fmt: skip
    rows += [
        row("nsw-cps", "earnings_1978", "income", estimator="mean", scale="mean", term=arm, estimate=mean,
            conf_low=low, conf_high=high, n=n, interval="wald_t")
        for arm, mean, low, high, n in (
            ("support", 6349.14, 5207.9, 7490.3, 185), ("comparison", 14846.66, 14697.0, 14996.2, 15992))
    ]  # fmt: skip
    before = {"age": -0.67, "educ": -0.62, "black": 2.42, "hisp": -0.05, "marr": -1.23, "nodegree": 0.9,
              "re74": -1.57, "re75": -1.75}  # fmt: skip
    after = {name: 0.02 * (-1) ** place for place, name in enumerate(before)}
    rows += balance_rows("nsw-cps", "earnings_1978", "income", {"unweighted": before, "weighted": after})
    rows += flow_rows(
        "nsw-cps", "earnings_1978", "income", "", {"support": (185, 185), "comparison": (15992, 15992)}
    )
    return build_estimates(rows)


@pytest.fixture
def nsw_cps_estimates() -> pd.DataFrame:
    return make_nsw_cps_estimates().copy()


@pytest.fixture
def temara() -> Study:
    return read_study("temara")


@cache
def make_temara_estimates() -> pd.DataFrame:
    """A single group: invented, as the study's interviews are."""
    rows = []
    for wave, time, k, n in (("month_6", 6.0, 5, 7), ("month_12", 12.0, 4, 6)):
        rows.append(row("temara", "employed", "employment", estimator="share", scale="share", term="all",
                        horizon=wave, time=time, estimate=k / n, conf_low=k / n - 0.35,
                        conf_high=min(1, k / n + 0.3), n=n, n_events=k, interval="clopper_pearson"))  # fmt: skip
    rows += flow_rows("temara", "employed", "employment", "month_12", {"all": (7, 6)})
    return build_estimates(rows)


@cache
def make_temara_outcomes() -> pd.DataFrame:
    shown = {
        "employed": {"month_6": [1, 1, 0, 1, 1, 0, 1], "month_12": [1, 1, 0, np.nan, 1, 0, 1]},
        "income_30d": {"month_6": [2400, 0, 3100, 2400, 1800, 900, 2500],
                       "month_12": [2600, 150, 3400, np.nan, 2600, 0, 12500]},
    }  # fmt: skip
    times = {"month_6": 6.0, "month_12": 12.0}
    return pd.DataFrame(
        {"person_id": f"p{number}", "arm": "support", "outcome": outcome, "horizon": wave, "time": times[wave],
         "value": value}
        for outcome, waves in shown.items()
        for wave, values in waves.items()
        for number, value in enumerate(values)
    )  # fmt: skip


@cache
def make_handovers() -> pd.DataFrame:
    """The shipped file under its canonical names."""
    raw = pd.read_csv(ROOT / "data/raw/handovers/handovers.csv", dtype={"date": "str"})
    names = {"row_id": "handover_id", "region_fr": "region", "beneficiaries": "n_people", "date": "held_on"}
    table = raw.rename(columns=names)
    flags = {
        "in_totals": "in_totals",
        "in_unit_cost": "in_unit_cost",
        "is_approximate": "total_is_approximate",
    }
    for column, source in flags.items():
        table[column] = (raw[source] == "yes").astype(bool)
    table["held_year"] = pd.to_numeric(table["held_on"].str[:4]).astype("Int64")
    table["n_people"] = table["n_people"].astype("Int64")
    table["n_projects"] = table["projects"].astype("Int64")
    return table


LONG = {
    "en": "People who received equipment together with a year of weekly visits by a mentor from the chamber of trades",
    "fr": "Personnes ayant reçu un équipement et, pendant un an, des visites d’un parrain de la chambre des métiers",
    "ar": "الأشخاص الذين حصلوا على معدات مع سنة من الزيارات الأسبوعية لمواكب من غرفة الصناعة التقليدية بالجهة",
}  # fmt: skip


def with_long_names(study: Study) -> Study:
    """The same study with names as long as a ministry can make them."""
    label = study.study.title.model_copy(update=LONG)
    arms = study.arms.model_copy(
        update={"labels": study.arms.labels.model_copy(update={"support": label, "comparison": label})}
    )
    outcomes = {name: outcome.model_copy(update={"label": label}) for name, outcome in study.outcome.items()}
    return study.model_copy(update={"arms": arms, "outcome": outcomes})


def simulated(study: Study) -> Study:
    return study.model_copy(update={"study": study.study.model_copy(update={"simulated": True})})
