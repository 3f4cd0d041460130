"""Survey platforms: the columns by which an export of each is known, and what they mean.

Sources: formpack 176f619 and kpi 2e5efb0 (Kobo), central-backend 4f5943d (ODK Central, OData), the manual
of SurveyCTO, commcare-hq `corehq/apps/export`, LimeSurvey's `application/helpers/admin/export`, Qualtrics'
description of its exports; seen in files where there were any (design note SURVEYS.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from idmaj.ingest.cells import clean_cell

_SEPARATORS = re.compile(r"[-.:]")
_MADE_VALID = re.compile(r"^x(?=_)")  # R and SPSS admit no name that begins with a low line


@dataclass(frozen=True)
class Platform:
    """A platform.

    Attributes
    ----------
    key
        Its key.
    title
        Its name, which is the same in every language; "" for no platform.
    marks
        Column → how much it speaks for the platform. A mark that ends in `*` is the start of a name.
    roles
        Role of `SYSTEM_ROLES` → columns that play it, the best first.
    keys
        Columns that hold the key of a submission, the best first.
    parents
        Columns of a repeat that hold the key of the submission.
    repeats
        Columns that only a table of a repeat has.
    blanks
        Cells that stand for a blank → kind of missing value.
    is_utc
        Whether times of submission are in UTC where no offset is written.
    server_times
        Roles of interview times that the server writes in its own zone, not by the clock of the device.
    zero_means_asked
        Whether a 0 in the column of one choice says that the question was asked; ODK's exporters write it
        where nobody asked too.
    """

    key: str
    title: str
    marks: Mapping[str, int]
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    blanks: Mapping[str, str] = field(default_factory=dict)
    is_utc: bool = False
    server_times: tuple[str, ...] = ()
    zero_means_asked: bool = True


_NESTED = "__parent_key"  # written by our own reader of JSON into tables of repeats

_KOBO_ROLES = {
    "key": ("meta/rootuuid", "_uuid", "meta/instanceid"), "submitted_at": ("_submission_time",),
    "version": ("__version__", "_version"),
    "validation": ("_validation_status",), "status": ("_status",), "submitter": ("_submitted_by",),
    "edited_at": ("_date_modified",), "n_edits": ("meta/deprecatedid",), "device": (),
}  # fmt: skip
# an edit gives a submission a new `_uuid`; the first one stays in `meta/rootUuid`
_KOBO_KEYS = ("meta/rootuuid", "_uuid", "meta/instanceid", "instanceid", "_id")
_KOBO_PARENTS = ("_submission__meta/rootuuid", "_submission__uuid", _NESTED)
_TIMESTAMPS = ("timestamp", "horodateur", "طابع زمني", "الطابع الزمني", "zeitstempel", "marca temporal")
_ODK_ROLES = {"key": ("key",), "submitted_at": ("submissiondate",)}

PLATFORMS: dict[str, Platform] = {
    platform.key: platform
    for platform in (
        Platform(
            "kobo", "KoboToolbox",
            {
                "_uuid": 2, "_submission_time": 2, "__version__": 2, "_validation_status": 1, "_submitted_by": 1,
                "_index": 1, "_id": 1, "_tags": 1, "_notes": 1, "_status": 1, "_submission__uuid": 3,
                "_submission__id": 3, "_submission__submission_time": 2, "_submission___version__": 2,
                "_parent_table_name": 2, "_parent_index": 2, "_xform_id_string": 2,
            },
            _KOBO_ROLES, _KOBO_KEYS, _KOBO_PARENTS,
            ("_submission__uuid", "_submission__id", "_parent_table_name", _NESTED), is_utc=True,
        ),
        Platform(
            "kobo_legacy", "KoboToolbox (legacy), formhub, Ona",
            {
                "meta/instanceid": 2, "formhub/uuid": 2, "_uuid": 2, "_submission_time": 2, "_validation_status": 1,
                "_submitted_by": 1, "_id": 1, "_tags": 1, "_notes": 1, "_status": 1, "_parent_table_name": 2,
                "_parent_index": 2, "_index": 1, "_duration": 1, "_total_media": 1, "_media_count": 1,
                "_date_modified": 1,
            },
            _KOBO_ROLES, _KOBO_KEYS, _KOBO_PARENTS, ("_submission__uuid", "_parent_table_name", _NESTED),
            {"n/a": "blank"}, is_utc=True,
        ),
        Platform(
            "odk_central", "ODK Central",
            {
                "key": 1, "submissiondate": 1, "parent_key": 1, "submitterid": 2, "submittername": 2,
                "attachmentspresent": 2, "attachmentsexpected": 2, "status": 1, "reviewstate": 2, "deviceid": 1,
                "edits": 1, "formversion": 2,
            },
            {
                **_ODK_ROLES, "n_edits": ("edits",), "version": ("formversion",), "review": ("reviewstate",),
                "status": ("status",), "submitter": ("submittername", "submitterid"), "device": ("deviceid",),
            },
            ("key", "meta/instanceid", "instanceid"), ("parent_key", _NESTED), ("parent_key", _NESTED), is_utc=True,
            zero_means_asked=False,
        ),
        Platform(
            "odk_briefcase", "ODK Briefcase",
            {"key": 1, "submissiondate": 1, "parent_key": 1, "meta/instanceid": 1, "set/of/*": 1, "isvalidated": 2},
            _ODK_ROLES, ("key", "meta/instanceid", "instanceid"), ("parent_key", _NESTED), ("parent_key", _NESTED),
            zero_means_asked=False,
        ),
        Platform(
            "odk_odata", "ODK Central (OData)",
            {
                "__id": 2, "__system/submissiondate": 3, "__system/submitterid": 1, "__system/reviewstate": 1,
                "__submissions/id": 3,
            },
            {
                "key": ("__id",), "submitted_at": ("__system/submissiondate",),
                "edited_at": ("__system/updatedat",), "n_edits": ("__system/edits",),
                "version": ("__system/formversion",), "review": ("__system/reviewstate",),
                "status": ("__system/status",), "submitter": ("__system/submittername", "__system/submitterid"),
                "device": ("__system/deviceid",),
            },
            ("__id", "meta/instanceid"), ("__submissions/id", _NESTED), ("__submissions/id", _NESTED), is_utc=True,
        ),
        Platform(
            "surveycto", "SurveyCTO",
            {
                "key": 1, "submissiondate": 1, "parent_key": 1, "set/of/*": 1, "formdef_version": 3,
                "devicephonenum": 2, "review_status": 1, "review_quality": 3, "review_comments": 1,
                "review_corrections": 2, "instanceid": 1, "starttime": 1, "endtime": 1, "deviceid": 1,
                "subscriberid": 1, "simid": 1, "completiondate": 2, "formdef_id": 2,
            },
            {
                **_ODK_ROLES, "started_at": ("starttime",), "ended_at": ("endtime",),
                "version": ("formdef_version",), "review": ("review_status",), "validation": ("review_quality",),
                "submitter": ("username",), "device": ("deviceid",),
            },
            ("key", "instanceid"), ("parent_key", _NESTED), ("parent_key", _NESTED),
        ),
        Platform(
            "commcare", "CommCare",
            {
                "formid": 2, "form_link": 3, "received_on": 2, "completed_time": 2, "started_time": 2, "hq_user": 3,
                "userid": 1, "number": 1, "number__0": 3, "caseid": 1, "form/meta/instanceid": 3, "xmlns": 1,
                "info/formid": 3, "info/received_on": 3, "info/meta/instanceid": 3, "form/*": 2,
            },
            {
                "key": ("formid", "info/formid", "form/meta/instanceid", "info/meta/instanceid", "id"),
                "submitted_at": ("received_on", "info/received_on"),
                "started_at": ("started_time", "form/meta/timestart", "info/started_time"),
                "ended_at": ("completed_time", "form/meta/timeend", "info/completed_time"),
                "submitter": ("username", "form/meta/username"), "device": ("form/meta/deviceid",),
            },
            ("formid", "info/formid", "form/meta/instanceid", "info/meta/instanceid", "id"),
            (_NESTED,), ("number__0", "number__1", _NESTED), {"---": "not_asked"}, is_utc=True,
            server_times=("started_at", "ended_at"),
        ),
        Platform(
            "limesurvey", "LimeSurvey",
            {
                "submitdate": 2, "startlanguage": 2, "lastpage": 2, "seed": 1, "id": 1, "datestamp": 1, "startdate": 1,
                "ipaddr": 1, "token": 1, "refurl": 1, "response id": 2, "date submitted": 2, "last page": 2,
                "start language": 2, "id de la réponse": 2, "date de soumission": 2, "dernière page": 2,
                "langue de départ": 2, "langue initiale": 2,
            },
            {
                "key": ("id", "response id", "id de la réponse"),
                "submitted_at": ("submitdate", "date submitted", "date de soumission"),
                "started_at": ("startdate", "date started", "date de lancement"),
                "ended_at": ("datestamp", "date last action", "date de la dernière action"),
            },
            ("id", "response id", "id de la réponse"),
        ),
        Platform(
            "google_forms", "Google Forms",
            dict.fromkeys(_TIMESTAMPS, 2), {"submitted_at": _TIMESTAMPS},
        ),
        Platform(
            "qualtrics", "Qualtrics",
            {
                "responseid": 2, "recordeddate": 2, "startdate": 1, "enddate": 1, "progress": 1, "finished": 1,
                "ipaddress": 1, "duration (in seconds)": 2, "duration__in_seconds_": 2, "distributionchannel": 1,
                "userlanguage": 1,
            },
            {
                "key": ("responseid",), "submitted_at": ("recordeddate",), "started_at": ("startdate",),
                "ended_at": ("enddate",),
            },
            ("responseid",),
        ),
        Platform(
            "plain", "", {},
            {"key": ("submission_uuid", "_uuid", "uuid", "instanceid", "meta/instanceid", "key", "submission_id")},
            ("submission_uuid", "_uuid", "uuid", "instanceid", "meta/instanceid", "key", "submission_id",
             "response_id", "responseid", "id"),
            (_NESTED,), (_NESTED,),
        ),
    )
}  # fmt: skip
"""Key → platform."""


def fold_name(name: str) -> str:
    """Fold the name of a column: case, outer spaces, and one sign for those that join groups."""
    return _SEPARATORS.sub("/", _MADE_VALID.sub("", clean_cell(name).casefold()))
