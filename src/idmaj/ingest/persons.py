"""The table of persons: who, in which arm, with which characteristics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from idmaj.ingest.cells import canonical_code, canonical_codes, parse_dates
from idmaj.ingest.columns import read_column
from idmaj.ingest.duplicates import set_duplicates_aside
from idmaj.ingest.rows import AFTER_CUT_OFF, SourceRows
from idmaj.study import Study
from idmaj.study.plan import Arms
from idmaj.study.recidivism import PERSON
from idmaj.study.rules import ColumnUse, clock_columns, needed_columns

FEW_REPEATS, REPEATED_SHARE = 10, 0.1
"""Rows of persons who stand before, in number and as a share, above which the file has several rows a person."""
IDENTITY = ["person_id", "arm", "arm_value", "source_file", "source_row"]


def check_persons(study: Study, files: Sequence[SourceRows], cut_off: date | None) -> None:
    """Set aside rows of persons that cannot be used, and report arms and duplicates."""
    for rows in files:
        rows.put_aside((rows.cells["person_id"] == "").to_numpy(), "person-id-blank", column="person_id")
        _check_arms(study, rows)
        _check_cut_off(study, rows, cut_off)
        _check_repeats(rows)
    set_duplicates_aside(files, ["person_id"], same="person-duplicate", differs="person-differs")


def _check_repeats(rows: SourceRows) -> None:
    """Say once what to do where most people have several rows: spells and waves have keys of their own."""
    ids = rows.kept()["person_id"]
    again = ids.duplicated() & (ids != "")
    if again.sum() > max(FEW_REPEATS, len(ids) * REPEATED_SHARE):
        n = int(ids[again].nunique())
        rows.report(
            "persons-several-rows", column="person_id", severity="blocking", n=n, spells="spells = true",
            keys="entry, time", order="first_by",
        )  # fmt: skip


def build_persons(study: Study, files: Sequence[SourceRows]) -> tuple[pd.DataFrame, dict[str, ColumnUse]]:
    """Build the table of persons from the rows that are kept.

    Returns
    -------
    persons : pandas.DataFrame
        One row a person, sorted by `person_id`.
    uses : dict
        How each column was read.
    """
    if not files:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in IDENTITY}), {}
    is_masked = study.study.identifiers == "keyed"
    made: dict[str, pd.Series] = {}
    uses: dict[str, ColumnUse] = {}
    for name, use in _characteristics(study, files).items():
        column = read_column(files, name, use, is_masked=is_masked)
        uses[name] = column.use
        made[name] = column.values
        if (column.missing != "").any():
            made[f"{name}__missing"] = column.missing
    persons = pd.concat([_identity(study, files), pd.DataFrame(made)], axis=1)
    return persons.sort_values("person_id", kind="stable", ignore_index=True), uses


def arm_of_value(study: Study) -> dict[str, str]:
    """Return the arm of each value of the arm column."""
    if study.arms is None:
        return {}
    arms = dict.fromkeys(map(canonical_code, study.arms.support), "support")
    return arms | dict.fromkeys(map(canonical_code, study.arms.comparison), "comparison")


def arms_of_rows(study: Study, rows: SourceRows) -> pd.Series:
    """Return the arm of every row of a persons file, "" where there is none."""
    if study.arms is None:
        return pd.Series("", index=rows.cells.index, dtype="str")
    if study.arms.supported_on is not None:
        return arms_by_date(study, rows)
    values = canonical_codes(rows.cells[_arm_column(study.arms)])
    if study.arms.start_column is None:
        return values.map(arm_of_value(study)).fillna("").astype("str")
    last = max((wave.time for wave in study.wave), default=np.inf)
    is_treated = pd.to_numeric(values.where(~_is_never(study, rows, values)), errors="coerce") <= last
    return pd.Series(np.where(is_treated, "support", "comparison"), index=values.index, dtype="str")


def arms_by_date(study: Study, rows: SourceRows) -> pd.Series:
    """Return the arm of every row where who has a date was supported; "" where the date cannot be read.

    Where the dates stand in the grants, every row has "" until `idmaj.ingest.supports.name_arms` reads them.
    """
    name = _arm_column(study.arms) if study.arms else ""
    if name not in rows.cells:
        return pd.Series("", index=rows.cells.index, dtype="str")
    codes = canonical_codes(rows.cells[name])
    is_blank = (codes == "") | codes.isin([canonical_code(code) for code in rows.source.missing])
    is_read = parse_dates(rows.cells[name], rows.source.date_format).notna()
    return pd.Series(
        np.select([is_blank, is_read], ["comparison", "support"], ""), index=codes.index, dtype="str"
    )


def _arm_column(arms: Arms) -> str:
    return arms.supported_on or arms.start_column or arms.column


def _is_never(study: Study, rows: SourceRows, values: pd.Series) -> pd.Series:
    """Tell which cells of `first_treated` mean never: blank, named so, or a code of a missing value."""
    never = [*(study.arms.never if study.arms else []), *rows.source.missing]
    return (values == "") | values.isin([canonical_code(code) for code in never])


def _check_arms(study: Study, rows: SourceRows) -> None:
    if study.arms is None or study.arms.supported_on is not None:
        return
    name = _arm_column(study.arms)
    values = canonical_codes(rows.cells[name])
    is_masked = study.study.identifiers == "keyed"
    if study.arms.start_column is not None:
        unread = ~_is_never(study, rows, values) & pd.to_numeric(values, errors="coerce").isna()
        times = [f"{wave.time:g}" for wave in study.wave]
        rows.report_unknown("arm-value-unknown", name, values[unread], known=times, is_masked=is_masked)
        return
    blank = (values == "") | values.isin([canonical_code(code) for code in rows.source.missing])
    rows.put_aside(blank.to_numpy(), "arm-blank", column=name)
    known = arm_of_value(study)
    unknown = values[~blank & ~values.isin(list(known))]
    rows.report_unknown("arm-value-unknown", name, unknown, known=list(known), is_masked=is_masked)


def _check_cut_off(study: Study, rows: SourceRows, cut_off: date | None) -> None:
    """Leave for later the persons whose every clock starts after the cut-off."""
    clocks = [name for name in clock_columns(study) if name in rows.cells]
    if cut_off is None or not clocks:
        return
    starts = pd.DataFrame({name: parse_dates(rows.cells[name], rows.source.date_format) for name in clocks})
    later = (starts.min(axis=1) > pd.Timestamp(cut_off)).to_numpy()
    rows.put_aside(later, AFTER_CUT_OFF)


def _identity(study: Study, files: Sequence[SourceRows]) -> pd.DataFrame:
    parts = []
    for rows in files:
        kept = rows.kept()
        value = pd.Series("", index=kept.index)
        if study.arms is not None and study.arms.supported_on is None:
            value = canonical_codes(kept[_arm_column(study.arms)])
        parts.append(
            pd.DataFrame(
                {
                    "person_id": kept["person_id"],
                    "arm": arms_of_rows(study, rows)[rows.is_kept],
                    "arm_value": value,
                    "source_file": rows.file,
                    "source_row": rows.rows[rows.is_kept].astype(np.int64),
                }
            )
        )
    whole = pd.concat(parts, ignore_index=True)
    return whole.astype({name: "str" for name in IDENTITY if name != "source_row"})


def _characteristics(study: Study, files: Sequence[SourceRows]) -> dict[str, ColumnUse]:
    """Columns to read, in the order of the study file, and how."""
    uses: dict[str, ColumnUse] = {c.name: c.use for c in needed_columns(study, "persons")}
    if study.arms is not None and study.arms.column and study.arms.column not in study.analysis.covariates:
        uses.pop(study.arms.column, None)
    if study.arms is not None and study.arms.start_column:
        uses.setdefault(study.arms.start_column, "code")
    for rows in files:
        for name in rows.source.columns:
            uses.setdefault(name, "date" if name.endswith("_on") else "auto")
    if any(rows.source.spells for rows in files):
        uses.setdefault(PERSON, "code")
    return {name: use for name, use in uses.items() if name not in IDENTITY and _is_in_all(files, name)}


def _is_in_all(files: Sequence[SourceRows], name: str) -> bool:
    return all(name in rows.cells for rows in files)
