"""The effect among people still at liberty, where custody sets the outcome of the others: shown as selected."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from idmaj.effects.bounds import estimate_lee_bounds
from idmaj.effects.comparison import FEWEST_PEOPLE, Planned
from idmaj.effects.conditions import BoolArray, IntArray
from idmaj.effects.contrasts import estimate_contrast
from idmaj.effects.description import STILL_FREE
from idmaj.effects.lost.direction import find_direction
from idmaj.effects.lost.lee import bound_columns, count_arms
from idmaj.effects.lost.people import read_people
from idmaj.effects.rows import CONTRAST
from idmaj.effects.sample import Sample, build_sample, read_assignment
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

FREE_IN_EITHER = "population-free-in-either"
SELECTED = "selected"


def compare_at_liberty(planned: Planned) -> list[EffectEstimate]:
    """Make the rows of the people whose outcome no event has set; none where it has set nobody's.

    Whether somebody is at liberty comes after the support, so that the groups compared are no longer those
    that were drawn: the rows are `secondary`, their notes begin with ``selected`` and no sentence rests on
    them (METHODS.md, section 1).

    Parameters
    ----------
    planned
        At its primary horizon.

    Returns
    -------
    list of EffectEstimate
        The planned estimator, population `population-still-free`; and, by lot and without survey weights,
        `lee_bounds` for those who would be at liberty in either arm, population `population-free-in-either`.
    """
    if not planned.outcomes["after_event"].any():
        return []
    rows = [_compare(planned)]
    if planned.study.study.design == "randomised":
        rows.append(_bound(planned))
    return [replace(row, note="|".join(part for part in (SELECTED, row.note) if part)) for row in rows]


def _compare(planned: Planned) -> EffectEstimate:
    place = planned.place.at(population=STILL_FREE)
    fields: dict[str, Any] = {
        "estimator": planned.primary.estimator, "role": "secondary", "estimand": planned.beside.estimand,
    }  # fmt: skip
    columns = {**fields, "scale": planned.sample.scale, "term": CONTRAST}
    try:
        sample = _take_free(planned)
    except EstimationError as error:
        return place.refuse(error, **columns)
    return estimate_contrast(sample, place, **fields, conf_level=planned.beside.conf_level)


def _take_free(planned: Planned) -> Sample:
    """Build the sample of people found whose outcome no event has set."""
    free = planned.outcomes.loc[~planned.outcomes["after_event"]]
    observed = free.loc[free["value"].notna(), "arm"].value_counts()
    fewest = min(int(observed.get(arm, 0)) for arm in ("support", "comparison"))
    if fewest < FEWEST_PEOPLE:
        raise EstimationError("too-few-people", n=fewest, needed=FEWEST_PEOPLE)
    return build_sample(free, planned.persons, planned.study, is_binary=planned.sample.is_binary)


def _bound(planned: Planned) -> EffectEstimate:
    """Bound the effect by Lee among people found: being at liberty is the selection, being found is another."""
    outcomes, study = planned.outcomes, planned.study
    known = outcomes.loc[outcomes["value"].notna() & outcomes["arm"].isin(["support", "comparison"])]
    free, treated = ~known["after_event"].to_numpy(dtype=bool), (known["arm"] == "support").to_numpy()
    fields: dict[str, Any] = {
        "estimator": "lee_bounds", "scale": planned.sample.scale, "term": CONTRAST,
        "role": "secondary", "estimand": planned.beside.estimand, "population": FREE_IN_EITHER,
        **count_arms(free, treated),
    }  # fmt: skip

    def make() -> EffectEstimate:
        if study.analysis.weight is not None:
            raise EstimationError("wrong-design", what="lee_bounds")
        assignment = read_assignment(read_people(known, planned.persons), treated, study)
        lee = estimate_lee_bounds(
            known["value"].to_numpy(dtype=float), free, treated, clusters=assignment.clusters,
            conf_level=planned.beside.conf_level,
        )  # fmt: skip
        strata = None if assignment.is_paired else assignment.strata
        return planned.place.row(**{**fields, **bound_columns(lee), "note": _explain(free, treated, strata)})

    return planned.place.attempt(make, **fields)


def _explain(free: BoolArray, treated: BoolArray, strata: IntArray | None) -> str:
    """Say which arm is trimmed, and whether declared strata refute that support moved liberty in one direction."""
    direction = find_direction(free, treated, strata)
    sign = int(np.sign(direction.difference))
    trimmed = {1: "note-free-support", -1: "note-free-comparison", 0: "note-free-equal"}[sign]
    return f"{trimmed}|{'note-free-broken' if direction.is_broken else 'note-free-unchecked'}"
