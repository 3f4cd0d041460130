"""Places of hand-overs in the reader's language."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from idmaj.study import SEVERAL_REGIONS
from idmaj.text import (
    Language,
    format_date,
    format_list,
    format_month,
    format_year,
    has_message,
    isolate,
    message,
)


def name_region(region: str, language: Language) -> str:
    """Name a region, or several; a name that the catalogue does not know stays as the file has it."""
    names = region.split(SEVERAL_REGIONS)
    return format_list([_name_one(name.strip(), language) for name in names], language)


def _name_one(region: str, language: Language) -> str:
    plain = unicodedata.normalize("NFKD", region).encode("ascii", "ignore").decode().lower()
    message_id = "region-" + re.sub(r"[^a-z]+", "-", plain).strip("-")
    return message(message_id, language) if has_message(message_id, language) else region


def name_place(handover: pd.Series, language: Language) -> str:
    """Name the place of a hand-over as the file writes it: in Arabic, else in French."""
    name = str(handover["place_ar"] if language == "ar" else handover["place_fr"])
    return isolate(name or str(handover["place_fr"]) or str(handover["place_ar"]), None)


def say_when(handover: pd.Series, language: Language) -> str:
    """Say when a hand-over was held, as precisely as it is known."""
    held = str(handover["held_on"])
    if len(held) == 10:
        return format_date(held, language)
    if len(held) == 7:
        return format_month(f"{held}-01", language)
    return format_year(int(held)) if held else message("brief-undated", language)
