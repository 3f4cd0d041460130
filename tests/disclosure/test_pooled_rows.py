"""A row over all values of a column is published only where every cell of the column is."""

import pandas as pd
import pytest

from idmaj.disclosure.rules import _has_subgroup

CELLS = pd.DataFrame({"subgroup": ["all", "town=a", "town=b", "townhall=a"]})


@pytest.mark.parametrize(
    ("subgroup", "chosen"),
    [("all", ["all"]), ("town=a", ["town=a"]), ("town", ["town=a", "town=b"]), ("village", [])],
)
def test_cells_that_a_row_rests_on(subgroup, chosen):
    assert list(CELLS.loc[_has_subgroup(CELLS, subgroup), "subgroup"]) == chosen
