"""Write the reference pages that follow from the code: study file, estimates table, data dictionary.

Usage: ``python docs/build.py``. A test compares the committed pages with what this writes.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from idmaj.estimates import COLUMNS, VOCABULARIES, EffectEstimate
from idmaj.ingest.dictionary import TABLES, CanonicalColumn
from idmaj.ingest.readings import KINDS
from idmaj.ingest.survey import SurveySettings, ingest_exports
from idmaj.store import schemas
from idmaj.study import build_schema

DOCS = Path(__file__).parent
ROOT = DOCS.parent

STUDY_INTRODUCTION = """# The study file

`studies/<study>/study.toml` says what is evaluated, from which files, by which definitions. It is checked as a whole:
`idmaj check STUDY` prints every problem at once, with its key path and a remedy. Editors that know JSON Schema
complete it (`studies/study.schema.json`, also printed by `idmaj schema`). Words that people will read are given in
three languages: `{ en = "…", fr = "…", ar = "…" }`.

This page is written by `make docs` from the code. A tutorial: [new-study.md](new-study.md).
"""

ESTIMATES_INTRODUCTION = """# The estimates table

`estimates.parquet` holds one row per number about people's outcomes that may ever be shown; `estimates.csv` holds the
released rows. Names follow broom and marginaleffects.

This page is written by `make docs` from the code.
"""

DICTIONARY_INTRODUCTION = """# Data dictionary

Names and types of what is in the tables. How exports become tables: [surveys.md](surveys.md).

