"""Hand-overs on which two sources do not agree, side by side."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from idmaj.report.document import Column, Table
from idmaj.report.material import Material
from idmaj.report.regions import name_place, say_when
from idmaj.text import format_count, format_money, isolate

FIELDS: Final = {
    "TOTAL": "total_mad",
    "BENEFICIARIES": "n_people",
    "PEOPLE": "n_people",
    "PROJECTS": "n_projects",
    "DATE": "held_on",
}
"""Words that open a remark about a conflict, and the column that they mean."""

_OPENING = re.compile(rf"^({'|'.join(FIELDS)}): *(?P<told>.+)$", re.DOTALL)


def conflict_table(material: Material, handovers: pd.DataFrame) -> Table | None:
    """List hand-overs with a second source whose remark opens with the field in dispute.

    Parameters
    ----------
    material
        Words and currency.
    handovers
        The canonical register, published facts.

    Returns
    -------
    Table or None
        The value that is kept beside what the file says of the sources, in the file's own words.
    """
    rows = tuple(
        _conflict_cells(material, row, found)
        for _, row in handovers.iterrows()
        if row["second_source_url"] and (found := _OPENING.match(row["remark"]))
    )
    if not rows:
        return None
    columns = (
        Column(material.say("brief-column-place"), width=1.6),
        Column(material.say("brief-column-kept"), is_number=True, width=1.1),
        Column(material.say("brief-column-told"), width=3.4),
    )
    return Table(material.say("brief-table-conflicts"), columns, rows)


def _conflict_cells(material: Material, row: pd.Series, found: re.Match[str]) -> tuple[str, ...]:
    place = material.part(
        "brief-place-when", place=name_place(row, material.language), when=say_when(row, material.language)
    )
    return (place, _kept_value(material, row, FIELDS[found[1]]), isolate(found["told"], None))


def _kept_value(material: Material, row: pd.Series, column: str) -> str:
    value, language = row[column], material.language
    if column == "held_on":
        return say_when(row, language)
    if pd.isna(value):
        return "—"
    if column == "total_mad":
        return format_money(float(value), material.study.study.currency, language, None)
    return format_count(int(value), language)
