"""Types and languages under the names that forms give them."""

import pytest

from idmaj.ingest.forms.languages import read_language
from idmaj.ingest.forms.question_types import read_type


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
