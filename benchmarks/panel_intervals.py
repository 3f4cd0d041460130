"""Averages of effects over a panel of units on declared processes with staggered dates.

Untreated outcome of unit i at time t: u_i + 0.3t + e_it, with u_i ~ N(0, 1) and e an autoregression of
coefficient 0.5 and unit variance, times exp(0.3 v_i), v_i ~ N(0, 1), so that some units vary more than others.

*Staggered*: six periods; a fifth of the units each first supported at 3, 4 and 5, the others never; the effect
at time t on a unit first supported at g is (0.6, 1, 1.4 for the three groups)(1 + 0.2(t - g))(1 + 0.5w_i),
w_i ~ N(0, 1).

*One date*: six periods, two units of five supported from period 4, effect (1 + 0.2(t - 4))(1 + 0.5w_i); in towns:
supported town by town (n = 60, 200, 1000 units in 12, 30, 60 towns), and a third of the variance of e is the
town's in that period.

*Two waves*: the chance of support is logistic(-0.5 + 0.5x), x ~ N(0, 1), and trends differ by x: the outcome
changes by 0.5 + 0.4x without support, and by 1 + 0.5x more with it.

The truth is the average effect on the treated, over group and time as the average's name says; group sizes are
given (two waves: those of the population).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from benchmarks.coverage import LEVEL, Interval, Process, attempt
from benchmarks.processes import TOWNS, Array, Generator, average, halve
from scipy import special

from idmaj.effects.contrast import contrast_of
from idmaj.effects.panel.callaway_santanna import GroupTimeEffects, GroupTimeRule, estimate_group_time
from idmaj.effects.panel.group_time_aggregation import aggregate_group_time
from idmaj.effects.panel.imputation import estimate_imputation
from idmaj.effects.panel.imputation_aggregation import aggregate_imputed
from idmaj.effects.panel.influence import Factor
from idmaj.effects.panel.two_way import estimate_two_way
from idmaj.effects.panel_contrasts import AVERAGES, SMALL_PANEL_BELOW

N_PERIODS = 6
STARTS, SIZES_OF_GROUPS, LEVELS = np.array([3, 4, 5]), np.array([0.2, 0.2, 0.2]), np.array([0.6, 1.0, 1.4])
GROWTH, SPREAD, ONE_DATE = 0.2, 0.5, 4
SHARE_OF_TOWN = 1 / 3
FEW_MULTIPLIERS = 200
"""Draws of a band that is not looked at."""
Ends = Callable[[], tuple[float, float]]


class Panel(NamedTuple):
    """Rows of n units at every period."""

    outcome: Array
    units: Array
    periods: Array
    first_treated: Array
    covariates: Array | None
    towns: Array | None


def _draw_untreated(rng: Generator, n: int, n_periods: int, towns: Array | None = None) -> Array:
    """Outcome without support, shape (n, n_periods)."""
    e = _autoregress(rng, n, n_periods)
    if towns is not None:
        shared = _autoregress(rng, int(towns.max()) + 1, n_periods)[towns]
        e = np.sqrt(1 - SHARE_OF_TOWN) * e + np.sqrt(SHARE_OF_TOWN) * shared
    e *= np.exp(0.3 * rng.standard_normal(n))[:, None]
    return rng.standard_normal(n)[:, None] + 0.3 * np.arange(1, n_periods + 1) + e


def _autoregress(rng: Generator, n: int, n_periods: int) -> Array:
    e = rng.standard_normal((n, n_periods))
    for t in range(1, n_periods):
        e[:, t] = 0.5 * e[:, t - 1] + np.sqrt(0.75) * e[:, t]
    return e


def _lay_out(
    outcome: Array, first_treated: Array, covariates: Array | None = None, towns: Array | None = None
) -> Panel:
    n, n_periods = outcome.shape
    units = np.repeat(np.arange(n), n_periods)
    return Panel(
        outcome.ravel(), units, np.tile(np.arange(1.0, n_periods + 1), n), first_treated[units],
        None if covariates is None else covariates[units], None if towns is None else towns[units],
    )  # fmt: skip


def _effects(first: Array, levels: Array, wobble: Array) -> Array:
    since = np.arange(1, N_PERIODS + 1) - np.where(np.isfinite(first), first, np.inf)[:, None]
    grown = np.where(since >= 0, 1 + GROWTH * np.maximum(since, 0), 0.0)
    return levels[:, None] * grown * (1 + SPREAD * wobble)[:, None]


def _draw_staggered(rng: Generator, n: int) -> Panel:
    counts = (SIZES_OF_GROUPS * n).astype(int)
    first = np.concatenate([np.repeat(STARTS.astype(float), counts), np.full(n - counts.sum(), np.inf)])
    levels = np.concatenate([np.repeat(LEVELS, counts), np.zeros(n - counts.sum())])
    return _lay_out(
        _draw_untreated(rng, n, N_PERIODS) + _effects(first, levels, rng.standard_normal(n)), first
    )


def _draw_one_date(rng: Generator, n: int, *, in_towns: bool = False) -> Panel:
    if in_towns:
        n_towns = TOWNS.get(n, n // 10)
        towns = np.arange(n) % n_towns
        first = np.where(halve(rng, n_towns)[towns], float(ONE_DATE), np.inf)
    else:
        towns = None
        first = np.where(np.arange(n) < 0.4 * n, float(ONE_DATE), np.inf)
    untreated = _draw_untreated(rng, n, N_PERIODS, towns)
    return _lay_out(untreated + _effects(first, np.ones(n), rng.standard_normal(n)), first, towns=towns)


def _draw_two_waves(rng: Generator, n: int) -> Panel:
    x = rng.standard_normal(n)
    treated = rng.random(n) < special.expit(-0.5 + 0.5 * x)
    outcome = _draw_untreated(rng, n, 2)
    outcome[:, 0] += 0.5 * x
    outcome[:, 1] += 0.2 + 0.9 * x + treated * (1 + SPREAD * x)
    return _lay_out(outcome, np.where(treated, 2.0, np.inf), covariates=x[:, None])


@cache
def _two_waves_truth() -> float:
    chance = lambda x, z, t: special.expit(-0.5 + 0.5 * x)  # noqa: E731
    moved = lambda x, z, t: chance(x, z, t) * (1 + SPREAD * x)  # noqa: E731
    return average(moved, 0.0) / average(chance, 0.0)


def average_effects(
    kind: str, starts: Array, levels: Array, sizes: Array
) -> tuple[float, dict[float, float]]:
    """Average the effects of group and time by hand: overall, and by label."""
    cells = [
        (float(g), float(t), level * (1 + GROWTH * (t - g)), size)
        for g, level, size in zip(starts, levels, sizes, strict=True)
        for t in range(int(g), N_PERIODS + 1)
    ]
    if kind == "simple":
        return float(np.average([c[2] for c in cells], weights=[c[3] for c in cells])), {}
    label = {"group": lambda c: c[0], "dynamic": lambda c: c[1] - c[0], "calendar": lambda c: c[1]}[kind]
    by_label = {}
    for one in sorted({label(c) for c in cells}):
        at = [c for c in cells if label(c) == one]
        by_label[one] = float(np.average([c[2] for c in at], weights=[c[3] for c in at]))
    values = np.array(list(by_label.values()))
    return float(np.average(values, weights=sizes) if kind == "group" else values.mean()), by_label


def _try_panel(panel: Panel, *, starts: Array, levels: Array, sizes: Array) -> Iterator[Interval]:
    n_units = int(panel.units.max()) + 1
    factor: Factor = "groups" if n_units < SMALL_PANEL_BELOW else "none"
    effects = estimate_group_time(
        panel.outcome, panel.units, panel.periods, panel.first_treated, clusters=panel.towns,
        rule=GroupTimeRule(comparison="never", method="regression", base="varying"),
    )  # fmt: skip
    for kind in AVERAGES:
        truth = average_effects(kind, starts, levels, sizes)[0]
        name = "callaway_santanna" if kind == AVERAGES[0] else f"callaway_santanna:{kind}"
        yield attempt(name, truth, lambda kind=kind: _average(effects, kind, factor))
    truth = average_effects("simple", starts, levels, sizes)[0]
    yield attempt("imputation", truth, lambda: _impute(panel, factor))
    if len(starts) == 1:
        yield attempt("two_way_fixed_effects", truth, lambda: _regress(panel))


def _average(effects: GroupTimeEffects, kind: str, factor: Factor) -> tuple[float, float]:
    overall = aggregate_group_time(
        effects, kind, conf_level=LEVEL, factor=factor, draws=FEW_MULTIPLIERS  # type: ignore[arg-type]
    ).overall  # fmt: skip
    return overall.conf_low, overall.conf_high


def _try_bands(panel: Panel) -> Iterator[Interval]:
    """The band over all times since support began, those before it (effect 0) too."""
    factor: Factor = "groups" if panel.units.max() + 1 < SMALL_PANEL_BELOW else "none"
    by_label = average_effects("dynamic", STARTS, LEVELS, SIZES_OF_GROUPS)[1]
    rule = GroupTimeRule(comparison="never", method="regression", base="varying")
    effects = estimate_group_time(panel.outcome, panel.units, panel.periods, panel.first_treated, rule=rule)
    made = aggregate_group_time(effects, "dynamic", conf_level=LEVEL, factor=factor)
    truth = np.array([by_label.get(float(label), 0.0) for label in made.labels])
    yield Interval("event_study", made.bands.simultaneous_low, made.bands.simultaneous_high, truth)


def _impute(panel: Panel, factor: Factor) -> tuple[float, float]:
    effects = estimate_imputation(
        panel.outcome, panel.units, panel.periods, panel.first_treated, clusters=panel.towns
    )
    made = aggregate_imputed(effects, "simple", conf_level=LEVEL, factor=factor, draws=FEW_MULTIPLIERS)
    return made.overall.conf_low, made.overall.conf_high


def _regress(panel: Panel) -> tuple[float, float]:
    treated = (panel.periods >= panel.first_treated).astype(float)[:, None]
    fit = estimate_two_way(panel.outcome, treated, panel.units, panel.periods, clusters=panel.towns)
    contrast = contrast_of(fit, 0, conf_level=LEVEL)
    return contrast.conf_low, contrast.conf_high


def _try_two_waves(panel: Panel) -> Iterator[Interval]:
    factor: Factor = "groups" if panel.units.max() + 1 < SMALL_PANEL_BELOW else "none"

    def find() -> tuple[float, float]:
        effects = estimate_group_time(
            panel.outcome, panel.units, panel.periods, panel.first_treated, covariates=panel.covariates,
            rule=GroupTimeRule(comparison="never", method="dr_traditional", base="varying"),
        )  # fmt: skip
        return _average(effects, AVERAGES[0], factor)

    yield attempt("dr_did", _two_waves_truth(), find)


def build_panel_processes() -> list[Process]:
    """Build the processes of panels."""
    staggered = {"starts": STARTS, "levels": LEVELS, "sizes": SIZES_OF_GROUPS}
    one = {"starts": np.array([ONE_DATE]), "levels": np.ones(1), "sizes": np.ones(1)}
    return [
        Process("two waves", "panel", _draw_two_waves, _try_two_waves),
        Process("staggered", "panel", _draw_staggered, lambda panel: _try_panel(panel, **staggered)),
        Process("staggered, bands", "panel", _draw_staggered, _try_bands, at_most=1_000),
        Process("one date", "panel", _draw_one_date, lambda panel: _try_panel(panel, **one)),
        Process("one date, towns", "clustered panel", lambda rng, n: _draw_one_date(rng, n, in_towns=True),
                lambda panel: _try_panel(panel, **one)),
    ]  # fmt: skip
