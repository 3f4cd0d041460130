"""Pages of a small cohort beside published rates: press figures said to be such, nothing public of an outcome."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

import idmaj.report.display.benchmark as display
from idmaj.disclosure import release_estimates
from idmaj.effects.benchmark.asking import ask_benchmarks
from idmaj.effects.description import summarise_levels
from idmaj.effects.rows import place_outcome
from idmaj.estimates import build_estimates
from idmaj.findings.linter import lint_benchmark
from idmaj.ingest.benchmarks import read_benchmarks
from idmaj.report.benchmark import build_benchmark_sections, is_since_declared
from idmaj.report.material import Material
from idmaj.store import Workspace
from idmaj.study import Study, load_study
from idmaj.text import LANGUAGES, message, strip_isolates

ROOT = Path(__file__).parents[2]
MARGINS = [{"column": "sex", "dimension": "sex", "values": {"m": "men", "f": "women"}}]


@dataclass(frozen=True)
class Opened:
    """What the pages read of an evaluation."""

    study: Study
    workspace: Workspace
    folder: Path


def change(**benchmark) -> Study:
    given = load_study(ROOT / "studies/temara/study.toml").model_dump(mode="json", exclude_unset=True)
    given["benchmark"][0] |= benchmark
    return Study.model_validate(given)


def make_rows(study: Study, n: int, events: int) -> pd.DataFrame:
    names = [f"p{i:03d}" for i in range(n)]
    persons = pd.DataFrame({"person_id": names, "months_out": 0.0, "sex": "m"})
    outcomes = pd.DataFrame(
        {
            "person_id": names, "arm": "", "value": [1.0] * events + [0.0] * (n - events), "missing": "",
            "after_event": False, "is_primary_horizon": True,
        }
    )  # fmt: skip
    place = place_outcome(study, "returned", as_of="2026-01-31").at(horizon="month_12", time=12.0)
    rates, _ = read_benchmarks(ROOT, study)
    rows = ask_benchmarks(study, outcomes, persons, place, rates=rates)
    rows += summarise_levels(outcomes, place, is_binary=True, primary=True, conf_level=0.95)
    return build_estimates(rows)


@pytest.fixture
def show(monkeypatch, tmp_path):
    """Return a function that shows the page of a study over rows."""

    def make(study: Study, rows: pd.DataFrame, language: str):
        monkeypatch.setattr(display, "estimate_study", lambda _: {"estimates": rows})
        return display.show_benchmark(Opened(study, Workspace(ROOT), tmp_path), language)

    return make


def read_sections(study: Study, rows: pd.DataFrame, language: str, tmp_path: Path):
    released = release_estimates(rows, study)
    opened = Opened(study, Workspace(ROOT), tmp_path)
    return build_benchmark_sections(Material(opened, language, released, released.iloc[:0], pd.DataFrame()))


def texts_of(sections) -> list[str]:
    found = []
    for section in sections:
        found += [section.heading, *section.paragraphs, *section.bullets]
        if section.table is not None:
            found += [section.table.caption, *(cell for row in section.table.rows for cell in row)]
    return [strip_isolates(text) for text in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_press_figures_and_compares_nothing(show, language):
    study = change(since="months_out", margins=MARGINS)
    sheet = show(study, make_rows(study, 7, 1), language)
    assert strip_isolates(message("benchmark-press", language)) in sheet.texts
    assert strip_isolates(message("benchmark-margins", language)) in sheet.texts
    assert [
        (text, lint_benchmark(text, language)) for text in sheet.texts if lint_benchmark(text, language)
    ] == []
    page = strip_isolates(sheet._repr_html_())
    for reason in ("share_of_returns", "misprint", "stock"):
        assert strip_isolates(message(f"benchmark-reason-{reason}", language)) in page
    assert page.count("data:image/png") == 1


def test_page_shows_traps_as_not_used(show):
    study = change()
    page = strip_isolates(show(study, make_rows(study, 7, 0), "en")._repr_html_())
    used, _, refused = page.partition("Published figures that are not used, and why")
    for figure in ("49.4%", "0.16%", "50.0%"):
        assert f">{figure}<" not in used
        assert f">{figure}<" in refused
    assert ">24.6%<" in used
    assert re.search("12.2%.*worked out from other figures", used)


@pytest.mark.parametrize("language", LANGUAGES)
def test_benchmark_that_cannot_be_applied_shows_what_size_alone_allows(show, language):
    study = change()
    sheet = show(study, make_rows(study, 7, 2), language)
    assert strip_isolates(message("benchmark-cannot", language)) in sheet.texts
    said = " ".join(sheet.texts)
    for number in ("13.9", "14.1", "34.4"):
        assert number.replace(".", "," if language != "en" else ".") in said


def test_study_without_a_benchmark_says_so(show):
    given = load_study(ROOT / "studies/temara/study.toml").model_dump(mode="json", exclude_unset=True)
    study = Study.model_validate({k: v for k, v in given.items() if k != "benchmark"})
    sheet = show(study, pd.DataFrame(), "en")
    assert strip_isolates(message("benchmark-none-declared", "en")) in sheet.texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("since", [None, "months_out"])
def test_public_section_of_seven_people_does_not_depend_on_an_outcome(tmp_path, language, since):
    study = change(since=since)
    told = [texts_of(read_sections(study, make_rows(study, 7, k), language, tmp_path)) for k in (0, 3, 7)]
    assert told[0] == told[1] == told[2]
    assert strip_isolates(message("benchmark-press", language)) in told[0]
    wanted = "benchmark-cannot" if since is None else "benchmark-restricted"
    assert strip_isolates(message(wanted, language)) in told[0]
    assert any("13" in text and "24" in text for text in told[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_section_shows_the_ratio_where_its_share_is_public(tmp_path, language):
    study = change(since="months_out")
    sections = read_sections(study, make_rows(study, 60, 20), language, tmp_path)
    ratios = strip_isolates(message("benchmark-ratio-table", language))
    assert ratios in [section.heading for section in sections]
    assert all(not section.is_printed for section in sections)
    said = [text for section in sections for text in (*section.paragraphs, *section.bullets)]
    assert [lint_benchmark(text, language) for text in said] == [[]] * len(said)


def test_time_since_release_is_declared_or_not():
    study = change()
    assert not is_since_declared(study.benchmark[0], study)
    told = change(since="months_out")
    assert is_since_declared(told.benchmark[0], told)
