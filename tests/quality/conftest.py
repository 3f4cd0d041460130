"""Invented tables of a survey: clean, so that every planted fault is the only one."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from idmaj.quality import CHECKS, CheckSettings, QualityFindings, SurveyTables, run_checks

WAVES = {"0": (date(2024, 12, 1), date(2025, 1, 31)), "1": (date(2025, 6, 1), date(2025, 7, 31))}
START = {"0": pd.Timestamp("2024-12-02 09:00", tz="UTC"), "1": pd.Timestamp("2025-06-02 09:00", tz="UTC")}
SINGLE = ["housing", "enterprise_status", "equipment_status", "health_self", "absent_reason"]


def make_interviews(n: int) -> pd.DataFrame:
    """Interviews of `n` people in two waves; answers drawn without a fault that a check looks for."""
    rng = np.random.default_rng(20241206)
    rows = []
    for person in range(n):
        wage = float(np.exp(rng.uniform(7.3, 8.3)).round(2))
        for wave in WAVES:
            start = START[wave] + pd.Timedelta(days=person // 4, hours=2 * (person % 4))
            minutes = float(rng.integers(25, 45))
            revenue = float(np.exp(rng.uniform(7.7, 8.7)).round(2))
            costs = round(revenue * rng.uniform(0.4, 0.6), 2)
            wage = round(wage * rng.uniform(0.9, 1.12), 2)
            rows.append(
                {
                    "submission_uuid": f"u{person:03}-{wave}",
                    "person_id": f"p{person:03}",
                    "wave": wave,
                    "outcome": "interviewed",
                    "mode": "phone" if person % 3 == 0 else "face_to_face",
                    "language": "ary",
                    "enumerator_id": f"E{person % 4}",
                    "n_attempts": 1.0,
                    "started_at": start,
                    "ended_at": start + pd.Timedelta(minutes=minutes),
                    "submitted_at": start + pd.Timedelta(hours=8),
                    "interviewed_on": start.tz_localize(None).normalize(),
                    "duration_minutes": minutes,
                    "form_version": "v1" if wave == "0" else "v2",
                    "validation": "",
                    "source": "kobo",
                    "is_consent": True,
                    "is_consent_link": True,
                    "is_employed_ilo": True,
                    "hours_7d": float(rng.integers(20, 50)),
                    "days_30d": float(rng.integers(10, 27)),
                    "wage_30d_mad": wage,
                    "other_income_30d_mad": 0.0,
                    "hh_income_30d_mad": round(wage + revenue + rng.uniform(1000, 2000), 2),
                    "revenue_30d_mad": revenue,
                    "costs_30d_mad": costs,
                    "profit_30d_mad": round(revenue - costs, 2),
                    "is_justice_self_any": False,
                    "age": 30.0 + person % 20,
                    "sex": "M" if person % 5 else "F",
                    "education": "primary",
                    **{name: f"{rng.integers(1, 6)}" for name in SINGLE},
                    **{f"who5_{item}": float(rng.integers(0, 6)) for item in range(1, 6)},
                    "comment": ["يعمل في السوق كل يوم", "travaille au marché"][person % 2],
                    "closed_on": pd.NaT,
                }
            )
    interviews = pd.DataFrame(rows)
    flags = [name for name in interviews if name.startswith("is_")]
    interviews[flags] = interviews[flags].astype("boolean")
    interviews["closed_on"] = pd.to_datetime(interviews["closed_on"])
    for name in list(interviews)[16:]:
        interviews[f"{name}__missing"] = "not_asked" if name == "closed_on" else ""
    return interviews


def make_tables(n: int = 40) -> SurveyTables:
    people = [f"p{person:03}" for person in range(n)]
    roster = pd.DataFrame(
        {
            "person_id": people,
            "arm": ["support" if person % 2 else "comparison" for person in range(n)],
            "province": ["Skhirate-Témara" if person % 3 else "Rabat" for person in range(n)],
            "sex": ["M" if person % 5 else "F" for person in range(n)],
            "released_on": pd.Timestamp("2024-06-01"),
            "delivered_on": pd.Timestamp("2025-02-01"),
        }
    )
    events = pd.DataFrame(
        {
            "submission_uuid": pd.Series(dtype="str"),
            "person_id": pd.Series(dtype="str"),
            "event_type": pd.Series(dtype="str"),
            "event_on": pd.Series(dtype="datetime64[us]"),
            "date_precision": pd.Series(dtype="str"),
        }
    )
    flags = pd.DataFrame({name: pd.Series(dtype="str") for name in ("submission_uuid", "column", "message")})
    aside = pd.DataFrame({name: pd.Series(dtype="str") for name in ("source_file", "message")})
    return SurveyTables(
        make_interviews(n), events, aside, flags, roster=roster, waves=WAVES, versions=["v1", "v2"],
        links=pd.DataFrame({"person_id": people[:5]}),
        records=pd.DataFrame({"person_id": ["p001"], "event_type": ["arrest"], "event_on": ["2025-03-01"]}),
    )  # fmt: skip


@pytest.fixture(scope="session")
def clean() -> SurveyTables:
    return make_tables()


@pytest.fixture
def settings() -> CheckSettings:
    return CheckSettings()


def with_cells(tables: SurveyTables, uuid: str, **cells: object) -> SurveyTables:
    """The same tables with other cells in one interview."""
    interviews = tables.interviews.copy()
    place = interviews.index[interviews["submission_uuid"] == uuid][0]
    for name, value in cells.items():
        interviews.loc[place, name] = value
    return replace(tables, interviews=interviews)


def with_events(tables: SurveyTables, *events: tuple[str, str, str]) -> SurveyTables:
    """The same tables with events: submission, day, precision; the interviews say yes to them."""
    frame = pd.DataFrame(events, columns=["submission_uuid", "event_on", "date_precision"])
    frame["event_on"] = pd.to_datetime(frame["event_on"])
    interviews = tables.interviews.copy()
    told = interviews["submission_uuid"].isin(frame["submission_uuid"])
    interviews.loc[told, "is_justice_self_any"] = True
    return replace(
        tables, interviews=interviews, justice_events=frame.assign(event_type="arrest", person_id="")
    )


def uuids_of(tables: SurveyTables, check_id: str, settings: CheckSettings | None = None) -> set[str]:
    """Interviews that a check lists."""
    return set(run_one(tables, check_id, settings).rows["submission_uuid"])


def scopes_of(tables: SurveyTables, check_id: str, settings: CheckSettings | None = None) -> dict[str, tuple]:
    """Scope → n, of of the lines of a check."""
    checks = run_one(tables, check_id, settings).checks
    return {row.scope: (row.n, row.of) for row in checks.itertuples()}


def run_one(tables: SurveyTables, check_id: str, settings: CheckSettings | None = None) -> QualityFindings:
    """What one check finds; its id must be in the register."""
    (check,) = (check for check in CHECKS if check.id == check_id)
    return run_checks(tables, settings=settings, checks=[check])
