"""The data cut-off: asked for, else the study file's, else the last date observed; never today."""

from __future__ import annotations

import pandas as pd

from idmaj.store import Evaluation, Tables

DATED = ("interviews", "justice_events", "grants")
"""Tables whose dates are dates of observation; birth and release dates of persons are not."""


def find_last_date(tables: Tables) -> str:
    """Find the last date observed.

    Parameters
    ----------
    tables
        Canonical tables.

    Returns
    -------
    str
        ISO date; empty where no table has one.
    """
    days: list[str] = []
    for name in DATED:
        dates = tables[name].select_dtypes("datetime")
        if dates.notna().to_numpy().any():
            days.append(pd.Timestamp(dates.max().max()).date().isoformat())
    held_on = tables["handovers"].get("held_on", pd.Series(dtype="str"))
    days += list(held_on.loc[held_on.str.len() == len("2024-12-06")])
    return max(days, default="")


def find_as_of(evaluation: Evaluation, tables: Tables) -> str:
    """Return the data cut-off of an evaluation as ISO date.

    Parameters
    ----------
    evaluation
        Study and the cut-off asked for.
    tables
        Its canonical tables.
    """
    return evaluation.cut_off.isoformat() if evaluation.cut_off else find_last_date(tables)
