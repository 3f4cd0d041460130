"""One export to drafts of its canonical tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from idmaj.errors import Place, Problem
from idmaj.identity import mask_identifiers
from idmaj.ingest.exports import PLATFORMS
from idmaj.ingest.exports.model import Block, Export, ExportSettings, ExportTable
from idmaj.ingest.forms.codebook import columns_of
from idmaj.ingest.forms.model import MAIN, Form
from idmaj.ingest.survey.blanks import find_blank_words
from idmaj.ingest.survey.column_readers import ReadingFacts
from idmaj.ingest.survey.flags import Remarks
from idmaj.ingest.survey.mapping import TableMapping, map_table
from idmaj.ingest.survey.merge import Part
from idmaj.ingest.survey.people import Pseudonyms
from idmaj.ingest.survey.relevance import Relevance
from idmaj.ingest.survey.repeats import ParentCodes, RepeatReader
from idmaj.ingest.survey.stream import Streamed, stream_table
from idmaj.ingest.survey.submissions import SubmissionReader
from idmaj.ingest.survey.value_labels import recode_values
from idmaj.ingest.survey.wide import list_wide_repeats, unfold_wide

MOST_NAMED = 8
"""Columns named in a problem."""

LOST_SIGNS = "cell-lost-signs"
SURVEY_WINDOW = (date(2000, 1, 1), date(2060, 12, 31))
"""Days that the serial number of a spreadsheet may mean."""


@dataclass
class Draft:
    """Drafts of the tables of an export.

    Attributes
    ----------
    export, ingest_id
        The export, and the name of its reading: from the content of its files.
    mappings
        Questions of the columns, the main table first.
    parts
        Canonical table → part.
    runs
        One row a table: rows in, kept, set aside.
    remarks
        Flags and rows set aside of every table.
    problems
        Every problem of the export.
    """

    export: Export
    ingest_id: str
    mappings: list[TableMapping] = field(default_factory=list)
    parts: dict[str, list[Part]] = field(default_factory=dict)
    runs: list[dict[str, object]] = field(default_factory=list)
    remarks: list[Remarks] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """File as shown; the first where several belong together."""
        return next(iter(self.export.files))


def draft_export(
    export: Export, form: Form, work: Path, *, number: int, settings: ExportSettings, pseudonyms: Pseudonyms
) -> Draft:
    """Read an export into drafts.

    Parameters
    ----------
    export, form
        The export and its form.
    work
        Folder for the drafts.
    number
        Place of the export among all of the run.
    settings, pseudonyms
        What is declared, and what makes person ids.

    Returns
    -------
    Draft
        Without parts where a problem is blocking.
    """
    digest = "".join(export.files.values())
    draft = Draft(export, _short(digest))
    main = map_table(
        export.main, form, export.platform, repeat=MAIN, language=settings.language, system=export.system
    )
    repeats = [_map_repeat(table, form, export, settings) for table in export.repeats]
    for mapping in (main, *repeats):
        draft.mappings.append(mapping)
        draft.problems += [
            replace(problem, place=replace(problem.place, file=draft.shown)) for problem in mapping.problems
        ]
    if any(problem.severity == "blocking" for problem in draft.problems):
        return draft
    _learn_blanks(export, main, form)
    export.main = recode_values(export.main, main, form)
    facts = _facts(export, main, settings, missing=export.main.missing)
    has_repeats = bool(export.repeats) or bool(list_wide_repeats(main))
    lookup = _find_lookups(form) if has_repeats else None
    reader = SubmissionReader(
        export, main, form=form, facts=facts, pseudonyms=pseudonyms, ingest_id=draft.ingest_id, lookup=lookup
    )
    _stream(draft, "interviews", reader, work / f"{number}-interviews.parquet", table=export.main)
    parents = ParentCodes(reader.kept_codes, frozenset(reader.withheld))
    for place, (table, mapping) in enumerate(_repeat_tables(export, main, repeats, form)):
        name = _table_of_repeat(form, mapping.repeat)
        events = RepeatReader(
            export,
            table,
            mapping,
            form=form,
            facts=_facts(export, mapping, settings, missing=table.missing),
            name=name,
            ingest_id=draft.ingest_id,
            parents=parents,
        )
        _stream(draft, name, events, work / f"{number}-{place}-{name}.parquet", table=table)
    draft.problems += _tell_unmatched(draft, main)
    for repeat in _absent_repeats(form, repeats, list_wide_repeats(main)):
        given = {"repeat": repeat}
        draft.problems.append(Problem("repeat-not-exported", Place(file=draft.shown), "flagged", given))
    draft.problems += [problem for remarks in draft.remarks for problem in remarks.problems.values()]
    draft.problems += _refuse_lost_signs(draft)
    return draft


def _tell_unmatched(draft: Draft, main: TableMapping) -> list[Problem]:
    """Tell which columns of the table of submissions the form does not name."""
    header = draft.export.main.header
    names = [header[place] for place in main.unmatched if header[place]]
    if not names:
        return []
    shown = ", ".join(mask_identifiers(name) for name in names[:MOST_NAMED])
    given: dict[str, str | int | float] = {
        "columns": shown + (" …" if len(names) > MOST_NAMED else ""),
        "n": len(names),
    }
    return [Problem("columns-outside-form", Place(file=draft.shown), "flagged", given)]


def _learn_blanks(export: Export, main: TableMapping, form: Form) -> None:
    """Add the words that stand for nothing in the table of submissions to the blanks of the export."""
    for block in islice(export.main.read_blocks(), 1):
        words = [word for word in find_blank_words(block, main, form) if word not in export.blanks]
        if words:
            export.blanks = {**export.blanks, **dict.fromkeys(words, "blank")}
            export.reasons.append(("export-blank-words", {"words": ", ".join(words)}))


def _short(digest: str) -> str:
    return hashlib.sha256(digest.encode()).hexdigest()[:12]


def _map_repeat(table: ExportTable, form: Form, export: Export, settings: ExportSettings) -> TableMapping:
    return map_table(table, form, export.platform, repeat=None, language=settings.language, system={})


def _facts(
    export: Export,
    mapping: TableMapping,
    settings: ExportSettings,
    *,
    missing: Mapping[int, Mapping[str, str]],
) -> ReadingFacts:
    return ReadingFacts(
        settings=settings,
        language=settings.language or mapping.language or None,
        blanks=export.blanks,
        zero_means_asked=PLATFORMS[export.platform].zero_means_asked,
        window=SURVEY_WINDOW,
        missing=missing,
    )


def _find_lookups(form: Form) -> frozenset[str]:
    """Names of questions of submissions that conditions of repeats refer to."""
    inside = {question.name for question in form.questions if question.repeat != MAIN}
    named = [Relevance(form, repeat).names for repeat in form.repeats]
    return frozenset().union(*named) - inside


def _table_of_repeat(form: Form, repeat: str) -> str:
    places = columns_of(form)
    tables = {places[question.path][0] for question in form.of_table(repeat) if question.path in places}
    return "justice_events" if "justice_events" in tables else repeat


def _repeat_tables(
    export: Export, main: TableMapping, repeats: list[TableMapping], form: Form
) -> Iterator[tuple[ExportTable, TableMapping]]:
    """Tables of repeats: those of the export, and those that stand wide in the main table."""
    yield from zip(export.repeats, repeats, strict=True)
    wide = list_wide_repeats(main)
    for repeat in wide:
        table, mapping, _ = unfold_wide(export.main, main, repeat, form, blanks=tuple(export.blanks))
        table.misshapen = {}  # told with the table of submissions
        yield table, mapping
    for repeat in _absent_repeats(form, repeats, wide):
        yield ExportTable(repeat, [], _read_nothing, is_repeat=True), TableMapping(repeat, ())


def _read_nothing() -> Iterator[Block]:
    yield Block(pa.table({}), np.zeros(0, dtype=np.int64), pa.array([], pa.string()))


def _absent_repeats(form: Form, repeats: Sequence[TableMapping], wide: Sequence[str]) -> list[str]:
    """Repeats of the form that the export does not hold: Kobo's CSV has none (kpi issue 2337)."""
    held = {mapping.repeat for mapping in repeats} | set(wide)
    return [repeat for repeat in form.repeats if repeat not in held]


