"""Stata, SPSS and Parquet: text of typed values, labels and declared missing codes as the file holds them."""

import pandas as pd
import pyreadstat
import pytest


def test_spss_keeps_labels_and_declared_missing_codes(kit, tmp_path):
    frame = pd.DataFrame({"KEY": ["uuid:a", "uuid:b"], "formdef_version": [3, 3], "wage": [2500.5, -99.0]})
    file = tmp_path / "a.sav"
    pyreadstat.write_sav(
        frame, file, column_labels=["", "", "Salaire"], missing_ranges={"wage": [-99, -88]},
        variable_value_labels={"wage": {-99: "Ne sait pas", -88: "Refus"}},
    )  # fmt: skip
    export = kit.read_one(file)
    assert (export.platform, export.container) == ("surveycto", "spss")
    assert kit.rows_of(export.main) == [["a", 1, "uuid:a", "3", "2500.5"], ["b", 2, "uuid:b", "3", "-99"]]
    assert export.main.labels == {2: {"-99": "Ne sait pas", "-88": "Refus"}}
    assert export.main.missing == {2: {"-88": "refused", "-99": "dk"}}
    assert (export.main.column_labels, export.main.typed) == ({2: "Salaire"}, frozenset({1, 2}))


def test_numbered_columns_take_the_names_in_their_labels(kit, tmp_path):
    """Older exports of Kobo to SPSS (SURVEYS.md §1)."""
    file = tmp_path / "a.sav"
    frame = pd.DataFrame({"var1": ["x"], "var2": ["a"], "var3": ["2025"]})
    pyreadstat.write_sav(frame, file, column_labels=["ident/code", "_uuid", "_submission_time"])
    export = kit.read_one(file)
    assert (export.platform, export.main.header[0], kit.keys_of(export.main)) == ("kobo", "ident/code", ["a"])


def test_stata_tagged_missing_values(kit, tmp_path):
    file = tmp_path / "a.dta"
    frame = pd.DataFrame({"key": ["a", "b"], "formdef_version": [1, 1], "wage": ["a", 5]})
    pyreadstat.write_dta(frame, file, missing_user_values={"wage": ["a"]}, version=15)
    export = kit.read_one(file)
    assert [row[-1] for row in kit.rows_of(export.main)] == ["a", "5"]
    assert export.main.missing[2].keys() == {"a"}


def test_parquet(kit, tmp_path):
    frame = pd.DataFrame({"_uuid": ["a", None], "n": [1.0, 2.5], "day": pd.to_datetime(["2025-01-01", None])})
    file = tmp_path / "a.parquet"
    frame.to_parquet(file)
    export = kit.read_one(file)
    assert kit.rows_of(export.main) == [["a", 1, "a", "1", "2025-01-01"], ["", 2, "", "2.5", ""]]
    assert export.main.typed == frozenset({1, 2})


@pytest.mark.parametrize("name", ["a.sav", "a.dta", "a.parquet"])
def test_broken_files(kit, tmp_path, name):
    marks = {"a.sav": b"$FL2", "a.dta": b"<stata_dta>", "a.parquet": b"PAR1"}
    file = tmp_path / name
    file.write_bytes(marks[name] + bytes(range(256)))
    assert [p.message for p in kit.refusals(file)] == ["file-not-of-its-format"]
