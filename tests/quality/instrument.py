"""The instrument's Kobo export as tables: a reader of names and codes alone, independent of ingest."""

import csv
from pathlib import Path

import pandas as pd
import pyarrow as pa

from idmaj.ingest.dictionary import find_column
from idmaj.ingest.forms import columns_of, read_form, words_of
from idmaj.ingest.forms.expressions import compile_expression
from idmaj.ingest.forms.model import MAIN, Form, Question
from idmaj.quality import SurveyTables

FOLDER = Path(__file__).parents[1] / "exports" / "instrument"
SELECTS = {"select_one", "select_multiple"}
NUMBERS = {"integer", "decimal"}


def read_instrument() -> SurveyTables:
    """Tables of `kobo/xml_both.csv`, with the answers in codes."""
    form = read_form(FOLDER / "instrument_draft.xlsx")
    with (FOLDER / "kobo" / "xml_both.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))
    answers = {
        question.name: [row.get(question.path, row.get(question.name, "")) for row in rows]
        for question in form.of_table(MAIN)
    }
    arrays = {name: pa.array(cells, pa.string()) for name, cells in answers.items()}
    columns: dict[str, object] = {
        "submission_uuid": [row["_uuid"] for row in rows],
        "form_version": [row["__version__"] for row in rows],
        "validation": [row["_validation_status"] for row in rows],
        "submitted_at": pd.to_datetime([row["_submission_time"] for row in rows], utc=True),
        "started_at": pd.to_datetime([row["start"] for row in rows], utc=True),
        "ended_at": pd.to_datetime([row["end"] for row in rows], utc=True),
        "interviewed_on": pd.to_datetime([row["today"] for row in rows]),
        "person_id": answers["person_code"],
    }
    places = columns_of(form)
    for question in form.of_table(MAIN):
        table, column = places.get(question.path, ("", ""))
        if table == "interviews" and column not in columns and question.disclosure != "id":
            columns |= _read_column(form, question, column, answers[question.name], arrays)
    events = pd.DataFrame({name: pd.Series(dtype="str") for name in ("submission_uuid", "event_type")})
    return SurveyTables(pd.DataFrame(columns), events, form=form, answers={"interviews": arrays})


def _read_column(
    form: Form, question: Question, column: str, cells: list[str], arrays: dict[str, pa.Array]
) -> dict[str, object]:
    words = words_of(form, question) if question.kind in SELECTS else {}
    kinds = {choice.code: choice.missing for choice in form.choices_of(question)} | dict(question.sentinels)
    asked = [True] * len(cells)
    if question.relevant:
        asked = compile_expression(question.relevant).evaluate(arrays, len(cells)).to_pylist()
    missing = [
        kinds.get(cell, "") if cell else "blank" if was_asked else "not_asked"
        for cell, was_asked in zip(cells, asked, strict=True)
    ]
    values: list[object] = [
        None if kind else " ".join(sorted(words.get(code, code) for code in cell.split())) if words else cell
        for cell, kind in zip(cells, missing, strict=True)
    ]
    series = pd.Series(values, dtype="str")
    if question.kind in NUMBERS or column.startswith("who5_"):
        series = pd.to_numeric(series).astype("float64")
    elif (known := find_column("interviews", column)) and known.type == "flag":
        series = series.map({"true": True, "false": False, "1": True, "0": False}).astype("boolean")
    elif question.kind == "date":
        series = pd.to_datetime(series)
    else:
        series = series.fillna("")
    return {column: series, f"{column}__missing": missing}
