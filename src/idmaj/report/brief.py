"""The two-page brief of a study, built from released rows, findings and the study file alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from idmaj.report.benchmark import build_benchmark_sections
from idmaj.report.boxes import build_limits_box, build_method_box
from idmaj.report.contrast import (
    answer_contrast,
    build_contrast_sections,
    choose_key_numbers,
    warn_contrast,
    warn_simulated,
)
from idmaj.report.document import Box, Brief, KeyNumber, Section
from idmaj.report.figures import write_figures
from idmaj.report.group import answer_group, build_group_sections, choose_group_numbers
from idmaj.report.html import render_html
from idmaj.report.material import Material, read_material
from idmaj.report.pdf import render_pdf
from idmaj.report.provenance import build_provenance
from idmaj.report.register import (
    answer_register,
    build_register_method,
    build_register_sections,
    choose_register_numbers,
)
from idmaj.store import Evaluation, write_atomically
from idmaj.text import Language, message


def _warn_if_simulated(material: Material) -> str:
    return " ".join(warn_simulated(material))


@dataclass(frozen=True)
class _Kind:
    """The parts that differ by what a study has."""

    answer: Callable[[Material], tuple[str, ...]]
    numbers: Callable[[Material], tuple[KeyNumber, ...]]
    sections: Callable[[Material], list[Section]]
    method: Callable[[Material], Box] = build_method_box
    warning: Callable[[Material], str] = _warn_if_simulated


_CONTRAST = _Kind(answer_contrast, choose_key_numbers, build_contrast_sections, warning=warn_contrast)
_GROUP = _Kind(answer_group, choose_group_numbers, build_group_sections)
_REGISTER = _Kind(answer_register, choose_register_numbers, build_register_sections, build_register_method)


def build_brief(evaluation: Evaluation, language: Language) -> Brief:
    """Build the brief of an evaluation in one language.

    Parameters
    ----------
    evaluation
        Study, slice and cut-off.
    language
        Language of the brief.

    Returns
    -------
    Brief
        The document; it depends on released rows, findings, the public register and the study file only.
    """
    return assemble_brief(read_material(evaluation, language))


def write_brief(evaluation: Evaluation, language: Language, folder: Path) -> list[Path]:
    """Write the brief as PDF and page, with its charts.

    Parameters
    ----------
    evaluation, language
        As `build_brief`.
    folder
        Gets ``brief.<language>.pdf``, ``brief.<language>.html`` and ``charts/<name>.<language>.{svg,png}``.

    Returns
    -------
    list of Path
        Files written, the PDF first.

    Raises
    ------
    RenderError
        If a chart or document has a fault; then neither document is written.
    """
    material = read_material(evaluation, language)
    brief = assemble_brief(material)
    charts = write_figures(brief, material, folder / "charts")
    pictures = {name: chart.svg for name, chart in charts.items()}
    documents: dict[str, str | bytes] = {
        f"brief.{language}.pdf": render_pdf(brief, pictures),
        f"brief.{language}.html": render_html(brief, pictures),
    }
    for name, content in documents.items():
        write_atomically(content, folder / name)
    drawn = [file for chart in charts.values() for file in (chart.svg, chart.png)]
    return [*(folder / name for name in documents), *drawn]


def assemble_brief(material: Material) -> Brief:
    """Assemble the brief of released rows and findings, those of an evaluation or of a simulated world."""
    header, language = material.study.study, material.language
    kind = _choose_kind(material)
    return Brief(
        language=language,
        study_id=material.study.id,
        title=header.title[language],
        question=(header.question or header.title)[language],
        programme=header.programme[language],
        answer=kind.answer(material),
        warning=kind.warning(material),
        key_numbers=kind.numbers(material),
        sections=(*kind.sections(material), *build_benchmark_sections(material)),
        boxes=(kind.method(material), build_limits_box(material)),
        provenance=build_provenance(material.evaluation, language),
        simulated_mark=message("simulated-mark", language) if header.simulated else "",
        links=_list_sources(material),
    )


def _choose_kind(material: Material) -> _Kind:
    """What the study has decides: hand-overs only, two groups, or one."""
    if material.study.study.design == "register_of_grants":
        return _REGISTER
    return _CONTRAST if material.study.has_comparison else _GROUP


def _list_sources(material: Material) -> tuple[tuple[str, str], ...]:
    return tuple(
        (fact.label[material.language], fact.source[material.language]) for fact in material.study.fact
    )
