"""Write the reference pages that follow from the code: study file, estimates table, command line.

Usage: ``python docs/build.py``. A test compares the committed pages with what this writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from idmaj.estimates import COLUMNS, VOCABULARIES, EffectEstimate
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


def write_pages() -> dict[Path, str]:
    """Return the pages: path → content."""
    schema = build_schema()
    return {
        DOCS / "study-file.md": STUDY_INTRODUCTION + "".join(describe_parts(schema)),
        DOCS / "estimates.md": ESTIMATES_INTRODUCTION + describe_estimates(),
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


def _dedent(text: str) -> list[str]:
    return [line.removeprefix("    ") for line in text.rstrip().splitlines()]


if __name__ == "__main__":
    for file, content in write_pages().items():
        file.write_text(content, encoding="utf-8")
        print(file.relative_to(ROOT))
