"""Registers that lack the ids of the study: their rows are linked to its persons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from idmaj.ingest.linkage.decisions import DECISIONS_FILE, REVIEW_FILE
from idmaj.ingest.linkage.identifiers import KEYS, normalise_identifiers
from idmaj.ingest.linkage.link import link_records
from idmaj.ingest.linkage.model import LinkageSettings, Linked
from idmaj.ingest.rows import SourceRows
from idmaj.store.schemas import empty_table
from idmaj.study import Study

LINK_CELLS = ("link_rule", "link_score")
"""Columns that a linked row brings into its table."""


@dataclass
class RegisterLinks:
    """What became of the registers of a study.

    Attributes
    ----------
    links, rates
        The canonical tables `links` and `link_rates`.
    review
        Pairs for a clerk, with identifiers: never a canonical table.
    cells
        For each linked file, `LINK_CELLS` of the rows that are left in it.
    """

    links: pd.DataFrame = field(default_factory=lambda: empty_table("links"))
    rates: pd.DataFrame = field(default_factory=lambda: empty_table("link_rates"))
    review: pd.DataFrame = field(default_factory=pd.DataFrame)
    cells: dict[int, pd.DataFrame] = field(default_factory=dict)


def link_registers(
    study: Study,
    files: Sequence[SourceRows],
    *,
    decisions: pd.DataFrame,
    name_record: Callable[[str], str],
) -> RegisterLinks:
    """Link the rows of every register to the persons of the study.

    Parameters
    ----------
    study
        Its section `linkage` says when a pair is a link.
    files
        Files of the study. Rows of registers get the `person_id` of their link; those without a link are
        not of the study, and leave.
    decisions
        `person_id`, `record_id`, `decision`.
    name_record
        Makes the id of an entry from its identifiers.

    Returns
    -------
    RegisterLinks
        Rows that name one person the same way are one entry, and are linked together; each file is linked
        by itself, so that a person can stand in several.
    """
    made = RegisterLinks()
    persons = _persons(files)
    settings = LinkageSettings(study.linkage.accept, study.linkage.review)
    for rows in files:
        if rows.source.is_register and rows.identifiers is not None:
            _link_register(
                rows, persons, made, settings=settings, decisions=decisions, name_record=name_record
            )
    return made


def add_link_cells(files: Sequence[SourceRows], made: RegisterLinks) -> None:
    """Put the rule and score of their links among the cells of rows; blank in files that are not linked."""
    if not made.cells:
        return
    for rows in files:
        if rows.source.role != "justice_events":
            continue
        for name in LINK_CELLS:
            linked = made.cells.get(rows.number)
            rows.cells[name] = linked[name].to_numpy() if linked is not None else ""


def _persons(files: Sequence[SourceRows]) -> pd.DataFrame:
    """Persons of the study with what tells who they are, those set aside too, each once."""
    parts = [
        rows.identifiers.assign(person_id=rows.cells["person_id"])
        for rows in files
        if rows.source.role == "persons" and rows.identifiers is not None
    ]
    persons = pd.concat(parts, ignore_index=True).fillna("")
    return persons[persons["person_id"] != ""].drop_duplicates("person_id", ignore_index=True)


def _link_register(
    rows: SourceRows,
    persons: pd.DataFrame,
    made: RegisterLinks,
    *,
    settings: LinkageSettings,
    decisions: pd.DataFrame,
    name_record: Callable[[str], str],
) -> None:
    assert rows.identifiers is not None  # the caller chose it
    entry_of_row, entries = _entries(rows, name_record)
    known = decisions[decisions["record_id"].isin(entries["record_id"])]
    linked = link_records(persons, entries, settings, decisions=known)
    counts = entry_of_row.value_counts()
    links = linked.links.assign(
        source_file=rows.file, n_rows=linked.links["record_id"].map(counts).fillna(0).astype("int64")
    )
    rates = _count_rows(linked, links, len(rows.cells)).assign(source_file=rows.file)
    made.links = _stack("links", made.links, links)
    made.rates = _stack("link_rates", made.rates, rates)
    made.review = pd.concat([made.review, linked.review.assign(source_file=rows.file)], ignore_index=True)
    _report(rows, linked, n_blank=int((entry_of_row == "").sum()))
    accepted = linked.links[linked.links["status"] == "accepted"].set_index("record_id")
    link_of_row = accepted.reindex(entry_of_row.to_numpy())
    rows.cells["person_id"] = link_of_row["person_id"].fillna("").astype("str").to_numpy()
    is_linked = (rows.cells["person_id"] != "").to_numpy()
    cells = {
        "link_rule": link_of_row["rule"].to_numpy()[is_linked],
        "link_score": [f"{score:.6g}" for score in link_of_row["score"].to_numpy()[is_linked]],
    }
    made.cells[rows.number] = pd.DataFrame(cells).astype("str")
    rows.leave_out(~is_linked)


def _entries(rows: SourceRows, name_record: Callable[[str], str]) -> tuple[pd.Series, pd.DataFrame]:
    """Find the distinct entries of a register; "" for rows that tell nothing."""
    assert rows.identifiers is not None  # a register has them
    keys = normalise_identifiers(rows.identifiers)
    joined = keys[KEYS[0]].str.cat(keys[list(KEYS[1:])], sep="\x1f")
    texts = joined.drop_duplicates()
    is_filled = (keys.loc[texts.index] != "").any(axis=1)
    texts = texts[is_filled]
    names = pd.Series(
        [name_record(str(text)) for text in texts.to_numpy()], index=texts.to_numpy(), dtype="str"
    )
    entries = rows.identifiers.loc[texts.index].assign(record_id=names.to_numpy()).reset_index(drop=True)
    return joined.map(names).fillna("").astype("str"), entries


def _count_rows(linked: Linked, links: pd.DataFrame, n_rows: int) -> pd.DataFrame:
    """Add the rows of the file behind each line of the rates."""
    once = links.drop_duplicates(["rule", "status", "record_id"])
    by_rule = once.groupby(["rule", "status"])["n_rows"].sum()
    by_record = links.drop_duplicates("record_id").set_index("record_id")["n_rows"]
    is_linked = by_record.index.isin(links.loc[links["status"] == "accepted", "record_id"])
    is_open = by_record.index.isin(links.loc[links["status"] == "review", "record_id"]) & ~is_linked
    n_linked, n_open = int(by_record[is_linked].sum()), int(by_record[is_open].sum())
    totals = {
        "records": n_rows,
        "linked": n_linked,
        "in_review": n_open,
        "not_linked": n_rows - n_linked - n_open,
    }
    rates = linked.rates
    counted = [
        int(by_rule[rule, status]) if rule else totals[status]
        for rule, status in zip(rates["rule"], rates["status"], strict=True)
    ]
    return rates.assign(n_rows=counted)


def _stack(name: str, one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    empty = empty_table(name)
    stacked = other if one.empty else pd.concat([one, other], ignore_index=True)
    return stacked[list(empty.columns)].astype(empty.dtypes.to_dict())


def _report(rows: SourceRows, linked: Linked, *, n_blank: int) -> None:
    rows.problems += [replace(problem, place=rows.place()) for problem in linked.problems]
    if n_blank:
        rows.report("link-row-blank", severity="flagged", n=n_blank)
    if len(linked.review):
        n, file, decisions = len(linked.review), REVIEW_FILE, DECISIONS_FILE
        rows.report("link-review", severity="flagged", n=n, file=file, decisions=decisions)
    if not (linked.links["status"] == "accepted").any():
        rows.report("link-nothing", severity="flagged")
