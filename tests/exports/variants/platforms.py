"""The submissions as each platform exports them (columns and cells after SURVEYS.md §1)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from .files import write_csv, write_xlsx
from .kobo import kobo_shape, local, utc
from .shapes import GEO, Shape, event_grid, main_grid, server
from .submissions import Column, Grid, Item, read_submissions, read_survey


def american(text: str) -> str:
    """`Sep 18, 2018 12:12:37 PM`."""
    found = local(text)
    return f"{found:%b} {found.day}, {found.year} {found.hour % 12 or 12}:{found:%M:%S} {found:%p}"


def american_short(text: str) -> str:
    """`9/11/2019, 3:01:44 PM`."""
    found = local(text)
    return f"{found.month}/{found.day}/{found.year}, {found.hour % 12 or 12}:{found:%M:%S} {found:%p}"


def american_day(text: str) -> str:
    """`Sep 18, 2018`."""
    day = datetime.fromisoformat(text)
    return f"{day:%b} {day.day}, {day.year}"


def write_surveycto(
    folder: Path,
    *,
    is_long: bool = False,
    instant: Callable[[str], str] = american,
    has_iso_days: bool = False,
) -> list[Path]:
    """SurveyCTO: bare names, `q_code`, `q__99`, repeats wide (`name_1`) or in a file, local clock times."""
    shape = Shape(
        has_groups=False, split="_", whole_geo=False, geo=lambda item, part: f"{item.name}{_CTO_GEO[part]}",
        skipped=("deviceid", "start", "end"),
    )  # fmt: skip
    columns = [
        server("SubmissionDate", lambda s: instant(s.server["submitted"])),
        server("starttime", lambda s: instant(s.answers["start"])),
        server("endtime", lambda s: instant(s.answers["end"])),
        server("deviceid", lambda s: s.answers["deviceid"]), server("subscriberid", lambda s: ""),
        server("simid", lambda s: "89212070000000000001"), server("devicephonenum", lambda s: ""),
    ]  # fmt: skip
    events = read_survey().of("jev")
    for column in shape.columns(read_survey().of("")):
        columns.append(column)
        if column.header == "just_n":
            columns.append(server("jev_count", lambda s: str(len(s.events) or "")))
            columns += (
                [server("SET-OF-jev", lambda s: f"uuid:{s.key}/jev")] if is_long else _wide(events, "{}_{}")
            )
    columns += [
        server("instanceID", lambda s: f"uuid:{s.key}"), server("formdef_version", "version"),
        server("review_status", lambda s: ""), server("review_quality", lambda s: ""),
        server("KEY", lambda s: f"uuid:{s.key}"),
    ]  # fmt: skip

    def days(column: Column, cell: object) -> object:
        is_day = column.item is not None and column.item.kind in {"date", "today"} and not has_iso_days
        return american_day(cell) if is_day else cell

    files = [write_csv(folder, "Follow up_WIDE.csv", main_grid(columns).map(days))]
    if is_long:
        inner = [
            *shape.columns(events), Column("PARENT_KEY", lambda row: f"uuid:{row[0].key}"),
            Column("KEY", lambda row: f"uuid:{row[0].key}/jev[{row[2]}]"),
            Column("SET-OF-jev", lambda row: f"uuid:{row[0].key}/jev"),
        ]  # fmt: skip
        files = [
            write_csv(folder, "Follow up.csv", main_grid(columns).map(days)),
            write_csv(folder, "Follow up-jev.csv", event_grid(inner).map(days)),
        ]
    return files


_CTO_GEO = dict(zip(GEO, ("-Latitude", "-Longitude", "-Altitude", "-Accuracy"), strict=True))


def _wide(items: list[Item], name: str, *, by_path: bool = False) -> list[Column]:
    most = max(len(s.events) for s in read_submissions())

    def read(number: int, item: Item) -> Callable[[object], str]:
        return lambda s: s.events[number - 1].get(item.path, "") if len(s.events) >= number else ""

    columns = []
    for number in range(1, most + 1):
        for item in items:
            own = item.path.replace("jev/", f"jev[{number}]/") if by_path else name.format(item.name, number)
            columns.append(Column(own, read(number, item), item))
    return columns


def write_commcare(folder: Path) -> list[Path]:
    """CommCare: paths with points below `form`, `---` for what was not shown, times of the server in UTC."""
    shape = Shape(separator=".", multiple="summary", skipped=("start", "end", "audit"))

    def stamp(text: str) -> str:
        return f"{utc(text).astimezone(UTC):%Y-%m-%d %H:%M:%S}"

    columns = [
        server("number", lambda s: str(int(s.server["index"]) - 1)), server("formid", "uuid"),
        *(_shown(c) for c in shape.columns(read_survey().of(""))),
        server("completed_time", lambda s: stamp(s.answers["end"])),
        server("started_time", lambda s: stamp(s.answers["start"])), server("username", "submitter"),
        server("received_on", lambda s: stamp(s.server["submitted"])),
        server("form_link", lambda s: f"https://commcare.invalid/a/x/reports/form_data/{s.key}/"),
    ]  # fmt: skip
    order = {id(event): n for s in read_submissions() for n, event in enumerate(s.events)}
    inner = [
        Column("number", lambda row: f"{int(row[0].server['index']) - 1}.{order[id(row[1])]}"),
        Column("number__0", lambda row: str(int(row[0].server["index"]) - 1)),
        Column("number__1", lambda row: str(order[id(row[1])])),
        *(Column(f"form.{c.header}", c.read, c.item) for c in shape.columns(read_survey().of("jev"))),
    ]
    return [
        write_xlsx(folder, "commcare.xlsx", [main_grid(columns, "Forms"), event_grid(inner, "Repeat- jev")])
    ]


def _shown(column: Column) -> Column:
    def read(s: object) -> str:
        is_hidden = column.item.groups[:1] == ("main",) and s.answers.get("ident/consent") != "1"
        return "---" if is_hidden else column.read(s)

    return Column(f"form.{column.header}", read, column.item)


def write_limesurvey(folder: Path, *, is_coded: bool = True) -> list[Path]:
    """LimeSurvey: codes of questions or their texts, `Q[SQ]` with Y and N, its own numbers as ids."""
    style = "names" if is_coded else "fr"
    shape = Shape(
        style=style, has_groups=False, multiple="details", split="[", yes_no=("Y", "N") if is_coded else ("Oui", "Non"),
        skipped=("start", "end", "today", "deviceid", "audit", "just_note"),
    )  # fmt: skip

    def stamp(text: str) -> str:
        return f"{local(text):%Y-%m-%d %H:%M:%S}"

    names = (
        ("id", "submitdate", "lastpage", "startlanguage", "startdate", "datestamp") if is_coded else
        ("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Date de lancement",
         "Date de la dernière action")
    )  # fmt: skip
    facts = (
        "index", lambda s: stamp(s.server["submitted"]), lambda s: "7", lambda s: "fr",
        lambda s: stamp(s.answers["start"]), lambda s: stamp(s.answers["end"]),
    )  # fmt: skip
    columns = [server(name, fact) for name, fact in zip(names, facts, strict=True)]
    return [
        write_csv(
            folder,
            "results-survey.csv",
            main_grid([*columns, *shape.columns(read_survey().of(""))]),
            quoting=csv.QUOTE_ALL,
        )
    ]


def write_kobo_legacy(folder: Path) -> list[Path]:
    """Kobo's older exporter and formhub's: `n/a`, `children[1]/x`, True and False."""
    shape = kobo_shape(multiple="details", yes_no=("True", "False"))
    columns = []
    for column in shape.columns(read_survey().of("")):
        columns.append(column)
        if column.header == "main/just/just_n":
            columns += _wide(read_survey().of("jev"), "", by_path=True)
    columns += [
        server("meta/instanceID", lambda s: f"uuid:{s.key}"), server("_uuid", "uuid"),
        server("_submission_time", "submitted"), server("_validation_status", lambda s: "{}"),
        server("__version__", "version"),
    ]  # fmt: skip
    grid = main_grid(columns)
    rows = [
        [cell or ("" if c.header[:1] == "_" else "n/a") for c, cell in zip(columns, row, strict=True)]
        for row in grid.rows
    ]
    return [write_csv(folder, "legacy.csv", Grid("", columns, rows))]
