"""The findings stage: what may be said of each primary row of the released table."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from idmaj.disclosure import release_study
from idmaj.findings.cases import Case, Judgement, argue, place_finding
from idmaj.findings.checks import passes_all, read_checks
from idmaj.findings.families import FamilyReading, read_family
from idmaj.findings.gates import Verdict, read_gates
from idmaj.findings.ladder import EFFECT_STATES, LadderInput, State, classify
from idmaj.store import Evaluation, Tables
from idmaj.study import Study

COLUMNS: Final = (
    "estimate_id", "outcome", "domain", "horizon", "subgroup", "state", "gates", "message", "arguments",
)  # fmt: skip


def build_findings(evaluation: Evaluation) -> Tables:
    """Build the findings of an evaluation.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.

    Returns
    -------
    dict of str to pandas.DataFrame
        `findings`: one row per primary row of the released table, with its state, the gates read, the id
        of its message and the arguments (JSON of raw numbers and codes) that `say_finding` puts in words.
    """
    return evaluation.keep("findings", lambda: {"findings": _build(evaluation)})


def find_findings(released: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Find what may be said of each primary row.

    Parameters
    ----------
    released
        Released estimates.
    study
        Their study file.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`.
    """
    primary = released.loc[(released["role"] == "primary") & released["outcome"].isin(list(study.outcome))]
    rows = [_find_one(Case(row, released, study)) for _, row in primary.iterrows()]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")


def _build(evaluation: Evaluation) -> pd.DataFrame:
    return find_findings(release_study(evaluation)["released"], evaluation.study)


def _find_one(case: Case) -> dict[str, str]:
    judged = _judge(case)
    arguments = place_finding(case) | argue(case, judged)
    named = {column: case.row[column] for column in COLUMNS[:5]}
    return named | {
        "state": judged.state,
        "gates": "|".join(map(str, judged.gates)),
        "message": _choose_message(judged.state, arguments),
        "arguments": json.dumps(arguments, sort_keys=True),
    }


def _judge(case: Case) -> Judgement:
    gates = read_gates(case.released, case.row, case.design)
    family = read_family(case.row, case.study)
    inputs = _read_inputs(case, gates, family)
    held = classify(inputs)
    if held not in EFFECT_STATES:
        return Judgement(held, held, gates, family)
    checks = read_checks(case.same_place(), case.row, case.outcome, family=family, is_causal=case.is_causal)
    state = classify(replace(inputs, holds=passes_all(checks)))
    return Judgement(state, held, gates, family, checks)


def _read_inputs(case: Case, gates: list[Verdict], family: FamilyReading) -> LadderInput:
    return LadderInput(
        estimate=case.number("estimate"),
        conf_low=case.number("conf_low"),
        conf_high=case.number("conf_high"),
        scale=case.row["scale"],
        better=case.outcome.better,
        smallest_effect=case.smallest_effect,
        design=case.design,
        n_min=case.number("n_min"),
        is_public=case.row["release"] == "public",
        is_identified=all(gate.passed is True for gate in gates),
        stands_together=family.stands,
    )


def _choose_message(state: State, arguments: dict[str, Any]) -> str:
    if state in EFFECT_STATES:
        stem = "finding-c5s" if arguments["held"] == "C5s" else "finding-c5"
        return f"{stem}-{arguments['wording']}"
    if state in {"C3", "C3-"}:
        return "finding-c3-none" if arguments["bound"] is None else "finding-c3"
    if state == "C1":
        return _choose_description(arguments["levels"])
    if state == "C0" and arguments["wording"] == "comparable":
        return "finding-c0-comparable"
    return f"finding-{state.lower()}"


def _choose_description(levels: dict[str, Any]) -> str:
    if not levels:
        return "finding-c1-bare"
    if "all" not in levels:
        return "finding-c1-pair"
    words = {"share": "finding-c1-share", "cumulative_incidence": "finding-c1-risk"}
    return words.get(levels["all"]["scale"], "finding-c1-mean")
