"""Every number of the references: agreeing, or named with the convention that differs."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from idmaj.reproduce import (
    Comparison,
    PublicData,
    list_public_studies,
    list_references,
    read_published,
    read_reference,
    reproduce_public_study,
    reproduce_reference,
)
from idmaj.reproduce.calls import ROOM
from idmaj.reproduce.published import read_data_files, read_data_sets, read_public_study

COVERED = {
    "lalonde", "did", "survey_api", "cluster", "firth_sex2", "small_samples", "jtrain", "morocco_loans",
    "egypt_inkind_grants", "drdid_sim_rc", "mi_nhanes", "power", "multiplicity",
    "meta_analysis", "rossi", "competing_risks_mgus2",
}  # fmt: skip
MOST_DIFFERING = 36
NOT_ESTIMATED = ("Cox, exact", "accelerated failure time", "Peto-Peto", "Nelson-Aalen")
"""Models of a reference file that the library does not have; their numbers are listed, and not compared."""


@pytest.fixture(scope="module")
def compared(data: PublicData) -> list[Comparison]:
    return [c for reference in list_references() for c in reproduce_reference(reference, data)]


def blocks() -> Iterator[tuple[str, dict[str, Any]]]:
    for reference in list_references():
        for block in read_reference(reference):
            yield reference, block


def calls_of(call: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield call
    for inner in call.get("calls", {}).values():
        yield from calls_of(inner)


def test_every_reference_of_the_issue_is_covered():
    assert set(list_references()) == COVERED


def test_no_number_disagrees(compared: list[Comparison]):
    assert [c for c in compared if c.agrees is False] == []


def test_numbers_of_shipped_data_are_compared_everywhere(shipped_data: PublicData):
    here = [c for reference in list_references() for c in reproduce_reference(reference, shipped_data)]
    assert [c for c in here if c.agrees is False] == []
    assert sum(c.is_compared for c in here) > 350


def test_where_the_data_are_here_everything_is_compared_but_a_few_conventions(compared: list[Comparison]):
    of_conventions = [c for c in compared if c.differs and not c.quantity.startswith(NOT_ESTIMATED)]
    assert len(of_conventions) <= MOST_DIFFERING
    assert all(c.is_compared or c.differs or c.missing for c in compared)


LONG = ("egypt-grants", "morocco-loans")


@pytest.mark.parametrize(
    "study", [pytest.param(s, marks=pytest.mark.full if s in LONG else ()) for s in list_public_studies()]
)
def test_public_studies_are_reproduced_through_their_study_file(study: str, data: PublicData):
    comparisons = reproduce_public_study(study, data)
    assert comparisons
    assert [c for c in comparisons if c.agrees is False] == []


def test_every_number_names_its_source_and_can_disagree():
    entries = [(block, number) for _, block in blocks() for number in block["numbers"]]
    entries += [({}, number) for study in list_public_studies() for number in read_published(study)]
    for block, number in entries:
        assert re.search(r"\w{3}", {**block, **number}["source"]), number["quantity"]
        assert math.isfinite(number["theirs"])
        assert 0 <= number["tolerance"] < max(abs(number["theirs"]), 1e-7), number["quantity"]


def test_no_number_is_there_twice():
    for reference in list_references():
        quantities = [n["quantity"] for block in read_reference(reference) for n in block["numbers"]]
        assert sorted(quantities) == sorted(set(quantities))


def test_every_function_and_data_set_that_is_named_exists():
    sets, files = read_data_sets(), read_data_files()
    for _, block in blocks():
        assert block.get("data") is None or block["data"] in sets
        for call in calls_of(block["call"]):
            if "function" in call:
                module, _, name = call["function"].rpartition(".")
                assert callable(getattr(import_module(f"{ROOM}.{module}"), name))
    for spec in sets.values():
        assert spec.get("of", next(iter(sets))) in sets
        assert {part["file"] for part in spec.get("parts", ())} <= set(files)
    for study in list_public_studies():
        assert set(read_public_study(study)["files"].values()) <= set(files)


def leaves(node: Any, path: str = "") -> Iterator[str]:
    if isinstance(node, dict | list):
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in items:
            if key != "_meta":
                yield from leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(node, int | float) and not isinstance(node, bool):
        yield path


@pytest.mark.parametrize("reference", sorted(COVERED))
def test_no_number_of_the_reference_files_is_left_out(reference: str, data: PublicData):
    file = data.folder / "reference" / f"{reference}.json"
    if not file.is_file():
        pytest.skip("the reference files are not in the repository")
    numbers = json.loads(file.read_text(encoding="utf-8"))
    listed = {n["at"].partition("/")[2] for block in read_reference(reference) for n in block["numbers"]}
    assert set(leaves(numbers)) - listed == set()


class Constant:
    """What an estimator that always returns one number would return: it, wherever one looks."""

    def __getattr__(self, name: str) -> Constant:
        return self

    def __getitem__(self, key: object) -> Constant:
        return self

    def __float__(self) -> float:
        return 0.123


def estimators_of_shipped_data() -> list[str]:
    shipped = {None, "nsw", "nsw-cps"}
    return sorted(
        {b["call"]["function"] for _, b in blocks() if b.get("data") in shipped and "function" in b["call"]}
    )


@pytest.mark.parametrize("estimator", estimators_of_shipped_data())
def test_an_estimator_that_returns_a_constant_is_found_out(
    estimator: str, shipped_data: PublicData, monkeypatch: pytest.MonkeyPatch
):
    from idmaj.reproduce import calls

    def only_its_blocks(reference: str) -> list[dict[str, Any]]:
        return [b for b in read_reference(reference) if b["call"].get("function") == estimator]

    module, _, name = estimator.rpartition(".")
    monkeypatch.setattr(import_module(f"{ROOM}.{module}"), name, lambda **arguments: Constant())
    monkeypatch.setattr(calls, "read_reference", only_its_blocks)
    found = [c for reference in list_references() for c in reproduce_reference(reference, shipped_data)]
    wrong = [c for c in found if c.is_compared]
    assert wrong
    assert not any(c.agrees for c in wrong)
