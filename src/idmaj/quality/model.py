"""What a check is, and what it finds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from idmaj.quality.tables import SurveyTables

Severity = Literal["blocking", "flagged", "note"]
"""`blocking`: nothing is published until resolved. `flagged`: somebody must look. `note`: a count to know."""

Actor = Literal["enumerator", "supervisor", "data_manager", "evaluator"]
"""Who must act; what an enumerator must do is listed for each enumerator."""

Arguments = Mapping[str, str | int | float]

CHECK_COLUMNS = ("check_id", "family", "severity", "scope", "actor", "n", "of", "rate", "arguments")
ROW_COLUMNS = (
    "check_id", "actor", "submission_uuid", "person_id", "wave", "enumerator_id", "column", "shown", "arguments",
)  # fmt: skip
COVERAGE_COLUMNS = ("check_id", "family", "severity", "actor", "state", "reason")


@dataclass(frozen=True)
class CheckSettings:
    """Limits of the checks.

    Attributes
    ----------
    least_for_rates
        People, and units of the base, from which a rate is said; below, counts and lists only.
    least_for_statistics
        Values from which a distribution is described (medians, outliers), and people likewise.
    accepted
        Pairs of check and submission that somebody has looked at and found right.
    as_of
        Day up to which data are known; None takes the last day seen.
    timezone
        Where interviews took place; a name of the IANA data base.
    near_identical, near_identical_least
        Share of answers two interviews of a wave may have in common, and answers both must hold.
    late_days
        Days between the end of an interview and its arrival.
    clock_days
        Days that the start by the device's clock may lie from the day of the interview.
    night
        Hours of the local day: interviews that start from the first on, or before the second.
    shortest_minutes, longest_minutes
        Interviews outside are flagged whatever the others took.
    version_grace_days
        Days in which an older version of the form may stay in use.
    most_deviations
        Distance from the median, in 1.4826 × MAD, beyond which a value is an outlier (Iglewicz and
        Hoaglin 1993: 3.5).
    most_missing
        Share of don't know, refused or blank answers to a question.
    group_difference
        Difference of a share between a group and the others.
    profit_tolerance
        Distance of profit from revenue − costs, as a share of the largest of the three.
    set_aside_share
        Share of rows set aside.
    standardised_difference
        Between people kept and lost (What Works Clearinghouse 2022: 0.25).
    attrition_difference
        Difference of attrition between arms.
    intraclass
        Share of variance between enumerators.
    back_check_share, back_check_errors
        Share of interviews to check again; share of answers that may then differ.
    """

    least_for_rates: int = 30
    least_for_statistics: int = 20
    accepted: frozenset[tuple[str, str]] = frozenset()
    as_of: date | None = None
    timezone: str = "Africa/Casablanca"
    near_identical: float = 0.9
    near_identical_least: int = 20
    late_days: int = 7
    clock_days: int = 1
    night: tuple[int, int] = (22, 6)
    shortest_minutes: float = 5.0
    longest_minutes: float = 240.0
    version_grace_days: int = 14
    most_deviations: float = 3.5
    most_missing: float = 0.1
    group_difference: float = 0.1
    profit_tolerance: float = 0.5
    set_aside_share: float = 0.02
    standardised_difference: float = 0.25
    attrition_difference: float = 0.05
    intraclass: float = 0.1
    back_check_share: float = 0.1
    back_check_errors: float = 0.1


@dataclass(frozen=True)
class Finding:
    """What a check found in one scope.

    Attributes
    ----------
    n, of
        Units found, and units looked at.
    scope
        `all`, or pairs `key=value` joined by `|` (keys: wave, arm, province, mode, column, enumerator,
        outcome, kind, version, script, source, message, sheet).
    rows
        One row a unit found, with the columns of `ROW_COLUMNS` but the first two; None for counts.
    base
        Enumerator of each unit looked at, for checks on which enumerators must act.
    arguments
        Values for the message.
    severity
        Where it differs from that of the check.
    """

    n: int
    of: int
    scope: str = "all"
    rows: pd.DataFrame | None = None
    base: np.ndarray | None = None
    arguments: Arguments = field(default_factory=dict)
    severity: Severity | None = None


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes
    ----------
    id
        Its messages are `check-<id>`, with `.expected` and `.remedy`.
    family, severity, actor
        Group of checks; weight; who must act.
    minimum
        Interviews from which it runs; a check with a minimum describes distributions, and is silent also
        below `CheckSettings.least_for_statistics` people.
    function
        Looks for it; yields nothing where all is well.
    needs
        Columns of `interviews`, tables or `roster.<column>` without which it cannot run.
    """

    id: str
    family: str
    severity: Severity
    actor: Actor
    minimum: int
    function: Callable[[SurveyTables, CheckSettings], Iterable[Finding]]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class QualityFindings:
    """What all checks found.

    Attributes
    ----------
    checks
        One row a check and scope in which it found something (`CHECK_COLUMNS`); `rate` is NaN below the
        minimum; `arguments` is JSON.
    rows
        One row a unit found (`ROW_COLUMNS`).
    coverage
        One row a check (`COVERAGE_COLUMNS`): `found`, `clear` or `not_run`, and what it lacked.
    """

    checks: pd.DataFrame
    rows: pd.DataFrame
    coverage: pd.DataFrame

    @property
    def is_blocking(self) -> bool:
        """Whether something must be resolved before anything is published."""
        return bool((self.checks["severity"] == "blocking").any())


def write_arguments(arguments: Arguments) -> str:
    """Write arguments as JSON, the same way always."""
    return json.dumps(dict(arguments), ensure_ascii=False, sort_keys=True) if arguments else "{}"
