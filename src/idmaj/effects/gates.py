"""Identification gates: what must hold before a difference may be read as the programme's.

Each gate is a row (role `gate`) with its limit and verdict; the claim ladder reads the verdicts.
In a randomised design balance is a diagnostic, never a refusal (METHODS.md section 2).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from idmaj.effects.assignment import FEWEST_CLUSTERS
from idmaj.effects.balance import estimate_balance, estimate_joint_balance
from idmaj.effects.balancing import estimate_balancing_weights
from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrasts import estimate_contrast
from idmaj.effects.lost.lee import BROKEN, bound_lost
from idmaj.effects.lost.people import find_due
from idmaj.effects.rows import CONTRAST, Place, smallest_effect
from idmaj.effects.sample import Sample
from idmaj.effects.weighting import ComparisonWeights, estimate_propensity
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study

SUSPICIOUS_ALLOCATION = 0.001
LARGE = 5_000
"""People from which the F distribution stands for the redraws of the joint balance test, its limit."""
REDRAWS = 9_999


def summarise_balance(
    sample: Sample, place: Place, *, weights: FloatArray | None = None
) -> list[EffectEstimate]:
    """Summarise standardised differences of the covariates, one row each.

    Parameters
    ----------
    sample
        People of both arms.
    place
        Where rows stand.
    weights
        Shape (n,); rows say `weighted` where given, else `unweighted`.
    """
    if not sample.names:
        return []
    population = "unweighted" if weights is None else "weighted"
    balance = estimate_balance(sample.covariates, sample.treated, weights=weights)
    return [
        place.row(
            estimator="balance", scale="standardised_difference", term=name, role="diagnostic",
            population=population, estimate=float(difference), n=len(sample.outcome),
            n_treated=sample.n_treated, n_comparison=sample.n_comparison,
            n_min=float(min(sample.n_treated, sample.n_comparison)), note="descriptive, no interval",
        )
        for name, difference in zip(sample.names, balance.standardised_difference, strict=True)
    ]  # fmt: skip


def check_allocation(sample: Sample, place: Place, *, redraws: int = REDRAWS) -> list[EffectEstimate]:
    """Test all covariates at once in a randomised design; p < 0.001 asks to check the allocation."""
    if not sample.names:
        return []
    is_large = len(sample.outcome) >= LARGE or not redraws
    fields: dict[str, Any] = {
        "estimator": "balance", "scale": "chi_square", "term": "joint test of allocation",
        "role": "diagnostic", "threshold": SUSPICIOUS_ALLOCATION, "n": len(sample.outcome),
        "n_min": float(min(sample.n_treated, sample.n_comparison)),
        "note": "F test" if is_large else "permutation test",
    }  # fmt: skip

    def make() -> EffectEstimate:
        test = estimate_joint_balance(sample.covariates, sample.treated, draws=1 if is_large else redraws)
        p = test.p_value if is_large else test.p_value_permutation
        return place.row(**fields, statistic=test.statistic, p_value=p, passed=p >= SUSPICIOUS_ALLOCATION)

    return [place.attempt(make, **fields)]


def check_comparison(
    sample: Sample, place: Place, study: Study, *, primary: EffectEstimate, others: list[EffectEstimate]
) -> list[EffectEstimate]:
    """Check the gates of a comparison that nobody drew by lot.

    Parameters
    ----------
    sample
        People of both arms.
    place
        Where rows stand.
    study
        Limits of the gates, placebo outcome, smallest effect.
    primary, others
        The primary row and the other adjusted rows of the plan.

    Returns
    -------
    list of EffectEstimate
        Balance before and after weighting (diagnostic) and the gates.
    """
    rows = summarise_balance(sample, place)
    try:
        propensity = estimate_propensity(sample.treated, sample.adjustment)
        weights = _weights_of(primary.estimator, sample, propensity.comparison)
    except EstimationError as error:
        fields = {"estimator": "balance", "scale": "standardised_difference", "role": "gate", "passed": False}
        return [*rows, place.refuse(error, **fields, term="largest after weighting")]
    after = summarise_balance(sample, place, weights=weights.weights)
    limits = study.gates
    largest = max((abs(row.estimate or 0.0) for row in after), default=0.0)
    gate = _GateMaker(place, sample, primary)
    return [
        *rows,
        *after,
        gate.row("balance", "standardised_difference", "largest after weighting", largest,
                 limits.standardised_difference, passed=largest < limits.standardised_difference),
        gate.row("overlap", "share", "supported inside the comparison's range", propensity.overlap_share,
                 limits.overlap, passed=propensity.overlap_share >= limits.overlap),
        gate.row("weights", "share", "largest weight", weights.largest_share, limits.weight_share,
                 passed=weights.largest_share < limits.weight_share),
        gate.row("weights", "effective_size", "effective comparison size", weights.effective_size,
                 limits.effective_size, passed=weights.effective_size >= limits.effective_size),
        check_agreement(place, gate.counts, primary, others),
    ]  # fmt: skip


class _GateMaker:
    """Makes gate rows of one sample."""

    def __init__(self, place: Place, sample: Sample, primary: EffectEstimate) -> None:
        self.place = place
        self.counts = {
            "n": len(sample.outcome), "n_treated": sample.n_treated, "n_comparison": sample.n_comparison,
            "n_min": primary.n_min,
        }  # fmt: skip

    def row(
        self, estimator: str, scale: str, term: str, estimate: float | None, threshold: float | None, *,
        passed: bool, note: str = "gate",
    ) -> EffectEstimate:  # fmt: skip
        """Make a gate row."""
        return self.place.row(
            estimator=estimator, scale=scale, term=term, role="gate", estimate=estimate,
            threshold=threshold, passed=passed, note=note, **self.counts,
        )  # fmt: skip


def _weights_of(estimator: str, sample: Sample, odds: ComparisonWeights) -> ComparisonWeights:
    if estimator == "entropy_balancing":
        return estimate_balancing_weights(sample.treated, sample.adjustment)
    return odds


def check_agreement(
    place: Place, counts: dict[str, Any], primary: EffectEstimate, others: list[EffectEstimate]
) -> EffectEstimate:
    """Check that every other adjusted estimator excludes 0 on the primary's side, or none does, nor it."""
    sides = [_excluded_side(row) for row in others]
    differing = [
        row.estimator for row, side in zip(others, sides, strict=True) if side != _excluded_side(primary)
    ]
    note = "differs: " + ", ".join(differing) if differing else "all agree"
    return place.row(
        estimator="agreement", scale="count", term=", ".join(row.estimator for row in others), role="gate",
        estimate=float(len(differing)), threshold=0.0, passed=not differing, note=note, **counts,
    )  # fmt: skip


