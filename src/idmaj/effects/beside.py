"""A planned contrast as what stands beside it sees it: its sample, its place and its shared columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from idmaj.effects.contrasts import Numbers, describe_sample
from idmaj.effects.rows import CONTRAST, Place
from idmaj.effects.sample import Sample
from idmaj.estimates import EffectEstimate
from idmaj.study import Outcome


@dataclass(frozen=True, eq=False)
class Beside:
    """A planned contrast, for the rows that stand beside it.

    Attributes
    ----------
    sample
        People of both arms.
    place
        Where rows stand.
    outcome
        Its kind.
    estimand
        Estimand of the planned contrast.
    design
        Design of the study.
    planned
        Estimator of the planned contrast.
    is_primary
        Whether it stands at the primary horizon; elsewhere the assignment is not redrawn.
    conf_level
        Coverage of intervals.
    """

    sample: Sample
    place: Place
    outcome: Outcome
    estimand: str
    design: str
    planned: str
    is_primary: bool
    conf_level: float

    def row(self, make: Callable[[], Numbers], **fields: Any) -> EffectEstimate:
        """Make a row of the contrast's people, or the row that says why there is no number."""
        columns: Numbers = {
            **describe_sample(self.sample), "estimand": self.estimand, "term": CONTRAST, "role": "secondary",
            "n_events": None, **fields,
        }  # fmt: skip
        return self.place.attempt(lambda: self.place.row(**{**columns, **make()}), **columns)
