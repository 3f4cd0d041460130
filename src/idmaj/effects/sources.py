"""What two sources say of the same people, and events of which only the month is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from idmaj.effects.description import share_numbers, split_groups
from idmaj.effects.rows import Place
from idmaj.estimates import EffectEstimate
from idmaj.study import Study

OF_SOURCES = "population-sources"
STRADDLING = "population-straddling"


def find_partners(study: Study, name: str) -> list[str]:
    """Find the outcomes that measure the same event from another source, those later in the study file.

    Returns
    -------
    list of str
        The first of each data source.
    """
    names = list(study.outcome)
    own = study.outcome[name]
    found: dict[str, str] = {}
    if own.event is None or own.data_source is None:
        return []
    for other in names[names.index(name) + 1 :]:
        outcome = study.outcome[other]
        is_same = outcome.event == own.event and outcome.kind in {"binary", "time_to_event"}
        if is_same and outcome.data_source not in {None, own.data_source}:
            found.setdefault(str(outcome.data_source), other)
    return list(found.values())


def summarise_overlap(outcomes: pd.DataFrame, study: Study, name: str, place: Place) -> list[EffectEstimate]:
    """Count the people whose event both sources tell, one of them alone, or neither.

    Parameters
    ----------
    outcomes
        Rows of all outcomes of the study, of the same people.
    study, name
        The outcome; its partners measure the same event from another source at the same time.
    place
        Where rows stand, its horizon included.

    Returns
    -------
    list of EffectEstimate
        Of each partner four counts and shares, with the terms ``register+self_report: both``, ``…: register only``,
        ``…: self_report only`` and ``…: neither``. The sources stay apart; nothing is corrected by the other.
    """
    rows: list[EffectEstimate] = []
    time = float(place.fields["time"])
    own = _values(outcomes, name, time)
    level = study.analysis.conf_level
    for partner in find_partners(study, name):
        both = pd.concat(
            [own, _values(outcomes, partner, time)], axis=1, join="inner", keys=["a", "b"]
        ).dropna()
        if both.empty:
            continue
        first, second = study.outcome[name].data_source, study.outcome[partner].data_source
        here, there = both["a"].to_numpy() == 1, both["b"].to_numpy() == 1
        pair = f"{first}+{second}"
        counts = {
            "both": here & there, f"{first} only": here & ~there, f"{second} only": ~here & there,
            "neither": ~here & ~there,
        }  # fmt: skip
        for said, chosen in counts.items():
            rows += _overlap_rows(chosen, place.at(population=OF_SOURCES), f"{pair}: {said}", level)
    return rows


def _values(outcomes: pd.DataFrame, name: str, time: float) -> pd.Series:
    chosen = outcomes.loc[(outcomes["outcome"] == name) & (outcomes["time"] == time)]
    return chosen.drop_duplicates("person_id").set_index("person_id")["value"]


def _overlap_rows(chosen: np.ndarray, place: Place, term: str, conf_level: float) -> list[EffectEstimate]:
    n, k = len(chosen), int(chosen.sum())
    shared: dict[str, Any] = {
        "estimator": "overlap_of_sources", "term": term, "role": "diagnostic", "n": n, "n_min": float(n),
        "note": "sources-known", "n_events": k,
    }  # fmt: skip
    share = share_numbers(k, n, conf_level=conf_level)
    return [
        place.row(**shared, scale="count", estimate=float(k)),
        place.row(**{**shared, **share, "scale": "share"}),
    ]


def summarise_straddling(outcomes: pd.DataFrame, place: Place) -> list[EffectEstimate]:
    """Count the people whose event is known by its month or year alone, at an edge of the window.

    Parameters
    ----------
    outcomes
        Rows of one outcome and horizon, with `is_straddling`.
    place
        Where rows stand.

    Returns
    -------
    list of EffectEstimate
        A count a group; none where no such event is.
    """
    if "is_straddling" not in outcomes or not outcomes["is_straddling"].any():
        return []
    there = place.at(population=STRADDLING)
    return [
        there.row(
            estimator="count", scale="count", term=term, role="diagnostic", note="straddling",
            estimate=float(people["is_straddling"].sum()), n=len(people), n_min=float(len(people)),
            n_events=int(people["is_straddling"].sum()),
        )
        for term, people in split_groups(outcomes[["arm", "is_straddling"]])
    ]  # fmt: skip
