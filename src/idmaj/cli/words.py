"""Lines for a terminal: messages in the reader's language, without marks that terminals show as boxes."""

from __future__ import annotations

import os

from idmaj.errors import Problem
from idmaj.text import LANGUAGES, Language, message, strip_isolates
from idmaj.text.problems import describe_problem

VARIABLE = "IDMAJ_LANGUAGE"


def reader_language() -> Language:
    """Return the language of what is printed: that of `IDMAJ_LANGUAGE`, else English."""
    named = os.environ.get(VARIABLE)
    return next((language for language in LANGUAGES if language == named), "en")


def say(message_id: str, **arguments: str | int | float) -> str:
    """Say a message in the reader's language."""
    return strip_isolates(message(message_id, reader_language(), **arguments))


def say_problem(problem: Problem) -> str:
    """Say a problem in one line: where, what is wrong, what was expected, what to do."""
    return strip_isolates(describe_problem(problem, reader_language()))
