"""Effects by group and time (Callaway and Sant'Anna): each group against those not treated, from before it was."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray
from idmaj.effects.panel.doubly_robust_did import DidMethod, compare_changes
from idmaj.effects.panel.influence import Factor, InfluenceSpread, clear_rounding, summarise_influence
from idmaj.effects.panel.wide import WidePanel, build_wide_panel
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class GroupTimeRule:
    """How groups are compared over time.

    Attributes
    ----------
    comparison : {"never", "not_yet"}
        Units never treated while observed, or also units treated later than both periods compared.
    method : DidMethod
        See `idmaj.effects.panel.doubly_robust_did.estimate_did`.
    base : {"varying", "universal"}
        Before treatment, compare with the period just before, or with the last period before treatment (as
        after treatment).
    anticipation : float
        Length of time before treatment in which it may already show, in the unit of the periods.
    """

    comparison: Literal["never", "not_yet"] = "never"
    method: DidMethod = "dr_traditional"
    base: Literal["varying", "universal"] = "varying"
    anticipation: float = 0.0


@dataclass(frozen=True, eq=False)
class GroupTimeEffects:
    """Effects of m pairs of group and time.

    Attributes
    ----------
    groups, times : ndarray, shape (m,)
        When the group was first treated, and the time of the effect, in order of group, then time.
    estimates, std_errors : ndarray, shape (m,)
        Average effect on the group; before treatment an estimate of 0 if trends are parallel. Errors with
        the small-sample factor ``groups``; 0 where no outcome changed, which supports no interval.
    influence : ndarray, shape (n_units, m)
        How far each unit used moves each estimate.
    unit_groups : ndarray, shape (n_units,)
        First treatment of each unit used; infinite where never treated while observed.
    unit_weights : ndarray, shape (n_units,)
        Sampling weight of each unit used, at its first observation.
    unit_clusters : ndarray of codes, shape (n_units,), optional
    parameters : int
        Coefficients estimated in the comparison group.
    n_always_treated : int
        Units left out because they have no period before treatment, anticipation included.
    n_unpaired : int
        Units left out because they were never observed in both periods of any comparison.
    n_without_comparison : int
        Pairs of group and time left out because everybody was treated by then.
    """

    groups: FloatArray
    times: FloatArray
    estimates: FloatArray
    std_errors: FloatArray
    influence: FloatArray
    unit_groups: FloatArray
    unit_weights: FloatArray
    unit_clusters: IntArray | None
    parameters: int
    n_always_treated: int
    n_unpaired: int
    n_without_comparison: int

    def spread(self, influence: FloatArray, factor: Factor = "groups") -> InfluenceSpread:
        """Return errors of estimates with this influence (n_units, m), by groups or clusters of units."""
        return summarise_influence(
            influence,
            -self.unit_groups,
            parameters=self.parameters,
            clusters=self.unit_clusters,
            factor=factor,
        )


def estimate_group_time(
    outcome: ArrayLike,
    units: ArrayLike,
    periods: ArrayLike,
    first_treated: ArrayLike,
    *,
    covariates: ArrayLike | None = None,
    rule: GroupTimeRule | None = None,
    weights: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
) -> GroupTimeEffects:
    """Estimate the effect on each group at each time.

    Each pair of group and time is a two-period difference in differences among the units observed in both
    periods: a panel with gaps needs no balancing, and a unit counts where it can. Covariates and weights are
    taken at the earlier of the two periods. Units treated in all the periods in which they could have been
    compared are never used, neither as treated nor as comparison.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        One row a unit and period.
    units, periods : array_like, shape (n,)
        Labels; numbers.
    first_treated : array_like, shape (n,)
        Period of first treatment; missing, infinite or after the last period where never, or 0 where all
        periods are later.
    covariates : array_like, shape (n, k), optional
    rule : GroupTimeRule, optional
    weights, clusters : array_like, shape (n,), optional
        A cluster holds whole units.

    Raises
    ------
    EstimationError
        ``no-comparison-group``, ``no-period-before`` (no group has one), ``too-few-people`` (a group of one),
        ``no-variation`` (in no pair), ``repeated-unit-period``, ``varies-in-unit``; as `estimate_did` for any pair.

    References
    ----------
    Callaway & Sant'Anna (2021), Journal of Econometrics 225.
    """
    rule = rule or GroupTimeRule()
    panel = build_wide_panel(
        outcome,
        units,
        periods,
        first_treated,
        covariates=covariates,
        weights=weights,
        clusters=clusters,
    )
    starts, always = _find_starts(panel, rule)
    cells, without_comparison = _compare_all(panel, starts, rule=rule)
    used = np.logical_or.reduce([cell.used for cell in cells])
    influence = clear_rounding(np.column_stack([cell.influence for cell in cells])[used], panel.outcome)
    if not influence.any():
        raise EstimationError("no-variation")
    rows = np.arange(len(starts)), panel.observed.argmax(axis=1)
    effects = GroupTimeEffects(
        groups=np.array([cell.group for cell in cells]),
        times=np.array([cell.time for cell in cells]),
        estimates=np.array([cell.estimate for cell in cells]),
        std_errors=np.empty(0),
        influence=influence,
        unit_groups=starts[used],
        unit_weights=panel.weights[rows][used],
        unit_clusters=None if panel.clusters is None else panel.clusters[used],
        parameters=1 + panel.covariates.shape[2],
        n_always_treated=int(always.sum()),
        n_unpaired=int((~used & ~always).sum()),
        n_without_comparison=without_comparison,
    )
    return replace(effects, std_errors=np.sqrt(np.diag(effects.spread(effects.influence).vcov)))


@dataclass(frozen=True, eq=False)
class _Cell:
    group: float
    time: float
    estimate: float
    influence: FloatArray
    used: BoolArray


def _find_starts(panel: WidePanel, rule: GroupTimeRule) -> tuple[FloatArray, BoolArray]:
    beyond = panel.first_treated > panel.times[-1] + rule.anticipation
    always = panel.first_treated - rule.anticipation <= panel.times[0]
    starts = np.where(beyond, np.inf, panel.first_treated)
    return np.where(always, np.nan, starts), always


def _compare_all(panel: WidePanel, starts: FloatArray, *, rule: GroupTimeRule) -> tuple[list[_Cell], int]:
    groups = np.unique(starts[starts <= panel.times[-1]])
    if not len(groups):
        raise EstimationError("no-period-before" if np.isnan(starts).any() else "empty-arm", n=len(starts))
    cells, without_comparison = [], 0
    for group in groups:
        for now, before in _pair_periods(panel.times, group, rule):
            comparison = _find_comparison(starts, group, float(panel.times[max(now, before)]), rule)
            if comparison.any():
                cells.append(
                    _compare(panel, starts, group, comparison=comparison, pair=(now, before), rule=rule)
                )
            else:
                without_comparison += 1
    if not cells:
        raise EstimationError("no-comparison-group")
    return cells, without_comparison


def _pair_periods(times: FloatArray, group: float, rule: GroupTimeRule) -> list[tuple[int, int]]:
    onset = group - rule.anticipation
    base = int(np.flatnonzero(times < onset)[-1])
    if rule.base == "universal":
        return [(now, base) for now in range(len(times)) if now != base]
    return [(now, base if times[now] >= onset else now - 1) for now in range(1, len(times))]


def _find_comparison(starts: FloatArray, group: float, until: float, rule: GroupTimeRule) -> BoolArray:
    if rule.comparison == "never":
        return np.isinf(starts)
    return (starts > until + rule.anticipation) & (starts != group)


def _compare(
    panel: WidePanel,
    starts: FloatArray,
    group: float,
    *,
    comparison: BoolArray,
    pair: tuple[int, int],
    rule: GroupTimeRule,
) -> _Cell:
    now, before = pair
    weights = panel.weights[:, min(pair)]
    both = panel.observed[:, now] & panel.observed[:, before] & (weights > 0)
    used = ((starts == group) | comparison) & both
    arm = starts[used] == group
    if not arm.any() or arm.all():
        raise EstimationError("empty-arm", n=int(used.sum()))
    if int(arm.sum()) < 2:
        raise EstimationError("too-few-people", n=1, needed=2)
    point = compare_changes(
        (panel.outcome[:, now] - panel.outcome[:, before])[used],
        arm,
        panel.covariates[used, min(pair)],
        weights=weights[used],
        method=rule.method,
    )
    influence = np.zeros(len(starts))
    influence[used] = point.influence
    return _Cell(group, float(panel.times[now]), point.estimate, influence, used)
