"""Whether those lost differ: between arms, and from those kept."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.tables import SurveyTables

_NOT_TRAITS = frozenset({"person_id", "arm", "arm_value", "source_file", "source_row", "withdrawn_on"})
MOST_VALUES = 12


def find_attrition_by_arm(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Waves in which one arm lost more people than the other arms did."""
    if tables.roster is None:
        return
    arms = tables.roster["arm"].astype("str")
    for wave, is_lost in _lost(tables):
        for arm in sorted(set(arms) - {""}):
            own, others = is_lost[arms == arm], is_lost[arms != arm]
            if min(len(own), len(others)) < settings.least_for_rates:
                continue
            difference = own.mean() - others.mean()
            if difference > settings.attrition_difference:
                points = round(100 * difference, 1)
                yield Finding(
                    int(own.sum()), len(own), f"wave={wave}|arm={arm}", arguments={"points": points}
                )


def find_attrition_by_trait(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Traits by which people lost and people kept differ by more than a quarter of a standard deviation."""
    traits = _traits(tables)
    for wave, is_lost in _lost(tables):
        lost = is_lost.to_numpy()
        if min(lost.sum(), (~lost).sum()) < settings.least_for_statistics:
            continue
        for name in traits:
            difference = _standardised_difference(traits[name].to_numpy(dtype=float), lost)
            if abs(difference) > settings.standardised_difference:
                yield Finding(
                    int(lost.sum()), len(lost), f"wave={wave}|column={name}",
                    arguments={"difference": round(float(difference), 2)},
                )  # fmt: skip


def _lost(tables: SurveyTables) -> Iterator[tuple[str, pd.Series]]:
    """For each wave but the first that has rows, who of the roster was not interviewed."""
    if tables.roster is None:
        return
    people = tables.roster["person_id"].astype("str")
    for wave in [wave for wave in tables.wave_order if wave in set(tables.text("wave"))][1:]:
        held = (tables.text("wave") == wave) & tables.is_interviewed
        yield wave, ~people.isin(list(tables.text("person_id")[held]))


def _traits(tables: SurveyTables) -> pd.DataFrame:
    """Traits of the roster, and answers of the first wave, as numbers; words as one column each."""
    if tables.roster is None:
        return pd.DataFrame()
    roster = tables.roster.drop(columns=[name for name in tables.roster if name in _NOT_TRAITS])
    people = tables.roster["person_id"].astype("str")
    is_first = (tables.wave_position == 0) & tables.is_interviewed
    answers = tables.interviews.loc[is_first, ["person_id", *tables.answer_columns]].drop_duplicates(
        "person_id"
    )
    first = answers.set_index("person_id").reindex(people).reset_index(drop=True)
    own = [name for name in first if name not in roster]
    return _as_numbers(pd.concat([roster.reset_index(drop=True), first[own]], axis=1))


def _as_numbers(traits: pd.DataFrame) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for name, values in traits.items():
        if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
            columns[str(name)] = values.astype("Float64").astype("float64")
        elif not pd.api.types.is_datetime64_any_dtype(values):
            words = values.astype("str").fillna("")
            distinct = sorted(set(words) - {""})
            for word in distinct if 1 < len(distinct) <= MOST_VALUES else []:
                columns[f"{name}={word}"] = (words == word).astype(float).where(words != "")
    return pd.DataFrame(columns)


def _standardised_difference(values: np.ndarray, lost: np.ndarray) -> float:
    """Difference of means over the pooled standard deviation; 0 where too few values say anything."""
    gone, kept = (part[~np.isnan(part)] for part in (values[lost], values[~lost]))
    if min(len(gone), len(kept)) < 10:
        return 0.0
    spread = np.sqrt((gone.var(ddof=1) + kept.var(ddof=1)) / 2)
    return float((gone.mean() - kept.mean()) / spread) if spread > 0 else 0.0


CHECKS = (
    Check("attrition-by-arm", "attrition", "flagged", "evaluator", 30, find_attrition_by_arm,
          ("roster.arm", "person_id", "wave", "outcome")),
    Check("attrition-by-trait", "attrition", "flagged", "evaluator", 30, find_attrition_by_trait,
          ("roster", "person_id", "wave", "outcome")),
)  # fmt: skip
