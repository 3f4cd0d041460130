"""JSON of servers: nested answers become tables, places and selects become text."""

import json

import pytest


def write(tmp_path, content, name="a.json"):
    file = tmp_path / name
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return file


# As OData of ODK Central answers with $expand=* (central-backend `odata.js`)
ODATA = {
    "value": [
        {
            "__id": "uuid:a",
            "__system": {
                "submissionDate": "2025-01-01T00:00:00.000Z",
                "submitterId": "5",
                "reviewState": None,
            },
            "meta": {"instanceID": "uuid:a"},
            "ident": {
                "code": "TM000016",
                "gps": {"type": "Point", "coordinates": [-6.9, 33.9, 0], "properties": {"accuracy": 25}},
                "sel": "a b",
            },
            "jev": [
                {"__id": "x1", "__Submissions-id": "uuid:a", "kind": "3", "toy": [{"__id": "y1", "t": "z"}]}
            ],
            "jev@odata.navigationLink": "Submissions('uuid:a')/jev",
        },
        {
            "__id": "uuid:b",
            "__system": {"submissionDate": "2025-01-02T00:00:00.000Z"},
            "ident": None,
            "jev": [],
        },
    ]
}


def test_odata_with_repeats(kit, tmp_path):
    export = kit.read_one(write(tmp_path, ODATA))
    assert (export.platform, export.container) == ("odk_odata", "json")
    first, second = kit.records_of(export.main)
    assert first["ident/gps"] == "33.9 -6.9 0 25"
    assert (first["ident/sel"], first["ident/code"]) == ("a b", "TM000016")
    assert (second["__id"], second["ident/code"]) == ("uuid:b", "")
    assert export.main.header[export.system["submitted_at"]] == "__system/submissionDate"
    assert {table.name: kit.keys_of(table) for table in export.repeats} == {"jev": ["a"], "jev/toy": ["a"]}


def test_odata_whose_repeats_lie_elsewhere_says_so(kit, tmp_path):
    content = {
        "value": [{"__id": "uuid:a", "__system": {"submissionDate": "x"}, "jev@odata.navigationLink": "y"}]
    }
    assert kit.read_one(write(tmp_path, content)).set_aside_sheets == {"jev": "repeat-not-included"}


def test_kobo_lists_within_answers(kit, tmp_path):
    content = [
        {
            "_id": 1, "_uuid": "a", "_submission_time": "2025-01-01T00:00:00", "g/n": "2", "_geolocation": [33.9, -6.9],
            "_attachments": [{"filename": "x"}], "_validation_status": {"uid": "validation_status_approved"},
            "g/kid": [
                {"g/kid/name": "x", "g/kid/toy": [{"g/kid/toy/t": "z"}, {"g/kid/toy/t": "w"}]},
                {"g/kid/name": "y"},
            ],
        },
        {"_id": 2, "_uuid": "b", "_submission_time": "2025-01-01T00:00:00", "_validation_status": {}},
    ]  # fmt: skip
    export = kit.read_one(write(tmp_path, {"count": 2, "next": None, "results": content}))
    assert [r["_validation_status"] for r in kit.records_of(export.main)] == [
        "validation_status_approved",
        "",
    ]
    assert {t.name: (kit.keys_of(t), t.header[0]) for t in export.repeats} == {
        "g/kid": (["a", "a"], "g/kid/name"), "g/kid/toy": (["a", "a"], "g/kid/toy/t")
    }  # fmt: skip
    assert [row[1] for row in kit.rows_of(export.main)] == [1, 2]


def test_one_page_of_several_is_flagged(tmp_path):
    from idmaj.ingest.exports import ExportSettings, read_exports

    page = {"next": "https://kf.example/?start=2", "results": [{"_uuid": "a", "_submission_time": "x"}]}
    exports, problems = read_exports([write(tmp_path, page)], ExportSettings())
    assert len(exports) == 1
    assert [(p.message, p.severity) for p in problems] == [("json-more-pages", "flagged")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "file-not-of-its-format"),
        ('{"a": 1}', "json-not-submissions"),
        ("[]", "file-without-rows"),
        ("[1, 2]", "json-not-submissions"),
        ('[{"_uuid": "a"}, 3]', "json-not-submissions"),
        ('{"survey": [], "choices": []}', "export-is-form"),
        ("[{" + '"a":[{' * 5000, "file-not-of-its-format"),
        ('{"value": [' + '{"a":' * 900 + "1" + "}" * 900 + "]}", "json-not-submissions"),
    ],
)
def test_json_that_is_no_export_is_refused(kit, tmp_path, text, message):
    file = tmp_path / "a.json"
    file.write_text(text)
    assert [problem.message for problem in kit.refusals(file)] == [message]
