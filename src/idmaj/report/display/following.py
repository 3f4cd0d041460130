"""Notebook 02: who was followed, who was lost, are the groups alike?"""

from __future__ import annotations

import pandas as pd

from idmaj.charts import draw_flow, draw_love, name_covariate, name_population
from idmaj.effects import estimate_study
from idmaj.ingest import build_tables
from idmaj.report.display.picture import draw_sheet_chart
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.words import is_repeated, name_group, name_outcome, say_horizon
from idmaj.store import Evaluation
from idmaj.text import Language, format_count, format_number, message


def show_follow_up(evaluation: Evaluation, language: Language) -> Sheet:
    """Show who was followed: people by group, contacts by wave, people observed for each outcome.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        One sentence where the study has no persons.
    """
    tables, study = build_tables(evaluation), evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    if tables["persons"].empty:
        return sheet.say(message("notebook-no-persons", language))
    sheet = _add_contacts(sheet, tables["interviews"], evaluation)
    rows = estimate_study(evaluation)["estimates"]
    flow = rows.loc[(rows["estimator"] == "attrition") & (rows["scale"] == "count")]
    flow = flow.loc[flow["term"].str.contains("|", regex=False)]
    lines = [
        [
            name_outcome(study, str(row["outcome"]), language),
            say_horizon(row, study, language),
            name_group(row, study, language),
            message(f"notebook-stage-{row['term'].split('|')[1]}", language),
            format_count(int(row["estimate"]), language),
        ]
        for _, row in flow.loc[~is_repeated(flow, study)].iterrows()
        if row["term"].split("|")[1] in {"assigned", "observed"}
    ]
    headings = ("outcome", "horizon", "group", "stage", "people")
    sheet = sheet.tabulate([message(f"notebook-{name}", language) for name in headings], lines)
    for outcome in flow["outcome"].unique():
        chart = draw_sheet_chart("flow", draw_flow, flow, evaluation, language, outcome=str(outcome))
        sheet = sheet.show(chart)
    return sheet


def show_balance(evaluation: Evaluation, language: Language) -> Sheet:
    """Show whether the groups were alike at the start: standardised differences, before and after weighting.

    Parameters
    ----------
    evaluation, language
        As for `show_follow_up`.

    Returns
    -------
    Sheet
        One sentence where there is no comparison group or no covariate.
    """
    study = evaluation.study
    rows = estimate_study(evaluation)["estimates"]
    described = (
        (rows["estimator"] == "balance") & (rows["role"] == "diagnostic") & (rows["subgroup"] == "all")
    )
    balance = rows.loc[(rows["scale"] == "standardised_difference") & described]
    # not everybody is observed for each outcome: the people of the first speak for the study
    outcomes = balance["outcome"].unique()
    balance = balance.loc[balance["outcome"] == next(iter(outcomes), "")]
    sheet = open_sheet(language, simulated=study.study.simulated)
    if balance.empty:
        return sheet.say(message("notebook-no-comparison", language))
    lines = [
        [
            name_covariate(study, str(row["term"]), language),
            name_population(str(row["population"]), language, study=study),
            format_number(float(row["estimate"]), language, 2),
        ]
        for _, row in balance.drop_duplicates(["term", "population"]).iterrows()
    ]
    headings = ("covariate", "when", "difference")
    sheet = sheet.tabulate([message(f"notebook-{name}", language) for name in headings], lines)
    return sheet.show(draw_sheet_chart("love", draw_love, balance, evaluation, language))


def _add_contacts(sheet: Sheet, interviews: pd.DataFrame, evaluation: Evaluation) -> Sheet:
    if interviews.empty or "contact" not in interviews:
        return sheet
    language = sheet.language
    labels = {wave.id: wave.label[language] for wave in evaluation.study.wave}
    known = interviews.loc[interviews["contact"] != ""]
    counted = known.groupby(["wave", "contact"], sort=False).size().rename("n").reset_index()
    lines = [
        [
            labels.get(str(row["wave"]), str(row["wave"])),
            message(f"contact-{row['contact']}", language),
            format_count(int(row["n"]), language),
        ]
        for _, row in counted.iterrows()
    ]
    return sheet.tabulate(
        [message(f"notebook-{name}", language) for name in ("wave", "contact", "people")], lines
    )
