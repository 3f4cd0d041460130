"""What would settle a result and what it cost, in sentences: two of the five questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pandas as pd

from idmaj.effects.cost_inputs import name_price
from idmaj.effects.rows import DECLARED_ONLY
from idmaj.report.asked import Asked
from idmaj.report.notes import say_notes
from idmaj.report.words import say_people
from idmaj.study.costs import View
from idmaj.text import Language, Number, format_number, format_percent, format_range


def say_settles(asked: Asked) -> Iterator[str]:
    """Say what could have been found, and how many people, months and how much money would settle it."""
    detectable, power = asked.find("power", "detectable"), asked.find("power", "power")
    if detectable is not None:
        wanted = asked.study.settling.power
        size = asked.value(detectable, abs(float(detectable["estimate"]))).replace("+", "")
        yield asked.say(
            "asked-detectable",
            value=asked.in_unit(size),
            power=format_percent(wanted, asked.language),
        )
    if power is not None:
        yield asked.say("asked-power", power=format_percent(float(power["estimate"]), asked.language))
    people, further = asked.find("power", "people"), asked.find("power", "further")
    if people is None:
        return
    needed = {"people": say_people(people["estimate"], asked.language)}
    supported = asked.find("power", "supported")
    if supported is not None:
        needed["supported"] = say_people(supported["estimate"], asked.language)
    if further is not None and float(further["estimate"]) < float(people["estimate"]):
        needed["further"] = say_people(further["estimate"], asked.language)
    yield asked.say("asked-people-further" if "further" in needed else "asked-people", **needed)
    if people["population"] == DECLARED_ONLY and pd.notna(people["statistic"]):
        share = format_percent(float(people["statistic"]), asked.language, 1)
        yield asked.say("asked-assumed", share=share)
    months, money = asked.find("power", "months"), asked.find("power", "money")
    if months is not None:
        yield asked.say("asked-months", months=format_number(float(months["estimate"]), asked.language, 0))
    if money is not None:
        yield asked.say("asked-money", money=asked.money(float(money["estimate"])))


def say_price(asked: Asked) -> Iterator[str]:
    """What a supported person cost, by view, at the main discount."""
    costs = asked.study.costs
    if costs is None:
        yield asked.say("asked-no-cost")
        return
    for view in get_args(View):
        row = asked.find("cost", name_price(view, costs.main_discount))
        if row is not None:
            money = asked.money(float(row["estimate"]))
            yield asked.say("asked-price", view=asked.say(f"view-{view}"), money=money)


def say_costs(asked: Asked) -> Iterator[str]:
    """Say what a supported person cost, and what one unit of the result did."""
    yield from say_price(asked)
    costs = asked.study.costs
    if costs is None:
        return
    for view in get_args(View):
        rows = asked.rows.loc[
            (asked.rows["estimator"] == "icer")
            & (asked.rows["term"] == name_price(view, costs.main_discount))
        ]
        for _, row in rows.iterrows():
            yield from _say_ratio(asked, row)


def _say_ratio(asked: Asked, row: pd.Series) -> Iterator[str]:
    """The cost of one unit of the result, or why there is none."""
    if pd.isna(row["estimate"]):
        for reason in say_notes(str(row["note"]), asked.language)[:1]:
            yield asked.say("asked-no-ratio", reason=reason)
        return
    money = asked.money(float(row["estimate"]))
    if pd.isna(row["conf_low"]) or pd.isna(row["conf_high"]):
        yield asked.say("asked-ratio", money=money)
        return
    bounds = format_range(float(row["conf_low"]), float(row["conf_high"]), asked.language, _write_whole)
    yield asked.say("asked-ratio-range", money=money, range=bounds)


def _write_whole(value: Number, language: Language) -> str:
    return format_number(value, language, 0)
