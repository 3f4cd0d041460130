"""Codes of missing values, questions that explain one, and what identifies a person."""

import pytest

from idmaj.ingest.forms import check_form
from idmaj.ingest.forms.conventions import find_missing_kind, find_sentinels


# IPA's codes (ipacheck: -99 do not know, -88 refused, -77 not applicable, -66 other), SURVEYS.md §2.
@pytest.mark.parametrize(
    ("code", "labels", "kind"),
    [
        ("-99", ["Don’t know", "Ne sait pas", "لا أعرف"], "dk"),
        ("-99", [], "dk"),
        ("-98", ["لا أدري"], "dk"),
        ("-88", ["Refuse de répondre"], "refused"),
        ("-88", ["Refused / no answer"], "refused"),
        ("-77", ["Sans objet"], "na"),
        ("-999", ["DK"], "dk"),
        ("-888", [], "refused"),
        ("-66", ["Other"], ""),
        ("-99", ["Other"], ""),
        ("-88", ["Don’t know"], ""),
        ("99", ["Ne sait pas"], "dk"),
        ("99", ["Don't know or other"], ""),
        ("99", [], ""),
        ("nsp", ["Ne sait pas"], "dk"),
        ("2", ["Refused"], ""),
        ("1", ["Don’t know"], ""),
    ],
)
def test_codes_of_choices(code, labels, kind):
    assert find_missing_kind(code, labels) == kind


@pytest.mark.parametrize(
    ("constraint", "declared", "sentinels"),
    [
        ("(. >= 0 and . <= 112) or . = -99 or . = -88", "", {"-99": "dk", "-88": "refused"}),
        (".>=0 or .=-99 or -77 = .", "", {"-99": "dk", "-77": "na"}),
        (". >= 0 or . = '-999'", "", {"-999": "dk"}),
        (". >= -99", "", {}),
        (". >= 0 or . = -66", "", {}),
        (". = 99", "", {}),
        ("", "", {}),
        (". = -99", "-9=dk, -8=refused", {"-9": "dk", "-8": "refused"}),
        ("", "99=dk", {"99": "dk"}),
    ],
)
def test_codes_of_numbers(constraint, declared, sentinels):
    assert find_sentinels(constraint, declared) == sentinels


@pytest.mark.parametrize("declared", ["-99", "-99=perhaps", "=dk", "dk"])
def test_declarations_that_cannot_be_read(declared):
    with pytest.raises(ValueError, match=r"[-=]|dk"):
        find_sentinels("", declared)


def test_profit_keeps_minus_99(draft):
    assert draft.by_path["main/ent/profit_30d"].sentinels == {}


@pytest.mark.parametrize(
    ("relevant", "reason_for"),
    [
        ("string-length(${pay}) = 0", "pay"),
        ("${pay} = ''", "pay"),
        ('${pay}=""', "pay"),
        ("'' = ${pay}", "pay"),
        ("${pay} = '0'", ""),
        ("", ""),
    ],
)
def test_questions_that_explain_a_blank(make_form, relevant, reason_for):
    form = make_form(
        "type|name|relevant",
        ("integer", "pay", ""),
        ("select_one why", "why", relevant),
        ("select_one yn", "other", relevant),
        choices=[
            ("why", "-99", "Don't know", ""),
            ("why", "-88", "Refused", ""),
            ("yn", "1", "Yes", ""),
            ("yn", "-99", "", ""),
        ],
    )
    assert [question.reason_for for question in form.questions] == ["", reason_for, ""]


