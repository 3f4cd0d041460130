"""Every rule, status and problem of linkage has words, and no words stand alone."""

import re
from pathlib import Path

import pytest

import idmaj
from idmaj.errors import Place, Problem
from idmaj.ingest.linkage.model import ACCEPTING, REVIEWING, STATUSES
from idmaj.store.schemas import ALLOWED
from idmaj.text import LANGUAGES, describe_problem, message, message_variables

SOURCE = Path(idmaj.__file__).parent
TOTALS = ("records", "linked", "in_review", "not_linked")


def ids():
    text = (SOURCE / "text" / "locale" / "en" / "linkage.ftl").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z0-9-]*) =", text, re.MULTILINE))


PROBLEMS = sorted(name for name in ids() if not name.startswith(("link-rule-", "link-status-")))


def test_rules_and_statuses_are_those_of_the_schema():
    assert sorted(ALLOWED["links", "rule"]) == sorted((*ACCEPTING, *REVIEWING))
    assert ALLOWED["links", "status"] == list(STATUSES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_and_status_has_words(language):
    named = {f"link-rule-{rule.replace('_', '-')}" for rule in (*ACCEPTING, *REVIEWING)}
    named |= {f"link-status-{status.replace('_', '-')}" for status in (*STATUSES, *TOTALS)}
    assert all(message(name, language) for name in named)
    assert ids() - set(PROBLEMS) == named


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PROBLEMS)
def test_every_problem_can_be_said(name, language):
    parts = ("", ".expected", ".remedy")
    variables = set().union(*(message_variables(f"{name}{part}", language) for part in parts))
    problem = Problem(name, Place("a.csv", row=12, column="b"), arguments=dict.fromkeys(variables, 3))
    assert "\n" not in describe_problem(problem, language)


def test_problems_and_words_are_the_same():
    files = [*(SOURCE / "ingest" / "linkage").glob("*.py"), SOURCE / "ingest" / "intake.py"]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert set(re.findall(r'"(link(?:age)?-[a-z-]+)"', text)) == set(PROBLEMS)
