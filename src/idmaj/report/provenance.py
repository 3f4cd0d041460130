"""What went into a release, and the hash of it that the foot of a brief shows.

The same dictionary is the part ``what`` of a release's ``manifest.json``.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import idmaj
from idmaj.disclosure import release_study
from idmaj.report.certificate import find_certificate
from idmaj.report.document import Provenance
from idmaj.store import Evaluation, hash_file, hash_library
from idmaj.text import Language


def describe_inputs(evaluation: Evaluation) -> dict[str, Any]:
    """List what the outputs of an evaluation depend on: no time, no host, no path of a machine.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.

    Returns
    -------
    dict
        Study with its titles, slice, cut-off, plan, version and hash of the library, SHA-256 of the study
        file, of the released tables and of the certificate, where there is one; that of each raw file only
        where the microdata are public: the hash of a small file of answers would let anybody try out which
        answers make it.
    """
    study, workspace = evaluation.study, evaluation.workspace
    is_public = study.disclosure.public_microdata
    raw_files = {source.file: hash_file(workspace.root / source.file) for source in study.source}
    rates = {benchmark.table: hash_file(workspace.root / benchmark.table) for benchmark in study.benchmark}
    return {
        "study": study.id,
        "title": study.study.title.model_dump(),
        "simulated": study.study.simulated,
        "slice": evaluation.slice,
        "as_of": find_as_of(evaluation),
        "plan_hash": study.plan_hash,
        "version": idmaj.__version__,
        "library": hash_library(),
        "study_file": hash_file(workspace.study_file(study.id)),
        "released": _hash_released(evaluation),
        "certificate": _hash_certificate(evaluation),
        "raw_files": raw_files if is_public else {},
        **({"published_rates": rates} if rates else {}),
    }


def _hash_released(evaluation: Evaluation) -> str:
    tables = release_study(evaluation)
    digest = hashlib.sha256()
    for name in ("released", "released_curves"):
        digest.update(tables[name].to_csv(index=False, lineterminator="\n").encode())
    return digest.hexdigest()


def _hash_certificate(evaluation: Evaluation) -> str:
    """SHA-256 of what a brief says of a certificate; empty where there is none."""
    certificate = find_certificate(evaluation)
    if certificate is None:
        return ""
    return hashlib.sha256(
        certificate["verdicts"].to_csv(index=False, lineterminator="\n").encode()
    ).hexdigest()


def hash_inputs(evaluation: Evaluation) -> str:
    """SHA-256 of `describe_inputs` as canonical JSON, in hexadecimal."""
    text = json.dumps(describe_inputs(evaluation), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def find_as_of(evaluation: Evaluation) -> str:
    """ISO date of the data cut-off: the one asked for, else the study file's, else that of the released rows."""
    if evaluation.cut_off is not None:
        return evaluation.cut_off.isoformat()
    return str(release_study(evaluation)["released"]["as_of"].max())


def build_provenance(evaluation: Evaluation, language: Language) -> Provenance:
    """Say where a brief comes from."""
    return Provenance(
        as_of=find_as_of(evaluation),
        source=evaluation.study.study.source[language],
        what_hash=hash_inputs(evaluation),
        version=idmaj.__version__,
    )
