"""What a programme costs and what its results are worth, every number with its source."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from idmaj.study.base import Identifier, Label, Part

View = Literal["funder", "social"]
BOTH: tuple[View, ...] = ("funder", "social")


class Uncertainty(Part):
    """How sure a number is: the distribution that the Monte Carlo draws from; its mean is the number."""

    kind: Literal["fixed", "normal", "gamma", "uniform", "triangular"] = "fixed"
    std_error: float | None = Field(None, gt=0, description="normal, gamma")
    low: float | None = Field(None, description="uniform, triangular")
    high: float | None = Field(None, description="uniform, triangular")

    @model_validator(mode="after")
    def _has_its_keys(self) -> Uncertainty:
        needed = {
            "fixed": (), "normal": ("std_error",), "gamma": ("std_error",), "uniform": ("low", "high"),
            "triangular": ("low", "high"),
        }[self.kind]  # fmt: skip
        given = tuple(name for name in ("std_error", "low", "high") if getattr(self, name) is not None)
        if set(needed) != set(given):
            raise ValueError(f"{self.kind} takes {', '.join(needed) or 'no further key'}; given: {given}")
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}")
        return self


class CostItem(Part):
    """Section `[[costs.item]]`: what is spent on one supported person more than on another."""

    id: Identifier
    label: Label
    value: float = Field(ge=0, description="money per supported person, in prices of price_year")
    uncertainty: Uncertainty = Uncertainty()
    views: list[View] = Field(default_factory=lambda: list(BOTH), min_length=1)
    year: float = Field(0, ge=0, description="years after the start at which it is paid, for discounting")
    source: Label = Field(description="where the number comes from")


class Consequence(Part):
    """Section `[[costs.consequence]]`: what one unit of an outcome is worth in money.

    One person more in work, one return fewer, one unit of currency earned: the effect on the outcome, taken
    in the better direction, times `value` is money saved or gained.
    """

    id: Identifier
    label: Label
    outcome: Identifier
    value: float = Field(description="money per unit of the outcome, in prices of price_year")
    uncertainty: Uncertainty = Uncertainty()
    views: list[View] = Field(default_factory=lambda: list(BOTH), min_length=1)
    year: float = Field(0, ge=0, description="years after the start at which it is had, for discounting")
    source: Label = Field(description="where the number comes from")


class Costs(Part):
    """Section `[costs]`."""

    price_year: int = Field(ge=1900, le=2100)
    discount: list[Annotated[float, Field(ge=0, lt=1)]] = Field(
        default_factory=lambda: [0.0, 0.03, 0.05], min_length=1, description="the second is the main one"
    )
    worth: dict[Identifier, list[Annotated[float, Field(ge=0)]]] = Field(
        default_factory=dict,
        description="outcome -> what a unit of it might be worth to who decides (axis of the acceptability curve)",
    )
    draws: int = Field(10_000, ge=1_000, le=1_000_000)
    item: list[CostItem] = Field(min_length=1)
    consequence: list[Consequence] = Field(default_factory=list)

    @property
    def main_discount(self) -> float:
        """Discount rate of the headline: the second declared, or the only one."""
        return self.discount[min(1, len(self.discount) - 1)]
