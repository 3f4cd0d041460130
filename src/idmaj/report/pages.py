"""Pages that open offline and load nothing: layout, policy, fonts, pictures."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from idmaj.report.fonts import WEIGHTS, embed_font
from idmaj.text import Language, direction

POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"
"""Content security policy of every page: no script, nothing from elsewhere."""

HTML_LANGUAGES: Final = {"ar": "ar-MA", "fr": "fr-MA", "en": "en-GB"}


@cache
def environment() -> Environment:
    """The templates; every value is escaped, and a name that is not given is an error."""
    return Environment(
        loader=PackageLoader("idmaj.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def render_page(body: Markup, language: Language, *, title: str) -> str:
    """Put a body into a whole page, with style and the glyphs it needs.

    Parameters
    ----------
    body
        What stands in ``<body>``, already escaped by a template.
    language
        Language and direction of the page.
    title
        Title of the page, plain text.

    Returns
    -------
    str
        The page; the same input gives the same text.
    """
    templates = environment()
    style = _template_text("page.css")
    words = (str(body), title)
    return templates.get_template("page.html.j2").render(
        lang=HTML_LANGUAGES[language],
        direction=direction(language),
        policy=POLICY,
        title=title,
        style=Markup(style),
        fonts=[(weight, embed_font(weight, words)) for weight in WEIGHTS],
        body=body,
    )


def render_body(template: str, **values: Any) -> Markup:
    """Fill a template of the body of a page; all values are escaped."""
    return Markup(environment().get_template(template).render(**values))


def safe_address(address: str) -> str:
    """Return an address that may stand in a link, or nothing: only http and https may."""
    return address if re.match(r"https?://[^\s\"'<>]+$", address) else ""


def _template_text(name: str) -> str:
    source, _, _ = environment().loader.get_source(environment(), name)  # type: ignore[union-attr]
    return source
