"""Courses of justice events that cannot be, each flagged with its row, and registers that end too early."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from idmaj.ingest.cells import canonical_code, canonical_codes, parse_dates
from idmaj.ingest.rows import SourceRows
from idmaj.ingest.timelines import find_overlaps
from idmaj.study import Outcome, Study
from idmaj.study.recidivism import INDEX_ON

FEWEST_DAYS = {"day": 1, "week": 7, "month": 28, "year": 365}
"""Days that a unit of time has at least."""


def check_courses(study: Study, files: Sequence[SourceRows], cut_off: date | None) -> None:
    """Report courses of justice events that cannot be, and what registers do not cover.

    Parameters
    ----------
    study
        Its section `[liberty]` names deaths and imprisonments; its sources say which days they cover.
    files
        All files, their rows checked.
    cut_off
        First day that is not read.
    """
    registers = [rows for rows in files if rows.source.role == "justice_events"]
    events = _stack(registers)
    if events.empty:
        return
    _check_deaths(study, registers, events)
    _check_custody(study, registers, events)
    for rows in registers:
        _check_coverage(rows)
    _check_surveys(study, files, registers)
    _check_horizons(study, files, registers, cut_off)


def _stack(registers: Sequence[SourceRows]) -> pd.DataFrame:
    parts = []
    for number, rows in enumerate(registers):
        kept = rows.kept()
        ended = kept["ended_on"] if "ended_on" in kept else pd.Series("", index=kept.index, dtype="str")
        parts.append(
            pd.DataFrame(
                {
                    "person": kept["person_id"].to_numpy(),
                    "event_type": canonical_codes(kept["event_type"]).to_numpy(),
                    "event_on": parse_dates(kept["event_on"], rows.source.date_format).to_numpy(),
                    "ended_on": parse_dates(ended, rows.source.date_format).to_numpy(),
                    "file": number,
                    "row": rows.rows[rows.is_kept],
                }
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _report(
    registers: Sequence[SourceRows], event: pd.Series, message: str, column: str, **given: str | int
) -> None:
    rows = registers[int(event["file"])]
    rows.report(message, row=int(event["row"]), column=column, severity="flagged", **given)


def _check_deaths(study: Study, registers: Sequence[SourceRows], events: pd.DataFrame) -> None:
    died = events["event_type"].isin([canonical_code(word) for word in study.liberty.died])
    if not died.any():
        return
    deaths = events[died].sort_values(["person", "event_on"], kind="stable")
    again = deaths["person"].duplicated() & (
        deaths["event_on"] != deaths.groupby("person")["event_on"].shift()
    )
    for _, event in deaths[again].iterrows():
        _report(registers, event, "death-twice", "event_on")
    first = deaths.drop_duplicates("person").set_index("person")["event_on"]
    after = events[~died & (events["event_on"] > events["person"].map(first))]
    for _, event in after.iterrows():
        _report(registers, event, "event-after-death", "event_on")


def _check_custody(study: Study, registers: Sequence[SourceRows], events: pd.DataFrame) -> None:
    custody = events[events["event_type"].isin([canonical_code(word) for word in study.liberty.imprisoned])]
    for _, event in custody[custody["ended_on"] < custody["event_on"]].iterrows():
        _report(registers, event, "custody-ends-before", "ended_on")
    spells = custody.rename(columns={"event_on": "begins", "ended_on": "ends"})
    spells = spells.assign(position=spells.index)[["person", "begins", "ends", "position"]]
    for later, earlier in find_overlaps(spells):
        other = events.iloc[earlier]
        first: dict[str, str | int] = {
            "first_file": registers[int(other["file"])].file,
            "first_row": int(other["row"]),
        }
        _report(registers, events.iloc[later], "custody-overlaps", "event_on", **first)


def _check_coverage(rows: SourceRows) -> None:
    """Report events on days that the file, by what the study says, does not cover."""
    days = parse_dates(rows.kept()["event_on"], rows.source.date_format)
    begins, ends = rows.source.observed_from, rows.source.observed_until
    outside = np.zeros(len(days), dtype=bool)
    if begins is not None:
        outside |= (days < pd.Timestamp(begins)).to_numpy()
    if ends is not None:
        outside |= (days >= pd.Timestamp(ends)).to_numpy()
    if outside.any():
        row = int(rows.rows[rows.is_kept][int(np.flatnonzero(outside)[0])])
        shown = {"begins": begins.isoformat() if begins else "…", "ends": ends.isoformat() if ends else "…"}
        rows.report(
            "event-outside-coverage",
            row=row,
            column="event_on",
            severity="flagged",
            n=int(outside.sum()),
            **shown,
        )


def _check_surveys(study: Study, files: Sequence[SourceRows], registers: Sequence[SourceRows]) -> None:
    """Report registers that end before the last interview: later events are told by people alone."""
    days = [
        parse_dates(rows.kept()["interviewed_on"], rows.source.date_format).max()
        for rows in files
        if rows.source.role == "interviews" and "interviewed_on" in rows.cells
    ]
    last = max((day for day in days if not pd.isna(day)), default=None)
    for rows in registers:
        ends = rows.source.observed_until
        if last is not None and ends is not None and pd.Timestamp(ends) <= last:
            rows.report(
                "register-older-than-survey", severity="flagged", ends=ends.isoformat(),
                last=last.date().isoformat(),
            )  # fmt: skip


def _check_horizons(
    study: Study, files: Sequence[SourceRows], registers: Sequence[SourceRows], cut_off: date | None
) -> None:
    ends = [rows.source.observed_until for rows in registers if rows.source.observed_until] + (
        [cut_off] if cut_off else []
    )
    for name, outcome in study.outcome.items():
        clock = outcome.clock_column
        if not ends or not outcome.is_event or clock is None or clock == INDEX_ON:
            continue
        starts = [
            parse_dates(rows.kept()[clock], rows.source.date_format).min()
            for rows in files
            if rows.source.role in {"persons", "grants"} and clock in rows.cells
        ]
        first = min((day for day in starts if not pd.isna(day)), default=None)
        if first is not None:
            _check_reach(study, name, outcome, registers[0], first.date(), min(ends))


def _check_reach(study: Study, name: str, outcome: Outcome, rows: SourceRows, first: date, end: date) -> None:
    days = FEWEST_DAYS[study.study.time_unit]
    longest = (end - first).days
    beyond = [
        horizon
        for horizon in outcome.horizons
        if isinstance(horizon, float)
        and timedelta(days=int((horizon + outcome.proof_lag) * days)).days > longest
    ]
    if beyond:
        rows.report(
            "horizon-not-reached",
            severity="flagged",
            horizons=", ".join(f"{horizon:g}" for horizon in beyond),
            longest=f"{longest / days:.1f}",
            key=f"outcome.{name}.horizons",
        )