@pytest.mark.parametrize(
    ("kind", "name", "label", "disclosure"),
    [
        ("text", "phone_next", "", "id"),
        ("integer", "phone", "", "id"),
        ("integer", "tel_2", "", "id"),
        ("integer", "phone_costs", "", "open"),
        ("text", "respondent_name", "", "id"),
        ("text", "nomComplet", "", "id"),
        ("text", "prénom", "", "id"),
        ("text", "q7", "Quel est votre nom ?", "id"),
        ("text", "q8", "رقم الهاتف", "id"),
        ("text", "cin", "", "id"),
        ("text", "cinema", "", "open"),
        ("text", "renommée", "", "open"),
        ("text", "nominal", "Nominal value", "open"),
        ("text", "adresse", "", "id"),
        ("select_one yn", "name_known", "", "open"),
        ("geopoint", "where", "", "id"),
        ("geotrace", "way", "", "id"),
        ("image", "shot", "", "id"),
        ("deviceid", "d", "", "id"),
        ("username", "u", "", "id"),
        ("speed violations count", "s", "", "open"),
        ("text", "person_code", "", "id"),
        ("text", "opinion", "What do you think?", "open"),
        ("integer", "wage", "", "open"),
    ],
)
def test_what_identifies_a_person(make_form, kind, name, label, disclosure):
    form = make_form("type|name|label", (kind, name, label), choices=[("yn", "1", "Yes", "")])
    assert form.questions[0].disclosure == disclosure


def test_what_is_sensitive_and_what_the_form_says(make_form):
    form = make_form(
        "type|name|label|canonical|constraint|disclosure",
        ("text", "code", "", "persons.person_code", "", ""),
        ("text", "again", "", "", ". = ${code}", ""),
        ("text", "phone", "", "", "", "open"),
        ("text", "enum_name", "", "interviews.enumerator_id", "", ""),
        ("begin group", "g", "Contact avec la justice", "", "", ""),
        ("integer", "n", "", "", "", ""),
        ("end group", "", "", "", "", ""),
        ("begin group", "justify", "Reasons", "", "", ""),
        ("integer", "m", "", "", "", ""),
        ("end group", "", "", "", "", ""),
        ("select_one l", "h", "", "interviews.health_self", "", ""),
        ("text", "job", "", "", "", "quasi_id"),
        choices=[("l", "1", "1", "1")],
    )
    assert {question.name: question.disclosure for question in form.questions} == {
        "code": "id",
        "again": "id",
        "phone": "open",
        "enum_name": "open",
        "n": "sensitive",
        "m": "open",
        "h": "sensitive",
        "job": "quasi_id",
    }


def test_draft_hides_what_identifies(draft):
    assert {question.name for question in draft.questions if question.disclosure == "id"} == {
        "deviceid",
        "audit",
        "person_code",
        "person_code2",
        "gps",
        "equip_photo",
        "phone_next",
    }


def test_checks_of_the_draft_find_nothing(draft):
    assert check_form(draft) == []


def test_each_check_finds_its_fault_alone(make_form):
    form = make_form(
        "type|name|canonical|constraint|relevant",
        ("mystery", "a", "", "", ""),
        ("integer", "b", "", ". > ${gone}", ""),
        ("text", "c", "", "regex(., ’^0$’)", ""),
        ("integer", "d", "interviews.hours_7d", "", "pulldata('x','y','z') = 1"),
        ("integer", "e", "interviews.hours_7d", "", ""),
        ("integer", "f", "interviews.unheard_of", "", ""),
        ("integer", "g", "justice_events.sentence_months", "", ""),
        ("select_one l", "h", "interviews.consent", "", ""),
        choices=[
            ("l", "1", "Yes", "نعم"),
            ("l", "2", "Perhaps", "ربما"),
            ("m", "1", "Same", "واحد"),
            ("m", "2", "Same", "اثنان"),
        ],
    )
    found = check_form(form)
    assert {problem.severity for problem in found} == {"flagged"}
    assert sorted((p.message, p.place.column) for p in found) == [
        ("form-expression-function", "relevant"),
        ("form-expression-quotes", "constraint"),
        ("form-flag-answer", "canonical"),
        ("form-label-twice", "label"),
        ("form-reference-unknown", "constraint"),
        ("form-target-in-wrong-table", "canonical"),
        ("form-target-twice", "canonical"),
        ("form-target-unknown", "canonical"),
        ("form-type-unknown", "type"),
    ]
