"""Archives: the tables of a form in one, whatever else lies beside; nothing dangerous is unpacked."""

import pytest

MAIN = [
    ["SubmissionDate", "q", "KEY", "SubmitterID", "FormVersion"],
    ["2025-01-01T00:00:00.000Z", "x", "uuid:a", 1, 2],
]
CHILD = [["name", "PARENT_KEY", "KEY"], ["n", "uuid:a", "uuid:a/child[1]"]]
TOY = [["toy", "PARENT_KEY", "KEY"], ["t", "uuid:a/child[1]", "uuid:a/child[1]/toy[1]"]]


@pytest.fixture
def texts(kit):
    return {name: kit.text_of(rows) for name, rows in {"main": MAIN, "child": CHILD, "toy": TOY}.items()}


def test_central_writes_one_file_a_table(kit, tmp_path, texts):
    members = {
        "form-child.csv": texts["child"], "form-child~1.csv": texts["toy"], "form.csv": texts["main"],
        "media/photo.jpg": b"x", "form - audit.csv": "event,node,start,end\nx,y,1,2\n", "empty.csv": "",
    }  # fmt: skip
    export = kit.read_one(kit.write_archive(tmp_path / "form.zip", members))
    assert (export.container, export.platform, export.main.name) == ("zip", "odk_central", "form")
    assert {table.name: kit.keys_of(table) for table in export.repeats} == {
        "form-child": ["a"],
        "form-child~1": ["a"],
    }
    assert export.set_aside_sheets == {
        "media/photo.jpg": "member-media", "empty.csv": "member-empty", "form - audit.csv": "sheet-is-audit"
    }  # fmt: skip
    assert list(export.files) == [(tmp_path / "form.zip").as_posix()]


def test_an_archive_of_one_workbook(kit, tmp_path):
    book = kit.write_workbook(tmp_path / "a.xlsx", {"a": [["_uuid", "q"], ["a", 1]]}).read_bytes()
    export = kit.read_one(kit.write_archive(tmp_path / "a.zip", {"folder/a.xlsx": book}))
    assert (export.container, kit.records_of(export.main)) == ("zip", [{"_uuid": "a", "q": "1"}])


def test_an_archive_of_a_statistical_file(kit, tmp_path):
    import pandas as pd
    import pyreadstat

    file = tmp_path / "a.sav"
    pyreadstat.write_sav(pd.DataFrame({"ResponseId": ["R_1"], "RecordedDate": ["x"]}), file)
    export = kit.read_one(kit.write_archive(tmp_path / "a.zip", {"a.sav": file.read_bytes()}))
    assert kit.keys_of(export.main) == ["R_1"]


def test_an_archive_in_an_archive_is_left(kit, tmp_path, texts):
    inner = kit.write_archive(tmp_path / "inner.zip", {"form.csv": texts["main"]}).read_bytes()
    members = {"form.csv": texts["main"], "old.csv": inner}
    export = kit.read_one(kit.write_archive(tmp_path / "a.zip", members))
    assert export.set_aside_sheets == {"old.csv": "member-archive"}


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"../../form.csv": "a,b\n1,2\n"}, "archive-unsafe"),
        ({"/etc/form.csv": "a,b\n1,2\n"}, "archive-unsafe"),
        ({"readme.md": "x"}, "archive-without-tables"),
        ({"form.csv": b"\0" * (80 << 20)}, "archive-too-large"),
        ({"form.csv": 'a,b\n"1,2\n'}, "file-broken-quotes"),
        ({}, "archive-without-tables"),
    ],
)
def test_archives_that_are_refused(kit, tmp_path, members, message):
    file = kit.write_archive(tmp_path / "a.zip", members)
    assert [problem.message for problem in kit.refusals(file)] == [message]


def test_a_broken_and_a_locked_archive(kit, tmp_path, texts):
    whole = kit.write_archive(tmp_path / "a.zip", {"form.csv": texts["main"] * 50}).read_bytes()
    broken = tmp_path / "broken.zip"
    broken.write_bytes(whole[:40] + b"\xff\xff\xff" + whole[43:])
    assert [p.message for p in kit.refusals(broken)] == ["archive-broken"]
    locked = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(mark) + offset] |= 1  # the bit that says encrypted (APPNOTE.TXT 4.4.4)
    (tmp_path / "locked.zip").write_bytes(locked)
    assert [p.message for p in kit.refusals(tmp_path / "locked.zip")] == ["archive-locked"]


def test_a_member_that_is_read_again_gives_the_same(kit, tmp_path, texts):
    export = kit.read_one(kit.write_archive(tmp_path / "a.zip", {"form.csv": texts["main"]}))
    assert kit.rows_of(export.main) == kit.rows_of(export.main) != []
