"""The questions put to every planned comparison at its primary horizon, each of which answers in rows.

A question is a function of a `Planned` comparison; rows keep its place, and say why where there is no number.
"""

from __future__ import annotations

from collections.abc import Callable

from idmaj.effects.comparison import Planned
from idmaj.effects.doubt.question import doubt
from idmaj.effects.imputing.question import impute_lost
from idmaj.effects.lost.at_liberty import compare_at_liberty
from idmaj.effects.lost.question import follow_lost
from idmaj.effects.pooling.asking import compare_kinds
from idmaj.effects.settling.settle import settle
from idmaj.estimates import EffectEstimate

Question = Callable[[Planned], list[EffectEstimate]]

QUESTIONS: tuple[Question, ...] = (
    follow_lost,
    compare_at_liberty,
    impute_lost,
    compare_kinds,
    doubt,
    settle,
)
"""In the order of a report: who was lost, what moves the estimate, what would overturn it, what would settle it."""


def ask(planned: Planned) -> list[EffectEstimate]:
    """Put every question to a planned comparison.

    Parameters
    ----------
    planned
        At its primary horizon.

    Returns
    -------
    list of EffectEstimate
        Roles `robustness`, `diagnostic` and `secondary`.
    """
    return [row for question in QUESTIONS for row in question(planned)]
