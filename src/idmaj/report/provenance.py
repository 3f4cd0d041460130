"""What went into a release, and the hash of it that the foot of a brief shows.

The same dictionary is the part ``what`` of a release's ``manifest.json``.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import idmaj
from idmaj.disclosure import release_study
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
        Study, slice, cut-off, plan, version and hash of the library, SHA-256 of study file and raw files.
    """
    study, workspace = evaluation.study, evaluation.workspace
    return {
        "study": study.id,
        "slice": evaluation.slice,
        "as_of": find_as_of(evaluation),
        "plan_hash": study.plan_hash,
        "version": idmaj.__version__,
        "library": hash_library(),
        "study_file": hash_file(workspace.study_file(study.id)),
        "raw_files": {source.file: hash_file(workspace.root / source.file) for source in study.source},
    }


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
