"""Enumerators whose interviews differ from those of the others; from a hundred interviews on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from idmaj.ingest.matching import match_key
from idmaj.quality.findings import find_interviews
from idmaj.quality.model import Check, CheckSettings, Finding
from idmaj.quality.outliers import number_columns
from idmaj.quality.spread import compare_groups, differs
from idmaj.quality.tables import SurveyTables
from idmaj.quality.timing import minutes_of

LEAST_INTERVIEWS = 100
_LEAST_EACH = 10
_LEAST_COLUMNS = 5
_NARROW = 0.5
_FAST = 0.6
_CHANCE = 0.001
_WHO5 = [f"who5_{item}" for item in range(1, 6)]


def find_enumerator_effects(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Answers that depend on who asks: intraclass correlation by one-way analysis of variance.

    ICC(1) of Shrout and Fleiss (1979) with the mean size of unequal groups (Donner and Koval 1980); said
    where it is above the limit and the F test leaves less than one chance in a thousand.
    """
    enumerators = tables.text("enumerator_id")
    for column in [*number_columns(tables), *_flag_columns(tables)]:
        values = _as_numbers(tables, column)
        usable = tables.is_interviewed & ~np.isnan(values) & (enumerators != "")
        share, chance = _intraclass(values[usable], enumerators[usable])
        if share > settings.intraclass and chance < _CHANCE:
            groups = len(set(enumerators[usable]))
            yield Finding(
                groups, int(usable.sum()), f"column={column}", arguments={"share": round(share, 2)}
            )  # fmt: skip


def _intraclass(values: np.ndarray, groups: np.ndarray) -> tuple[float, float]:
    from scipy.stats import f as f_distribution

    by_group = pd.Series(values).groupby(groups)
    sizes = by_group.size()
    n, k = int(sizes.sum()), len(sizes)
    if k < 2 or n - k < _LEAST_EACH or sizes.min() < 2:
        return 0.0, 1.0
    between = float((sizes * (by_group.mean() - values.mean()) ** 2).sum()) / (k - 1)
    within = float(((values - by_group.transform("mean").to_numpy()) ** 2).sum()) / (n - k)
    if between <= 0 or within <= 0:
        return 0.0, 1.0
    size = (n - float((sizes**2).sum()) / n) / (k - 1)
    share = (between - within) / (between + (size - 1) * within)
    return share, float(f_distribution.sf(between / within, k - 1, n - k))


def _flag_columns(tables: SurveyTables) -> list[str]:
    return [name for name in tables.answer_columns if pd.api.types.is_bool_dtype(tables.interviews[name])]


def _as_numbers(tables: SurveyTables, column: str) -> np.ndarray:
    values = tables.interviews[column]
    return values.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)


