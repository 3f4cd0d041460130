"""Pooled results: parts of the people by size, what they give together, and where one more would lie."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
from matplotlib.figure import Figure

from idmaj.charts.arms import name_arm, name_part
from idmaj.charts.forest import say_sides
from idmaj.charts.rowchart import Extras, draw_rows
from idmaj.charts.rowmarks import RowEntry
from idmaj.charts.selection import ARMS, CONTRAST, LEVELS, count_withheld, keep_shown
from idmaj.charts.smallest import find_smallest, say_smallest
from idmaj.charts.style import GREY, INK, RULE, SUPPORT
from idmaj.charts.words import Measure
from idmaj.errors import RenderError
from idmaj.study import Study
from idmaj.text import Language, format_count, message

POOLED: Final = "pooled"
NEW_COHORT: Final = "new cohort"
_POOLING: Final = ("random_effects", "beta_binomial")
_TOO_SMALL: Final = "note-cohort-too-small"
_DRAWN: Final = "partial_pooling"
_ORDER: Final = {"part": 0, "drawn": 1, "pooled": 2, "everybody": 2, "new": 3, "beside": 4}


def draw_pooled(
    estimates: pd.DataFrame, study: Study, language: Language, *, outcome: str, title: str | None = None
) -> Figure:
    """Draw a result by parts of the people: each part, all of them together, and the next one.

    Parameters
    ----------
    estimates
        Rows of one panel (`split_pooled`). Of several panels in them the first is drawn.
    study, language
        Names, units and words.
    outcome
        Name of the outcome.
    title
        Title inside the chart, for one that stands alone.

    Returns
    -------
    matplotlib.figure.Figure
        Parts by size as squares, grey where too small to enter the mean; below each, as an open circle, the same
        drawn toward all; the pooled result as a diamond; the interval for a new cohort as an open bar. Where
        nothing was pooled, the result of everybody takes the place of the mean.

    Raises
    ------
    RenderError
        When nothing may be shown.
    """
    rows = select_pooled(estimates, outcome=outcome)
    first = rows.iloc[0]
    measure = Measure(str(first["scale"]), study, outcome, language)
    is_contrast = first["arm"] == CONTRAST
    threshold = find_smallest(measure) if is_contrast else None
    left, right = say_sides(measure) if is_contrast else ("", "")
    return draw_rows(
        _list_entries(rows, study, language),
        measure,
        subtitle=_subtitle(rows, measure),
        notes=_notes(estimates, rows, measure, threshold),
        title=title,
        extras=Extras(threshold=threshold, left=left, right=right),
    )


def split_pooled(estimates: pd.DataFrame, *, outcome: str) -> Mapping[str, pd.DataFrame]:
    """Split the pooled rows of an outcome into panels, each of one column and one measure.

    Parameters
    ----------
    estimates
        The estimates table, or its released part.
    outcome
        Name of the outcome.

    Returns
    -------
    mapping of str to DataFrame
        By name of the panel: the column for effects, ``column-arm`` for shares of an arm. Panels of which
        nothing may be shown are left out.
    """
    rows = estimates.loc[(estimates["outcome"] == outcome)]
    columns = dict.fromkeys(rows["subgroup"].str.partition("=")[0].loc[rows["subgroup"] != "all"])
    panels = {}
    for column in columns:
        for term in (CONTRAST, *ARMS):
            panel = _take_panel(rows, column, term)
            if _has_parts(panel):
                panels[column if term == CONTRAST else f"{column}-{term}"] = panel
    return panels


def select_pooled(estimates: pd.DataFrame, *, outcome: str) -> pd.DataFrame:
    """Select the rows of the first panel; `kind` is ``part``, ``drawn``, ``pooled``, ``new`` or ``everybody``.

    Raises
    ------
    RenderError
        When nothing may be shown.
    """
    panel = next(iter(split_pooled(estimates, outcome=outcome).values()), None)
    if panel is None:
        raise RenderError(f"pooled results of {outcome}: nothing may be shown")
    panel = panel.loc[panel["kind"] != "beside"]
    return keep_shown(panel, what=f"pooled results of {outcome}")


def collect_pooled(rows: pd.DataFrame, study: Study, language: Language, *, outcome: str) -> dict[str, str]:
    """Collect what the text in place of the chart says: the parts, and what they give together."""
    chosen = select_pooled(rows, outcome=outcome)
    measure = Measure(str(chosen["scale"].iloc[0]), study, outcome, language)
    together = chosen.loc[chosen["kind"].isin(["pooled", "everybody"])]
    shown = together if len(together) else chosen.loc[chosen["kind"] == "part"]
    values = shown[["estimate", "conf_low", "conf_high"]].astype(float).iloc[0]
    value = measure.write_value(values.iloc[0]) if values.isna().any() else measure.write(*values)
    if measure.is_difference or not (measure.percents or measure.is_money):
        value = message("doubt-with-unit", language, number=value, unit=measure.unit())
    return {
        "column": name_part(study, str(chosen["column"].iloc[0]), language),
        "n": format_count(int((chosen["kind"] == "part").sum()), language),
        "label": _label(shown.iloc[0], study, language),
        "value": value,
    }


def _take_panel(rows: pd.DataFrame, column: str, term: str) -> pd.DataFrame:
    """Rows of one column and measure, each with its `kind`; parts by size, the largest first."""
    of_part, of_column = rows["subgroup"].str.startswith(f"{column}="), rows["subgroup"] == column
    prefix = "" if term in {CONTRAST, "all"} else f"{term}|"
    everybody = (rows["subgroup"] == "all") & (rows["role"] == "primary") & (rows["term"] == CONTRAST)
    if term == CONTRAST:
        own = of_part & (rows["role"] == "secondary") & (rows["term"] == CONTRAST)
        own &= (rows["population"] == "") & ~rows["estimator"].isin([_DRAWN, *_POOLING])
        drawn = of_part & (rows["estimator"] == _DRAWN) & (rows["term"] == CONTRAST)
        pooled = of_column & (rows["estimator"] == "random_effects")
        pooled &= rows["term"].isin([CONTRAST, NEW_COHORT])
    else:
        own = of_part & (rows["term"] == term) & rows["estimator"].isin(LEVELS) & (rows["population"] == "")
        own &= rows["scale"].isin(["share", "mean"])
        drawn = of_part & (rows["estimator"] == _DRAWN) & (rows["term"] == prefix + rows["subgroup"])
        # Pooled shares stand at everybody where no cohort has a row that may be published.
        pooled = of_column | ((rows["subgroup"] == "all") & bool(drawn.any()))
        pooled &= rows["estimator"].isin(_POOLING) & rows["term"].isin([prefix + POOLED, prefix + NEW_COHORT])
        everybody = everybody & False
    kinds = pd.Series("", index=rows.index, dtype="str")
    for kind, which in (("part", own), ("drawn", drawn), ("everybody", everybody), ("pooled", pooled)):
        kinds = kinds.mask(which, kind)
    kinds = kinds.mask(pooled & rows["term"].str.endswith(NEW_COHORT), "new")
    is_small = rows["note"].str.contains(_TOO_SMALL, regex=False) & (term == CONTRAST)
    beside = (of_column & (rows["estimator"] == "interaction")) | (of_part & is_small)
    kinds = kinds.mask((kinds == "") & (term == CONTRAST) & beside, "beside")
    if not (of_column.any() or drawn.any()):
        kinds = kinds.mask(kinds != "", "")
    small = rows.loc[is_small, "subgroup"]
    panel = rows.assign(kind=kinds, column=column, arm=term, is_small=rows["subgroup"].isin(small))
    return _arrange(panel.loc[kinds != ""])


def _arrange(panel: pd.DataFrame) -> pd.DataFrame:
    """Keep one horizon and scale; order parts by size, the pooled result and the next cohort after them."""
    shown = panel.loc[panel["estimate"].notna() & (panel["kind"] != "beside")]
    if shown.empty:
        return panel
    place = shown.sort_values("kind", key=lambda k: k != "part", kind="stable")[["horizon", "scale"]].iloc[0]
    same = (panel["horizon"] == place["horizon"]) & (panel["scale"] == place["scale"])
    panel = panel.loc[same | (panel["kind"] == "beside")]
    if (panel.loc[panel["kind"] == "pooled", "estimate"].notna()).any():
        panel = panel.loc[panel["kind"] != "everybody"]
    order = panel["kind"].map(_ORDER)
    size = -panel["n"].astype(float).where(panel["kind"] == "part", 0.0)
    ordered = panel.assign(_order=order, _size=size).sort_values(["_order", "_size"], kind="stable")
    return ordered.drop(columns=["_order", "_size"])


def _has_parts(panel: pd.DataFrame) -> bool:
    """Tell whether parts and what stands for all of them may be shown, or a result of parts too small to show."""
    kinds = set(panel.loc[panel["estimate"].notna(), "kind"]) - {"beside"}
    return "pooled" in kinds or ("part" in kinds and len(kinds) > 1)


def _list_entries(rows: pd.DataFrame, study: Study, language: Language) -> list[RowEntry]:
    drawn = {str(row["subgroup"]): row for _, row in rows.loc[rows["kind"] == "drawn"].iterrows()}
    entries = []
    for _, row in rows.loc[rows["kind"] != "drawn"].iterrows():
        label = _label(row, study, language)
        if row["kind"] == "part":
            colour, ink = (RULE, GREY) if row["is_small"] else (SUPPORT, INK)
            other = drawn.get(str(row["subgroup"]))
            entries.append(RowEntry(label, row, marker="s", colour=colour, ink=ink, other=other))
        elif row["kind"] == "new":
            entries.append(RowEntry(label, row, marker="D", colour=SUPPORT, is_open=True))
        else:
            entries.append(RowEntry(label, row, marker="D", colour=SUPPORT, bold=True))
    return entries


def _label(row: pd.Series, study: Study, language: Language) -> str:
    if row["kind"] == "part":
        return name_part(study, str(row["subgroup"]), language)
    words = {"pooled": "term-pooled", "new": "term-new-cohort", "everybody": "chart-pooled-everybody"}
    return message(words[str(row["kind"])], language)


def _subtitle(rows: pd.DataFrame, measure: Measure) -> str:
    study, language = measure.study, measure.language
    column, arm = str(rows["column"].iloc[0]), str(rows["arm"].iloc[0])
    said = {
        "outcome": study.outcome[measure.outcome].label[language],
        "column": name_part(study, column, language),
        "unit": measure.unit(),
    }
    if arm == CONTRAST:
        names = {name: name_arm(study, name, language) for name in ("support", "comparison")}
        return message("chart-pooled-subtitle", language, **said, **names)
    if arm == "all":
        return message("chart-pooled-subtitle-group", language, **said)
    return message("chart-pooled-subtitle-arm", language, arm=name_arm(study, arm, language), **said)


def _notes(
    estimates: pd.DataFrame, rows: pd.DataFrame, measure: Measure, threshold: float | None
) -> list[str]:
    language, kinds = measure.language, set(rows["kind"])
    said = {
        "drawn": "chart-pooled-drawn",
        "new": "chart-pooled-new",
        "small": "chart-pooled-small",
    }
    if (rows["is_small"] & (rows["kind"] == "part")).any() and "pooled" in kinds:
        kinds.add("small")
    notes = [message(message_id, language) for kind, message_id in said.items() if kind in kinds]
    if threshold is not None:
        notes.append(say_smallest(measure, threshold))
    of_parts = estimates["subgroup"].str.startswith(f"{rows['column'].iloc[0]}=")
    of_parts &= estimates["outcome"] == measure.outcome
    if count_withheld(estimates.loc[of_parts]):
        notes.append(message("chart-withheld", language))
    return notes