def _excluded_side(row: EffectEstimate) -> int:
    """Return 1 or -1 where the interval lies above or below 0, else 0; 2 where there is none."""
    if row.conf_low is None or row.conf_high is None:
        return 2
    return 1 if row.conf_low > 0 else -1 if row.conf_high < 0 else 0


def check_placebo(
    sample: Sample, persons: pd.DataFrame, place: Place, study: Study, *, estimator: str
) -> EffectEstimate:
    """Apply the primary estimator to an outcome of before the programme, left out of the adjustment.

    Parameters
    ----------
    sample
        People of both arms.
    persons
        Canonical persons, for the placebo outcome.
    place
        Where the row stands.
    study
        Names the placebo column; the smallest effect is the limit.
    estimator
        The primary estimator.

    Returns
    -------
    EffectEstimate
        Failed, with the reason, where no placebo or no smallest effect was declared.
    """
    column = study.analysis.placebo
    scale = sample.scale
    limit = smallest_effect(study.outcome[str(place.fields["outcome"])], scale)
    fields: dict[str, Any] = {"estimator": "placebo", "scale": scale, "role": "gate", "threshold": limit}
    if column is None or limit is None:
        return place.row(
            **fields, term=column or "none declared", passed=False,
            note="no pre-programme outcome declared" if column is None else "no smallest effect declared",
        )  # fmt: skip
    values = persons.set_index("person_id").loc[sample.person_ids, column].to_numpy(dtype=float)
    known = np.isfinite(values)
    if not known.all():
        return place.row(**fields, term=column, passed=False, note="the placebo outcome has missing values")
    found = estimate_contrast(
        sample.without(column).with_outcome(values), place, estimator=estimator, role="gate",
        estimand="att", conf_level=study.analysis.conf_level,
    )  # fmt: skip
    inside = found.conf_low is not None and found.conf_high is not None
    passed = inside and -limit < (found.conf_low or 0.0) and (found.conf_high or 0.0) < limit
    return place.row(
        **fields, term=column, passed=passed, note=found.note or f"placebo by {estimator}",
        estimate=found.estimate, std_error=found.std_error, conf_low=found.conf_low,
        conf_high=found.conf_high, conf_level=found.conf_level, interval=found.interval, n=found.n,
        n_treated=found.n_treated, n_comparison=found.n_comparison, n_min=found.n_min,
    )  # fmt: skip


