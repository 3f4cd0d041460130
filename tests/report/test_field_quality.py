"""The report on field data says who must act, loses no row, and no cell of it runs anything."""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import time
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from idmaj.errors import RenderError, TextError
from idmaj.report import pages
from idmaj.report.field_quality import workbook as workbook_module
from idmaj.report.field_quality import write_field_quality
from idmaj.report.field_quality.page import render_field_quality
from idmaj.report.field_quality.record import build_agendas, count_lost, find_state
from idmaj.report.field_quality.tables import MOST_CASES
from idmaj.report.field_quality.workbook import clean_cell, render_workbook
from idmaj.report.pages import POLICY
from idmaj.text import LANGUAGES, catalogue, sources, strip_isolates

_SPEC = importlib.util.spec_from_file_location(
    "invented_findings", Path(__file__).parent / "invented_findings.py"
)
invented = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(invented)

TITLES = {"ar": "تتبع المستفيدين", "fr": "Suivi des bénéficiaires", "en": "Follow-up of participants"}


@pytest.fixture(autouse=True, scope="module")
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


def page(language="en", findings=None, record=None, *, is_small=False, has_fonts=False) -> str:
    """A page; where only its words matter, without the half second that the making of its fonts takes."""
    with pytest.MonkeyPatch.context() as patch:
        if not has_fonts:
            patch.setattr(pages, "embed_font", lambda _weight, _texts: "")
        return render_field_quality(
            findings or invented.make_findings(), record or invented.make_record(), language,
            title=TITLES[language], is_small=is_small,
        )  # fmt: skip


def book(language="en", findings=None, record=None, *, is_small=False) -> bytes:
    return render_workbook(
        findings or invented.make_findings(), record or invented.make_record(), language,
        title=TITLES[language], is_small=is_small,
    )  # fmt: skip


def sheets(content: bytes) -> dict[str, list[list]]:
    """Sheets as a reader that is not openpyxl sees them."""
    opened = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}


