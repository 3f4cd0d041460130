"""Cost-effectiveness: the ratio of costs to effects, net benefit, acceptability, by formula and by Monte Carlo.

Everywhere an effect counts towards the better, and a cost is what is spent more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.effects.contrast import normal_quantile
from idmaj.errors import EstimationError

Quadrant = Literal["better_dearer", "better_cheaper", "worse_dearer", "worse_cheaper"]


@dataclass(frozen=True, slots=True)
class EffectAtCost:
    """An effect and what it costs, each with a normal error.

    Attributes
    ----------
    effect, effect_error : float
        Effect towards the better with its standard error, in its unit.
    cost, cost_error : float
        Cost with its standard error, in money.
    correlation : float
        Of the errors of both.

    Raises
    ------
    EstimationError
        ``not-finite``; ``impossible-share`` for a correlation outside -1 to 1.
    """

    effect: float
    effect_error: float
    cost: float
    cost_error: float
    correlation: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        check_values([self.effect, self.effect_error, self.cost, self.cost_error, self.correlation], "inputs")
        if not -1 <= self.correlation <= 1:
            raise EstimationError("impossible-share", value=self.correlation)

    @property
    def covariance(self) -> float:
        """Covariance of the errors."""
        return self.correlation * self.effect_error * self.cost_error


@dataclass(frozen=True)
class NetBenefit:
    """What an effect is worth less what it costs.

    Attributes
    ----------
    estimate, std_error : float
        In money.
    probability : float
        Chance that it is above 0.
    conf_low, conf_high, conf_level : float
    """

    estimate: float
    std_error: float
    probability: float
    conf_low: float
    conf_high: float
    conf_level: float


@dataclass(frozen=True)
class CostRatio:
    """An incremental cost-effectiveness ratio with Fieller's interval.

    Attributes
    ----------
    estimate : float
        Money per unit of the effect.
    quadrant : str
        Where the point lies on the plane.
    conf_low, conf_high, conf_level : float
        Limits of the interval.
    """

    estimate: float
    quadrant: Quadrant
    conf_low: float
    conf_high: float
    conf_level: float


@dataclass(frozen=True, eq=False)
class Plane:
    """Draws on the cost-effectiveness plane.

    Attributes
    ----------
    effect, cost : ndarray, shape (draws,)
        Effect towards the better, and cost.
    """

    effect: FloatArray
    cost: FloatArray

    @property
    def correlation(self) -> float:
        """Correlation of effect and cost; 0 where one of them does not vary."""
        if min(np.ptp(self.effect), np.ptp(self.cost)) == 0:
            return 0.0
        return float(np.corrcoef(self.effect, self.cost)[0, 1])

    def benefit_at(self, worth: float) -> FloatArray:
        """Return the net benefit of each draw where a unit of the effect is worth so much."""
        return worth * self.effect - self.cost

    def acceptability(self, worths: ArrayLike) -> FloatArray:
        """Return the share of draws with a net benefit above 0, for each worth of a unit.

        Parameters
        ----------
        worths : array_like, shape (k,)
            Money per unit.

        Returns
        -------
        ndarray, shape (k,)
            A draw at 0 counts half.
        """
        found = [self.benefit_at(worth) for worth in check_values(worths, "worths")]
        return np.array([(b > 0).mean() + (b == 0).mean() / 2 for b in found])


def estimate_net_benefit(both: EffectAtCost, *, worth: float, conf_level: float = 0.95) -> NetBenefit:
    """Estimate the net benefit λ·ΔE - ΔC of normal effects and costs.

    Parameters
    ----------
    both : EffectAtCost
    worth : float
        λ, money per unit of the effect.
    conf_level : float

    Raises
    ------
    EstimationError
        ``not-finite``.

    References
    ----------
    Stinnett & Mullahy (1998), Medical Decision Making 18, S68-S80.
    """
    check_values([worth], "worth")
    estimate = worth * both.effect - both.cost
    variance = (worth * both.effect_error) ** 2 + both.cost_error**2 - 2 * worth * both.covariance
    error = float(np.sqrt(max(variance, 0.0)))
    probability = float(special.ndtr(estimate / error)) if error > 0 else (np.sign(estimate) + 1) / 2
    half = normal_quantile(conf_level) * error
    return NetBenefit(
        float(estimate), error, float(probability), float(estimate - half), float(estimate + half), conf_level
    )


def estimate_cost_ratio(both: EffectAtCost, *, conf_level: float = 0.95) -> CostRatio:
    """Estimate the ratio ΔC/ΔE of a cost to an effect that is surely not 0, with Fieller's interval.

    Parameters
    ----------
    both : EffectAtCost
    conf_level : float

    Raises
    ------
    EstimationError
        ``effect-may-be-none`` where the effect's own interval holds 0: the ratio is then not bounded, and its
        sign does not tell good from bad. ``dominated`` (worse and dearer) and ``dominates`` (better and no
        dearer): a negative ratio says neither how good nor how bad.

    References
    ----------
    Fieller (1954), Journal of the Royal Statistical Society B 16; Briggs, O'Brien & Blackhouse (2002), Annual
    Review of Public Health 23, 377-401.
    """
    z = normal_quantile(conf_level)
    effect, cost = both.effect, both.cost
    if abs(effect) <= z * both.effect_error:
        raise EstimationError("effect-may-be-none")
    quadrant = find_quadrant(effect, cost)
    if quadrant in {"worse_dearer", "better_cheaper"}:
        raise EstimationError("dominated" if quadrant == "worse_dearer" else "dominates")
    a = effect**2 - (z * both.effect_error) ** 2
    b = effect * cost - z**2 * both.covariance
    c = cost**2 - (z * both.cost_error) ** 2
    root = float(np.sqrt(max(b * b - a * c, 0.0)))
    return CostRatio(float(cost / effect), quadrant, (b - root) / a, (b + root) / a, conf_level)


def find_quadrant(effect: float, cost: float) -> Quadrant:
    """Name the quadrant of the plane; no cost counts as cheaper."""
    if effect > 0:
        return "better_dearer" if cost > 0 else "better_cheaper"
    return "worse_dearer" if cost >= 0 else "worse_cheaper"
