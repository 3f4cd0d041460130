"""From and until when the justice events of a study are known, by who told them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from pandas.api.typing import NaTType

from idmaj.study import Source, Study

REPORTED_BY = "reported_by"


@dataclass(frozen=True)
class Coverage:
    """Days between which events are known.

    Attributes
    ----------
    begins
        First day; NaT where nothing tells.
    ends
        First day that is no longer covered; NaT where nothing tells.
    """

    begins: pd.Timestamp | NaTType
    ends: pd.Timestamp | NaTType


def told_by(study: Study, data_source: str | None) -> list[Source]:
    """List the sources of justice events that an outcome of a data source reads.

    Parameters
    ----------
    study
        The study file.
    data_source
        `register`, `self_report`, `archive`; `study` or None reads all.

    Returns
    -------
    list of Source
        Those that say they were told so, and those that do not say by whom.
    """
    sources = study.sources_of("justice_events")
    if data_source in {None, "study"}:
        return sources
    return [source for source in sources if source.reported_by in {None, data_source}]


def find_coverage(study: Study, data_source: str | None, cut_off: date | None) -> Coverage:
    """Find the days that all sources of an outcome cover, and no day after the cut-off.

    Parameters
    ----------
    study, data_source
        As `told_by`.
    cut_off
        First day that is not read.
    """
    sources = told_by(study, data_source)
    begins = [source.observed_from for source in sources if source.observed_from is not None]
    ends = [source.observed_until for source in sources if source.observed_until is not None]
    ends += [cut_off] if cut_off is not None else []
    return Coverage(
        pd.Timestamp(max(begins)) if begins else pd.NaT, pd.Timestamp(min(ends)) if ends else pd.NaT
    )


def select_told(events: pd.DataFrame, data_source: str | None) -> pd.DataFrame:
    """Select the events that were told by a data source, or of which nobody says who told."""
    if REPORTED_BY not in events or data_source in {None, "study"}:
        return events
    return events[events[REPORTED_BY].fillna("").isin(["", data_source])]
