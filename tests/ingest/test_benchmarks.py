"""Tables of published rates: every fault by row and column, quoting traps refused, the shipped table whole."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from idmaj.ingest.benchmark_checks import REASONS
from idmaj.ingest.benchmarks import COLUMNS, read_benchmarks
from idmaj.study import Study, load_study
from idmaj.text import LANGUAGES, describe_problem, has_message

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data/raw/benchmarks/morocco_recidivism_2023"
HEADER = (
    "dimension,category,horizon,time_unit,event,rate_percent,low_percent,high_percent,is_usable,reason,source"
)
GOOD = "overall,all,1,year,reincarceration,12.2,,,yes,,A ministry"


@pytest.fixture(scope="module")
def study() -> Study:
    given = load_study(ROOT / "studies/temara/study.toml").model_dump(mode="json", exclude_unset=True)
    given["benchmark"][0]["table"] = "rates.csv"
    return Study.model_validate(given)


def read(root: Path, study: Study, *lines: str, header: str = HEADER):
    (root / "rates.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return read_benchmarks(root, study)


def found(problems) -> list[tuple[str, int | None, str]]:
    return [(p.message, p.place.row, p.place.column) for p in problems]


def test_a_table_of_few_columns_is_read(tmp_path, study):
    rates, problems = read(tmp_path, study, GOOD)
    assert problems == []
    assert tuple(rates.columns) == COLUMNS
    row = rates.iloc[0]
    assert (row["rate"], row["low"], row["high"], row["row"]) == (0.122, 0.122, 0.122, 2)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("overall,all,2,year,reincarceration,24;6,,,yes,,x", ("benchmark-not-a-number", 3, "rate_percent")),
        ("overall,all,2,year,reincarceration,,,,yes,,x", ("benchmark-cell-blank", 3, "rate_percent")),
        ("overall,all,2,year,reincarceration,246,,,yes,,x", ("benchmark-rate-impossible", 3, "rate_percent")),
        ("sex,men,4,year,reincarceration,0.16,,,yes,,x", ("benchmark-rate-below-one", 3, "rate_percent")),
        ("overall,all,,year,reincarceration,24.6,,,yes,,x", ("benchmark-horizon-missing", 3, "horizon")),
        ("overall,all,0,year,reincarceration,24.6,,,yes,,x", ("benchmark-horizon-missing", 3, "horizon")),
        ("overall,all,4,years,reincarceration,24.6,,,yes,,x", ("benchmark-word-unknown", 3, "time_unit")),
        ("overall,all,4,year,return,24.6,,,yes,,x", ("benchmark-word-unknown", 3, "event")),
        ("overall,all,4,year,reincarceration,24.6,,,maybe,,x", ("benchmark-not-yes-or-no", 3, "is_usable")),
        ("overall,all,4,year,reincarceration,24.6,,,yes,,", ("benchmark-source-missing", 3, "source")),
        ("overall,,4,year,reincarceration,24.6,,,yes,,x", ("benchmark-cell-blank", 3, "category")),
        (
            "overall,all,4,year,reincarceration,24.6,25,,yes,,x",
            ("benchmark-range-reversed", 3, "low_percent"),
        ),
        ("overall,all,12,month,reincarceration,13,,,yes,,x", ("benchmark-rate-repeated", 3, "horizon")),
        ("x,y,1,year,reincarceration,49.4,,,no,,x", ("benchmark-reason-missing", 3, "reason")),
        ("x,y,1,year,reincarceration,49.4,,,no,rumour,x", ("benchmark-word-unknown", 3, "reason")),
    ],
)
def test_each_fault_is_named_with_its_row_and_column(tmp_path, study, line, problem):
    _, problems = read(tmp_path, study, GOOD, line)
    assert found(problems) == [problem]
    for language in LANGUAGES:
        assert describe_problem(problems[0], language)


def test_faults_come_all_at_once_and_the_table_is_then_not_used(tmp_path, study):
    rates, problems = read(
        tmp_path, study, "overall,all,4,year,return,x,,,yes,,", "sex,men,4,year,reincarceration,25.3,,,yes,,x"
    )
    assert len(problems) == 3
    assert rates.empty


def test_half_of_the_returns_cannot_pass_as_a_rate_of_the_first_year(tmp_path, study):
    """ "49.4 % return in the first year" (share of returns) beside 24.6 % within four years."""
    trap = "overall,all,1,year,reincarceration,49.4,,,yes,,A newspaper"
    four = "overall,all,4,year,reincarceration,24.6,,,yes,,A newspaper"
    rates, problems = read(tmp_path, study, trap, four)
    assert found(problems) == [("benchmark-rates-fall", 3, "rate_percent")]
    assert rates.empty
    known = "time_to_return,first_year,1,year,reincarceration,49.4,,,yes,share_of_returns,A newspaper"
    rates, problems = read(tmp_path, study, four, known)
    assert found(problems) == [("benchmark-usable-with-reason", 3, "is_usable")]
    kept = known.replace("yes", "no")
    rates, problems = read(tmp_path, study, four, kept)
    assert problems == []
    assert rates["is_usable"].tolist() == [True, False]


def test_columns_and_files_that_are_absent_are_named(tmp_path, study):
    _, problems = read_benchmarks(tmp_path, study)
    assert [p.message for p in problems] == ["file-missing"]
    _, problems = read(tmp_path, study, GOOD.rpartition(",")[0], header=HEADER.rpartition(",")[0])
    assert found(problems) == [("benchmark-column-missing", None, "source")]


def test_margins_must_be_in_the_table(tmp_path, study):
    margins = [
        {"column": "sex", "dimension": "sex", "values": {"m": "men", "f": "females"}},
        {"column": "town", "dimension": "town", "values": {"x": "y"}},
    ]
    given = study.model_dump(mode="json", exclude_unset=True)
    given["benchmark"][0] |= {"margins": margins}
    _, problems = read(
        tmp_path, Study.model_validate(given), GOOD, "sex,men,4,year,reincarceration,25.3,,,yes,,x"
    )
    assert [(p.message, p.arguments["value"]) for p in problems] == [
        ("benchmark-category-unknown", "females"),
        ("benchmark-dimension-unknown", "town"),
    ]
    assert problems[0].place.key == "benchmark.national_2023.margins.0"


def test_every_reason_has_words():
    for language in LANGUAGES:
        assert all(has_message(f"benchmark-reason-{reason}", language) for reason in REASONS)


def test_shipped_table_is_the_one_that_its_source_file_describes():
    content = (SHIPPED / "rates.csv").read_bytes()
    source = (SHIPPED / "SOURCE.md").read_text(encoding="utf-8")
    rows = list(csv.DictReader(content.decode("utf-8").splitlines()))
    assert hashlib.sha256(content).hexdigest() in source
    assert f"| {len(rows)} | {len(rows[0])} |" in source
    assert all(f"`{name}`" in source for name in rows[0])
    usable = [row for row in rows if row["is_usable"] == "yes"]
    assert (len(usable), len(rows)) == (31, 52)
    assert all(row["url"].startswith("https://") and row["source"] for row in rows)
    assert all(row["agreement"] in {"several", "one", "disputed", "derived"} for row in rows)
    assert all(bool(row["remark_en"]) == bool(row["remark_fr"]) == bool(row["remark_ar"]) for row in rows)
