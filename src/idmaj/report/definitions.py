"""The definition of a measure of recidivism in words: six parts, and what a study adds to them."""

from __future__ import annotations

from idmaj.study import Outcome, Study
from idmaj.study.base import TimeUnit
from idmaj.study.rules import horizon_text
from idmaj.text import Language, format_duration, format_list, message


def describe_definition(study: Study, name: str, language: Language) -> str:
    """Say how an outcome is defined, in one sentence.

    Parameters
    ----------
    study, name
        An outcome with a type of event.
    language
        Reader's language.

    Returns
    -------
    str
        Type of event, start of the clock, window, data source, whether breaches count, time at risk; then what the
        study adds: competing events, classes, old offences. Empty for an outcome without a type of event.
    """
    parts = list_definition(study, name, language)
    if not parts:
        return ""
    six = {key: words for key, _, words in parts[:6]}
    extra = [words for _, _, words in parts[6:]]
    sentence = message("definition-sentence", language, **six)
    for words in extra:
        sentence = message("definition-and", language, sentence=sentence, more=words)
    return sentence


def list_definition(study: Study, name: str, language: Language) -> list[tuple[str, str, str]]:
    """List the parts of the definition of an outcome, for a table.

    Returns
    -------
    list of (str, str, str)
        Key of the part (`event`, `clock`, `window`, `source`, `breaches`, `risk`, then `competing`, `class`,
        `offences` where they apply), its name and its words. Empty for an outcome without a type of event.
    """
    outcome = study.outcome[name]
    if outcome.event is None:
        return []
    found = {
        "event": message(f"definition-event-{outcome.event}", language),
        "clock": message(f"definition-clock-{outcome.clock or 'interview'}", language),
        "window": _describe_window(study, outcome, language),
        "source": message(f"definition-source-{outcome.data_source or 'study'}", language),
        "breaches": message(_breaches(outcome), language),
        "risk": message(f"definition-risk-{outcome.time_at_risk}", language),
        **_describe_more(outcome, language),
    }
    return [(key, message(f"definition-part-{key}", language), words) for key, words in found.items()]


def _breaches(outcome: Outcome) -> str:
    return "definition-breaches-counted" if outcome.technical_violations else "definition-breaches-not"


def _describe_window(study: Study, outcome: Outcome, language: Language) -> str:
    unit = study.study.time_unit
    times = [_time_of(study, horizon) for horizon in outcome.horizons]
    durations = format_list([_write_duration(time, unit, language) for time in times], language)
    is_period = outcome.time_kind == "period" and outcome.is_event
    window = message(
        "definition-window-periods" if is_period else "definition-window", language, durations=durations
    )
    if not outcome.proof_lag:
        return window
    lag = _write_duration(outcome.proof_lag, unit, language)
    return message("definition-window-proof", language, window=window, lag=lag)


def _write_duration(time: float, unit: TimeUnit, language: Language) -> str:
    return format_duration(int(time) if float(time).is_integer() else time, unit, language)


def _time_of(study: Study, horizon: float | str) -> float:
    if isinstance(horizon, str):
        return next(wave.time for wave in study.wave if wave.id == horizon)
    return horizon


def _describe_more(outcome: Outcome, language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    if outcome.competing:
        events = format_list([event.label[language] for event in outcome.competing], language)
        found["competing"] = message("definition-competing", language, events=events)
    if outcome.of_class is not None:
        values = format_list([horizon_text(value) for value in outcome.of_class.one_of], language)
        found["class"] = message("definition-class", language, column=outcome.of_class.column, values=values)
    if outcome.old_offences:
        found["offences"] = message("definition-offences", language)
    return found
