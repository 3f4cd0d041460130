"""Nobody but this room formats numbers or reads the catalogue; every id that code names exists."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import idmaj
from idmaj.text import LANGUAGES, has_message

SOURCE = Path(idmaj.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
ROOMS_FOR_PEOPLE = ("charts", "report", "findings", "tables", "disclosure")
MARKER = "# machine number"

NUMBER_SPEC = re.compile(r"[,_%]|\.\d|[eEfFgGn]$")
PERCENT_SPEC = re.compile(r"%[-+ #0]*[\d*]*(\.\d+)?[eEfFgGdi]")
BRACE_SPEC = re.compile(r"\{[^{}]*:[^{}]*([,%]|\.\d|[eEfFgGn])\}")


def relative(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def imported_roots(tree: ast.AST) -> set[str]:
    roots = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            roots.add(node.module.split(".")[0])
    return roots


def literal_text(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def called_name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def formats_a_number(node: ast.AST) -> bool:
    """Whether a node writes a number with a format specification (or a date with strftime)."""
    if isinstance(node, ast.JoinedStr):
        specs = [part.format_spec for part in node.values if isinstance(part, ast.FormattedValue)]
        texts = ["".join(map(literal_text, spec.values)) for spec in specs if isinstance(spec, ast.JoinedStr)]
        return any(NUMBER_SPEC.search(text) for text in texts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return bool(PERCENT_SPEC.search(literal_text(node.left)))
    if isinstance(node, ast.Call):
        name = called_name(node)
        if name == "format" and isinstance(node.func, ast.Attribute):
            return bool(BRACE_SPEC.search(literal_text(node.func.value)))
        if name == "format" and len(node.args) == 2:
            return bool(NUMBER_SPEC.search(literal_text(node.args[1])))
        return name in {"strftime", "format_float_positional", "format_float_scientific"}
    return False


def numbers_formatted(source: str) -> Iterator[int]:
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if formats_a_number(node):
            span = lines[node.lineno - 1 : node.end_lineno]
            if not any(MARKER in line for line in span):
                yield node.lineno


@pytest.mark.parametrize(
    "path", [path for path in FILES if not relative(path).startswith("text/")], ids=relative
)
def test_only_the_text_room_imports_babel_and_fluent(path):
    assert not imported_roots(ast.parse(path.read_text(encoding="utf-8"))) & {"babel", "fluent"}


def test_no_number_is_formatted_for_people_outside_the_text_room():
    found = [
        f"{relative(path)}:{line}"
        for path in FILES
        if relative(path).split("/")[0].removesuffix(".py") in ROOMS_FOR_PEOPLE
        for line in numbers_formatted(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ('f"{x:,.0f}"', True),
        ('f"{x:.1%}"', True),
        ('f"{x:{width}.2f}"', True),
        ('f"{day:%d/%m/%Y}"', True),
        ('"%.1f" % x', True),
        ('"%d people" % n', True),
        ('"{:,.2f}".format(x)', True),
        ('format(x, ".3g")', True),
        ('day.strftime("%d")', True),
        ('f"{x:.3f}"  # machine number', False),
        ('f"M{x}"', False),
        ('f"{name:>10}"', False),
        ("n % 2", False),
        ('"{}".format(x)', False),
    ],
)
def test_the_lint_sees_what_it_is_for(source, caught):
    assert bool(list(numbers_formatted(source))) is caught


def named_messages() -> Iterator[tuple[str, str]]:
    """Ids that code names by a literal: `message("id", …)`, and the problems with their attributes."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            first = node.args[0] if node.args else None
            keyword = next((k.value for k in node.keywords if k.arg in {"message", "message_id"}), None)
            text = literal_text(first) or literal_text(keyword)
            place = f"{relative(path)}:{node.lineno}"
            if text and called_name(node) == "message":
                yield place, text
            elif text and called_name(node) in {"Problem", "WorkspaceError"}:
                yield from ((place, f"{text}{suffix}") for suffix in ("", ".expected", ".remedy"))
            elif text and called_name(node) == "EstimationError":
                yield place, f"estimation-{text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_that_code_names_exists(language):
    lacking = [(place, text) for place, text in named_messages() if not has_message(text, language)]
    assert lacking == []
