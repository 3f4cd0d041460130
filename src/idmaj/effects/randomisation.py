"""Randomisation inference: the estimate among those that the same lottery would have given without an effect."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    IntArray,
    check_arms,
    check_covariates,
    check_rank,
    check_values,
    scale_covariates,
)
from idmaj.effects.contrast import check_level
from idmaj.effects.rearrangements import (
    BLOCK_CELLS,
    Lottery,
    build_lottery,
    find_treated_shares,
    iterate_rearrangements,
)
from idmaj.errors import EstimationError

TIE_TOLERANCE = 1e-10
UNEXPLAINED = 1e-10
MAX_DOUBLINGS = 40
MAX_HALVINGS = 40


@dataclass(frozen=True)
class RandomisationTest:
    """A difference between two arms, judged by the lottery that made them.

    Attributes
    ----------
    estimate : float
        Treated minus comparison, in the outcome's unit: the coefficient of the arm by least squares, with
        strata as fixed effects and covariates beside it.
    p_value : float
        Share of assignments whose statistic lies at least as far from the null, both sides counted.
    p_greater, p_less : float
        Share at least as large, and at least as small.
    conf_low, conf_high, conf_level : float
        Constant additive effects that the two-sided test does not reject; infinite where the lottery has so
        few outcomes that it rejects none.
    n_rearrangements : int
        Assignments enumerated, or drawn.
    is_exact : bool
        True where all assignments were enumerated.
    mc_error : float
        Monte-Carlo standard error of `p_value`; 0 where exact.
    """

    estimate: float
    p_value: float
    p_greater: float
    p_less: float
    conf_low: float
    conf_high: float
    conf_level: float
    n_rearrangements: int
    is_exact: bool
    mc_error: float


def estimate_randomisation(  # noqa: PLR0913  the design of a trial has this many parts
    outcome: ArrayLike,
    treated: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    studentised: bool = False,
    null: float = 0.0,
    draws: int = 9_999,
    seed: int = 0,
    conf_level: float = 0.95,
) -> RandomisationTest:
    """Test a constant additive effect by repeating the lottery, and invert the test for an interval.

    Whole units (people, or clusters) change arms within their stratum, where the number of treated units stays
    as it was. All assignments are enumerated when there are at most 100,000; otherwise `draws` are drawn, and
    the real one counts among them. Each statistic is what refitting the regression on that assignment gives.

    Parameters
    ----------
    outcome : array_like, shape (n,)
    treated : array_like, shape (n,)
        0/1 or boolean.
    strata : array_like, shape (n,), optional
        Groups within which units were assigned; pairs are strata of two units.
    clusters : array_like, shape (n,), optional
        Units that were assigned as a whole.
    covariates : array_like, shape (n, k), optional
        Measured before assignment.
    studentised : bool
        Divide each estimate by its own standard error (HC2, CR0 with clusters): the test is then valid in large
        samples for an average effect of `null` too, when effects differ between people.
    null : float
        Effect under test, in the outcome's unit.
    draws, seed : int
        Used only where assignments are drawn.
    conf_level : float

    Raises
    ------
    EstimationError
        ``arm-varies-in-cluster``, ``cluster-crosses-strata``, ``one-cluster-per-arm``; ``not-identified`` where
        arms do not differ within strata or follow the covariates; ``no-variation``; ``collinear-covariates``;
        input conditions.

    Notes
    -----
    Row order changes nothing, as rows are sorted first. An assignment under which the effect is not identified
    counts against every hypothesis, and so does one without error under the studentised test.

    References
    ----------
    Fisher (1935), The Design of Experiments; Rosenbaum (2002), Statistical Science 17, for the interval and
    covariates; Phipson & Smyth (2010) for (1 + count)/(1 + draws); Wu & Ding (2021), JASA 116, for the
    studentised statistic.
    """
    y = check_values(outcome, "outcome")
    arm = check_arms(treated, len(y))
    matrix = check_covariates(np.empty((len(y), 0)) if covariates is None else covariates, len(y))
    check_level(conf_level)
    order = np.lexsort((arm, *matrix.T, y))
    lottery = build_lottery(arm[order], strata=_sort(strata, order), clusters=_sort(clusters, order))
    parts = _residualise(y[order], arm[order], matrix[order], lottery=lottery)
    by_cluster = clusters is not None
    observed = _refit(lottery.treated[None], parts, lottery, studentised=studentised, by_cluster=by_cluster)
    _check_observed(observed)
    blocks = [
        _refit(block, parts, lottery, studentised=studentised, by_cluster=by_cluster)
        for block in iterate_rearrangements(lottery, draws=draws, seed=seed)
    ]
    redraws = _Redraws(
        np.concatenate(blocks, axis=1), observed[:, 0], n_added=0 if lottery.is_enumerable else 1
    )
    step = float(np.sqrt(parts.outcome @ parts.outcome / len(y)))
    return _summarise(redraws, null=float(null), conf_level=conf_level, step=step)


@dataclass(frozen=True, eq=False)
class _Parts:
    """Rows of people: outcome and arm without what strata and covariates explain, and how they explain it."""

    outcome: FloatArray
    arm: FloatArray
    basis: FloatArray
    leverage: FloatArray


@dataclass(frozen=True, eq=False)
class _Redraws:
    """Columns of assignments: a and c of the estimate a - c·effect, then its variance, quadratic in the effect.

    An assignment under which nothing can be estimated is a column of zeros.
    """

    values: FloatArray
    observed: FloatArray
    n_added: int

    def find_shares(self, effect: float) -> tuple[float, float, float]:
        """Return the shares of assignments as far from the effect, as large, and as small as the real one."""
        a, c, *variance = self.values
        spread = np.sqrt(np.maximum(variance[0] + effect * (variance[1] + effect * variance[2]), 0.0))
        theirs = (a - effect * c) * np.sqrt(self.observed[2])
        ours = (self.observed[0] - effect) * spread
        slack = TIE_TOLERANCE * max(np.abs(theirs).max(), np.abs(ours).max())
        beyond = (np.abs(theirs) >= np.abs(ours) - slack, theirs >= ours - slack, theirs <= ours + slack)
        far, greater, less = (self.n_added + int(np.count_nonzero(found)) for found in beyond)
        total = self.n_added + self.values.shape[1]
        return far / total, greater / total, less / total

    def find_limit(self, step: float, conf_level: float) -> float:
        """Return the farthest effect in the direction of `step` that the two-sided test does not reject."""
        level = (1 - conf_level) * (1 + TIE_TOLERANCE)
        inside = float(self.observed[0])
        outside = inside + step
        doublings = 0
        while self.find_shares(outside)[0] > level:
            if doublings == MAX_DOUBLINGS:
                return float(np.copysign(np.inf, step))
            inside, step, doublings = outside, 2 * step, doublings + 1
            outside = inside + step
        for _ in range(MAX_HALVINGS):
            middle = (inside + outside) / 2
            if self.find_shares(middle)[0] > level:
                inside = middle
            else:
                outside = middle
        return inside


def _sort(labels: ArrayLike | None, order: IntArray) -> ArrayLike | None:
    if labels is None or len(np.shape(labels)) != 1 or len(np.asarray(labels)) != len(order):
        return labels
    return np.asarray(labels)[order]


def _residualise(y: FloatArray, arm: BoolArray, covariates: FloatArray, *, lottery: Lottery) -> _Parts:
    sizes = np.bincount(lottery.stratum)

    def demean(values: FloatArray) -> FloatArray:
        return values - (np.bincount(lottery.stratum, weights=values) / sizes)[lottery.stratum]

    basis = np.empty((len(y), 0))
    if covariates.shape[1]:
        scaled = scale_covariates(covariates).values
        within = np.column_stack([demean(column) for column in scaled.T])
        lost = np.flatnonzero(np.square(within).sum(axis=0) < UNEXPLAINED * len(y))
        if len(lost):
            raise EstimationError("collinear-covariates", column=int(lost[0]))
        check_rank(within)
        basis = np.linalg.qr(within)[0]
    centred = y - y.mean()
    e, f = (demean(values) for values in (centred, arm.astype(np.float64)))
    e, f = e - basis @ (basis.T @ e), f - basis @ (basis.T @ f)
    if not np.square(np.bincount(lottery.unit, weights=e)).sum() > UNEXPLAINED**2 * (centred @ centred):
        raise EstimationError("no-variation")
    return _Parts(e, f, basis, 1 / sizes[lottery.stratum] + np.square(basis).sum(axis=1))


def _refit(
    assigned: BoolArray, parts: _Parts, lottery: Lottery, *, studentised: bool, by_cluster: bool
) -> FloatArray:
    """Refit the coefficient of the arm under each assignment: rows as `_Redraws`."""
    unit = lottery.unit
    columns = [parts.outcome, parts.arm, np.ones(len(unit)), *parts.basis.T]
    by_unit = np.column_stack([np.bincount(unit, weights=column) for column in columns])
    sums = assigned.astype(np.float64) @ by_unit
    shares = find_treated_shares(assigned, lottery)
    people = np.bincount(lottery.stratum)
    left = sums[:, 2] - np.square(shares) @ people - np.square(sums[:, 3:]).sum(axis=1)
    is_defined = left > UNEXPLAINED * sums[:, 2]
    left = np.where(is_defined, left, 1.0)
    values = np.stack([sums[:, 0] / left, sums[:, 1] / left, np.ones_like(left), *np.zeros((2, len(left)))])
    if studentised:
        means = np.broadcast_to(shares, (len(left), len(people)))
        rows = max(1, BLOCK_CELLS // len(unit))
        for part in (slice(start, start + rows) for start in range(0, len(left), rows)):
            arms = assigned[part][:, unit] - means[part][:, lottery.stratum] - sums[part, 3:] @ parts.basis.T
            values[2:, part] = _find_variance(
                arms, left[part], values[:2, part], parts=parts, unit=unit if by_cluster else None
            )
    values[:, ~is_defined] = 0.0
    return values


def _find_variance(
    arms: FloatArray, left: FloatArray, slopes: FloatArray, *, parts: _Parts, unit: IntArray | None
) -> FloatArray:
    """Return the variance of a - c·effect by powers of the effect, from arms that are residuals: (b, n)."""
    of_outcome = parts.outcome - slopes[0][:, None] * arms
    of_arm = parts.arm - slopes[1][:, None] * arms
    if unit is None:
        room = 1 - parts.leverage - np.square(arms) / left[:, None]
        weight = np.where(room > UNEXPLAINED, 1 / np.maximum(room, UNEXPLAINED), 0.0) * np.square(arms)
    else:
        order = np.argsort(unit, kind="stable")
        starts = np.flatnonzero(np.diff(unit[order], prepend=-1))
        of_outcome = np.add.reduceat((arms * of_outcome)[:, order], starts, axis=1)
        of_arm = np.add.reduceat((arms * of_arm)[:, order], starts, axis=1)
        weight = np.ones_like(of_arm)
    powers = [
        np.einsum("ij,ij,ij->i", weight, x, z)
        for x, z in ((of_outcome, of_outcome), (of_outcome, of_arm), (of_arm, of_arm))
    ]
    return np.stack([powers[0], -2 * powers[1], powers[2]]) / np.square(left)


def _check_observed(observed: FloatArray) -> None:
    if observed[1, 0] == 0:
        raise EstimationError("not-identified")
    if observed[2, 0] <= 0:
        raise EstimationError("no-variation")


def _summarise(redraws: _Redraws, *, null: float, conf_level: float, step: float) -> RandomisationTest:
    p_value, p_greater, p_less = redraws.find_shares(null)
    draws = redraws.values.shape[1]
    is_exact = redraws.n_added == 0
    return RandomisationTest(
        estimate=float(redraws.observed[0]),
        p_value=p_value,
        p_greater=p_greater,
        p_less=p_less,
        conf_low=redraws.find_limit(-step, conf_level),
        conf_high=redraws.find_limit(step, conf_level),
        conf_level=conf_level,
        n_rearrangements=draws,
        is_exact=is_exact,
        mc_error=0.0 if is_exact else float(np.sqrt(p_value * (1 - p_value) / draws)),
    )
