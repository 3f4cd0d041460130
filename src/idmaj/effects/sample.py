"""The people behind a contrast: outcome, arm and covariates as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from idmaj.effects.conditions import BoolArray, FloatArray
from idmaj.errors import EstimationError
from idmaj.study import Study


@dataclass(frozen=True, eq=False)
class Sample:
    """People of both arms with the outcome observed at one horizon.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
        Value of the outcome; 0 or 1 where it is binary.
    treated : ndarray of bool, shape (n,)
    covariates : ndarray, shape (n, k)
        Numeric columns as they are, codes as indicators of every level but the first.
    names : tuple of str
        Names of the k covariates, such as ``race=white``.
    is_binary : bool
    person_ids : ndarray of str, shape (n,)
    n_assigned : tuple of int
        People assigned to support and to comparison, outcome observed or not.
    """

    outcome: FloatArray
    treated: BoolArray
    covariates: FloatArray
    names: tuple[str, ...]
    is_binary: bool
    person_ids: np.ndarray
    n_assigned: tuple[int, int]

    @property
    def n_treated(self) -> int:
        """People supported."""
        return int(self.treated.sum())

    @property
    def n_comparison(self) -> int:
        """People compared with."""
        return int((~self.treated).sum())

    @property
    def events(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """(events, people) of the supported and of the others."""
        one, zero = self.outcome[self.treated], self.outcome[~self.treated]
        return (int(one.sum()), len(one)), (int(zero.sum()), len(zero))

    @property
    def events_per_parameter(self) -> float:
        """Events or non-events, whichever are fewer, over the parameters of a logit."""
        rarer = min(self.outcome.sum(), len(self.outcome) - self.outcome.sum())
        return float(rarer / (self.covariates.shape[1] + 2))

    @property
    def fewest_events(self) -> int:
        """Events or non-events of an arm, the fewest of the four counts."""
        return min(min(k, n - k) for k, n in self.events)

    def name_column(self, error: EstimationError) -> EstimationError:
        """Put the covariate's name where an estimator says its position."""
        position = error.arguments.get("column")
        if not isinstance(position, int):
            return error
        name = self.names[position] if 0 <= position < len(self.names) else "arm"
        return EstimationError(error.message_id, **{**error.arguments, "column": name})

    def without(self, column: str) -> Sample:
        """Return the sample without a covariate (and its indicators)."""
        kept = [i for i, name in enumerate(self.names) if name.partition("=")[0] != column]
        names = tuple(self.names[i] for i in kept)
        return Sample(
            self.outcome, self.treated, self.covariates[:, kept], names, self.is_binary, self.person_ids,
            self.n_assigned,
        )  # fmt: skip

    def with_outcome(self, outcome: FloatArray) -> Sample:
        """Return the same people with another continuous outcome."""
        return Sample(
            outcome, self.treated, self.covariates, self.names, False, self.person_ids, self.n_assigned
        )


def build_sample(outcomes: pd.DataFrame, persons: pd.DataFrame, study: Study, *, is_binary: bool) -> Sample:
    """Build the sample of a contrast.

    Parameters
    ----------
    outcomes
        Rows of one outcome and horizon.
    persons
        Canonical persons.
    study
        Tells covariates and strata.
    is_binary
        Whether the outcome is 0 or 1.

    Returns
    -------
    Sample
        Ordered by person id, so that the order of rows in files changes nothing.
    """
    in_arms = outcomes.loc[outcomes["arm"].isin(["support", "comparison"])]
    observed = in_arms.loc[in_arms["value"].notna()].sort_values("person_id")
    people = persons.set_index("person_id").loc[observed["person_id"]]
    names, matrix = build_covariates(people, [*study.analysis.covariates, *study.analysis.strata])
    assigned = in_arms["arm"].value_counts()
    return Sample(
        outcome=observed["value"].to_numpy(dtype=float),
        treated=(observed["arm"] == "support").to_numpy(),
        covariates=matrix,
        names=names,
        is_binary=is_binary,
        person_ids=observed["person_id"].to_numpy(),
        n_assigned=(int(assigned.get("support", 0)), int(assigned.get("comparison", 0))),
    )


def build_covariates(persons: pd.DataFrame, columns: list[str]) -> tuple[tuple[str, ...], FloatArray]:
    """Turn baseline columns into a matrix.

    Missing values get the mean (numbers) or no level (codes) and an indicator of being missing,
    so that nobody leaves the analysis for a blank cell (Groenwold et al. 2012, CMAJ 184).

    Parameters
    ----------
    persons
        One row a person.
    columns
        Names of baseline columns.

    Returns
    -------
    names : tuple of str
    matrix : ndarray, shape (n, k)
    """
    made: dict[str, FloatArray] = {}
    for column in dict.fromkeys(columns):
        values = persons[column]
        absent = values.isna().to_numpy()
        if pd.api.types.is_numeric_dtype(values):
            numbers = values.to_numpy(dtype=float)
            made[column] = np.where(absent, numbers[~absent].mean() if (~absent).any() else 0.0, numbers)
        else:
            for level in sorted(values.dropna().unique())[1:]:
                made[f"{column}={level}"] = (values == level).to_numpy(dtype=float)
        if absent.any():
            made[f"{column}=missing"] = absent.astype(float)
    names = tuple(made)
    return names, np.column_stack(list(made.values())) if made else np.empty((len(persons), 0))
