"""What SPSS and Stata files say of their own codes: labels of values, and values that are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.exports.model import Block, ExportTable
from idmaj.ingest.forms.model import Form, Question
from idmaj.ingest.matching import match_key
from idmaj.ingest.survey.mapping import TableMapping


def recode_values(table: ExportTable, mapping: TableMapping, form: Form) -> ExportTable:
    """Write values in the codes of the form where their labels are those of other choices.

    Parameters
    ----------
    table
        Table of a file with labels of values: programs number the answers of a text question anew.
    mapping, form
        Questions of its columns.

    Returns
    -------
    ExportTable
        The same table where its values are the codes of the form already.
    """
    recodes: dict[int, dict[str, str]] = {}
    for use in mapping.columns:
        question = form.by_path[use.question]
        if use.part == "whole" and question.kind == "select_one" and use.position in table.labels:
            found = _find_recodes(table.labels[use.position], form, question)
            if found:
                recodes[use.position] = found
    if not recodes:
        return table

    def read_blocks() -> Iterator[Block]:
        for block in table.read_blocks():
            cells = block.cells
            for position, codes in recodes.items():
                place = cells.schema.get_field_index(str(position))
                cells = cells.set_column(place, str(position), _recode(cells.column(place), codes))
            yield replace(block, cells=cells)

    return replace(table, read_blocks=read_blocks)


def find_missing(
    question: Question, positions: Sequence[int], missing: Mapping[int, Mapping[str, str]], form: Form
) -> dict[str, str]:
    """Find the values of a question that the file itself calls missing.

    Parameters
    ----------
    question, positions
        The question and its columns.
    missing
        Position → value → kind.
    form
        The form: what it says of a code goes before.

    Returns
    -------
    dict
        Value → kind of missing value.
    """
    known = {*question.sentinels, *(choice.code for choice in form.choices_of(question))}
    return {
        code: kind
        for position in positions
        for code, kind in missing.get(position, {}).items()
        if code not in known
    }


def _find_recodes(labels: Mapping[str, str], form: Form, question: Question) -> dict[str, str]:
    meant: dict[str, set[str]] = {}
    for choice in form.choices_of(question):
        for text in {match_key(text) for text in (choice.code, *choice.labels.values()) if text}:
            meant.setdefault(text, set()).add(choice.code)
    found = {}
    for code, label in labels.items():
        codes = meant.get(match_key(label), set())
        if len(codes) == 1 and code not in codes:
            found[code] = next(iter(codes))
    return found


def _recode(cells: pa.ChunkedArray, codes: Mapping[str, str]) -> pa.Array:
    encoded = pc.dictionary_encode(cells.cast(pa.string()).combine_chunks())
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    words = pa.array([codes.get(text, text) for text in encoded.dictionary.to_pylist()], pa.string())
    return words.take(encoded.indices)
