"""Calls and data sets as data: what is read, once, and what is said when something is not there."""

from __future__ import annotations

import bz2
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idmaj.effects import regression
from idmaj.reproduce import (
    PublicData,
    calls,
    find_public_data,
    list_public_studies,
    public_data,
    reproduce_public_study,
    reproduce_reference,
)
from idmaj.reproduce.calls import Caller, read_columns, read_part
from idmaj.store import Workspace

ROWS = pd.DataFrame({"y": [1.0, 2.0, 4.0], "arm": [1, 0, 1], "place": ["a", "b", "a"]})
NUMBER = {"quantity": "effect", "theirs": 1.0, "tolerance": 0.5, "source": "R lm"}


@pytest.fixture
def one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PublicData:
    """A folder of public data with one set of four people."""
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "people.csv").write_text("y,arm.now\n1,1\n2,0\n4,1\n3,0\n5,\n")
    places = [{"workspace": "data/raw/people.csv"}, {"public": "set/people.csv"}]
    part = {"file": "people", "names": {"arm.now": "arm"}, "steps": [{"rows": "arm == arm"}]}
    sets = {
        "people": {"parts": [part]},
        "twice": {"parts": [part, part], "steps": [{"derive": {"double": "y * 2"}}]},
        "arms": {"of": "twice", "steps": [{"collapse": ["arm"], "means": ["double"]}]},
        "elsewhere": {"parts": [{"file": "absent"}]},
    }
    files = {"people": {"places": places}, "absent": {"places": [{"public": "no.csv"}]}}
    monkeypatch.setattr(public_data, "read_data_sets", lambda: sets)
    monkeypatch.setattr(public_data, "read_data_files", lambda: files)
    return PublicData(Workspace(tmp_path / "workspace"), tmp_path)


def compare(monkeypatch, data, block):
    monkeypatch.setattr(calls, "read_reference", lambda reference: [block])
    return reproduce_reference("mine", data)


def difference(data_set: str = "people", **more):
    call = {
        "function": "regression.estimate_difference_in_means",
        "columns": {"outcome": "y", "treated": "arm"},
    }
    return {"data": data_set, "call": call | more, "numbers": [NUMBER | {"read": "estimate"}]}


def test_columns_expressions_and_constants():
    assert read_columns(ROWS, "y ** 2").tolist() == [1, 4, 16]
    assert read_columns(ROWS, "1").tolist() == [1, 1, 1]
    assert read_columns(ROWS, "place").tolist() == ["a", "b", "a"]


def test_lists_are_matrices_and_other_forms_are_tuples_and_counts():
    assert read_columns(ROWS, ["1", "y", "arm == 1"]).tolist() == [[1, 1, 1], [1, 2, 0], [1, 4, 1]]
    assert read_columns(ROWS, []).shape == (3, 0)
    assert [part.tolist() for part in read_columns(ROWS, {"each": ["place", "arm"]})] == [
        ["a", "b", "a"],
        [1, 0, 1],
    ]
    assert read_columns(ROWS, {"sum": "y > 1"}) == 2
    assert read_columns(ROWS, {"sums": ["y > 1 and arm == 1", "arm == 1"]}) == (1, 2)


def test_paths_go_through_fields_keys_and_positions():
    result = {"fit": (regression, np.array([[1.0, 2.0], [3.0, 4.0]]))}
    assert read_part(result, "fit.1.1.-1") == 4.0
    assert read_part(result, "fit.1.T.1").tolist() == [2.0, 4.0]
    assert read_part(result, "") is result


def test_steps_keep_rows_derive_and_collapse(one_file: PublicData):
    assert one_file.frame("people")["y"].tolist() == [1, 2, 4, 3]
    assert one_file.frame("twice")["double"].tolist() == [2, 4, 8, 6] * 2
    assert one_file.frame("arms").to_dict("list") == {"arm": [0, 1], "double": [5, 5]}


def test_preparing_a_set_leaves_the_set_it_is_made_of_alone(one_file: PublicData):
    before = one_file.frame("twice").copy()
    one_file.frame("arms")
    pd.testing.assert_frame_equal(one_file.frame("twice"), before)


def test_a_call_is_evaluated_once_for_all_numbers(one_file: PublicData, monkeypatch: pytest.MonkeyPatch):
    counted = []
    original = regression.estimate_difference_in_means
    monkeypatch.setattr(
        regression, "estimate_difference_in_means", lambda **given: counted.append(1) or original(**given)
    )
    caller = Caller(one_file)
    call = difference()["call"]
    assert caller.call(call | {"read": "estimate"}, "people") == 0.0
    assert caller.call(call, "people").df > 0
    assert len(counted) == 1


def test_a_call_feeds_another(one_file: PublicData):
    inner = difference()["call"]
    outer = {
        "function": "contrast.build_contrast",
        "calls": {"estimate": inner | {"read": "estimate"}, "std_error": inner | {"read": "std_error"}},
    }
    contrast = Caller(one_file).call(outer, "people")
    assert contrast.std_error == Caller(one_file).call(inner, "people").std_error
    column = Caller(one_file).call({"settings": {"a": [1, 2]}, "read": "a", "shape": [-1, 1]})
    assert column.tolist() == [[1], [2]]


def test_a_number_may_be_a_sum_of_parts_with_factors(one_file: PublicData, monkeypatch: pytest.MonkeyPatch):
    block = difference()
    block["call"] = {"calls": {"a": block["call"]}}
    block["numbers"] = [NUMBER | {"read": {"a.conf_high": 0.5, "a.conf_low": -0.5}, "theirs": 7.0}]
    (found,) = compare(monkeypatch, one_file, block)
    contrast = Caller(one_file).call(difference()["call"], "people")
    assert found.ours == pytest.approx((contrast.conf_high - contrast.conf_low) / 2)


