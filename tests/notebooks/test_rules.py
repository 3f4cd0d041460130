"""Rules of the notebooks: thin, typed, without outputs, each asking one question."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from idmaj.batch.matrix import ANALYSES, BRIEFING
from idmaj.batch.parameters import read_parameters

FOLDER = Path(__file__).parents[2] / "notebooks"
FILES = sorted(FOLDER.glob("*.ipynb"))
MOST_LINES = 8
PARAMETER = re.compile(r"^[a-z_]+: (str|int|float|bool|list) = .+  # .+$")
TYPES = {"study": "str", "slice": "str", "language": "str", "as_of": "str"}
FORBIDDEN = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While, ast.Try,
    ast.With, ast.If, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Import, ast.Global,
)  # fmt: skip


def read(file):
    return nbformat.read(file, as_version=4)


def code_cells(file):
    return [cell for cell in read(file).cells if cell.cell_type == "code"][1:]


def faults_of(source):
    """What breaks the rules in a code cell."""
    tree = ast.parse(source)
    found = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, FORBIDDEN)]
    found += [
        f"import from {node.module}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("idmaj.")
    ]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    statements = [node for node in tree.body if not isinstance(node, ast.ImportFrom)]
    if len(statements) != 1 or len(outermost(calls)) != 1:
        found.append("not one call")
    found += ["method call" for call in calls if isinstance(call.func, ast.Attribute)]
    if len(source.splitlines()) > MOST_LINES:
        found.append("too long")
    return found


def outermost(calls):
    inner = {id(node) for call in calls for part in ast.iter_child_nodes(call) for node in ast.walk(part)}
    return [call for call in calls if id(call) not in inner]


def test_the_notebooks_that_a_run_executes_are_there():
    assert [file.stem for file in FILES] == [*ANALYSES, BRIEFING]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_first_cell_says_question_inputs_and_outputs(file):
    first = read(file).cells[0]
    assert first.cell_type == "markdown"
    assert all(f"**{word}.**" in first.source for word in ("Question", "Inputs", "Outputs"))
    assert first.source.startswith(f"# {file.stem[:2]} ")
    assert "?" in first.source


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_second_cell_holds_typed_parameters_with_help(file):
    second = read(file).cells[1]
    assert second.metadata["tags"] == ["parameters"]
    assert all(PARAMETER.match(line) for line in second.source.splitlines())
    assert all(
        isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant)
        for node in ast.parse(second.source).body
    )
    extra = {"output": "str"} if file.stem == BRIEFING else {}
    assert read_parameters(file) == TYPES | extra


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_only_one_cell_is_tagged(file):
    assert [cell.metadata.get("tags", []) for cell in read(file).cells if cell.metadata.get("tags")] == [
        ["parameters"]
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_code_cells_are_one_library_call_and_nothing_else(file):
    assert {cell["id"]: faults_of(cell.source) for cell in code_cells(file) if faults_of(cell.source)} == {}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_every_code_cell_follows_a_plain_sentence(file):
    kinds = [cell.cell_type for cell in read(file).cells]
    assert kinds == ["markdown", "code"] * (len(kinds) // 2)
    assert all(
        cell.source.rstrip().endswith((".", "?")) for cell in read(file).cells if cell.cell_type == "markdown"
    )


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_last_cell_lists_what_was_produced_and_what_needs_a_look(file):
    assert "list_products(" in read(file).cells[-1].source


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_no_outputs_counts_or_places_of_a_machine(file):
    content = read(file)
    assert all(not c.outputs and c.execution_count is None for c in content.cells if c.cell_type == "code")
    assert set(content.metadata) == {"kernelspec", "language_info"}
    assert content.metadata["kernelspec"]["name"] == "python3"
    assert not re.search(r"(/home/|/root/|/tmp/|/work/|[A-Z]:\\\\)", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_cell_ids_are_words_and_stay(file):
    ids = [cell["id"] for cell in read(file).cells]
    assert len(ids) == len(set(ids))
    short = file.stem[3:].replace("_", "-")
    assert all(re.fullmatch(rf"{short}-(question|parameters|\d+(-why)?)", name) for name in ids)


@pytest.mark.parametrize(
    "source",
    [
        "for x in y:\n    f(x)",
        "def f():\n    pass",
        "f(x)\ng(x)",
        "import pandas\npandas.read_csv('x')",
        "from pandas import read_csv\n\nread_csv('x')",
        "try:\n    f()\nexcept E:\n    pass",
        "x = 1",
        "table.plot()",
        "from idmaj.store import x\n" * 8 + "f(x)",
        "[f(x) for x in y]",
        "f(x) + g(x)",
    ],
)
def test_the_rules_can_be_broken(source):
    assert faults_of(source)
