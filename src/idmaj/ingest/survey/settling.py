"""Headers that several questions bear: which column answers which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from idmaj.ingest.survey.hits import Hit

Target = tuple[str, str, str, tuple[int, ...]]
_MIN_COLUMNS = 4
_SHARE_IN_ORDER = 0.95
_AFTER_ALL = 2**31


@dataclass(frozen=True)
class Meaning:
    """What a column may be.

    Attributes
    ----------
    position
        In the header of the table.
    header
        As it was before a program numbered headers that occur twice.
    number
        That number; None where there is none.
    hits
        At least one.
    """

    position: int
    header: str
    number: int | None
    hits: tuple[Hit, ...]


def settle_meanings(meanings: Sequence[Meaning]) -> tuple[dict[int, Hit], list[Meaning]]:
    """Decide between the questions that share a header.

    A question that another column certainly answers is out; columns of one header that stand where the
    form has as many questions of it follow the order of the form. The order of columns counts only where
    the certain ones stand in the order of the form, or where a program numbered the headers.

    Parameters
    ----------
    meanings
        Columns with their possible meanings, in the order of the table.

    Returns
    -------
    settled : dict
        Position → meaning.
    open : list of Meaning
        Columns that nothing settles.
    """
    settled = {meaning.position: meaning.hits[0] for meaning in meanings if len(meaning.hits) == 1}
    waiting = [meaning for meaning in meanings if len(meaning.hits) > 1]
    while waiting:
        found = (
            _by_elimination(waiting, settled) or _by_place(waiting, settled) or _by_number(waiting, settled)
        )
        if not found:
            break
        settled |= found
        waiting = [meaning for meaning in waiting if meaning.position not in found]
    return settled, waiting


def _free(meaning: Meaning, taken: set[Target]) -> list[Hit]:
    return [hit for hit in meaning.hits if hit.target not in taken]


def _by_elimination(waiting: Sequence[Meaning], settled: Mapping[int, Hit]) -> dict[int, Hit]:
    taken = {hit.target for hit in settled.values()}
    for meaning in waiting:
        free = _free(meaning, taken)
        if len(free) == 1:
            return {meaning.position: free[0]}
    return {}


def _by_place(waiting: Sequence[Meaning], settled: Mapping[int, Hit]) -> dict[int, Hit]:
    """Columns of one header between two certain columns, as many as the form has questions there."""
    if not are_in_order([settled[position].order for position in sorted(settled)]):
        return {}
    taken = {hit.target for hit in settled.values()}
    gaps: dict[tuple[int, int, str], list[Meaning]] = defaultdict(list)
    for meaning in waiting:
        gaps[(*_neighbours(meaning.position, settled), meaning.header)].append(meaning)
    for (before, after, _), columns in gaps.items():
        fitting = [hit for hit in _free(columns[0], taken) if before <= hit.order <= after]
        if len(fitting) == len(columns):
            return _in_form_order(columns, fitting)
    return {}


def _by_number(waiting: Sequence[Meaning], settled: Mapping[int, Hit]) -> dict[int, Hit]:
    """Columns that a program numbered in the order of the export, all but the first of them."""
    taken = {hit.target for hit in settled.values()}
    groups: dict[str, list[Meaning]] = defaultdict(list)
    for meaning in waiting:
        groups[meaning.header].append(meaning)
    for columns in groups.values():
        free = _free(columns[0], taken)
        n_bare = sum(meaning.number is None for meaning in columns)
        if len(columns) > 1 and n_bare <= 1 and len(free) == len(columns):
            return _in_form_order(columns, free)
    return {}


def _in_form_order(columns: Sequence[Meaning], hits: Sequence[Hit]) -> dict[int, Hit]:
    as_exported = sorted(columns, key=lambda meaning: (meaning.number or 0, meaning.position))
    return {
        meaning.position: hit
        for meaning, hit in zip(as_exported, sorted(hits, key=lambda hit: hit.order), strict=True)
    }


def _neighbours(position: int, settled: Mapping[int, Hit]) -> tuple[int, int]:
    before = max((place for place in settled if place < position), default=None)
    after = min((place for place in settled if place > position), default=None)
    return (
        -1 if before is None else settled[before].order,
        _AFTER_ALL if after is None else settled[after].order,
    )


def are_in_order(orders: Sequence[int]) -> bool:
    """Whether columns stand in the order of the form: at least four, and hardly any step back."""
    steps = [after >= before for before, after in pairwise(orders)]
    return len(orders) >= _MIN_COLUMNS and sum(steps) >= _SHARE_IN_ORDER * len(steps)
