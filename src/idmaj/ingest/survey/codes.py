"""Columns back to the codes of the form: what its expressions compare."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.readings import KIND_CODE, Reading
from idmaj.ingest.survey.fields import Field


def codes_of(field_: Field, reading: Reading) -> pa.Array:
    """Write a column as codes of the form: what its expressions compare.

    Returns
    -------
    pyarrow.Array
        Text, blank where missing; kinds that the form has a code for as that code.
    """
    values = reading.values
    if pa.types.is_boolean(values.type):
        text = pc.if_else(values, field_.codes.get("true", "1"), field_.codes.get("false", "0"))
    elif pa.types.is_floating(values.type):
        text = _plain_numbers(values)
    elif pa.types.is_string(values.type):
        text = _recode(values, field_.codes)
    else:
        text = pc.cast(values, pa.string())
    text = pc.fill_null(text, "")
    for kind, code in field_.kind_codes.items():
        rows = pa.array(reading.kinds == KIND_CODE[kind])
        text = pc.if_else(rows, code, text)
    return text


def _plain_numbers(values: pa.Array) -> pa.Array:
    whole = pc.equal(values, pc.trunc(values))
    integers = pc.cast(pc.if_else(pc.fill_null(whole, False), values, None), pa.int64(), safe=False)
    return pc.if_else(pc.fill_null(whole, True), pc.cast(integers, pa.string()), pc.cast(values, pa.string()))


def _recode(values: pa.Array, codes: Mapping[str, str]) -> pa.Array:
    if not codes or all(word == code for word, code in codes.items()):
        return values
    encoded = values.dictionary_encode()
    words = [
        " ".join(codes.get(w, w) for w in str(value).split(" ")) for value in encoded.dictionary.to_pylist()
    ]
    return pa.array(words, pa.string()).take(encoded.indices)
