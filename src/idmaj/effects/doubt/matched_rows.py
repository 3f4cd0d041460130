"""Rows of Rosenbaum bounds: what the matched pairs of a comparison survive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from idmaj.effects.comparison import Planned
from idmaj.effects.conditions import FloatArray, IntArray
from idmaj.effects.contrasts import SCALE, Numbers
from idmaj.effects.doubt.matched_sets import estimate_set_sensitivity
from idmaj.effects.doubt.rosenbaum import (
    Sensitivity,
    bound_shift,
    estimate_discordant_sensitivity,
    estimate_signed_rank_sensitivity,
)
from idmaj.effects.matching import estimate_matched
from idmaj.effects.sample import Sample
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate

GAMMAS: Final = (1.0, 1.25, 1.5, 2.0, 3.0)
"""Hidden biases at which the Hodges-Lehmann estimate of pairs is bounded."""


def measure_matched(planned: Planned) -> Iterator[EffectEstimate]:
    """Make the rows of Rosenbaum bounds, where the plan matches people one by one.

    Parameters
    ----------
    planned
        The planned comparison.

    Yields
    ------
    EffectEstimate
        Scale ``gamma``: the hidden bias at which the test stops leaving out no effect, 1 where it does not do
        so without bias, with the p-value without bias. Pairs of amounts also: bounds of the effect at `GAMMAS`.
    """
    sample = planned.sample
    if "matching" not in {planned.plan.primary, *planned.plan.robustness}:
        return
    fields = {"estimator": "rosenbaum", "role": "diagnostic", "n_events": None}
    pairs: list[IntArray] = []

    def match() -> IntArray:
        if not pairs:
            pairs.append(_match(sample))
        return pairs[0]

    def gamma() -> Numbers:
        found = _test(sample, match(), conf_level=planned.beside.conf_level)
        counts = {"n_treated": found.n_sets, "n_min": float(found.n_sets)}
        note = "note-matched-sets" if found.gamma > 1 else "note-matched-sets|note-nothing-to-overturn"
        return {"estimate": found.gamma, "p_value": found.p_value, "note": note, **counts}

    yield planned.beside.row(gamma, **fields, scale="gamma", unit="", note="note-matched-sets")
    if sample.is_binary or sample.matching.ratio > 1 or _refuses(match):
        return
    for bias in GAMMAS:
        yield planned.beside.row(
            _bound(sample, match(), bias), **fields, scale=SCALE[False], population=f"population-gamma|{bias:g}",
            note="note-matched-bounds",
        )  # fmt: skip


def _refuses(match: Callable[[], IntArray]) -> bool:
    try:
        match()
    except EstimationError:
        return True
    return False


def _match(sample: Sample) -> IntArray:
    """Match as the study does; sets must not share people."""
    rule = sample.matching
    if rule.replacement or sample.assignment.clusters is not None or sample.weights is not None:
        raise EstimationError("dependent-sets")
    exact = [i for i, name in enumerate(sample.names) if name.partition("=")[0] in rule.exact]
    return estimate_matched(
        sample.outcome, sample.treated, sample.covariates, exact=sample.covariates[:, exact] if exact else None,
        ratio=rule.ratio, caliper=rule.caliper,
    ).pairs  # fmt: skip


def _differences(sample: Sample, pairs: IntArray) -> FloatArray:
    return np.asarray(sample.outcome[pairs[:, 0]] - sample.outcome[pairs[:, 1]])


def _test(sample: Sample, pairs: IntArray, *, conf_level: float) -> Sensitivity:
    if sample.matching.ratio > 1:
        supported, position = np.unique(pairs[:, 0], return_inverse=True)
        rows = np.concatenate([supported, pairs[:, 1]])
        sets = np.concatenate([np.arange(len(supported)), position])
        return estimate_set_sensitivity(
            sample.outcome[rows], sample.treated[rows], sets, conf_level=conf_level
        )
    differences = _differences(sample, pairs)
    if sample.is_binary:
        more, less = int((differences > 0).sum()), int((differences < 0).sum())
        return estimate_discordant_sensitivity(more, less, conf_level=conf_level)
    return estimate_signed_rank_sensitivity(differences, conf_level=conf_level)


def _bound(sample: Sample, pairs: IntArray, bias: float) -> Callable[[], Numbers]:
    def make() -> Numbers:
        low, high = bound_shift(_differences(sample, pairs), bias)
        counts = {"n": 2 * len(pairs), "n_treated": len(pairs), "n_comparison": len(pairs)}
        return {"bound_low": low, "bound_high": high, **counts, "n_min": float(len(pairs))}

    return make
