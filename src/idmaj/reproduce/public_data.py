"""Where public data lie that may not enter the repository, and how they become frames."""

from __future__ import annotations

import bz2
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idmaj.reproduce.published import read_data_files, read_data_sets
from idmaj.store import Workspace

VARIABLE = "IDMAJ_PUBLIC_DATA"
COMPRESSED = ".bz2"
BESIDE_THE_WORKSPACE = Path("..") / "shared" / "data"

Spec = Mapping[str, Any]


class DataNotFound(LookupError):
    """A public file is in none of its places."""


@dataclass(frozen=True, eq=False)
class PublicData:
    """Public files and the frames prepared from them.

    Attributes
    ----------
    workspace
        Holds the files that are shipped.
    folder
        Holds the files that are not, one folder a data set; it need not exist.
    """

    workspace: Workspace
    folder: Path
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    def find_file(self, name: str) -> Path:
        """Find a public file in the first of its places.

        Parameters
        ----------
        name
            Key of `published/data_files.json`; its places are `workspace`, `public` and `package` with
            `path`.

        Raises
        ------
        DataNotFound
            When it is in none of them.
        """
        for place in read_data_files()[name]["places"]:
            file = self._locate(place)
            if file is not None and file.is_file():
                return file
        raise DataNotFound(name)

    def lay_file(self, name: str, target: Path) -> None:
        """Put a public file at a path: a link, or its text where a package keeps it compressed (bz2).

        Raises
        ------
        DataNotFound
            When it is in none of its places.
        """
        file = self.find_file(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == COMPRESSED:
            target.write_bytes(bz2.decompress(file.read_bytes()))
        else:
            target.symlink_to(file.resolve())

    def frame(self, name: str) -> pd.DataFrame:
        """Prepare a data set, once.

        Parameters
        ----------
        name
            Key of `published/data_sets.json`: `parts` (files, stacked) or `of` (another data set), then
            `steps`.

        Raises
        ------
        DataNotFound
            When a file is not there.
        """
        if name not in self._frames:
            self._frames[name] = self._prepare(read_data_sets()[name])
        return self._frames[name]

    def _prepare(self, spec: Spec) -> pd.DataFrame:
        if "of" in spec:
            rows = self.frame(spec["of"])
        else:
            rows = pd.concat([self._read_part(part) for part in spec["parts"]], ignore_index=True)
        for step in spec.get("steps", ()):
            rows = _take_step(rows, step)
        return rows

    def _read_part(self, part: Spec) -> pd.DataFrame:
        rows = pd.read_csv(self.find_file(part["file"]), low_memory=False)
        rows = rows.rename(columns=part.get("names", {}))
        for step in part.get("steps", ()):
            rows = _take_step(rows, step)
        return rows

    def _locate(self, place: Spec) -> Path | None:
        if "workspace" in place:
            return self.workspace.root / place["workspace"]
        if "public" in place:
            return self.folder / place["public"]
        spec = find_spec(place["package"])
        if spec is None or spec.origin is None:
            return None
        return Path(spec.origin).parent / place["path"]


def find_public_data(workspace: Workspace) -> PublicData:
    """Say where public data are looked for: `IDMAJ_PUBLIC_DATA`, else `../shared/data` of the workspace."""
    named = os.environ.get(VARIABLE)
    folder = Path(named).expanduser() if named else workspace.root / BESIDE_THE_WORKSPACE
    return PublicData(workspace, folder)


def evaluate_expression(rows: pd.DataFrame, expression: str) -> NDArray[Any]:
    """Evaluate an expression of columns, in the language of `pandas.DataFrame.eval`.

    Parameters
    ----------
    rows
        A data set.
    expression
        Such as ``re78``, ``age ** 2`` or ``treat == 1``; a constant is repeated.

    Returns
    -------
    ndarray, shape (n,)
    """
    values: Any = rows.eval(expression, engine="python")
    return values.to_numpy() if isinstance(values, pd.Series) else np.full(len(rows), values)


def _take_step(rows: pd.DataFrame, step: Spec) -> pd.DataFrame:
    """Keep rows, derive columns, or collapse to one row a group: one of the three."""
    if "rows" in step:
        kept = evaluate_expression(rows, step["rows"]).astype(np.bool_)
        return rows.loc[kept].reset_index(drop=True)
    if "derive" in step:
        made = rows.copy()
        for column, expression in step["derive"].items():
            made[column] = evaluate_expression(made, expression)
        return made
    grouped = rows.groupby(list(step["collapse"]), sort=True)
    return grouped[list(step["means"])].mean().reset_index()
