"""A workspace with notebooks of a few lines, for tests of what executes them."""

import nbformat
import pytest

from idmaj.batch.tasks import Task
from idmaj.store import Workspace

PARAMETERS = 'study: str = "toy"  # study\nlanguage: str = "en"  # language\nlimit: int = 3  # people\n'


@pytest.fixture
def toy(tmp_path):
    """An empty workspace."""
    for folder in ("studies/toy", "notebooks", "data"):
        (tmp_path / folder).mkdir(parents=True)
    return Workspace(tmp_path)


@pytest.fixture
def write_notebook(toy):
    """A function that writes a notebook of these cells and returns its task."""

    def write(*cells: str, name: str = "01_ingest", tags: tuple[str, ...] = ("parameters",)) -> Task:
        content = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        )
        texts = (PARAMETERS, *cells)
        content.cells = [nbformat.v4.new_code_cell(text, id=f"cell-{i}") for i, text in enumerate(texts, 1)]
        content.cells[0].metadata["tags"] = list(tags)
        nbformat.write(content, toy.notebooks / f"{name}.ipynb")
        return Task(
            "toy", name, "fr", f"notebooks/{name}.ipynb", f"data/processed/toy/latest/notebooks/{name}.ipynb",
            {"study": "toy", "language": "fr"},
        )  # fmt: skip

    return write


@pytest.fixture
def shown(toy):
    """A function that returns all text that the executed copy of a notebook shows."""

    def read(task: Task) -> str:
        cells = nbformat.read(toy.root / task.output, as_version=4).cells
        return "".join(o.get("text", "") for cell in cells for o in cell.get("outputs", []))

    return read
