"""What index dates add to the rows of an outcome: who is compared, what the weights and the naive clock say."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from idmaj.effects.clocks import estimate_naive_clock
from idmaj.effects.index_rows import POPULATION, find_index_refusal, name_index_notes, summarise_index
from idmaj.effects.rows import CONTRAST, RATIO, Place
from idmaj.effects.stopped_follow_up import estimate_with_censoring_weights
from idmaj.estimates import EffectEstimate
from idmaj.store import Tables
from idmaj.study import Study

FLOW, STOPPED_ON = "index_flow", "censored_on"


def has_stopped(persons: pd.DataFrame) -> bool:
    """Tell whether somebody's follow-up ends with a later support."""
    return STOPPED_ON in persons and bool(persons[STOPPED_ON].notna().any())


def refuse_index(study: Study, tables: Tables, place: Place) -> EffectEstimate | None:
    """Make the row that says why index dates leave nothing to compare; None where there is something."""
    return None if study.index is None else find_index_refusal(study, tables[FLOW], place)


def tell_index(
    rows: list[EffectEstimate], study: Study, tables: Tables, place: Place, *, durations: pd.DataFrame
) -> list[EffectEstimate]:
    """Say in the rows of contrasts how people were compared, and add the rows that index dates call for.

    Parameters
    ----------
    rows
        Rows of one outcome at one horizon.
    study
        The study file; without a section `[index]` the rows stay as they are.
    tables
        Prepared tables.
    place
        Where rows stand.
    durations
        Of all outcomes.

    Returns
    -------
    list of EffectEstimate
        At the primary horizon also the counts of who is compared, the row with weights for follow-up that later
        support ended, and where it is asked for the naive clock, role `naive`.
    """
    if study.index is None:
        return rows
    notes = name_index_notes(study, tables[FLOW])
    told = [_tell(row, notes, rule=study.index.rule) for row in rows]
    if not any(row.role == "primary" for row in rows):
        return told
    own = durations.loc[durations["outcome"] == place.fields["outcome"]]
    horizon = float(place.fields["time"])
    told += summarise_index(tables[FLOW], place)
    told += estimate_with_censoring_weights(own, tables["persons"], study, place, horizon=horizon)
    if study.index.naive_clock:
        told.append(estimate_naive_clock(study, tables, place))
    return told


def _tell(row: EffectEstimate, notes: str, *, rule: str) -> EffectEstimate:
    if row.term not in {CONTRAST, RATIO} or row.role not in {"primary", "secondary", "robustness"}:
        return row
    population = row.population or (POPULATION if rule == "risk_set" else "")
    return replace(row, note="|".join(part for part in (row.note, notes) if part), population=population)
