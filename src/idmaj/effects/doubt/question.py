"""The question of doubt: what moves a planned estimate, and what would overturn it."""

from __future__ import annotations

from dataclasses import replace

from idmaj.effects.comparison import Planned
from idmaj.effects.doubt.hidden_bias import (
    estimate_without,
    measure_e_values,
    measure_robustness,
    measure_stability,
)
from idmaj.effects.doubt.matched_rows import measure_matched
from idmaj.effects.doubt.specification_curve import draw_specifications
from idmaj.effects.gates import check_placebo
from idmaj.estimates import EffectEstimate


def doubt(planned: Planned) -> list[EffectEstimate]:
    """Put a planned comparison in doubt.

    Parameters
    ----------
    planned
        At its primary horizon.

    Returns
    -------
    list of EffectEstimate
        Role `diagnostic`: the specification curve; where no lot decided, what something unmeasured would have
        to be; where a lot did, the planned estimator on an outcome of before the programme, if one is declared.
    """
    if planned.study.study.design == "randomised":
        return [*draw_specifications(planned, {}), *_test_before(planned)]
    without = estimate_without(planned)
    return [
        *draw_specifications(planned, without), *measure_e_values(planned, without), *measure_robustness(planned),
        *measure_stability(planned), *measure_matched(planned),
    ]  # fmt: skip


def _test_before(planned: Planned) -> list[EffectEstimate]:
    """A placebo outcome under a lot: a diagnostic, since chance alone moves it past any limit."""
    if planned.study.analysis.placebo is None:
        return []
    row = check_placebo(
        planned.sample, planned.persons, planned.place, planned.study, estimator="difference_in_means"
    )
    return [replace(row, role="diagnostic", estimand=planned.primary.estimand)]
