"""Types of questions, under the names that XLSForm, SurveyCTO and Kobo have given them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from idmaj.ingest.forms.model import QuestionKind

# pyxform question_type_dictionary.py and aliases.py; SurveyCTO's own types from its form reference.
_KINDS: dict[QuestionKind, tuple[str, ...]] = {
    "text": ("text", "string", "q string", "add text prompt", "barcode", "q barcode", "add barcode prompt",
             "geotrace", "q geotrace", "geoshape", "q geoshape", "osm", "hidden"),
    "integer": ("integer", "int", "q int", "add integer prompt", "percentage", "number of days in last month",
                "number of days in last six months", "number of days in last year"),
    "decimal": ("decimal", "q decimal", "add decimal prompt"),
    "date": ("date", "q date", "add date prompt", "today", "get today"),
    "datetime": ("datetime", "date time", "q date time", "add date time prompt", "start", "start time",
                 "get start time", "end", "end time", "get end time"),
    "time": ("time", "q time"),
    "geopoint": ("geopoint", "q geopoint", "gps", "location", "q location", "add location prompt",
                 "start-geopoint", "background-geopoint"),
    "calculate": ("calculate", "q calculate", "add calculate prompt", "calculation", "calculate here"),
    "acknowledge": ("acknowledge", "q acknowledge", "add acknowledge prompt", "trigger"),
    "media": ("image", "q image", "photo", "q picture", "add image prompt", "add photo prompt", "audio", "q audio",
              "add audio prompt", "video", "q video", "add video prompt", "file", "add file prompt", "draw",
              "signature", "annotate", "background-audio", "audio audit", "text audit", "comments"),
    "note": ("note", "q note", "add note prompt"),
    "meta": ("deviceid", "device id", "get device id", "imei", "subscriberid", "subscriber id",
             "get subscriber id", "simserial", "simid", "sim id", "get sim id", "phonenumber", "phone number",
             "get phone number", "devicephonenum", "username", "email", "caseid", "audit", "uri:deviceid",
             "uri:subscriberid", "uri:simserial", "uri:phonenumber", "uri:username", "uri:email"),
    "select_one": ("score  row", "rank  level"),
}  # fmt: skip
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}
_META = re.compile(r"(speed violations|sensor) .*")
_IDENTIFYING = re.compile(r".*(geo(point|trace|shape)|gps|location)|osm")
_PART_OF_FORM = re.compile(r"(xml|csv)-external")
_SELECTS: tuple[tuple[str, QuestionKind], ...] = (
    (r"(?:add select multiple prompt using|select all that apply(?: from)?|select multiple(?: from| using)?)",
     "select_multiple"),
    (r"(?:add select one prompt using|q select1?|select1|select one(?: external| from| using)?)", "select_one"),
    (r"rank", "rank"),
)  # fmt: skip
_OTHER = r"(?P<other>\s+(?:or[ _]other|or[ _]specify[ _]other))?"
_FROM_FILE = re.compile(r"select[ _](one|multiple)[ _]from[ _]file\s+(?P<list>.+)", re.IGNORECASE)
_EDGE = re.compile(
    r"(?P<edge>begin|end)[ _]+(?P<of>group|looped[ _]group|lgroup|repeat|loop|score|rank|kobomatrix)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class AskedType:
    """Type of a row of the survey sheet.

    Attributes
    ----------
    kind
        Type of a question; None at the edge of a group or where the row asks nothing.
    edge
        `begin group`, `begin repeat`, `end group`, `end repeat`; "" for a question.
    list_name
        List of a select; the name of a file for lists kept outside the form.
    or_other
        Whether the type adds "other, specify".
    is_known, is_identifying, is_list_outside
        Whether the type is one we know; whether its answers identify a person; whether the list is kept
        outside the form.
    """

    kind: QuestionKind | None = None
    edge: Literal["", "begin group", "begin repeat", "end group", "end repeat"] = ""
    list_name: str = ""
    or_other: bool = False
    is_known: bool = True
    is_identifying: bool = False
    is_list_outside: bool = False


def read_type(text: str, parameters: str = "", appearance: str = "") -> AskedType:
    """Read the type of a row of the survey sheet.

    Parameters
    ----------
    text
        Cell of the column `type`.
    parameters, appearance
        Cells of those columns: they tell whole from decimal ranges and months from dates.
    """
    text = " ".join(text.split())
    edge = _EDGE.fullmatch(text) or re.fullmatch(_EDGE.pattern + r"\s+\S.*", text, re.IGNORECASE)
    if edge:
        return _read_edge(edge["edge"], edge["of"])
    select = _read_select(text)
    if select:
        return select
    name = re.sub(r"_", " ", text.lower())
    if _PART_OF_FORM.fullmatch(name):
        return AskedType()
    if name == "range":
        return AskedType("decimal" if "." in parameters else "integer")
    kind = _KIND_OF.get(name) or _KIND_OF.get(text.lower()) or ("meta" if _META.fullmatch(name) else None)
    if kind is None:
        return AskedType("text", is_known=False)
    if kind == "date" and re.search(r"\b(month-year|year)\b", appearance):
        kind = "month"
    is_identifying = kind in {"media", "meta"} or bool(_IDENTIFYING.fullmatch(name))
    return AskedType(kind, is_identifying=is_identifying and not _META.fullmatch(name))


def _read_edge(edge: str, of: str) -> AskedType:
    is_repeat = re.sub(r"[ _]", "", of.lower()) in {"repeat", "loop", "lgroup", "loopedgroup"}
    kind = "repeat" if is_repeat else "group"
    return AskedType(edge=f"{edge.lower()} {kind}")  # type: ignore[arg-type]


def _read_select(text: str) -> AskedType | None:
    from_file = _FROM_FILE.fullmatch(text)
    if from_file:
        kind: QuestionKind = "select_one" if from_file[1].lower() == "one" else "select_multiple"
        return AskedType(kind, list_name=from_file["list"], is_list_outside=True)
    for names, kind in _SELECTS:
        found = re.fullmatch(
            f"{names.replace(' ', '[ _]')}(?:\\s+(?P<list>.+?))?{_OTHER}", text, re.IGNORECASE
        )
        if found:
            listed = found["list"] or ""
            is_outside = listed.startswith("$") or "external" in text.lower().removesuffix(listed.lower())
            return AskedType(
                kind, list_name=listed, or_other=bool(found["other"]), is_list_outside=is_outside
            )
    return None
