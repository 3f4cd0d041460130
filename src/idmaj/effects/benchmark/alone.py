"""What stands beside any small cohort: the published rates, and what the number of people alone allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from idmaj.effects.benchmark.observed_expected import estimate_none_chance
from idmaj.effects.benchmark.rates import EVERYBODY, OVERALL, PublishedCurve
from idmaj.effects.rows import DECLARED_ONLY, Place
from idmaj.estimates import EffectEstimate

PEOPLE_ONLY: Final = "depends on the number of people only"
PUBLISHED: Final = "note-benchmark-published"
PRESS: Final = "note-benchmark-press"
SIZE_ALONE: Final = "note-benchmark-size-alone"
NONE_OF_N: Final = "none of n"
RATE: Final = "rate"
Curves = Mapping[tuple[str, str], PublishedCurve]
_FIELDS: Final[dict[str, Any]] = {
    "estimator": "observed_expected", "role": "diagnostic", "estimand": "descriptive", "unit": "",
    "scale": "probability",
}  # fmt: skip


def tell_rates(
    curves: Curves, place: Place, name: str, *, dimensions: Sequence[str], note: str = PUBLISHED
) -> Iterator[EffectEstimate]:
    """Write the published rates as rows; no person enters.

    Parameters
    ----------
    curves
        Published curves by dimension and category.
    place
        Where rows stand.
    name
        Name of the benchmark.
    dimensions
        Those that the study looks at.
    note
        What kind of figures these are.

    Yields
    ------
    EffectEstimate
        Term ``name|dimension|category|rate|horizon``; the lowest and highest value that a rate may stand for as
        bounds.
    """
    for (dimension, category), curve in curves.items():
        if dimension not in dimensions:
            continue
        for number, horizon in enumerate(curve.horizons):
            yield place.row(
                **_FIELDS, population=DECLARED_ONLY, note=note,
                term=f"{name}|{dimension}|{category}|{RATE}|{horizon:g}",
                estimate=float(curve.published[number]), bound_low=float(curve.low[number]),
                bound_high=float(curve.high[number]),
            )  # fmt: skip


def tell_size(curves: Curves, place: Place, name: str, *, n: int) -> Iterator[EffectEstimate]:
    """Write the chance that none of n people has the event between two published times; only n enters.

    Parameters
    ----------
    curves, place
        As `tell_rates`; the rates of everybody are read.
    name
        Name of the group and of the benchmark.
    n
        Number of people.

    Yields
    ------
    EffectEstimate
        Term ``name|overall|none of n|from|to``, for people who have stayed out until `from` since release;
        `threshold` is the published risk that it rests on.
    """
    curve = curves.get((OVERALL, EVERYBODY))
    if curve is None or n == 0:
        return
    ends = [0.0, *map(float, curve.horizons)]
    for number, start in enumerate(ends[:-1]):
        for end in ends[number + 1 :]:
            risk = float(curve.condition(np.array([start]), end - start)[0])
            if 0 < risk < 1:
                yield place.row(
                    **_FIELDS, population=PEOPLE_ONLY, n=n, n_min=float(n), note=SIZE_ALONE,
                    term=f"{name}|{OVERALL}|{NONE_OF_N}|{start:g}|{end:g}",
                    estimate=estimate_none_chance(n, risk), threshold=risk,
                )  # fmt: skip
