"""A panel from its file to pages: what is said over waves, before and after the support began.

The data are invented here: 180 places over six years, supported from the third or the fifth year or never; the
support adds 3 in its first year and 1 more each year after.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idmaj.disclosure import release_study
from idmaj.effects import estimate_study
from idmaj.findings import build_findings, say_finding
from idmaj.findings.linter import lint_text
from idmaj.report import build_brief, write_brief
from idmaj.report.display import show_effects, show_gates, show_outcomes
from idmaj.report.rows import event_rows, primary_row
from idmaj.report.words import say_horizon
from idmaj.store import Workspace, open_evaluation
from idmaj.text import LANGUAGES, strip_isolates

HEAD = (Path(__file__).parents[1] / "invented_study.toml").read_text(encoding="utf-8")
STUDY = (
    HEAD
    + """design = "panel"
as_of = 2020-12-31
time_unit = "year"
[arms]
first_treated = "first"
never = [0]
labels.support = { en = "With a workshop", fr = "Avec atelier", ar = "مع ورشة" }
labels.comparison = { en = "Without", fr = "Sans atelier", ar = "بدون ورشة" }
[[source]]
role = "persons"
file = "data/raw/workshops/places.csv"
first_by = "year"
columns = { person_id = "place" }
[[source]]
role = "interviews"
file = "data/raw/workshops/places.csv"
columns = { person_id = "place", wave = "year" }
[outcome.jobs]
label = { en = "Jobs", fr = "Emplois", ar = "مناصب الشغل" }
domain = "employment"
kind = "continuous"
better = "higher"
value = { column = "jobs" }
smallest_effect = { value = 1, scale = "mean_difference" }
[disclosure]
public_microdata = true
"""
)
YEARS = range(2011, 2017)


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("panel")
    for name in ("studies/workshops", "notebooks", "data/raw/workshops"):
        (root / name).mkdir(parents=True)
    waves = "".join(f'[[wave]]\nid = "{year}"\ntime = {year}\n' for year in YEARS)
    (root / "studies/workshops/study.toml").write_text(STUDY + waves, encoding="utf-8")
    rng = np.random.default_rng(4)
    first = np.repeat([2013, 2015, 0], 60)
    level = rng.normal(20, 3, size=180)
    rows = [
        {"place": f"p{i}", "year": year, "first": first[i], "jobs": round(level[i] + rng.normal(0, 0.4) + gain, 3)}
        for i in range(180)
        for year in YEARS
        for gain in [3 + (year - first[i]) if 0 < first[i] <= year else 0]
    ]  # fmt: skip
    pd.DataFrame(rows).to_csv(root / "data/raw/workshops/places.csv", index=False)
    return Workspace(root)


@pytest.fixture(scope="module")
def evaluation(panel: Workspace):
    return open_evaluation("workshops", workspace=panel)


def plain(sheet) -> str:
    """All words of a sheet, without marks."""
    return strip_isolates(re.sub(r"<[^>]+>", " ", sheet._repr_html_())).replace("\u200f", "")


def test_the_planned_estimate_speaks_of_all_waves_after_the_support_began(evaluation):
    row = primary_row(release_study(evaluation)["released"], "jobs")
    assert row["horizon"] == "" and pd.isna(row["time"])
    said = {language: say_horizon(row, evaluation.study, language) for language in LANGUAGES}
    assert said["en"] == "over all waves after the support began"
    assert len(set(said.values())) == 3 and all(said.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_shows_the_difference_before_and_after_the_support(evaluation, language, tmp_path: Path):
    brief = build_brief(evaluation, language)
    (figure,) = [figure for figure in brief.figures if figure.kind == "events"]
    events = event_rows(release_study(evaluation)["released"], "jobs")
    assert list(events["time"]) == [-3, -2, -1, 0, 1, 2, 3]  # before: changes between waves, so one fewer
    assert figure.table is not None and len(figure.table.rows) == len(events)
    assert len({row[0] for row in figure.table.rows}) == len(events)
    files = write_brief(evaluation, language, tmp_path)
    assert tmp_path / f"charts/events-jobs.{language}.svg" in files
    assert (tmp_path / f"brief.{language}.pdf").stat().st_size > 0


def test_the_brief_draws_levels_of_every_wave_and_tables_the_last(evaluation):
    brief = build_brief(evaluation, "en")
    (levels,) = [figure for figure in brief.figures if figure.kind == "levels"]
    assert [row[0] for row in levels.table.rows] == [str(year) for year in YEARS]
    tables = [section.table for section in brief.sections if section.table is not None]
    (row,) = [row for table in tables for row in table.rows if "2016" in row[0]]
    assert strip_isolates(row[-1]) == "180"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_a_panel_hold_no_word_that_their_state_forbids(evaluation, language):
    findings = build_findings(evaluation)["findings"]
    assert list(findings["state"]) == ["C5"]  # every gate passes, and the gain is far above the smallest
    for _, finding in findings.iterrows():
        said = say_finding(finding, evaluation.study, language)
        assert lint_text(said, language, finding["state"]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_method_can_be_told_from_the_others(evaluation, language):
    page = show_effects(evaluation, language)._repr_html_()
    table = page[page.index("<table") : page.index("</table>")]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in table.split("<tr>")[2:]]
    methods = [(row[0], row[1]) for row in cells]
    rows = estimate_study(evaluation)["estimates"]
    shown = rows["term"].eq("support - comparison") & ~rows["role"].eq("gate")
    starts = rows["term"].str.fullmatch(r"g=\d+")
    assert len(set(methods)) == len(methods) == int((shown | starts).sum())


def test_the_sheet_of_effects_says_why_and_shows_time_since_the_support(evaluation):
    said = plain(show_effects(evaluation, "en"))
    assert "Why this estimate: Units were supported at different times" in said
    assert "3 years before the support began" in said and "3 years after the support began" in said
    assert "first supported: 2013" in said
    assert "with several dates of support, some effects may count with the wrong sign" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_gates_of_trends_are_shown_with_what_was_found(evaluation, language):
    said = plain(show_gates(evaluation, language))
    gates = estimate_study(evaluation)["estimates"].query("role == 'gate'")
    assert {"pre_trend", "honest", "placebo", "agreement"} <= set(gates["estimator"])
    notes = {"en": "farthest from zero at time", "fr": "le plus loin de zéro", "ar": "أبعد ما يكون عن الصفر"}
    assert notes[language] in said
    assert "MAD" not in said and "درهم" not in said  # jobs are no money, and the ratio of a gate neither


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_are_shown_by_wave(evaluation, language):
    said = plain(show_outcomes(evaluation, "employment", language))
    assert all(str(year) in said for year in YEARS)
