"""Declared data-generating processes of people, and the truths that intervals must hold.

One population lies behind all processes of people: x ~ N(0, 1) and z = ±1 with equal chances, measured before
the arms; latent errors are standard normal, the same person's in both arms; t is 1 for the supported.

Income (zero-inflated lognormal; MAD): someone has income if a + 0.5x + 0.25t + e > 0, with a such that 35 % of
the unsupported have none; its logarithm is ln 2000 + 0.15t + 0.4x + 0.3z + √0.75 e', of standard deviation 1.
Support moves both margins and adds 28 % to the mean; effects differ between people.

Risk r (0.05, 0.25 or 0.5 of the unsupported): P(y = 1) = logistic(b + 0.5x + 0.3z - 0.4t).

Arms: *randomised*, half by lot; *stratified*, half by lot within the quarters of x; *paired*, one by lot of two
neighbours in x; *clustered*, half of G towns by lot (n = 60, 200, 1000: G = 12, 30, 60; sizes differ threefold
and more), where the town makes 15 % of the variance of x and of each latent error: an intraclass correlation of
0.07 of incomes and 0.08 of events; *paired towns*, one by lot of two towns neighbours in their mean of x;
*comparison*, P(t = 1) = logistic(-1 + 0.5x + 0.3z), which supports 28 %, with a standardised difference of x of
0.5 and a propensity above 0.8 for nobody but one person in 100,000.

*Weighted*: two people of three are sampled from z = 1, half of the population, and weigh 1; the others weigh 2.

Truths are integrals over x (Gauss-Hermite, 120 nodes) and z of the arms' means given both: over the population
(average effect), over P(t = 1) of the comparison process (effect on the treated), or P(t = 1)P(t = 0) (overlap).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy import optimize, special

from idmaj.effects.assignment import Assignment, find_assignment
from idmaj.effects.sample import Sample
from idmaj.effects.survey.design import build_survey_design

Array = np.ndarray
Generator = np.random.Generator

ZEROS, LOG_MEAN, LOG_SPREAD = 0.35, np.log(2_000.0), np.sqrt(0.75)
INTRACLASS = 0.15
TOWNS = {60: 12, 200: 30, 1_000: 60}
ON_ANY, ON_LOG, ON_LOGIT = 0.25, 0.15, -0.4
STRATA = 4
WORK = np.sqrt(1.25) * special.ndtri(1 - ZEROS)
OTHER_SIZE_PER_TOWN = 10


@dataclass(frozen=True, eq=False)
class People:
    """Covariates and latent errors of n people; `risk` is that of the unsupported."""

    x: Array
    z: Array
    any_error: Array
    log_error: Array
    event_error: Array
    towns: Array | None
    risk: float | None

    def outcome(self, treated: Array) -> Array:
        """Outcome of everybody in the arm given: income, or the event where there is a risk."""
        t = treated.astype(float)
        if self.risk is not None:
            return (special.ndtr(self.event_error) < chance_of_event(self.x, self.z, t, self.risk)).astype(
                float
            )
        amount = np.exp(mean_log(self.x, self.z, t) + LOG_SPREAD * self.log_error)
        return np.where(WORK + 0.5 * self.x + ON_ANY * t + self.any_error > 0, amount, 0.0)


def mean_log(x: Array, z: Array, t: Array | float) -> Array:
    """Mean of the logarithm of an income."""
    return LOG_MEAN + ON_LOG * t + 0.4 * x + 0.3 * z


def chance_of_any(x: Array, t: Array | float) -> Array:
    """Chance of any income."""
    return special.ndtr(WORK + 0.5 * x + ON_ANY * t)


def chance_of_event(x: Array, z: Array, t: Array | float, risk: float) -> Array:
    """Chance of the event."""
    return special.expit(_find_level(risk) + 0.5 * x + 0.3 * z + ON_LOGIT * t)


def propensity(x: Array, z: Array) -> Array:
    """Chance of support in the comparison process."""
    return special.expit(-1.0 + 0.5 * x + 0.3 * z)


@cache
def _grid() -> tuple[Array, Array, Array]:
    """Nodes x and z, and their weights, which sum to 1."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(120)
    x, z = np.repeat(nodes, 2), np.tile([-1.0, 1.0], len(nodes))
    mass = np.repeat(weights, 2)
    return x, z, mass / mass.sum()


@cache
def _find_level(risk: float) -> float:
    """Intercept at which the unsupported have this risk."""
    x, z, mass = _grid()
    off = lambda b: float(mass @ special.expit(b + 0.5 * x + 0.3 * z)) - risk  # noqa: E731
    return float(optimize.brentq(off, -10, 10, xtol=1e-14))


def average(quantity: Callable[[Array, Array, float], Array], t: float, *, over: str = "ate") -> float:
    """Average a quantity of (x, z, t) over everybody, the treated (`att`) or the overlap (`ato`)."""
    x, z, mass = _grid()
    p = propensity(x, z)
    weight = mass * {"ate": np.ones_like(p), "att": p, "ato": p * (1 - p)}[over]
    return float(weight @ quantity(x, z, t) / weight.sum())


def mean_income(x: Array, z: Array, t: float) -> Array:
    """Mean income, zeros in."""
    return chance_of_any(x, t) * np.exp(mean_log(x, z, t) + LOG_SPREAD**2 / 2)


def share_above(amount: float) -> Callable[[Array, Array, float], Array]:
    """Return the chance of more income than an amount of 0 or above, as a quantity."""
    log_amount = np.log(amount) if amount > 0 else -np.inf

    def share(x: Array, z: Array, t: float) -> Array:
        return chance_of_any(x, t) * special.ndtr((mean_log(x, z, t) - log_amount) / LOG_SPREAD)

    return share


