"""The survey sheet of a form, row by row: groups, repeats, questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count

from idmaj.errors import Place, Problem
from idmaj.ingest.cells import clean_cell
from idmaj.ingest.dictionary import find_target
from idmaj.ingest.forms.conventions import KINDS_OF_FORMS, find_sentinels
from idmaj.ingest.forms.model import MAIN, Choice, Disclosure, Question
from idmaj.ingest.forms.question_types import AskedType, read_type
from idmaj.ingest.forms.sheets import SheetRow

CLASSES: tuple[Disclosure, ...] = ("id", "quasi_id", "sensitive", "open")
_YES = {"yes", "true", "true()", "1", "oui", "y", "نعم"}
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")


@dataclass(frozen=True)
class _Level:
    """A group or repeat that is open while the sheet is read."""

    name: str
    row: int
    is_repeat: bool
    relevant: str
    list_name: str


@dataclass
class SurveyReading:
    """A form while it is read."""

    shown: str
    sheet: str
    choices: Mapping[str, tuple[Choice, ...]]
    levels: list[_Level] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    rows: dict[str, SheetRow] = field(default_factory=dict)
    live: list[SheetRow] = field(default_factory=list)
    identifying: set[str] = field(default_factory=set)
    group_labels: dict[str, Mapping[str, str]] = field(default_factory=dict)
    repeats: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def tell(
        self, message: str, row: int, column: str = "", *, is_flag: bool = False, **arguments: str
    ) -> None:
        """Note a problem of a row."""
        place = Place(file=self.shown, sheet=self.sheet, row=row, column=column)
        self.problems.append(Problem(message, place, "flagged" if is_flag else "blocking", arguments))

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups and repeats that are open."""
        return tuple(level.name for level in self.levels if level.name)


def walk_rows(reading: SurveyReading, rows: Sequence[SheetRow]) -> None:
    """Read the rows in order; a disabled group takes what it holds with it."""
    depth_off = 0
    for row in rows:
        if not row.get("type"):
            continue
        asked = read_type(row.get("type"), row.get("parameters"), row.get("appearance"))
        is_off = depth_off > 0 or row.get("disabled").lower() in _YES
        if is_off:
            depth_off += {"begin": 1, "end": -1, "": 0}[asked.edge.partition(" ")[0]]
        elif asked.edge.startswith("begin"):
            _open(reading, row, asked)
        elif asked.edge:
            _close(reading, row, asked)
        elif asked.kind:
            _ask(reading, row, asked)
    for level in reading.levels:
        reading.tell("form-group-open", level.row, name=level.name)


def _open(reading: SurveyReading, row: SheetRow, asked: AskedType) -> None:
    name = _take_name(reading, row)
    is_repeat = asked.edge == "begin repeat"
    listed = next((row.get(key) for key in ("kobo_score_choices", "kobo_rank_items") if row.get(key)), "")
    reading.levels.append(_Level(name, row.row, is_repeat, row.get("relevant"), listed))
    path = "/".join(reading.groups)
    reading.group_labels.setdefault(path, row.labels)
    reading.live.append(row)
    if is_repeat:
        names = chain((name, path), (f"{name}~{number}" for number in count(1)))
        reading.repeats[next(key for key in names if key not in reading.repeats)] = path


def _close(reading: SurveyReading, row: SheetRow, asked: AskedType) -> None:
    if not reading.levels:
        reading.tell("form-group-not-open", row.row, column="type")
        return
    level = reading.levels.pop()
    if level.is_repeat != (asked.edge == "end repeat"):
        reading.tell("form-group-crossed", row.row, column="type", name=level.name)


def _take_name(reading: SurveyReading, row: SheetRow) -> str:
    name = clean_cell(row.get("name"))
    path = "/".join((*reading.groups, name))
    if not name:
        reading.tell("form-name-missing", row.row, column="name")
    elif path in reading.taken:
        reading.tell("form-name-twice", row.row, column="name", name=name)
    reading.taken.add(path)
    return name


