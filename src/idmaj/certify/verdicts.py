"""What a certificate promises, judged over all worlds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from idmaj.findings import EFFECT_STATES
from idmaj.study import Study

VERDICTS = ("check", "outcome", "found", "limit", "worlds", "passed")
ERROR_RATE = 0.05
MONTE_CARLO_ERRORS = 2


def find_limit(worlds: int) -> int:
    """Return the most worlds that may go wrong: 5 % and two Monte-Carlo errors, 63 of 1,000 (METHODS, section 4)."""
    error = math.sqrt(ERROR_RATE * (1 - ERROR_RATE) / worlds)
    return math.floor(worlds * (ERROR_RATE + MONTE_CARLO_ERRORS * error))


def list_primary(study: Study) -> list[str]:
    """List the outcomes of the primary family; every outcome where no family was declared."""
    primary = [family for family in study.family if family.role == "primary"]
    return list(primary[0].outcomes) if primary else list(study.outcome)


def judge_worlds(states: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Judge the findings of worlds with two arms.

    Parameters
    ----------
    states
        Findings of all worlds: `kind`, `world`, `outcome`, `state`, `is_adjusted`, `n_words`.
    study
        The study file: families.

    Returns
    -------
    pandas.DataFrame
        Columns `VERDICTS`: `false-effect` (null worlds in which any outcome of the primary family reaches C5 or
        above), `false-negligible` (worlds of exactly the smallest effect that end in C4, by outcome),
        `secondary-unadjusted` (findings of other outcomes that reach C5 without their adjusted p-value),
        `causal-words` (worlds with a planted confounder whose sentences hold a causal word, in any language).
    """
    return pd.DataFrame(list(_judge(states, study)), columns=list(VERDICTS))


def _judge(states: pd.DataFrame, study: Study) -> Iterator[dict[str, Any]]:
    primary = list_primary(study)
    effect = states["state"].isin(EFFECT_STATES)
    null = states["kind"] == "null"
    wrong = states.loc[null & effect & states["outcome"].isin(primary), "world"].nunique()
    yield _verdict("false-effect", "", wrong, int(states.loc[null, "world"].nunique()))
    at_smallest = states.loc[(states["kind"] == "smallest") & states["has_truth"]]
    for outcome, same in at_smallest.groupby("outcome", sort=False):
        if outcome in primary:
            yield _verdict("false-negligible", str(outcome), int((same["state"] == "C4").sum()), len(same))
    others = ~states["outcome"].isin(primary)
    if others.any():
        unadjusted = int((effect & others & ~states["is_adjusted"].astype(bool)).sum())
        yield _verdict("secondary-unadjusted", "", unadjusted, int(others.sum()), limit=0)
    confounded = states.loc[states["kind"] == "confounded"]
    if len(confounded):
        told = int(confounded.loc[confounded["n_words"] > 0, "world"].nunique())
        yield _verdict("causal-words", "", told, int(confounded["world"].nunique()), limit=0)


def judge_group(states: pd.DataFrame, n_differing: int, *, is_silent: bool) -> pd.DataFrame:
    """Judge the findings of worlds with a single group.

    Parameters
    ----------
    states
        Findings of all worlds, with `n_words`.
    n_differing
        Worlds of which some public byte differs from the study's own.
    is_silent
        Whether nothing that depends on an outcome may be published of so few people.

    Returns
    -------
    pandas.DataFrame
        Columns `VERDICTS`: `group-effect` (worlds that state a difference), `causal-words`, and, where nothing
        may be published, `public-bytes` (worlds whose outcomes show in the published table, the findings or a
        brief).
    """
    worlds = int(states["world"].nunique())
    stated = int(states.loc[states["state"].isin(EFFECT_STATES), "world"].nunique())
    told = int(states.loc[states["n_words"] > 0, "world"].nunique())
    found = [
        _verdict("group-effect", "", stated, worlds, limit=0),
        _verdict("causal-words", "", told, worlds, limit=0),
    ]
    if is_silent:
        found.append(_verdict("public-bytes", "", n_differing, worlds, limit=0))
    return pd.DataFrame(found, columns=list(VERDICTS))


def _verdict(
    check: str, outcome: str, found: int, worlds: int, *, limit: int | None = None
) -> dict[str, Any]:
    most = find_limit(worlds) if limit is None else limit
    return {
        "check": check, "outcome": outcome, "found": int(found), "limit": most, "worlds": worlds,
        "passed": bool(found <= most),
    }  # fmt: skip
