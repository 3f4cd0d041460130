"""Covariates that change while people are followed, one row a person and period at risk."""

from __future__ import annotations

import numpy as np
import pandas as pd

from idmaj.ingest.cells import canonical_code
from idmaj.outcomes.definition import cells_as_text, read_numbers
from idmaj.outcomes.follow_up import FollowUp
from idmaj.study.outcome import Outcome
from idmaj.study.recidivism import TimeVarying
from idmaj.study.timing import period_columns


def build_periods(name: str, outcome: Outcome, rows: pd.DataFrame, follow_up: FollowUp) -> list[pd.DataFrame]:
    """Build the values of covariates in the periods in which people were at risk.

    Parameters
    ----------
    name, outcome
        The outcome, of ordinal periods, with its covariates.
    rows
        Persons, one column a period.
    follow_up
        Times of the same persons.

    Returns
    -------
    list of pandas.DataFrame
        One a covariate: person_id, outcome, covariate, period, value. Period w is the risk on (w − 1, w]; a
        covariate with a lag is that of `lag` periods before, so the first periods have no row. Periods after
        the last horizon, and those whose value is missing, have none either.
    """
    return [_build(name, outcome, rows, follow_up, covariate) for covariate in outcome.time_varying]


def _build(
    name: str, outcome: Outcome, rows: pd.DataFrame, follow_up: FollowUp, covariate: TimeVarying
) -> pd.DataFrame:
    columns = period_columns(outcome, covariate)
    periods = np.array(list(columns), dtype=np.int64)
    values = np.column_stack([_read(rows, column, covariate) for column in columns.values()])
    duration = np.where(follow_up.missing == "", follow_up.duration, -np.inf)
    at_risk = (periods[None, :] <= np.ceil(duration)[:, None]) & (periods[None, :] > follow_up.entry[:, None])
    person, place = np.nonzero(at_risk & ~np.isnan(values))
    return pd.DataFrame(
        {
            "person_id": rows["person_id"].to_numpy()[person],
            "outcome": name,
            "covariate": covariate.id,
            "period": periods[place],
            "value": values[person, place],
        }
    )


def _read(rows: pd.DataFrame, column: str, covariate: TimeVarying) -> np.ndarray:
    if covariate.equals is None:
        return read_numbers(rows, column).value
    is_equal = (cells_as_text(rows, column) == canonical_code(covariate.equals)).to_numpy(dtype=float)
    return np.where(rows[column].isna().to_numpy(), np.nan, is_equal)
