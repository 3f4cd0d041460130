"""What was seen in each group: shares, means, counts of people. One interval method a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from idmaj.effects.mean_level import estimate_mean_level
from idmaj.effects.proportions import clopper_pearson, estimate_upper_bound_at_zero, wilson
from idmaj.effects.rows import Place
from idmaj.effects.survey.design import SurveyDesign
from idmaj.effects.survey.totals import estimate_survey_mean, estimate_survey_share
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

SKEWED_BELOW = 1_000
"""People below which the interval of a mean amount is wider than Student's (see `mean_level`)."""
EXACT_BELOW = 100
"""People below which the interval of a share is Clopper-Pearson's; Wilson's from there on."""
SurveyOf = Callable[[pd.Series], SurveyDesign]
"""From ids of people to their survey design."""
STILL_FREE = "population-still-free"


def summarise_levels(
    outcomes: pd.DataFrame,
    place: Place,
    *,
    is_binary: bool,
    primary: bool,
    conf_level: float,
    survey: SurveyOf | None = None,
) -> list[EffectEstimate]:
    """Summarise an outcome in each group at one horizon.

    Parameters
    ----------
    outcomes
        Rows of one outcome and horizon.
    place
        Where rows stand.
    is_binary
        Shares, else means.
    primary
        Whether the group's level is the primary row (a study of a single group).
    conf_level
        Coverage of intervals.
    survey
        Gives the survey design of people by their ids; None where they count as a simple random sample.

    Returns
    -------
    list of EffectEstimate
        A level a group; where an event sets values, also the level among those it has not met.
    """
    rows = []
    for term, people in split_groups(outcomes[["person_id", "arm", "value", "after_event"]]):
        role = "primary" if primary and term == "all" else "diagnostic"
        fields: dict[str, Any] = {"is_binary": is_binary, "conf_level": conf_level, "survey": survey}
        rows.append(_level_row(people, place, term=term, role=role, **fields))
        if people["after_event"].any():
            free = place.at(population=STILL_FREE)
            still = people.loc[~people["after_event"]]
            rows.append(_level_row(still, free, term=term, role="diagnostic", note="selected", **fields))
    return rows


