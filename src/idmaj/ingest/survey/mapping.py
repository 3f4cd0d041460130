"""Columns of an exported table to the questions of its form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from idmaj.errors import Place, Problem
from idmaj.identity import mask_identifiers
from idmaj.ingest.exports.model import ExportTable
from idmaj.ingest.forms.model import MAIN, Form
from idmaj.ingest.survey.columns import TableColumns
from idmaj.ingest.survey.headers import letter_key
from idmaj.ingest.survey.hits import LETTERS, WRITTEN, Hit
from idmaj.ingest.survey.index import NAMES, UNNAMED
from idmaj.ingest.survey.model import ColumnUse, Part, SelectShape, Style, TableMapping
from idmaj.ingest.survey.settling import Meaning, settle_meanings

__all__ = ["ColumnUse", "Part", "SelectShape", "Style", "TableMapping", "map_table"]

_SHOWN = 12
_KINDS = ("header", "repeated", "version", "moved")


def map_table(
    table: ExportTable,
    form: Form,
    platform: str,
    *,
    repeat: str | None = None,
    language: str | None = None,
    system: Mapping[str, int] | None = None,
) -> TableMapping:
    """Find the question that each column of a table answers.

    Headers may be paths with any separator, names alone, labels in any language, with or without groups,
    cut, numbered by a program, or of a question that stood in another group. Nothing is guessed: where a
    header could be two questions and nothing settles it, a problem says so.

    Parameters
    ----------
    table
        Table of an export.
    form
        Form.
    platform
        Key of the platform, which says what columns it adds.
    repeat
        Repeat of the form that the table holds, `MAIN` for submissions; None decides by the columns.
    language
        Language of labels that a person declared.
    system
        Role → position of columns that the platform adds.

    Returns
    -------
    TableMapping
        Uses, style, what is unmatched, problems (`blocking` ones too; nothing is raised).
    """
    if repeat is None and not table.is_repeat:
        repeat = MAIN
    own = frozenset((system or {}).values())
    mappings = [
        _map_columns(TableColumns(table, form, platform, name, language, own))
        for name in (form.repeats if repeat is None else [repeat])
    ]
    return mappings[0] if repeat is not None else _best_repeat(table, mappings)


def _map_columns(columns: TableColumns) -> TableMapping:
    table, headers = columns.table, columns.headers
    meanings, rest = columns.find_meanings()
    settled, waiting = settle_meanings(meanings)
    settled, dropped = _drop_weaker(settled)
    redundant = [meaning.position for meaning in waiting if _is_redundant(meaning, settled, columns.form)]
    problems = [_ambiguous(table, meaning) for meaning in waiting if meaning.position not in redundant]
    platform_columns = [place for place in rest if columns.is_platforms(place)]
    unmatched = sorted({*rest, *dropped, *redundant} - {*platform_columns})
    problems += [
        _problem("mapping-lost-letters", table, headers[place])
        for place in unmatched
        if _is_beyond_reading(headers[place])
    ]
    uses = tuple(hit.use_at(place) for place, hit in settled.items())
    if not uses and not problems:
        problems = [_problem("mapping-nothing-matches", table, columns=_listed(headers))]
    return TableMapping(
        columns.repeat, uses, style=_style_of(uses, columns.style),
        language="" if columns.style in {NAMES, UNNAMED} else columns.style, separator=columns.separator,
        select_shape=_shape_of(columns.form, uses), unmatched=unmatched, platform_columns=platform_columns,
        problems=problems, wide_repeats=_wide_repeats(columns.form, uses),
    )  # fmt: skip


def _best_repeat(table: ExportTable, mappings: Sequence[TableMapping]) -> TableMapping:
    """The repeat that most columns belong to; among equals the one whose name the table bears."""

    def score(mapping: TableMapping) -> tuple[int, bool]:
        name, own = letter_key(mapping.repeat), letter_key(table.name)
        bears_name = bool(name and own) and (name in own or name.startswith(own))
        return len({use.question for use in mapping.columns}), bears_name

    ranked = sorted(mappings, key=score, reverse=True)
    if not ranked or not ranked[0].columns:
        problem = _problem("mapping-unknown-repeat", table, columns=_listed(table.header))
        return TableMapping(MAIN, (), problems=[problem], unmatched=list(range(len(table.header))))
    equals = [mapping for mapping in ranked if score(mapping) == score(ranked[0])]
    if len(equals) > 1:
        names = _listed(mapping.repeat for mapping in equals)
        return replace(ranked[0], problems=[_problem("mapping-which-repeat", table, repeats=names)])
    return ranked[0]


def _drop_weaker(settled: Mapping[int, Hit]) -> tuple[dict[int, Hit], list[int]]:
    """Keep, of columns of one target, the best and those of other versions, groups and repeated headers."""
    by_target: dict[object, list[int]] = defaultdict(list)
    for place in sorted(settled, key=lambda place: _care(settled[place], place)):
        by_target[settled[place].target].append(place)
    dropped = [
        place
        for first, *others in by_target.values()
        for place in others
        if _is_weaker(settled[place], settled[first])
    ]
    kept = {
        place: settled[place] for places in by_target.values() for place in places if place not in dropped
    }
    return kept, dropped


def _is_weaker(hit: Hit, best: Hit) -> bool:
    return hit.how == "header" and (hit.level > best.level or hit.style != best.style)


def _care(hit: Hit, place: int) -> tuple[int, bool, bool, int, bool, int]:
    is_loose = hit.level >= LETTERS
    return hit.order, is_loose, not hit.is_whole_path, _KINDS.index(hit.how), hit.level > WRITTEN, place


def _is_redundant(meaning: Meaning, settled: Mapping[int, Hit], form: Form) -> bool:
    """Whether a column may be left: of a note, or of a choice where the text of the same answers stands too."""
    texts = {(hit.question, hit.instance) for hit in settled.values() if hit.part == "whole"}
    is_told = all(hit.part == "choice" and (hit.question, hit.instance) in texts for hit in meaning.hits)
    return is_told or all(form.by_path[hit.question].kind == "note" for hit in meaning.hits)


def _is_beyond_reading(header: str) -> bool:
    n_signs = sum(sign.isalnum() or sign == "?" for sign in header)
    return "??" in header and 2 * header.count("?") > n_signs


def _style_of(uses: Sequence[ColumnUse], style: str) -> Style:
    if any(use.style != style for use in uses):
        return "mixed"
    return "names" if style == NAMES else "labels"


def _shape_of(form: Form, uses: Sequence[ColumnUse]) -> SelectShape:
    several = {path for path, question in form.by_path.items() if question.kind == "select_multiple"}
    parts = {use.part for use in uses if use.question in several}
    if "choice" in parts:
        return "both" if "whole" in parts else "split"
    return "text" if "whole" in parts else "none"


def _wide_repeats(form: Form, uses: Sequence[ColumnUse]) -> tuple[str, ...]:
    found = {form.by_path[use.question].repeat for use in uses if use.instance}
    return tuple(repeat for repeat in form.repeats if repeat in found)


def _ambiguous(table: ExportTable, meaning: Meaning) -> Problem:
    questions = _listed(_named(hit) for hit in meaning.hits)
    return _problem("mapping-ambiguous-column", table, table.header[meaning.position], questions=questions)


def _named(hit: Hit) -> str:
    instance = "".join(f"[{number}]" for number in hit.instance)
    return f"{hit.question}{instance}" + (f" = {hit.choice}" if hit.part == "choice" else "")


def _listed(names: Iterable[str]) -> str:
    shown = [mask_identifiers(name) for name in names if name]  # with a wrong header row these are data
    return ", ".join(shown[:_SHOWN]) + (" …" if len(shown) > _SHOWN else "")


def _problem(message: str, table: ExportTable, column: str = "", **arguments: str) -> Problem:
    return Problem(
        message, Place(sheet=table.name, column=column), "blocking", {"table": table.name, **arguments}
    )
