"""Running the checks: what each found, who must act, and which could not run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from idmaj.quality.model import (
    CHECK_COLUMNS,
    COVERAGE_COLUMNS,
    ROW_COLUMNS,
    Check,
    CheckSettings,
    Finding,
    QualityFindings,
    write_arguments,
)
from idmaj.quality.register import CHECKS
from idmaj.quality.tables import SurveyTables


def run_checks(
    tables: SurveyTables, *, settings: CheckSettings | None = None, checks: Sequence[Check] = CHECKS
) -> QualityFindings:
    """Run the checks that the tables can carry.

    Parameters
    ----------
    tables
        Tables of the survey. They are not changed.
    settings
        Limits; None takes the defaults.
    checks
        Checks to run.

    Returns
    -------
    QualityFindings
        The same whatever the order of the rows.
    """
    limits = settings or CheckSettings()
    lines: list[dict[str, Any]] = []
    rows: list[pd.DataFrame] = []
    coverage: list[dict[str, str]] = []
    for check in checks:
        reason = _find_reason(check, tables, limits)
        findings = [] if reason else list(check.function(tables, limits))
        made = [part for found in findings for part in _split(check, found, limits)]
        kept = [part for part in made if part[1].n or check.severity == "note"]
        lines.extend(_describe(check, actor, found, tables, limits) for actor, found in kept)
        rows.extend(_label(check, actor, found.rows) for actor, found in kept if found.rows is not None)
        state = "not_run" if reason else "found" if kept else "clear"
        coverage.append(_cover(check, state, reason))
    return QualityFindings(
        pd.DataFrame(lines, columns=list(CHECK_COLUMNS)).astype(
            {"n": "int64", "of": "int64", "rate": "float64"}
        ),
        _stack(rows, checks),
        pd.DataFrame(coverage, columns=list(COVERAGE_COLUMNS)),
    )


def _find_reason(check: Check, tables: SurveyTables, limits: CheckSettings) -> str:
    """Why a check cannot run: what is lacking, or too few interviews or people; "" where it can."""
    lacking = [need for need in check.needs if not tables.has(need)]
    if lacking:
        return f"lacks:{lacking[0]}"
    n = int(tables.is_interviewed.sum())
    if check.minimum and (n < check.minimum or tables.n_people < limits.least_for_statistics):
        return "too_few"
    return ""


def _split(check: Check, found: Finding, limits: CheckSettings) -> Iterator[tuple[str, Finding]]:
    """Leave out what was accepted; what enumerators must do, one part an enumerator."""
    rows = found.rows
    if rows is not None and limits.accepted:
        keys = zip([check.id] * len(rows), rows["submission_uuid"], strict=True)
        rows = rows[[key not in limits.accepted for key in keys]]
    n = found.n if rows is None else len(rows)
    if check.actor != "enumerator" or rows is None:
        yield check.actor, _narrow(found, n, found.of, rows)
        return
    base = np.array([], dtype=object) if found.base is None else found.base
    for enumerator, own in rows.groupby("enumerator_id", sort=True):
        actor = "enumerator:" + str(enumerator) if enumerator else "supervisor"
        yield actor, _narrow(found, len(own), int((base == enumerator).sum()) or len(own), own)


def _narrow(found: Finding, n: int, of: int, rows: pd.DataFrame | None) -> Finding:
    return Finding(n, of, found.scope, rows, None, found.arguments, found.severity)


def _describe(
    check: Check, actor: str, found: Finding, tables: SurveyTables, limits: CheckSettings
) -> dict[str, Any]:
    has_rate = min(found.of, tables.n_people) >= max(limits.least_for_rates, 1)
    return {
        "check_id": check.id,
        "family": check.family,
        "severity": found.severity or check.severity,
        "scope": found.scope,
        "actor": actor,
        "n": found.n,
        "of": found.of,
        "rate": found.n / found.of if has_rate else np.nan,
        "arguments": write_arguments(found.arguments),
    }


def _label(check: Check, actor: str, rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(check_id=check.id, actor=actor)[list(ROW_COLUMNS)]


def _stack(rows: Sequence[pd.DataFrame], checks: Sequence[Check]) -> pd.DataFrame:
    filled = [frame for frame in rows if len(frame)]
    if not filled:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in ROW_COLUMNS})
    stacked = pd.concat(filled, ignore_index=True).astype("str")
    place = {check.id: position for position, check in enumerate(checks)}
    order = stacked.assign(_place=stacked["check_id"].map(place))
    by = ["_place", "wave", "submission_uuid", "person_id", "column", "shown", "actor", "arguments"]
    return order.sort_values(by, kind="stable", ignore_index=True)[list(ROW_COLUMNS)]


def _cover(check: Check, state: str, reason: str) -> dict[str, str]:
    return {
        "check_id": check.id,
        "family": check.family,
        "severity": check.severity,
        "actor": check.actor,
        "state": state,
        "reason": reason,
    }
