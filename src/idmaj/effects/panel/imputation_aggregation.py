"""Averages of imputed effects with conservative clustered errors, and the test of trends before treatment."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from idmaj.effects.conditions import BoolArray, FloatArray
from idmaj.effects.contrast import build_contrast
from idmaj.effects.panel.bands import build_bands
from idmaj.effects.panel.group_time_aggregation import Aggregation
from idmaj.effects.panel.imputation import ImputedEffects, fit_untreated, unit_sums
from idmaj.effects.panel.influence import Factor, InfluenceSpread, clear_rounding, summarise_influence
from idmaj.errors import EstimationError

ImputedKind = Literal["simple", "group", "dynamic", "calendar"]


@dataclass(frozen=True, eq=False)
class PreTrendTest:
    """Differences before treatment between those about to be treated and the others.

    Attributes
    ----------
    leads : ndarray, shape (m,)
        Time since first treatment, negative.
    estimates, std_errors, df : ndarray, shape (m,)
        Differences from all earlier untreated periods.
    vcov : ndarray, shape (m, m)
    statistic, df_numerator, df_denominator, p_value : float
        Wald test that all are 0, as F; an infinite denominator is the chi-squared test.
    """

    leads: FloatArray
    estimates: FloatArray
    std_errors: FloatArray
    df: FloatArray
    vcov: FloatArray
    statistic: float
    df_numerator: float
    df_denominator: float
    p_value: float


def aggregate_imputed(
    effects: ImputedEffects,
    kind: ImputedKind = "simple",
    *,
    conf_level: float = 0.95,
    factor: Factor = "groups",
    draws: int = 20_000,
    seed: int = 0,
) -> Aggregation:
    """Average imputed effects over treated observations, each with its sampling weight.

    ``simple``: all of them. ``dynamic``: by time since treatment, ``group``: by first treatment, ``calendar``: by
    period; `overall` is the ``simple`` average throughout. Errors are clustered by unit (or `clusters`) and
    conservative: effects are allowed to differ between units, and are compared with the average of those
    first treated at the same time, in the same period.

    Parameters
    ----------
    effects : ImputedEffects
    kind : {"simple", "group", "dynamic", "calendar"}
    conf_level : float
    factor : {"groups", "sample", "none"}
        See `idmaj.effects.panel.influence.summarise_influence`; the authors' program prints ``none``.
    draws, seed : int
        Of the simultaneous intervals: `idmaj.effects.panel.bands.build_bands`.

    Raises
    ------
    EstimationError
        ``too-few-people`` when only one unit was first treated in a period, ``no-variation``.

    References
    ----------
    Borusyak, Jaravel & Spiess (2024), Review of Economic Studies 91, theorem 3 and equation 8.
    """
    label = _label(effects, kind)
    labels = np.unique(label[effects.treated]) if kind != "simple" else np.empty(0)
    chosen = [effects.treated & (label == one) for one in labels] + [effects.treated]
    parts = [_average(effects, one) for one in chosen]
    estimates = np.array([part[0] for part in parts])
    influence = clear_rounding(np.column_stack([part[1] for part in parts]), effects.panel.outcome)
    spread = _spread(effects, influence, factor)
    overall = build_contrast(
        float(estimates[-1]),
        float(np.sqrt(spread.vcov[-1, -1])),
        df=float(spread.df[-1]),
        conf_level=conf_level,
        n_clusters=spread.n_clusters,
    )
    vcov, df = spread.vcov[:-1, :-1], spread.df[:-1]
    bands = build_bands(estimates[:-1], vcov, df=df, conf_level=conf_level, draws=draws, seed=seed)
    return Aggregation(overall, labels, estimates[:-1], bands, vcov, df)


def check_imputed_pre_trends(
    effects: ImputedEffects, n_leads: int, *, factor: Factor = "groups"
) -> PreTrendTest:
    """Test trends before treatment on untreated observations only.

    Indicators of the last `n_leads` times before treatment are added to the model of untreated outcomes; the
    earlier ones, and units never treated, are the comparison. Treated observations play no part, so the test
    is independent of the effects where trends are parallel and errors homoskedastic.

    Parameters
    ----------
    effects : ImputedEffects
    n_leads : int
    factor : {"groups", "sample", "none"}

    Raises
    ------
    EstimationError
        ``no-period-before`` when fewer than `n_leads` times before treatment were observed;
        ``not-identified`` when leads cannot be told from unit and period effects.

    References
    ----------
    Borusyak, Jaravel & Spiess (2024), test 1 and proposition 9.
    """
    model, panel = effects.model, effects.panel
    since = np.round(panel.times - effects.starts[:, None], 9)
    possible = np.unique(since[(model.weights > 0) & np.isfinite(since)])
    if n_leads < 1 or len(possible) < n_leads:
        raise EstimationError("no-period-before")
    leads = possible[-n_leads:]
    columns = np.concatenate([model.columns, (since[:, :, None] == leads).astype(np.float64)], axis=2)
    fit = fit_untreated(panel.outcome, model.weights, columns=columns)
    total = np.maximum(model.weights.sum(axis=1), np.finfo(float).tiny)
    residuals = model.weights * np.where(model.weights > 0, panel.outcome - fit.predicted, 0.0)
    centre = unit_sums(fit.weights, fit.columns) / total[:, None]
    scores = unit_sums(residuals, fit.columns) - residuals.sum(axis=1)[:, None] * centre
    scale = _spread_of_leads(columns[:, :, -n_leads:], model.weights)
    estimates = fit.slopes[-n_leads:] / scale
    spread = _spread(effects, scores @ fit.inverse[:, -n_leads:] / scale, factor)
    return _test_jointly(leads, estimates, spread)


def _label(effects: ImputedEffects, kind: ImputedKind) -> FloatArray:
    times, starts = effects.panel.times[None, :], effects.starts[:, None]
    shape = effects.treated.shape
    if kind == "calendar":
        return np.broadcast_to(times, shape)
    return np.broadcast_to(starts, shape) if kind == "group" else np.round(times - starts, 9)


def _average(effects: ImputedEffects, chosen: BoolArray) -> tuple[float, FloatArray]:
    target = np.where(chosen, effects.panel.weights, 0.0)
    target = target / target.sum()
    estimate = float((target * effects.effects).sum())
    moves = effects.model.influence_weights(target)
    gaps = effects.residuals + np.where(chosen, effects.effects - _peer_average(effects, target), 0.0)
    return estimate, (moves * gaps).sum(axis=1)


def _peer_average(effects: ImputedEffects, target: FloatArray) -> FloatArray:
    groups = np.unique(effects.starts, return_inverse=True)[1]
    n_groups, n_periods = int(groups.max()) + 1, target.shape[1]
    sums = np.zeros((2, n_groups, n_periods))
    np.add.at(sums[0], groups, target**2 * effects.effects)
    np.add.at(sums[1], groups, target**2)
    with np.errstate(invalid="ignore"):
        peers = np.where(sums[1] > 0, sums[0] / np.maximum(sums[1], np.finfo(float).tiny), 0.0)
    return np.asarray(peers[groups], dtype=np.float64)


def _spread(effects: ImputedEffects, influence: FloatArray, factor: Factor) -> InfluenceSpread:
    used = effects.model.weights.sum(axis=1) > 0
    clusters = effects.panel.clusters
    return summarise_influence(
        influence[used],
        -effects.starts[used],
        clusters=None if clusters is None else clusters[used],
        factor=factor,
    )


def _spread_of_leads(leads: FloatArray, weights: FloatArray) -> FloatArray:
    seen = leads[weights > 0]
    return np.asarray(np.sqrt(((seen - seen.mean(axis=0)) ** 2).mean(axis=0)), dtype=np.float64)


def _test_jointly(leads: FloatArray, estimates: FloatArray, spread: InfluenceSpread) -> PreTrendTest:
    statistic = float(estimates @ np.linalg.solve(spread.vcov, estimates)) / len(leads)
    denominator = float(spread.df.min())
    p_value = (
        special.chdtrc(len(leads), statistic * len(leads))
        if np.isinf(denominator)
        else special.fdtrc(len(leads), denominator, statistic)
    )
    return PreTrendTest(
        leads=leads,
        estimates=estimates,
        std_errors=np.sqrt(np.diag(spread.vcov)),
        df=spread.df,
        vcov=spread.vcov,
        statistic=statistic,
        df_numerator=float(len(leads)),
        df_denominator=denominator,
        p_value=float(p_value),
    )
