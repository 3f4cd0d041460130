"""The restricted annex: what may not be published, for those who follow the people themselves."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from idmaj.charts import draw_dots, render_chart, title_chart
from idmaj.disclosure import release_study
from idmaj.effects import estimate_study
from idmaj.outcomes import build_outcomes
from idmaj.report.document import Column, Table
from idmaj.report.pages import render_body, render_page
from idmaj.report.pictures import embed_svg
from idmaj.report.words import name_arm, name_measure, say_people, say_range, say_value
from idmaj.store import Evaluation, write_atomically
from idmaj.study import Study
from idmaj.text import Language, message

MOST_DOTS = 60
"""People that are still seen one by one."""


def write_annex(evaluation: Evaluation, language: Language) -> Path | None:
    """Write the annex of a study in one language.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.
    language
        Language of the annex.

    Returns
    -------
    Path or None
        ``data/processed/<study>/restricted/annex.<language>.html``; None where every level was published.
        No public page leads there.
    """
    study = evaluation.study
    released = release_study(evaluation)["released"]
    levels = _keep_unpublished(estimate_study(evaluation)["estimates"], released)
    if levels.empty:
        return None
    outcomes = build_outcomes(evaluation)["outcomes"]
    names = [name for name in study.outcome if (levels["outcome"] == name).any()]
    body = render_body(
        "annex.html.j2",
        title=study.study.title[language],
        heading=message("report-annex", language),
        restricted=message("report-restricted", language),
        mark=message("simulated-mark", language) if study.study.simulated else "",
        intro=message("report-annex-intro", language),
        sections=[_build_section(levels, outcomes, study, language, name) for name in names],
    )
    file = evaluation.workspace.restricted(study.id) / f"annex.{language}.html"
    write_atomically(render_page(body, language, title=message("report-annex", language)), file)
    file.chmod(0o600)
    return file


def _keep_unpublished(estimates: pd.DataFrame, released: pd.DataFrame) -> pd.DataFrame:
    """Shares and means that no public row shows; a withheld row has lost its interval, so ids differ."""
    place = ["outcome", "horizon", "subgroup", "population", "scale", "term"]
    levels = estimates.loc[estimates["estimator"].isin(["share", "mean"]) & estimates["estimate"].notna()]
    public = pd.MultiIndex.from_frame(released.loc[released["release"] == "public", place])
    return levels.loc[~pd.MultiIndex.from_frame(levels[place]).isin(public)]


def _build_section(
    levels: pd.DataFrame, outcomes: pd.DataFrame, study: Study, language: Language, name: str
) -> dict[str, object]:
    people = outcomes.loc[outcomes["outcome"] == name]
    largest = people.groupby(["arm", "horizon"])["person_id"].nunique().max()
    picture = ""
    if not study.outcome[name].is_event and largest <= MOST_DOTS:
        figure = draw_dots(outcomes, study, language, outcome=name)
        picture = embed_svg(render_chart(figure, "svg").decode())
    return {
        "heading": study.outcome[name].label[language],
        "picture": picture,
        "alt": title_chart("dots", study, language, outcome=name),
        "table": _level_table(levels.loc[levels["outcome"] == name], study, language),
    }


def _level_table(levels: pd.DataFrame, study: Study, language: Language) -> Table:
    columns = (
        Column(message("brief-column-outcome", language), width=2),
        Column(message("report-column-group", language)),
        Column(message("brief-column-level", language), is_number=True),
        Column(message("brief-column-interval", language), is_number=True),
        Column(message("brief-column-people", language), is_number=True),
    )
    rows = tuple(
        (
            name_measure(row, study, language),
            name_arm(study, str(row["term"]), language),
            say_value(row, study, language),
            say_range(row, study, language) or "—",
            say_people(row["n"], language),
        )
        for _, row in levels.sort_values("time", kind="stable").iterrows()
    )
    return Table(message("report-annex-table", language), columns, rows)
