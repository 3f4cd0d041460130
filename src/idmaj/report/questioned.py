"""Five questions about a result, answered in one place: the estimate, what moves it, what would overturn it,
what would settle it, and what it cost. Every number is that of a row of the estimates table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from idmaj.charts import name_covariate
from idmaj.report.asked import Asked
from idmaj.report.settled import say_costs, say_price, say_settles
from idmaj.report.words import (
    choose_formatter,
    name_measure,
    say_bounds,
    say_people,
    say_range,
    say_value,
    say_value_and_range,
)
from idmaj.study import Study
from idmaj.text import (
    Language,
    format_number,
    format_percent,
    format_range,
)

Question = Literal["estimate", "moves", "overturns", "settles", "costs"]
BOUNDS: Final = ("lee_bounds", "manski_bounds")
NO_DIFFERENCE: Final = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in whole sentences; empty where nothing can be said.

    Attributes
    ----------
    question
        Which of the five.
    sentences
        Ready to read, numbers isolated.
    """

    question: Question
    sentences: tuple[str, ...]


def answer_questions(
    rows: pd.DataFrame, study: Study, language: Language, *, outcome: str, is_quiet: bool = False
) -> list[Answer]:
    """Answer the five questions about an outcome.

    Parameters
    ----------
    rows
        Estimates, or their released part; rows without numbers are left out.
    study
        The study file.
    language
        Reader's language.
    outcome
        Name of the outcome.
    is_quiet
        Whether its state lets no difference be put forward: then no number of one is said.

    Returns
    -------
    list of Answer
        In the order of `Question`, those without a sentence left out; empty where there is no primary row.
    """
    of_outcome = rows.loc[(rows["outcome"] == outcome) & (rows["subgroup"] == "all")]
    primary = of_outcome.loc[of_outcome["role"] == "primary"]
    if primary.empty:
        return []
    first = primary.iloc[0]
    here = of_outcome.loc[of_outcome["horizon"] == first["horizon"]]
    asked = Asked(here, first, study, language)
    has_number = not is_quiet and pd.notna(first["estimate"])
    of_difference = (_say_estimate, _say_moves, _say_overturns) if has_number else (_say_quiet, _none, _none)
    parts: dict[Question, Callable[[Asked], Iterator[str]]] = {
        "estimate": of_difference[0],
        "moves": of_difference[1],
        "overturns": of_difference[2],
        "settles": say_settles,
        "costs": say_costs if has_number else say_price,
    }
    answers = [Answer(name, tuple(say(asked))) for name, say in parts.items()]
    return [answer for answer in answers if answer.sentences]


def _none(asked: Asked) -> Iterator[str]:
    yield from ()


def _say_quiet(asked: Asked) -> Iterator[str]:
    if asked.study.has_comparison:
        yield asked.say("asked-quiet")


def _say_estimate(asked: Asked) -> Iterator[str]:
    row = asked.primary
    method = asked.say(f"estimator-{row['estimator']}")
    value = asked.in_unit(say_value_and_range(row, asked.study, asked.language))
    yield asked.say(
        "asked-estimate", measure=name_measure(row, asked.study, asked.language), value=value, method=method
    )
    if pd.notna(row["p_adjusted"]) and row["family"] and "note-family-of-one" not in str(row["note"]):
        yield asked.say("asked-family", p=format_number(float(row["p_adjusted"]), asked.language, 3))


def _say_moves(asked: Asked) -> Iterator[str]:
    row = asked.primary
    others = asked.rows.loc[
        (asked.rows["role"] == "robustness")
        & (asked.rows["scale"] == row["scale"])
        & asked.rows["estimate"].notna()
        & asked.rows["conf_low"].notna()
    ]
    if len(others) == 1:
        only = others.iloc[0]
        yield asked.say(
            "asked-other", value=asked.in_unit(say_value_and_range(only, asked.study, asked.language)),
            method=asked.say(f"estimator-{only['estimator']}"),
        )  # fmt: skip
    elif len(others):
        yield asked.say(
            "asked-others",
            number=say_people(len(others), asked.language),
            range=asked.in_unit(_say_span(asked, others["estimate"].min(), others["estimate"].max())),
            clear=say_people(int(_leaves_zero(others).sum()), asked.language),
        )
    summary = asked.find("specification_curve", "summary")
    if summary is not None and pd.notna(summary["statistic"]):
        yield asked.say(
            "asked-specifications",
            number=say_people(int(summary["statistic"]), asked.language),
            range=asked.in_unit(say_bounds(summary, asked.study, asked.language)),
        )


