"""The tidy contract keeps its word."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idmaj.estimates import COLUMNS, KEY, EffectEstimate, build_estimates, name_estimate

ROW = EffectEstimate(
    study="s", outcome="employed", domain="employment", estimator="share", scale="share", term="support",
    role="diagnostic", estimate=0.5, interval="wilson",
)  # fmt: skip


def test_columns_and_types_are_fixed_even_without_rows():
    empty = build_estimates([])
    full = build_estimates([ROW])
    assert list(empty.columns) == list(COLUMNS) == list(full.columns)
    assert (empty.dtypes == full.dtypes).all()


def test_rows_that_share_a_key_are_refused():
    with pytest.raises(ValueError, match="share a key"):
        build_estimates([ROW, replace(ROW, estimate=0.6)])


def test_a_missing_interval_needs_a_note():
    with pytest.raises(ValueError, match="needs a note"):
        build_estimates([replace(ROW, interval="none")])
    assert len(build_estimates([replace(ROW, interval="none", note="count")])) == 1


def test_words_outside_a_vocabulary_are_refused():
    with pytest.raises(ValueError, match="scale"):
        build_estimates([replace(ROW, scale="percentage")])  # type: ignore[arg-type]


def test_one_primary_row_per_outcome_and_subgroup():
    first = replace(ROW, role="primary", horizon="6", time=6.0)
    with pytest.raises(ValueError, match="more than one primary horizon"):
        build_estimates([first, replace(first, horizon="12", time=12.0)])
    with pytest.raises(ValueError, match="more than one primary row"):
        build_estimates([first, replace(first, term="comparison")])


@given(column=st.sampled_from(KEY), word=st.text(min_size=1, max_size=8))
def test_the_id_depends_on_every_part_of_the_key_and_on_nothing_else(column: str, word: str):
    record = {name: getattr(ROW, name) for name in KEY}
    changed = {**record, column: 7.25 if column == "time" else f"{record[column]}{word}"}
    assert name_estimate(record) != name_estimate(changed)
    assert name_estimate(record) == name_estimate({**record, "estimate": 0.9})


def test_the_same_rows_give_the_same_bytes(tmp_path):
    from idmaj.store import write_parquet

    files = [tmp_path / "one.parquet", tmp_path / "two.parquet"]
    for file in files:
        write_parquet(build_estimates([ROW, replace(ROW, term="comparison")]), file)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert list(pd.read_parquet(files[0])["term"]) == ["support", "comparison"]
