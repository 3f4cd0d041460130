"""Forms in the words of XLSForm, older forms, SurveyCTO and Kobo give the same questions."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idmaj.errors import IngestProblems
from idmaj.ingest.forms import read_form
from idmaj.ingest.forms.languages import read_language
from idmaj.ingest.forms.question_types import read_type

YES_NO = [("yn", 1, "Yes", "نعم"), ("yn", 0, "No", "لا")]


def problems_of(file: Path) -> list[tuple[str, str, int | None, str]]:
    with pytest.raises(IngestProblems) as caught:
        read_form(file)
    return [(p.message, p.place.sheet, p.place.row, p.place.column) for p in caught.value.problems]


# pyxform's aliases.py and question_type_dictionary.py, and SurveyCTO's form reference, read by hand.
@pytest.mark.parametrize(
    ("text", "kind", "list_name", "or_other"),
    [
        ("select_one yn", "select_one", "yn", False),
        ("select one from yn", "select_one", "yn", False),
        ("Select_One  yn", "select_one", "yn", False),
        ("select_one yn or_other", "select_one", "yn", True),
        ("select one from yn or specify other", "select_one", "yn", True),
        ("add select one prompt using yn", "select_one", "yn", False),
        ("select1 yn", "select_one", "yn", False),
        ("select all that apply from yn", "select_multiple", "yn", False),
        ("add select multiple prompt using yn", "select_multiple", "yn", False),
        ("select_multiple yn or_other", "select_multiple", "yn", True),
        ("rank yn", "rank", "yn", False),
        ("int", "integer", "", False),
        ("string", "text", "", False),
        ("photo", "media", "", False),
        ("phonenumber", "meta", "", False),
        ("calculate_here", "calculate", "", False),
        ("speed violations count", "meta", "", False),
        ("text audit", "media", "", False),
        ("start", "datetime", "", False),
        ("today", "date", "", False),
    ],
)
def test_types(text, kind, list_name, or_other):
    asked = read_type(text)
    assert (asked.kind, asked.list_name, asked.or_other, asked.is_known) == (kind, list_name, or_other, True)


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("begin group", "begin group"),
        ("begin_group", "begin group"),
        ("Begin Repeat", "begin repeat"),
        ("end  repeat", "end repeat"),
        ("begin looped group", "begin repeat"),
        ("begin_score", "begin group"),
    ],
)
def test_edges(text, edge):
    assert read_type(text).edge == edge


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("العربية (ar)", "ar"),
        ("Arabic", "ar"),
        ("arabe", "ar"),
        ("العربية", "ar"),
        ("ar-MA", "ar"),
        ("Français (fr)", "fr"),
        ("French", "fr"),
        ("الفرنسية", "fr"),
        ("FR", "fr"),
        ("Anglais", "en"),
        ("English (EN)", "en"),
        ("Arabic (MSA)", "ar"),
        ("Somali", "Somali"),
        ("Darija (ary)", "Darija"),
        ("", ""),
    ],
)
def test_languages(text, language):
    assert read_language(text) == language


def test_draft_of_the_instrument(draft):
    # instrument_outline.csv has 91 rows of the survey sheet, of which 18 are edges of nine groups.
    assert len(draft.questions) == 73
    assert (draft.form_id, draft.version, draft.default_language) == (
        "reintegration_followup",
        "2026112301",
        "ar",
    )
    assert draft.languages == ("en", "fr", "ar")
    assert draft.repeats == {"jev": "main/just/jev"}
    months = draft.by_path["main/just/jev/jev_months"]
    assert (months.repeat, months.table, months.column) == ("jev", "justice_events", "sentence_months")
    assert months.relevant == (
        "(${consent} = '1') and (${just_any} = '1') and (${jev_type} = '3' or ${jev_type} = '4')"
    )
    assert draft.by_path["main/ent/profit_nr"].reason_for == "profit_30d"
    assert draft.by_path["main/ent/profit_30d"].sentinels == {}
    assert draft.by_path["main/inc/wage_30d"].sentinels == {"-99": "dk", "-88": "refused"}
    assert draft.group_labels["main/just"]["fr"] == "Contact avec la justice depuis la dernière enquête"
    assert draft.notes == ()


def test_words_of_surveycto_and_old_forms_give_the_same_questions(write_workbook):
    modern = write_workbook(
        survey=[
            ("type", "name", "label::English (en)", "label::العربية (ar)", "relevant", "required"),
            ("begin_group", "g", "Work", "العمل", "", ""),
            ("select_one yn", "work", "Work?", "هل تعمل؟", "", "yes"),
            ("integer", "pay", "Pay", "الأجر", "${work} = '1'", ""),
            ("end_group", "", "", "", "", ""),
        ],
        choices=[("list_name", "name", "label::English (en)", "label::العربية (ar)"), *YES_NO],
        settings=[("form_id", "version"), ("f", "2")],
    )
    form = read_form(modern)
    old = write_workbook(
        **{
            "Survey ": [
                (
                    "",
                    "TYPE",
                    "Name ",
                    "label:English",
                    "",
                    "label:Arabic\u00a0",
                    "relevance",
                    "Required",
                    "stray",
                ),
                ("", "begin group", "g", "Work", "", "العمل", "", "", ""),
                ("", "select one from yn", "work ", "Work?", "", "هل تعمل؟", "", "TRUE", ""),
                ("", "", "", "", "", "", "", "", "a remark"),
                ("", "int", "pay", "Pay", "", "الأجر", "${work} = '1'", "", ""),
                ("", "text", "old", "Old", "", "قديم", "", "", ""),
                ("", "end group", "g", "", "", "", "", "", ""),
            ],
            "CHOICES": [("list name", "value", "label:English", "label:Arabic"), *YES_NO],
            "Settings": [("form_title", "form_id", "version"), ("", "f", 2.0)],
            "help-survey": [("type", "name"), ("what a type is", "what a name is")],
        }
    )
    again = read_form(old)
    kept = tuple(question for question in again.questions if question.name != "old")
    assert kept == form.questions
    assert again.choices == form.choices
    assert (again.form_id, again.version) == (form.form_id, form.version) == ("f", "2")


def test_rows_that_are_disabled_are_left_out(make_form):
    form = make_form(
        "type|name|disabled",
        ("text", "a", ""),
        ("text", "b", "yes"),
        ("begin group", "g", "yes"),
        ("begin group", "h", ""),
        ("text", "c", ""),
        ("end group", "", ""),
        ("end group", "", ""),
        ("text", "d", ""),
    )
    assert [question.path for question in form.questions] == ["a", "d"]


def test_header_under_a_title(write_workbook):
    file = write_workbook(survey=[("Follow-up, third draft",), ("type", "name", "label"), ("text", "a", "A")])
    form = read_form(file)
    assert [(q.name, dict(q.labels)) for q in form.questions] == [("a", {"": "A"})]


def test_labels_without_language_are_of_the_default_language(make_form):
    form = make_form(
        "type|name|label|label::French",
        ("text", "a", "واحد", "un"),
        settings=[("default_language",), ("العربية (ar)",)],
    )
    assert form.questions[0].labels == {"ar": "واحد", "fr": "un"}


def test_repeats_of_one_name_and_nested_ones(make_form):
    form = make_form(
        "type|name",
        ("begin group", "g"),
        ("begin repeat", "r"),
        ("text", "a"),
        ("begin repeat", "s"),
        ("text", "b"),
        ("end repeat", ""),
        ("end repeat", ""),
        ("end group", ""),
        ("begin repeat", "r"),
        ("text", "a"),
        ("end repeat", ""),
        ("text", "z"),
    )
    assert form.repeats == {"r": "g/r", "s": "g/r/s", "r~1": "r"}
    assert [(q.path, form.repeats.get(q.repeat, "")) for q in form.questions] == [
        ("g/r/a", "g/r"),
        ("g/r/s/b", "g/r/s"),
        ("r/a", "r"),
        ("z", ""),
    ]


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


def test_lists_kept_elsewhere_are_no_fault(make_form):
    form = make_form(
        "type|name|appearance",
        ("begin repeat", "r", ""),
        ("text", "who", ""),
        ("end repeat", ""),
        ("select_one_from_file places.csv", "a", ""),
        ("select_one ${who}", "b", ""),
        ("select_one x", "c", "search('x')"),
    )
    assert [question.kind for question in form.questions] == [
        "text",
        "select_one",
        "select_one",
        "select_one",
    ]
    assert all(form.choices_of(question) == () for question in form.questions)


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


def test_content_of_a_kobo_asset(tmp_path):
    # The keys are those that Kobo's API gives to an asset's content (exports/kobo_formpack, read by hand).
    asset = {
        "survey": [
            {"type": "start", "name": "start"},
            {"type": "begin_group", "name": "g", "label": ["Work", None]},
            {
                "type": "select_one",
                "$autoname": "pet",
                "label": ["Pet?", "حيوان؟"],
                "select_from_list_name": "yesno",
                "required": True,
            },
            {"type": "end_group"},
        ],
        "choices": [
            {"name": "1", "label": ["Yes", "نعم"], "list_name": "yesno"},
            {"$autovalue": "0", "label": ["No", "لا"], "list_name": "yesno"},
        ],
        "settings": {"version": "3", "default_language": "English (en)"},
        "translations": ["English (en)", "Arabic (ar)"],
    }
    file = tmp_path / "asset.json"
    file.write_text(json.dumps({"name": "Pets", "version_id": "vX", "content": asset}), encoding="utf-8")
    form = read_form(file)
    pet = form.by_path["g/pet"]
    assert (pet.kind, pet.list_name, pet.required, pet.labels["ar"]) == (
        "select_one",
        "yesno",
        True,
        "حيوان؟",
    )
    assert [(choice.code, choice.labels["ar"]) for choice in form.choices_of(pet)] == [
        ("1", "نعم"),
        ("0", "لا"),
    ]
    assert (form.languages, form.default_language) == (("en", "ar"), "en")