def find_many_noes(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Enumerators who write no to yes-or-no questions more often: a no spares the questions behind it."""
    flags = _flag_columns(tables)
    noes = sum(
        (tables.is_flag(name, False).astype(int) for name in flags), np.zeros(len(tables.interviews), int)
    )
    said = noes + sum((tables.is_flag(name, True).astype(int) for name in flags), np.zeros(len(noes), int))
    yield from _find_above(tables, noes, said, settings)


def find_straight_lines(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Enumerators in whose interviews all five answers on well-being are the same more often."""
    items = np.array([tables.numbers(name) for name in _WHO5])
    complete = tables.is_interviewed & ~np.isnan(items).any(axis=0)
    flat = complete & (items == items[0]).all(axis=0)
    yield from _find_above(tables, flat.astype(int), complete.astype(int), settings)


def _find_above(
    tables: SurveyTables, hits: np.ndarray, base: np.ndarray, settings: CheckSettings
) -> Iterator[Finding]:
    """Enumerators whose share is above that of the others."""
    codes, names = pd.factorize(tables.text("enumerator_id"), sort=True)
    for name, n, of, n_others, of_others in compare_groups(codes, names, hits, base):
        enough = min(of, of_others) >= settings.least_for_statistics
        if name and enough and differs(n, of, n_others, of_others, least=settings.group_difference):
            yield Finding(n, of, f"enumerator={name}")


def find_narrow_answers(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Enumerators whose answers vary half as much as those of the others, in the median of the questions."""
    ranges = {name: _ranges(tables, _as_numbers(tables, name)) for name in number_columns(tables)}
    by_enumerator = pd.DataFrame(ranges)
    usual = by_enumerator.median()
    ratios = by_enumerator[usual.index[usual > 0]] / usual[usual > 0]
    n = int(tables.is_interviewed.sum())
    for enumerator, own in ratios.iterrows():
        if own.notna().sum() >= _LEAST_COLUMNS and own.median() < _NARROW:
            held = tables.is_interviewed & (tables.text("enumerator_id") == enumerator)
            yield Finding(int(held.sum()), n, f"enumerator={enumerator}")


def _ranges(tables: SurveyTables, values: np.ndarray) -> pd.Series:
    """Interquartile range of the answers that each enumerator took, where there are enough."""
    by_enumerator = _by_enumerator(tables, values)
    spread = by_enumerator.quantile(0.75) - by_enumerator.quantile(0.25)
    return spread[by_enumerator.size() >= _LEAST_EACH]


def _by_enumerator(tables: SurveyTables, values: np.ndarray) -> Any:
    enumerators = tables.text("enumerator_id")
    usable = tables.is_interviewed & ~np.isnan(values) & (enumerators != "")
    return pd.Series(values[usable]).groupby(enumerators[usable], sort=True)


def find_fast_enumerators(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Enumerators whose median interview takes less than 60 % of the time of the other enumerators'."""
    by_enumerator = _by_enumerator(tables, minutes_of(tables))
    sizes = by_enumerator.size()
    medians = by_enumerator.median()[sizes >= _LEAST_EACH]
    for place, (enumerator, median) in enumerate(medians.items()):
        others = np.delete(medians.to_numpy(), place)
        if len(others) and median < _FAST * np.median(others):
            arguments = {"minutes": round(float(median)), "others": round(float(np.median(others)))}
            yield Finding(
                int(sizes[enumerator]), int(sizes.sum()), f"enumerator={enumerator}", arguments=arguments
            )  # fmt: skip


def find_varied_names(tables: SurveyTables, settings: CheckSettings) -> Iterator[Finding]:
    """Enumerators who write their code in several ways (capitals, spaces): the rarer ones are listed."""
    names = tables.text("enumerator_id")
    counts = pd.Series(names[names != ""], dtype="str").value_counts().sort_index()
    order = counts.sort_values(ascending=False, kind="stable")
    one = order.index.map(lambda name: "".join(match_key(name).split()))
    usual = pd.Series(order.index, index=one).groupby(level=0, sort=False).first()
    rare = {name: usual[key] for name, key in zip(order.index, one, strict=True) if name != usual[key]}
    hits = np.isin(names, list(rare))
    shown = [f"{name} ≠ {rare[name]}" for name in names[hits]]
    yield from find_interviews(tables, hits, column="enumerator_id", shown=shown)


_BY_ENUMERATOR = ("enumerator_id",)
CHECKS = (
    Check("enumerator-spelling", "enumerators", "flagged", "data_manager", 0, find_varied_names, _BY_ENUMERATOR),
    Check("enumerator-effect", "enumerators", "flagged", "supervisor", LEAST_INTERVIEWS,
          find_enumerator_effects, _BY_ENUMERATOR),
    Check("enumerator-many-noes", "enumerators", "flagged", "supervisor", LEAST_INTERVIEWS, find_many_noes,
          _BY_ENUMERATOR),
    Check("enumerator-straight-lines", "enumerators", "flagged", "supervisor", LEAST_INTERVIEWS,
          find_straight_lines, (*_BY_ENUMERATOR, *_WHO5)),
    Check("enumerator-narrow", "enumerators", "flagged", "supervisor", LEAST_INTERVIEWS, find_narrow_answers,
          _BY_ENUMERATOR),
    Check("enumerator-fast", "enumerators", "flagged", "supervisor", LEAST_INTERVIEWS, find_fast_enumerators,
          _BY_ENUMERATOR),
)  # fmt: skip
