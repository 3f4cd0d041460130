"""Which estimators a design and an outcome call for; nothing is chosen by looking at results."""

from __future__ import annotations

from dataclasses import dataclass, replace

from idmaj.effects.calibration import is_certified
from idmaj.effects.sample import Sample
from idmaj.study import Outcome

FEWEST_EVENTS = 10
"""Events or non-events an arm, and events a parameter, below which a model is not fitted."""
MATCHED_UP_TO = 200_000
"""People above which matching is left out of a plan: other estimators say the same and scale."""


@dataclass(frozen=True)
class Plan:
    """Estimators of one outcome at one horizon.

    Attributes
    ----------
    primary
        The estimator whose row is headlined.
    robustness
        Estimators of the same contrast that the primary one is held against.
    naive
        Estimators that do not compare like with like; shown greyed, never headlined.
    reason
        Id of the message that says why.
    """

    primary: str
    robustness: tuple[str, ...]
    naive: tuple[str, ...]
    reason: str


def choose_plan(design: str, outcome: Outcome, sample: Sample) -> Plan:
    """Choose the estimators.

    Parameters
    ----------
    design
        `randomised` or `comparison` (a panel has a plan of its own, see `idmaj.effects.panel_plan`).
    outcome
        Its kind, and the primary estimator if the study file names one.
    sample
        Counts of people, events, covariates and clusters; no contrast of outcomes is read.

    Returns
    -------
    Plan
        An estimator whose intervals cover too little at this number of people (table of
        `idmaj.effects.calibration`) gives its place to the first of the others that does not.
    """
    plan = _plan_randomised(sample) if design == "randomised" else _plan_comparison(sample)
    if outcome.estimator:
        return put_first(plan, outcome.estimator, reason="plan-study-file")
    if _is_certified(plan.primary, sample):
        return plan
    certified = [name for name in plan.robustness if _is_certified(name, sample)]
    return put_first(plan, certified[0], reason="plan-calibrated") if certified else plan


def _is_certified(estimator: str, sample: Sample) -> bool:
    return is_certified(
        estimator, n=len(sample.outcome), is_binary=sample.is_binary, structure=_structure_of(sample)
    )


def _structure_of(sample: Sample) -> str:
    """Name how people are bound together, in the words of the coverage table."""
    assignment = sample.assignment
    if assignment.is_paired and assignment.units is None:
        return "paired"
    if assignment.clusters is not None:
        return "clustered"
    if sample.survey is not None:
        return "weighted"
    return "stratified" if assignment.strata is not None else ""


def put_first(plan: Plan, estimator: str, *, reason: str) -> Plan:
    """Return the plan with another primary estimator; the present one becomes a robustness check."""
    others = tuple(name for name in (plan.primary, *plan.robustness) if name != estimator)
    naive = tuple(name for name in plan.naive if name != estimator)
    return Plan(estimator, others, naive, reason)


def _plan_randomised(sample: Sample) -> Plan:
    adjusts = sample.covariates.shape[1] > 0
    linear = Plan("difference_in_means", ("ancova", "lin") if adjusts else (), (), _reason_of_linear(sample))
    if not sample.is_binary:
        return linear
    if sample.assignment.clusters is not None or sample.weights is not None:
        return linear  # errors of clusters and weights: a regression carries them, a logit's delta method not
    parameters = sample.adjustment.shape[1]
    if sample.fewest_events < FEWEST_EVENTS:
        firth = ("firth_logit",) if parameters else ()
        return Plan("newcombe", firth, (), "plan-few-events")
    if not parameters:
        return Plan("newcombe", (), (), "plan-no-covariates")
    if sample.events_per_parameter < FEWEST_EVENTS:
        if sample.assignment.strata is not None:
            return linear
        return Plan("newcombe", ("firth_logit",), (), "plan-few-events-per-parameter")
    return Plan("logit_gcomputation", ("newcombe",), (), "plan-randomised-binary")


def _reason_of_linear(sample: Sample) -> str:
    assignment = sample.assignment
    if assignment.is_paired:
        return "plan-paired"
    if assignment.clusters is not None:
        return "plan-clustered"
    if sample.weights is not None:
        return "plan-weighted"
    return "plan-stratified" if assignment.strata is not None else "plan-randomised-mean"


def has_events_for_logit(sample: Sample) -> bool:
    """Whether a logit of a binary outcome has events and non-events enough, an arm and a parameter."""
    return sample.fewest_events >= FEWEST_EVENTS and sample.events_per_parameter >= FEWEST_EVENTS


def _plan_comparison(sample: Sample) -> Plan:
    raw = "newcombe" if sample.is_binary and sample.weights is None else "difference_in_means"
    plan = Plan("aipw", ("ipw", "entropy_balancing", "matching"), (raw,), "plan-comparison")
    if sample.weights is not None or len(sample.outcome) > MATCHED_UP_TO:
        return replace(plan, robustness=("ipw", "entropy_balancing"))
    return plan
