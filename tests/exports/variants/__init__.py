"""Variants of the instrument's exports, as platforms write them and as people damage them.

Made from `instrument/kobo/api_v2_data.json` and the draft form; nothing of the library under test is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from . import arranged as a
from . import central as c
from . import damage as d
from . import kobo as k
from . import platforms as p
from . import statistical as s
from .submissions import read_submissions

__all__ = ["VARIANTS", "Variant", "read_submissions"]

NO_EVENTS = frozenset({"events"})


@dataclass(frozen=True)
class Variant:
    """A variant: how its files are written, and what it has lost.

    `lost` names columns of the tables; `events` for the whole repeat, `key` for the submission's key (its
    number stands for it), `version` for the form's version, by which questions are known as not collected.
    `refused` is the problem that must stop it; `settings` what a person declares.
    """

    write: Callable[[Path], list[Path]]
    lost: frozenset[str] = frozenset()
    settings: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    is_slow: bool = False


def _lost(*names: str) -> frozenset[str]:
    return frozenset(names)


def _kobo() -> dict[str, Variant]:
    made: dict[str, Variant] = {}
    for style in ("names", "fr", "en", "ar"):
        for has_groups, separator in ((True, "/"), (True, "."), (True, "-"), (False, "/")):
            name = f"kobo xlsx {style} {separator if has_groups else 'no groups'}"
            write = partial(k.write_kobo_xlsx, style=style, separator=separator, has_groups=has_groups)
            made[name] = Variant(write, is_slow=style == "en" or separator != "/")
        for multiple in ("both", "summary", "details"):
            name = f"kobo csv {style} {multiple}"
            write = partial(k.write_kobo_csv, style=style, multiple=multiple)
            made[name] = Variant(write, NO_EVENTS, is_slow=style in {"en", "ar"})
            write = partial(k.write_kobo_csv, style=style, multiple=multiple, has_groups=False)
            made[f"{name} no groups"] = Variant(
                write, NO_EVENTS, is_slow=multiple != "details" or style == "en"
            )
    hxl = d.damaged_xlsx(
        second=lambda grid: ["#meta" if c.item is None else f"#indicator+{c.item.name}" for c in grid.columns]
    )
    made["kobo xlsx hxl"] = Variant(hxl)
    made["kobo xlsx typed"] = Variant(d.damaged_xlsx(d.typed_cells))
    made["kobo xlsx moved question"] = Variant(a.split_versions)
    made["kobo xlsx v1 v2"] = Variant(partial(a.split_versions, prefix="v"))
    made["kobo legacy"] = Variant(p.write_kobo_legacy)
    return made


def _others() -> dict[str, Variant]:
    lime = _lost("events", "key", "version", "form_version", "today")
    return {
        "central": Variant(c.write_central),
        "central no groups": Variant(partial(c.write_central, has_groups=False)),
        "central split": Variant(partial(c.write_central, multiple="both", zeros="0")),
        "central split no groups": Variant(
            partial(c.write_central, multiple="both", zeros="0", has_groups=False)
        ),
        "central deleted fields": Variant(
            partial(c.write_central, extra=("main-old_question", "main-emp-old"))
        ),
        "central loose": Variant(partial(c.write_central, is_loose=True)),
        "central shuffled": Variant(partial(c.write_central, is_loose=True, is_shuffled=True)),
        "odata": Variant(c.write_odata),
        "odata two tables": Variant(partial(c.write_odata, is_expanded=False)),
        "surveycto wide": Variant(p.write_surveycto),
        "surveycto wide short times": Variant(partial(p.write_surveycto, instant=p.american_short)),
        "surveycto wide iso days": Variant(partial(p.write_surveycto, has_iso_days=True)),
        "surveycto long": Variant(partial(p.write_surveycto, is_long=True)),
        "commcare": Variant(p.write_commcare, _lost("version", "form_version")),
        "limesurvey": Variant(p.write_limesurvey, lime),
        "limesurvey texts": Variant(partial(p.write_limesurvey, is_coded=False), lime),
        "spss": Variant(s.write_sav, NO_EVENTS),
        "spss var1": Variant(partial(s.write_sav, numbered=True), NO_EVENTS),
        "stata": Variant(s.write_dta, NO_EVENTS),
        "stata missing": Variant(partial(s.write_dta, is_extended=True), NO_EVENTS),
        "stata encoded": Variant(partial(s.write_dta, is_encoded=True), NO_EVENTS),
        "parquet": Variant(s.write_parquet, NO_EVENTS),
        "parquet text": Variant(partial(s.write_parquet, is_typed=False), NO_EVENTS),
    }


def _clock(day: str) -> Callable[[object], str]:
    return lambda moment: f"{moment:{day} %H:%M}"


def _damaged() -> dict[str, Variant]:
    dmy, mdy = "%d/%m/%Y", "%m/%d/%Y"
    french = d.numbers(d.french_amount, only=d.MONEY)
    short = d.numbers(lambda n: d.french_amount(n, " "), only=d.MONEY)
    texts = frozenset({"events", "occupation", "ent_close_other", "barriers_other", "enum_comment"})

    def named(months: tuple[str, ...], shape: str) -> d.Change:
        return d.days(
            lambda day: shape.format(d=day.day, m=months[day.month - 1], y=day.year, s=day.year % 100)
        )

    made = {
        "cp1252 d/m/Y 15 000,00": Variant(
            d.damaged_csv(d.days(lambda x: f"{x:{dmy}}", instants=_clock(dmy)), french, encoding="cp1252", lost=d.FREE),
            texts),
        "cp1252 labels": Variant(d.damaged_csv(
            d.days(lambda x: f"{x:{dmy}}"), french, encoding="cp1252", lost=d.FREE, style="fr"), texts),
        "cp1256 labels": Variant(d.damaged_csv(
            d.days(lambda x: f"{x:{dmy}}"), encoding="cp1256", lost=d.FREE, style="ar"), texts),
        "utf-16": Variant(a.utf16_text, NO_EVENTS),
        "semicolon decimal comma": Variant(d.damaged_csv(d.numbers(lambda n: f"{n},0")), NO_EVENTS),
        "plain spaces": Variant(d.damaged_csv(short), NO_EVENTS),
        "comma separator": Variant(
            d.damaged_csv(d.numbers(lambda n: f"{n:,}.00", only=d.MONEY), separator=","), NO_EVENTS),
        # all debts are thousands: `2,000` could be two or two thousand, and nothing in its column tells
        "groups without decimals": Variant(
            d.damaged_csv(d.numbers(lambda n: f"{n:,}", only=d.MONEY)), NO_EVENTS | {"debt_mad"}),
        "mixed amounts": Variant(d.damaged_csv(d.numbers(d.mixed_amount, only=d.MONEY)), NO_EVENTS),
        "tabs": Variant(d.damaged_csv(separator="\t"), NO_EVENTS),
        "m/d/Y": Variant(
            d.damaged_csv(d.days(lambda x: f"{x.month}/{x.day}/{x.year}", instants=_clock(mdy))), NO_EVENTS),
        "d.m.Y": Variant(d.damaged_csv(d.days(lambda x: f"{x:%d.%m.%Y}", instants=_clock("%d.%m.%Y"))), NO_EVENTS),
        "d-m-y": Variant(d.damaged_csv(d.days(lambda x: f"{x:%d-%m-%y}")), NO_EVENTS),
        "Y-d-m": Variant(d.damaged_csv(d.days(lambda x: f"{x:%Y-%d-%m}")), NO_EVENTS),
        "French months": Variant(d.damaged_csv(named(d.FRENCH_MONTHS, "{d} {m} {y}")), NO_EVENTS),
        "French short months": Variant(d.damaged_csv(named(d.FRENCH_SHORT, "{d:02d}-{m}-{s:02d}")), NO_EVENTS),
        "Moroccan months": Variant(d.damaged_csv(named(d.MOROCCAN_MONTHS, "{d} {m} {y}")), NO_EVENTS),
        "Arabic digits": Variant(d.damaged_csv(
            d.numbers(lambda n: str(n).translate(d.ARABIC)), d.days(lambda x: f"{x:{dmy}}".translate(d.ARABIC)),
            style="ar"), NO_EVENTS),
        "Arabic amounts": Variant(d.damaged_csv(d.numbers(d.arabic_amount)), NO_EVENTS),
        "Arabic digits everywhere": Variant(d.damaged_csv(
            lambda c, v: v.translate(d.ARABIC) if d.is_code(c) or d.is_number(c) or d.is_day(c) else v), NO_EVENTS),
        "Persian digits": Variant(d.damaged_csv(d.numbers(lambda n: str(n).translate(d.PERSIAN))), NO_EVENTS),
        "codes as 1.0": Variant(d.damaged_csv(
            lambda c, v: f"{v}.0" if d.is_code(c) and v.lstrip("-").isdigit() else v), NO_EVENTS),
        "TRUE FALSE": Variant(d.damaged_csv(
            lambda c, v: {"1": "TRUE", "0": "FALSE"}[v] if c.role == "choice" else v), NO_EVENTS),
        "VRAI FAUX": Variant(d.damaged_csv(
            lambda c, v: {"1": "VRAI", "0": "FAUX"}[v] if c.role == "choice" else v, multiple="details"), NO_EVENTS),
        "booleans": Variant(d.damaged_xlsx(lambda c, v: v == "1" if c.role == "choice" else v)),
        "serials 1900": Variant(d.damaged_xlsx(d.days(d.serial, instants=d.serial))),
        "serials with commas": Variant(d.damaged_csv(
            d.days(lambda x: str(d.serial(x)), instants=lambda x: str(d.serial(x)).replace(".", ","))), NO_EVENTS),
        "serial days 1904": Variant(d.damaged_xlsx(d.days(partial(d.serial, is_1904=True)))),
        "serial days 1900 as text": Variant(d.damaged_csv(d.days(lambda x: str(d.serial(x)))), NO_EVENTS),
        "workbook of 1904": Variant(d.damaged_xlsx(d.typed_cells, is_1904=True)),
        "currency words": Variant(d.damaged_csv(d.numbers(lambda n: f"{n} DH", only=d.MONEY)), NO_EVENTS),
        "R": Variant(a.write_r_csv, NO_EVENTS),
        "pandas": Variant(a.write_pandas_csv, NO_EVENTS),
    }  # fmt: skip
    return made


def _arranged() -> dict[str, Variant]:
    total = [["Total", *[""] * 40, "123456"]]
    padded = lambda grid: grid.rename(lambda name: f"  {name}\u00a0 ")  # noqa: E731
    shouted = lambda grid: grid.rename(lambda name: name if name[:1] == "_" else name.upper())  # noqa: E731
    dotted = lambda grid: grid.rename(lambda name: name.replace("/", "."))  # noqa: E731
    dropped = ("occupation", "stigma", "cantril", "deviceid", "_tags", "_notes")
    lost = frozenset({"occupation", "stigma", "cantril", "deviceid"})
    keys = ("_uuid", "_submission__uuid")
    return {
        "title rows": Variant(d.damaged_xlsx(above=a.titled())),
        "title rows labels": Variant(d.damaged_xlsx(above=a.titled(), style="ar")),
        "totals row": Variant(d.damaged_xlsx(below=total)),
        "totals row Arabic": Variant(d.damaged_xlsx(below=[[], ["المجموع", *[""] * 40, 123456]], style="ar")),
        "merged headers": Variant(a.merged_headers),
        "labels below names": Variant(d.damaged_xlsx(second=a.labels_below)),
        "padded headers": Variant(d.damaged_xlsx(arrange=padded)),
        "upper case headers": Variant(d.damaged_xlsx(arrange=shouted)),
        "dots for slashes": Variant(d.damaged_xlsx(arrange=dotted)),
        "columns dropped": Variant(d.damaged_xlsx(arrange=lambda g: g.without(*dropped)), lost),
        "extra columns": Variant(d.damaged_xlsx(arrange=a.add_columns)),
        "rows shuffled": Variant(d.damaged_xlsx(arrange=a.reverse_rows)),
        "columns shuffled": Variant(d.damaged_xlsx(arrange=a.shuffle_columns, style="fr")),
        "no uuid": Variant(d.damaged_xlsx(arrange=lambda g: g.without(*keys)), _lost("key")),
        "two parts": Variant(a.two_parts),
        "lost digits": Variant(
            d.damaged_csv(d.numbers(lambda n: "?" * len(str(n))), encoding="cp1256", style="ar", lost=d.FREE),
            refused="export-lost-signs"),
        "lost letters": Variant(
            d.damaged_csv(lambda c, v: v.encode("cp1252", "replace").decode("cp1252"), encoding="cp1252"),
            refused="export-lost-signs"),
    }  # fmt: skip


def _further() -> dict[str, Variant]:
    english = lambda day: f"{day:%b} {day.day}, {day.year}"  # noqa: E731
    joined = {
        sign: partial(k.write_kobo_csv, style="fr", multiple="summary", joiner=sign)
        for sign in (", ", ";", "\n")
    }
    return {
        "labels joined by commas": Variant(joined[", "], NO_EVENTS),
        "labels joined by semicolons": Variant(joined[";"], NO_EVENTS),
        "labels joined by line ends": Variant(joined["\n"], NO_EVENTS),
        "codes and labels mixed": Variant(a.mixed_labels),
        "janitor": Variant(d.damaged_xlsx(arrange=lambda g: g.rename(a.clean_name))),
        "English months": Variant(d.damaged_xlsx(d.days(english))),
        "Mashriqi months": Variant(d.damaged_xlsx(d.named_days(d.MASHRIQI_MONTHS, "{d} {m} {y}"))),
        "days with midnight": Variant(d.damaged_csv(d.days(lambda x: f"{x:%d/%m/%Y} 00:00")), NO_EVENTS),
        "instants in UTC": Variant(d.damaged_xlsx(d.instants_as_utc)),
        "labels above names": Variant(a.labels_above),
        "sep line": Variant(a.sep_line, NO_EVENTS),
        "cp1256 with texts": Variant(
            d.damaged_csv(encoding="cp1256", style="ar", lost=("enum_comment",)), NO_EVENTS
        ),
        "blank rows and columns": Variant(d.damaged_xlsx(arrange=a.add_blanks)),
        "sheets in another order": Variant(a.other_sheets),
        "sheets as loose files": Variant(a.loose_sheets),
        "keys with uuid:": Variant(
            d.damaged_xlsx(lambda c, v: f"uuid:{v}" if c.header.endswith("_uuid") else v)
        ),
        "a column twice": Variant(d.damaged_xlsx(arrange=a.repeat_columns)),
        "json lines": Variant(a.json_lines),
        "surveycto long in an archive": Variant(a.zipped_surveycto),
        "Excel N/A": Variant(d.damaged_xlsx(arrange=lambda g: a.fill_blanks(g, "#N/A"))),
        "dashes for nothing": Variant(d.damaged_xlsx(arrange=lambda g: a.fill_blanks(g, "-"))),
    }


_SLOW = frozenset({
    "kobo csv fr both", "kobo csv fr summary", "kobo csv names both", "kobo xlsx ar /", "central split",
    "central deleted fields", "surveycto wide short times", "surveycto long", "parquet text", "limesurvey",
    "plain spaces", "tabs", "d.m.Y", "French short months", "Arabic digits", "Persian digits", "booleans",
    "title rows", "totals row", "upper case headers", "labels joined by semicolons", "labels joined by line ends",
    "English months", "cp1252 labels", "Mashriqi months", "central loose",
})  # fmt: skip
"""Left to the full run: another variant of the same family stays in the fast one."""

_ALL = {**_kobo(), **_others(), **_damaged(), **_arranged(), **_further()}
VARIANTS = {name: replace(v, is_slow=v.is_slow or name in _SLOW) for name, v in _ALL.items()}
