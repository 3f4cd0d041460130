"""Several kinds of support, each against the same comparison group."""

from __future__ import annotations

import json

import pandas as pd

from idmaj.findings import say_finding
from idmaj.report.document import Section
from idmaj.report.material import Material
from idmaj.report.words import name_kind


def build_kinds_section(material: Material, outcome: str) -> Section | None:
    """Say what may be said of each kind of support; None where there is one kind only.

    Each kind has its own finding against the comparison group. Two kinds are never compared with each
    other: that would need the interval of their own difference (METHODS.md section 2).

    Parameters
    ----------
    material
        Released rows and findings.
    outcome
        Name of the outcome.
    """
    found = material.findings.loc[
        (material.findings["outcome"] == outcome) & (material.findings["subgroup"] != "all")
    ]
    if found.empty:
        return None
    items = tuple(
        material.say(
            "brief-kind-finding",
            kind=name_kind(str(finding["subgroup"]), material.study, material.language),
            finding=say_finding(_of_everybody(finding), material.study, material.language),
        )
        for _, finding in found.iterrows()
    )
    return Section(material.say("brief-heading-kinds"), (material.say("brief-kinds-apart"), *items))


def _of_everybody(finding: pd.Series) -> pd.Series:
    """Take the kind out of the sentence: it stands before it."""
    arguments = json.loads(finding["arguments"]) | {"subgroup": "all"}
    return pd.Series({**finding, "arguments": json.dumps(arguments)})
