"""The question of the people lost: who they were, what weighting for them changes, what bounds leave open."""

from __future__ import annotations

from typing import Any

import numpy as np

from idmaj.effects.comparison import Planned
from idmaj.effects.conditions import RANK_TOLERANCE, FloatArray
from idmaj.effects.contrasts import SMALL_SAMPLE_BELOW
from idmaj.effects.lost.bounds import bound_tightly, bound_worst
from idmaj.effects.lost.lee import count_arms
from idmaj.effects.lost.people import Followed, find_due, read_followed
from idmaj.effects.lost.response import LossTest, check_loss, compare_lost
from idmaj.effects.lost.response_weights import ReweightedEffect, estimate_reweighted
from idmaj.effects.rows import CONTRAST, contrast_numbers
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

LOST_MINUS_FOUND = "population-lost-minus-found"
OF_ARM = {"support": "population-lost-supported", "comparison": "population-lost-compared"}
BETWEEN_ARMS = "population-lost-between-arms"
JOINT = "joint test of loss"
LOST_A_PARAMETER = 5
"""People lost, and found, of an arm for each parameter of its logit; with fewer, one logit serves both arms
(Vittinghoff & McCulloch 2007, American Journal of Epidemiology 165)."""


def follow_lost(planned: Planned) -> list[EffectEstimate]:
    """Make the rows about people lost; none where nobody is.

    Parameters
    ----------
    planned
        At its primary horizon.

    Returns
    -------
    list of EffectEstimate
        `response_weights` (role `robustness`): the effect with people found weighted to stand for everybody, and
        the smaller arm's effective size (`diagnostic`, scale `effective_size`), where covariates are declared.
        By lot: `lee_bounds` tightened by strata and codes, and `manski_bounds` (`robustness`); Lee's own row is
        the gate's. `attrition` (`diagnostic`): lost minus found in each covariate (scale
        `standardised_difference`, term the covariate), among everybody, within either arm and between the
        arms; tests of all together (scale `chi_square`, term ``joint test of loss``).
    """
    due = find_due(planned.outcomes)
    if due["value"].notna().all():
        return []
    place, study = planned.place, planned.study
    rows = _describe_lost(planned)
    if study.study.design == "randomised":
        rows += bound_tightly(due, place, study, persons=planned.persons)
        rows.append(bound_worst(due, place, study, persons=planned.persons))
    return rows


def _describe_lost(planned: Planned) -> list[EffectEstimate]:
    """Weigh and compare people by what was known of them before; nothing where nothing was."""
    fields: dict[str, Any] = {
        "estimator": "response_weights", "scale": planned.sample.scale, "term": CONTRAST,
        "role": "robustness", "estimand": planned.beside.estimand,
    }  # fmt: skip
    try:
        followed = read_followed(planned)
    except EstimationError as error:
        return [planned.place.refuse(error, **fields)]
    if not followed.names:
        return []
    counts = count_arms(followed.found, followed.treated)
    fields |= {
        "n": int(followed.found.sum()), "n_treated": planned.sample.n_treated, "n_min": counts["n_min"],
        "n_comparison": planned.sample.n_comparison, "n_clusters": followed.assignment.n_clusters,
    }  # fmt: skip
    return [*_weigh(planned, followed, fields), *_compare(planned, followed, counts)]


def _weigh(planned: Planned, followed: Followed, fields: dict[str, Any]) -> list[EffectEstimate]:
    def make() -> list[EffectEstimate]:
        by_arm = _is_lost_enough(followed)
        effect = _estimate(planned, followed, by_arm=by_arm)
        least = min(effect.effective_sizes)
        row = planned.place.row(
            **{
                **fields,
                **contrast_numbers(effect.contrast),
                "n_min": least,
                "note": "note-response-weighted" if by_arm else "note-response-weighted|note-response-pooled",
            }
        )
        size = {
            **fields, "scale": "effective_size", "role": "diagnostic", "estimate": least, "n_min": least,
            "note": "note-response-size", "unit": "",
        }  # fmt: skip
        return [row, planned.place.row(**size)]

    return planned.place.attempt_all(make, **fields)


def _is_lost_enough(followed: Followed) -> bool:
    """Tell whether enough people were lost, and found, for a logit in each arm that lost somebody."""
    parameters = _predictors(followed).shape[1] + 1
    counts = [
        min(int((followed.found & arm).sum()), int((~followed.found & arm).sum()))
        for arm in (followed.treated, ~followed.treated)
    ]
    return all(count >= LOST_A_PARAMETER * parameters for count in counts if count)


