"""The catalogue of all releases: one page, three languages, opened from the folder of reports."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from idmaj.report.pages import HTML_LANGUAGES, render_body, render_page
from idmaj.store import Workspace, write_atomically
from idmaj.text import LANGUAGES, Language, direction, format_date, message

ENDONYMS: Final[dict[Language, str]] = {"ar": "العربية", "fr": "Français", "en": "English"}
"""Names of the languages in themselves."""

MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Release:
    """A release as its manifest tells it.

    Attributes
    ----------
    study, as_of
        Folder names under ``reports/``.
    titles
        Title of the study by language.
    simulated, complete
        Whether data are invented; whether nothing is missing.
    files
        Paths of its files below its folder, in order.
    what_hash
        Hash of what went in.
    """

    study: str
    as_of: str
    titles: dict[str, str]
    simulated: bool
    complete: bool
    files: tuple[str, ...]
    what_hash: str

    def address(self, file: str) -> str:
        """Address of a file, relative to the folder of reports."""
        return quote(f"{self.study}/{self.as_of}/{file}")

    def find(self, ending: str) -> str:
        """Address of the first file with this ending, or nothing."""
        return next((self.address(file) for file in self.files if file.endswith(ending)), "")


def write_index(workspace: Workspace) -> Path:
    """Write the catalogue of all releases.

    Parameters
    ----------
    workspace
        Its ``reports/*/<as_of>/manifest.json`` are read.

    Returns
    -------
    Path
        ``reports/index.html``; the same releases give the same bytes.
    """
    releases = read_releases(workspace.reports)
    body = render_body(
        "index.html.j2",
        languages=[(language, HTML_LANGUAGES[language], ENDONYMS[language]) for language in LANGUAGES],
        catalogues=[_describe(releases, language) for language in LANGUAGES],
    )
    file = workspace.reports / "index.html"
    write_atomically(render_page(body, "en", title="Idmaj"), file)
    return file


def read_releases(reports: Path) -> list[Release]:
    """Read every manifest, studies in order, the latest cut-off first; a broken manifest is left out."""
    found = [release for file in sorted(reports.glob(f"[!.]*/*/{MANIFEST}")) if (release := _read(file))]
    found.sort(key=lambda release: release.as_of, reverse=True)
    return sorted(found, key=lambda release: release.study)


def _read(file: Path) -> Release | None:
    try:
        manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        what, made = manifest["what"], manifest["made"]
        return Release(
            study=file.parent.parent.name,
            as_of=file.parent.name,
            titles=dict(what["title"]),
            simulated=bool(what["simulated"]),
            complete=not made["missing"],
            files=tuple(sorted(made["outputs"])),
            what_hash=str(manifest["what_hash"]),
        )
    except (ValueError, KeyError, TypeError, OSError):
        return None


def _describe(releases: list[Release], language: Language) -> dict[str, Any]:
    words = (
        "title", "intro", "empty", "study", "as-of", "state", "briefs", "numbers", "charts", "estimates", "manifest",
    )  # fmt: skip
    return {
        "language": language,
        "lang": HTML_LANGUAGES[language],
        "direction": direction(language),
        "words": {word: message(f"report-index-{word}", language) for word in words},
        "releases": [_describe_release(release, language) for release in releases],
    }


def _describe_release(release: Release, language: Language) -> dict[str, Any]:
    state = "complete" if release.complete else "partial"
    return {
        "title": release.titles.get(language, release.study),
        "as_of": _say_day(release.as_of, language),
        "state": message("report-index-state-of", language, state=state),
        "mark": message("simulated-mark", language) if release.simulated else "",
        "briefs": [_describe_edition(release, edition) for edition in LANGUAGES],
        "estimates": release.find("estimates.csv"),
        "manifest": release.address(MANIFEST),
        "charts": [
            {"name": Path(file).name, "address": release.address(file)}
            for file in release.files
            if file.endswith((f".{language}.svg", f".{language}.png"))
        ],
    }


def _describe_edition(release: Release, edition: Language) -> dict[str, str]:
    return {
        "name": ENDONYMS[edition],
        "lang": HTML_LANGUAGES[edition],
        "page": release.find(f"brief.{edition}.html"),
        "pdf": release.find(f"brief.{edition}.pdf"),
    }


def _say_day(as_of: str, language: Language) -> str:
    return format_date(as_of, language) if len(as_of) == 10 and as_of[:4].isdigit() else as_of