def find_quantile(probability: float, *, arms: tuple[float, ...]) -> float:
    """Find the quantile of income over the arms in equal parts; 0 where zeros hold it."""
    above = lambda q: float(np.mean([average(share_above(q), t) for t in arms])) - (1 - probability)  # noqa: E731
    return 0.0 if above(0.0) <= 0 else float(optimize.brentq(above, 1e-9, 1e7, xtol=1e-9, rtol=1e-14))


def cut_income(cap: float) -> Callable[[Array, Array, float], Array]:
    """Return the mean of an income cut at a cap, as a quantity."""

    def mean(x: Array, z: Array, t: float) -> Array:
        distance = (np.log(cap) - mean_log(x, z, t)) / LOG_SPREAD
        below = np.exp(mean_log(x, z, t) + LOG_SPREAD**2 / 2) * special.ndtr(distance - LOG_SPREAD)
        return chance_of_any(x, t) * (below + cap * special.ndtr(-distance))

    return mean


def effect(quantity: Callable[[Array, Array, float], Array], *, over: str = "ate") -> float:
    """Difference that support makes to the average of a quantity."""
    return average(quantity, 1.0, over=over) - average(quantity, 0.0, over=over)


def event_of(risk: float) -> Callable[[Array, Array, float], Array]:
    """Return the chance of the event, as a quantity."""
    return lambda x, z, t: chance_of_event(x, z, t, risk)


def draw_people(
    rng: Generator, n: int, *, risk: float | None = None, in_towns: bool = False, oversampled: bool = False
) -> People:
    """Draw people; `in_towns` makes towns share a part of them, `oversampled` takes two of three from z = 1."""
    towns = None
    x, any_error, log_error, event_error = rng.standard_normal((4, n))
    if in_towns:
        n_towns = TOWNS.get(n, n // OTHER_SIZE_PER_TOWN)
        size = rng.uniform(0.5, 1.5, n_towns)
        towns = np.concatenate(
            [np.repeat(np.arange(n_towns), 2), rng.choice(n_towns, n - 2 * n_towns, p=size / size.sum())]
        )
        own = np.array([x, any_error, log_error, event_error])
        shared = rng.standard_normal((4, n_towns))[:, towns]
        x, any_error, log_error, event_error = np.sqrt(INTRACLASS) * shared + np.sqrt(1 - INTRACLASS) * own
    z = np.where(rng.random(n) < (2 / 3 if oversampled else 1 / 2), 1.0, -1.0)
    return People(x, z, any_error, log_error, event_error, towns, risk)


def halve(rng: Generator, n: int) -> Array:
    """Give half of n units to the first arm by lot, the odd one to either."""
    return rng.permutation(np.arange(n) < n // 2 + (n % 2) * int(rng.integers(2)))


def assign_within(rng: Generator, strata: Array) -> Array:
    """Give half of each stratum to the first arm by lot."""
    treated = np.zeros(len(strata), dtype=bool)
    for stratum in np.unique(strata):
        inside = np.flatnonzero(strata == stratum)
        treated[inside] = halve(rng, len(inside))
    return treated


def pair_neighbours(values: Array) -> Array:
    """Number pairs of neighbours in the order of the values."""
    pairs = np.empty(len(values), dtype=np.intp)
    pairs[np.argsort(values)] = np.arange(len(values)) // 2
    return pairs


def assign(rng: Generator, people: People, arms: str) -> tuple[Array, Assignment]:
    """Assign people as the process says."""
    n, towns = len(people.x), people.towns
    if arms == "comparison":
        treated = rng.random(n) < propensity(people.x, people.z)
        return treated, Assignment(None, None, towns)
    if arms == "stratified":
        strata = np.clip((special.ndtr(people.x) * STRATA).astype(np.intp), 0, STRATA - 1)
        strata = np.unique(strata, return_inverse=True)[1]
        treated = assign_within(rng, strata)
        return treated, find_assignment(treated, strata=strata)
    if arms == "paired":
        pairs = pair_neighbours(people.x)
        treated = assign_within(rng, pairs)
        return treated, find_assignment(treated, strata=pairs)
    if arms == "paired towns":
        pairs = pair_neighbours(np.bincount(towns, people.x) / np.bincount(towns))
        treated = assign_within(rng, pairs)[towns]
        return treated, find_assignment(treated, strata=pairs[towns], clusters=towns)
    if arms == "clustered":
        treated = halve(rng, int(towns.max()) + 1)[towns]
        return treated, find_assignment(treated, clusters=towns)
    treated = halve(rng, n)
    return treated, find_assignment(treated)


def draw_sample(
    rng: Generator,
    n: int,
    *,
    arms: str = "randomised",
    risk: float | None = None,
    in_towns: bool = False,
    weighted: bool = False,
) -> Sample:
    """Draw the sample of a contrast as a run has it."""
    people = draw_people(
        rng, n, risk=risk, in_towns=in_towns or "towns" in arms or arms == "clustered", oversampled=weighted
    )
    treated, assignment = assign(rng, people, arms)
    outcome = people.outcome(treated)
    sample = Sample(
        outcome=outcome, treated=treated, covariates=np.column_stack([people.x, people.z]), names=("x", "z"),
        is_binary=risk is not None, person_ids=np.array([f"p{i:05d}" for i in range(n)]),
        n_assigned=(int(treated.sum()), int((~treated).sum())), assignment=assignment, uncut=outcome,
    )  # fmt: skip
    if not weighted:
        return sample
    return replace(sample, survey=build_survey_design(np.where(people.z > 0, 1.0, 2.0)))
