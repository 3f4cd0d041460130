"""How often events came: per person, per person with one at least, and per person-year at liberty.

A person may have several events, so errors are those of a ratio of sums over persons (linearised; Cochran 1977,
Sampling Techniques, section 6.3), or over the clusters that the study names. Intervals are of the logarithm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from idmaj.effects.conditions import FloatArray, IntArray
from idmaj.effects.description import split_groups
from idmaj.effects.rows import RATIO, Place
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate, Scale
from idmaj.study import Study

DAYS_OF_YEAR = 365.25
FEWEST = 2
"""People, or clusters of them, below which a rate has no error."""
ONLY_MATURE = "frequency-mature"
AT_LIBERTY = "frequency-mature|years-at-liberty"


@dataclass(frozen=True)
class Rate:
    """Events over what they are counted per.

    Attributes
    ----------
    estimate : float
        Sum of the events over the sum of the exposure.
    std_error : float
    df : float
        Clusters (by default persons) less one.
    conf_low, conf_high : float
        Limits from the logarithm with Student's t.
    statistic, p_value : float
        Of a ratio of rates against 1; NaN for a rate.
    """

    estimate: float
    std_error: float
    df: float
    conf_low: float
    conf_high: float
    statistic: float = float("nan")
    p_value: float = float("nan")


def estimate_rate(
    events: FloatArray, exposure: FloatArray, *, clusters: IntArray | None = None, conf_level: float = 0.95
) -> Rate:
    """Estimate a rate of events that persons may have several of.

    Parameters
    ----------
    events : ndarray, shape (n,)
        Events of each person.
    exposure : ndarray, shape (n,)
        Time at risk of each person, or 1.
    clusters : ndarray of int, shape (n,), optional
        What errors are clustered on; by default persons.
    conf_level : float
        Coverage.

    Returns
    -------
    Rate

    Raises
    ------
    EstimationError
        ``no-exposure`` where nobody was at risk; ``no-events`` where there is none, so that a logarithm has no
        error; ``too-few-people`` with fewer than two of them or of their clusters.
    """
    total = _check_exposure(exposure)
    rate = float(events.sum()) / total
    if rate == 0:
        raise EstimationError("no-events")
    influence = _cluster((events - rate * exposure) / total, clusters)
    error = _error_of(influence)
    df = float(len(influence) - 1)
    low, high = _limits(rate, error / rate, df, conf_level)
    return Rate(rate, error, df, low, high)


def estimate_rate_ratio(
    events: FloatArray,
    exposure: FloatArray,
    treated: np.ndarray,
    *,
    clusters: IntArray | None = None,
    conf_level: float = 0.95,
) -> Rate:
    """Estimate the ratio of the rates of two arms.

    Parameters
    ----------
    events, exposure, clusters, conf_level
        As `estimate_rate`, of both arms; a cluster may lie in both.
    treated : ndarray of bool, shape (n,)
        Who was supported.

    Returns
    -------
    Rate
        `std_error` is that of the logarithm.

    Raises
    ------
    EstimationError
        As `estimate_rate`, for either arm.
    """
    influence = np.zeros(len(events))
    rates = []
    for arm, sign in ((treated, 1.0), (~treated, -1.0)):
        rate = float(events[arm].sum()) / _check_exposure(exposure[arm])
        if rate == 0:
            raise EstimationError("no-events")
        influence[arm] = sign * (events[arm] - rate * exposure[arm]) / events[arm].sum()
        rates.append(rate)
    summed = _cluster(influence, clusters)
    error, df = _error_of(summed), float(len(summed) - 1)
    ratio = rates[0] / rates[1]
    low, high = _limits(ratio, error, df, conf_level)
    statistic = float(np.log(ratio)) / error if error > 0 else float("nan")
    return Rate(ratio, error, df, low, high, statistic, float(2 * stats.t.sf(abs(statistic), df)))


def _check_exposure(exposure: FloatArray) -> float:
    total = float(exposure.sum())
    if not total > 0:
        raise EstimationError("no-exposure")
    return total


def _cluster(influence: FloatArray, clusters: IntArray | None) -> FloatArray:
    summed = influence
    if clusters is not None:
        summed = np.asarray(np.bincount(np.unique(clusters, return_inverse=True)[1], influence), np.float64)
    if len(summed) < FEWEST:
        raise EstimationError("too-few-people", n=len(summed), needed=FEWEST)
    return summed


def _error_of(influence: FloatArray) -> float:
    n = len(influence)
    return float(np.sqrt(n / (n - 1) * float(influence @ influence)))


def _limits(value: float, log_error: float, df: float, conf_level: float) -> tuple[float, float]:
    width = float(stats.t.ppf((1 + conf_level) / 2, df)) * log_error
    return value * float(np.exp(-width)), value * float(np.exp(width))


def summarise_frequency(
    frequency: pd.DataFrame, persons: pd.DataFrame, study: Study, place: Place
) -> list[EffectEstimate]:
    """Summarise how often the events of an outcome came within a window.

    Parameters
    ----------
    frequency
        Rows of the table `frequency` of one outcome and horizon: arm, n_events, n_days.
    persons
        Persons, for the clusters.
    study
        The study file.
    place
        Where rows stand.

    Returns
    -------
    list of EffectEstimate
        Per group: events per person, per person with one at least, per person-year at liberty; with two arms the
        ratio of the last. Rows of role `diagnostic`: they describe, whatever the design.
    """
    if frequency.empty:
        return []
    people = frequency.assign(_cluster=_read_clusters(frequency, persons, study))
    rows = [row for term, group in split_groups(people) for row in _describe(group, place, term, study)]
    arms = people.loc[people["arm"].isin(["support", "comparison"])]
    return [*rows, *_compare(arms, place, study)] if arms["arm"].nunique() == 2 else rows


def _read_clusters(frequency: pd.DataFrame, persons: pd.DataFrame, study: Study) -> IntArray:
    column = study.cluster_column
    if column is None or column not in persons:
        return np.arange(len(frequency), dtype=np.intp)
    values = persons.set_index("person_id").loc[frequency["person_id"], column]
    return np.asarray(pd.factorize(values)[0], dtype=np.intp)


def _describe(people: pd.DataFrame, place: Place, term: str, study: Study) -> list[EffectEstimate]:
    again = people.loc[people["n_events"] > 0]
    years = people["n_days"].to_numpy(dtype=float) / DAYS_OF_YEAR
    one, one_again = np.ones(len(people)), np.ones(len(again))
    return [
        _rate_row(people, one, place, scale="events_per_person", term=term, study=study),
        _rate_row(again, one_again, place, scale="events_per_reoffender", term=term, study=study),
        _rate_row(people, years, place, scale="events_per_person_year", term=term, study=study),
    ]


def _rate_row(
    people: pd.DataFrame, exposure: FloatArray, place: Place, *, scale: Scale, term: str, study: Study
) -> EffectEstimate:
    level = study.analysis.conf_level
    note = AT_LIBERTY if scale == "events_per_person_year" else ONLY_MATURE
    fields: dict[str, Any] = {
        "estimator": "frequency", "scale": scale, "term": term, "role": "diagnostic", "n": len(people),
        "n_min": float(len(people)), "n_events": int(people["n_events"].sum()),
    }  # fmt: skip
    events = people["n_events"].to_numpy(dtype=float)

    def make() -> EffectEstimate:
        rate = estimate_rate(events, exposure, clusters=people["_cluster"].to_numpy(), conf_level=level)
        return place.row(**fields, note=note, estimate=rate.estimate, **_numbers(rate, level))

    if len(people) and exposure.sum() > 0 and not events.any():
        return place.row(**fields, estimate=0.0, note="estimation-no-events")
    return place.attempt(make, **fields)


def _numbers(rate: Rate, conf_level: float) -> dict[str, Any]:
    if not rate.std_error > 0:
        return {"interval": "none"}
    return {
        "std_error": rate.std_error, "df": rate.df, "conf_low": rate.conf_low, "conf_high": rate.conf_high,
        "conf_level": conf_level, "interval": "log",
    }  # fmt: skip


def _compare(people: pd.DataFrame, place: Place, study: Study) -> list[EffectEstimate]:
    treated = (people["arm"] == "support").to_numpy()
    level = study.analysis.conf_level
    counts = (int(treated.sum()), int((~treated).sum()))
    fields: dict[str, Any] = {
        "estimator": "frequency", "scale": "rate_ratio", "term": RATIO, "role": "diagnostic",
        "estimand": "itt" if study.study.design == "randomised" else "att", "n": len(people),
        "n_treated": counts[0], "n_comparison": counts[1], "n_min": float(min(counts)),
        "n_events": int(people["n_events"].sum()),
    }  # fmt: skip
    years = people["n_days"].to_numpy(dtype=float) / DAYS_OF_YEAR

    def make() -> EffectEstimate:
        events = people["n_events"].to_numpy(dtype=float)
        clusters = people["_cluster"].to_numpy()
        ratio = estimate_rate_ratio(events, years, treated, clusters=clusters, conf_level=level)
        tests = {"statistic": ratio.statistic, "p_value": ratio.p_value} if ratio.std_error > 0 else {}
        return place.row(
            **fields, note=AT_LIBERTY, estimate=ratio.estimate, **_numbers(ratio, level), **tests
        )

    return [place.attempt(make, **fields)]
