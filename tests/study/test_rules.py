"""What a study reads from its files follows from the study file alone."""

import pytest

from idmaj.store import open_evaluation
from idmaj.study.rules import expand_horizon, horizon_text, needed_columns


@pytest.mark.parametrize(
    ("horizon", "text"), [(52.0, "52"), (0.5, "0.5"), ("month_6", "month_6"), (None, "")]
)
def test_horizons_in_words(horizon, text):
    assert horizon_text(horizon) == text


def test_a_column_takes_its_horizon():
    assert expand_horizon("emp{horizon}", "52") == "emp52"


def test_columns_of_a_wide_file(shipped):
    study = open_evaluation("tarp", workspace=shipped).study
    uses = {column.name: column.use for column in needed_columns(study, "persons")}
    assert {name: uses[name] for name in ("fin", "age", "week", "arrest", "emp13", "emp52")} == {
        "fin": "code", "age": "auto", "week": "number", "arrest": "code", "emp13": "code", "emp52": "code",
    }  # fmt: skip
    assert "educ" not in uses
    assert needed_columns(study, "interviews") == []


def test_columns_of_a_long_file(shipped):
    study = open_evaluation("temara", workspace=shipped).study
    uses = {column.name: column.use for column in needed_columns(study, "interviews")}
    assert uses == {
        "worked_7d": "code", "wage_30d_mad": "number", "profit_30d_mad": "number", "project": "code",
        "returned_to_prison": "code",
    }  # fmt: skip
    # the benchmark counts from release where the dates are known; here they are not
    assert [(column.name, column.is_optional) for column in needed_columns(study, "persons")] == [
        ("released_on", True)
    ]
