"""Estimators of one sample, and what stands beside them, on the processes of people.

Each estimator goes through the function of a run (`ESTIMATORS`, `build_companions`) with the sample of a run,
and must hold its own estimand: the average effect in a lottery, the effect on the treated in a comparison, in
the population from which people are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import numpy as np
from benchmarks.coverage import LEVEL, Interval, Process, attempt
from benchmarks.processes import (
    average,
    chance_of_any,
    cut_income,
    draw_sample,
    effect,
    event_of,
    find_quantile,
    mean_income,
    share_above,
)

from idmaj.effects.beside import Beside
from idmaj.effects.calibration import NOT_PLANNED
from idmaj.effects.companions import build_companions
from idmaj.effects.contrasts import ESTIMATORS
from idmaj.effects.design import has_events_for_logit
from idmaj.effects.incomes import PROBABILITIES, WINSORISED
from idmaj.effects.rows import Place
from idmaj.effects.sample import Sample
from idmaj.estimates import EffectEstimate
from idmaj.study import Outcome

RISKS = (0.05, 0.25, 0.5)
LINEAR = ("difference_in_means", "ancova", "lin")
OF_SHARES = ("newcombe", "logit_gcomputation", *LINEAR)
OF_COMPARISON = ("aipw", "ipw", "entropy_balancing", "matching")
SLOW, SLOWER, SLOWEST = 1_000, 400, 200
"""Draws where estimators redraw the assignment or the sample thousands of times, or search for each end."""
BESIDE = (
    ("stratified", "stratified", "stratified", SLOWER),
    ("pairs", "paired", "paired", SLOWEST),
    ("towns", "clustered", "clustered", SLOWER),
    ("paired towns", "clustered", "paired towns", SLOWER),
)
LABEL = {"en": "y", "fr": "y", "ar": "y"}
INCOME = Outcome.model_validate(
    {"label": LABEL, "domain": "income", "kind": "continuous", "better": "higher", "value": {"column": "y"},
     "money": True}
)  # fmt: skip
EVENT = Outcome.model_validate(
    {"label": LABEL, "domain": "employment", "kind": "binary", "better": "lower",
     "value": {"column": "y", "equals": 1}}
)  # fmt: skip
PLACE = Place(
    {"study": "made-up", "as_of": "", "outcome": "y", "domain": "income", "definition": "", "unit_time": "",
     "subgroup": "all", "unit": "", "is_simulated": True, "plan_hash": ""}
)  # fmt: skip


@cache
def find_effect(risk: float | None, over: str) -> float:
    """Effect on the mean income, or on the risk."""
    return effect(mean_income if risk is None else event_of(risk), over=over)


def _try_estimators(sample: Sample, *, names: tuple[str, ...], truth: float) -> Iterator[Interval]:
    for name in names:
        if name == "logit_gcomputation" and not has_events_for_logit(sample):
            yield Interval(name, reason=NOT_PLANNED)
        else:
            yield attempt(name, truth, partial(_ends, name, sample))


def _ends(name: str, sample: Sample) -> tuple[float, float]:
    numbers = ESTIMATORS[name](sample, LEVEL)
    return numbers["conf_low"], numbers["conf_high"]


def _try_companions(
    sample: Sample, *, design: str, truths: dict[str, float], redrawn: bool = False
) -> Iterator[Interval]:
    is_lot = design == "randomised"
    beside = Beside(
        sample, PLACE, EVENT if sample.is_binary else INCOME, "itt" if is_lot else "att", design,
        "difference_in_means" if is_lot else "aipw", redrawn, LEVEL,
    )  # fmt: skip
    for row in build_companions(beside):
        name = name_row(row)
        if name in truths:
            yield read_row(row, name, truths[name])


def name_row(row: EffectEstimate) -> str:
    """Name a row as the table does."""
    name = str(row.estimator)
    if row.population:
        name += ":" + row.population.removeprefix("population-")
    if row.estimand == "ate":
        name += ":ate"
    return name + (":unnormalised" if row.note == "weights not normalised" else "")


def read_row(row: EffectEstimate, name: str, truth: float) -> Interval:
    """Read the interval of a row of the estimates table, or why there is none."""
    if row.note.startswith("estimation-"):
        return Interval(name, reason=row.note.partition("|")[0].removeprefix("estimation-"))
    if row.conf_low is None or row.conf_high is None:
        return Interval(name, reason="no-interval")
    return Interval(name, row.conf_low, row.conf_high, truth)


def _effect_on_always(over: str = "ate") -> float:
    """Effect on the income of those who have one in either arm."""

    def income(x: np.ndarray, z: np.ndarray, t: float) -> np.ndarray:
        return mean_income(x, z, t) / chance_of_any(x, t) * chance_of_any(x, 0.0)

    return effect(income, over=over) / average(share_above(0.0), 0.0, over=over)


@cache
def _income_truths(over: str) -> dict[str, float]:
    cut = effect(cut_income(find_quantile(WINSORISED, arms=(0.0, 1.0))), over=over)
    planned = "difference_in_means" if over == "ate" else "aipw"
    quantiles = {
        f"quantile:quantile|{p:g}": find_quantile(p, arms=(1.0,)) - find_quantile(p, arms=(0.0,))
        for p in PROBABILITIES
    }
    any_income = effect(share_above(0.0), over=over)
    return {
        f"{planned}:winsorised": cut, f"{planned}:any-income": any_income, "newcombe:any-income": any_income,
        "poisson": average(mean_income, 1.0) / average(mean_income, 0.0) - 1,
        "lee_bounds:with-income": _effect_on_always(), **quantiles, **_shared_truths(None),
    }  # fmt: skip


@cache
def _event_truths(risk: float) -> dict[str, float]:
    one, zero = average(event_of(risk), 1.0), average(event_of(risk), 0.0)
    odds = one / (1 - one) / (zero / (1 - zero))
    return {"log_interval": one / zero, "woolf": odds, **_shared_truths(risk)}


def _shared_truths(risk: float | None) -> dict[str, float]:
    lot, treated = find_effect(risk, "ate"), find_effect(risk, "att")
    return {
        "permutation": lot, "wild_bootstrap": lot, "aipw:ate": lot, "difference_in_means:units": lot,
        "aipw:unnormalised": treated, "overlap_weights": find_effect(risk, "ato"),
    }  # fmt: skip


def _truths(risk: float | None, over: str) -> dict[str, float]:
    return _income_truths(over) if risk is None else _event_truths(risk)


def _plain(name: str, kind: str, names: tuple[str, ...], *, over: str = "ate", **world: Any) -> Process:
    truth = find_effect(world.get("risk"), over)
    return Process(
        name, kind, partial(draw_sample, **world), partial(_try_estimators, names=names, truth=truth)
    )


def _beside(
    name: str, kind: str, *, over: str = "ate", redrawn: bool = False, at_most: int = SLOW, **world: Any
) -> Process:
    fields: dict[str, Any] = {
        "design": "randomised" if over == "ate" else "comparison", "redrawn": redrawn,
        "truths": _truths(world.get("risk"), over),
    }  # fmt: skip
    draw = partial(draw_sample, **world)
    return Process(f"{name}, beside", kind, draw, partial(_try_companions, **fields), at_most=at_most)


def build_people_processes() -> list[Process]:
    """Build the processes of people drawn one by one, in a lottery and in a comparison."""
    made = [
        _plain("lottery", "income", LINEAR),
        _plain("comparison", "income", OF_COMPARISON, over="att", arms="comparison"),
        _beside("lottery", "income", redrawn=True),
        _beside("comparison", "income", over="att", arms="comparison"),
    ]
    for risk in RISKS:
        made += [
            _plain(f"lottery, risk {risk:g}", "risk", OF_SHARES, risk=risk),
            _plain(
                f"comparison, risk {risk:g}", "risk", OF_COMPARISON, over="att", arms="comparison", risk=risk
            ),
            _beside(f"lottery, risk {risk:g}", "risk", redrawn=True, risk=risk),
            _beside(f"comparison, risk {risk:g}", "risk", over="att", arms="comparison", risk=risk),
            _profiled(f"lottery, risk {risk:g}, profile", risk),
        ]
    return made


def _profiled(name: str, risk: float) -> Process:
    process = _plain(name, "risk", ("firth_logit",), risk=risk)
    return Process(process.name, process.kind, process.draw, process.estimate, at_most=SLOW)


def build_structured_processes() -> list[Process]:
    """Build the processes of people in strata, pairs and towns, and of weighted samples."""
    made = []
    for risk, kind in ((None, "income"), (0.25, "risk")):
        shared: dict[str, Any] = {"risk": risk}
        logit = ("logit_gcomputation",) if risk else ()
        towns: dict[str, Any] = {"arms": "comparison", "in_towns": True, **shared}
        weights: dict[str, Any] = {"arms": "comparison", "weighted": True, **shared}
        made += [
            _plain("stratified", f"stratified {kind}", LINEAR + logit, arms="stratified", **shared),
            _plain("pairs", f"paired {kind}", LINEAR, arms="paired", **shared),
            _plain("towns", f"clustered {kind}", LINEAR, arms="clustered", **shared),
            _plain("paired towns", f"clustered {kind}", LINEAR, arms="paired towns", **shared),
            _plain("weighted", f"weighted {kind}", LINEAR[:2], weighted=True, **shared),
            _plain("comparison in towns", f"clustered {kind}", OF_COMPARISON[:3], over="att", **towns),
            _plain("weighted comparison", f"weighted {kind}", OF_COMPARISON[:3], over="att", **weights),
            *(
                _beside(name, f"{structure} {kind}", redrawn=True, at_most=at_most, arms=arms, **shared)
                for name, structure, arms, at_most in BESIDE
            ),
        ]
    return made
