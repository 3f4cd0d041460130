"""Intervals of levels, sample surveys, counts, ordered answers, take-up and durations on declared processes.

Levels: one group of n people of the population of `benchmarks.processes`, unsupported.

Survey: three strata with half, three and two tenths of the population; G/3 towns drawn in each (n = 60, 200,
1000: G = 12, 24, 48), towns of unequal size that make 15 % of the latent variance; the logarithm of incomes is
0.3 lower in the first stratum and 0.3 higher in the third; z = 1 is oversampled two to one; weights undo both.

Take-up: arms by lot; of the supported those with 0.25 + 0.5x + v > 0, v ~ N(0, 1), take part, and income follows
taking part. The truth is the effect on them.

Counts: Poisson with mean exposure · exp(-1 + 0.3x - 0.3t) · g, g gamma with mean 1 and variance 1/2, exposure
uniform on (0.5, 1.5). Ordered answers: 0.4x - 0.5t + v cut at -1, -0.3, 0.4, 1.1.

Durations: Weibull with cumulative hazard 0.5 u^1.2 exp(0.3x - 0.4t), censored uniformly on (1, 3); horizon 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import NamedTuple

import numpy as np
from benchmarks.coverage import LEVEL, Interval, Process, attempt
from benchmarks.people_intervals import INCOME, LABEL, PLACE, name_row, read_row
from benchmarks.processes import (
    INTRACLASS,
    Array,
    Generator,
    average,
    draw_people,
    halve,
    mean_income,
    share_above,
)
from scipy import integrate, special

from idmaj.effects.beside import Beside
from idmaj.effects.companions import build_companions
from idmaj.effects.conditions import FloatArray
from idmaj.effects.cox import build_hazard_ratio, estimate_cox
from idmaj.effects.description import SKEWED_BELOW, share_numbers
from idmaj.effects.mean_level import estimate_mean_level
from idmaj.effects.restricted_mean import estimate_restricted_mean_difference
from idmaj.effects.sample import Sample
from idmaj.effects.survey.design import SurveyDesign, build_survey_design
from idmaj.effects.survey.totals import estimate_survey_mean, estimate_survey_share
from idmaj.effects.survival import estimate_kaplan_meier, estimate_survival
from idmaj.estimates import EffectEstimate
from idmaj.study import Outcome

STRATUM_SHARES, STRATUM_SHIFTS = np.array([0.5, 0.3, 0.2]), np.array([-0.3, 0.0, 0.3])
SURVEY_TOWNS = {60: 12, 200: 24, 1_000: 48}
AMOUNT = 4_000.0
CUTS = np.array([-1.0, -0.3, 0.4, 1.1])
ON_COUNT, ON_ANSWER, ON_HAZARD = -0.3, -0.5, -0.4
HORIZON = 1.0
AMOUNTS = INCOME.model_copy(update={"money": False})
"""Of amounts that are not money no other scale is estimated, only take-up."""
ANSWER = Outcome.model_validate(
    {"label": LABEL, "domain": "wellbeing", "kind": "ordinal", "better": "higher", "value": {"column": "y"}}
)  # fmt: skip
COUNT = Outcome.model_validate(
    {"label": LABEL, "domain": "recidivism", "kind": "count", "better": "lower", "value": {"column": "y"}}
)  # fmt: skip


def _of_income(rng: Generator, n: int) -> FloatArray:
    return draw_people(rng, n).outcome(np.zeros(n))


def _of_event(rng: Generator, n: int, risk: float) -> FloatArray:
    return draw_people(rng, n, risk=risk).outcome(np.zeros(n))


def _try_mean(values: FloatArray) -> Iterator[Interval]:
    def find() -> tuple[float, float]:
        found = estimate_mean_level(values, skewed=len(values) < SKEWED_BELOW, conf_level=LEVEL)
        return found.conf_low, found.conf_high

    yield attempt("mean", average(mean_income, 0.0), find)


def _try_share(values: FloatArray, risk: float) -> Iterator[Interval]:
    share = share_numbers(int(values.sum()), len(values), conf_level=LEVEL)
    yield Interval("share", share["conf_low"], share["conf_high"], risk)


def _draw_survey(rng: Generator, n: int) -> tuple[FloatArray, SurveyDesign]:
    """Incomes and design of a sample in two stages."""
    n_towns = SURVEY_TOWNS[n]
    size = rng.uniform(0.5, 1.5, n_towns)
    stratum_of_town = np.arange(n_towns) % 3
    towns = np.concatenate(
        [np.repeat(np.arange(n_towns), 2), rng.choice(n_towns, n - 2 * n_towns, p=size / size.sum())]
    )
    stratum = stratum_of_town[towns]
    shared, own = rng.standard_normal((3, n_towns))[:, towns], rng.standard_normal((3, n))
    x, any_error, log_error = np.sqrt(INTRACLASS) * shared + np.sqrt(1 - INTRACLASS) * own
    z = np.where(rng.random(n) < 2 / 3, 1.0, -1.0)
    people = draw_people(rng, n)
    people = type(people)(x, z, any_error, log_error, people.event_error, None, None)
    values = people.outcome(np.zeros(n)) * np.exp(STRATUM_SHIFTS[stratum])
    weights = STRATUM_SHARES[stratum] * np.where(z > 0, 1.0, 2.0)
    return values, build_survey_design(weights, strata=stratum, clusters=towns)


def _try_survey(drawn: tuple[FloatArray, SurveyDesign]) -> Iterator[Interval]:
    values, design = drawn
    mean = float(STRATUM_SHARES @ np.exp(STRATUM_SHIFTS)) * average(mean_income, 0.0)
    shares = [average(share_above(AMOUNT / np.exp(shift)), 0.0) for shift in STRATUM_SHIFTS]
    for name, estimate, y, truth in (
        ("survey_mean", partial(estimate_survey_mean, skewed=True), values, mean),
        ("survey_share", estimate_survey_share, values > AMOUNT, float(STRATUM_SHARES @ shares)),
    ):

        def find(estimate=estimate, y=y) -> tuple[float, float]:
            found = estimate(y, design, conf_level=LEVEL)
            return found.conf_low, found.conf_high

        yield attempt(name, truth, find)


def _beside(sample: Sample, outcome: Outcome) -> list[EffectEstimate]:
    return build_companions(
        Beside(sample, PLACE, outcome, "itt", "randomised", "difference_in_means", False, LEVEL)
    )


def _draw_take_up(rng: Generator, n: int) -> Sample:
    people = draw_people(rng, n)
    offered = halve(rng, n)
    takes = 0.25 + 0.5 * people.x + rng.standard_normal(n) > 0
    return _build_sample(
        people.outcome(offered & takes), offered, people.x, people.z, received=offered & takes
    )


def _build_sample(outcome: FloatArray, treated: Array, x: Array, z: Array, **fields: FloatArray) -> Sample:
    n = len(outcome)
    return Sample(
        outcome=outcome, treated=treated, covariates=np.column_stack([x, z]), names=("x", "z"), is_binary=False,
        person_ids=np.arange(n).astype(str), n_assigned=(int(treated.sum()), int((~treated).sum())),
        uncut=outcome, **fields,
    )  # type: ignore[arg-type]  # fmt: skip


def _takes(x: Array, z: Array, t: float) -> Array:
    return special.ndtr(0.25 + 0.5 * x)


def _try_take_up(sample: Sample) -> Iterator[Interval]:
    rows = {name_row(row): row for row in _beside(sample, AMOUNTS)}
    moved = lambda x, z, t: _takes(x, z, t) * mean_income(x, z, t)  # noqa: E731
    share = average(_takes, 0.0)
    effect = (average(moved, 1.0) - average(moved, 0.0)) / share
    yield read_row(rows["first_stage"], "first_stage", share)
    yield read_row(rows["iv_2sls"], "iv_2sls", effect)
    if rows["iv_2sls"].conf_low is not None:
        low, high = rows["iv_2sls"].note.partition("Anderson-Rubin ")[2].split(" to ")
        yield Interval("anderson_rubin", float(low), float(high), effect)


def _draw_counts(rng: Generator, n: int) -> Sample:
    people, treated = draw_people(rng, n), halve(rng, n)
    exposure = rng.uniform(0.5, 1.5, n)
    mean = exposure * np.exp(-1 + 0.3 * people.x + ON_COUNT * treated) * rng.gamma(2.0, 0.5, n)
    counts = rng.poisson(mean).astype(float)
    return _build_sample(counts, treated, people.x, people.z, exposure=exposure)


def _try_counts(sample: Sample) -> Iterator[Interval]:
    for row in _beside(sample, COUNT):
        if row.scale == "rate_ratio":
            yield read_row(row, "poisson", float(np.exp(ON_COUNT)))


def _draw_answers(rng: Generator, n: int) -> Sample:
    people, treated = draw_people(rng, n), halve(rng, n)
    latent = 0.4 * people.x + ON_ANSWER * treated + rng.standard_normal(n)
    return _build_sample(np.digitize(latent, CUTS).astype(float), treated, people.x, people.z)


def _try_answers(sample: Sample) -> Iterator[Interval]:
    one, zero = (
        np.diff(special.ndtr((np.array([-np.inf, *CUTS, np.inf]) - ON_ANSWER * t) / np.sqrt(1.16)))
        for t in (1, 0)
    )
    truth = float(sum(one[k] * (zero[:k].sum() + zero[k] / 2) for k in range(len(one))))
    for row in _beside(sample, ANSWER):
        if row.estimator == "superiority":
            yield read_row(row, "superiority", truth)


class Durations(NamedTuple):
    """Time, event, arm and covariate of n people."""

    time: Array
    event: Array
    treated: Array
    x: Array


def _draw_durations(rng: Generator, n: int) -> Durations:
    people, treated = draw_people(rng, n), halve(rng, n)
    rate = 0.5 * np.exp(0.3 * people.x + ON_HAZARD * treated)
    time, end = (rng.exponential(size=n) / rate) ** (1 / 1.2), rng.uniform(1.0, 3.0, n)
    return Durations(np.minimum(time, end), time <= end, treated, people.x)


def _survives(u: float, t: float) -> float:
    return average(lambda x, z, t: np.exp(-0.5 * u**1.2 * np.exp(0.3 * x + ON_HAZARD * t)), t)


@cache
def _mean_free(t: float) -> float:
    return float(integrate.quad(_survives, 0.0, HORIZON, args=(t,), epsabs=1e-10)[0])


def _try_durations(drawn: Durations) -> Iterator[Interval]:
    arms = (drawn.treated, ~drawn.treated)
    one, zero = (estimate_kaplan_meier(drawn.time[arm], drawn.event[arm]) for arm in arms)

    def survival() -> tuple[float, float]:
        at = estimate_survival(zero, [HORIZON], limit="left", conf_level=LEVEL)
        return float(at.conf_low[0]), float(at.conf_high[0])

    def mean() -> tuple[float, float]:
        found = estimate_restricted_mean_difference(one, zero, HORIZON, conf_level=LEVEL)
        return found.conf_low, found.conf_high

    def hazard() -> tuple[float, float]:
        fit = estimate_cox(drawn.time, drawn.event, np.column_stack([drawn.treated, drawn.x]))
        found = build_hazard_ratio(fit, 0, conf_level=LEVEL)
        return found.conf_low, found.conf_high

    yield attempt("kaplan_meier", _survives(HORIZON, 0.0), survival)
    yield attempt("rmst", _mean_free(1.0) - _mean_free(0.0), mean)
    yield attempt("cox", float(np.exp(ON_HAZARD)), hazard)


def build_other_processes() -> list[Process]:
    """Build the processes of everything but contrasts of one sample and panels."""
    shares = [
        Process(f"share, risk {risk:g}", "level", lambda rng, n, r=risk: _of_event(rng, n, r),
                lambda values, r=risk: _try_share(values, r))
        for risk in (0.05, 0.25, 0.5)
    ]  # fmt: skip
    return [
        Process("income", "level", _of_income, _try_mean),
        *shares,
        Process("two-stage sample", "survey", _draw_survey, _try_survey),
        Process("offer", "take-up", _draw_take_up, _try_take_up),
        Process("counts", "count", _draw_counts, _try_counts),
        Process("ordered answers", "ordinal", _draw_answers, _try_answers),
        Process("durations", "time", _draw_durations, _try_durations),
    ]
