"""The release step: every public file is rendered from the tables made here."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from idmaj.disclosure.causes import SUBTRACTED, hides_causes, is_class
from idmaj.disclosure.cells import is_selected
from idmaj.disclosure.curves import release_curves
from idmaj.disclosure.rules import (
    FLOW_STAGES,
    Basis,
    Rule,
    find_rule,
    has_few_people,
    is_publishable,
)
from idmaj.effects import estimate_study
from idmaj.errors import ReleaseRefused
from idmaj.estimates import KEY, NUMERIC_COLUMNS, conform_estimates, name_estimate
from idmaj.store import Evaluation, Tables
from idmaj.study import Study

RAW_ROLES: Final = frozenset({"interviews", "justice_events"})
KEPT_NOTES: Final = frozenset({"selected", "count"})

_PASSED: Final = {
    "declared": "no-outcome",
    "people_only": "number-of-people-published",
    "register": "published-account",
    "covariates": "no-outcome",
    "follow_up": "no-outcome",
    "level": "threshold-met",
    "benchmark": "threshold-met",
    "contrast": "threshold-met",
}


def release_study(evaluation: Evaluation) -> Tables:
    """Decide what of an evaluation may be published.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.

    Returns
    -------
    dict of str to pandas.DataFrame
        `released`: every row of the estimates table with `release` and `release_reason`; rows that are not
        public keep their keys and lose every number. `released_curves`: curves on the published grid.

    Raises
    ------
    ReleaseRefused
        When the study file calls microdata public that cannot be.
    """
    return evaluation.keep("released", lambda: _build(evaluation))


def release_estimates(estimates: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Release the rows of an estimates table.

    Parameters
    ----------
    estimates
        Unreleased estimates table.
    study
        Its study file.

    Returns
    -------
    pandas.DataFrame
        Same columns. Rows that are not public are there without numbers, except those whose being there
        would tell something: the people still at liberty, the reasons of losses, and below ten people
        everything but levels and primary contrasts.

    Raises
    ------
    ReleaseRefused
        See `release_study`.
    """
    check_microdata(study)
    basis = Basis(study, estimates)
    rows = list(estimates.itertuples(index=False))
    rules = [find_rule(row, study) for row in rows]
    decided = [_decide(row, rule, basis) for row, rule in zip(rows, rules, strict=True)]
    released = estimates.reset_index(drop=True)
    released["release"] = [release for release, _ in decided]
    released["release_reason"] = [reason for _, reason in decided]
    is_telling = pd.Series([_tells(row, rule) for row, rule in zip(rows, rules, strict=True)], dtype=bool)
    _blank_withheld(released, pd.Series(rules, dtype="str"))
    _blank_causes(released, pd.Series(rules, dtype="str"), basis)
    _blank_adjusted(released)
    kept = released.loc[(released["release"] == "public") | ~is_telling]
    return conform_estimates(kept.drop_duplicates("estimate_id").reset_index(drop=True))


def check_microdata(study: Study) -> None:
    """Refuse to call microdata public where ids are keyed or the source is an interview or a register.

    Raises
    ------
    ReleaseRefused
        Names the reason.
    """
    if not study.disclosure.public_microdata:
        return
    if study.study.identifiers == "keyed":
        raise ReleaseRefused(f"{study.id}: public_microdata is refused where identifiers are keyed")
    # A panel is one public table of units and periods, read as persons and as waves: no raw interviews.
    panel = {source.file for source in study.sources_of("persons")} if study.is_panel else set()
    followed = [source for source in study.source if source.file not in panel]
    raw = sorted({source.role for source in followed} & RAW_ROLES)
    if raw:
        raise ReleaseRefused(f"{study.id}: public_microdata is refused with sources of role {', '.join(raw)}")


def _build(evaluation: Evaluation) -> Tables:
    tables = estimate_study(evaluation)
    estimates, curves, study = tables["estimates"], tables["curves"], evaluation.study
    released = release_estimates(estimates, study)
    return {"released": released, "released_curves": release_curves(curves, estimates, study)}


def _decide(row: Any, rule: Rule, basis: Basis) -> tuple[str, str]:
    shelf = "annex" if rule in {"level", "follow_up", "benchmark"} else "withheld"
    if has_few_people(row, rule):
        return shelf, "few-people"
    if basis.study.disclosure.public_microdata:
        return "public", "public-microdata"
    if is_publishable(row, rule, basis):
        return "public", _PASSED[rule]
    # One reason for small cells and for cells that would give them back: telling which is which
    # would point at the small one.
    return shelf, "number-of-people-unpublished" if rule == "people_only" else "threshold"


def _tells(row: Any, rule: Rule) -> bool:
    """Whether a row would tell something by being there, its numbers gone."""
    if rule == "follow_up":
        return row.scale == "count" and row.term.partition("|")[2] not in FLOW_STAGES
    if is_class(row.term):
        return True  # a class that nobody fell into has no row
    is_planned = rule == "level" or row.role == "primary"
    return is_selected(row.note) or (has_few_people(row, rule) and not is_planned)


def _blank_withheld(released: pd.DataFrame, rules: pd.Series) -> None:
    hidden = released["release"] != "public"
    if not hidden.any():
        return
    # The method of an interval follows the counts (none where all answers are equal), and the id its key.
    released.loc[hidden, "interval"] = "none"
    for column in NUMERIC_COLUMNS:
        released[column] = released[column].where(~hidden)
    # A verdict on an outcome or on follow-up is itself a fact about people; one on covariates may stay.
    released["passed"] = released["passed"].where(~hidden | (rules == "covariates"))
    released.loc[hidden, "note"] = [_known_note(note) for note in released.loc[hidden, "note"]]
    records = released.loc[hidden, list(KEY)].to_dict("records")
    released.loc[hidden, "estimate_id"] = [
        name_estimate({str(column): value for column, value in record.items()}) for record in records
    ]


def _blank_causes(released: pd.DataFrame, rules: pd.Series, basis: Basis) -> None:
    """Take from published levels what would give competing events back."""
    if basis.study.disclosure.public_microdata:
        return
    is_told = (rules == "level") & (released["release"] == "public")
    for index in released.index[is_told & released[list(SUBTRACTED)].notna().any(axis=1)]:
        if hides_causes(released.loc[index], basis.cells, basis.study):
            for column in SUBTRACTED:
                released[column] = released[column].where(released.index != index)


def _known_note(note: str) -> str:
    kept = [part for part in note.split("|") if part in KEPT_NOTES]
    return "|".join(["withheld", *kept])


def _blank_adjusted(released: pd.DataFrame) -> None:
    """An adjusted p-value may repeat that of a withheld row of its family."""
    families = set(released.loc[released["release"] != "public", "family"]) - {""}
    if not families:
        return
    adjusted = released["p_adjusted"]
    released["p_adjusted"] = adjusted.where(~released["family"].isin(families))
