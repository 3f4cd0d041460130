"""Publish the reports of a study: staged beside the others, checked, and switched in one step."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from idmaj.batch.manifest import FILE, Making, build_manifest, hash_outputs, hash_release
from idmaj.batch.matrix import draft_folder
from idmaj.disclosure import release_study
from idmaj.report.provenance import find_as_of
from idmaj.store import Evaluation

UNDATED = "undated"
"""Stands for the data cut-off where nothing in the data has a date."""


def publish_release(evaluation: Evaluation, making: Making) -> Path | None:
    """Publish what the briefing notebooks have drafted.

    Parameters
    ----------
    evaluation
        What was evaluated.
    making
        How it was made. Where something is missing, a release that is already there stays.

    Returns
    -------
    pathlib.Path or None
        ``reports/<study>/<as_of>``, a link to the release; None where an earlier one stays.
    """
    reports = evaluation.workspace.reports
    link = reports / evaluation.study.id / (find_as_of(evaluation) or UNDATED)
    if making.missing and link.exists():
        return None
    releases = reports / ".releases"
    releases.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=releases))
    try:
        manifest = _stage_release(evaluation, draft, making)
        switch_link(link, _settle(draft, releases, manifest))
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return link


def switch_link(link: Path, release: Path) -> None:
    """Let a link lead to a release, in one step: a reader sees the old one or the new one."""
    link.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".link-", dir=link.parent))
    try:
        target = os.path.relpath(release, link.parent)
        (fresh / "link").symlink_to(target, target_is_directory=True)
        (fresh / "link").replace(link)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _stage_release(evaluation: Evaluation, draft: Path, making: Making) -> dict[str, Any]:
    """Gather the files of a release in a folder that nobody reads yet."""
    content = draft / evaluation.slice
    content.mkdir()
    drafted = evaluation.workspace.root / draft_folder(evaluation)
    for language in making.languages:
        shutil.copytree(drafted / language, content, dirs_exist_ok=True)
    released = release_study(evaluation)["released"]
    released.to_csv(content / "estimates.csv", index=False, lineterminator="\n", encoding="utf-8")
    manifest = build_manifest(evaluation, draft, making)
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (draft / FILE).write_text(text, encoding="utf-8")
    _set_modes(draft)
    return manifest


def _settle(draft: Path, releases: Path, manifest: dict[str, Any]) -> Path:
    """Move a draft to the folder of its content; the same content made again changes nothing."""
    release = releases / hash_release(manifest)
    if release.is_dir():
        if hash_outputs(release) == manifest["made"]["outputs"] and (release / FILE).is_file():
            return release
        shutil.rmtree(release.replace(draft.with_name(f"{draft.name}.damaged")))
    draft.replace(release)
    return release


def _set_modes(folder: Path) -> None:
    """Make what is meant for the public readable, whatever the notebooks' folders were."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
