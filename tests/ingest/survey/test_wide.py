"""Repeats side by side in one row give one row an instance, in order, and nothing else."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idmaj.ingest.exports.model import Block, ExportTable
from idmaj.ingest.forms.model import MAIN, Choice, Form, Question
from idmaj.ingest.survey.mapping import map_table
from idmaj.ingest.survey.wide import list_wide_repeats, unfold_wide

FORM = Form(
    "form.xlsx", "f", "", "1", "", ("fr",),
    (
        Question("has", (), MAIN, "select_one"),
        Question("name", ("kids",), "kids", "text", labels={"fr": "Nom"}),
        Question("age_2", ("kids",), "kids", "integer", labels={"fr": "Âge"}),
        Question("shots", ("kids",), "kids", "select_multiple", list_name="l"),
        Question("toy", ("kids", "toys"), "toys", "text"),
        Question("note", (), MAIN, "text"),
    ),
    {"l": (Choice("1", {"fr": "BCG"}), Choice("2", {"fr": "Polio"}))}, {},
    {"kids": "kids", "toys": "kids/toys"},
)  # fmt: skip


def table_of(header, rows, keys=None):
    keys = keys or [f"k{place}" for place in range(len(rows))]
    block = Block(
        pa.table({str(p): pa.array([row[p] for row in rows], pa.string()) for p in range(len(header))}),
        np.arange(2, len(rows) + 2), pa.array(keys, pa.string()),
    )  # fmt: skip
    return ExportTable("main", list(header), lambda: iter([block]))


def unfolded(header, rows, repeat="kids", **more):
    table = table_of(header, rows)
    mapping = map_table(table, FORM, "kobo_legacy")
    assert (mapping.unmatched, mapping.problems) == ([], [])
    wide, uses, read_blocks = unfold_wide(table, mapping, repeat, FORM, **more)
    (block,) = list(read_blocks())
    columns = {
        (use.question, use.part, use.choice): block.cells.column(str(use.position)).to_pylist()
        for use in uses.columns
    }
    assert (wide.is_repeat, uses.repeat, len(wide.header)) == (True, repeat, block.cells.num_columns)
    return columns, block.rows.tolist(), block.keys.to_pylist()


def instances(header):
    mapping = map_table(table_of([header], [[""]]), FORM, "surveycto")
    return [(use.question, use.part, use.choice, use.instance) for use in mapping.columns]


@pytest.mark.parametrize(
    ("header", "question", "instance"),
    [
        ("kids[2]/name", "kids/name", (2,)),  # formhub and its heirs
        ("kids[1]/toys[3]/toy", "kids/toys/toy", (1, 3)),
        ("name_2", "kids/name", (2,)),  # SurveyCTO
        ("toy_1_3", "kids/toys/toy", (1, 3)),
        ("age_2_12", "kids/age_2", (12,)),
        ("kids.0.name", "kids/name", (0,)),  # flattened JSON
        ("kids/1/toys/2/toy", "kids/toys/toy", (1, 2)),
        ("kids_2_name", "kids/name", (2,)),
        ("kids[2]/Nom", "kids/name", (2,)),
        ("form.kids[2].name", "kids/name", (2,)),
    ],
)
def test_headers_of_instances(header, question, instance):
    assert instances(header) == [(question, "whole", "", instance)]


@pytest.mark.parametrize("header", ["kids[2]/shots/1", "kids[2]/shots/BCG", "kids.2.shots.1"])
def test_choices_of_instances(header):
    assert instances(header) == [("kids/shots", "choice", "1", (2,))]


def test_choice_and_instance_that_cannot_be_told_apart_are_left_to_the_text():
    header = ["shots_1", "shots_2", "shots_1_2", "shots_2_1"]
    mapping = map_table(table_of(header, [["", "", "", ""]]), FORM, "surveycto")
    assert [(use.part, use.instance) for use in mapping.columns] == [("whole", (1,)), ("whole", (2,))]
    assert (mapping.unmatched, mapping.problems) == ([2, 3], [])


def test_choice_and_instance_that_cannot_be_told_apart_are_refused_without_the_text():
    mapping = map_table(table_of(["shots_1_2"], [[""]]), FORM, "surveycto")
    assert [problem.message for problem in mapping.problems] == ["mapping-ambiguous-column"]
    assert mapping.problems[0].arguments["questions"] == "kids/shots[2] = 1, kids/shots[1] = 2"


def test_one_row_an_instance():
    header = ["has", "kids[2]/name", "kids[1]/name", "kids[1]/age_2", "kids[2]/age_2", "note"]
    rows = [
        ["1", "Sara", "Ali", "7", "n/a", "x"],
        ["0", "n/a", "n/a", "n/a", "n/a", "y"],
        ["1", "", "Nour", "", "", ""],
    ]
    columns, numbers, keys = unfolded(header, rows, blanks=("n/a",))
    assert columns == {
        ("kids/name", "whole", ""): ["Ali", "Sara", "Nour"], ("kids/age_2", "whole", ""): ["7", "n/a", ""],
    }  # fmt: skip
    assert (numbers, keys) == ([2, 2, 4], ["k0", "k0", "k2"])


def test_a_choice_not_taken_makes_no_instance():
    table = table_of(
        ["kids[1]/name", "kids[1]/shots/1", "kids[2]/name", "kids[2]/shots/1"], [["Ali", "1", "", "0"]]
    )
    mapping = map_table(table, FORM, "kobo_legacy")
    _, _, read_blocks = unfold_wide(table, mapping, "kids", FORM)
    assert [len(block.rows) for block in read_blocks()] == [1]


def test_choices_alone_are_answers():
    columns, _, _ = unfolded(["kids[1]/shots/1", "kids[2]/shots/1"], [["1", "0"], ["", "True"]])
    assert columns == {("kids/shots", "choice", "1"): ["1", "0", "True"]}


def test_nested_repeats_of_the_legacy_exporter():
    # The layout of kobo's own fixture nested_repeats.csv, with other names.
    header = [
        "kids[1]/name",
        "kids[2]/name",
        "kids[1]/toys[1]/toy",
        "kids[1]/toys[2]/toy",
        "kids[2]/toys[1]/toy",
    ]
    rows = [["Ali", "Sara", "ball", "n/a", "kite"], ["Nour", "n/a", "bike", "boat", "n/a"]]
    toys, _, keys = unfolded(header, rows, "toys", blanks=("n/a",))
    assert toys == {("kids/toys/toy", "whole", ""): ["ball", "kite", "bike", "boat"]}
    assert keys == ["k0", "k0", "k1", "k1"]
    table = table_of(header, rows)
    assert list_wide_repeats(map_table(table, FORM, "kobo_legacy")) == ("kids", "toys")


def test_a_table_with_the_row_of_the_submission_repeated():
    # tutorial_w_repeats_flattened.csv of kobo: each row repeats the submission with one instance.
    columns, numbers, _ = unfolded(
        ["has", "kids/name", "kids/age_2"], [["1", "Ali", "12"], ["1", "Sara", "5"]]
    )
    assert columns == {("kids/name", "whole", ""): ["Ali", "Sara"], ("kids/age_2", "whole", ""): ["12", "5"]}
    assert numbers == [2, 3]


def test_typed_columns_and_labels_follow():
    header = ["kids[1]/age_2", "kids[2]/age_2", "kids[1]/name", "kids[2]/name"]
    table = table_of(header, [["1", "2", "a", "b"]])
    table.typed, table.labels = frozenset({0, 1, 2}), {1: {"1": "un"}}
    mapping = map_table(table, FORM, "plain")
    wide, uses, _ = unfold_wide(table, mapping, "kids", FORM)
    places = {use.question: use.position for use in uses.columns}
    assert wide.typed == {places["kids/age_2"]}
    assert wide.labels == {places["kids/age_2"]: {"1": "un"}}


@given(st.lists(st.lists(st.sampled_from(["", "a", "b"]), min_size=4, max_size=4), max_size=6))
def test_no_answer_is_lost(rows):
    table = table_of([f"kids[{n}]/name" for n in (1, 2, 3, 4)], rows)
    _, _, read_blocks = unfold_wide(table, map_table(table, FORM, "kobo_legacy"), "kids", FORM)
    (block,) = list(read_blocks())
    wanted = [(place + 2, cell) for place, row in enumerate(rows) for cell in row if cell]
    assert list(zip(block.rows.tolist(), block.cells.column(0).to_pylist(), strict=True)) == wanted
