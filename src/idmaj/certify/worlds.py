"""A simulated world: people with arms and outcomes of which the truth is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from idmaj.certify.base import Base, Measured
from idmaj.effects.conditions import BoolArray, FloatArray, IntArray

Kind = Literal["null", "smallest", "double", "confounded", "random"]
SIZES: Final[Mapping[str, float]] = {"null": 0.0, "smallest": 1.0, "double": 2.0, "confounded": 0.0}
"""True effect of each kind of world, in smallest effects that matter."""


@dataclass(frozen=True, eq=False)
class World:
    """People of both arms and their outcomes at the primary horizon.

    Attributes
    ----------
    persons
        Columns of the canonical persons.
    outcomes
        Outcome → rows as `idmaj.outcomes` makes them.
    truths
        Outcome → true effect on the scale of the primary row.
    """

    persons: pd.DataFrame
    outcomes: dict[str, pd.DataFrame]
    truths: dict[str, float]


@dataclass(frozen=True, eq=False)
class Drawn:
    """Values of one outcome in a world, before anybody is lost.

    Attributes
    ----------
    values : ndarray, shape (n,)
    after_event : ndarray of bool, shape (n,)
    truth
        True effect on the scale of the primary row.
    """

    values: FloatArray
    after_event: BoolArray
    truth: float


def true_effect(measured: Measured, kind: str) -> float | None:
    """Return the true effect on an outcome in a kind of world; None where the kind needs a size not declared."""
    size = SIZES[kind]
    if not size:
        return 0.0
    return None if measured.smallest is None else size * measured.smallest


def apply_effect(
    values: FloatArray,
    chosen: BoolArray,
    measured: Measured,
    *,
    effect: float,
    mean: float,
    rng: np.random.Generator,
) -> FloatArray:
    """Give chosen people an effect whose mean over people like them is exactly `effect`.

    Parameters
    ----------
    values : ndarray, shape (n,)
    chosen : ndarray of bool, shape (n,)
    measured
        Binary: as many noes become yes (or yeses no) as the effect asks. Amounts: who has none goes on having
        none and the others gain or lose in proportion; where some amounts are negative, or the loss would exceed
        everything, everybody is moved by the effect itself.
    effect, mean
        Effect, and mean without it of the people that the chosen are drawn from.
    rng
        Draws who is flipped.

    Returns
    -------
    ndarray, shape (n,)
        A new array; the same values where a share cannot move that far.
    """
    if not effect:
        return values
    if not measured.is_binary:
        in_proportion = mean > 0 and effect > -mean and not (values < 0).any()
        return np.where(chosen, values * (1 + effect / mean) if in_proportion else values + effect, values)
    room = 1 - mean if effect > 0 else mean
    share = abs(effect) / room if room > 0 else np.inf
    if share > 1:
        return values
    flipped = chosen & (rng.random(len(values)) < share)
    return np.where(flipped, 1.0 if effect > 0 else 0.0, values)


def can_apply(measured: Measured, *, effect: float, mean: float) -> bool:
    """Tell whether an outcome can have an effect of this size: a share stays between 0 and 1."""
    return not measured.is_binary or 0.0 <= mean + effect <= 1.0


def lose_people(
    base: Base, treated: BoolArray, rng: np.random.Generator
) -> list[tuple[BoolArray, np.ndarray]]:
    """Draw who is lost: everybody is lost as a person of their arm was, on all outcomes together.

    Returns
    -------
    list of (ndarray of bool, ndarray of str), each of shape (n,)
        For each outcome: is the value missing, and why.
    """
    if not base.has_losses:
        nobody, unsaid = np.zeros(len(treated), dtype=bool), np.full(len(treated), "", dtype=object)
        return [(nobody, unsaid)] * len(base.measured)
    rows = np.empty(len(treated), dtype=np.intp)
    for arm in (True, False):
        members, here = np.flatnonzero(base.treated == arm), treated == arm
        if here.any():
            rows[here] = rng.choice(members, size=int(here.sum()))
    return [((one.missing != "")[rows], one.missing[rows]) for one in base.measured]


def fill_lost(values: FloatArray, donors: IntArray, rng: np.random.Generator) -> FloatArray:
    """Give people whose value is unknown that of a donor drawn by lot, so that loss alone decides who is missing."""
    unknown = np.isnan(values)
    known = donors[~unknown[donors]]
    if not unknown.any() or not len(known):
        return values
    filled = values.copy()
    filled[unknown] = values[rng.choice(known, size=int(unknown.sum()))]
    return filled


def build_world(base: Base, persons: pd.DataFrame, drawn: list[Drawn], rng: np.random.Generator) -> World:
    """Build the tables of a world.

    Parameters
    ----------
    base
        The study.
    persons
        People of the world, with their arms.
    drawn
        Values of each outcome of `base.measured`.
    rng
        Draws who is lost.
    """
    treated = (persons["arm"] == "support").to_numpy(dtype=bool)
    lost = lose_people(base, treated, rng)
    outcomes = {
        one.name: _frame(base, one, persons, np.where(gone, np.nan, values.values), why, values.after_event)
        for one, values, (gone, why) in zip(base.measured, drawn, lost, strict=True)
    }
    return World(persons, outcomes, {one.name: d.truth for one, d in zip(base.measured, drawn, strict=True)})


def _frame(
    base: Base,
    measured: Measured,
    persons: pd.DataFrame,
    values: FloatArray,
    missing: np.ndarray,
    after: BoolArray,
) -> pd.DataFrame:
    outcome = base.study.outcome[measured.name]
    return pd.DataFrame(
        {
            "person_id": persons["person_id"],
            "arm": persons["arm"],
            "outcome": measured.name,
            "domain": outcome.domain,
            "kind": outcome.kind,
            "horizon": measured.place.fields["horizon"],
            "time": measured.place.fields["time"],
            "value": values,
            "missing": pd.Series(missing, index=persons.index, dtype="str"),
            "after_event": after,
            "is_primary_horizon": True,
        }
    )
