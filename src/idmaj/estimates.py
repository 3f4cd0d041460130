"""The tidy contract: one row per number about people's outcomes that may ever be shown.

Column names follow broom and marginaleffects. Charts, tables, findings and briefs see
nothing else about outcomes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Literal, get_args

import numpy as np
import pandas as pd

Domain = Literal["employment", "income", "enterprise", "recidivism", "wellbeing"]
Estimand = Literal["itt", "att", "ate", "ato", "cace", "descriptive"]
Role = Literal["primary", "secondary", "robustness", "diagnostic", "gate", "naive"]
Release = Literal["public", "annex", "withheld"]
Estimator = Literal[
    "difference_in_means", "ancova", "lin", "logit_gcomputation", "newcombe", "ipw",
    "entropy_balancing", "matching", "aipw", "did", "dr_did", "callaway_santanna", "event_study",
    "two_way_fixed_effects", "poisson", "kaplan_meier", "aalen_johansen", "cox", "weighted_cox",
    "fine_gray", "rmst", "firth_logit", "lee_bounds", "iv_2sls", "exact", "share", "mean", "count",
    "total", "quantile", "ratio", "observed_expected", "logrank", "permutation", "balance", "overlap",
    "attrition", "weights", "placebo", "agreement", "detection", "log_interval", "woolf", "overlap_weights",
    "imputation", "wild_bootstrap", "manski_bounds", "superiority", "first_stage", "pre_trend", "honest",
    "clusters", "refused", "response_weights", "multiple_imputation", "tipping_point", "confidence_sequence",
    "e_value", "rosenbaum", "oster", "robustness_value", "specification_curve", "random_effects",
    "beta_binomial", "partial_pooling", "interaction", "power", "icer", "net_benefit", "cost", "gray",
    "proportional_hazards", "concordance", "frequency", "overlap_of_sources",
]  # fmt: skip
Scale = Literal[
    "mean", "share", "count", "total", "quantile", "mean_difference", "risk_difference", "risk_ratio",
    "rate_ratio", "odds_ratio", "log_odds", "hazard_ratio", "log_hazard", "percent_change", "survival",
    "cumulative_incidence", "rmst", "rmst_difference", "ratio", "standardised_difference", "probability",
    "effective_size", "chi_square", "tau2", "i2", "people", "months", "money", "money_per_unit", "gamma",
    "delta", "partial_r2", "time_lost", "time_lost_difference", "events_per_person", "events_per_reoffender",
    "events_per_person_year",
]  # fmt: skip
Interval = Literal[
    "wald_t", "wald_z", "newcombe", "clopper_pearson", "wilson", "logit", "percentile", "bootstrap_t",
    "profile", "inversion", "log", "log_log", "simultaneous", "imbens_manski", "prediction", "sequence", "hdi",
    "cornish_fisher", "none",
]  # fmt: skip

RATIO_SCALES = frozenset({"risk_ratio", "rate_ratio", "odds_ratio", "hazard_ratio", "ratio"})
"""Scales on which no difference is 1; the claim ladder reads their logarithms."""

KEY = (
    "study", "slice", "as_of", "look", "outcome", "definition", "horizon", "time", "subgroup", "population",
    "estimand", "estimator", "scale", "term", "interval", "role",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectEstimate:
    """One row of the estimates table.

    Attributes
    ----------
    study, slice, as_of, look
        What, where (`all` or an id), data cut-off (ISO date), number of the look (from 1).
    outcome, domain, definition
        Outcome name; its domain; id of the definition.
    horizon, time, unit_time
        Wave or horizon in words; float that orders waves; unit of `time`.
    subgroup, population
        `all` or ``variable=value``; what was analysed, in words.
    estimand, estimator, scale, term
        Vocabularies above; `term` is a group or a contrast such as ``support - comparison``.
    estimate, std_error, df, statistic, p_value, p_adjusted, conf_low, conf_high, conf_level
        The numbers; `None` where a number does not exist.
    interval
        Method of the interval; `none` requires a `note`.
    bound_low, bound_high
        Identified set of a bound (`estimate` empty).
    n, n_treated, n_comparison, n_events, n_clusters, n_at_risk, n_censored
        People behind the row. `n_min` is the smallest number of people with the outcome observed
        over the arms of the contrast (effective sample size when weighted).
    role, family, threshold, passed
        Role; family of tests; for gates the limit and the verdict.
    release, release_reason
        Set by disclosure.
    unit, note, is_simulated, plan_hash
        Unit in words; remarks split by ``|``; mark of invented data; hash of the plan.
    """

    study: str
    outcome: str
    domain: Domain
    estimator: Estimator
    scale: Scale
    term: str
    role: Role
    slice: str = "all"
    as_of: str = ""
    look: int = 1
    definition: str = ""
    horizon: str = ""
    time: float = float("nan")
    unit_time: str = ""
    subgroup: str = "all"
    population: str = ""
    estimand: Estimand = "descriptive"
    estimate: float | None = None
    std_error: float | None = None
    df: float | None = None
    statistic: float | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    conf_low: float | None = None
    conf_high: float | None = None
    conf_level: float | None = None
    interval: Interval = "none"
    bound_low: float | None = None
    bound_high: float | None = None
    n: int | None = None
    n_treated: int | None = None
    n_comparison: int | None = None
    n_min: float | None = None
    n_events: int | None = None
    n_clusters: int | None = None
    n_at_risk: int | None = None
    n_censored: int | None = None
    family: str = ""
    threshold: float | None = None
    passed: bool | None = None
    release: Release | None = None
    release_reason: str = ""
    unit: str = ""
    note: str = ""
    is_simulated: bool = False
    plan_hash: str = ""


TEXT_COLUMNS = (
    "study", "slice", "as_of", "outcome", "domain", "definition", "horizon", "unit_time", "subgroup",
    "population", "estimand", "estimator", "scale", "term", "interval", "role", "family", "release",
    "release_reason", "unit", "note", "plan_hash", "estimate_id",
)  # fmt: skip
FLOAT_COLUMNS = (
    "time", "estimate", "std_error", "df", "statistic", "p_value", "p_adjusted", "conf_low", "conf_high",
    "conf_level", "bound_low", "bound_high", "n_min", "threshold",
)  # fmt: skip
COUNT_COLUMNS = ("n", "n_treated", "n_comparison", "n_events", "n_clusters", "n_at_risk", "n_censored")
NUMERIC_COLUMNS = (*(c for c in FLOAT_COLUMNS if c not in {"time", "threshold"}), *COUNT_COLUMNS)
"""Columns that a withheld row loses: each can give a count back."""

_FIELDS = tuple(f.name for f in fields(EffectEstimate))
COLUMNS = ("estimate_id", *_FIELDS)
VOCABULARIES: dict[str, frozenset[str]] = {
    "domain": frozenset(get_args(Domain)),
    "estimand": frozenset(get_args(Estimand)),
    "estimator": frozenset(get_args(Estimator)),
    "scale": frozenset(get_args(Scale)),
    "interval": frozenset(get_args(Interval)),
    "role": frozenset(get_args(Role)),
}


def build_estimates(rows: Iterable[EffectEstimate]) -> pd.DataFrame:
    """Make the estimates table from rows.

    Parameters
    ----------
    rows
        Estimates in any order.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS` with fixed types, in the order of the rows.

    Raises
    ------
    ValueError
        When two rows share a key, a word is outside its vocabulary, or a row without an
        interval has no note.
    """
    found = list(rows)
    columns: dict[str, list[object]] = {name: [getattr(row, name) for row in found] for name in _FIELDS}
    keys = zip(*(columns[name] for name in KEY), strict=True)
    columns["estimate_id"] = [_hash_key(key) for key in keys]
    return conform_estimates(pd.DataFrame(columns, columns=list(COLUMNS), dtype=object))


def conform_estimates(estimates: pd.DataFrame) -> pd.DataFrame:
    """Give a frame of estimates its column types and check the contract.

    Parameters
    ----------
    estimates
        Frame with the columns `COLUMNS`.

    Returns
    -------
    pandas.DataFrame
        A new frame with fixed types.

    Raises
    ------
    ValueError
        When the contract is broken (see `build_estimates`).
    """
    types: dict[str, str] = dict.fromkeys(TEXT_COLUMNS, "str")
    types |= dict.fromkeys(FLOAT_COLUMNS, "float64")
    types |= dict.fromkeys((*COUNT_COLUMNS, "look"), "Int64")
    types |= {"passed": "boolean", "is_simulated": "bool"}
    columns = {name: estimates[name].astype(types[name]) for name in COLUMNS}  # type: ignore[call-overload]
    columns["release"] = columns["release"].where(estimates["release"].notna(), "")
    conformed = pd.DataFrame(columns)
    check_estimates(conformed)
    return conformed


def check_estimates(estimates: pd.DataFrame) -> None:
    """Refuse a frame that breaks the contract.

    Parameters
    ----------
    estimates
        Frame with the columns `COLUMNS`.

    Raises
    ------
    ValueError
        Names the rows and the rule.
    """
    repeated = estimates["estimate_id"].duplicated(keep=False)
    if repeated.any():
        raise ValueError(f"estimates share a key: {_describe(estimates.loc[repeated])}")
    for column, words in VOCABULARIES.items():
        unknown = set(estimates[column]) - words
        if unknown:
            raise ValueError(f"{column}: {sorted(unknown)} not in {sorted(words)}")
    silent = (estimates["interval"] == "none") & (estimates["note"] == "")
    if silent.any():
        raise ValueError(f"an interval of `none` needs a note: {_describe(estimates.loc[silent])}")
    _check_primary(estimates)


def _check_primary(estimates: pd.DataFrame) -> None:
    is_primary = estimates["role"] == "primary"
    if is_primary.sum() <= 1:
        return
    primary = estimates.loc[is_primary]
    place = ["study", "slice", "as_of", "look", "outcome", "subgroup"]
    twice = primary.duplicated([*place, "horizon"], keep=False)
    if twice.any():
        raise ValueError(f"more than one primary row: {_describe(primary.loc[twice])}")
    horizons = primary.groupby(place)["horizon"].nunique()
    if (horizons > 1).any():
        raise ValueError(f"more than one primary horizon: {list(horizons[horizons > 1].index)}")


def name_estimate(record: dict[str, object] | pd.Series) -> str:
    """Name an estimate by its key: 12 base32 characters of SHA-256.

    Parameters
    ----------
    record
        Mapping with the columns of `KEY`.

    Returns
    -------
    str
    """
    return _hash_key(record[column] for column in KEY)


def _hash_key(values: Iterable[object]) -> str:
    parts = [_key_text(value) for value in values]
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return base64.b32encode(digest).decode()[:12].lower()


def _key_text(value: object) -> str:
    if isinstance(value, float):
        return "" if np.isnan(value) else repr(value)
    return str(value)


def _describe(estimates: pd.DataFrame, limit: int = 4) -> str:
    shown: Sequence[str] = ["outcome", "horizon", "subgroup", "estimator", "scale", "term", "role"]
    return "; ".join("/".join(map(str, row)) for row in estimates[list(shown)].head(limit).to_numpy())
