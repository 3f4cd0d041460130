"""Compacted charts show the same: every outline within a hundredth of a point of where it was."""

import io
import re
from urllib.parse import unquote

import numpy as np
import pytest
from matplotlib.figure import Figure

from idmaj.report.pictures import compact_svg, embed_svg

GLYPH = (
    'd="M 1920 -77 \nQ 1120 -77 752 531 \nQ 384 1139 384 2234 \nL 1920 390 \nz\nM 100 200 \nL 300 400 \nz\n"'
)


def absolute_points(path: str) -> np.ndarray:
    """Points of a path in absolute coordinates, read by rules of SVG 1.1 section 8.3."""
    tokens = re.findall(r"[A-Za-z]|-?\d+(?:\.\d+)?", path)
    sizes = {"M": 1, "L": 1, "Q": 2, "C": 3}
    points, here, start, at = [], np.zeros(2), np.zeros(2), 0
    while at < len(tokens):
        command, at = tokens[at], at + 1
        if command in "zZ":
            here = start
            continue
        size = 2 * sizes[command.upper()]
        block = np.array(tokens[at : at + size], dtype=float).reshape(-1, 2)
        at += size
        block = block + here if command.islower() else block
        points.extend(block)
        here = block[-1]
        start = here if command.upper() == "M" else start
    return np.array(points)


def test_glyph_outlines_stay_where_they_were():
    svg = f'<svg><defs><path id="A-1" {GLYPH} transform="scale(0.015625)"/></defs><use xlink:href="#A-1"/></svg>'
    compact = compact_svg(svg)
    before = absolute_points(GLYPH[3:-1]) * 0.015625
    path, scale = re.search(r'd="([^"]*)" transform="scale\(([\d.]+)\)"', compact).groups()
    after = absolute_points(path) * float(scale)
    # Half a step of the coarser grid, 4/64 of a unit; a unit is a hundredth of the size of the text.
    assert np.abs(before - after).max() <= 4 * 0.015625
    assert 'href="#s0"' in compact
    assert 'id="s0"' in compact


def test_factors_keep_their_decimals():
    svg = (
        '<svg><g transform="translate(1.23456 2.34567) scale(0.075 -0.075)"><path d="M 1.23456 2"/></g></svg>'
    )
    assert (
        compact_svg(svg)
        == '<svg><g transform="translate(1.23 2.35) scale(0.075 -0.075)"><path d="M1.23 2"/></g></svg>'
    )


def test_signs_without_ink_go_and_others_stay():
    svg = (
        '<svg><path id="F-3" transform="scale(0.015625)"/><path id="F-3b" d="M 8 8 \nz\n" transform="scale(0.015625)"/>'
        '<use xlink:href="#F-3"/><use xlink:href="#F-3b"/></svg>'
    )
    compact = compact_svg(svg)
    assert compact.count("<use") == 1
    assert compact.count("<path") == 1


def test_a_chart_shrinks_and_is_the_same_every_time():
    figure = Figure(figsize=(4, 2))
    figure.subplots().plot([0, 1], [0.1, 0.2])
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg")
    svg = buffer.getvalue()
    assert len(compact_svg(svg)) < 0.7 * len(svg)
    assert compact_svg(svg) == compact_svg(svg)
    assert svg.count("<path") - svg.count('<path id="DejaVuSans-20"') == compact_svg(svg).count("<path")


@pytest.mark.parametrize("hostile", ['<script>x</script>"', "'><b>", "#&%"])
def test_address_cannot_leave_its_attribute(hostile):
    address = embed_svg(f"<svg><text>{hostile}</text></svg>")
    assert address.startswith("data:image/svg+xml,")
    assert not set(address) & set('"<>#')
    assert hostile.replace('"', "'") in unquote(address)
