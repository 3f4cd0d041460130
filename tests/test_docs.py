"""What documents name exists: commands, options, targets, files; what is generated is up to date."""

import importlib.util
import json
import re
import subprocess
import textwrap
import tomllib
from pathlib import Path

import click
import pytest

from idmaj.cli import commands
from idmaj.study import build_schema
from idmaj.study.model import Study

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "reports").glob("*.md")]
LATER = {"audit", "plan", "key", "purge", "prune", "simulate"}
"""Commands of later issues: a page may say that they come, never show how to call them."""
TUTORIAL = (ROOT / "docs" / "new-study.md").read_text(encoding="utf-8")
EXAMPLE, *PIECES = (
    textwrap.dedent(block) for block in re.findall(r"^ *```toml\n(.*?)^ *```", TUTORIAL, re.M | re.S)
)
QUESTIONS = (
    "family", "looks", "specifications", "settling", "costs", "analysis.cohort", "analysis.subgroups",
    "outcome.in_prison", "costs.item", "costs.consequence",
)  # fmt: skip
"""Keys that the tutorial shows by example."""


def read(page):
    return page.read_text(encoding="utf-8")


def name(page):
    return page.relative_to(ROOT).as_posix()


def code_of(page):
    """All code of a page: blocks and spans."""
    text = read(page)
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.M | re.S)
    return "\n".join(
        [*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))]
    )


def make_targets():
    return set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.M))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_targets_of_make_exist(page):
    named = set(re.findall(r"^\s*(?:\$ )?make (?:-C \S+ )?([a-z][a-z-]*)", code_of(page), re.M))
    assert named - make_targets() == set()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_and_options_of_idmaj_exist(page):
    for command, rest in re.findall(r"^\s*(?:\$ )?idmaj ([a-z]+)([^\n]*)", code_of(page), re.M):
        if command in LATER:
            continue
        assert command in commands.commands, command
        known = {option for p in commands.commands[command].params for option in p.opts}
        assert set(re.findall(r"(?<=\s)--[a-z-]+", rest)) - known <= {"--help"}, command


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", read(page))
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_the_schema_of_the_study_file_is_up_to_date():
    assert json.loads(read(ROOT / "studies" / "study.schema.json")) == build_schema()


def test_generated_pages_are_up_to_date():
    specification = importlib.util.spec_from_file_location("build", ROOT / "docs" / "build.py")
    build = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(build)
    pages = build.write_pages()
    assert pages
    assert [name(page) for page, content in pages.items() if read(page) != content] == []


@pytest.mark.parametrize("study", sorted(ROOT.glob("studies/*/study.toml")), ids=lambda f: f.parent.name)
def test_study_files_name_their_schema_for_editors(study):
    first = read(study).splitlines()[0]
    assert first == "#:schema ../study.schema.json"
    assert (study.parent / first.split()[1]).is_file()


def join_piece(number):
    """Join a piece of the tutorial to its example, as the page says."""
    piece, example = PIECES[number], tomllib.loads(EXAMPLE)
    shown = tomllib.loads(piece)
    design = re.match(r'# design = "(\w+)"(?: +# ([a-z, ]+) as above)?', piece)
    if design is None:
        return merge(example, shown)
    before = tomllib.loads(PIECES[number - 1]) if design[2] else example
    stays = re.findall(r"[a-z]{3,}", (design[2] or "source, outcome").replace(" and ", ", "))
    head = example["study"] | {"design": design[1], "identifiers": "keyed"}
    return {name: before[name] for name in stays} | shown | {"format": example["format"], "study": head}


def merge(first, second):
    if isinstance(first, dict) and isinstance(second, dict):
        return first | {
            name: merge(first[name], part) if name in first else part for name, part in second.items()
        }
    return [*first, *second] if isinstance(first, list) else second


def name_piece(number):
    heads = [line for line in PIECES[number].splitlines() if line.startswith("[")]
    return f"{number + 1} {heads[-1].partition('#')[0].strip(' []')}"


def test_the_example_of_the_tutorial_loads():
    assert Study.model_validate({"id": "matchit", **tomllib.loads(EXAMPLE)}).has_comparison


@pytest.mark.parametrize("number", range(len(PIECES)), ids=name_piece)
def test_pieces_of_the_tutorial_load(number):
    study = Study.model_validate({"id": "matchit", **join_piece(number)})
    assert study.model_fields_set >= set(tomllib.loads(PIECES[number]))


@pytest.mark.parametrize("key", QUESTIONS)
def test_the_tutorial_shows(key):
    parts = key.split(".")
    assert any(holds(tomllib.loads(piece), parts) for piece in PIECES)


def holds(part, keys):
    if not keys:
        return True
    found = [part, *part.values()] if keys[0] == "in_prison" else [part]
    return any(keys[0] in one and holds(one[keys[0]], keys[1:]) for one in found)


def test_every_target_of_make_says_what_it_does():
    shown = subprocess.run(
        ["make", "-C", str(ROOT), "help"], capture_output=True, text=True, check=True
    ).stdout
    listed = set(re.findall(r"^  make ([a-z-]+) +\S", shown, re.M))
    assert listed == make_targets() - {"setup"}


@pytest.mark.parametrize("command", sorted(commands.commands))
def test_every_command_and_option_says_what_it_does(command):
    found = commands.commands[command]
    assert found.help
    assert [p.name for p in found.params if isinstance(p, click.Option) and not p.help] == []


def test_no_place_of_a_machine_in_a_committed_file():
    found = subprocess.run(
        ["git", "-C", str(ROOT), "grep", "-nIE", r"(/home/[a-z]|/root/|/work/[a-z])", "--", ":!tests", ":!*.lock"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stdout.splitlines() == []
