"""What would settle a question: rows for a study's own people, and for two arms of which only a share is assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from idmaj.effects.comparison import Planned
from idmaj.effects.contrasts import describe_sample
from idmaj.effects.cost_inputs import find_cost_of_person
from idmaj.effects.rows import DECLARED_ONLY, Place, place_outcome
from idmaj.effects.settling.assumptions import (
    Assumptions,
    assume_from_declaration,
    assume_from_sample,
)
from idmaj.effects.settling.events import find_detectable_hazard_ratio
from idmaj.effects.settling.search import PeopleNeeded
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study
from idmaj.study.rules import horizon_text

CURVE = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
"""Points of the power curve, as parts of the people needed."""
OBSERVED = "note-settling-observed"
DECLARED = "note-settling-declared"


@dataclass(frozen=True, eq=False)
class _Question:
    """One outcome as its rows see it: `enrolled` are those of each arm who are there already."""

    study: Study
    place: Place
    assumed: Assumptions
    columns: dict[str, Any]
    enrolled: tuple[int, int]

    def row(self, **values: Any) -> EffectEstimate:
        return self.place.row(**{**self.columns, **values})

    def attempt(self, number: Any, **values: Any) -> EffectEstimate:
        """Make a row of the number that a function returns, or the row that says why there is none."""
        columns = {**self.columns, **values}
        return self.place.attempt(lambda: self.place.row(**{**columns, "estimate": number()}), **columns)


def settle(planned: Planned) -> list[EffectEstimate]:
    """Say what a planned comparison could have shown, and what would settle it.

    Parameters
    ----------
    planned
        At its primary horizon.

    Returns
    -------
    list of EffectEstimate
        Role `diagnostic`, estimator `power`, by term:

        - ``detectable``: the smallest difference found with the wanted power, signed towards the better;
          `threshold` is what matters. ``power``: the chance of finding what matters; `threshold` is the power
          wanted. Both have in `statistic` the share without support, or the standard deviation within arms, that
          they rest on.
        - ``people``, ``supported`` among them, ``further`` (scale `people`), ``months``, ``money``: what the wanted
          power takes, in the study's proportions and with its losses; the last two for the further people.
        - ``people|n``: the power with n people (a point of a curve).
        - ``hazard`` (scale `hazard_ratio`): the ratio nearest 1 that the events seen would show.
    """
    name = str(planned.place.fields["outcome"])
    share = planned.study.settling.shares.get(name) if planned.sample.is_binary else None
    columns: dict[str, Any] = {
        **describe_sample(planned.sample), "n_events": None, "estimand": planned.beside.estimand,
        "estimator": "power", "role": "diagnostic", "note": OBSERVED if share is None else DECLARED,
        "scale": planned.sample.scale, "term": "detectable",
    }  # fmt: skip
    try:
        assumed = assume_from_sample(
            planned.sample, planned.beside.outcome, planned.study,
            std_error=planned.primary.std_error, share=share,
        )  # fmt: skip
    except EstimationError as error:
        return [planned.place.refuse(error, **columns)]
    enrolled = planned.sample.n_assigned
    question = _Question(planned.study, planned.place, assumed, columns, enrolled)
    rows = [*_judge_own_people(question, planned), *_judge_events(question, planned)]
    return rows if share is not None else [*rows, *_find_what_settles(question)]


def settle_declared(study: Study, *, as_of: str) -> list[EffectEstimate]:
    """Say what two arms would need where the share without support is declared; nothing measured enters.

    Parameters
    ----------
    study
        Its `[settling]` shares, smallest effects and costs.
    as_of
        Data cut-off, ISO date.

    Returns
    -------
    list of EffectEstimate
        Terms ``people`` to ``people|n`` of `settle`, for two arms of equal size that have nobody yet; population
        `DECLARED_ONLY`.
    """
    rows: list[EffectEstimate] = []
    for name, share in study.settling.shares.items():
        outcome = study.outcome[name]
        if outcome.kind not in {"binary", "time_to_event"}:
            continue
        place = place_at_main_horizon(study, name, as_of=as_of).at(population=DECLARED_ONLY)
        columns: dict[str, Any] = {
            "estimator": "power", "role": "diagnostic", "note": DECLARED, "scale": "people", "term": "people",
        }  # fmt: skip
        assumed = assume_from_declaration(outcome, study, share=share)
        rows += _find_what_settles(_Question(study, place, assumed, columns, (0, 0)))
    return rows


def place_at_main_horizon(study: Study, name: str, *, as_of: str) -> Place:
    """Return the place of an outcome's rows at its primary horizon.

    Parameters
    ----------
    study
        The study.
    name
        Name of the outcome.
    as_of
        Data cut-off, ISO date.
    """
    horizon = study.outcome[name].main_horizon
    if isinstance(horizon, str):
        time = next(wave.time for wave in study.wave if wave.id == horizon)
    else:
        time = float("nan") if horizon is None else float(horizon)
    return place_outcome(study, name, as_of=as_of).at(horizon=horizon_text(horizon), time=time)


def _judge_own_people(question: _Question, planned: Planned) -> Iterator[EffectEstimate]:
    assumed, sample = question.assumed, planned.sample
    people = (sample.n_treated, sample.n_comparison)
    yield question.attempt(
        lambda: assumed.detectable_with(*people), threshold=assumed.effect, statistic=assumed.base
    )
    if assumed.effect is not None:
        yield question.attempt(
            lambda: assumed.power_with(*people), term="power", scale="probability", unit="",
            threshold=assumed.power, statistic=assumed.base,
        )  # fmt: skip


def _judge_events(question: _Question, planned: Planned) -> Iterator[EffectEstimate]:
    """Events are those by the primary horizon."""
    sample, assumed = planned.sample, question.assumed
    if not planned.beside.outcome.is_event or sample.assignment.clusters is not None:
        return
    share = sample.n_treated / len(sample.outcome)

    def ratio() -> float:
        nearest = find_detectable_hazard_ratio(
            float(sample.outcome.sum()),
            power=assumed.power,
            share_treated=share,
            conf_level=assumed.conf_level,
        )
        return nearest if assumed.direction < 0 else 1 / nearest

    yield question.attempt(
        ratio,
        term="hazard",
        scale="hazard_ratio",
        unit="",
        n_events=int(sample.outcome.sum()),
        note="note-settling-events",
    )


def _find_what_settles(question: _Question) -> list[EffectEstimate]:
    place = Place({**question.place.fields, "unit": ""})
    question = _Question(question.study, place, question.assumed, question.columns, question.enrolled)
    try:
        needed = question.assumed.find_people()
    except EstimationError as error:
        return [place.refuse(error, **{**question.columns, "term": "people", "scale": "people"})]
    whole = needed.rounded()
    further = tuple(max(0, all_ - there) for all_, there in zip(whole, question.enrolled, strict=True))
    return [
        question.row(
            term="people", scale="people", estimate=float(sum(whole)), statistic=question.assumed.base,
            threshold=question.assumed.power,
        ),
        question.row(term="supported", scale="people", estimate=float(whole[0])),
        question.row(term="further", scale="people", estimate=float(sum(further))),
        *_count_months_and_money(question, further),
        *_draw_curve(question, needed),
    ]  # fmt: skip


def _count_months_and_money(question: _Question, further: tuple[int, ...]) -> Iterator[EffectEstimate]:
    """Money is that of the further people alone: what was spent on those already there is spent."""
    settling, costs = question.study.settling, question.study.costs
    if settling.people_per_month is not None:
        yield question.row(term="months", scale="months", estimate=sum(further) / settling.people_per_month)
    if settling.cost_per_person is not None:
        money = sum(further) * settling.cost_per_person
    elif costs is not None:
        money = further[0] * find_cost_of_person(costs, "funder", rate=costs.main_discount)
    else:
        return
    currency = question.study.study.currency
    yield question.row(term="money", scale="money", unit=currency, estimate=float(money))


def _draw_curve(question: _Question, needed: PeopleNeeded) -> list[EffectEstimate]:
    assumed = question.assumed
    sizes = {max(4, 2 * ceil(needed.total * part / 2)) for part in CURVE}
    arms = np.array([assumed.share_treated, 1 - assumed.share_treated]) * assumed.share_observed
    return [
        question.attempt(
            lambda people=arms * size: assumed.power_with(*people), term=f"people|{size}", scale="probability"
        )
        for size in sorted(sizes)
        if (arms * size).min() >= 2
    ]
