"""What a programme costs, and what its results are worth set against that: rows of every outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, get_args

import numpy as np

from idmaj.effects.conditions import FloatArray
from idmaj.effects.cost_effectiveness import EffectAtCost, Plane, estimate_cost_ratio
from idmaj.effects.cost_inputs import find_consequences, find_items, name_price
from idmaj.effects.cost_sums import NetCost, ValuedEffect, build_net_cost, find_effects
from idmaj.effects.rows import DECLARED_ONLY, Place
from idmaj.effects.settling.settle import place_at_main_horizon
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Study
from idmaj.study.costs import Costs, View

SEED = 20_241_206
FIXED = "note-cost-fixed"


def value_results(rows: Iterable[EffectEstimate], study: Study, *, as_of: str) -> list[EffectEstimate]:
    """Set the results of a study against its costs.

    Parameters
    ----------
    rows
        Estimates; of each outcome the primary row of all people is read.
    study
        Its section `[costs]`.
    as_of
        Data cut-off, ISO date.

    Returns
    -------
    list of EffectEstimate
        Role `diagnostic`. Estimator `cost`, population `DECLARED_ONLY`, term ``view|rate``: what a supported person
        costs. Estimator `cost`, term ``view|net``: the cost less what the consequences of other outcomes save
        (`std_error` its spread, `statistic` its correlation with the effect): with the primary row, the ellipse of
        the plane. Estimator `icer`, term ``view|rate``. Estimator `net_benefit`, population
        ``population-worth|λ``, term `view`: scale `money`, and `probability` (a point of the acceptability curve).
        Estimator `net_benefit`, term ``view|break_even``: consequences alone less costs, and the chance that they
        pay for them; at the outcome of the consequence with the fewest people.
    """
    costs = study.costs
    if costs is None:
        return []
    effects = find_effects(rows, study)
    found: list[EffectEstimate] = []
    for name in study.outcome:
        place = _place(study, name, effects, as_of)
        found += _price(costs, place)
        if not study.has_comparison:
            found.append(_refuse_ratio(place))
        elif name in effects:
            found += _value_outcome(study, name, effects, place)
    if study.has_comparison:
        found += _break_even(study, effects, as_of=as_of)
    return found


def _place(study: Study, name: str, effects: dict[str, ValuedEffect], as_of: str) -> Place:
    place = place_at_main_horizon(study, name, as_of=as_of).at(unit=study.study.currency)
    if name not in effects:
        return place
    row = effects[name].row
    return place.at(slice=row.slice, look=row.look, horizon=row.horizon, time=row.time)


def _price(costs: Costs, place: Place) -> Iterator[EffectEstimate]:
    """What a supported person costs, from the study file alone."""
    for view in get_args(View):
        for rate in _rates(costs):
            columns: dict[str, Any] = {
                "estimator": "cost", "scale": "money", "term": name_price(view, rate), "role": "diagnostic",
                "population": DECLARED_ONLY,
            }  # fmt: skip
            cost = NetCost(find_items(costs, view, rate=rate), [])
            if cost.items:
                yield place.attempt(partial(_priced_row, place, columns, cost, costs), **columns)
            elif rate == costs.main_discount:
                yield place.row(**columns, note="note-no-cost-in-view")


def _rates(costs: Costs) -> list[float]:
    """Return the discounts that change something: the main one alone where everything falls at the start."""
    later = any(item.year > 0 for item in costs.item) or any(x.year > 0 for x in costs.consequence)
    return list(dict.fromkeys(costs.discount)) if later else [costs.main_discount]


def _refuse_ratio(place: Place) -> EffectEstimate:
    return place.row(
        estimator="cost", scale="money_per_unit", term="ratio", role="diagnostic", population=DECLARED_ONLY,
        note="estimation-no-effect-to-value",
    )  # fmt: skip


def _priced_row(place: Place, columns: dict[str, Any], cost: NetCost, costs: Costs) -> EffectEstimate:
    """Where a cost varies, its row has the spread and the percentiles of its draws."""
    if cost.error == 0:
        return place.row(**columns, estimate=cost.mean, note=FIXED)
    draws = cost.draw(costs.draws, np.random.default_rng(SEED))
    return place.row(**columns, estimate=cost.mean, std_error=cost.error, **_percentiles(draws, 0.95))


def _percentiles(draws: FloatArray, conf_level: float) -> dict[str, Any]:
    low, high = np.quantile(draws, [(1 - conf_level) / 2, (1 + conf_level) / 2])
    return {
        "conf_low": float(low), "conf_high": float(high), "conf_level": conf_level, "interval": "percentile",
    }  # fmt: skip


def _value_outcome(
    study: Study, name: str, effects: dict[str, ValuedEffect], place: Place
) -> Iterator[EffectEstimate]:
    costs, effect = study.costs, effects[name]
    assert costs is not None  # the caller sees to it
    note = "" if study.study.design == "randomised" else "note-value-if-causal"
    for view in get_args(View):
        items = find_items(costs, view, rate=costs.main_discount)
        if not items:
            continue
        base = {**effect.columns, "note": note}
        for rate in _rates(costs):
            cost = build_net_cost(costs, view, effects, rate=rate, leave_out=name)
            columns = {**base, "estimator": "icer", "scale": "money_per_unit", "term": name_price(view, rate)}
            yield place.attempt(partial(_ratio_row, place, columns, effect, cost), **columns)
        cost = build_net_cost(costs, view, effects, rate=costs.main_discount, leave_out=name)
        yield from _weigh(study, effect, cost, place, view=view, base=base)


def _ratio_row(place: Place, columns: dict[str, Any], effect: ValuedEffect, cost: NetCost) -> EffectEstimate:
    effect.check_people()
    effect.check_sign()
    level = effect.row.conf_level or 0.95
    ratio = estimate_cost_ratio(
        EffectAtCost(effect.mean, effect.error, cost.mean, cost.error), conf_level=level
    )
    numbers = {
        "estimate": ratio.estimate, "conf_low": ratio.conf_low, "conf_high": ratio.conf_high,
        "conf_level": level, "interval": "inversion",
        "note": _join(columns["note"], f"note-quadrant-{ratio.quadrant}"),
    }  # fmt: skip
    return place.row(**{**columns, **numbers})


def _weigh(
    study: Study, effect: ValuedEffect, cost: NetCost, place: Place, *, view: View, base: dict[str, Any]
) -> list[EffectEstimate]:
    """The plane, and net benefit and acceptability for each declared worth of a unit of the outcome."""
    costs = study.costs
    assert costs is not None  # the caller sees to it
    columns = {**base, "estimator": "cost", "scale": "money", "term": f"{view}|net"}

    def make() -> list[EffectEstimate]:
        effect.check_people()
        rng = np.random.default_rng(SEED)
        plane = Plane(rng.normal(effect.mean, effect.error, costs.draws), cost.draw(costs.draws, rng))
        spread = {"estimate": cost.mean, "statistic": 0.0, "note": _join(base["note"], FIXED)}
        if cost.error > 0:
            level = effect.row.conf_level or 0.95
            spread |= {
                "std_error": cost.error,
                "note": base["note"],
                **_percentiles(plane.cost, level),
            }
        rows = [place.row(**{**columns, **spread})]
        for worth in costs.worth.get(str(place.fields["outcome"]), []):
            rows += _benefit_rows(
                plane.benefit_at(worth), worth * effect.mean - cost.mean,
                place.at(population=f"population-worth|{worth:g}"), {**base, "term": view},
                float(np.hypot(worth * effect.error, cost.error)), effect.row.conf_level or 0.95,
            )  # fmt: skip
        return rows

    return place.attempt_all(make, **columns)


def _benefit_rows(
    draws: FloatArray,
    mean: float,
    place: Place,
    columns: dict[str, Any],
    error: float,
    conf_level: float,
) -> list[EffectEstimate]:
    """Net benefit in money, and the chance that it is above 0, a draw at 0 counted half."""
    chance = float((draws > 0).mean() + (draws == 0).mean() / 2)
    shared = {**columns, "estimator": "net_benefit"}
    money = {"estimate": mean, "std_error": error, **_percentiles(draws, conf_level)}
    return [
        place.row(**{**shared, "scale": "money", **money}),
        place.at(unit="").row(
            **{
                **shared,
                "scale": "probability",
                "estimate": chance,
                "note": _join(columns["note"], "note-drawn"),
            }
        ),
    ]


def _break_even(study: Study, effects: dict[str, ValuedEffect], *, as_of: str) -> Iterator[EffectEstimate]:
    costs = study.costs
    assert costs is not None  # the caller sees to it
    for view in get_args(View):
        consequences = find_consequences(costs, view, rate=costs.main_discount)
        items = find_items(costs, view, rate=costs.main_discount)
        if not items:
            continue
        names = [name for name, _ in consequences]
        if not names:
            place = _place(study, next(iter(study.outcome)), effects, as_of)
            yield place.row(
                estimator="cost", scale="probability", term=f"{view}|break_even", role="diagnostic",
                population=DECLARED_ONLY, note="note-no-consequence",
            )  # fmt: skip
            continue
        known = [name for name in names if name in effects]
        fewest = min(
            known or names, key=lambda name: (effects[name].row.n_min or 0) if name in effects else 0
        )
        yield from _judge_break_even(study, view, effects, _place(study, fewest, effects, as_of), names)


def _judge_break_even(
    study: Study, view: View, effects: dict[str, ValuedEffect], place: Place, names: list[str]
) -> list[EffectEstimate]:
    costs = study.costs
    assert costs is not None  # the caller sees to it
    note = "" if study.study.design == "randomised" else "note-value-if-causal"
    note = _join(note, "note-outcomes-independent" if len(set(names)) > 1 else "")
    own = effects.get(str(place.fields["outcome"]))
    columns = {**(own.columns if own else {"role": "diagnostic"}), "term": f"{view}|break_even", "note": note}

    def make() -> list[EffectEstimate]:
        absent = [name for name in names if name not in effects]
        if absent:
            raise EstimationError("no-effect-to-value", what=absent[0])
        for name in names:
            effects[name].check_people()
        cost = build_net_cost(costs, view, effects, rate=costs.main_discount)
        draws = -cost.draw(costs.draws, np.random.default_rng(SEED))
        return _benefit_rows(draws, -cost.mean, place, columns, cost.error, study.analysis.conf_level)

    return place.attempt_all(make, estimator="net_benefit", scale="money", **columns)


def _join(*notes: str) -> str:
    return "|".join(note for note in notes if note)
