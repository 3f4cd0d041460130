"""Solving for what gives a power: how many people, or how large an effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from scipy import optimize

from idmaj.errors import EstimationError

MOST_PEOPLE = 1e9
"""People beyond which no answer is given: the effect asked for is as good as none."""


@dataclass(frozen=True)
class PeopleNeeded:
    """People needed for a power, not rounded.

    Attributes
    ----------
    treated, comparison : float
        Of each arm.
    """

    treated: float
    comparison: float

    @property
    def total(self) -> float:
        """People of both arms."""
        return self.treated + self.comparison

    def times(self, factor: float) -> PeopleNeeded:
        """Return the numbers times a design effect."""
        return PeopleNeeded(self.treated * factor, self.comparison * factor)

    def rounded(self) -> tuple[int, int]:
        """Whole people of each arm, rounded up; a hair above a whole number counts as it."""
        return ceil(self.treated - 1e-6), ceil(self.comparison - 1e-6)


def check_power(power: float, conf_level: float) -> float:
    """Return the power if it lies between the chance of a false finding and 1.

    Raises
    ------
    EstimationError
        ``impossible-power``.
    """
    if not 1 - conf_level < power < 1:
        raise EstimationError("impossible-power", power=power)
    return power


def check_share_treated(share_treated: float) -> float:
    """Return the share of people who are supported if it lies between 0 and 1.

    Raises
    ------
    EstimationError
        ``impossible-share``.
    """
    if not 0 < share_treated < 1:
        raise EstimationError("impossible-share", value=share_treated)
    return share_treated


def find_people(
    power_at: Callable[[float, float], float], power: float, *, share_treated: float, fewest: float
) -> PeopleNeeded:
    """Find the people with whom a power is reached.

    Parameters
    ----------
    power_at : callable
        Power with so many people supported and compared with; it grows with both.
    power : float
    share_treated : float
        Share of people who are supported.
    fewest : float
        People in all below which the power is not defined.

    Raises
    ------
    EstimationError
        ``nothing-detectable`` where a thousand million people would not do.
    """

    def short(total: float) -> float:
        return power_at(total * share_treated, total * (1 - share_treated)) - power

    high = max(2 * fewest, 8.0)
    while short(high) < 0:
        high *= 4
        if high > MOST_PEOPLE:
            raise EstimationError("nothing-detectable")
    total = fewest if short(fewest) >= 0 else optimize.brentq(short, fewest, high, xtol=1e-9, rtol=1e-13)
    return PeopleNeeded(float(total * share_treated), float(total * (1 - share_treated)))


def find_effect(power_at: Callable[[float], float], power: float, *, largest: float) -> float:
    """Find the smallest effect that a power goes with.

    Parameters
    ----------
    power_at : callable
        Power against an effect; it grows from 0 to `largest`.
    power : float
    largest : float
        Largest effect there can be.

    Raises
    ------
    EstimationError
        ``nothing-detectable`` where not even the largest effect would be found with this power.
    """
    high = largest / 4096
    while high < largest and power_at(high) < power:
        high *= 2
    high = min(high, largest)
    if power_at(high) < power:
        raise EstimationError("nothing-detectable")
    return float(optimize.brentq(lambda effect: power_at(effect) - power, 0.0, high, xtol=1e-13, rtol=1e-13))
