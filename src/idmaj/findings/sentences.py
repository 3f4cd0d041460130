"""Findings in words: one sentence a finding, in the language of the reader.

A finding carries raw numbers and codes; nothing is computed here but what is printed.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from idmaj.findings.amounts import (
    FAMILIES,
    HUNDRED,
    count_more_digits,
    find_side,
    say_amount,
    say_levels,
    say_mean,
)
from idmaj.findings.checks import list_checks
from idmaj.findings.families import UNDECLARED
from idmaj.study import Study
from idmaj.text import (
    Language,
    format_count,
    format_duration,
    format_list,
    format_number,
    format_percent,
    format_quantity,
    message,
)

Finding = Mapping[str, Any] | pd.Series
Arguments = dict[str, Any]


def say_finding(finding: Finding | Mapping[Hashable, Any], study: Study, language: Language) -> str:
    """Say a finding.

    Parameters
    ----------
    finding
        Row of the findings table, or a mapping with its columns.
    study
        Study file of the finding: labels, arms, currency.
    language
        Reader's language.

    Returns
    -------
    str
        One or more whole sentences; every number isolated.
    """
    arguments: Arguments = json.loads(finding["arguments"])
    words = {"subject": say_subject(arguments, study, language)}
    words |= _say_numbers(arguments, study, language)
    parts = [message(finding["message"], language, **words)]
    parts += [_say_tail(tail, arguments, language) for tail in arguments["tails"]]
    return " ".join(parts)


def say_subject(arguments: Arguments, study: Study, language: Language) -> str:
    """Say what a finding is about: the outcome, and when it was read.

    Parameters
    ----------
    arguments
        `outcome`, `horizon`, `time` and `subgroup` of the finding.
    study, language
        As `say_finding`.

    Returns
    -------
    str
    """
    outcome = study.outcome[arguments["outcome"]]
    subject = outcome.label[language]
    wave = next((wave for wave in study.wave if wave.id == arguments["horizon"]), None)
    if wave is not None:
        subject = message("finding-subject-wave", language, outcome=subject, wave=wave.label[language])
    elif arguments["time"] is not None:
        time = arguments["time"]
        whole = int(time) if float(time).is_integer() else time
        duration = format_duration(whole, study.study.time_unit, language)
        place = "finding-subject-within" if outcome.is_event else "finding-subject-after"
        subject = message(place, language, outcome=subject, duration=duration)
    if arguments["subgroup"] == "all":
        return subject
    subgroup = _name_subgroup(arguments["subgroup"], study, language)
    return message("finding-subject-of", language, subject=subject, subgroup=subgroup)


def _name_subgroup(subgroup: str, study: Study, language: Language) -> str:
    """Name a kind of support (``column=value``) by the study's words, where it has them."""
    labels = study.arms.values if study.arms is not None else {}
    value = subgroup.partition("=")[2]
    return labels[value][language] if value in labels else subgroup


def _say_numbers(arguments: Arguments, study: Study, language: Language) -> dict[str, str]:
    if arguments["state"] in {"X", "C0"}:
        return {}
    if arguments["state"] == "C1":
        return _say_levels(arguments, study, language)
    return _say_difference(arguments, study, language)


def _say_levels(arguments: Arguments, study: Study, language: Language) -> dict[str, str]:
    levels = arguments["levels"]
    if "all" in levels:
        return _say_level(levels["all"], arguments["outcome"], study, language)
    if not levels:
        return {}
    values = (levels["support"]["estimate"], levels["comparison"]["estimate"])
    scale = levels["support"]["scale"]
    support, comparison = say_levels(values, scale, arguments["outcome"], study, language)
    arms = {f"{arm}_arm": _say_arm(arm, study, language) for arm in ("support", "comparison")}
    return {"support": support, "comparison": comparison, **arms}


def _say_level(level: Arguments, outcome: str, study: Study, language: Language) -> dict[str, str]:
    words = {"people": format_quantity(level["n"], "person", language)}
    if level["scale"] == "cumulative_incidence":
        return words | {"share": format_percent(level["estimate"], language)}
    if level["scale"] != "share":
        digits = 0 if study.outcome[outcome].money else 1
        return words | {"mean": say_mean(level["estimate"], outcome, study, language, digits=digits)}
    return words | {
        "events": format_count(level["n_events"], language),
        "share": format_percent(level["estimate"], language),
    }


def _say_arm(arm: str, study: Study, language: Language) -> str:
    if study.arms is not None and study.arms.labels is not None:
        return str(getattr(study.arms.labels, arm)[language])
    return message("finding-arm-support" if arm == "support" else "finding-arm-comparison", language)


def _say_difference(arguments: Arguments, study: Study, language: Language) -> dict[str, str]:
    scale, outcome = arguments["scale"], arguments["outcome"]
    low, high, smallest = arguments["conf_low"], arguments["conf_high"], arguments["smallest_effect"]
    family = FAMILIES[scale]
    more = 0
    if smallest is not None and arguments.get("held", arguments["state"]) in {"C4", "C5s"}:
        more = count_more_digits(max(low, high, key=abs), smallest, scale, outcome, study)

    def amount(value: float) -> str:
        return say_amount(value, scale, outcome, study, language, more_digits=more)

    def signed(value: float) -> str:
        return message(f"finding-side-{family}", language, side=find_side(value), amount=amount(value))

    hundred = format_number(HUNDRED, language)
    words = {
        "low": signed(low),
        "high": signed(high),
        "estimate": signed(arguments["estimate"]),
        "base": message(f"finding-base-{family}", language, hundred=hundred),
        "direction": arguments["direction"],
    }
    if low > 0 or high < 0:
        near, far = sorted((low, high), key=abs)
        bounds = {"low": amount(near), "high": amount(far)}
        words["range"] = message(f"finding-range-{family}", language, side=find_side(far), **bounds)
    if arguments["bound"] is not None:
        words["bound"] = amount(arguments["bound"])
    if smallest is not None:
        words["smallest"] = say_amount(smallest, scale, outcome, study, language, more_digits=None)
    return words


def _say_tail(tail: str, arguments: Arguments, language: Language) -> str:
    if tail.startswith("finding-checks-"):
        status, told = tail.removeprefix("finding-checks-"), UNDECLARED in arguments["tails"]
        named = list_checks(arguments["checks"], status, told=told)
        alone = {"family": "family-alone"} if arguments["family"]["outcomes"] == 1 else {}
        checks = [message(f"finding-check-{alone.get(name, name)}", language) for name in named]
        return message(tail, language, checks=format_list(checks, language))
    if tail == "finding-family-chance":
        count = arguments["family"]["outcomes"]
        return message(tail, language, n=count, number=format_count(count, language))
    if tail not in {"finding-c0-none", "finding-c0-all"}:
        return message(tail, language)
    allowed = arguments["allowed"]
    limit = allowed["limit"] if tail == "finding-c0-none" else 1 - allowed["limit"]
    people = format_quantity(allowed["n"], "person", language)
    event = arguments["event"]
    return message(tail, language, people=people, limit=format_percent(limit, language), event=event)