def _estimate(planned: Planned, followed: Followed, *, by_arm: bool) -> ReweightedEffect:
    assignment, is_paired = followed.assignment, followed.assignment.is_paired
    strata = None if is_paired else assignment.strata
    try:
        return estimate_reweighted(
            followed.outcome, followed.found, followed.treated, _predictors(followed), strata=strata,
            estimand="itt" if planned.study.study.design == "randomised" else "att", by_arm=by_arm,
            conf_level=planned.beside.conf_level, clusters=assignment.clusters, weights=followed.weights,
            small_sample=len(followed.found) < SMALL_SAMPLE_BELOW,
        )  # fmt: skip
    except EstimationError as error:
        raise planned.sample.name_column(error) from error


def _predictors(followed: Followed) -> FloatArray:
    """Covariates, and indicators of the strata unless each is a pair, without repetition."""
    strata = followed.assignment.strata
    if strata is None or followed.assignment.is_paired:
        return followed.covariates
    indicators = (strata[:, None] == np.arange(1, int(strata.max()) + 1)).astype(np.float64)
    return np.column_stack([followed.covariates, indicators])


def _compare(planned: Planned, followed: Followed, counts: dict[str, Any]) -> list[EffectEstimate]:
    place = planned.place
    # no counts by arm: disclosure must read n_min, the fewest people lost or found
    shared: dict[str, Any] = {
        "n": counts["n"], "n_min": counts["n_min"], "estimator": "attrition",
        "role": "diagnostic", "estimand": "descriptive", "unit": "",
        "scale": "standardised_difference",
    }  # fmt: skip

    def make() -> list[EffectEstimate]:
        lost = compare_lost(followed.found, followed.covariates, followed.treated)
        compared = {
            LOST_MINUS_FOUND: lost.everybody, OF_ARM["support"]: lost.treated,
            OF_ARM["comparison"]: lost.comparison, BETWEEN_ARMS: lost.between,
        }  # fmt: skip
        fewest = _count_fewest(followed)
        return [
            place.row(
                **{**shared, "n_min": fewest[population]}, term=name, population=population,
                estimate=float(value), note="note-lost-minus-found",
            )
            for population, values in compared.items()
            if values is not None
            for name, value in zip(followed.names, values, strict=True)
        ]  # fmt: skip

    rows = place.attempt_all(make, **shared, term="all covariates", population=LOST_MINUS_FOUND)
    return [*rows, *_test_together(planned, followed, shared)]


def _count_fewest(followed: Followed) -> dict[str, float]:
    """Count the fewest people, lost or found, of each comparison."""
    found, treated = followed.found, followed.treated
    by_arm = [float(min((found & arm).sum(), (~found & arm).sum())) for arm in (treated, ~treated)]
    return {
        LOST_MINUS_FOUND: float(min(found.sum(), (~found).sum())), OF_ARM["support"]: by_arm[0],
        OF_ARM["comparison"]: by_arm[1], BETWEEN_ARMS: min(by_arm),
    }  # fmt: skip


def _test_together(planned: Planned, followed: Followed, shared: dict[str, Any]) -> list[EffectEstimate]:
    """Test all covariates, and whether different people were lost in the two arms."""
    covariates = _keep_independent(followed.covariates)
    rows = []
    for by_arm in (False, True):
        fields = {
            **shared, "scale": "chi_square", "term": JOINT, "note": "note-loss-tested",
            "population": BETWEEN_ARMS if by_arm else LOST_MINUS_FOUND,
            "n_min": _count_fewest(followed)[BETWEEN_ARMS if by_arm else LOST_MINUS_FOUND],
        }  # fmt: skip

        def make(by_arm: bool = by_arm, fields: dict[str, Any] = fields) -> EffectEstimate:
            test: LossTest = check_loss(
                followed.found, covariates, followed.treated, by_arm=by_arm,
                clusters=followed.assignment.clusters,
            )  # fmt: skip
            return planned.place.row(
                **fields, statistic=test.statistic, df=float(test.df), p_value=test.p_value
            )

        rows.append(planned.place.attempt(make, **fields))
    return rows


def _keep_independent(x: FloatArray) -> FloatArray:
    """Leave out columns that do not vary or repeat those to their left: a joint test does not change."""
    spread = x.std(axis=0)
    x = x[:, spread > 1e-12 * np.abs(x).max(axis=0, initial=1.0)]
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    gram = scaled.T @ scaled / len(x)
    return x[:, np.abs(np.diag(np.linalg.qr(gram, mode="r"))) >= RANK_TOLERANCE] if gram.size else x
