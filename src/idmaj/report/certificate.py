"""The certificate of a study as a page: what simulated worlds say of its calculations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

import idmaj
from idmaj.report.document import Column, Table
from idmaj.report.pages import render_body, render_page
from idmaj.store import Evaluation, hash_library, read_tables, write_atomically
from idmaj.study import Study
from idmaj.text import (
    Language,
    format_count,
    format_money,
    format_number,
    format_percent,
    format_percentage_points,
    message,
    strip_isolates,
)

STAGE: Final = "certificate"
"""First word of the stages of the store that hold certificates."""
RUNGS: Final = {
    "silent": ("C2", frozenset({"X", "C0", "C1", "C2"})),
    "open": ("C3", frozenset({"C3", "C3-"})),
    "small": ("C4", frozenset({"C4"})),
    "stated": ("C5", frozenset({"C5", "C5-", "C5s", "C6"})),
}
"""Groups of states of the ladder: the rung that names each, and its states."""


def find_certificate(evaluation: Evaluation) -> Mapping[str, pd.DataFrame] | None:
    """Find the certificate of the present data and library with the most worlds that a brief may speak of.

    None where there is none, or where its counts rest on outcomes that are protected.
    """
    folders = sorted(evaluation.folder.glob(f"{STAGE}-*"))
    kept = [tables for folder in folders if (tables := read_tables(folder, evaluation.key)) is not None]
    told = [tables for tables in kept if _is_public(evaluation.study, tables)]
    return max(told, key=lambda tables: int(tables["about"]["worlds"].iloc[0]), default=None)


def say_certificate(tables: Mapping[str, pd.DataFrame], language: Language) -> str:
    """Say a certificate in a sentence of a brief."""
    verdicts = tables["verdicts"]
    chosen = verdicts.loc[verdicts["check"].isin(["false-effect", "public-bytes"])]
    parts = []
    for row in chosen.head(1).to_dict("records"):
        counts = {name: format_count(int(row[name]), language) for name in ("worlds", "found", "limit")}
        if row["check"] == "false-effect":
            parts.append(message("certificate-sentence-difference", language, **counts))
        elif row["passed"]:
            parts.append(message("certificate-sentence-bytes", language, worlds=counts["worlds"]))
    if not verdicts["passed"].all():
        parts.append(message("certificate-exceeded", language))
    return " ".join(parts)


def write_certificate(evaluation: Evaluation, tables: Mapping[str, pd.DataFrame], language: Language) -> Path:
    """Write the page of a certificate in one language.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.
    tables
        `about`, `measures`, `states` and `verdicts` of `idmaj.certify`.
    language
        Language of the page.

    Returns
    -------
    Path
        ``reports/<study>/certificate.<language>.html`` where the microdata are public or nothing on the page rests
        on an outcome; else ``data/processed/<study>/certificate.<language>.html``: simulated base rates tell those
        that were observed.
    """
    study = evaluation.study
    file = _choose_folder(evaluation, tables) / f"certificate.{language}.html"
    write_atomically(render_certificate(study, tables, language), file)
    return file


def _choose_folder(evaluation: Evaluation, tables: Mapping[str, pd.DataFrame]) -> Path:
    if _is_public(evaluation.study, tables):
        return evaluation.workspace.reports / evaluation.study.id
    return evaluation.workspace.processed(evaluation.study.id)


def _is_public(study: Study, tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether microdata are public, or nothing in a certificate rests on an outcome."""
    return study.disclosure.public_microdata or bool((tables["verdicts"]["check"] == "public-bytes").any())


def render_certificate(study: Study, tables: Mapping[str, pd.DataFrame], language: Language) -> str:
    """Render the page of a certificate; the same tables give the same text."""
    about: dict[Any, Any] = tables["about"].iloc[0].to_dict()
    passed = bool(tables["verdicts"]["passed"].all())
    heading = message("certificate-heading", language)
    extent = message(
        "certificate-extent", language, seed=str(about["seed"]), worlds=format_count(int(about["worlds"]), language),
        people=format_count(int(about["n"]), language),
    )  # fmt: skip
    body = render_body(
        "certificate.html.j2",
        heading=heading,
        mark=message("simulated-mark", language) if study.study.simulated else "",
        title=study.study.title[language],
        passed=passed,
        verdict=message("certificate-passed" if passed else "certificate-exceeded", language),
        intro=message("certificate-intro", language),
        how=message(f"certificate-how-{about['design']}", language),
        extent=extent,
        tables=[build(study, tables, language) for build in (_verdict_table, _state_table, _measure_table)],
        footer=message("report-footer", language, version=idmaj.__version__, hash=hash_library()[:12]),
    )
    return render_page(body, language, title=strip_isolates(heading))


