"""Fine and Gray's model of the subdistribution hazard: the partial likelihood of Cox with lingering people.

Those who had a competing event stay in later risk sets with weight G(t-)/G(T-), where G is the chance of not
yet being censored; with delayed entry G is multiplied by the chance H of having entered (Geskus 2011).
"""

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.censoring import CensoringCurve, Tie, build_censoring_curve, integrate_martingales
from idmaj.effects.conditions import FloatArray
from idmaj.effects.cox import CoxFit, Ties, build_cox_fit
from idmaj.effects.event_times import History, find_next, read_at, sum_at
from idmaj.effects.hazard_fit import HazardFit, check_observed, fit_hazards, sum_by_cluster
from idmaj.effects.partial_likelihood import expected_covariate, score_residuals
from idmaj.effects.risk_sets import Lingering, RiskSets, build_risk_sets
from idmaj.errors import EstimationError

Censoring = Literal["estimated", "known"]
SMALLEST_CHANCE = 1e-200


def estimate_fine_gray(  # noqa: PLR0913  how censoring is weighted has parts of its own
    time: ArrayLike,
    event: ArrayLike,
    competing: ArrayLike,
    covariates: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    ties: Ties = "breslow",
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    censored_tie: Tie = "with_events",
    censoring_weights: Censoring = "estimated",
) -> CoxFit:
    """Estimate log subdistribution hazard ratios.

    The defaults are those of R's ``cmprsk::crr``; ``censored_tie="after_events"`` and
    ``censoring_weights="known"`` are those of ``survival::finegray`` with ``coxph``, which breaks ties by Efron.

    Parameters
    ----------
    time : array_like, shape (n,)
        Time to the first event of any kind or to censoring.
    event, competing : array_like, shape (n,)
        1 where `time` ends in the main event, in a competing one; both 0 where censored.
    covariates : array_like, shape (n, k)
        k ≥ 1; any units.
    entry : array_like, shape (n,), optional
        Delayed entry: at risk on (entry, time]. One row a person.
    ties : {"breslow", "efron"}
    weights : array_like, shape (n,), optional
        Case or inverse-probability weights; they enter G and H too.
    strata : array_like, shape (n,), optional
        Each stratum has its own baseline and its own G.
    clusters : array_like, shape (n,), optional
        People who depend on one another, for `vcov_robust`.
    censored_tie : {"with_events", "after_events"}
        Whether people with an event are still at risk of being censored at that same time.
    censoring_weights : {"estimated", "known"}
        Whether `vcov_robust` counts that G was estimated (Fine and Gray's variance) or takes it as given. H is
        always taken as given.

    Returns
    -------
    CoxFit
        `baseline` is that of the subdistribution hazard.

    Raises
    ------
    EstimationError
        As `estimate_cox`; ``event-and-competing`` where both are 1; ``not-identified`` where H is 0 at a
        competing event.

    References
    ----------
    Fine & Gray (1999), JASA 94; Geskus (2011), Biometrics 67.
    """
    observed = check_observed(
        time,
        event,
        covariates,
        entry=entry,
        weights=weights,
        strata=strata,
        clusters=clusters,
        lingers=competing,
    )
    history = observed.history
    curve = build_censoring_curve(history, tie=censored_tie)
    sets = build_risk_sets(history, observed.covariates, efron=ties == "efron")
    fit = fit_hazards(replace(sets, lingering=find_lingering(sets, history, curve)), model="fine_gray")
    scores = np.zeros((len(sets.centre), len(history.time)))
    scores[:, sets.order] = score_residuals(fit.sums, fit.sets)
    if censoring_weights == "estimated":
        scores += _residuals_of_censoring(fit, history, curve)
    return build_cox_fit(fit, observed, sum_by_cluster(scores, observed.clusters))


def find_lingering(sets: RiskSets, history: History, curve: CensoringCurve) -> Lingering | None:
    """Find who stays in later risk sets, and with what weight.

    Raises
    ------
    EstimationError
        ``not-identified`` where the chance of being observed at a competing event is 0.
    """
    if history.lingers is None or not history.lingers.any():
        return None
    people = np.flatnonzero(history.lingers[sets.order])
    own = sets.order[people]
    strata = None if history.strata is None else history.strata[own]
    since = find_next(sets.times, history.time[own], strata)
    last_of_stratum = sets.times.ends[np.repeat(np.arange(len(sets.first)), sets.n_last)[people]]
    stays = since < last_of_stratum
    people, own, since = people[stays], own[stays], since[stays]
    chance = curve.before(history.time[own], None if strata is None else strata[stays])
    if not (chance > SMALLEST_CHANCE).all():
        raise EstimationError("not-identified")
    falling = curve.before(sets.times.time, None if history.strata is None else sets.times.stratum)
    return Lingering(people, since, 1 / chance, falling)


def _residuals_of_censoring(fit: HazardFit, history: History, curve: CensoringCurve) -> FloatArray:
    """Return what estimating G adds to each person's score: ∫ q(u)/π(u) dM(u) over the censoring times u."""
    sets, lingering, censored = fit.sets, fit.sets.lingering, curve.censored
    added = np.zeros((len(sets.centre), len(history.time)))
    if lingering is None or censored is None:
        return added
    strata = None if history.strata is None else censored.times.stratum
    after = find_next(sets.times, censored.times.time, strata, side="left")

    def sum_after(by_time: FloatArray) -> FloatArray:
        later = sets.times.sum_from(lingering.falling * by_time)
        return read_at(sets.times, later, after, strata, otherwise=0.0)

    own = sets.order[lingering.people]
    own_strata = None if history.strata is None else history.strata[own]
    position = find_next(censored.times, history.time[own], own_strata)
    m = len(censored.times.time)
    stays = read_at(censored.times, np.ones(m), position, own_strata, otherwise=0.0) > 0

    def sum_before(by_person: FloatArray) -> FloatArray:
        return censored.times.sum_to(sum_at(position[stays], by_person[stays], m))

    share = fit.sums.risk[lingering.people] * lingering.share
    ended = history.is_event | np.asarray(history.lingers)
    hazard, counted = sum_after(fit.sums.hazard), sum_before(share)
    for column, x in enumerate(sets.covariates):
        mean, _ = expected_covariate(fit.sums, column)
        q = sum_before(share * x[lingering.people]) * hazard - counted * sum_after(mean)
        added[column] = integrate_martingales(
            q / censored.at_risk, censored, history, tie=curve.tie, ended=ended
        )
    return added * history.weights
