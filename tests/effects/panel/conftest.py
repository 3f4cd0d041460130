"""A small staggered panel, written out by whole-number arithmetic so that other programs can be given the same."""

from dataclasses import dataclass

import numpy as np
import pytest


@dataclass(frozen=True)
class StaggeredPanel:
    outcome: np.ndarray
    units: np.ndarray
    periods: np.ndarray
    first_treated: np.ndarray
    covariates: np.ndarray

    def columns(self) -> tuple[np.ndarray, ...]:
        return self.outcome, self.units, self.periods, self.first_treated

    def keep(self, rows: np.ndarray) -> "StaggeredPanel":
        return StaggeredPanel(*(column[rows] for column in (*self.columns(), self.covariates)))


def build_staggered(n_units: int, n_periods: int) -> StaggeredPanel:
    units, periods = np.repeat(np.arange(n_units), n_periods), np.tile(np.arange(1, n_periods + 1), n_units)
    first_treated = np.array([0, 3, 5, 0, 4])[units % 5].astype(float)
    trait = (units * 37 % 11 - 5) / 3.0
    noise = ((units * 7919 + periods * 104729 + units * periods * 31) % 101 - 50) / 50.0
    gain = (first_treated > 0) * (periods >= first_treated) * (1 + 0.2 * (periods - first_treated))
    outcome = units % 7 / 2 + 0.3 * periods + 0.1 * trait * periods + noise + gain
    return StaggeredPanel(outcome, units, periods, first_treated, trait[:, None])


@pytest.fixture(scope="session")
def staggered() -> StaggeredPanel:
    """60 units, 6 periods; first treated in 3, 4, 5 or never."""
    return build_staggered(60, 6)


@pytest.fixture(scope="session")
def small_staggered() -> StaggeredPanel:
    """20 units, 5 periods."""
    return build_staggered(20, 5)


@pytest.fixture(scope="session")
def gaps(staggered) -> StaggeredPanel:
    """The staggered panel with a ninth of its rows missing."""
    return staggered.keep((staggered.units * 13 + staggered.periods * 7) % 9 != 0)
