"""Which tables belong together: a main table, and the repeats of its submissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from idmaj.errors import Problem
from idmaj.ingest.exports.detect import Known, Layout, choose_platform, find_layout, is_audit, is_form
from idmaj.ingest.exports.model import ExportSettings
from idmaj.ingest.exports.platforms import PLATFORMS, Platform
from idmaj.ingest.exports.sheets import Sheet, Source, note_problem

_PARENT_NAMES = ("parent_key", "_submission__uuid", "_parent_table_name", "__submissions/id", "number__0")


@dataclass(frozen=True)
class Candidate:
    """A table that was found, with its place and its platform."""

    source: Source
    sheet: Sheet
    layout: Layout
    platforms: tuple[str, ...]
    is_repeat: bool

    @property
    def name(self) -> str:
        """Name of the table in its file."""
        return self.sheet.name


@dataclass(frozen=True)
class Group:
    """A main table with its repeats."""

    main: Candidate
    repeats: tuple[Candidate, ...]
    set_aside: dict[str, str]


def find_candidates(
    source: Source, settings: ExportSettings, known: Known
) -> tuple[list[Candidate], dict[str, str], list[Problem]]:
    """Find the tables of a file that can hold answers.

    Returns
    -------
    candidates, set_aside, problems
        `set_aside`: sheets that hold no table of answers → message id of the reason.
    """
    set_aside = dict(source.set_aside)
    laid: list[tuple[Sheet, Layout]] = []
    for sheet in source.sheets:
        layout = find_layout(
            sheet, settings if len(source.sheets) == 1 else _for_sheet(settings, sheet), known
        )
        reason = _find_reason(layout, sheet)
        if reason or layout is None:
            set_aside[sheet.name] = reason
        else:
            laid.append((sheet, layout))
    if not laid:
        return [], set_aside, [_explain_none(source, set_aside)]
    platforms = [settings.platform] if settings.platform else choose_platform([lay.scores for _, lay in laid])
    candidates = [
        Candidate(source, sheet, layout, tuple(platforms), _is_repeat(layout, sheet, platforms))
        for sheet, layout in laid
    ]
    return candidates, set_aside, []


def choose_main(
    candidates: Sequence[Candidate], settings: ExportSettings, known: Known
) -> tuple[list[Candidate], list[str], Problem | None]:
    """Leave one main table in a file of several sheets: named, or the only one with the platform's columns.

    Returns
    -------
    kept, help_sheets, problem
    """
    mains = [c for c in candidates if not c.is_repeat]
    if settings.sheet is not None and len(candidates) > 1:
        named = [c for c in mains if c.name == settings.sheet]
        if not named:
            sheets = ", ".join(c.name for c in candidates)
            return [], [], note_problem("export-sheet-missing", candidates[0].source.shown, sheets=sheets)
        mains_kept = named
    elif len(mains) <= 1:
        mains_kept = mains
    else:
        mains_kept = _most_telling(mains, known)
    if len(mains_kept) > 1:
        sheets = ", ".join(c.name for c in mains_kept)
        return [], [], note_problem("export-several-tables", mains[0].source.shown, sheets=sheets)
    left_out = [c.name for c in mains if c not in mains_kept]
    return [c for c in candidates if c.is_repeat or c in mains_kept], left_out, None


def join_repeats(candidates: Sequence[Candidate]) -> tuple[dict[int, list[Candidate]], list[Problem]]:
    """Give every repeat to its main table.

    The main table of the same file; else the one whose name begins the repeat's name, in the same folder or
    archive (`FORM.csv`, `FORM-REPEAT.csv`); else the only one of the platform there, or anywhere.

    Returns
    -------
    repeats, problems
        Position of a main candidate → its repeats.
    """
    mains = {place: c for place, c in enumerate(candidates) if not c.is_repeat}
    joined: dict[int, list[Candidate]] = {place: [] for place in mains}
    problems: list[Problem] = []
    for candidate in candidates:
        if not candidate.is_repeat:
            continue
        place = _find_main(candidate, mains)
        if place is None:
            problems.append(
                note_problem("export-repeat-without-main", candidate.source.shown, sheet=_sheet(candidate))
            )
        else:
            joined[place].append(replace(candidate, platforms=mains[place].platforms))
    return joined, problems


def _find_main(repeat: Candidate, mains: dict[int, Candidate]) -> int | None:
    same_file = [place for place, main in mains.items() if main.source is repeat.source]
    if same_file:
        return same_file[0]
    fitting = {p: m for p, m in mains.items() if set(m.platforms) & set(repeat.platforms)}
    near = {p: m for p, m in fitting.items() if m.source.group == repeat.source.group}
    named = [p for p, m in near.items() if repeat.source.stem.startswith(m.source.stem)]
    if named:
        return max(named, key=lambda place: len(mains[place].source.stem))
    if len(near) == 1:
        return next(iter(near))
    return next(iter(fitting)) if len(fitting) == 1 else None


def _is_repeat(layout: Layout, sheet: Sheet, platforms: Sequence[str]) -> bool:
    places = layout.places
    marks = {mark for key in platforms for mark in PLATFORMS[key].repeats}
    found = [places[mark] for mark in marks if mark in places and mark != "_parent_table_name"]
    if found:
        return True
    position = places.get("_parent_table_name") if "_parent_table_name" in marks else None
    below = sheet.records[layout.first_row - 1 :]
    return position is not None and any(r[position].strip() for r in below if position < len(r))


def _most_telling(mains: Sequence[Candidate], known: Known) -> list[Candidate]:
    """Main tables with most of the platform's columns, then of the form's questions."""
    scores = [(max(c.layout.scores.values(), default=0), known.count(c.layout.header)) for c in mains]
    best = max(scores)
    return [c for c, score in zip(mains, scores, strict=True) if score == best]


def _find_reason(layout: Layout | None, sheet: Sheet) -> str:
    if layout is None:
        return "sheet-without-header"
    if any(is_form(record, sheet.name) for record in (layout.header, *sheet.records[: layout.header_row])):
        return "sheet-is-form"
    return "sheet-is-audit" if is_audit(layout.header) else ""


def _explain_none(source: Source, set_aside: dict[str, str]) -> Problem:
    reasons = set(set_aside.values())
    if "sheet-is-form" in reasons:
        return note_problem("export-is-form", source.shown, option="--form")
    if "sheet-is-audit" in reasons:
        return note_problem("export-is-audit", source.shown)
    return note_problem("file-without-header", source.shown)


def _for_sheet(settings: ExportSettings, sheet: Sheet) -> ExportSettings:
    """A declared header row counts for the named sheet, or for the first where none is named."""
    is_meant = settings.sheet is None or sheet.name == settings.sheet
    return settings if is_meant else replace(settings, header_row=None)


def _sheet(candidate: Candidate) -> str:
    return candidate.name if len(candidate.source.sheets) > 1 else ""


def platform_of(candidate: Candidate) -> Platform:
    """The platform of a table."""
    return PLATFORMS[candidate.platforms[0]]
