"""Distances from the median, and whether shares differ more than chance makes them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

_NORMAL_MAD = 1.4826
_NORMAL_IQR = 1.349


def deviations(values: np.ndarray) -> np.ndarray:
    """Distance of each value from the median, in robust standard deviations.

    Parameters
    ----------
    values
        float64, none missing.

    Returns
    -------
    ndarray of float64
        |x − median| / (1.4826 × MAD); where more than half of the values are one, the interquartile
        range stands for the MAD; zero where that is nothing too.
    """
    middle = np.median(values)
    away = np.abs(values - middle)
    spread = _NORMAL_MAD * np.median(away)
    if spread == 0:
        low, high = np.quantile(values, [0.25, 0.75])
        spread = (high - low) / _NORMAL_IQR
    return away / spread if spread > 0 else np.zeros(len(values))


def differs(n: int, of: int, n_others: int, of_others: int, *, least: float) -> bool:
    """Whether a share is above that of others, by a least difference and by more than chance.

    Chance: z above 3 by the pooled two-proportion test, so that hundreds of comparisons leave few by luck.
    """
    share, others = n / of, n_others / of_others
    pooled = (n + n_others) / (of + of_others)
    error = np.sqrt(pooled * (1 - pooled) * (1 / of + 1 / of_others))
    return bool(share - others > least and error > 0 and (share - others) / error > 3)


def compare_groups(
    codes: np.ndarray, values: np.ndarray, hits: np.ndarray, base: np.ndarray
) -> Iterator[tuple[str, int, int, int, int]]:
    """Count hits in each group and in all others.

    Parameters
    ----------
    codes, values
        Group of each row as a position in `values`.
    hits, base
        Units found and looked at: bool, or counts, one a row.

    Yields
    ------
    value, n, of, n_others, of_others
    """
    n = np.bincount(codes, weights=hits, minlength=len(values)).astype("int64")
    of = np.bincount(codes, weights=base, minlength=len(values)).astype("int64")
    for place, value in enumerate(values):
        yield str(value), int(n[place]), int(of[place]), int(n.sum() - n[place]), int(of.sum() - of[place])