def _leaves_zero(rows: pd.DataFrame) -> pd.Series:
    return (rows["conf_low"] > NO_DIFFERENCE) | (rows["conf_high"] < NO_DIFFERENCE)


def _say_span(asked: Asked, low: float, high: float) -> str:
    formatter = choose_formatter(asked.primary, asked.study)
    return format_range(float(low), float(high), asked.language, formatter)


def _say_overturns(asked: Asked) -> Iterator[str]:
    yield from _say_lost(asked)
    tip = _say_tipping(asked)
    if tip:
        yield tip
    yield from _say_hidden(asked)


def _say_lost(asked: Asked) -> Iterator[str]:
    rows = asked.rows
    gate = rows.loc[(rows["estimator"] == "attrition") & (rows["role"] == "gate") & (rows["term"] == "lost")]
    lost = gate["estimate"].dropna()
    if lost.empty:
        return
    if float(lost.iloc[0]) == 0:
        yield asked.say("asked-nobody-lost")
        return
    yield asked.say("asked-lost", share=format_percent(float(lost.iloc[0]), asked.language, 1))
    bounds = rows.loc[
        rows["estimator"].isin(BOUNDS) & (rows["role"] == "robustness") & rows["bound_low"].notna()
    ]
    for _, row in bounds.iterrows():
        yield asked.say(
            "asked-bounds",
            method=asked.say(f"estimator-{row['estimator']}"),
            bounds=asked.in_unit(say_bounds(row, asked.study, asked.language)),
            range=say_range(row, asked.study, asked.language),
        )


def _say_tipping(asked: Asked) -> str:
    rows = asked.rows.loc[asked.rows["estimator"] == "tipping_point"]
    summary = rows.loc[rows["term"] == "tipping point"]
    if summary.empty:
        return ""
    note = str(summary["note"].iloc[0]).split("|")[0]
    imputed = asked.find("tipping_point", "lost supported", population="population-as-imputed")
    tip = asked.find("tipping_point", "lost supported", population="population-at-tip")
    if imputed is None or tip is None:
        return asked.say("asked-tipping-none") if note == "note-tipping-none" else ""
    return asked.say(
        "asked-tipping-loses" if note == "note-tipping-loses" else "asked-tipping-gains",
        tip=say_value(tip, asked.study, asked.language),
        imputed=say_value(imputed, asked.study, asked.language),
    )


def _say_hidden(asked: Asked) -> Iterator[str]:
    """What something unmeasured would have to be, beside the strongest measured covariate."""
    for estimator in ("e_value", "robustness_value"):
        limit = asked.find(estimator, "limit")
        if limit is None:
            continue
        known = asked.rows.loc[
            (asked.rows["estimator"] == estimator)
            & ~asked.rows["term"].isin(["estimate", "limit", "partial"])
            & asked.rows["estimate"].notna()
        ].sort_values("estimate")
        write = _write_share if estimator == "robustness_value" else _write_times
        said = {"value": write(float(limit["estimate"]), asked.language)}
        if known.empty:
            yield asked.say(f"asked-{estimator.replace('_', '-')}", **said)
            continue
        strongest = known.iloc[-1]
        yield asked.say(
            f"asked-{estimator.replace('_', '-')}-beside",
            **said,
            covariate=name_covariate(asked.study, str(strongest["term"]), asked.language),
            strongest=write(float(strongest["estimate"]), asked.language),
        )


def _write_share(value: float, language: Language) -> str:
    return format_percent(value, language, 1)


def _write_times(value: float, language: Language) -> str:
    return format_number(value, language, 2)
