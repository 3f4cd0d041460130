"""A synthetic study, and released rows of it."""

from types import SimpleNamespace

import pytest

from idmaj.estimates import EffectEstimate, build_estimates
from idmaj.study import Study


def words(en, fr, ar):
    return {"en": en, "fr": fr, "ar": ar}


OUTCOMES = {
    "re_arrest": {
        "label": words("Arrested again", "Nouvelle arrestation", "إعادة التوقيف"), "domain": "recidivism",
        "kind": "time_to_event", "better": "lower", "event": "re_arrest", "clock": "release",
        "data_source": "archive", "time": "week", "happened": "arrest", "horizons": [52],
        "smallest_effect": {"value": 0.05, "scale": "risk_difference"},
    },
    "employed": {
        "label": words("In work", "En emploi", "مشتغلون"), "domain": "employment", "kind": "binary",
        "better": "higher", "value": {"column": "w", "equals": "yes"},
        "smallest_effect": {"value": 0.05, "scale": "risk_difference"},
    },
    "earnings": {
        "label": words("Earnings", "Revenus du travail", "دخل العمل"), "domain": "income",
        "kind": "continuous", "better": "higher", "money": True, "value": {"column": "y"},
        "smallest_effect": {"value": 500, "scale": "mean_difference"},
    },
    "hours": {
        "label": words("Hours of work", "Heures de travail", "ساعات العمل"), "domain": "employment",
        "kind": "continuous", "better": "either", "value": {"column": "h"},
        "unit": words("hours", "heures", "ساعة"), "smallest_effect": {"value": 4, "scale": "mean_difference"},
    },
    "weeks_free": {
        "label": words("Weeks at liberty", "Semaines en liberté", "أسابيع الحرية"), "domain": "recidivism",
        "kind": "continuous", "better": "higher", "value": {"column": "f"},
        "smallest_effect": {"value": 2, "scale": "rmst_difference"},
    },
}  # fmt: skip

HORIZONS = {"re_arrest": ("52", 52.0)}


def make_study(design="randomised", *, only=None, families=()) -> Study:
    # This version of the study file refuses panels; the ladder's cap on them is tested all the same.
    asked = "comparison" if design == "panel" else design
    header = dict.fromkeys(["title", "programme", "population", "source"], words("x", "x", "س"))
    document = {
        "format": 1,
        "id": "synthetic",
        "study": header | {"design": asked, "identifiers": "none", "time_unit": "week", "currency": "mad"},
        "source": [{"role": "persons", "file": "data/raw/synthetic/persons.csv"}],
        "outcome": OUTCOMES if only is None else {only: OUTCOMES[only]},
        "family": [dict(family) for family in families],
    }
    if design != "single_group":
        document["arms"] = {"column": "arm", "support": [1], "comparison": [0]}
    study = Study.model_validate(document)
    return study.model_copy(update={"study": study.study.model_copy(update={"design": design})})


def make_row(outcome, **more):
    horizon, time = HORIZONS.get(outcome, ("", float("nan")))
    fields = {
        "study": "synthetic", "outcome": outcome, "domain": OUTCOMES[outcome]["domain"],
        "horizon": horizon, "time": time, "release": "public", "note": "none",
    }  # fmt: skip
    return EffectEstimate(**{**fields, **more})


def make_primary(outcome, estimate, low, high, **more):
    smallest = OUTCOMES[outcome]["smallest_effect"]
    fields = {
        "estimator": "newcombe", "scale": smallest["scale"], "term": "support - comparison",
        "role": "primary", "estimand": "itt", "estimate": estimate, "conf_low": low, "conf_high": high,
        "conf_level": 0.95, "interval": "newcombe", "n_min": 200.0,
    }  # fmt: skip
    return make_row(outcome, **{**fields, **more})


def make_gate(outcome, name, passed, **more):
    fields = {"estimator": name, "scale": "share", "term": "limit", "role": "gate", "estimate": 0.01}
    return make_row(outcome, **{**fields, "passed": passed, **more})


def make_lost(outcome, share, **more):
    """The gate's share of people lost."""
    return make_gate(outcome, "attrition", True, **{"term": "lost", "estimate": share, **more})


def make_bounds(outcome, low, high, **more):
    """Lee's bounds for the people lost."""
    fields = {"estimator": "lee_bounds", "role": "robustness", "bound_low": low,
              "bound_high": high, "interval": "imbens_manski", "population": "population-found-in-either"}  # fmt: skip
    return make_primary(outcome, None, low, high, **{**fields, **more})


def make_other(outcome, estimate, low, high, **more):
    """Another calculation of the plan."""
    fields = {"estimator": "ancova", "role": "robustness"}
    return make_primary(outcome, estimate, low, high, **{**fields, **more})


def make_level(outcome, term, estimate, n, n_events=None, **more):
    scale = "share" if n_events is not None else "mean"
    fields = {"estimator": scale, "scale": scale, "term": term, "role": "diagnostic", "estimate": estimate}
    return make_row(outcome, **{**fields, "n": n, "n_events": n_events, "n_min": None if n is None else float(n),
              "conf_low": estimate, "conf_high": estimate, "note": "", **{
        "interval": "wilson" if scale == "share" else "wald_t"}, **more})  # fmt: skip


ALL_GATES = ("attrition", "balance", "overlap", "weights", "placebo", "agreement")


def make_gates(outcome, *, failed=()):
    return [make_gate(outcome, name, name not in failed) for name in ALL_GATES]


@pytest.fixture(scope="session")
def make():
    """Makers of studies and released rows."""
    return SimpleNamespace(
        study=make_study,
        row=make_row,
        primary=make_primary,
        gate=make_gate,
        gates=make_gates,
        level=make_level,
        lost=make_lost,
        bounds=make_bounds,
        other=make_other,
        released=build_estimates,
        outcomes=tuple(OUTCOMES),
    )
