"""Worlds of a single group: outcomes drawn without regard to the data, and what becomes of public bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from idmaj.certify.answers import describe_findings
from idmaj.certify.base import Base
from idmaj.disclosure import release_curves, release_estimates
from idmaj.effects.build import MADE, estimate_tables
from idmaj.findings import find_findings
from idmaj.report.brief import assemble_brief
from idmaj.report.material import Material
from idmaj.store import Evaluation, Tables
from idmaj.store.schemas import empty_table
from idmaj.study import Outcome
from idmaj.text import LANGUAGES

EXTREME = 0.2
"""Chance that a world has an outcome of nobody or of everybody."""


@dataclass(frozen=True, eq=False)
class GroupAnswer:
    """What came of a world of a single group.

    Attributes
    ----------
    states
        Findings, as of `idmaj.certify.answers.Answer`.
    digest
        SHA-256 of what would be public: released table and curves, findings, briefs in every language.
    """

    states: list[dict[str, Any]]
    digest: str


def draw_group(base: Base, rng: np.random.Generator) -> Tables:
    """Draw outcomes at every horizon, durations, and who is lost, from nothing that was measured.

    Parameters
    ----------
    base
        The study: its people, horizons and reasons of losses.
    rng
        Draws a share for each outcome (0 and 1 among them), amounts, and a reason of loss or none for everybody.

    Returns
    -------
    dict of str to pandas.DataFrame
        `outcomes` and `durations`.
    """
    outcomes, durations = base.made["outcomes"].copy(), base.made["durations"].copy()
    durations["event"] = rng.random(len(durations)) < _draw_share(rng)
    durations["duration"] = durations["duration"].to_numpy(dtype=float) * rng.random(len(durations))
    values = np.empty(len(outcomes))
    for name, rows in outcomes.groupby("outcome", sort=False).indices.items():
        values[rows] = _draw_values(base.study.outcome[str(name)], len(rows), rng)
    reasons = ["", *sorted({reason for reason in outcomes["missing"].fillna("") if reason})]
    lost = rng.choice(reasons, size=len(outcomes))
    kept = rng.random(len(outcomes)) >= _draw_share(rng)
    missing = np.where(kept, "", lost)
    outcomes["value"] = np.where(missing == "", values, np.nan)
    outcomes["missing"] = pd.Series(missing, index=outcomes.index, dtype="str")
    return {"outcomes": outcomes, "durations": durations}


def _draw_share(rng: np.random.Generator) -> float:
    share = float(rng.random())
    return share if rng.random() > EXTREME else float(round(share))


def _draw_values(outcome: Outcome, n: int, rng: np.random.Generator) -> np.ndarray:
    share = _draw_share(rng)
    yes = (rng.random(n) < share).astype(float)
    if outcome.kind in {"binary", "time_to_event"}:
        return yes
    return yes * np.round(rng.lognormal(mean=7.0, sigma=1.0, size=n))


def answer_group(made: Tables, base: Base, evaluation: Evaluation, briefs: dict[str, str]) -> GroupAnswer:
    """Put a world through everything that a run does, and hash what would be public.

    Parameters
    ----------
    made
        Outcomes and durations of the world.
    base, evaluation
        The study.
    briefs
        Digest of tables → digest with briefs; a brief is written from released tables and findings alone, so equal
        tables make equal briefs. Filled here.
    """
    study = base.study
    whole = {name: empty_table(name) for name in MADE} | made
    tables = estimate_tables(study, base.tables, whole, as_of=base.as_of)
    estimates = tables["estimates"]
    released = release_estimates(estimates, study)
    curves = release_curves(tables["curves"], estimates, study)
    findings = find_findings(released, study)
    parts = (released, curves, findings)
    digest = _hash([part.to_csv(index=False, lineterminator="\n") for part in parts])
    if digest not in briefs:
        briefs[digest] = _hash([digest, *_write_briefs(evaluation, released, curves, findings)])
    return GroupAnswer(describe_findings(findings, released, study, lint=True), briefs[digest])


def _write_briefs(
    evaluation: Evaluation, released: pd.DataFrame, curves: pd.DataFrame, findings: pd.DataFrame
) -> list[str]:
    everybody = released.loc[released["subgroup"] == "all"]
    material = Material(evaluation, "en", everybody, curves, findings)
    return [
        text
        for language in LANGUAGES
        for text in assemble_brief(replace(material, language=language)).texts()
    ]


def _hash(texts: list[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
        digest.update(b"\x00")
    return digest.hexdigest()
