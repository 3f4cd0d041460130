"""Bounds of an effect whoever was lost: the rows of Lee and of Manski for loss of the outcome.

People whose follow-up has not had the time to end are not lost. Wages of those in work are another selection,
with rows of their own (`idmaj.effects.incomes`).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from idmaj.effects.bounds import estimate_lee_bounds, estimate_manski_bounds
from idmaj.effects.conditions import BoolArray, IntArray
from idmaj.effects.lost.cells import find_codes, list_cells, merge_small_cells
from idmaj.effects.lost.directions import compare_directions
from idmaj.effects.lost.people import Due, read_due
from idmaj.effects.rows import CONTRAST, Place, bound_numbers
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study
from idmaj.study.outcome import Outcome, ShareOf

BROKEN = "note-monotonicity-broken"
"""Parts of the people differ in direction by more than chance: what Lee's bounds rest on does not hold."""
BY_CHANCE = 0.05
SHARES = (0.0, 1.0)


def bound_lost(
    outcomes: pd.DataFrame, place: Place, study: Study, *, persons: pd.DataFrame | None = None
) -> EffectEstimate:
    """Bound the effect on those who would be found in either arm (Lee 2009).

    Parameters
    ----------
    outcomes
        Rows of one outcome at one horizon.
    place
        Where the row stands.
    study
        Kind of the outcome, strata, clusters.
    persons
        Canonical persons, for clusters and strata; without them errors count people, and directions are not
        compared between strata.

    Returns
    -------
    EffectEstimate
        `lee_bounds`, role `robustness`. Its note names the arm that is trimmed, and says that monotonicity
        cannot be checked, or that strata disagree, by chance or (`note-monotonicity-broken`) by more.
    """
    due = read_due(outcomes, study, persons)
    fields = _describe(due, study, place, estimator="lee_bounds", population="population-found-in-either")

    def make() -> EffectEstimate:
        cells = None
        if study.analysis.strata and due.people is not None and not due.is_paired:
            cells = find_codes(due.people, study.analysis.strata)
        return place.row(**{**fields, **_find_lee(due, study), "note": _remark(due, cells)})

    return place.attempt(make, **fields)


def bound_tightly(
    outcomes: pd.DataFrame, place: Place, study: Study, *, persons: pd.DataFrame
) -> list[EffectEstimate]:
    """Tighten Lee's bounds by parts of the people, averaged by their shares of people found in either arm.

    Parameters
    ----------
    outcomes, place, study, persons
        As `bound_lost`.

    Returns
    -------
    list of EffectEstimate
        One for the declared strata (role `robustness`) and for each covariate that is a code (`diagnostic`:
        of several the tightest would be chosen), population ``population-tightened|<columns>``; none where
        the people are too few for two parts. And one, estimator `attrition`, scale `chi_square`, term the
        columns, for the test that their directions agree.
    """
    due = read_due(outcomes, study, persons)
    if due.people is None or due.is_paired or not due.has_both_arms:
        return []
    rows = []
    for name, codes in list_cells(due.people, study):
        cells = merge_small_cells(codes, due.found, due.treated)
        if cells.max() > 0:
            is_declared = bool(study.analysis.strata) and name == ", ".join(study.analysis.strata)
            rows += _tighten(due, study, place, columns=name, cells=cells, is_declared=is_declared)
    return rows


def _tighten(
    due: Due, study: Study, place: Place, *, columns: str, cells: IntArray, is_declared: bool
) -> list[EffectEstimate]:
    role = "robustness" if is_declared else "diagnostic"
    population = f"population-tightened|{columns}"
    fields = _describe(due, study, place, estimator="lee_bounds", population=population, role=role)
    lee = place.attempt(
        lambda: place.row(**{**fields, **_find_lee(due, study, cells), "note": _remark(due, cells)}), **fields
    )
    agreement: dict[str, Any] = {
        **fields, "estimator": "attrition", "scale": "chi_square", "term": columns, "role": "diagnostic",
        "population": "population-directions", "note": "note-directions-compared", "unit": "",
    }  # fmt: skip

    def compare() -> EffectEstimate:
        found = compare_directions(due.found, due.treated, cells)
        return place.row(
            **agreement, statistic=found.statistic, p_value=found.p_value, passed=found.p_value >= BY_CHANCE
        )

    return [lee, place.attempt(compare, **agreement)]


