"""Names of events that compete with each other, of classes of an event, and of covariates that change."""

from __future__ import annotations

from idmaj.charts.arms import name_arm
from idmaj.charts.words import join_words
from idmaj.study import Study
from idmaj.text import Language, isolate, message

_BETWEEN = ": "
_CLASS = "class="


def name_cause(study: Study, outcome: str, cause: str, language: Language) -> str:
    """Name an event: the outcome itself, a competing event of the study file, or a class of the event.

    Parameters
    ----------
    study
        Words of the study file.
    outcome
        Name of the outcome.
    cause
        Empty for the outcome itself; the id of a competing event; or ``class=value``.
    language
        Reader's language.
    """
    if not cause:
        return study.outcome[outcome].label[language]
    if cause.startswith(_CLASS):
        value = cause.removeprefix(_CLASS)
        column = study.outcome[outcome].classes or ""
        labels = study.analysis.labels
        own = labels.get(f"{column}={value}")
        return own[language] if own else message("timing-class", language, value=isolate(value))
    labels_of = {event.id: event.label for event in study.outcome[outcome].competing}
    return labels_of[cause][language] if cause in labels_of else isolate(cause)


def split_term(term: str) -> tuple[str, str]:
    """Return the group and the cause of a term: ``support: death`` is support and death."""
    group, _, cause = term.partition(_BETWEEN)
    return group, cause


def name_group_and_cause(study: Study, outcome: str, term: str, language: Language) -> str:
    """Name a group, with the event where it is not that of the outcome."""
    group, cause = split_term(term)
    name = name_arm(study, group, language)
    if not cause:
        return name
    event = name_cause(study, outcome, cause, language)
    return join_words("chart-label-with-value", language, label=name, value=event)


def name_changing(study: Study, outcome: str, covariate: str, language: Language) -> str:
    """Name a covariate that changes while people are followed."""
    labels = {part.id: part.label for part in study.outcome[outcome].time_varying}
    return labels[covariate][language] if covariate in labels else isolate(covariate)
