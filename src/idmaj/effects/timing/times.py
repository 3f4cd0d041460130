"""The people behind the times of an outcome, as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from idmaj.effects.conditions import BoolArray, FloatArray, IntArray
from idmaj.effects.pseudo_observations import Limit
from idmaj.study import Outcome, Study

ARMS = ("support", "comparison")
EVENT = 1
"""Cause of the event of the outcome; competing events follow from 2 in the order of the study file."""


@dataclass(frozen=True, eq=False)
class Times:
    """Times of people, ordered by person so that the order of rows in files changes nothing.

    Attributes
    ----------
    person_ids : ndarray of str, shape (n,)
    arm : ndarray of str, shape (n,)
    entry, time : ndarray, shape (n,)
        At risk on (entry, time], in the study's unit of time.
    cause : ndarray, shape (n,)
        0 censored, 1 the event, 2 and more the competing events.
    competing : tuple of str
        Ids of the competing events, cause 2 first.
    event_class : ndarray of str, shape (n,)
        Class of the event, "" where the study names none.
    clusters : ndarray, shape (n,), optional
        Codes of what errors are clustered on.
    limit : {"left", "value"}
        Whether a horizon leaves out or counts events at it.
    """

    person_ids: np.ndarray
    arm: np.ndarray
    entry: FloatArray
    time: FloatArray
    cause: IntArray
    competing: tuple[str, ...]
    event_class: np.ndarray
    clusters: IntArray | None
    limit: Limit

    def __len__(self) -> int:
        """Return the number of people."""
        return len(self.time)

    @property
    def event(self) -> BoolArray:
        """Who had the event of the outcome."""
        return self.cause == EVENT

    @property
    def treated(self) -> BoolArray:
        """Who was supported."""
        return np.asarray(self.arm == ARMS[0])

    @property
    def entered_late(self) -> bool:
        """Whether somebody came under observation after the clock had started."""
        return bool((self.entry > 0).any())

    @property
    def delayed(self) -> FloatArray | None:
        """Times of entry where somebody came late, else None."""
        return self.entry if self.entered_late else None

    def of(self, chosen: BoolArray) -> Times:
        """Return the times of some people."""
        clusters = None if self.clusters is None else self.clusters[chosen]
        return replace(
            self, person_ids=self.person_ids[chosen], arm=self.arm[chosen], entry=self.entry[chosen],
            time=self.time[chosen], cause=self.cause[chosen], event_class=self.event_class[chosen],
            clusters=clusters,
        )  # fmt: skip

    def of_arms(self) -> Times:
        """Return the times of the people of both arms."""
        return self.of(np.isin(self.arm, ARMS))

    def groups(self) -> Iterator[tuple[str, Times]]:
        """Yield the arms with people in them; everybody as `all` where there is no comparison."""
        present = [(arm, self.arm == arm) for arm in ARMS if (self.arm == arm).any()]
        if len(present) < len(ARMS):
            yield "all", self
            return
        for arm, chosen in present:
            yield arm, self.of(chosen)


def read_times(durations: pd.DataFrame, persons: pd.DataFrame, study: Study, name: str) -> Times:
    """Read the times of an outcome.

    Parameters
    ----------
    durations
        Rows of the outcome: person_id, arm, entry, duration, event, competing, event_class.
    persons
        Persons, for the clusters.
    study
        The study file.
    name
        Name of the outcome.
    """
    outcome = study.outcome[name]
    people = durations.sort_values("person_id", kind="stable")
    competing = tuple(event.id for event in outcome.competing)
    codes = {event: EVENT + 1 + number for number, event in enumerate(competing)}
    other = people["competing"].map(codes).fillna(0).to_numpy(dtype=np.intp)
    return Times(
        person_ids=people["person_id"].to_numpy(dtype=object),
        arm=people["arm"].to_numpy(dtype=object),
        entry=people["entry"].to_numpy(dtype=float),
        time=people["duration"].to_numpy(dtype=float),
        cause=np.where(people["event"].to_numpy(dtype=bool), EVENT, other),
        competing=competing,
        event_class=people["event_class"].to_numpy(dtype=object),
        clusters=_read_clusters(people["person_id"], persons, study),
        limit=limit_of(outcome),
    )


def limit_of(outcome: Outcome) -> Limit:
    """Tell whether events at a horizon count: in ordinal periods they lie before it (METHODS.md, section 1)."""
    return "value" if outcome.time_kind == "period" else "left"


def _read_clusters(person_ids: pd.Series, persons: pd.DataFrame, study: Study) -> IntArray | None:
    column = study.cluster_column
    if column is None or column not in persons:
        return None
    values = persons.set_index("person_id").loc[person_ids, column]
    return np.asarray(pd.factorize(values)[0], dtype=np.intp)
