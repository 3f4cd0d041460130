"""Worlds of a randomised study: people drawn from its comparison arm, and the lot drawn again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from idmaj.certify.base import Base
from idmaj.certify.worlds import Drawn, World, apply_effect, build_world, can_apply, fill_lost, true_effect
from idmaj.effects.conditions import BoolArray, FloatArray, IntArray
from idmaj.effects.sample import read_assignment

FEWEST_DONORS = 2
"""Units of a stratum's comparison arm below which the comparison arm of all strata gives its people."""


@dataclass(frozen=True, eq=False)
class Lot:
    """How people came into the arms, unit by unit.

    Attributes
    ----------
    members : tuple of ndarray of int
        People of each unit: a person, or what was assigned (or sampled) as a whole.
    stratum : ndarray of int, shape (m,)
        Of each unit.
    treated : ndarray of bool, shape (m,)
        Whether each unit was supported; not read where the arm varies within units.
    varies : bool
        Whether people of one unit are in both arms: the lot was drawn among them.
    donors : tuple of ndarray of int
        Units that may fill a place, of each stratum.
    weight : ndarray, shape (n,)
        How often each person is expected in a world.
    """

    members: tuple[IntArray, ...]
    stratum: IntArray
    treated: BoolArray
    varies: bool
    donors: tuple[IntArray, ...]
    weight: FloatArray

    @property
    def first(self) -> IntArray:
        """First person of each unit."""
        return np.array([people[0] for people in self.members])


def read_lot(base: Base) -> Lot:
    """Read how the people of a randomised study came into its arms, and who may stand for whom without support."""
    assignment = read_assignment(base.persons, base.treated, base.study)
    varies = assignment.units is None and assignment.clusters is not None and not assignment.is_paired
    units = assignment.clusters if varies else assignment.units
    codes = np.arange(len(base.treated)) if units is None else units
    members = tuple(np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes))[:-1]))
    first = np.array([people[0] for people in members])
    strata = assignment.strata if assignment.strata is not None else np.zeros(len(codes), dtype=np.intp)
    stratum, treated = strata[first], base.treated[first]
    untreated = np.full(len(first), True) if varies else ~treated
    donors = tuple(_find_donors(np.flatnonzero(untreated), stratum, s) for s in range(int(stratum.max()) + 1))
    weight = np.zeros(len(codes))
    for s, of_stratum in enumerate(donors):
        share = float((stratum == s).sum()) / len(of_stratum)
        for unit in of_stratum:
            weight[members[unit]] += share
    return Lot(members, stratum, treated, varies, donors, weight)


def _find_donors(untreated: IntArray, stratum: IntArray, wanted: int) -> IntArray:
    own = untreated[stratum[untreated] == wanted]
    return own if len(own) >= FEWEST_DONORS else untreated


def draw_trial(base: Base, lot: Lot, kind: str, rng: np.random.Generator) -> World:
    """Draw a world of a randomised study.

    Parameters
    ----------
    base
        The study.
    lot
        How its people came into the arms.
    kind
        `null`: the arm changes nothing for anybody; `smallest`, `double`: it changes shares and means by exactly
        once and twice the smallest effect that matters.
    rng
        Draws people (with what they were before, and all outcomes together), arms and losses.
    """
    picked = np.empty(len(lot.members), dtype=np.intp)
    for s, donors in enumerate(lot.donors):
        places = lot.stratum == s
        picked[places] = rng.choice(donors, size=int(places.sum()))
    rows = np.concatenate([lot.members[unit] for unit in picked])
    place = np.repeat(np.arange(len(picked)), [len(lot.members[unit]) for unit in picked])
    treated = _draw_arms(base, lot, rows, place, rng)
    drawn = [
        _draw_outcome(base, lot, position, rows, treated, kind, rng) for position in range(len(base.measured))
    ]
    return build_world(base, _name_people(base, lot, rows, place, treated), drawn, rng)


def _draw_arms(base: Base, lot: Lot, rows: IntArray, place: IntArray, rng: np.random.Generator) -> BoolArray:
    """Deal the arms of each stratum (of each unit, where people of one unit differ) to its places anew."""
    if lot.varies:
        return _shuffle(base.treated[rows], place, rng)
    return _shuffle(lot.treated, lot.stratum, rng)[place]


def _shuffle(arms: BoolArray, group: IntArray, rng: np.random.Generator) -> BoolArray:
    ordered = np.argsort(group, kind="stable")
    shuffled = np.lexsort((rng.random(len(group)), group))
    dealt = np.empty_like(arms)
    dealt[ordered] = arms[shuffled]
    return dealt


def _draw_outcome(
    base: Base,
    lot: Lot,
    position: int,
    rows: IntArray,
    treated: BoolArray,
    kind: str,
    rng: np.random.Generator,
) -> Drawn:
    measured = base.measured[position]
    donors = np.flatnonzero(lot.weight > 0)
    values = fill_lost(measured.values, donors, rng)
    known = donors[~np.isnan(measured.values[donors])]
    mean = float(np.average(measured.values[known], weights=lot.weight[known])) if len(known) else np.nan
    effect = true_effect(measured, kind)
    if effect is None or not can_apply(measured, effect=effect, mean=mean):
        return Drawn(values[rows], measured.after_event[rows], np.nan)
    moved = apply_effect(values[rows], treated, measured, effect=effect, mean=mean, rng=rng)
    return Drawn(moved, measured.after_event[rows], effect)


def _name_people(base: Base, lot: Lot, rows: IntArray, place: IntArray, treated: BoolArray) -> pd.DataFrame:
    """Name the people of a world; strata and units are those of the places, whoever fills them."""
    study = base.study
    persons = base.persons.take(rows).reset_index(drop=True)
    ids = np.char.add("w", np.char.zfill(np.arange(len(rows)).astype(str), 7))
    of_place = base.persons.take(lot.first[place]).reset_index(drop=True)
    kept = [*study.analysis.strata, *([study.analysis.cluster] if study.analysis.cluster else [])]
    arms = pd.Series(np.where(treated, "support", "comparison"), dtype="str")
    columns = {name: of_place[name] for name in dict.fromkeys(kept)}
    return persons.assign(person_id=pd.Series(ids, dtype="str"), arm=arms, **columns)
