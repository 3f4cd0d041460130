"""Weights that agree with what is known of the population: post-stratification, raking, calibration."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import FloatArray, IntArray, check_covariates, check_groups, check_values
from idmaj.effects.newton import Evaluation, maximise
from idmaj.effects.survey.design import Calibration, SurveyDesign, Weighting, check_spread
from idmaj.errors import EstimationError

MARGIN_TOLERANCE = 1e-6
LARGEST_EXPONENT = 50.0

Totals = Mapping[Hashable, float]


def post_stratify(design: SurveyDesign, groups: ArrayLike, totals: Totals) -> SurveyDesign:
    """Scale the weights so that each group sums to its known size.

    Parameters
    ----------
    design : SurveyDesign
    groups : array_like, shape (n,)
        Labels of the post-strata.
    totals : mapping
        From each label to its size in the population.

    Raises
    ------
    EstimationError
        ``infeasible-margins`` where labels and totals do not name the same groups, a total is not positive,
        or a group has no weight; ``extreme-weights`` afterwards; ``missing-group``.

    References
    ----------
    Holt & Smith (1979), JRSS A 142.
    """
    codes, sizes = _check_margin(groups, totals, n=len(design.weights))
    return _reweight(
        design, _indicate(codes, len(sizes)), lambda weights: _scale(weights, codes, sizes=sizes)
    )


def rake(
    design: SurveyDesign,
    margins: Sequence[ArrayLike],
    totals: Sequence[Totals],
    *,
    tolerance: float | None = None,
    max_rounds: int = 1_000,
) -> SurveyDesign:
    """Scale the weights by one margin after the other until all agree with their known sizes.

    Errors take out what the margins explain by a regression weighted with the weights before raking, which
    is right to first order whatever those weights are.

    Parameters
    ----------
    design : SurveyDesign
    margins : sequence of array_like, each of shape (n,)
        Labels.
    totals : sequence of mapping
        For each margin, from label to size; all margins sum to the same population.
    tolerance : float, optional
        Largest change of the total of a combination of margins over the last round, in people. A
        billionth of the population if not given; R's default is 1 person.
    max_rounds : int

    Raises
    ------
    EstimationError
        ``infeasible-margins`` as for `post_stratify`, and where margins disagree about the population or no
        weights meet them all; ``too-few-groups`` without a margin; ``unequal-lengths``.

    References
    ----------
    Deming & Stephan (1940), Annals of Mathematical Statistics 11; Deville, Särndal & Sautory (1993), JASA 88.
    """
    if len(margins) != len(totals):
        raise EstimationError("unequal-lengths", what="margins")
    if not margins:
        raise EstimationError("too-few-groups", what="margins", n=0, needed=1)
    n = len(design.weights)
    checked = [_check_margin(groups, known, n=n) for groups, known in zip(margins, totals, strict=True)]
    population = checked[0][1].sum()
    if any(abs(sizes.sum() - population) > MARGIN_TOLERANCE * population for _, sizes in checked):
        raise EstimationError("infeasible-margins")
    allowed = 1e-9 * population if tolerance is None else tolerance
    columns = np.column_stack([_indicate(codes, len(sizes)) for codes, sizes in checked])

    def reweight(weights: FloatArray) -> FloatArray:
        return _fit_margins(weights, checked, tolerance=allowed, max_rounds=max_rounds)

    return _reweight(design, columns, reweight)


def calibrate(
    design: SurveyDesign,
    covariates: ArrayLike,
    totals: ArrayLike,
    *,
    distance: Literal["linear", "raking"] = "linear",
) -> SurveyDesign:
    """Change the weights as little as possible so that weighted sums of covariates agree with known totals.

    Parameters
    ----------
    design : SurveyDesign
    covariates : array_like, shape (n, q)
        With a column of ones where the size of the population is known.
    totals : array_like, shape (q,)
        Sums of the columns over the population.
    distance : {"linear", "raking"}
        Linear gives the generalised regression estimator, and may ask for negative weights; raking multiplies
        weights by an exponential and cannot.

    Raises
    ------
    EstimationError
        ``infeasible-margins`` where no weights meet the totals; ``negative-weights`` where only negative ones
        do (use raking); ``collinear-covariates``; ``extreme-weights``; input conditions.

    References
    ----------
    Deville & Särndal (1992), JASA 87.
    """
    matrix = check_covariates(covariates, len(design.weights))
    known = check_values(totals, "totals", n=matrix.shape[1])
    scale = np.abs(matrix).max(axis=0)
    if (scale == 0).any():
        raise EstimationError("collinear-covariates", column=int(np.argmin(scale)))
    columns, targets = matrix / scale, known / scale
    solve = _solve_linear if distance == "linear" else _solve_exponential
    return _reweight(design, columns, lambda weights: solve(weights, columns, targets=targets))


def _reweight(design: SurveyDesign, columns: FloatArray, reweight: Weighting) -> SurveyDesign:
    after = reweight(design.weights)
    check_spread(after)
    done = Calibration(columns, design.weights, reweight)
    replicates = design.replicates
    if replicates is not None:
        again = np.column_stack([reweight(column) for column in replicates.weights.T])
        replicates = replace(replicates, weights=again)
    return replace(design, weights=after, calibrations=(*design.calibrations, done), replicates=replicates)


def _check_margin(groups: ArrayLike, totals: Totals, *, n: int) -> tuple[IntArray, FloatArray]:
    codes = check_groups(groups, "groups", n=n)
    labels = np.asarray(groups)[np.unique(codes, return_index=True)[1]].tolist()
    if set(labels) != set(totals):
        raise EstimationError("infeasible-margins")
    sizes = check_values([totals[label] for label in labels], "totals")
    if (sizes <= 0).any():
        raise EstimationError("infeasible-margins")
    return codes, sizes


def _indicate(codes: IntArray, n_groups: int) -> FloatArray:
    return (codes[:, None] == np.arange(n_groups)).astype(np.float64)


def _scale(weights: FloatArray, codes: IntArray, *, sizes: FloatArray) -> FloatArray:
    present = np.bincount(codes, weights=weights, minlength=len(sizes))
    if (present <= 0).any():
        raise EstimationError("infeasible-margins")
    return weights * (sizes / present)[codes]


def _fit_margins(
    weights: FloatArray, margins: Sequence[tuple[IntArray, FloatArray]], *, tolerance: float, max_rounds: int
) -> FloatArray:
    shape = tuple(len(sizes) for _, sizes in margins)
    cells = np.ravel_multi_index(tuple(codes for codes, _ in margins), shape)
    cells = np.unique(cells, return_inverse=True)[1]
    before = np.bincount(cells, weights=weights)
    for _ in range(max_rounds):
        for codes, sizes in margins:
            weights = _scale(weights, codes, sizes=sizes)
        now = np.bincount(cells, weights=weights)
        if np.abs(now - before).max() < tolerance:
            _check_met(weights, margins, tolerance)
            return weights
        before = now
    raise EstimationError("infeasible-margins")


def _check_met(weights: FloatArray, margins: Sequence[tuple[IntArray, FloatArray]], tolerance: float) -> None:
    # where margins contradict each other the rounds settle on a cycle and change no more
    for codes, sizes in margins:
        missed = np.abs(np.bincount(codes, weights=weights, minlength=len(sizes)) - sizes).max()
        if missed > 10 * tolerance + MARGIN_TOLERANCE * sizes.sum():
            raise EstimationError("infeasible-margins")


def _solve_linear(weights: FloatArray, columns: FloatArray, *, targets: FloatArray) -> FloatArray:
    information = columns.T @ (columns * weights[:, None])
    if np.linalg.matrix_rank(information, tol=1e-10 * np.abs(information).max(), hermitian=True) < len(
        targets
    ):
        raise EstimationError("collinear-covariates", column=_find_dependent(information))
    factors = 1 + columns @ np.linalg.solve(information, targets - weights @ columns)
    if (factors[weights > 0] < 0).any():
        raise EstimationError("negative-weights")
    return weights * factors


def _find_dependent(information: FloatArray) -> int:
    diagonal = np.abs(np.diag(np.linalg.qr(information, mode="r")))
    return int(np.argmin(diagonal))


def _solve_exponential(weights: FloatArray, columns: FloatArray, *, targets: FloatArray) -> FloatArray:
    total = weights.sum()

    def evaluate(multipliers: FloatArray) -> Evaluation:
        exponent = np.clip(columns @ multipliers, -LARGEST_EXPONENT, LARGEST_EXPONENT)
        new = weights / total * np.exp(exponent)
        value = float(multipliers @ targets) / total - float(new.sum())
        return Evaluation(value, targets / total - columns.T @ new, columns.T @ (columns * new[:, None]))

    optimum = maximise(evaluate, np.zeros(len(targets)))
    exponent = columns @ optimum.point
    if not optimum.converged or np.abs(exponent).max() >= LARGEST_EXPONENT:
        raise EstimationError("infeasible-margins")
    return weights * np.exp(exponent)
