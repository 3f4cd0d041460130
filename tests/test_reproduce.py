"""Published numbers are reproduced through the functions of a run; `published/*.json` is their only copy."""

from __future__ import annotations

import math
import re

import pytest

from idmaj.effects import contrasts
from idmaj.reproduce import list_published, read_published, reproduce_study
from idmaj.store import Workspace

STUDIES = ("handovers", "nsw", "nsw-cps", "tarp", "temara")


def test_every_shipped_study_has_published_numbers(shipped: Workspace):
    assert tuple(list_published(shipped)) == STUDIES


@pytest.mark.parametrize("study", STUDIES)
def test_published_numbers_are_reproduced(study: str, shipped: Workspace):
    disagreeing = [c for c in reproduce_study(study, shipped) if not c.agrees]
    assert not disagreeing


@pytest.mark.parametrize("study", STUDIES)
def test_every_published_number_names_its_source(study: str):
    for entry in read_published(study):
        assert re.search(r"\w{3}", entry["source"]), entry["quantity"]
        assert isinstance(entry["theirs"], str) or math.isfinite(entry["theirs"])


def test_an_estimator_that_returns_a_constant_is_found_out(workspace: Workspace, monkeypatch):
    constant = {
        "estimate": 1_000.0, "std_error": 1.0, "conf_low": 998.0, "conf_high": 1_002.0, "conf_level": 0.95,
        "interval": "wald_t",
    }  # fmt: skip
    monkeypatch.setitem(contrasts.ESTIMATORS, "ancova", lambda sample, conf_level: constant)
    disagreeing = {c.quantity for c in reproduce_study("nsw", workspace) if not c.agrees}
    assert {"ANCOVA", "ANCOVA, HC2"} <= disagreeing
