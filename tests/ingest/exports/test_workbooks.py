"""Workbooks: typed cells to text, the sheet of submissions among others, and sheets that are a trap."""

import datetime as dt
import zipfile

import pyarrow as pa
import pytest

from idmaj.ingest.exports.typed import column_of_values, is_typed

KOBO = ["q", "_id", "_uuid", "_submission_time", "_index"]


def test_typed_cells_become_plain_text():
    day, noon = dt.datetime(2025, 3, 1), dt.datetime(2025, 3, 1, 12, 30, 5)
    for values, text in [
        ([1.0, -99.0, 2.0**40], ["1", "-99", "1099511627776"]),
        ([1.5, 267788.01], ["1.5", "267788.01"]),
        ([3.58e14], ["358000000000000"]),
        ([day, None], ["2025-03-01", ""]),
        ([day, noon], ["2025-03-01T00:00:00", "2025-03-01T12:30:05"]),
        ([dt.date(2025, 3, 1), "inconnu"], ["2025-03-01", "inconnu"]),
        ([True, False, ""], ["true", "false", ""]),
        ([1, True, 1.0], ["1", "true", "1"]),
        ([dt.timedelta(hours=27, minutes=5)], ["27:05:00"]),
        ([" ", "\u00a0", " x "], ["", "", " x "]),
        ([float("nan"), 2.0], ["", "2"]),
        ([[1, "é"], None], ['[1, "é"]', ""]),
    ]:
        assert column_of_values(values) == pa.array(text, pa.string()), values


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1.0, ""], True), ([1.0, "n/a"], True), ([1.0, "1,5"], False), (["1", ""], False), ([None], False)],
)
def test_a_column_is_typed_when_no_text_in_it_could_be_a_value(values, expected):
    assert is_typed(values) is expected


def test_repeats_and_help_sheets(kit, tmp_path):
    sheets = {
        "Notes": [["Exporté par", "x"], ["le", "y"]],
        "Suivi": [["Suivi", "", "", "", ""], KOBO, ["x", 5, "a", "2025", 1], ["y", 6, "b", "2025", 2]],
        "jev": [
            ["t", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"],
            [1, 1, "Suivi", 2, "b"],
        ],
        "hidden": [KOBO, ["z", 7, "c", "2025", 1]],
        "blank": [[]],
    }
    export = kit.read_one(kit.write_workbook(tmp_path / "a.xlsx", sheets, hidden=["hidden"]))
    assert (export.main.name, export.header_row) == ("Suivi", 2)
    assert [row[:3] for row in kit.rows_of(export.main)] == [["a", 3, "x"], ["b", 4, "y"]]
    assert [kit.rows_of(r)[0][:3] for r in export.repeats] == [["b", 2, "1"]]
    assert export.set_aside_sheets == {
        "Notes": "sheet-not-main", "hidden": "sheet-hidden", "blank": "sheet-empty"
    }  # fmt: skip


def test_repeats_by_row_number_and_through_the_repeat_above(kit, tmp_path):
    names = ["q", "_index", "_parent_table_name", "_parent_index"]
    sheets = {
        "main": [KOBO, ["x", 5, "a", "2025", 1], ["y", 6, "b", "2025", 2]],
        "child": [names, ["c", 1, "main", 2], ["d", 2, "main", 1]],
        "toy": [names, ["e", 1, "child", 1], ["f", 2, "child", 2], ["g", 3, "child", 9]],
    }
    export = kit.read_one(kit.write_workbook(tmp_path / "a.xlsx", sheets))
    assert [kit.keys_of(repeat) for repeat in export.repeats] == [["b", "a"], ["b", "a", ""]]


def test_submissions_by_id_where_the_uuid_was_removed(kit, tmp_path):
    sheets = {
        "main": [["q", "_id", "_submission_time"], ["x", 5, "2025"], ["y", 6, "2025"]],
        "child": [["q", "_submission__id", "_submission__uuid"], ["c", 6, "b"]],
    }
    export = kit.read_one(kit.write_workbook(tmp_path / "a.xlsx", sheets))
    assert (kit.keys_of(export.main), kit.keys_of(export.repeats[0])) == (["5", "6"], ["6"])


def test_commcare_repeats_by_row_number(kit, tmp_path):
    sheets = {
        "Forms": [
            ["number", "formid", "form.q", "received_on"],
            [0, "u-1", "x", "2025"],
            [1, "u-2", "---", "2025"],
        ],
        "Repeat- child": [["number", "number__0", "number__1", "form.child.name"], ["1.0", 1, 0, "z"]],
    }
    export = kit.read_one(kit.write_workbook(tmp_path / "a.xlsx", sheets))
    assert (export.platform, dict(export.blanks)) == ("commcare", {"---": "not_asked"})
    assert kit.keys_of(export.repeats[0]) == ["u-2"]


def test_two_sheets_that_could_be_it_are_refused_unless_named(kit, tmp_path):
    file = kit.write_workbook(
        tmp_path / "a.xlsx", {"mai": [["a", "b"], [1, 2]], "juin": [["a", "b"], [3, 4]]}
    )
    (problem,) = kit.refusals(file)
    assert (problem.message, problem.arguments["sheets"]) == ("export-several-tables", "mai, juin")
    export = kit.read_one(file, sheet="juin")
    assert kit.records_of(export.main) == [{"a": "3", "b": "4"}]
    assert export.set_aside_sheets == {"mai": "sheet-not-main"}
    assert [p.message for p in kit.refusals(file, sheet="juillet")] == ["export-sheet-missing"]


def test_a_cell_far_away_is_no_reason_to_fall_over(kit, tmp_path):
    file = tmp_path / "a.xlsx"
    kit.write_workbook(file, {"a": [KOBO, ["x", 5, "a", "2025", 1]]})
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    far = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", far)
    kit.write_archive(file, members)
    assert [p.message for p in kit.refusals(file)] == ["workbook-too-wide"]


def test_broken_workbooks(kit, tmp_path):
    whole = kit.write_workbook(tmp_path / "a.xlsx", {"a": [KOBO, ["x", 5, "a", "2025", 1]]}).read_bytes()
    for content, messages in [
        (whole[: len(whole) // 2], {"archive-broken"}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), {"workbook-broken"}),
    ]:
        file = tmp_path / "broken.xlsx"
        file.write_bytes(content)
        assert {p.message for p in kit.refusals(file)} == messages
    empty = kit.write_workbook(tmp_path / "empty.xlsx", {"a": [[]]})
    assert [p.message for p in kit.refusals(empty)] == ["file-empty"]
