"""The page edition: loads nothing, runs nothing, says its language and stays light."""

import base64
import io
import re
from html.parser import HTMLParser

import pytest
from fontTools.ttLib import TTFont

from idmaj.errors import RenderError
from idmaj.report import render_html
from idmaj.report.html import MOST_BYTES
from idmaj.report.pages import POLICY, safe_address
from idmaj.text import LANGUAGES

HOSTILE = '"><script>document.title=1</script><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}</style>'
STUDIES = ("tarp", "nsw", "nsw-cps", "temara", "handovers")


class Addresses(HTMLParser):
    """What a browser would fetch for a page, and the styles that could ask for more."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.styles: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        names = ("src", "srcset", "poster", "action", "data", "background")
        self.fetched += [values[name] for name in names if values.get(name)]
        if tag not in {"a", "bdi"} and values.get("href"):
            self.fetched.append(values["href"])
        self.styles.append(values.get("style") or "")

    def handle_data(self, data):
        if self.tags and self.tags[-1] == "style":
            self.styles.append(data)


def outside_addresses(page: str) -> list[str]:
    """Addresses that a browser would fetch: everything but links and `data:`."""
    read = Addresses()
    read.feed(page)
    rules = re.compile(r"(?:url\(|@import )([^);]{1,60})")
    asked = [address for style in read.styles for address in rules.findall(style)]
    return [address for address in (*read.fetched, *asked) if not address.startswith("data:")]


def tags_of(page: str) -> set[str]:
    read = Addresses()
    read.feed(page)
    return set(read.tags)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text(make_brief, picture, language):
    page = render_html(make_brief(language, extra=HOSTILE), {"picture": picture})
    assert "script" not in tags_of(page)
    assert "{{ 7*7 }}" in page
    assert outside_addresses(page) == []


def test_the_check_sees_what_it_is_for():
    assert outside_addresses('<img src="http://x/y.png">') == ["http://x/y.png"]
    assert outside_addresses("<style>@font-face{src:url(http://x/f.woff)}</style>") == ["http://x/f.woff"]
    assert outside_addresses('<a href="http://x">x</a>') == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_language_direction_and_policy(make_brief, picture, language):
    page = render_html(make_brief(language), {"picture": picture})
    tags = {
        "ar": '<html lang="ar-MA" dir="rtl">',
        "fr": '<html lang="fr-MA" dir="ltr">',
        "en": '<html lang="en-GB" dir="ltr">',
    }
    assert tags[language] in page
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.replace(chr(39), "&#39;")}">'
    assert page.index(policy) < page.index("<style>")
    assert POLICY == "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"


def test_same_brief_gives_same_page(make_brief, picture):
    first, second = (render_html(make_brief("ar"), {"picture": picture}) for _ in range(2))
    assert first == second


def test_every_picture_has_words_and_numbers_beside_it(make_brief, picture):
    page = render_html(make_brief("en"), {"picture": picture})
    assert re.findall(r'<img src="data:image/svg[^"]*" alt="([^"]*)"', page) == [
        "Share of people arrested again within a year of release"
    ]
    assert page.count("<details>") == 1


def test_only_web_addresses_become_links(make_brief, picture):
    assert safe_address("https://example.org/?a=1&b=2") == "https://example.org/?a=1&b=2"
    assert safe_address("javascript:alert(1)") == ""
    assert safe_address("data:text/html,x") == ""
    assert safe_address('https://x/" onclick="y') == ""
    page = render_html(make_brief("en"), {"picture": picture})
    assert re.findall(r'<a href="([^"]+)"', page) == ["https://example.org/?a=1&amp;b=2"]


def test_embedded_font_has_a_glyph_for_every_letter(make_brief, picture):
    page = render_html(make_brief("ar"), {"picture": picture})
    fonts = re.findall(r"base64,([A-Za-z0-9+/=]+)\) format\(\"woff2\"\)", page)
    assert len(fonts) == 2
    for font in fonts:
        with TTFont(io.BytesIO(base64.b64decode(font))) as opened:
            covered = opened.getBestCmap()
            features = {record.FeatureTag for record in opened["GSUB"].table.FeatureList.FeatureRecord}
        letters = {
            ord(c) for c in re.sub(r"<[^>]*>", "", page.split("<body>")[1]) if "\u0621" <= c <= "\u064a"
        }
        assert letters <= covered.keys()
        assert {"init", "medi", "fina", "rlig"} <= features


def test_a_page_that_is_too_heavy_is_refused(make_brief, picture):
    picture.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><path d="{"M1 2L3 4" * 60_000}"/></svg>')
    with pytest.raises(RenderError, match="bytes"):
        render_html(make_brief("en"), {"picture": picture})


def test_a_missing_chart_is_refused(make_brief):
    with pytest.raises(RenderError, match="picture"):
        render_html(make_brief("en"), {})


@pytest.mark.parametrize("study", STUDIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_pages_load_nothing_and_stay_light(written, study, language):
    page = (written[study, language] / f"brief.{language}.html").read_text(encoding="utf-8")
    assert outside_addresses(page) == []
    assert "script" not in tags_of(page)
    assert len(page.encode()) < MOST_BYTES
