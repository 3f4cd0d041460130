"""Parts of the people by what was known of them before, which tighten bounds for those lost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from idmaj.effects.conditions import BoolArray, IntArray
from idmaj.study import Study

MOST_VALUES = 8
"""Different values up to which a column of whole numbers is read as codes."""
FEWEST_FOUND = 20
"""People of either arm found in a part; bounds of smaller parts are too narrow, since sampling picks their side."""


def list_cells(people: pd.DataFrame, study: Study) -> Iterator[tuple[str, IntArray]]:
    """List what divides the people: the declared strata together, then each covariate that is a code.

    Parameters
    ----------
    people
        Canonical persons, one row for each person whose outcome was due.
    study
        `analysis.strata` and `analysis.covariates`.

    Yields
    ------
    str, ndarray of int, shape (n,)
        Name of the columns, and the part of each person; a missing value is a part of its own.
    """
    strata = study.analysis.strata
    if strata:
        yield ", ".join(strata), find_codes(people, strata)
    for column in dict.fromkeys(study.analysis.covariates):
        if [column] != strata and _is_code(people[column]):
            yield column, find_codes(people, [column])


def find_codes(people: pd.DataFrame, columns: list[str]) -> IntArray:
    """Find the part of each person by the values of columns together, in the order of the values."""
    parts = [pd.factorize(people[column], sort=True, use_na_sentinel=True)[0] for column in columns]
    return np.unique(np.column_stack(parts), axis=0, return_inverse=True)[1].ravel().astype(np.intp)


def merge_small_cells(codes: IntArray, found: BoolArray, treated: BoolArray) -> IntArray:
    """Merge parts with fewer than twenty people found in an arm, the smallest first, until none is left.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Parts, from 0.
    found, treated : ndarray of bool, shape (n,)

    Returns
    -------
    ndarray of int, shape (n,)
        One part only where the people are too few for two.
    """
    size = codes.max() + 1
    known = np.array([np.bincount(codes[found & arm], minlength=size) for arm in (treated, ~treated)])
    order = np.lexsort((np.arange(size), known.min(axis=0)))
    together = known[:, order].cumsum(axis=1).min(axis=0)
    n_small = int((known.min(axis=0) < FEWEST_FOUND).sum())
    merged = n_small
    while 0 < merged < size and together[merged - 1] < FEWEST_FOUND:
        merged += 1
    new = np.empty(size, dtype=np.intp)
    new[order] = np.maximum(np.arange(size) - max(merged - 1, 0), 0)
    return new[codes]


def _is_code(values: pd.Series) -> bool:
    known = values.dropna()
    if not known.nunique() + values.isna().any() >= 2:
        return False
    if not pd.api.types.is_numeric_dtype(values):
        return True
    numbers = known.to_numpy(dtype=float)
    return known.nunique() <= MOST_VALUES and bool((numbers == np.round(numbers)).all())
