"""What may be said: states of the claim ladder, sentences in three languages, and their linter."""

from idmaj.findings.build import build_findings, find_findings
from idmaj.findings.ladder import EFFECT_STATES, LadderInput, State, classify
from idmaj.findings.linter import lint_finding, lint_text
from idmaj.findings.sentences import say_finding, say_subject

__all__ = [
    "EFFECT_STATES",
    "LadderInput",
    "State",
    "build_findings",
    "classify",
    "find_findings",
    "lint_finding",
    "lint_text",
    "say_finding",
    "say_subject",
]
