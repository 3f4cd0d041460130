"""Rows of repeats to their submissions: by its key, by its number, or through the repeat above."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.exports.grouping import Candidate, platform_of
from idmaj.ingest.exports.keys import ReadKeys, clean_keys, look_up_keys, read_index, read_parent_keys
from idmaj.ingest.exports.platforms import fold_name
from idmaj.ingest.exports.sheets import refuse
from idmaj.ingest.exports.signatures import fold_header

_NUMBERS = (("_submission__id", "_id"), ("number__0", "number"), ("_parent_index", "_index"))
"""Column of a repeat → column of the main table that holds the same number."""

_ORDERS = ("number__1", "_index", "key")
"""Columns of a repeat that tell the order of its rows, the best first."""

_BRACKETED, _WHOLE = re.compile(r"\[(\d{1,9})\]"), re.compile(r"^(\d{1,12})$")
_DEEPEST = 20


def find_parent_keys(
    repeat: Candidate, main: Candidate, siblings: Sequence[Candidate], read_keys: ReadKeys
) -> ReadKeys:
    """Find how the rows of a repeat name their submission.

    Parameters
    ----------
    repeat, main, siblings
        The repeat, the table of submissions, and all repeats of the export.
    read_keys
        Reads the keys of the main table.

    Raises
    ------
    IngestProblems
        When no column names it.
    """
    return _find(repeat, main, {s.name: s for s in siblings}, read_keys, depth=0)


def find_order_column(header: Sequence[str]) -> int | None:
    """Find the column of a repeat that tells the order of its rows; None where the file's order is all."""
    places = fold_header(header)
    return next((places[name] for name in _ORDERS if name in places), None)


def read_order(cells: pa.Array) -> np.ndarray:
    """Read the place of each row of a repeat: `12`, or the numbers in `uuid:…/child[2]/toy[1]`.

    Returns
    -------
    ndarray
        int64 places that sort rows of one submission as the platform does; in the order of the file where
        a cell tells nothing.
    """
    plain = pc.replace_substring_regex(cells, r"^[^\[]*\[(\d{1,9})\][^\[]*$", r"\1")
    if pc.all(pc.match_substring_regex(plain, r"^\d{1,12}$")).as_py():
        return plain.cast(pa.int64()).to_numpy(zero_copy_only=False)
    texts = cells.to_pylist()
    numbers = [tuple(int(n) for n in (_BRACKETED.findall(text) or _WHOLE.findall(text))) for text in texts]
    if not all(numbers):
        return np.arange(len(texts))
    order = sorted(range(len(texts)), key=lambda place: (numbers[place], place))
    places = np.empty(len(texts), dtype=np.int64)
    places[order] = np.arange(len(texts))
    return places


def _find(
    repeat: Candidate, main: Candidate, siblings: Mapping[str, Candidate], read_keys: ReadKeys, *, depth: int
) -> ReadKeys:
    places = repeat.layout.places
    own = main.layout.places
    parents = [places[name] for name in platform_of(main).parents if name in places]
    if parents and _names_same_key(repeat, main):
        return read_parent_keys(parents)
    if "_submission__uuid" in places and "_uuid" in own:
        key_of = read_index(main.sheet, main.layout, index=own["_uuid"], read_keys=read_keys)
        return look_up_keys(places["_submission__uuid"], key_of)
    for child, number in _NUMBERS:
        if child not in places or number not in own or not _is_common(child, repeat, main):
            continue
        key_of = read_index(main.sheet, main.layout, index=own[number], read_keys=read_keys)
        if child == "_parent_index" and "_parent_table_name" in places and depth < _DEEPEST:
            above = _index_repeats(repeat, main, siblings, read_keys, depth=depth)
            return _through_tables(places["_parent_table_name"], places[child], key_of, above)
        return look_up_keys(places[child], key_of)
    raise refuse("export-repeat-without-parent", repeat.source.shown, sheet=repeat.name)


def _is_common(number: str, repeat: Candidate, main: Candidate) -> bool:
    """Whether numbers of both tables are of one count: `_index` starts again in every file that is exported."""
    is_archive = main.source.container == "zip" and main.source.files == repeat.source.files
    return number != "_parent_index" or repeat.source is main.source or is_archive


def _names_same_key(repeat: Candidate, main: Candidate) -> bool:
    """Whether the repeat names submissions by the column that is the key of the main table.

    Kobo's repeats carry `_submission__uuid`: of no use where the main table has lost `_uuid`, and to be
    looked up where an edit has changed it.
    """
    names = {fold_name(name) for name in main.layout.header}
    places = repeat.layout.places
    if "_submission__uuid" not in places or "_submission__meta/rootuuid" in places:
        return True
    return "meta/rootuuid" not in names and bool(names & {"_uuid", "meta/instanceid"})


def _index_repeats(
    repeat: Candidate, main: Candidate, siblings: Mapping[str, Candidate], read_keys: ReadKeys, *, depth: int
) -> dict[str, dict[str, str]]:
    """Repeat that holds other repeats → number of its row → key of the submission."""
    position = repeat.layout.places["_parent_table_name"]
    named: set[str] = set()
    for cells, _ in repeat.sheet.read_rows(repeat.layout.first_row, len(repeat.layout.header), {}):
        named.update(cells.column(position).unique().to_pylist())
    made: dict[str, dict[str, str]] = {}
    for name in sorted((named & siblings.keys()) - {repeat.name}):
        above = siblings[name]
        index = above.layout.places.get("_index")
        if index is not None:
            keys = _find(above, main, siblings, read_keys, depth=depth + 1)
            made[name] = read_index(above.sheet, above.layout, index=index, read_keys=keys)
    return made


def _through_tables(
    table: int, number: int, key_of: Mapping[str, str], above: Mapping[str, Mapping[str, str]]
) -> ReadKeys:
    def read_keys(cells: pa.Table, rows: np.ndarray) -> pa.Array:
        del rows
        names = cells.column(table).to_pylist()
        numbers = clean_keys(cells.column(number)).to_pylist()
        pairs = zip(names, numbers, strict=True)
        return pa.array([above.get(name, key_of).get(at, "") for name, at in pairs], pa.string())

    return read_keys
