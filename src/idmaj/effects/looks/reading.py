"""Looks in the table of estimates: the planned row gets the interval that holds at all looks together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import special, stats

from idmaj.effects.comparison import Planned
from idmaj.effects.implied_tests import find_p_value, refit_primary
from idmaj.effects.looks.calendar import Look, find_look
from idmaj.effects.looks.sequences import estimate_effect_sequence, estimate_share_sequence
from idmaj.effects.looks.spending import find_boundaries, find_spent_p
from idmaj.errors import EstimationError
from idmaj.estimates import RATIO_SCALES, EffectEstimate
from idmaj.study import Study

ONE_LOOK = "population-one-look"
FEWEST_FOR_SEQUENCE = 100
"""People an arm below which an asymptotic confidence sequence is refused (METHODS.md, section 2)."""
FEWEST_CLUSTERS = 40
"""Clusters below which it is refused: what is added up must be many."""
EXACT_SHARES = frozenset({"clopper_pearson", "wilson"})
"""Intervals of a share of people who count one each."""
LEAST_P = 1e-300
Numbers = dict[str, Any]


def read_looks(
    rows: list[EffectEstimate], study: Study, *, as_of: str, planned: Mapping[tuple[str, str], Planned]
) -> list[EffectEstimate]:
    """Give primary rows the interval that holds at all declared looks together.

    Parameters
    ----------
    rows
        Rows of a study at one data cut-off.
    study
        Declares the looks.
    as_of
        Data cut-off, ISO date.
    planned
        Planned comparisons by outcome and subgroup.

    Returns
    -------
    list of EffectEstimate
        `look` of every row is the number of the look. With more than one look declared a primary row has an
        interval ``sequence`` with the p-value that belongs to it, and is followed by a ``diagnostic`` row of
        the population ``population-one-look`` with the interval it would have if this were the only look;
        where no interval holds at all looks the primary row says why and has none.

    Raises
    ------
    StudyProblems
        ``look-out-of-calendar``.
    """
    look = find_look(study, as_of)
    if look is None:
        return rows
    numbered = number_rows(rows, study, as_of=as_of)
    if not look.is_repeated:
        return numbered
    return [
        made for row in numbered for made in _read_row(row, look, planned.get((row.outcome, row.subgroup)))
    ]


def number_rows(rows: list[EffectEstimate], study: Study, *, as_of: str) -> list[EffectEstimate]:
    """Write the number of the look into rows; without a calendar they stay as they are.

    Raises
    ------
    StudyProblems
        ``look-out-of-calendar``.
    """
    look = find_look(study, as_of)
    return rows if look is None else [replace(row, look=look.number) for row in rows]


def _read_row(row: EffectEstimate, look: Look, planned: Planned | None) -> list[EffectEstimate]:
    if row.role != "primary" or row.estimate is None or row.interval == "none":
        return [row]
    fixed = replace(row, role="diagnostic", population=ONE_LOOK, note=_join(row.note, "note-one-look"))
    try:
        numbers = _find_interval(row, look, planned)
    except EstimationError as error:
        reason = f"estimation-{error.message_id}"
        bare: Numbers = dict.fromkeys(("p_value", "statistic", "df", "conf_low", "conf_high", "conf_level"))
        return [replace(row, **bare, interval="none", note=_join(row.note, reason)), fixed]
    return [replace(row, **numbers, interval="sequence"), fixed]


def _find_interval(row: EffectEstimate, look: Look, planned: Planned | None) -> Numbers:
    if row.scale == "share" and row.interval in EXACT_SHARES:
        return _follow_share(row)
    if row.scale in RATIO_SCALES:
        raise EstimationError("wrong-design", what=row.scale)
    if look.method == "sequence" or row.estimand == "descriptive":
        return _follow_effect(row, look)
    return _spend(row, look, planned)


def _follow_share(row: EffectEstimate) -> Numbers:
    level = row.conf_level or 0.0
    found = estimate_share_sequence(row.n_events or 0, row.n or 0, conf_level=level)
    return {
        "conf_low": found.conf_low, "conf_high": found.conf_high,
        "note": _join(row.note, "note-look-share"),
    }  # fmt: skip


def _follow_effect(row: EffectEstimate, look: Look) -> Numbers:
    people = row.n_min or 0.0
    if people < FEWEST_FOR_SEQUENCE:
        raise EstimationError("too-few-people", n=int(people), needed=FEWEST_FOR_SEQUENCE)
    if row.n_clusters is not None and row.n_clusters < FEWEST_CLUSTERS:
        raise EstimationError("too-few-groups", what="clusters", n=row.n_clusters, needed=FEWEST_CLUSTERS)
    found = estimate_effect_sequence(
        row.estimate or 0.0, row.std_error or 0.0, share=look.shares[-1], conf_level=row.conf_level or 0.0
    )
    is_level = row.estimand == "descriptive"
    return {
        "conf_low": found.conf_low, "conf_high": found.conf_high, "df": None,
        "p_value": None if is_level else found.p_value, "note": _join(row.note, "note-look-sequence"),
    }  # fmt: skip


def _spend(row: EffectEstimate, look: Look, planned: Planned | None) -> Numbers:
    level = row.conf_level or 0.0
    boundary = float(find_boundaries(look.shares, conf_level=level)[-1])
    if not np.isfinite(boundary):
        raise EstimationError("look-too-early")
    numbers = _widen(row, boundary, planned)
    p_value = find_p_value(row, planned)
    spent = None if p_value is None else find_spent_p(_standardise(p_value), look.shares)
    return {**numbers, "p_value": spent, "note": _join(row.note, "note-look-spending")}


def _widen(row: EffectEstimate, boundary: float, planned: Planned | None) -> Numbers:
    """Return the interval of the estimator with the tails that the boundary leaves to this look."""
    tail = float(special.ndtr(-boundary))
    if row.interval in {"wald_z", "wald_t"} and row.estimate is not None and row.std_error is not None:
        quantile = boundary if row.df is None else float(stats.t.isf(tail, row.df))
        half = quantile * row.std_error
        return {"conf_low": row.estimate - half, "conf_high": row.estimate + half}
    nominal = 1 - 2 * tail
    if planned is None or nominal >= 1:
        raise EstimationError("look-too-early")
    wide = refit_primary(planned, nominal)
    ends = (wide.conf_low, wide.conf_high)
    if any(end is None or not np.isfinite(end) for end in ends):
        raise EstimationError("look-too-early")
    return {"conf_low": wide.conf_low, "conf_high": wide.conf_high}


def _standardise(p_value: float) -> float:
    """Return the normal statistic with a two-sided p-value."""
    return -float(special.ndtri(max(p_value, LEAST_P) / 2))


def _join(*notes: str) -> str:
    return "|".join(note for note in notes if note)
