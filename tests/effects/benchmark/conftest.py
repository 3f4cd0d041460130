"""A study of one small group that declares the shipped benchmark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from idmaj.study import Study, load_study

ROOT = Path(__file__).parents[3]
MARGINS = [
    {"column": "sex", "dimension": "sex", "values": {"m": "men", "f": "women"}},
    {"column": "priors", "dimension": "priors", "values": {"0": "none", "1": "one"}},
]


@pytest.fixture(scope="session")
def small_study() -> Callable[..., Study]:
    """Return a function that changes the shipped study of seven: its benchmark, its outcome, its sections."""
    given = load_study(ROOT / "studies/temara/study.toml").model_dump(mode="json", exclude_unset=True)

    def make(
        benchmark: dict[str, Any] | None = None, outcome: dict[str, Any] | None = None, **sections: Any
    ) -> Study:
        own = given["benchmark"][0] | {"since": "months_out", "margins": MARGINS} | (benchmark or {})
        outcomes = given["outcome"] | {"returned": given["outcome"]["returned"] | (outcome or {})}
        return Study.model_validate(given | {"benchmark": [own], "outcome": outcomes} | sections)

    return make