def list_state_shares(states: pd.DataFrame) -> list[dict[str, Any]]:
    """Sum the states of each kind of world and outcome by the groups of `RUNGS`."""
    return [
        {"kind": kind, "outcome": outcome}
        | {
            name: float(same.loc[same["state"].isin(rung), "share"].sum())
            for name, (_, rung) in RUNGS.items()
        }
        for (kind, outcome), same in states.groupby(["kind", "outcome"], sort=False)
    ]


def say_bias(row: Mapping[Any, Any], study: Study, language: Language) -> str:
    """Write a mean error in percentage points, in the currency, or in the unit of the outcome."""
    outcome = study.outcome[str(row["outcome"])]
    bias = float(row["bias"])
    if pd.isna(bias):
        return "–"
    if outcome.kind in {"binary", "time_to_event"}:
        return format_percentage_points(bias, language, 1)
    if outcome.money:
        return format_money(bias, study.study.currency, language)
    return format_number(bias, language, digits=3)


def say_share(share: float, language: Language) -> str:
    """Write a share of worlds; a dash where there is none."""
    return "–" if pd.isna(share) else format_percent(share, language, digits=1)


def _heads(language: Language, *names: str, numbers: tuple[str, ...]) -> tuple[Column, ...]:
    labels = [
        message(f"certificate-column-{name}", language, rung=RUNGS[name][0] if name in RUNGS else "")
        for name in names
    ]
    wide = {"check", "kind", "outcome", "method"}
    return tuple(
        Column(label, is_number=name in numbers, width=2.0 if name in wide else 1.0)
        for label, name in zip(labels, names, strict=True)
    )


def _verdict_table(study: Study, tables: Mapping[str, pd.DataFrame], language: Language) -> Table:
    names = ("check", "outcome", "found", "limit", "worlds", "kept")
    rows = tuple(
        (
            message("certificate-check", language, check=row["check"]),
            _name_outcome(study, row["outcome"], language),
            *(format_count(int(row[name]), language) for name in ("found", "limit", "worlds")),
            message("certificate-kept", language, state="kept" if row["passed"] else "exceeded"),
        )
        for row in tables["verdicts"].to_dict("records")
    )
    columns = _heads(language, *names, numbers=("found", "limit", "worlds"))
    return Table(message("certificate-table-checks", language), columns, rows)


def _state_table(study: Study, tables: Mapping[str, pd.DataFrame], language: Language) -> Table:
    rows = tuple(
        (
            message("certificate-kind", language, kind=row["kind"]),
            _name_outcome(study, row["outcome"], language),
            *(say_share(row[name], language) for name in RUNGS),
        )
        for row in list_state_shares(tables["states"])
    )
    columns = _heads(language, "kind", "outcome", *RUNGS, numbers=tuple(RUNGS))
    return Table(message("certificate-table-states", language), columns, rows)


def _measure_table(study: Study, tables: Mapping[str, pd.DataFrame], language: Language) -> Table:
    numbers = ("coverage", "excludes", "bias", "defined")
    rows = tuple(
        (
            message("certificate-kind", language, kind=row["kind"]),
            _name_outcome(study, row["outcome"], language),
            message(f"estimator-{row['estimator']}", language),
            say_share(row["coverage"], language),
            say_share(row["excludes"], language),
            say_bias(row, study, language),
            format_count(int(row["defined"]), language),
        )
        for row in tables["measures"].to_dict("records")
    )
    level = format_percent(study.analysis.conf_level, language)
    return Table(
        message("certificate-table-measures", language),
        _heads(language, "kind", "outcome", "method", *numbers, numbers=numbers),
        rows,
        message("certificate-note-measures", language, level=level),
    )


def _name_outcome(study: Study, outcome: Any, language: Language) -> str:
    return study.outcome[str(outcome)].label[language] if outcome else "–"
