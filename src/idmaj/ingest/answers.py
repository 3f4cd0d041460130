"""Answers that a study counts against those that its files hold: a misspelt one would count nobody."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from idmaj.ingest.cells import NumberStyle, canonical_code, canonical_codes, mask_value, parse_numbers
from idmaj.ingest.rows import FEW_VALUES, SourceRows
from idmaj.study import Study
from idmaj.study.rules import CountedAnswer, counted_answers

NEAR = 0.8
"""Likeness from which one answer is a misspelling of another."""

YES = frozenset({"1", "y", "yes", "true", "o", "oui", "نعم"})
NO = frozenset({"0", "n", "no", "false", "non", "لا"})


def check_answers(study: Study, files: Sequence[SourceRows]) -> None:
    """Report answers that outcomes count and no row holds, and answers that mean neither yes nor no.

    Parameters
    ----------
    study
        Its outcomes name the answers.
    files
        Files whose rows have been checked. A misspelt answer is blocking; one that may simply not have
        been given is flagged.
    """
    for answer in counted_answers(study):
        of_role = [rows for rows in files if rows.source.role == answer.role]
        held = [(rows, name) for rows in of_role for name in answer.columns if name in rows.cells]
        texts = [_answers(rows, name) for rows, name in held]
        found = list(dict.fromkeys(text for part in texts for text in part.unique()))
        accepted = _codes(answer.accepted)
        if found and not accepted & set(found):
            _report_absent(study, held[0], answer, found)
        elif answer.is_yes_or_no and len(set(found) - (named := accepted | _codes(answer.known))) > 1:
            for (rows, name), part in zip(held, texts, strict=True):
                _report_neither(study, rows, name, part[~part.isin(named)])
    _check_times(study, [rows for rows in files if rows.source.role == "persons"])


def _codes(values: Sequence[str]) -> set[str]:
    return {canonical_code(value) for value in values}


def _answers(rows: SourceRows, name: str) -> pd.Series:
    """Answers of the rows that are kept, with positions in the file as index."""
    texts = canonical_codes(rows.cells[name])
    missing = {canonical_code(code) for code in rows.source.missing}
    return texts[rows.is_kept & (texts != "").to_numpy() & ~texts.isin(missing).to_numpy()]


def _report_absent(
    study: Study, held: tuple[SourceRows, str], answer: CountedAnswer, found: Sequence[str]
) -> None:
    rows, name = held
    is_masked = study.study.identifiers == "keyed" and len(found) > FEW_VALUES
    shown = [mask_value(text) if is_masked else text[:40] for text in found[:FEW_VALUES]]
    rows.report(
        "answer-never-found",
        column=name,
        severity="blocking" if _is_misspelt(answer.accepted, found) else "flagged",
        value=", ".join(answer.accepted),
        key=answer.key,
        found=", ".join([*shown, *(["…"] if len(found) > FEW_VALUES else [])]),
    )


def _is_misspelt(accepted: Sequence[str], found: Sequence[str]) -> bool:
    """Whether an answer that was found must be the one that was meant."""
    words = {text.casefold() for text in found}
    near = any(difflib.get_close_matches(value.casefold(), words, n=1, cutoff=NEAR) for value in accepted)
    return near or (words <= YES | NO and bool(words & YES) and bool(words & NO))


def _report_neither(study: Study, rows: SourceRows, name: str, others: pd.Series) -> None:
    unclear = others[~others.str.casefold().isin(NO)]
    is_masked = study.study.identifiers == "keyed"
    rows.report_unknown("cell-not-yes-or-no", name, unclear, known=sorted(NO), is_masked=is_masked)


def _check_times(study: Study, files: Sequence[SourceRows]) -> None:
    """Flag times before the start of the clock; outcomes treat them as missing."""
    starts = {
        name: 1 if outcome.time_kind == "period" else 0
        for outcome in study.outcome.values()
        if outcome.time is not None
        for name in (outcome.time, outcome.followed_for, *(event.time for event in outcome.competing))
        if isinstance(name, str)
    }
    for rows in files:
        for name, low in starts.items():
            if name not in rows.cells:
                continue
            texts = _answers(rows, name)
            times = parse_numbers(texts, NumberStyle(rows.source.decimal, is_declared=True)).values
            for place in np.flatnonzero(times < low):
                row, text = int(rows.rows[int(texts.index.to_numpy()[place])]), str(texts.iloc[place])[:40]
                rows.report(
                    "cell-out-of-range", row=row, column=name, severity="flagged", value=text,
                    low=str(low), high="…",
                )  # fmt: skip
