"""The whole course of an outcome with times: its contrasts, once, and its curves."""

from __future__ import annotations

import pandas as pd

from idmaj.effects.rows import Place
from idmaj.effects.timing.adjusted import estimate_adjusted
from idmaj.effects.timing.changing import estimate_changing
from idmaj.effects.timing.contrasts import Arms, estimate_course
from idmaj.effects.timing.curves import estimate_curves
from idmaj.effects.timing.hazards import estimate_hazards
from idmaj.effects.timing.times import Times
from idmaj.estimates import EffectEstimate
from idmaj.study import Study


def read_course(
    times: Times, persons: pd.DataFrame, study: Study, place: Place, *, periods: pd.DataFrame, with_risk: bool
) -> list[EffectEstimate]:
    """Make the rows that read the whole course: tests, differences, hazards, covariates that change.

    Parameters
    ----------
    times
        People of the outcome.
    persons, study
        Covariates, design.
    place
        Of the primary horizon.
    periods
        Covariates that change, rows of the outcome.
    with_risk
        Whether the difference of risks read from the curves is wanted beside the planned one.
    """
    rows: list[EffectEstimate] = []
    arms = _arms_of(times, study, place)
    if arms is not None:
        rows += estimate_course(arms, with_risk=with_risk)
        rows += estimate_hazards(arms, persons, study)
    return rows + estimate_changing(times, periods, persons, study, place)


def draw_course(times: Times, persons: pd.DataFrame, study: Study, place: Place) -> list[EffectEstimate]:
    """Make the rows of curves: of each group as it was, and adjusted where there are covariates.

    Parameters
    ----------
    times, persons, study
        As `read_course`.
    place
        Of the outcome.
    """
    outcome = study.outcome[str(place.fields["outcome"])]
    horizons = [float(h) for h in outcome.horizons if not isinstance(h, str)]
    rows = estimate_curves(times, place, horizons=horizons, conf_level=study.analysis.conf_level)
    arms = _arms_of(times, study, place.at(time=max(horizons)))
    return rows if arms is None else rows + estimate_adjusted(arms, persons, study, horizons=horizons)


def _arms_of(times: Times, study: Study, place: Place) -> Arms | None:
    people = times.of_arms()
    if not study.has_comparison or people.treated.all() or not people.treated.any():
        return None
    estimand = "itt" if study.study.design == "randomised" else "att"
    return Arms(people, place, float(place.fields["time"]), estimand, study.analysis.conf_level)
