"""The tables that checks look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from idmaj.ingest.forms import columns_of
from idmaj.ingest.forms.model import MAIN, Form, Question

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = "__missing"
CONTACT = frozenset({
    "submission_uuid", "person_id", "wave", "outcome", "mode", "language", "enumerator_id", "n_attempts",
    "started_at", "ended_at", "submitted_at", "interviewed_on", "duration_minutes", "form_version",
    "validation", "source", "is_consent", "is_consent_link",
})  # fmt: skip
"""Columns that describe the contact, not the answers."""


@dataclass(frozen=True)
class SurveyTables:
    """Canonical tables of a survey, and what they are checked against.

    Attributes
    ----------
    interviews
        One row a submission: columns of the contact, questions under their names in the tables, and
        `<question>__missing` with the kind of missing value ("" where a value stands).
    justice_events
        One row an event told in an interview.
    set_aside, quality_flags
        Rows and cells that could not be used, as ingest wrote them.
    form
        The form; skips and constraints are evaluated again from it.
    answers
        Table → name of a question → answers as text, restored to the codes of the form; rows as in
        that table.
    roster
        One row a person: `person_id`, and where known `arm`, `province`, `released_on`, `delivered_on`,
        `withdrawn_on`, traits.
    waves
        Wave → first and last day of its window.
    versions
        Versions of the form that were handed out, oldest first.
    links
        One row a link to a record: `person_id`.
    records
        One row an event of the administrative records: `person_id`, `event_type`, `event_on`.
    back_checks
        One row an interview asked again: `submission_uuid`, and columns of `interviews`.
    """

    interviews: pd.DataFrame
    justice_events: pd.DataFrame
    set_aside: pd.DataFrame = field(default_factory=pd.DataFrame)
    quality_flags: pd.DataFrame = field(default_factory=pd.DataFrame)
    form: Form | None = None
    answers: Mapping[str, Mapping[str, pa.Array]] | None = None
    roster: pd.DataFrame | None = None
    waves: Mapping[str, tuple[date, date]] | None = None
    versions: Sequence[str] | None = None
    links: pd.DataFrame | None = None
    records: pd.DataFrame | None = None
    back_checks: pd.DataFrame | None = None
    _texts: dict[str, np.ndarray] = field(default_factory=dict, init=False, repr=False, compare=False)

    def has(self, *needs: str) -> bool:
        """Whether columns of `interviews`, tables, or columns of the roster (`roster.arm`) are there."""
        return all(self._has(need) for need in needs)

    def _has(self, need: str) -> bool:
        table, _, column = need.partition(".")
        if column:
            frame = getattr(self, table)
            return frame is not None and column in frame
        if need in self.interviews:
            return True
        held = getattr(self, need, None) if need in self.__dataclass_fields__ else None
        return held is not None and (not isinstance(held, pd.DataFrame) or len(held.columns) > 0)

    @cached_property
    def is_interviewed(self) -> np.ndarray:
        """Which rows are interviews held, not contacts without one."""
        if "outcome" not in self.interviews:
            return np.ones(len(self.interviews), dtype=bool)
        return np.asarray(self.interviews["outcome"] == "interviewed")

    @cached_property
    def questions(self) -> list[str]:
        """Columns of questions."""
        names = [str(name) for name in self.interviews.columns]
        return [name for name in names if not name.endswith(SUFFIX) and f"{name}{SUFFIX}" in self.interviews]

    @cached_property
    def answer_columns(self) -> list[str]:
        """Questions other than those about the contact."""
        return [name for name in self.questions if name not in CONTACT]

    @cached_property
    def n_people(self) -> int:
        """People of the roster or of the interviews, whichever are more."""
        ids = self.text("person_id")
        known = len(np.unique(ids[ids != ""])) + int((ids == "").sum())
        return max(known, 0 if self.roster is None else len(self.roster))

    def text(self, column: str) -> np.ndarray:
        """A column as text, "" where it is missing or the table lacks it."""
        if column in self._texts:
            return self._texts[column]
        if column not in self.interviews:
            return np.full(len(self.interviews), "", dtype=object)
        text = self.interviews[column].astype("str").fillna("").to_numpy(dtype=object)
        if column in CONTACT:
            self._texts[column] = text
        return text

    def is_kind(self, column: str, *kinds: str) -> np.ndarray:
        """Where the answer to a question is missing for one of several reasons; "" where it stands."""
        return self.interviews[f"{column}{SUFFIX}"].isin(kinds).to_numpy(dtype=bool)

    @cached_property
    def placed(self) -> list[tuple[Question, str]]:
        """Questions of the main table of the form that have a column in `interviews`, with that column."""
        if self.form is None:
            return []
        places = columns_of(self.form)
        of_main = [(q, *places.get(q.path, ("", ""))) for q in self.form.of_table(MAIN)]
        return [
            (q, column) for q, table, column in of_main if table == "interviews" and column in self.interviews
        ]

    def columns_behind(self, column: str) -> frozenset[str]:
        """Columns of questions that are asked, or not, by the answer in a column."""
        references = [f"${{{question.name}}}" for question, held in self.placed if held == column]
        return frozenset(
            held for question, held in self.placed if any(name in question.relevant for name in references)
        )

    def numbers(self, column: str) -> np.ndarray:
        """A column as float64, NaN where it is missing, no number or absent."""
        if column not in self.interviews or not pd.api.types.is_numeric_dtype(self.interviews[column]):
            return np.full(len(self.interviews), np.nan)
        return self.interviews[column].to_numpy(dtype="float64", na_value=np.nan)

    def is_flag(self, column: str, value: bool) -> np.ndarray:
        """Where a yes-or-no column says so; a missing answer is neither."""
        if column not in self.interviews:
            return np.zeros(len(self.interviews), dtype=bool)
        return np.asarray((self.interviews[column] == value).fillna(False), dtype=bool)

    def days(self, column: str, timezone: str = "UTC") -> np.ndarray:
        """A column of dates, or of instants as local dates, as datetime64[D]."""
        return as_days(self.interviews[column], timezone) if column in self.interviews else self._no_days()

    def of_roster(self, column: str) -> pd.Series:
        """A column of the roster for each interview, missing where the person is not in it."""
        if self.roster is None or column not in self.roster:
            return pd.Series([None] * len(self.interviews), dtype=object)
        of_person = self.roster.drop_duplicates("person_id").set_index("person_id")[column]
        return pd.Series(self.text("person_id")).map(of_person)

    def roster_days(self, column: str) -> np.ndarray:
        """A date of the roster for each interview, as datetime64[D]."""
        if self.roster is None or column not in self.roster:
            return self._no_days()
        return as_days(self.of_roster(column), "UTC")

    def _no_days(self) -> np.ndarray:
        return np.full(len(self.interviews), np.datetime64("NaT"), dtype="datetime64[D]")

    @cached_property
    def wave_order(self) -> list[str]:
        """Waves from the first to the last: by their windows, else by number, else by median day."""
        present = sorted(set(self.text("wave")) - {""})
        if self.waves:
            dated = sorted(self.waves, key=lambda wave: (self.waves or {})[wave][0])
            return [*dated, *(wave for wave in present if wave not in self.waves)]
        if all(wave.lstrip("-").isdecimal() for wave in present):
            return sorted(present, key=int)
        days, waves = self.days("interviewed_on").astype("int64").astype(float), self.text("wave")
        days[np.isnat(self.days("interviewed_on"))] = np.inf
        return sorted(present, key=lambda wave: (float(np.median(days[waves == wave])), wave))

    @cached_property
    def wave_position(self) -> np.ndarray:
        """Position of each row's wave in `wave_order`, −1 where it is unknown."""
        place = {wave: position for position, wave in enumerate(self.wave_order)}
        return np.array([place.get(wave, -1) for wave in self.text("wave")], dtype="int64")

    @cached_property
    def last_day(self) -> np.datetime64:
        """Last day on which data arrived or were taken; NaT where no day is known."""
        days = np.concatenate([self.days("submitted_at"), self.days("interviewed_on")])
        known = days[~np.isnat(days)]
        return known.max() if len(known) else np.datetime64("NaT", "D")


def as_days(values: pd.Series, timezone: str) -> np.ndarray:
    """Dates, or instants as local dates of a zone, as datetime64[D]."""
    moments = pd.to_datetime(values)
    if isinstance(moments.dtype, pd.DatetimeTZDtype):
        moments = moments.dt.tz_convert(timezone).dt.tz_localize(None)
    return moments.to_numpy(dtype="datetime64[us]").astype("datetime64[D]")
