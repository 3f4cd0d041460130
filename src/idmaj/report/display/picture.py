"""Charts of a notebook: drawn from all rows, so for those who may see them only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from idmaj.charts import Chart, ChartKind, describe_chart, title_chart, write_chart
from idmaj.store import Evaluation
from idmaj.text import Language


def draw_sheet_chart(
    kind: ChartKind,
    draw: Callable[..., Any],
    rows: pd.DataFrame,
    evaluation: Evaluation,
    language: Language,
    *,
    outcome: str = "",
    cause: str = "",
    part: str = "",
) -> Chart:
    """Draw a chart and keep it beside the tables of the evaluation, which are not for publication.

    Parameters
    ----------
    kind
        Kind of chart: names its title and the text in its place.
    draw
        The ``draw_`` function of that kind.
    rows
        What it takes.
    evaluation, language
        Study, folder and words.
    outcome
        Name of the outcome, for a chart that has one.
    cause
        Id of a competing event, for a chart of one.
    part
        What tells this chart from others of its kind and outcome, in the name of its files.

    Returns
    -------
    Chart
    """
    study = evaluation.study
    named = {name: value for name, value in (("outcome", outcome), ("cause", cause)) if value}
    return write_chart(
        draw(rows, study, language, **named),
        "-".join(filter(None, (kind, outcome, cause, part))),
        language,
        evaluation.folder / "charts",
        title=title_chart(kind, study, language, **named),
        alt=describe_chart(kind, rows, study, language, **named),
    )
