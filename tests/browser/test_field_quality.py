"""The report on field data in a real browser: hostile answers run nothing, nothing is cut off."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import shutil
import subprocess
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from idmaj.report.field_quality import write_field_quality
from idmaj.text import LANGUAGES, catalogue, sources

_SPEC = importlib.util.spec_from_file_location(
    "invented_findings", Path(__file__).parent.parent / "report" / "invented_findings.py"
)
invented = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(invented)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PROBE = """<script>document.fonts.ready.then(() => document.title = JSON.stringify({
  sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  direction: getComputedStyle(document.querySelector("td")).direction,
  first: document.querySelector("thead th").getBoundingClientRect().left,
  last: document.querySelector("thead th:last-child").getBoundingClientRect().left,
  cut: [...document.querySelectorAll("td.code, th.code")].filter(cell => cell.scrollWidth > cell.clientWidth).length,
  fonts: [...document.fonts].filter(font => font.status === "loaded").length,
}))</script>"""

pytestmark = pytest.mark.full


def browse(*arguments: str) -> str:
    if CHROMIUM is None:
        pytest.fail("chromium is missing: sudo apt install chromium")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", *arguments,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def title_of(file: Path, *arguments: str) -> str:
    found = re.search(r"<title>(.*?)</title>", browse(*arguments, "--dump-dom", file.as_uri()), re.DOTALL)
    return html.unescape(found[1]) if found else ""


@pytest.fixture(scope="module", autouse=True)
def words(tmp_path_factory):
    """The shipped words, and those of the invented checks."""
    room = tmp_path_factory.mktemp("words")
    shutil.copytree(Path(str(files("idmaj.text"))) / "locale", room / "locale")
    for language, source in invented.WORDS.items():
        (room / "locale" / language / "invented.ftl").write_text(source, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "files", lambda _package: room)
        catalogue.read_catalogue.cache_clear()
        yield
    catalogue.read_catalogue.cache_clear()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [500, 1000])
def test_the_page_fits_and_reads_in_its_direction(tmp_path, language, width):
    write_field_quality(
        invented.make_findings(), invented.make_record(), tmp_path, title="Suivi", is_small=False
    )
    page = (tmp_path / f"quality.{language}.html").read_text(encoding="utf-8")
    probed = tmp_path / "probed.html"
    bare = re.sub(r"<meta http-equiv[^>]*>", "", page)
    probed.write_text(bare.replace("</body>", f"{PROBE}</body>"), encoding="utf-8")
    seen = json.loads(title_of(probed, f"--window-size={width},900"))
    assert seen["sideways"] <= 1
    assert seen["direction"] == ("rtl" if language == "ar" else "ltr")
    assert (seen["first"] > seen["last"]) is (language == "ar")
    assert seen["cut"] == 0
    assert seen["fonts"] == 2


def test_hostile_answers_run_nothing(tmp_path):
    findings = invented.make_findings(shown=invented.HOSTILE)
    findings.rows["person_id"] = invented.HOSTILE
    record = invented.make_record()
    record = replace(record, detected={language: [invented.HOSTILE] for language in LANGUAGES})
    write_field_quality(findings, record, tmp_path, title=invented.HOSTILE, is_small=False)
    for language in LANGUAGES:
        assert title_of(tmp_path / f"quality.{language}.html").endswith(invented.HOSTILE)
