"""How the columns of an export were matched to the questions of the form, in words."""

from __future__ import annotations

from idmaj.ingest.exports.model import Export
from idmaj.ingest.survey.model import TableMapping
from idmaj.text import Language, message

MOST_NAMED = 5


def describe_mapping(export: Export, mapping: TableMapping, language: Language) -> list[str]:
    """Say what the headers of the main table bear, and which columns no question claims.

    Parameters
    ----------
    export, mapping
        The export, and the questions of its main table.
    language
        Language of the lines.

    Returns
    -------
    list of str
    """
    n = len({use.question for use in mapping.columns})
    lines = [
        message(
            "mapping-line-headers",
            language,
            style=mapping.style,
            labels=mapping.language or "–",
            separator=mapping.separator or "–",
            n=n,
        ),
        message("mapping-line-selects", language, shape=mapping.select_shape),
    ]
    return lines
