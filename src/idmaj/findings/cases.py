"""A primary row with what it is judged by, and the numbers and codes that its sentence takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from idmaj.disclosure import PEOPLE_ONLY, is_selected
from idmaj.effects.rows import CONTRAST
from idmaj.estimates import RATIO_SCALES
from idmaj.findings.amounts import is_only_just
from idmaj.findings.checks import Status, list_checks
from idmaj.findings.families import UNDECLARED, FamilyReading
from idmaj.findings.gates import Verdict
from idmaj.findings.ladder import EFFECT_STATES, FEWEST_FOR_EFFECTS, FEWEST_UNRANDOMISED, State
from idmaj.study import Outcome, Study

CAUSAL_ESTIMANDS: Final = frozenset({"itt", "cace"})


@dataclass(frozen=True)
class Case:
    """A primary row with what it is judged by."""

    row: pd.Series
    released: pd.DataFrame
    study: Study

    @property
    def outcome(self) -> Outcome:
        """Definition of the outcome."""
        return self.study.outcome[self.row["outcome"]]

    @property
    def design(self) -> str:
        """Design of the study; one without a comparison group can only describe."""
        return self.study.study.design if self.study.has_comparison else "single_group"

    def number(self, column: str) -> float | None:
        """Return a number of the row; None where there is none."""
        value = self.row[column]
        return None if pd.isna(value) else float(value)

    @property
    def smallest_effect(self) -> float | None:
        """Smallest effect that matters, where the study file names one on the scale of the row."""
        named = self.outcome.smallest_effect
        return named.value if named is not None and named.scale == self.row["scale"] else None

    @property
    def is_causal(self) -> bool:
        """Whether the lot decided who is compared: randomised, analysed as assigned (or compliers)."""
        return self.design == "randomised" and self.row["estimand"] in CAUSAL_ESTIMANDS

    def same_place(self) -> pd.DataFrame:
        """Public rows of the same outcome, horizon and subgroup."""
        keys = ["outcome", "horizon", "subgroup"]
        same = (self.released[keys] == self.row[keys]).all(axis=1)
        return self.released.loc[same & (self.released["release"] == "public")]


@dataclass(frozen=True)
class Judgement:
    """The state of a primary row and what it was judged by.

    Attributes
    ----------
    state, held
        The state; the state without the checks of C6, which is another one under C6 only.
    gates
        Verdicts of its gates.
    family
        What the outcomes of its family say of it together.
    checks
        Checks of C6 by name; empty below an effect.
    """

    state: State
    held: State
    gates: list[Verdict]
    family: FamilyReading
    checks: dict[str, Status] = field(default_factory=dict)


def place_finding(case: Case) -> dict[str, Any]:
    """Say by codes what a finding is about: outcome, horizon, subgroup and kind of event."""
    return {
        "outcome": case.row["outcome"],
        "horizon": case.row["horizon"],
        "time": case.number("time"),
        "subgroup": case.row["subgroup"],
        "event": case.outcome.event or "other",
    }


def argue(case: Case, judged: Judgement) -> dict[str, Any]:
    """Gather the raw numbers and codes that the sentence of a state takes.

    Parameters
    ----------
    case
        The primary row.
    judged
        Its state, and what it was judged by.

    Returns
    -------
    dict
        Ready for JSON: `state`, `wording`, `tails` (ids of the sentences that follow) and what the state
        needs; for an effect also `held` (its kind, the same under C6) and `checks` (name to ``passed``,
        ``failed``, ``absent`` or ``unneeded``).
    """
    state = judged.state
    shared: dict[str, Any] = {"state": state, "wording": _choose_wording(case, state)}
    if state == "X":
        return shared | {"tails": [f"finding-reason-{_find_fault(case)}"]}
    if state == "C0":
        return shared | _argue_few(case)
    if state == "C1":
        return shared | _argue_description(case, judged.gates)
    return shared | _argue_difference(case, judged)


def _find_fault(case: Case) -> str:
    if case.number("estimate") is None:
        return "no-number"
    return "no-people" if case.number("n_min") is None else "no-interval"


def _argue_few(case: Case) -> dict[str, Any]:
    """What the number of people alone allows, where that number is published."""
    rows = case.same_place()
    told = rows.loc[
        (rows["estimator"] == "exact")
        & (rows["population"] == PEOPLE_ONLY)
        & rows["term"].str.startswith(("all|", "support|"))
    ]
    if told.empty:
        return {"tails": []}
    first = told.iloc[0]
    tail = "finding-c0-all" if case.outcome.better == "higher" else "finding-c0-none"
    return {"tails": [tail], "allowed": {"n": int(first["n"]), "limit": float(first["estimate"])}}


def _argue_description(case: Case, gates: list[Verdict]) -> dict[str, Any]:
    rows = case.same_place()
    levels = _find_levels(rows)
    levels = levels.loc[
        levels["term"].isin(["support", "comparison", "all"]) & ~levels["note"].map(is_selected).astype(bool)
    ]
    described = {row["term"]: _describe_level(row) for _, row in levels.iterrows()}
    complete = "all" in described or {"support", "comparison"} <= described.keys()
    reasons = _find_reasons(case, gates)
    if (
        (rows["role"] == "naive") & (rows["term"] == CONTRAST)
    ).any():  # two levels side by side are a raw difference in other words
        reasons, complete = ["naive", *reasons], False
    tails = [f"finding-reason-{reason}" for reason in dict.fromkeys(reasons)]
    return {"levels": described if complete else {}, "tails": tails}


def _find_levels(rows: pd.DataFrame) -> pd.DataFrame:
    """Find what was seen in each group; the risk read from a curve where not everybody was followed."""
    seen = rows.loc[rows["scale"].isin(["share", "mean"]) & (rows["role"] != "gate")]
    if len(seen):
        return seen
    return rows.loc[(rows["scale"] == "cumulative_incidence") & ~rows["role"].isin(["gate", "naive"])]


def _describe_level(row: pd.Series) -> dict[str, Any]:
    events = None if pd.isna(row["n_events"]) else int(row["n_events"])
    return {
        "scale": row["scale"],
        "estimate": float(row["estimate"]),
        "n": int(row["n"]),
        "n_events": events,
    }


def _find_reasons(case: Case, gates: list[Verdict]) -> list[str]:
    if case.design == "single_group":
        return ["single-group"]
    n_min = case.number("n_min") or 0
    reasons = [gate.reason for gate in gates if gate.passed is not True]
    if n_min < FEWEST_FOR_EFFECTS:
        return ["few-people", *reasons]
    if n_min < FEWEST_UNRANDOMISED and case.design != "randomised":
        return ["few-unrandomised", *reasons]
    return reasons


def _argue_difference(case: Case, judged: Judgement) -> dict[str, Any]:
    state = judged.state
    low, high = _read_bounds(case, judged)
    bound, direction = _find_bound(low, high, state, better=case.outcome.better)
    is_effect = state in EFFECT_STATES
    tails = _choose_tails(case, judged, low, high) if is_effect else _explain_family(case, judged)
    return {
        "scale": case.row["scale"],
        "estimate": float(case.row["estimate"]),
        "conf_low": low,
        "conf_high": high,
        "conf_level": case.number("conf_level"),
        "smallest_effect": case.smallest_effect,
        "bound": bound,
        "direction": direction,
        "family": {"kind": judged.family.kind, "outcomes": judged.family.outcomes},
        "tails": tails,
        **({"held": judged.held, "checks": judged.checks} if is_effect else {}),
    }


def _read_bounds(case: Case, judged: Judgement) -> tuple[float, float]:
    """Bounds as the state reads them: with no difference among what fits where the family does not leave it out."""
    low, high = float(case.row["conf_low"]), float(case.row["conf_high"])
    if judged.family.stands:
        return low, high
    nothing = 1.0 if case.row["scale"] in RATIO_SCALES else 0.0
    return min(low, nothing), max(high, nothing)


def _explain_family(case: Case, judged: Judgement) -> list[str]:
    """Say why a state is lower than that of the interval alone, where it is."""
    alone = (float(case.row["conf_low"]), float(case.row["conf_high"]))
    return [judged.family.reason] if alone != _read_bounds(case, judged) else []


def _find_bound(low: float, high: float, state: State, *, better: str) -> tuple[float | None, str]:
    """The bound that C3 and C3- name, None where it is 0, and the direction that it limits."""
    if state not in {"C3", "C3-"}:
        return None, "higher"
    is_worst = state == "C3"
    limits_low = is_worst == (better != "lower")
    words = ("lower", "higher") if better == "either" else ("worse", "better")
    return (low if limits_low else high) or None, words[0] if is_worst else words[1]


def _choose_tails(case: Case, judged: Judgement, low: float, high: float) -> list[str]:
    tails = []
    if case.outcome.better != "either":
        is_better = (low > 0) == (case.outcome.better == "higher")
        tails.append(f"finding-verdict-{'better' if is_better else 'worse'}")
    if is_only_just(low, high, case.row["scale"], money=case.outcome.money):
        tails.append("finding-only-just")
    if not case.is_causal:
        tails.append(f"finding-assumption-{case.design}")
    several = judged.family.kind == "undeclared" and len(case.study.outcome) > 1
    return tails + [UNDECLARED] * several + _tell_checks(judged, told=several)


def _tell_checks(judged: Judgement, *, told: bool) -> list[str]:
    """Name the checks: those that hold under C6, those that stand between a lower state and it otherwise."""
    statuses = ("passed",) if judged.state == "C6" else ("failed", "absent")
    return [
        f"finding-checks-{status}" for status in statuses if list_checks(judged.checks, status, told=told)
    ]


def _choose_wording(case: Case, state: State) -> str:
    """Choose causal verbs only where randomised, as assigned (or compliers), in an effect state."""
    if state == "C0":  # people enough, but too few of them alike: n_min is the effective size
        return "comparable" if case.row["release"] == "public" else "few"
    return "causal" if case.is_causal and state in EFFECT_STATES else "associated"
