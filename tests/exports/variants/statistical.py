"""The submissions as files of SPSS, Stata and Parquet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from .damage import clock, is_code, is_day, is_instant, is_number
from .kobo import kobo_main
from .shapes import GEO
from .submissions import Column, Grid, read_survey

_MISSING = {"-99": "a", "-88": "b", "-77": "c"}


def _typed(column: Column, values: list[str]) -> list[object]:
    if all(v == "" for v in values):
        return [float("nan")] * len(values) if is_number(column) else values
    if is_day(column):
        return [date.fromisoformat(v) if v else None for v in values]
    if is_instant(column):
        return [clock(column, v) if v else None for v in values]
    is_numeric = is_number(column) or is_code(column)
    if is_numeric and all(v.lstrip("-").isdigit() for v in values if v):
        return [float(v) if v else None for v in values]
    return values


def _frame(grid: Grid, names: list[str]) -> pd.DataFrame:
    columns = zip(names, grid.columns, zip(*grid.rows, strict=True), strict=True)
    return pd.DataFrame({name: pd.Series(_typed(c, list(v))) for name, c, v in columns})


def _value_labels(grid: Grid, names: list[str], language: str) -> dict[str, dict[float, str]]:
    lists = read_survey().lists
    found: dict[str, dict[float, str]] = {}
    for name, column in zip(names, grid.columns, strict=True):
        if column.role == "choice":
            found[name] = {1.0: "Oui", 0.0: "Non"}
        elif is_code(column) and all(code.lstrip("-").isdigit() for code in lists[column.item.list_name]):
            found[name] = {
                float(code): labels[language] for code, labels in lists[column.item.list_name].items()
            }
    return found


def _bare(grid: Grid) -> list[str]:
    geo = {f"_gps_{part}": f"gps{part}" for part in GEO}
    names = [header.split("/", 2)[-1].rsplit("/", 2) for header in grid.header]
    joined = [
        "_".join(parts[-2:]) if c.role == "choice" else parts[-1]
        for parts, c in zip(names, grid.columns, strict=True)
    ]
    return [geo.get(name, name) for name in joined]


def _labels(grid: Grid) -> list[str]:
    return [c.item.labels["fr"] or c.item.name if c.item else c.header for c in grid.columns]


def write_sav(folder: Path, *, numbered: bool = False) -> list[Path]:
    """SPSS: valid names, labels of variables and values, missing values declared by the file."""
    import pyreadstat

    grid = kobo_main()
    names = [f"var{n}" for n in range(1, len(grid.header) + 1)] if numbered else [
        f"X{name}" if name.startswith("_") else name for name in _bare(grid)
    ]  # fmt: skip
    frame = _frame(grid, names)
    ranges = {} if numbered else {
        name: [-99, -88] for name, c in zip(names, grid.columns, strict=True)
        if (is_number(c) and c.item.name != "profit_30d") and frame[name].dtype == float
    }  # fmt: skip
    file = folder / "donnees.sav"
    labels = grid.header if numbered else _labels(grid)
    pyreadstat.write_sav(
        frame, file, column_labels=labels, missing_ranges=ranges,
        variable_value_labels={} if numbered else _value_labels(grid, names, "fr"),
    )  # fmt: skip
    return [file]


def write_dta(folder: Path, *, is_extended: bool = False, is_encoded: bool = False) -> list[Path]:
    """Stata: names in lower case.

    With `is_extended` don't know and refused are `.a` and `.b`; with `is_encoded` answers are numbered anew
    in the order of their labels, as `encode` does.
    """
    import pyreadstat

    grid = kobo_main()
    names = [name.lower() for name in _bare(grid)]
    frame = _frame(grid, names)
    labels = _value_labels(grid, names, "fr")
    codes: dict[str, list[str]] = {}
    for name, column in zip(names, grid.columns, strict=True):
        if is_encoded and column.item and column.item.kind == "select_one":
            held = read_survey().lists[column.item.list_name]
            order = sorted(held, key=lambda code: held[code]["fr"])
            places = {code: float(place) for place, code in enumerate(order, start=1)}
            labels[name] = {place: held[code]["fr"] for code, place in places.items()}
            cells = grid.rows, grid.columns.index(column)
            frame[name] = [places[row[cells[1]]] if row[cells[1]] else None for row in cells[0]]
    if is_extended:
        for name in frame.columns:
            if frame[name].dtype == float and frame[name].isin([-99, -88]).any() and name != "profit_30d":
                letters = {float(code): letter for code, letter in _MISSING.items()}
                held = labels.get(name, {})
                labels[name] = {letters.get(code, code): word for code, word in held.items()} | {
                    "a": "Ne sait pas", "b": "Refus"
                }  # fmt: skip
                codes[name] = ["a", "b", "c"]
                frame[name] = pd.Series([letters.get(v, v) for v in frame[name]], dtype=object)
    labels = {
        name: {code if isinstance(code, str) else int(code): word for code, word in pairs.items()}
        for name, pairs in labels.items()
        if name in codes or frame[name].dtype == float
    }
    file = folder / "donnees.dta"
    pyreadstat.write_dta(
        frame, file, column_labels=[label[:80] for label in _labels(grid)], variable_value_labels=labels,
        missing_user_values=codes, version=15,
    )  # fmt: skip
    return [file]


def write_parquet(folder: Path, *, is_typed: bool = True) -> list[Path]:
    """Parquet with typed columns, or text alone."""
    grid = kobo_main()
    file = folder / "donnees.parquet"
    frame = _frame(grid, grid.header) if is_typed else pd.DataFrame(grid.rows, columns=grid.header)
    frame.to_parquet(file)
    return [file]
