"""Files that are no form, and forms that cannot be used: every reason at once, never another exception."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idmaj.errors import IngestProblems
from idmaj.ingest.forms import read_form


def problems_of(file: Path) -> list[tuple[str, str, int | None, str]]:
    with pytest.raises(IngestProblems) as caught:
        read_form(file)
    return [(p.message, p.place.sheet, p.place.row, p.place.column) for p in caught.value.problems]


def test_every_fault_is_told_at_once(write_workbook):
    file = write_workbook(
        survey=[
            ("type", "name", "relevant", "canonical", "missing", "disclosure"),
            ("select_one nowhere", "a", "", "", "", ""),
            ("text", "b", "${gone} = '1'", "", "", ""),
            ("text", "b", "", "", "", ""),
            ("text", "", "", "", "", ""),
            ("integer", "c", "", "somewhere", "-99=perhaps", "secret"),
            ("end group", "", "", "", "", ""),
            ("begin group", "g", "", "", "", ""),
            ("end repeat", "", "", "", "", ""),
            ("begin group", "h", "${lost} = 1", "", "", ""),
        ],
        choices=[("list_name", "name", "label"), ("yn", "1", "Yes")],
    )
    assert sorted(problems_of(file)) == sorted(
        [
            ("form-list-missing", "survey", 2, "type"),
            ("form-reference-unknown", "survey", 3, "relevant"),
            ("form-name-twice", "survey", 4, "name"),
            ("form-name-missing", "survey", 5, "name"),
            ("form-target-unreadable", "survey", 6, "canonical"),
            ("form-missing-unreadable", "survey", 6, "missing"),
            ("form-class-unknown", "survey", 6, "disclosure"),
            ("form-group-not-open", "survey", 7, "type"),
            ("form-group-crossed", "survey", 9, "type"),
            ("form-reference-unknown", "survey", 10, "relevant"),
            ("form-group-open", "survey", 10, ""),
        ]
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "file-empty"),
        (b"type,name\ntext,a\n", "form-not-a-form"),
        (b"{}", "form-not-a-form"),
        (b'{"survey": 3}', "form-not-a-form"),
        (b"[1, 2", "form-not-a-form"),
        (b"PK\x03\x04broken", "form-not-a-form"),
    ],
)
def test_files_that_are_no_form(tmp_path, content, message):
    file = tmp_path / "form.xlsx"
    file.write_bytes(content)
    assert [found[0] for found in problems_of(file)] == [message]


def test_missing_file_and_folder(tmp_path):
    assert [found[0] for found in problems_of(tmp_path / "none.xlsx")] == ["file-missing"]
    assert [found[0] for found in problems_of(tmp_path)] == ["file-is-folder"]


def test_workbooks_that_are_no_form(write_workbook):
    assert problems_of(write_workbook(data=[("a", "b"), (1, 2)])) == [("form-without-survey", "", None, "")]
    assert problems_of(write_workbook(survey=[("question", "name"), ("text", "a")])) == [
        ("form-column-missing", "survey", None, "")
    ]
    assert problems_of(write_workbook(survey=[("type", "name")])) == [
        ("form-without-questions", "survey", None, "")
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=400), st.text(max_size=80).map(lambda t: f'{{"survey": [{t}]}}'.encode())
    )
)
def test_no_bytes_give_another_exception(tmp_path, content):
    file = tmp_path / "any"
    file.write_bytes(content)
    with pytest.raises(IngestProblems):
        read_form(file)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "name", "label", "relevant", "list_name", "survey", "required", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
_TYPES = st.sampled_from(
    ["text", "select_one a", "begin_group", "end_group", "begin_repeat", "integer", "note", ""]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    survey=st.lists(
        st.fixed_dictionaries(
            {"type": _TYPES | _JSON, "name": st.text(max_size=4)}, optional={"label": _JSON}
        )
    ),
    choices=_JSON,
    other=_JSON,
)
def test_no_asset_gives_another_exception(tmp_path, survey, choices, other):
    file = tmp_path / "asset.json"
    asset = {"survey": survey, "choices": choices, "settings": other, "translations": other}
    file.write_text(json.dumps(asset), encoding="utf-8")
    try:
        form = read_form(file)
    except IngestProblems as error:
        assert error.problems
    else:
        assert len({question.path for question in form.questions}) == len(form.questions)


def word(number: int) -> bytes:
    return number.to_bytes(4, "little")


def compound_file(directory: int, sectors: bytes) -> bytes:
    """An OLE2 file by [MS-CFB] 2.2 with its allocation table in sector 0."""
    end, free = word(0xFFFFFFFE), word(0xFFFFFFFF)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff09000600") + bytes(6)
    counts = word(0) + word(1) + word(directory) + word(0) + word(4096) + end + word(0) + end + word(0)
    return head + counts + word(0) + free * 108 + sectors


def test_damaged_old_workbooks_on_which_calamine_panics(tmp_path):
    # calamine 0.9 panics where a table is cut off; a panic of PyO3 is no Exception.
    table = word(0xFFFFFFFD) + word(0xFFFFFFFE) + word(0xFFFFFFFF) * 126
    file = tmp_path / "form.xls"
    for sectors in (b"\x01" * 47, table + b"\x01" * 100):
        file.write_bytes(compound_file(1, sectors))
        assert [found[0] for found in problems_of(file)] == ["form-not-a-form"]
