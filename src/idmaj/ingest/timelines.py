"""Courses of events that cannot be: times that end before they begin, events after their end, two deaths.

Every fault is flagged with its row; what outcomes make of it stands in the remedy. Nothing is left out in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from idmaj.ingest.cells import NumberStyle, canonical_code, canonical_codes, parse_numbers
from idmaj.ingest.rows import SourceRows
from idmaj.study import Outcome, Study
from idmaj.study.recidivism import PERSON


@dataclass(frozen=True)
class _Times:
    """Times of an outcome in the rows of a persons file that are kept."""

    rows: SourceRows
    time: np.ndarray
    entry: np.ndarray
    followed: np.ndarray
    happened: np.ndarray
    is_blank: np.ndarray


def check_times(study: Study, files: Sequence[SourceRows]) -> None:
    """Report times of events in columns of the persons that cannot be.

    Parameters
    ----------
    study
        Its time_to_event outcomes name the columns.
    files
        Files of persons whose rows have been checked.
    """
    for name, outcome in study.outcome.items():
        if not outcome.is_event or outcome.time is None or outcome.happened is None:
            continue
        of_file = [_read(rows, outcome) for rows in files if outcome.time in rows.cells]
        for times in of_file:
            _check_rows(outcome, times)
        if of_file:
            _check_whole(study, name, outcome, of_file)
    for rows in files:
        if rows.source.spells:
            _check_spells(study, rows)


def _read(rows: SourceRows, outcome: Outcome) -> _Times:
    assert outcome.time is not None and outcome.happened is not None  # asked by the caller
    kept = rows.kept()
    followed = _numbers(rows, kept, outcome.followed_for if isinstance(outcome.followed_for, str) else None)
    if isinstance(outcome.followed_for, float):
        followed = np.full(len(kept), outcome.followed_for)
    yes = [canonical_code(value) for value in outcome.happened_values]
    return _Times(
        rows,
        _numbers(rows, kept, outcome.time),
        _numbers(rows, kept, outcome.entry),
        followed,
        canonical_codes(kept[outcome.happened]).isin(yes).to_numpy(),
        (kept[outcome.time] == "").to_numpy(),
    )


def _numbers(rows: SourceRows, kept: pd.DataFrame, column: str | None) -> np.ndarray:
    if column is None or column not in kept:
        return np.full(len(kept), np.nan)
    cells = kept[column]
    missing = canonical_codes(cells).isin([canonical_code(code) for code in rows.source.missing])
    return parse_numbers(cells.where(~missing, ""), NumberStyle(rows.source.decimal, is_declared=True)).values


def _check_rows(outcome: Outcome, times: _Times) -> None:
    outside = (times.entry > 0) & (times.entry >= times.time)
    for position in np.flatnonzero(outside):
        shown = {"entry": f"{times.entry[position]:g}", "time": f"{times.time[position]:g}"}
        _flag(times.rows, int(position), "spell-without-time", str(outcome.entry), **shown)
    late = times.happened & (times.time > times.followed)
    for position in np.flatnonzero(late):
        shown = {"time": f"{times.time[position]:g}", "end": f"{times.followed[position]:g}"}
        _flag(times.rows, int(position), "event-after-follow-up", str(outcome.time), **shown)


def _check_whole(study: Study, name: str, outcome: Outcome, of_file: Sequence[_Times]) -> None:
    """Report what only all rows together can tell: an event of everybody, a horizon that nobody reaches."""
    rows = of_file[0].rows
    key = f"outcome.{name}"
    happened = np.concatenate([times.happened for times in of_file])
    if len(happened) and happened.all():
        rows.report(
            "event-of-everybody", column=str(outcome.happened), severity="flagged", n=len(happened), key=key
        )
    reached = np.concatenate([np.fmax(times.time, times.followed) for times in of_file])
    longest = float(np.nanmax(reached, initial=0.0))
    beyond = [h for h in outcome.horizons if isinstance(h, float) and h > longest]
    if beyond and np.isfinite(reached).any():
        _report_unreached(rows, str(outcome.time), beyond, f"{longest:g}", key)
    ends_elsewhere = any(event.time for event in outcome.competing)
    if outcome.followed_for is None and not ends_elsewhere:
        untimed = [int((times.is_blank & ~times.happened).sum()) for times in of_file]
        if sum(untimed):
            rows.report(
                "time-blank-without-event",
                column=str(outcome.time),
                severity="flagged",
                n=sum(untimed),
                key=key,
                setting="followed_for",
            )


def _report_unreached(rows: SourceRows, column: str, beyond: Sequence[float], longest: str, key: str) -> None:
    rows.report(
        "horizon-not-reached",
        column=column,
        severity="flagged",
        horizons=", ".join(f"{horizon:g}" for horizon in beyond),
        longest=longest,
        key=f"{key}.horizons",
    )


def _check_spells(study: Study, rows: SourceRows) -> None:
    """Report spells of a person that overlap: the person would be at risk twice at the same time."""
    kept = rows.kept()
    for outcome in study.outcome.values():
        if outcome.time not in kept or outcome.entry not in kept:
            continue
        spells = pd.DataFrame(
            {
                "person": kept[PERSON].to_numpy(),
                "begins": _numbers(rows, kept, outcome.entry),
                "ends": _numbers(rows, kept, outcome.time),
                "position": np.arange(len(kept)),
            }
        )
        for position, other in find_overlaps(spells):
            first = int(rows.rows[rows.is_kept][other])
            _flag(rows, position, "spells-overlap", str(outcome.entry), first_row=first)


def find_overlaps(spells: pd.DataFrame) -> list[tuple[int, int]]:
    """Find spells that begin before an earlier one of the same person ends.

    Parameters
    ----------
    spells
        person, begins, ends (numbers or dates), position.

    Returns
    -------
    list of (int, int)
        Positions of the later spell, and of the one that lasts longest before it.
    """
    known = spells.dropna()
    known = known[known["begins"] < known["ends"]]
    known = known.sort_values(["person", "begins", "ends"], kind="stable", ignore_index=True)
    if known.empty:
        return []
    longest = known.groupby("person")["ends"].cummax()
    before = longest.groupby(known["person"]).shift()
    overlaps = (known["begins"] < before).to_numpy()
    last = known.index.to_series().where(known["ends"] == longest).groupby(known["person"]).ffill()
    other = last.groupby(known["person"]).shift()
    places = known["position"].to_numpy()
    pairs = zip(places[overlaps], places[other[overlaps].to_numpy(dtype=int)], strict=True)
    return [(int(later), int(earlier)) for later, earlier in pairs]


def _flag(rows: SourceRows, position: int, message: str, column: str, **arguments: str | int) -> None:
    row = int(rows.rows[rows.is_kept][position])
    rows.report(message, row=row, column=column, severity="flagged", **arguments)
