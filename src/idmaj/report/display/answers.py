"""Notebooks 06 and 08: what may be said."""

from __future__ import annotations

from idmaj.findings import build_findings, say_finding
from idmaj.report.display.sheet import Sheet, open_sheet
from idmaj.store import Evaluation
from idmaj.text import Language, message


def show_findings(evaluation: Evaluation, language: Language) -> Sheet:
    """Show what may be said: one sentence for each estimate that a claim rests on, with its state.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off; what is needed of its stages is made.
    language
        Language of the words.

    Returns
    -------
    Sheet
        One sentence where nothing may be said.
    """
    study = evaluation.study
    sheet = open_sheet(language, simulated=study.study.simulated)
    findings = build_findings(evaluation)["findings"]
    if findings.empty:
        return sheet.say(message("notebook-no-finding", language))
    lines = [[str(row["state"]), say_finding(row, study, language)] for _, row in findings.iterrows()]
    return sheet.tabulate([message(f"notebook-{part}", language) for part in ("state", "sentence")], lines)
