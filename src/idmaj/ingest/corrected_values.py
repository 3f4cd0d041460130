"""Values of a column as people write them in a file of corrections."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from idmaj.ingest.dictionary import find_column
from idmaj.ingest.forms.codebook import columns_of, words_of
from idmaj.ingest.forms.model import MAIN, Form, Question
from idmaj.ingest.readings import KINDS

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FLAGS = {"true": True, "false": False, "1": True, "0": False}
_KINDS = frozenset(KINDS) - {""}

Cell = tuple[Any, str]
"""A value, None where it is missing, and the kind of missing value, "" where it stands."""


@dataclass(frozen=True)
class ColumnValues:
    """How values of a column are written and compared.

    Attributes
    ----------
    name
        The column.
    read
        Reads a text; raises ValueError for what cannot stand in the column.
    words
        Words that may stand there; empty where any may.
    has_kinds
        Whether the table says why a value is missing.
    """

    name: str
    read: Callable[[str], Any]
    words: frozenset[str]
    has_kinds: bool

    def parse(self, text: str) -> Cell | None:
        """Read a value or a kind of missing value; None where the text is neither."""
        if self.has_kinds and text in _KINDS and text not in self.words:
            return None, text
        if not text:
            return None, "blank"
        try:
            return self.read(text), ""
        except ValueError:
            return None

    def at(self, frame: pd.DataFrame, place: int) -> Cell:
        """The cell of a row."""
        value = frame[self.name].iloc[place]
        kind = str(frame[f"{self.name}__missing"].iloc[place]) if self.has_kinds else ""
        is_missing = bool(kind) or value is None or value is pd.NaT or value is pd.NA or value != value
        return (None, kind or "blank") if is_missing or value == "" else (value, "")

    def are_same(self, one: Cell, other: Cell) -> bool:
        """Whether two cells say the same."""
        return bool(one[1] == other[1] and (one[1] != "" or one[0] == other[0]))

    def write(self, cell: Cell) -> str:
        """Write a cell as people write it."""
        value, kind = cell
        if kind:
            return kind
        if isinstance(value, date):
            return value.isoformat()[:10] if not getattr(value, "tzinfo", None) else value.isoformat()
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value)

    def put(self, frame: pd.DataFrame, place: int, cell: Cell) -> None:
        """Write a cell into a row."""
        value, kind = cell
        row = frame.index[place]
        is_text = isinstance(frame[self.name].dtype, pd.StringDtype)
        frame.loc[row, self.name] = "" if value is None and is_text else value
        if self.has_kinds:
            frame.loc[row, f"{self.name}__missing"] = kind


def column_values(frame: pd.DataFrame, name: str, form: Form | None) -> ColumnValues:
    """Say how values of a column are written.

    Parameters
    ----------
    frame
        Canonical interviews.
    name
        A column of it.
    form
        The form, for the choices of selects.
    """
    known = find_column("interviews", name)
    questions = _questions(form, name)
    words = frozenset(word for q in questions if form for word in words_of(form, q).values())
    words |= frozenset(known.words) if known else frozenset()
    if name == "person_id":
        words = frozenset(frame[name].astype("str"))
    is_several = known is not None and known.type == "codes"
    declared = known.type if known else "date" if any(q.kind in {"date", "month"} for q in questions) else ""
    reader = _reader(frame[name], declared) or (lambda text: _read_words(text, words, is_several))
    return ColumnValues(name, reader, words, f"{name}__missing" in frame)


def _questions(form: Form | None, name: str) -> list[Question]:
    if form is None:
        return []
    places = columns_of(form)
    return [q for q in form.of_table(MAIN) if places.get(q.path) == ("interviews", name)]


def _reader(values: pd.Series, declared: str) -> Callable[[str], Any] | None:
    """The reader for the type of a column; None for text. A column without a value has its declared type."""
    dtype, present = values.dtype, values.dropna()
    sample = present.iloc[0] if len(present) else None
    if isinstance(dtype, pd.DatetimeTZDtype):
        return _read_instant
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return lambda text: pd.Timestamp(date.fromisoformat(text))
    if pd.api.types.is_bool_dtype(dtype) or isinstance(sample, bool):
        return _read_flag
    if pd.api.types.is_numeric_dtype(dtype):
        return _read_number
    if isinstance(sample, date):
        return date.fromisoformat
    if sample is None and pd.api.types.is_object_dtype(dtype):
        return {"flag": _read_flag, "date": date.fromisoformat, "number": _read_number}.get(declared)
    return None


def _read_flag(text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise ValueError(text)
    return _FLAGS[text.lower()]


def _read_number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _read_instant(text: str) -> pd.Timestamp:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return pd.Timestamp(moment).tz_convert("UTC")


def _read_words(text: str, words: frozenset[str], is_several: bool) -> str:
    parts = text.split() if is_several else [text]
    if words and not set(parts) <= words:
        raise ValueError(text)
    return " ".join(sorted(parts)) if is_several else text
