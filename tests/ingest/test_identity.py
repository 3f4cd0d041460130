"""No identifier leaves the raw folder: keyed pseudonyms, and a key that is kept apart."""

import base64
import hashlib
import hmac

import pytest

from idmaj.errors import IngestProblems
from idmaj.identity import KEY_VARIABLE, make_pseudonym, normalise_identifier, read_key

KEY = bytes(range(32))


@pytest.fixture
def key_file(tmp_path_factory, monkeypatch):
    file = tmp_path_factory.mktemp("keys") / "key"
    file.write_bytes(KEY)
    file.chmod(0o600)
    monkeypatch.setenv(KEY_VARIABLE, str(file))
    return file


def refusal(workspace):
    with pytest.raises(IngestProblems) as caught:
        read_key(workspace)
    return caught.value.problems[0].message


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        (" AB 123456 ", "ab123456"),
        ("ab123456\u200f", "ab123456"),
        ("ＡＢ١٢٣٤٥٦", "ab123456"),
        ("محمـد", "محمد"),
    ],
)
def test_an_identifier_has_one_form_however_it_was_typed(typed, normal):
    assert normalise_identifier(typed) == normal


def test_a_pseudonym_is_the_start_of_a_keyed_hash():
    digest = hmac.new(KEY, b"person|ab123456", hashlib.sha256).digest()
    expected = base64.b32encode(digest).decode().lower()[:26]
    assert make_pseudonym(KEY, "AB 123456") == expected
    assert make_pseudonym(bytes(32), "AB 123456") != expected


def test_the_key_is_read(key_file, tmp_path):
    assert read_key(tmp_path) == KEY


def test_no_key_named(tmp_path, monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    assert refusal(tmp_path) == "key-not-named"


def test_missing_key(tmp_path, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "absent"))
    assert refusal(tmp_path) == "key-missing"


def test_key_of_another_size(key_file, tmp_path):
    key_file.write_bytes(KEY + b"\n")
    assert refusal(tmp_path) == "key-wrong-size"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_key_that_others_can_read(key_file, tmp_path, mode):
    key_file.chmod(mode)
    assert refusal(tmp_path) == "key-open-to-others"


def test_key_inside_the_workspace(key_file):
    assert refusal(key_file.parent) == "key-in-workspace"


def test_tables_of_a_keyed_study_hold_no_identifier(toy, key_file):
    toy.content["study"]["identifiers"] = "keyed"
    tables = toy.read().tables
    persons = tables["persons"]
    assert set(persons["person_id"]) == {make_pseudonym(KEY, f"P{i}") for i in range(1, 11)}
    assert len(tables["interviews"].merge(persons, on="person_id")) == 20
    assert not any(f"P{i}" in table.to_csv() for table in tables.values() for i in range(1, 11))


def test_spelling_does_not_part_a_person_from_the_interviews(toy, key_file):
    toy.content["study"]["identifiers"] = "keyed"
    toy.interviews = [[f" {row[0].lower()} ", *row[1:]] for row in toy.interviews]
    toy.interviews[0][0] = "code"
    assert toy.problems() == []


def test_a_keyed_study_without_a_key_is_refused_with_all_other_problems(toy, monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    toy.content["study"]["identifiers"] = "keyed"
    toy.persons[3][1] = "X"
    assert {p.message for p in toy.problems("blocking")} == {"key-not-named", "arm-value-unknown"}


def test_cells_of_a_keyed_study_are_shown_by_their_shape(toy, key_file):
    toy.content["study"]["identifiers"] = "keyed"
    toy.interviews[1][4] = "Fatima 0612345678"
    (problem,) = toy.problems()
    assert problem.arguments["value"] == "aaaaaa 9999999999"
