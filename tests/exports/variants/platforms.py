"""The submissions as each platform exports them (columns and cells after SURVEYS.md §1)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from .files import write_csv, write_xlsx, write_zip
from .shapes import GEO, Shape, event_grid, event_rows, main_grid, server
from .submissions import Column, Grid, Item, answer, read_submissions, read_survey

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
        return word if style == "names" else word.removeprefix("validation_status_").replace("_", " ").capitalize()

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


def _central_geo(shape: Shape) -> Callable[[Item, str], str]:
    words = dict(zip(GEO, ("Latitude", "Longitude", "Altitude", "Accuracy"), strict=True))
    return lambda item, part: f"{shape.header(item)}-{words[part]}"


def central_shape(**given: object) -> Shape:
    """Columns as the backend of ODK Central writes them."""
    given = {"separator": "-", "multiple": "summary", "whole_geo": False, "seen_only": True, **given}
    return Shape(**{**given, "geo": _central_geo(Shape(**given))})


def central_main(*, extra: tuple[str, ...] = (), **given: object) -> Grid:
    """Central's table of submissions."""
    shape = central_shape(skipped=("audit",), **given)
    meta = "meta-" if shape.has_groups else ""
    columns = [
        server("SubmissionDate", lambda s: f"{s.server['submitted']}.000Z", "instant"),
        *shape.columns(read_survey().of("")),
        *(server(name, lambda s: "old" if s.server["version"] == "vA1" else "") for name in extra),
        server(f"{meta}instanceID", lambda s: f"uuid:{s.key}"), server(f"{meta}instanceName", lambda s: ""),
        server("KEY", lambda s: f"uuid:{s.key}"), server("SubmitterID", lambda s: "5"),
        server("SubmitterName", "submitter"), server("AttachmentsPresent", lambda s: "0"),
        server("AttachmentsExpected", lambda s: "0"), server("Status", lambda s: ""),
        server("ReviewState", lambda s: s.server["validation"].removeprefix("validation_status_")),
        server("DeviceID", lambda s: s.answers["deviceid"]), server("Edits", lambda s: "0"),
        server("FormVersion", "version"),
    ]  # fmt: skip
    return main_grid(columns, "reintegration_followup")


def central_events(*, is_shuffled: bool = False, **given: object) -> Grid:
    """Central's table of the repeat: its columns bear the path below the repeat."""
    shape = central_shape(**{**given, "has_groups": False})
    columns = [
        *shape.columns(read_survey().of("jev")),
        Column("PARENT_KEY", lambda row: f"uuid:{row[0].key}"),
        Column("KEY", lambda row: f"uuid:{row[0].key}/main/just/jev[{row[2]}]"),
    ]
    grid = event_grid(columns)
    if is_shuffled:
        grid.rows.reverse()
    return grid


def write_central(folder: Path, *, is_loose: bool = False, is_shuffled: bool = False, **given: object) -> list[Path]:
    """Central's archive, or its members unpacked."""
    main = central_main(**given)
    given.pop("extra", None)
    grids = {
        "reintegration_followup.csv": main,
        "reintegration_followup-jev.csv": central_events(is_shuffled=is_shuffled, **given),
    }
    if is_loose:
        return [write_csv(folder, name, grid) for name, grid in grids.items()]
    return [write_zip(folder, "central.zip", grids)]


def write_odata(folder: Path, *, is_expanded: bool = True) -> list[Path]:
    """OData of Central: groups as objects, repeats as lists or as a table of their own."""
    values, repeats = [], []
    for s in read_submissions():
        record: dict[str, object] = {"__id": f"uuid:{s.key}"}
        for item in read_survey().of(""):
            if item.kind not in {"note", "audit"}:
                _place(record, item.groups, item.name, _typed(item, answer(s, item)))
        record["__system"] = {
            "submissionDate": f"{s.server['submitted']}.000Z", "updatedAt": None, "deletedAt": None,
            "submitterId": "5", "submitterName": s.server["submitter"], "attachmentsPresent": 0,
            "attachmentsExpected": 0, "status": None, "reviewState": None, "deviceId": s.answers["deviceid"],
            "edits": 0, "formVersion": s.server["version"],
        }  # fmt: skip
        events = [
            {
                **({} if is_expanded else {"__Submissions-id": f"uuid:{s.key}"}),
                "__id": f"{s.key[:8]}{number:032x}"[-40:],
                **{i.name: _typed(i, event.get(i.path, "")) for i in read_survey().of("jev")},
            }
            for number, event in enumerate(s.events)
        ]
        link = f"Submissions('uuid%3A{s.key}')/main/just/jev"
        _place(record, ("main", "just"), "jev@odata.navigationLink", link)
        if is_expanded:
            _place(record, ("main", "just"), "jev", events)
        repeats += events
        values.append(record)
    context = "https://central.invalid/v1/projects/1/forms/f.svc/$metadata#Submissions"
    files = [_write_json(folder / "Submissions.json", {"value": values, "@odata.context": context})]
    if not is_expanded:
        context += ".main.just.jev"
        files.append(
            _write_json(folder / "Submissions.main.just.jev.json", {"value": repeats, "@odata.context": context})
        )
    return files


def _place(record: dict[str, object], groups: tuple[str, ...], name: str, value: object) -> None:
    for group in groups:
        record = record.setdefault(group, {})
    record[name] = value


def _typed(item: Item, text: str) -> object:
    if text == "":
        return None
    if item.kind == "integer":
        return int(text)
    if item.kind == "geopoint":
        north, east, high, exact = (float(part) for part in text.split())
        return {"type": "Point", "coordinates": [east, north, high], "properties": {"accuracy": exact}}
    return text


def _write_json(file: Path, content: object) -> Path:
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return file


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
    folder: Path, *, is_long: bool = False, instant: Callable[[str], str] = american, has_iso_days: bool = False
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
            columns += [server("SET-OF-jev", lambda s: f"uuid:{s.key}/jev")] if is_long else _wide(events, "{}_{}")
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
    return [write_xlsx(folder, "commcare.xlsx", [main_grid(columns, "Forms"), event_grid(inner, "Repeat- jev")])]


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
    return [write_csv(folder, "results-survey.csv", main_grid([*columns, *shape.columns(read_survey().of(""))]), quoting=csv.QUOTE_ALL)]


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
