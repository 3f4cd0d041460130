"""A synthetic study and the rows that the estimates stage would make of it."""

from types import SimpleNamespace

import pytest

from idmaj.estimates import EffectEstimate
from idmaj.study import Study

WORDS = {"en": "x", "fr": "x", "ar": "س"}


def make_study(*, threshold=10, single_group=False, identifiers="none", facts=(), **outcomes) -> Study:
    """A study with a cumulative event, a condition after it and an amount; outcomes may be overridden."""
    plain = {
        "returned": {
            "domain": "recidivism", "kind": "time_to_event", "better": "lower", "event": "reincarceration",
            "clock": "release", "data_source": "register", "time": "t", "happened": "e",
            "horizons": [6, 12], "primary_horizon": 12,
        },
        "employed": {
            "domain": "employment", "kind": "binary", "better": "higher", "value": {"column": "w", "equals": "yes"},
            "horizons": [6, 12], "primary_horizon": 12,
            "after_event": {"event": "returned", "then": "not_employed"},
        },
        "income": {
            "domain": "income", "kind": "continuous", "better": "higher", "money": True,
            "value": {"column": "y"}, "horizons": [12],
        },
    }  # fmt: skip
    merged = {name: {"label": WORDS} | fields | outcomes.get(name, {}) for name, fields in plain.items()}
    header = dict.fromkeys(["title", "programme", "population", "source"], WORDS)
    document = {
        "format": 1,
        "id": "synthetic",
        "study": header
        | {"design": "single_group" if single_group else "comparison", "identifiers": identifiers},
        "source": [{"role": "persons", "file": "data/raw/synthetic/persons.csv"}],
        "outcome": merged,
        "disclosure": {"threshold": threshold},
        "fact": [
            {"id": f"f{i}", "label": WORDS, "value": n, "unit": "count", "source": WORDS}
            for i, n in enumerate(facts)
        ],
    }
    if not single_group:
        document["arms"] = {"column": "arm", "support": [1], "comparison": [0]}
    return Study.model_validate(document)


def with_public_microdata(study: Study) -> Study:
    return study.model_copy(
        update={"disclosure": study.disclosure.model_copy(update={"public_microdata": True})}
    )


def level(term, k, n, *, outcome="employed", horizon="12", subgroup="all", selected=False, **more):
    fields = {
        "study": "synthetic", "outcome": outcome, "domain": "employment", "estimator": "share",
        "scale": "share", "term": term, "role": "diagnostic", "horizon": horizon, "time": float(horizon),
        "subgroup": subgroup, "estimate": k / n if n else None, "n": n, "n_min": float(n), "n_events": k,
        "conf_low": 0.01, "conf_high": 0.99, "conf_level": 0.95, "interval": "wilson",
        "population": "population-still-free" if selected else "", "note": "selected" if selected else "",
    }  # fmt: skip
    return EffectEstimate(**{**fields, **more})


def mean(term, n, *, std_error=1.5, **more):
    fields = {
        "estimator": "mean", "scale": "mean", "outcome": "income", "estimate": 1234.5, "n_events": None,
        "std_error": std_error, "interval": "wald_t" if std_error else "none",
        "note": "" if std_error else "no interval: fewer than two different values",
    }  # fmt: skip
    return level(term, 0, n, **{**fields, **more})


def contrast(*, outcome="employed", horizon="12", subgroup="all", n_min=100.0, role="primary", **more):
    fields = {
        "study": "synthetic", "outcome": outcome, "domain": "employment", "estimator": "newcombe",
        "scale": "risk_difference", "term": "support - comparison", "role": role, "horizon": horizon,
        "time": float(horizon), "subgroup": subgroup, "estimate": 0.1, "std_error": 0.04, "df": 50.0,
        "statistic": 2.5, "p_value": 0.012, "conf_low": 0.02, "conf_high": 0.18, "conf_level": 0.95,
        "interval": "newcombe", "n": 200, "n_treated": int(min(100, n_min)), "n_comparison": 100, "n_min": n_min,
        "n_events": 77, "estimand": "att",
    }  # fmt: skip
    return EffectEstimate(**{**fields, **more})


def flow(term, count, **more):
    fields = {
        "study": "synthetic", "outcome": "employed", "domain": "employment", "estimator": "attrition",
        "scale": "count", "term": term, "role": "diagnostic", "horizon": "12", "time": 12.0,
        "estimate": float(count), "n": count, "note": "count",
    }  # fmt: skip
    return EffectEstimate(**{**fields, **more})


@pytest.fixture(scope="session")
def make():
    """Makers of synthetic studies and rows."""
    return SimpleNamespace(
        study=make_study,
        open_study=with_public_microdata,
        level=level,
        mean=mean,
        contrast=contrast,
        flow=flow,
    )


@pytest.fixture(scope="session")
def study():
    """The synthetic study with two arms and the threshold of ten."""
    return make_study()
