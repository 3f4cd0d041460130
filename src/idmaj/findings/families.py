"""What the outcomes of a declared family say of one of them when they are read together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from idmaj.study import Study
from idmaj.study.questions import Family

UNDECLARED: Final = "finding-family-undeclared"
"""Sentence of a study with several outcomes and no declared family."""

FamilyKind = Literal["undeclared", "outside", "alone", "together"]


@dataclass(frozen=True, slots=True)
class FamilyReading:
    """How a primary row is read together with the other outcomes of its family.

    Attributes
    ----------
    kind
        ``undeclared``: the study declares no family; ``outside``: it does, and none has the outcome;
        ``alone``: the only outcome of the primary family; ``together``: one of several, or secondary.
    outcomes
        Outcomes of the family; 0 without one.
    passed
        Whether the adjusted p-value leaves out no difference; None without such a value.
    """

    kind: FamilyKind
    outcomes: int
    passed: bool | None

    @property
    def stands(self) -> bool:
        """Whether an interval that leaves out no difference may be read as it stands."""
        return self.kind in {"undeclared", "alone"} or self.passed is True

    @property
    def reason(self) -> str:
        """Id of the sentence that says why it may not."""
        if self.kind == "outside":
            return "finding-family-outside"
        if self.passed is None:
            return "finding-family-unjudged"
        return "finding-family-chance" if self.outcomes > 1 else "finding-family-single"


def read_family(row: pd.Series, study: Study) -> FamilyReading:
    """Read a primary row together with the other outcomes of its family.

    Parameters
    ----------
    row
        Primary row, with `p_adjusted` and `conf_level`.
    study
        Its study file: families.

    Returns
    -------
    FamilyReading
        Source: METHODS, section 4: C6, check (a), and the certificate's rule for secondary outcomes.
    """
    if not study.family:
        return FamilyReading("undeclared", 0, None)
    family = _find_family(row["outcome"], study)
    if family is None:
        return FamilyReading("outside", 0, None)
    is_alone = family.role == "primary" and len(family.outcomes) == 1
    kind: FamilyKind = "alone" if is_alone else "together"
    return FamilyReading(kind, len(family.outcomes), _passes(row))


def _find_family(outcome: str, study: Study) -> Family | None:
    found = [family for family in study.family if outcome in family.outcomes]
    return min(found, key=lambda family: family.role != "primary", default=None)


def _passes(row: pd.Series) -> bool | None:
    if pd.isna(row["p_adjusted"]) or pd.isna(row["conf_level"]):
        return None
    return bool(row["p_adjusted"] <= 1 - row["conf_level"])
