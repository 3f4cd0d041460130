"""The planned contrast on completed data sets, pooled into one effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from idmaj.effects.conditions import FloatArray
from idmaj.effects.contrast import check_level
from idmaj.effects.contrasts import ESTIMATORS, of_design
from idmaj.effects.imputing.outcomes import Imputations
from idmaj.effects.imputing.rubin import Pooled, pool_imputations
from idmaj.effects.imputing.shares import pool_risk_difference
from idmaj.effects.regression import estimate_difference_in_means
from idmaj.effects.sample import Sample, cap_rule
from idmaj.effects.winsorising import find_caps, winsorise
from idmaj.errors import EstimationError


@dataclass(frozen=True)
class ImputedEffect:
    """A contrast of two arms pooled over completed data sets.

    Attributes
    ----------
    estimate : float
        Supported minus comparison, in the outcome's unit.
    std_error : float, optional
        None where no share varies.
    conf_low, conf_high, conf_level : float
    interval : str
        ``wald_t``, ``wald_z``, or ``newcombe`` for shares without a model.
    pooled : Pooled, optional
        Variances, degrees of freedom and missing information; None where nobody was lost, or where no share
        varies.
    df, statistic, p_value : float, optional
        None where the interval is Newcombe's.
    """

    estimate: float
    std_error: float | None
    conf_low: float
    conf_high: float
    conf_level: float
    interval: str
    pooled: Pooled | None = None
    df: float | None = None
    statistic: float | None = None
    p_value: float | None = None

    @property
    def excluded_side(self) -> int:
        """1 or -1 where the interval lies above or below no difference, else 0."""
        return 1 if self.conf_low > 0 else -1 if self.conf_high < 0 else 0


def estimate_imputed(
    imputed: Imputations, sample: Sample, *, estimator: str, conf_level: float = 0.95, shift: float = 0.0
) -> ImputedEffect:
    """Estimate a contrast on every completed data set by one estimator, and pool by Rubin's rules.

    Winsorised amounts are cut anew in every data set, and their caps held as known. Shares without a model have
    Newcombe's interval from Wilson limits for imputed data.

    Parameters
    ----------
    imputed : Imputations
        Of the people of `sample`, in its order.
    sample : Sample
        All people of both arms; its outcome is not read.
    estimator : str
        Key of `idmaj.effects.contrasts.ESTIMATORS`.
    conf_level : float
    shift : float
        See `Imputations.complete`.

    Raises
    ------
    EstimationError
        ``unequal-lengths`` where the two do not hold the same people; ``wrong-design`` for an unknown estimator;
        ``too-few-imputations``; whatever the estimator refuses.

    References
    ----------
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys.
    """
    if len(sample.outcome) != len(imputed.lost) or (sample.treated != imputed.treated).any():
        raise EstimationError("unequal-lengths", what="outcome")
    if estimator not in ESTIMATORS:
        raise EstimationError("wrong-design", what=estimator)
    check_level(conf_level)
    if not imputed.n_lost:
        return _of_complete(_analyse(imputed.outcome, sample, estimator, conf_level=conf_level))
    if estimator == "newcombe":
        return _compare_shares(imputed, conf_level=conf_level, shift=shift)
    return pool_sets(analyse_sets(imputed, sample, estimator=estimator, shift=shift), conf_level=conf_level)


@dataclass(frozen=True, eq=False)
class AnalysedSets:
    """One estimate a completed data set.

    Attributes
    ----------
    estimates, variances : ndarray, shape (m,)
    df : float
        Degrees of freedom with complete data, on average; infinite for a normal statistic.
    """

    estimates: FloatArray
    variances: FloatArray
    df: float


def analyse_sets(imputed: Imputations, sample: Sample, *, estimator: str, shift: float = 0.0) -> AnalysedSets:
    """Estimate a contrast on every completed data set; see `estimate_imputed`."""
    found = [
        _analyse(imputed.complete(number, shift=shift), sample, estimator, conf_level=0.95)
        for number in range(imputed.m)
    ]
    return AnalysedSets(
        estimates=np.array([numbers["estimate"] for numbers in found]),
        variances=np.array([numbers["std_error"] ** 2 for numbers in found]),
        df=float(np.mean([numbers.get("df") or np.inf for numbers in found])),
    )


def pool_sets(sets: AnalysedSets, *, conf_level: float) -> ImputedEffect:
    """Pool one estimate a completed data set by Rubin's rules."""
    pooled = pool_imputations(sets.estimates, sets.variances, df_complete=sets.df, conf_level=conf_level)
    contrast = pooled.contrast
    has_df = bool(np.isfinite(contrast.df))
    return ImputedEffect(
        estimate=contrast.estimate,
        std_error=contrast.std_error,
        conf_low=contrast.conf_low,
        conf_high=contrast.conf_high,
        conf_level=conf_level,
        interval="wald_t" if has_df else "wald_z",
        pooled=pooled,
        df=contrast.df if has_df else None,
        statistic=contrast.statistic,
        p_value=contrast.p_value,
    )


def _analyse(outcome: FloatArray, sample: Sample, estimator: str, *, conf_level: float) -> dict[str, Any]:
    share = sample.winsorised_at
    cut = outcome if share is None else winsorise(outcome, find_caps(outcome, cap_rule(sample.uncut, share)))
    complete = sample.with_outcome(cut, is_binary=sample.is_binary)
    if estimator == "difference_in_means" and sample.survey is None:
        # not the wild bootstrap of few clusters, which has an interval but no variance to pool
        contrast = estimate_difference_in_means(
            cut, sample.treated, **of_design(complete), conf_level=conf_level
        )
        return {name: getattr(contrast, name) for name in _NUMBERS}
    return ESTIMATORS[estimator](complete, conf_level)


_NUMBERS = ("estimate", "std_error", "df", "statistic", "p_value", "conf_low", "conf_high", "conf_level")


def _of_complete(numbers: dict[str, Any]) -> ImputedEffect:
    """Return the effect where nobody was lost: the planned one."""
    kept = {name: numbers[name] for name in _NUMBERS if name in numbers}
    df = kept.pop("df", None)
    df = df if df is not None and np.isfinite(df) else None
    interval = numbers.get("interval", "wald_z" if df is None else "wald_t")
    return ImputedEffect(**kept, df=df, interval=interval)


def _compare_shares(imputed: Imputations, *, conf_level: float, shift: float) -> ImputedEffect:
    completed = np.stack([imputed.complete(number, shift=shift) for number in range(imputed.m)])
    arms = [completed[:, arm].mean(axis=1) for arm in (imputed.treated, ~imputed.treated)]
    sizes = (int(imputed.treated.sum()), int((~imputed.treated).sum()))
    found = pool_risk_difference(arms[0], arms[1], sizes=sizes, conf_level=conf_level)
    return ImputedEffect(
        found.estimate, found.std_error, found.conf_low, found.conf_high, conf_level, "newcombe", found.pooled
    )
