"""Read a study file; report every problem in it at once."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from idmaj.errors import Place, Problem, StudyProblems
from idmaj.study.mend import list_words, mend_entries
from idmaj.study.model import Study


def load_study(file: Path, *, shown_as: str | None = None) -> Study:
    """Read a study file.

    Parameters
    ----------
    file
        `study.toml`; the name of its folder is the id of the study.
    shown_as
        Path to show in problems; by default `studies/<study>/study.toml`.

    Returns
    -------
    Study

    Raises
    ------
    StudyProblems
        With every problem of the file, each with its key path.
    """
    shown = shown_as or f"studies/{file.parent.name}/{file.name}"
    study, problems = read_study(file, shown_as=shown)
    if study is None or problems:
        raise StudyProblems(problems)
    return study


def read_study(file: Path, *, shown_as: str | None = None) -> tuple[Study | None, list[Problem]]:
    """Read a study file as far as it can be read, so that its data can be checked in the same go.

    Parameters
    ----------
    file, shown_as
        As for `load_study`.

    Returns
    -------
    study : Study or None
        The study without the parts that problems name; None where too little is left.
    problems : list of Problem
        Every problem of the file.
    """
    shown = shown_as or f"studies/{file.parent.name}/{file.name}"
    try:
        content = _read_toml(file, shown)
    except StudyProblems as error:
        return None, list(error.problems)
    problems: list[Problem] = []
    if "id" in content:
        problems += _describe({"type": "extra_forbidden", "loc": ("id",)}, shown)
    content["id"] = file.parent.name
    gone: set[str] = set()
    for _ in range(20):  # each round mends or removes at least one entry, or ends
        try:
            return Study.model_validate(content), _without_echo(problems)
        except ValidationError as error:
            entries = error.errors()
            found = [p for entry in entries for p in _describe(entry, shown)]
            problems += [p for p in found if not _is_consequence(p, gone)]
            gone |= {str(part) for e in entries for part in e["loc"][:2] if isinstance(part, str)}
            if not mend_entries(content, entries):
                break
    return None, _without_echo(problems)


def build_schema() -> dict[str, Any]:
    """Return the JSON Schema of the study file, for completion in editors."""
    schema = Study.model_json_schema()
    schema["properties"].pop("id")
    schema["required"].remove("id")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _read_toml(file: Path, shown: str) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise StudyProblems([Problem("study-file-missing", Place(file=shown))]) from error
    except OSError as error:
        raise StudyProblems([Problem("file-unreadable", Place(file=shown))]) from error
    except UnicodeDecodeError as error:
        raise StudyProblems([Problem("study-not-utf8", Place(file=shown))]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problem = Problem("study-not-toml", Place(file=shown), arguments={"reason": str(error)})
        raise StudyProblems([problem]) from error


def _is_consequence(problem: Problem, gone: set[str]) -> bool:
    """Whether parts do not fit together only because one of them was taken out before."""
    if problem.message != "study-wrong-value" or not gone:
        return False
    reason = str(problem.arguments["reason"])
    return problem.place.key.split(".")[0] in gone or any(f"{name} is no" in reason for name in gone)


def _describe(entry: Any, shown: str) -> list[Problem]:
    path = _key_path(entry["loc"])
    place = Place(file=shown, key=path)
    kind = entry["type"]
    if kind == "extra_forbidden":
        name = str(entry["loc"][-1])
        allowed = _allowed_keys(entry["loc"][:-1])
        arguments = {"key": name, "nearest": _nearest(name, allowed), "allowed": ", ".join(allowed)}
        return [Problem("study-unknown-key", place, arguments=arguments)]
    if kind == "missing":
        return [Problem("study-missing-key", place, arguments={"key": str(entry["loc"][-1])})]
    if kind in {"literal_error", "enum"}:
        words = list_words(entry)
        value = str(entry["input"])
        arguments = {"value": value, "nearest": _nearest(value, words), "allowed": ", ".join(words)}
        return [Problem("study-unknown-word", place, arguments=arguments)]
    return [_wrong_value(line, place) for line in entry["msg"].removeprefix("Value error, ").split("\n")]


def _wrong_value(reason: str, place: Place) -> Problem:
    key, _, rest = reason.partition(": ")
    if not place.key and rest:
        place, reason = Place(file=place.file, key=key), rest
    return Problem("study-wrong-value", place, arguments={"reason": reason})


def _key_path(location: tuple[int | str, ...]) -> str:
    """Write a pydantic location as a person would: ``source[1].file``."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part + 1}]"
        elif part and not part[0].isupper():  # capitalised parts name the branch of a union
            path += f".{part}" if path else part
    return path


def _allowed_keys(location: tuple[int | str, ...]) -> list[str]:
    """Find the keys that a part of the study file may have."""
    models: list[type[BaseModel]] = [Study]
    for part in location:
        models = [m for model in models for m in _models_at(model, part)] or models
    names = {name for model in models for name in model.model_fields}
    return sorted(names - {"id"} if models == [Study] else names)


def _models_at(model: type[BaseModel], part: int | str) -> list[type[BaseModel]]:
    if not isinstance(part, str) or part not in model.model_fields:
        return []
    return _models_in(model.model_fields[part].annotation)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    found = [m for argument in getattr(annotation, "__args__", ()) for m in _models_in(argument)]
    return list(dict.fromkeys(found))


def _nearest(word: str, allowed: list[str]) -> str:
    matches = difflib.get_close_matches(word, allowed, n=1, cutoff=0.0)
    return matches[0] if matches else ""


def _is_named(key: str, keys: set[str]) -> bool:
    return any(other == key or other.startswith(f"{key}.") for other in keys)


def _without_echo(problems: list[Problem]) -> list[Problem]:
    """Drop what a union says of its other branches about the same place.

    A key that was taken out because its value is wrong is not missing.
    """
    keys = {p.place.key for p in problems if p.message != "study-missing-key"}
    problems = [p for p in problems if p.message != "study-missing-key" or not _is_named(p.place.key, keys)]
    seen: dict[tuple[str, str, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.message, problem.place.key, str(dict(problem.arguments))), problem)
    return list(seen.values())
