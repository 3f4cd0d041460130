"""Where answers go, the words of choices, and the codebook."""

import pytest

from idmaj.ingest.forms import build_codebook, column_of, columns_of, words_of

CHOICES = [
    ("yn", "1", "Yes", "نعم"),
    ("yn", "0", "No", "لا"),
    ("yn", "-99", "Don’t know", "لا أعرف"),
    ("out", "1", "Interviewed", "تمت المقابلة"),
    ("out", "2", "REFUSED", "رفض"),
    ("out", "7", "On leave", "عطلة"),
    ("oui", "o", "Oui", ""),
    ("oui", "n", "Non", ""),
]


def test_targets_of_the_draft(draft):
    # The `canonical` column of instrument_draft.xlsx in the names of dictionary.py, read by hand.
    places = columns_of(draft)
    assert places["ident/person_code"] == ("interviews", "person_id")
    assert places["main/inc/wage_30d"] == ("interviews", "wage_30d_mad")
    assert places["main/just/jev/jev_date"] == ("justice_events", "event_on")
    assert places["main/emp/work_pay"] == ("interviews", "work_pay")
    assert "main/just/just_note" not in places
    assert column_of(draft, draft.by_path["start"]) == ("interviews", "started_at")
    assert len(set(places.values())) == len(places) == 72


def test_no_two_questions_share_a_column(make_form):
    form = make_form(
        "type|name|canonical",
        ("begin group", "a", ""),
        ("text", "x", ""),
        ("text", "wave", ""),
        ("end group", "", ""),
        ("begin group", "b", ""),
        ("text", "x", ""),
        ("select_one yn", "round", "interviews.wave"),
        ("end group", "", ""),
        ("text", "person_id", ""),
        ("text", "a_x", ""),
        ("integer", "w1", "interviews.hours_7d"),
        ("integer", "w2", "interviews.hours_7d"),
        ("begin repeat", "r", ""),
        ("text", "x", ""),
        ("end repeat", "", ""),
        choices=CHOICES,
    )
    assert columns_of(form) == {
        "a/x": ("interviews", "a_x_2"),
        "a/wave": ("interviews", "a_wave"),
        "b/x": ("interviews", "b_x"),
        "b/round": ("interviews", "wave"),
        "person_id": ("interviews", "person_id_2"),
        "a_x": ("interviews", "a_x"),
        "w1": ("interviews", "hours_7d"),
        "w2": ("interviews", "w2"),
        "r/x": ("r", "x"),
    }


def test_columns_of_the_tables_themselves_are_not_taken(make_form):
    form = make_form("type|name", ("integer", "pay"), ("text", "pay__missing"), ("text", "source"))
    assert [column for _, column in columns_of(form).values()] == ["pay", "pay_missing", "source_2"]


def test_words_of_choices(make_form):
    form = make_form(
        "type|name|canonical",
        ("select_one out", "o", "interviews.outcome"),
        ("select_one yn", "c", "interviews.consent"),
        ("select_one oui", "d", "interviews.social_aid"),
        ("select_one yn", "free", ""),
        choices=CHOICES,
    )
    words = {question.name: words_of(form, question) for question in form.questions}
    assert words["o"] == {"1": "interviewed", "2": "refused", "7": "7"}
    assert words["c"] == {"1": "true", "0": "false", "-99": "-99"}
    assert words["d"] == {"o": "true", "n": "false"}
    assert words["free"] == {"1": "1", "0": "0", "-99": "-99"}


def test_labels_go_before_codes_for_yes_and_no(make_form):
    form = make_form(
        "type|name|canonical",
        ("select_one odd", "c", "interviews.consent"),
        choices=[("odd", "0", "Yes", ""), ("odd", "1", "No", "")],
    )
    assert words_of(form, form.questions[0]) == {"0": "true", "1": "false"}


def test_words_that_the_form_names(write_workbook):
    from idmaj.ingest.forms import read_form

    form = read_form(
        write_workbook(
            survey=[("type", "name", "canonical"), ("select_one e", "e", "interviews.enterprise_status")],
            choices=[
                ("list_name", "name", "label", "canonical", "missing"),
                ("e", "1", "Open", "operating", ""),
                ("e", "2", "Closed", "", ""),
                ("e", "9", "Refused to say", "", "refused"),
            ],
        )
    )
    assert words_of(form, form.questions[0]) == {"1": "operating", "2": "2", "9": "9"}
    assert [choice.missing for choice in form.choices["e"]] == ["", "", "refused"]


def test_codebook_of_the_draft(draft):
    codebook, choices = build_codebook(draft)
    assert len(codebook) == 72 and codebook["path"].is_unique
    assert not codebook.duplicated(["table", "column"]).any()
    wage = codebook.set_index("name").loc["wage_30d"]
    assert wage["sentinels"] == "-99=dk -88=refused"
    assert (wage["type"], wage["label_fr"]) == (
        "integer",
        "Salaire net reçu au cours des 30 derniers jours, tous emplois (DH)",
    )
    assert set(codebook["form_version"]) == {"2026112301"}
    # instrument_draft.xlsx: 103 choices, all of lists in use.
    assert len(choices) == 103
    yes_no = choices.query("list_name == 'yn'")
    assert yes_no["position"].tolist() == [1, 2, 3, 4]
    assert yes_no["missing"].tolist() == ["", "", "dk", "refused"]
    # Shared by flags and by questions without a target, so codes stand.
    assert yes_no["value"].tolist() == ["1", "0", "-99", "-88"]
    assert choices.query("list_name == 'outcome'")["value"].tolist() == [
        "interviewed",
        "refused",
        "not_found",
        "in_prison",
        "abroad",
        "deceased",
    ]


def test_notes_have_no_column(draft):
    with pytest.raises(KeyError):
        column_of(draft, draft.by_path["main/just/just_note"])
