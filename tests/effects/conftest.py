"""Public data of the shipped studies, as arrays."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

RAW = Path(__file__).parents[2] / "data" / "raw"
NSW_COVARIATES = ["age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"]


@dataclass(frozen=True)
class Rossi:
    week: np.ndarray
    arrest: np.ndarray
    aid: np.ndarray
    covariates: np.ndarray


@dataclass(frozen=True)
class Earnings:
    re78: np.ndarray
    treated: np.ndarray
    covariates: np.ndarray


@pytest.fixture(scope="session")
def rossi() -> Rossi:
    """432 men; covariates age, race (black = 1), wexp, mar (married = 1), paro, prio."""
    men = pd.read_csv(RAW / "tarp" / "rossi.csv")
    covariates = [
        men["age"],
        men["race"] == "black",
        men["wexp"] == "yes",
        men["mar"] == "married",
        men["paro"] == "yes",
        men["prio"],
    ]
    return Rossi(
        week=men["week"].to_numpy(),
        arrest=men["arrest"].to_numpy(),
        aid=(men["fin"] == "yes").to_numpy(),
        covariates=np.column_stack(covariates).astype(float),
    )


@pytest.fixture(scope="session")
def nsw() -> Earnings:
    """Dehejia and Wahba's experimental sample, 185 + 260 men."""
    return _earnings(pd.read_csv(RAW / "nsw" / "nsw_dw_445.csv"))


@pytest.fixture(scope="session")
def nsw_cps() -> Earnings:
    """The 185 recipients against 15,992 men of the Current Population Survey."""
    experiment = pd.read_csv(RAW / "nsw" / "nsw_dw_445.csv")
    survey = pd.read_csv(RAW / "nsw-cps" / "cps_controls_15992.csv")
    return _earnings(pd.concat([experiment[experiment["treat"] == 1], survey]))


def _earnings(men: pd.DataFrame) -> Earnings:
    return Earnings(
        re78=men["re78"].to_numpy(),
        treated=men["treat"].to_numpy(),
        covariates=men[NSW_COVARIATES].to_numpy(dtype=float),
    )
