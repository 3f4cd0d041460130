"""Pages of notebooks 02 and 06 about people lost and about doubt, from a file to words and charts.

The data are invented here: 300 people by lot in five cohorts, of whom the younger ones are lost more often.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from idmaj.effects import estimate_study
from idmaj.report.display import show_doubt, show_effects, show_loss, show_outcomes
from idmaj.store import Workspace, open_evaluation
from idmaj.text import LANGUAGES, format_number, message, strip_isolates

HEAD = (Path(__file__).parents[1] / "invented_study.toml").read_text(encoding="utf-8")
STUDY = (
    HEAD
    + """design = "randomised"
as_of = 2024-12-31
time_unit = "month"
[arms]
column = "offered"
support = [1]
comparison = [0]
labels.support = { en = "Offered", fr = "Proposé", ar = "معروض" }
labels.comparison = { en = "Not offered", fr = "Non proposé", ar = "غير معروض" }
[[source]]
role = "persons"
file = "data/raw/places/people.csv"
columns = { person_id = "id" }
[outcome.working]
label = { en = "In work", fr = "En emploi", ar = "مزاولة عمل" }
domain = "employment"
kind = "binary"
better = "higher"
value = { column = "working", equals = 1 }
smallest_effect = { value = 0.05, scale = "risk_difference" }
[outcome.content]
label = { en = "Contentment", fr = "Satisfaction", ar = "الرضا" }
domain = "wellbeing"
kind = "continuous"
better = "higher"
value = { column = "content" }
smallest_effect = { value = 0.3, scale = "mean_difference" }
[analysis]
covariates = ["age", "trade"]
subgroups = ["trade"]
cohort = "cohort"
[analysis.labels]
age = { en = "Age", fr = "Âge", ar = "السن" }
trade = { en = "Trade", fr = "Métier", ar = "الحرفة" }
[[family]]
id = "main"
outcomes = ["working", "content"]
[disclosure]
public_microdata = true
"""
)


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory):
    root = tmp_path_factory.mktemp("places")
    for name in ("studies/places", "notebooks", "data/raw/places"):
        (root / name).mkdir(parents=True)
    (root / "studies/places/study.toml").write_text(STUDY, encoding="utf-8")
    rng = np.random.default_rng(5)
    n = 300
    offered = rng.permutation(np.repeat([0, 1], n // 2))
    age, trade = rng.integers(19, 55, n), rng.integers(0, 2, n)
    working = rng.random(n) < 0.4 + 0.15 * offered
    content = (rng.normal(0, 1, n) + 0.3 * offered).round(3)
    lost = rng.random(n) < np.where(age < 30, 0.25, 0.08)
    people = pd.DataFrame({
        "id": [f"p{i}" for i in range(n)], "offered": offered, "age": age, "trade": trade,
        "cohort": rng.choice(["a", "b", "c", "d", "e"], n, p=[0.4, 0.3, 0.2, 0.07, 0.03]),
        "working": pd.array(working.astype(int), dtype="Int64"), "content": content,
    })  # fmt: skip
    people.loc[lost, ["working", "content"]] = pd.NA
    people.to_csv(root / "data/raw/places/people.csv", index=False)
    return open_evaluation("places", workspace=Workspace(root))


@pytest.fixture(scope="module")
def rows(evaluation) -> pd.DataFrame:
    return estimate_study(evaluation)["estimates"]


@pytest.fixture(scope="module")
def pages(evaluation):
    """The page of doubt in each language: charts take a while to draw."""
    return {language: show_doubt(evaluation, language) for language in LANGUAGES}


def plain(sheet) -> str:
    """All words of a sheet, without marks."""
    return strip_isolates(re.sub(r"<[^>]+>", " ", sheet._repr_html_())).replace("\u200f", "")


def tell(value: float, language: str, digits: int) -> str:
    return strip_isolates(format_number(value, language, digits))


def cells(sheet) -> list[list[str]]:
    page = sheet._repr_html_()
    lines = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in page.split("<tr>")]
    return [[strip_isolates(cell) for cell in line] for line in lines if line]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_there_in_every_language(evaluation, pages, language):
    sheet = pages[language]
    for heading in ("lost", "specifications", "parts", "looks", "power"):
        assert sheet.texts.count(strip_isolates(message(f"doubt-heading-{heading}", language))) == 2
    assert message("doubt-heading-hidden", language) not in sheet.texts  # a lot decided
    page = sheet._repr_html_()
    charts = {file.stem for file in (evaluation.folder / "charts").glob(f"*.{language}.png")}
    expected = {f"{kind}-{name}.{language}" for kind in ("bounds", "tipping", "specifications", "power")
                for name in ("working", "content")}  # fmt: skip
    parts = {
        f"pooled-{name}-{part}.{language}" for name in ("working", "content") for part in ("trade", "cohort")
    }
    assert expected | parts | {f"pooled-working-cohort-support.{language}"} <= charts
    assert page.count("<figure") == len(re.findall(r'<img alt="[^"]{1,150}"', page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_id_of_a_program_reaches_the_page(evaluation, pages, language):
    said = plain(pages[language]) + plain(show_loss(evaluation, language))
    for word in (
        "population-",
        "note-",
        "estimator-",
        "specification_curve",
        "manski",
        "|",
        "without:",
        "trade=",
    ):
        assert word not in said
    if language == "ar":
        letters = set(re.findall(r"[A-Za-z]+", re.sub(r"MAD|[abcde]\b|main|USD", "", said)))
        assert letters == set()


def test_numbers_of_the_doubt_page_are_those_of_the_rows(pages, rows):
    said = cells(pages["en"])
    lee = rows.loc[
        (rows["outcome"] == "working") & (rows["estimator"] == "lee_bounds") & (rows["role"] == "robustness")
    ]
    low, high = (tell(abs(100 * float(lee[name].iloc[0])), "en", 1) for name in ("bound_low", "bound_high"))
    start = "Bounds for people lost (Lee): people who would be found in either group"
    (line,) = [line for line in said if line[0] == start and low in line[2]]
    assert high in line[2]
    summary = rows.loc[(rows["outcome"] == "working") & (rows["term"] == "summary")].iloc[0]
    (line,) = [line for line in said if line[0].startswith("Specification curve") and "percentage" not in line[1]
               and tell(abs(100 * summary["estimate"]), "en", 1) in line[2]]  # fmt: skip
    assert tell(abs(100 * summary["bound_low"]), "en", 1) in line[2]
    primary = rows.loc[rows["role"] == "primary"].set_index("outcome")
    assert primary.loc["working", "p_adjusted"] > primary.loc["working", "p_value"]
    assert f"{tell(primary.loc['content', 'p_adjusted'], 'en', 3)} with the other outcomes" in plain(
        pages["en"]
    )


def test_rows_about_people_lost_go_from_the_strongest_condition_to_none(pages):
    names = [line[0] for line in cells(pages["en"])]
    order = [
        "Weighted for people lost",
        "Multiple imputation",
        "Bounds for people lost",
        "Bounds whatever",
        "Tipping",
    ]
    places = [next(i for i, name in enumerate(names) if name.startswith(start)) for start in order]
    assert places == sorted(places)


def test_the_table_of_effects_leaves_doubt_and_parts_to_their_page(evaluation, rows):
    lines = cells(show_effects(evaluation, "en"))
    assert len(lines) < 30
    said = " ".join(" ".join(line) for line in lines)
    for words in ("Specification curve", "Tipping point", "Drawn toward", "Trade", "cohort"):
        assert words not in said
    assert "Weighted for people lost" in said and "Multiple imputation" in said


def test_people_lost_are_set_beside_people_found_once_for_outcomes_of_one_interview(evaluation, rows):
    sheet = show_loss(evaluation, "en")
    assert any(
        text.startswith("In work and Contentment: people lost minus people found") for text in sheet.texts
    )
    lines = cells(sheet)
    assert [line[0] for line in lines] == ["Age", "Trade"]
    lost = rows.loc[
        (rows["outcome"] == "working") & (rows["estimator"] == "attrition") & (rows["term"] == "age")
    ]
    value = lost.loc[lost["population"] == "population-lost-minus-found", "estimate"].iloc[0]
    assert value < -0.2 and lines[0][1] == strip_isolates(format_number(value, "en", 2))
    joint = rows.loc[(rows["term"] == "joint test of loss") & (rows["outcome"] == "working")].iloc[0]
    assert f"Chi-square {joint['statistic']:.2f}, degrees of freedom {joint['df']:.0f}" in plain(sheet)


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_of_a_part_name_the_group_and_the_part(evaluation, language):
    lines = cells(show_outcomes(evaluation, "employment", language))
    groups = {line[0] for line in lines}
    arms = {"en": "Not offered", "fr": "Non proposé", "ar": "غير معروض"}
    trade = {"en": "Trade", "fr": "Métier", "ar": "الحرفة"}
    assert any(arms[language] in name and trade[language] in name for name in groups)
    assert len(groups) == len({name for name in groups if name})


def test_where_nobody_is_lost_or_compared_one_sentence_says_so(shipped):
    nsw = show_loss(open_evaluation("nsw", workspace=shipped), "en")
    assert len(nsw.texts) == 1 and nsw.texts[0].startswith(
        "Nobody was lost for these outcomes: Earnings in 1978"
    )
    temara = show_loss(open_evaluation("temara", workspace=shipped), "en")
    assert len(temara.texts) == 2 and "not set against" in temara.texts[1]
    handovers = open_evaluation("handovers", workspace=shipped)
    assert show_loss(handovers, "en").texts == (message("notebook-no-persons", "en"),)
    assert show_doubt(handovers, "en").texts == (message("doubt-nothing", "en"),)


def test_what_something_unmeasured_would_have_to_be_stands_beside_what_was_measured(shipped):
    sheet = show_doubt(open_evaluation("nsw-cps", workspace=shipped), "en")
    assert strip_isolates(message("doubt-heading-hidden", "en")) in sheet.texts
    lines = cells(sheet)
    verdict = strip_isolates(message("notebook-verdict-failed", "en"))
    assert any(verdict in line for line in lines)
    people = strip_isolates(message("scale-people", "en"))
    (needed,) = [line for line in lines if people in line and any(cell.startswith("80") for cell in line)]
    assert needed
