"""Index dates that do not flatter: supported people beside others at risk on the same day since release.

Equipment comes after release, so that who has it has by construction stayed out until then (immortal time). A clock
that starts at the release gives that time to the support. Here a person supported on a day is compared with people who
on the same day since their own release were at liberty, without an event, and not yet supported; whoever of them is
supported later is compared until then (METHODS.md, section 1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from idmaj.prepare.courses import FAR, UNDATED, Courses, find_support, read_courses
from idmaj.prepare.episodes import Episodes, repeat_people
from idmaj.prepare.range_ranks import IntArray
from idmaj.prepare.risk_sets import Spells, draw_risk_sets, is_at_risk
from idmaj.store import Tables
from idmaj.study import Study
from idmaj.study.recidivism import INDEX_ON

DAYS_OF_MONTH = 30.436875
"""Mean of the Gregorian calendar."""
REASONS = (
    "matched",
    "unmatched",
    "not_at_risk",
    "outside_coverage",
    "before_release",
    "no_date",
    "no_release",
)
"""What became of a supported person: compared, or why not."""
Later = Literal["censored", "left_out"]


@dataclass(frozen=True, eq=False)
class _People:
    """Persons in the order of their ids, with their courses."""

    study: Study
    persons: pd.DataFrame
    courses: Courses
    supported_on: pd.Series


def index_persons(
    study: Study, tables: Tables, *, cut_off: date | None = None, seed: int = 0, later: Later = "censored"
) -> Tables:
    """Replace persons by index episodes: one row a person and index date.

    Parameters
    ----------
    study
        Its section `[index]` gives the rule; without one the tables stay as they are.
    tables
        Canonical tables, and `exposure` where time at liberty is known.
    cut_off
        First day that is not known; by default the study file's.
    seed
        Of the draws from the risk sets.
    later
        `left_out` leaves people who are supported later out of the comparison. It is wrong: those who stay out long
        enough to be supported are missing from it. For teaching alone.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables. `persons` has a row an episode, with the columns of the person and ``person_id`` (the id and the
        number of the episode, ``id@1``), ``person`` (the id, on which errors are clustered), ``arm``, ``index_on``,
        ``since_release`` (in the study's time unit), ``matched_set`` and ``censored_on`` (hand-over of a comparison
        person who is supported later: follow-up ends there; NaT otherwise). Rows of `interviews`, `justice_events`,
        `grants` and `exposure` stand once for each episode of their person. `index_flow` counts supported people by
        what became of them (`REASONS`), and the comparison's episodes, people, and episodes that end with support.
    """
    if study.index is None:
        return tables
    people = _read_people(study, tables, cut_off)
    rule: Callable[[_People], tuple[Episodes, pd.DataFrame]]
    if study.index.rule == "risk_set":
        episodes, flow = _match(people, seed=seed, later=later)
    else:
        rule = _from_offer if study.index.rule == "offer" else _from_hand_over
        episodes, flow = rule(people)
    return repeat_people(study, tables | {"persons": people.persons}, episodes) | {"index_flow": flow}


def naive_persons(study: Study, tables: Tables, *, cut_off: date | None = None) -> Tables:
    """Give everybody the release as index date, and the arm by whether they were ever supported.

    The time that supported people stayed out before their hand-over counts for the support: the comparison flatters
    it. For rows of role `naive` and for teaching.

    Parameters
    ----------
    study, tables, cut_off
        As `index_persons`.

    Returns
    -------
    dict of str to pandas.DataFrame
        As `index_persons`, one episode a person whose events are known since the release.
    """
    people = _read_people(study, tables, cut_off)
    courses = people.courses
    row = np.flatnonzero(courses.is_covered & (courses.supported >= 0))
    support = courses.supported[row] < FAR
    episodes = Episodes(row, support, np.zeros(len(row), dtype=np.int64), _no_sets(row), _no_dates(row))
    flow = _count_flow({}, episodes)
    return repeat_people(study, tables | {"persons": people.persons}, _dated(people, episodes)) | {
        "index_flow": flow
    }


def _read_people(study: Study, tables: Tables, cut_off: date | None) -> _People:
    persons = tables["persons"].sort_values("person_id", kind="stable", ignore_index=True)
    ordered = tables | {"persons": persons}
    courses = read_courses(study, ordered, cut_off=cut_off)
    return _People(study, persons, courses, find_support(study, ordered)[0])


def _match(people: _People, *, seed: int, later: Later) -> tuple[Episodes, pd.DataFrame]:
    """Draw for each supported person people from the risk set of the hand-over."""
    courses, index = people.courses, people.study.index
    assert index is not None  # asked by the caller
    cell = _find_cells(people.persons, index.exact)
    reasons = _sort_people(courses, _is_supported(people), day=courses.supported)
    asked = np.flatnonzero(reasons == "unmatched")
    spells = _cut_at_support(courses, cell, later=later)
    drawn = draw_risk_sets(
        spells,
        day=courses.supported[asked],
        released=courses.released[asked],
        cell=cell[asked],
        window=round(index.calendar_months * DAYS_OF_MONTH),
        ratio=index.ratio,
        seed=seed,
    )
    matched = np.flatnonzero(drawn.n_at_risk > 0)
    reasons[asked[matched]] = "matched"
    compared = spells.person[drawn.spell]
    day = np.concatenate([courses.supported[asked[matched]], courses.supported[asked[drawn.asked]]])
    row = np.concatenate([asked[matched], compared])
    support = np.arange(len(row)) < len(matched)
    ends = people.supported_on.to_numpy()[row].astype("datetime64[us]")
    ends = np.where(support, np.datetime64("NaT", "us"), ends)
    sets = np.concatenate([matched, drawn.asked]) + 1
    episodes = _dated(people, Episodes(row, support, day, sets, ends))
    return episodes, _count_flow(_count(reasons), episodes)


def _sort_people(courses: Courses, asked: NDArray[np.bool_], *, day: IntArray) -> NDArray[np.object_]:
    """Say of people why they are not at risk on a day; `unmatched` of those who are, "" of those not asked about."""
    at_risk = is_at_risk(courses.spells, np.arange(len(day)), np.clip(day, 0, FAR)) & (day >= 0)
    reasons = np.select(
        [
            ~asked,
            ~courses.is_released,
            day == UNDATED,
            day < 0,
            ~courses.is_covered | (day >= courses.covered),
            ~at_risk,
        ],
        ["", "no_release", "no_date", "before_release", "outside_coverage", "not_at_risk"],
        "unmatched",
    )
    return np.asarray(reasons.astype(object))


def _is_supported(people: _People) -> NDArray[np.bool_]:
    return np.asarray(people.supported_on.notna().to_numpy() | (people.courses.supported == UNDATED))


def _cut_at_support(courses: Courses, cell: IntArray, *, later: Later) -> Spells:
    """Spells of who may be compared, up to their own support."""
    spells = courses.spells
    supported = courses.supported[spells.person]
    leave = np.minimum(spells.leave, supported)
    kept = (spells.entry < leave) & courses.is_covered[spells.person]
    if later == "left_out":
        kept &= supported == FAR
    person = spells.person[kept]
    return Spells(person, spells.released[kept], spells.entry[kept], leave[kept], cell[person])


def _find_cells(persons: pd.DataFrame, exact: list[str]) -> IntArray:
    """Number the combinations of columns on which compared people agree; a blank is a value like others."""
    if not exact or persons.empty:
        return np.zeros(len(persons), dtype=np.int64)
    codes = [pd.factorize(persons[name], use_na_sentinel=False)[0] for name in exact]
    return np.unique(np.column_stack(codes), axis=0, return_inverse=True)[1].ravel().astype(np.int64)


def _from_offer(people: _People) -> tuple[Episodes, pd.DataFrame]:
    """Start both arms at their offer; the arm is what was offered, whatever was handed over."""
    index = people.study.index
    assert index is not None and index.offered_on is not None  # the study model sees to it
    return _start_at(people, people.persons[index.offered_on])


def _from_hand_over(people: _People) -> tuple[Episodes, pd.DataFrame]:
    """Start the supported at their hand-over, the others at the date that the file gives them."""
    index = people.study.index
    assert index is not None  # asked by the caller
    starts = people.supported_on
    for name in (INDEX_ON, index.offered_on):
        if name is not None and name in people.persons:
            starts = starts.fillna(people.persons[name])
    return _start_at(people, starts)


def _start_at(people: _People, starts: pd.Series) -> tuple[Episodes, pd.DataFrame]:
    """Start everybody who is then at risk at a date of their own."""
    courses, arm = people.courses, people.persons["arm"]
    known = starts.notna().to_numpy()
    days = starts.to_numpy().astype("datetime64[D]").astype(np.int64)
    day = np.where(known & courses.is_released, days - courses.released, UNDATED)
    reasons = _sort_people(courses, arm.isin(["support", "comparison"]).to_numpy(), day=day)
    row = np.flatnonzero(reasons == "unmatched")
    reasons[row] = "matched"
    is_support = (arm == "support").to_numpy()
    episodes = _dated(people, Episodes(row, is_support[row], day[row], _no_sets(row), _no_dates(row)))
    return episodes, _count_flow(_count(reasons[is_support]), episodes)


def _dated(people: _People, episodes: Episodes) -> Episodes:
    """Turn days since release into dates, and order the episodes of each person."""
    day = people.courses.released[episodes.row] + episodes.day
    order = np.lexsort((episodes.matched_set, ~episodes.support, day, episodes.row))
    return Episodes(
        episodes.row[order], episodes.support[order], episodes.day[order], episodes.matched_set[order],
        episodes.censored_on[order], day[order].astype("datetime64[D]").astype("datetime64[us]"),
    )  # fmt: skip


def _no_sets(row: IntArray) -> IntArray:
    return np.zeros(len(row), dtype=np.int64)


def _no_dates(row: IntArray) -> NDArray[np.datetime64]:
    return np.full(len(row), np.datetime64("NaT", "us"))


def _count(reasons: NDArray[np.object_]) -> dict[str, int]:
    return {reason: int((reasons == reason).sum()) for reason in REASONS}


def _count_flow(supported: dict[str, int], episodes: Episodes) -> pd.DataFrame:
    others = ~episodes.support
    counts = [("support", reason, n) for reason, n in supported.items()]
    counts += [
        ("comparison", "episodes", int(others.sum())),
        ("comparison", "people", len(np.unique(episodes.row[others]))),
        ("comparison", "supported_later", int((~np.isnat(episodes.censored_on[others])).sum())),
    ]
    return pd.DataFrame(counts, columns=["arm", "reason", "n"]).astype(
        {"arm": "str", "reason": "str", "n": "int64"}
    )
