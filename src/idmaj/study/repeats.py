"""Names and sources that stand twice in a study file, and columns that two keys use against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from idmaj.study.model import Study


def check_names(study: Study) -> list[str]:
    """Find what stands twice.

    Parameters
    ----------
    study
        A study file whose parts are valid.

    Returns
    -------
    list of str
        ``key path: what is wrong``, one each.
    """
    listed: dict[str, Iterable[object]] = {
        "study.languages": study.study.languages,
        "wave": [wave.id for wave in study.wave],
        "fact": [fact.id for fact in study.fact],
        "claim": [claim.id for claim in study.claim],
        "analysis.covariates": study.analysis.covariates,
        **{f"outcome.{name}.horizons": outcome.horizons for name, outcome in study.outcome.items()},
    }
    found = [f"{key}: {name} stands twice" for key, names in listed.items() for name in _repeated(names)]
    found += [f"source[{n}].file: the same source stands twice" for n in _repeated_sources(study)]
    if study.arms is not None and study.arms.column in study.analysis.covariates:
        found.append(f"analysis.covariates: {study.arms.column} is the column of the arms")
    return found


def _repeated(names: Iterable[object]) -> Iterator[object]:
    seen: set[object] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)


def _repeated_sources(study: Study) -> Iterator[int]:
    for number, source in enumerate(study.source):
        if source in study.source[:number]:
            yield number + 1
