"""Effects and net costs as an economic evaluation adds them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import normal_quantile
from idmaj.effects.cost_inputs import Amount, find_consequences, find_items
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study
from idmaj.study.costs import Costs, View

FEWEST = 30
"""People of the smaller arm below which no effect is set against a cost (METHODS.md, bands of n_min)."""
DIFFERENCES = frozenset({"risk_difference", "mean_difference"})


@dataclass(frozen=True, eq=False)
class ValuedEffect:
    """The primary row of an outcome, towards the better, with a normal error.

    Attributes
    ----------
    row : EffectEstimate
    mean, error : float
        In the outcome's unit; a share counts from 0 to 1.
    """

    row: EffectEstimate
    mean: float
    error: float

    @property
    def columns(self) -> dict[str, Any]:
        """Columns that count the people behind it."""
        row = self.row
        return {
            "n": row.n, "n_treated": row.n_treated, "n_comparison": row.n_comparison, "n_min": row.n_min,
            "n_clusters": row.n_clusters, "estimand": row.estimand, "role": "diagnostic",
        }  # fmt: skip

    def check_people(self) -> None:
        """Refuse an effect that too few people stand behind.

        Raises
        ------
        EstimationError
            ``too-few-people`` under 30 people in the smaller arm.
        """
        fewest = self.row.n_min or 0.0
        if fewest < FEWEST:
            raise EstimationError("too-few-people", n=int(fewest), needed=FEWEST)

    def check_sign(self) -> None:
        """Refuse an effect whose own interval, by whatever method, includes no difference.

        Raises
        ------
        EstimationError
            ``effect-may-be-none``.
        """
        low, high = self.row.conf_low, self.row.conf_high
        if low is not None and high is not None and low <= 0 <= high:
            raise EstimationError("effect-may-be-none")


@dataclass(frozen=True, eq=False)
class NetCost:
    """What a supported person costs, less what consequences save; everything varies by itself.

    Attributes
    ----------
    items : list of Amount
    savings : list of (ValuedEffect, Amount)
        An effect and what a unit of it is worth.
    """

    items: list[Amount]
    savings: list[tuple[ValuedEffect, Amount]]

    @property
    def mean(self) -> float:
        """Mean, in money."""
        return sum(a.present for a in self.items) - sum(e.mean * a.present for e, a in self.savings)

    @property
    def error(self) -> float:
        """Standard deviation; that of a product of independent factors is exact."""
        variance = sum(amount.present_error**2 for amount in self.items)
        for effect in {id(e): e for e, _ in self.savings}.values():
            amounts = [amount for other, amount in self.savings if other is effect]
            spread = sum(amount.present_error**2 for amount in amounts)
            value = sum(amount.present for amount in amounts)
            variance += (effect.mean**2 + effect.error**2) * spread + (value * effect.error) ** 2
        return float(np.sqrt(variance))

    def draw(self, draws: int, rng: np.random.Generator) -> FloatArray:
        """Draw net costs, shape (draws,); one draw of an effect serves all its consequences."""
        cost = np.zeros(draws)
        for amount in self.items:
            cost += amount.draw(draws, rng)
        effects: dict[int, FloatArray] = {}
        for effect, amount in self.savings:
            if id(effect) not in effects:
                effects[id(effect)] = rng.normal(effect.mean, effect.error, draws)
            cost -= effects[id(effect)] * amount.draw(draws, rng)
        return cost


def find_effects(rows: Iterable[EffectEstimate], study: Study) -> dict[str, ValuedEffect]:
    """Find the effect on each outcome: its primary row of all people, on the scale of a difference.

    Parameters
    ----------
    rows
        Estimates.
    study
        Tells which direction is better.
    """
    found = {}
    for row in rows:
        if row.role != "primary" or row.subgroup != "all" or row.scale not in DIFFERENCES:
            continue
        error = row.std_error
        if error is None and row.conf_low is not None and row.conf_high is not None:
            error = (row.conf_high - row.conf_low) / (2 * normal_quantile(row.conf_level or 0.95))
        if row.estimate is not None and error:
            sign = -1 if study.outcome[row.outcome].better == "lower" else 1
            found[row.outcome] = ValuedEffect(row, sign * row.estimate, error)
    return found


def build_net_cost(
    costs: Costs, view: View, effects: dict[str, ValuedEffect], *, rate: float, leave_out: str = ""
) -> NetCost:
    """Net out what outcomes save; of the one left out, a unit is valued elsewhere.

    Parameters
    ----------
    costs
        Section `[costs]`.
    view
        `funder` or `social`.
    effects
        By outcome; a consequence whose effect is not there saves nothing.
    rate
        Discount a year.
    leave_out
        An outcome.
    """
    savings = [
        (effects[name], amount)
        for name, amount in find_consequences(costs, view, rate=rate)
        if name != leave_out and name in effects
    ]
    return NetCost(find_items(costs, view, rate=rate), savings)