def bound_worst(
    outcomes: pd.DataFrame, place: Place, study: Study, *, persons: pd.DataFrame
) -> EffectEstimate:
    """Bound the effect on everybody, whatever those lost did (Manski).

    Parameters
    ----------
    outcomes, place, study, persons
        As `bound_lost`.

    Returns
    -------
    EffectEstimate
        `manski_bounds`, role `robustness`; refused by name for outcomes whose least and largest value the
        study file does not imply: those of the people found would also give single people away.
    """
    due = read_due(outcomes, study, persons)
    fields = _describe(due, study, place, estimator="manski_bounds", population="population-everybody-due")

    def make() -> EffectEstimate:
        _check(due, study)
        limits = find_limits(study.outcome[str(place.fields["outcome"])])
        bounds = estimate_manski_bounds(
            due.values, due.found, due.treated, limits=limits, clusters=due.clusters,
            conf_level=study.analysis.conf_level,
        )  # fmt: skip
        return place.row(**{**fields, **bound_numbers(bounds), "note": "note-worst-case"})

    return place.attempt(make, **fields)


def find_limits(outcome: Outcome) -> tuple[float, float]:
    """Find the least and the largest value that an outcome can have.

    Raises
    ------
    EstimationError
        ``no-limits`` where nothing says so.
    """
    if outcome.kind in {"binary", "time_to_event"} or isinstance(outcome.value, ShareOf):
        return SHARES
    raise EstimationError("no-limits")


def _describe(due: Due, study: Study, place: Place, **more: Any) -> dict[str, Any]:
    kind = study.outcome[str(place.fields["outcome"])].kind
    fewest = min(int((due.found & arm).sum()) for arm in (due.treated, ~due.treated))
    return {
        "term": CONTRAST, "role": "robustness", "estimand": "itt",
        "scale": "risk_difference" if kind in {"binary", "time_to_event"} else "mean_difference",
        "n": len(due.found), "n_treated": int(due.treated.sum()), "n_comparison": int((~due.treated).sum()),
        "n_min": float(fewest), "n_clusters": due.n_clusters, **more,
    }  # fmt: skip


def _find_lee(due: Due, study: Study, cells: IntArray | None = None) -> dict[str, Any]:
    _check(due, study)
    lee = estimate_lee_bounds(
        due.values, due.found, due.treated, cells=cells, clusters=due.clusters,
        conf_level=study.analysis.conf_level,
    )  # fmt: skip
    return bound_numbers(lee.bounds)


def _check(due: Due, study: Study) -> None:
    for arm in (due.treated, ~due.treated):
        if arm.any() and not (due.found & arm).any():
            raise EstimationError("arm-all-lost")
    if study.analysis.weight is not None:
        raise EstimationError("wrong-design", what="weights")


def _remark(due: Due, cells: IntArray | None) -> str:
    gap = due.found[due.treated].mean() - due.found[~due.treated].mean()
    trimmed = "support" if gap > 0 else "comparison" if gap < 0 else "none"
    return f"note-trimmed-{trimmed}|{_judge_directions(due.found, due.treated, cells)}"


def _judge_directions(found: BoolArray, treated: BoolArray, cells: IntArray | None) -> str:
    if cells is None:
        return "note-monotonicity-unchecked"
    directions = compare_directions(found, treated, cells)
    if not directions.disagree:
        return "note-monotonicity-unchecked"
    return BROKEN if directions.p_value < BY_CHANCE else "note-monotonicity-doubtful"