def _stream(
    draft: Draft, name: str, reader: SubmissionReader | RepeatReader, file: Path, *, table: ExportTable
) -> None:
    streamed = stream_table(reader, file)
    _put_misshapen_aside(streamed, table)
    draft.remarks.append(streamed.remarks)
    draft.runs.append(_run(draft, name, table.name, streamed))
    if file.exists():
        part = Part(file, draft.ingest_id, draft.shown, streamed.hashes)
        draft.parts.setdefault(name, []).append(part)


def _put_misshapen_aside(streamed: Streamed, table: ExportTable) -> None:
    for row, cells in sorted(table.misshapen.items()):
        streamed.rows_in += 1
        given = {"cells": cells, "columns": len(table.header)}
        streamed.remarks.put_aside("row-misshapen", np.array([row]), pa.array([""]), given)


def _run(draft: Draft, name: str, sheet: str, streamed: Streamed) -> dict[str, object]:
    export = draft.export
    aside = sum(streamed.remarks.n_aside.values())
    if streamed.rows_in != streamed.rows_kept + aside:
        draft.problems.append(Problem("rows-do-not-add-up", Place(file=draft.shown, sheet=sheet)))
    return {
        "source_file": draft.shown,
        "table": name,
        "sheet": sheet,
        "sha256": next(iter(export.files.values())),
        "platform": export.platform,
        "container": export.container,
        "encoding": export.encoding,
        "separator": export.separator,
        "header_row": export.header_row,
        "headers": draft.mappings[0].style,
        "language": draft.mappings[0].language,
        "rows_in": streamed.rows_in,
        "rows_kept": streamed.rows_kept,
        "rows_set_aside": aside,
        "rows_superseded": 0,
        "ingest_id": draft.ingest_id,
    }


def _refuse_lost_signs(draft: Draft) -> list[Problem]:
    """Refuse an export of which an unfit encoding destroyed letters or digits."""
    lost = [p for p in draft.problems if p.message == LOST_SIGNS]
    if not lost:
        return []
    n = sum(int(problem.arguments.get("times", 1)) for problem in lost)
    columns = list(dict.fromkeys(problem.place.column for problem in lost))
    place = Place(file=draft.shown, row=lost[0].place.row, column=columns[0], sheet=lost[0].place.sheet)
    return [Problem("export-lost-signs", place, "blocking", {"n": n, "columns": len(columns)})]


def concat_remarks(drafts: list[Draft], kind: str) -> list[pa.Table]:
    """List the batches of flags or of rows set aside."""
    return [batch for draft in drafts for remarks in draft.remarks for batch in getattr(remarks, kind)]
