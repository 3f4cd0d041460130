"""Mending a study file that has problems, so that the rest of it and its data can be checked in one go."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

_LANGUAGES = ("en", "fr", "ar")
_PLACEHOLDER = "–"


def mend_entries(content: dict[str, Any], entries: Sequence[Any]) -> bool:
    """Mend or remove the entries of a study file that pydantic refuses.

    Parameters
    ----------
    content
        The file as read; changed in place.
    entries
        What ``ValidationError.errors()`` lists.

    Returns
    -------
    bool
        Whether anything was mended or removed: a word becomes the nearest of those allowed, a missing
        language gets a placeholder, everything else leaves. The result is for checking only: its
        problems keep it from being used.
    """
    return any([_mend_word(content, entry) or _remove_entry(content, entry["loc"]) for entry in entries])


def list_words(entry: Any) -> list[str]:
    """List the words that a key may have, from what pydantic says of a wrong one."""
    return [word.strip(" '") for word in entry["ctx"]["expected"].replace(" or ", ",").split(",")]


def _mend_word(content: dict[str, Any], entry: Any) -> bool:
    if not entry["loc"]:
        return False
    *way, last = entry["loc"]
    parent: Any = content
    for part in way:
        try:
            parent = parent[part]
        except (KeyError, IndexError, TypeError):
            return False
    if not isinstance(parent, dict):
        return False
    if entry["type"] == "missing" and last in _LANGUAGES:
        parent[last] = _PLACEHOLDER
        return True
    if entry["type"] != "literal_error" or not isinstance(entry["input"], str):
        return False
    near = difflib.get_close_matches(entry["input"], list_words(entry), n=1, cutoff=0.0)
    if near:
        parent[last] = near[0]
    return bool(near)


def _remove_entry(content: dict[str, Any], location: tuple[int | str, ...]) -> bool:
    """Remove the deepest entry of a section that lies on the way to a place."""
    parent: Any = content
    target: tuple[Any, str] | None = None
    for depth, part in enumerate(location):  # parts that name the branch of a union lead nowhere
        if isinstance(parent, dict) and part in parent:
            target = (parent, str(part)) if depth else target
            parent = parent[part]
        elif isinstance(parent, list) and isinstance(part, int) and part < len(parent):
            parent = parent[part]
    if target is None:
        return False
    del target[0][target[1]]
    return True
