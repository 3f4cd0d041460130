"""Answers of people who did not consent are taken out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.forms.expressions import compile_expression
from idmaj.ingest.forms.model import MAIN, Form
from idmaj.ingest.readings import Fault, Reading
from idmaj.ingest.survey.reading import BLANK, NOT_ASKED, WITHHELD, Answers


def withhold_answers(answers: Answers, form: Form, consent: str) -> np.ndarray:
    """Take out answers of people who did not consent.

    Parameters
    ----------
    answers
        Answers of the block.
    form
        The form.
    consent
        Path of the question of consent.

    Returns
    -------
    ndarray
        bool, one a row: consent was refused and answers stood there all the same.
    """
    refused = pc.fill_null(pc.equal(answers.readings[consent].values, False), False)
    without = refused.to_numpy(zero_copy_only=False)
    incident = np.zeros(answers.n, dtype=bool)
    if not without.any():
        return incident
    for path in _after_consent(form, consent) & answers.readings.keys():
        reading = answers.readings[path]
        stands = without & (reading.kinds != BLANK) & (reading.kinds != NOT_ASKED)
        if stands.any():
            incident |= stands
            reading.kinds[stands] = WITHHELD
            values = pc.if_else(pa.array(stands), pa.scalar(None, reading.values.type), reading.values)
            answers.readings[path] = Reading(values, reading.kinds, _without(reading.faults, stands))
    return incident


def _without(faults: Sequence[Fault], rows: np.ndarray) -> tuple[Fault, ...]:
    """Leave out faults of rows whose answers were withheld."""
    kept = []
    for fault in faults:
        positions = fault.positions[~rows[fault.positions]]
        if len(positions):
            kept.append(
                Fault(fault.message, fault.cell, positions, is_read=fault.is_read, arguments=fault.arguments)
            )
    return tuple(kept)


def _after_consent(form: Form, consent: str) -> set[str]:
    """Questions that are asked of those who consent: by their conditions, else all that follow."""
    paths = [question.path for question in form.of_table(MAIN)]
    name = form.by_path[consent].name
    names, depending = {name}, set[str]()
    for question in form.of_table(MAIN):
        expression = compile_expression(question.relevant) if question.relevant else None
        if expression is not None and expression.names & names:
            names.add(question.name)
            depending.add(question.path)
    return depending or set(paths[paths.index(consent) + 1 :])
