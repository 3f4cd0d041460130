"""What the power of a study rests on: the level without support, how it varies, what difference would matter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from idmaj.effects.contrasts import SCALE
from idmaj.effects.sample import Sample
from idmaj.effects.settling.clusters import estimate_design_effect
from idmaj.effects.settling.exact_shares import estimate_exact_power
from idmaj.effects.settling.means import estimate_power_of_means, find_detectable_mean, find_people_for_means
from idmaj.effects.settling.search import PeopleNeeded, find_effect
from idmaj.effects.settling.shares import (
    estimate_power_of_shares,
    find_detectable_share,
    find_people_for_shares,
)
from idmaj.errors import EstimationError
from idmaj.study import Outcome, Study

SMALL_ARM = 30
"""People an arm below which the power of shares is counted exactly, by Fisher's test."""


@dataclass(frozen=True)
class Assumptions:
    """What is assumed of an outcome.

    Attributes
    ----------
    is_binary : bool
    base : float
        Share without support, 0 to 1; standard deviation within arms where the outcome is an amount.
    effect : float, optional
        Smallest difference that matters, above 0, in the outcome's unit; None where none is declared.
    direction : {-1, 1}
        The better direction; the one with more room where either is.
    design_effect : float
        Variance of the planned estimator over that of a plain difference of the same people: what clusters and
        weights take and covariates give.
    share_treated, share_observed : float
        Share of people who are supported; share of those assigned whose outcome is known.
    power, conf_level : float
        Wanted power, and one less the level of the test.
    """

    is_binary: bool
    base: float
    effect: float | None
    direction: int
    design_effect: float
    share_treated: float
    share_observed: float
    power: float
    conf_level: float

    @cached_property
    def treated_share(self) -> float:
        """Share with support if it differs by what matters.

        Raises
        ------
        EstimationError
            ``no-smallest-effect``; ``impossible-effect`` where it lies outside 0 to 1.
        """
        share = self.base + self.direction * self._matters
        if not 0 <= share <= 1:
            raise EstimationError("impossible-effect", effect=self._matters, base=self.base)
        return share

    def power_with(self, n_treated: float, n_comparison: float) -> float:
        """Return the power against the smallest difference that matters."""
        one, zero = n_treated / self.design_effect, n_comparison / self.design_effect
        if not self.is_binary:
            return estimate_power_of_means(
                self._matters / self.base, n_treated=one, n_comparison=zero, conf_level=self.conf_level
            )
        if self._is_counted(n_treated, n_comparison):
            return self._count_power(self.treated_share, int(n_treated), int(n_comparison))
        return estimate_power_of_shares(
            self.treated_share, self.base, n_treated=one, n_comparison=zero, conf_level=self.conf_level
        )

    def detectable_with(self, n_treated: float, n_comparison: float) -> float:
        """Return the smallest difference found with the wanted power, signed towards the better."""
        people = {
            "n_treated": n_treated / self.design_effect, "n_comparison": n_comparison / self.design_effect,
            "power": self.power, "conf_level": self.conf_level,
        }  # fmt: skip
        if not self.is_binary:
            return self.direction * self.base * find_detectable_mean(**people)
        if self._is_counted(n_treated, n_comparison):
            return self._count_detectable(int(n_treated), int(n_comparison))
        return find_detectable_share(self.base, direction=-1 if self.direction < 0 else 1, **people)

    def find_people(self) -> PeopleNeeded:
        """Return the people to be assigned so that what matters is found with the wanted power."""
        shared = {"power": self.power, "share_treated": self.share_treated}
        if self.is_binary:
            needed = find_people_for_shares(
                self.treated_share, self.base, **shared, conf_level=self.conf_level, method="pooled"
            )
        else:
            needed = find_people_for_means(self._matters / self.base, **shared, conf_level=self.conf_level)
        return needed.times(self.design_effect / self.share_observed)

    @property
    def _matters(self) -> float:
        if self.effect is None:
            raise EstimationError("no-smallest-effect")
        return self.effect

    def _is_counted(self, n_treated: float, n_comparison: float) -> bool:
        return self.design_effect == 1 and min(n_treated, n_comparison) < SMALL_ARM

    def _count_power(self, share: float, n_treated: int, n_comparison: int) -> float:
        return estimate_exact_power(
            share, self.base, n_treated=n_treated, n_comparison=n_comparison, conf_level=self.conf_level
        )

    def _count_detectable(self, n_treated: int, n_comparison: int) -> float:
        room = self.base if self.direction < 0 else 1 - self.base
        return self.direction * find_effect(
            lambda effect: self._count_power(
                min(max(self.base + self.direction * effect, 0.0), 1.0), n_treated, n_comparison
            ),
            self.power,
            largest=room,
        )


