"""Schemas of the canonical tables (pandera), and empty tables that fit them.

Tables of persons and their follow-up carry further columns that the study file names.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

TEXT, WHOLE, NUMBER, FLAG, DAY = "str", "int64", "float64", "bool", "datetime64[us]"
COUNT = "Int64"

COLUMNS: dict[str, dict[str, str]] = {
    "persons": dict(person_id=TEXT, arm=TEXT, arm_value=TEXT, source_file=TEXT, source_row=WHOLE),
    "interviews": dict(person_id=TEXT, wave=TEXT, contact=TEXT, interviewed_on=DAY),
    "justice_events": dict(person_id=TEXT, event_type=TEXT, event_on=DAY),
    "grants": dict(person_id=TEXT),
    "handovers": dict(
        handover_id=TEXT,
        place_ar=TEXT,
        place_fr=TEXT,
        province=TEXT,
        region=TEXT,
        held_on=TEXT,
        held_year=COUNT,
        date_precision=TEXT,
        n_people=COUNT,
        n_women=COUNT,
        n_projects=COUNT,
        total_mad=NUMBER,
        is_approximate=FLAG,
        in_totals=FLAG,
        in_unit_cost=FLAG,
        kinds=TEXT,
        remark=TEXT,
        source_site=TEXT,
        source_url=TEXT,
        second_source_url=TEXT,
    ),
    "links": dict(
        source_file=TEXT,
        person_id=TEXT,
        record_id=TEXT,
        rule=TEXT,
        score=NUMBER,
        status=TEXT,
        version=TEXT,
        n_rows=WHOLE,
    ),
    "link_rates": dict(
        source_file=TEXT,
        rule=TEXT,
        status=TEXT,
        n_links=WHOLE,
        n_persons=WHOLE,
        n_records=WHOLE,
        n_rows=WHOLE,
    ),
    "set_aside": dict(source_file=TEXT, row=WHOLE, column=TEXT, message=TEXT, arguments=TEXT),
    "quality_flags": dict(
        source_file=TEXT, row=WHOLE, column=TEXT, check_id=TEXT, severity=TEXT, message=TEXT, arguments=TEXT
    ),
    "ingest_runs": dict(
        source_file=TEXT,
        role=TEXT,
        sha256=TEXT,
        encoding=TEXT,
        separator=TEXT,
        rows_in=WHOLE,
        rows_kept=WHOLE,
        rows_set_aside=WHOLE,
        rows_not_of_study=WHOLE,
    ),
    "benchmarks": dict(
        benchmark=TEXT,
        table=TEXT,
        row=WHOLE,
        dimension=TEXT,
        category=TEXT,
        label_en=TEXT,
        label_fr=TEXT,
        label_ar=TEXT,
        horizon=NUMBER,
        time_unit=TEXT,
        event=TEXT,
        rate=NUMBER,
        low=NUMBER,
        high=NUMBER,
        is_usable=FLAG,
        reason=TEXT,
        agreement=TEXT,
        interpolation=TEXT,
        source_kind=TEXT,
        source=TEXT,
        url=TEXT,
        remark_en=TEXT,
        remark_fr=TEXT,
        remark_ar=TEXT,
    ),
    "codebook": dict(
        source_file=TEXT,
        role=TEXT,
        column=TEXT,
        source_column=TEXT,
        type=TEXT,
        code=TEXT,
        label=TEXT,
        missing=TEXT,
    ),
    "outcomes": dict(
        person_id=TEXT,
        arm=TEXT,
        outcome=TEXT,
        domain=TEXT,
        kind=TEXT,
        horizon=TEXT,
        time=NUMBER,
        value=NUMBER,
        missing=TEXT,
        after_event=FLAG,
        is_primary_horizon=FLAG,
        is_straddling=FLAG,
    ),
    "durations": dict(
        person_id=TEXT,
        arm=TEXT,
        outcome=TEXT,
        entry=NUMBER,
        duration=NUMBER,
        event=FLAG,
        competing=TEXT,
        event_class=TEXT,
    ),
    "periods": dict(person_id=TEXT, outcome=TEXT, covariate=TEXT, period=WHOLE, value=NUMBER),
    "frequency": dict(
        person_id=TEXT, arm=TEXT, outcome=TEXT, horizon=TEXT, time=NUMBER, n_events=WHOLE, n_days=WHOLE
    ),
    "exposure": dict(person_id=TEXT, starts_on=DAY, ends_on=DAY, ended_by=TEXT, n_days=WHOLE),
}
"""Columns that each table always has, with their types."""

KEYS: dict[str, list[str]] = {
    "persons": ["person_id"],
    "interviews": ["person_id", "wave"],
    "handovers": ["handover_id"],
    "links": ["source_file", "person_id", "record_id"],
    "link_rates": ["source_file", "rule", "status"],
    "outcomes": ["person_id", "outcome", "horizon"],
    "durations": ["person_id", "outcome"],
    "periods": ["person_id", "outcome", "covariate", "period"],
    "frequency": ["person_id", "outcome", "horizon"],
    "exposure": ["person_id", "starts_on"],
}
"""Columns whose values identify a row."""

ALLOWED: dict[tuple[str, str], list[str]] = {
    ("persons", "arm"): ["support", "comparison", ""],
    ("interviews", "contact"): ["interviewed", "refused", "not_found", "in_prison", "abroad", "deceased", ""],
    ("quality_flags", "severity"): ["flagged"],
    ("links", "rule"): [
        "decision",
        "code",
        "cin_and_birth",
        "cin_and_name",
        "probabilistic",
        "code_contradicted",
        "cin_contradicted",
        "cin_alone",
        "several_persons",
        "person_taken",
        "alike",
    ],
    ("links", "status"): ["accepted", "review", "outdone", "declined"],
}
_OPTIONAL = {("interviews", "interviewed_on"), ("outcomes", "is_straddling")}
_NOT_NEGATIVE = {COUNT, WHOLE}
_MAY_BE_MISSING = {COUNT, NUMBER, DAY}


def empty_table(name: str) -> pd.DataFrame:
    """Return a table without rows, with the columns that it always has."""
    return _empty_table(name).copy()


@cache
def _empty_table(name: str) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in COLUMNS[name].items()})


def check_table(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Check a table against its schema.

    Parameters
    ----------
    name
        Name of the table.
    table
        The table; columns that the schema does not know stay.

    Returns
    -------
    pandas.DataFrame
        The same table.

    Raises
    ------
    pandera.errors.SchemaErrors
        When it does not fit: a fault of the code that made it, not of the data.
    """
    build_schema(name).validate(table, lazy=True)
    return table


@cache
def build_schema(name: str) -> Any:
    """Return the pandera schema of a table."""
    import pandera.pandas as pa

    def column(column_name: str, kind: str) -> Any:
        checks = [pa.Check.ge(0)] if kind in _NOT_NEGATIVE else []
        if (name, column_name) in ALLOWED:
            checks.append(pa.Check.isin(ALLOWED[name, column_name]))
        required = (name, column_name) not in _OPTIONAL
        nullable = kind in _MAY_BE_MISSING and not (name == "justice_events" and kind == DAY)
        return pa.Column(kind, checks, nullable=nullable, required=required)

    columns = {column_name: column(column_name, kind) for column_name, kind in COLUMNS[name].items()}
    return pa.DataFrameSchema(columns, unique=KEYS.get(name), name=name)
