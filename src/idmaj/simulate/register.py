"""A simulated register of releases, hand-overs and returns, with the truth about the effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from idmaj.simulate.lives import (
    MONTH,
    NEVER,
    Course,
    FloatArray,
    IntArray,
    Lives,
    cut_lives,
    draw_lives,
    true_risks,
)
from idmaj.text.places import read_provinces

HORIZONS = (6, 12, 24)
"""Months after the hand-over for which the truth is told."""
SENTENCE = (120, 900)
"""Fewest and most days in prison after a return."""
FROM, UNTIL = date(2018, 1, 1), date(2025, 12, 31)
"""First release, and the first day that the register no longer covers."""
AMOUNTS = (35_000, 35_500)
"""Worth of the equipment of a project in MAD: published hand-overs since late 2023."""


@dataclass(frozen=True, eq=False)
class Register:
    """A simulated register.

    Attributes
    ----------
    persons, grants, justice_events
        As the CSV files of a study: dates as `datetime64`, one row a person, hand-over, event.
    truth
        Nested numbers: risks within each horizon of the hand-over with and without support, over supported people whose
        hand-over was observed, and their difference.
    first_day, as_of
        First day of the register, and the first that it no longer covers.
    """

    persons: pd.DataFrame
    grants: pd.DataFrame
    justice_events: pd.DataFrame
    truth: dict[str, object]
    first_day: date
    as_of: date


def simulate_register(
    n: int, *, seed: int = 0, course: Course | None = None, national: bool = False, selection: float = 1.0
) -> Register:
    """Simulate a register.

    Age, sex, earlier returns and work before prison change the chances of a return and, as far as there is selection,
    of support. Hand-overs come after release, to people at liberty; death and departure compete with a return, and a
    breach of conditions interrupts liberty.

    Parameters
    ----------
    n
        People released.
    seed
        The same seed gives the same register.
    course
        Hazards; by default those of `Course`.
    national
        Spread people over the 75 provinces and prefectures by population, with chances of support that differ
        between them; otherwise over three.
    selection
        How strongly traits change the chances of support; 0: not at all.
    """
    rng = np.random.default_rng(seed)
    course = course or Course()
    persons, risk, chance = _draw_people(n, rng, national=national)
    chance = chance**selection
    start = int(np.datetime64(FROM, "D").astype(np.int64))
    length = int(np.datetime64(UNTIL, "D").astype(np.int64) - start)
    released = start + rng.integers(0, length, size=n)
    whole = draw_lives(course, risk, chance, rng)
    lives = cut_lives(whole, start + length - released)
    persons["released_on"] = _dates(released)
    chosen = lives.supported < NEVER
    truth: dict[str, object] = {
        "seed": seed,
        "people": n,
        "supported": int(chosen.sum()),
        "hazard_ratio": course.effect,
        "horizons_months": {str(months): _truth(whole, chosen, months) for months in HORIZONS},
    }
    grants = _list_grants(persons, released, lives, rng)
    events = _list_events(persons, released, lives, end=start + length, rng=rng)
    return Register(persons, grants, events, truth, FROM, UNTIL)


def _truth(lives: Lives, chosen: np.ndarray, months: int) -> dict[str, float | None]:
    if not chosen.any():
        return {"with_support": None, "without_support": None, "risk_difference": None}
    one, zero = true_risks(lives, chosen, days=round(months * MONTH))
    return {"with_support": one, "without_support": zero, "risk_difference": one - zero}


def _draw_people(
    n: int, rng: np.random.Generator, *, national: bool
) -> tuple[pd.DataFrame, FloatArray, FloatArray]:
    """Draw people, what multiplies their hazard of a return, and what multiplies that of a hand-over."""
    provinces = read_provinces() if national else read_provinces()[25:28]
    size = np.array([province.population for province in provinces], dtype=float)
    place = rng.choice(len(provinces), size=n, p=size / size.sum())
    generosity = rng.gamma(8, 1 / 8, size=len(provinces)) if national else np.ones(len(provinces))
    age = np.minimum(18 + rng.gamma(3.0, 5.0, size=n).astype(np.int64), 80)
    is_woman = rng.random(n) < 0.06
    earlier = rng.poisson(0.6, size=n)
    worked = rng.random(n) < 0.45
    risk = np.exp(-0.03 * (age - 33) - 0.9 * is_woman + 0.3 * earlier - 0.3 * worked)
    chance = np.exp(0.01 * (age - 33) + 0.5 * is_woman - 0.15 * earlier + 0.3 * worked)
    digits = max(len(str(n)), 6)
    persons = pd.DataFrame(
        {
            "person": pd.Series(np.arange(1, n + 1)).astype("str").str.zfill(digits).radd("p"),
            "sex": np.where(is_woman, "female", "male"),
            "age": age,
            "earlier_returns": earlier,
            "worked_before": worked.astype(np.int64),
            "province": np.array([p.name_fr for p in provinces], dtype=object)[place],
            "region": np.array([p.region_code for p in provinces], dtype=object)[place],
        }
    )
    return persons, risk, chance * generosity[place]


def _dates(days: IntArray) -> np.ndarray:
    return days.astype("datetime64[D]").astype("datetime64[us]")


def _list_grants(
    persons: pd.DataFrame, released: IntArray, lives: Lives, rng: np.random.Generator
) -> pd.DataFrame:
    row = np.flatnonzero(lives.supported < NEVER)
    grants = pd.DataFrame(
        {
            "grant": pd.Series(np.arange(1, len(row) + 1)).astype("str").str.zfill(6).radd("g"),
            "person": persons["person"].to_numpy()[row],
            "delivered_on": _dates(released[row] + lives.supported[row]),
            "amount_mad": rng.integers(AMOUNTS[0] // 100, AMOUNTS[1] // 100 + 1, size=len(row)) * 100,
        }
    )
    return grants.sort_values(["delivered_on", "person"], ignore_index=True)


def _list_events(
    persons: pd.DataFrame, released: IntArray, lives: Lives, *, end: int, rng: np.random.Generator
) -> pd.DataFrame:
    """List releases, returns, breaches, admissions, deaths and departures."""
    sentence = rng.integers(*SENTENCE, size=len(released))
    prison = np.where(lives.returned < NEVER, lives.returned, NEVER)
    free_again = np.where(prison < NEVER, prison + sentence, NEVER)
    free_again = np.where(released + free_again < end, free_again, NEVER)
    gone = np.minimum(lives.died, lives.departed)
    free_again = np.where(free_again <= gone, free_again, NEVER)
    kinds = [
        ("release", np.zeros_like(released), 0),
        ("return_for_breach", lives.breached, 1),
        ("imprisonment", lives.breached, 1),
        ("release", lives.back, 0),
        ("reincarceration", prison, 0),
        ("imprisonment", prison, 0),
        ("release", free_again, 0),
        ("death", lives.died, 0),
        ("departure", np.where(lives.died < lives.departed, NEVER, lives.departed), 0),
    ]
    parts = [_list_one(persons, released, *kind) for kind in kinds]
    return pd.concat(parts, ignore_index=True).sort_values(
        ["event_on", "person"], kind="stable", ignore_index=True
    )


def _list_one(
    persons: pd.DataFrame, released: IntArray, kind: str, day: IntArray, technical: int
) -> pd.DataFrame:
    row = np.flatnonzero(day < NEVER)
    return pd.DataFrame(
        {
            "person": persons["person"].to_numpy()[row],
            "event_type": kind,
            "event_on": _dates(released[row] + day[row]),
            "technical": technical,
        }
    )
