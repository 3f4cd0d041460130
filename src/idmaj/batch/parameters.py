"""Strict parameters: papermill only warns of a misspelt one, and the notebook runs with its default."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import nbformat
from papermill.inspection import inspect_notebook
from papermill.utils import nb_language

from idmaj.batch.tasks import Value
from idmaj.errors import ParameterProblems, Place, Problem

TAG: Final = "parameters"
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "list": (list,),
}


def check_parameters(notebook: Path, parameters: Mapping[str, Value], *, shown_as: str = "") -> None:
    """Refuse parameters that a notebook does not have, or of another type.

    Parameters
    ----------
    notebook
        Notebook with a cell tagged `parameters`, of lines ``name: type = literal  # help``.
    parameters
        Name → value.
    shown_as
        Path to show in problems; by default the name of the file.

    Raises
    ------
    ParameterProblems
        With all problems: the notebook is missing or unreadable, it has no such cell, a name is unknown
        (with the nearest), or a value is of the wrong type (with the expected one).
    """
    place = Place(file=shown_as or notebook.name)
    types = read_parameters(notebook, shown_as=place.file)
    problems = [_unknown(name, types, place) for name in parameters if name not in types]
    for name, value in parameters.items():
        if name in types and not _fits(value, types[name]):
            problems.append(_mistyped(name, value, types[name], place))
    if problems:
        raise ParameterProblems(problems)


def read_parameters(notebook: Path, *, shown_as: str = "") -> dict[str, str]:
    """Read the parameters of a notebook.

    Parameters
    ----------
    notebook, shown_as
        As for `check_parameters`.

    Returns
    -------
    dict of str to str
        Name → type as the notebook writes it (`str`, `int`, `float`, `bool` or `list`).

    Raises
    ------
    ParameterProblems
        When the notebook is missing, unreadable or has no cell tagged `parameters`.
    """
    place = Place(file=shown_as or notebook.name)
    try:
        content = nbformat.read(notebook, as_version=4)
        nb_language(content)  # inspection needs the language of the kernel
    except FileNotFoundError as error:
        raise ParameterProblems([Problem("notebook-missing", place)]) from error
    except (nbformat.ValidationError, ValueError, KeyError, AttributeError) as error:
        raise ParameterProblems([Problem("notebook-unreadable", place)]) from error
    if not any(TAG in cell.metadata.get("tags", []) for cell in content.cells):
        raise ParameterProblems([Problem("parameters-untagged", place, arguments={"tag": TAG})])
    logging.getLogger("papermill").setLevel(logging.ERROR)
    found = inspect_notebook(str(notebook))
    return {name: entry["inferred_type_name"] for name, entry in found.items()}


def _fits(value: Value, name: str) -> bool:
    expected = _TYPES.get(name.split("[")[0])
    if expected is None:
        return False
    return isinstance(value, expected) and (bool in expected or not isinstance(value, bool))


def _unknown(name: str, types: Mapping[str, str], place: Place) -> Problem:
    nearest = difflib.get_close_matches(name, types, n=1, cutoff=0.0)
    arguments = {"name": name, "nearest": nearest[0] if nearest else "", "allowed": ", ".join(types)}
    return Problem("parameter-unknown", place, arguments=arguments)


def _mistyped(name: str, value: Value, expected: str, place: Place) -> Problem:
    arguments = {"name": name, "wanted": expected, "given": type(value).__name__}
    return Problem("parameter-mistyped", place, arguments=arguments)
