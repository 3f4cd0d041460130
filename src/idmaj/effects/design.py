"""Which estimators a design and an outcome call for; nothing is chosen by looking at results."""

from __future__ import annotations

from dataclasses import dataclass

from idmaj.effects.sample import Sample
from idmaj.study import Outcome

FEWEST_EVENTS = 10
"""Events or non-events an arm, and events a parameter, below which a model is not fitted."""


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
        `randomised`, `comparison` or `panel`.
    outcome
        Its kind, and the primary estimator if the study file names one.
    sample
        Counts of events and covariates; no contrast of outcomes is read.

    Returns
    -------
    Plan
    """
    plan = _plan_randomised(sample) if design == "randomised" else _plan_comparison(sample)
    return _put_first(plan, outcome.estimator) if outcome.estimator else plan


def _plan_randomised(sample: Sample) -> Plan:
    adjusts = sample.covariates.shape[1] > 0
    if not sample.is_binary:
        others = ("ancova", "lin") if adjusts else ()
        return Plan("difference_in_means", others, (), "plan-randomised-mean")
    if sample.fewest_events < FEWEST_EVENTS:
        return Plan("newcombe", (), (), "plan-few-events")
    if not adjusts:
        return Plan("newcombe", (), (), "plan-no-covariates")
    if sample.events_per_parameter < FEWEST_EVENTS:
        return Plan("newcombe", (), (), "plan-few-events-per-parameter")
    return Plan("logit_gcomputation", ("newcombe",), (), "plan-randomised-binary")


def _plan_comparison(sample: Sample) -> Plan:
    raw = "newcombe" if sample.is_binary else "difference_in_means"
    return Plan("aipw", ("ipw", "entropy_balancing"), (raw,), "plan-comparison")


def _put_first(plan: Plan, estimator: str) -> Plan:
    others = tuple(name for name in (plan.primary, *plan.robustness) if name != estimator)
    naive = tuple(name for name in plan.naive if name != estimator)
    return Plan(estimator, others, naive, "plan-study-file")
