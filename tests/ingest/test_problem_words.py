"""Every problem has words in three languages, and no words stand without a problem."""

import ast
import re
from pathlib import Path

import pytest

import idmaj
from idmaj.errors import EstimationError, Place, Problem
from idmaj.ingest import check_sources
from idmaj.text import (
    LANGUAGES,
    describe_estimation_error,
    describe_problem,
    message_variables,
    strip_isolates,
)

SOURCE = Path(idmaj.__file__).parent
ROOMS = ("study", "store", "ingest", "identity", "quality")
"""Rooms that find problems."""

SPELLED = re.compile(r"[a-z]+(-[a-z0-9]+)+")
NO_PROBLEM = {
    "background-audio", "background-geopoint", "start-geopoint",  # types of questions of XLSForm
    "count-selected", "ends-with", "normalize-space", "starts-with", "string-length",  # functions of XPath
    "data-package", "tabular-data-resource", "idmaj-tables",  # Data Package
    "utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1",  # encodings
    "follow-up",  # study of a new workspace
}  # fmt: skip
"""Words of these rooms that are spelled like the id of a problem and are none."""

PREFIXES = ("", "check-", "estimation-", "form-expression-")
"""What code puts before the id that it names: checks, refused estimations, faults of expressions."""

NOTING = {"Problem", "refuse", "note_problem", "report"}
"""Calls whose arguments can be told from the source."""


def entries(language):
    """Ids of messages of every file, with the lines that belong to them."""
    for file in sorted((SOURCE / "text" / "locale" / language).glob("*.ftl")):
        parts = re.split(r"^([a-z][a-z0-9-]*) =", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        yield from zip(parts[1::2], parts[2::2], strict=True)


def ids_in_file(language):
    """Ids of problems: messages that say what was expected."""
    return {name for name, lines in entries(language) if re.search(r"^ +\.expected =", lines, re.MULTILINE)}


def trees(*rooms):
    for file in SOURCE.rglob("*.py"):
        if not rooms or file.relative_to(SOURCE).parts[0].removesuffix(".py") in rooms:
            yield ast.parse(file.read_text(encoding="utf-8"))


def literals(tree):
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def raised_ids():
    """Whatever is spelled like the id of a problem in rooms that find problems."""
    for tree in trees(*ROOMS):
        yield from (text for text in literals(tree) - NO_PROBLEM if SPELLED.fullmatch(text))
    for tree in trees("effects"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "EstimationError":
                yield from (f"estimation-{a.value}" for a in node.args[:1] if isinstance(a, ast.Constant))


def calls():
    """Calls that note a problem by name: its id, and the names of its arguments where the source shows them."""
    for tree in trees(*ROOMS):
        for node in ast.walk(tree):
            name = (
                getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            )
            if name not in NOTING or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            keywords = {k.arg: k.value for k in node.keywords}
            if name == "Problem":
                mapping = keywords.get("arguments", node.args[3] if len(node.args) > 3 else ast.Dict([], []))
                if isinstance(mapping, ast.Dict) and all(isinstance(k, ast.Constant) for k in mapping.keys):
                    yield node.args[0].value, {k.value for k in mapping.keys}
            elif None not in keywords:
                yield node.args[0].value, set(keywords)


def variables_of(message, language):
    return set().union(
        *(message_variables(f"{message}{part}", language) for part in ("", ".expected", ".remedy"))
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_words(language):
    raised, said = set(raised_ids()), {name for name, _ in entries(language)}
    assert len(raised) > 250
    assert {name for name in raised if not any(f"{prefix}{name}" in said for prefix in PREFIXES)} == set()
    assert {message for message, _ in calls()} - ids_in_file(language) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_without_a_problem(language):
    named = set().union(*map(literals, trees()))
    named |= {f"{prefix}{text}" for text in named for prefix in PREFIXES}
    assert ids_in_file(language) - named == set()


def test_every_problem_is_given_what_its_words_need():
    found = list(calls())
    assert len(found) > 80
    lacking = {
        (message, name)
        for message, given in found
        for name in set().union(*(variables_of(message, language) for language in LANGUAGES)) - given
    }
    assert lacking == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", sorted(ids_in_file("en")))
def test_every_problem_can_be_said(message, language):
    arguments = dict.fromkeys(variables_of(message, language), 3)
    line = describe_problem(
        Problem(message, Place("a.csv", row=1204, column="b"), arguments=arguments), language
    )
    assert "1204" in line
    assert line.count("\n") == 0


def test_a_problem_says_what_where_expected_and_remedy():
    place = Place("data/raw/x.csv", row=14, column="income")
    problem = Problem("cell-out-of-range", place, "flagged", {"value": "-50", "low": "0", "high": "…"})
    assert describe_problem(problem) == (
        "data/raw/x.csv row 14, column income: “-50” is outside the limits; "
        "expected: from 0 to …. Correct the export or add the code."
    )


def test_a_problem_in_arabic_keeps_latin_text_isolated():
    place = Place("data/raw/x.csv", row=14, column="income")
    line = describe_problem(Problem("cell-not-a-number", place, "flagged", {"value": "n.d."}), "ar")
    assert "\u2068income\u2069" in line
    assert strip_isolates(line).startswith("data/raw/x.csv السطر 14، العمود income: «n.d.» ليس عددا")


def test_an_estimation_that_was_refused_has_words():
    assert describe_estimation_error(EstimationError("separation", model="cox")).startswith(
        "a covariate tells"
    )


def test_every_problem_that_ingest_finds_can_be_said(toy):
    toy.persons[3][1] = "X"
    toy.persons.append(list(toy.persons[1]))
    toy.interviews[1][1], toy.interviews[2][2], toy.interviews[3][4] = "w9", "2025-07-09", "-77"
    toy.write()
    found = check_sources(toy.workspace, toy.study)
    assert len(found) == 5
    for language in LANGUAGES:
        assert all(describe_problem(problem, language) for problem in found)
