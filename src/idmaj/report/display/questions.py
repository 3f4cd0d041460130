"""Notebook 06: five questions about every result, in one place for each outcome."""

from __future__ import annotations

from idmaj.effects import estimate_study
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.report.questioned import answer_questions
from idmaj.report.words import name_outcome
from idmaj.store import Evaluation
from idmaj.text import Language, message


def show_questions(evaluation: Evaluation, language: Language) -> Sheet:
    """Show of each outcome the estimate, what moves it, what would overturn it, what would settle it, its cost.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        A table for each outcome; one sentence where nothing was estimated.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    rows = estimate_study(evaluation)["estimates"]
    headings = [message(f"asked-column-{part}", language) for part in ("question", "answer")]
    for name in study.outcome:
        answers = answer_questions(rows, study, language, outcome=name)
        if not answers:
            continue
        sheet = sheet.say(name_outcome(study, name, language), heading=True)
        lines = [
            [message(f"asked-question-{answer.question}", language), " ".join(answer.sentences)]
            for answer in answers
        ]
        sheet = sheet.tabulate(headings, lines)
    return sheet if sheet.parts else sheet.say(message("notebook-no-comparison", language))