def _ask(reading: SurveyReading, row: SheetRow, asked: AskedType) -> None:
    if asked.kind == "note" and not row.get("name"):
        return
    if not asked.is_known:
        reading.tell("form-type-unknown", row.row, column="type", is_flag=True, found=row.get("type"))
    name = _take_name(reading, row)
    list_name = asked.list_name or (reading.levels[-1].list_name if reading.levels else "")
    is_select = asked.kind in {"select_one", "select_multiple", "rank"}
    is_inside = not (asked.is_list_outside or "search(" in row.get("appearance"))
    if is_select and is_inside and list_name not in reading.choices:
        reading.tell("form-list-missing", row.row, column="type", name=list_name)
    table, column = _read_target(reading, row)
    question = Question(
        name=name,
        groups=reading.groups,
        repeat=_repeat_of(reading),
        kind=asked.kind or "text",
        list_name=list_name if is_select else "",
        labels=row.labels,
        relevant=_join_conditions([*(level.relevant for level in reading.levels), row.get("relevant")]),
        constraint=row.get("constraint"),
        calculation=row.get("calculation"),
        required=row.get("required").lower() in _YES,
        or_other=asked.or_other,
        table=table,
        column=column,
        unit=row.get("unit"),
    )
    reading.questions.append(replace(question, sentinels=_read_sentinels(reading, row, question)))
    reading.rows[question.path] = row
    reading.live.append(row)
    if asked.is_identifying:
        reading.identifying.add(question.path)


def _repeat_of(reading: SurveyReading) -> str:
    repeats = [place for place, level in enumerate(reading.levels) if level.is_repeat]
    if not repeats:
        return MAIN
    path = "/".join(level.name for level in reading.levels[: repeats[-1] + 1] if level.name)
    return next(name for name, known in reading.repeats.items() if known == path)


def _read_target(reading: SurveyReading, row: SheetRow) -> tuple[str, str]:
    text = row.get("canonical")
    table, column = find_target(text) if text else ("", "")
    if text and not table:
        reading.tell("form-target-unreadable", row.row, column="canonical", found=text)
    return table, column


def _read_sentinels(reading: SurveyReading, row: SheetRow, question: Question) -> dict[str, str]:
    if question.kind not in {"integer", "decimal", "text", "calculate"} and not row.get("missing"):
        return {}
    is_number = question.kind in {"integer", "decimal"}
    try:
        return find_sentinels(question.constraint if is_number else "", row.get("missing"))
    except ValueError as error:
        allowed = ", ".join(KINDS_OF_FORMS)
        reading.tell("form-missing-unreadable", row.row, column="missing", found=str(error), allowed=allowed)
        return {}


def _join_conditions(conditions: Sequence[str]) -> str:
    stated = [condition for condition in conditions if condition]
    return stated[0] if len(stated) == 1 else " and ".join(f"({condition})" for condition in stated)


def check_references(reading: SurveyReading) -> None:
    """Conditions and `reason_for` must refer to questions; constraints and calculations are flagged."""
    known = {question.name for question in reading.questions} | {
        path.split("/")[-1] for path in reading.taken
    }
    for row in reading.live:
        for column in ("relevant", "constraint", "calculation"):
            for name in dict.fromkeys(_REFERENCE.findall(row.get(column))):
                if name.rsplit("#", 1)[-1] not in known:
                    is_flag = column != "relevant"
                    reading.tell("form-reference-unknown", row.row, column=column, is_flag=is_flag, name=name)
        if row.get("reason_for") and row.get("reason_for") not in known:
            reading.tell("form-reference-unknown", row.row, column="reason_for", name=row.get("reason_for"))
        if row.get("disclosure") and row.get("disclosure").lower() not in CLASSES:
            allowed = ", ".join(CLASSES)
            found = row.get("disclosure")
            reading.tell("form-class-unknown", row.row, column="disclosure", found=found, allowed=allowed)
