"""Free text: what is to be recoded, and what names people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from idmaj.identity import find_identifiers
from idmaj.quality.findings import find_interviews
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import CONTACT, SurveyTables

_OTHER_NAME = re.compile(r"(^|_)(other|autre|autres|oth|specify|preciser)$")
_OTHER_CHOICE = re.compile(
    r"selected\(\s*\$\{[^}]+\}\s*,\s*['\"](-?\d*[69]6|other|autre)['\"]\s*\)"
    r"|\$\{[^}]+\}\s*=\s*['\"]?(-?\d*[69]6|other|autre)['\"]?(?![\d\w])"
)
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def text_columns(tables: SurveyTables) -> list[str]:
    """Questions that people answer in their own words."""
    if tables.form is not None:
        placed = tables.placed
        return [column for question, column in placed if question.kind == "text" and column not in CONTACT]
    return [name for name in tables.answer_columns if _is_prose(tables, name)]


def _is_prose(tables: SurveyTables, column: str) -> bool:
    """Without a form: words of several, of which the table holds many."""
    if not isinstance(tables.interviews[column].dtype, pd.StringDtype):
        return False
    texts = tables.text(column)[tables.is_kind(column, "")]
    return len(texts) > 0 and bool(np.mean([bool(re.search(r"\w\s+\w", text)) for text in texts]) > 0.2)


def find_other_answers(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Answers to "other, specify", to be recoded."""
    for column in _other_columns(tables):
        hits = (tables.text(column) != "") & tables.is_kind(column, "")
        yield from find_interviews(
            tables, hits, base=tables.is_interviewed, column=column, scope=f"column={column}"
        )


def _other_columns(tables: SurveyTables) -> list[str]:
    if tables.form is None:
        return [name for name in text_columns(tables) if _OTHER_NAME.search(name)]
    return [
        column for question, column in tables.placed
        if question.kind == "text"
        and (_OTHER_NAME.search(question.name) or _OTHER_CHOICE.search(question.relevant))
    ]  # fmt: skip


def find_named_people(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Text that holds a number of an identity card, a telephone number, an address of mail or a code.

    Only the kind is shown. Names are not recognised: a reader must look for them.
    """
    for column in text_columns(tables):
        texts = tables.text(column)
        kinds = {text: _kinds_in(text) for text in sorted(set(texts))}
        hits = np.array([bool(kinds[text]) for text in texts], dtype=bool)
        shown = [kinds[text] for text in texts[hits]]
        yield from find_interviews(
            tables, hits, base=texts != "", column=column, shown=shown, scope=f"column={column}"
        )


def _kinds_in(text: str) -> str:
    return ", ".join(sorted({str(kind) for kind, _, _ in find_identifiers(text)})) if text else ""


def count_scripts(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Scripts in which text is written."""
    for column in text_columns(tables):
        texts = [text for text in tables.text(column) if text]
        counts = Counter(map(_script_of, texts))
        for script in ("arabic", "latin", "mixed"):
            if counts[script]:
                yield Finding(counts[script], len(texts), f"column={column}|script={script}")


def _script_of(text: str) -> str:
    has_arabic, has_latin = bool(_ARABIC.search(text)), bool(_LATIN.search(text))
    return "mixed" if has_arabic and has_latin else "arabic" if has_arabic else "latin" if has_latin else ""


CHECKS = (
    Check("identifier-in-text", "text", "flagged", "data_manager", 0, find_named_people),
    Check("other-to-recode", "text", "flagged", "data_manager", 0, find_other_answers),
    Check("text-script", "text", "note", "data_manager", 0, count_scripts),
)  # fmt: skip
