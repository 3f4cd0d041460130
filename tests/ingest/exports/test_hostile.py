"""Whatever the bytes, there is an export or a list of problems: never another exception."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idmaj.errors import Problem
from idmaj.ingest.exports import ExportSettings, describe_export, read_exports
from idmaj.text import LANGUAGES, describe_problem

SUFFIXES = [".csv", ".txt", ".xlsx", ".xls", ".zip", ".json", ".sav", ".dta", ".parquet", ""]
MARKS = [
    b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"$FL2", b"PAR1", b"<stata_dta", b"[{", b'{"value": [', b"\xff\xfe",
    b"\xef\xbb\xbf", b"sep=;\n", b"_uuid,q\n", b"KEY,SubmissionDate\n", b'"', b"\x72\x01", b"\x1f\x8b", b"<html>",
]  # fmt: skip
_CELLS = st.text(st.sampled_from("ab12,;\"\n\r\t |'é ةـ\u200f\u00a0?#{[-/.:"), max_size=12)


def read_everything(file) -> list[Problem]:
    exports, problems = read_exports([file], ExportSettings())
    assert exports or problems
    for export in exports:
        for table in (export.main, *export.repeats):
            for block in table.read_blocks():
                assert len(block.rows) == len(block.keys) == block.cells.num_rows
                assert block.cells.num_columns == len(table.header)
                assert not any(column.null_count for column in block.cells.columns)
        for language in LANGUAGES:
            assert all(describe_export(export, language))
    for problem in problems:
        assert all(describe_problem(problem, language) for language in LANGUAGES)
    return problems


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mark=st.sampled_from(MARKS), rest=st.binary(max_size=300), suffix=st.sampled_from(SUFFIXES))
def test_random_bytes(tmp_path, mark, rest, suffix):
    file = tmp_path / f"a{suffix}"
    file.write_bytes(mark + rest)
    read_everything(file)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(_CELLS, max_size=5), max_size=12), separator=st.sampled_from(",;\t|"))
def test_random_tables(tmp_path, rows, separator):
    file = tmp_path / "a.csv"
    file.write_text("\n".join(separator.join(row) for row in rows), encoding="utf-8")
    read_everything(file)


_NAMES = _CELLS | st.sampled_from(["_uuid", "value", "__id", "results"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=_JSON)
def test_random_json(tmp_path, content):
    file = tmp_path / "a.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    read_everything(file)


@pytest.mark.parametrize(
    "name",
    ["kobo/xml_both.xlsx", "odk_central/central_default.zip", "kobo/api_v2_data.json", "kobo/xml_both.csv"],
)
def test_cut_and_flipped_exports(tmp_path, instrument, name):
    import random

    whole = (instrument / name).read_bytes()
    draw = random.Random(5)
    file = tmp_path / name.rsplit("/", 1)[-1]
    for _ in range(12):
        content = bytearray(whole[: draw.randrange(1, len(whole))] if draw.random() < 0.5 else whole)
        for _ in range(draw.randrange(4)):
            content[draw.randrange(len(content))] = draw.randrange(256)
        file.write_bytes(content)
        read_everything(file)
