"""Words that programs write where a cell was left empty, told by the columns that could never hold them."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.exports.model import Block
from idmaj.ingest.forms.model import Form
from idmaj.ingest.matching import match_key
from idmaj.ingest.survey.fields import column_of_block
from idmaj.ingest.survey.mapping import TableMapping

WORDS = ("NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "None", "<NA>", ".", "-", "--", "—")
"""What R, pandas, SPSS, Stata, SQL, older exporters and people write for nothing."""

_CHECKED = frozenset(
    {"select_one", "select_multiple", "integer", "decimal", "date", "month", "datetime", "time"}
)
_FEWEST, _FEWEST_OF_FEW = 3, 2


def find_blank_words(block: Block, mapping: TableMapping, form: Form) -> tuple[str, ...]:
    """Find the words that stand for nothing in a table.

    Parameters
    ----------
    block
        Its first rows.
    mapping, form
        Questions of its columns.

    Returns
    -------
    tuple of str
        Words of `WORDS` that stand in three columns of numbers, dates or choices (two where there are four
        or fewer), none of which has such an answer. One column alone may hold what somebody typed.
    """
    answers = {
        match_key(text)
        for listed in form.choices.values()
        for c in listed
        for text in (c.code, *c.labels.values())
    }
    words = pa.array([word for word in WORDS if match_key(word) not in answers], pa.string())
    seen: Counter[str] = Counter()
    checked = {}
    for use in mapping.columns:
        question = form.by_path[use.question]
        if question.kind in _CHECKED and use.part in {"whole", "choice"}:
            checked[use.position] = question.path
    for position in checked:
        column = column_of_block(block, position)
        seen.update(pc.unique(column.filter(pc.is_in(column, value_set=words))).to_pylist())
    fewest = _FEWEST if len(checked) > 2 * _FEWEST_OF_FEW else _FEWEST_OF_FEW
    return tuple(word for word in WORDS if seen[word] >= fewest)
