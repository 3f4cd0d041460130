"""Headers of exported columns: keys to compare them by, their parts, and columns that platforms add."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from idmaj.ingest.exports.platforms import PLATFORMS, fold_name
from idmaj.ingest.matching import match_key

GROUP_SEPARATORS = "/-.:_"
"""Signs that platforms and people put between a group and a question."""

# Lengths at which programs cut names and labels: sheet names, Stata and SPSS names and labels, data bases.
_CUTS = frozenset({31, 32, 63, 64, 80, 120, 128, 200, 254, 255, 256})
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_RUNS = re.compile(r"[^\w]+|_+")
_LOST = re.compile(r"\?{2,}|\ufffd")
_MADE_VALID = re.compile(r"^[Xx](?=[_\d])")  # by make.names of R
_VERSION = re.compile(r"^(v\d+)[/.:\-](.+)$")
_NUMBER = re.compile(r"[\[_/.\-: ]?(?<![0-9A-Za-z])(\d+)(?![0-9A-Za-z])\]?")
_BRACKET = re.compile(r"\[(\d+)\]")
_REPEATED = (
    re.compile(r"^(.+)\.(\d+)$", re.S),  # pandas
    re.compile(r"^(.+)\.\.\.(\d+)$", re.S),  # readxl
    re.compile(r"^(.+)_duplicated_(\d+)$", re.S),  # polars
)
_REPEATED_LABEL = (re.compile(r"^(.+?)_(\d+)$", re.S), re.compile(r"^(.+?) ?\(?(\d+)\)?$", re.S))

# Columns that platforms add beside those by which they are known: formpack 176f619 and kpi 2e5efb0 (Kobo),
# central-backend 4f5943d, commcare-hq, the manuals of SurveyCTO and LimeSurvey.
_ADDED = re.compile(
    r"[Xx]?(?:_id|_uuid|_submission_time|_validation_status|_notes|_status|_submitted_by|__version__|_version_|_tags"
    r"|_index|_parent_table_name|_parent_index|_submission__\w+|_attachments|_geolocation|_xform_id_string|_duration"
    r"|_bamboo_dataset_id|_media_all_received|_deleted_at|_date_modified|_edited|_total_media|_media_count"
    r"|_supplementalDetails.*)|formhub/uuid|meta[/.:-]\w+|(?:form[/.])?meta[/.].+|form[/.]case.*|form[/.]@.+|info[/.].+"
    r"|instanceI[Dd]|instanceName|deprecatedID|rootUuid|KEY|PARENT_KEY|SET-?OF-?.+|__id|__system.*|__Submissions-id"
)
_TIMED = re.compile(r"(?:group|question|interview)\w*time\w*", re.I)


def clean_header(text: str) -> str:
    """Remove HTML tags, character references and outer spaces from a header or label."""
    if "<" in text or "&" in text:
        text = _TAG.sub(" ", html.unescape(text))
    return text.strip().strip("\ufeff\u200b")


@lru_cache(maxsize=65536)
def sign_key(text: str) -> str:
    """Match key with every sign that is neither letter nor digit as `_`, one by one: `q/-99` is `q__99`."""
    return "".join(sign if sign.isalnum() else "_" for sign in match_key(text))


@lru_cache(maxsize=65536)
def letter_key(text: str) -> str:
    """Letters and digits of the match key: any separator, any spelling of signs, or none."""
    return "".join(sign for sign in match_key(text) if sign.isalnum())


def find_boundaries(header: str) -> Iterator[tuple[str, str]]:
    """Split a header at each sign between words: what stands before it, what stands after it."""
    for run in _RUNS.finditer(header):
        for position in range(max(run.start(), 1), min(run.end(), len(header) - 1)):
            yield header[:position], header[position + 1 :]


def find_tails(header: str, separators: str) -> Iterator[str]:
    """Leave out leading groups: what stands after each separator, the longest first."""
    for position, sign in enumerate(header):
        if sign in separators and position and position + 1 < len(header):
            yield header[position + 1 :]


def split_version(header: str) -> tuple[str, str]:
    """Split the prefix of a version of the form (`v1/`) from a header; ("", header) where there is none."""
    found = _VERSION.match(header)
    return (found[1], found[2]) if found else ("", header)


def undo_made_valid(header: str) -> str:
    """Remove the `X` that R puts before a name that begins with a digit or `_`."""
    return _MADE_VALID.sub("", header)


def split_repeated(header: str, headers: Collection[str], *, is_label: bool) -> tuple[str, int] | None:
    """Undo what programs add to a header that occurs twice.

    Parameters
    ----------
    header
        Header, such as `Specify.1`.
    headers
        All headers of the table.
    is_label
        Whether to try signs too that the name of a question may end in (`_2`, `2`, `(2)`).

    Returns
    -------
    tuple of str and int, or None
        The header as it was and its number; None where the table has no such header.
    """
    for pattern in _REPEATED + (_REPEATED_LABEL if is_label else ()):
        found = pattern.match(header)
        if found and (found[1] in headers or "..." in header[len(found[1]) :]):
            return found[1], int(found[2])
    return None


def find_instances(header: str, depth: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Take the numbers of repeats out of a header.

    Parameters
    ----------
    header
        `children[1]/name`, `name_1_2`, `children_1_name`, `children.0.name`.
    depth
        How many repeats stand above the question.

    Yields
    ------
    tuple
        Header without the numbers, and the numbers. Numbers in brackets alone where there are any, else
        the last ones, else any.
    """
    brackets = list(_BRACKET.finditer(header))
    numbers = brackets or list(_NUMBER.finditer(header))
    if brackets and len(brackets) != depth:
        return
    for chosen in sorted(
        combinations(numbers, depth), key=lambda found: [-run.end() for run in reversed(found)]
    ):
        rest = header
        for run in reversed(chosen):
            rest = rest[: run.start()] + rest[run.end() :]
        yield rest.strip("/_.-: "), tuple(int(run[1]) for run in chosen)


def find_cuts(headers: Sequence[str]) -> set[str]:
    """Headers that a program may have cut: of a known length, ending in dots, or as long as the longest."""
    lengths = Counter(len(header) for header in headers)
    longest = max(lengths, default=0)
    cuts = _CUTS | ({longest} if lengths[longest] > 1 and longest > 20 else set())
    return {
        header
        for header in headers
        if {len(header), len(header) + 1, len(header.encode())} & cuts or header.endswith(("…", "..."))
    }


def has_lost_letters(header: str) -> bool:
    """Whether signs of a header were replaced by question marks when somebody saved the file."""
    return bool(_LOST.search(header)) or bool(re.search(r"\w\?\w", header))


def is_platform_column(header: str, platform: str) -> bool:
    """Whether a column is one that a platform adds to the answers.

    Parameters
    ----------
    header
        Header.
    platform
        Key of `PLATFORMS`. Columns that only platforms write are known whatever the platform.
    """
    if _ADDED.fullmatch(header):
        return True
    is_timing = platform == "limesurvey" and _TIMED.fullmatch(header) is not None
    return is_timing or fold_name(header) in _names_of(platform)


@lru_cache
def _names_of(platform: str) -> frozenset[str]:
    known = PLATFORMS.get(platform)
    if known is None:
        return frozenset()
    played = (name for names in known.roles.values() for name in names)
    return frozenset({*known.marks, *played, *known.keys, *known.parents})
