"""The planned comparisons of one family redrawn together: the lot again, or people again where no lot was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from idmaj.effects.assignment import Assignment
from idmaj.effects.comparison import Planned
from idmaj.effects.conditions import FloatArray, IntArray
from idmaj.effects.contrasts import estimate_contrast
from idmaj.effects.sample import Sample, build_covariates, read_assignment
from idmaj.effects.step_down import estimate_romano_wolf, step_down
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

ADJUSTING = frozenset({"ancova", "lin", "logit_gcomputation", "firth_logit"})
"""Estimators of a randomised design whose contrast is redrawn with its covariates."""
NOT_RESAMPLED = frozenset({"matching"})
"""Estimators whose bootstrap is invalid (Abadie & Imbens 2008, Econometrica 76)."""
REDRAWN_CELLS = 2_000_000
"""People times redraws of a lot, for one outcome."""
RESAMPLED_CELLS = 200_000
"""People times resamples, each of which fits the estimator again."""
FEWEST_RESAMPLES = 199
MOST_FAILING = 0.05
UNDEFINED = np.finfo(np.float64).max


def redraw_family(rows: list[EffectEstimate], planned: Mapping[tuple[str, str], Planned]) -> FloatArray:
    """Return Romano and Wolf's adjusted p-values of the primary rows of one family.

    Parameters
    ----------
    rows
        Primary rows of one subgroup.
    planned
        Planned comparisons by outcome and subgroup.

    Returns
    -------
    ndarray, shape (m,)

    Raises
    ------
    EstimationError
        ``wrong-design`` where rows cannot be redrawn together: repeated looks, panels, survey weights,
        matching without a lot; ``too-few-redraws`` where people are so many that redrawing would take too
        long, or the estimator fails in more than a twentieth of the resamples; as `estimate_romano_wolf`.

    Notes
    -----
    A lot is redrawn with the studentised least-squares contrast of each outcome, with the covariates of the
    plan where the planned estimator has them. Without a lot people (clusters, where declared) are drawn again
    with replacement, in all outcomes together, and the planned estimator is centred at its estimate.
    """
    comparisons = [planned.get((row.outcome, row.subgroup)) for row in rows]
    known = [c for c in comparisons if c is not None and c.sample.survey is None]
    if len(known) < len(rows) or any(row.interval == "sequence" for row in rows):
        raise EstimationError("wrong-design", what="romano_wolf")
    people = known[0].persons.set_index("person_id")
    people = people.loc[np.unique(np.concatenate([c.sample.person_ids for c in known]))]
    if known[0].study.study.design == "randomised":
        return _redraw_lot(known, people)
    return _resample_people(known, people)


def _redraw_lot(planned: list[Planned], people: pd.DataFrame) -> FloatArray:
    treated = (people["arm"] == "support").to_numpy()
    study = planned[0].study
    assignment = read_assignment(people, treated, study)
    values = np.zeros((len(people), len(planned)))
    seen = np.zeros(values.shape, dtype=np.bool_)
    for n, comparison in enumerate(planned):
        rows = people.index.get_indexer(pd.Index(comparison.sample.person_ids))
        values[rows, n], seen[rows, n] = comparison.sample.outcome, True
    adjusts = any(c.primary.estimator in ADJUSTING for c in planned)
    covariates = build_covariates(people, study.analysis.covariates)[1] if adjusts else None
    draws = int(np.clip(REDRAWN_CELLS // len(people), 499, 9_999))
    return estimate_romano_wolf(
        values, treated, observed=seen, covariates=covariates, strata=assignment.strata,
        clusters=assignment.units, draws=draws,
    ).p_adjusted  # fmt: skip


def _resample_people(planned: list[Planned], people: pd.DataFrame) -> FloatArray:
    draws = min(RESAMPLED_CELLS // len(people), 999)
    if any(c.primary.estimator in NOT_RESAMPLED for c in planned):
        raise EstimationError("wrong-design", what="matching")
    if draws < FEWEST_RESAMPLES:
        raise EstimationError("too-few-redraws", n=draws, needed=FEWEST_RESAMPLES)
    treated = (people["arm"] == "support").to_numpy()
    clusters = read_assignment(people, treated, planned[0].study).clusters
    unit = np.arange(len(people)) if clusters is None else clusters
    members = [np.flatnonzero(unit == code) for code in range(int(unit.max()) + 1)]
    positions = [people.index.get_indexer(pd.Index(c.sample.person_ids)) for c in planned]
    generator = np.random.default_rng(0)
    redrawn = np.empty((draws, len(planned)))
    for draw in range(draws):
        drawn = generator.integers(0, len(members), size=len(members))
        groups = [members[code] for code in drawn]
        rows = np.concatenate(groups)
        labels = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
        redrawn[draw] = [
            _centre(comparison, _locate(position, rows), labels)
            for comparison, position in zip(planned, positions, strict=True)
        ]
    failing = float(np.isnan(redrawn).any(axis=1).mean())
    if failing > MOST_FAILING:
        raise EstimationError("too-few-redraws", n=int((1 - failing) * draws), needed=draws)
    observed = [(c.primary.estimate or 0.0) / (c.primary.std_error or np.nan) for c in planned]
    return step_down(observed, np.nan_to_num(redrawn, nan=UNDEFINED)).p_adjusted


def _locate(position: IntArray, rows: IntArray) -> IntArray:
    """Return for each drawn person the row of a sample, -1 where its outcome is not known."""
    where = np.full(int(max(position.max(), rows.max())) + 1, -1, dtype=np.intp)
    where[position] = np.arange(len(position))
    return where[rows]


def _centre(planned: Planned, rows: IntArray, labels: IntArray) -> float:
    """Return the studentised distance of a resample's estimate from the estimate; not a number without one."""
    known = rows >= 0
    sample = _take(planned.sample, rows[known], labels[known])
    if min(sample.n_treated, sample.n_comparison) < 2:
        return np.nan
    row = estimate_contrast(
        sample, planned.place, estimator=planned.primary.estimator, role="primary",
        estimand=planned.primary.estimand, conf_level=planned.beside.conf_level,
    )  # fmt: skip
    if row.estimate is None or not row.std_error or planned.primary.estimate is None:
        return np.nan
    return (row.estimate - planned.primary.estimate) / row.std_error


def _take(sample: Sample, rows: IntArray, labels: IntArray) -> Sample:
    """Return the sample of drawn people; a cluster drawn twice counts as two."""
    assignment = sample.assignment
    strata = None if assignment.strata is None else _recode(assignment.strata[rows])
    clusters = None if assignment.clusters is None else _recode(labels)
    return replace(
        sample, outcome=sample.outcome[rows], treated=sample.treated[rows],
        covariates=sample.covariates[rows], person_ids=sample.person_ids[rows], uncut=sample.uncut[rows],
        exposure=None if sample.exposure is None else sample.exposure[rows], received=None,
        assignment=Assignment(strata, None, clusters),
    )  # fmt: skip


def _recode(labels: IntArray) -> IntArray:
    return np.unique(labels, return_inverse=True)[1].ravel()
