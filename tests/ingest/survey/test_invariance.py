"""What must not matter does not: order of rows and columns, names of groups, further columns, other bytes."""

import csv
import io
import json
import tempfile
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idmaj.ingest.exports import ExportSettings
from idmaj.ingest.survey import SurveySettings, ingest_exports

EXPORTS = Path(__file__).parents[2] / "exports" / "instrument"
FORM = EXPORTS / "instrument_draft.xlsx"
KEY = bytes(range(32))
TRACE = ["source_row", "ingest_id"]
GROUPS = ["ident", "main", "emp", "inc", "ent", "life", "bar"]
SUFFIXES = [".csv", ".xlsx", ".zip", ".json", ".sav", ".dta", ".txt", "", ".ods"]
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_records():
    text = (EXPORTS / "kobo/xml_both.csv").read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def ingest_records(records, **declared):
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows(records)
    return ingest_bytes(out.getvalue().encode("utf-8"), "export.csv", **declared)


def ingest_bytes(content, name, **declared):
    folder = Path(tempfile.mkdtemp())
    (folder / name).write_bytes(content)
    return ingest_exports(
        [folder / name], FORM, folder / "out", SurveySettings(ExportSettings(**declared), key=KEY)
    )


def interviews_of(tables):
    assert not tables.is_blocked, tables.problems
    return tables.read("interviews").drop(columns=TRACE)


@pytest.fixture(scope="module")
def records():
    return read_records()


@pytest.fixture(scope="module")
def interviews(records):
    return interviews_of(ingest_records(records))


@FEW
@given(st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(records, interviews, random):
    rows = records[1:]
    random.shuffle(rows)
    pd.testing.assert_frame_equal(interviews_of(ingest_records([records[0], *rows])), interviews)


@FEW
@given(st.permutations(range(108)))
def test_order_of_columns_does_not_matter(records, interviews, order):
    shuffled = [[row[place] for place in order] for row in records]
    pd.testing.assert_frame_equal(interviews_of(ingest_records(shuffled)), interviews)


@FEW
@given(st.sampled_from("/.-:_"), st.booleans())
def test_separator_and_case_of_groups_do_not_matter(records, interviews, separator, is_upper):
    header = [name.replace("/", separator) for name in records[0]]
    header = [name.upper() if is_upper and not name.startswith("_") else name for name in header]
    pd.testing.assert_frame_equal(interviews_of(ingest_records([header, *records[1:]])), interviews)


@FEW
@given(st.text(st.characters(categories=["L", "N"]), min_size=3, max_size=12), st.integers(0, 90))
def test_further_columns_do_not_matter(records, interviews, name, place):
    wider = [
        [*row[:place], f"zz {name}" if number == 0 else "x", *row[place:]]
        for number, row in enumerate(records)
    ]
    pd.testing.assert_frame_equal(interviews_of(ingest_records(wider)), interviews)


@FEW
@given(
    st.dictionaries(
        st.sampled_from(["ident", "main", "emp", "inc", "ent", "life", "bar"]),
        st.text("abcdefgh", min_size=2, max_size=6),
    )
)
def test_renamed_groups_do_not_matter(records, interviews, names):
    header = ["/".join(names.get(part, part) for part in name.split("/")) for name in records[0]]
    pd.testing.assert_frame_equal(interviews_of(ingest_records([header, *records[1:]])), interviews)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(["x.csv", "x.xlsx", "x.zip", "x.json", "x.sav", "x.dta", "x.txt", "x", "x.ods"]),
)
def test_bytes_give_problems_never_a_traceback(content, name):
    tables = ingest_bytes(content, f"x{name}")
    assert tables.problems
    assert tables.is_blocked


STRANGE = [
    "", "?", "???", "-99", "1,500", "٢٥٠٠", "2024-13-45", "31/12/2024", "1446-02-01", "oui", "NaN", "1e999", "=1+1",
]  # fmt: skip
CELLS = st.one_of(st.text(max_size=12), st.sampled_from(STRANGE))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 110), st.integers(0, 107), CELLS), min_size=1, max_size=25))
def test_random_cells_lose_no_row_and_raise_nothing(records, changes):
    changed = [list(row) for row in records]
    for row, column, cell in changes:
        changed[row][column] = cell.replace("\x00", "")
    tables = ingest_records(changed)
    if not tables.is_blocked:
        runs = tables.read("ingest_runs")
        assert (runs["rows_in"] == runs["rows_kept"] + runs["rows_set_aside"] + runs["rows_superseded"]).all()
        assert runs.loc[runs["table"] == "interviews", "rows_in"].item() == 110


def test_running_again_changes_no_byte(tmp_path, records):
    def contents():
        return {file.name: file.read_bytes() for file in sorted((tmp_path / "out").iterdir())}

    for _ in range(2):
        ingest_exports([EXPORTS / "kobo/xml_both.xlsx"], FORM, tmp_path / "out")
        first = contents()
    ingest_exports([EXPORTS / "kobo/xml_both.xlsx"], FORM, tmp_path / "out")
    assert contents() == first


def test_frictionless_accepts_the_package(tmp_path):
    ingest_exports([EXPORTS / "kobo/xml_both.xlsx"], FORM, tmp_path / "out")
    report = frictionless.Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])[:5]
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert {"interviews", "justice-events", "persons"} <= {r["name"] for r in package["resources"]}
