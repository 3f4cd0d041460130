"""Letters are shaped by the font, bytes repeat, the gate catches faults, and the session stays as it was."""

import ast
import tomllib
from pathlib import Path

import fontpkg
import matplotlib
import pytest
import uharfbuzz
from matplotlib.figure import Figure

import idmaj
from idmaj import charts
from idmaj.charts import style
from idmaj.charts.style import CM_PER_POINT, FAMILY, font, house_style, measure_text, wrap_text
from idmaj.errors import RenderError
from idmaj.text import isolate

FILES = sorted((Path(idmaj.__file__).parent / "charts").glob("*.py"))


def width_by_harfbuzz(word: str, size: float) -> float:
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(fontpkg.path(FAMILY, weight=400))))
    shaper, buffer = uharfbuzz.Font(face), uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer)
    return sum(place.x_advance for place in buffer.glyph_positions) / face.upem * size * CM_PER_POINT


@pytest.mark.parametrize("word", ["المستفيدون", "مجموعة", "الإدماج", "لا"])
def test_arabic_letters_join_as_harfbuzz_joins_them(word):
    joined = measure_text(word, 20)
    apart = sum(measure_text(letter, 20) for letter in word)
    assert joined == pytest.approx(width_by_harfbuzz(word, 20), rel=0.03)
    assert abs(joined - apart) > 0.02 * joined


