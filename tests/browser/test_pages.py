"""Pages in a real browser: hostile text runs nothing, nothing is fetched, pictures are the same."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import numpy as np
import pytest
from markupsafe import Markup
from matplotlib.image import imread

from idmaj.report import render_html, write_brief, write_notebook_page
from idmaj.report.document import Brief, Provenance
from idmaj.report.pages import render_page
from idmaj.report.pictures import embed_svg
from idmaj.store import open_evaluation

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = (
    '"><script>document.title="taken"</script><img src=x onerror="document.title=\'taken\'">'
    "<svg onload=\"document.title='taken'\"></svg><a href=\"javascript:document.title='taken'\">x</a>"
)

pytestmark = pytest.mark.full


def browse(*arguments: str) -> str:
    if CHROMIUM is None:
        pytest.fail("chromium is missing: sudo apt install chromium")
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=3000",
        *arguments,
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def title_of(file: Path) -> str:
    found = re.search(r"<title>(.*?)</title>", browse("--dump-dom", file.as_uri()), re.DOTALL)
    return html.unescape(found[1]) if found else ""


def photograph(file: Path, picture: Path, *, width: int = 1000, height: int = 800) -> np.ndarray:
    browse("--hide-scrollbars", f"--screenshot={picture}", f"--window-size={width},{height}", file.as_uri())
    return imread(picture)[..., :3]


def make_brief(words: str) -> Brief:
    return Brief("en", "made", words, words, words, (words,), Provenance("2024-12-06", words, "0" * 64, "1"))


def test_the_attack_works_where_nothing_defends(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(f"<title>safe</title><p>{HOSTILE}</p>")
    assert title_of(file) == "taken"


def test_hostile_text_in_a_brief_runs_nothing(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(render_html(make_brief(HOSTILE)), encoding="utf-8")
    assert title_of(file) == HOSTILE


def test_a_live_payload_in_a_notebook_is_stopped_by_the_policy(tmp_path):
    outputs = [nbformat.v4.new_output("display_data", {"text/html": HOSTILE[2:]})]
    cells = [
        nbformat.v4.new_markdown_cell(HOSTILE[2:]),
        nbformat.v4.new_code_cell(HOSTILE, execution_count=1, outputs=outputs),
    ]
    source = tmp_path / "executed.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source)
    page = write_notebook_page(source, tmp_path / "page.html", "en", title="safe")
    assert "<script>" in page.read_text(encoding="utf-8")
    assert title_of(page) == "safe"


@pytest.fixture
def listener():
    """A local server that remembers what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def test_a_page_fetches_nothing(tmp_path, listener):
    address, asked = listener
    style = f"<style>p{{background:url({address}/c)}}</style>"
    loud = f'<p>x</p><img src="{address}/a"><link rel="stylesheet" href="{address}/b">{style}'
    plain, kept = tmp_path / "plain.html", tmp_path / "kept.html"
    plain.write_text(f"<p>{loud}</p>")
    browse("--dump-dom", plain.as_uri())
    assert {"/a", "/b", "/c"} <= set(asked)
    asked.clear()
    kept.write_text(render_page(Markup(loud), "en", title="x"), encoding="utf-8")
    browse("--dump-dom", kept.as_uri())
    assert asked == []


@pytest.mark.parametrize(("study", "language"), [("tarp", "ar"), ("handovers", "fr"), ("nsw-cps", "en")])
def test_compacted_pictures_look_the_same(shipped, tmp_path, study, language):
    written = write_brief(open_evaluation(study, workspace=shipped), language, tmp_path / "brief")
    for svg in (file for file in written if file.suffix == ".svg"):
        photographs = []
        for name, address in (
            ("before", svg.as_uri()),
            ("after", embed_svg(svg.read_text(encoding="utf-8"))),
        ):
            page = tmp_path / f"{name}.html"
            page.write_text(f'<body style="margin:0"><img width="1000" src="{address}">', encoding="utf-8")
            photographs.append(photograph(page, tmp_path / f"{name}.png"))
        before, after = photographs
        assert (before < 0.5).mean() > 0.002  # there is ink
        assert (np.abs(before - after) > 0.2).mean() < 0.0005, svg.name


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("width", [390, 1000])
def test_no_page_needs_scrolling_sideways(shipped, tmp_path, language, width):
    written = write_brief(open_evaluation("handovers", workspace=shipped), language, tmp_path)
    page = next(file for file in written if file.suffix == ".html").read_text(encoding="utf-8")
    probe = "<script>document.title=document.documentElement.scrollWidth-document.documentElement.clientWidth</script>"
    probed = tmp_path / "probed.html"
    bare = re.sub(r"<meta http-equiv[^>]*>", "", page)
    probed.write_text(bare.replace("</body>", f"{probe}</body>"), encoding="utf-8")
    found = re.search(
        r"<title>(-?\d+)</title>", browse(f"--window-size={width},900", "--dump-dom", probed.as_uri())
    )
    assert int(found[1]) <= 1
