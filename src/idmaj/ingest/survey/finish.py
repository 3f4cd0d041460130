"""Drafts of exports to the tables of a folder."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from idmaj.errors import Place, Problem
from idmaj.ingest.corrections import apply_corrections, read_corrections
from idmaj.ingest.forms import build_codebook
from idmaj.ingest.forms.model import Form
from idmaj.ingest.survey.conservation import count_runs, list_superseded, take_dropped
from idmaj.ingest.survey.draft import Draft, concat_remarks
from idmaj.ingest.survey.earlier import OURS, Earlier, carry_pseudonyms
from idmaj.ingest.survey.flags import ASIDE_SCHEMA, FLAG_SCHEMA, collect
from idmaj.ingest.survey.merge import (
    KEY,
    ROW_GROUP,
    SORTED_UP_TO,
    Part,
    drop_events_of_lost,
    find_replaced,
    write_merged,
)
from idmaj.ingest.survey.package import PACKAGE, describe_package
from idmaj.ingest.survey.people import Pseudonyms
from idmaj.ingest.survey.versions import settle_versions

TITLES = {
    "persons": "Persons: one row a person (keyed pseudonym)",
    "interviews": "Interviews: one row a submission, contacts without an interview too",
    "justice_events": "Justice events that people reported",
    "codebook": "Questions of the form and their columns",
    "choices": "Answers of lists, their codes and words",
    "quality_flags": "Cells that could not be read or believed",
    "set_aside": "Rows that could not be used, with the reason",
    "corrections": "Corrections that were applied",
    "ingest_runs": "Files that were read: rows in, kept, set aside, superseded",
}
_OF_SUBMISSION = ["submission_uuid", "sequence"]


def finish_tables(
    drafts: list[Draft],
    earlier: Earlier,
    folder: Path,
    work: Path,
    *,
    form: Form,
    pseudonyms: Pseudonyms,
    corrections: Path | None,
    as_csv: bool,
) -> tuple[dict[str, int], list[Problem]]:
    """Merge drafts with earlier tables and write the folder.

    Parameters
    ----------
    drafts, earlier
        What was read, and what lay there.
    folder, work
        Where the tables go, and where they are made first.
    form, pseudonyms
        For the codebook and the public name of the key.
    corrections
        File of corrections, or None.
    as_csv
        Whether to write CSV as well.

    Returns
    -------
    n_rows, problems
        Rows by table; empty where a problem is blocking, and then nothing was written.
    """
    made = work / "tables"
    made.mkdir()
    ids = {draft.ingest_id for draft in drafts}
    parts = _parts(drafts, "interviews", earlier, ids, work)
    if pseudonyms.is_ephemeral and earlier.tables:
        carry_pseudonyms(earlier, [part for part in parts if part.ingest_id])
    problems = find_replaced(parts)
    if problems:
        return {}, problems
    if not sum(part.n_kept for part in parts):
        return {}, [Problem("no-submissions", Place(file=drafts[0].shown if drafts else ""))]
    n_rows = {"interviews": write_merged(parts, made / "interviews.parquet", sort_by=["submission_uuid"])}
    if len(parts) > 1:
        settle_versions(made / "interviews.parquet", form.version)
    merged = {"interviews": parts}
    for name in dict.fromkeys(n for n in (*_repeats(drafts), *_earlier_repeats(earlier))):
        repeated = _parts(drafts, name, earlier, ids, work)
        drop_events_of_lost(repeated, parts)
        if repeated:
            merged[name] = repeated
            n_rows[name] = write_merged(repeated, made / f"{name}.parquet", sort_by=_OF_SUBMISSION)
    vanished, found = _find_vanished(earlier, drafts, made)
    problems += found
    dropped, found = _correct(made, corrections, n_rows, form=form)
    problems += found
    if any(problem.severity == "blocking" for problem in problems):
        return {}, problems
    files = _files(drafts, earlier, ids)
    flags = [*concat_remarks(drafts, "flags"), *vanished, *_kept_of(earlier, "quality_flags", ids)]
    aside = [*concat_remarks(drafts, "aside"), *_kept_of(earlier, "set_aside", ids)]
    aside += [rows for name, of in merged.items() for rows in list_superseded(name, of, files)]
    aside += [take_dropped(made, name, dropped, files) for name in merged if dropped]
    set_aside = collect(aside, ASIDE_SCHEMA)
    n_rows |= {name: pq.read_metadata(made / f"{name}.parquet").num_rows for name in merged}
    n_rows |= _write_persons(made)
    runs = count_runs(drafts, earlier.without("ingest_runs", ids), made, set_aside)
    codebook, choices = build_codebook(form)
    n_rows |= _write(made, "quality_flags", collect(flags, FLAG_SCHEMA))
    n_rows |= _write(made, "set_aside", set_aside)
    for name, frame in {"ingest_runs": runs, "codebook": codebook, "choices": choices}.items():
        n_rows |= _write(made, name, pa.Table.from_pandas(frame, preserve_index=False))
    tables = {name: TITLES.get(name, f"Rows of the repeat {name}") for name in sorted(n_rows)}
    facts = {OURS: {"version": version("idmaj"), "key_id": pseudonyms.key_id, "form_id": form.form_id}}
    _publish(made, folder, describe_package(made, tables, facts), as_csv=as_csv)
    return n_rows, problems


def _repeats(drafts: Sequence[Draft]) -> list[str]:
    return [name for draft in drafts for name in draft.parts if name != "interviews"]


def _earlier_repeats(earlier: Earlier) -> list[str]:
    return [name for name in earlier.tables if name not in TITLES or name == "justice_events"]


def _parts(drafts: Sequence[Draft], name: str, earlier: Earlier, ids: set[str], work: Path) -> list[Part]:
    before = earlier.part_of(name, ids, work)
    return [*([before] if before else []), *(part for draft in drafts for part in draft.parts.get(name, []))]


def _kept_of(earlier: Earlier, name: str, ids: set[str]) -> list[pa.Table]:
    table = earlier.without(name, ids)
    return [table] if table is not None and len(table) else []


def _find_vanished(
    earlier: Earlier, drafts: Sequence[Draft], made: Path
) -> tuple[list[pa.Table], list[Problem]]:
    """Find submissions of earlier runs that a new export of the same platform no longer holds."""
    before = earlier.read("interviews", ["submission_uuid", "source", "source_row"])
    if before is None:
        return [], []
    platforms = {draft.export.platform: draft for draft in drafts}
    now = pa.concat_tables(
        [
            pq.read_table(part.file, columns=["submission_uuid"])
            for d in drafts
            for part in d.parts.get("interviews", [])
        ]
        or [pa.table({"submission_uuid": pa.array([], pa.string())})]
    )["submission_uuid"]
    gone = before.filter(pc.invert(pc.is_in(before["submission_uuid"], value_set=now.combine_chunks())))
    gone = gone.filter(pc.is_in(gone["source"], value_set=pa.array(sorted(platforms))))
    if not len(gone):
        return [], []
    draft = platforms[gone["source"][0].as_py()]
    n = len(gone)
    constant = {
        "source_file": draft.shown, "table": "interviews", "column": "", "check_id": "submission-vanished",
        "severity": "flagged", "message": "submission-vanished", "arguments": "{}",
        "ingest_id": draft.ingest_id,
    }  # fmt: skip
    columns = {name: pa.array([value] * n, pa.string()) for name, value in constant.items()}
    columns |= {"row": gone["source_row"], "submission_uuid": gone["submission_uuid"]}
    flags = pa.table({name: columns[name] for name in FLAG_SCHEMA.names}, schema=FLAG_SCHEMA)
    problem = Problem("submission-vanished", Place(file=draft.shown), "flagged", {"n": n})
    return [flags], [problem]


def _correct(
    made: Path, file: Path | None, n_rows: dict[str, int], *, form: Form
) -> tuple[dict[str, str], list[Problem]]:
    """Apply corrections to the interviews; returns the submissions to drop, each with the reason."""
    if file is None:
        return {}, []
    corrections, problems = read_corrections(file)
    whole = pq.read_table(made / "interviews.parquet")
    corrected, applied, found = apply_corrections(whole.to_pandas(), corrections, form=form)
    dropped = applied.loc[applied["status"] == "dropped"]
    reasons = {str(key): str(why) for key, why in zip(dropped[KEY], dropped["reason"], strict=True)}
    gone = whole.filter(pc.is_in(whole[KEY], value_set=pa.array(sorted(reasons), pa.string())))
    kept = pa.Table.from_pandas(corrected, schema=whole.schema, preserve_index=False)
    _write(made, "interviews", pa.concat_tables([kept, gone]).sort_by(KEY))
    n_rows |= _write(made, "corrections", pa.Table.from_pandas(applied, preserve_index=False))
    return reasons, [*problems, *found]


def _write_persons(made: Path) -> dict[str, int]:
    """Write one row a person; counted batch by batch, in which few persons occur."""
    counted = [
        pc.value_counts(batch.column("person_id"))
        for batch in pq.ParquetFile(made / "interviews.parquet").iter_batches(
            ROW_GROUP, columns=["person_id"]
        )
    ]
    batches = pa.table(
        {
            "person_id": pa.chunked_array([counts.field("values") for counts in counted], pa.string()),
            "n": pa.chunked_array([counts.field("counts") for counts in counted], pa.int64()),
        }
    )
    persons = (
        batches.group_by("person_id").aggregate([("n", "sum")]).rename_columns({"n_sum": "n_interviews"})
    )
    persons = persons.filter(pc.not_equal(persons["person_id"], ""))
    if len(persons) <= SORTED_UP_TO:
        persons = persons.sort_by("person_id")
    return _write(made, "persons", persons.select(["person_id", "n_interviews"]))


def _files(drafts: Sequence[Draft], earlier: Earlier, ids: set[str]) -> dict[str, str]:
    """Name of a run → the file that it read."""
    before = earlier.without("ingest_runs", ids)
    known = {} if before is None else dict(
        zip(before["ingest_id"].to_pylist(), before["source_file"].to_pylist(), strict=True)
    )  # fmt: skip
    return known | {draft.ingest_id: draft.shown for draft in drafts}


def _write(folder: Path, name: str, table: pa.Table) -> dict[str, int]:
    pq.write_table(table.replace_schema_metadata(None), folder / f"{name}.parquet", compression="zstd")
    return {name: len(table)}


def _publish(made: Path, folder: Path, package: str, *, as_csv: bool) -> None:
    """Move the tables to their folder: each file whole, the description last."""
    if as_csv:
        for file in sorted(made.glob("*.parquet")):
            pa_csv.write_csv(_plain(pq.read_table(file)), made / f"{file.stem}.csv")
    (made / PACKAGE).write_text(package, encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    names = [file.name for file in sorted(made.iterdir()) if file.name != PACKAGE]
    for stale in folder.glob("*.parquet"):
        if stale.name not in names and (folder / PACKAGE).exists():
            stale.unlink()
    for name in [*names, PACKAGE]:
        (made / name).replace(folder / name)


def _plain(table: pa.Table) -> pa.Table:
    columns: dict[str, Any] = {}
    for name in table.schema.names:
        column = table[name]
        columns[name] = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
    return pa.table(columns)
