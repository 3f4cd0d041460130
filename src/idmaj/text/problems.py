"""Problems in words: where, what is wrong, what was expected, what to do."""

from __future__ import annotations

import re
from typing import cast

from idmaj.errors import EstimationError, Place, Problem
from idmaj.text.catalogue import Argument, message
from idmaj.text.isolates import strip_isolates
from idmaj.text.languages import Language

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_AS_THEY_STAND = frozenset({"row", "first_row"})


def describe_problem(problem: Problem, language: str = "en") -> str:
    """Say a problem in one line.

    Parameters
    ----------
    problem
        What is wrong, and where.
    language
        `ar`, `fr` or `en`.

    Returns
    -------
    str
        ``place: what is wrong; expected: … . Remedy.`` Isolates stand in it only where text of the
        two directions can meet.

    Raises
    ------
    TextError
        If the catalogue lacks the message or an argument of it.
    """
    reader = cast(Language, language)
    place, what, expected, remedy = split_problem(problem, reader)
    parts = {"what": what, "expected": expected, "remedy": remedy}
    line = (
        message("problem-line-at", reader, place=place, **parts)
        if place
        else message("problem-line", reader, **parts)
    )
    if reader != "ar" and not _RIGHT_TO_LEFT.search(line):
        return strip_isolates(line)
    return line


def split_problem(problem: Problem, language: Language) -> tuple[str, str, str, str]:
    """Say a problem in four parts: where, what is wrong, what was expected, what to do.

    Parameters
    ----------
    problem
        What is wrong, and where.
    language
        Reader's language.

    Raises
    ------
    TextError
        If the catalogue lacks the message or an argument of it.
    """
    arguments = {name: _argument(name, value) for name, value in problem.arguments.items()}
    ids = (problem.message, f"{problem.message}.expected", f"{problem.message}.remedy")
    what, expected, remedy = (message(message_id, language, **arguments) for message_id in ids)
    return describe_place(problem.place, language), what, expected, remedy


def describe_estimation_error(error: EstimationError, language: str = "en") -> str:
    """Say why the data do not define a quantity, in one line; see `describe_problem`."""
    return describe_problem(Problem(f"estimation-{error.message_id}", arguments=error.arguments), language)


def describe_place(place: Place, language: Language) -> str:
    """Say where a problem is: file, sheet, row, column or key; "" where nothing is known."""
    parts = []
    if place.sheet:
        parts.append(message("place-sheet", language, sheet=place.sheet))
    if place.row is not None:
        parts.append(message("place-row", language, row=str(place.row)))
    if place.column:
        parts.append(message("place-column", language, column=place.column))
    if place.key:
        parts.append(message("place-key", language, key=place.key))
    comma = "، " if language == "ar" else ", "
    return " ".join(part for part in (place.file, comma.join(parts)) if part)


def _argument(name: str, value: Argument) -> Argument:
    """Rows of a file are shown as they stand, without group separators."""
    return str(value) if name in _AS_THEY_STAND else value
