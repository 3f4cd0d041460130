"""The three languages say the same: every Fluent file that is shipped, of whatever room."""

import re

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from idmaj.text import LANGUAGES, message_ids, message_variables
from idmaj.text.catalogue import read_catalogue
from idmaj.text.sources import PLURAL_CATEGORIES, source_texts

UNREVIEWED = "# unreviewed: a native reader has not signed yet"

ARABIC_FILES = sorted(source_texts("ar").items())

# Words that the glossary rules out, with the reason.
NEVER = {
    "en": ["offender", "ex-con", "criminals"],
    "fr": ["délinquant", "criminels", "échantillon témoin"],
    "ar": ["استطلاع", "البيانات", "بيانات", "مجرم"],
}


class _Typed(Visitor):
    """The pieces of text typed in a file, with the id they stand under."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, str]] = []
        self.name = ""

    def visit_Message(self, node):
        self.name = node.id.name
        self.generic_visit(node)

    visit_Term = visit_Message

    def visit_TextElement(self, node):
        self.pieces.append((self.name, node.value))

    def visit_StringLiteral(self, node):
        self.pieces.append((self.name, node.parse()["value"]))


def typed_pieces(source: str) -> list[tuple[str, str]]:
    typed = _Typed()
    typed.visit(FluentParser().parse(source))
    return typed.pieces


def found_in(source: str, pattern: str) -> list[tuple[str, str]]:
    return [(name, text) for name, text in typed_pieces(source) if re.search(pattern, text)]


def test_same_files():
    names = {language: set(source_texts(language)) for language in LANGUAGES}
    assert names["ar"] == names["fr"] == names["en"]


def test_same_files_hold_same_ids():
    for name in source_texts("en"):
        ids = {
            language: {
                entry.id.name
                for entry in FluentParser().parse(source_texts(language)[name]).body
                if isinstance(entry, ast.Message)
            }
            for language in LANGUAGES
        }
        assert ids["ar"] == ids["en"], (name, ids["ar"] ^ ids["en"])
        assert ids["fr"] == ids["en"], (name, ids["fr"] ^ ids["en"])


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_same_ids_and_attributes(language):
    assert message_ids(language) == message_ids("en"), message_ids(language) ^ message_ids("en")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_same_variables(language):
    shared = message_ids(language) & message_ids("en")
    different = {
        key: (message_variables(key, language), message_variables(key, "en"))
        for key in sorted(shared)
        if message_variables(key, language) != message_variables(key, "en")
    }
    assert not different


def test_variables_can_be_passed_by_name():
    assert all(
        variable.isidentifier() and variable == variable.lower()
        for language in LANGUAGES
        for key in message_ids(language)
        for variable in message_variables(key, language)
    )


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_words_that_choose_a_variant_are_the_same(language):
    def words(entry):
        return {
            (choice.variable, choice.keys)
            for choice in entry.choices
            if not choice.is_plural
        }  # fmt: skip

    entries, english = read_catalogue(language).entries, read_catalogue("en").entries
    shared = entries.keys() & english.keys()
    assert {key for key in shared if words(entries[key]) != words(english[key])} == set()


def test_arabic_has_all_six_plural_forms_wherever_any_language_has_one():
    entries = {language: read_catalogue(language).entries for language in LANGUAGES}
    lacking = []
    for key, arabic in entries["ar"].items():
        counted = {
            choice.variable
            for language in LANGUAGES
            if key in entries[language]
            for choice in entries[language][key].choices
            if choice.is_plural
        }
        chosen = {choice.variable for choice in arabic.choices if choice.is_plural}
        complete = all(choice.keys >= PLURAL_CATEGORIES for choice in arabic.choices if choice.is_plural)
        if counted != chosen or not complete:
            lacking.append(key)
    assert lacking == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_plural_forms_have_a_singular(language):
    assert [
        key
        for key, entry in read_catalogue(language).entries.items()
        for choice in entry.choices
        if choice.is_plural and not (choice.default == "other" and {"one", "1"} & choice.keys)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty(language):
    assert [
        key
        for key, entry in read_catalogue(language).entries.items()
        if not "".join(entry.texts).strip() and not entry.variables
    ] == []


@pytest.mark.parametrize(("name", "source"), ARABIC_FILES)
def test_no_latin_letter_is_typed_in_arabic(name, source):
    # Latin text typed inside a message is reordered; as an argument it is isolated.
    assert found_in(source, r"[A-Za-zÀ-ÿ]") == []


@pytest.mark.parametrize(("name", "source"), ARABIC_FILES)
def test_no_digit_is_typed_in_arabic(name, source):
    assert found_in(source, r"[0-9٠-٩۰-۹%]") == []


@pytest.mark.parametrize(("name", "source"), ARABIC_FILES)
def test_arabic_punctuation(name, source):
    assert found_in(source, r"[,;?]") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_invisible_direction_mark_is_typed(language):
    for name, source in source_texts(language).items():
        assert found_in(source, "[\u200e\u200f\u202a-\u202e\u2066-\u2069]") == [], name


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_files_say_that_no_native_reader_has_signed(language):
    first = {name: source.split("\n", 1)[0] for name, source in source_texts(language).items()}
    assert first == dict.fromkeys(first, UNREVIEWED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_the_glossary_rules_out(language):
    hits = [
        (name, word)
        for name, source in source_texts(language).items()
        for word in NEVER[language]
        if found_in(source, rf"(?i)\b{word}")
    ]
    assert hits == []


def test_the_checks_can_fail():
    assert found_in("x = فرق { $n } CI\n", r"[A-Za-z]") == [("x", " CI")]
    assert found_in('x = { $n ->\n    [one] ok\n   *[other] { "95" }\n }\n', r"[0-9]") == [("x", "95")]