def test_numbers_without_data_are_listed_and_are_no_disagreement(one_file: PublicData, monkeypatch):
    (found,) = compare(monkeypatch, one_file, difference("elsewhere"))
    assert (found.ours, found.agrees, found.missing, found.is_compared) == (None, None, "absent", False)


def test_a_convention_that_differs_is_named_and_nothing_is_claimed(one_file: PublicData, monkeypatch):
    (found,) = compare(monkeypatch, one_file, difference() | {"differs": "they divide by n"})
    assert (found.ours, found.agrees, found.differs) == (0.0, None, "they divide by n")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"columns": {"outcome": "y", "treated": "arm * 0"}}, "EstimationError: empty-arm"),
        ({"columns": {"outcome": "y"}}, "TypeError"),
        ({"columns": {"outcome": "z", "treated": "arm"}}, "UndefinedVariableError"),
        ({"function": "regression.no_such_estimator"}, "AttributeError"),
        ({"function": "no_such_module.estimate"}, "ModuleNotFoundError"),
    ],
)
def test_a_refusal_or_a_fault_is_a_disagreement_and_ends_nothing(one_file, monkeypatch, change, said):
    (found,) = compare(monkeypatch, one_file, difference(**change))
    assert found.agrees is False
    assert str(found.ours).startswith(said)


def test_a_path_that_leads_nowhere_and_a_number_that_is_none_are_disagreements(one_file, monkeypatch):
    block = difference()
    block["numbers"] = [NUMBER | {"read": "no_such_field"}]
    (found,) = compare(monkeypatch, one_file, block)
    assert found.agrees is False
    block = {"call": {"settings": {"a": float("nan")}}, "numbers": [NUMBER | {"read": "a"}]}
    (found,) = compare(monkeypatch, one_file, block)
    assert (found.agrees, found.ours) == (False, "nan")


def test_public_data_are_where_the_variable_says_or_beside_the_workspace(tmp_path: Path, monkeypatch):
    workspace = Workspace(tmp_path / "work")
    monkeypatch.delenv("IDMAJ_PUBLIC_DATA", raising=False)
    assert find_public_data(workspace).folder.resolve() == (tmp_path / "shared" / "data").resolve()
    monkeypatch.setenv("IDMAJ_PUBLIC_DATA", str(tmp_path / "mine"))
    assert find_public_data(workspace).folder == tmp_path / "mine"


def test_a_file_of_an_installed_package_is_found_without_importing_it(tmp_path: Path, monkeypatch):
    package = tmp_path / "somebodys_data"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError\n")
    (package / "people.csv").write_text("y\n1\n")
    monkeypatch.syspath_prepend(tmp_path)
    places = [
        {"package": "no_such_package", "path": "x.csv"},
        {"package": "somebodys_data", "path": "people.csv"},
    ]
    monkeypatch.setattr(public_data, "read_data_files", lambda: {"people": {"places": places}})
    assert PublicData(Workspace(tmp_path), tmp_path).find_file("people") == package / "people.csv"


def test_a_file_is_laid_as_a_link_and_a_compressed_one_as_text(
    one_file: PublicData, tmp_path: Path, monkeypatch
):
    one_file.lay_file("people", tmp_path / "laid" / "people.csv")
    assert (tmp_path / "laid" / "people.csv").is_symlink()
    (tmp_path / "people.csv.bz2").write_bytes(bz2.compress(b"y\n1\n"))
    places = {"people": {"places": [{"public": "people.csv.bz2"}]}}
    monkeypatch.setattr(public_data, "read_data_files", lambda: places)
    one_file.lay_file("people", tmp_path / "text" / "people.csv")
    assert (tmp_path / "text" / "people.csv").read_text() == "y\n1\n"


def test_a_public_study_without_its_data_is_listed_as_not_run(shipped_data: PublicData):
    for study in list_public_studies():
        comparisons = reproduce_public_study(study, shipped_data)
        assert comparisons
        assert all(c.agrees is None and c.missing and c.ours is None for c in comparisons)


def test_what_the_command_prints_of_each_kind(monkeypatch, capsys):
    from idmaj.cli.answers import answer_reproduce
    from idmaj.reproduce import Comparison

    shared = {"tolerance": 1e-6, "source": "R lm", "convention": ""}
    agreeing = Comparison("s", "a", 0.00012345, 0.00012345, agrees=True, **shared)
    others = [
        Comparison("s", "b", 2.0, 3.0, agrees=None, differs="they divide by n", **shared),
        Comparison("s", "c", None, 3.0, agrees=None, missing="people", **shared),
    ]
    assert answer_reproduce([agreeing, *others], as_json=False) == 0
    shown = capsys.readouterr().out
    assert "0.0001235" in shown and "they divide by n" in shown and "IDMAJ_PUBLIC_DATA" in shown
    assert "people" in shown and "1 of 1" in shown
    assert answer_reproduce([agreeing, *others], as_json=True) == 0
    entries = json.loads(capsys.readouterr().out)
    keys = {"study", "quantity", "ours", "theirs", "tolerance", "source", "convention", "agrees"}
    assert [set(entry) - keys for entry in entries] == [set(), {"differs"}, {"missing"}]
    assert all(keys <= set(entry) for entry in entries)
    assert answer_reproduce(others, as_json=False) == 1  # nothing was compared: nothing was shown
    wrong = Comparison("s", "d", 1.0, 2.0, agrees=False, **shared)
    assert answer_reproduce([agreeing, wrong], as_json=False) == 1
