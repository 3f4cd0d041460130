"""The units of a panel over its waves, as the estimators of changes take them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from idmaj.effects.conditions import FloatArray, check_weights
from idmaj.effects.sample import build_covariates
from idmaj.study import Study


@dataclass(frozen=True, eq=False)
class PanelSample:
    """Rows of units and periods in which the outcome was observed.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
    units : ndarray of str, shape (n,)
    periods : ndarray, shape (n,)
        Times of the waves.
    first_treated : ndarray, shape (n,)
        Time of the unit's first supported wave; infinite where it never was.
    covariates : ndarray, shape (n, k)
        Baseline values of the unit, repeated in every period.
    names : tuple of str
    weights : ndarray, shape (n,), optional
    clusters : ndarray, shape (n,), optional
        Labels; None where errors count units.
    n_alone : int
        Units left out because support began in no other unit at the same time: the variance of a group of
        one is not known. None is left out where every unit is alone.
    """

    outcome: FloatArray
    units: np.ndarray
    periods: FloatArray
    first_treated: FloatArray
    covariates: FloatArray
    names: tuple[str, ...]
    weights: FloatArray | None
    clusters: np.ndarray | None
    n_alone: int = 0

    @property
    def starts(self) -> FloatArray:
        """Times at which support began for some units, after the first period and not after the last."""
        starts = np.unique(self.first_treated)
        return starts[(starts > self.periods.min()) & (starts <= self.periods.max())]

    @property
    def is_treated(self) -> np.ndarray:
        """Whether the unit is supported in the row's period, shape (n,)."""
        return np.asarray(self.periods >= self.first_treated)

    @property
    def unit_counts(self) -> tuple[int, int]:
        """Units first supported within the panel, and units not supported by its end."""
        first = pd.Series(self.first_treated).groupby(self.units).first()
        return int(first.isin(self.starts).sum()), int((first > self.periods.max()).sum())


def build_panel_sample(outcomes: pd.DataFrame, persons: pd.DataFrame, study: Study) -> PanelSample:
    """Build the rows of one outcome of a panel.

    Parameters
    ----------
    outcomes
        Rows of the outcome at every wave.
    persons
        Canonical persons: one row a unit.
    study
        Tells when units were first supported, covariates, weight and cluster.

    Raises
    ------
    EstimationError
        ``negative-weights``, ``no-weight``, ``not-finite`` where a weight is missing.
    """
    observed = outcomes.loc[outcomes["value"].notna()].sort_values(["person_id", "time"], kind="stable")
    units = persons.set_index("person_id").loc[observed["person_id"]]
    names, covariates = build_covariates(units, study.analysis.covariates)
    weight, cluster = study.analysis.weight, study.analysis.cluster
    sample = PanelSample(
        outcome=observed["value"].to_numpy(dtype=float),
        units=observed["person_id"].to_numpy(dtype=object),
        periods=observed["time"].to_numpy(dtype=float),
        first_treated=_read_first_treated(units, study),
        covariates=covariates,
        names=names,
        weights=check_weights(units[weight].to_numpy(dtype=float), len(units)) if weight else None,
        clusters=units[cluster].to_numpy(dtype=object) if cluster else None,
    )
    return _without_groups_of_one(sample)


def _without_groups_of_one(sample: PanelSample) -> PanelSample:
    first = pd.Series(sample.first_treated).groupby(sample.units).first()
    sizes = first[first.isin(sample.starts)].value_counts()
    alone = np.isin(sample.first_treated, sizes.index[sizes == 1].to_numpy())
    n_alone = int((sizes == 1).sum())
    if n_alone in (0, len(sizes)):
        return sample
    kept = ~alone
    return replace(
        sample, outcome=sample.outcome[kept], units=sample.units[kept], periods=sample.periods[kept],
        first_treated=sample.first_treated[kept], covariates=sample.covariates[kept],
        weights=None if sample.weights is None else sample.weights[kept],
        clusters=None if sample.clusters is None else sample.clusters[kept], n_alone=n_alone,
    )  # fmt: skip


def _read_first_treated(units: pd.DataFrame, study: Study) -> FloatArray:
    arms = study.arms
    if arms is None or not arms.has_start:
        return np.full(len(units), np.inf)
    if arms.start_column is None:
        return np.where(units["arm"] == "support", arms.started or 0.0, np.inf)
    text = units[arms.start_column].astype("str")
    times = pd.to_numeric(text.where(~text.isin(arms.never)), errors="coerce")
    return times.fillna(np.inf).to_numpy(dtype=float)
