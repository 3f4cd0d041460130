"""Which events of a register count for an outcome, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from pandas.api.typing import NaTType

from idmaj.ingest.cells import canonical_code, canonical_codes
from idmaj.outcomes.clock import add_time
from idmaj.prepare.coverage import find_coverage, select_told
from idmaj.store.schemas import empty_table
from idmaj.study import Study
from idmaj.study.base import TimeUnit
from idmaj.study.outcome import Outcome
from idmaj.study.recidivism import YES
from idmaj.study.timing import BREACHES

COUNTS_ON = "_counts_on"
"""Column of the day on which an event counts: its own, or the day on which its proof came just in time."""
CENSORED_ON = "censored_on"
"""Column of the persons: end of follow-up of their own, such as the hand-over to whom is compared."""


@dataclass(frozen=True)
class Register:
    """Events of persons, and the days between which they are known.

    Attributes
    ----------
    events
        `justice_events`.
    cut_off
        The first day that is not covered; None leaves it to the last date observed.
    unit
        The study's time unit.
    begin
        The first day that is covered; NaT where all are.
    exposure
        Spells at liberty (`idmaj.prepare.build_exposure`).
    """

    events: pd.DataFrame
    cut_off: date | None
    unit: TimeUnit
    begin: pd.Timestamp | NaTType = pd.NaT
    exposure: pd.DataFrame | None = None

    @property
    def end(self) -> pd.Timestamp | NaTType:
        """The first day that is not covered; NaT where nothing tells."""
        if self.cut_off is not None:
            return pd.Timestamp(self.cut_off)
        return self.events["event_on"].max()

    @property
    def spells(self) -> pd.DataFrame:
        """Spells at liberty; none where nobody worked them out."""
        return empty_table("exposure") if self.exposure is None else self.exposure


def open_register(study: Study, register: Register, outcome: Outcome) -> Register:
    """Limit a register to what an outcome may read: the days that its data source covers.

    Events of other sources stay, since deaths and departures end the time at risk whoever tells them.
    """
    coverage = find_coverage(study, outcome.data_source, register.cut_off)
    ends = coverage.ends.date() if isinstance(coverage.ends, pd.Timestamp) else register.cut_off
    return replace(register, cut_off=ends, begin=coverage.begins)


def select_events(register: Register, outcome: Outcome, event_types: Sequence[str]) -> pd.DataFrame:
    """Select the events that an outcome counts, by type, who told, class, and kind of breach.

    Returns
    -------
    pandas.DataFrame
        With `_counts_on`, the day on which the event counts: an event that was proven later than the time
        allowed for proof after it counts in those windows alone whose own time for proof it met. Events
        that were never proven are left out where the file has the day of proof.
    """
    events = select_types(select_told(register.events, outcome.data_source), event_types)
    chosen = pd.Series(True, index=events.index)
    for name in BREACHES:
        if not outcome.technical_violations and name in events:
            chosen &= ~events[name].fillna("").astype("str").str.casefold().isin(YES)
    if outcome.of_class is not None and outcome.of_class.column in events:
        accepted = [canonical_code(word) for word in outcome.of_class.one_of]
        chosen &= canonical_codes(events[outcome.of_class.column].fillna("").astype("str")).isin(accepted)
    counted = events[chosen]
    if "proven_on" not in counted:
        return counted.assign(**{COUNTS_ON: counted["event_on"]})
    proven = counted["proven_on"]
    in_time = add_time(proven, -outcome.proof_lag, register.unit) if outcome.proof_lag else proven
    kept = counted.assign(**{COUNTS_ON: counted["event_on"].where(counted["event_on"] >= in_time, in_time)})
    return kept[proven.notna()]


def select_types(events: pd.DataFrame, event_types: Sequence[str]) -> pd.DataFrame:
    """Select events of some types, whoever told them."""
    return events[events["event_type"].isin([canonical_code(word) for word in event_types])]


def pair_events(
    rows: pd.DataFrame, events: pd.DataFrame, *, starts: pd.Series, old_offences: bool
) -> pd.DataFrame:
    """Pair people with their events at or after a start; offences from before it count where asked.

    Returns
    -------
    pandas.DataFrame
        The events, with `_row` (label of the person's row) and `_start`.
    """
    limits = pd.DataFrame({"person_id": rows["person_id"], "_row": rows.index, "_start": starts})
    pairs = limits.merge(events, on="person_id", how="inner")
    counts = pairs["event_on"] >= pairs["_start"]
    if not old_offences and "offence_on" in pairs:
        counts &= ~(pairs["offence_on"] < pairs["_start"])
    return pairs[counts]


def first_of(pairs: pd.DataFrame, rows: pd.DataFrame, column: str) -> pd.Series:
    """Return the first date of each person's events; NaT where there is none."""
    return pairs.groupby("_row")[column].min().reindex(rows.index)
