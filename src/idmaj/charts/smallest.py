"""The smallest difference that matters: a band around 0, and the sentence under the chart that says so."""

from __future__ import annotations

from decimal import Decimal

from idmaj.charts.words import Measure
from idmaj.text import message


def find_smallest(measure: Measure) -> float | None:
    """Return the smallest effect of the outcome where it was declared on the scale that is drawn."""
    smallest = measure.study.outcome[measure.outcome].smallest_effect
    return smallest.value if smallest is not None and smallest.scale == measure.scale else None


def say_smallest(measure: Measure, smallest: float) -> str:
    """Say what the band means, with the number as it was declared."""
    size = write_smallest(measure, smallest)
    return message("chart-forest-band", measure.language, size=size, unit=measure.unit())


def write_smallest(measure: Measure, smallest: float) -> str:
    """Write the smallest difference that matters as it was declared, without its sign and unit."""
    value = measure.formatter(_own_digits(100 * smallest if measure.percents else smallest))
    return value(smallest, measure.language).replace("+", "")


def _own_digits(x: float) -> int:
    """Decimals that a number in a study file has, so that it is printed as it was declared."""
    exponent = Decimal(f"{x:.6f}").normalize().as_tuple().exponent  # machine number
    return max(0, -int(exponent))