def test_nothing_reshapes_arabic_a_second_time(made):
    forbidden = {"arabic_reshaper", "bidi"}
    for file in (Path(idmaj.__file__).parent).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} & forbidden, file
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in forbidden, file
    project = tomllib.loads((made.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = " ".join(
        [
            *project["dependencies"],
            *(name for names in project["optional-dependencies"].values() for name in names),
        ]
    )
    assert "reshaper" not in declared and "bidi" not in declared


def test_no_state_of_a_session_is_read_or_kept(tarp, tarp_estimates):
    expected = charts.render_chart(charts.draw_forest(tarp_estimates, tarp, "ar", outcome="re_arrest"), "svg")
    with matplotlib.rc_context(
        {"font.size": 30, "lines.linewidth": 9, "text.parse_math": True, "axes.grid": True}
    ):
        before = dict(matplotlib.rcParams)
        drawn = charts.render_chart(
            charts.draw_forest(tarp_estimates, tarp, "ar", outcome="re_arrest"), "svg"
        )
        assert dict(matplotlib.rcParams) == before
    assert drawn == expected


def test_pyplot_is_never_imported():
    assert not any("pyplot" in file.read_text(encoding="utf-8") for file in FILES)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_two_writes_give_the_same_bytes(tmp_path, language, tarp, tarp_curves):
    written = []
    for number in (1, 2):
        figure = charts.draw_survival(tarp_curves, tarp, language, outcome="re_arrest")
        written.append(
            charts.write_chart(
                figure, "survival", language, tmp_path / str(number), title="t", alt="alt text"
            )
        )
    assert written[0].svg.read_bytes() == written[1].svg.read_bytes()
    assert written[0].png.read_bytes() == written[1].png.read_bytes()
    assert written[0].svg.name == f"survival.{language}.svg"
    assert b"<text" not in written[0].svg.read_bytes()  # letters are outlines: no font is needed to read them


def test_a_chart_is_as_wide_as_the_column_of_a_brief(tarp, tarp_estimates):
    figure = charts.draw_levels(tarp_estimates, tarp, "fr", outcome="re_arrest")
    assert figure.get_size_inches()[0] * 2.54 == pytest.approx(16.5)


def test_a_chart_shows_itself_in_a_notebook_with_its_text_in_place(tmp_path, tarp, tarp_estimates):
    figure = charts.draw_levels(tarp_estimates, tarp, "ar", outcome="re_arrest")
    chart = charts.write_chart(figure, "levels", "ar", tmp_path, title="<b>", alt='a "quoted" <alt>')
    page = chart._repr_html_()
    assert 'dir="rtl"' in page and "&lt;b&gt;" in page and "a &quot;quoted&quot; &lt;alt&gt;" in page


@pytest.mark.parametrize("alt", ["", "x" * 151])
def test_a_chart_without_text_in_its_place_is_not_written(tmp_path, alt, tarp, tarp_estimates):
    figure = charts.draw_levels(tarp_estimates, tarp, "en", outcome="re_arrest")
    with pytest.raises(RenderError, match="alt"):
        charts.write_chart(figure, "levels", "en", tmp_path, title="t", alt=alt)
    assert list(tmp_path.iterdir()) == []


class TestGate:
    def faults(self, *texts, **style_of):
        with house_style():
            figure = Figure(figsize=(4, 2))
            for x, y, text in texts:
                figure.text(
                    x,
                    y,
                    text,
                    fontproperties=font(style_of.get("size", 9)),
                    color=style_of.get("color", "black"),
                )
        return [fault.split(":")[0] for fault in charts.lint_figure(figure)]

    def test_a_clean_figure_has_none(self):
        assert self.faults((0.1, 0.2, "one"), (0.1, 0.6, "two")) == []

    def test_text_outside(self):
        assert self.faults((0.95, 0.5, "far too long for here")) == ["outside"]

    def test_text_over_text(self):
        assert self.faults((0.1, 0.5, "one word"), (0.15, 0.5, "another")) == ["overlap"]

    def test_small_text(self):
        assert self.faults((0.1, 0.5, "small"), size=7.4) == ["small"]

    def test_pale_text(self):
        assert self.faults((0.1, 0.5, "pale"), color="#F46A25") == ["pale"]

    def test_missing_glyph(self):
        assert self.faults((0.1, 0.5, "\U00013000")) == ["glyph"]

    def test_box_outside(self):
        from matplotlib.patches import Rectangle

        with house_style():
            figure = Figure(figsize=(4, 2))
            figure.add_artist(Rectangle((0.9, 0.1), 0.3, 0.2, transform=figure.transFigure))
        assert charts.lint_figure(figure) == ["outside: Rectangle"]

    def test_nothing_is_written(self, tmp_path):
        figure = Figure(figsize=(4, 2))
        figure.text(0.95, 0.5, "far too long for here", fontproperties=font(9))
        with pytest.raises(RenderError, match="outside"):
            charts.write_chart(figure, "bad", "en", tmp_path / "charts", title="t", alt="a")
        assert not (tmp_path / "charts").exists()


def test_without_the_house_font_charts_are_drawn_in_the_last_resort(monkeypatch, tarp, tarp_estimates):
    def absent(*_, **__):
        raise fontpkg.errors.FamilyNotInstalled(FAMILY)

    monkeypatch.setattr(fontpkg, "path", absent)
    style.font_families.cache_clear()
    style.measure_text.cache_clear()
    try:
        assert style.font_families() == ("DejaVu Sans",)
        figure = charts.draw_levels(tarp_estimates, tarp, "ar", outcome="re_arrest")
        assert charts.lint_figure(figure) == []
    finally:
        monkeypatch.undo()
        style.font_families.cache_clear()
        style.measure_text.cache_clear()


def test_wrapped_lines_fit_and_keep_every_word_and_isolate():
    low, high = isolate("−1.267,5"), isolate("12,7")
    text = f"{isolate('يرتفع الدخل الشهري للمستفيدين', None)} من {low} إلى {high} درهما في السنة"
    lines = wrap_text(text, 3.5, 9)
    assert len(lines) > 2 and all(measure_text(line, 9) <= 3.5 for line in lines)
    assert all(sum(line.count(m) for m in "\u2066\u2067\u2068") == line.count("\u2069") for line in lines)
    plain = str.maketrans("", "", "\u2066\u2067\u2068\u2069")
    assert " ".join(lines).translate(plain) == text.translate(plain)
