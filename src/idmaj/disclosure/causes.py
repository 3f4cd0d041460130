"""Cells of one group by what happened: competing events (``support: death``), classes (``support: class=crime``).

Competing events are cells of their own: an event that few people had is withheld whatever the event of the
outcome is, and with it every number that gives it back beside what is public. Who was at risk and whose
observation ended give the competing events by subtraction; so does 1 - KM beside the incidence. Classes add up to
the event: they are published all or not at all, an arm without an event of a class counting nobody in it.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from idmaj.disclosure.cells import ARMS, LEVEL_TERMS, PLACE, is_safe_count
from idmaj.study import Study

BETWEEN: Final = ": "
CLASS: Final = "class="
ONE_MINUS: Final = "one-minus-km"
"""Note of 1 - KM where competing events exist."""
SUBTRACTED: Final = ("n_at_risk", "n_censored")
"""Columns that give competing events back: everybody less these less the events."""
_CENSORING: Final = frozenset({"kaplan_meier", "rmst"})
"""Estimators whose levels, beside the incidence, give competing events back."""


def group_of(term: str) -> str:
    """Return the group that a term is of: ``support: death`` is of support."""
    return term.partition(BETWEEN)[0]


def is_by_cause(term: str) -> bool:
    """Tell whether a term is a group's competing event or class."""
    group, between, cause = term.partition(BETWEEN)
    return bool(between and cause) and group in LEVEL_TERMS


def is_class(term: str) -> bool:
    """Tell whether a term is a class of the event in a group."""
    return is_by_cause(term) and term.partition(BETWEEN)[2].startswith(CLASS)


def is_one_minus(note: str) -> bool:
    """Tell whether a row is the labelled contrast 1 - KM."""
    return not {ONE_MINUS, f"note-{ONE_MINUS}"}.isdisjoint(note.split("|"))


def list_causes(group: str, outcome: str, study: Study) -> list[str]:
    """List the terms of the competing events of a group."""
    return [f"{group}{BETWEEN}{event.id}" for event in study.outcome[outcome].competing]


def list_needed(group: str, row: Any, study: Study) -> list[str]:
    """List the terms whose cells a row rests on for a group: itself, and what its method would give back."""
    if row.estimator in _CENSORING or is_one_minus(row.note):
        return [group, *list_causes(group, row.outcome, study)]
    return [group]


def withhold_classes(cells: pd.DataFrame, public: pd.Series, study: Study) -> None:
    """Withhold the classes of a question where one of them, or what is left beside them, is too few.

    Parameters
    ----------
    cells
        Table of `idmaj.disclosure.cells.build_cells`.
    public
        Which cells are published; changed.
    study
        The study file.
    """
    by_class = cells["term"].map(is_class).astype(bool)
    for place, same in cells.loc[by_class].groupby(PLACE, sort=False):
        whole = cells.loc[(cells[PLACE] == list(place)).all(axis=1) & ~by_class]
        if not (public[same.index].all() and _adds_up(same, whole, study)):
            public[same.index] = False


def _adds_up(classes: pd.DataFrame, whole: pd.DataFrame, study: Study) -> bool:
    groups = classes["term"].map(group_of)
    names = classes["term"].str.partition(CLASS)[2]
    for group in set(whole["term"]) & (set(groups) | set(ARMS)):
        own = classes.loc[groups == group]
        events = whole.loc[whole["term"] == group]
        rest = float(events["k"].iloc[0]) - float(own["k"].sum())
        people = float(events["n"].iloc[0])
        outcome = study.outcome[str(events["outcome"].iloc[0])]
        if set(names) != set(names[own.index]) or not (
            rest == 0 or is_safe_count(rest, people, study, outcome)
        ):
            return False
    return True


def hides_causes(row: Any, cells: pd.DataFrame, study: Study) -> bool:
    """Tell whether a published level must lose who was at risk and whose observation ended.

    Parameters
    ----------
    row
        Row of the estimates table (a named tuple): a level of an outcome.
    cells
        Cells with `is_public`.
    study
        The study file.
    """
    group = group_of(row.term)
    if row.outcome not in study.outcome or not study.outcome[row.outcome].competing:
        return False
    same = (cells["outcome"] == row.outcome) & (cells["horizon"] == row.horizon)
    same &= (cells["subgroup"] == row.subgroup) & ~cells["is_selected"]
    causes = [group, *list_causes(group, row.outcome, study)]
    told = cells.loc[same & cells["is_public"], "term"]
    return not set(causes) <= set(told)
