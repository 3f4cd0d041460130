"""The people of a comparison divided by a column: cohorts, sites, or kinds of people named beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from idmaj.effects.comparison import Planned
from idmaj.effects.conditions import RANK_TOLERANCE, FloatArray
from idmaj.effects.contrasts import estimate_contrast
from idmaj.effects.design import choose_plan
from idmaj.effects.rows import CONTRAST
from idmaj.effects.sample import Sample, build_sample
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

FEWEST_IN_PART = 10
"""People of the smaller arm below which a part of the people has no effect row (METHODS.md, section 2)."""


@dataclass(frozen=True, eq=False)
class Part:
    """People with one value of the column.

    Attributes
    ----------
    value : str
    row : EffectEstimate
        The planned contrast among them, or why there is none.
    """

    value: str
    row: EffectEstimate

    @property
    def has_effect(self) -> bool:
        """Whether there is an estimate with an interval."""
        return all(x is not None for x in (self.row.estimate, self.row.conf_low, self.row.conf_high))

    @property
    def has_error(self) -> bool:
        """Whether the estimate also has a standard error above 0."""
        return self.has_effect and (self.row.std_error or 0.0) > 0


def split_people(
    rows: pd.DataFrame, persons: pd.DataFrame, column: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Split rows of people by a column of theirs, in the order of its values as text.

    Parameters
    ----------
    rows
        With a column `person_id`.
    persons
        Canonical persons.
    column
        A code; people without one are in no part.

    Yields
    ------
    str, pandas.DataFrame
    """
    codes = persons.set_index("person_id")[column].reindex(rows["person_id"])
    known = codes.notna().to_numpy()
    text = name_values(codes)
    for value in sorted(set(text[known])):
        yield str(value), rows.loc[known & (text == value)]


def name_values(codes: pd.Series) -> np.ndarray:
    """Return codes as text; a column of numbers tells 1, not 1.0. Missing ones are empty."""
    if not pd.api.types.is_numeric_dtype(codes):
        return codes.astype("str").where(codes.notna(), "").to_numpy(dtype=object)
    numbers = codes.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.array([_name_number(number) for number in numbers], dtype=object)


def _name_number(number: float) -> str:
    if np.isnan(number):
        return ""
    return str(int(number)) if number.is_integer() else repr(float(number))


def estimate_parts(planned: Planned, column: str) -> list[Part]:
    """Estimate the planned contrast among the people of each value of a column.

    Parameters
    ----------
    planned
        The contrast of everybody.
    column
        A baseline column of the persons.

    Returns
    -------
    list of Part
        In the order of the values. The estimator is the one that the plan gives so many people.
    """
    parts = split_people(planned.outcomes, planned.persons, column)
    return [Part(value, _estimate_part(planned, rows, column, value)) for value, rows in parts]


def _estimate_part(planned: Planned, rows: pd.DataFrame, column: str, value: str) -> EffectEstimate:
    beside = planned.beside
    place = planned.place.at(subgroup=f"{column}={value}")
    fields = {"role": "secondary", "estimand": beside.estimand}
    counts = _count_people(rows)
    refused = {
        **fields, **counts, "estimator": planned.primary.estimator,
        "scale": planned.sample.scale, "term": CONTRAST,
    }  # fmt: skip
    least = min(counts["n_treated"], counts["n_comparison"])
    if least < FEWEST_IN_PART:
        return place.refuse(EstimationError("too-few-people", n=least, needed=FEWEST_IN_PART), **refused)
    try:
        sample = restrict_sample(planned, rows, column)
    except EstimationError as error:
        return place.refuse(error, **refused)
    if sample.n_min < FEWEST_IN_PART:
        few = EstimationError("too-few-people", n=int(sample.n_min), needed=FEWEST_IN_PART)
        return place.refuse(few, **refused)
    plan = choose_plan(beside.design, beside.outcome, sample)
    return estimate_contrast(sample, place, estimator=plan.primary, conf_level=beside.conf_level, **fields)


def _count_people(rows: pd.DataFrame) -> dict[str, int]:
    arms = rows.loc[rows["value"].notna(), "arm"].value_counts()
    one, zero = int(arms.get("support", 0)), int(arms.get("comparison", 0))
    return {"n": one + zero, "n_treated": one, "n_comparison": zero, "n_min": min(one, zero)}


def restrict_sample(planned: Planned, rows: pd.DataFrame, column: str) -> Sample:
    """Build the sample of some of the people of a comparison.

    Parameters
    ----------
    planned
        The comparison of everybody; its cap on large amounts holds for the part, too.
    rows
        Rows of `planned.outcomes`.
    column
        Column by which people were divided; it leaves the covariates, and so do those that it settles.

    Raises
    ------
    EstimationError
        As `build_sample`.
    """
    whole = planned.sample
    sample = build_sample(rows, planned.persons, planned.study, is_binary=whole.is_binary).without(column)
    if whole.winsorised_at is not None:
        kept = np.isin(whole.person_ids, sample.person_ids)
        sample = sample.with_outcome(whole.outcome[kept], is_binary=whole.is_binary)
    told = _find_independent(sample.covariates)
    names = tuple(name for name, keep in zip(sample.names, told, strict=True) if keep)
    return replace(sample, covariates=sample.covariates[:, told], names=names)


def _find_independent(covariates: FloatArray) -> np.ndarray:
    """Tell which columns are no combination of the constant and of those to their left."""
    n, k = covariates.shape
    if n <= k or k == 0:
        return np.ones(k, dtype=bool)
    centred = covariates - covariates.mean(axis=0)
    length = np.linalg.norm(centred, axis=0)
    varies = length > 1e-12 * np.linalg.norm(covariates, axis=0)
    unit = np.where(varies, centred / np.where(varies, length, 1.0), 0.0)
    remaining = np.abs(np.diag(np.linalg.qr(unit.T @ unit, mode="r")))
    return varies & (remaining >= RANK_TOLERANCE)
