"""Notebook 02: whether people who were lost differ from those found, in either group."""

from __future__ import annotations

from typing import Final

import pandas as pd

from idmaj.charts import name_covariate
from idmaj.effects import estimate_study
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.notes import say_notes
from idmaj.report.words import name_arm, name_outcome, phrase, say_p, say_people
from idmaj.store import Evaluation
from idmaj.study import Study
from idmaj.text import Language, format_list, format_number, message

_EVERYBODY: Final = "population-lost-minus-found"
_BETWEEN: Final = "population-lost-between-arms"
_COLUMNS: Final = (_EVERYBODY, "population-lost-supported", "population-lost-compared", _BETWEEN)
_JOINT: Final = "joint test of loss"


def show_loss(evaluation: Evaluation, language: Language) -> Sheet:
    """Show whether people lost differ from those found: by characteristic and group, and all together.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        A part for each outcome, outcomes with the same people lost together; one sentence for those of which
        nobody was lost, and one for those where the lost cannot be compared.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    rows = estimate_study(evaluation)["estimates"]
    rows = rows.loc[rows["subgroup"] == "all"]
    if not study.outcome:
        return sheet.say(message("notebook-no-persons", language))
    found: dict[str, list[str]] = {}
    shown: dict[str, pd.DataFrame] = {}
    for name in study.outcome:
        of_outcome = rows.loc[rows["outcome"] == name]
        compared = of_outcome.loc[_is_compared(of_outcome)]
        # Outcomes of one interview lose the same people: their rows are equal.
        key = _read_key(compared) if len(compared) else _tell_why(of_outcome)
        found.setdefault(key, []).append(name_outcome(study, name, language))
        shown.setdefault(key, of_outcome)
    for key, names in found.items():
        outcomes = format_list(names, language)
        if key in {"nobody", "not-asked"}:
            sheet = sheet.say(message(f"notebook-loss-{key}", language, outcomes=outcomes))
        else:
            sheet = sheet.say(message("notebook-loss-of", language, outcomes=outcomes), heading=True)
            sheet = _show_outcome(sheet, shown[key], study)
    return sheet


def _is_compared(rows: pd.DataFrame) -> pd.Series:
    is_measure = (rows["scale"] == "standardised_difference") | (rows["term"] == _JOINT)
    return (rows["estimator"] == "attrition") & is_measure


def _read_key(rows: pd.DataFrame) -> str:
    values = rows[["term", "population", "estimate", "statistic", "n"]].round(9)
    return str(values.to_csv(index=False))


def _tell_why(rows: pd.DataFrame) -> str:
    """Tell whether nobody was lost, as the check of the loss counts it, or the lost were not compared."""
    lost = rows.loc[(rows["estimator"] == "attrition") & (rows["role"] == "gate") & (rows["term"] == "lost")]
    return "nobody" if len(lost) and (lost["estimate"] == 0).all() else "not-asked"


def _show_outcome(sheet: Sheet, rows: pd.DataFrame, study: Study) -> Sheet:
    language = sheet.language
    by_term = rows.loc[(rows["estimator"] == "attrition") & (rows["scale"] == "standardised_difference")]
    terms = list(dict.fromkeys(by_term.loc[by_term["estimate"].notna(), "term"]))
    values = by_term.set_index(["term", "population"])["estimate"].to_dict()
    lines = [
        [
            name_covariate(study, str(term), language),
            *(_write(values.get((term, p)), language) for p in _COLUMNS),
        ]
        for term in terms
    ]
    sheet = sheet.tabulate(_head(study, language), lines)
    refused = by_term.loc[by_term["estimate"].isna(), "note"]
    said = [reason for note in dict.fromkeys(refused) for reason in say_notes(note, language)]
    said += [text for population in (_EVERYBODY, _BETWEEN) for text in _say_joint(rows, population, language)]
    size = rows.loc[
        (rows["estimator"] == "response_weights") & (rows["scale"] == "effective_size"), "estimate"
    ]
    if size.notna().any():
        said.append(
            message("notebook-loss-size", language, n=say_people(round(float(size.iloc[0])), language))
        )
    return sheet.list(said) if said else sheet


def _head(study: Study, language: Language) -> list[str]:
    arms = {arm: name_arm(study, arm, language) for arm in ("support", "comparison")}
    return [
        message("notebook-covariate", language),
        message("notebook-loss-everybody", language),
        arms["support"],
        arms["comparison"],
        phrase("notebook-loss-between", language, **arms),
    ]


def _write(value: float | None, language: Language) -> str:
    return "" if value is None or pd.isna(value) else format_number(float(value), language, 2)


def _say_joint(rows: pd.DataFrame, population: str, language: Language) -> list[str]:
    tests = rows.loc[(rows["term"] == _JOINT) & (rows["population"] == population)]
    if tests.empty:
        return []
    test = tests.iloc[0]
    if pd.isna(test["p_value"]):
        return say_notes(str(test["note"]), language)
    return [
        message(
            "notebook-loss-joint" if population == _EVERYBODY else "notebook-loss-between-joint",
            language,
            statistic=format_number(float(test["statistic"]), language, 2),
            df=format_number(float(test["df"]), language, 0),
            p=say_p(float(test["p_value"]), language),
        )
    ]
