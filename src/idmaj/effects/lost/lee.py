"""Rows of Lee's bounds for people who were lost, or whose outcome is not defined: the one place that makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from idmaj.effects.bounds import LeeBounds, estimate_lee_bounds
from idmaj.effects.conditions import BoolArray, IntArray
from idmaj.effects.lost.direction import find_direction
from idmaj.effects.lost.people import check_found, read_people
from idmaj.effects.rows import CONTRAST, Place, bound_numbers
from idmaj.effects.sample import read_assignment
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

if TYPE_CHECKING:
    from idmaj.study import Study

FOUND_IN_EITHER = "population-found-in-either"
UNCHECKED = "note-monotonicity-unchecked"
MIXED = "note-monotonicity-doubtful"
BROKEN = "note-monotonicity-broken"


def bound_lost(
    due: pd.DataFrame, place: Place, study: Study, *, persons: pd.DataFrame | None = None
) -> EffectEstimate:
    """Bound the effect on those who would be found in either arm (Lee 2009).

    Parameters
    ----------
    due
        Rows of people whose outcome was due, of both arms (`idmaj.effects.lost.people.find_due`).
    place
        Where the row stands.
    study
        Kind of the outcome, level of the interval, strata and cluster.
    persons
        Canonical persons. Where they are given errors count clusters, and declared strata are asked whether
        they agree on the direction of the loss.

    Returns
    -------
    EffectEstimate
        Role `robustness`, population `population-found-in-either`; its note names the trimmed arm and says what
        is known of the assumption.
    """
    found, treated = read_response(due)
    fields = describe_bounds(due, place, study, estimator="lee_bounds", population=FOUND_IN_EITHER)

    def make() -> EffectEstimate:
        strata, clusters = read_groups(due, treated, study, persons)
        numbers = find_lee(due, study, clusters=clusters)
        return place.row(**{**fields, **numbers, "note": explain_trimming(found, treated, strata)})

    return place.attempt(make, **fields)


def read_response(due: pd.DataFrame) -> tuple[BoolArray, BoolArray]:
    """Return who was found, and who was supported, each of shape (n,)."""
    return due["value"].notna().to_numpy(), (due["arm"] == "support").to_numpy()


def describe_bounds(due: pd.DataFrame, place: Place, study: Study, **more: Any) -> dict[str, Any]:
    """Return the columns that rows of bounds share: role `robustness`, everybody due, the fewest found of an arm."""
    kind = study.outcome[str(place.fields["outcome"])].kind
    return {
        "term": CONTRAST, "role": "robustness", "estimand": "itt",
        "scale": "risk_difference" if kind in {"binary", "time_to_event"} else "mean_difference",
        **count_arms(*read_response(due)), **more,
    }  # fmt: skip


def find_lee(
    due: pd.DataFrame, study: Study, *, clusters: IntArray | None, cells: IntArray | None = None
) -> dict[str, Any]:
    """Find the columns of Lee's bounds.

    Raises
    ------
    EstimationError
        ``arm-all-lost``; ``wrong-design`` where people carry survey weights, which the bounds do not take; as
        `idmaj.effects.bounds.estimate_lee_bounds`.
    """
    found, treated = read_response(due)
    check_found(found, treated)
    if study.analysis.weight is not None:
        raise EstimationError("wrong-design", what="lee_bounds")
    lee = estimate_lee_bounds(
        due["value"].fillna(0.0).to_numpy(dtype=float), found, treated, cells=cells, clusters=clusters,
        conf_level=study.analysis.conf_level,
    )  # fmt: skip
    return bound_columns(lee)


def count_arms(found: BoolArray, treated: BoolArray) -> dict[str, Any]:
    """Return the columns that count people: those due, and the fewest found of an arm."""
    return {
        "n": len(found), "n_treated": int(treated.sum()), "n_comparison": int((~treated).sum()),
        "n_min": float(min(found[treated].sum(), found[~treated].sum())),
    }  # fmt: skip


def bound_columns(lee: LeeBounds) -> dict[str, Any]:
    """Return the columns of Lee's bounds."""
    clusters = lee.bounds.n_clusters
    return bound_numbers(lee.bounds) | ({} if clusters is None else {"n_clusters": clusters})


def explain_trimming(found: BoolArray, treated: BoolArray, strata: IntArray | None) -> str:
    """Say which arm is trimmed, from the sign of the difference in response, and what is known of the assumption.

    Parameters
    ----------
    found, treated : ndarray of bool, shape (n,)
    strata : ndarray of int, shape (n,), optional
        Declared strata. Data can refute that the arm moves everybody's chance of being found in one direction
        (strata that differ in sign by more than chance); they can never confirm it.
    """
    direction = find_direction(found, treated, strata)
    sign = int(np.sign(direction.difference))
    trimmed = {1: "note-trimmed-support", -1: "note-trimmed-comparison", 0: "note-trimmed-nobody"}[sign]
    assumed = BROKEN if direction.is_broken else MIXED if direction.is_mixed else UNCHECKED
    return f"{trimmed}|{assumed}"


def read_groups(
    due: pd.DataFrame, treated: BoolArray, study: Study, persons: pd.DataFrame | None
) -> tuple[IntArray | None, IntArray | None]:
    """Return the strata within which people were assigned (None for pairs), and the clusters that errors count."""
    if persons is None:
        return None, None
    assignment = read_assignment(read_people(due, persons), treated, study)
    return None if assignment.is_paired else assignment.strata, assignment.clusters
