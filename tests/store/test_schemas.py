"""Canonical tables keep their schema: columns, types, keys, closed lists."""

import pandera.errors
import pytest

from idmaj.store.schemas import COLUMNS, KEYS, check_table, empty_table


@pytest.mark.parametrize("name", COLUMNS)
def test_an_empty_table_fits(name):
    assert check_table(name, empty_table(name)).empty


def person(**changes):
    row = {
        "person_id": "a",
        "arm": "support",
        "arm_value": "1",
        "source_file": "x",
        "source_row": 2,
    } | changes
    table = empty_table("persons")
    table.loc[0] = row
    return table.astype(empty_table("persons").dtypes.to_dict())


def test_further_columns_are_allowed():
    check_table("persons", person().assign(age=3.0))


@pytest.mark.parametrize("changes", [{"arm": "treated"}, {"source_row": -1}, {"person_id": None}])
def test_values_outside_the_schema_are_refused(changes):
    with pytest.raises(pandera.errors.SchemaErrors):
        check_table("persons", person(**changes))


@pytest.mark.parametrize("name", KEYS)
def test_keys_are_columns(name):
    assert set(KEYS[name]) <= set(COLUMNS[name])


def test_a_key_twice_and_a_missing_column_are_refused():
    twice = person().loc[[0, 0]].reset_index(drop=True)
    with pytest.raises(pandera.errors.SchemaErrors):
        check_table("persons", twice)
    with pytest.raises(pandera.errors.SchemaErrors):
        check_table("persons", person().drop(columns="arm"))
