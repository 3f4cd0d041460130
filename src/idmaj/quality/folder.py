"""Tables of a survey from the folder that ingest wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

from idmaj.ingest.forms.model import MAIN, Form
from idmaj.ingest.survey.answers import restore_answers
from idmaj.quality.layers import EVENTS
from idmaj.quality.tables import SurveyTables

_NULLABLE = {pa.bool_(): pd.BooleanDtype()}


def read_survey_tables(
    folder: Path,
    form: Form | None = None,
    *,
    roster: pd.DataFrame | None = None,
    waves: Mapping[str, tuple[date, date]] | None = None,
    versions: Sequence[str] | None = None,
) -> SurveyTables:
    """Read the tables that checks look at.

    Parameters
    ----------
    folder
        Holds `<table>.parquet`; a table that is not there has no rows.
    form
        The form; with it, skips and constraints are evaluated again.
    roster, waves, versions
        See `SurveyTables`.

    Returns
    -------
    SurveyTables
    """
    interviews = _read(folder / "interviews.parquet")
    events = _read(folder / "justice_events.parquet")
    return SurveyTables(
        interviews,
        events,
        _read(folder / "set_aside.parquet"),
        _read(folder / "quality_flags.parquet"),
        form=form,
        answers=None if form is None else _restore(interviews, events, form),
        roster=roster,
        waves=waves,
        versions=versions,
        links=_read(folder / "links.parquet") if (folder / "links.parquet").exists() else None,
    )


def _restore(interviews: pd.DataFrame, events: pd.DataFrame, form: Form) -> dict[str, dict[str, pa.Array]]:
    """Answers in the codes of the form; those on events where one repeat of the form asks for them."""
    answers = {"interviews": restore_answers(interviews, form)}
    repeats = {question.repeat for question in form.questions if question.table == EVENTS} - {MAIN}
    if len(repeats) == 1 and len(events):
        answers[EVENTS] = restore_answers(events, form, repeat=repeats.pop())
    return answers


def _read(file: Path) -> pd.DataFrame:
    """Read a table with dates as dates and answers of yes and no as such, missing ones too."""
    if not file.exists():
        return pd.DataFrame()
    import pyarrow.parquet as pq

    frame = pq.read_table(file).to_pandas(date_as_object=False, types_mapper=_NULLABLE.get)
    objects = [name for name in frame if frame[name].dtype == object]
    return frame.astype(dict.fromkeys(objects, "str")) if objects else frame
