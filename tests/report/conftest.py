"""A brief made by hand, and the briefs of the shipped studies, written once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from idmaj.report import write_brief
from idmaj.report.document import (
    Box,
    Brief,
    Column,
    Figure,
    KeyNumber,
    Provenance,
    Section,
    Table,
)
from idmaj.store import Workspace, open_evaluation
from idmaj.text import LANGUAGES, format_number, format_percent

STUDIES = ("tarp", "nsw", "nsw-cps", "temara", "handovers")

WORDS = {
    "ar": "نسبة الأشخاص الذين أعيد توقيفهم خلال سنة بعد الإفراج",
    "fr": "Part des personnes arrêtées de nouveau dans l’année qui suit la sortie",
    "en": "Share of people arrested again within a year of release",
}

SVG = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="80pt" viewBox="0 0 200 80">
 <path d="M 0 0
L 200.123456 80.5
" style="stroke: #12436d"/>
</svg>
"""


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "picture.svg"
    file.write_text(SVG, encoding="utf-8")
    return file


@pytest.fixture
def make_brief() -> Callable[..., Brief]:
    """A function that makes a brief; `extra` is put into every text."""

    def make(language: str = "en", extra: str = "", n_sections: int = 1) -> Brief:
        words = WORDS[language] + extra
        cells = (words, format_number(267788.01, language, 2), format_percent(0.125, language))
        columns = (Column(words, width=2), Column(words, is_number=True), Column(words, is_number=True))
        table = Table(words, columns, (cells, cells), note=words)
        figure = Figure(
            "picture", "survival", "re_arrest", title=words, alt=words, caption=words, table=table
        )
        section = Section(words, (words,), (words,), (figure,), table)
        return Brief(
            language=language,
            study_id="made",
            title=words,
            question=words,
            programme=words,
            answer=(words,),
            warning=words,
            key_numbers=(KeyNumber(cells[1], words, words),),
            sections=(section,) * n_sections,
            boxes=(Box("method", words, (words,)), Box("limits", words, (words,))),
            provenance=Provenance("2024-12-06", words, "17e160e8f9ed93afccd5d106e780dccd", "0.1.0"),
            simulated_mark=words,
            links=((words, words), (words, "https://example.org/?a=1&b=2")),
        )

    return make


@pytest.fixture(scope="session")
def written(shipped: Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Folder with the files of each study and language."""
    folder = tmp_path_factory.mktemp("briefs")
    found = {}
    for study in STUDIES:
        evaluation = open_evaluation(study, workspace=shipped)
        for language in LANGUAGES:
            write_brief(evaluation, language, folder / study)
            found[study, language] = folder / study
    return found
