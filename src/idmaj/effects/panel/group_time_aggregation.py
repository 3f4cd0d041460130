"""Averages of effects by group and time, with the error of estimated weights and bands for all of them at once."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from idmaj.effects.conditions import BoolArray, FloatArray
from idmaj.effects.contrast import Contrast, build_contrast
from idmaj.effects.panel.bands import Bands, build_bands
from idmaj.effects.panel.callaway_santanna import GroupTimeEffects
from idmaj.effects.panel.influence import Factor
from idmaj.errors import EstimationError

Kind = Literal["simple", "group", "dynamic", "calendar"]


@dataclass(frozen=True, eq=False)
class Aggregation:
    """Averages of effects by group and time.

    Attributes
    ----------
    overall : Contrast
        One number: see `aggregate_group_time`.
    labels : ndarray, shape (m,)
        Time since first treatment (``dynamic``), first treatment (``group``), time (``calendar``); empty for
        ``simple``.
    estimates : ndarray, shape (m,)
    bands : Bands
        Errors and intervals of the m estimates, each by itself and all together.
    vcov : ndarray, shape (m, m)
    df : ndarray, shape (m,)
        Degrees of freedom of each.
    """

    overall: Contrast
    labels: FloatArray
    estimates: FloatArray
    bands: Bands
    vcov: FloatArray
    df: FloatArray


def aggregate_group_time(
    effects: GroupTimeEffects,
    kind: Kind = "simple",
    *,
    conf_level: float = 0.95,
    factor: Factor = "groups",
    draws: int = 20_000,
    seed: int = 0,
) -> Aggregation:
    """Average effects after treatment, groups weighted by their size.

    ``simple``: over all pairs of group and time from first treatment on. ``group``: over the times of each group;
    overall over groups. ``calendar``: over the groups treated by each time; overall over times, equally.
    ``dynamic``: over the groups at each time since treatment, also before; overall over times since
    treatment from 0 on, equally. The influence of estimated group sizes is in the errors.

    Parameters
    ----------
    effects : GroupTimeEffects
    kind : {"simple", "group", "dynamic", "calendar"}
    conf_level : float
    factor : {"groups", "sample", "none"}
        See `idmaj.effects.panel.influence.summarise_influence`; Callaway and Sant'Anna's program prints ``none``.
    draws, seed : int
        Of the simultaneous intervals: `idmaj.effects.panel.bands.build_bands`.

    Raises
    ------
    EstimationError
        ``no-comparison-group`` when no pair after treatment has one; ``no-variation``.

    References
    ----------
    Callaway & Sant'Anna (2021), Journal of Econometrics 225, section 3 and algorithm 1.
    """
    after = effects.times >= effects.groups
    if not after.any():
        raise EstimationError("no-comparison-group")
    if kind == "simple":
        labels, estimates, influence = np.empty(0), np.empty(0), np.empty((len(effects.unit_groups), 0))
        overall, moves = _average(effects, after)
    else:
        chosen = np.ones_like(after) if kind == "dynamic" else after
        labels, estimates, influence = _average_by_label(effects, chosen, kind=kind)
        overall, moves = _average_parts(effects, labels, estimates, influence=influence, kind=kind)
    spread = effects.spread(np.column_stack([influence, moves]), factor)
    vcov, df = spread.vcov[:-1, :-1], spread.df[:-1]
    contrast = build_contrast(
        overall,
        float(np.sqrt(spread.vcov[-1, -1])),
        df=float(spread.df[-1]),
        conf_level=conf_level,
        n_clusters=spread.n_clusters,
    )
    bands = build_bands(estimates, vcov, df=df, conf_level=conf_level, draws=draws, seed=seed)
    return Aggregation(contrast, labels, estimates, bands, vcov, df)


def _average_by_label(
    effects: GroupTimeEffects, chosen: BoolArray, *, kind: Kind
) -> tuple[FloatArray, FloatArray, FloatArray]:
    label = np.round(_label(effects, kind), 9)
    labels = np.unique(label[chosen])
    parts = [_average(effects, chosen & (label == one), weighted=kind != "group") for one in labels]
    return labels, np.array([part[0] for part in parts]), np.column_stack([part[1] for part in parts])


def _label(effects: GroupTimeEffects, kind: Kind) -> FloatArray:
    if kind == "group":
        return effects.groups
    return effects.times if kind == "calendar" else effects.times - effects.groups


def _weigh(
    effects: GroupTimeEffects, groups: FloatArray, estimates: FloatArray, influence: FloatArray
) -> tuple[float, FloatArray]:
    belongs = effects.unit_weights[:, None] * (effects.unit_groups[:, None] == groups)
    totals = belongs.sum(axis=0)
    share = totals / totals.sum()
    average = float(share @ estimates)
    return average, influence @ share + belongs @ (estimates - average) / totals.sum()


def _average(
    effects: GroupTimeEffects, member: BoolArray, *, weighted: bool = True
) -> tuple[float, FloatArray]:
    estimates, influence = effects.estimates[member], effects.influence[:, member]
    if weighted:
        return _weigh(effects, effects.groups[member], estimates, influence)
    return float(estimates.mean()), influence.mean(axis=1)


def _average_parts(
    effects: GroupTimeEffects, labels: FloatArray, estimates: FloatArray, *, influence: FloatArray, kind: Kind
) -> tuple[float, FloatArray]:
    if kind == "group":
        return _weigh(effects, labels, estimates, influence)
    late = labels >= 0 if kind == "dynamic" else np.ones(len(labels), dtype=np.bool_)
    return float(estimates[late].mean()), influence[:, late].mean(axis=1)
