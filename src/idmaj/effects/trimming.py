"""The mean of what is left when a share of people is cut off at one end."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from idmaj.effects.conditions import FloatArray

TrimmingRule = Literal["fraction", "count", "quantile"]
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class TrimmedMean:
    """A mean after trimming.

    Attributes
    ----------
    mean : float
    slope : float
        Change of the mean per unit of the share kept.
    influence : ndarray, shape (m,)
        Each person's influence on the mean with the share kept held.
    """

    mean: float
    slope: float
    influence: FloatArray


def bound_mean(values: FloatArray, kept: float, *, from_top: bool, rule: TrimmingRule) -> TrimmedMean:
    """Return the mean of the smallest or the largest values.

    Parameters
    ----------
    values : ndarray, shape (m,)
        m ≥ 2.
    kept : float
        Share kept, above 0 and at most 1.
    from_top : bool
        True where the largest values are cut off.
    rule : {"fraction", "count", "quantile"}
        See `idmaj.effects.bounds.estimate_lee_bounds`.

    References
    ----------
    Lee (2009), Review of Economic Studies 76, proposition 3.
    """
    sign = 1.0 if from_top else -1.0
    signed = sign * values
    ordered = np.sort(signed)
    edge = ordered[min(len(ordered) - 1, max(0, int(np.ceil(kept * len(ordered) - ROUNDING)) - 1))]
    mean = (
        float(ordered[ordered <= edge].mean())
        if rule == "quantile"
        else _average_smallest(ordered, kept, rule)
    )
    cut = np.minimum(signed, edge)
    return TrimmedMean(
        mean=sign * mean,
        slope=sign * (edge - mean) / kept,
        influence=sign * (cut - cut.mean()) / (kept * len(values)),
    )


def _average_smallest(ordered: FloatArray, kept: float, rule: TrimmingRule) -> float:
    m = len(ordered)
    mass = kept * m
    if rule == "count":
        mass = m - np.floor(m - mass + ROUNDING)
    whole = min(m, int(np.floor(mass + ROUNDING)))
    part = max(0.0, mass - whole) if whole < m else 0.0
    total = ordered[:whole].sum() + (part * ordered[whole] if part > 0 else 0.0)
    return float(total / (whole + part))
