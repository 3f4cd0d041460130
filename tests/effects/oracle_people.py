"""The men of tarp with what the R scripts of the oracle tests add: weights, late entries, clusters, strata, causes.

R: d$w <- 1 + (d$age %% 3)/2; d$entry <- ifelse(row %% 4 == 0, pmin(3, d$week - 1), 0); d$cl <- row %% 40;
d$st <- as.numeric(d$educ > 3); ev <- ifelse(arrest == 1, ifelse(age %% 2 == 0, 1, 2), 0), row counted from 1.
"""

from pathlib import Path

import numpy as np
import pandas as pd

FILE = Path(__file__).parents[2] / "data" / "raw" / "tarp" / "rossi.csv"


def read_people() -> pd.DataFrame:
    """Read the men, codes as 0 and 1."""
    rows = pd.read_csv(FILE)
    row = np.arange(1, len(rows) + 1)
    rows["fin"] = (rows["fin"] == "yes").astype(float)
    rows["arrest"] = rows["arrest"].astype(str).isin(["1", "yes"]).astype(int)
    rows["w"] = 1 + (rows["age"] % 3) / 2
    rows["entry"] = np.where(row % 4 == 0, np.minimum(3, rows["week"] - 1), 0).astype(float)
    rows["cl"] = row % 40
    rows["st"] = (rows["educ"].astype(int) > 3).astype(int)
    rows["cause"] = np.where(rows["arrest"] == 1, np.where(rows["age"] % 2 == 0, 1, 2), 0)
    return rows
