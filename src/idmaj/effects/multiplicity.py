"""Several tests of one family: p-values adjusted so that the family, not each test, keeps its level."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from statsmodels.stats.multitest import multipletests

from idmaj.effects.conditions import FloatArray, check_values
from idmaj.errors import EstimationError

Adjustment = Literal["holm", "bh"]
_NAMES = {"holm": "holm", "bh": "fdr_bh"}


@dataclass(frozen=True, eq=False)
class AdjustedTests:
    """The tests of a family.

    Attributes
    ----------
    p_adjusted : ndarray, shape (m,)
        In the order given.
    method : {"holm", "bh"}
    """

    p_adjusted: FloatArray
    method: Adjustment


def adjust_p_values(p_values: ArrayLike, *, method: Adjustment = "holm") -> AdjustedTests:
    """Adjust the p-values of a family.

    Parameters
    ----------
    p_values : array_like, shape (m,)
        Between 0 and 1.
    method : {"holm", "bh"}
        ``holm`` bounds the chance of any false finding; ``bh`` the expected share of false ones.

    Raises
    ------
    EstimationError
        ``not-finite``, ``confidence-level`` for a number that is no probability; input conditions.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6; Benjamini & Hochberg (1995), JRSS B 57.
    """
    p = check_values(p_values, "p_values")
    if ((p < 0) | (p > 1)).any():
        raise EstimationError("confidence-level", level=float(p[(p < 0) | (p > 1)][0]))
    return AdjustedTests(np.asarray(multipletests(p, method=_NAMES[method])[1], dtype=np.float64), method)