This page is written by `make docs` from the code, and from a run on the invented export in
`tests/exports/instrument/kobo/xml_both.xlsx`.
"""

KIND_WORDS = {
    "": "a value is present",
    "blank": "asked, and left empty",
    "not_asked": "the form skipped the question",
    "dk": "does not know",
    "refused": "refused to say",
    "na": "not applicable",
    "not_collected": "this version of the form, or this export, does not hold the question",
    "unparseable": "something stands there that cannot be read",
    "withheld": "answered without consent; the answer is not kept",
}
"""What each kind of missing value means."""


def write_pages() -> dict[Path, str]:
    """Return the pages: path → content."""
    schema = build_schema()
    return {
        DOCS / "study-file.md": STUDY_INTRODUCTION + "".join(describe_parts(schema)),
        DOCS / "estimates.md": ESTIMATES_INTRODUCTION + describe_estimates(),
        DOCS / "data-dictionary.md": DICTIONARY_INTRODUCTION + "\n".join(describe_tables()) + "\n",
        ROOT / "studies" / "study.schema.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n",
    }


def describe_parts(schema: dict[str, Any]) -> Iterator[str]:
    """Describe the study file section by section, then the parts that sections are made of."""
    yield describe_part("Sections", schema)
    for name, part in schema["$defs"].items():
        if "properties" in part:
            yield describe_part(name, part)


def describe_part(name: str, part: dict[str, Any]) -> str:
    """Describe one part as a table of its keys."""
    about = (part.get("description") or "").strip()
    required = set(part.get("required", ()))
    rows = [
        f"| `{key}` | {describe_type(value)} | {describe_default(value, key in required)} "
        f"| {value.get('description', '')} |"
        for key, value in part["properties"].items()
    ]
    head = "| key | value | default | meaning |\n|---|---|---|---|\n"
    return f"\n## {name}\n\n{about}\n\n{head}" + "\n".join(rows) + "\n"


def describe_type(value: dict[str, Any]) -> str:
    """Write a JSON Schema type in words."""
    if "$ref" in value:
        return value["$ref"].rsplit("/", 1)[-1]
    if "enum" in value:
        return " \\| ".join(f"`{word}`" for word in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    if "anyOf" in value:
        return " or ".join(describe_type(v) for v in value["anyOf"] if v.get("type") != "null")
    if value.get("type") == "array":
        return f"list of {describe_type(value.get('items', {}))}"
    if value.get("type") == "object" and isinstance(value.get("additionalProperties"), dict):
        return f"table of {describe_type(value['additionalProperties'])}"
    return {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false"}.get(
        value.get("type", ""), "value"
    ) + (" (date)" if value.get("format") == "date" else "")


def describe_default(value: dict[str, Any], required: bool) -> str:
    """Write a default, or that there is none."""
    if required:
        return "required"
    default = value.get("default")
    return "" if default in (None, "", [], {}) else f"`{json.dumps(default, ensure_ascii=False)}`"


def describe_estimates() -> str:
    """Describe the columns and vocabularies of the estimates table."""
    attributes = (EffectEstimate.__doc__ or "").split("Attributes\n    ----------\n", 1)[1]
    lines = ["\n## Columns\n", "`" + "`, `".join(COLUMNS) + "`\n", "```", *_dedent(attributes), "```"]
    for column, words in VOCABULARIES.items():
        lines += [f"\n## Words of `{column}`\n", ", ".join(f"`{word}`" for word in sorted(words))]
    return "\n".join(lines) + "\n"


def describe_tables() -> Iterator[str]:
    """Describe missing values, canonical columns, the tables of `idmaj ingest`, and those of a study."""
    yield "\n## Kinds of missing values\n\nIn `<column>__missing`, beside each column of answers.\n"
    yield from write_table(
        ("kind", "meaning"), ((f"`{kind}`" if kind else "(empty)", KIND_WORDS[kind]) for kind in KINDS)
    )
    yield "\n## Canonical columns\n\nA form names them in its column `canonical`; older names are accepted there."
    for name, columns in TABLES.items():
        yield f"\n### `{name}`\n"
        heads = ("column", "type", "words", "older names")
        yield from write_table(heads, (describe_column(column) for column in columns))
    yield "\n## Tables that `idmaj ingest` writes\n\nWith the form `forms/follow_up.xlsx`."
    yield from describe_run()
    yield "\n## Tables of a study\n\nIn `data/processed/<study>/stages/`, with the columns that the study file names."
    for name, kinds in schemas.COLUMNS.items():
        key = ", ".join(f"`{column}`" for column in schemas.KEYS.get(name, []))
        yield f"\n### Stage table `{name}`\n" + (f"\nKey: {key}.\n" if key else "")
        yield from write_table(
            ("column", "type"), ((f"`{column}`", f"`{kind}`") for column, kind in kinds.items())
        )


def describe_column(column: CanonicalColumn) -> tuple[str, ...]:
    """Describe a canonical column as a line of a table."""
    kind = "pseudonym" if column.is_identifying else column.type
    words, older = (", ".join(f"`{word}`" for word in listed) for listed in (column.words, column.older))
    return f"`{column.name}`", kind, words, older


def describe_run() -> Iterator[str]:
    """Describe the tables that the invented export becomes, columns with the question that they hold."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "tables"
        export = ROOT / "tests" / "exports" / "instrument" / "kobo" / "xml_both.xlsx"
        ingest_exports([export], ROOT / "forms" / "follow_up.xlsx", out, SurveySettings(key=bytes(32)))
        package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
        codebook = pd.read_parquet(out / "codebook.parquet")
    asked = dict(zip(codebook["table"] + "." + codebook["column"], codebook["label_en"], strict=True))
    for resource in package["resources"]:
        name = resource["path"].removesuffix(".parquet")
        key = resource["schema"].get("primaryKey")
        yield (
            f"\n### `{name}`\n\n{resource['title']}." + (f" Key: `{'`, `'.join(key)}`." if key else "") + "\n"
        )
        fields = [f for f in resource["schema"]["fields"] if not f["name"].endswith("__missing")]
        lines = (
            (f"`{f['name']}`", f["type"], one_line(asked.get(f"{name}.{f['name']}", ""))) for f in fields
        )
        yield from write_table(("column", "type", "question"), lines)


def one_line(text: str) -> str:
    """Write a label so that it fits into a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def write_table(heads: tuple[str, ...], lines: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """Write a table."""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    yield from (f"| {' | '.join(line)} |" for line in lines)


def _dedent(text: str) -> list[str]:
    return [line.removeprefix("    ") for line in text.rstrip().splitlines()]


if __name__ == "__main__":
    for file, content in write_pages().items():
        file.write_text(content, encoding="utf-8")
        print(file.relative_to(ROOT))
