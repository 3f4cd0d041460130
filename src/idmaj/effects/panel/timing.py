"""When each unit was first treated, and which units were never seen without treatment."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray, check_groups, check_values
from idmaj.errors import EstimationError


@dataclass(frozen=True, eq=False)
class TreatmentTiming:
    """Treatment dates of a panel in which treatment stays on once it is on.

    Attributes
    ----------
    units : ndarray, shape (n,)
        Codes without gaps.
    periods : ndarray, shape (n,)
        As given.
    first_treated : ndarray, shape (n,)
        First treated period of the row's unit; infinite where it was never treated.
    always_treated : ndarray, shape (n,)
        True for every row of a unit that was already treated in its first observed period.
    n_always_treated : int
        Units.
    """

    units: IntArray
    periods: FloatArray
    first_treated: FloatArray
    always_treated: BoolArray
    n_always_treated: int


def check_timing(units: ArrayLike, periods: ArrayLike, first_treated: ArrayLike) -> TreatmentTiming:
    """Check treatment dates, and find the units that were treated in every observed period.

    Such a unit has no period without treatment: its own effect takes up the level of its outcomes, and what
    is left would serve as a comparison for units treated later, although it is treated itself.

    Parameters
    ----------
    units : array_like, shape (n,)
    periods : array_like, shape (n,)
        Numbers: differences between them are event time.
    first_treated : array_like, shape (n,)
        First treated period of the row's unit, in the units of `periods`; missing, infinite or 0 for never.

    Raises
    ------
    EstimationError
        ``not-identified`` where two rows of a unit disagree on its date; input conditions.
    """
    times = check_values(periods, "periods")
    n = len(times)
    codes = check_groups(units, "units", n=n, needed=2)
    starts = np.array(first_treated, dtype=np.float64)
    if starts.shape != (n,):
        raise EstimationError("unequal-lengths", what="first_treated")
    starts[np.isnan(starts) | (starts == 0)] = np.inf
    if (starts == -np.inf).any():
        raise EstimationError("not-finite", what="first_treated")
    start_of_unit, first_seen = np.empty(int(codes.max()) + 1), np.full(int(codes.max()) + 1, np.inf)
    start_of_unit[codes] = starts
    if (start_of_unit[codes] != starts).any():
        raise EstimationError("not-identified", column="first_treated")
    np.minimum.at(first_seen, codes, times)
    always = start_of_unit <= first_seen
    return TreatmentTiming(codes, times, starts, always[codes], int(always.sum()))
