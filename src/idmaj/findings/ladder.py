"""The claim ladder: from an interval to what may be said about it.

METHODS, section 4. Every interval has exactly one state; the first rule that matches wins.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from idmaj.estimates import RATIO_SCALES

State = Literal["X", "C0", "C1", "C2", "C3", "C3-", "C4", "C5s", "C5", "C5-", "C6"]
Better = Literal["higher", "lower", "either"]

EFFECT_STATES: Final = frozenset({"C5s", "C5", "C5-", "C6"})
"""States in which a sentence may state a difference as found."""

FEWEST: Final = 10
"""Below this many people observed in an arm nothing is said of an outcome."""
FEWEST_FOR_EFFECTS: Final = 30
"""Below this many, description only."""
FEWEST_UNRANDOMISED: Final = 60
"""Below this many, description only where people were not assigned by lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderInput:
    """What the ladder reads of one primary row; unadjusted p-values are never read.

    Attributes
    ----------
    estimate, conf_low, conf_high
        Unrounded, on the scale of the row; None or not a number where the row has none.
    scale
        Scale of the row; on the ratio scales no difference is 1 and logarithms are read.
    better
        Which direction is better.
    smallest_effect
        Smallest difference that matters, on the same scale, above 0 (ratios: above 1); None without one.
    design
        Design of the study, such as ``randomised`` or ``single_group``.
    n_min
        Smallest number of people, over the arms, with the outcome observed.
    is_public
        Whether disclosure control released the row.
    is_identified
        Whether every identification gate passed.
    stands_together
        Whether the difference also stands when the outcomes of its declared family are read together; where
        not, the interval is read as one that touches no difference.
    holds
        Whether every check of C6 passed; only a state of an effect under the lot is raised by it.
    """

    estimate: float | None
    conf_low: float | None
    conf_high: float | None
    scale: str
    better: Better
    smallest_effect: float | None
    design: str
    n_min: float | None
    is_public: bool
    is_identified: bool
    stands_together: bool = True
    holds: bool = False


def classify(inputs: LadderInput) -> State:
    """Give the state of an estimate.

    Parameters
    ----------
    inputs
        One primary row with its caps.

    Returns
    -------
    str
        One state of the ladder.

    Raises
    ------
    ValueError
        When the smallest effect is not above 0 (on a ratio scale: above 1).

    Notes
    -----
    A row that is not public is C0 before anything else: its numbers are gone, and whether they could be
    computed would itself say something about people. Comparison and panel designs reach C5 at most, whatever
    checks pass: the lower cap wins. Source: METHODS, section 4.
    """
    margin = _read_margin(inputs)
    if not inputs.is_public:
        return "C0"
    bounds = _orient(inputs)
    if bounds is None:
        return "X"
    cap = _cap(inputs)
    if cap is not None:
        return cap
    low, high = bounds
    if not inputs.stands_together:
        low, high = min(low, 0.0), max(high, 0.0)
    state = _judge(low, high, margin)
    may_be_confirmed = state in EFFECT_STATES and inputs.design == "randomised"
    return "C6" if may_be_confirmed and inputs.holds else state


def _read_margin(inputs: LadderInput) -> float | None:
    if inputs.smallest_effect is None:
        return None
    is_ratio = inputs.scale in RATIO_SCALES
    if not inputs.smallest_effect > (1 if is_ratio else 0) or math.isinf(inputs.smallest_effect):
        raise ValueError(f"smallest effect {inputs.smallest_effect!r} on the scale {inputs.scale}")
    return math.log(inputs.smallest_effect) if is_ratio else inputs.smallest_effect


def _orient(inputs: LadderInput) -> tuple[float, float] | None:
    """Return the bounds so that larger is better; None where they cannot be read."""
    read = (inputs.estimate, inputs.conf_low, inputs.conf_high, inputs.n_min)
    low, high = inputs.conf_low, inputs.conf_high
    if low is None or high is None or any(x is None or not math.isfinite(x) for x in read) or low > high:
        return None
    if inputs.scale in RATIO_SCALES:
        if low <= 0:
            return None
        low, high = math.log(low), math.log(high)
    return (-high, -low) if inputs.better == "lower" else (low, high)


def _cap(inputs: LadderInput) -> State | None:
    n_min = inputs.n_min or 0
    if n_min < FEWEST:
        return "C0"
    fewest = FEWEST_FOR_EFFECTS if inputs.design == "randomised" else FEWEST_UNRANDOMISED
    if inputs.design == "single_group" or n_min < fewest or not inputs.is_identified:
        return "C1"
    return None


def _judge(low: float, high: float, margin: float | None) -> State:
    """Judge oriented bounds. A bound that touches 0, −m or +m does not exclude it."""
    bad_fits = margin is None or low <= -margin
    good_fits = margin is None or high >= margin
    if low <= 0 <= high:
        if bad_fits and good_fits:
            return "C2"
        if good_fits:
            return "C3"
        return "C3-" if bad_fits else "C4"
    if low > 0:
        return "C5" if good_fits else "C5s"
    return "C5-" if bad_fits else "C5s"
