"""What a brief is made from: released rows, findings and the study file; nothing that was not released."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from idmaj.disclosure import release_study
from idmaj.findings import build_findings, say_finding
from idmaj.report.words import phrase
from idmaj.store import Evaluation
from idmaj.study import Study
from idmaj.text import Language, message

QUIET_STATES = frozenset({"X", "C0", "C1"})
"""States in which a difference may not be put forward."""


@dataclass(frozen=True, eq=False)
class Material:
    """Released tables and findings of an evaluation, in one language.

    Attributes
    ----------
    evaluation, language
        What and for whom.
    released, curves
        Released estimates and curves: withheld rows have no numbers.
    findings
        States of the primary rows.
    """

    evaluation: Evaluation
    language: Language
    released: pd.DataFrame
    curves: pd.DataFrame
    findings: pd.DataFrame

    @property
    def study(self) -> Study:
        """The study file."""
        return self.evaluation.study

    def say(self, message_id: str, /, **arguments: str | int | float) -> str:
        """Say a message in the language of the brief."""
        return message(message_id, self.language, **arguments)

    def part(self, message_id: str, /, **arguments: str | int | float) -> str:
        """Say a message that is a part of another one; see `idmaj.report.words.phrase`."""
        return phrase(message_id, self.language, **arguments)

    def finding(self, outcome: str) -> pd.Series | None:
        """The finding of an outcome for everybody, else its first one; None where there is none."""
        found = self.findings.loc[self.findings["outcome"] == outcome]
        overall = found.loc[found["subgroup"] == "all"]
        best = overall if len(overall) else found
        return None if best.empty else best.iloc[0]

    def sentence(self, outcome: str) -> str:
        """What may be said of an outcome; empty where there is no finding."""
        finding = self.finding(outcome)
        return "" if finding is None else say_finding(finding, self.study, self.language)

    def state(self, outcome: str) -> str:
        """State of an outcome on the claim ladder; C0 where there is no finding."""
        finding = self.finding(outcome)
        return "C0" if finding is None else str(finding["state"])

    @property
    def outcomes(self) -> list[str]:
        """Outcomes in the order of the study file: the first one is the headline's."""
        return list(self.study.outcome)


def read_material(evaluation: Evaluation, language: Language) -> Material:
    """Read what a brief is made from."""
    tables = release_study(evaluation)
    released = tables["released"]
    if evaluation.study.outcome:  # rows of subgroups speak through their own findings
        released = released.loc[released["subgroup"] == "all"]
    findings = build_findings(evaluation)["findings"]
    return Material(evaluation, language, released, tables["released_curves"], findings)
