"""Problems in words: where, what is wrong, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from idmaj.errors import Place, Problem
from idmaj.text import Language, format_number, has_message, isolate, message


def say_problem(problem: Problem, language: Language) -> tuple[str, str, str, str]:
    """Put a problem into words.

    Parameters
    ----------
    problem
        What was found.
    language
        Reader's language.

    Returns
    -------
    tuple of str
        Where; what is wrong; what was expected; what to do. The last two may be empty.
    """
    arguments = dict(problem.arguments)
    said = [_say(f"{problem.message}{part}", language, arguments) for part in ("", ".expected", ".remedy")]
    return (say_place(problem.place, language), said[0] or problem.message, said[1], said[2])


def say_place(place: Place, language: Language) -> str:
    """Write where: file, key, sheet, row and column, as far as they are known."""
    parts = [isolate(place.file)] if place.file else []
    parts += [isolate(name) for name in (place.key, place.sheet) if name]
    if place.row is not None:
        parts.append(message("report-row", language, row=format_number(place.row, language)))
    parts += [isolate(place.column)] if place.column else []
    return " · ".join(parts)


def _say(message_id: str, language: Language, arguments: Mapping[str, str | int | float]) -> str:
    return message(message_id, language, **arguments) if has_message(message_id, language) else ""