def check_attrition(
    outcomes: pd.DataFrame, place: Place, study: Study, *, persons: pd.DataFrame | None = None
) -> list[EffectEstimate]:
    """Check how many people were lost, and whether more of one arm than of the other.

    People whose follow-up has not had the time to end are not lost, and do not count here. In a randomised
    design both gates also pass where Lee's bounds, whoever was lost, exclude no difference.

    Parameters
    ----------
    outcomes
        Rows of one outcome at one horizon.
    place
        Where the rows stand.
    study
        Limits of the gates.
    persons
        Canonical persons, for the clusters and strata of the bounds.
    """
    due = find_due(outcomes)
    is_lost, treated = due["value"].isna(), due["arm"] == "support"
    if treated.all() or not treated.any():
        return []
    gap = float(is_lost[treated].mean() - is_lost[~treated].mean())
    counts = {"n": len(due), "n_treated": int(treated.sum()), "n_comparison": int((~treated).sum())}
    n_min = float(min(counts["n_treated"], counts["n_comparison"]))
    limits = study.gates
    passed = (bool(is_lost.mean() <= limits.attrition), abs(gap) <= limits.differential_attrition)
    bounds = [bound_lost(due, place, study, persons=persons)] if is_lost.any() and _is_by_lot(study) else []
    rescued = any(_excluded_side(row) in {-1, 1} and BROKEN not in row.note for row in bounds)
    note = "gate" if all(passed) or not rescued else "bounds for the people lost exclude no difference"
    shared: dict[str, Any] = {
        "estimator": "attrition",
        "role": "gate",
        "note": note,
        "n_min": n_min,
        **counts,
    }
    return [
        place.row(
            **shared, scale="share", term="lost", estimate=float(is_lost.mean()), threshold=limits.attrition,
            passed=passed[0] or rescued,
        ),
        place.row(
            **shared, scale="risk_difference", term=CONTRAST, estimate=gap,
            threshold=limits.differential_attrition, passed=passed[1] or rescued,
        ),
        *bounds,
    ]  # fmt: skip


def _is_by_lot(study: Study) -> bool:
    return study.study.design == "randomised"


def check_clusters(sample: Sample, place: Place) -> list[EffectEstimate]:
    """Fail where an arm has fewer clusters than any method can tell from chance (METHODS.md, section 2)."""
    per_arm = sample.assignment.clusters_per_arm(sample.treated)
    if per_arm is None:
        return []
    return [
        place.row(
            estimator="clusters", scale="count", term="fewest of an arm", role="gate",
            estimate=float(min(per_arm)), threshold=float(FEWEST_CLUSTERS),
            passed=min(per_arm) >= FEWEST_CLUSTERS, n=len(sample.outcome), n_treated=sample.n_treated,
            n_comparison=sample.n_comparison, n_min=sample.n_min, note="gate",
        )
    ]  # fmt: skip
