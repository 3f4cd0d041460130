"""The stage that makes outcomes: one row per person, outcome and horizon."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from idmaj.outcomes.definition import Measured, evaluate_rule
from idmaj.outcomes.events import count_events, follow_people, list_durations, read_window
from idmaj.outcomes.follow_up import IMMATURE, FollowUp
from idmaj.outcomes.periods import build_periods
from idmaj.outcomes.recidivism import open_register, register_window
from idmaj.outcomes.register_events import Register
from idmaj.outcomes.straddling import find_straddling
from idmaj.prepare import build_prepared
from idmaj.store import Evaluation, Tables
from idmaj.store.schemas import check_table, empty_table
from idmaj.study import Outcome, Study
from idmaj.study.model import Wave
from idmaj.study.outcome import EventWithin
from idmaj.study.rules import clock_columns, horizon_text, is_of_interviews

NOT_INTERVIEWED = "not_interviewed"
IN_PRISON = "in_prison"


@dataclass(frozen=True)
class People:
    """What outcomes are measured on.

    Attributes
    ----------
    study
        Study file.
    persons
        One row a person, dates at which clocks start included.
    interviews
        One row a person and wave.
    register
        Justice events and the cut-off.
    """

    study: Study
    persons: pd.DataFrame
    interviews: pd.DataFrame
    register: Register


def build_outcomes(evaluation: Evaluation) -> Tables:
    """Build the outcomes of a study, or read them from the store.

    Parameters
    ----------
    evaluation
        Study, workspace and cut-off.

    Returns
    -------
    dict of str to pandas.DataFrame
        `outcomes`: one row per person, outcome and horizon; `durations`: one row per person with a
        duration, and time_to_event outcome; `periods`: covariates that change, one row per person, covariate and
        period at risk; `frequency`: events and days at liberty inside each window. Never a statistic.
    """
    return evaluation.keep("outcomes", lambda: _build(evaluation))


def measure_outcomes(study: Study, tables: Tables, register: Register) -> Tables:
    """Measure the outcomes of a study on its canonical tables; see `build_outcomes`."""
    people = People(study, _with_clocks(study, tables), tables["interviews"], register)
    made: dict[str, list[pd.DataFrame]] = {"outcomes": [], "durations": [], "periods": [], "frequency": []}
    persons = people.persons
    followed = {
        name: follow_people(study, outcome, persons, register)
        for name, outcome in study.outcome.items()
        if outcome.is_event
    }
    for name, outcome in study.outcome.items():
        if outcome.kind == "index":  # a statistic of its parts, so it is made where estimates are
            continue
        for horizon in _horizons(outcome):
            measured = _measure(people, name, horizon, followed)
            made["outcomes"].append(measured)
            if outcome.is_event and outcome.event_type:
                value, window = measured["value"].to_numpy(dtype=float), float(horizon or 0)
                counts = count_events(study, name, window, value=value, persons=persons, register=register)
                made["frequency"].append(counts)
        if outcome.is_event:
            made["durations"].append(list_durations(persons, name, followed[name]))
            made["periods"] += build_periods(name, outcome, persons, followed[name])
    return {name: _stack(name, parts) for name, parts in made.items()}


def _build(evaluation: Evaluation) -> Tables:
    tables = build_prepared(evaluation)
    study = evaluation.study
    register = Register(
        tables["justice_events"], evaluation.cut_off, study.study.time_unit, exposure=tables["exposure"]
    )
    measured = measure_outcomes(study, tables, register)
    return {name: check_table(name, table) for name, table in measured.items()}


def _horizons(outcome: Outcome) -> list[float | str | None]:
    return [*outcome.horizons] if outcome.horizons else [None]


def _with_clocks(study: Study, tables: Tables) -> pd.DataFrame:
    """Add to the persons the first date of each clock that stands in the grants."""
    persons, grants = tables["persons"], tables["grants"]
    for clock in clock_columns(study):
        if clock not in persons and clock in grants:
            firsts = grants.groupby("person_id")[clock].min()
            persons = persons.assign(**{clock: persons["person_id"].map(firsts)})
    return persons


def _measure(
    people: People, name: str, horizon: float | str | None, followed: dict[str, FollowUp]
) -> pd.DataFrame:
    outcome = people.study.outcome[name]
    found = _values(people, outcome, horizon, followed.get(name))
    time = _time(people.study, horizon)
    after = np.zeros(len(people.persons), dtype=bool)
    if outcome.after_event is not None:
        event = followed[outcome.after_event.event]
        after = event.event & (event.duration < time)  # strictly after the event's own period
        found = _set_zero(found, after)
    if counts_prison_as_zero(people.study, outcome):
        in_prison = np.asarray(found.missing == IN_PRISON)
        found, after = _set_zero(found, in_prison), after | in_prison
    persons = people.persons
    return pd.DataFrame(
        {
            "person_id": persons["person_id"],
            "arm": persons["arm"],
            "outcome": name,
            "domain": outcome.domain,
            "kind": outcome.kind,
            "horizon": horizon_text(horizon),
            "time": time,
            "value": found.value,
            "missing": pd.Series(found.missing, index=persons.index, dtype="str"),
            "after_event": after,
            "is_primary_horizon": horizon == outcome.main_horizon,
            "is_straddling": _straddles(people, outcome, horizon),
        }
    )


def counts_prison_as_zero(study: Study, outcome: Outcome) -> bool:
    """Tell whether people who could not be interviewed because in prison have the value 0.

    Custody is a result, not a loss: who is in prison is not in work and earns nothing (METHODS.md, section 1).
    So it is by default where 0 is the worse end of an outcome of employment or income taken from interviews.
    """
    if outcome.in_prison is not None:
        return outcome.in_prison == "zero"
    is_of_work = outcome.domain in {"employment", "income"} and outcome.better == "higher"
    return (
        is_of_work and outcome.kind in {"binary", "continuous", "count"} and is_of_interviews(study, outcome)
    )


def _set_zero(found: Measured, chosen: np.ndarray) -> Measured:
    return Measured(np.where(chosen, 0.0, found.value), np.where(chosen, "", found.missing))


def _values(
    people: People, outcome: Outcome, horizon: float | str | None, followed: FollowUp | None
) -> Measured:
    if followed is not None:
        window = float(horizon or 0)
        return read_window(
            people.study, outcome, window, followed=followed, persons=people.persons, register=people.register
        )
    assert outcome.value is not None  # the study model sees to it
    within = partial(_event_within, people, outcome, horizon)
    if is_of_interviews(people.study, outcome):
        wave = next(wave for wave in people.study.wave if wave.id == horizon)
        rows = _rows_of_wave(people, wave)
        found = evaluate_rule(outcome.value, rows, wave.id, within=within)
        return _without_those_not_met(found, rows, _is_still_open(people, wave))
    return evaluate_rule(outcome.value, people.persons, horizon_text(horizon), within=within)


def _straddles(people: People, outcome: Outcome, horizon: float | str | None) -> np.ndarray:
    if not outcome.is_event or not outcome.event_type:
        return np.zeros(len(people.persons), dtype=bool)
    return find_straddling(outcome, people.persons, people.register, float(horizon or 0))


def _event_within(
    people: People, outcome: Outcome, horizon: float | str | None, rule: EventWithin
) -> Measured:
    window = _time(people.study, horizon)
    return register_window(
        open_register(people.study, people.register, outcome),
        people.persons,
        window,
        event_types=[rule.event_within],
        clock=rule.clock,
        outcome=outcome,
    )


def _rows_of_wave(people: People, wave: Wave) -> pd.DataFrame:
    """Rows of the persons with what they said in a wave; columns of persons stay where they have them."""
    met = people.interviews[people.interviews["wave"] == wave.id]
    own = [name for name in people.persons.columns if name == "person_id" or name not in met]
    return people.persons[own].merge(met, on="person_id", how="left", validate="one_to_one")


def _without_those_not_met(found: Measured, rows: pd.DataFrame, is_open: bool) -> Measured:
    """Say of those who were not interviewed why not, whatever stands in their cells."""
    absent = rows["wave"].isna().to_numpy()
    contact = rows["contact"].fillna("").replace("interviewed", "").to_numpy(dtype=object)
    reason = np.where(absent, IMMATURE if is_open else NOT_INTERVIEWED, contact)
    kinds = np.where(reason == "", found.missing, reason).astype(object)
    return Measured(np.where(kinds == "", found.value, np.nan), kinds)


def _is_still_open(people: People, wave: Wave) -> bool:
    cut_off = people.register.cut_off
    return cut_off is not None and wave.closes_on is not None and wave.closes_on > cut_off


def _time(study: Study, horizon: float | str | None) -> float:
    if isinstance(horizon, str):
        return next(wave.time for wave in study.wave if wave.id == horizon)
    return float("nan") if horizon is None else float(horizon)


def _stack(name: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    if not parts:
        return empty_table(name)
    stacked = pd.concat(parts, ignore_index=True)
    return stacked.astype(empty_table(name).dtypes.to_dict())[list(empty_table(name).columns)]
