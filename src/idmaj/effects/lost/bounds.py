"""Bounds beside Lee's: tightened by parts of the people, and whatever the people lost did."""

from __future__ import annotations

from typing import Any

import pandas as pd

from idmaj.effects.bounds import estimate_manski_bounds
from idmaj.effects.conditions import IntArray
from idmaj.effects.lost.cells import list_cells, merge_small_cells
from idmaj.effects.lost.direction import BEYOND_CHANCE, find_direction
from idmaj.effects.lost.lee import describe_bounds, explain_trimming, find_lee, read_groups, read_response
from idmaj.effects.lost.people import check_found, read_people
from idmaj.effects.rows import Place, bound_numbers
from idmaj.effects.sample import read_assignment
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study
from idmaj.study.outcome import Outcome, ShareOf

TIGHTENED = "population-tightened"
DIRECTIONS = "population-directions"
EVERYBODY = "population-everybody-due"


def bound_tightly(
    due: pd.DataFrame, place: Place, study: Study, *, persons: pd.DataFrame
) -> list[EffectEstimate]:
    """Tighten Lee's bounds by parts of the people, averaged by the number who would be found in either arm.

    Parameters
    ----------
    due
        Rows of people whose outcome was due (`idmaj.effects.lost.people.find_due`).
    place
        Where rows stand.
    study
        Strata, clusters, covariates.
    persons
        Canonical persons.

    Returns
    -------
    list of EffectEstimate
        `lee_bounds`, population ``population-tightened|<columns>``, for the declared strata (role `robustness`)
        and for each covariate that is a code (`diagnostic`: of several, the tightest would be picked); none
        where people are too few for two parts, or came in pairs. After each, estimator `attrition`, scale
        `chi_square`, term the columns: the test that all parts lose more of the same arm.

    References
    ----------
    Lee (2009), Review of Economic Studies 76, section 3.3; Semenova (2020), arXiv 2008.12720.
    """
    found, treated = read_response(due)
    people = read_people(due, persons)
    if read_assignment(people, treated, study).is_paired:
        return []
    rows = []
    for columns, codes in list_cells(people, study):
        cells = merge_small_cells(codes, found, treated)
        if cells.max() > 0:
            rows += _tighten(due, place, study, persons=persons, columns=columns, cells=cells)
    return rows


def bound_worst(due: pd.DataFrame, place: Place, study: Study, *, persons: pd.DataFrame) -> EffectEstimate:
    """Bound the effect on everybody, whatever those lost did (Manski).

    Parameters
    ----------
    due, place, study, persons
        As `bound_tightly`.

    Returns
    -------
    EffectEstimate
        `manski_bounds`, role `robustness`; refused by name where the study file does not tell the least and the
        largest value possible. Those of the people found are no limits, and would give single people away.
    """
    fields = describe_bounds(due, place, study, estimator="manski_bounds", population=EVERYBODY)

    def make() -> EffectEstimate:
        found, treated = read_response(due)
        check_found(found, treated)
        if study.analysis.weight is not None:
            raise EstimationError("wrong-design", what="manski_bounds")
        limits = find_limits(study.outcome[str(place.fields["outcome"])])
        clusters = read_groups(due, treated, study, persons)[1]
        bounds = estimate_manski_bounds(
            due["value"].fillna(0.0).to_numpy(dtype=float), found, treated, limits=limits, clusters=clusters,
            conf_level=study.analysis.conf_level,
        )  # fmt: skip
        numbers = bound_numbers(bounds) | {"n_clusters": bounds.n_clusters}
        return place.row(**{**fields, **numbers, "note": "note-worst-case"})

    return place.attempt(make, **fields)


def find_limits(outcome: Outcome) -> tuple[float, float]:
    """Find the least and the largest value that an outcome can have: 0 and 1 of a yes or no, and of a share.

    Raises
    ------
    EstimationError
        ``no-limits`` of any other.
    """
    if outcome.kind in {"binary", "time_to_event"} or isinstance(outcome.value, ShareOf):
        return 0.0, 1.0
    raise EstimationError("no-limits")


def _tighten(
    due: pd.DataFrame, place: Place, study: Study, *, persons: pd.DataFrame, columns: str, cells: IntArray
) -> list[EffectEstimate]:
    found, treated = read_response(due)
    is_declared = bool(study.analysis.strata) and columns == ", ".join(study.analysis.strata)
    fields = describe_bounds(
        due, place, study, estimator="lee_bounds", population=f"{TIGHTENED}|{columns}",
        role="robustness" if is_declared else "diagnostic",
    )  # fmt: skip

    def make() -> EffectEstimate:
        clusters = read_groups(due, treated, study, persons)[1]
        numbers = find_lee(due, study, clusters=clusters, cells=cells)
        return place.row(**{**fields, **numbers, "note": explain_trimming(found, treated, cells)})

    direction = find_direction(found, treated, cells)
    agreement: dict[str, Any] = {
        **fields, "estimator": "attrition", "scale": "chi_square", "term": columns, "role": "diagnostic",
        "population": DIRECTIONS, "note": "note-directions-compared", "unit": "",
        "statistic": direction.statistic, "p_value": direction.p_value, "threshold": BEYOND_CHANCE,
        "passed": direction.p_value >= BEYOND_CHANCE,
    }  # fmt: skip
    return [place.attempt(make, **fields), place.row(**agreement)]
