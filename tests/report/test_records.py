"""Pages around the briefs: catalogue, quality report, annex, executed notebooks."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import nbformat
import pytest

from idmaj.errors import Place, Problem
from idmaj.report import (
    describe_inputs,
    hash_inputs,
    write_annex,
    write_index,
    write_notebook_page,
    write_quality,
)
from idmaj.report.index import read_releases
from idmaj.report.pages import POLICY
from idmaj.store import Workspace, open_evaluation
from idmaj.text import LANGUAGES, message, strip_isolates


def make_release(
    reports: Path, study: str, as_of: str, *, missing: list[str] | None = None, **what: object
) -> Path:
    folder = reports / study / as_of
    (folder / "all" / "charts").mkdir(parents=True)
    files = [f"all/brief.{language}.{kind}" for language in LANGUAGES for kind in ("html", "pdf")]
    files += ["all/estimates.csv", "all/charts/a & b.en.svg"]
    for name in files:
        (folder / name).write_text("x")
    titles = {"ar": "عنوان", "fr": "Titre", "en": "Title <script>document.title=1</script>"}
    manifest = {
        "what": {"title": titles, "simulated": False, **what},
        "what_hash": "ab" * 32,
        "made": {"missing": missing or [], "outputs": dict.fromkeys(files, "0")},
        "run": {"started_at": "2026-11-23T00:00:00"},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.fixture
def reports(tmp_path):
    make_release(tmp_path / "reports", "b-study", "2025-03-31", simulated=True)
    make_release(tmp_path / "reports", "b-study", "2025-06-30", missing=["08_briefing.ar"])
    make_release(tmp_path / "reports", "a-study", "2024-12-06")
    broken = tmp_path / "reports" / "c-study" / "2024-01-01"
    broken.mkdir(parents=True)
    (broken / "manifest.json").write_text("{")
    return Workspace(tmp_path)


def test_index_lists_every_release_the_latest_first(reports):
    found = [(release.study, release.as_of) for release in read_releases(reports.reports)]
    assert found == [("a-study", "2024-12-06"), ("b-study", "2025-06-30"), ("b-study", "2025-03-31")]


def test_index_speaks_three_languages_and_leads_to_every_file(reports):
    page = write_index(reports).read_text(encoding="utf-8")
    for language, tag in (
        ("ar", 'lang="ar-MA" dir="rtl"'),
        ("fr", 'lang="fr-MA" dir="ltr"'),
        ("en", 'lang="en-GB" dir="ltr"'),
    ):
        assert f'<section id="{language}" {tag}>' in page
        assert f'<a href="#{language}"' in page
        assert message("report-index-title", language) in page
    links = set(re.findall(r'<a href="([^"#]+)"', page))
    assert "a-study/2024-12-06/all/brief.ar.pdf" in links
    assert "b-study/2025-03-31/all/charts/a%20%26%20b.en.svg" in links
    assert all((reports.reports / link.replace("%20", " ").replace("%26", "&")).is_file() for link in links)


def test_index_marks_invented_data_and_what_is_missing(reports):
    page = write_index(reports).read_text(encoding="utf-8")
    english = page[page.index('id="en"') :]
    assert english.count('class="mark"') == 1
    assert message("report-index-state-of", "en", state="partial") in english
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_index_is_the_same_whenever_it_is_written(reports):
    first = write_index(reports).read_bytes()
    for file in reports.reports.glob("*/*/manifest.json"):
        file.write_text(file.read_text().replace("2026-11-23", "2026-11-24"))
    assert write_index(reports).read_bytes() == first


def test_index_without_releases_says_so(tmp_path):
    page = write_index(Workspace(tmp_path)).read_text(encoding="utf-8")
    assert message("report-index-empty", "fr") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_quality_report_counts_every_row(shipped, language):
    # 432 men in the file of the R package carData (its help page).
    page = write_quality(open_evaluation("tarp", workspace=shipped), language).read_text(encoding="utf-8")
    row = re.search(r'<tr><th scope="row">data/raw/tarp/rossi.csv</th>(.*?)</tr>', page)[1]
    assert re.findall(r"\d+", row) == ["432", "432", "0", "0"]
    assert message("report-quality-verdict", language, state="none") in page


def test_quality_report_names_what_is_wrong_where_and_what_to_do(shipped):
    place = Place(file="data/raw/tarp/rossi.csv", row=14, column="<b>age</b>")
    first = {"first_file": "data/raw/tarp/rossi.csv", "first_row": 3}
    problem = Problem("person-differs", place, "blocking", first)
    page = write_quality(open_evaluation("tarp", workspace=shipped), "en", [problem]).read_text(
        encoding="utf-8"
    )
    assert message("report-quality-verdict", "en", state="blocking") in page
    said = strip_isolates(page)
    assert "row 14" in said
    assert "row 3, with other content" in said
    assert "<b>age" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_annex_shows_the_people_and_stays_restricted(shipped, language):
    file = write_annex(open_evaluation("temara", workspace=shipped), language)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    page = file.read_text(encoding="utf-8")
    assert page.count('<img src="data:image/svg+xml') == 4
    assert message("report-restricted", language) in page
    assert message("simulated-mark", language) in page
    # 6 of 7 worked at month 6: Clopper-Pearson 42.1 % to 99.6 % (R, binom.test(6, 7)).
    assert re.search(r"42.*100", page)


def test_annex_is_not_written_where_everything_was_published(shipped):
    assert write_annex(open_evaluation("tarp", workspace=shipped), "en") is None


def test_inputs_do_not_give_restricted_answers_away(shipped, workspace):
    public = describe_inputs(open_evaluation("tarp", workspace=shipped))
    assert list(public["raw_files"]) == ["data/raw/tarp/rossi.csv"]
    small = open_evaluation("temara", workspace=shipped)
    assert describe_inputs(small)["raw_files"] == {}
    file = workspace.root / "data/raw/temara/simulated_interviews.csv"
    file.chmod(0o644)
    file.write_text(file.read_text().replace(",2400,", ",2500,"))
    assert hash_inputs(open_evaluation("temara", workspace=workspace)) == hash_inputs(small)


def test_notebook_page_keeps_outputs_and_carries_the_policy(tmp_path):
    outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="<b>printed</b>"),
        nbformat.v4.new_output("display_data", {"text/html": "<p>shown</p>", "text/plain": "plain"}),
        nbformat.v4.new_output("display_data", {"image/png": "iVBORw0KGgo=\n"}, metadata={"alt": "a chart"}),
        nbformat.v4.new_output("error", ename="E", evalue="v", traceback=["\x1b[31m<line>\x1b[0m"]),
    ]
    cells = [
        nbformat.v4.new_markdown_cell("# عنوان"),
        nbformat.v4.new_code_cell("a < b", execution_count=1, outputs=outputs),
    ]
    source = tmp_path / "executed.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source)
    file = write_notebook_page(source, tmp_path / "page.html", "ar", title="دفتر <x>")
    page = file.read_text(encoding="utf-8")
    assert '<html lang="ar-MA" dir="rtl">' in page
    assert POLICY.replace("'", "&#39;") in page
    assert "<h1>عنوان</h1>" in page
    assert "a &lt; b" in page
    assert "&lt;b&gt;printed&lt;/b&gt;" in page
    assert "<p>shown</p>" in page
    assert 'alt="a chart"' in page
    assert "&lt;line&gt;" in page
    assert "<title>دفتر &lt;x&gt;</title>" in page
    assert len(page.encode()) < 120_000