class Outline(HTMLParser):
    """Headings, tables, texts and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.ids: set[str] = set()
        self.targets: set[str] = set()
        self.tables: list[dict] = []
        self.tags: list[str] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append(tag)
        self.ids |= {given["id"]} if "id" in given else set()
        self.targets |= {given["href"]} if tag == "a" else set()
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag == "table":
            self.tables.append({"label": given.get("aria-label", ""), "scopes": [], "rows": 0})
        if tag == "th":
            self.tables[-1]["scopes"].append(given.get("scope"))
        if tag == "tr":
            self.tables[-1]["rows"] += 1
        self._open.append(tag)

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if any(re.fullmatch("h[1-6]", tag) for tag in self._open):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)
        if "caption" in self._open:
            self.tables[-1]["label"] += data


def text_of(html: str) -> str:
    """What a person reads, without tags, style and isolates."""
    body = html[html.index("<body>") :]
    return strip_isolates(re.sub(r"<wbr>|</?bdi>", "", re.sub(r"<(?!/?bdi|wbr)[^>]+>", " ", body)))


class TestWhoMustAct:
    def test_people_come_in_order_and_enumerators_by_number(self):
        assert [agenda.actor for agenda in build_agendas(invented.make_findings())] == [
            "data_manager", "supervisor", "evaluator", "enumerator:E9", "enumerator:E10",
        ]  # fmt: skip

    def test_every_case_and_every_line_is_somebodys(self):
        findings = invented.make_findings()
        agendas = build_agendas(findings)
        assert sum(agenda.n_cases for agenda in agendas) == len(findings.rows) == 8
        lines = [
            index
            for agenda in agendas
            for task in agenda.tasks
            for index in task.found.loc[task.found["actor"] == agenda.actor].index
        ]
        assert sorted(lines) == sorted(findings.checks.index)

    def test_the_gravest_comes_first_and_gives_the_verdict(self):
        findings = invented.make_findings()
        findings.checks["actor"] = "supervisor"
        severities = [task.severity for task in build_agendas(findings)[0].tasks]
        assert severities == sorted(severities, key=["blocking", "flagged", "note"].index)
        assert find_state(findings) == "blocking"
        assert find_state(invented.no_findings()) == "none"

    def test_a_case_whose_check_names_another_person_keeps_its_words(self):
        findings = invented.make_findings()
        findings.rows.loc[0, "actor"] = "enumerator:E07"
        said = text_of(page(findings=findings))
        assert "Enumerator E07" in said
        assert said.count("The same person was interviewed more than once") == 2

    def test_a_case_of_a_check_without_a_line_is_refused(self):
        findings = invented.make_findings()
        broken = replace(findings, checks=findings.checks.iloc[1:])
        with pytest.raises(RenderError, match="invented-twice"):
            build_agendas(broken)

    def test_a_case_is_said_in_the_words_of_its_own_scope(self):
        # two questions of one check: the case of the second must not be told with the name of the first
        findings = invented.make_findings()
        findings.checks.loc[3, "actor"] = "enumerator:E10"
        findings.checks.loc[3, ["scope", "arguments"]] = ["wave=1|column=debt_mad", '{"column": "debt_mad"}']
        findings.rows.loc[7, ["actor", "enumerator_id", "column"]] = ["enumerator:E10", "E10", "debt_mad"]
        lines = sheets(book(findings=findings))["Enumerator E10"]
        question = lines[0].index("Question")
        told = {line[question]: line[1] for line in lines[1:]}
        assert told["debt_mad"] == "1 answers to debt_mad are “don’t know”"
        assert told["profit_30d_mad"] == "4 answers to profit_30d_mad are “don’t know”"


class TestPage:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_is_accessible_and_loads_nothing(self, language):
        html = page(language, has_fonts=True)
        outline = Outline(html)
        levels = [level for level, _ in outline.headings]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert all(text.strip() for _, text in outline.headings)
        assert all(
            table["label"].strip() and set(table["scopes"]) == {"col", "row"} for table in outline.tables
        )
        assert {target.removeprefix("#") for target in outline.targets} <= outline.ids
        assert f'content="{POLICY}"' in html.replace("&#39;", "'")
        assert not {"script", "link", "img", "iframe"} & set(outline.tags)
        assert not re.search(r"https?://|url\((?!data:font/woff2)", html)
        assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html
        assert "built-in" not in html

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_same_findings_give_the_same_text(self, language):
        assert page(language, has_fonts=True) == page(language, has_fonts=True)

    def test_it_says_what_to_do_and_shows_every_case(self):
        said = text_of(page())
        assert "cannot be used before the blocking cases" in said
        assert "Correct the unit" in said or "correct the unit" in said
        for _, case in invented.make_findings().rows.iterrows():
            assert case["submission_uuid"] in said and case["person_id"] in said
        assert "99999" in said
        assert "2 out of 110 (1.8%)" in said

    def test_what_was_not_checked_is_told_apart_from_what_was_in_order(self):
        titles = [text for _, text in Outline(page()).headings]
        said = text_of(page())
        not_run, clear = (titles.index(t) for t in (
            "Not checked, for want of what the check needs", "Checked, and nothing found"
        ))  # fmt: skip
        assert not_run < clear
        assert said.index("roster.delivered_on") < said.index("An end after the start")

    def test_a_small_group_gets_lists_and_counts_and_no_rate(self):
        findings = invented.make_findings(of=7)
        findings.checks["rate"] = findings.checks["n"] / findings.checks["of"]
        for language in LANGUAGES:
            html = page(language, findings, is_small=True)
            assert "%" not in text_of(html)
            assert strip_isolates(html).count(findings.rows["submission_uuid"].iloc[0][-12:]) == 1
            made = sheets(book(language, findings, is_small=True))
            cells = [cell for lines in made.values() for line in lines for cell in line]
            assert not [cell for cell in cells if isinstance(cell, float) and not cell.is_integer()]
        large = text_of(page("en", findings))
        assert "29%" in large  # 2 of 7: the check above can fail

    def test_a_rate_below_its_minimum_is_not_said(self):
        assert "%" not in text_of(page(findings=invented.make_findings(of=29)))
        assert "%" in text_of(page(findings=invented.make_findings(of=30)))

    def test_long_lists_are_cut_with_their_number_and_the_workbook_has_them_all(self):
        findings = invented.make_findings()
        many = pd.concat([findings.rows.iloc[[0]]] * (MOST_CASES + 23), ignore_index=True)
        many["submission_uuid"] = [f"uuid-{n}" for n in range(len(many))]
        findings = replace(findings, rows=many)
        assert text_of(page(findings=findings)).count("uuid-") == MOST_CASES
        assert "23 more are in the workbook" in text_of(page(findings=findings))
        assert len(sheets(book(findings=findings))["Data manager"]) == 1 + MOST_CASES + 23

    def test_no_text_of_the_data_becomes_markup(self):
        findings = invented.make_findings(shown=invented.HOSTILE)
        findings.rows["person_id"] = invented.HOSTILE
        findings.checks.loc[2, "scope"] = f"column={invented.HOSTILE}"
        record = invented.make_record()
        record.runs["source_file"] = invented.HOSTILE
        html = render_field_quality(findings, record, "fr", title=invented.HOSTILE, is_small=False)
        assert "script" not in Outline(html).tags

    def test_nothing_found_is_said(self):
        said = text_of(page(findings=invented.no_findings()))
        assert "no check found anything" in said
        assert "Nobody has a case to settle" in said

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_nothing_received_still_makes_a_report(self, language):
        record = invented.make_record()
        empty = replace(record, runs=record.runs.iloc[:0], set_aside=record.set_aside.iloc[:0])
        assert page(language, invented.no_findings(), empty)
        assert book(language, invented.no_findings(), empty)

    def test_a_check_without_words_is_refused(self):
        findings = invented.make_findings()
        findings.checks.loc[1, "arguments"] = "{}"
        with pytest.raises(TextError, match="column"):
            page(findings=findings)


class TestRows:
    def test_a_row_that_nobody_accounts_for_is_told(self):
        lost = invented.make_record(n_kept=106)
        assert list(count_lost(lost.runs)) == [1, 0]
        assert "Some rows are not accounted for" in text_of(page(record=lost))
        assert "Not accounted for" in text_of(page(record=lost))
        assert "Some rows are not accounted for" not in text_of(page())
        lines = sheets(book(record=lost))["Rows"]
        assert [line[-1] for line in lines] == ["Not accounted for", 1, 0]

    def test_a_row_counted_twice_does_not_hide_one_that_is_lost(self):
        runs = invented.make_record().runs.assign(rows_kept=[106, 13])
        assert list(count_lost(runs)) == [1, -1]
        assert "Some rows are not accounted for" in text_of(
            page(record=replace(invented.make_record(), runs=runs))
        )

    def test_rows_set_aside_are_counted_by_reason(self):
        outline, said = Outline(page()), text_of(page())
        assert "Rows set aside, by reason" in {text for _, text in outline.headings}
        assert "The file cannot be opened" in said
        lines = sheets(book())["Set aside"]
        assert [line[1] for line in lines[1:]] == [14, 57]


class TestWorkbook:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_one_sheet_for_each_person_who_must_act(self, language):
        opened = openpyxl.load_workbook(io.BytesIO(book(language)))
        assert len(opened.sheetnames) == 1 + 5 + 2
        for sheet in opened:
            assert bool(sheet.sheet_view.rightToLeft) is (language == "ar")
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref == sheet.dimensions
            widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
            assert all(8 <= width <= 60 for width in widths)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_same_findings_give_the_same_bytes(self, language, monkeypatch):
        first = book(language)
        later = time.localtime(time.time() + 1e8)
        monkeypatch.setattr(zipfile.time, "localtime", lambda *_: later)
        assert book(language) == first
        assert b"2000-01-01T00:00:00Z" in zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml")

    @pytest.mark.parametrize(
        ("shown", "cell"),
        [
            ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
            ("+212 600 000 000", "'+212 600 000 000"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("-500", -500),
            ("99999", 99999),
            ("12.5", 12.5),
            ("007", "007"),
            ("89462046111319665524", "89462046111319665524"),
            ("1e5", "1e5"),
            ("ok\x00\x0b", "ok\ufffd\ufffd"),
            ("فاس", "فاس"),
        ],
    )
    def test_an_answer_is_no_formula_and_no_number_is_changed(self, shown, cell):
        content = book(findings=invented.make_findings(shown=shown))
        opened = openpyxl.load_workbook(io.BytesIO(content))
        sheet = opened["Field supervisor"]
        place = [heading.value for heading in sheet[1]].index("Answer")
        assert sheet.cell(2, place + 1).value == cell
        assert "<f>" not in "".join(
            zipfile.ZipFile(io.BytesIO(content)).read(name).decode()
            for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
            if name.startswith("xl/worksheets/")
        )

    def test_identifiers_stay_text(self):
        findings = invented.make_findings()
        findings.rows[["submission_uuid", "enumerator_id", "wave"]] = ["0123", "7", "1"]
        lines = sheets(book(findings=findings))["Field supervisor"]
        assert {"0123", "7", "1"} <= set(lines[1])

    @given(st.text(max_size=80))
    def test_no_text_breaks_a_workbook_or_begins_like_a_formula(self, text):
        cell = clean_cell(text)
        assert strip_isolates(cell).strip()[:1] not in set("=+-@")
        openpyxl.Workbook().active.cell(1, 1, cell)

    @given(st.lists(st.text(max_size=50), max_size=6))
    def test_names_of_sheets_are_taken_by_the_format(self, names):
        made = workbook_module._name_sheets(names)
        assert len({name.casefold() for name in made}) == len(names) == len(made)
        opened = openpyxl.Workbook()
        for name in made:
            assert 0 < len(name) <= 31
            assert opened.create_sheet(name).title == name

    def test_names_with_one_beginning_are_told_apart(self):
        long = "Enumerator with a very long name " + "x" * 20
        assert workbook_module._name_sheets([f"{long}1", f"{long}2", "a/b", "A:B"]) == [
            "Enumerator with a very long nam", "Enumerator with a very long (2)", "a b", "A B (2)",
        ]  # fmt: skip

    def test_a_sheet_says_how_many_lines_it_leaves_out(self, monkeypatch):
        monkeypatch.setattr("idmaj.report.field_quality.lines.MOST_LINES", 3)
        lines = sheets(book())["Enumerator E10"]
        assert len([line for line in lines[1:] if line[1]]) == 3
        assert lines[-1][0].startswith("1 more are left out here")


def test_everything_is_written_or_nothing(tmp_path):
    made = write_field_quality(
        invented.make_findings(), invented.make_record(), tmp_path / "new", title=TITLES, is_small=False
    )
    assert sorted(file.name for file in made) == sorted(
        f"quality.{language}.{ending}" for language in LANGUAGES for ending in ("html", "xlsx")
    )
    assert all(
        TITLES["fr"] in file.read_text(encoding="utf-8") for file in made if file.name == "quality.fr.html"
    )
    before = {file: file.read_bytes() for file in made}
    broken = invented.make_findings()
    broken.checks.loc[1, "check_id"] = broken.rows.loc[2, "check_id"] = "invented-nobody-wrote"
    with pytest.raises(TextError, match="invented-nobody-wrote"):
        write_field_quality(broken, invented.make_record(), tmp_path / "new", title="x", is_small=False)
    assert {file: file.read_bytes() for file in made} == before
