"""The brief of a register of hand-overs: where, when, at what cost, and what its figures cannot tell."""

from __future__ import annotations

import pandas as pd

from idmaj.ingest import build_tables
from idmaj.report.conflicts import conflict_table
from idmaj.report.document import Box, KeyNumber, Section
from idmaj.report.material import Material
from idmaj.report.register_totals import (
    region_section,
    total_row,
    write_handovers,
    write_money,
    write_number,
    write_people,
    year_section,
)
from idmaj.report.rows import public_rows
from idmaj.report.unit_costs import unit_cost_section


def answer_register(material: Material) -> tuple[str, ...]:
    """The headline: size and money over the rows that state them; and that no outcome is known."""
    count, people, money = (total_row(material, name) for name in ("handovers", "people", "money"))
    if count is None or people is None:
        return (material.say("brief-nothing-public"),)
    sentences = [
        material.say(
            "brief-register-people",
            handovers=write_handovers(material, count["estimate"]),
            people=write_people(material, people["estimate"]),
            stating=write_handovers(material, people["n"]),
        )
    ]
    if money is not None:
        sentences.append(
            material.say(
                "brief-register-money",
                money=write_money(material, money),
                stating=write_handovers(material, money["n"]),
            )
        )
    if not material.study.outcome:
        sentences.append(material.say("brief-register-no-outcome"))
    return tuple(sentences)


def choose_register_numbers(material: Material) -> tuple[KeyNumber, ...]:
    """People, money, and the median cost a head, each with the number of rows behind it."""
    people, money = total_row(material, "people"), total_row(material, "money")
    costs = cost_rows(material)
    found: list[KeyNumber] = []
    if people is not None:
        found.append(_total_number(material, people, write_number(material, people["estimate"]), "people"))
    if money is not None:
        found.append(_total_number(material, money, write_money(material, money), "money"))
    if "median" in costs.index:
        found.append(_median_number(material, costs))
    return tuple(found)


def _total_number(material: Material, row: pd.Series, value: str, what: str) -> KeyNumber:
    return KeyNumber(
        value,
        material.say(f"brief-key-{what}-helped" if what == "people" else "brief-key-money"),
        material.say("brief-key-over-rows", stating=write_handovers(material, row["n"])),
    )


def _median_number(material: Material, costs: pd.DataFrame) -> KeyNumber:
    median = costs.loc[costs["term"] == "median"].iloc[0]
    return KeyNumber(
        write_money(material, median),
        material.say("brief-key-median"),
        material.say("brief-key-over-rows", stating=write_handovers(material, median["n"])),
    )


def cost_rows(material: Material) -> pd.DataFrame:
    """Quantiles of the cost a head, and the pooled cost, indexed by term."""
    rows = public_rows(material.released)
    kept = rows.loc[(rows["outcome"] == "money_per_person") & (rows["subgroup"] == "all")]
    return kept.set_index("term", drop=False)


def build_register_sections(material: Material) -> list[Section]:
    """Where, when; claims that cannot be used; at what cost; conflicts of sources."""
    handovers = build_tables(material.evaluation)["handovers"]
    found = [
        region_section(material, handovers),
        year_section(material, handovers),
        *_claim_sections(material),
        unit_cost_section(material, handovers, cost_rows(material)),
        _conflict_section(material, handovers),
    ]
    return [section for section in found if section is not None]


def _conflict_section(material: Material, handovers: pd.DataFrame) -> Section | None:
    table = conflict_table(material, handovers)
    if table is None:
        return None
    return Section(material.say("brief-heading-conflicts"), table=table)


def _claim_sections(material: Material) -> list[Section]:
    language = material.language
    return [
        Section(
            material.say("brief-heading-claim"),
            (
                material.say(
                    "brief-claim", statement=claim.statement[language], source=claim.source[material.language]
                ),
            ),
            tuple(reason[language] for reason in claim.reasons),
        )
        for claim in material.study.claim
    ]


def build_register_method(material: Material) -> Box:
    """Say what a row is, which rows enter which figure, and why one ratio is refused."""
    header, language = material.study.study, material.language
    items = [header.population[language], material.say("brief-register-rows"), *_say_refused(material)]
    return Box("method", material.say("brief-heading-method"), tuple(items))


def _say_refused(material: Material) -> list[str]:
    rows = material.released
    refused = rows.loc[
        (rows["outcome"] == "money_per_person") & (rows["estimator"] == "ratio") & rows["estimate"].isna()
    ]
    people, money = total_row(material, "people"), total_row(material, "money")
    if refused.empty or people is None or money is None:
        return []
    return [
        material.say(
            "brief-refused-ratio",
            people=write_people(material, people["estimate"]),
            with_people=write_handovers(material, people["n"]),
            money=write_money(material, money),
            with_money=write_handovers(material, money["n"]),
        )
    ]
