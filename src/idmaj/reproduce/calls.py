"""Numbers of single functions: a public data set, a call of `idmaj.effects`, and what is read from it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from idmaj.errors import EstimationError
from idmaj.reproduce.comparison import Comparison, Value, compare_value, skip_value
from idmaj.reproduce.public_data import DataNotFound, PublicData, evaluate_expression
from idmaj.reproduce.published import Entry, read_reference

ROOM = "idmaj.effects"
SHARED = ("source", "convention", "differs")
"""Keys that a number takes from its block unless it has its own."""
FAULTS = (ArithmeticError, AttributeError, ImportError, LookupError, NameError, TypeError, ValueError)
"""What a call may raise that is not a refusal: it is printed as a disagreement and ends nothing."""

READING = ("read", "shape")
"""Keys of a call that do not change what is called."""

Spec = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Caller:
    """Calls functions by their names, each distinct call once.

    Attributes
    ----------
    data
        Where data sets come from.
    """

    data: PublicData
    _results: dict[str, Any] = field(default_factory=dict, repr=False)

    def call(self, call: Spec, data_set: str | None = None) -> Any:
        """Call a function of `idmaj.effects` and return its result, or the part that `read` names.

        Parameters
        ----------
        call
            `function` (module.name; without it the arguments themselves are the result); `columns`
            (parameter → columns of the data set, see `read_columns`); `settings` (parameter → value);
            `calls` (parameter → another call, of the same data set unless it names its own `data`); `read`, and
            `shape` for an array that the outer function wants in another one.
        data_set
            Name of the data set; a `data` of the call comes before it.

        Raises
        ------
        DataNotFound
            When the data are not here.
        """
        name = call.get("data", data_set)
        key = json.dumps([name, {k: v for k, v in call.items() if k not in READING}], sort_keys=True)
        if key not in self._results:
            self._results[key] = self._evaluate(call, name)
        part = read_part(self._results[key], call.get("read", ""))
        return np.reshape(part, call["shape"]) if "shape" in call else part

    def _evaluate(self, call: Spec, data_set: str | None) -> Any:
        arguments = dict(call.get("settings", {}))
        columns = call.get("columns", {})
        if columns and data_set is not None:
            rows = self.data.frame(data_set)
            arguments |= {parameter: read_columns(rows, given) for parameter, given in columns.items()}
        for parameter, inner in call.get("calls", {}).items():
            arguments[parameter] = self.call(inner, data_set)
        if "function" not in call:
            return arguments
        module, _, name = call["function"].rpartition(".")
        return getattr(import_module(f"{ROOM}.{module}"), name)(**arguments)


def reproduce_reference(reference: str, data: PublicData) -> list[Comparison]:
    """Compare the numbers of a reference with what single functions return.

    Parameters
    ----------
    reference
        Name of a file in `published/calls/`.
    data
        Where data sets come from.
    """
    caller = Caller(data)
    return [
        comparison
        for block in read_reference(reference)
        for comparison in _reproduce_block(block, reference, caller)
    ]


def read_columns(rows: pd.DataFrame, given: str | list[str] | Spec) -> Any:
    """Read what a parameter is given from a data set.

    Parameters
    ----------
    rows
        The data set.
    given
        A column or an expression of columns: an array of shape (n,), a constant repeated. A list of them: a
        matrix of shape (n, k). ``{"each": […]}``: a tuple of arrays. ``{"sum": …}``: the whole sum over the
        rows, which counts people where the expression is a condition; ``{"sums": […]}``: a tuple of them.
    """
    if isinstance(given, str):
        return evaluate_expression(rows, given)
    if isinstance(given, list):
        matrix = [np.asarray(read_columns(rows, name), dtype=np.float64) for name in given]
        return np.column_stack(matrix) if matrix else np.empty((len(rows), 0))
    if "each" in given:
        return tuple(read_columns(rows, name) for name in given["each"])
    if "sum" in given:
        return int(read_columns(rows, given["sum"]).sum())
    return tuple(int(read_columns(rows, name).sum()) for name in given["sums"])


def read_part(result: Any, path: str) -> Any:
    """Read a part of a result: names of fields, keys and positions joined by dots; "" is the whole."""
    for step in path.split(".") if path else ():
        is_position = step.lstrip("-").isdigit()
        if isinstance(result, Mapping):
            result = result[step]
        else:
            result = result[int(step)] if is_position else getattr(result, step)
    return result


def _reproduce_block(block: Entry, reference: str, caller: Caller) -> list[Comparison]:
    shared = {name: block[name] for name in SHARED if name in block}
    entries = [shared | number for number in block["numbers"]]
    try:
        result = caller.call(block["call"], block.get("data"))
    except DataNotFound as error:
        return [skip_value(reference, entry, missing=str(error.args[0])) for entry in entries]
    except (EstimationError, *FAULTS) as error:
        return [compare_value(reference, entry, f"{type(error).__name__}: {error}") for entry in entries]
    return [compare_value(reference, entry, _read_value(result, entry.get("read"))) for entry in entries]


def _read_value(result: Any, read: str | Mapping[str, float] | None) -> Value:
    """Read a number: a path, or paths with the factors by which they enter a sum; nothing where we have none."""
    if read is None:
        return None
    terms = {read: 1.0} if isinstance(read, str) else read
    try:
        value = sum(factor * float(read_part(result, path)) for path, factor in terms.items())
    except FAULTS as error:
        return f"{type(error).__name__}: {error}"
    return value if math.isfinite(value) else str(value)
