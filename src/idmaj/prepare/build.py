"""The stage between canonical tables and outcomes: spells at liberty, and index dates where they are asked for."""

from __future__ import annotations

import pandas as pd

from idmaj.ingest import build_tables, find_as_of
from idmaj.prepare.coverage import find_coverage
from idmaj.prepare.exposure import build_exposure
from idmaj.store import Evaluation, Tables
from idmaj.store.schemas import check_table


def build_prepared(evaluation: Evaluation) -> Tables:
    """Build the tables that outcomes are measured on, or read them from the store.

    Parameters
    ----------
    evaluation
        Study, workspace and cut-off.

    Returns
    -------
    dict of str to pandas.DataFrame
        The canonical tables; `exposure`, the spells at liberty of persons; and where the study has a
        section `[index]`, `persons` with one row an index date.

    Raises
    ------
    IngestProblems
        With every problem of every file, when any is blocking.
    """
    return evaluation.keep("prepared", lambda: _build(evaluation))


def prepare_tables(evaluation: Evaluation, tables: Tables) -> Tables:
    """Prepare canonical tables; see `build_prepared`."""
    study = evaluation.study
    coverage = find_coverage(study, None, evaluation.cut_off)
    last = find_as_of(evaluation, tables)
    end = coverage.ends if coverage.ends is not pd.NaT else pd.Timestamp(last) if last else pd.NaT
    prepared = tables | {"exposure": check_table("exposure", build_exposure(study, tables, end))}
    if study.index is None:
        return prepared
    from idmaj.prepare.index_dates import index_persons

    return index_persons(study, prepared, cut_off=evaluation.cut_off)


def _build(evaluation: Evaluation) -> Tables:
    return prepare_tables(evaluation, build_tables(evaluation))
