"""The submissions as ODK Central exports them: archives of text, and OData."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from .files import write_csv, write_zip
from .shapes import GEO, Shape, event_grid, main_grid, server
from .submissions import Column, Grid, Item, answer, read_submissions, read_survey


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


def write_central(
    folder: Path, *, is_loose: bool = False, is_shuffled: bool = False, **given: object
) -> list[Path]:
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
            _write_json(
                folder / "Submissions.main.just.jev.json", {"value": repeats, "@odata.context": context}
            )
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
