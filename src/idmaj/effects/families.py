"""Families of outcomes declared beforehand: each primary row gets its family and a p-value adjusted within it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from idmaj.effects.comparison import Planned
from idmaj.effects.family_redraws import redraw_family
from idmaj.effects.implied_tests import find_p_value
from idmaj.effects.multiplicity import Adjustment, adjust_p_values
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study
from idmaj.study.questions import Family

ALONE = "note-family-of-one"
INVERTED = "note-p-by-inversion"
HOLM_INSTEAD = "note-holm-instead"
UNTESTED = 1.0
"""What an outcome without a test counts for: it stays in its family, and helps no other."""


def adjust_families(
    rows: list[EffectEstimate], study: Study, planned: Mapping[tuple[str, str], Planned]
) -> list[EffectEstimate]:
    """Adjust the p-values of primary rows within the families that the study declares.

    Parameters
    ----------
    rows
        Rows of a study, those of repeated looks read (see `idmaj.effects.looks.reading`).
    study
        Declares families.
    planned
        Planned comparisons by outcome and subgroup.

    Returns
    -------
    list of EffectEstimate
        In the order given. Primary rows of differences have `family` and `p_adjusted`, subgroup by subgroup;
        rows without a p-value get the one that belongs to their interval. An outcome of the family without a
        test counts with a p-value of 1; a single group has nothing to test, so that its rows stay as they are.
    """
    changed: dict[int, EffectEstimate] = {}
    for family in study.family:
        for members in _find_members(rows, family).values():
            changed |= _adjust(family, {n: rows[n] for n in members}, planned)
    return [changed.get(n, row) for n, row in enumerate(rows)]


def _find_members(rows: list[EffectEstimate], family: Family) -> dict[str, list[int]]:
    """Return the positions of a family's rows by subgroup."""
    found: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        if row.role == "primary" and row.outcome in family.outcomes and row.estimand != "descriptive":
            found.setdefault(row.subgroup, []).append(n)
    return found


def _adjust(
    family: Family, members: dict[int, EffectEstimate], planned: Mapping[tuple[str, str], Planned]
) -> dict[int, EffectEstimate]:
    tested = {
        n: _test(replace(row, family=family.id), planned.get((row.outcome, row.subgroup)))
        for n, row in members.items()
    }
    known = {n: row.p_value for n, row in tested.items() if row.p_value is not None}
    if not known:
        return tested
    if len(family.outcomes) == 1:
        return {n: replace(row, p_adjusted=row.p_value, note=_add(row, ALONE)) for n, row in tested.items()}
    adjusted, note = _adjust_p(family, {n: tested[n] for n in known}, planned)
    return tested | {
        n: replace(tested[n], p_adjusted=p, note=_add(tested[n], note)) for n, p in adjusted.items()
    }


def _test(row: EffectEstimate, planned: Planned | None) -> EffectEstimate:
    if row.p_value is not None:
        return row
    p_value = find_p_value(row, planned)
    return row if p_value is None else replace(row, p_value=p_value, note=_add(row, INVERTED))


def _adjust_p(
    family: Family, tested: dict[int, EffectEstimate], planned: Mapping[tuple[str, str], Planned]
) -> tuple[dict[int, float], str]:
    """Return adjusted p-values and, where Holm's took the place of the declared ones, the note that says so."""
    untested = [UNTESTED] * (len(family.outcomes) - len(tested))
    p_values = [row.p_value or 0.0 for row in tested.values()]
    if family.method == "romano_wolf":
        try:
            found = redraw_family(list(tested.values()), planned)
        except EstimationError:
            found = None
        if found is not None and not untested:
            return dict(zip(tested, np.maximum(found, p_values).tolist(), strict=True)), ""
    method: Adjustment = "bh" if family.method == "bh" else "holm"
    adjusted = adjust_p_values([*p_values, *untested], method=method).p_adjusted[: len(tested)]
    note = HOLM_INSTEAD if family.method == "romano_wolf" else ""
    return dict(zip(tested, adjusted.tolist(), strict=True)), note


def _add(row: EffectEstimate, note: str) -> str:
    return "|".join(part for part in (row.note, note) if part)