def assume_from_sample(
    sample: Sample, outcome: Outcome, study: Study, *, std_error: float | None, share: float | None = None
) -> Assumptions:
    """Read the assumptions from the people of a study.

    Parameters
    ----------
    sample
        People of both arms with the outcome observed.
    outcome, study
        Declared effect and power; correlation within clusters where it is declared.
    std_error
        Of the planned contrast; None where it has none.
    share
        Declared share without support, which replaces the observed one.

    Raises
    ------
    EstimationError
        ``no-variation`` where everybody has the same value.
    """
    one, zero = sample.outcome[sample.treated], sample.outcome[~sample.treated]
    if sample.is_binary:
        base = float(zero.mean()) if share is None else share
        plain = float(one.var() / len(one) + zero.var() / len(zero))
    else:
        squares = float(((one - one.mean()) ** 2).sum() + ((zero - zero.mean()) ** 2).sum())
        base = float(np.sqrt(squares / (len(one) + len(zero) - 2)))
        plain = base**2 * (1 / len(one) + 1 / len(zero))
    if plain <= 0:
        raise EstimationError("no-variation")
    return Assumptions(
        is_binary=sample.is_binary,
        base=base,
        effect=find_effect_that_matters(outcome, base, is_binary=sample.is_binary),
        direction=find_direction(outcome, base, is_binary=sample.is_binary),
        design_effect=_find_design_effect(sample, study, std_error, plain),
        share_treated=sample.n_assigned[0] / sum(sample.n_assigned),
        share_observed=len(sample.outcome) / sum(sample.n_assigned),
        power=study.settling.power,
        conf_level=study.analysis.conf_level,
    )


def assume_from_declaration(outcome: Outcome, study: Study, *, share: float) -> Assumptions:
    """Take the assumptions from the study file alone, for two arms of equal size of which nobody is lost."""
    return Assumptions(
        is_binary=True,
        base=share,
        effect=find_effect_that_matters(outcome, share, is_binary=True),
        direction=find_direction(outcome, share, is_binary=True),
        design_effect=1.0,
        share_treated=0.5,
        share_observed=1.0,
        power=study.settling.power,
        conf_level=study.analysis.conf_level,
    )


def find_effect_that_matters(outcome: Outcome, base: float, *, is_binary: bool) -> float | None:
    """Return the smallest effect that matters as a difference; None where none is declared on such a scale."""
    declared = outcome.smallest_effect
    if declared is None:
        return None
    if declared.scale == SCALE[is_binary]:
        return declared.value
    if declared.scale == "risk_ratio" and is_binary:
        up = max(declared.value, 1 / declared.value)
        return base * (up - 1) if find_direction(outcome, base, is_binary=True) > 0 else base * (1 - 1 / up)
    return None


def find_direction(outcome: Outcome, base: float, *, is_binary: bool) -> int:
    """Return the better direction; where either is, the one with more room for a share."""
    if outcome.better == "either":
        return -1 if is_binary and base > 0.5 else 1
    return 1 if outcome.better == "higher" else -1


def _find_design_effect(sample: Sample, study: Study, std_error: float | None, plain: float) -> float:
    declared, clusters = study.settling.intraclass, sample.assignment.n_clusters
    if declared is not None and clusters is not None and not sample.assignment.is_paired:
        return estimate_design_effect(max(len(sample.outcome) / clusters, 1.0), declared)
    is_small = min(sample.n_treated, sample.n_comparison) < SMALL_ARM and clusters is None
    if std_error is None or (sample.is_binary and is_small):
        return 1.0
    return std_error**2 / plain
