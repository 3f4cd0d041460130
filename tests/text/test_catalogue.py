"""The catalogue never prints half a sentence: whatever Fluent forgives raises here."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.errors import IdmajError, TextError
from idmaj.text import (
    LANGUAGES,
    format_number,
    has_message,
    isolate,
    message,
    message_ids,
    message_variables,
    strip_isolates,
)

ROOM = """
greeting = Hello { $name }
    .remedy = Ask { $whom }
only-attribute =
    .expected = a number
counted = Of { $n ->
    [one] one person
   *[other] { $n } people
  }, { $place }
trend = It { $direction ->
    [up] rose
   *[down] fell
  } by { $points }
kind = { $kind ->
    [fund] money
   *[other] a thing
  }
shown = from { $low } to { $high }
outer = { greeting }!
-house = Idmaj
brand = By { -house }
"""


@pytest.fixture
def room(locale_folder):
    locale_folder(en={"a.ftl": ROOM}, fr={"a.ftl": ROOM}, ar={"a.ftl": ROOM})


@pytest.mark.usefixtures("room")
class TestMessages:
    def test_value_and_attribute(self):
        assert strip_isolates(message("greeting", "en", name="Ann")) == "Hello Ann"
        assert strip_isolates(message("greeting.remedy", "en", whom="Bob")) == "Ask Bob"

    def test_text_arguments_are_isolated_and_numbers_not_twice(self):
        assert message("greeting", "en", name="Ann") == "Hello \u2068Ann\u2069"
        text = message("shown", "ar", low=format_number(-4.5, "ar", 1), high="x")
        assert text == "from \u2066\u22124,5\u2069 to \u2068x\u2069"

    @pytest.mark.parametrize(
        ("language", "expected"), [("ar", "1.267,5"), ("fr", "1\u202f267,5"), ("en", "1,267.5")]
    )
    def test_numbers_shown_directly_come_in_the_locale(self, language, expected):
        text = message("shown", language, low=-1267.5, high=np.int64(1267))
        whole = expected.removesuffix("5")[:-1]
        assert text == f"from \u2066\u2212{expected}\u2069 to \u2066{whole}\u2069"

    def test_unknown_id_names_the_nearest(self):
        with pytest.raises(TextError, match="greeting"):
            message("greetin", "en", name="Ann")
        with pytest.raises(TextError, match="only-attribute"):
            message("only-attribute", "en")

    def test_missing_argument_raises_even_where_a_variant_would_not_show_it(self):
        with pytest.raises(TextError, match="place"):
            message("counted", "en", n=1)

    def test_error_is_of_the_house(self):
        with pytest.raises(IdmajError):
            message("nothing", "en")

    def test_plural_by_text_is_refused(self):
        with pytest.raises(TextError, match="plural"):
            message("counted", "en", n="1", place="here")

    def test_unknown_word_never_falls_to_the_default(self):
        # Fluent alone would print "It fell" for the misspelt "upp".
        assert strip_isolates(message("trend", "en", direction="up", points="3")) == "It rose by 3"
        with pytest.raises(TextError, match="down, up"):
            message("trend", "en", direction="upp", points="3")

    def test_a_default_called_other_takes_any_word(self):
        assert message("kind", "en", kind="tool") == "a thing"

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), None, True])
    def test_what_is_no_number_and_no_text_is_refused(self, value):
        with pytest.raises(TextError):
            message("shown", "en", low=value, high=1)

    def test_too_long_an_argument_raises(self):
        with pytest.raises(TextError, match="Too many"):
            message("greeting", "en", name="x" * 10_000)

    def test_ids_and_variables(self):
        assert {"greeting", "greeting.remedy", "only-attribute.expected"} <= message_ids("en")
        assert "only-attribute" not in message_ids("en")
        assert has_message("brand", "fr") and not has_message("-house", "fr")
        assert message_variables("counted", "en") == {"n", "place"}
        assert message_variables("outer", "en") == {"name"}
        assert message_variables("greeting.remedy", "en") == {"whom"}

    def test_argument_may_be_called_language(self):
        assert message("kind", "en", kind="fund", language="fr", message_id="x") == "money"

    def test_terms(self):
        assert strip_isolates(message("brand", "en")) == "By Idmaj"


@settings(max_examples=300)
@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_no_argument_reaches_beyond_its_isolates(text, language):
    sentence = message("number-range", language, low=text, high=isolate("5"))
    depth = 0
    for sign in sentence:
        depth += (sign in "\u2066\u2067\u2068") - (sign == "\u2069")
        assert depth >= 0
    assert depth == 0
    assert not set(sentence) & set("\u202a\u202b\u202c\u202d\u202e\u2029\n\r\x85")


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"a.ftl": "x = 1\n", "b.ftl": "x = 2\n"}, "b.ftl line 1.*'x' occurs twice"),
        ({"a.ftl": "ok = 1\nx = { $n\n"}, "a.ftl line 2"),
        ({"a.ftl": "x = { other }\n"}, "other"),
        ({"a.ftl": "x = { -term }\n"}, "-term"),
        ({"a.ftl": "x = { NUMBER($n) }\n"}, "NUMBER"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(locale_folder, files, reason):
    locale_folder(en=files)
    with pytest.raises(TextError, match=reason):
        message_ids("en")


def test_french_punctuation_gets_unbreakable_spaces(locale_folder):
    locale_folder(fr={"a.ftl": "x = « Oui » : { $n } % ; non !\n"})
    assert strip_isolates(message("x", "fr", n=5)) == "«\u00a0Oui\u00a0»\u00a0: 5\u00a0%\u00a0; non\u00a0!"


def test_threads_may_read_the_same_catalogue(locale_folder):
    locale_folder(en={"a.ftl": ROOM})
    said: list[str] = []
    readers = [
        threading.Thread(target=lambda: said.append(message("greeting", "en", name="Ann"))) for _ in range(8)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert said == ["Hello \u2068Ann\u2069"] * 8
