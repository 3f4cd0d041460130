"""The brief of a register of hand-overs: where, when, at what cost, and what its figures cannot tell."""

from __future__ import annotations

import pandas as pd

from idmaj.ingest import build_tables
from idmaj.report.conflicts import conflict_table
from idmaj.report.document import Box, Column, FigureKind, KeyNumber, Section, Table
from idmaj.report.material import Material
from idmaj.report.regions import name_region
from idmaj.report.rows import public_rows
from idmaj.report.unit_costs import make_register_figure, unit_cost_section
from idmaj.text import format_count, format_money, format_quantity, format_year


def answer_register(material: Material) -> tuple[str, ...]:
    """The headline: size and money over the rows that state them; and that no outcome is known."""
    count, people, money = (total_row(material, name) for name in ("handovers", "people", "money"))
    if count is None or people is None:
        return (material.say("brief-nothing-public"),)
    sentences = [
        material.say(
            "brief-register-people",
            handovers=_handovers(material, count["estimate"]),
            people=_people(material, people["estimate"]),
            stating=_handovers(material, people["n"]),
        )
    ]
    if money is not None:
        sentences.append(
            material.say(
                "brief-register-money",
                money=_money(material, money),
                stating=_handovers(material, money["n"]),
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
        found.append(_total_number(material, people, _count(material, people["estimate"]), "people"))
    if money is not None:
        found.append(_total_number(material, money, _money(material, money), "money"))
    if "median" in costs.index:
        found.append(_median_number(material, costs))
    return tuple(found)


def _total_number(material: Material, row: pd.Series, value: str, what: str) -> KeyNumber:
    return KeyNumber(
        value,
        material.say(f"brief-key-{what}-helped" if what == "people" else "brief-key-money"),
        material.say("brief-key-over-rows", stating=_handovers(material, row["n"])),
    )


def _median_number(material: Material, costs: pd.DataFrame) -> KeyNumber:
    median = costs.loc["median"]
    return KeyNumber(
        _money(material, median),
        material.say("brief-key-median"),
        material.say("brief-key-over-rows", stating=_handovers(material, median["n"])),
    )


def total_row(material: Material, outcome: str, subgroup: str = "all") -> pd.Series | None:
    """The count or total of a quantity over a subgroup, or None."""
    rows = public_rows(material.released)
    kept = rows.loc[
        (rows["outcome"] == outcome)
        & (rows["subgroup"] == subgroup)
        & rows["estimator"].isin(["count", "total"])
    ]
    return None if kept.empty else kept.iloc[0]


def cost_rows(material: Material) -> pd.DataFrame:
    """Quantiles of the cost a head, and the pooled cost, indexed by term."""
    rows = public_rows(material.released)
    kept = rows.loc[(rows["outcome"] == "money_per_person") & (rows["subgroup"] == "all")]
    return kept.set_index("term", drop=False)


def build_register_sections(material: Material) -> list[Section]:
    """Where, when, at what cost; conflicts of sources; claims that cannot be used."""
    handovers = build_tables(material.evaluation)["handovers"]
    found = [
        _split_section(material, "region", handovers),
        _split_section(material, "year", handovers),
        unit_cost_section(material, handovers, cost_rows(material)),
        _conflict_section(material, handovers),
        _claims_section(material),
    ]
    return [section for section in found if section is not None]


def _split_section(material: Material, variable: str, handovers: pd.DataFrame) -> Section | None:
    rows = public_rows(material.released)
    subgroups = list(dict.fromkeys(rows.loc[rows["subgroup"].str.startswith(f"{variable}="), "subgroup"]))
    if not subgroups:
        return None
    table = _split_table(material, variable, subgroups)
    kind: FigureKind = "handover-regions" if variable == "region" else "handover-years"
    return Section(
        material.say(f"brief-heading-{variable}"),
        figures=(make_register_figure(material, kind, handovers, table),),
    )


def _split_table(material: Material, variable: str, subgroups: list[str]) -> Table:
    columns = (
        Column(material.say(f"brief-column-{variable}"), width=2),
        Column(material.say("brief-column-handovers"), is_number=True),
        Column(material.say("brief-column-people"), is_number=True),
        Column(material.say("brief-column-money"), is_number=True, width=1.5),
    )
    rows = tuple(_split_cells(material, subgroup) for subgroup in subgroups)
    return Table(material.say(f"brief-table-{variable}"), columns, rows)


def _split_cells(material: Material, subgroup: str) -> tuple[str, ...]:
    variable, _, value = subgroup.partition("=")
    found = [total_row(material, name, subgroup) for name in ("handovers", "people", "money")]
    name = name_region(value, material.language) if variable == "region" else _name_year(material, value)
    handovers, people, money = found
    return (
        name,
        "—" if handovers is None else _count(material, handovers["estimate"]),
        "—" if people is None else _count(material, people["estimate"]),
        "—" if money is None else _money(material, money),
    )


def _name_year(material: Material, value: str) -> str:
    return format_year(int(value)) if value.isdigit() else material.say("brief-undated")


def _conflict_section(material: Material, handovers: pd.DataFrame) -> Section | None:
    table = conflict_table(material, handovers)
    if table is None:
        return None
    return Section(material.say("brief-heading-conflicts"), table=table)


def _claims_section(material: Material) -> Section | None:
    claims, language = material.study.claim, material.language
    if not claims:
        return None
    first = claims[0]
    intro = material.say("brief-claim", statement=first.statement[language], source=first.source)
    return Section(
        material.say("brief-heading-claim"), (intro,), tuple(reason[language] for reason in first.reasons)
    )


def build_register_method(material: Material) -> Box:
    """Say what a row is, which rows enter which figure, and why one ratio is refused."""
    header, language = material.study.study, material.language
    items = [header.population[language], material.say("brief-register-rows"), *_say_refused(material)]
    return Box("method", material.say("brief-heading-method"), tuple(items))


def _say_refused(material: Material) -> list[str]:
    rows = material.released
    refused = rows.loc[
        (rows["outcome"] == "money_per_person")
        & rows["estimate"].isna()
        & rows["note"].str.startswith("refused")
    ]
    people, money = total_row(material, "people"), total_row(material, "money")
    if refused.empty or people is None or money is None:
        return []
    return [
        material.say(
            "brief-refused-ratio",
            people=_people(material, people["estimate"]),
            with_people=_handovers(material, people["n"]),
            money=_money(material, money),
            with_money=_handovers(material, money["n"]),
        )
    ]


def _count(material: Material, n: object) -> str:
    return format_count(round(float(n)), material.language)  # type: ignore[arg-type]


def _handovers(material: Material, n: object) -> str:
    return format_quantity(round(float(n)), "handover", material.language)  # type: ignore[arg-type]


def _people(material: Material, n: object) -> str:
    return format_quantity(round(float(n)), "person", material.language)  # type: ignore[arg-type]


def _money(material: Material, row: pd.Series) -> str:
    return format_money(float(row["estimate"]), material.study.study.currency, material.language)
