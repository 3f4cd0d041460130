"""The submissions as KoboToolbox exports them (columns and cells after SURVEYS.md §1)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from .files import write_csv, write_xlsx
from .shapes import Shape, event_grid, event_rows, main_grid, server
from .submissions import Column, Grid, Item, read_survey

CASABLANCA = ZoneInfo("Africa/Casablanca")
TITLE = "Suivi de la réinsertion, enquête de suivi des bénéficiaires"


def utc(text: str) -> datetime:
    """An instant of the submissions: with an offset, or of the server in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def local(text: str) -> datetime:
    """The clock of Casablanca at an instant."""
    return utc(text).astimezone(CASABLANCA).replace(tzinfo=None)


def _kobo_geo(shape: Shape) -> Callable[[Item, str], str]:
    def name(item: Item, part: str) -> str:
        own = item.name if shape.style == "names" else item.labels[shape.style]
        above = shape.above(item) if shape.has_groups else []
        return (shape.separator or "/").join([*above, f"_{own}_{part}"])

    return name


def kobo_shape(**given: object) -> Shape:
    """Columns as formpack writes them."""
    shape = Shape(**given)
    return Shape(**{**given, "geo": _kobo_geo(shape), "split": shape.separator})


def _kobo_server(style: str) -> list[Column]:
    def validation(s: object) -> str:
        word = s.server["validation"]
        return (
            word
            if style == "names"
            else word.removeprefix("validation_status_").replace("_", " ").capitalize()
        )

    return [
        server("_id", "id"), server("_uuid", "uuid"), server("_submission_time", "submitted", "instant"),
        server("_validation_status", validation), server("_notes", lambda s: ""),
        server("_status", lambda s: "submitted_via_web"), server("_submitted_by", "submitter"),
        server("__version__", "version"), server("_tags", lambda s: ""), server("_index", "index"),
    ]  # fmt: skip


def kobo_main(name: str = TITLE, **given: object) -> Grid:
    """Kobo's table of submissions."""
    shape = kobo_shape(**given)
    return main_grid([*shape.columns(read_survey().of("")), *_kobo_server(shape.style)], name)


def kobo_events(name: str = "jev", **given: object) -> Grid:
    """Kobo's sheet of the repeat."""
    shape = kobo_shape(**given)
    of_parent = _kobo_server(shape.style)[:-1]
    numbers = {id(row[1]): str(n) for n, row in enumerate(event_rows(), start=1)}
    columns = [
        *shape.columns(read_survey().of("jev")),
        Column("_index", lambda row: numbers[id(row[1])]),
        Column("_parent_table_name", lambda row: TITLE[:31]),
        Column("_parent_index", lambda row: row[0].server["index"]),
        *(
            Column(f"_submission_{c.header}", lambda row, c=c: c.read(row[0]), None, c.role)
            for c in of_parent
        ),
    ]
    return event_grid(columns, name)


def write_kobo_csv(folder: Path, **given: object) -> list[Path]:
    """Kobo's CSV: semicolons, every cell quoted, no repeats."""
    return [write_csv(folder, "kobo.csv", kobo_main(**given), ";", quoting=csv.QUOTE_ALL)]


def write_kobo_xlsx(folder: Path, **given: object) -> list[Path]:
    """Kobo's workbook: a sheet each repeat, names of sheets cut."""
    return [write_xlsx(folder, "kobo.xlsx", [kobo_main(**given), kobo_events(**given)])]
