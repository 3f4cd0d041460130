"""Multiple imputation of a lost outcome: several completed data sets, arm by arm, from what is known of everybody."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from idmaj.effects.conditions import (
    BoolArray,
    FloatArray,
    IntArray,
    check_arms,
    check_covariates,
    check_groups,
    check_indicator,
    check_values,
)
from idmaj.effects.imputing.chained import People
from idmaj.errors import EstimationError

FEWEST_IMPUTATIONS = 20
MOST_IMPUTATIONS = 100


@dataclass(frozen=True, eq=False)
class Imputations:
    """Completed data sets of one outcome.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
        As found; 0 where lost.
    lost : ndarray of bool, shape (n,)
    treated : ndarray of bool, shape (n,)
    drawn : ndarray, shape (m, number lost)
        Amounts; for a yes or no, margins in log-odds (yes where above 0).
    is_binary : bool
    """

    outcome: FloatArray
    lost: BoolArray
    treated: BoolArray
    drawn: FloatArray
    is_binary: bool

    @property
    def m(self) -> int:
        """Completed data sets."""
        return len(self.drawn)

    @property
    def n_lost(self) -> int:
        """People whose outcome is imputed."""
        return int(self.lost.sum())

    @property
    def n_moved(self) -> int:
        """Lost people of the supported arm: those whom a shift moves."""
        return int((self.lost & self.treated).sum())

    def complete(self, number: int, *, shift: float = 0.0) -> FloatArray:
        """Return a completed outcome, shape (n,).

        Parameters
        ----------
        number
            From 0 to m - 1.
        shift
            Added to what is drawn for the lost supported people: in the outcome's unit, or in log-odds where
            the outcome is a yes or no.
        """
        values = self.drawn[number] + shift * self.treated[self.lost]
        completed = self.outcome.copy()
        completed[self.lost] = values > 0 if self.is_binary else values
        return completed

    def mean_of_moved(self, *, shift: float = 0.0) -> float:
        """Return the mean over all data sets of what the lost supported people are given.

        Raises
        ------
        EstimationError
            ``nobody-lost`` where there is none.
        """
        if not self.n_moved:
            raise EstimationError("nobody-lost")
        moved = self.drawn[:, self.treated[self.lost]] + shift
        return float((moved > 0).mean() if self.is_binary else moved.mean())

    def first(self, m: int) -> Imputations:
        """Return the first m data sets."""
        return replace(self, drawn=self.drawn[:m])


def impute_outcome(
    outcome: ArrayLike,
    found: ArrayLike,
    treated: ArrayLike,
    covariates: ArrayLike,
    *,
    is_binary: bool = False,
    earlier: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    imputations: tuple[int | None, int] = (None, 0),
) -> Imputations:
    """Impute an outcome several times, each arm from its own people, as if loss hung on what is known alone.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Not read where it was not found.
    found : array_like, shape (n,)
        0/1 or boolean.
    treated : array_like, shape (n,)
        0/1 or boolean.
    covariates : array_like, shape (n, k)
        Known of everybody; k = 0 draws from all found people of the arm.
    is_binary : bool
        A logit, instead of amounts of people with a like prediction.
    earlier : array_like, shape (n, w), optional
        The outcome in earlier waves, the first one first; NaN where not found. Waves and outcome are completed
        from each other in turn.
    clusters : array_like, shape (n,), optional
        Labels of people whose outcomes are dependent: they are weighted together in every draw.
    imputations : tuple of (int or None, int)
        Data sets and seed. None: one for each per cent of people lost, from 20 to 100 (White, Royston & Wood
        2011, Statistics in Medicine 30).

    Returns
    -------
    Imputations
        The order of people and the names of the arms change nothing.

    Raises
    ------
    EstimationError
        ``arm-all-lost``; ``too-few-people`` where an arm with lost people has one found; ``too-few-imputations``;
        ``not-binary``; ``no-convergence``; input conditions.
    """
    seen = check_indicator(found, "found")
    n = len(seen)
    arm = check_arms(treated, n)
    y = _read_outcome(outcome, seen, is_binary=is_binary)
    m = _count_imputations(float(1 - seen.mean())) if imputations[0] is None else imputations[0]
    if m < 1:
        raise EstimationError("too-few-imputations", n=m, needed=1)
    people = People(
        y,
        seen,
        check_covariates(covariates, n),
        _read_earlier(earlier, n),
        None if clusters is None else check_groups(clusters, "clusters", n=n),
        is_binary,
    )
    drawn = np.zeros((m, n))
    for position, rows in enumerate(_order_arms(people, arm)):
        group = people.take(rows)
        lost = rows[~group.seen]
        if len(lost):
            for number in range(m):
                generator = np.random.default_rng([imputations[1], position, number])
                drawn[number, lost] = group.draw(generator)
    return Imputations(y, ~seen, arm, drawn[:, ~seen], is_binary)


def _order_arms(people: People, arm: BoolArray) -> list[IntArray]:
    """Order the people of each arm, and the arms, by what they are and not by where or how they are listed."""
    keys = [*people.earlier.T[::-1], *people.covariates.T[::-1], people.outcome, people.seen]
    if people.clusters is not None:
        keys.insert(0, people.clusters)
    order = np.lexsort(keys)
    groups = [order[arm[order]], order[~arm[order]]]
    return sorted(
        groups, key=lambda rows: (len(rows), int(people.seen[rows].sum()), float(people.outcome[rows].sum()))
    )


def _read_outcome(outcome: ArrayLike, seen: BoolArray, *, is_binary: bool) -> FloatArray:
    raw = np.asarray(outcome, dtype=np.float64)
    if raw.shape != seen.shape:
        raise EstimationError("unequal-lengths", what="outcome")
    values = check_values(np.where(seen, raw, 0.0), "outcome")
    return check_indicator(values, "outcome").astype(np.float64) if is_binary else values


def _read_earlier(earlier: ArrayLike | None, n: int) -> FloatArray:
    if earlier is None:
        return np.empty((n, 0))
    waves = np.asarray(earlier, dtype=np.float64)
    if waves.ndim != 2 or len(waves) != n:
        raise EstimationError("unequal-lengths", what="earlier")
    if np.isinf(waves).any():
        raise EstimationError("not-finite", what="earlier")
    return waves


def _count_imputations(share_lost: float) -> int:
    return int(np.clip(np.ceil(100 * share_lost), FEWEST_IMPUTATIONS, MOST_IMPUTATIONS))
