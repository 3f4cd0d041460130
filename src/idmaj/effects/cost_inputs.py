"""Inputs of an economic evaluation: amounts with a distribution, discounted to the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from idmaj.effects.conditions import FloatArray
from idmaj.errors import EstimationError
from idmaj.study.costs import Consequence, CostItem, Costs, View

Kind = Literal["fixed", "normal", "gamma", "uniform", "triangular"]
MIDPOINT_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Amount:
    """An amount of money and how sure it is.

    Attributes
    ----------
    mean : float
    kind : {"fixed", "normal", "gamma", "uniform", "triangular"}
    std_error : float, optional
        Of a normal or gamma distribution.
    low, high : float, optional
        Ends of a uniform or triangular distribution.
    factor : float
        By which draws are multiplied: the discount.
    """

    mean: float
    kind: Kind = "fixed"
    std_error: float | None = None
    low: float | None = None
    high: float | None = None
    factor: float = 1.0

    @property
    def present(self) -> float:
        """Mean, discounted."""
        return self.mean * self.factor

    @property
    def present_error(self) -> float:
        """Standard deviation, discounted; 0 where the amount is fixed."""
        return self._deviation() * self.factor

    def _deviation(self) -> float:
        low, high = self._range()
        match self.kind:
            case "fixed":
                return 0.0
            case "normal" | "gamma":
                return float(self.std_error or 0.0)
            case "uniform":
                return (high - low) / float(np.sqrt(12))
            case "triangular":
                a, b, c = low, high, self._mode()
                return float(np.sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18))

    def draw(self, draws: int, rng: np.random.Generator) -> FloatArray:
        """Draw the discounted amount.

        Parameters
        ----------
        draws : int
        rng : numpy.random.Generator

        Returns
        -------
        ndarray, shape (draws,)

        Raises
        ------
        EstimationError
            ``mean-outside-distribution`` where no such distribution has this mean: a gamma of a mean that is not
            above 0, a uniform whose middle is elsewhere, a triangular without a peak between its ends.
        """
        low, high = self._range()
        match self.kind:
            case "fixed":
                return np.full(draws, self.present)
            case "normal":
                return rng.normal(self.mean, float(self.std_error or 0.0), draws) * self.factor
            case "gamma":
                if self.mean <= 0 or not self.std_error:
                    raise EstimationError("mean-outside-distribution", value=self.mean)
                shape = (self.mean / self.std_error) ** 2
                return rng.gamma(shape, self.mean / shape, draws) * self.factor
            case "uniform":
                self._check_middle()
                return rng.uniform(low, high, draws) * self.factor
            case "triangular":
                return rng.triangular(low, self._mode(), high, draws) * self.factor

    def _range(self) -> tuple[float, float]:
        """Return the ends; 0 and 0 where the kind has none."""
        return float(self.low or 0.0), float(self.high or 0.0)

    def _mode(self) -> float:
        low, high = self._range()
        mode = 3 * self.mean - low - high
        if not low <= mode <= high:
            raise EstimationError("mean-outside-distribution", value=self.mean)
        return mode

    def _check_middle(self) -> None:
        low, high = self._range()
        if abs((low + high) / 2 - self.mean) > MIDPOINT_TOLERANCE * (high - low):
            raise EstimationError("mean-outside-distribution", value=self.mean)


def find_items(costs: Costs, view: View, *, rate: float) -> list[Amount]:
    """Return what a supported person costs in one view, discounted.

    Parameters
    ----------
    costs
        Section `[costs]` of a study file.
    view
        `funder` or `social`.
    rate
        Discount a year: an amount of year t counts for 1 / (1 + rate)^t.
    """
    return [_read(item, rate) for item in costs.item if view in item.views]


def find_consequences(costs: Costs, view: View, *, rate: float) -> list[tuple[str, Amount]]:
    """Return outcomes with what a unit of each is worth in one view, discounted."""
    return [(x.outcome, _read(x, rate)) for x in costs.consequence if view in x.views]


def find_cost_of_person(costs: Costs, view: View, *, rate: float) -> float:
    """Return what a supported person costs in one view, discounted."""
    return float(sum(item.present for item in find_items(costs, view, rate=rate)))


def _read(part: CostItem | Consequence, rate: float) -> Amount:
    given = part.uncertainty
    return Amount(
        mean=part.value, kind=given.kind, std_error=given.std_error, low=given.low, high=given.high,
        factor=(1 + rate) ** -part.year,
    )  # fmt: skip


def name_price(view: View, rate: float) -> str:
    """Name the term of a row that has one view and one discount."""
    return f"{view}|{rate:g}"
