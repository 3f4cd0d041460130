"""A language changes words, never tables."""

import hashlib

import pytest

from idmaj.report.display import (
    show_balance,
    show_costs,
    show_curves,
    show_doubt,
    show_effects,
    show_findings,
    show_follow_up,
    show_gates,
    show_handovers,
    show_loss,
    show_outcomes,
    show_troubles,
    show_value,
    summarise_ingest,
)  # fmt: skip
from idmaj.store import evaluation as store
from idmaj.store import open_evaluation
from idmaj.text import LANGUAGES, message

SHOWN = [
    summarise_ingest, show_troubles, show_follow_up, show_balance, show_curves, show_handovers, show_effects,
    show_gates, show_findings, show_costs, show_value, show_doubt, show_loss,
]  # fmt: skip
DOMAINS = ("employment", "income", "enterprise", "recidivism")
STUDIES = ("handovers", "nsw", "nsw-cps", "tarp", "temara")


def show_all(evaluation, language):
    sheets = [show(evaluation, language) for show in SHOWN]
    return [*sheets, *(show_outcomes(evaluation, domain, language) for domain in DOMAINS)]


def hash_tables(evaluation):
    files = sorted(evaluation.folder.rglob("*.parquet"))
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.mark.parametrize("study", STUDIES)
def test_a_second_language_computes_nothing_again(study, workspace, monkeypatch):
    evaluation = open_evaluation(study, workspace=workspace)
    show_all(evaluation, "fr")
    before = hash_tables(evaluation)

    def refuse(*_):
        raise AssertionError("a stage was computed again")

    monkeypatch.setattr(store, "write_tables", refuse)
    show_all(open_evaluation(study, workspace=workspace), "ar")
    assert hash_tables(evaluation) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_invented_data_are_marked_on_every_sheet(language, shipped):
    mark = message("simulated-mark", language)
    temara = show_all(open_evaluation("temara", workspace=shipped), language)
    assert all(mark in sheet._repr_html_() for sheet in temara)
    tarp = show_all(open_evaluation("tarp", workspace=shipped), language)
    assert not any(mark in sheet._repr_html_() for sheet in tarp)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_study_without_persons_says_so_and_ends_well(language, shipped):
    sheet = show_follow_up(open_evaluation("handovers", workspace=shipped), language)
    assert sheet.texts == (message("notebook-no-persons", language),)


def test_arabic_sheets_run_from_right_to_left(shipped):
    assert (
        '<div lang="ar" dir="rtl">'
        in show_gates(open_evaluation("tarp", workspace=shipped), "ar")._repr_html_()
    )


def test_rows_that_were_set_aside_are_told_with_place_and_reason(workspace):
    file = workspace.root / "data/raw/temara/simulated_interviews.csv"
    file.chmod(0o644)
    file.write_text(file.read_text() + "SIM-9,month_12,2026-01-05,interviewed,yes,0,0,operating,no\n")
    study = workspace.study_file("temara")
    study.write_text(study.read_text() + "\n[disclosure]\nset_aside_share = 0.5\n")
    sheet = show_troubles(open_evaluation("temara", workspace=workspace), "en")
    assert any("row 16" in text and "simulated_interviews.csv" in text for text in sheet.texts)


def test_answers_never_become_html():
    from idmaj.report.display.sheet import Sheet

    hostile = "<script>document.title='x'</script>"
    sheet = Sheet("en").say(hostile).list([hostile]).tabulate([hostile], [[hostile]])
    assert "<script" not in sheet._repr_html_()
