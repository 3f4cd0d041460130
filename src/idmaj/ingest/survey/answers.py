"""Interviews back to the codes of the form, so that its conditions can be run again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from idmaj.ingest.forms.codebook import columns_of, words_of
from idmaj.ingest.forms.model import MAIN, Form, Question


def restore_answers(interviews: pd.DataFrame, form: Form, *, repeat: str = MAIN) -> dict[str, pa.Array]:
    """Write a table of answers in the codes of the form.

    Parameters
    ----------
    interviews
        A table as `ingest_exports` writes it.
    form
        The form.
    repeat
        Table of the form whose questions stand in it.

    Returns
    -------
    dict
        Name of a question → text, one a row: codes of choices, plain numbers, ISO dates; the code of a
        missing value where the form has one (don't know, refused), blank for other missing values.
        Questions that stand in no column are absent: identifiers, notes, what was not exported.
    """
    restored: dict[str, pa.Array] = {}
    places = columns_of(form)
    for question in form.of_table(repeat):
        _, column = places.get(question.path, ("", ""))
        if column in interviews:
            kinds = interviews.get(f"{column}__missing")
            restored[question.name] = _restore(interviews[column], kinds, form, question)
    return restored


def _restore(values: pd.Series, kinds: pd.Series | None, form: Form, question: Question) -> pa.Array:
    codes = {word: code for code, word in reversed([*words_of(form, question).items()])}
    text = values.map(lambda value: _as_code(value, codes)).to_numpy(dtype=object)
    if kinds is not None:
        of_kind = {c.missing: c.code for c in reversed(form.choices_of(question)) if c.missing}
        of_kind |= {kind: code for code, kind in reversed([*question.sentinels.items()])}
        said = kinds.astype(object).map(lambda kind: of_kind.get(kind, "")).to_numpy(dtype=object)
        text = np.where(kinds.to_numpy(dtype=object) == "", text, said)
    return pa.array(text, pa.string())


def _as_code(value: object, codes: dict[str, str]) -> str:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool | np.bool_):
        word = "true" if value else "false"
        return codes.get(word, "1" if value else "0")
    if isinstance(value, float):
        text = f"{value:.0f}" if value.is_integer() else repr(value)
        return codes.get(text, text)
    if isinstance(value, pd.Timestamp):
        return (
            value.date().isoformat() if value == value.normalize() and value.tz is None else value.isoformat()
        )
    return " ".join(codes.get(word, word) for word in str(value).split(" ")) if codes else str(value)