def split_groups(outcomes: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the arms with people in them; everybody as `all` where there is no comparison."""
    arm_of = outcomes["arm"].to_numpy(dtype=object)
    arms = [(arm, outcomes.loc[arm_of == arm]) for arm in ("support", "comparison")]
    present = [(arm, people) for arm, people in arms if len(people)]
    return present if len(present) == 2 else [("all", outcomes)]


def _level_row(
    people: pd.DataFrame,
    place: Place,
    *,
    term: str,
    is_binary: bool,
    role: str,
    conf_level: float,
    survey: SurveyOf | None = None,
    note: str = "",
) -> EffectEstimate:
    values = people["value"].dropna().to_numpy(dtype=float)
    scale, estimator = ("share", "share") if is_binary else ("mean", "mean")
    fields: dict[str, Any] = {
        "estimator": estimator, "scale": scale, "term": term, "role": role, "n": len(values),
        "n_min": float(len(values)), "note": note,
    }  # fmt: skip
    if len(values) == 0:
        return place.row(**{**fields, "note": "estimation-empty-arm"})
    if survey is not None:
        return place.attempt(
            lambda: place.row(
                **{
                    **fields,
                    **_survey_numbers(people, survey, is_binary, conf_level, is_amount=place.is_amount),
                }
            ),
            **fields,
        )
    if is_binary:
        return place.row(**fields, **share_numbers(int(values.sum()), len(values), conf_level=conf_level))
    return place.row(**{**fields, **mean_numbers(values, is_amount=place.is_amount, conf_level=conf_level)})


def _survey_numbers(
    people: pd.DataFrame, survey: SurveyOf, is_binary: bool, conf_level: float, *, is_amount: bool
) -> dict[str, Any]:
    """Return the columns of a level of the population that people were sampled from."""
    observed = people.loc[people["value"].notna()]
    values = observed["value"].to_numpy(dtype=float)
    design = survey(observed["person_id"])
    varies = bool(np.ptp(values) > 0)
    if is_binary and varies:
        level = estimate_survey_share(values, design, conf_level=conf_level)
    else:
        level = estimate_survey_mean(values, design, skewed=is_amount, conf_level=conf_level)
    counts = {"n_events": int(values.sum())} if is_binary else {}
    interval = "logit" if is_binary else "cornish_fisher" if is_amount else "wald_t"
    numbers = {
        "estimate": level.estimate, "n_min": level.effective_size, **counts,
        "n_clusters": design.n_clusters if design.n_clusters < len(values) else None,
    }  # fmt: skip
    if not varies:
        return numbers | {"note": "no interval: fewer than two different values"}
    return numbers | {
        "std_error": level.std_error, "df": float(level.df), "conf_low": level.conf_low,
        "conf_high": level.conf_high, "conf_level": conf_level, "interval": interval,
    }  # fmt: skip


def share_numbers(events: int, n: int, *, conf_level: float) -> dict[str, Any]:
    """Return the columns of a share of people."""
    method = clopper_pearson if n < EXACT_BELOW else wilson
    share = method(events, n, conf_level=conf_level)
    return {
        "estimate": share.estimate,
        "conf_low": share.conf_low,
        "conf_high": share.conf_high,
        "conf_level": conf_level,
        "interval": method.__name__,
        "n_events": events,
    }


def mean_numbers(values: np.ndarray, *, is_amount: bool, conf_level: float) -> dict[str, Any]:
    """Return the columns of a mean; that of amounts of fewer than 1,000 people follows their skew."""
    skewed = is_amount and len(values) < SKEWED_BELOW
    try:
        mean = estimate_mean_level(values, skewed=skewed, conf_level=conf_level)
    except EstimationError:
        return {"estimate": float(values.mean()), "note": "no interval: fewer than two different values"}
    return {
        "estimate": mean.estimate, "std_error": mean.std_error, "df": mean.df, "conf_low": mean.conf_low,
        "conf_high": mean.conf_high, "conf_level": conf_level,
        "interval": "bootstrap_t" if skewed else "wald_t",
    }  # fmt: skip


def summarise_flow(outcomes: pd.DataFrame, place: Place) -> list[EffectEstimate]:
    """Count who was assigned and of whom the outcome is known, by group, with the reasons of losses.

    Parameters
    ----------
    outcomes
        Rows of one outcome and horizon.
    place
        Where rows stand.

    Returns
    -------
    list of EffectEstimate
        Terms ``group|assigned``, ``group|observed`` and ``group|lost:reason``.
    """
    rows = []
    for term, people in split_groups(outcomes[["arm", "value", "missing"]]):
        counts = {"assigned": len(people), "observed": int(people["value"].notna().sum())}
        lost = people.loc[people["value"].isna(), "missing"].value_counts()
        counts |= {f"lost:{reason}": int(count) for reason, count in sorted(lost.items())}
        for stage, count in counts.items():
            rows.append(
                place.row(
                    estimator="attrition", scale="count", term=f"{term}|{stage}", role="diagnostic",
                    estimate=float(count), n=count, n_min=float(len(people)), note="count",
                )
            )  # fmt: skip
    return rows


def summarise_what_n_allows(
    outcomes: pd.DataFrame, place: Place, *, conf_level: float
) -> list[EffectEstimate]:
    """Say what the number of people alone allows: the risk that not a single event would still fit.

    Parameters
    ----------
    outcomes
        Rows of one outcome and horizon; only their number enters.
    place
        Where rows stand.
    conf_level
        Coverage of the exact interval whose upper limit this is.
    """
    rows = []
    for term, people in split_groups(outcomes):
        n = len(people)
        rows.append(
            place.row(
                estimator="exact", scale="probability", term=f"{term}|upper limit at none of n",
                role="diagnostic", population="depends on the number of people only", n=n, n_min=float(n),
                estimate=estimate_upper_bound_at_zero(n, conf_level=conf_level), conf_level=conf_level,
                note="Clopper-Pearson limit if nobody had the event; no outcome is read",
            )
        )  # fmt: skip
    return rows
