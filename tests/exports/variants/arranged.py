"""Exports whose tables people laid out anew: rows and columns moved, headers added, files taken apart."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path

from .files import csv_text, write_csv, write_xlsx
from .kobo import TITLE, kobo_events, kobo_main
from .platforms import write_surveycto
from .submissions import INSTRUMENT, Column, Grid


def reverse_rows(grid: Grid) -> Grid:
    """Rows in another order."""
    return Grid(
        grid.name, grid.columns, sorted(grid.rows, key=lambda row: str(row[-3])[::-1] + str(row[0])[::-1])
    )


def shuffle_columns(grid: Grid) -> Grid:
    """Columns in another order."""
    order = sorted(range(len(grid.columns)), key=lambda place: (place * 7919) % 1009)
    return Grid(grid.name, [grid.columns[i] for i in order], [[row[i] for i in order] for row in grid.rows])


def add_columns(grid: Grid) -> Grid:
    """Columns that people add: a name without a header, notes, a sum."""
    added = ["Remarques du superviseur", "Contrôlé ?", "Total revenus", "2e passage"]
    columns = [
        *(Column(name, lambda s: "") for name in added[:2]),
        *grid.columns,
        *(Column(name, lambda s: "") for name in added[2:]),
    ]
    return Grid(grid.name, columns, [["vu", "oui", *row, "=A1+B1", ""] for row in grid.rows])


def write_r_csv(folder: Path) -> list[Path]:
    """Read and written by R: names made valid, NA for what was not text, row numbers first."""
    grid = kobo_main()
    header = ["", *(_made_valid(name) for name in grid.header)]
    texts = [
        any(isinstance(v, str) and v and not _is_number(v) for v in column)
        for column in zip(*grid.rows, strict=True)
    ]
    rows = [
        [str(n), *(cell if cell != "" or is_text else "NA" for cell, is_text in zip(row, texts, strict=True))]
        for n, row in enumerate(grid.rows, start=1)
    ]
    columns = [Column(name, lambda s: "") for name in header]
    return [write_csv(folder, "donnees.csv", Grid("", columns, rows))]


def _made_valid(name: str) -> str:
    made = "".join(sign if sign.isalnum() or sign in "._" else "." for sign in name)
    return f"X{made}" if not made[0].isalpha() else made


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def write_pandas_csv(folder: Path) -> list[Path]:
    """Read and written by pandas: whole numbers beside blanks as `1.0`, an index first."""
    grid = kobo_main()
    by_column = []
    for values in zip(*grid.rows, strict=True):
        filled = [v for v in values if v != ""]
        is_numeric = bool(filled) and all(_is_number(v) for v in filled) and len(filled) < len(values)
        by_column.append([f"{float(v)}" if is_numeric and v != "" else v for v in values])
    rows = [[str(n), *row] for n, row in enumerate(zip(*by_column, strict=True))]
    columns = [Column(name, lambda s: "") for name in ["", *grid.header]]
    return [write_csv(folder, "df.csv", Grid("", columns, rows))]


def merged_headers(folder: Path, language: str = "fr") -> list[Path]:
    """Two header rows: groups merged above labels of questions, as people tidy a workbook."""
    grid, inner = (
        kobo_main(style=language, has_groups=False, multiple="summary"),
        kobo_events(style=language, has_groups=False),
    )
    groups = [c.item.groups[-1] if c.item and c.item.groups else "" for c in grid.columns]
    shown = ["" if place and groups[place - 1] == group else group for place, group in enumerate(groups)]
    return [write_xlsx(folder, "tableau.xlsx", [grid, inner], above=[shown])]


def tags(grid: Grid) -> list[str]:
    """HXL tags as a second row."""
    return ["#meta" if c.item is None else f"#indicator+{c.item.name}" for c in grid.columns]


def labels_below(grid: Grid) -> list[str]:
    """Labels of questions as a second row below their names."""
    return [c.item.labels["fr"] or c.item.name if c.item else c.header for c in grid.columns]


def split_versions(folder: Path, *, prefix: str = "") -> list[Path]:
    """A question that stood in another group in the first version: two columns, each filled for its own rows."""
    grid, inner = kobo_main(), kobo_events()
    version = grid.header.index("__version__")
    for name in ("main/life/housing", "main/emp/hours", "main/inc/hh_size"):
        place = grid.header.index(name)
        moved = f"v1/{name}" if prefix else f"main/bar/{name.rsplit('/', 1)[-1]}"
        item = grid.columns[place].item
        grid.columns.insert(place, Column(moved, lambda s: "", item))
        version += place < version
        for row in grid.rows:
            row.insert(place, "")
            if row[version] == "vA1":
                row[place], row[place + 1] = row[place + 1], ""
        if prefix:
            grid.columns[place + 1] = Column(f"v2/{name}", lambda s: "", item)
    return [write_xlsx(folder, "kobo.xlsx", [grid, inner])]


def two_parts(folder: Path, *, overlap: int = 20) -> list[Path]:
    """Two downloads of the same form whose rows overlap; numbers of rows start again in each."""
    files = []
    for number, (start, stop) in enumerate(((0, 60 + overlap), (60, 110)), start=1):
        grid, inner = kobo_main(), kobo_events()
        index, uuid = grid.header.index("_index"), grid.header.index("_uuid")
        grid.rows = [[*row] for row in grid.rows[start:stop]]
        places = {row[uuid]: str(n) for n, row in enumerate(grid.rows, start=1)}
        for row in grid.rows:
            row[index] = places[row[uuid]]
        key, parent, own = (inner.header.index(n) for n in ("_submission__uuid", "_parent_index", "_index"))
        inner.rows = [row for row in inner.rows if row[key] in places]
        for n, row in enumerate(inner.rows, start=1):
            row[parent], row[own] = places[row[key]], str(n)
        files.append(write_xlsx(folder, f"part{number}.xlsx", [grid, inner]))
    return files


def utf16_text(folder: Path) -> list[Path]:
    """`Unicode text` of Excel: UTF-16 with tabs."""
    file = folder / "unicode.txt"
    file.write_bytes(csv_text(kobo_main(), "\t", quoting=csv.QUOTE_MINIMAL).encode("utf-16"))
    return [file]


def mixed_labels(folder: Path) -> list[Path]:
    """Half of the rows in labels, half in codes: two people cleaned one sheet."""
    codes, labels = (kobo_main(), kobo_events()), (kobo_main(style="fr"), kobo_events(style="fr"))
    grids = []
    for coded, labelled in zip(codes, labels, strict=True):
        rows = [b if n % 2 else a for n, (a, b) in enumerate(zip(coded.rows, labelled.rows, strict=True))]
        grids.append(Grid(coded.name, coded.columns, rows))
    return [write_xlsx(folder, "mixed.xlsx", grids)]


def clean_name(name: str) -> str:
    """A name as `janitor::clean_names` makes it: lower case, low lines, none at the start."""
    return re.sub(r"\W+|_+", "_", name.lower()).strip("_")


def labels_above(folder: Path) -> list[Path]:
    """Labels of questions above their names."""
    grid = kobo_main()
    return [write_xlsx(folder, "x.xlsx", [grid, kobo_events()], above=[labels_below(grid)])]


def sep_line(folder: Path) -> list[Path]:
    """The first line tells Excel the separator."""
    file = folder / "sep.csv"
    file.write_text("sep=;\r\n" + csv_text(kobo_main(), ";"), encoding="utf-8", newline="")
    return [file]


def add_blanks(grid: Grid) -> Grid:
    """A blank column in the middle, blank columns at the end, blank rows between and below."""
    columns = [
        *grid.columns[:20],
        Column("", lambda s: ""),
        *grid.columns[20:],
        *(Column("", lambda s: "") for _ in range(3)),
    ]
    rows = [[*row[:20], "", *row[20:], "", "", ""] for row in grid.rows]
    blank = [""] * len(columns)
    return Grid(grid.name, columns, [*rows[:10], blank, *rows[10:], blank, blank])


def other_sheets(folder: Path) -> list[Path]:
    """The repeat first, and a sheet of notes."""
    notes = Grid("Notes", [Column("Lisez-moi", lambda s: "")], [["Ne pas modifier"], ["Version du 3 mars"]])
    return [write_xlsx(folder, "x.xlsx", [kobo_events(), notes, kobo_main("Données")])]


def loose_sheets(folder: Path) -> list[Path]:
    """Each sheet saved as a text file."""
    return [
        write_csv(folder, "jev.csv", kobo_events(), ";"),
        write_csv(folder, "suivi.csv", kobo_main(), ";"),
    ]


def repeat_columns(grid: Grid) -> Grid:
    """Some columns twice, with the same cells."""
    twice = [
        place
        for place, c in enumerate(grid.columns)
        if c.item and c.item.name in {"wave", "hours", "jev_date"}
    ]
    columns = [*grid.columns, *(grid.columns[place] for place in twice)]
    return Grid(grid.name, columns, [[*row, *(row[place] for place in twice)] for row in grid.rows])


def json_lines(folder: Path) -> list[Path]:
    """One submission a line."""
    content = json.loads((INSTRUMENT / "kobo" / "api_v2_data.json").read_text(encoding="utf-8"))
    file = folder / "data.jsonl"
    file.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in content), encoding="utf-8")
    return [file]


def zipped_surveycto(folder: Path) -> list[Path]:
    """The files of SurveyCTO in an archive."""
    file = folder / "cto.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for member in write_surveycto(folder, is_long=True):
            archive.write(member, member.name)
    return [file]


def fill_blanks(grid: Grid, word: str) -> Grid:
    """A word in every cell that was left empty, save columns of the platform."""
    rows = [
        [word if cell == "" and column.item else cell for column, cell in zip(grid.columns, row, strict=True)]
        for row in grid.rows
    ]
    return Grid(grid.name, grid.columns, rows)


def titled(name: str = TITLE) -> list[list[object]]:
    """Rows that people put above a table."""
    return [[name], ["Export du 23/11/2026", "", "Association X"], []]
