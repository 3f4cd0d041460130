"""Forms in the words of XLSForm, older forms, SurveyCTO and Kobo give the same questions."""

import json

from idmaj.ingest.forms import read_form

YES_NO = [("yn", 1, "Yes", "نعم"), ("yn", 0, "No", "لا")]


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
