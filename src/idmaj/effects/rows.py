"""From results of estimators to rows of the estimates table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from idmaj.effects.contrast import Contrast, Ratio
from idmaj.effects.partial_identification import EffectBounds
from idmaj.errors import EstimationError
from idmaj.estimates import EffectEstimate
from idmaj.study import Outcome, Study

CONTRAST = "support - comparison"
RATIO = "support / comparison"
DECLARED_ONLY = "population-declared"
"""Population of a row that rests on the study file alone, on nothing measured of anybody: always publishable."""


@dataclass(frozen=True)
class Place:
    """Where rows stand: study, outcome, horizon and subgroup.

    Attributes
    ----------
    fields
        Columns of the estimates table that all rows of the place share.
    """

    fields: dict[str, Any]

    @property
    def is_amount(self) -> bool:
        """Whether the outcome is an amount of money."""
        return bool(self.fields.get("unit"))

    def row(self, **values: Any) -> EffectEstimate:
        """Make a row of this place."""
        return EffectEstimate(**{**self.fields, **values})

    def refuse(self, error: EstimationError, **values: Any) -> EffectEstimate:
        """Make a row without a number that says why there is none."""
        reason = ", ".join(f"{name}={value}" for name, value in error.arguments.items())
        note = f"estimation-{error.message_id}" + (f"|{reason}" if reason else "")
        return self.row(**{**values, "note": note, "interval": "none"})

    def attempt(self, make: Callable[[], EffectEstimate], **values: Any) -> EffectEstimate:
        """Make a row, or the row that says why there is no number."""
        try:
            return make()
        except EstimationError as error:
            return self.refuse(error, **values)

    def at(self, **fields: Any) -> Place:
        """Return the place with some fields changed."""
        return Place({**self.fields, **fields})

    def attempt_all(self, make: Callable[[], list[EffectEstimate]], **values: Any) -> list[EffectEstimate]:
        """Make several rows, or one that says why there is no number."""
        try:
            return make()
        except EstimationError as error:
            return [self.refuse(error, **values)]


def place_outcome(study: Study, name: str, *, as_of: str, subgroup: str = "all") -> Place:
    """Return the place of an outcome's rows.

    Parameters
    ----------
    study
        The study.
    name
        Name of the outcome.
    as_of
        Data cut-off, ISO date.
    subgroup
        `all` or ``variable=value``.
    """
    outcome = study.outcome[name]
    unit = study.study.currency if outcome.money else ""
    return Place(
        {
            "study": study.id,
            "as_of": as_of,
            "outcome": name,
            "domain": outcome.domain,
            "definition": outcome.describe_definition(name, study.study.time_unit),
            "unit_time": study.study.time_unit,
            "subgroup": subgroup,
            "unit": unit,
            "is_simulated": study.study.simulated,
            "plan_hash": study.plan_hash,
        }
    )


def smallest_effect(outcome: Outcome, scale: str) -> float | None:
    """Return the smallest effect that matters when it is declared on this scale."""
    effect = outcome.smallest_effect
    return effect.value if effect is not None and effect.scale == scale else None


def contrast_numbers(result: Contrast) -> dict[str, Any]:
    """Return the columns of a difference."""
    return {
        "estimate": result.estimate,
        "std_error": result.std_error,
        "df": result.df if np.isfinite(result.df) else None,
        "statistic": result.statistic if np.isfinite(result.statistic) else None,
        "p_value": result.p_value,
        "conf_low": result.conf_low,
        "conf_high": result.conf_high,
        "conf_level": result.conf_level,
        "interval": "wald_t" if np.isfinite(result.df) else "wald_z",
        **({} if result.n_clusters is None else {"n_clusters": result.n_clusters}),
    }


def ratio_numbers(result: Ratio) -> dict[str, Any]:
    """Return the columns of a ratio; the error is that of its logarithm."""
    return {
        "estimate": result.estimate,
        "std_error": result.std_error,
        "statistic": result.statistic,
        "p_value": result.p_value,
        "conf_low": result.conf_low,
        "conf_high": result.conf_high,
        "conf_level": result.conf_level,
        "interval": "log",
        "note": "std_error of the logarithm",
    }


def bound_numbers(result: EffectBounds) -> dict[str, Any]:
    """Return the columns of an identified set, and of the interval that covers the effect within it."""
    return {
        "bound_low": result.lower,
        "bound_high": result.upper,
        "conf_low": result.conf_low,
        "conf_high": result.conf_high,
        "conf_level": result.conf_level,
        "interval": "imbens_manski",
    }
