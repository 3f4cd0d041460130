"""A misspelt or mistyped parameter is refused; papermill alone runs on with the default."""

import json
import re

import pytest

from idmaj.batch import check_parameters, read_parameters
from idmaj.errors import ParameterProblems


@pytest.fixture
def notebook(toy, write_notebook):
    return toy.root / write_notebook("1").source


def problems(notebook, parameters):
    with pytest.raises(ParameterProblems) as caught:
        check_parameters(notebook, parameters)
    return caught.value.problems


def test_parameters_have_names_and_types(notebook):
    assert read_parameters(notebook) == {"study": "str", "language": "str", "limit": "int"}


def test_right_parameters_pass(notebook):
    check_parameters(notebook, {"study": "toy", "limit": 4})


def test_an_unknown_name_is_refused_with_the_nearest(notebook):
    (problem,) = problems(notebook, {"stduy": "toy"})
    assert problem.message == "parameter-unknown"
    assert problem.arguments == {"name": "stduy", "nearest": "study", "allowed": "study, language, limit"}


@pytest.mark.parametrize(
    ("value", "given"), [("3", "str"), (3.0, "float"), (True, "bool"), (["a"], "list"), (None, "NoneType")]
)
def test_a_wrong_type_is_refused_with_the_expected_one(notebook, value, given):
    (problem,) = problems(notebook, {"limit": value})
    assert problem.message == "parameter-mistyped"
    assert problem.arguments == {"name": "limit", "wanted": "int", "given": given}


def test_all_problems_at_once(notebook):
    found = problems(notebook, {"stduy": "toy", "limit": "3", "langage": "fr"})
    assert [problem.message for problem in found] == [
        "parameter-unknown",
        "parameter-unknown",
        "parameter-mistyped",
    ]


def test_a_notebook_without_a_parameters_cell_is_refused(toy, write_notebook):
    notebook = toy.root / write_notebook("1", tags=()).source
    assert problems(notebook, {})[0].message == "parameters-untagged"


def test_a_missing_notebook_is_a_problem(toy):
    assert problems(toy.notebooks / "none.ipynb", {})[0].message == "notebook-missing"


@pytest.mark.parametrize("damage", ["", "no json", "{}", '{"cells": [], "nbformat": 4, "nbformat_minor": 5}'])
def test_a_damaged_notebook_is_a_problem(notebook, damage):
    notebook.write_text(damage)
    assert problems(notebook, {})[0].message in {"notebook-unreadable", "parameters-untagged"}


def test_half_a_notebook_is_a_problem(notebook):
    notebook.write_text(notebook.read_text()[:200])
    assert problems(notebook, {})[0].message == "notebook-unreadable"


def test_a_notebook_of_an_unknown_kernel_is_a_problem(notebook):
    content = json.loads(notebook.read_text())
    content["metadata"] = {}
    notebook.write_text(json.dumps(content))
    assert problems(notebook, {})[0].message == "notebook-unreadable"


def test_a_problem_names_the_file_and_never_a_folder_of_this_machine(notebook):
    (problem,) = problems(notebook, {"stduy": "toy"})
    assert problem.place.file == "01_ingest.ipynb"
    assert not re.search("/", problem.place.file)
