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
RAISING = {"Problem", "WorkspaceError", "_refused", "report", "report_unknown", "put_aside"}
FRAME = {"problem-line", "problem-line-at", "place-row", "place-column", "place-sheet", "place-key"}


def ids_in_file(language):
    folder = SOURCE / "text" / "locale" / language
    text = "".join((folder / f"{room}.ftl").read_text(encoding="utf-8") for room in ("problems", "ingest"))
    return set(re.findall(r"^([a-z][a-z0-9-]*) =", text, re.MULTILINE)) - FRAME


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
    """Ids given to what raises or notes problems, in the rooms whose words stand in problems.ftl."""
    for tree in trees("study", "store", "ingest", "identity"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            named = [k.value for k in node.keywords if k.arg in {"same", "differs"}]
            position = 1 if name == "put_aside" else 0
            given = node.args[position : position + 1] if name in RAISING else []
            yield from (
                a.value for a in [*given, *named] if isinstance(a, ast.Constant) and isinstance(a.value, str)
            )
    for tree in trees("effects"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "EstimationError":
                yield from (f"estimation-{a.value}" for a in node.args[:1] if isinstance(a, ast.Constant))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_words(language):
    raised = set(raised_ids())
    assert len(raised) > 60
    assert raised - ids_in_file(language) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_without_a_problem(language):
    named = set().union(*map(literals, trees()))
    named |= {f"estimation-{text}" for text in named}
    assert ids_in_file(language) - named == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", sorted(ids_in_file("en")))
def test_every_problem_can_be_said(message, language):
    variables = set().union(
        *(message_variables(f"{message}{part}", language) for part in ("", ".expected", ".remedy"))
    )
    arguments = dict.fromkeys(variables, 3)
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
